"""Written forms, one by one: numerals, separators, bounds, dates and times of Vietnamese news."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.shard import Article


def rows_of(text: str, published: date | None = None) -> list[dict[str, Any]]:
    return extract(segment([Article("a", text, published=published)])).to_pylist()


def only(text: str, published: date | None = None) -> dict[str, Any]:
    rows = rows_of(text, published)
    assert len(rows) == 1, rows
    return rows[0]


def parts(moment: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (moment or {}).items() if value is not None and key != "grain"}


@pytest.mark.parametrize(("text", "value"), [
    ("một trăm lẻ năm", 105), ("ba trăm linh tư", 304), ("hai mươi lăm", 25), ("chín mươi mốt", 91), ("bảy mươi tư", 74),
    ("mười lăm nghìn", 15_000), ("hai nghìn không trăm mười ba", 2013), ("một triệu hai trăm nghìn", 1_200_000),
    ("năm mươi mốt triệu", 51_000_000), ("ba vạn", 30_000), ("nửa triệu", 500_000), ("hai tỷ rưỡi", 2_500_000_000),
    ("1,5 triệu", 1_500_000), ("12.750", 12_750), ("1.250.000", 1_250_000), ("1,480,000", 1_480_000), ("0,75", 0.75),
    ("3,25 tỉ", 3_250_000_000), ("250k", 250_000), ("1 tỷ 250 triệu", 1_250_000_000), ("ba phẩy năm", 3.5), ("2tr5", 2_500_000),
])
def test_a_numeral_alone_is_read(text: str, value: float) -> None:
    assert only(text)["value"] == value


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("Giá 1.520 tỉ đồng .", 1.52e12, "VND"), ("Giá 7,499 triệu đồng .", 7_499_000, "VND"), ("Giá $1,250 .", 1250, "USD"),
    ("Nặng 3,125 kg .", 3.125, "kg"), ("Dài 1.200 km .", 1200, "km"), ("Thưởng 5 tỷ đồng_đội .", 5e9, "đội"),
    ("Đội được thưởng 5 tỷ đồng_cho mùa này .", 5e9, "VND"), ("Tăng 0,25 điểm phần_trăm .", 0.25, "pp"),
    ("Cao 1m65 .", 1.65, "m"), ("Án 7 năm 6 tháng tù .", 7.5, "năm"), ("Đi hết 1 giờ 30 phút .", 1.5, "giờ"),
])
def test_units_and_what_follows_decide_the_value(text: str, value: float, unit: str) -> None:
    row = rows_of(text)[0]
    assert row["value"] == pytest.approx(value)
    if unit != "đội":
        assert row["unit"] == unit


def test_the_habit_of_the_article_decides_where_the_form_does_not() -> None:
    vietnamese = rows_of("Vốn 1.250.000 USD và 7,2 triệu USD . Nợ 2,500 triệu USD .")[-1]
    english = rows_of("Vốn 1,250,000 USD và 7.2 triệu USD , lãi 15.5 % . Nợ 2,500 triệu USD .")[-1]
    assert vietnamese["value"] == 2_500_000
    assert english["value"] == 2_500_000_000


@pytest.mark.parametrize(("words", "comparison"), [
    ("hơn", ">"), ("trên", ">"), ("gần", "<~"), ("khoảng", "~"), ("xấp_xỉ", "~"), ("trên_dưới", "~"), ("ít_nhất", ">="),
    ("tối_thiểu", ">="),
    ("không dưới", ">="), ("tối_đa", "<="), ("không quá", "<="), ("dưới", "<"), ("chưa tới", "<"), ("chưa đầy", "<"),
    ("vượt", ">"),
])
def test_words_before_a_number_are_its_bound(words: str, comparison: str) -> None:
    row = only(f"Công_ty có {words} 300 nhân_viên .")
    assert (row["cmp"], row["approx"], row["text"]) == (comparison, words.replace("_", " "), "300")


@pytest.mark.parametrize(("text", "low", "high"), [
    ("Có hàng chục người .", 10, 99), ("Có vài trăm người .", 200, 999), ("Có hàng nghìn tỷ đồng .", 1e12, 9_999_999_999_999),
    ("Có mấy chục nghìn người .", 20_000, 99_999), ("Có vài ba ngày .", 2, 9),
])
def test_a_vague_number_is_an_order_of_magnitude(text: str, low: float, high: float) -> None:
    row = only(text)
    assert (row["value"], row["low"], row["high"], row["cmp"]) == (None, low, high, "vague")


@pytest.mark.parametrize(("text", "expected"), [
    ("Họp ngày 2/11 .", {"day": 2, "month": 11}), ("Họp ngày 2-11 .", {"day": 2, "month": 11}),
    ("Họp ngày 2.11 .", {"day": 2, "month": 11}), ("Họp ngày 2.11.2013 .", {"day": 2, "month": 11, "year": 2013}),
    ("Họp ngày 24 tháng 2 năm 2011 .", {"day": 24, "month": 2, "year": 2011}),
    ("Họp mùng 3 tháng giêng .", {"day": 3, "month": 1}),
    ("Họp tháng 6/2013 .", {"month": 6, "year": 2013}), ("Họp tháng 6-2013 .", {"month": 6, "year": 2013}),
    ("Họp tháng tư năm 2013 .", {"month": 4, "year": 2013}), ("Họp quý II/2013 .", {"quarter": 2, "year": 2013}),
    ("Họp quý 3 năm 2014 .", {"quarter": 3, "year": 2014}), ("Họp cuối tháng 7 .", {"month": 7, "part": "end"}),
    ("Họp nửa đầu năm 2015 .", {"year": 2015, "part": "first_half"}),
    ("Họp thứ_năm 14/11 .", {"day": 14, "month": 11, "weekday": "thursday"}),
    ("Họp thứ Bảy , ngày 15/12 .", {"day": 15, "month": 12, "weekday": "saturday"}), ("Ông sinh năm 1955 .", {"year": 1955}),
    ("Anh A ( SN 1986 ) đến .", {"year": 1986}), ("Họp tháng 11 này .", {"month": 11, "anchor": "này"}),
    ("So với năm_ngoái thì hơn .", {"anchor": "last", "offset_years": -1}),
    ("Đầu năm_nay có lũ .", {"part": "start", "anchor": "nay", "offset_years": 0}),
    ("Chiều 30-9 mưa to .", {"day": 30, "month": 9, "part": "afternoon"}),
])
def test_a_date_has_the_parts_that_are_written(text: str, expected: dict[str, Any]) -> None:
    assert parts(only(text)["date"]) == expected


@pytest.mark.parametrize(("text", "start", "end"), [
    ("Mở từ ngày 1 đến ngày 15/11 .", {"day": 1, "month": 11}, {"day": 15, "month": 11}),
    ("Mở từ 20/12/2013 đến hết 31/01/2014 .", {"day": 20, "month": 12, "year": 2013}, {"day": 31, "month": 1, "year": 2014}),
    ("Mở 6-11/11/2017 .", {"day": 6, "month": 11, "year": 2017}, {"day": 11, "month": 11, "year": 2017}),
    ("Giai_đoạn 2010-2015 .", {"year": 2010}, {"year": 2015}),
    ("Mở từ tháng 3 đến tháng 5/2012 .", {"month": 3, "year": 2012}, {"month": 5, "year": 2012}),
])
def test_a_range_of_dates_has_two_ends(text: str, start: dict[str, Any], end: dict[str, Any]) -> None:
    row = only(text)
    assert (row["kind"], parts(row["date"]), parts(row["date_end"])) == ("date_range", start, end)


@pytest.mark.parametrize(("text", "hour", "minute"), [
    ("Cháy lúc 15h30 .", 15, 30), ("Cháy lúc 8 giờ 45 phút .", 8, 45), ("Cháy lúc 15:30 .", 15, 30),
    ("Cháy lúc 3 giờ rưỡi chiều .", 15, 30),
    ("Cháy lúc 11 giờ kém 15 .", 10, 45), ("Cháy lúc 9h sáng .", 9, None), ("Cháy lúc 10g45 .", 10, 45),
])
def test_a_time_of_day(text: str, hour: int, minute: int | None) -> None:
    moment = only(text)["date"]
    assert (moment["hour"], moment["minute"]) == (hour, minute)


@pytest.mark.parametrize(("text", "kind"), [
    ("Khoảng 2/3 số trạm đã xong .", "fraction"), ("Lễ diễn ra ngày 2/3 .", "date"), ("Đội về thứ 3 .", "ordinal"),
    ("Anh đi năm ngày .", "duration"), ("Họ đợi hơn 3 giờ .", "duration"), ("Họ đến lúc 3 giờ .", "time"),
    ("Gọi tổng_đài 1062 .", "phone"),
    ("Gọi 098 765 4321 ngay .", "phone"), ("Giá tăng gấp 3 lần .", "multiple"), ("Khám 2 lần / năm .", "frequency"),
    ("Cháu 3 tuổi .", "age"),
])
def test_context_decides_the_kind(text: str, kind: str) -> None:
    assert only(text)["kind"] == kind


def test_a_change_is_two_figures_with_roles() -> None:
    rows = rows_of("Giá máy giảm từ 12,99 triệu đồng xuống 9,99 triệu đồng .")
    assert [(row["value"], row["role"]) for row in rows] == [(12_990_000, "from"), (9_990_000, "to")]


def test_an_increase_and_a_decrease_are_told() -> None:
    rows = rows_of("Doanh_thu tăng 15 % , lợi_nhuận giảm gần 3 % .")
    assert [row["change"] for row in rows] == ["up", "down"]


def test_a_denied_number_is_marked() -> None:
    assert only("Không phải 500 đồng như tin đồn .")["negated"]


def test_relative_dates_get_absolute_ones_where_the_day_of_writing_is_known() -> None:
    published = date(2013, 11, 14)
    assert only("Hôm_qua trời mưa .", published)["resolved"] == date(2013, 11, 13)
    assert only("Tháng trước trời mưa .", published)["resolved_end"] == date(2013, 10, 31)
    assert only("Ngày 2/1 trời mưa .", published)["resolved"] == date(2014, 1, 2)
    assert only("Ngày 2/1 trời mưa .", published)["date"]["year"] is None
    assert rows_of("Hôm_qua trời mưa .") == []


def test_raw_and_segmented_text_give_the_same_figures() -> None:
    raw = rows_of("Viettel hiện có hơn 50 triệu khách hàng, trong đó gần 30% dùng gói 70.000 đồng/tháng từ ngày 1/3/2014.")
    seg = rows_of("Viettel hiện có hơn 50 triệu khách_hàng , trong đó gần 30 % dùng gói 70.000 đồng / tháng từ ngày 1/3/2014 .")
    keys = ("kind", "value", "low", "high", "unit", "per", "cmp", "date")
    assert [[row[key] for key in keys] for row in raw] == [[row[key] for key in keys] for row in seg]
    assert len(raw) == 4


def test_four_billion_years_ago_is_no_date() -> None:
    row = only("Trái_Đất hình_thành 4,6 tỷ năm trước .")
    assert (row["kind"], row["value"], row["date"]) == ("duration", 4.6e9, None)
    assert only("Chị đến đây 10 năm trước .")["date"]["offset_years"] == -10


@pytest.mark.parametrize("text", [
    "Hội_nghị họp tại Hà_Nội hôm thứ_Sáu tuần trước .", "Hội nghị họp tại Hà Nội hôm thứ Sáu tuần trước.",
    "Hội nghị họp tại Hà Nội hôm thứ sáu tuần trước.",
])
def test_a_weekday_tied_to_a_week_is_a_date_and_no_number(text: str) -> None:
    row = only(text)
    assert (row["kind"], row["date"]["weekday"], row["value"], row["resolved"]) == ("date", "friday", None, None)
    assert only(text, date(2019, 6, 12))["resolved"] == date(2019, 6, 7)
    assert only("Thứ Hai tuần sau mở cửa.", date(2019, 6, 12))["resolved"] == date(2019, 6, 17)


@pytest.mark.parametrize(("text", "comparison"), [
    ("MobiFone chưa đạt 50 triệu thuê bao.", "<"), ("Viettel không tặng quá 50% giá trị thẻ.", "<="),
    ("Nhà mạng không được khuyến_mại quá 50 % .", "<="), ("Phí không vượt quá 20.000 đồng.", "<="),
    ("Khách nạp không dưới 100.000 đồng.", ">="), ("Có chưa đến 2.000 người.", "<"), ("Tốc độ chưa tới 5 Mbps.", "<"),
    ("Tỉnh có không ít hơn 30 trạm.", ">="), ("Lớp có không hơn 40 học sinh.", "<="), ("Ví không đủ 10.000 đồng.", "<"),
])
def test_a_denied_bound_is_the_opposite_limit(text: str, comparison: str) -> None:
    row = only(text)
    assert (row["cmp"], row["negated"]) == (comparison, False)


@pytest.mark.parametrize(("text", "negated"), [
    ("Viettel không thu 5.000 đồng phí duy trì.", True), ("Giá giảm nhưng không phải 50%.", True),
    ("Ông khẳng định không có chuyện tăng giá 50%.", True), ("Hãng phủ_nhận thông_tin tăng giá 30 % .", True),
    ("Khách không phải trả thêm 3.000 đồng/tháng.", True), ("Hãng không chỉ giảm 50%.", False),
    ("Số tiền chưa giao 115 tỉ đồng.", False), ("Cây không ra trái là 20%.", False),
])
def test_what_a_verb_denies_is_marked(text: str, negated: bool) -> None:
    assert only(text)["negated"] is negated


@pytest.mark.parametrize(("text", "value"), [
    ("Căn nhà giá 1tỷ2.", 1_200_000_000), ("Máy giá 1 triệu 2.", 1_200_000), ("Đất bán 3 tỉ 5.", 3_500_000_000),
    ("Anh trả 2 triệu rưỡi.", 2_500_000), ("Quỹ có 8,3 tỉ đồng.", 8_300_000_000), ("Vốn 1,13 nghìn tỷ đồng.", 1_130_000_000_000),
    ("Chỉ số đổi sắc (-1,2%).", -1.2), ("Quỹ có 2,3 triệu tỉ đồng.", 2.3e15), ("Vốn 4,35 tỷ đồng.", 4_350_000_000),
])
def test_a_value_is_exact_to_the_last_digit(text: str, value: float) -> None:
    assert only(text)["value"] == value


@pytest.mark.parametrize("text", ["Sáng 5.3, Sở họp báo.", "Chiều 5-3, Sở họp báo.", "Tối 5/3, Sở họp báo."])
def test_a_part_of_the_day_announces_a_dotted_date(text: str) -> None:
    moment = only(text)["date"]
    assert (moment["day"], moment["month"]) == (5, 3)
    assert only("Mỗi ngày 2.5 triệu lượt xem.")["kind"] != "date"


@pytest.mark.parametrize(("text", "measures"), [
    ("Doanh thu 9 tháng đạt 1,2 triệu tỉ đồng.", "doanh thu"), ("Số thuê bao trả trước giảm 2 triệu.", "số thuê bao trả trước"),
    ("Tin nhắn nói MobiFone tặng 50.000 đồng.", "tiền tặng"), ("Bộ giảm thuế thu nhập xuống 20%.", "thuế thu nhập"),
    ("Bị cáo lĩnh 12 tháng tù giam.", "tù"), ("Quỹ chi 1.000 tỷ đồng tiền bảo hiểm.", "tiền bảo hiểm"),
])
def test_what_is_measured_is_a_noun_phrase(text: str, measures: str) -> None:
    assert str(rows_of(text)[-1]["measures"]).casefold() == measures
    # A date says when something happens: its measure is that event (so in the gold of the seeds).
    assert "khám bệnh" in str(only("Chương trình khám bệnh diễn ra ngày 2/11.")["measures"])


def test_each_of_a_noun_makes_a_rate_and_a_prize_is_no_count() -> None:
    row = only("Mỗi thuê bao được tặng 5 GB dữ liệu.")
    assert (row["kind"], row["value"], row["per"]) == ("rate", 5, "thuê bao")
    assert rows_of("Nam sinh đoạt giải ba môn Toán.") == []


@pytest.mark.parametrize(("text", "start", "end"), [
    ("Đội vô_địch mùa giải 2013/14 .", 2013, 2014), ("Cầu_thủ ghi 20 bàn ở mùa 2016/2017 .", 2016, 2017),
    ("Năm_học 2018-2019 bắt_đầu .", 2018, 2019),
])
def test_a_season_is_two_years(text: str, start: int, end: int) -> None:
    row = rows_of(text)[-1]
    assert (row["kind"], row["date"]["year"], row["date_end"]["year"]) == ("date_range", start, end)


def test_a_decade_is_a_date_of_ten_years() -> None:
    row = only("Nhạc_sĩ nổi_tiếng từ thập_niên 1990 .", date(2013, 11, 14))
    assert (row["date"]["year"], row["date"]["grain"]) == (1990, "decade")
    assert (row["resolved"], row["resolved_end"]) == (date(1990, 1, 1), date(1999, 12, 31))


@pytest.mark.parametrize("text", [
    "Xe biển_số 92P1 - 056.84 bị giữ .", "Đá lăn xuống đường tại km 12+500 .", "Cửa_hàng ở 136 Hồ_Tùng_Mậu .",
    "Trụ_sở đặt tại 801 Đại_lộ Nguyễn_Văn_Linh .",
])
def test_plates_milestones_and_house_numbers_count_nothing(text: str) -> None:
    assert rows_of(text) == []


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("Dung_lượng được tăng mạnh tới hơn 6 lần .", "multiple", 6), ("Bà_con nghe 7 trên 10 người nói vậy .", "fraction", 0.7),
    ("Chị là khách_hàng thứ 10.000 .", "ordinal", 10_000), ("Trạm thu phí thêm 7 năm 8 tháng 16 ngày .", "duration", 7.710502283),
    ("Giá dầu ở mức 51 , 4 USD .", "money", 51.4), ("Chuyến đi ngày 23 tháng Chạp .", "date", None),
    ("Lãi gấp đôi năm trước .", "multiple", 2),
])
def test_forms_that_a_reading_of_real_articles_showed(text: str, kind: str, value: float | None) -> None:
    row = rows_of(text)[0]
    assert (row["kind"], row["value"]) == (kind, value)
    assert rows_of("Giá 100 -150 nghìn đồng / cây .")[0]["high"] == 150_000


def test_a_long_table_of_numbers_is_no_text() -> None:
    assert rows_of(" ".join(str(1000 + number) for number in range(40))) == []
