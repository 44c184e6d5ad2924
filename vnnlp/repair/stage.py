"""The stage itself: a segmented shard in, the repaired shard out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vnnlp.settings import RepairSettings
from vnnlp.shard import Shard


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found in one article. `code_book` rows are (digit, role, probability, count)."""

    damaged: bool
    probability: float
    code_book: tuple[tuple[str, str, float, int], ...] = ()
    vetoes: tuple[str, ...] = ()


def diagnose(shard: Shard, settings: RepairSettings | None = None) -> list[Diagnosis]:
    """One Diagnosis an article, in their order."""
    return [Diagnosis(False, 0.0) for _ in shard.articles]


def repair(shard: Shard, settings: RepairSettings | None = None) -> Shard:
    """The shard repaired."""
    return replace(shard, damaged=np.zeros(len(shard), dtype=np.bool_))
