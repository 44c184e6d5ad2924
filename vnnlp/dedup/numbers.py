"""Numbers beside the same words: what tells two articles of one template apart (weather, gold prices, lottery)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.fingerprints import UInt64
from vnnlp.dedup.forms import LOST_NUMBER, NUMBER
from vnnlp.dedup.runs import Spread
from vnnlp.dedup.vectors import Int64, Mask, among

BESIDE = 3
"""A number counts within so many syllables of common text."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def same_and_other(target: Spread, source: Spread, covered: Mask, wanted: Mask) -> tuple[Int64, Int64]:
    """How many numbers of each pair's target stand beside the same two words in the source, and how many differ there.

    Counted are numbers beside text that the source covers: the numbers of a paragraph of its own say nothing. Pairs that
    are not wanted have none.
    """
    at, of_at = _known(target, wanted), _known(source, wanted)
    seen = np.append(0, np.cumsum(covered))
    beside = seen[np.minimum(at + BESIDE + 1, len(covered))] > seen[np.maximum(at - BESIDE, 0)]
    same, comparable = np.zeros(len(at), dtype=np.bool_), np.zeros(len(at), dtype=np.bool_)
    words, of_words = (np.flatnonzero((side.flags & NUMBER) == 0) for side in (target, source))
    for step in (-1, 1):
        context, value = _contexts(target, words, at, step)
        of_context, of_value = _contexts(source, of_words, of_at, step)
        same |= among(value, of_value)
        comparable |= among(context, of_context)
    other = beside & comparable & ~same
    return (np.bincount(target.owner[at[beside & same]], minlength=len(wanted)),
            np.bincount(target.owner[at[other]], minlength=len(wanted)))


def _known(side: Spread, wanted: Mask) -> Int64:
    """Where the numbers of the wanted pairs stand that are not lost."""
    at = np.flatnonzero((side.flags & (NUMBER | LOST_NUMBER)) == NUMBER)
    return at[wanted[side.owner[at]]]


def _contexts(side: Spread, words: Int64, at: Int64, step: int) -> tuple[UInt64, UInt64]:
    """For the numbers at `at`: the two words before (step -1) or behind (1) each, hashed with the pair, and these with it."""
    near = np.searchsorted(words, at) - (step < 0)
    pair = side.owner[at]
    context: NDArray[np.uint64] = pair.astype(np.uint64)
    for further in (0, step):
        which = near + further
        word = words[np.clip(which, 0, len(words) - 1)] if len(words) else at
        inside = (which >= 0) & (which < len(words)) & (side.owner[word] == pair)
        context = context * _MIX + np.where(inside, side.syllable[word], 0).astype(np.uint64)
        if not further:
            # The second number of `từ 20 - 23` is compared with a second number.
            context = context * _MIX + np.where(inside, np.abs(at - word), 0).astype(np.uint64)
    return context, context * _MIX + side.syllable[at]
