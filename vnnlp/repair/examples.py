"""Examples of damage: which articles are trained on, how they are damaged, and what each lone digit then stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.damage import CodeBook, Damaged, damage, random_book
from vnnlp.repair.features import Context, features
from vnnlp.repair.lone import LoneDigits, find_lone_digits
from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard

HELD_OUT: Final = 30
"""Of a hundred articles, by the hash of their text: these are for the benchmarks and never trained on."""
CALIBRATION: Final = 8
UNKNOWN: Final = -1
ORDER: Final = ("train", "calibrate", "test")
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
    """n lone digits of damaged articles: what stands around them, and their true roles."""

    context: Context
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


def examples(texts: Sequence[str], randoms: Iterable[Random], sound: float = 0.2) -> Examples:
    """Examples from one damage of each text for each of `randoms`."""
    contexts, roles = [], []
    for random in randoms:
        for first in range(0, len(texts), _BATCH):
            batch = damage_all(texts[first:first + _BATCH], random, sound)
            shard = shard_of(batch)
            lone = find_lone_digits(shard)
            role = truth(shard, lone, batch)
            contexts.append(features(shard, lone).where(role != UNKNOWN))
            roles.append(role[role != UNKNOWN])
    names = ("ids", "first", "last", "shape", "distance")
    columns = (np.concatenate([getattr(context, name) for context in contexts]) for name in names)
    return Examples(Context(*columns), np.concatenate(roles))
