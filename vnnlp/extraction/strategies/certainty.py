"""How sure a row is: the last model learns it from candidates whose truth the gold knows, by models that have not seen them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.extraction.strategies.classifier import JUDGED, Float
from vnnlp.extraction.strategies.cues import Page
from vnnlp.extraction.strategies.judging import Reading, judged, judged_values, proposed
from vnnlp.extraction.strategies.lesson import Labels, Lesson, values_of
from vnnlp.extraction.strategies.rules import Finding
from vnnlp.extraction.strategies.taxonomy import Taxonomy

_BOTH: Final = 2
_REAL: Final = 4.0
"""What a candidate of real news (stand-off gold) teaches, beside one of a text that was written to be annotated."""
_MOST_SHIFT: Final = 10.0
_OTHER_KIND: Final = 0.05
"""What a candidate of a text that stands alone teaches of articles, and the other way round."""


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


def pairs_of(held: Lesson, reading: Reading, taxonomy: Taxonomy) -> Pairs:
    """The candidates of a lesson's pages, by models that have not seen them (`reading`), and which of them the gold holds."""
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


def fit_judge(pairs: Pairs, inside: NDArray[np.bool_]) -> Float:
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
