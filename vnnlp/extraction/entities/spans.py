"""Spans of entities while rules work on them, and the spans of BIO labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vnnlp.shard import Int32, Shard
from vnnlp.tagging import Tags


@dataclass(slots=True)
class Span:
    """One mention: tokens [first, last) of the shard, characters [start, end) of its text."""

    first: int
    last: int
    start: int
    end: int
    label: str
    confidence: float
    method: str
    kb_id: str | None = None
    entity_id: str | None = None


def span_of(shard: Shard, first: int, last: int, label: str, *, confidence: float = 1.0, method: str = "rule",
            kb_id: str | None = None) -> Span:
    """The mention of whole tokens."""
    return Span(first, last, int(shard.token_start[first]), int(shard.token_end[last - 1]), label, confidence, method, kb_id)


def model_spans(shard: Shard, tags: Tags, labels: Sequence[str]) -> list[Span]:
    """The mentions of BIO labels in text order, each with its least confidence."""
    label = tags.label
    where = np.flatnonzero(label != labels.index("O"))
    if not len(where):
        return []
    begins = np.array([name.startswith("B-") for name in labels], dtype=np.bool_)
    names = sorted({name[2:] for name in labels if name != "O"})
    kinds = np.array([names.index(name[2:]) if name != "O" else -1 for name in labels], dtype=np.int32)[label]
    opens = np.zeros(len(label) + 1, dtype=np.bool_)
    opens[shard.sentence_token] = True
    starts = begins[label[where]] | opens[where] | (kinds[np.maximum(where - 1, 0)] != kinds[where])
    first = where[starts]
    group = np.flatnonzero(starts)
    last = first + np.diff(np.append(group, len(where)))
    confidence = np.minimum.reduceat(tags.confidence[where], group)
    columns: tuple[Int32, ...] = (first, last, shard.token_start[first], shard.token_end[last - 1], kinds[first])
    return [Span(begin, end, start, stop, names[kind], share, "model") for begin, end, start, stop, kind, share in zip(
        *(column.tolist() for column in columns), confidence.tolist(), strict=True)]


def overlay(below: list[Span], above: Iterable[Span]) -> list[Span]:
    """`below` with every span that touches one of `above` taken out, and `above` put in, in text order.

    Of spans of `above` that touch each other the longer stays, of equal ones the earlier given.
    """
    chosen: list[Span] = []
    for span in sorted(above, key=lambda span: (span.start, -span.end)):
        if chosen and chosen[-1].end > span.start:
            if span.end - span.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = span
            continue
        chosen.append(span)
    if not chosen:
        return below
    result: list[Span] = []
    ends, starts = [span.end for span in below], [span.start for span in below]
    position = 0
    for span in chosen:
        # What ends before the span stays; what begins before its end, and so touches it, goes.
        before = bisect_right(ends, span.start, position)
        result += below[position:before]
        result.append(span)
        position = max(position, before, bisect_left(starts, span.end, before))
    return result + below[position:]
