"""The second look at a clause: how alike it is to each clause of the gold, in words, cues and meaning.

Kernel ridge regression (Saunders, Gammerman, Vovk 1998) with a cubic kernel: the cosine of two clauses over their features and
the sum of their words' vectors. Pairs and triples of features count without being listed, which no sum of single weights does: a
carrier, something given, somebody. Coordinates, cosines and weights are rounded to whole numbers whose products and sums are
exact, so that neither the size of a batch nor the processor changes a bit of what comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Short = NDArray[np.float32]
"""Holds whole numbers up to 2 ** 24 exactly."""

MEANING: Final = 1.5
"""What the vectors of words weigh beside a block of features (squared)."""
_STEPS: Final = 1024
"""Whole numbers to a unit of length."""
_FINE: Final = 1 << 20
_CHUNK: Final = 64
"""Clauses at a time, so that what is made of them stays near the processor."""
_COMMON: Final = 16
"""A feature of every so manieth clause is common."""


@dataclass(frozen=True, slots=True, eq=False)
class Likened:
    """Clauses as the kernel sees them, in whole numbers: n of them."""

    rare: Any
    """Features that few clauses have: a sparse matrix."""
    dense: Short
    """Features that many have, and the meaning."""
    length: Float

    def __getitem__(self, chosen: NDArray[np.int64] | slice) -> Likened:
        return Likened(self.rare[chosen], self.dense[chosen], self.length[chosen])


def common(features: Any) -> NDArray[np.int64]:
    """The features (columns of a sparse matrix) that many clauses have."""
    return np.flatnonzero(np.bincount(features.indices, minlength=features.shape[1]) * _COMMON >= max(features.shape[0], 1))


def likened(features: Any, meaning: NDArray[np.int64], frequent: NDArray[np.int64]) -> Likened:
    """Clauses from their features (sparse) and the sums of the vectors of their words; `frequent`: the common features."""
    from scipy.sparse import csr_matrix
    length = np.sqrt((meaning * meaning).sum(axis=1)) / MEANING ** 0.5
    unit = np.round(meaning * (_STEPS / np.maximum(length, 1))[:, None])
    whole = csr_matrix((np.round(features.data * _STEPS), features.indices, features.indptr), shape=features.shape)
    dense = np.hstack([whole[:, frequent].toarray(), unit])
    seldom = np.ones(features.shape[1])
    seldom[frequent] = 0.0
    rare = csr_matrix(whole.multiply(seldom[None, :]))
    rare.eliminate_zeros()
    squares = np.asarray(rare.multiply(rare).sum(axis=1), dtype=np.float64).ravel() + (dense * dense).sum(axis=1)
    return Likened(rare.astype(np.float32), dense.astype(np.float32), np.sqrt(np.maximum(squares, 1.0)))


def alike(first: Likened, second: Likened) -> Float:
    """The kernel of two lots of clauses: 1 for the same, 0 for nothing in common but opposite meanings."""
    return _cubed(first, second, second.rare.T.tocsr()).astype(np.float64)


def _cubed(first: Likened, second: Likened, columns: Any) -> Short:
    cosine: Short = first.dense @ second.dense.T
    cosine += (first.rare @ columns).toarray()
    cosine *= (0.5 / first.length).astype(np.float32)[:, None]
    cosine *= (1 / second.length).astype(np.float32)
    cosine += np.float32(0.5)
    found = cosine * cosine
    found *= cosine
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """The clauses of the gold and what each speaks for."""

    known: Likened
    """m clauses."""
    weights: Float
    """m by what it tells (strategies and sides)."""
    bias: Float
    columns: Any
    """The rare features of `known`, turned: features by m."""

    @classmethod
    def of(cls, known: Likened, weights: Float, bias: Float) -> Kernel:
        """One from clauses and their weights."""
        return cls(known, weights, bias, known.rare.T.tocsr())

    @classmethod
    def none(cls) -> Kernel:
        """One that tells nothing."""
        from scipy.sparse import csr_matrix
        nothing = np.empty(0, np.int64)
        return cls.of(likened(csr_matrix((0, 0)), np.empty((0, 1), np.int64), nothing), np.empty((0, 0)), np.empty(0))

    def logits(self, clauses: Likened) -> Float:
        """The log-odds of all that the kernel tells, by clause."""
        found = np.empty((len(clauses.length), len(self.bias)))
        exact = np.round(self.weights * _FINE)
        for first in range(0, len(found), _CHUNK):
            part = _cubed(clauses[slice(first, first + _CHUNK)], self.known, self.columns)
            part *= np.float32(_FINE)
            found[first:first + _CHUNK] = np.rint(part, out=part).astype(np.float64) @ exact
        return np.round(found / _FINE ** 2 + self.bias, 6)


def solve(similar: Float, wanted: Float, penalty: float) -> tuple[Float, Float]:
    """Weights and bias of kernel ridge regression: m clauses by what is `wanted` of each (1 it says so, -1 it does not)."""
    from scipy.linalg import cho_factor, cho_solve
    mean = wanted.mean(axis=0)
    factor = cho_factor(similar + penalty * np.eye(len(similar)), lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, wanted - mean, check_finite=False)), np.asarray(mean)
