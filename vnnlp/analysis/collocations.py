"""Collocations: word pairs that stand together more often than chance, by normalised pointwise mutual information.

Counting and scoring are gensim's (`Phrases`, scoring "npmi"; Bouma 2009); ours is only what goes in: kept words by article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Collocation:
    """A pair of words, how often it stands, and its npmi (-1 to 1)."""

    first: str
    second: str
    count: int
    score: float


def collocations(articles: Iterable[list[str]], *, minimum: int = 5, threshold: float = 0.3) -> list[Collocation]:
    """Pairs of neighbouring words seen at least `minimum` times with an npmi above `threshold`, the strongest first.

    >>> pairs = collocations([["trả", "trước", "và", "trả", "sau"], ["thuê_bao", "trả", "trước"]] * 5)
    >>> [(pair.first, pair.second) for pair in pairs][:2]
    [('trả', 'trước'), ('trước', 'và')]
    """
    from gensim.models.phrases import Phrases
    model = Phrases(articles, min_count=minimum, threshold=threshold, scoring="npmi", delimiter="\t")
    pairs = []
    for pair, score in model.export_phrases().items():
        first, second = pair.split("\t")
        pairs.append(Collocation(first, second, int(model.vocab[pair]), round(float(score), 4)))
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.count, pair.first, pair.second))
