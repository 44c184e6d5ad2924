"""What the rules beside the digit codes share: cheap ways to find the few tokens worth a look, and the proof by context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from vnnlp.edits import Edit
from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Shard


class Proposal(NamedTuple):
    """An edit with the index of its article."""

    article: int
    edit: Edit


@cache
def figure_words(side: str) -> frozenset[str]:
    """Words that stand `behind` a number or `before` it, in lower case with spaces."""
    return frozenset(row["form"] for row in read_lexicon("figure_contexts") if row["side"] == side)


def occurrences(shard: Shard, name: str, test: Callable[[str], bool]) -> list[int]:
    """The tokens whose form passes `test`, which is asked once a distinct form; `name` keys the answer."""
    chosen: list[int] = np.flatnonzero(shard.types.flags(name, test)[shard.token_type]).tolist()
    return chosen


def form(shard: Shard, token: int) -> str:
    """A token's form; empty outside the shard."""
    return shard.types.forms[shard.token_type[token]] if 0 <= token < shard.n_tokens else ""


def folded(shard: Shard, token: int) -> str:
    """A token's form in lower case with spaces; empty outside the shard."""
    return shard.types.folded[shard.token_type[token]] if 0 <= token < shard.n_tokens else ""


def gap(shard: Shard, token: int) -> str:
    """What lies between a token and the next."""
    if not 0 <= token < shard.n_tokens - 1:
        return "\n"
    return shard.text[shard.token_end[token]:shard.token_start[token + 1]]


def expects_figure(shard: Shard, first: int, last: int) -> str:
    """The word that asks for a number at the tokens `first` to `last`: one behind, else one before; empty where none does.

    >>> from vnnlp.segmentation import document
    >>> expects_figure(document("giá xxx đồng").shard, 1, 1)
    'đồng'
    """
    behind = folded(shard, last + 1)
    if "\n" not in gap(shard, last) and (behind in figure_words("behind") or behind.partition(" ")[0] in _HEADS):
        return behind
    before = folded(shard, first - 1)
    return before if "\n" not in gap(shard, first - 1) and before in figure_words("before") else ""


_HEADS = frozenset(("đồng", "triệu", "tỷ", "tỉ", "nghìn", "ngàn"))
"""First syllables of compounds that still ask for a number: `triệu_đồng`."""


def propose(shard: Shard, start: int, end: int, after: str, kind: str, confidence: float, reason: str) -> Proposal:
    """A proposal for `shard.text[start:end]`, at the offsets of its article."""
    article = int(np.searchsorted(shard.article_start, start, side="right") - 1)
    base = int(shard.article_start[article])
    return Proposal(article, Edit(start - base, end - base, shard.text[start:end], after, kind, confidence, reason))


Rule = Callable[[Shard], Iterator[Proposal]]
