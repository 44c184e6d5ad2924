"""Syllables: a shard's tokens cut into syllables, digits and marks, as columns.

A figure may begin or end inside a token (`đồng_đều`, `chục_triệu`, the raw word `3 tháng`), and raw and segmented text
must read alike: so the grammar works on syllables. Each token form is cut once; the rest is gathering.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from vnnlp.extraction.figures.lexicon import scales, units, word_set
from vnnlp.extraction.figures.spaced import Runs
from vnnlp.shard import Int32, Mask, Shard

_PIECE: Final = regex.compile(r"⟨\?⟩|\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|\d")

DIGITS: Final = 1
NUMERAL: Final = 2
HEAD: Final = 4
LOST_NUMBER: Final = 8
MARK: Final = 16
CANDIDATE: Final = DIGITS | NUMERAL | HEAD | LOST_NUMBER
AFTER_HEAD: Final = 32
"""May follow the head of a date or an ordinal: `tháng này`, `thứ nhất`, `chủ nhật`."""
AFTER_ONE: Final = 64
"""May follow `một` and `hàng` where they are numbers: a magnitude, a unit."""
ONE: Final = 128

NUMERAL_WORDS: Final = word_set("numeral_words")
HEAD_WORDS: Final = word_set("head_words")


_AFTER_HEAD: Final = word_set("after_head")


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a shard. u syllables over v distinct forms; offsets are code points of `shard.text`.

    Syllable k is `shard.text[start[k]:end[k]]`, lies in token `token[k]`, and reads `words[k]` in lower case.
    """

    start: Int32
    end: Int32
    token: Int32
    flags: NDArray[np.uint8]
    """u: what may begin a figure."""
    words: NDArray[np.object_]
    """u: lower case."""
    surfaces: NDArray[np.object_]
    """u: as written."""
    first_of_token: Int32
    """m + 1: token t holds the syllables `first_of_token[t]:first_of_token[t + 1]`."""

    def candidates(self) -> Mask:
        """u: where a figure may begin, by the syllable and the one behind it."""
        following = np.append(self.flags[1:], np.uint8(0))
        heads = (self.flags & (HEAD | NUMERAL | DIGITS)) == HEAD
        refused = heads & ((following & (AFTER_HEAD | DIGITS | NUMERAL | LOST_NUMBER)) == 0)
        refused |= ((self.flags & ONE) != 0) & ((following & (AFTER_ONE | NUMERAL | MARK)) == 0)
        found: Mask = ((self.flags & CANDIDATE) != 0) & ~refused
        return found

    @classmethod
    def of(cls, shard: Shard) -> Syllables:
        """The syllables of all articles of `shard`."""
        cuts = shard.types.column("figures.syllables", _cut)
        counts = cuts.count[shard.token_type]
        first = np.zeros(shard.n_tokens + 1, dtype=np.int64)
        np.cumsum(counts, out=first[1:])
        token = np.repeat(np.arange(shard.n_tokens, dtype=np.int32), counts)
        piece = np.arange(first[-1]) - first[token] + cuts.first[shard.token_type][token]
        form = cuts.form[piece]
        base = shard.token_start[token]
        syllables = cls(
            base + cuts.start[piece],
            base + cuts.end[piece],
            token,
            cuts.flags[form],
            cuts.words[form],
            cuts.surfaces[form],
            first.astype(np.int32),
        )
        trusted = None if shard.untrusted is None else ~shard.untrusted
        return syllables._with_whole_numbers(shard.text)._with_spaced_numbers(shard.text, trusted)

    def _with_whole_numbers(self, text: str) -> Syllables:
        """The same with numbers in one piece that the tokens cut at a mark: `USD1` `,` `23`."""
        digits, mark = (self.flags & DIGITS) != 0, (self.flags & MARK) != 0
        glued = np.zeros(len(self.start), dtype=np.bool_)
        glued[1:] = self.start[1:] == self.end[:-1]
        inner = np.zeros(len(self.start), dtype=np.bool_)
        inner[1:-1] = mark[1:-1] & digits[:-2] & digits[2:] & glued[1:-1] & glued[2:]
        if not inner.any():
            return self
        dropped = inner.copy()
        dropped[1:] |= inner[:-1]
        keep = np.flatnonzero(~dropped)
        stop = np.append(keep[1:], len(self.start)) - 1
        start, end = self.start[keep], self.end[stop]
        words, surfaces = self.words[keep], self.surfaces[keep]
        for at in np.flatnonzero(stop > keep).tolist():
            words[at] = surfaces[at] = text[start[at] : end[at]]
        first = np.searchsorted(keep, self.first_of_token).astype(np.int32)
        return Syllables(start, end, self.token[keep], self.flags[keep], words, surfaces, first)

    def _with_spaced_numbers(self, text: str, trusted: Mask | None) -> Syllables:
        """The same with numbers in one piece whose thousands are set apart: `50 000` reads `50000`, over the whole of it."""
        digits = (self.flags & DIGITS) != 0
        runs = Runs(text, self.words, self.start, self.end, None if trusted is None else trusted[self.token])
        found = list(runs.find(digits))
        if not found:
            return self
        dropped = np.zeros(len(self.start), dtype=np.bool_)
        end, words, surfaces = self.end.copy(), self.words.copy(), self.surfaces.copy()
        for begin, stop in found:
            words[begin] = surfaces[begin] = "".join(self.words[begin:stop])
            end[begin] = self.end[stop - 1]
            dropped[begin + 1 : stop] = True
        keep = np.flatnonzero(~dropped)
        first = np.searchsorted(keep, self.first_of_token).astype(np.int32)
        return Syllables(self.start[keep], end[keep], self.token[keep], self.flags[keep], words[keep], surfaces[keep], first)


@dataclass(frozen=True, slots=True)
class _Cuts:
    """The pieces of every token form, one form behind the other."""

    count: Int32
    first: Int32
    start: Int32
    end: Int32
    form: Int32
    flags: NDArray[np.uint8]
    words: NDArray[np.object_]
    surfaces: NDArray[np.object_]


def _cut(forms: Sequence[str]) -> _Cuts:
    number: dict[str, int] = {}
    count, start, end, form = [], [], [], []
    for token in forms:
        if token.isalpha():
            count.append(1)
            start.append(0)
            end.append(len(token))
            form.append(number.setdefault(token, len(number)))
            continue
        pieces = list(_PIECE.finditer(token))
        count.append(len(pieces))
        for piece in pieces:
            start.append(piece.start())
            end.append(piece.end())
            form.append(number.setdefault(piece.group(), len(number)))
    surfaces = np.empty(len(number), dtype=object)
    surfaces[:] = list(number)
    words = np.empty(len(number), dtype=object)
    words[:] = [surface.casefold() for surface in number]
    counts = np.array(count, dtype=np.int32)
    first = np.zeros(len(forms), dtype=np.int32)
    np.cumsum(counts[:-1], out=first[1:])
    return _Cuts(
        counts,
        first,
        np.array(start, dtype=np.int32),
        np.array(end, dtype=np.int32),
        np.array(form, dtype=np.int32),
        np.fromiter(map(_flags, words), dtype=np.uint8, count=len(words)),
        words,
        surfaces,
    )


@cache
def _after_one() -> frozenset[str]:
    return units().firsts | frozenset(scales()) | {"phần", "nửa", "vài", "mấy", "phẩy", "chấm", "trong"}


def _flags(word: str) -> int:
    if word == "⟨?⟩":
        return LOST_NUMBER
    if word[0].isdecimal():
        return DIGITS
    if word in (".", ","):
        return MARK
    flags = AFTER_ONE * (word in _after_one()) | ONE * (word in ("một", "hàng"))
    flags |= AFTER_HEAD * (word in _AFTER_HEAD or (len(word) <= 5 and set(word) <= {"i", "v", "x"}))
    return flags | NUMERAL * (word in NUMERAL_WORDS) | HEAD * (word in HEAD_WORDS)
