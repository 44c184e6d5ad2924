"""Each article made to agree with itself: one name, one label; what was introduced once is known further on."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span, overlay, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_MARGIN: Final = 2.0
"""A label wins over another of the same name in an article with so many times its weight."""

Name = tuple[int, ...]


def agree(view: View, spans: list[Span]) -> list[Span]:
    """The mentions of a shard, relabelled and completed article by article."""
    article_token = view.shard.article_token
    articles = np.searchsorted(article_token, [span.first for span in spans], side="right") - 1
    by_article: dict[int, list[Span]] = defaultdict(list)
    for index, span in zip(articles.tolist(), spans, strict=True):
        by_article[index].append(span)
    _introduce(view, spans)
    _same_ends(view, by_article)
    wanted: dict[tuple[int, int], list[tuple[Name, str]]] = defaultdict(list)
    for index, mentions in by_article.items():
        labels = _labels(view, mentions)
        for name, label in labels.items():
            if _telling(view, name):
                wanted[index, name[0]].append((name, label))
        for short in _short_names(view, mentions):
            wanted[index, short].append(((short,), "given"))
    return overlay(spans, _further(view, spans, wanted)) if wanted else spans


def _same_ends(view: View, by_article: dict[int, list[Span]]) -> None:
    """Cut an organisation back to a name that the article has more often, where only lower-case words follow that name."""
    for mentions in by_article.values():
        counts = Counter(_name(view, span) for span in mentions if span.label == "ORG" and span.last - span.first > 1)
        often = {name for name, count in counts.items() if count > 1}
        if not often:
            continue
        for span in mentions:
            if span.label != "ORG" or span.method != "model" or _name(view, span) in often:
                continue
            for last in range(span.last - 1, span.first + 1, -1):
                if view.is_capital(last):
                    break
                if tuple(view.types[span.first:last]) in often:
                    span.last, span.end = last, int(view.shard.token_end[last - 1])
                    break


def _name(view: View, span: Span) -> Name:
    return tuple(view.types[span.first:span.last])


def _labels(view: View, mentions: list[Span]) -> dict[Name, str]:
    """The label of each name of an article: that of most weight; mentions of much less weight take it over."""
    weights: dict[Name, dict[str, float]] = {}
    for span in mentions:
        weights.setdefault(_name(view, span), {}).setdefault(span.label, 0.0)
        weights[_name(view, span)][span.label] += span.confidence + (span.method != "model")
    labels: dict[Name, str] = {}
    for name, found in weights.items():
        best = max(sorted(found), key=lambda label: found[label])
        labels[name] = best
    for span in mentions:
        found = weights[_name(view, span)]
        best = labels[_name(view, span)]
        if len(found) > 1 and span.method == "model" and span.label != best and found[best] > _MARGIN * found[span.label]:
            span.label = best
    return labels


def _telling(view: View, name: Name) -> bool:
    """Whether a name can be known by its form wherever it stands: long, foreign or an acronym."""
    first = view.forms[name[0]]
    if not first[:1].isalpha():
        return False
    if len(name) > 1:
        return all(view.forms[kind][:1].isupper() or not view.forms[kind][:1].isalpha() for kind in name)
    if len(first) < 3 or not any(char.isupper() for char in first):
        return False
    return "_" in first or " " in first or not is_vietnamese(first.casefold())


def _short_names(view: View, mentions: list[Span]) -> set[int]:
    """Types of the last syllables of the people of an article, where they stand as tokens."""
    types: dict[str, int] = view.shard.types.column("entity types", lambda forms: {form: kind for kind, form in enumerate(forms)})
    found: set[int] = set()
    for span in mentions:
        if span.label != "PER":
            continue
        parts = view.shard.text[span.start:span.end].replace("_", " ").split()
        if len(parts) > 1 and parts[0] in knowledge.name_parts("family") and parts[-1] in types:
            found.add(types[parts[-1]])
    return found


def _further(view: View, spans: list[Span], wanted: dict[tuple[int, int], list[tuple[Name, str]]]) -> list[Span]:
    """Mentions of the wanted names that nobody saw."""
    shard = view.shard
    n_types = len(shard.types)
    keys = np.array(sorted(article * n_types + kind for article, kind in wanted), dtype=np.int64)
    token_keys = shard.article_of_token().astype(np.int64) * n_types + shard.token_type
    place = np.minimum(np.searchsorted(keys, token_keys), len(keys) - 1)
    where = np.flatnonzero(keys[place] == token_keys)
    taken = np.zeros(shard.n_tokens, dtype=np.bool_)
    label_of: dict[int, Span] = {}
    for span in spans:
        taken[span.first:span.last] = True
        label_of[span.first] = span
    added: list[Span] = []
    titles = knowledge.titles()
    for token in where.tolist():
        article, kind = divmod(int(token_keys[token]), n_types)
        titled = token > 0 and not view.opens[token] and view.fold(token - 1) in titles
        for name, label in sorted(wanted[article, kind], key=lambda item: -len(item[0])):
            last = token + len(name)
            if label == "given":
                here = label_of.get(token)
                single = here is None or here.last == token + 1
                if single and (titled or (not taken[token] and not view.opens[token] and _between(view, token))):
                    if here is None or here.label != "PER":
                        added.append(span_of(shard, token, last, "PER", confidence=0.8))
                    break
            elif not taken[token:last].any() and tuple(view.types[token:last]) == name and not view.opens[token + 1:last].any():
                added.append(span_of(shard, token, last, label, confidence=0.8))
                break
    return added


def _between(view: View, token: int) -> bool:
    """Whether a capitalised syllable stands alone: no capitalised neighbour makes a longer name of it."""
    before = token > 0 and view.is_capital(token - 1) and not view.opens[token] and not view.opens[token - 1]
    after = token + 1 < len(view.types) and not view.opens[token + 1] and view.is_capital(token + 1)
    return not before and not after and view.form(token - 1) not in {"“", '"', ".", ":", "-"}


def _introduce(view: View, spans: list[Span]) -> None:
    """Make a short name in brackets behind an organisation one too: `Ngân_hàng Nhà_nước ( NHNN )`, `… Sài_Gòn ( Saigontel )`."""
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
        if knowledge.key(text) in knowledge.places() or (known is not None and known.last != last + 2):
            continue
        short = is_short_form(text, view.shard.text[span.start:span.end])
        if not (view.is_acronym(last + 1) or short):
            continue
        if known is not None:
            known.label, known.method, known.confidence = "ORG", "rule", 0.9
        else:
            added.append(span_of(view.shard, last + 1, last + 2, "ORG", confidence=0.85))
    if added:
        spans[:] = overlay(spans, added)


def is_short_form(short: str, full: str) -> bool:
    """Whether a name is put together from the beginnings of another's words.

    >>> is_short_form("Saigontel", "Công_nghệ Viễn_thông Sài_Gòn"), is_short_form("Hùng", "Công_ty Sài_Gòn")
    (True, False)
    """
    if "_" in short or " " in short or len(short) < 4:
        return False
    parts = {part[:3] for part in unidecode(full).casefold().replace("_", " ").split() if len(part) > 2}
    plain = unidecode(short).casefold()
    return not is_vietnamese(short.casefold()) and any(part in plain for part in parts)


def unidecode(text: str) -> str:
    """A text without diacritics."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in flat if not unicodedata.combining(char))
