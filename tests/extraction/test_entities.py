"""Who and what stands in carrier news: the cases, and what holds for every text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import load_cases, shard_of
from vnnlp.extraction.entities import extract
from vnnlp.segmentation import segment
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article
from vnnlp.tables import SCHEMAS

CARRIERS = {"viettel", "mobifone", "vinaphone", "vietnamobile", "gmobile", "sfone", "vnpt", "evntelecom"}


def found(text: str) -> list[tuple[int, int, str, str | None]]:
    return [(row["start"], row["end"], row["label"], row["kb_id"] if row["kb_id"] in CARRIERS else None)
            for row in extract(shard_of(text))]


def wanted(case: dict[str, Any]) -> list[tuple[int, int, str, str | None]]:
    return [(entity["start"], entity["end"], entity["label"], entity["kb_id"]) for entity in case["entities"]]


@pytest.mark.parametrize("case", load_cases("entities", "wild"), ids=lambda case: case["why"])
def test_wild(case: dict[str, Any]) -> None:
    assert found(case["text"]) == wanted(case)


@pytest.mark.parametrize("case", load_cases("entities", "negative"), ids=lambda case: case["why"])
def test_negative(case: dict[str, Any]) -> None:
    assert found(case["text"]) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", load_cases("entities", "known_failures"), ids=lambda case: case["why"])
def test_known_failures(case: dict[str, Any]) -> None:
    assert found(case["text"]) == wanted(case)


def test_columns() -> None:
    table = extract(shard_of("Viettel giảm cước ở Hà_Nội ."))
    assert table.arrow.schema.names == [*SCHEMAS["entities"].names, "token_start", "token_end", "entity_id"]
    assert [(row["token_start"], row["token_end"]) for row in table] == [(0, 1), (4, 5)]
    assert [row["kb_id"] for row in table] == ["viettel", "place:ha-noi"]


def test_one_id_for_a_person() -> None:
    rows = list(extract(shard_of("Ông Đặng_Quốc_Khải phát_biểu .\nSau đó ông Khải ra về .")))
    assert {row["entity_id"] for row in rows} == {"PER:đặng quốc khải"}


def test_removed_passages_give_none() -> None:
    shard = shard_of("Viettel tặng quà . MobiFone giảm cước .")
    kept = np.arange(shard.n_tokens) < 4
    removed = replace(shard, kept=kept)
    assert [row["kb_id"] for row in extract(removed)] == ["viettel"]
    assert len(extract(removed, ExtractionSettings(with_duplicates=True))) == 2


@pytest.mark.parametrize("text", ["", "\n \n", ".", "a" * 1_000_000, "Viettel " * 20_000, "_" * 50, "( ( ( “ “ “", "Theo", "Ông",
                                  "“ Viettel"])
def test_odd_texts(text: str) -> None:
    for row in extract(shard_of(text)):
        assert text[row["start"]:row["end"]] == row["text"]


def test_capitals() -> None:
    rows = list(extract(shard_of("VIETTEL TẶNG QUÀ KHÁCH_HÀNG Ở HÀ_NỘI VÀ ĐÀ_NẴNG")))
    assert [(row["text"], row["label"]) for row in rows] == [("VIETTEL", "ORG"), ("HÀ_NỘI", "LOC"), ("ĐÀ_NẴNG", "LOC")]


PIECES = st.sampled_from([
    "Viettel", "ông", "Trần_Văn_Tư", "Tư", "Hà_Nội", "“", "”", "(", ")", "VNPT", "Công_ty", "và", "chương_trình", "Bộ",
    "Thông_tin", "TP.", "HCM", "Nokia", "1280", ".", ",", "\n", "quận", "5", "Theo", "khách hàng", "x_Viettel_y"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_spans_are_exact_and_apart(pieces: list[str]) -> None:
    text = " ".join(pieces)
    rows = list(extract(shard_of(text)))
    for row in rows:
        assert text[row["start"]:row["end"]] == row["text"] != ""
        assert row["token_start"] < row["token_end"]
    assert all(one["end"] <= two["start"] for one, two in pairwise(rows))


def facts(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["start"], row["end"], row["label"], row["kb_id"], row["entity_id"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=15), min_size=1, max_size=4))
def test_articles_do_not_touch_each_other(articles: list[list[str]]) -> None:
    texts = [" ".join(pieces) for pieces in articles]
    together = [(row["doc_id"], *facts(row)) for row in extract(shard_of(*texts))]
    alone = [(f"a{number}", *facts(row)) for number, text in enumerate(texts)
             for row in extract(segment([Article("x", text)]))]
    assert together == alone
