"""Words of raw text that a segmenter glued across a name's edge, taken apart again, for the tagger and the rules only.

Segmenters trained on Vietnamese glue foreign names to their neighbours: `tay Dell`, `Viettelstore tri`, `HLV Hữu Thắng`,
`TP-Link WR740N`. A word of raw text (with inner spaces) is parted before and after each piece that is no Vietnamese
syllable, except where all of them are foreign words (`Real Madrid`) and the first is no maker or carrier; between a title
and a name (`Anh Quang`); and where a name runs into a word in lower case (`Toản đáp`).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.shard import Shard, Types
from vnnlp.tagging.features import is_vietnamese

_TITLES: Final = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "cụ"})


def refined(shard: Shard, compounds: Container[str] = frozenset()) -> Shard:
    """The shard with glued words of raw text parted; the shard itself where there are none.

    `compounds` are known words, in lower case and as written: a word that begins with a capital and goes on in lower case is
    parted there unless it is one of them.
    """
    parts: dict[int, tuple[tuple[int, int], ...]] = shard.types.column("entity parts", lambda forms: {
        kind: found for kind, form in enumerate(forms) if (" " in form and len(found := _parts(form, compounds)) > 1) or (
            "_" in form and len(found := _nation(form)) > 1)})
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


def _nation(form: str) -> tuple[tuple[int, int], ...]:
    """The parts of `Mỹ_Trump`, a country of one syllable that segmentation glued to a foreign surname, and of `Vinasun_kiện`."""
    country, _, name = form.partition("_")
    if name.islower() and name.isalpha() and is_vietnamese(name) and _is_name(country):
        return (0, len(country)), (len(country) + 1, len(form))
    if not (name[:1].isupper() and name.isascii() and name.isalpha() and len(name) > 3) or country == "Anh":
        return ((0, len(form)),)
    if is_vietnamese(name.casefold()) or name == "Latinh" or knowledge.key(country) not in knowledge.countries():
        return ((0, len(form)),)
    return (0, len(country)), (len(country) + 1, len(form))


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
