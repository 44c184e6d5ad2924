"""Articles as runs of syllables: what is compared, and where each syllable stands in the article as read.

A syllable is a run of letters or one number of a token, in lower case, tone marks kept, their place folded (`hoà` is
`hòa`); `_`, spaces and punctuation only separate. So the same text matches however it was segmented. A number is never
folded: `36,5` and `36,7` differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
import xxhash
from numpy.typing import NDArray

from vnnlp.shard import LOST, Int32, Shard

UInt8 = NDArray[np.uint8]
UInt32 = NDArray[np.uint32]

TOKEN_FIRST, TOKEN_LAST, SENTENCE_FIRST, SENTENCE_LAST, NUMBER, LOST_NUMBER, CAPITAL = (np.uint8(1 << bit) for bit in range(7))
UNDATED = np.iinfo(np.int32).max
"""Stands for a date that is not known: behind every date."""

_STOPS = frozenset({".", "?", "!", "…", "..."})
_SYLLABLE = regex.compile(r"⟨\?⟩|\d+(?:[.,]\d+)*|[^\W\d_]+")
_NEW_PLACE = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
              "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_RECORD = np.dtype([("hash", "<u4"), ("kind", "u1")])


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
    """m: TOKEN_FIRST, TOKEN_LAST, SENTENCE_FIRST, SENTENCE_LAST, NUMBER, LOST_NUMBER, CAPITAL."""


def fold(form: str) -> list[str]:
    """The syllables of a token's form, as they are compared.

    >>> fold("Khách_hàng"), fold("1.250.000đ/phút"), fold("hoà"), fold("...")
    (['khách', 'hàng'], ['1.250.000', 'đ', 'phút'], ['hòa'], [])
    """
    return [_place_tone(syllable) for syllable in _split(form)]


def _split(form: str) -> list[str]:
    plain = form.casefold().replace("_", " ")
    return plain.split() if plain.replace(" ", "").isalpha() else _SYLLABLE.findall(plain)


def _place_tone(syllable: str) -> str:
    place = _NEW_PLACE.get(syllable[-2:])
    return syllable if place is None or syllable[-3:-2] == "q" else syllable[:-2] + place


def syllables(shard: Shard) -> tuple[Syllables, Int32]:
    """The syllables of a shard, and how many stand before each of its tokens and behind the last (one more than tokens)."""
    bounds, hashes, kinds = shard.types.column("dedup.syllables", _of_types)
    count = np.diff(bounds)[shard.token_type]
    before = np.zeros(len(count) + 1, dtype=np.int32)
    np.cumsum(count, out=before[1:])
    token = np.repeat(np.arange(len(count), dtype=np.int32), count)
    place = (bounds[shard.token_type] - before[:-1])[token]
    place += np.arange(len(token), dtype=np.int32)
    flags: UInt8 = kinds[place]
    spoken = count > 0
    flags[before[:-1][spoken]] |= TOKEN_FIRST
    flags[before[1:][spoken] - 1] |= TOKEN_LAST
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


def _of_types(forms: tuple[str, ...]) -> tuple[Int32, UInt32, UInt8]:
    entries = [*map(_hashed, forms)]
    records = np.frombuffer(b"".join(entries), dtype=_RECORD)
    size = np.fromiter(map(len, entries), dtype=np.int32, count=len(entries)) // _RECORD.itemsize
    return (np.append(0, np.cumsum(size)).astype(np.int32), np.ascontiguousarray(records["hash"]),
            np.ascontiguousarray(records["kind"]))


# Most forms of a shard were in the shard before, and nearly all syllables of new forms in some other form.
@lru_cache(maxsize=1 << 18)
def _hashed(form: str) -> bytes:
    """The records of a form's syllables; in bytes, which are small to keep and quick to join."""
    capital = form[:1].isupper()
    return b"".join([_records(syllable)[capital] for syllable in _split(form)])


@lru_cache(maxsize=1 << 16)
def _records(syllable: str) -> tuple[bytes, bytes]:
    """The record of a syllable in a form without and with a capital."""
    placed = _place_tone(syllable)
    value = xxhash.xxh32_intdigest(placed.encode("utf-8", "surrogatepass")).to_bytes(4, "little")
    kind = int(NUMBER) if placed[0].isdigit() else int(NUMBER | LOST_NUMBER) if placed == LOST else 0
    return value + bytes([kind]), value + bytes([kind | int(CAPITAL)])
