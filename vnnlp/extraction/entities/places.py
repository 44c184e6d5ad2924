"""Places: numbered ones (`quận 1`, `Q.1`), and well-known ones that the model missed or took for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import in_day
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View

_NUMBERED: Final = frozenset({"quận", "phường", "q.", "p.", "q", "quốc lộ", "tỉnh lộ"})
_HYPHENS: Final = frozenset({"-", "–"})
_LANGUAGE: Final = frozenset({"tiếng", "chữ", "môn"})


def place_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Numbered districts and known names of countries, provinces and cities."""
    taken = {token: span for span in spans for token in range(span.first, span.last)}
    flags = view.among("numbered", _NUMBERED)
    for token in view.where(flags):
        after = token + 1
        if after < len(view.types) and not view.opens[after] and after not in taken and _is_number(view, after) and (
                token not in taken or taken[token].last == after):
            yield span_of(view.shard, token, after + 1, "LOC", confidence=0.9)
    known = view.shard.types.flags("entity known place", _is_known)
    titles = knowledge.titles()
    for token in np.flatnonzero(known[view.shard.token_type]).tolist():
        span = taken.get(token)
        before = view.fold(token - 1) if token and not view.opens[token] else ""
        alone = span is None or (span.label == "PER" and span.last - span.first == 1 and span.confidence < 0.95)
        if alone and before not in _LANGUAGE and before not in titles and not (
                _continues(view, token) or in_day(view, token)):
            yield span_of(view.shard, token, token + 1, "LOC", confidence=0.85, method="lexicon")


def parted_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Well-known places of several tokens, all in capitals: `Hà` `Nội`, `Bà_Rịa - Vũng_Tàu`; longer names of others stay."""
    single = view.shard.types.flags("place piece", lambda form: (
        form in _HYPHENS or (form[:1].isupper() and form.replace("_", "").isalpha())))[view.shard.token_type]
    found = knowledge.parted_places().find(view.shard, within=single)
    several = bool((found.end > found.start + 1).any())
    taken = {token: span for span in spans for token in range(span.first, span.last)} if several else {}
    for first, last in zip(found.start.tolist(), found.end.tolist(), strict=True):
        if last == first + 1:
            continue
        over = {id(taken[token]): taken[token] for token in range(first, last) if token in taken}
        inside = all(span.label in {"PER", "LOC"} and span.method != "rule" and span.first >= first and span.last <= last
                     for span in over.values())
        capital = all(view.is_capital(token) or view.form(token) in _HYPHENS for token in range(first, last))
        whole = len(over) == 1 and all(span.last - span.first == last - first and span.label == "LOC" for span in over.values())
        if whole:
            continue
        if inside and capital and not in_day(view, first):
            yield span_of(view.shard, first, last, "LOC", confidence=0.85, method="lexicon")


def _is_number(view: View, token: int) -> bool:
    form = view.form(token)
    return form[:1].isdigit() and len(form) <= 3 and form.isalnum()


def _is_known(form: str) -> bool:
    """Whether a form is a place and nothing else: two syllables or more, or a foreign name of five letters or more."""
    return form[:1].isupper() and knowledge.key(form) in knowledge.well_known()


def _continues(view: View, token: int) -> bool:
    """Whether a capitalised neighbour makes a longer name of it."""
    before = token > 0 and not view.opens[token] and view.is_capital(token - 1) and not view.opens[token - 1]
    after = token + 1 < len(view.types) and not view.opens[token + 1] and view.is_capital(token + 1)
    return bool(before or after)
