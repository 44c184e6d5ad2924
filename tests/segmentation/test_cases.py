"""The cases of tests/cases/segmentation: tokens and sentences as a reader of Vietnamese would cut them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import load_cases
from vnnlp.document import Document
from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article


def _document(case: dict[str, Any]) -> Document:
    mode = {True: "yes", False: "no", None: "auto"}[case.get("segmented")]
    return Document(segment([Article("case", case["text"])], SegmentationSettings(segmented=mode)), 0)


@pytest.mark.parametrize("case", load_cases("segmentation", "wild"), ids=lambda case: case["text"][:40])
def test_wild(case: dict[str, Any]) -> None:
    document = _document(case)
    if "tokens" in case:
        assert [token.text for token in document.tokens] == case["tokens"]
    if "sentences" in case:
        assert [sentence.text for sentence in document.sentences] == case["sentences"]


@pytest.mark.parametrize("case", load_cases("segmentation", "negative"), ids=lambda case: case["why"][:40])
def test_negative(case: dict[str, Any]) -> None:
    assert case["token"] in [token.text for token in _document(case).tokens]


@pytest.mark.parametrize("case", load_cases("segmentation", "known_failures"), ids=lambda case: case["why"][:40])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case: dict[str, Any]) -> None:
    assert [sentence.text for sentence in _document(case).sentences] == case["sentences"]
