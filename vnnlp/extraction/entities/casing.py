"""Headlines in capitals: a sentence all in upper case is read as if it were written as usual.

`HÀ NỘI MIỄN PHÍ XE BUÝT` tells nothing by its capitals, so each of its forms is replaced, for tagger and rules only, by what
the article itself writes in its other sentences, else by its spelling in a lexicon, else by the casing that the tagger's own
word list knows it in most often; an unknown form becomes lower case, or capitalised where it is a compound of family and
given name, or a given name behind `ông` or `bà`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from vnnlp.extraction.entities.knowledge import name_parts, split
from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Mask, Shard, Types
from vnnlp.tagging.features import fold

_LETTERS = 12
"""A sentence counts as capitals from so many letters on: shorter ones are abbreviations and bylines."""


def restore_case(shard: Shard, known: Mapping[str, str]) -> Shard:
    """The shard for the tagger and the rules: the given one, or, where it has sentences in capitals, one with usual casing.

    Its text differs only in the case of letters, so that offsets hold. `known` are forms in their usual casing, the most
    frequent first; what the same article spells otherwise goes first.
    """
    if not shard.n_tokens:
        return shard
    forms = shard.types.forms
    capitals = _capital_sentences(shard)
    if not capitals.any():
        return shard
    inside = np.repeat(capitals, np.diff(shard.sentence_token))
    tokens = np.flatnonzero(inside)
    articles = np.searchsorted(shard.article_token, tokens, side="right") - 1
    spelled = _spelled(shard, inside, frozenset(articles.tolist()))
    usual = _usual(known)
    token_type = shard.token_type.copy()
    number: dict[str, int] = {}
    pieces: list[str] = []
    before, done = "", 0
    opens = frozenset(shard.sentence_token.tolist())
    for token, article in zip(tokens.tolist(), articles.tolist(), strict=True):
        form = forms[shard.token_type[token]]
        if token in opens:
            before = ""
        restored = spelled.get((article, fold(form))) or _restored(form, usual)
        if before in _TITLES and restored in _given() and f"{before} {restored}" not in usual:
            restored = restored.capitalize()
        before = restored.casefold()
        token_type[token] = len(forms) + number.setdefault(restored, len(number))
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        if len(restored) == end - start:
            pieces += [shard.text[done:start], restored]
            done = end
    return replace(shard, token_type=token_type, types=Types([*forms, *number]), text="".join([*pieces, shard.text[done:]]))


def _capital_sentences(shard: Shard) -> Mask:
    """Of each sentence, whether it is written in capitals."""
    upper = shard.types.column("upper letters", lambda forms: np.array(
        [sum(map(str.isupper, form)) for form in forms] or [0], dtype=np.int32))
    lower = shard.types.column("lower letters", lambda forms: np.array(
        [sum(map(str.islower, form)) for form in forms] or [0], dtype=np.int32))
    bounds = shard.sentence_token[:-1]
    upper_count = np.add.reduceat(upper[shard.token_type], bounds)
    lower_count = np.add.reduceat(lower[shard.token_type], bounds)
    capitals: Mask = (upper_count >= _LETTERS) & (upper_count > 4 * lower_count)
    return capitals


def _spelled(shard: Shard, capitals: Mask, articles: frozenset[int]) -> dict[tuple[int, str], str]:
    """How the given articles write names inside sentences in usual case, by article and folded form."""
    found: dict[tuple[int, str], str] = {}
    forms = shard.types.forms
    mixed = shard.types.flags("mixed case", lambda form: any(map(str.isupper, form)) and any(map(str.islower, form)))
    opens = np.zeros(shard.n_tokens + 1, dtype=np.bool_)
    opens[shard.sentence_token] = True
    for article in sorted(articles):
        first, last = int(shard.article_token[article]), int(shard.article_token[article + 1])
        here = mixed[shard.token_type[first:last]] & ~capitals[first:last] & ~opens[first:last]
        for kind in dict.fromkeys(shard.token_type[first:last][here].tolist()):
            found.setdefault((article, fold(forms[kind])), forms[kind])
    return found


_TITLES = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "cụ"})


@cache
def _given() -> frozenset[str]:
    """Given and middle names in lower case."""
    return frozenset(name.casefold() for name in name_parts("given") | name_parts("middle"))


@cache
def _named() -> dict[str, str]:
    """Names of the lexicons and heads of two syllables or more, by their folded form: how they are written in a sentence."""
    rows = [row for lexicon in ("carriers", "agencies", "products", "places", "countries") for row in read_lexicon(lexicon)]
    forms = [form for row in rows for form in (row["name"], *split(row["forms"]))]
    forms += [row["word"] for row in read_lexicon("brands")]
    forms += [row["head"] for row in read_lexicon("heads") if " " in row["head"]]
    return {fold(form): form for form in reversed(forms) if len(form) > 3}


_USUAL: list[tuple[Mapping[str, str], dict[str, str]]] = []
"""The table made last, and what it was made of."""


def _usual(known: Mapping[str, str]) -> dict[str, str]:
    if not _USUAL or _USUAL[0][0] is not known:
        table = dict(_named())
        for form in known:
            table.setdefault(fold(form), form)
        _USUAL[:] = [(known, table)]
    return _USUAL[0][1]


def _restored(form: str, usual: Mapping[str, str]) -> str:
    if not form.isupper() or any(map(str.isdigit, form)):
        return form
    found = usual.get(fold(form))
    if found is not None:
        # Segmented as the text is: the spelling known may have spaces where this has `_`.
        return found.replace(" ", "_") if "_" in form else found
    parts = form.replace("_", " ").split(" ")
    person = len(parts) > 1 and parts[0].capitalize() in name_parts("family") and (
        parts[-1].casefold() in _given() or (len(parts) > 2 and "_" in form))
    return form.title() if person else form.casefold()
