"""Sentences: at line breaks and after `.` `?` `!` `…`, decided on the few tokens where one may end.

A line break ends a sentence (a headline, a bullet and an article's end have no full stop), unless a long line breaks off
before a small letter: a wrapped line. After a full stop and the quotes and brackets that close behind it, the next token
decides: a small letter or a comma goes on. A full stop of an abbreviation (`TP.`) is part of its token and never ends a
sentence; spaced apart (`TP . HCM`) it is known by the token before it. Measured: `python -m tests.benchmarks.segmentation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Int32, Mask, Types

ENDERS = frozenset(".?!…")
CLOSERS = frozenset("”»’)]}›")
OPENERS = frozenset("“«‘([{‹")
_GO_ON = frozenset(",;%/")
_DASHES = frozenset("-–—")
_WRAPPED = 60
"""Code points of the shortest line that counts as wrapped."""

_OTHER, _STOP, _ENDER, _CLOSER, _OPENER, _QUOTE, _DASH, _GOES_ON, _SMALL, _CAPITAL, _NUMBER, _ABBREVIATION, _CLASS_WORD, \
    _THREE_DIGITS, _COLON, _ELLIPSIS, _ZEROS, _INITIAL = range(18)
"""Classes of tokens: what a form can tell about a boundary beside it. `_ABBREVIATION` may stand before a full stop that is
spaced apart (`TP . HCM`), `_CLASS_WORD` before one and a number (`q . 1`)."""

_NUMBERS: Final = (_NUMBER, _THREE_DIGITS, _ZEROS)

_Indices = NDArray[np.int64]


def _classes(forms: Sequence[str]) -> NDArray[np.uint8]:
    """The class of each form."""
    abbreviations, class_words = _spaced_abbreviations()
    fixed = {".": _STOP, ":": _COLON, '"': _QUOTE, **dict.fromkeys(CLOSERS, _CLOSER), **dict.fromkeys(OPENERS, _OPENER),
             **dict.fromkeys(_GO_ON, _GOES_ON), **dict.fromkeys(abbreviations, _ABBREVIATION),
             **dict.fromkeys(class_words, _CLASS_WORD)}
    return np.fromiter((fixed[form] if form in fixed else _class_of(form) for form in forms), dtype=np.uint8, count=len(forms))


def _class_of(form: str) -> int:
    first = form[0]
    if len(form) == 1 and form.isupper():
        return _INITIAL
    if first.islower():
        return _SMALL
    if first.isalpha():
        return _CAPITAL
    if first.isdigit():
        if len(form) != 3 or not form.isdigit():
            return _NUMBER
        return _ZEROS if form == "000" else _THREE_DIGITS
    if first == "…" or form.startswith(".."):
        return _ELLIPSIS
    if first in ENDERS:
        return _ENDER
    return _DASH if first in _DASHES else _OTHER


@cache
def _spaced_abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    rows = read_lexicon("abbreviations")
    return (frozenset(row["form"] for row in rows if row["kind"] in ("place", "title")),
            frozenset(row["form"] for row in rows if row["kind"] == "place_number"))


def sentence_starts(types: Types, token_type: Int32, start: Int32, end: Int32, lines: Int32, article_token: Int32) -> Mask:
    """m: whether a sentence begins at each token.

    `start` and `end` are the tokens' offsets, `lines` those of the line breaks, `article_token` the bounds of the articles.
    """
    m = len(token_type)
    if not m:
        return np.zeros(0, dtype=np.bool_)
    # Sentinels behind, so that looking ahead needs no bounds.
    kind = np.zeros(m + 6, dtype=np.uint8)
    kind[:m] = types.column("sentence_class", _classes)[token_type]
    line = np.searchsorted(lines, start).astype(np.int32)
    new_line = np.ones(m + 6, dtype=np.bool_)
    new_line[1:m] = line[1:] != line[:-1]
    new_line[article_token[:-1][article_token[:-1] < m]] = True
    starts: Mask = new_line[:m].copy()
    _join_wrapped(starts, kind, line, start, end, lines, article_token)
    ender = np.flatnonzero((kind[:m] == _STOP) | (kind[:m] == _ENDER) | (kind[:m] == _ELLIPSIS))
    after = _behind_closing(ender, kind, new_line, _closing_quotes(kind, new_line, start, end))
    candidate = ~new_line[np.minimum(after, m)] & (after < m)
    ender, after = ender[candidate], after[candidate]
    glued = np.append(False, end[:-1] == start[1:])
    ends = _ends_sentence(ender, after, kind, new_line, glued)
    starts[after[ends]] = True
    return starts


def _closing_quotes(kind: NDArray[np.uint8], new_line: Mask, start: Int32, end: Int32) -> Mask:
    """Whether each straight quote closes: by the space around it, by what stands beside it, else by taking turns in a line."""
    closing = np.zeros(len(kind), dtype=np.bool_)
    quotes = np.flatnonzero(kind == _QUOTE)
    if not len(quotes):
        return closing
    last = len(start) - 1
    before, after = np.maximum(quotes - 1, 0), np.minimum(quotes + 1, last)
    glued_before = (end[before] == start[quotes]) & (quotes > 0)
    glued_after = (start[after] == end[quotes]) & (quotes < last)
    goes_on = np.isin(kind[quotes + 1], (_STOP, _ENDER, _CLOSER, _GOES_ON)) & ~new_line[quotes + 1]
    told = np.where(glued_before & ~glued_after, 1, np.where(glued_after & ~glued_before & ~goes_on, -1, 0))
    told[(told == 0) & goes_on] = 1
    told[(told == 0) & (kind[before] == _COLON) & ~new_line[quotes]] = -1
    line = np.cumsum(new_line)[quotes]
    is_open, of_line = False, -1
    for place, sure, here in zip(quotes.tolist(), told.tolist(), line.tolist(), strict=True):
        if here != of_line:
            is_open, of_line = False, here
        closing[place] = sure == 1 or (sure == 0 and is_open)
        is_open = not closing[place]
    return closing


def _behind_closing(ender: _Indices, kind: NDArray[np.uint8], new_line: Mask, closing: Mask) -> _Indices:
    """The first token behind each ender that neither ends nor closes."""
    after = ender + 1
    for _ in range(4):
        closes = ((kind[after] <= _CLOSER) & (kind[after] >= _STOP)) | (kind[after] == _ELLIPSIS) | closing[after]
        after = after + (closes & ~new_line[after])
    return after


def _ends_sentence(ender: _Indices, after: _Indices, kind: NDArray[np.uint8], new_line: Mask, glued: Mask) -> Mask:
    """Whether the ender at `ender` ends a sentence, where `after` is the first token behind it and what closes with it."""
    follows, before = kind[after], kind[np.maximum(ender - 1, 0)]
    here = kind[ender]
    directly = after == ender + 1
    ends: Mask = ~np.isin(follows, (_SMALL, _GOES_ON, _COLON))
    # `… ” - ông nói`: a dash before a small letter goes on; so does a number behind an ellipsis.
    ends &= ~((follows == _DASH) & (kind[after + 1] == _SMALL))
    # `… ! ” - Thư nói`: a dash behind a closing quote tells who spoke.
    ends &= ~((follows == _DASH) & ~directly & ((kind[after - 1] == _QUOTE) | (kind[after - 1] == _CLOSER)))
    is_number = np.isin(follows, _NUMBERS)
    behind_number = np.isin(before, _NUMBERS)
    ends &= ~((here == _ELLIPSIS) & is_number)
    at_start = new_line[np.maximum(ender - 1, 0)] & ~new_line[ender]
    # `1 . Mở đầu` at the start of a line is a number of a list; `TP . HCM` and `q . 1` are abbreviations; `25. 000` a number.
    stops = (here == _STOP) & directly
    ends &= ~(stops & behind_number & at_start)
    ends &= ~(stops & ((before == _ABBREVIATION) | ((before == _CLASS_WORD) & is_number)))
    # `ông H. (55 tuổi)`: an initial, unless a capital follows.
    is_initial = glued[ender] & ((before == _INITIAL) | (before == _CLASS_WORD))
    ends &= ~(stops & is_initial & np.isin(follows, (_OPENER, _QUOTE, _OTHER, *_NUMBERS)))
    ends &= ~(stops & behind_number & ((follows == _ZEROS) | (glued[ender] & (follows == _THREE_DIGITS))))
    return ends


def _join_wrapped(starts: Mask, kind: NDArray[np.uint8], line: Int32, start: Int32, end: Int32, lines: Int32,
                  article_token: Int32) -> None:
    """Take back the starts of lines that only go on from a wrapped line."""
    at = np.flatnonzero(starts)[1:]
    open_end = np.isin(kind[at - 1], (_OTHER, _GOES_ON, _SMALL, _CAPITAL, _INITIAL, *_NUMBERS, _ABBREVIATION, _CLASS_WORD))
    at = at[(kind[at] == _SMALL) & open_end & (line[at] - line[at - 1] == 1)]
    at = at[~np.isin(at, article_token)]
    break_before = lines[line[at] - 1]
    previous_break = np.where(line[at] > 1, lines[np.maximum(line[at] - 2, 0)], -1)
    starts[at[break_before - previous_break > _WRAPPED]] = False
