"""The cases of tests/cases/dedup: what is removed of which article as a copy of which, and which articles are near-duplicates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support import load_cases
from vnnlp.dedup import duplicate_of, find
from vnnlp.segmentation import segment
from vnnlp.shard import Article


def check(case: dict[str, Any]) -> None:
    texts = {entry["id"]: entry["text"] for entry in case["articles"]}
    articles = [Article(entry["id"], entry["text"],
                        published=date.fromisoformat(entry["published"]) if "published" in entry else None)
                for entry in case["articles"]]
    found = find(segment(articles), across=case.get("across", True))
    removed = [[row["doc_id"], texts[row["doc_id"]][row["start"]:row["end"]], row["of_doc_id"]]
               for row in found if row["kind"] != "near"]
    if case["removed"] is not None:
        assert removed == case["removed"]
    assert duplicate_of(found) == case["near"]


@pytest.mark.parametrize("case", load_cases("dedup", "wild"), ids=lambda case: case["name"])
def test_copies_are_found(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", load_cases("dedup", "negative"), ids=lambda case: case["name"])
def test_legitimate_repetition_stays(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", load_cases("dedup", "known_failures"), ids=lambda case: case["name"])
@pytest.mark.xfail(strict=True)
def test_known_failures(case: dict[str, Any]) -> None:
    check(case)
