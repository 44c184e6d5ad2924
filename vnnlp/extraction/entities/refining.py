"""Words of raw text that a segmenter glued across a name's edge, taken apart again, for the tagger and the rules only.

Segmenters trained on Vietnamese glue foreign names to their neighbours: `tay Dell`, `Viettelstore tri`, `HLV Hữu Thắng`,
`TP-Link WR740N`. A word of raw text (with inner spaces) is parted before and after each piece that is no Vietnamese
syllable, except where all of them are foreign words (`Real Madrid`) and the first is no maker or carrier, and behind three
capitalised pieces before lower case.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.shard import Shard, Types
from vnnlp.tagging.features import is_vietnamese


def refined(shard: Shard) -> Shard:
    """The shard with glued words of raw text parted; the shard itself where there are none."""
    parts: dict[int, tuple[tuple[int, int], ...]] = shard.types.column("entity parts", lambda forms: {
        kind: found for kind, form in enumerate(forms) if " " in form and len(found := _parts(form)) > 1})
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


def _parts(form: str) -> tuple[tuple[int, int], ...]:
    """The parts of a word, as [begin, end) of its form."""
    pieces = form.split(" ")
    foreign = [not is_vietnamese(piece.casefold()) for piece in pieces]
    if all(foreign) and pieces[0] not in knowledge.brand_words() and all(piece.replace("-", "").isalpha() for piece in pieces):
        return ((0, len(form)),)
    capitals = 0
    spans: list[tuple[int, int]] = []
    position = 0
    for index, piece in enumerate(pieces):
        capital = piece[:1].isupper()
        parted = index == 0 or foreign[index] or foreign[index - 1] or (capitals >= 3 and not capital)
        capitals = capitals + 1 if capital else 0
        if parted:
            spans.append((position, position + len(piece)))
        else:
            spans[-1] = (spans[-1][0], position + len(piece))
        position += len(piece) + 1
    return tuple(spans)
