"""Examples of damage: which articles are trained on, how they are damaged, and what each lone digit then stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.damage import CodeBook, Damaged, damage, training_book
from vnnlp.repair.features import Context, features
from vnnlp.repair.lone import LoneDigits, find_lone_digits
from vnnlp.segmentation import is_segmented, segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard

HELD_OUT, HELD_OUT_RAW = 36, 66
"""Of a hundred articles, word-segmented and raw, by the hash of their text: for the benchmarks, never trained on."""
CALIBRATION: Final = 6
SECOND: Final = 10
"""Kept from the context model for the judge, who must see it err as it does on articles that it has never seen."""
UNKNOWN: Final = -1
ORDER: Final = ("train", "second", "calibrate", "test")
_BATCH = 500
_SIGNS = frozenset(("/", "-", "–", ":", "+"))


def share(text: str, raw: bool = False) -> str:
    """`train`, `second`, `calibrate` or `test`: by the text's hash, so that every program cuts alike."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4], "big") % 100
    number -= HELD_OUT_RAW if raw else HELD_OUT
    if number < CALIBRATION:
        return "test" if number < 0 else "calibrate"
    return "second" if number < CALIBRATION + SECOND else "train"


def cut(texts: Iterable[str], seen: set[int]) -> dict[str, list[tuple[str, bool]]]:
    """The articles of each share, near copies left out, each with whether it came raw; `seen` collects line hashes.

    The benchmark's share is read last, so that its near copies of a training article are the ones to go.
    """
    asked = ((text, not is_segmented(text)[0]) for text in texts)
    listed = sorted((ORDER.index(share(text, raw)), text, raw) for text, raw in asked)
    known = {text: (ORDER[number], raw) for number, text, raw in listed}
    parts: dict[str, list[tuple[str, bool]]] = {name: [] for name in ORDER}
    for text in without_copies((text for _, text, _ in listed), seen):
        name, raw = known[text]
        parts[name].append((text, raw))
    return parts


def all_segmented(part: Sequence[tuple[str, bool]]) -> list[str]:
    """The texts of a share, word-segmented; those that came raw behind the others."""
    return [text for text, raw in part if not raw] + word_segmented([text for text, raw in part if raw])


def word_segmented(texts: Sequence[str]) -> list[str]:
    """Raw articles as word-segmented text: `_` inside words, a space between tokens; what touches a figure's signs stays one."""
    result: list[str] = []
    for first in range(0, len(texts), _BATCH):
        shard = segment([Article(str(number), text) for number, text in enumerate(texts[first:first + _BATCH])])
        forms, kind = shard.types.forms, shard.token_type.tolist()
        start, end = shard.token_start.tolist(), shard.token_end.tolist()
        for low, high in zip(shard.article_token[:-1].tolist(), shard.article_token[1:].tolist(), strict=True):
            pieces: list[str] = []
            for token in range(low, high):
                if token > low:
                    gap = shard.text[end[token - 1]:start[token]]
                    near = [forms[kind[token + step]] if low <= token + step < high else "" for step in (-2, -1, 0, 1)]
                    pieces.append("\n" if "\n" in gap else "" if not gap and _joined(*near) else " ")
                pieces.append(forms[kind[token]].replace(" ", "_"))
            result.append("".join(pieces))
    return result


def _joined(further: str, left: str, right: str, next_one: str) -> bool:
    """Whether two tokens that touch stay one word of segmented text, as in `16/11`, `30%`, `2m2`: not `Ảnh:`, not `2013:`."""
    if left in _SIGNS:
        return further[-1:].isdecimal() and right[0].isdecimal()
    if right in _SIGNS:
        return left[-1].isdecimal() and next_one[:1].isdecimal()
    return left[-1].isalnum() and (right[0].isalnum() or right == "%")


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
    """n lone digits of damaged articles: what stands around them, their true roles, and what stood there."""

    context: Context
    role: NDArray[np.int8]
    """n."""
    stood: NDArray[np.int8]
    """n: what stood there (`Code.stood`)."""


def shard_of(damaged: Sequence[Damaged]) -> Shard:
    """A shard of damaged segmented texts."""
    return segment([Article(str(number), item.text) for number, item in enumerate(damaged)], SegmentationSettings("yes"))


def truth(shard: Shard, lone: LoneDigits, damaged: Sequence[Damaged], stood: bool = False) -> NDArray[np.int8]:
    """The true role of each lone digit, or what stood there; UNKNOWN where the generator does not know."""
    roles = {(number, code.offset): code.stood if stood else code.role
             for number, item in enumerate(damaged) for code in item.codes}
    known = {int(shard.article_start[number]) + offset: UNKNOWN if role is None else int(role)
             for (number, offset), role in roles.items()}
    return np.array([known.get(start, UNKNOWN) for start in shard.token_start[lone.token].tolist()], dtype=np.int8)


def damage_all(texts: Sequence[str], random: Random, sound: float) -> list[Damaged]:
    """Each text damaged with a book of its own; a share `sound` of them left as they are."""
    books = [CodeBook({}, joined=random.choice((1, 1, 4))) if random.random() < sound else training_book(random) for _ in texts]
    return [damage(text, book, random) for text, book in zip(texts, books, strict=True)]


def examples(texts: Sequence[str], randoms: Iterable[Random], sound: float = 0.2) -> Examples:
    """Examples from one damage of each text for each of `randoms`."""
    parts: list[Examples] = []
    for random in randoms:
        for first in range(0, len(texts), _BATCH):
            batch = damage_all(texts[first:first + _BATCH], random, sound)
            shard = shard_of(batch)
            lone = find_lone_digits(shard)
            role = truth(shard, lone, batch)
            known = role != UNKNOWN
            parts.append(Examples(features(shard, lone).where(known), role[known], truth(shard, lone, batch, stood=True)[known]))
    return joined(parts)


def joined(parts: Sequence[Examples]) -> Examples:
    """The examples of all parts, one behind the other."""
    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part if name in ("role", "stood") else part.context, name) for part in parts])

    context = Context(*(column(name) for name in ("ids", "first", "last", "shape", "distance")))
    return Examples(context, column("role"), column("stood"))
