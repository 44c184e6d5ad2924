"""How certain a row is: a logistic model over how its trigger fired, so that 0.8 means right four times in five.

The model is eleven weights in `models/strategies.json`, learned by `learn` from findings that gold says are right or wrong; its
card says from which and how well it is calibrated. A taxonomy of your own has no such model: its rows keep the prior of
their triggers, less where the subject was not said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Final

from vnnlp.errors import ModelError

FEATURES: Final = ("bias", "prior", "behind", "running", "title", "collective", "triggers", "distance", "length", "field",
                   "question")
_UNSAID: Final = 0.9
_FILE: Final = Path(__file__).parents[2] / "models" / "strategies.json"
VERSION: Final = 1


def features(prior: float, how: str, *, collective: bool, triggers: int, distance: int, length: int, field: int,
             weak: bool) -> tuple[float, ...]:
    """The features of a finding, in the order of `FEATURES`.

    `prior`: of its trigger; `how` its subject was found; `collective`: all carriers at once; `triggers`: how many fired for
    it; `distance`: tokens from the subject to the anchor; `length`: tokens of the sentence; `field`: distinct words of the
    field in the article; `weak`: a question or an opinion.
    """
    bounded = min(max(prior, 0.01), 0.99)
    return (1.0, log(bounded / (1 - bounded)), float(how == "behind"), float(how == "running"), float(how == "title"),
            float(collective), log(triggers), min(distance, 40) / 20, min(length, 80) / 40, min(field, 20) / 10, float(weak))


def confidence(weights: Sequence[float], values: Sequence[float]) -> float:
    """The probability that a finding is right."""
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))


def plain_confidence(prior: float, how: str, *, weak: bool) -> float:
    """Without a model: the prior of the trigger, less where the subject was not said or the sentence is weak."""
    return prior * (_UNSAID if how in ("running", "title") else 1.0) * (0.6 if weak else 1.0)


@cache
def load_weights() -> tuple[float, ...]:
    """The weights shipped. Raises ModelError where they are missing or of another version (MO001)."""
    try:
        model = json.loads(_FILE.read_text(encoding="utf-8"))
        if model["version"] != VERSION or tuple(model["features"]) != FEATURES:
            raise ValueError("another version")
        return tuple(map(float, model["weights"]))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the model of strategies cannot be used: {error}", where=str(_FILE),
                         remedy="Install vnnlp again, or learn it anew with vnnlp.extraction.strategies.scoring.learn") from error


def learn(rows: Iterable[tuple[Sequence[float], bool]]) -> tuple[float, ...]:
    """Weights from findings (their features, right or not), by scikit-learn's logistic regression."""
    from sklearn.linear_model import LogisticRegression
    values, right = zip(*rows, strict=True)
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(list(values), list(right))
    return tuple(round(float(weight), 4) for weight in model.coef_[0])
