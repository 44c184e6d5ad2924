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
from vnnlp.dedup.vectors import Mask, distinct, expand
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
_LENGTH_BITS = 16


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
    if len(syllable) < size:
        return np.zeros(0, dtype=np.uint64)
    return _finish(_polynomial(syllable.astype(np.uint64), size))


def _polynomial(values: UInt64, size: int) -> UInt64:
    """Every `size` values in a row as the digits of one number to the base `_FACTOR`, by doubling: log2(size) passes."""
    if size == 1:
        return values.copy()
    half = size // 2
    short = _polynomial(values, half)
    hashes = short[:-half] * np.uint64(pow(int(_FACTOR), half, 1 << 64))
    hashes += short[half:]
    if size % 2:
        hashes = hashes[:-1]
        hashes *= _FACTOR
        hashes += values[size - 1:]
    return hashes


def winnow(columns: Syllables, settings: DedupSettings) -> tuple[UInt64, Int32]:
    """Hash and place of the winnowed grams of every article, in text order."""
    ahead, window = settings.gram - 1, settings.window
    hashes = grams(columns.syllable, settings.gram)
    start, length = columns.article[:-1].astype(np.int64), np.diff(columns.article)
    count = np.maximum(length - ahead, 0)
    whole = np.maximum(count - (window - 1), 0)
    # The smallest gram of each window stands `window - 1` places on; 0, below all, where a window would leave its article.
    smallest = np.zeros(len(columns.syllable) + window - 1, dtype=np.uint64)
    windows = _rolling(hashes, window, np.minimum)
    smallest[window - 1:window - 1 + len(windows)] = windows
    smallest[expand(start + whole, length - whole)[0] + (window - 1)] = 0
    taken = np.zeros(len(columns.syllable), dtype=np.bool_)
    np.equal(_rolling(smallest, window, np.maximum)[:len(hashes)], hashes, out=taken[:len(hashes)])
    taken[expand(start + count, length - count)[0]] = False
    short = np.flatnonzero((count > 0) & (whole == 0))
    place, owner = expand(start[short], count[short])
    least = np.full(len(short), _TOP, dtype=np.uint64)
    np.minimum.at(least, owner, hashes[place])
    taken[place] = hashes[place] == least[owner]
    places = np.flatnonzero(taken)
    return hashes[places], places.astype(np.int32)


def _rolling(values: UInt64, window: int, best: np.ufunc) -> UInt64:
    """`best` of each `window` values in a row, by doubling: log2(window) passes."""
    if len(values) < window:
        return values[:0]
    width = 1
    while width * 2 <= window:
        values = best(values[:-width], values[width:])
        width *= 2
    return best(values[:len(values) - (window - width)], values[window - width:]) if width < window else values


def lines(columns: Syllables, before: Int32, shard: Shard, settings: DedupSettings) -> tuple[UInt64, Int32, Int16]:
    """Hash, first syllable and number of syllables of the sentences and lines too short for winnowing to be sure of them.

    A quotation by itself (from its opening to its closing mark) is none: many articles may quote the same words.
    """
    characters = np.frombuffer(shard.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    breaks = np.flatnonzero(characters == ord("\n")).astype(np.int32)
    line = np.append(np.int32(0), np.searchsorted(shard.token_start, breaks).astype(np.int32))
    token = np.append(shard.sentence_token[:-1], line[:-1])
    end = np.append(shard.sentence_token[1:], line[1:])
    length = before[end] - before[token]
    wanted = (length >= settings.gram) & (length < settings.minimum) & (end - token >= settings.line_minimum)
    wanted[wanted] = ~_quoted(shard, token[wanted], end[wanted])
    units = distinct(before[token[wanted]].astype(np.int64) << _LENGTH_BITS | length[wanted])
    first, length = units >> _LENGTH_BITS, units & ((1 << _LENGTH_BITS) - 1)
    hashes = np.full(len(units), _SALT, dtype=np.uint64)
    for shift in range(int(length.max(initial=0))):
        longer = length > shift
        hashes[longer] = hashes[longer] * _FACTOR + columns.syllable[first[longer] + shift]
    return _finish(hashes), first.astype(np.int32), length.astype(np.int16)


def _quoted(shard: Shard, token: Int32, end: Int32) -> Mask:
    """Which units stand in quotation marks."""
    marks = shard.types.flags("dedup.quote", _QUOTES.__contains__)
    opens = marks[shard.token_type[token]]
    closes = marks[shard.token_type[end - 1]] | marks[shard.token_type[np.maximum(end - 2, token)]]
    quoted: Mask = opens & closes & (end - token > 2)
    return quoted


def _finish(hashes: UInt64) -> UInt64:
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX
    hashes ^= hashes >> _SHIFT
    return hashes
