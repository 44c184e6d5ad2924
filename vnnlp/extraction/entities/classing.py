"""What the word right before a name says it is: `xã Đồng_Lương`, `trường tiểu_học Đồng_Lương`, `chiếc Su -35`, `phim Hương_Ga`.

Corrects the label of what the model found, adds a name that it missed, and grows the names of devices over their numbers.
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

_LOCAL: Final = frozenset({"báo", "đài", "phòng giao dịch", "nhà nghỉ", "nhà hàng", "tiểu học",
                           "mầm non", "thcs", "thpt", "đại học", "cao đẳng", "trung học"})
"""Class words behind which even a known place names the organisation: `báo Nghệ_An`; folded."""
_NATIONS: Final = frozenset({"việt"})
"""What says whose an organisation is, not its name: `ngân_hàng Việt`, folded."""
_VEHICLES: Final = frozenset({"xe", "xe hơi", "ô tô", "ôtô", "siêu xe", "chiếc", "bán tải", "xe bán tải", "dòng xe", "mẫu xe"})
"""Class words behind which a maker's name is the car: `xe Audi`; folded."""
_NUMBER: Final = regex.compile(r"\d{1,4}[A-Z0-9]{0,4}")
"""The number of a model that spacing parted from its letters: `Su -35`."""
_PART: Final = regex.compile(r"[A-Z]{1,4}\d{0,4}[A-Z]?|\d{1,4}[A-Z]{1,3}")
"""What may follow a model's number: `Tu -22 [M3]`, `737 [MAX]`."""
_NO_MODEL: Final = frozenset({
    "U", "QĐ", "NĐ", "NQ", "TT", "CV", "CT", "KH", "QL", "TL", "DT", "ĐT", "VTV", "HTV", "COVID", "Covid", "MH", "VN", "QZ", "CX",
    "VJ", "HS", "TTO", "SN", "Q", "P", "G", "T", "S", "V", "B", "O", "A"})
"""Letters before a number that make no device (but behind a class word): teams by age, decrees, roads, flights, letters alone."""


def classed(view: View, spans: list[Span]) -> Iterator[Span]:
    """Spans for the names right behind class words, where the model says otherwise or nothing; `spans` are the model's."""
    table = knowledge.before()
    types = view.shard.token_type
    flags = view.among("class before", table)
    capital = view.capital[types] | view.shard.types.flags("model begins", lambda form: (
        form[:1].isdigit() and form[-1:].isupper() and form.isascii()))[types]
    here = np.flatnonzero(flags[types][:-1] & capital[1:] & ~view.opens[1:-1]) if len(types) > 1 else np.zeros(0, dtype=np.int64)
    first_at = {span.first: span for span in spans}
    covered = {token for span in spans for token in range(span.first, span.last)} if len(here) else set()
    for token in here.tolist():
        if view.is_capital(token) and not view.opens[token]:
            continue
        label, kind = table[view.fold(token)]
        first = token + 1
        span = first_at.get(first)
        if span is None and first in covered:
            continue
        made = _device(view, token, span) if kind == "device" else _named(view, token, span, label, kind)
        if made is not None:
            yield made


def _named(view: View, before: int, span: Span | None, label: str, kind: str) -> Span | None:
    """The name behind a class word of places, organisations or titles."""
    first = before + 1
    if span is None:
        if label != "LOC" or view.is_head(first) or view.fold(first) in knowledge.titles() or len(view.form(first)) < 2 or (
                view.fold(first) in knowledge.unnamed("never") or view.is_acronym(first)):
            return None
        return span_of(view.shard, first, first + 1, "LOC", confidence=0.75)
    if label == "ORG" and view.fold(first) in _NATIONS:
        return None
    if span.label == label == "ORG" and span.method == "model":
        span.method = "rule"  # The class word settles it, and the article's other mentions with it.
    if span.label in {label, "PROD"} or span.method == "lexicon":
        return None
    text = _text(view, span.first, span.last)
    if view.is_head(first) or knowledge.carriers()[0].get(text) is not None or knowledge.organisations().get(text) is not None:
        return None
    place = knowledge.key(text) in knowledge.places()
    if kind == "title":
        return None if place else span_of(view.shard, span.first, span.last, label, confidence=0.8)
    if label == "ORG" and place and (view.fold(before) not in _LOCAL or knowledge.key(text) in knowledge.countries()):
        return None
    if label == "LOC" and span.label == "ORG" and span.last - span.first > 1:
        return None
    if label == "ORG" and span.label == "LOC" and span.last - span.first > 1:
        return None
    return span_of(view.shard, span.first, span.last, label, confidence=0.85)


def _device(view: View, before: int, span: Span | None) -> Span | None:
    """The name behind a class word of devices: foreign, or with a number; grown over the model's number."""
    first = before + 1
    form = view.form(first)
    last = span.last if span is not None else first + 1
    text = _text(view, first, last)
    if not form.isascii() or view.is_head(first) or knowledge.key(text) in knowledge.places() or (
            knowledge.key(form) in knowledge.places() or knowledge.carriers()[0].get(text) is not None):
        return None
    if view.fold(first) in knowledge.unnamed("never") or view.fold(first) in knowledge.unnamed("generic"):
        return None
    end = _grown(view, last)
    word = form.split("_", 1)[0]
    foreign = len(word) > 2 and word.isalpha() and not word.isupper() and not is_vietnamese(word.casefold())
    numbered = end > last or any(view.has_digit(token) for token in range(first, last))
    if span is not None and span.label == "PROD":
        return span_of(view.shard, first, end, "PROD", confidence=0.9) if end > last else None
    maker = view.fold(before) in _VEHICLES and text in knowledge.brand_words()
    if span is None:
        return span_of(view.shard, first, end, "PROD", confidence=0.8) if numbered and (len(form) > 1 or end > last) else None
    if span.label == "ORG" and not (numbered or maker):
        return None
    if span.label in {"LOC", "PER"} and not (numbered or maker or (foreign and "_" not in form)):
        return None
    return span_of(view.shard, first, end, "PROD", confidence=0.85)


def _grown(view: View, last: int) -> int:
    """The end of a model's name that goes on at `last` with its number and what follows that."""
    limit = min(view.limit(last - 1), last + 6)
    end = last
    while end < limit:
        if _is_number(view, end):
            end += 2
        elif end > last and _PART.fullmatch(view.form(end)):
            end += 1
        else:
            break
    return min(end, limit)


def _is_number(view: View, token: int) -> bool:
    """Whether a hyphen with a space before it and a number right behind it stand at a token: `Su [-35]`."""
    if view.form(token) != "-" or token + 1 >= view.limit(token):
        return False
    start, end = view.shard.token_start, view.shard.token_end
    return bool(start[token] > end[token - 1] and start[token + 1] == end[token]) and (
        _NUMBER.fullmatch(view.form(token + 1)) is not None)


def model_numbers(view: View, spans: list[Span]) -> Iterator[Span]:
    """Devices whose letters and number spacing parted, wherever they stand: `Hwasong -12`, `MiG -23`."""
    shard = view.shard
    hyphen = shard.types.flags("hyphen", lambda form: form == "-")[shard.token_type]
    if len(hyphen) < 3:
        return
    apart = np.flatnonzero(hyphen[1:-1] & (shard.token_end[1:-1] == shard.token_start[2:]) & (
        shard.token_start[1:-1] > shard.token_end[:-2]) & view.capital[shard.token_type][:-2]) + 1
    around = {token: span for span in spans for token in range(span.first, span.last)} if len(apart) else {}
    for token in apart.tolist():
        first = token - 1
        form = view.form(first)
        letters = form.replace("_", "").replace("-", "")
        if view.opens[token] or not _is_number(view, token) or form in _NO_MODEL or not (letters.isascii() and letters.isalpha()):
            continue
        if (len(form) > 4 and is_vietnamese(form.casefold())) or knowledge.key(form) in knowledge.places():
            continue
        span = around.get(first)
        begin = span.first if span is not None and span.label in {"PROD", "ORG"} and (
            span.last >= token and first - span.first <= 2 and view.form(span.first).isascii()) else first
        yield span_of(shard, begin, _grown(view, token), "PROD", confidence=0.85)


def parted_routes(view: View, spans: list[Span]) -> list[Span]:
    """`tuyến metro Bến_Thành - Suối_Tiên` as two places, where the model made one name of it."""
    result: list[Span] = []
    for span in spans:
        middle = span.first + 1
        if span.last - span.first == 3 and span.label in {"ORG", "LOC"} and view.form(middle) in {"-", "–"} and (
                view.is_capital(middle + 1) and _is_route(view, span.first)):
            result += [span_of(view.shard, token, token + 1, "LOC", confidence=span.confidence)
                       for token in (span.first, middle + 1)]
        else:
            result.append(span)
    return result


_ROUTES: Final = frozenset({"tuyến", "metro", "cao tốc", "đường sắt", "đường cao tốc", "đường bộ", "đường", "đường bay", "chặng",
                            "quốc lộ", "cầu", "dự án", "tàu"})


def _is_route(view: View, first: int) -> bool:
    if view.is_head(first):
        return False
    for token in range(first - 1, max(first - 5, -1), -1):
        if view.opens[token + 1]:
            return False
        if view.fold(token) in _ROUTES:
            return True
    return False


def _text(view: View, first: int, last: int) -> str:
    return view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
