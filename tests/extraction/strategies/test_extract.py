"""Facts about rows of strategies: whose they are, by which words, and that nothing else changes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.strategies.support import entities_of, figures_of, rows_of, said
from tests.support import SHARED, load_cases, needs_shared, read_jsonl, shard_of
from vnnlp.extraction.strategies import extract
from vnnlp.segmentation import segment
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article

TEXTS = [case["text"] for mood in ("wild", "negative") for case in load_cases("strategies", mood)]


def test_a_list_of_carriers_gives_a_row_to_each() -> None:
    assert said("Viettel , MobiFone và VinaPhone cùng tặng 50 % giá_trị thẻ nạp cho thuê_bao trả trước .") == {
        (carrier, "topup_bonus") for carrier in ("viettel", "mobifone", "vinaphone")}


def test_what_takes_up_means_who_was_named() -> None:
    text = ("Viettel và VinaPhone là hai mạng lớn .\nMobiFone có 40 triệu thuê_bao .\n"
            "Nhà_mạng này giảm 20 % cước gọi .\nCả hai nhà_mạng này thì không .")
    assert said(text) == {("mobifone", "tariff_discount")}
    text = ("Viettel , VinaPhone và MobiFone có 95 % thuê_bao .\nTừ tháng 3 , ba nhà_mạng này ngừng khuyến_mại thẻ nạp .")
    ended = {row["carrier"]: row["polarity"] for row in rows_of(text)}
    assert ended == dict.fromkeys(("viettel", "vinaphone", "mobifone"), "stops")


def test_other_clauses_have_other_subjects_segments_and_evidence() -> None:
    text = "MobiFone tặng quà sinh_nhật cho khách_hàng VIP , còn VinaPhone giảm 30 % cước gọi cho sinh_viên ."
    found = {row["carrier"]: row for row in rows_of(text)}
    assert (found["mobifone"]["strategy"], found["mobifone"]["segment"]) == ("gift_greeting", "vip")
    assert (found["vinaphone"]["strategy"], found["vinaphone"]["segment"]) == ("tariff_discount", "youth")
    assert found["vinaphone"]["evidence"] == "còn VinaPhone giảm 30 % cước gọi cho sinh_viên ."
    assert found["vinaphone"]["figure_spans"] == [{"start": text.index("30 %"), "end": text.index("30 %") + 4}]
    assert found["vinaphone"]["entity_spans"] == [{"start": text.index("VinaPhone"), "end": text.index("VinaPhone") + 9}]


def test_a_promotion_that_rules_end_is_the_carriers_own() -> None:
    assert not said("Theo Thông_tư mới , các nhà_mạng chỉ được khuyến_mại tối_đa 20 % giá_trị thẻ nạp .")
    row, = rows_of("Theo Thông_tư mới , các nhà_mạng ngừng khuyến_mại 50 % giá_trị thẻ nạp cho thuê_bao trả trước .")
    assert (row["carrier"], row["polarity"]) == ("all", "stops")


def test_a_gift_after_a_fault_is_compensation() -> None:
    text = "MobiFone đền_bù khách_hàng sau sự_cố mất sóng\nCụ_thể , nhà_mạng tặng 2 GB data cho mỗi thuê_bao ."
    assert {(row["strategy"], row["segment"]) for row in rows_of(text)} == {("compensation", "affected")}


def test_what_is_announced_is_told_apart() -> None:
    text = "Viettel sẽ phủ_sóng thêm 12 huyện miền núi ."
    shard = shard_of(text, "Viettel đã phủ_sóng thêm 12 huyện miền núi .")
    table = extract(shard, entities_of(shard), figures_of(shard))
    assert table.arrow.column("announced").to_pylist() == [True, False]


def test_removed_passages_give_no_rows_unless_asked_for() -> None:
    shard = shard_of("Viettel tặng quà cho khách_hàng VIP nhân dịp Tết .")
    gone = replace(shard, kept=np.zeros(shard.n_tokens, dtype=bool))
    assert len(extract(gone, entities_of(gone), figures_of(gone))) == 0
    assert len(extract(gone, entities_of(gone), figures_of(gone), ExtractionSettings(with_duplicates=True))) > 0


def test_the_floor_holds() -> None:
    assert not said(TEXTS[0], settings=ExtractionSettings(strategy_floor=1.0))


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_any_batch_gives_the_same_rows(texts: list[str], size: int) -> None:
    articles = [Article(f"a{number}", text) for number, text in enumerate(texts)]
    whole = segment(articles)
    together = extract(whole, entities_of(whole), figures_of(whole)).to_pylist()
    parts = [segment(articles[first:first + size]) for first in range(0, len(articles), size)]
    apart = [row for part in parts for row in extract(part, entities_of(part), figures_of(part)).to_pylist()]
    assert together == apart


@given(st.lists(st.sampled_from([word for text in TEXTS for word in text.split(" ")] + ["Viettel", "\n", "", "7"]), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_rows_that_slice_to_their_evidence(words: list[str]) -> None:
    text = " ".join(words).strip()
    order = []
    for row in rows_of(text):
        assert text[row["start"]:row["end"]] == row["evidence"]  # type: ignore[misc]
        assert 0 <= row["confidence"] <= 1  # type: ignore[operator]
        for name in ("entity_spans", "figure_spans"):
            assert all(row["start"] <= span["start"] <= span["end"] <= row["end"] for span in row[name])  # type: ignore
        order.append((row["start"], row["end"], row["carrier"], row["strategy"]))
    assert order == sorted(order)


@needs_shared
def test_no_row_twice_in_real_articles() -> None:
    rows = [row for row, _ in zip(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), range(1500), strict=False)]
    shard = segment([Article(row["id"], row["text"]) for row in rows])
    table = extract(shard, entities_of(shard), figures_of(shard))
    keys = Counter((row["doc_id"], row["sentence"], row["carrier"], row["strategy"]) for row in table)
    assert not [key for key, count in keys.items() if count > 1]
