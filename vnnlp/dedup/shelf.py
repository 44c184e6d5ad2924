"""The shelf: the shards that matching may look at, in the order of the archive, and the sources that one task needs of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.runs import Side
from vnnlp.dedup.seeds import Int64, Seeds
from vnnlp.dedup.store import Prints
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
    left: Int32
    right: Int32
    volume: Int64
    """k: the volume of each article."""
    article: Int64
    """k: its index there."""
    doc_ids: tuple[str, ...]


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
    length = np.zeros(len(article), dtype=np.int64)
    parts = {}
    for volume in np.unique(volume_of).tolist():
        rows = np.flatnonzero(volume_of == volume)
        parts[volume] = rows
        length[rows] = np.diff(np.asarray(shelf.open(volume).columns.article))[article[rows]]
    bounds = np.append(0, np.cumsum(length))
    total = int(bounds[-1])
    syllable, flags = np.zeros(total, dtype=np.uint32), np.zeros(total, dtype=np.uint8)
    left, right = np.zeros(total, dtype=np.int32), np.zeros(total, dtype=np.int32)
    doc_ids = [""] * len(article)
    for volume, rows in parts.items():
        prints = shelf.open(volume)
        columns = prints.columns
        for row, index in zip(rows.tolist(), article[rows].tolist(), strict=True):
            here = slice(bounds[row], bounds[row + 1])
            there = slice(int(columns.article[index]), int(columns.article[index + 1]))
            syllable[here], flags[here] = columns.syllable[there], columns.flags[there]
            left[here], right[here] = columns.left[there], columns.right[there]
            doc_ids[row] = prints.doc_id(index)
    return Sources(Side(syllable, flags, bounds), left, right, volume_of, article, tuple(doc_ids))
