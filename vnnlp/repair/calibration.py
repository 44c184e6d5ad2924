"""Calibrate on damaged articles that the weights have not seen: the detector, and what a probability is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codes import KINDS, NUMBERS, examine, of_edit
from vnnlp.repair.detection import evidence_of
from vnnlp.repair.examples import UNKNOWN, damage_all, shard_of, truth
from vnnlp.repair.model import ContextModel
from vnnlp.settings import RepairSettings

_SOUND_WEIGHT: Final = 50.0
"""A sound article counts as this many in the detector: damaged ones are rare in an archive."""
_KNOTS: Final = 40
_BATCH: Final = 500


def calibrate_detector(model: ContextModel, texts: Sequence[str], sound: Sequence[str], seed: int) -> dict[str, float]:
    """The detector's slope and offset, from two damages of `texts`, one of their first lines only, and from `sound` articles."""
    random = Random(seed)
    evidence: list[NDArray[np.float64]] = []
    damaged: list[NDArray[np.bool_]] = []
    short = ["\n".join(text.split("\n")[:random.choice((2, 3, 4, 6))]) for text in texts]
    for shown, share in ((texts, 0.3), (short, 0.3), (sound, 1.0)):
        for first in range(0, len(shown), _BATCH):
            batch = damage_all(shown[first:first + _BATCH], random, share)
            found = examine(shard_of(batch), RepairSettings(detection=2.0), model)
            evidence.append(evidence_of(found.groups, len(found.articles)))
            damaged.append(np.array([batch[article].n_codes > 0 for article in found.articles.tolist()], dtype=np.bool_))
    return _detector(np.concatenate(evidence), np.concatenate(damaged))


def calibrate(model: ContextModel, texts: Sequence[str], seed: int, rounds: int = 3) -> dict[str, dict[str, list[float]]]:
    """A rising line for each kind of role, from `rounds` damages of `texts`, each second one of their first lines only."""
    random = Random(seed)
    bare = replace(model, tables={name: value for name, value in model.tables.items() if name != "calibration"})
    raw: list[NDArray[np.float64]] = []
    roles: list[NDArray[np.int8]] = []
    right: list[NDArray[np.bool_]] = []
    for number in range(rounds):
        shown = texts if number % 2 == 0 else ["\n".join(text.split("\n")[:random.choice((2, 3, 4, 6))]) for text in texts]
        for first in range(0, len(shown), _BATCH):
            batch = damage_all(shown[first:first + _BATCH], random, 0.05)
            shard = shard_of(batch)
            found = examine(shard, RepairSettings(), bare)
            role = truth(shard, found.lone, batch)
            broken = np.array([item.n_codes > 0 for item in batch], dtype=np.bool_)[found.lone.article]
            known = np.flatnonzero((role != UNKNOWN) & broken & found.damaged[found.groups.article[found.groups.of_lone]])
            raw.append(of_edit(found.posterior[known], found.role[known]))
            roles.append(found.role[known])
            numbers = np.isin(found.role[known], NUMBERS) & np.isin(role[known], NUMBERS)
            right.append((found.role[known] == role[known]) | numbers)
    return _lines(np.concatenate(raw), np.concatenate(roles), np.concatenate(right))


def _detector(evidence: NDArray[np.float64], damaged: NDArray[np.bool_]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression
    some = evidence > 0
    # The sound articles without any evidence are left out; one stands in for the tail that was not seen: tables of other
    # archives, which the vetoes should not have to stop alone.
    x = np.append(evidence[some], [12.0])[:, None]
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


__all__ = ["calibrate", "calibrate_detector"]
