"""Keyness: the words that set one group of articles apart from another.

Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words"): the prior is the
words of both groups together, so that rare words do not win by chance; the score is a z value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

PRIOR_WORDS = 1_000.0
"""Weight of the prior, in words; of small collections at most all their words, or the prior would drown them."""


@dataclass(frozen=True, slots=True)
class Key:
    """A word, how often each group has it, and the z value: above 0 it belongs to the target."""

    word: str
    target: int
    reference: int
    score: float


def keyness(target: Iterable[Iterable[str]], reference: Iterable[Iterable[str]], *, minimum: int = 3) -> list[Key]:
    """Words of at least `minimum` uses, the most typical of `target` first.

    >>> keys = keyness([["tặng", "quà"]] * 3, [["cước", "quà"]] * 3)
    >>> [key.word for key in keys]
    ['tặng', 'quà', 'cước']
    """
    return log_odds(Counter(word for words in target for word in words), Counter(word for words in reference for word in words),
                    minimum=minimum)


def log_odds(target: Mapping[str, int], reference: Mapping[str, int], *, minimum: int = 3) -> list[Key]:
    """`keyness` from counts."""
    words = sorted(word for word in {*target, *reference} if target.get(word, 0) + reference.get(word, 0) >= minimum)
    if not words:
        return []
    ours = np.array([target.get(word, 0) for word in words], dtype=np.float64)
    theirs = np.array([reference.get(word, 0) for word in words], dtype=np.float64)
    both = ours + theirs
    prior = both * min(1.0, PRIOR_WORDS / both.sum())
    total = prior.sum()
    odds = np.log((ours + prior) / (ours.sum() + total - ours - prior)) \
        - np.log((theirs + prior) / (theirs.sum() + total - theirs - prior)) if len(words) > 1 else np.zeros(1)
    scores = odds / np.sqrt(1 / (ours + prior) + 1 / (theirs + prior))
    order = sorted(range(len(words)), key=lambda index: (-scores[index], words[index]))
    return [Key(words[index], int(ours[index]), int(theirs[index]), round(float(scores[index]), 4)) for index in order]
