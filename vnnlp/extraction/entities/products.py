"""Products by what class words and quotes say.

`chương_trình “ Viettel vì cộng_đồng ”`, `gói cước Lộc vàng cuối năm`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.devices import counts
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import CLOSING, OPENING, View
from vnnlp.tagging.features import is_vietnamese

_LONGEST: Final = 10
"""Tokens of the longest name in quotes."""
_PHRASE: Final = 5
"""Tokens of the longest name that goes on in lower case."""
_TELLS_TARIFF: Final = frozenset({"gói", "gói cước", "gói dịch vụ", "hòa mạng", "hoà mạng", "thuê bao", "sim", "thẻ",
                                  "gói data", "gói cước data", "ứng dụng", "app", "phần mềm", "ví", "ví điện tử"})
"""Class words behind which a word in capitals is the name of a plan or app (`MIMAX`, `ST90K`), folded."""
_BETWEEN: Final = frozenset({"mới", "mang", "có", "tên", "với", "tên gọi", "mang tên", "có tên", "là", "gọi", ":", "khuyến mãi",
                             "khuyến mại", "đặc biệt"})
"""Words between a class word and a name in quotes, folded: `gói cước mới mang tên “ … ”`."""
_NAMING: Final = frozenset({"tên", "tên gọi", "mang tên", "có tên"})
"""Those of them behind which a name stands also without quotes, folded."""
_ALSO: Final = frozenset({",", "và", "hoặc", "hay", "/"})
"""What joins a name to the next of its kind."""
_AMOUNTS: Final = frozenset({"đồng", "đ", "vnđ", "vnd", "usd", "$", "%", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "gb", "mb"})
"""Units without which a number before them says nothing, folded."""
_OF_MEN: Final = frozenset({"đêm nhạc", "liveshow", "show"})
"""Class words behind which a full Vietnamese name is the artist's."""


def named_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """What class words say: a name in quotes behind any of them, a capitalised name behind most."""
    matcher, about = knowledge.classes()
    found = matcher.find(view.shard)
    taken = {span.first: span for span in spans}
    inner = {token for span in spans for token in range(span.first + 1, span.last)}
    for begin, after, entry in zip(found.start.tolist(), found.end.tolist(), found.entry.tolist(), strict=True):
        (label, strength), word = about[entry], matcher.forms[entry]
        last = _past_between(view, after)
        if label == "LOC" or last >= view.limit(last - 1) or last in inner:
            continue
        if view.form(last) in OPENING:
            end = _quote_end(view, last)
            counted = strength == "phrase" and view.has_digit(last + 1) and end is not None and end - last > 3
            if end is not None and (view.is_capital(last + 1) or counted):
                yield span_of(view.shard, last + 1, end, label, confidence=0.85)
        elif strength != "quoted" and label == "PROD":
            span = taken.get(last)
            if span is not None and strength == "platform" and _is_company(view, span):
                yield span_of(view.shard, span.first, span.last, "PROD", confidence=0.8)
                continue
            if span is not None and (span.label == "PROD" or _is_known(view, span)):
                if span.label == "PROD" and strength == "phrase":
                    yield from _also(view, span.last, taken, codes=word in _TELLS_TARIFF)
                continue
            if word in _OF_MEN and (artist := _artist_end(view, last)) is not None:
                yield span_of(view.shard, last, artist, "PER", confidence=0.8)
                continue
            if span is not None and strength in {"plain", "platform"} and (
                    (span.label == "ORG" and span.confidence > 0.8) or not view.form(last)[:3].isascii()):
                continue
            if span is not None and strength == "service" and span.confidence > 0.6:
                continue
            end = _phrase_end(view, last, phrase=strength in {"phrase", "service"})
            if end is None or end <= last + (len(view.form(last)) < 2) or begin > last:
                continue
            tariff = word in _TELLS_TARIFF and _is_code(view, last, end, shortest=2 if word.startswith("gói") else 3)
            fits = strength in {"phrase", "service"} or (
                _is_foreign(view, last) if strength == "foreign" else _special(view, last, end))
            if tariff or (fits and not _ordinary(view, last, end)):
                yield span_of(view.shard, last, end, "PROD", confidence=0.7)
                if strength in {"phrase", "foreign"}:
                    yield from _also(view, end, taken, codes=word in _TELLS_TARIFF)


def unpriced(view: View, spans: list[Span]) -> list[Span]:
    """`Tomato 690 đồng`: a number behind a product's name that an amount needs is the price and no part of the name."""
    result: list[Span] = []
    for span in spans:
        last = span.last - 1
        priced = span.label == "PROD" and last > span.first and last + 1 < view.limit(last) and view.is_number(last) and (
            view.fold(last + 1) in _AMOUNTS)
        result.append(span_of(view.shard, span.first, last, "PROD", confidence=span.confidence) if priced else span)
    return result


def _past_between(view: View, last: int) -> int:
    """Past the words between a class word and the name in quotes; without quotes only past those that say a name follows."""
    if last >= len(view.types) or view.fold(last) not in _BETWEEN:
        return last
    limit = min(view.limit(last - 1), last + 4)
    token, naming = last, False
    while token < limit and view.fold(token) in _BETWEEN and not view.is_capital(token):
        naming = naming or view.fold(token) in _NAMING
        token += 1
    quoted = token < limit and view.form(token) in OPENING
    return token if token < limit and (quoted or naming) else last


def _also(view: View, last: int, taken: dict[int, Span], *, codes: bool) -> Iterator[Span]:
    """Further names of one list: `gói MobiQ , MobiCard và Q-Student`; only such as are no Vietnamese words, or `codes`."""
    while last + 1 < view.limit(last - 1) and view.fold(last) in _ALSO:
        first = last + 1
        span = taken.get(first)
        if span is not None and (span.label != "PROD" and span.confidence > 0.9):
            return
        end = _phrase_end(view, first, phrase=False)
        if end is None or not ((codes and _is_code(view, first, end)) or (
                _is_foreign(view, first) and not _ordinary(view, first, end))):
            return
        yield span_of(view.shard, first, end, "PROD", confidence=0.65)
        last = end


def _is_foreign(view: View, token: int) -> bool:
    """Whether a name is no Vietnamese word and no acronym: `VinaXtra`, `Big_Cool`, `Hi_School`, `Mobi4U`."""
    form = view.form(token)
    words = form.replace("_", " ").replace("-", " ").split(" ")
    return form.isascii() and len(form) > 2 and not view.is_acronym(token) and any(
        not is_vietnamese(word.casefold()) for word in words)


def _is_code(view: View, first: int, last: int, shortest: int = 3) -> bool:
    """Whether a name is one word in capitals that names nothing else: `MIMAX`, `ST90K`, `QT`."""
    form, folded = view.form(first), view.fold(first)
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    capitals = len(form) >= shortest and form.isascii() and form.isalnum() and form.isupper() and form[:1].isalpha()
    return capitals and folded not in knowledge.unnamed("generic") and (
        folded not in knowledge.unnamed("never") and not view.is_head(first)
        and knowledge.carriers()[0].get(form) is None and knowledge.organisations().get(form) is None
        and knowledge.key(text) not in knowledge.places())


def _artist_end(view: View, first: int) -> int | None:
    """The end of a full Vietnamese name that begins at a token: `Trịnh_Công_Sơn`."""
    words: list[str] = []
    end = first
    while end < view.limit(first) and view.is_capital(end) and len(words) < 4:
        words += view.form(end).replace("_", " ").split(" ")
        end += 1
    named = len(words) > 2 and words[0] in knowledge.name_parts("family") and all(
        word[:1].isupper() and is_vietnamese(word.casefold()) for word in words)
    return end if named else None


def _quote_end(view: View, opening: int) -> int | None:
    """The token of the quote that closes the one at `opening`, if it is near and something stands between."""
    limit = min(view.limit(opening), opening + _LONGEST + 2)
    for token in range(opening + 1, limit):
        form = view.form(token)
        if form in CLOSING:
            return token if token > opening + 1 else None
        if form in {".", ";", "?", ":", "“"}:
            return None
    return None


def _phrase_end(view: View, first: int, *, phrase: bool) -> int | None:
    """The end of a name that begins with a capital at `first`."""
    if not view.is_capital(first) or view.fold(first) in knowledge.unnamed("generic") or (
            len(view.form(first)) < 2 and view.form(first).isascii()):
        return None
    limit = min(view.limit(first), first + _PHRASE)
    end = first + 1
    stops = knowledge.stops()
    vietnamese = phrase and not view.form(first).isascii()
    for token in range(first + 1, limit):
        capital = view.is_capital(token) and not view.is_head(token)
        number = view.has_digit(token) and not counts(view, token) and not vietnamese
        if not (capital or number or (vietnamese and view.is_word(token))) or _stops(view, token, stops):
            break
        end = token + 1
    while end < limit and view.form(end) in {"+", "++"} and (
            int(view.shard.token_start[end]) == int(view.shard.token_end[end - 1])):
        end += 1
    return end


def _stops(view: View, token: int, stops: frozenset[str]) -> bool:
    return view.fold(token) in stops or (
        token + 1 < len(view.types) and f"{view.fold(token)} {view.fold(token + 1)}" in stops)


def _special(view: View, first: int, last: int) -> bool:
    """Whether a name tells itself by its form: foreign, a compound in capitals, or several capitalised words."""
    form = view.form(first)
    shape = view.shapes[view.types[first]]
    return last > first + 1 or (shape[:1] == "X" and shape[1:].isdigit()) or form.isascii() or shape.startswith("M")


def _is_known(view: View, span: Span) -> bool:
    """Whether a lexicon knows the model's mention as something else than a product."""
    form = view.shard.text[span.start:span.end]
    return (knowledge.carriers()[0].get(form) is not None or knowledge.organisations().get(form) is not None
            or knowledge.key(form) in knowledge.places())


def _is_company(view: View, span: Span) -> bool:
    """Whether a mention is one word for a known company that is no carrier: `sàn thương_mại_điện_tử Shopee`, `ứng_dụng Grab`."""
    form = view.shard.text[span.start:span.end]
    return span.last - span.first == 1 and span.label == "ORG" and (
        knowledge.carriers()[0].get(form) is None and not view.is_head(span.first)
        and knowledge.organisations().get(form) is not None)


def _ordinary(view: View, first: int, last: int) -> bool:
    """Whether a capitalised name is one known otherwise: a carrier, an agency, a place, an acronym."""
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    head = view.form(first)
    return any(knowledge.carriers()[0].get(form) is not None or knowledge.organisations().get(form) is not None
               or knowledge.key(form) in knowledge.places() for form in (text, head)) or (
        view.is_acronym(first) and last == first + 1) or view.is_head(first)
