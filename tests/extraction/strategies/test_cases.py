"""The cases of tests/cases/strategies: sentences with the rows that they say, and sentences that say none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.strategies.support import rows_of
from tests.support import load_cases


def check(case: dict[str, Any]) -> None:
    found = rows_of(case["text"])
    assert {(row["carrier"], row["strategy"]) for row in found} == {(row[0], row[1]) for row in case["rows"]}
    for carrier, strategy, segment, polarity in case["rows"]:
        row = next(row for row in found if (row["carrier"], row["strategy"]) == (carrier, strategy))
        assert row["polarity"] == polarity
        assert segment is None or row["segment"] == segment


@pytest.mark.parametrize("case", load_cases("strategies", "wild"), ids=lambda case: case["text"][:60])
def test_sentences_say_what_they_say(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", load_cases("strategies", "negative"), ids=lambda case: case["why"] + ": " + case["text"][:40])
def test_regulation_crime_and_faults_say_nothing(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", load_cases("strategies", "known_failures"), ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_known_failures(case: dict[str, Any]) -> None:
    check(case)
