"""The syllables of token forms, as they are compared: of one form as strings, of all forms of a shard as hashes at once.

A syllable is a run of letters or one number, in lower case, tone marks kept, their place folded (`hoà` is `hòa`); `_` and
punctuation only separate. A number is never folded: `36,5` and `36,7` differ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex
from numpy.typing import NDArray

from vnnlp.dedup.hashing import UInt32, hash_strings
from vnnlp.dedup.vectors import Int64, Mask
from vnnlp.shard import LOST, Int32

UInt8 = NDArray[np.uint8]

NUMBER, LOST_NUMBER = np.uint8(1 << 4), np.uint8(1 << 5)
"""Flags of a syllable; the lower bits are for its place (see syllables.py)."""

_SYLLABLE = regex.compile(r"⟨\?⟩|\d+(?:[.,]\d+)*|[^\W\d_]+")
_DIGITS = regex.compile(r"\d")
_NEW_PLACE = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
              "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}

_POINT, _LETTER, _DIGIT, _LOST = 1, 2, 3, 4
"""Kinds of signs; a syllable is a run of one of the last three, and 0 is every other sign."""
_FLAGS = np.array([0, 0, 0, NUMBER, NUMBER | LOST_NUMBER], dtype=np.uint8)
_BREAK = ord("\n")


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

    What `fold` finds, for all forms in one pass over their code points: no form holds a line break, so that they lie in one
    text, each behind one.

    >>> [column.tolist() for column in hash_forms(["Hà_Nội", "...", "36,5"])][::2]
    [[0, 2, 2, 3], [0, 0, 16]]
    """
    text = "\n".join(("", *forms, "")).casefold()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind, begins = _read(points)
    word = kind >= _LETTER
    begin = np.flatnonzero(begins)
    bounds = np.append(np.cumsum(word)[begin] - 1, np.count_nonzero(word))
    signs = _tones_placed(points[word], bounds)
    size = np.zeros(len(signs) + 1, dtype=np.int64)
    np.cumsum(1 + (signs >= 0x80).view(np.uint8) + (signs >= 0x800) + (signs >= 0x10000), out=size[1:])
    data = signs.tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")
    return np.cumsum(begins, dtype=np.int32)[points == _BREAK], hash_strings(data, size[bounds]), _FLAGS[kind[begin]]


def _read(points: UInt32) -> tuple[UInt8, Mask]:
    """The kind of each sign as `_SYLLABLE` reads it, and where a syllable begins; the first and the last are line breaks."""
    table = np.zeros(0x110000, dtype=np.uint8)
    table[points] = 1
    distinct = np.flatnonzero(table.view(np.bool_))
    table[distinct] = [*map(_kind, map(chr, distinct.tolist()))]
    kind = table[points]
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


def _kind(sign: str) -> int:
    return _POINT if sign in ".," else _DIGIT if _DIGITS.match(sign) else _LETTER if _SYLLABLE.match(sign) else 0


def _tones_placed(signs: UInt32, bounds: Int64) -> UInt32:
    """The signs of syllables with every tone mark in its new place, as `_place_tone` has it."""
    length = np.diff(bounds)
    end, longer = bounds[1:][length > 1], length[length > 1] > 2
    opens = np.isin(signs[end - 2], [ord(old[0]) for old in _NEW_PLACE]) & ~(longer & (signs[end - 3] == ord("q")))
    end = end[opens]
    first, last = signs[end - 2], signs[end - 1]
    placed = signs.copy()
    for old, new in _NEW_PLACE.items():
        rows = end[(first == ord(old[0])) & (last == ord(old[1]))]
        placed[rows - 2], placed[rows - 1] = ord(new[0]), ord(new[1])
    return placed
