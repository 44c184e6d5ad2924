"""Repeats of an archive larger than memory: pure tasks on files, split by shard and by partition of the hashes.

In `folder`: `fingerprints/NUMBER` (one file a shard), then `seeds/PARTITION` (which fingerprints of that partition are
equal, ordered by the shard of the later one). Memory is bounded by one partition, and by one shard with its sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from vnnlp.dedup.fingerprints import PARTITIONS, Int16, UInt64
from vnnlp.dedup.passages import rows
from vnnlp.dedup.seeds import Seeds, pair
from vnnlp.dedup.shelf import Shelf
from vnnlp.dedup.store import Array, Prints, prints, read_arrays, read_prints, write_arrays, write_prints
from vnnlp.dedup.vectors import Int64
from vnnlp.errors import UsageError
from vnnlp.settings import DedupSettings
from vnnlp.shard import Int32, Shard
from vnnlp.tables import Table

_OPEN = 64

_Part = tuple[UInt64, Int32, Int16, Int64, Int32]


def write_fingerprints(shard: Shard, folder: Path, number: int, settings: DedupSettings | None = None) -> Path:
    """Write the syllables and fingerprints of a shard. `number` is the shard's place in the order of the input."""
    settings = settings or DedupSettings()
    return write_prints(_fingerprints(folder) / f"{number:08d}", prints(shard, settings), _note(settings))


def match_partition(folder: Path, partition: int, settings: DedupSettings | None = None, *, index: Sequence[Path] = ()) -> Path:
    """Write which fingerprints of one partition (of `range(PARTITIONS)`) are equal; all fingerprints must be written."""
    settings = settings or DedupSettings()
    volumes, wanted = _volumes(folder, index), _note(settings)
    parts: list[_Part] = []
    for volume, entry in enumerate(volumes):
        made, note = read_prints(entry.path)
        _check(entry.path, note, wanted)
        part = made.partition(partition)
        places = np.array(made.places[part])
        dates = made.published | np.int64(entry.generation) << 32
        dates = np.repeat(dates, np.diff(np.searchsorted(places, made.columns.article)))
        parts.append((np.array(made.hashes[part]), places, np.array(made.lengths[part]), dates,
                      np.full(len(places), volume, dtype=np.int32)))
    hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *(part[0] for part in parts)])
    places = np.concatenate([np.zeros(0, dtype=np.int32), *(part[1] for part in parts)])
    lengths = np.concatenate([np.zeros(0, dtype=np.int16), *(part[2] for part in parts)])
    dates = np.concatenate([np.zeros(0, dtype=np.int64), *(part[3] for part in parts)])
    volume_of = np.concatenate([np.zeros(0, dtype=np.int32), *(part[4] for part in parts)])
    # Entries stand by volume and place; a stable sort by date makes that the order of the archive.
    if len(dates) and (np.diff(dates) < 0).any():
        order = np.argsort(dates, kind="stable")
        hashes, places, lengths, volume_of = hashes[order], places[order], lengths[order], volume_of[order]
    target, source = pair(hashes)
    first = sum(entry.generation < len(index) for entry in volumes)
    ours = volume_of[target] >= first
    target, source = target[ours], source[ours]
    order = np.argsort(volume_of[target], kind="stable")
    target, source = target[order], source[order]
    starts = np.searchsorted(volume_of[target], np.arange(first, len(volumes) + 1))
    return write_arrays(_seeds(folder) / f"{partition:03d}", {
        "starts": starts, "place": places[target], "of_volume": volume_of[source], "of_place": places[source],
        "length": lengths[target]}, {**_note(settings), "volumes": [entry.path.name for entry in volumes]})


def resolve(folder: Path, number: int, settings: DedupSettings | None = None, *, index: Sequence[Path] = ()) -> Table:
    """The rows of `duplicates` of the articles of shard `number`, in their order; all partitions must be matched."""
    settings = settings or DedupSettings()
    volumes, wanted = _volumes(folder, index), _note(settings)
    names = [entry.path.name for entry in volumes]
    first = sum(entry.generation < len(index) for entry in volumes)
    if f"{number:08d}" not in names[first:]:
        raise UsageError(f"shard {number} has no fingerprints", where=str(_fingerprints(folder)),
                         remedy="Write its fingerprints and match every partition first")
    volume = first + names[first:].index(f"{number:08d}")
    seeds_folder = _seeds(folder)
    columns: list[list[Array]] = [[], [], [], []]
    for partition in range(PARTITIONS):
        path = seeds_folder / f"{partition:03d}"
        arrays, note = read_arrays(path)
        _check(path, note, wanted)
        if note["volumes"] != names:
            raise UsageError("seeds were matched on other shards than those in the folder", where=str(path),
                             remedy="Match every partition again, with the same index, when all fingerprints are written")
        part = slice(int(arrays["starts"][volume - first]), int(arrays["starts"][volume - first + 1]))
        for column, name in zip(columns, ("place", "of_volume", "of_place", "length"), strict=True):
            column.append(np.array(arrays[name][part]))
    place, of_volume, of_place, length = (np.concatenate(column) for column in columns)
    seeds = Seeds(np.full(len(place), volume, dtype=np.int32), place, of_volume, of_place, length)

    @lru_cache(maxsize=_OPEN)
    def open_volume(which: int) -> Prints:
        return read_prints(volumes[which].path)[0]

    return rows(open_volume(volume), volume, seeds, Shelf([entry.generation for entry in volumes], open_volume), settings)


@dataclass(frozen=True, slots=True)
class _Volume:
    path: Path
    generation: int


def _volumes(folder: Path, index: Sequence[Path]) -> list[_Volume]:
    return [_Volume(path, generation) for generation, place in enumerate([*index, folder])
            for path in sorted(_fingerprints(place).glob("[0-9]*"))]


def _fingerprints(folder: Path) -> Path:
    return Path(folder) / "fingerprints"


def _seeds(folder: Path) -> Path:
    return Path(folder) / "seeds"


def _note(settings: DedupSettings) -> dict[str, int]:
    return {name: getattr(settings, name) for name in ("gram", "window", "minimum", "line_minimum")}


def _check(path: Path, note: dict[str, object], wanted: dict[str, int]) -> None:
    if {name: note.get(name) for name in wanted} != wanted:
        raise UsageError("fingerprints were made with other settings", where=str(path),
                         remedy=f"Write them again with {wanted}, or use the settings that they were made with")
