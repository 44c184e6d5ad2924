"""Repeated passages over all shards of a run: the tasks of dedup on an engine.

Fingerprints are written by `tasks.prepare`; here they are matched partition by partition, and each shard's rows resolved.
Fingerprints of earlier runs (`index`) come before everything in this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vnnlp.dedup import PARTITIONS, match_partition, resolve
from vnnlp.pipeline.engines import Engine
from vnnlp.pipeline.store import write_part
from vnnlp.pipeline.tasks import part
from vnnlp.settings import DedupSettings, Settings


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
    """Write the part `duplicates` of every shard."""
    for _ in engine.map(_match, (_Task(work, number, settings.dedup, index) for number in range(PARTITIONS))):
        pass
    for _ in engine.map(_resolve, (_Task(work, number, settings.dedup, index) for number in range(n_shards))):
        pass


def _match(task: _Task) -> int:
    match_partition(fingerprints(task.work), task.number, task.settings, index=task.index)
    return task.number


def _resolve(task: _Task) -> int:
    rows = resolve(fingerprints(task.work), task.number, task.settings, index=task.index)
    write_part(part(task.work, "duplicates", task.number), rows)
    return task.number
