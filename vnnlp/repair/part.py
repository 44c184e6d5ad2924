"""Some articles of a shard as a shard of their own, so that what is computed once per type is so for their types only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.features import tokens_of
from vnnlp.repair.lone import LoneDigits
from vnnlp.shard import Shard, Types


def part_of(shard: Shard, lone: LoneDigits, articles: NDArray[np.int64]) -> tuple[Shard, LoneDigits]:
    """The shard of `articles` (ascending) alone, and their lone digits in it; `lone` holds no others. Sentences are left out."""
    if len(articles) == len(shard):
        return shard, lone
    tokens = tokens_of(shard, articles)
    pieces = [shard.text[start:end] for start, end in zip(shard.article_start[articles].tolist(),
                                                          shard.article_start[articles + 1].tolist(), strict=True)]
    article_start = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces]))).astype(np.int32)
    count = np.diff(shard.article_token)[articles]
    shift = np.repeat(article_start[:-1] - shard.article_start[articles], count)
    kinds, kind = np.unique(shard.token_type[tokens], return_inverse=True)
    forms = shard.types.forms
    none = np.zeros(1, dtype=np.int32)
    part = Shard(
        articles=tuple(shard.articles[article] for article in articles.tolist()), text="".join(pieces),
        article_start=article_start, segmented=shard.segmented[articles],
        token_start=shard.token_start[tokens] + shift, token_end=shard.token_end[tokens] + shift,
        token_type=kind.astype(np.int32), types=Types([forms[number] for number in kinds.tolist()]),
        article_token=np.concatenate(([0], np.cumsum(count))).astype(np.int32),
        sentence_token=none, article_sentence=np.zeros(len(articles) + 1, dtype=np.int32))
    return part, LoneDigits(np.searchsorted(tokens, lone.token), lone.digit, lone.glued,
                            np.searchsorted(articles, lone.article).astype(np.int32))
