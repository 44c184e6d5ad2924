"""Learning the classifier from gold: `vnnlp train strategies`.

Gold says which lines of an article hold which rows; a line of several clauses holds a row in those where a trigger fired for
it, else in those that the model of the first round likes best. Every article is judged by models that have seen nothing of its
file, because a file has one writer: so the last model learns how sure the others may be of wording that nobody wrote before, and
the figures of the card are of such wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import UsageError
from vnnlp.extraction.strategies.classifier import JUDGED, NEVER, Float, Model, compared, confidence, matrix, seen
from vnnlp.extraction.strategies.clauses import Features, clauses, features, key_of
from vnnlp.extraction.strategies.context import TURNS
from vnnlp.extraction.strategies.cues import Page, pages
from vnnlp.extraction.strategies.judging import Reading, judged, judged_values, proposed
from vnnlp.extraction.strategies.kernel import Kernel, Likened, alike, common, solve
from vnnlp.extraction.strategies.rules import Finding, candidates
from vnnlp.extraction.strategies.subjects import Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy, load, plain_forms
from vnnlp.extraction.strategies.words import WordVectors
from vnnlp.extraction.strategies.words import learn as learn_words
from vnnlp.shard import Article, Shard

FOLDS: Final = 5
FLOOR: Final = -2.5
"""Log-odds of a clause from which a row is proposed."""
REACH: Final = -3.5
"""Log-odds by the linear model from which a clause is compared to the gold: below, less than one in forty says something."""
_STRENGTH: Final = 20.0
"""Inverse of the penalty on the weights of the linear model (scikit-learn's C)."""
_PENALTY: Final = 0.03
"""On the weights of the kernel."""
_UNKNOWN: Final = -0.6
"""What is wanted of a clause of which nobody knows whether it says a strategy; -1 if it does not, 1 if it does."""
_LEAST: Final = 2
"""Clauses that a feature must be in."""
_CLOSE: Final = 1.0
"""Log-odds below the best clause of a line that may still hold its row."""
_SIDES: Final = ("segment", "polarity")
_SMALL: Final = 0.04
"""Weights of the linear model below this share of the largest are left out."""
_BOTH: Final = 2
_MOST: Final = 2
"""Fifths of the gold above which a file is cut."""
_REAL: Final = 4.0
"""What a candidate of real news (stand-off gold) teaches, beside one of a text that was written to be annotated."""
_MOST_SHIFT: Final = 10.0
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
        """Of each page its fold: that of its file, the largest files shared out first; or, where a file has many writers or is
        most of the gold, one by the hash of its id.
        """
        sizes = Counter(row["origin"] for row in self.gold)
        cut = {row["origin"] for row in self.gold
               if row.get("writers") == "many" or FOLDS * sizes[row["origin"]] > _MOST * len(self.gold)}
        full, of_file = [0] * FOLDS, {}
        for origin, size in sizes.most_common():
            if origin not in cut:
                of_file[origin] = full.index(min(full))
                full[of_file[origin]] += size
        return np.array([of_file.get(row["origin"], key_of(row["doc_id"]) % FOLDS) for row in self.gold], dtype=np.int64)


def lesson(gold: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, words: WordVectors) -> Lesson:
    """Read annotated articles the way that extraction does."""
    from vnnlp.extraction.entities import extract as entities
    from vnnlp.extraction.figures import extract as figures
    from vnnlp.repair import repair
    from vnnlp.segmentation import segment
    shard: Shard = repair(segment([Article(str(number), row["text"]) for number, row in enumerate(gold)]))
    held = list(pages(shard, entities(shard), figures(shard), taxonomy))
    subjects = [Subjects(page, taxonomy) for page in held]
    found = clauses(held, subjects)
    counts = np.bincount([one.page for one in found], minlength=len(held))
    k = len(taxonomy.strategies)
    segments = dict.fromkeys(group.rsplit(":", 1)[0] for group in taxonomy.segment_weight)
    sides = (*segments, *(f"polarity:{name}" for name in TURNS))
    model = Model(tuple(taxonomy.strategies), sides, np.empty(0, np.uint64), np.empty((0, k), np.float32), np.zeros(k),
                  Kernel.none(), np.empty(0, np.int64), np.zeros((2, len(JUDGED))), words, FLOOR, REACH)
    visible = features(shard, held, subjects, found)
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


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate rows of all pages with the values that the second model judges."""

    page: NDArray[np.int64]
    found: list[Finding]
    values: Float
    right: Labels
    fresh: NDArray[np.bool_]
    """Of an article that no rule was made on: only there do triggers show how often they are right."""
    weight: Float
    """What each teaches of how sure a row is."""
    sure: Float
    """The confidence that models give who have not seen the page."""


def _pairs(held: Lesson, reading: Reading, taxonomy: Taxonomy) -> Pairs:
    page: list[int] = []
    every: list[Finding] = []
    values: list[tuple[float, ...]] = []
    right: list[int] = []
    fresh: list[bool] = []
    weight: list[float] = []
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
        weight.extend([_REAL if row.get("writers") == "many" else 1.0] * len(found))
    return Pairs(np.array(page, np.int64), every, np.array(values).reshape(-1, len(JUDGED)), np.array(right, np.int8),
                 np.array(fresh, bool), np.array(weight), np.zeros(len(every)))


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
        weight = np.where(alone == kind, 1.0, _OTHER_KIND) * pairs.weight[known]
        found.append(model.fit(pairs.values[known], pairs.right[known], sample_weight=weight).coef_[0])
    news = known & (pairs.weight > 1) & (pairs.values[:, JUDGED.index("alone")] == 0)
    if len(np.unique(pairs.right[news])) == _BOTH:
        found[0][JUDGED.index("bias")] += shift_to_news(pairs.values[news] @ found[0], pairs.right[news])
    return np.array(found, dtype=np.float64)


def shift_to_news(odds: Float, right: Labels) -> float:
    """What to add to the log-odds of candidates of real news that on average they promise what comes true: articles written
    to be annotated hold more rows than the press, and a model that learns from both is too sure of the press."""
    from scipy.optimize import brentq
    return float(brentq(lambda shift: (1 / (1 + np.exp(-odds - shift))).mean() - right.mean(), -_MOST_SHIFT, _MOST_SHIFT))


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
    pairs = _pairs(held, replace(held.reading, seen=known, logits=odds, model=model), scheme)
    fold = held.fold()[pairs.page]
    for part in np.unique(fold).tolist():
        pairs.sure[fold == part] = confidence(_fit_judge(pairs, fold != part), pairs.values[fold == part].tolist())
    return replace(model, judge=np.round(_fit_judge(pairs, np.ones(len(fold), bool)), 4)), held, pairs


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
