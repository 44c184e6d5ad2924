"""Sentences: at line breaks and after `.` `?` `!` `…`, decided on the few tokens where one may end.

A line break ends a sentence (a headline, a bullet and an article's end have no full stop), unless a long line breaks off
before a small letter: a wrapped line. After a full stop and the quotes and brackets that close behind it, the next token
decides: a small letter or a comma goes on. A full stop of an abbreviation (`TP.`) is part of its token and never ends a
sentence; spaced apart (`TP . HCM`) it is known by the token before it. Measured: `python -m tests.benchmarks.segmentation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Int32, Mask, Types

ENDERS = frozenset(".?!…")
CLOSERS = frozenset("”»’)]}›")
OPENERS = frozenset("“«‘([{‹")
_GOES_ON = frozenset(",;:%/)]}”»’")
_DASHES = frozenset("-–—")
_WRAPPED = 60
"""Code points of the shortest line that counts as wrapped."""

_Indices = NDArray[np.int64]


def _classes(forms: Sequence[str]) -> NDArray[np.uint8]:
    """One class a form: 1 full stop, 2 other ender, 3 closer, 4 opener, 5 straight quote, 6 dash, 7 goes on, 8 small letter,
    9 capital, 10 digits, 11 abbreviation that may stand before a spaced full stop, 0 anything else."""
    abbreviations = _spaced_abbreviations()
    classes = np.zeros(len(forms), dtype=np.uint8)
    for number, form in enumerate(forms):
        first = form[0]
        if first in ENDERS:
            classes[number] = 1 if form == "." else 2
        elif form in abbreviations:
            classes[number] = 11
        elif first.islower():
            classes[number] = 8
        elif first.isalpha():
            classes[number] = 9
        elif first.isdigit():
            classes[number] = 10
        elif form in CLOSERS:
            classes[number] = 3
        elif form in OPENERS:
            classes[number] = 4
        elif form in "\"'":
            classes[number] = 5
        elif first in _DASHES:
            classes[number] = 6
        elif form in _GOES_ON:
            classes[number] = 7
    return classes


@cache
def _spaced_abbreviations() -> frozenset[str]:
    return frozenset(row["form"] for row in read_lexicon("abbreviations") if row["kind"] in ("place", "title"))


def sentence_starts(types: Types, token_type: Int32, start: Int32, end: Int32, lines: Int32, article_token: Int32) -> Mask:
    """m: whether a sentence begins at each token.

    `start` and `end` are the tokens' offsets, `lines` those of the line breaks, `article_token` the bounds of the articles.
    """
    m = len(token_type)
    if not m:
        return np.zeros(0, dtype=np.bool_)
    # Two sentinels behind, so that looking ahead needs no bounds.
    kind = np.zeros(m + 6, dtype=np.uint8)
    kind[:m] = types.column("sentence_class", _classes)[token_type]
    line = np.searchsorted(lines, start).astype(np.int32)
    new_line = np.ones(m + 6, dtype=np.bool_)
    new_line[1:m] = line[1:] != line[:-1]
    new_line[article_token[:-1][article_token[:-1] < m]] = True
    starts: Mask = new_line[:m].copy()
    _join_wrapped(starts, kind, line, start, end, lines, article_token)
    ender = np.flatnonzero((kind[:m] == 1) | (kind[:m] == 2))
    after = _behind_closing(ender, kind, new_line, _inside_quotes(kind[:m], new_line[:m]))
    candidate = ~new_line[np.minimum(after, m)] & (after < m)
    ender, after = ender[candidate], after[candidate]
    ends = _ends_sentence(ender, after, kind, new_line)
    starts[after[ends]] = True
    return starts


def _inside_quotes(kind: NDArray[np.uint8], new_line: Mask) -> Mask:
    """m: whether a straight quote is open before each token, counted from the start of the line."""
    quotes = np.cumsum(kind == 5)
    before = quotes - (kind == 5)
    at_line = before[np.flatnonzero(new_line)]
    opened: Mask = ((before - np.repeat(at_line, np.diff(np.append(np.flatnonzero(new_line), len(kind))))) % 2).astype(np.bool_)
    return np.append(opened, np.zeros(6, dtype=np.bool_))


def _behind_closing(ender: _Indices, kind: NDArray[np.uint8], new_line: Mask, inside: Mask) -> _Indices:
    """The first token behind each ender that neither ends nor closes."""
    after = ender + 1
    for _ in range(4):
        closes = (kind[after] <= 3) & (kind[after] >= 1) | ((kind[after] == 5) & inside[after])
        after = after + (closes & ~new_line[after])
    return after


def _ends_sentence(ender: _Indices, after: _Indices, kind: NDArray[np.uint8], new_line: Mask) -> Mask:
    follows, before = kind[after], kind[np.maximum(ender - 1, 0)]
    ends: Mask = (follows != 8) & (follows != 7)
    # `… ” - ông nói`: a dash before a small letter goes on.
    ends &= ~((follows == 6) & (kind[after + 1] == 8))
    at_start = new_line[np.maximum(ender - 1, 0)] & ~new_line[ender]
    # `1 . Mở đầu` at the start of a line is a number of a list; `TP . HCM` is an abbreviation.
    ends &= ~((kind[ender] == 1) & (before == 10) & at_start)
    ends &= ~((kind[ender] == 1) & (before == 11) & (after == ender + 1))
    return ends


def _join_wrapped(starts: Mask, kind: NDArray[np.uint8], line: Int32, start: Int32, end: Int32, lines: Int32,
                  article_token: Int32) -> None:
    """Take back the starts of lines that only go on from a wrapped line."""
    at = np.flatnonzero(starts)[1:]
    at = at[(kind[at] == 8) & np.isin(kind[at - 1], (0, 7, 8, 9, 10, 11)) & (line[at] - line[at - 1] == 1)]
    at = at[~np.isin(at, article_token)]
    break_before = lines[line[at] - 1]
    previous_break = np.where(line[at] > 1, lines[np.maximum(line[at] - 2, 0)], -1)
    starts[at[break_before - previous_break > _WRAPPED]] = False
