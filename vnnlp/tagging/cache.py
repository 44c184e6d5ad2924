"""The tables of the forms met so far, so that the next shard computes those of its new forms only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Index = NDArray[np.intp]
OUTSIDE: Final = 0
"""The row of the outside of a sentence."""
_TOGETHER: Final = 4_096
"""Forms computed together."""
_CACHED: Final = 120_000
"""Forms whose tables are kept."""


class Made(NamedTuple):
    """What depends on the form, of n forms."""

    scores: Float
    """n x offsets x labels: the summed weights of the single attributes at each place of the window."""
    numbers: Index
    """n x attributes: the numbers of the values of the attributes that joint templates need."""


class TypeCache:
    """Tables of the forms met so far: the next shard brings few new ones. Emptied when it is full."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._row: dict[str, int] = {}
        self._filled = 0
        self._made = Made(np.zeros((0, 0, 0), dtype=np.float32), np.zeros((0, 0), dtype=np.intp))

    def look(self, forms: Sequence[str], compute: Callable[[Sequence[str | None]], Made]) -> tuple[Index, Made]:
        """The row of each form in the tables, and the tables, to read only; `compute` makes those of new forms (None: the
        outside of a sentence, at row OUTSIDE)."""
        with self._lock:
            if self._filled > _CACHED:
                self._clear()
            if not self._filled:
                self._add([], compute([None]))
            row = self._row
            new = [form for form in dict.fromkeys(forms) if form not in row]
            for begin in range(0, len(new), _TOGETHER):
                self._add(new[begin:begin + _TOGETHER], compute(new[begin:begin + _TOGETHER]))
            return np.fromiter(map(row.__getitem__, forms), dtype=np.intp, count=len(forms)), self._made

    def _add(self, forms: Sequence[str], made: Made) -> None:
        """Put the tables of new forms behind the others; who holds the tables of before does not see them."""
        first, last = self._filled, self._filled + len(made.scores)
        if last > len(self._made.scores):
            room = max(last * 3 // 2, 1_024)
            self._made = Made(_grown(self._made.scores[:first], made.scores, room),
                              _grown(self._made.numbers[:first], made.numbers, room))
        self._made.scores[first:last] = made.scores
        self._made.numbers[first:last] = made.numbers
        self._row.update(zip(forms, range(first, last), strict=False))
        self._filled = last


def _grown(held: NDArray[Any], new: NDArray[Any], room: int) -> NDArray[Any]:
    """The rows held, with room for more like the new ones."""
    grown = np.zeros((room, *new.shape[1:]), dtype=new.dtype)
    if len(held):
        grown[:len(held)] = held
    return grown
