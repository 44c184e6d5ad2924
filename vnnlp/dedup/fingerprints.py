"""Fingerprints: the few hashes of an article by which copies find each other.

Winnowing: of each window of grams the smallest hash is taken (all of them where several are equally small, so that the
choice depends on the text alone, never on its place). Any two passages that share gram + window - 1 syllables share a
fingerprint. An article with fewer grams than a window gives its smallest. Beside them every sentence and every line that
is too short for that guarantee, yet long enough to count, is hashed whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.syllables import Syllables
from vnnlp.settings import DedupSettings
from vnnlp.shard import Int32, Shard

UInt64 = NDArray[np.uint64]
Int16 = NDArray[np.int16]

PARTITIONS = 64
"""Into how many parts the fingerprints of an archive are split by hash."""

_QUOTES = frozenset("“”\"‘’'«»")
_FACTOR, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_SALT, _TOP = np.uint64(0x5851F42D4C957F2D), np.uint64(0xFFFFFFFFFFFFFFFF)
_SHIFT, _PARTITION_SHIFT = np.uint64(31), np.uint64(58)


def partition_of(hashes: UInt64) -> NDArray[np.uint8]:
    """The partition of each hash: its leading bits."""
    return (hashes >> _PARTITION_SHIFT).astype(np.uint8)


def fingerprints(columns: Syllables, before: Int32, shard: Shard, settings: DedupSettings) -> tuple[UInt64, Int32, Int16]:
    """Hash, first syllable and length of every fingerprint, in text order; length 0 marks a gram."""
    hashes, places = winnow(columns, settings)
    line_hash, line_place, line_length = lines(columns, before, shard, settings)
    places, length = np.append(places, line_place), np.append(np.zeros(len(places), dtype=np.int16), line_length)
    order = np.argsort(places, kind="stable")
    return np.append(hashes, line_hash)[order], places[order], length[order]


def grams(syllable: NDArray[np.uint32], size: int) -> UInt64:
    """A hash of every `size` syllables in a row: max(0, m - size + 1)."""
    count = max(0, len(syllable) - size + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for shift in range(size):
        hashes *= _FACTOR
        hashes += syllable[shift:shift + count]
    return _finish(hashes)


def winnow(columns: Syllables, settings: DedupSettings) -> tuple[UInt64, Int32]:
    """Hash and place of the winnowed grams of every article, in text order."""
    size, window = settings.gram, settings.window
    hashes = grams(columns.syllable, size)
    count = np.maximum(np.diff(columns.article) - (size - 1), 0)
    article = np.repeat(np.arange(len(count), dtype=np.int64), count)
    inside = np.arange(len(article)) - np.repeat(np.cumsum(count) - count, count)
    place = columns.article[article] + inside
    # Each article stands by itself, with room behind it: no window reaches into the next one.
    padded = np.arange(len(article)) + article * window
    line = np.full(len(article) + (len(count) + 1) * window, _TOP, dtype=np.uint64)
    line[padded] = hashes[place]
    smallest = _rolling(line, window, np.minimum)
    whole = np.zeros(len(smallest), dtype=np.bool_)
    whole[padded[(inside <= count[article] - window) | (inside == 0)]] = True
    smallest[~whole] = 0
    reach = _rolling(np.append(np.zeros(window - 1, dtype=np.uint64), smallest), window, np.maximum)
    taken = reach[padded] == line[padded]
    return hashes[place[taken]], place[taken].astype(np.int32)


def _rolling(values: UInt64, window: int, best: np.ufunc) -> UInt64:
    """`best` of each `window` values in a row, by doubling: log2(window) passes."""
    width = 1
    while width * 2 <= window:
        values = best(values[:-width], values[width:])
        width *= 2
    return best(values[:len(values) - (window - width)], values[window - width:]) if width < window else values.copy()


def lines(columns: Syllables, before: Int32, shard: Shard, settings: DedupSettings) -> tuple[UInt64, Int32, Int16]:
    """Hash, first syllable and number of syllables of the sentences and lines too short for winnowing to be sure of them.

    A quotation by itself (from its opening to its closing mark) is none: many articles may quote the same words.
    """
    characters = np.frombuffer(shard.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    breaks = np.searchsorted(shard.token_start, np.flatnonzero(characters == ord("\n")))
    marks = shard.types.flags("dedup.quote", _QUOTES.__contains__)[shard.token_type]
    units = np.concatenate([_units(shard.sentence_token, before, marks), _units(np.append(0, breaks), before, marks)])
    length = units[:, 1] - units[:, 0]
    wanted = (length >= settings.gram) & (length < settings.minimum) & (units[:, 2] >= settings.line_minimum) & (units[:, 3] == 0)
    units = np.unique(units[wanted, :2], axis=0)
    first, length = units[:, 0], units[:, 1] - units[:, 0]
    hashes = np.full(len(units), _SALT, dtype=np.uint64)
    for shift in range(int(length.max(initial=0))):
        longer = length > shift
        hashes[longer] = hashes[longer] * _FACTOR + columns.syllable[first[longer] + shift]
    return _finish(hashes), first.astype(np.int32), length.astype(np.int16)


def _units(first_token: NDArray[np.integer], before: Int32, marks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """First syllable, end, number of tokens, and whether it is a quotation, of each unit, given the first token of each."""
    first, end = first_token[:-1], first_token[1:]
    first, end = first[first < end], end[first < end]
    quoted = marks[first] & (marks[end - 1] | marks[np.maximum(end - 2, first)]) & (end - first > 2)
    return np.stack([before[first], before[end], end - first, quoted], axis=1).astype(np.int64)


def _finish(hashes: UInt64) -> UInt64:
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX
    hashes ^= hashes >> _SHIFT
    return hashes
