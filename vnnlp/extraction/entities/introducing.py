"""Names that an article introduces with a short form in brackets: `Ngân_hàng Sài_Gòn - Hà_Nội ( SHB )`.

The bracket says where the full name ends, that its short form is an organisation too, and whose id both have. Behind words
in lower case it makes an abbreviation only: `thiết_bị giám_sát hành_trình ( GSHT )` names nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, overlay, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_LONGEST: Final = 10
"""Tokens of the longest full name that is looked for before a bracket."""
_INSIDE: Final = frozenset({"-", "&", "–", "và"})
"""What may stand inside a full name besides words, folded."""
_HOUSES: Final = frozenset({
    "công ty", "cty", "công ty cổ phần", "tổng công ty", "tổng công ty cổ phần", "công ty trách nhiệm hữu hạn", "tập đoàn",
    "ngân hàng", "liên doanh", "hiệp hội", "liên minh", "học viện", "viện", "trường đại học", "trung tâm", "tổng cục", "cục",
    "uỷ ban", "ủy ban"})
"""Heads that begin a full name even where its other words have no capital, folded."""


def introduced_spans(view: View, spans: list[Span]) -> list[Span]:
    """Full names that begin with a head in capitals and end at a bracket with their acronym, where the model found pieces."""
    brackets = _brackets(view)
    if not brackets:
        return []
    around = {token: span for span in spans for token in range(span.first, span.last)}
    found: list[Span] = []
    for bracket in brackets:
        if not view.is_acronym(bracket + 1) or knowledge.key(view.form(bracket + 1)) in knowledge.places():
            continue
        before = around.get(bracket - 1)
        if before is not None and (before.label in {"ORG", "PROD"} or before.last != bracket):
            continue
        first = _full_name(view, bracket)
        if first is None:
            continue
        inside = [around[token] for token in range(first, bracket) if token in around]
        if any(span.first < first or span.method == "lexicon" or span.label == "PROD" for span in inside):
            continue
        found.append(span_of(view.shard, first, bracket, "ORG", confidence=0.85))
    return found


def _brackets(view: View) -> list[int]:
    """The opening brackets around one token with a capital."""
    types = view.shard.token_type
    if len(types) < 4:
        return []
    opening = view.shard.types.flags("opening bracket", lambda form: form == "(")[types]
    closing = view.shard.types.flags("closing bracket", lambda form: form in {")", ",", "-", ";"})[types]
    here = np.flatnonzero(opening[:-2] & view.capital[types][1:-1] & closing[2:] & ~view.opens[1:-2] & ~view.opens[2:-1])
    return [int(token) for token in here if token > 0 and not view.opens[token]]


def _full_name(view: View, bracket: int) -> int | None:
    """Where the full name before a bracket begins: at its first head in capitals."""
    stops = knowledge.stops()
    first: int | None = None
    capitals = 0
    for token in range(bracket - 1, max(bracket - _LONGEST, -1), -1):
        folded = view.fold(token)
        if not view.is_word(token) and not view.has_digit(token) and folded not in _INSIDE:
            break
        if (folded in stops and folded != "và") or folded in knowledge.between() or folded in knowledge.titles():
            break
        if view.is_capital(token):
            if token < bracket - 1 and view.is_head(token) and (capitals or folded in _HOUSES):
                first = token
            capitals += 1
        if view.opens[token]:
            break
    return first


def introduce(view: View, spans: list[Span]) -> None:
    """Make a short name in brackets behind an organisation one too, and give both the id that one has.

    `Ngân_hàng Nhà_nước ( NHNN )`, `… Sài_Gòn ( Saigontel )`, `Tổng_công_ty viễn_thông di_động ( MobiFone )`.
    """
    starts = {span.first: span for span in spans}
    added: list[Span] = []
    for span in spans:
        last = span.last
        if span.label != "ORG" or last + 2 >= len(view.types) or view.form(last) != "(" or not view.is_capital(last + 1):
            continue
        if view.form(last + 2) not in {")", ",", "-", ";"} or view.opens[last + 1:last + 3].any():
            continue
        known = starts.get(last + 1)
        text = view.form(last + 1)
        if knowledge.key(text) in knowledge.places() or view.fold(last + 1) in knowledge.unnamed("never"):
            continue
        if known is not None and known.last != last + 2:
            continue
        if known is not None and known.kb_id is not None and span.kb_id is None and view.is_head(span.first):
            span.kb_id = known.kb_id
        short = is_short_form(text, view.shard.text[span.start:span.end])
        if not (view.is_acronym(last + 1) or short):
            continue
        if known is not None:
            known.label, known.method, known.confidence = "ORG", "introduced", 0.9
        else:
            added.append(span_of(view.shard, last + 1, last + 2, "ORG", confidence=0.9, method="introduced"))
    if added:
        spans[:] = overlay(spans, added)


def is_short_form(short: str, full: str) -> bool:
    """Whether a name is put together from the beginnings of another's words.

    >>> is_short_form("Saigontel", "Công_nghệ Viễn_thông Sài_Gòn"), is_short_form("Hùng", "Công_ty Sài_Gòn")
    (True, False)
    """
    if "_" in short or " " in short or len(short) < 4:
        return False
    parts = {part[:3] for part in knowledge.unidecode(full).casefold().replace("_", " ").split() if len(part) > 2}
    plain = knowledge.unidecode(short).casefold()
    return not is_vietnamese(short.casefold()) and any(part in plain for part in parts)


def without_abbreviations(view: View, spans: list[Span]) -> list[Span]:
    """The mentions without those that an article explains to be short for common words: `doanh_nghiệp nhà_nước ( DNNN )`."""
    acronyms = {(view.types[span.first], index) for index, span in enumerate(spans)
                if span.last - span.first == 1 and span.method == "model" and view.is_acronym(span.first)}
    if not acronyms:
        return spans
    kinds = {kind for kind, _ in acronyms}
    articles = view.shard.article_token
    explained = {(int(np.searchsorted(articles, bracket, side="right")), view.types[bracket + 1]) for bracket in _brackets(view)
                 if view.types[bracket + 1] in kinds and _is_abbreviation(view, bracket)}
    if not explained:
        return spans
    dropped = {index for kind, index in acronyms
               if (int(np.searchsorted(articles, spans[index].first, side="right")), kind) in explained}
    return [span for index, span in enumerate(spans) if index not in dropped]


def _is_abbreviation(view: View, bracket: int) -> bool:
    """Whether the letters behind a bracket are the initials of the lower-case syllables before it."""
    letters = knowledge.unidecode(view.form(bracket + 1)).casefold()
    initials = ""
    for token in range(bracket - 1, max(bracket - _LONGEST, -1), -1):
        if not view.is_word(token) or view.has_capital(token):
            return False
        initials = "".join(syllable[0] for syllable in knowledge.unidecode(view.fold(token)).split(" ")) + initials
        if len(initials) >= len(letters):
            return initials == letters and len(letters) > 1
        if view.opens[token]:
            return False
    return False
