"""Articles as runs of syllables: what is compared, and where each syllable stands in the article as read.

`_`, spaces and punctuation only separate syllables, so the same text matches however it was segmented. What a syllable is:
see forms.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vnnlp.dedup.forms import UInt8, hash_forms
from vnnlp.dedup.hashing import UInt32
from vnnlp.shard import Int32, Shard

TOKEN_FIRST, TOKEN_LAST, SENTENCE_FIRST, SENTENCE_LAST = (np.uint8(1 << bit) for bit in range(4))
"""Flags of a syllable's place; the higher bits are for what it is (see forms.py)."""
UNDATED = np.iinfo(np.int32).max
"""Stands for a date that is not known: behind every date."""

_STOPS = frozenset({".", "?", "!", "…", "..."})


@dataclass(frozen=True, slots=True, eq=False)
class Syllables:
    """The syllables of n articles, m in all."""

    article: Int32
    """n + 1: article i holds the syllables `article[i]:article[i + 1]`."""
    syllable: UInt32
    """m: hash of the folded form."""
    left: Int32
    """m: where a passage that begins with this syllable begins in the article as read."""
    right: Int32
    """m: where a passage that ends with this syllable ends in the article as read."""
    flags: UInt8
    """m: TOKEN_FIRST, TOKEN_LAST, SENTENCE_FIRST, SENTENCE_LAST, NUMBER, LOST_NUMBER."""


def syllables(shard: Shard) -> tuple[Syllables, Int32]:
    """The syllables of a shard, and how many stand before each of its tokens and behind the last (one more than tokens)."""
    bounds, hashes, kinds = shard.types.column("dedup.syllables", hash_forms)
    count = np.diff(bounds)[shard.token_type]
    before = np.zeros(len(count) + 1, dtype=np.int32)
    np.cumsum(count, out=before[1:])
    token = np.repeat(np.arange(len(count)), count)
    place = (bounds[shard.token_type] - before[:-1])[token]
    place += np.arange(len(token), dtype=np.int32)
    flags: UInt8 = kinds[place]
    turn = np.ones(len(token) + 1, dtype=np.bool_)
    np.not_equal(token[1:], token[:-1], out=turn[1:-1])
    flags |= turn[:-1] * TOKEN_FIRST | turn[1:] * TOKEN_LAST
    start, end = read_offsets(shard)
    columns = Syllables(before[shard.article_token], hashes[place], start[token], end[token], flags)
    _mark_sentences(shard, columns, before, start, end)
    return columns, before


def _mark_sentences(shard: Shard, columns: Syllables, before: Int32, start: Int32, end: Int32) -> None:
    """Flag where sentences begin and end, and take the quotes before a sentence and the full stop behind it along."""
    first_token = shard.sentence_token
    first, last = before[first_token[:-1]], before[first_token[1:]] - 1
    spoken = np.flatnonzero(first <= last)
    first, last = first[spoken], last[spoken]
    columns.left[first] = start[first_token[spoken]]
    columns.right[last] = end[first_token[spoken + 1] - 1]
    # A passage glued into another text may end in a full stop where no sentence ends.
    stops = np.flatnonzero(shard.types.flags("dedup.stop", _STOPS.__contains__)[shard.token_type])
    behind = before[stops] - 1
    opens = np.searchsorted(first_token, stops, side="right") - 1
    inner = (behind >= before[first_token[opens]]) & (before[stops] < before[first_token[opens + 1]])
    behind, stops = behind[inner], stops[inner]
    columns.right[behind] = end[stops]
    columns.flags[np.append(first, behind + 1)] |= SENTENCE_FIRST
    columns.flags[np.append(last, behind)] |= SENTENCE_LAST


def read_offsets(shard: Shard) -> tuple[Int32, Int32]:
    """Start and end of every token in its article as read."""
    base = np.repeat(shard.article_start[:-1], np.diff(shard.article_token))
    start, end = shard.token_start - base, shard.token_end - base
    for index, offsets in shard.maps.items():
        rows = slice(int(shard.article_token[index]), int(shard.article_token[index + 1]))
        start[rows] = offsets.to_read(start[rows])
        end[rows] = offsets.to_read(end[rows], side="end")
    return start, end
