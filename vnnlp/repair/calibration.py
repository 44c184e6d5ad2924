"""Calibrate on damaged articles that the weights have not seen: the detector, and what a probability is worth."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codes import KINDS, Findings, examine
from vnnlp.repair.damage import Damaged
from vnnlp.repair.detection import evidence_of
from vnnlp.repair.examples import UNKNOWN, damage_all, shard_of, truth
from vnnlp.repair.model import ContextModel
from vnnlp.repair.roles import Role
from vnnlp.settings import RepairSettings

_SOUND_WEIGHT: Final = 50.0
"""A sound article counts as this many in the detector: damaged ones are rare in an archive."""
_KNOTS: Final = 40
_BATCH: Final = 500


def calibrate(model: ContextModel, texts: Sequence[str], seed: int, rounds: int = 3) -> dict[str, Any]:
    """The detector's slope and offset, and a rising line for each kind of role, from `rounds` damages of `texts`."""
    random = Random(seed)
    raw: list[NDArray[np.float64]] = []
    roles: list[NDArray[np.int8]] = []
    right: list[NDArray[np.bool_]] = []
    evidence: list[NDArray[np.float64]] = []
    damaged: list[NDArray[np.bool_]] = []
    bare = ContextModel(model.row, model.weights, model.bias, model.network,
                        {name: value for name, value in model.tables.items() if name not in ("calibration", "detector")})
    for number in range(rounds):
        # Half of the rounds on the first lines only: damage with few codes is where the detector has to decide.
        shown = texts if number % 2 == 0 else ["\n".join(text.split("\n")[:random.choice((2, 3, 4, 6))]) for text in texts]
        for first in range(0, len(shown), _BATCH):
            batch = damage_all(shown[first:first + _BATCH], random, 0.3)
            shard = shard_of(batch)
            found = examine(shard, RepairSettings(detection=0.0), bare)
            evidence.append(evidence_of(found.groups, len(found.articles)))
            damaged.append(np.array([batch[article].n_codes > 0 for article in found.articles.tolist()], dtype=np.bool_))
            known, certain = _judged(found, truth(shard, found.lone, batch), batch)
            raw.append(certain)
            roles.append(found.role[known])
            right.append(found.role[known] == truth(shard, found.lone, batch)[known])
    return {"detector": _detector(np.concatenate(evidence), np.concatenate(damaged)),
            "calibration": _lines(np.concatenate(raw), np.concatenate(roles), np.concatenate(right))}


def _judged(found: Findings, role: NDArray[np.int8], batch: Sequence[Damaged]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The lone digits of damaged articles whose truth is known, and their raw probability."""
    broken = np.array([item.n_codes > 0 for item in batch], dtype=np.bool_)[found.lone.article]
    plausible = evidence_of(found.groups, len(found.articles))[found.groups.article[found.groups.of_lone]] > 10
    known = np.flatnonzero((role != UNKNOWN) & broken & plausible)
    probability = found.posterior[known, found.role[known]] * found.groups.probability[found.groups.of_lone[known]]
    return known, probability


def _detector(evidence: NDArray[np.float64], damaged: NDArray[np.bool_]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression
    some = evidence > 0
    # The sound articles without any evidence are left out; one stands in for the tail that was not seen.
    x = np.append(evidence[some], [8.0])[:, None]
    y = np.append(damaged[some], [False])
    fitted = LogisticRegression(C=1.0).fit(x, y, sample_weight=np.where(y, 1.0, _SOUND_WEIGHT))
    return {"slope": round(float(fitted.coef_[0, 0]), 4), "offset": round(float(fitted.intercept_[0]), 4)}


def _lines(raw: NDArray[np.float64], role: NDArray[np.int8], right: NDArray[np.bool_]) -> dict[str, dict[str, list[float]]]:
    from sklearn.isotonic import IsotonicRegression
    lines: dict[str, dict[str, list[float]]] = {}
    for kind, members in KINDS.items():
        rows = np.isin(role, [int(member) for member in members])
        if rows.sum() < 50:
            continue
        fitted = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip").fit(raw[rows], right[rows])
        knots = np.unique(np.quantile(raw[rows], np.linspace(0, 1, _KNOTS)))
        lines[kind] = {"raw": [round(float(knot), 5) for knot in knots],
                       "right": [round(float(value), 5) for value in fitted.predict(knots)]}
    return lines


__all__ = ["Role", "calibrate"]
