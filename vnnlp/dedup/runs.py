"""Runs: seeds chained on their diagonal, extended, and compared syllable by syllable.

Targets and sources lie in two arrays of syllables; a run says that `target[start:end]` equals `source[start + shift:end +
shift]`, within one article on either side, and cannot be made longer (within `REACH` syllables of its outermost seeds;
beyond that the text itself has other seeds).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vnnlp.dedup.forms import UInt8
from vnnlp.dedup.hashing import UInt32
from vnnlp.dedup.vectors import Int64, Mask, expand

REACH = 64
_STEP = 16


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a comparison: the syllables of some articles."""

    syllable: UInt32
    flags: UInt8
    article: Int64
    """n + 1 bounds."""

    def article_of(self, place: Int64) -> Int64:
        """Index of the article of each place."""
        return np.searchsorted(self.article, place, side="right") - 1

    def spread(self, article: Int64) -> Spread:
        """Some of the articles, one behind the other, each as often as it is asked for."""
        length = np.diff(self.article)[article]
        place, owner = expand(self.article[article], length)
        return Spread(self.syllable[place], self.flags[place], owner, length)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Some articles laid out one behind the other."""

    syllable: UInt32
    flags: UInt8
    owner: Int64
    """Of each syllable: the number of its article in the order asked for."""
    length: Int64
    """Of each article."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """k equal stretches: `target[start:end] == source[start + shift:end + shift]`."""

    start: Int64
    end: Int64
    shift: Int64

    def __len__(self) -> int:
        return len(self.start)

    @property
    def length(self) -> Int64:
        """Syllables of each run."""
        return self.end - self.start

    def take(self, rows: Int64 | Mask) -> Runs:
        """Some of the runs."""
        return Runs(self.start[rows], self.end[rows], self.shift[rows])


def join(target: Side, source: Side, place: Int64, of_place: Int64, length: Int64) -> tuple[Runs, Int64]:
    """Runs from seeds (`length` syllables at `place` may equal those at `of_place`), and the run of each seed, -1 for none.

    The runs are sorted by article, shift and start.
    """
    run_of = np.full(len(place), -1, dtype=np.int64)
    shift = of_place - place
    article, of_article = target.article_of(place), source.article_of(of_place)
    order = np.lexsort((place, of_article, shift, article))
    place, shift, length = place[order], shift[order], length[order]
    article, of_article = article[order], of_article[order]
    genuine = _equal(target, source, place, length, shift)
    place, shift, length, article, of_article, order = (
        column[genuine] for column in (place, shift, length, article, of_article, order))
    if not len(place):
        return Runs(place, place, shift), run_of
    same = (article[1:] == article[:-1]) & (shift[1:] == shift[:-1]) & (of_article[1:] == of_article[:-1])
    # The furthest end so far on the same diagonal, so that a long seed is not forgotten behind a short one.
    diagonal = np.append(0, np.cumsum(~same))
    end = np.maximum.accumulate(place + length + diagonal * (np.int64(1) << 40)) - diagonal * (np.int64(1) << 40)
    linked = same.copy()
    linked[same] = _equal(target, source, end[:-1][same], np.maximum(place[1:] - end[:-1], 0)[same], shift[1:][same])
    run_of[order] = np.append(0, np.cumsum(~linked))
    head = np.append(0, np.flatnonzero(~linked) + 1)
    tail = np.append(head[1:] - 1, len(place) - 1)
    start, end, shift, article, of_article = place[head], end[tail], shift[head], article[head], of_article[head]
    right = np.minimum(target.article[article + 1] - end, source.article[of_article + 1] - end - shift)
    left = np.minimum(start - target.article[article], start + shift - source.article[of_article])
    end = end + _extend(target, source, end, shift, np.minimum(right, REACH), 1)
    start = start - _extend(target, source, start - 1, shift, np.minimum(left, REACH), -1)
    return Runs(start, end, shift), run_of


def _equal(target: Side, source: Side, start: Int64, length: Int64, shift: Int64) -> Mask:
    place, owner = expand(start, length)
    differs = target.syllable[place] != source.syllable[place + shift[owner]]
    equal: Mask = np.bincount(owner[differs], minlength=len(start)) == 0
    return equal


def _extend(target: Side, source: Side, place: Int64, shift: Int64, room: Int64, step: int) -> Int64:
    """How many syllables from `place` on are equal, at most `room`, going right (step 1) or left (-1)."""
    extended = np.zeros(len(place), dtype=np.int64)
    active = np.flatnonzero(room > 0)
    ahead = np.arange(_STEP)
    while len(active):
        inside = ahead < (room - extended)[active, None]
        here = np.where(inside, (place + step * extended)[active, None] + step * ahead, 0)
        there = np.where(inside, here + shift[active, None], 0)
        equal = inside & (target.syllable[here] == source.syllable[there])
        count = np.where(equal.all(axis=1), _STEP, equal.argmin(axis=1))
        extended[active] += count
        active = active[(count == _STEP) & (extended[active] < room[active])]
    return extended
