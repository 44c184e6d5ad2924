"""Products: devices by maker and model, known names, and what class words and quotes say is one.

`Nokia 1280`, `iPhone 5`, `chương_trình “ Viettel vì cộng_đồng ”`, `gói cước Lộc vàng cuối năm`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import CLOSING, OPENING, View
from vnnlp.tagging.features import is_vietnamese

_LONGEST: Final = 10
"""Tokens of the longest name in quotes."""
_PHRASE: Final = 5
"""Tokens of the longest name that goes on in lower case."""
_MODEL: Final = 5
"""Tokens of the longest model name behind a maker."""


def device_spans(view: View) -> Iterator[Span]:
    """Makers with a series or model number, series alone, and other known products with their number."""
    matcher, kinds = knowledge.brands()
    found = matcher.find(view.shard)
    free = 0
    for first, last, entry in zip(found.start.tolist(), found.end.tolist(), found.entry.tolist(), strict=True):
        if first < free:
            continue
        end = _model_end(view, last)
        # A maker needs a model behind it; names that are also words (`Dream`, `Wave`, `Mi`) need a number.
        plain = kinds[entry] == "series" and (len(matcher.forms[entry]) > 5 or matcher.forms[entry][:1].islower())
        if end > last or plain:
            yield span_of(view.shard, first, end, "PROD", confidence=0.9)
            free = end
    known = knowledge.products().find(view.shard)
    for first, last, entry in zip(known.start.tolist(), known.end.tolist(), known.entry.tolist(), strict=True):
        if len(knowledge.products().forms[entry]) > 3:
            end = _number_end(view, _foreign_end(view, last))
            yield span_of(view.shard, first, end, "PROD", confidence=0.9, method="lexicon")


def _model_end(view: View, last: int) -> int:
    """The token after a model name that begins at `last`; `last` itself where none does."""
    limit = min(view.limit(last - 1), last + _MODEL)
    series = knowledge.series()
    token, end, told = last, last, False
    while token < limit:
        form = view.form(token)
        if form in series or (view.has_digit(token) and not _counts(view, token)):
            told, end = True, token + 1
        elif not (form[:1].isupper() and form.isascii() and len(form) > 1 and form.replace("-", "").replace("_", "").isalnum()):
            break
        token += 1
    # A number keeps its suffix (`S8 Plus`) only in capitals, and nothing counts without a series or a number.
    if told and end < limit and view.form(end) in {"Plus", "Pro", "Max", "Edge", "Ultra", "Mini", "Lite", "Air"}:
        end += 1
    return end if told else last


def _foreign_end(view: View, last: int) -> int:
    """The end of a product's name with one foreign word behind it: `Facebook Messenger`, no `Facebook Việt_Nam`."""
    if last < view.limit(last - 1) and view.is_capital(last):
        form = view.form(last)
        if form.isascii() and form.isalpha() and len(form) > 3 and not is_vietnamese(form.casefold()):
            return last + 1
    return last


def _number_end(view: View, last: int) -> int:
    """A product's name with the version number behind it: `iPhone 5`, `Android 4.2`."""
    if last < view.limit(last - 1) and view.has_digit(last) and not _counts(view, last):
        return last + 1
    return last


def _counts(view: View, token: int) -> bool:
    """Whether a number counts or measures what follows, or is a date or a price, and so is no model number."""
    form = view.form(token)
    if not form[:1].isalnum() or "/" in form or (form.isdigit() and len(form) > 4) or "%" in form:
        return True
    if form.count(".") > 1 or (form.replace(".", "").isdigit() and "." in form and len(form.rsplit(".", 1)[1]) == 3):
        return True
    after = token + 1
    return view.is_number(token) and after < view.limit(token) and view.fold(after) in knowledge.unnamed("unit")


def named_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """What class words say: a name in quotes behind any of them, a capitalised name behind most."""
    matcher, about = knowledge.classes()
    found = matcher.find(view.shard)
    taken = {span.first: span for span in spans}
    inner = {token for span in spans for token in range(span.first + 1, span.last)}
    for last, entry in zip(found.end.tolist(), found.entry.tolist(), strict=True):
        label, strength = about[entry]
        if label == "LOC" or last >= view.limit(last - 1) or last in inner:
            continue
        if view.form(last) in OPENING:
            end = _quote_end(view, last)
            if end is not None and view.is_capital(last + 1):
                yield span_of(view.shard, last + 1, end, label, confidence=0.85)
        elif strength != "quoted" and label == "PROD":
            span = taken.get(last)
            if span is not None and (span.label == "PROD" or _is_known(view, span)):
                continue
            if span is not None and strength == "plain" and (
                    (span.label == "ORG" and span.confidence > 0.8) or not view.form(last)[:3].isascii()):
                continue
            end = _phrase_end(view, last, phrase=strength == "phrase")
            if end is not None and end > last + (len(view.form(last)) < 2) and not _ordinary(view, last, end) and (
                    strength == "phrase" or _special(view, last, end)):
                yield span_of(view.shard, last, end, "PROD", confidence=0.7)


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
        number = view.has_digit(token) and not _counts(view, token) and not vietnamese
        if not (capital or number or (vietnamese and view.is_word(token))) or _stops(view, token, stops):
            break
        end = token + 1
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


def _ordinary(view: View, first: int, last: int) -> bool:
    """Whether a capitalised name is one known otherwise: a carrier, an agency, a place, an acronym."""
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    head = view.form(first)
    return any(knowledge.carriers()[0].get(form) is not None or knowledge.organisations().get(form) is not None
               or knowledge.key(form) in knowledge.places() for form in (text, head)) or (
        view.is_acronym(first) and last == first + 1) or view.is_head(first)
