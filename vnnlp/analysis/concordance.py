"""Concordance: every place where a word or phrase stands, in its context, with the article and the position (KWIC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from vnnlp.errors import UsageError
from vnnlp.shard import Shard


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a concordance; `start` and `end` are code points of the article as read."""

    doc_id: str
    sentence: int
    start: int
    end: int
    left: str
    keyword: str
    right: str


def syllables(text: str) -> list[str]:
    """A word or phrase as folded syllables: `Khách_hàng` and `khách hàng` are the same.

    >>> syllables("Khách_hàng VIP")
    ['khách', 'hàng', 'vip']
    """
    return text.casefold().replace("_", " ").split()


def concordance(shards: Iterable[Shard], phrase: str, *, width: int = 8) -> Iterator[Line]:
    """Every kept occurrence of `phrase`, in text order, with `width` tokens on either side.

    Syllables are compared, folded, so segmented and raw text answer alike; a match covers whole tokens. Raises UsageError
    for an empty phrase.
    """
    wanted = syllables(phrase)
    if not wanted:
        raise UsageError("the phrase is empty", remedy="Give a word, such as: vnnlp kwic 'khách hàng' out/")
    for shard in shards:
        yield from _lines(shard, wanted, width)


def _lines(shard: Shard, wanted: list[str], width: int) -> Iterator[Line]:
    # Only tokens that begin as the phrase does are looked at; that flag is per distinct type.
    first = shard.types.flags(f"begins {wanted[0]}", lambda form: syllables(form)[:1] == wanted[:1])
    for token in np.flatnonzero(first[shard.token_type]):
        article = int(np.searchsorted(shard.article_token, token, side="right")) - 1
        last_of_article = int(shard.article_token[article + 1])
        end = _match(shard, int(token), last_of_article, wanted)
        if end is None or (shard.kept is not None and not shard.kept[token:end].all()):
            continue
        begin, stop = max(int(shard.article_token[article]), int(token) - width), min(last_of_article, end + width)
        text, start, close = shard.text, int(shard.token_start[token]), int(shard.token_end[end - 1])
        _, read_start, read_end = shard.places(np.array([start]), np.array([close]))
        yield Line(shard.articles[article].doc_id, int(shard.sentence_in_article(np.array([token]))[0]),
                   int(read_start[0]), int(read_end[0]),
                   text[shard.token_start[begin]:start].replace("\n", " ").strip(), text[start:close],
                   text[close:shard.token_end[stop - 1]].replace("\n", " ").strip())


def _match(shard: Shard, token: int, last: int, wanted: list[str]) -> int | None:
    held: list[str] = []
    forms = shard.types.forms
    while token < last and len(held) < len(wanted):
        held += syllables(forms[shard.token_type[token]])
        token += 1
        if held != wanted[:len(held)]:
            return None
    return token if held == wanted else None
