"""The tables of the forms met so far, so that the next shard computes those of its new forms only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.shard import Int32

Float = NDArray[np.float32]
Made = tuple[Float, dict[str, Int32]]
"""Of n forms: offsets x n x labels, the summed weights at each place of the window; n numbers of each attribute."""
_CACHED: Final = 200_000
"""Forms whose tables are kept."""


class TypeCache:
    """Tables of the forms met so far: the next shard brings few new ones. Emptied when it is full."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._row: dict[str, int] = {}
        self._filled = 0
        self._tables: Float = np.zeros((0, 0, 0), dtype=np.float32)
        self._codes: dict[str, Int32] = {}

    def look(self, forms: Sequence[str], compute: Callable[[Sequence[str | None]], Made]) -> Made:
        """What `compute` makes of forms (None: the outside of a sentence), new ones only; the outside stands behind them."""
        with self._lock:
            if len(self._row) > _CACHED:
                self._clear()
            if not self._filled:
                self._add([], compute([None]))
            new = [form for form in dict.fromkeys(forms) if form not in self._row]
            if new:
                self._add(new, compute(new))
            row = self._row
            rows = np.array([*(row[form] for form in forms), 0], dtype=np.int32)
            return self._tables[:, rows], {name: column[rows] for name, column in self._codes.items()}

    def _add(self, forms: Sequence[str], made: Made) -> None:
        tables, codes = made
        count = tables.shape[1]
        if self._filled + count > self._tables.shape[1]:
            room = max(2 * (self._filled + count), 1_024)
            grown = np.zeros((tables.shape[0], room, tables.shape[2]), dtype=np.float32)
            grown[:, :self._filled] = self._tables[:, :self._filled] if self._filled else 0
            self._tables = grown
            self._codes = {name: np.concatenate([self._codes[name][:self._filled] if self._filled else code[:0], np.zeros(
                room - self._filled, dtype=np.int32)]) for name, code in codes.items()}
        self._tables[:, self._filled:self._filled + count] = tables
        for name, code in codes.items():
            self._codes[name][self._filled:self._filled + count] = code
        self._row.update(zip(forms, range(self._filled, self._filled + count), strict=False))
        self._filled += count
