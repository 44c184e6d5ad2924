"""Words of raw text that a segmenter glued across a name's edge, taken apart again, for the tagger and the rules only.

Segmenters trained on Vietnamese glue foreign names to their neighbours: `tay Dell`, `Viettelstore tri`, `HLV Hữu Thắng`,
`TP-Link WR740N`. A word of raw text (with inner spaces) is parted before and after each piece that is no Vietnamese
syllable, except where all of them are foreign words (`Real Madrid`) and the first is no maker or carrier; between a title
and a name (`Anh Quang`); and where a name runs into a word in lower case (`Toản đáp`).
In any text, a country comes off the name behind it, and two words come apart whose space was lost.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Final

import numpy as np
import regex

from vnnlp.extraction.entities import knowledge
from vnnlp.shard import Shard, Types
from vnnlp.tagging.features import is_vietnamese

_SYLLABLES: Final = regex.compile("[_ ]")
_CLASS_WORDS: Final = frozenset({"ví", "thẻ", "mạng", "game", "app", "xe", "phim", "trang", "hãng"})
"""Class words of one syllable that segmentation glues to the name behind them."""
_EASTERN: Final = frozenset({"Trung_Quốc", "Đài_Loan", "Hàn_Quốc", "Triều_Tiên"})
"""Countries whose people's names are spelled as Vietnamese ones are."""
_AMBIGUOUS: Final = frozenset({"Anh", "China", "Vietnam", "Korea", "Japan", "VN", "USA", "UK"})
"""Countries whose name is a title, or in English begins the name of a company."""
_NO_PEOPLE: Final = frozenset({"latinh", "airlines", "airways", "air", "idol", "telecom", "post", "mobile", "bank", "open", "cup",
                               "next", "report", "express", "online", "travel", "times", "fashion", "grand", "expo",
                               "works", "stars"})
"""Words behind a country's name that make a company or a contest of it."""
_TITLES: Final = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "cụ"})


def refined(shard: Shard, compounds: Container[str] = frozenset()) -> Shard:
    """The shard with glued words of raw text parted; the shard itself where there are none.

    `compounds` are known words, in lower case and as written: a word that begins with a capital and goes on in lower case is
    parted there unless it is one of them.
    """
    parts: dict[int, tuple[tuple[int, int], ...]] = shard.types.column("entity parts", lambda forms: {
        kind: found for kind, form in enumerate(forms) if (
            (" " in form and len(found := _parts(form, compounds)) > 1)
            or ("_" in form and len(found := glued_parts(form)) > 1) or len(found := _run_together(form)) > 1)})
    if not parts:
        return shard
    counts = np.ones(len(shard.types), dtype=np.int64)
    counts[list(parts)] = [len(found) for found in parts.values()]
    repeat = counts[shard.token_type]
    new_index = np.concatenate([[0], np.cumsum(repeat)])
    start, end = np.repeat(shard.token_start, repeat), np.repeat(shard.token_end, repeat)
    kinds = np.repeat(shard.token_type, repeat)
    forms = list(shard.types.forms)
    number = {form: kind for kind, form in enumerate(forms)}
    for token in np.flatnonzero(repeat > 1).tolist():
        kind, first = int(shard.token_type[token]), int(new_index[token])
        base = int(shard.token_start[token])
        for offset, (begin, stop) in enumerate(parts[kind]):
            form = shard.types.forms[kind][begin:stop]
            if form not in number:
                number[form] = len(forms)
                forms.append(form)
            start[first + offset], end[first + offset] = base + begin, base + stop
            kinds[first + offset] = number[form]
    return replace(
        shard, token_start=start.astype(np.int32), token_end=end.astype(np.int32), token_type=kinds.astype(np.int32),
        types=Types(forms), article_token=new_index[shard.article_token].astype(np.int32),
        sentence_token=new_index[shard.sentence_token].astype(np.int32), kept=None, untrusted=None)


def glued_parts(form: str) -> tuple[tuple[int, int], ...]:
    """The parts of a word that segmentation glued: `Mỹ_Trump`, `Vinasun_kiện`, `ví_Moca`."""
    country, _, name = form.partition("_")
    if country in _CLASS_WORDS and name[:1].isupper():
        return (0, len(country)), (len(country) + 1, len(form))
    if name.islower() and name.isalpha() and is_vietnamese(name) and _is_name(country):
        return (0, len(country)), (len(country) + 1, len(form))
    cut = _owner(form)
    return ((0, len(form)),) if cut is None else ((0, cut), (cut + 1, len(form)))


def _owner(form: str) -> int | None:
    """The end of the country at the head of a glued name: `Mỹ|_Trump`, `Triều_Tiên|_Kim_Jong-un`, `Trung_Quốc|_Lý_Khắc_Cường`."""
    parts = form.split("_")
    if not all(part[:1].isupper() for part in parts) or knowledge.key(form) in knowledge.places():
        return None
    for size in range(min(len(parts) - 1, 3), 0, -1):
        country = "_".join(parts[:size])
        if knowledge.key(country) not in knowledge.countries() or country in _AMBIGUOUS:
            continue
        name = parts[size:]
        first = name[0].casefold().split("-")[0]
        foreign = first.isascii() and first.isalpha() and len(first) > 2 and not is_vietnamese(first)
        if foreign and first not in _NO_PEOPLE and (len(first) > 3 or len(name) > 1):
            return len(country)
        # Names of East Asia are spelled as Vietnamese ones are: only behind those countries, or with a family name in full.
        eastern = country in _EASTERN and len(name) > 1 and len(name) < 4
        if eastern or (size > 1 and len(name) == 3 and name[0] in knowledge.name_parts("family")):
            return len(country)
    return None


def _run_together(form: str) -> tuple[tuple[int, int], ...]:
    """The parts of two words whose space was lost at the end of a caption: `CDMACông_ty`, `DŨNGĐại`, `nhiệmViệc`."""
    if form[2:-1].islower():
        return ((0, len(form)),)
    for cut in range(2, len(form) - 1):
        if form[cut].isupper() and (form[cut - 1].islower() or (form[cut - 1].isupper() and form[cut + 1].islower())):
            before, after = _SYLLABLES.split(form[:cut])[-1], _SYLLABLES.split(form[cut:])[0]
            capital = after[1:].islower() and is_vietnamese(after.casefold())
            told = (not after.isascii() and (before.islower() or before.isupper())) or (
                not before.isascii() and (before.isupper() or before[1:].islower()) and is_vietnamese(before.casefold()))
            if len(before) > 1 and before.isalpha() and capital and told:
                return (0, cut), (cut, len(form))
    return ((0, len(form)),)


def _is_name(form: str) -> bool:
    """Whether a form is a foreign word with a capital: `Vinasun`."""
    return form[:1].isupper() and form.isascii() and form.isalpha() and len(form) > 4 and not is_vietnamese(form.casefold()) and (
        knowledge.key(form) not in knowledge.places())


def _parts(form: str, compounds: Container[str]) -> tuple[tuple[int, int], ...]:
    """The parts of a word, as [begin, end) of its form."""
    pieces = form.split(" ")
    foreign = [not is_vietnamese(piece.casefold()) for piece in pieces]
    if all(foreign) and pieces[0] not in knowledge.brand_words() and all(piece.replace("-", "").isalpha() for piece in pieces):
        return ((0, len(form)),)
    capital = [piece[:1].isupper() for piece in pieces]
    titled = capital[0] and capital[1] and pieces[0].casefold() in _TITLES and knowledge.key(form) not in knowledge.places()
    known = form.casefold() in compounds or form in compounds
    spans: list[tuple[int, int]] = []
    position = 0
    for index, piece in enumerate(pieces):
        falls = index > 0 and capital[index - 1] and not capital[index] and (not known or (index > 2 and all(capital[:index])))
        if index == 0 or foreign[index] or foreign[index - 1] or falls or (titled and index == 1):
            spans.append((position, position + len(piece)))
        else:
            spans[-1] = (spans[-1][0], position + len(piece))
        position += len(piece) + 1
    return tuple(spans)
