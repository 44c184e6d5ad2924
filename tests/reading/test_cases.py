"""The cases of tests/cases/reading: titles and dates as a reader of Vietnamese papers finds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import load_cases
from vnnlp.reading import read
from vnnlp.shard import Article


def _read(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    path = folder / "bai.txt"
    path.write_text(case["text"], encoding="utf-8")
    (article,) = read([path])
    assert isinstance(article, Article) and article.text == case["text"]
    found = {"published": article.published.isoformat() if article.published else None, "title": article.title}
    return {name: value for name, value in found.items() if name in case}


def _expected(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in ("published", "title") if name in case}


@pytest.mark.parametrize("case", load_cases("reading", "wild"), ids=lambda case: case["text"][:40])
def test_wild(case: dict[str, Any], tmp_path: Path) -> None:
    assert _read(case, tmp_path) == _expected(case)


@pytest.mark.parametrize("case", load_cases("reading", "negative"), ids=lambda case: case["why"][:40])
def test_negative(case: dict[str, Any], tmp_path: Path) -> None:
    assert _read(case, tmp_path) == _expected(case)


@pytest.mark.parametrize("case", load_cases("reading", "known_failures"), ids=lambda case: case["why"][:40])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case: dict[str, Any], tmp_path: Path) -> None:
    assert _read(case, tmp_path) == _expected(case)
