"""Devices by maker and model, known products with their number, bank cards: `Nokia 1280`, `iPhone 5`, `Sacombank_Visa`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import HOUSES
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_NETWORKS: Final = frozenset({"Visa", "VISA", "MasterCard", "Mastercard", "JCB"})
"""Networks of bank cards: with the bank's name the name of a card."""
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
    yield from _glued_devices(view)
    yield from _bank_cards(view)
    known = knowledge.products().find(view.shard)
    for first, last, entry in zip(known.start.tolist(), known.end.tolist(), known.entry.tolist(), strict=True):
        housed = first > 0 and not view.opens[first] and view.fold(first - 1) in HOUSES
        if len(knowledge.products().forms[entry]) > 3 and not housed:
            end = _number_end(view, _foreign_end(view, last))
            yield span_of(view.shard, first, end, "PROD", confidence=0.9, method="lexicon")


def _glued_devices(view: View) -> Iterator[Span]:
    """Tokens that segmentation glued of a maker or series and a model: `Galaxy_S4`, `Windows_Phone_8`."""
    words = knowledge.brand_words() | knowledge.series()
    flags = view.shard.types.flags("glued device", lambda form: (
        "_" in form and form.split("_", 1)[0] in words and any(char.isdigit() for char in form)
        and form.split("_", 1)[0].casefold() not in knowledge.carrier_syllables()))
    for token in view.where(flags):
        yield span_of(view.shard, token, token + 1, "PROD", confidence=0.9)


def _bank_cards(view: View) -> Iterator[Span]:
    """Cards by bank and network, in one token or two: `Sacombank_Visa`, `MasterCard VietinBank`."""
    flags = view.shard.types.flags("card network", lambda form: not _NETWORKS.isdisjoint(form.replace("_", " ").split(" ")))
    for token in view.where(flags):
        first, last = token, token + 1
        if "_" not in view.form(token) and " " not in view.form(token):
            behind = last < view.limit(token) and knowledge.organisations().get(view.form(last)) is not None
            before = not view.opens[token] and knowledge.organisations().get(view.form(token - 1)) is not None
            if not (behind or before):
                continue
            first, last = token - (before and not behind), last + behind
        yield span_of(view.shard, first, last, "PROD", confidence=0.85)


def _model_end(view: View, last: int) -> int:
    """The token after a model name that begins at `last`; `last` itself where none does."""
    limit = min(view.limit(last - 1), last + _MODEL)
    series = knowledge.series()
    token, end, told = last, last, False
    while token < limit:
        form = view.form(token)
        if form in series or (view.has_digit(token) and not counts(view, token)):
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
    if last < view.limit(last - 1) and view.has_digit(last) and not counts(view, last):
        return last + 1
    return last


def counts(view: View, token: int) -> bool:
    """Whether a number counts or measures what follows, or is a date or a price, and so is no model number."""
    form = view.form(token)
    if not form[:1].isalnum() or "/" in form or (form.isdigit() and len(form) > 4) or "%" in form:
        return True
    if form.count(".") > 1 or (form.replace(".", "").isdigit() and "." in form and len(form.rsplit(".", 1)[1]) == 3):
        return True
    after = token + 1
    return view.is_number(token) and after < view.limit(token) and view.fold(after) in knowledge.unnamed("unit")
