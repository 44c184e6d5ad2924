"""People: names behind titles, bylines and photo credits, short mentions of a person named before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View

_NAME: Final = 5
"""Tokens of the longest name (raw text may have a token a syllable)."""
_PERSONAL: Final = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "cụ", "em"})
"""Titles that stand before any given name."""
_NOBODY: Final = frozenset({"PV", "TL", "T.L", "CTV", "NVCC", "Internet", "Tư_liệu", "Tư liệu", "Minh_hoạ", "Minh_họa", "FB",
                            "Nguồn", "KT", "T", "GT", "ST", "BTC"})
"""Credits that name nobody: the reporter, the archive, the net."""
_BYLINE: Final = 6
"""Tokens of the longest line that is a byline."""


def titled_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """A capitalised name behind a strict title is a person, where the model saw none."""
    people = {token: span for span in spans if span.label == "PER" for token in range(span.first, span.last)}
    flags = view.among("strict title", knowledge.strict_titles())
    limit_all = len(view.types)
    for token in view.where(flags):
        first = token + 1
        if first < limit_all and view.form(first) == "." and not view.opens[first]:
            first += 1
        if first + 1 < limit_all and not view.opens[first + 1] and view.is_capital(first + 1) and (
                view.fold(token) not in _PERSONAL and knowledge.key(view.form(first)) in knowledge.countries()):
            first += 1  # `Tổng_thống Mỹ Donald_Trump`: the country is no part of the name.
        if first >= limit_all or view.opens[first]:
            continue
        end = _name_end(view, first)
        if first in people and not _cut_short(view, people[first], first, end):
            if people[first].method == "model" and people[first].first == first:
                people[first].method = "rule"  # The title settles it, and the article's other mentions with it.
            continue
        if end == first + 1 and end < limit_all and view.form(end) == "." and len(view.form(first)) == 1 and not view.opens[end]:
            end += 1
        if end > first and not _other(view, token, first, end):
            yield span_of(view.shard, first, end, "PER", confidence=0.9)


def _cut_short(view: View, span: Span, first: int, end: int) -> bool:
    """Whether the model has only the family name of a full name whose syllables are tokens: `Đại úy [Lê] Thế Hưng`."""
    syllables = not any("_" in view.form(token) or " " in view.form(token) for token in range(first, end))
    family = view.form(first) in knowledge.name_parts("family")
    return span.first == first and span.last == first + 1 and end > span.last and family and syllables


def famous_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """People known by one foreign word, where the model saw nothing or something else than a longer name."""
    famous = knowledge.famous()
    flags = view.shard.types.flags("famous", lambda form: form in famous)
    where = view.where(flags)
    starts = [span.first for span in spans] if where else []
    for token in where:
        place = bisect_right(starts, token) - 1
        span = spans[place] if place >= 0 and spans[place].last > token else None
        if span is None or (span.last == token + 1 and span.first == token and span.label != "PER"):
            yield span_of(view.shard, token, token + 1, "PER", confidence=0.85, method="lexicon")


def _name_end(view: View, first: int) -> int:
    limit = min(view.limit(first), first + _NAME)
    end = first
    while end < limit and view.is_word(end) and not view.has_digit(end):
        middle = end == first + 1 and view.form(end) in {"văn", "thị"} and end + 1 < limit and view.is_capital(end + 1)
        if not view.is_capital(end) and not middle:
            break
        if end > first and (view.is_head(end) or view.fold(end) in knowledge.titles() or "_" in view.form(end)):
            break
        end += 1
    return end


def _other(view: View, title: int, first: int, end: int) -> bool:
    """Whether what follows a title is known to be no person: a place, a head word, an acronym, a country after `anh`."""
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[end - 1]]
    if view.is_head(first) or view.fold(first) in knowledge.titles() or view.shapes[view.types[first]] in {"A", "0A"}:
        return True
    if view.form(title) == "Anh" and not view.opens[title]:
        return True
    known = knowledge.key(text) in knowledge.places() and view.fold(title) not in _PERSONAL
    return known or any(matcher.get(text) is not None for matcher in (
        knowledge.carriers()[0], knowledge.organisations(), knowledge.bodies()[0]))


def byline_spans(view: View) -> Iterator[Span]:
    """Credits of photographs (`Ảnh : ĐỨC_THIỆN`), and an article's last line: `Thanh_Hương ( t / h )`, `Thu_Hà Theo Báo_Mới`."""
    shard = view.shard
    flags = view.among("photo", {"ảnh", "ảnh:", "clip"})
    for token in view.where(flags):
        first = token + 1
        if first + 1 < len(view.types) and not view.opens[first] and view.form(first) in {":", ";"}:
            end = _credit_end(view, first + 1)
            if end > first + 1 and view.form(first + 1) not in _NOBODY:
                yield span_of(shard, first + 1, end, _credit_label(view, first + 1, end), confidence=0.8)
    theo = shard.types.flags("entity theo", lambda form: form == "Theo")
    for token in view.where(theo):
        if not view.opens[token] and token + 1 < len(view.types) and not view.opens[token + 1] and view.opens[token - 1] and (
                _is_full(view, token - 1) and _is_full(view, token + 1)):
            yield span_of(shard, token - 1, token, "PER", confidence=0.9)
            yield span_of(shard, token + 1, token + 2, "ORG", confidence=0.9)
    for article in range(len(shard)):
        begin, end = int(shard.article_token[article]), int(shard.article_token[article + 1])
        if end > begin:
            yield from _last_line(view, int(shard.sentence_token[shard.article_sentence[article + 1] - 1]), end)


def _is_full(view: View, token: int) -> bool:
    """Whether a token is a name of several syllables, each with a capital."""
    return view.shapes[view.types[token]][:1] == "X" and view.shapes[view.types[token]][1:].isdigit()


def _last_line(view: View, first: int, limit: int) -> Iterator[Span]:
    size = limit - first
    end = _credit_end(view, first)
    if not 0 < end - first <= 4 or view.is_head(first):
        return
    rest = [view.fold(token) for token in range(end, limit)]
    if rest[:1] == ["theo"] and size <= _BYLINE + 2:
        outlet = _credit_end(view, end + 1)
        if outlet > end + 1:
            yield span_of(view.shard, first, end, "PER", confidence=0.9)
            yield span_of(view.shard, end + 1, outlet, "ORG", confidence=0.9)
    elif size <= _BYLINE + end - first and (not rest or rest[0] in {"(", "-", "/"}) and _credit_label(view, first, end) == "PER":
        yield span_of(view.shard, first, end, "PER", confidence=0.8)


def _credit_end(view: View, first: int) -> int:
    limit = min(view.limit(first), first + 4) if first < len(view.types) else first
    end = first
    start, stop = view.shard.token_start, view.shard.token_end
    while end < limit and view.is_capital(end) and view.is_word(end) and not view.has_digit(end) and view.fold(end) != "theo":
        if end > first and start[end] == stop[end - 1]:
            break  # The caption's next sentence, whose space was lost: `ĐỨC_HIẾU|Các đại_biểu`.
        end += 1
    return end


def _credit_label(view: View, first: int, end: int) -> str:
    """A credit names a person, unless it is an agency's known or short name."""
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[end - 1]]
    known = knowledge.organisations().get(text) is not None or knowledge.carriers()[0].get(text) is not None
    short = end == first + 1 and (view.is_acronym(first) or ("_" not in text and text.isascii()))
    return "ORG" if known or short else "PER"
