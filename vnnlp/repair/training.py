"""Train the context model from sound segmented articles, by damaging them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from vnnlp.repair.damage import CodeBook, Damaged, damage, random_book
from vnnlp.repair.features import BITS, N_FEATURES, features
from vnnlp.repair.lone import LoneDigits, find_lone_digits
from vnnlp.repair.roles import N_ROLES
from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard

HELD_OUT: Final = 30
"""Of a hundred articles, by the hash of their text: these are for the benchmarks and never trained on."""
CALIBRATION: Final = 8
UNKNOWN: Final = -1
_BATCH = 500


def share(text: str) -> str:
    """`train`, `calibrate` or `test`: by the text's hash, so that every program cuts alike."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4], "big") % 100
    return "test" if number < HELD_OUT else "calibrate" if number < HELD_OUT + CALIBRATION else "train"


def without_copies(texts: Iterable[str], seen: set[int]) -> Iterator[str]:
    """The texts of which less than a quarter of the longer lines stood in an earlier one; `seen` collects line hashes."""
    for text in texts:
        lines = [hash_line(line) for line in text.split("\n") if len(line) > 60]
        known = sum(line in seen for line in lines)
        seen.update(lines)
        if known * 4 <= len(lines):
            yield text


def hash_line(line: str) -> int:
    """64 bits of a line, whatever its spaces and joints."""
    return int.from_bytes(hashlib.blake2b("".join(line.lower().replace("_", "").split()).encode("utf-8", "surrogatepass"),
                                          digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """n lone digits of damaged articles."""

    ids: NDArray[np.int32]
    """n x N_FEATURES."""
    role: NDArray[np.int8]
    """n."""


def shard_of(damaged: Sequence[Damaged]) -> Shard:
    """A shard of damaged segmented texts."""
    return segment([Article(str(number), item.text) for number, item in enumerate(damaged)], SegmentationSettings("yes"))


def truth(shard: Shard, lone: LoneDigits, damaged: Sequence[Damaged]) -> NDArray[np.int8]:
    """The true role of each lone digit; UNKNOWN where the generator does not know."""
    known = {int(shard.article_start[number]) + code.offset: (UNKNOWN if code.role is None else int(code.role))
             for number, item in enumerate(damaged) for code in item.codes}
    return np.array([known.get(start, UNKNOWN) for start in shard.token_start[lone.token].tolist()], dtype=np.int8)


def damage_all(texts: Sequence[str], random: Random, sound: float) -> list[Damaged]:
    """Each text damaged with a book of its own; a share `sound` of them left as they are."""
    books = [CodeBook({}, joined=random.choice((1, 1, 4))) if random.random() < sound else random_book(random) for _ in texts]
    return [damage(text, book, random) for text, book in zip(texts, books, strict=True)]


def examples(texts: Sequence[str], random: Random, sound: float = 0.2) -> Examples:
    """Examples from one damage of each text."""
    ids, roles = [], []
    for first in range(0, len(texts), _BATCH):
        batch = damage_all(texts[first:first + _BATCH], random, sound)
        shard = shard_of(batch)
        lone = find_lone_digits(shard)
        role = truth(shard, lone, batch)
        ids.append(features(shard, lone)[role != UNKNOWN])
        roles.append(role[role != UNKNOWN])
    return Examples(np.concatenate(ids), np.concatenate(roles))


def fit(data: Examples, seed: int, epochs: int = 4, least: int = 3, size: int = 210_000,
        ) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Softmax regression by Adagrad: (feature ids, weights, bias). Fitted on all frequent features, then on the `size` best."""
    counts = np.bincount(data.ids.ravel(), minlength=2**BITS)
    kept = np.flatnonzero(counts >= least)
    weights, bias = _descend(data, kept, None, seed, epochs)
    if len(kept) > size:
        worth = (np.abs(weights).max(axis=1) - np.abs(weights).min(axis=1)) * np.sqrt(counts[kept])
        best = np.sort(np.argsort(-worth)[:size])
        kept = kept[best]
        weights, bias = _descend(data, kept, (weights[best], bias), seed + 1, 2)
    return kept, weights, bias


def _descend(data: Examples, kept: NDArray[np.int64], start: tuple[NDArray[np.float32], NDArray[np.float32]] | None, seed: int,
             epochs: int, batch: int = 4_096, rate: float = 0.08, decay: float = 2e-6,
             ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    row = np.full(2**BITS, len(kept), dtype=np.int32)
    row[kept] = np.arange(len(kept), dtype=np.int32)
    weights, bias = start or (np.zeros((len(kept), N_ROLES), np.float32), np.zeros(N_ROLES, np.float32))
    weights = np.vstack([weights, np.zeros((1, N_ROLES), np.float32)])
    bias = bias.copy()
    squares = np.full_like(weights, 1e-2)
    bias_squares = np.full_like(bias, 1.0)
    order = np.random.default_rng(seed)
    for epoch in range(epochs):
        shuffled = order.permutation(len(data.role))
        step = rate * (1.0 - 0.8 * epoch / max(1, epochs - 1))
        for first in range(0, len(shuffled), batch):
            chosen = shuffled[first:first + batch]
            rows = row[data.ids[chosen]]
            used, inverse = np.unique(rows, return_inverse=True)
            one = csr_matrix((np.ones(rows.size, np.float32), inverse.ravel().astype(np.int32),
                              np.arange(0, rows.size + 1, N_FEATURES)), shape=(len(chosen), len(used)))
            logits = one @ weights[used] + bias
            logits -= logits.max(axis=1, keepdims=True)
            error = np.exp(logits)
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(chosen)), data.role[chosen]] -= 1.0
            gradient = one.T @ error / np.float32(np.sqrt(len(chosen))) + decay * len(data.role) / len(chosen) * weights[used]
            squares[used] += gradient * gradient
            weights[used] -= step * gradient / np.sqrt(squares[used])
            weights[-1] = 0
            slope = error.mean(axis=0)
            bias_squares += slope * slope
            bias -= step * slope / np.sqrt(bias_squares)
    return weights[:-1], bias
