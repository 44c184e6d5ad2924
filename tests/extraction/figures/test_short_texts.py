"""What a notebook asks about: a number or a date and nothing else, in the forms of Duckling's own Vietnamese examples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.shard import Article

WRITTEN = date(2018, 5, 10)
"""A Thursday."""


def only(text: str) -> dict[str, Any]:
    rows = extract(segment([Article("a", text, published=WRITTEN)])).to_pylist()
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize(("text", "value"), [
    ("không", 0), ("bốn mươi tư", 44), ("mười bảy", 17), ("2.40", 2.4), (".85", 0.85), ("250,000", 250_000), ("250k", 250_000),
    ("4M", 4e6), ("4,000,000", 4e6), (".0034G", 3.4e6), ("- 2,300,000", -2.3e6), ("âm 2,300,000", -2.3e6), ("-2.3M", -2.3e6),
    ("-.0034G", -3.4e6), ("sáu nghìn", 6000), ("ba trăm nghìn", 300_000), ("hai tỷ", 2e9),
    ("ba mươi hai nghìn không trăm mười ba", 32_013), ("sáu trăm năm mươi mốt nghìn không trăm mười bốn", 651_014),
])
def test_numerals(text: str, value: float) -> None:
    assert only(text)["value"] == pytest.approx(value)


@pytest.mark.parametrize(("text", "value"), [("đầu tiên", 1), ("thứ nhất", 1), ("thứ 1", 1), ("thứ hai mươi ba", 23)])
def test_ordinals(text: str, value: int) -> None:
    row = only(text)
    assert (row["kind"], row["value"]) == ("ordinal", value)


@pytest.mark.parametrize(("text", "low", "high", "unit", "comparison"), [
    ("$15", 15, None, "USD", "="), ("mười hai đô mỹ", 12, None, "USD", "="), ("20K$", 20_000, None, "USD", "="),
    ("USD4,56", 4.56, None, "USD", "="),
    ("ba đô la và 15 xen", 3.15, None, "USD", "="), ("hai phẩy 15 đô", 2.15, None, "USD", "="),
    ("VN$5000", 5000, None, "VND", "="), ("EUR39,95", 39.95, None, "EUR", "="),
    ("Rs. 35", 35, None, "INR", "="),
    ("Rs35", 35, None, "INR", "="), ("GBP 4,02", 4.02, None, "GBP", "="), ("2 dirham", 2, None, "AED", "="),
    ("giữa 3000 và 4000 đồng", 3000, 4000, "VND", "range"), ("xấp xỉ VND3000-VND4000", 3000, 4000, "VND", "range"),
    ("từ 2 phẩy 1 đến hai chấm ba đô la", 2.1, 2.3, "USD", "range"), ("kém hơn 9k đồng", 9000, None, "VND", "<"),
    ("không hơn 9.000 đồng", 9000, None, "VND", "<="), ("từ 9000 đồng trở xuống", 9000, None, "VND", "<="),
    ("ít nhất $2,53", 2.53, None, "USD", ">="), ("trên hai đô la và 53 xu", 2.53, None, "USD", ">"),
])
def test_money(text: str, low: float, high: float | None, unit: str, comparison: str) -> None:
    row = only(text)
    value = row["low"] if high is not None else row["value"]
    assert (value, row["high"] if high is not None else None) == (pytest.approx(low), high)
    assert (row["kind"], row["unit"], row["cmp"]) == ("money", unit, comparison)


@pytest.mark.parametrize(("text", "first", "last"), [
    ("hôm kia", date(2018, 5, 8), None), ("ngày mai", date(2018, 5, 11), None),
    ("thứ 2 ngày 14 tháng 5", date(2018, 5, 14), None),
    ("ngày đầu tiên của tháng sáu", date(2018, 6, 1), None),
    ("mồng 8 tháng 6", date(2018, 6, 8), None),
    ("ngày mồng 8 tháng 6 năm 2018", date(2018, 6, 8), None), ("8/6/18", date(2018, 6, 8), None),
    ("5/9/92", date(1992, 9, 5), None),
    ("tháng mười năm 2018", date(2018, 10, 1), date(2018, 10, 31)), ("thứ năm tuần tới", date(2018, 5, 17), None),
    ("thứ tư của tuần tới", date(2018, 5, 16), None), ("thứ sáu tới", date(2018, 5, 11), None),
    ("thứ ba vừa rồi", date(2018, 5, 8), None), ("thứ 6 của tuần này", date(2018, 5, 11), None),
    ("tuần này", date(2018, 5, 7), date(2018, 5, 13)), ("tháng sau", date(2018, 6, 1), date(2018, 6, 30)),
    ("quý hiện tại", date(2018, 4, 1), date(2018, 6, 30)), ("quý tiếp", date(2018, 7, 1), date(2018, 9, 30)),
    ("quý 4 của năm 2019", date(2019, 10, 1), date(2019, 12, 31)), ("năm kế tiếp", date(2019, 1, 1), date(2019, 12, 31)),
    ("tối ngày mai", date(2018, 5, 11), None), ("buổi sáng nay", date(2018, 5, 10), None),
    ("tháng 7 tới", date(2018, 7, 1), date(2018, 7, 31)),
])
def test_dates(text: str, first: date, last: date | None) -> None:
    row = only(text)
    assert (row["kind"], row["resolved"], row["resolved_end"]) == ("date", first, last or first)


@pytest.mark.parametrize(("text", "hour", "minute"), [
    ("1:25 sáng", 1, 25), ("vào lúc 4 giờ chiều", 16, None), ("4 giờ rưỡi chiều", 16, 30), ("ba giờ rưỡi chiều", 15, 30),
    ("12 giờ kém 20", 11, 40), ("9 giờ 40 phút", 9, 40), ("9 giờ 40", 9, 40), ("9h40", 9, 40), ("9g40", 9, 40),
    ("16:20:21", 16, 20),
    ("lúc 2 giờ 40 chiều", 14, 40), ("5pm CET", 17, None),
])
def test_times(text: str, hour: int, minute: int | None) -> None:
    row = only(text)
    assert (row["kind"], row["date"]["hour"], row["date"]["minute"]) == ("time", hour, minute)
