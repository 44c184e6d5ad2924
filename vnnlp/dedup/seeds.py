"""Seeds: which fingerprints are equal, and so which places may copy which.

Of a group of equal fingerprints in the order of the archive (date, shard, article, place) each later member is paired
with the first, and with the one before it: the first is where chains of copies end, the one before is most often what was
really copied. So a group of n gives fewer than 2 n pairs, however common its text is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vnnlp.dedup.fingerprints import Int16, UInt64
from vnnlp.dedup.vectors import Int64, changes, order_of
from vnnlp.shard import Int32


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """k pairs of places with equal fingerprints: a target and an earlier source. Places are syllables within a shard."""

    shard: Int32
    place: Int32
    of_shard: Int32
    of_place: Int32
    length: Int16
    """Syllables of a line, 0 of a gram."""

    def take(self, rows: Int64 | slice) -> Seeds:
        """Some of the pairs."""
        return Seeds(self.shard[rows], self.place[rows], self.of_shard[rows], self.of_place[rows], self.length[rows])


def pair(hashes: UInt64) -> tuple[Int64, Int64]:
    """Pairs (later, earlier) of equal hashes; `hashes` stand in the order of the archive.

    >>> [pairs.tolist() for pairs in pair(np.array([7, 5, 7, 7], dtype=np.uint64))]
    [[2, 3, 3], [0, 0, 2]]
    """
    order = order_of(hashes)
    repeats = ~changes(hashes[order])
    first = np.maximum.accumulate(np.where(repeats, 0, np.arange(len(order))))
    later = np.flatnonzero(repeats)
    third = later[first[later] != later - 1]
    targets = np.concatenate([order[later], order[third]])
    sources = np.concatenate([order[first[later]], order[third - 1]])
    tidy = np.sort(targets << 32 | sources)
    return tidy >> 32, tidy & 0xFFFFFFFF
