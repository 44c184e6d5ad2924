"""A shard a few articles at a time: what the rules hold of it stays small, and in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from vnnlp.shard import Shard

_TOKENS: Final = 1 << 16
"""Tokens of a part, or so many as its one article has."""


def parts(shard: Shard) -> Iterator[tuple[slice, Shard]]:
    """Runs of whole articles: their tokens in the shard, and each as a shard that shares its text and types.

    Offsets stay those of the whole text; tokens, sentences and articles are counted anew.
    """
    first = 0
    while first < len(shard):
        last = int(np.searchsorted(shard.article_token, shard.article_token[first] + _TOKENS, side="right")) - 1
        last = min(max(last, first + 1), len(shard))
        sentence = slice(int(shard.article_sentence[first]), int(shard.article_sentence[last]))
        token = slice(int(shard.article_token[first]), int(shard.article_token[last]))
        yield token, replace(
            shard, articles=shard.articles[first:last], article_start=shard.article_start[first:last + 1],
            segmented=shard.segmented[first:last], token_start=shard.token_start[token], token_end=shard.token_end[token],
            token_type=shard.token_type[token], article_token=shard.article_token[first:last + 1] - token.start,
            sentence_token=shard.sentence_token[sentence.start:sentence.stop + 1] - token.start,
            article_sentence=shard.article_sentence[first:last + 1] - sentence.start,
            damaged=None, edits={}, maps={}, untrusted=None, kept=None)
        first = last
