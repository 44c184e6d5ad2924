"""Learning the classifier from gold: `vnnlp train strategies`.

Gold says which lines of an article hold which rows; a line of several clauses holds a row in those where a trigger fired for
it, else in those that the model of the first round likes best. Every article is judged by models that have not seen it
(five folds by a hash of its id), so that the second model learns how sure the first may be of new text, and so that the
figures of the card are of unseen articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import UsageError
from vnnlp.extraction.strategies.classifier import JUDGED, Float, Model, Seen, confidence, seen
from vnnlp.extraction.strategies.clauses import Features, clauses, features, key_of
from vnnlp.extraction.strategies.context import TURNS
from vnnlp.extraction.strategies.cues import Page, pages
from vnnlp.extraction.strategies.judging import Reading, judged, judged_values, proposed
from vnnlp.extraction.strategies.rules import Finding, candidates, is_crime
from vnnlp.extraction.strategies.subjects import Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy, load, plain_forms
from vnnlp.extraction.strategies.words import WordClasses
from vnnlp.extraction.strategies.words import learn as learn_words
from vnnlp.shard import Article, Shard

FOLDS: Final = 5
FLOOR: Final = -2.5
"""Log-odds of a clause from which a row is proposed."""
_STRENGTH: Final = 20.0
"""Inverse of the penalty on the weights of clauses (scikit-learn's C)."""
_LEAST: Final = 2
"""Clauses that a feature must be in."""
_CLOSE: Final = 1.0
"""Log-odds below the best clause of a line that may still hold its row."""
_SIDES: Final = ("segment", "polarity")
_SMALL: Final = 0.04
"""Features whose weights are all below this share of the largest are left out."""
_BOTH: Final = 2
_OTHER_KIND: Final = 0.05
"""What a candidate of a text that stands alone teaches of articles, and the other way round."""
Labels = NDArray[np.int8]
"""1 it says so, 0 it does not, -1 nobody knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Annotated articles as the classifier sees them."""

    gold: list[Mapping[str, Any]]
    """Of each page its article."""
    missed: list[Mapping[str, Any]]
    """Articles that are not worth reading."""
    pages: list[Page]
    subjects: list[Subjects]
    found: list[list[Finding]]
    """What triggers gave."""
    reading: Reading
    """Of a model without weights."""
    features: Features

    def fold(self) -> NDArray[np.int64]:
        """Of each page its fold."""
        return np.array([key_of(row["doc_id"]) % FOLDS for row in self.gold], dtype=np.int64)


def lesson(gold: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, words: WordClasses) -> Lesson:
    """Read annotated articles the way that extraction does."""
    from vnnlp.extraction.entities import extract as entities
    from vnnlp.extraction.figures import extract as figures
    from vnnlp.repair import repair
    from vnnlp.segmentation import segment
    shard: Shard = repair(segment([Article(str(number), row["text"]) for number, row in enumerate(gold)]))
    held = [page for page in pages(shard, entities(shard), figures(shard), taxonomy) if not is_crime(page)]
    subjects = [Subjects(page, taxonomy) for page in held]
    found = clauses(held, subjects)
    counts = np.bincount([one.page for one in found], minlength=len(held))
    k = len(taxonomy.strategies)
    segments = dict.fromkeys(group.rsplit(":", 1)[0] for group in taxonomy.segment_weight)
    sides = (*segments, *(f"polarity:{name}" for name in TURNS))
    model = Model(tuple(taxonomy.strategies), sides, np.empty(0, np.uint64), np.empty((0, k), np.float32), np.zeros(k),
                  np.zeros((2, len(JUDGED))), words, FLOOR)
    visible = features(shard, held, subjects, found, words)
    reading = Reading(model, found, seen(visible, model.keys), np.zeros((len(found), k)), [0, *np.cumsum(counts).tolist()])
    inside = {page.index for page in held}
    return Lesson([gold[page.index] for page in held], [row for number, row in enumerate(gold) if number not in inside], held,
                  subjects, [candidates(page, who, taxonomy) for page, who in zip(held, subjects, strict=True)], reading, visible)


def values_of(value: str | Sequence[str] | None) -> list[str]:
    """A value, or the values of which any is right, or none."""
    return [value] if isinstance(value, str) else list(value or ())


def labels(held: Lesson, odds: Float | None = None) -> Labels:
    """What the clauses say, by the lines of the gold; `odds`: those of a first round."""
    reading = held.reading
    codes = {code: place for place, code in enumerate(reading.model.codes)}
    found = np.zeros((len(reading.held), len(codes)), np.int8)
    for number, (row, page) in enumerate(zip(held.gold, held.pages, strict=True)):
        fired = {(reading.clause_of(number, one.anchor[0]), one.strategy) for one in held.found[number]}
        span = range(reading.first[number], reading.first[number + 1])
        for one in row["strategies"]:
            strategies = [code for code in values_of(one["strategy"]) if code in codes]
            inside = [clause for clause in span if one["line"] in (0, page.line[reading.held[clause].sentence] + 1)]
            for strategy in strategies:
                code = codes[strategy]
                said = [clause for clause in inside if (clause, strategy) in fired] or inside
                if odds is not None and said:
                    best = max(odds[clause, code] for clause in said)
                    said = [clause for clause in said if odds[clause, code] >= best - _CLOSE]
                known = one.get("tier", "core") == "core" and len(strategies) == 1
                for clause in inside:
                    if clause in said and known:
                        found[clause, code] = 1
                    elif found[clause, code] == 0:
                        found[clause, code] = -1
    return found


def side_labels(held: Lesson, said: Labels) -> Labels:
    """Of the clauses that say something, for whom and with which polarity: by the gold of their lines."""
    reading = held.reading
    sides, codes = reading.model.sides, {code: place for place, code in enumerate(reading.model.codes)}
    found = np.full((len(reading.held), len(sides)), -1, np.int8)
    for number, (row, page) in enumerate(zip(held.gold, held.pages, strict=True)):
        for clause in range(reading.first[number], reading.first[number + 1]):
            line = page.line[reading.held[clause].sentence] + 1
            rows = [one for one in row["strategies"] if one["line"] in (0, line) and one.get("tier", "core") == "core"
                    and any(said[clause, codes[code]] == 1 for code in values_of(one["strategy"]) if code in codes)]
            names = {f"{field}:{value}" for one in rows for field in _SIDES for value in values_of(one[field])}
            known = [field for field in _SIDES if rows and all(one[field] for one in rows)]
            found[clause] = [side in names if side.split(":")[0] in known else -1 for side in sides]
    return found


def _matrix(held: Seen, n: int, size: int) -> Any:
    from scipy.sparse import csr_matrix
    return csr_matrix((held.value, (held.clause, held.feature)), shape=(n, size))


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


def _unseen_odds(held: Lesson, matrix: Any, said: Labels, seed: int) -> Float:
    """The log-odds of each clause by the models of the folds that it is not in."""
    fold = held.fold()[[one.page for one in held.reading.held]]
    odds = np.zeros(said.shape)
    for part in range(FOLDS):
        if (fold == part).any():
            weights, bias = _fit(matrix[fold != part], said[fold != part], seed)
            odds[fold == part] = matrix[fold == part] @ weights + bias
    return odds


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate rows of all pages with the values that the second model judges."""

    page: NDArray[np.int64]
    found: list[Finding]
    values: Float
    right: Labels
    fresh: NDArray[np.bool_]
    """Of an article that no rule was made on: only there do triggers show how often they are right."""
    sure: Float
    """The confidence that models give who have not seen the page."""


def _pairs(held: Lesson, reading: Reading, taxonomy: Taxonomy) -> Pairs:
    page: list[int] = []
    every: list[Finding] = []
    values: list[tuple[float, ...]] = []
    right: list[int] = []
    fresh: list[bool] = []
    named = {carrier for row in held.gold for one in row["strategies"] for carrier in values_of(one["carrier"])}
    for number, (row, one) in enumerate(zip(held.gold, held.pages, strict=True)):
        found = [*held.found[number], *proposed(one, number, held.found[number], held.subjects[number], taxonomy, reading)]
        values.extend(judged_values(one, number, found, reading))
        found = judged(one, number, found, reading)
        # Gold that names a carrier nowhere says nothing of it.
        right.extend(_judgement(row, one, finding) if finding.carrier in named else -1 for finding in found)
        every.extend(found)
        page.extend([number] * len(found))
        fresh.extend([not row.get("tuned", False)] * len(found))
    return Pairs(np.array(page, np.int64), every, np.array(values).reshape(-1, len(JUDGED)), np.array(right, np.int8),
                 np.array(fresh, bool), np.zeros(len(every)))


def _judgement(row: Mapping[str, Any], page: Page, finding: Finding) -> int:
    tiers = {one.get("tier", "core") for one in row["strategies"]
             if finding.carrier in values_of(one["carrier"]) and finding.strategy in values_of(one["strategy"])
             and one["line"] in (0, page.line[finding.sentence] + 1)}
    return 1 if "core" in tiers else -1 if tiers else 0


def _fit_judge(pairs: Pairs, inside: NDArray[np.bool_]) -> Float:
    """The weights of `JUDGED` for articles and for texts that stand alone, each learned from the other kind too, at a discount;
    where candidates are all right or all wrong, as sure as the model of clauses is.
    """
    from sklearn.linear_model import LogisticRegression
    known = inside & (pairs.right >= 0) & pairs.fresh
    if len(np.unique(pairs.right[known])) < _BOTH:
        return np.array([[float(name == "clause") for name in JUDGED]] * 2)
    alone = pairs.values[known, JUDGED.index("alone")]
    found = []
    for kind in (0, 1):
        model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
        weight = np.where(alone == kind, 1.0, _OTHER_KIND)
        found.append(model.fit(pairs.values[known], pairs.right[known], sample_weight=weight).coef_[0])
    return np.array(found, dtype=np.float64)


def train(gold: Sequence[Mapping[str, Any]], *, taxonomy: str = "", words: WordClasses | Iterable[str] | None = None,
          seed: int = 0) -> tuple[Model, Lesson, Pairs]:
    """A model from annotated articles (`gold.read_gold`), what it learned from, and how sure it was of unseen candidates.

    An article that is `tuned` (rules were made on it) teaches the model of clauses alone. `words`: classes of words, or the
    lines of an archive to learn them from. Raises UsageError where gold says too little.
    """
    scheme = load(taxonomy)
    classes = words if isinstance(words, WordClasses) else word_classes(words, seed) if words is not None else WordClasses.none()
    held = lesson(gold, scheme, classes)
    if not held.pages or not any(row["strategies"] for row in held.gold):
        raise UsageError("this gold has no row in an article that is worth reading", remedy="Give gold that names carriers")
    keys = _vocabulary(held)
    known = seen(held.features, keys)
    matrix = _matrix(known, len(held.reading.held), len(keys))
    said = labels(held, _unseen_odds(held, matrix, labels(held), seed))
    said = np.hstack([said, side_labels(held, said)])
    odds = _unseen_odds(held, matrix, said, seed)
    weights, bias = _fit(matrix, said, seed)
    model = replace(held.reading.model, keys=keys, weights=weights.astype(np.float32), bias=np.round(bias, 4))
    pairs = _pairs(held, replace(held.reading, seen=known, logits=odds, model=model), scheme)
    fold = held.fold()[pairs.page]
    for part in range(FOLDS):
        if (fold == part).any():
            pairs.sure[fold == part] = confidence(_fit_judge(pairs, fold != part), pairs.values[fold == part].tolist())
    return replace(_pruned(model), judge=np.round(_fit_judge(pairs, np.ones(len(fold), bool)), 4)), held, pairs


def _pruned(model: Model) -> Model:
    kept = np.abs(model.weights).max(axis=1) >= _SMALL * np.abs(model.weights).max()
    return replace(model, keys=model.keys[kept], weights=model.weights[kept].astype(np.float16).astype(np.float32))


def word_classes(lines: Iterable[str], seed: int = 0) -> WordClasses:
    """Classes of the words of word-segmented lines."""
    forms: dict[str, str] = {}
    texts = []
    for line in lines:
        words = line.split()
        new = [word for word in dict.fromkeys(words) if word not in forms]
        forms.update(zip(new, plain_forms(new) if new else (), strict=True))
        texts.append([forms[word] for word in words if forms[word] and forms[word][0].isalnum()])
    return learn_words(texts, seed=seed)
