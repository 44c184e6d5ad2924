"""Recovery from elsewhere in the archive: where the same sentence stands undamaged, its number is a candidate.

A candidate is never filled in. Daily reports reuse a sentence with new figures: of the best candidates three in five are the
number that stood there, of those on which all sources agree three in four (`python -m tests.benchmarks.recovery`). So each
comes with its source and with the words on which the two places agree, for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from vnnlp.shard import LOST, Mask, Shard

_REACH = 3
"""Words on each side that must agree before two places are compared."""
_FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number elsewhere for a lost one; offsets in the articles as read."""

    doc_id: str
    start: int
    end: int
    text: str
    """The number that stands there."""
    of_doc_id: str
    of_start: int
    of_end: int
    agreeing: int
    """Words around the two numbers that agree without a break."""
    context: str
    """Those words at the source, with the number."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words and numbers of a shard without its marks; a number of several tokens (`2/11`) is one."""

    shard: Shard
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    """First and last token of each."""
    key: NDArray[np.uint64]
    """Hash of the lower-case form; 1 for every number and every lost one."""
    lost: Mask
    number: Mask
    article: NDArray[np.int32]


def candidates(shards: Iterable[Shard], least: int = 8) -> list[Candidate]:
    """Candidates for every lost number of repaired shards, from all of them; best agreement first for each lost number.

    `least`: words that must agree around the two places. The shards are gone through twice.

    >>> from vnnlp.repair.stage import repair
    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> said = "tổng số thuê bao của mạng này đến cuối năm nay đạt {} triệu thuê bao trên toàn quốc"
    >>> shard = repair(segment([Article("a", said.format("<num>")), Article("b", said.format("12,5"))]))
    >>> [(each.of_doc_id, each.text) for each in candidates([shard])]
    [('b', '12,5')]
    """
    everything = [_words(shard) for shard in shards]
    wanted: dict[int, list[tuple[_Words, int]]] = {}
    for words in everything:
        places = np.flatnonzero(words.lost)
        for place, key in zip(places.tolist(), _around(words, places).tolist(), strict=True):
            wanted.setdefault(key, []).append((words, place))
    if not wanted:
        return []
    keys = np.array(sorted(wanted), dtype=np.uint64)
    found: list[tuple[tuple[str, int], Candidate]] = []
    for words in everything:
        places = np.flatnonzero(words.number)
        around = _around(words, places)
        for place, key in zip(places[np.isin(around, keys)].tolist(), around[np.isin(around, keys)].tolist(), strict=True):
            for other, lost in wanted[key]:
                left, right = _agreement(other, lost, words, place)
                if left + right >= least:
                    each = _candidate(other, lost, words, place, left, right)
                    found.append(((each.doc_id, each.start), each))
    found.sort(key=lambda pair: (pair[0], -pair[1].agreeing, pair[1].of_doc_id, pair[1].of_start))
    return [each for _, each in found]


def _words(shard: Shard) -> _Words:
    keys = shard.types.column("recovery_key", lambda forms: np.array([_key(form) for form in forms], dtype=np.uint64))
    tokens = np.flatnonzero(keys[shard.token_type] != 0)
    key = keys[shard.token_type[tokens]]
    lost = shard.types.flags("lost", lambda form: form == LOST)[shard.token_type[tokens]]
    number = (key == 1) & ~lost
    start, end = shard.token_start[tokens], shard.token_end[tokens]
    # `2/11`, `690-1.580`: numbers one sign apart are one.
    joined = np.zeros(len(tokens), dtype=np.bool_)
    joined[1:] = number[1:] & number[:-1] & (start[1:] - end[:-1] == 1) & (np.diff(tokens) == 2)
    heads = np.flatnonzero(~joined)
    last = np.append(heads[1:], len(tokens)) - 1
    untrusted = shard.untrusted[tokens] if shard.untrusted is not None else np.zeros(len(tokens), dtype=np.bool_)
    article = (np.searchsorted(shard.article_token, tokens[heads], side="right") - 1).astype(np.int32)
    return _Words(shard, tokens[heads], tokens[last], key[heads], lost[heads], number[heads] & ~untrusted[heads], article)


def _key(form: str) -> int:
    if form == LOST or (form[:1].isdecimal() and form[-1:].isdecimal()):
        return 1
    plain = form.replace("_", " ").casefold()
    return xxhash.xxh3_64_intdigest(plain.encode("utf-8", "surrogatepass")) | 2 if any(map(str.isalnum, plain)) else 0


def _around(words: _Words, places: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of the `_REACH` words on each side of each place; a unique one where the article ends before."""
    value = np.full(len(places), 0x9E3779B97F4A7C15, dtype=np.uint64)
    inside = np.ones(len(places), dtype=np.bool_)
    for offset in (*range(-_REACH, 0), *range(1, _REACH + 1)):
        index = np.clip(places + offset, 0, max(len(words.key) - 1, 0))
        inside &= (places + offset == index) & (words.article[index] == words.article[places])
        value = (value ^ words.key[index]) * np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(31)
    return np.where(inside, value, np.uint64(0) - np.arange(1, len(places) + 1, dtype=np.uint64))


def _agreement(one: _Words, here: int, other: _Words, there: int) -> tuple[int, int]:
    """Words that agree to the left and to the right of two places; a number agrees with any number."""
    def run(step: int) -> int:
        length = 0
        while length < _FARTHEST:
            i, j = here + step * (length + 1), there + step * (length + 1)
            if not (0 <= i < len(one.key) and 0 <= j < len(other.key)) or one.key[i] != other.key[j]:
                break
            if one.article[i] != one.article[here] or other.article[j] != other.article[there]:
                break
            length += 1
        return length
    return run(-1), run(1)


def _candidate(lost: _Words, here: int, source: _Words, there: int, left: int, right: int) -> Candidate:
    def place(words: _Words, index: int) -> tuple[str, int, int]:
        start = words.shard.token_start[words.first[index:index + 1]]
        end = words.shard.token_end[words.last[index:index + 1]]
        article, first, last = words.shard.places(start, end)
        return words.shard.articles[int(article[0])].doc_id, int(first[0]), int(last[0])

    doc_id, start, end = place(lost, here)
    of_doc_id, of_start, of_end = place(source, there)
    shard = source.shard
    number = shard.text[shard.token_start[source.first[there]]:shard.token_end[source.last[there]]]
    context = shard.text[shard.token_start[source.first[there - left]]:shard.token_end[source.last[there + right]]]
    return Candidate(doc_id, start, end, number, of_doc_id, of_start, of_end, left + right, " ".join(context.split()))


def each_with_source(found: Iterable[Candidate]) -> Iterator[dict[str, str | int]]:
    """Candidates as rows for a table or JSON Lines."""
    for each in found:
        yield {name: getattr(each, name) for name in each.__slots__}
