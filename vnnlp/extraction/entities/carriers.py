"""Carriers: every spelling by lexicon, grown to the company's whole name, exact inside glued tokens.

`Công_ty VinaPhone` and `Trung_tâm Dịch_vụ VinaPhone miền Trung` are one name each; in `thuê_bao VinaPhone` the name is one word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.extraction.lexicon import atoms_of

_REACH: Final = 7
"""Tokens between a head word and the carrier that it names."""
_LONGEST: Final = 30
"""Tokens beyond which no name is looked for on either side of a carrier, however long the model's mention."""
_SHORT: Final = frozenset({"mobi", "vina"})
"""Short names that count only where another carrier is named in the article."""
_JOINS: Final = frozenset({"và", "với", ",", "/", "cùng"})
"""What stands between two names, not inside one."""
_FAMILY: Final = frozenset({"Telecom", "Mobile", "Store", "Global", "Group", "Post", "Media", "Net", "Technology", "Solutions"})
"""Words of a carrier's companies behind its name."""
_ROMAN: Final = frozenset({"I", "II", "III", "IV", "V", "VI"})


def carrier_spans(view: View, spans: list[Span]) -> Iterator[Span]:
    """A span for each mention of a carrier, with its kb_id; `spans` are the model's, which may know a longer name."""
    shard = view.shard
    matcher, ids = knowledge.carriers()
    found = matcher.find(shard)
    article = (shard.article_token.searchsorted(found.start, side="right") - 1).tolist()
    mentions = list(zip(found.start.tolist(), found.end.tolist(), found.entry.tolist(), article, strict=True))
    named = {place for first, last, _, place in mentions if view.fold(first) not in _SHORT or last > first + 1}
    around = {token: span for span in spans if span.label in {"ORG", "PROD"} for token in range(span.first, span.last)}
    for start, last, entry, place in mentions:
        first = next((token for token in range(start, last - 1) if view.is_capital(token)), last - 1)
        if last == first + 1 and view.fold(first) in _SHORT and (place not in named or first in around):
            continue
        if not view.is_capital(first) and (last - start > 1 or view.fold(first) not in knowledge.carrier_syllables()):
            continue
        span = around.get(first)
        if span is not None and span.label == "PROD" and span.last >= last and span.last - span.first > last - first:
            continue
        begin, end = _grown(view, first, last)
        if span is not None and span.last >= last and span.label == "ORG":
            begin, end = min(begin, _left(view, span, first)), max(end, _right(view, span, last))
            if span.first < first - 1 and view.fold(first - 1) in _JOINS and view.is_capital(span.first):
                yield span_of(shard, span.first, first - 1, "ORG", confidence=span.confidence, method="model")
        yield span_of(shard, begin, end, "ORG", method="lexicon", kb_id=ids[entry])
    yield from _glued(view)


def _grown(view: View, first: int, last: int) -> tuple[int, int]:
    """The carrier's match with the head words before it and the region behind it."""
    begin = first
    if first and view.fold(first - 1) not in _JOINS:
        for token in range(first - 1, max(first - _REACH, -1), -1):
            if view.opens[token + 1] or not (view.is_capital(token) or view.fold(token) in knowledge.inner_words()):
                break
            if view.is_capital(token) and _heads(view, token):
                begin = token
    return begin, _region(view, first, last)


def _region(view: View, first: int, last: int) -> int:
    """The end of a carrier's name with the region behind it: `Viettel Nghệ_An`, `MobiFone Khu_vực V`, `VinaPhone miền Trung`."""
    limit = view.limit(first)
    if last >= limit:
        return last
    while last < limit and view.form(last) in _FAMILY:
        last += 1
    if last >= limit:
        return last
    word, following = view.fold(last), last + 1 < limit
    numbered = following and (view.is_number(last + 1) or view.form(last + 1) in _ROMAN)
    if word in {"khu vực", "kv"} and numbered:
        return last + 2
    if following and view.is_capital(last + 1) and word in {"miền", "chi nhánh", "tp.", "tp"}:
        return last + 2
    province = view.is_capital(last) and not view.is_acronym(last) and knowledge.key(view.form(last)) in knowledge.provinces()
    return last + 1 if province or word in {"kv0", "miền bắc", "miền trung", "miền nam"} else last


def _heads(view: View, token: int) -> bool:
    """Whether a head word begins here: one token, or two that segmentation parted (`Tổng_Công ty`); `Vụ` is a case here."""
    return (view.is_head(token) and view.fold(token) != "vụ") or (
        token + 1 < len(view.types) and f"{view.fold(token)} {view.fold(token + 1)}" in knowledge.heads())


def _left(view: View, span: Span, first: int) -> int:
    """Where the model's longer name may begin: at its first head word in capitals; else at the carrier."""
    if view.fold(first - 1) in _JOINS:
        return first
    earliest = max(span.first, first - _LONGEST)
    begin = max((token + 1 for token in range(earliest, first) if view.fold(token) in knowledge.between()
                 or view.form(token) == ";" or (view.fold(token) == "và" and view.is_head(token + 1))), default=earliest)
    for token in range(begin, first):
        if view.is_capital(token) and _heads(view, token):
            return token
    return first


def _right(view: View, span: Span, last: int) -> int:
    """Where the model's longer name may end: at its last capitalised word that is no other carrier's."""
    end = last
    for token in range(last, min(span.last, last + _LONGEST)):
        if not (view.is_word(token) and view.is_capital(token)) or view.fold(token) in knowledge.stops():
            break
        end = token + 1
    return end


def _glued(view: View) -> Iterator[Span]:
    """Carriers at the head of a token that segmentation glued to what follows: `Viettel_Hải_Phòng`, `Viettel_tặng`."""
    shard = view.shard
    names = knowledge.carrier_syllables()
    glued = shard.types.column("glued carriers", lambda forms: {
        kind: found for kind, (form, parts) in enumerate(zip(forms, atoms_of(shard.types), strict=True))
        if len(parts) > 1 and "_" in form and (found := _inside(form, names)) is not None})
    if not glued:
        return
    flags = shard.types.column("glued carrier flags", lambda forms: _flags(len(forms), glued))
    for token in view.where(flags):
        begin, end, kb_id = glued[view.types[token]]
        start = int(shard.token_start[token])
        yield Span(token, token + 1, start + begin, start + end, "ORG", 0.9, "lexicon", kb_id)


def _flags(size: int, glued: dict[int, tuple[int, int, str | None]]) -> object:
    import numpy as np
    flags = np.zeros(size, dtype=np.bool_)
    flags[list(glued)] = True
    return flags


def _inside(form: str, names: dict[str, str]) -> tuple[int, int, str | None] | None:
    """Begin, end and id of the carrier in a glued form that is no carrier as a whole: the longest that begins with its name."""
    matcher, ids = knowledge.carriers()
    parts = form.split("_")
    if not any(part.casefold() in names for part in parts) or matcher.get(form) is not None:
        return None
    position = 0
    for index, part in enumerate(parts):
        kb_id: str | None = names.get(part.casefold())
        if kb_id is not None:
            end = position + len(part)
            for last in range(len(parts) - 1, index + 1, -1):
                company = "_".join(parts[index:last])
                entry = matcher.get(company)
                if entry is not None:
                    end, kb_id = position + len(company), ids[entry]
                    break
            rest = form[end + 1:]
            whole = bool(rest) and knowledge.key(rest) in knowledge.provinces()
            return position, len(form) if whole else end, kb_id
        position += len(part) + 1
    return None
