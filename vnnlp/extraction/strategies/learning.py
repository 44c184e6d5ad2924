"""Learning the classifier from gold: `vnnlp train strategies`.

`lesson` says what each clause of the gold says, `certainty` how sure a row may be. Every article is judged by models that have
seen nothing of its file, because a file has one writer: so the last model learns how sure the others may be of wording that
nobody wrote before, and the figures of the card are of such wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import UsageError
from vnnlp.extraction.strategies.certainty import Pairs, fit_judge, pairs_of
from vnnlp.extraction.strategies.classifier import NEVER, Float, Model, compared, confidence, matrix, seen
from vnnlp.extraction.strategies.kernel import Kernel, Likened, alike, common, solve
from vnnlp.extraction.strategies.lesson import REACH, Labels, Lesson, labels, lesson, side_labels
from vnnlp.extraction.strategies.taxonomy import load, plain_forms
from vnnlp.extraction.strategies.words import WordVectors
from vnnlp.extraction.strategies.words import learn as learn_words

_STRENGTH: Final = 20.0
"""Inverse of the penalty on the weights of the linear model (scikit-learn's C)."""
_PENALTY: Final = 0.03
"""On the weights of the kernel."""
_UNKNOWN: Final = -0.6
"""What is wanted of a clause of which nobody knows whether it says a strategy; -1 if it does not, 1 if it does."""
_BOTH: Final = 2
_LEAST: Final = 2
"""Clauses that a feature must be in."""
_SMALL: Final = 0.04
"""Weights of the linear model below this share of the largest are left out."""


def _vocabulary(lessons: Lesson) -> NDArray[np.uint64]:
    both = np.unique(np.stack([lessons.features.key, lessons.features.clause.astype(np.uint64)], axis=1), axis=0)
    keys, count = np.unique(both[:, 0], return_counts=True)
    return np.asarray(keys[count >= _LEAST], dtype=np.uint64)


def _fit(matrix: Any, said: Labels, seed: int) -> tuple[Float, Float]:
    """Weights (features by strategies) and bias, one strategy against the rest."""
    from sklearn.linear_model import LogisticRegression
    weights, bias = np.zeros((matrix.shape[1], said.shape[1])), np.full(said.shape[1], -8.0)
    for code in range(said.shape[1]):
        known = np.flatnonzero(said[:, code] >= 0)
        if len(np.unique(said[known, code])) > 1:
            model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=seed, max_iter=500)
            model.fit(matrix[known], said[known, code])
            weights[:, code], bias[code] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _unseen_odds(fold: NDArray[np.int64], matrix: Any, said: Labels, seed: int) -> Float:
    """The log-odds of each clause by the linear models of the folds that it is not in."""
    odds = np.zeros(said.shape)
    for part in np.unique(fold).tolist():
        weights, bias = _fit(matrix[fold != part], said[fold != part], seed)
        odds[fold == part] = matrix[fold == part] @ weights + bias
    return odds


def _solved(similar: Float, said: Labels, sides: Labels) -> tuple[Float, Float]:
    """Weights and bias of the kernel: of strategies from all clauses, of each kind of side from those of which it is known."""
    wanted: Float = np.where(said < 0, _UNKNOWN, 2.0 * said - 1).astype(np.float64)
    weights, bias = (np.hstack([part, np.zeros((*part.shape[:-1], sides.shape[1]))]) for part in solve(similar, wanted, _PENALTY))
    for known in np.unique(sides.T >= 0, axis=0):
        columns = np.flatnonzero(((sides.T >= 0) == known).all(axis=1))
        inside = np.flatnonzero(known)
        if len(inside):
            known_sides: Float = sides[np.ix_(inside, columns)].astype(np.float64) * 2 - 1
            weights[np.ix_(inside, said.shape[1] + columns)], bias[said.shape[1] + columns] = solve(
                similar[np.ix_(inside, inside)], known_sides, _PENALTY)
    return weights, bias


def _slope(odds: Float, said: Labels) -> tuple[float, float]:
    """Factor and addend that make log-odds of what the kernel gives (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression
    known = said >= 0
    if len(np.unique(said[known])) < _BOTH:
        return 1.0, 0.0
    model = LogisticRegression(C=1e3).fit(odds[known][:, None], said[known])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _kernel(fold: NDArray[np.int64], clauses: Likened, first: Float, said: Labels, sides: Labels,
            kinds: Sequence[NDArray[np.int64]]) -> tuple[Kernel, Float]:
    """The kernel over the clauses that the linear model (`first`: its unseen odds) leaves, or that say something; and the
    log-odds of each clause by the kernels of the folds that it is not in. `kinds`: columns whose odds mean the same.
    """
    left = (first >= REACH).any(axis=1)
    inside = np.flatnonzero(left | (said == 1).any(axis=1))
    similar = alike(clauses[inside], clauses[inside])
    raw = np.zeros((len(inside), said.shape[1] + sides.shape[1]))
    for part in np.unique(fold[inside]).tolist():
        others, own = np.flatnonzero(fold[inside] != part), np.flatnonzero(fold[inside] == part)
        weights, bias = _solved(similar[np.ix_(others, others)], said[inside[others]], sides[inside[others]])
        raw[own] = similar[np.ix_(own, others)] @ weights + bias
    both = np.hstack([said, sides])
    weights, bias = _solved(similar, said[inside], sides[inside])
    for columns in kinds:
        factor, addend = _slope(raw[:, columns], both[np.ix_(inside, columns)])
        raw[:, columns] = raw[:, columns] * factor + addend
        weights[:, columns], bias[columns] = weights[:, columns] * factor, bias[columns] * factor + addend
    odds = np.full(both.shape, NEVER)
    odds[inside] = raw
    odds[~left] = NEVER
    return Kernel.of(clauses[inside], weights.astype(np.float32).astype(np.float64), np.round(bias, 4)), odds


def train(gold: Sequence[Mapping[str, Any]], *, taxonomy: str = "", words: WordVectors | Iterable[str] | None = None,
          seed: int = 0) -> tuple[Model, Lesson, Pairs]:
    """A model from annotated articles (`gold.read_gold`), what it learned from, and how sure it was of unseen candidates.

    An article that is `tuned` (rules were made on it) teaches the model of clauses alone. `words`: classes of words, or the
    lines of an archive to learn them from. Raises UsageError where gold says too little.
    """
    scheme = load(taxonomy)
    vectors = words if isinstance(words, WordVectors) else word_vectors(words, seed) if words is not None else WordVectors.none()
    held = lesson(gold, scheme, vectors)
    if not held.pages or not any(row["strategies"] for row in held.gold):
        raise UsageError("this gold has no row in an article that is worth reading", remedy="Give gold that names carriers")
    keys, n = _vocabulary(held), len(held.reading.held)
    known = seen(held.features, keys)
    fold = held.fold()[[one.page for one in held.reading.held]]
    visible = matrix(known, n, len(keys))
    said = labels(held, _unseen_odds(fold, visible, labels(held), seed))
    first = _unseen_odds(fold, visible, said, seed)
    weights, bias = _fit(visible, said, seed)
    weights[np.abs(weights) < _SMALL * np.abs(weights).max()] = 0.0
    frequent = common(visible)
    everything = compared(visible, held.features, np.arange(n), frequent, vectors)
    names = [*("strategy" for _ in held.reading.model.codes), *(side.split(":")[0] for side in held.reading.model.sides)]
    kinds = [np.flatnonzero(np.array(names) == kind) for kind in dict.fromkeys(names)]
    kernel, odds = _kernel(fold, everything, first, said, side_labels(held, said), kinds)
    model = replace(held.reading.model, keys=keys, weights=weights.astype(np.float16).astype(np.float32), bias=np.round(bias, 4),
                    kernel=kernel, common=frequent)
    pairs = pairs_of(held, replace(held.reading, seen=known, logits=odds, model=model), scheme)
    fold = held.fold()[pairs.page]
    for part in np.unique(fold).tolist():
        pairs.sure[fold == part] = confidence(fit_judge(pairs, fold != part), pairs.values[fold == part].tolist())
    return replace(model, judge=np.round(fit_judge(pairs, np.ones(len(fold), bool)), 4)), held, pairs


def word_vectors(lines: Iterable[str], seed: int = 0) -> WordVectors:
    """Vectors of the words of word-segmented lines, each line once."""
    forms: dict[str, str] = {}
    texts = []
    for line in dict.fromkeys(lines):
        words = line.split()
        new = [word for word in dict.fromkeys(words) if word not in forms]
        forms.update(zip(new, plain_forms(new) if new else (), strict=True))
        texts.append([forms[word] for word in words if forms[word] and forms[word][0].isalpha()])
    return learn_words(texts, seed=seed)
