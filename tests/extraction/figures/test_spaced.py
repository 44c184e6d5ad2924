"""Thousands set apart by spaces: what is one number, what is several, and what damage forbids to join."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import vnnlp
from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article


def values(text: str) -> list[tuple[str, float | None]]:
    rows = extract(segment([Article("a", text)])).to_pylist()
    return [(row["text"], row["value"]) for row in rows if row["kind"] not in ("date", "phone")]


@pytest.mark.parametrize(("text", "span", "value"), [
    ("Cửa hàng bán 50 000 đồng một thẻ.", "50 000 đồng một thẻ", 50_000),
    ("Mạng ấy có 1 200 000 thuê bao.", "1 200 000", 1_200_000),
    ("Bưu điện thu 2\u00a0500\u00a0000 đồng.", "2\u00a0500\u00a0000 đồng", 2_500_000),
    ("Mỗi tháng 1 200 000 lượt khách ghé thăm.", "1 200 000", 1_200_000),
    ("Ngày 15/8 200 000 lượt khách ghé thăm.", "200 000", 200_000),
    ("Doanh thu đạt 1 250,5 tỷ đồng.", "1 250,5 tỷ đồng", 1250.5e9),
    ("Công an thưởng cho phòng C50 700 triệu đồng.", "700 triệu đồng", 700e6),
    ("Vé này giá 0 đồng.", "0 đồng", 0),
])
def test_one_number(text: str, span: str, value: float) -> None:
    assert values(text) == [(span, value)]


@pytest.mark.parametrize("text", [
    "Gọi số điện thoại 0912 345 000.", "Gọi 04 823 000 để hỏi.", "Dãy 12 000 34 không đọc được.", "Có các lô 100 200 300.",
    "Tổng đài 18 001 090 phục vụ.", "Hộp thư 000 đã đóng.", "Thu 1\n200 đồng.", "Bảng 12  000  000 bị nhòe.",
])
def test_nothing_is_joined_and_nothing_is_nought(text: str) -> None:
    assert all(value not in (0, 12_000_034, 100_200_300, 1200, 12e6) for _, value in values(text))


@pytest.mark.parametrize("text", ["Hãng có ⟨?⟩ 200 000 thuê bao.", "Hãng có 1 ⟨?⟩ 000 thuê bao.", "Hãng có 1 200 ⟨?⟩ thuê bao."])
def test_a_lost_number_is_not_joined(text: str) -> None:
    assert not {value for _, value in values(text)} & {0, 200_000, 1_200, 1_000}


def test_an_untrusted_number_is_not_joined() -> None:
    shard = segment([Article("a", "Mạng ấy có 1 200 000 thuê bao.")])
    untrusted = np.array([form == "200" for form in (shard.types.forms[number] for number in shard.token_type)])
    rows = extract(replace(shard, untrusted=untrusted), settings=ExtractionSettings(untrusted=True)).to_pylist()
    assert all(row["value"] not in (0, 1_200_000, 200_000) for row in rows)


def test_one_decimal_point_is_no_english_habit() -> None:
    assert values("Lãi 5.480 tỷ đồng, tăng 4.5%.")[0] == ("5.480 tỷ đồng", 5480e9)
    assert values("Vốn 1,250,000 USD, lãi 5.480 tỷ đồng.")[1] == ("5.480 tỷ đồng", 5.48e9)


def test_a_post_between_commas_does_not_take_the_figure() -> None:
    rows = list(vnnlp.figures("Ông Hùng, đại lý của Viettel, bị bắt vì nợ 86 triệu đồng."))
    assert [row["subject"] for row in rows] == ["Hùng"]
    rows = list(vnnlp.figures("Ông Hùng, giám đốc của Viettel, cho biết lãi 86 triệu đồng."))
    assert [row["subject"] for row in rows] == ["Viettel"]


def test_a_price_behind_a_plan_is_no_part_of_its_name() -> None:
    rows = list(vnnlp.figures("Giá cước Happy 1.200 đồng/phút, Economy 790 đồng/phút."))
    assert [(row["value"], row["per"]) for row in rows] == [(1200, "phút"), (790, "phút")]
