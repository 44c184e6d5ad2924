"""Edits: every change to an article, so that each can be shown, and undone byte for byte.

An `Edit` says what stood where in the article as read and what stands there now. `apply` makes the repaired text and the
`OffsetMap` between the two; `undo` makes the article as read again from the repaired text and the same edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ContractError

Offsets = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `text[start:end] == before` in the article as read becomes `after`.

    Offsets are code points of the article as read, half-open. `kind` names the rule, `reason` is for a person,
    `confidence` is a calibrated probability that the change is right, `applied` is False for a proposal only.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str
    confidence: float = 1.0
    reason: str = ""
    applied: bool = True


class OffsetMap:
    """Piecewise-linear map between offsets of the article as read and of its repaired text.

    Inside a replaced span, the start maps to the start and every later offset to the end, so that a span that touches an
    edit covers it whole. Built by `apply`; an article without applied edits needs none.

    >>> repaired, offsets = apply("hơn 7.", [Edit(4, 6, "7.", ".", "mark")])
    >>> repaired, offsets.span_to_read(4, 5)
    ('hơn .', (4, 6))
    """

    __slots__ = ("_after", "_after_length", "_before", "_before_length")

    def __init__(self, before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]]) -> None:
        """`before[i]` and `after[i]` are the [start, end) of edit i in the two texts, in text order."""
        self._before = np.array([start for start, _ in before], dtype=np.int32)
        self._after = np.array([start for start, _ in after], dtype=np.int32)
        self._before_length = np.array([end - start for start, end in before], dtype=np.int32)
        self._after_length = np.array([end - start for start, end in after], dtype=np.int32)

    def to_read(self, offsets: NDArray[np.integer], *, side: str = "start") -> Offsets:
        """Offsets of the repaired text to offsets of the article as read; `side` says how an offset inside an edit falls."""
        return _project(offsets, self._after, self._after_length, self._before, self._before_length, side)

    def to_repaired(self, offsets: NDArray[np.integer], *, side: str = "start") -> Offsets:
        """Offsets of the article as read to offsets of the repaired text."""
        return _project(offsets, self._before, self._before_length, self._after, self._after_length, side)

    def span_to_read(self, start: int, end: int) -> tuple[int, int]:
        """A span of the repaired text as a span of the article as read."""
        return (int(self.to_read(np.array([start]))[0]), int(self.to_read(np.array([end]), side="end")[0]))

    def span_to_repaired(self, start: int, end: int) -> tuple[int, int]:
        """A span of the article as read as a span of the repaired text."""
        return (int(self.to_repaired(np.array([start]))[0]), int(self.to_repaired(np.array([end]), side="end")[0]))


def _project(offsets: NDArray[np.integer], here: Offsets, here_length: Offsets, there: Offsets, there_length: Offsets,
             side: str) -> Offsets:
    offsets = np.asarray(offsets, dtype=np.int32)
    if not len(here):
        return offsets.astype(np.int32)
    # A start belongs to the edit that begins at or before it; an end only to one that begins strictly before it.
    index = np.searchsorted(here, offsets, side="right" if side == "start" else "left") - 1
    edit = np.maximum(index, 0)
    inside = offsets - here[edit]
    past = inside >= here_length[edit]
    shifted = there[edit] + there_length[edit] + inside - here_length[edit]
    within = there[edit] if side == "start" else there[edit] + there_length[edit]
    result = np.where(past, shifted, within)
    projected: Offsets = np.where(index < 0, offsets, result).astype(np.int32)
    return projected


def applied(edits: Iterable[Edit]) -> list[Edit]:
    """The applied edits in text order."""
    return sorted((edit for edit in edits if edit.applied), key=lambda edit: (edit.start, edit.end))


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """The repaired text and the map between the two. Raises ContractError if edits overlap or do not fit `text`."""
    pieces: list[str] = []
    before: list[tuple[int, int]] = []
    after: list[tuple[int, int]] = []
    position = length = 0
    for edit in applied(edits):
        if edit.start < position or text[edit.start:edit.end] != edit.before:
            raise ContractError(f"edit {edit.kind!r} at {edit.start}-{edit.end} overlaps another or does not fit its text",
                                code="CO002", remedy="Report it: a repair rule proposed what it did not read")
        pieces += (text[position:edit.start], edit.after)
        length += edit.start - position
        before.append((edit.start, edit.end))
        after.append((length, length + len(edit.after)))
        length += len(edit.after)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces), OffsetMap(before, after)


def undo(repaired: str, edits: Iterable[Edit]) -> str:
    """The article as read, from the repaired text and the edits that made it.

    >>> undo("hơn .", [Edit(4, 6, "7.", ".", "mark")])
    'hơn 7.'
    """
    pieces: list[str] = []
    position = shift = 0
    for edit in applied(edits):
        start = edit.start + shift
        if repaired[start:start + len(edit.after)] != edit.after:
            raise ContractError(f"edit {edit.kind!r} at {edit.start}-{edit.end} does not fit the repaired text", code="CO002",
                                remedy="Undo with the edits of the same run")
        pieces += (repaired[position:start], edit.before)
        position = start + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    pieces.append(repaired[position:])
    return "".join(pieces)
