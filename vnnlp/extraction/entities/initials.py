"""People whose names are cut to letters, or hold an apostrophe: `chị N. Hoa`, `bà N.T.H.`, `ông Trần V. Nam`, `K ’ Chi`.

Newspapers hide the names of victims and customers so. A full stop behind a letter often passes for a sentence's end: a name
may go on behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import regex

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_LETTERS: Final = regex.compile(r"(?:[A-ZĐ][hrg]?\.){0,4}[A-ZĐ][hrg]?")
"""The letters of a name as one token: `N`, `N.T`, `T.Th`."""
_APOSTROPHES: Final = frozenset("'’")
_MOST: Final = 4
"""Steps (a word, or a letter with its full stop) of the longest name."""


def initial_spans(view: View) -> Iterator[Span]:
    """Names with letters for words, behind a title."""
    letters = view.shard.types.flags("letters of a name", lambda form: (
        form[:1].isupper() and _LETTERS.fullmatch(form) is not None))
    titles = view.among("title", knowledge.titles())
    types = view.shard.token_type
    follows = np.zeros(len(types), dtype=np.bool_)
    if len(types) > 2:
        follows[:-1] = letters[types[1:]]
        # `ông Trần V . Nam`: a family name may stand between.
        follows[:-2] |= letters[types[2:]] & view.capital[types[1:-1]]
    for token in np.flatnonzero(titles[types] & follows).tolist():
        end = _name_end(view, token + 1)
        if end is not None and not view.opens[token + 1]:
            yield span_of(view.shard, token + 1, end, "PER", confidence=0.9)


def _name_end(view: View, first: int) -> int | None:
    """The end of a name with letters for words that begins at a token; None where there is no letter with a full stop."""
    end, dotted = first, False
    size = len(view.types)
    for _ in range(_MOST):
        if end >= size or not view.is_capital(end) or not view.is_word(end):
            break
        if _LETTERS.fullmatch(view.form(end)) is None:
            # A word in full: a family name before the letters, a given name behind them.
            known = knowledge.name_parts("given") if dotted else knowledge.name_parts("family")
            if view.form(end) not in known or (view.opens[end] and not dotted):
                break
            end += 1
            if dotted:
                return end
            continue
        stop = end + 1 < size and view.form(end + 1) == "." and not view.opens[end + 1]
        if not stop:
            return end + 1 if dotted or "." in view.form(end) else None
        dotted = True
        if end + 2 < size and view.is_capital(end + 2) and (
                _LETTERS.fullmatch(view.form(end + 2)) is not None or view.form(end + 2) in knowledge.name_parts("given")):
            end += 2
            continue
        adjacent = int(view.shard.token_start[end + 1]) == int(view.shard.token_end[end])
        return end + 1 + adjacent
    return end if dotted else None


def apostrophe_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Names parted at an apostrophe: `K ’ Chi`, `Tim O ’ Brien`, `Mark D ' Amico`."""
    flags = view.shard.types.flags("apostrophe", lambda form: form in _APOSTROPHES)
    around: dict[int, Span] | None = None
    for token in view.where(flags):
        if not 0 < token < len(view.types) - 1 or view.opens[token:token + 2].any():
            continue
        first, last = token - 1, token + 2
        capitals = view.is_capital(first) and view.is_capital(token + 1)
        if len(view.form(first)) != 1 or len(view.form(token + 1)) < 2 or not capitals:
            continue
        if around is None:
            around = {place: span for span in spans for place in range(span.first, span.last)}
        over = [around[place] for place in (first, token + 1) if place in around]
        if any(span.label == "PROD" or span.last - span.first > 4 or span.method == "lexicon" for span in over):
            continue
        before = view.form(first - 1) if first and not view.opens[first] else ""
        if before[:1].isupper() and before.isalpha() and before.isascii() and not is_vietnamese(before.casefold()):
            first -= 1
        begin = min([first, *(span.first for span in over if span.label == "PER")])
        yield span_of(view.shard, begin, last, "PER", confidence=0.85)
