"""Repeated passages over all shards of a run: the tasks of dedup on an engine.

Fingerprints are written by `tasks.prepare`; here they are matched partition by partition, and each shard's rows resolved.
Fingerprints of earlier runs (`index`) come before everything in this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from vnnlp.dedup import PARTITIONS, match_partition, resolve
from vnnlp.pipeline.engines import Engine
from vnnlp.pipeline.store import read_part, write_part
from vnnlp.pipeline.tasks import near_duplicates, part
from vnnlp.settings import DedupSettings, Settings
from vnnlp.tables import Table, concat


@dataclass(frozen=True, slots=True)
class _Task:
    work: Path
    number: int
    settings: DedupSettings
    index: tuple[Path, ...]


def fingerprints(work: Path) -> Path:
    """Where a run's fingerprints lie."""
    return work / "fingerprints"


def find_repeats(work: Path, n_shards: int, settings: Settings, engine: Engine, index: tuple[Path, ...] = ()) -> None:
    """Write the part `duplicates` of every shard, and the rows of near-duplicates of all shards together."""
    for path in (fingerprints(work) / "fingerprints").iterdir():
        if int(path.name) >= n_shards:
            path.unlink()  # of a longer input that this run was resumed from
    for _ in engine.map(_match, (_Task(work, number, settings.dedup, index) for number in range(PARTITIONS))):
        pass
    for _ in engine.map(_resolve, (_Task(work, number, settings.dedup, index) for number in range(n_shards))):
        pass
    tables = (read_part("duplicates", part(work, "duplicates", number)) for number in range(n_shards))
    write_part(near_duplicates(work), concat("duplicates", (_near(table) for table in tables)))


def _near(table: Table) -> Table:
    return Table(table.name, table.arrow.filter(pc.equal(table.arrow["kind"], "near")))


def _match(task: _Task) -> int:
    match_partition(fingerprints(task.work), task.number, task.settings, index=task.index)
    return task.number


def _resolve(task: _Task) -> int:
    rows = resolve(fingerprints(task.work), task.number, task.settings, index=task.index)
    write_part(part(task.work, "duplicates", task.number), rows)
    return task.number
