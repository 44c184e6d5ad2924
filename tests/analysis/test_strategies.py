"""Views of strategies: articles counted once, copies not at all, and each cell with its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vnnlp.analysis.candidates import candidates
from vnnlp.analysis.strategies import compare, distinctive, matrix, timeline
from vnnlp.errors import UsageError

DOCUMENTS = [{"doc_id": name, "published": date(year, 6, 1) if year else None, "duplicate_of": copy} for name, year, copy in (
    ("a", 2010, None), ("b", 2012, None), ("c", 2014, None), ("d", 2014, "c"), ("e", 0, None))]


def row(doc: str, carrier: str, strategy: str, segment: str = "all", polarity: str = "does", confidence: float = 0.8,
        start: int = 0) -> dict[str, Any]:
    return {"doc_id": doc, "carrier": carrier, "strategy": strategy, "segment": segment, "polarity": polarity,
            "confidence": confidence, "start": start, "end": start + 9}


ROWS = [row("a", "viettel", "health_care", "rural"), row("a", "viettel", "health_care", "rural", confidence=0.9, start=40),
        row("b", "viettel", "health_care", "low_income"), row("b", "mobifone", "prize_draw"),
        row("c", "mobifone", "prize_draw", polarity="stops"), row("d", "mobifone", "prize_draw"),
        row("e", "mobifone", "topup_bonus", "prepaid")]


def test_articles_are_counted_not_rows_and_not_copies() -> None:
    cells = {(cell.row, cell.column): cell for cell in matrix(DOCUMENTS, ROWS)}
    assert {key: cell.articles for key, cell in cells.items()} == {
        ("mobifone", "prize_draw"): 2, ("mobifone", "topup_bonus"): 1, ("viettel", "health_care"): 2}
    assert cells["mobifone", "prize_draw"].ended == 1
    assert [one["start"] for one in cells["viettel", "health_care"].evidence] == [40, 0]


def test_segments_by_strategy() -> None:
    assert [(cell.row, cell.articles) for cell in matrix(DOCUMENTS, ROWS, "segment") if cell.column == "health_care"] == [
        ("low_income", 1), ("rural", 1)]
    with pytest.raises(UsageError):
        matrix(DOCUMENTS, ROWS, "confidence")


def test_a_timeline_needs_dates() -> None:
    assert [(point.period, point.key, point.articles) for point in timeline(DOCUMENTS, ROWS, "prize_draw")] == [
        ("2012", "mobifone", 1), ("2014", "mobifone", 1)]


def test_what_sets_a_carrier_apart() -> None:
    keys = distinctive(DOCUMENTS, ROWS, "viettel")
    assert keys[0].word == "health_care" and keys[0].score > 0 > keys[-1].score


def test_two_periods() -> None:
    early, late = (date(2010, 1, 1), date(2011, 12, 31)), (date(2012, 1, 1), date(2014, 12, 31))
    changes = {one.key: one for one in compare(DOCUMENTS, ROWS, early, late)}
    assert (changes["prize_draw"].before, changes["prize_draw"].after, changes["prize_draw"].share_after) == (0, 2, 1.0)
    assert changes["prize_draw"].score > changes["health_care"].score
    with pytest.raises(UsageError):
        compare(DOCUMENTS, ROWS, late[::-1], early)


def test_nothing_gives_nothing() -> None:
    assert matrix([], []) == [] and distinctive([], [], "viettel") == []
    assert compare([], [], (date(2010, 1, 1), date(2010, 1, 2)), (date(2011, 1, 1), date(2011, 1, 2))) == []
    assert candidates([], [], []) == []


def test_phrases_that_read_like_triggers_are_offered() -> None:
    texts = ["Viettel tặng quà cho khách_hàng nhân ngày lễ .\nĐội bóng thua trận .\nTrời mưa to ở Huế .",
             "MobiFone dành phòng_chờ sân_bay cho khách_hàng lâu_năm .\nÔng Nam là giám_đốc mới .\nGiá vàng giảm mạnh ."] * 10
    documents = [{"doc_id": f"a{number}", "text": text, "duplicate_of": None} for number, text in enumerate(texts)]
    entities = [{"doc_id": one["doc_id"], "start": 0, "text": str(one["text"]).split()[0], "kb_id": "viettel", "label": "ORG"}
                for one in documents]
    rows = [row(f"a{number}", "viettel", "gift_greeting") for number in range(0, 20, 2)]
    offered = candidates(documents, entities, rows)
    assert any("phòng chờ sân bay" in one.phrase for one in offered)
    assert all(one.examples[0].text.startswith("MobiFone dành") for one in offered)
