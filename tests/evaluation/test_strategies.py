"""Scores of strategies, the agreement of annotators, and the floors that the extractor must hold on real articles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.strategies.support import figures_of
from tests.support import ROOT, SHARED, needs_shared, read_jsonl
from vnnlp.evaluation.strategies import agreement, score
from vnnlp.extraction.entities import extract as entities
from vnnlp.extraction.strategies import extract
from vnnlp.repair import repair
from vnnlp.segmentation import segment
from vnnlp.shard import Article


def gold_row(line: int, carrier: Any = "viettel", strategy: Any = "health_care", segment: Any = "rural", polarity: str = "does",
             tier: str = "core") -> dict[str, Any]:
    return {"line": line, "carrier": carrier, "strategy": strategy, "segment": segment, "polarity": polarity, "tier": tier}


def found_row(start: int, carrier: str = "viettel", strategy: str = "health_care", segment: str = "rural") -> dict[str, Any]:
    return {"doc_id": "a", "start": start, "carrier": carrier, "strategy": strategy, "segment": segment, "polarity": "does"}


def article(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"doc_id": "a", "text": "một\nhai\nba", "strategies": list(rows)}


def test_optional_rows_are_neither_rewarded_nor_punished() -> None:
    gold = [article(gold_row(1), gold_row(2, tier="optional"))]
    assert score(gold, [found_row(0), found_row(4)]) == score(gold, [found_row(0)])


def test_any_reading_that_the_gold_allows_is_right() -> None:
    either = gold_row(1, carrier=["all", "viettel"], strategy=["health_care", "community_support"], segment=["all", "mass"])
    gold = [article(either)]
    scores = score(gold, [found_row(0, strategy="community_support", segment="mass")])
    assert (scores["line_f1"], scores["segment"]) == (100, 100)


def test_a_line_counts_once_and_an_article_once() -> None:
    gold = [article(gold_row(1), gold_row(2))]
    scores = score(gold, [found_row(0), found_row(1), found_row(8)])
    assert (scores["line_precision"], scores["line_recall"], scores["article_f1"]) == (50, 50, 100)


def test_agreement_is_one_where_two_never_differ() -> None:
    pytest.importorskip("krippendorff")
    first = [article(gold_row(1), gold_row(3, strategy="prize_draw"))]
    assert all(one.alpha == 1 for one in agreement(first, first))
    second = [article(gold_row(1, segment="all"), gold_row(2, strategy="prize_draw"))]
    found = {one.question: one for one in agreement(first, second)}
    assert found["health_care"].alpha == 1 and found["prize_draw"].alpha < 0.5
    assert found["segment"].units == 1 and found["polarity"].alpha == 1


def scores_of(gold: list[dict[str, Any]]) -> dict[str, float]:
    shard = repair(segment([Article(row["doc_id"], row["text"]) for row in gold]))
    return score(gold, extract(shard, entities(shard), figures_of(shard)).to_pylist())


@needs_shared
def test_floors_on_real_articles() -> None:
    scores = scores_of(list(read_jsonl(SHARED / "gold" / "dev.jsonl")))
    assert scores["line_f1"] >= 85 and scores["article_f1"] >= 90 and scores["polarity"] >= 95 and scores["segment"] >= 85


def test_floors_on_the_corpus() -> None:
    scores = scores_of(list(read_jsonl(ROOT / "corpus" / "gold" / "develop.jsonl")))
    assert scores["line_f1"] >= 85 and scores["polarity"] >= 95 and scores["segment"] >= 80
