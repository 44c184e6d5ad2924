"""Each article made to agree with itself: one name, one label; what was introduced once is known further on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.introducing import introduce
from vnnlp.extraction.entities.mistaken import HOUSES
from vnnlp.extraction.entities.spans import Span, overlay, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.shard import Mask
from vnnlp.tagging.features import fold, is_vietnamese

_MARGIN: Final = 2.0
"""A label wins over another of the same name in an article with so many times its weight."""

_AUTHORITY: Final = {"model": 0.0, "rule": 1.0, "lexicon": 1.0, "introduced": 20.0}
"""What a mention's method adds to its weight: a name that the article itself explains is settled."""

Name = tuple[int, ...]


def agree(view: View, spans: list[Span]) -> list[Span]:
    """The mentions of a shard, relabelled and completed article by article."""
    introduce(view, spans)
    bounds = np.searchsorted([span.first for span in spans], view.shard.article_token).tolist()
    names: dict[tuple[int, int], list[tuple[Name, str]]] = defaultdict(list)
    given: set[tuple[int, int]] = set()
    syllables = view.shard.types.column("entity types", lambda forms: {form: kind for kind, form in enumerate(forms)})
    parted: list[Span] = []
    for article, (first, last) in enumerate(pairwise(bounds)):
        if first == last:
            continue
        mentions = spans[first:last]
        _same_ends(view, mentions)
        surnames = _surnames(view, mentions, syllables)
        parted += _people_behind(view, mentions)
        for name, label in _labels(view, mentions).items():
            if _telling(view, name) or (label == "PROD" and len(name) > 1 and view.forms[name[0]][:1].isupper()):
                names[article, name[0]].append((name, label))
        given.update((article, kind) for kind in _short_names(view, mentions, syllables))
        for kind in surnames:
            names[article, kind] = [((kind,), "PER")]
    spans = overlay(spans, parted) if parted else spans
    free = _free(view, spans)
    added = [*_further_names(view, free, names), *_further_people(view, spans, free, given)]
    return overlay(spans, added) if added else spans


def _people_behind(view: View, mentions: list[Span]) -> list[Span]:
    """A person whom the model took for the end of an organisation, where the article names him elsewhere too."""
    long = [span for span in mentions if span.label == "ORG" and span.last - span.first > 1 and span.method == "model"]
    people = {_name(view, span) for span in mentions if span.label == "PER"} if long else set()
    found: list[Span] = []
    for span in long if people else ():
        for begin in range(span.first + 1, span.last):
            name = tuple(view.types[begin:span.last])
            house = view.fold(begin - 1) in HOUSES
            if name in people and not house and (len(name) > 1 or " " in view.fold(begin)):
                found.append(span_of(view.shard, begin, span.last, "PER", confidence=0.85))
                span.last, span.end = begin, int(view.shard.token_end[begin - 1])
                break
    return found


def _same_ends(view: View, mentions: list[Span]) -> None:
    """Cut an organisation back to a name that the article has more often, where only lower-case words follow that name."""
    long = [span for span in mentions if span.label == "ORG" and span.last - span.first > 1]
    names = [_name(view, span) for span in long]
    if len(set(names)) == len(names):
        return
    often = {name for name, count in Counter(names).items() if count > 1}
    for span, name in zip(long, names, strict=True):
        if span.method != "model" or view.is_capital(span.last - 1) or name in often:
            continue
        for last in range(span.last - 1, span.first + 1, -1):
            if tuple(view.types[span.first:last]) in often:
                span.last, span.end = last, int(view.shard.token_end[last - 1])
                break
            if view.is_capital(last - 1):
                break


def _name(view: View, span: Span) -> Name:
    return tuple(view.types[span.first:span.last])


def _labels(view: View, mentions: list[Span]) -> dict[Name, str]:
    """The label of each name of an article: that of most weight; mentions of much less weight take it over."""
    labels: dict[Name, str] = {}
    names = [_name(view, span) for span in mentions]
    mixed = {name for name, span in zip(names, mentions, strict=True) if labels.setdefault(name, span.label) != span.label}
    for name in mixed:
        same = [span for other, span in zip(names, mentions, strict=True) if other == name]
        weights: dict[str, float] = {}
        for span in same:
            weights[span.label] = weights.get(span.label, 0.0) + span.confidence + _AUTHORITY[span.method]
        best = max(sorted(weights), key=lambda label: weights[label])
        labels[name] = best
        for span in same:
            if span.method == "model" and weights[best] > _MARGIN * weights[span.label]:
                span.label = best
    return labels


def _telling(view: View, name: Name) -> bool:
    """Whether a name can be known by its form wherever it stands: long, foreign or an acronym."""
    if name not in view.telling:
        view.telling[name] = _tells(view, name)
    return view.telling[name]


def _tells(view: View, name: Name) -> bool:
    first = view.forms[name[0]]
    if not first[:1].isalpha():
        return False
    if len(name) > 2 and first[:1].isupper():
        return True
    if len(name) > 1:
        return all(view.forms[kind][:1].isupper() or not view.forms[kind][:1].isalpha() for kind in name)
    if len(first) < 3 or not any(char.isupper() for char in first) or fold(first) in knowledge.heads():
        return False
    return "_" in first or " " in first or not is_vietnamese(first.casefold())


def _short_names(view: View, mentions: list[Span], types: Mapping[str, int]) -> set[int]:
    """Types of the last syllables of the people of an article, where they stand as tokens."""
    known: dict[str, int | None] = view.known("given name")
    found: set[int] = set()
    for span in mentions:
        if span.label == "PER":
            name = view.shard.text[span.start:span.end]
            if name not in known:
                known[name] = types.get(_given_name(name))
            kind = known[name]
            if kind is not None:
                found.add(kind)
    return found


def _given_name(name: str) -> str:
    """The last syllable of a full Vietnamese name; empty where it is none."""
    parts = name.replace("_", " ").split()
    full = len(parts) > 1 and parts[0] in knowledge.name_parts("family") and len(parts[-1]) > 1 and parts[-1].isalpha()
    return parts[-1] if full else ""


def _surnames(view: View, mentions: list[Span], types: Mapping[str, int]) -> set[int]:
    """Types of the foreign surnames of an article's people, whose mentions by themselves become people: `Khashoggi`."""
    known: dict[str, int | None] = view.known("surname")
    found: set[int] = set()
    for span in mentions:
        if span.label == "PER":
            name = view.shard.text[span.start:span.end]
            if name not in known:
                known[name] = types.get(_foreign_surname(name))
            kind = known[name]
            if kind is not None and (span.last - span.first > 1 or "_" in view.form(span.first) or " " in view.form(span.first)):
                found.add(kind)
    for span in mentions if found else ():
        if span.label in {"ORG", "LOC"} and span.last - span.first == 1 and span.method == "model" and (
                view.types[span.first] in found and knowledge.organisations().get(view.form(span.first)) is None
                and knowledge.key(view.form(span.first)) not in knowledge.places()):
            span.label, span.method = "PER", "rule"
    return found


def _foreign_surname(name: str) -> str:
    """The last word of a name, where it is foreign; else empty."""
    surname = name.replace("_", " ").rsplit(" ", 1)[-1]
    foreign = len(surname) > 3 and surname[:1].isupper() and not is_vietnamese(surname.casefold())
    return surname if foreign else ""


def _tokens_of(view: View, wanted: Iterable[tuple[int, int]], candidate: Mask) -> Iterator[tuple[int, tuple[int, int]]]:
    """The candidate tokens whose article and type are wanted."""
    shard = view.shard
    n_types = len(shard.types)
    keys = np.array(sorted(article * n_types + kind for article, kind in wanted), dtype=np.int64)
    kinds = np.zeros(n_types, dtype=np.bool_)
    kinds[keys % n_types] = True
    tokens = np.flatnonzero(candidate & kinds[shard.token_type])
    articles = np.searchsorted(shard.article_token, tokens, side="right") - 1
    token_keys = articles.astype(np.int64) * n_types + shard.token_type[tokens]
    place = np.minimum(np.searchsorted(keys, token_keys), len(keys) - 1)
    right = keys[place] == token_keys
    for token, key in zip(tokens[right].tolist(), token_keys[right].tolist(), strict=True):
        yield token, divmod(key, n_types)


def _further_names(view: View, free: Mask, wanted: Mapping[tuple[int, int], list[tuple[Name, str]]]) -> Iterator[Span]:
    """Mentions of the article's names that nobody saw."""
    if not wanted:
        return
    for token, key in _tokens_of(view, wanted, free):
        for name, label in sorted(wanted[key], key=lambda item: -len(item[0])):
            last = token + len(name)
            if free[token:last].all() and tuple(view.types[token:last]) == name and not view.opens[token + 1:last].any():
                yield span_of(view.shard, token, last, label, confidence=0.8)
                break


def _further_people(view: View, spans: list[Span], free: Mask, wanted: set[tuple[int, int]]) -> Iterator[Span]:
    """Given names of the article's people, behind a title or alone."""
    if not wanted:
        return
    titles = knowledge.titles()
    people = {span.first: span for span in spans if span.last == span.first + 1}
    candidate = free.copy()
    candidate[[token for token, span in people.items() if span.label != "PER"]] = True
    for token, _ in _tokens_of(view, wanted, candidate):
        titled = token > 0 and not view.opens[token] and view.fold(token - 1) in titles
        if titled or (free[token] and not view.opens[token] and _between(view, token)):
            yield span_of(view.shard, token, token + 1, "PER", confidence=0.8)


def _free(view: View, spans: list[Span]) -> Mask:
    """Of each token, whether it is in no mention."""
    size = view.shard.n_tokens + 1
    opened = np.bincount([span.first for span in spans], minlength=size)
    closed = np.bincount([span.last for span in spans], minlength=size)
    free: Mask = np.cumsum(opened[:-1] - closed[:-1]) == 0
    return free


def _between(view: View, token: int) -> bool:
    """Whether a capitalised syllable stands alone: no capitalised neighbour makes a longer name of it."""
    before = token > 0 and view.is_capital(token - 1) and not view.opens[token] and not view.opens[token - 1]
    after = token + 1 < len(view.types) and not view.opens[token + 1] and view.is_capital(token + 1)
    return not before and not after and view.form(token - 1) not in {"“", '"', ".", ":", "-"}
