"""Whether an article is damaged at all: the evidence of its code book, and the vetoes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codebook import Groups
from vnnlp.repair.lone import LoneDigits
from vnnlp.shard import Shard


def judge(shard: Shard, lone: LoneDigits, groups: Groups, articles: NDArray[np.int64], stands: NDArray[np.float64],
          tables: dict[str, Any]) -> tuple[NDArray[np.float64], tuple[tuple[str, ...], ...]]:
    """The probability that each of `articles` is damaged, and what vetoed."""
    strong = np.where(groups.marks & (groups.count >= 4), np.maximum(groups.evidence, 0), 0)
    evidence = np.bincount(groups.article, strong, minlength=len(articles))
    probability = 1 / (1 + np.exp(-(evidence - 14.0) / 2))
    return probability, tuple(() for _ in articles)
