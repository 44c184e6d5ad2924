"""The shelf: the shards that matching may look at, in the order of the archive, and the sources that one task needs of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.runs import Side
from vnnlp.dedup.seeds import Seeds
from vnnlp.dedup.store import Prints
from vnnlp.dedup.vectors import Int64
from vnnlp.shard import Int32


@dataclass(frozen=True, slots=True)
class Shelf:
    """Shards by volume number: those of the index in front, oldest first; `generation[v]` is higher for later folders."""

    generation: Sequence[int]
    open: Callable[[int], Prints]
    """The prints of a volume."""


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """The k articles that some seeds point to, one behind the other in the order of the archive."""

    side: Side
    volume: Int64
    """k: the volume of each article."""
    article: Int64
    """k: its index there."""
    shelf: Shelf

    def read(self, name: Literal["left", "right"], place: Int64) -> Int32:
        """`left` or `right` (see Syllables) of some syllables, from the volumes themselves: few of all are ever asked for."""
        which = self.side.article_of(place)
        values = np.zeros(len(place), dtype=np.int32)
        for volume in np.unique(self.volume[which]).tolist():
            columns = self.shelf.open(volume).columns
            rows = np.flatnonzero(self.volume[which] == volume)
            begins = columns.article[self.article[which[rows]]]
            values[rows] = getattr(columns, name)[begins + place[rows] - self.side.article[which[rows]]]
        return values

    def doc_ids(self, index: Int64) -> list[str]:
        """The ids of articles, by index."""
        ids = np.empty(len(index), dtype=object)
        for volume in np.unique(self.volume[index]).tolist():
            rows = np.flatnonzero(self.volume[index] == volume)
            ids[rows] = self.shelf.open(volume).doc_ids(self.article[index[rows]])
        return ids.tolist()


def gather(shelf: Shelf, seeds: Seeds) -> tuple[Sources, Int64]:
    """The source articles of `seeds`, and where in them each seed's source lies."""
    found: list[tuple[NDArray[np.integer], ...]] = []
    article_of_seed = np.zeros(len(seeds.place), dtype=np.int64)
    inside = np.zeros(len(seeds.place), dtype=np.int64)
    volumes = np.unique(seeds.of_shard)
    for volume in volumes.tolist():
        prints = shelf.open(volume)
        rows = np.flatnonzero(seeds.of_shard == volume)
        bounds = np.asarray(prints.columns.article)
        article = np.searchsorted(bounds, seeds.of_place[rows], side="right") - 1
        inside[rows] = seeds.of_place[rows] - bounds[article]
        distinct, which = np.unique(article, return_inverse=True)
        article_of_seed[rows] = which + sum(len(entry[0]) for entry in found)
        found.append((distinct, np.full(len(distinct), volume), np.asarray(prints.published)[distinct]))
    nothing = np.zeros(0, dtype=np.int64)
    article, volume_of, published = (np.concatenate([nothing, *column]).astype(np.int64)
                                     for column in (zip(*found, strict=True) if found else ((), (), ())))
    generation = np.asarray(shelf.generation, dtype=np.int64)[volume_of]
    order = np.lexsort((article, volume_of, published, generation))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    article, volume_of = article[order], volume_of[order]
    sources = _load(shelf, volume_of, article)
    return sources, sources.side.article[rank[article_of_seed]] + inside


def _load(shelf: Shelf, volume_of: Int64, article: Int64) -> Sources:
    length, first = np.zeros(len(article), dtype=np.int64), np.zeros(len(article), dtype=np.int64)
    columns = {volume: shelf.open(volume).columns for volume in np.unique(volume_of).tolist()}
    for volume, held in columns.items():
        rows = np.flatnonzero(volume_of == volume)
        first[rows] = held.article[article[rows]]
        length[rows] = held.article[article[rows] + 1] - first[rows]
    places = [*zip(volume_of.tolist(), first.tolist(), (first + length).tolist(), strict=True)]
    syllable = [np.zeros(0, dtype=np.uint32), *(columns[volume].syllable[start:end] for volume, start, end in places)]
    flags = [np.zeros(0, dtype=np.uint8), *(columns[volume].flags[start:end] for volume, start, end in places)]
    bounds = np.append(0, np.cumsum(length))
    return Sources(Side(np.concatenate(syllable), np.concatenate(flags), bounds), volume_of, article, shelf)
