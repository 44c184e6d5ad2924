"""Organisations known by lexicon: ministries and agencies in any spelling, newspapers and companies as they write themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import titled
from vnnlp.extraction.entities.severing import COMPANY
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_TELLING: Final = COMPANY - {"la", "latinh", "asia", "global", "shop", "land", "international", "health", "madrid", "city"}
"""Last words of a foreign name that make it a company's, folded."""
_DOUBT: Final = 0.97
"""Confidence below which a person may be a known company of the same name."""
_LONG: Final = 3
"""Atoms from which on a name is itself wherever it stands and however it is capitalised behind its first word."""


def known_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Known organisations that the model missed or cut short; a longer name of the model's stays."""
    matcher, sizes = knowledge.agencies()
    found = matcher.find(view.shard, within=view.capital[view.shard.token_type])
    around = {token: span for span in spans for token in range(span.first, span.last)}
    for first, last, entry in zip(found.start.tolist(), found.end.tolist(), found.entry.tolist(), strict=True):
        if not view.is_capital(first):
            continue
        over = [around[token] for token in range(first, last) if token in around]
        whole = next((span for span in over if span.first <= first and span.last >= last), None)
        if whole is not None:
            rest = view.form(last).replace("_", " ").split(" ")[0] if whole.last > last else ""
            place = bool(rest) and knowledge.key(view.shard.text[view.shard.token_start[last]:whole.end]) in knowledge.places()
            if whole.label == "ORG" and not place and sizes[entry] >= _LONG and rest in knowledge.name_parts("family"):
                yield span_of(view.shard, whole.first, last, "ORG", confidence=whole.confidence, method="lexicon")
                yield span_of(view.shard, last, whole.last, "PER", confidence=whole.confidence)
            if (whole.first, whole.last) != (first, last) or whole.label == "ORG" or titled(view, first):
                continue
        spelled = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
        exact = spelled.replace("_", " ") == matcher.forms[entry]
        if sizes[entry] >= _LONG or (exact and _settled(view, first, sizes[entry], whole) and (
                over or _tells(spelled) or matcher.forms[entry].casefold() in knowledge.standing())):
            begin = min([first, *(span.first for span in over if span.label == "ORG")])
            yield span_of(view.shard, begin, last, "ORG", confidence=0.9, method="lexicon")


def headed_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Ministries and departments behind a head in lower case or a minister's title: `bộ [Công_an]`, `Thứ_trưởng [Quốc_phòng]`."""
    matcher, heads = knowledge.bodies()
    found = matcher.find(view.shard, within=view.capital[view.shard.token_type])
    around = {token: span for span in spans for token in range(span.first, span.last)} if len(found) else {}
    for first, last, entry in zip(found.start.tolist(), found.end.tolist(), found.entry.tolist(), strict=True):
        if not first or view.opens[first]:
            continue
        before, head = view.fold(first - 1), heads[entry]
        if not (before == f"{head} trưởng" or (before == "thứ trưởng" and head == "bộ")) and (
                before != head or view.is_capital(first - 1)):
            continue
        over = {id(around[token]): around[token] for token in range(first, last) if token in around}.values()
        if view.is_capital(first) and all(first <= span.first and span.last <= last for span in over):
            yield span_of(view.shard, first, last, "ORG", confidence=0.9, method="lexicon")


def company_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """Foreign names that one of their words tells to be a company's, and banks with the place of a branch, where the model errs.

    `Global_Finance_Magazine` is nobody; `Sacombank_Lào` is one name.
    """
    shard = view.shard
    telling = shard.types.flags("company's last word", lambda form: (
        form.replace("_", " ").rsplit(" ", 1)[-1].casefold() in _TELLING))
    ends = telling[shard.token_type[[span.last - 1 for span in spans]]].tolist() if spans else []
    for span, told in zip(spans, ends, strict=True):
        if not told or span.label not in {"PER", "LOC"} or span.method != "model" or titled(view, span.first):
            continue
        words = shard.text[span.start:span.end].casefold().replace("_", " ").split(" ")
        if len(words) > 1 and all(word.isascii() and word.isalpha() for word in words):
            yield span_of(shard, span.first, span.last, "ORG", confidence=0.8)
    known = knowledge.organisations()
    branches = shard.types.flags("branch", lambda form: (
        "_" in form and form[:1].isupper() and known.get(form) is None and known.get(form.split("_", 1)[0]) is not None
        and form.split("_", 1)[0].isascii() and knowledge.key(form.split("_", 1)[1]) in knowledge.places()))
    for token in view.where(branches):
        yield span_of(shard, token, token + 1, "ORG", confidence=0.85)


def _settled(view: View, first: int, size: int, whole: Span | None) -> bool:
    """Whether a known name outweighs the model's label: of two words or more, or a company taken for a product or person."""
    if whole is None or size > 1:
        return True
    if whole.label == "PER":
        return whole.confidence < _DOUBT and not titled(view, first) and not is_vietnamese(view.fold(first))
    return whole.label == "PROD" and not (first and view.fold(first - 1) == "ứng dụng")


def _tells(spelled: str) -> bool:
    """Whether a known short name is too special to mean anything else: `VTV`, `VietinBank`, no plain word."""
    return spelled.isascii() and len(spelled) > 2 and (spelled.isupper() or any(char.isupper() for char in spelled[1:]))
