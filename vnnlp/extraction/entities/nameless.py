"""What the tagger takes for a name and names nothing: laws, units, common things, the first word of a clause."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import titled
from vnnlp.extraction.entities.view import CLOSING, OPENING, View

_LAWS: Final = frozenset({"luật", "nghị định", "quyết định", "thông tư", "điều", "bộ luật", "nghị quyết", "chỉ thị", "pháp lệnh",
                          "tổng đài", "đầu số"})
_OF_MINISTRY: Final = frozenset({"tư lệnh", "chính trị", "chỉ huy", "tổng tham mưu"})
"""What follows `Bộ` in lower case inside a name, folded."""
_BREAKS: Final = frozenset({":", "|", ">", ";", "?"})
"""What no product's name holds."""
_LONGEST: Final = 9
"""Tokens of the longest product's name that the model may give."""
PLAIN: Final = 0.99
"""Confidence from which on a capitalised syllable that begins a clause is a name all the same."""
CLAUSE_BREAKS: Final = frozenset({";", ":", "“", '"', "‘", "'", "*", "•", "+", "-", "–"})
"""Behind these a clause begins."""
_RANKS: dict[int, tuple[Container[str], dict[str, int]]] = {}


def names_nothing(view: View, label: str, first: int, last: int) -> bool:
    """Whether tokens that the model took for a name are none: laws, units, common things, words that open a sentence."""
    form = view.fold(first)
    if label != "PROD" and (form in _LAWS or form.startswith("luật ")):
        return True
    classed = knowledge.classes()[0].get(form) if label == "ORG" and view.opens[first] else None
    if classed is not None and knowledge.classes()[1][classed][0] == "PROD":
        return True
    if label == "PROD" and _no_product(view, first, last):
        return True
    if label == "PER" and last < len(view.types) and f"{view.fold(last - 1)} {view.fold(last)}" in knowledge.titles() and (
            last - first == 1 and not view.is_capital(last)):
        return True  # A title that segmentation parted: `Phó_Tổng_Giám đốc`.
    if label == "LOC" and form == "anh" and last - first == 1 and last < view.limit(first) and view.is_capital(last) and (
            "_" in view.form(last) and view.form(last).split("_")[0] in knowledge.name_parts("family")):
        return True  # A title: `Anh Tiêu_Công_Hậu`.
    if label in {"PER", "LOC"} and last - first == 1 and _opens_word(view, first):
        return True
    if label != "PROD" and not any(view.has_capital(token) or view.has_digit(token) for token in range(first, last)):
        return True
    if label == "PER" and last - first == 1 and first > 2 and view.form(first - 2) == "Theo" and not view.opens[first - 2]:
        return True  # The word after a byline glued to it: `Thục_Quyên Theo Tri_Thức Phương|thức`.
    if label == "ORG" and last - first == 2 and form == "bộ phận" and view.fold(first + 1) in knowledge.unnamed("never"):
        return True
    if label == "ORG" and last - first == 2 and form == "bộ" and not view.has_capital(first + 1):
        return view.fold(first + 1) not in _OF_MINISTRY  # The ministry and what it does: `Bộ chấp_thuận`.
    if last - first > 1:
        return False
    if form in knowledge.unnamed("never") or (form in knowledge.stops() and not titled(view, first)):
        return True
    if label != "PROD" and form in knowledge.heads() and not (label == "PER" and titled(view, first)):
        return form not in knowledge.standing()
    if label in {"LOC", "PER"} and view.has_digit(first):
        return not view.form(first).startswith(("Q", "P", "q", "p"))
    return label == "ORG" and view.is_number(first)


def _no_product(view: View, first: int, last: int) -> bool:
    """Whether what the model took for a product is a technology, a share in percent, or a piece of a quoted sentence."""
    form = view.fold(first)
    if form == "chuyển mạng" or (form == "chuyển" and view.fold(min(first + 1, last - 1)) == "mạng"):
        return True
    if last - first > _LONGEST or view.form(last - 1) == "%" or any(view.form(token) in _BREAKS for token in range(first, last)):
        return True
    common = knowledge.unnamed("generic") | knowledge.unnamed("never")
    if all(view.fold(token) in common or view.is_number(token) for token in range(first, last)):
        return True
    if last - first > 1 and form in knowledge.unnamed("never") and not view.is_capital(first + 1):
        return True
    if not any(view.has_capital(token) or view.has_digit(token) for token in range(first, last)):
        return True
    # A name in quotes ends with them, but for devices and apps, which a sentence may begin with.
    quoted = first > 0 and view.form(first - 1) in OPENING and not view.opens[first]
    return quoted and last < view.limit(first) and view.form(last) not in CLOSING and not view.form(first).isascii()


def opens_clause(view: View, first: int) -> bool:
    """Whether a capitalised syllable only begins a clause: `; Lập chứng_từ`, `“ Chung tay hỗ_trợ`, `Thu phí đậu xe`.

    It does where the word is more frequent in lower case in the tagger's word list (the most frequent come first there).
    """
    form = view.form(first)
    opens = view.opens[first] or view.form(first - 1) in CLAUSE_BREAKS
    after = first + 1
    if not opens or not form.isalpha() or after >= view.limit(first) or view.is_capital(after) or not view.is_word(after):
        return False
    ranks = _ranks(view.compounds)
    lower = ranks.get(form.casefold())
    return lower is not None and lower < ranks.get(form, len(ranks))


def _ranks(known: Container[str]) -> dict[str, int]:
    """Place of each known word by frequency."""
    if id(known) not in _RANKS:
        _RANKS.clear()
        _RANKS[id(known)] = known, {form: place for place, form in enumerate(known)} if isinstance(known, Mapping) else {}
    return _RANKS[id(known)][1]


def _opens_word(view: View, first: int) -> bool:
    """Whether a syllable with a capital opens a sentence and a common compound with the word behind it: `Thanh khoản`."""
    after = first + 1
    if not view.opens[first] or after >= len(view.types) or view.opens[after] or view.is_capital(after):
        return False
    return f"{view.fold(first)} {view.fold(after)}" in view.compounds
