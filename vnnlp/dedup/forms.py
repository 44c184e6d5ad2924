"""The syllables of token forms, as they are compared: of one form as strings, of all forms of a shard as hashes at once.

A syllable is a run of letters or one number, in lower case, tone marks kept, their place folded (`hoà` is `hòa`); `_` and
punctuation only separate. A number is never folded: `36,5` and `36,7` differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import regex
import xxhash
from numpy.typing import NDArray

from vnnlp.shard import LOST, Int32

UInt8 = NDArray[np.uint8]
UInt32 = NDArray[np.uint32]

NUMBER, LOST_NUMBER = np.uint8(1 << 4), np.uint8(1 << 5)
"""Flags of a syllable; the lower bits are for its place (see syllables.py)."""

_SYLLABLE = regex.compile(r"⟨\?⟩|\d+(?:[.,]\d+)*|[^\W\d_]+")
_NEW_PLACE = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
              "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}

_POINT, _LETTER, _DIGIT, _LOST = 1, 2, 3, 4
"""Kinds of signs; a syllable is a run of one of the last three, and 0 is every other sign."""
_BREAK = ord("\n")
_FLAGS = 32


def fold(form: str) -> list[str]:
    """The syllables of a token's form, as they are compared.

    >>> fold("Khách_hàng"), fold("1.250.000đ/phút"), fold("hoà"), fold("...")
    (['khách', 'hàng'], ['1.250.000', 'đ', 'phút'], ['hòa'], [])
    """
    plain = form.casefold().replace("_", " ")
    return [*map(_place_tone, plain.split() if plain.replace(" ", "").isalpha() else _SYLLABLE.findall(plain))]


def _place_tone(syllable: str) -> str:
    place = _NEW_PLACE.get(syllable[-2:])
    return syllable if place is None or syllable[-3:-2] == "q" else syllable[:-2] + place


def hash_forms(forms: Sequence[str]) -> tuple[Int32, UInt32, UInt8]:
    """The syllables of n forms: n + 1 bounds, and the hash and the flags (NUMBER, LOST_NUMBER) of each.

    What `fold` finds, for all forms in one pass over their code points: no form holds white space, so that they lie in one
    text, each behind a line break. Only distinct syllables are looked at one by one.

    >>> [column.tolist() for column in hash_forms(["Hà_Nội", "...", "36,5"])][::2]
    [[0, 2, 2, 3], [0, 0, 16]]
    """
    text = "\n".join(("", *forms, ""))
    points = np.frombuffer(text.casefold().encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind, begins = _read(points)
    word = kind >= _LETTER
    begin = np.flatnonzero(begins)
    bounds = np.cumsum(begins, dtype=np.int32)[points == _BREAK]
    which, syllables = _distinct(points[word], np.cumsum(word, dtype=np.int32)[begin] - 1)
    records = np.fromiter(map(_record, syllables), dtype=np.uint64, count=len(syllables))
    flags = (records >> np.uint64(_FLAGS)).astype(np.uint8)
    return bounds, records.astype(np.uint32)[which], flags[which]


def _read(points: UInt32) -> tuple[UInt8, NDArray[np.bool_]]:
    """The kind of each sign as `_SYLLABLE` reads it, and where a syllable begins; the first and the last are line breaks."""
    kind = _kinds(points)
    point = np.flatnonzero(kind == _POINT)
    kind[point[(kind[point - 1] == _DIGIT) & (kind[point + 1] == _DIGIT)]] = _DIGIT
    lost = np.flatnonzero(points == ord(LOST[0]))
    lost = lost[(points[lost + 1] == ord(LOST[1])) & (points[np.minimum(lost + 2, len(points) - 1)] == ord(LOST[2]))]
    for ahead in range(len(LOST)):
        kind[lost + ahead] = _LOST
    begins = kind >= _LETTER
    begins[1:] &= kind[1:] != kind[:-1]
    begins[lost] = True
    return kind, begins


def _kinds(points: UInt32) -> UInt8:
    """The kind of each sign by itself, found once for each distinct sign."""
    table = np.zeros(0x110000, dtype=np.uint8)
    table[points] = 1
    distinct = np.flatnonzero(table.view(np.bool_))
    table[distinct] = [_kind(chr(point)) for point in distinct.tolist()]
    return table[points]


@lru_cache(maxsize=1 << 12)
def _kind(sign: str) -> int:
    return _POINT if sign in ".," else _DIGIT if regex.match(r"\d", sign) else _LETTER if _SYLLABLE.match(sign) else 0


def _distinct(points: UInt32, begin: NDArray[np.integer]) -> tuple[Int32, list[str]]:
    """Number the strings that begin at `begin` and together are `points`: the number of each, and the distinct ones."""
    size = points.itemsize
    offsets = np.append(begin, len(points)).astype(np.int32) * np.int32(size)
    strings = pa.BinaryArray.from_buffers(pa.binary(), len(begin), [None, pa.py_buffer(offsets), pa.py_buffer(points)])
    encoded = strings.dictionary_encode()
    _, bounds, data = encoded.dictionary.buffers()
    ends = (np.frombuffer(bounds, dtype=np.int32)[:len(encoded.dictionary) + 1] // size).tolist()
    text = data.to_pybytes().decode("utf-32-le", "surrogatepass") if data else ""
    return (np.frombuffer(encoded.indices.buffers()[1], dtype=np.int32)[:len(begin)],
            [text[first:end] for first, end in pairwise(ends)])


# Nearly all syllables of a shard were in the shard before.
@lru_cache(maxsize=1 << 16)
def _record(syllable: str) -> int:
    """Hash and flags of a syllable."""
    placed = _place_tone(syllable)
    flags = NUMBER if placed[0].isdigit() else NUMBER | LOST_NUMBER if placed == LOST else 0
    return xxhash.xxh32_intdigest(placed.encode("utf-8", "surrogatepass")) | int(flags) << _FLAGS
