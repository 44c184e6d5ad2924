"""From text to columns: chunks between white space, their distinct forms, and the tokens of each, without a loop over tokens.

White space is found twice, in the code points (where offsets count) and in the UTF-8 bytes (where Arrow compares): the two
lists run in step, because every white space is made one byte first. Arrow then numbers the distinct chunks in order of
first appearance, `split_chunk` looks at each distinct chunk once, and numpy lays the results out over all occurrences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vnnlp.arrays import numbers_of
from vnnlp.segmentation.tokens import split_chunk
from vnnlp.shard import Int32

_WIDE_SPACE = "\x7f\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a" \
    "\x9b\x9c\x9d\x9e\x9f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f" \
    "\u205f\u2060\u3000\ufeff"
_TO_SPACE = {ord(sign): ("\n" if sign in "\x85\u2028\u2029" else " ") for sign in _WIDE_SPACE}
"""White space and its like beyond ASCII: a gap between tokens. Every ASCII control character is one too."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Tokens of a text: offsets in code points, the type of each, and the distinct forms in order of first appearance."""

    start: Int32
    end: Int32
    type: Int32
    forms: list[str]
    lines: Int32
    """Offsets of the line breaks."""


def columns_of(text: str) -> Columns:
    """The tokens of `text`, chunk by chunk (see tokens.py); no rule here looks beyond one chunk.

    >>> columns_of("khách_hàng VIP. Khách").forms
    ['khách_hàng', 'VIP', '.', 'Khách']
    """
    if not text.isascii():
        # translate() is slow on long texts: only where one of these signs is there at all.
        present = [sign for sign in _WIDE_SPACE if sign in text]
        for sign in present:
            text = text.replace(sign, _TO_SPACE[ord(sign)])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    gap = np.flatnonzero(points <= 32)
    start, end = _between(gap, len(points))
    lines = gap[points[gap] == 10].astype(np.int32)
    first, last = _between(np.flatnonzero(data <= 32), len(data))
    chunk, chunks = distinct(data, first, last)
    tokens, shifts, counts = _split_all(chunks)
    return _lay_out(start, chunk, tokens, shifts, counts, lines, end)


def _between(gap: NDArray[np.int64], length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of the non-empty stretches between the positions `gap`."""
    start = np.concatenate(([0], gap + 1))
    end = np.concatenate((gap, [length]))
    kept = end > start
    return start[kept], end[kept]


def distinct(data: NDArray[np.uint8], start: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[Int32, list[str]]:
    """Number the byte strings `data[start:end]`: the number of each, and the strings in order of first appearance."""
    lengths = end - start
    offsets = np.zeros(len(start) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    # The stretches without what lies between them: one byte mask is quicker than as many slices.
    packed = data[data > 32] if len(start) else data[:0]
    strings = pa.BinaryArray.from_buffers(pa.binary(), len(start), [None, pa.py_buffer(offsets), pa.py_buffer(packed)])
    encoded = strings.dictionary_encode()
    forms = [form.decode("utf-8", "surrogatepass") for form in encoded.dictionary.to_pylist()]
    return numbers_of(encoded.indices), forms


def _split_all(chunks: Sequence[str]) -> tuple[list[str], list[int], NDArray[np.int64]]:
    """All tokens of the distinct chunks in order: their forms, their offsets in the chunk, and how many each chunk has."""
    forms: list[str] = []
    shifts: list[int] = []
    counts = np.ones(len(chunks), dtype=np.int64)
    for number, chunk in enumerate(chunks):
        spans = split_chunk(chunk)
        if len(spans) == 1 and spans[0][1] - spans[0][0] == len(chunk):
            forms.append(chunk)
            shifts.append(0)
            continue
        counts[number] = len(spans)
        for start, end in spans:
            forms.append(chunk[start:end])
            shifts.append(start)
    return forms, shifts, counts


def _lay_out(start: NDArray[np.int64], chunk: Int32, tokens: list[str], shifts: list[int], counts: NDArray[np.int64],
             lines: Int32, end: NDArray[np.int64]) -> Columns:
    """Each occurrence of a chunk becomes its tokens."""
    number_of: dict[str, int] = {}
    type_of = np.array([number_of.setdefault(form, len(number_of)) for form in tokens], dtype=np.int32)
    first = np.concatenate(([0], np.cumsum(counts)))
    if len(tokens) == len(counts) and bool((counts == 1).all()) and not any(shifts):
        token = chunk
        token_start = start
    else:
        repeats = counts[chunk]
        total = int(repeats.sum())
        begins = np.cumsum(repeats) - repeats
        within = np.arange(total, dtype=np.int64) - np.repeat(begins, repeats)
        token = (np.repeat(first[chunk], repeats) + within).astype(np.int32)
        token_start = np.repeat(start, repeats) + np.array(shifts, dtype=np.int64)[token]
    lengths = np.array([len(form) for form in tokens], dtype=np.int64)
    token_end = token_start + lengths[token]
    return Columns(token_start.astype(np.int32), token_end.astype(np.int32), type_of[token], list(number_of), lines)


def renumber(types: NDArray[np.integer[Any]], forms: Sequence[str]) -> tuple[Int32, list[str]]:
    """The same tokens with the types in order of first appearance, and only those that appear."""
    first = np.full(len(forms), len(types), dtype=np.int64)
    first[types[::-1]] = np.arange(len(types) - 1, -1, -1)
    order = np.argsort(first, kind="stable")
    order = order[first[order] < len(types)]
    number = np.zeros(len(forms), dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return number[types], [forms[index] for index in order.tolist()]
