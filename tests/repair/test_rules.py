"""The rules beside the digit codes, on cases that a linguist can add to: tests/cases/repair/*.jsonl."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import load_cases, shard_of
from vnnlp.edits import undo
from vnnlp.repair import repair
from vnnlp.repair.mojibake import repair_mojibake


@pytest.mark.parametrize("case", load_cases("repair", "wild"), ids=lambda case: case["text"][:40])
def test_is_mended(case: dict[str, Any]) -> None:
    shard = repair(shard_of(case["text"]))
    assert shard.article_text(0) == case["after"]
    assert {edit.kind for edit in shard.edits[0]} == {case["kind"]}
    assert all(edit.reason and 0.5 <= edit.confidence <= 1 for edit in shard.edits[0])
    assert undo(shard.article_text(0), shard.edits[0]) == case["text"]
    assert not repair(shard_of(case["after"])).edits


@pytest.mark.parametrize("case", load_cases("repair", "negative"), ids=lambda case: case["why"])
def test_is_left_alone(case: dict[str, Any]) -> None:
    assert not repair(shard_of(case["text"])).edits


@pytest.mark.parametrize("case", load_cases("repair", "known_failures"), ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="known failure: see the case's why")
def test_is_not_mended_yet(case: dict[str, Any]) -> None:
    assert repair(shard_of(case["text"])).article_text(0) == case["after"]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="việtnamđồngướcậỗ ", min_size=3, max_size=30))
def test_misread_vietnamese_comes_back(text: str) -> None:
    misread = "".join(sign if sign.isascii() else _misread(sign) for sign in text)
    shard = shard_of(f"Nội dung : x{misread}x hết")
    for proposal in repair_mojibake(shard):
        assert proposal.edit.after in f"x{text}x"


def _misread(sign: str) -> str:
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in sign.encode())
