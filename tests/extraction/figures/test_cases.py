"""Figures against the case files: sentences with every figure and every look-alike marked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import SHARED, load_cases, needs_shared, read_jsonl
from vnnlp.evaluation.figures import same_value, score
from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.shard import Article

WILD = load_cases("figures", "wild")
NEGATIVE = load_cases("figures", "negative")


def rows_of(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return extract(segment([Article(case["id"], case["text"]) for case in cases])).to_pylist()


@pytest.mark.parametrize("case", [case for case in WILD if case["split"] == "develop"], ids=lambda case: case["id"])
def test_each_figure_of_a_sentence_has_its_value(case: dict[str, Any]) -> None:
    rows = rows_of([case])
    for gold in case["figures"]:
        if gold["tier"] != "core":
            continue
        near = [row for row in rows if row["start"] < gold["end"] and gold["start"] < row["end"]]
        assert any(same_value(gold, row) for row in near), (gold["text"], near)


@pytest.mark.parametrize("case", [case for case in NEGATIVE if case["split"] == "develop"], ids=lambda case: case["id"])
def test_what_looks_like_a_figure_gives_none(case: dict[str, Any]) -> None:
    for row in rows_of([case]):
        for trap in case["not_figures"]:
            assert row["end"] <= trap["start"] or trap["end"] <= row["start"], row


@pytest.mark.parametrize("split", ["develop", "heldout"])
def test_the_cases_keep_their_floors(split: str) -> None:
    # Floors, not aims: `python -m tests.benchmarks.figures` prints the scores themselves.
    cases = [case for case in WILD + NEGATIVE if case["split"] == split]
    scores = score(cases, rows_of(cases))
    assert scores["value"] >= 95
    assert scores["value + unit + per"] >= 90
    assert scores["value + unit + cmp"] >= 88
    assert scores["kind"] >= 95
    assert scores["measures"] >= 80
    assert scores["look-alikes fired"] < 3


@pytest.mark.xfail(strict=True, reason="known failures: see the case's `why`")
@pytest.mark.parametrize("case", load_cases("figures", "known_failures"), ids=lambda case: case["id"])
def test_known_failures(case: dict[str, Any]) -> None:
    assert score([case], rows_of([case]))["value"] == 100


@needs_shared
def test_the_regression_sentences_of_the_project_are_all_right() -> None:
    cases = list(read_jsonl(SHARED / "gold" / "figure_cases.jsonl"))
    scores = score(cases, rows_of(cases))
    assert scores["value"] == scores["value + unit + per"] == scores["value + unit + cmp"] == scores["kind"] == 100
    assert scores["look-alikes fired"] == 0


@needs_shared
def test_real_articles_keep_their_floor() -> None:
    articles = list(read_jsonl(SHARED / "gold" / "dev.jsonl"))
    rows = extract(segment([Article(article["doc_id"], article["text"]) for article in articles])).to_pylist()
    scores = score(articles, rows)
    assert scores["value"] >= 96
    assert scores["value + unit + per"] >= 90
