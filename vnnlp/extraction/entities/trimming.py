"""Corrections of the model's own mentions: what is outside a name comes off, a head word in capitals comes in.

`tỉnh Hà_Giang` gives `Hà_Giang`, `báo Tuổi_Trẻ` gives `Tuổi_Trẻ`, `500 MB` gives nothing; `Cục` before `Viễn_thông`
belongs to it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import BRANCHES, HOUSES, doubtful_ends, in_day, is_date, is_house, is_uncle, titled
from vnnlp.extraction.entities.nameless import CLAUSE_BREAKS, PLAIN, names_nothing, opens_clause
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.shard import Mask
from vnnlp.tagging.features import is_vietnamese

_NUMBERED: Final = frozenset({"quận", "huyện", "phường", "xã", "thôn", "ấp", "khu", "tổ", "đường", "phố", "q.", "p.", "quốc lộ",
                              "ql", "tỉnh lộ", "khu phố", "đại lộ", "hẻm", "ngõ", "công viên", "cầu"})
"""Class words that a number behind makes a name, folded."""
_REGIONS: Final = frozenset({"miền", "châu", "phía", "vùng", "nam", "bắc", "đông", "tây", "trung", "cực"})
"""Words in lower case that begin the name of a region: `miền Tây`, folded."""
_OF_DAYS: Final = frozenset({"việt nam", "nam", "thế giới", "quốc tế", "vn"})
"""What the name of a day ends with: `ngày [Nhà_giáo Việt_Nam]`, folded."""
_SHORT_CLASSES: Final = frozenset({"q", "p", "h", "tx", "tt"})
"""Class words of places cut short, folded: outside a name (`Q. [Phú_Nhuận]`), inside a number (`[Q. 1]`)."""


def trimmed(view: View, spans: list[Span]) -> list[Span]:
    """The model's mentions made to fit the rules of what a name is; some go."""
    result: list[Span] = []
    simple: dict[int, bool] = view.known("simple name")
    types = view.types
    near_day = _near_day(view)
    weighty = view.among("weighty", _weighty())
    houses = view.among("houses", HOUSES)
    doubtful = doubtful_ends(view)
    breaks = view.shard.types.flags("clause break", CLAUSE_BREAKS.__contains__)
    for span in spans:
        first, last = span.first, span.last
        if last - first == 1:
            # Most names are one plain compound with nothing around them that bears on them: those stay as they are.
            kind = types[first]
            if kind not in simple:
                simple[kind] = _is_simple(view, first)
            near = view.opens[first] or view.opens[first - 1] or view.opens[first - 2] or breaks[types[first - 1]]
            if simple[kind] and not near:
                if span.label == "PROD":
                    alone = last == len(types) or view.forms[types[last]] not in {".", "+", "++"}
                elif span.label == "PER":
                    alone = not (first and houses[types[first - 1]]) and view.form(first - 2) != "Theo" and (
                         last == len(types) or view.forms[types[last]] != ".")
                else:
                    alone = not near_day[first] and not (first and weighty[types[first - 1]])
                if alone:
                    result.append(span)
                    continue
        while first < last and _outside(view, span.label, first, last):
            first += 1
        while last > first and span.method != "lexicon" and _trailing(view, span.label, first, last):
            last -= 1
        if span.label == "ORG" and last - first > 1 and span.method != "lexicon":
            last = _run_over(view, first, last)
        if first == last or names_nothing(view, span.label, first, last) or (
                doubtful[types[last - 1]] and (span.label != "PROD" or view.fold(first) == "quý")
                and is_date(view, first, last) and not titled(view, first)):
            continue
        if span.label == "LOC" and in_day(view, first):
            continue
        if span.label != "PROD" and last - first == 1 and span.confidence < PLAIN and not titled(view, first) and (
                opens_clause(view, first)):
            continue
        if span.label == "ORG" and last - first > 1 and view.fold(last - 1) in _OF_DAYS and near_day[first] and (
                view.fold(first - 1).endswith("ngày") and not view.is_head(first)):
            continue
        if span.label == "PER" and first and houses[types[first - 1]] and is_house(view, first):
            span.label = "ORG"
        if span.label != "PROD" and doubtful[types[last - 1]] and is_uncle(view, first, last):
            span.label, span.method, span.confidence = "PER", "rule", 0.95
        if span.label != "PROD" and first and view.fold(first - 1) == "tiếng" and not view.opens[first]:
            continue
        if span.label == "PER" and last - first > 1 and _is_country(view, first):
            result.append(span_of(view.shard, first, first + 1, "LOC", confidence=span.confidence))
            first += 1
        if span.label == "PER" and span.method != "rule" and not titled(view, first) and _is_place(view, first, last):
            span.label = "LOC"
        if span.label == "PER" and last < len(view.types) and view.form(last) == "." and not view.opens[last] and (
                _is_initial(view, last - 1) and int(view.shard.token_start[last]) == int(view.shard.token_end[last - 1])):
            last += 1
        if span.label == "PROD" and last < view.limit(last - 1) and view.form(last) in {"+", "++"} and (
                int(view.shard.token_start[last]) == int(view.shard.token_end[last - 1])):
            last += 1
        if span.label == "LOC" and first and not view.opens[first] and view.is_capital(first - 1) and (
                view.fold(first - 1) in knowledge.grounds() and not (result and result[-1].last >= first)):
            first -= 1
        elif span.label in {"ORG", "LOC"}:
            grown = _head_before(view, first, result)
            if grown < first and (span.label == "ORG" or _governs(view, grown)):
                first, span.label = grown, "ORG"
        if (first, last) != (span.first, span.last):
            kept = span_of(view.shard, first, last, span.label, confidence=span.confidence, method="model")
            result.append(kept)
        else:
            result.append(span)
    return result


def _near_day(view: View) -> Mask:
    """Of each token, whether `ngày` stands among the six before it."""
    days = np.flatnonzero(view.shard.types.flags("entity day", lambda form: "ngày" in form.casefold())[view.shard.token_type])
    near = np.zeros(view.shard.n_tokens + 8, dtype=np.bool_)
    for distance in range(1, 7):
        near[days + distance] = True
    return near


@cache
def _weighty() -> frozenset[str]:
    """Words before a place or organisation that may change it: heads, grounds, legal forms, `tiếng`; folded."""
    return knowledge.heads() | knowledge.grounds() | {form.casefold() for form in LEGAL} | {"tiếng"}


def _is_simple(view: View, token: int) -> bool:
    """Whether a name of this one token can stay as it is: a compound in capitals that is no head, title or common word."""
    form = view.fold(token)
    if len(form) < 2 or form == "th" or form in knowledge.stops() or not (view.is_capital(token) and view.is_word(token)):
        return False
    return not (
        view.has_digit(token) or form.split(" ")[-1] in BRANCHES or form in {"nhật", "quý", "hồ chí minh"}
        or form in knowledge.unnamed("never") or form in knowledge.titles() or form in knowledge.heads()
        or (" " in form and form in knowledge.title_beginnings()))


def _outside(view: View, label: str, first: int, last: int) -> bool:
    """Whether the first token of a mention is no part of the name."""
    if last - first > 1 and view.opens[first] and view.is_capital(first + 1) and (
            knowledge.before().get(view.fold(first), ("", ""))[1] == "device"):
        return True
    if view.is_capital(first) or view.has_digit(first):
        form = view.fold(first).rstrip(".")
        if label == "LOC" and form in _SHORT_CLASSES and last - first > 1:
            after = first + 1 + (view.form(first + 1) == "." and last - first > 2)
            return view.is_capital(after)
        if label in {"ORG", "LOC"}:
            return last - first > 1 and form in knowledge.titles() and not view.is_head(first)
        return label == "PER" and last - first > 1 and knowledge.titles().get(form, False)
    form = view.fold(first)
    if not view.is_word(first):
        return label != "PROD" or last - first == 1
    if label == "ORG":
        return any(view.is_capital(token) for token in range(first + 1, last))
    if label == "LOC" and form not in _REGIONS and any(view.is_capital(token) for token in range(first + 1, last)):
        return True
    if label == "LOC":
        matched = knowledge.classes()[0].get(form)
        return matched is not None and knowledge.classes()[1][matched][0] == "LOC" and not (
            last - first == 2 and view.has_digit(first + 1))
    return label == "PER" and form in knowledge.titles()


def _trailing(view: View, label: str, first: int, last: int) -> bool:
    """Whether the last token of a mention is no part of the name: punctuation, a damaged digit behind a place or person."""
    token = last - 1
    if view.form(token) == "." and label == "PER" and _is_initial(view, token - 1):
        return False
    if not view.is_word(token) and not view.has_digit(token):
        return label != "PROD" and view.form(token) not in {")", "+", "”"}
    if view.is_number(token) and last - first > 1:
        if label == "PER":
            return True
        if label == "LOC":
            return view.fold(first) not in _NUMBERED and view.is_capital(first)
        return label == "ORG" and len(view.form(token)) == 1 and not view.is_head(first)
    return False


def _is_initial(view: View, token: int) -> bool:
    """Whether a name is cut to its first letters: `L .`, `Hồ_Bảo_L .`, `Th .`."""
    last = view.form(token).replace(" ", "_").rsplit("_", 1)[-1]
    return len(last) == 1 or (len(last) == 2 and last[0].isupper() and last[1] == "h")


def _is_country(view: View, first: int) -> bool:
    """Whether a country stands before a person's name that is foreign or full: `Mỹ Donald_Trump`, `Trung Quốc Tập_Cận_Bình`."""
    after = view.form(first + 1)
    named = _is_foreign(after.replace("_", " ").split(" ")[0]) or after.replace("_", " ").count(" ") > 0
    return named and view.is_capital(first + 1) and knowledge.key(view.form(first)) in knowledge.countries()


def _is_place(view: View, first: int, last: int) -> bool:
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    return knowledge.key(text) in knowledge.well_known()


def _is_foreign(form: str) -> bool:
    return form.isascii() and form.isalpha() and len(form) > 3 and not is_vietnamese(form.casefold())


_CLAUSES: Final = frozenset({"mà", "đã", "sẽ", "đang", "vẫn", "cũng", "thì", "nhưng"})
"""Words of clauses: no organisation's name holds one."""
_RANKS: Final = frozenset({"tối cao", "tối", "cấp cao", "cấp", "trung ương", "trung", "nhân dân", "quốc gia", "quốc tế"})
"""Words in lower case behind an acronym that belong to its name."""


def _run_over(view: View, first: int, last: int) -> int:
    """The end of an organisation without the lower-case words that the model ran into: `Bộ Công_an [xem_xét]`."""
    known = knowledge.organisations()
    stops = knowledge.stops()
    for token in range(first + 2, last):
        if (view.form(token) == "," and not view.is_capital(token - 1)) or view.fold(token) in _CLAUSES:
            last = token
            break
    foreign = [token for token in range(first, last) if view.is_capital(token) and (
        _is_foreign(view.form(token)) or (view.is_acronym(token) and token + 1 < last and view.fold(token + 1) not in _RANKS))]
    if foreign and not any(view.is_capital(token) or view.has_digit(token) for token in range(foreign[-1] + 1, last)):
        last = foreign[-1] + 1
    for end in range(last - 1, first, -1):
        if view.is_capital(end) or view.has_digit(end):
            break
        start, stop = view.shard.token_start[first], view.shard.token_end[end - 1]
        if (view.fold(end) in stops and view.fold(end) != "và") or known.get(view.shard.text[start:stop]) is not None:
            last = end
    return last


def _head_before(view: View, first: int, before: list[Span]) -> int:
    """The capitalised head word right before a mention, if it belongs to no other; else `first`."""
    while first > 1 and view.form(first - 1) in LEGAL and not view.opens[first]:
        first -= 1
    token = first - 1
    if token < 0 or view.opens[first]:
        return first
    if token and not view.is_capital(token) and not view.opens[token] and view.is_capital(token - 1) and (
            f"{view.fold(token - 1)} {view.fold(token)}" in knowledge.heads()):
        token -= 1  # `Hãng hàng_không [Ethiopian_Airlines]`
    elif not view.is_capital(token) or not view.is_head(token):
        return first
    if before and before[-1].last > token:
        return first
    return token


LEGAL: Final = frozenset({"CP", "TNHH", "MTV", "TMCP", "CPĐT"})
"""Legal forms in capitals: inside the name, also behind a lower-case head (`công_ty [CP Đầu_tư Kinh_Bắc]`)."""


def _governs(view: View, head: int) -> bool:
    """Whether a head word makes a place behind it an organisation: `Công_an Hà_Nội`, `Bệnh_viện Chợ_Rẫy`."""
    return view.fold(head) not in knowledge.places_heads()
