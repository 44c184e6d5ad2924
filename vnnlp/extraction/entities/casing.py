"""Headlines in capitals: a sentence all in upper case is read as if it were written as usual.

`HÀ NỘI MIỄN PHÍ XE BUÝT` tells nothing by its capitals, so each of its forms is replaced, for tagger and rules only, by its
spelling in a lexicon, else by the casing that the tagger's own word list knows it in most often; an unknown form becomes
lower case, or capitalised where it is a compound that begins with a family name or stands behind `ông` or `bà`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from vnnlp.extraction.entities.knowledge import name_parts, split
from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Int32, Shard
from vnnlp.tagging.features import fold

_LETTERS = 12
"""A sentence counts as capitals from so many letters on: shorter ones are abbreviations and bylines."""


def restore_case(shard: Shard, known: Mapping[str, str]) -> tuple[Int32, tuple[str, ...]]:
    """Token types and forms for the tagger: the shard's own, but for tokens of sentences in capitals.

    `known` are forms in their usual casing, the most frequent first.
    """
    forms = shard.types.forms
    upper = shard.types.column("upper letters", lambda forms: np.array(
        [sum(map(str.isupper, form)) for form in forms] or [0], dtype=np.int32))
    lower = shard.types.column("lower letters", lambda forms: np.array(
        [sum(map(str.islower, form)) for form in forms] or [0], dtype=np.int32))
    if not shard.n_tokens:
        return shard.token_type, forms
    bounds = shard.sentence_token[:-1]
    upper_count = np.add.reduceat(upper[shard.token_type], bounds)
    lower_count = np.add.reduceat(lower[shard.token_type], bounds)
    capitals = (upper_count >= _LETTERS) & (upper_count > 4 * lower_count)
    if not capitals.any():
        return shard.token_type, forms
    tokens = np.flatnonzero(np.repeat(capitals, np.diff(shard.sentence_token)))
    usual = _usual(known)
    token_type = shard.token_type.copy()
    number: dict[str, int] = {}
    before = ""
    for token in tokens.tolist():
        form = forms[shard.token_type[token]]
        restored = _restored(form, usual)
        if before in _TITLES and restored.islower() and restored.isalpha():
            restored = restored.capitalize()
        before = restored.casefold()
        token_type[token] = len(forms) + number.setdefault(restored, len(number))
    return token_type, (*forms, *number)


_TITLES = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "cụ"})


@cache
def _named() -> dict[str, str]:
    """Names of the lexicons and heads of two syllables or more, by their folded form: how they are written in a sentence."""
    rows = [row for lexicon in ("carriers", "agencies", "products", "places", "countries") for row in read_lexicon(lexicon)]
    forms = [form for row in rows for form in (row["name"], *split(row["forms"]))]
    forms += [row["word"] for row in read_lexicon("brands")]
    forms += [row["head"] for row in read_lexicon("heads") if " " in row["head"]]
    return {fold(form): form for form in reversed(forms) if len(form) > 3}


_USUAL: dict[int, dict[str, str]] = {}


def _usual(known: Mapping[str, str]) -> dict[str, str]:
    if id(known) not in _USUAL:
        table = dict(_named())
        for form in known:
            table.setdefault(fold(form), form)
        _USUAL.clear()
        _USUAL[id(known)] = table
    return _USUAL[id(known)]


def _restored(form: str, usual: Mapping[str, str]) -> str:
    if not form.isupper() and not any(map(str.isdigit, form)):
        return form
    found = usual.get(fold(form))
    if found is not None:
        return found if not any(map(str.isdigit, found)) else form
    parts = form.replace("_", " ").split(" ")
    if any(map(str.isdigit, form)):
        return form
    return form.title() if len(parts) > 1 and parts[0].capitalize() in name_parts("family") else form.casefold()
