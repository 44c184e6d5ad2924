"""Quality is a gate: no score may fall below the floor in vnnlp/evaluation/baseline.json.

`python -m tests.evaluation.test_floors` prints today's scores and digests beside the floors. A floor is only ever raised; a new
digest means that the gold has changed, and belongs into the same commit as the change.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

import vnnlp
from tests.support import ROOT

BASELINE: dict[str, Any] = json.loads((ROOT / "vnnlp" / "evaluation" / "baseline.json").read_text(encoding="utf-8"))


def digest(gold: str) -> str:
    return hashlib.sha256((ROOT / gold).read_bytes()).hexdigest()


@pytest.mark.parametrize("gold", sorted(BASELINE))
def test_gold_is_that_of_the_floors(gold: str) -> None:
    assert digest(gold) == BASELINE[gold]["sha256"]


@pytest.mark.parametrize(("gold", "task"), [(gold, task) for gold in sorted(BASELINE) for task in BASELINE[gold]["floors"]])
def test_no_score_below_its_floor(gold: str, task: str) -> None:
    scores = vnnlp.evaluate(task, ROOT / gold)
    floors = BASELINE[gold]["floors"][task]
    assert {name: scores[name] for name in floors if scores[name] < floors[name]} == {}


def main() -> None:
    for gold, held in sorted(BASELINE.items()):
        print(f"## {gold} sha256 {digest(gold)}")
        for task, floors in held["floors"].items():
            scores = vnnlp.evaluate(task, ROOT / gold)
            print(task, *(f"{name} {scores[name]} (floor {floor})" for name, floor in floors.items()), sep="\n    ")


if __name__ == "__main__":
    main()
