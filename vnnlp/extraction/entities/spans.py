"""Spans of entities while rules work on them, and the spans of BIO labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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


def model_spans(tags: Tags, labels: Sequence[str], sentence_token: np.ndarray) -> list[tuple[int, int, str, float]]:  # type: ignore[type-arg]
    """The mentions of BIO labels in text order: first token, token after the last, label, least confidence."""
    outside = labels.index("O")
    label = tags.label
    where = np.flatnonzero(label != outside)
    if not len(where):
        return []
    begins = np.array([name.startswith("B-") for name in labels], dtype=np.bool_)
    numbers = {kind: number for number, kind in enumerate(sorted({name[2:] for name in labels if name != "O"}))}
    kind_of = np.array([numbers.get(name[2:], -1) for name in labels], dtype=np.int32)
    kinds = kind_of[label]
    first_of_sentence = np.zeros(len(label) + 1, dtype=np.bool_)
    first_of_sentence[sentence_token] = True
    before = np.maximum(where - 1, 0)
    starts = begins[label[where]] | first_of_sentence[where] | (kinds[before] != kinds[where]) | (where == 0)
    first = where[starts]
    group = np.flatnonzero(starts)
    size = np.diff(np.append(group, len(where)))
    confidence = np.minimum.reduceat(tags.confidence[where], group)
    names = list(numbers)
    return [(begin, begin + length, names[kind], share) for begin, length, kind, share in zip(
        first.tolist(), size.tolist(), kinds[first].tolist(), confidence.tolist(), strict=True)]
