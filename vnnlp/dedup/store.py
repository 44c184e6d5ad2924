"""Files of arrays: named numpy arrays in one file, mapped into memory when read, and renamed into place when written."""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.fingerprints import PARTITIONS, Int16, UInt64, fingerprints, partition_of
from vnnlp.dedup.syllables import UNDATED, Syllables, syllables
from vnnlp.errors import OutputError
from vnnlp.settings import DedupSettings
from vnnlp.shard import Int32, Shard

Array = NDArray[Any]

_MAGIC = "vnnlp.dedup 1"
_ALIGN = 64


def write_arrays(path: Path, arrays: Mapping[str, Array], note: Mapping[str, Any] | None = None) -> Path:
    """Write `arrays` (one-dimensional) and a JSON-able `note` to `path`, whole or not at all. Raises OutputError."""
    entries, offset = {}, 0
    for name, array in arrays.items():
        entries[name] = [array.dtype.str, len(array), offset]
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"magic": _MAGIC, "note": dict(note or {}), "arrays": entries}).encode() + b"\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(head + b"\n" * (-len(head) % _ALIGN))
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data)
                file.write(bytes(-array.nbytes % _ALIGN))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"fingerprints cannot be written: {error.strerror}", where=str(path),
                          remedy="Give a folder on a device with room") from error
    return path


def read_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays of a file, mapped read-only, and its note. Raises OutputError where it is missing or of another version."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        line = data.readline()
        head = json.loads(line)
        if head["magic"] != _MAGIC:
            raise ValueError(head["magic"])
        base = -(-len(line) // _ALIGN) * _ALIGN
        arrays = {name: np.frombuffer(data, kind, length, base + offset) if length else np.zeros(0, kind)
                  for name, (kind, length, offset) in head["arrays"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError("fingerprints are missing, damaged or of another version", where=str(path),
                          remedy="Write the fingerprints of this folder again") from error
    return arrays, head["note"]


@dataclass(frozen=True, slots=True, eq=False)
class Prints:
    """What matching needs of the n articles of one shard: their syllables and k fingerprints, sorted by partition."""

    ids: NDArray[np.uint8]
    id_bounds: NDArray[np.int64]
    """The UTF-8 of all doc_ids, and where each begins (n + 1)."""
    published: Int32
    """n: proleptic ordinal of the date, UNDATED where not known."""
    columns: Syllables
    hashes: UInt64
    places: Int32
    """k: first syllable of each fingerprint, counted within the shard; in text order within a partition."""
    lengths: Int16
    """k: syllables of a line, 0 of a gram."""
    partitions: NDArray[np.int64]
    """PARTITIONS + 1: where each partition begins."""

    def doc_ids(self, index: NDArray[np.integer]) -> list[str]:
        """The ids of some articles."""
        ids, start, end = self.ids.tobytes(), self.id_bounds[index].tolist(), self.id_bounds[index + 1].tolist()
        return [ids[begin:stop].decode("utf-8", "surrogatepass") for begin, stop in zip(start, end, strict=True)]

    def partition(self, number: int) -> slice:
        """The fingerprints of one partition."""
        return slice(int(self.partitions[number]), int(self.partitions[number + 1]))


def prints(shard: Shard, settings: DedupSettings) -> Prints:
    """The syllables and fingerprints of a shard's articles, from their current (repaired) text."""
    columns, before = syllables(shard)
    hashes, places, lengths = fingerprints(columns, before, shard, settings)
    partition = partition_of(hashes)
    order = np.argsort(partition, kind="stable")
    published = [article.published.toordinal() if article.published else UNDATED for article in shard.articles]
    ids = [article.doc_id.encode("utf-8", "surrogatepass") for article in shard.articles]
    return Prints(np.frombuffer(b"".join(ids), dtype=np.uint8), np.cumsum([0, *map(len, ids)], dtype=np.int64),
                  np.array(published, dtype=np.int32), columns, hashes[order], places[order], lengths[order],
                  np.searchsorted(partition[order], np.arange(PARTITIONS + 1)).astype(np.int64))


def write_prints(path: Path, made: Prints, note: Mapping[str, Any]) -> Path:
    """Write the prints of a shard to `path`."""
    arrays: dict[str, Array] = {
        "ids": made.ids, "id_bounds": made.id_bounds, "published": made.published,
        "hashes": made.hashes, "places": made.places, "lengths": made.lengths, "partitions": made.partitions,
        **{field.name: getattr(made.columns, field.name) for field in fields(Syllables)}}
    return write_arrays(path, arrays, note)


def read_prints(path: Path) -> tuple[Prints, dict[str, Any]]:
    """The prints of a file, mapped into memory, and its note."""
    arrays, note = read_arrays(path)
    columns = Syllables(**{field.name: arrays[field.name] for field in fields(Syllables)})
    return Prints(arrays["ids"], arrays["id_bounds"], arrays["published"], columns, arrays["hashes"], arrays["places"],
                  arrays["lengths"], arrays["partitions"]), note
