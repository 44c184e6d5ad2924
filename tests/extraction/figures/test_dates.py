"""Dates and times as news writes them without a head word, in lists, in stories, and beside the day of writing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.shard import Article

WRITTEN = date(2019, 6, 3)
"""A Monday."""


def rows_of(text: str, published: date | None = WRITTEN) -> list[dict[str, Any]]:
    return extract(segment([Article("a", text, published=published)])).to_pylist()


def parts(moment: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (moment or {}).items() if value is not None and key not in ("grain", "part", "anchor")}


def dates(text: str) -> list[dict[str, Any]]:
    return [parts(row["date"]) for row in rows_of(text) if row["date"] is not None]


@pytest.mark.parametrize(("text", "year"), [
    ("Quy_hoạch cảng biển đến năm 2020 , định_hướng 2030 đã được duyệt .", 2030), ("Lãi gấp ba lần cùng kỳ 2017 .", 2017),
    ("Giải “ Ngân_hàng bán_lẻ tiêu_biểu 2016 ” thuộc về hãng .", 2016), ("Chiến_sĩ Mùa hè xanh 2018 cùng vệ_sinh phố .", 2018),
    ("2016 là năm đánh_dấu nhiều đổi_thay .", 2016), ("Trong 2017 , hai bên giao_thương nhiều .", 2017),
    ("Tại thời_điểm 1989 , ông đã đi làm .", 1989), ("Theo BLHS 2015 , tội này nặng .", 2015),
    ("Anh Hùng ( 1994 , trú tại Hà_Nội ) bị bắt .", 1994), ("Chị Lan ( SN : 1988 , ở Huế ) kể .", 1988),
    ("Chị Mai ( SN 1986 tỉnh Lâm_Đồng ) kể .", 1986), ("Dự_kiến năm 2021 thiếu điện , 2022 thiếu nhiều hơn .", 2022),
    ("Thời_điểm 2015 mua ngân_hàng là đúng .", 2015), ("Từ góc_độ tăng_trưởng , 2017 là năm mạnh_mẽ .", 2017),
    ("Dự_án chạy từ năm 1991 nhưng đến 2017 lỗ nặng .", 2017),
])
def test_a_year_without_its_head_word(text: str, year: int) -> None:
    assert dates(text)[-1] == {"year": year}


@pytest.mark.parametrize("text", [
    "Có 2016 người đến .", "Anh mua xe đời mới giá 2000 USD .", "Cô ở phòng 2012 .", "Cả đội dự Euro 2016 .",
    "Gọi số 1900 để hỏi .", "Tối nay hơn 2000 khán_giả đến sân .",
])
def test_four_digits_that_are_no_year(text: str) -> None:
    assert not any(row["date"] and row["date"]["year"] for row in rows_of(text))


@pytest.mark.parametrize(("text", "day", "month"), [
    ("Quà của ngày Độc_thân 11-11 .", 11, 11), ("Giá mở_cửa ngày giao_dịch 4-9 là cao .", 4, 9),
    ("Họ xét quà 1-6 cho con .", 1, 6),
    ("Sau kỳ nghỉ 30-4 tỉ_giá tăng .", 30, 4), ("Cận ngày thương_binh liệt_sĩ 27-7 , ông nói vậy .", 27, 7),
    ("Chiều 24/7 , đoàn tới nơi .", 24, 7), ("Tối 3/4 trong chuyến thăm , ông nói .", 3, 4), ("Sáng sớm 17-3 có mưa .", 17, 3),
    ("Anh bị đánh đêm 25-1 .", 25, 1), ("Phải tới 4/6 thông_tin mới có .", 4, 6), ("21-3 , các em về thăm trường .", 21, 3),
    ("8-3 không_chỉ có hoa .", 8, 3),
    ("Khoảng 8h30 15/3 , bộ_phận an_ninh phát_hiện .", 15, 3), ("Xét học_bạ đợt 30-6 hoặc thi .", 30, 6),
])
def test_a_day_without_its_head_word(text: str, day: int, month: int) -> None:
    assert {"day": day, "month": month} in dates(text)


@pytest.mark.parametrize("text", [
    "Tổng_đài trực 24/7 .", "Em học lớp 5/5 .", "Ông là thương_binh hạng 2/4 .", "Bản_đồ tỉ_lệ 1/5 00 .", "Huyết_áp 1 22/7 4 .",
    "Anh trú 10/27 đường Nguyễn_Huệ .", "Gió cấp 3-4 .", "Chị dạy ở trường mầm_non 30-4 .", "Chỉ còn 1/4 đến 1/5 so với trước .",
    "Chưa sửa xong 1/1 lỗi .", "Quy_hoạch phân khu H 2-1 .", "Tỉ_lệ phiếu thuận 3-2 khiến ông vui .",
    "Giải Mega 6/4 5 không ai trúng .",
    "Quy_hoạch chi_tiết tỷ_lệ 1/2000 phường Tây .", "Gỗ quý 1-3 kg giá cao .", "Sau 36 tiếng , 1/4 số cây còn sống .",
    "Anh thua 6-7 (5-7) ở ván cuối .", "Điểm trung_bình từ 4-6 , điểm trung_vị cao .",
    "Họ đến công_viên 30/4 .", "Buổi sáng 1-2 tiếng là xong .", "Đội thắng 3-2 .", "Giá gấp 2-3 lần .",
])
def test_two_numbers_that_are_no_day(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("Ngày 24 và 25-11 có hội_chợ .", [{"day": 24, "month": 11}, {"day": 25, "month": 11}]),
    ("Trong 2 ngày 6 và 7/7 có ca nhạc .", [{"day": 6, "month": 7}, {"day": 7, "month": 7}]),
    ("Ba đêm 24 , 25 và 26-4 có ca nhạc .", [{"day": day, "month": 4} for day in (24, 25, 26)]),
    ("Phim quay vào tháng 11 , 12 năm nay .", [{"month": 11}, {"month": 12, "offset_years": 0}]),
    ("Đóng học_phí tháng 4 và 5-2018 .", [{"month": 4, "year": 2018}, {"month": 5, "year": 2018}]),
    ("Ngày 28/2 và 5/3/2018 , toà xử .", [{"day": 28, "month": 2, "year": 2018}, {"day": 5, "month": 3, "year": 2018}]),
    ("Đầu tháng 3 và cuối tháng 5/2018 .", [{"month": 3, "year": 2018}, {"month": 5, "year": 2018}]),
])
def test_a_list_shares_the_parts_that_stand_with_its_last_date(text: str, expected: list[dict[str, Any]]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(("text", "start", "end"), [
    ("Từ năm 2010 đến tháng 6-2014 , hãng lỗ .", {"year": 2010}, {"year": 2014, "month": 6}),
    ("Cuộc chiến ( 17-2-1979 đến 18-3-1979 ) .", {"day": 17, "month": 2, "year": 1979}, {"day": 18, "month": 3, "year": 1979}),
    ("Từ tháng 10/2018 tới tháng 6 năm nay .", {"month": 10, "year": 2018}, {"month": 6, "offset_years": 0}),
    ("Học từ 8h sáng đến 22h30 .", {"hour": 8}, {"hour": 22, "minute": 30}),
    ("Lãi quý I và II/2018 tăng .", {"quarter": 1, "year": 2018}, {"quarter": 2, "year": 2018}),
    ("Lỗ các quý I , II , III năm 2016 .", {"quarter": 1, "year": 2016}, {"quarter": 3, "year": 2016}),
    ("Nghỉ 3 ngày ( 1/9 đến hết ngày 3/9 ) .", {"day": 1, "month": 9}, {"day": 3, "month": 9}),
    ("Từ đêm 17/11 đến ngày 19/11 có mưa .", {"day": 17, "month": 11}, {"day": 19, "month": 11}),
    ("Xây từ năm 1886 đến 1890 hoàn_thành .", {"year": 1886}, {"year": 1890}), ("Mở từ 19h đến nửa_đêm .", {"hour": 19}, {}),
])
def test_ranges_whose_ends_differ(text: str, start: dict[str, Any], end: dict[str, Any]) -> None:
    row = next(row for row in rows_of(text) if row["date_end"] is not None)
    assert (parts(row["date"]), parts(row["date_end"])) == (start, end)


def test_the_ends_of_a_range_keep_their_parts_and_ties() -> None:
    row = rows_of("Bị_can bị giam từ cuối năm 2009 đến đầu năm 2011 .")[0]
    assert (row["date"]["part"], row["date_end"]["part"]) == ("end", "start")
    row = rows_of("Luật sẽ trình vào tháng 5-6 tới .")[0]
    assert (row["date"]["anchor"], row["date_end"]["anchor"]) == ("next", "next")


@pytest.mark.parametrize(("text", "anchor", "day"), [
    ("Toà họp ngày 12/5 tới , dân chờ_đợi .", "next", date(2020, 5, 12)), ("Hôm 6/9 vừa_qua , họ về .", "last", date(2018, 9, 6)),
    ("Ông bay ngày 12/5 tới Hà_Nội .", None, date(2019, 5, 12)),
])
def test_a_day_tied_by_a_word_lies_on_that_side_of_the_day_of_writing(text: str, anchor: str | None, day: date) -> None:
    row = rows_of(text)[0]
    assert (row["date"]["anchor"], row["resolved"]) == (anchor, day)


@pytest.mark.parametrize(("text", "part", "anchor"), [
    ("Trong quý 2 này , tỉ_giá tăng .", None, "này"), ("Kỳ tới là tháng 5 tới đây .", None, "next"),
    ("Hồi đầu năm nay khi họ đến , trời mưa .", "start", "nay"), ("Nắng suốt tuần qua .", None, "last"),
    ("Họp vào cuối ngày hôm_nay .", "end", "nay"), ("Sáng hôm sau , họ đi .", "morning", "next"),
    ("Vesak 2019 năm nay lớn .", None, "nay"), ("Tối thứ hai này có hội_chợ .", "evening", "này"),
])
def test_parts_and_anchors(text: str, part: str | None, anchor: str) -> None:
    moment = rows_of(text)[-1]["date"]
    assert (moment["part"], moment["anchor"]) == (part, anchor)


@pytest.mark.parametrize(("text", "year", "part"), [
    ("Vào những năm 90 , ông mở tiệm .", 1990, None), ("Cuối thập_niên 80 , hàng hiếm .", 1980, "end"),
    ("Đầu những năm 1970 , ông đi học .", 1970, "start"), ("Từ những năm 1.200 đã có chợ .", 1200, None),
])
def test_decades(text: str, year: int, part: str | None) -> None:
    moment = rows_of(text)[0]["date"]
    assert (moment["year"], moment["grain"], moment["part"]) == (year, "decade", part)


def test_decades_in_a_list() -> None:
    assert dates("Những năm 70 , 80 thế_kỷ XX , giấy còn xấu .") == [{"year": 1970}, {"year": 1980}]


@pytest.mark.parametrize(("text", "first", "last"), [
    ("Trong 3 tháng tới , nhà_máy xong .", date(2019, 6, 3), date(2019, 9, 3)),
    ("Hai tuần qua , giá xăng tăng .", date(2019, 5, 20), date(2019, 6, 3)),
    ("Cách đây 2 tháng , anh nghỉ việc .", date(2019, 4, 1), date(2019, 4, 30)),
    ("Hai ngày trước , chị gửi đơn .", date(2019, 6, 1), date(2019, 6, 1)),
    ("Ba năm nữa anh ra_trường .", date(2022, 1, 1), date(2022, 12, 31)),
])
def test_a_length_of_time_tied_to_the_day_of_writing_says_which_days(text: str, first: date, last: date) -> None:
    row = rows_of(text)[0]
    assert (row["kind"], row["resolved"], row["resolved_end"]) == ("duration", first, last)


@pytest.mark.parametrize("text", [
    "Hai tuần trước ngày cưới , anh ốm .", "Hơn một tháng nữa mới tới Tết .", "Ba năm sau , họ gặp lại .",
    "Mùng 3 tết , chợ mở .",
    "Vào chiều 30 Tết , cô đi chợ .", "Ngày 15 hàng tháng , họ lĩnh lương .", "Tối thứ tư hàng tuần có lễ .",
    "Ngày 23 tháng Chạp , nhà_nhà cúng ông Táo .", "Ngày 15-4 âm_lịch có lễ .",
])
def test_what_no_day_can_be_told_of_has_none(text: str) -> None:
    assert rows_of(text)[0]["resolved"] is None


@pytest.mark.parametrize(("text", "tied"), [
    ("Năm 1995 chị cưới . Năm sau , chị sinh con .", False), ("Doanh_thu năm 2017 tăng 5 % so với năm trước .", False),
    ("Tháng 4-2018 giá điện tăng so với tháng trước .", False), ("Năm_ngoái lãi to , năm sau còn lãi hơn .", True),
    ("Hãng sẽ mở 5 cửa_hàng vào năm sau .", True), ("Giá điện tăng so với tháng trước .", True),
    ("Năm 2019 hãng lãi to , năm sau sẽ lãi hơn .", True),
])
def test_a_word_of_distance_counts_from_what_is_told(text: str, tied: bool) -> None:
    row = next(row for row in reversed(rows_of(text)) if row["date"] is not None)
    assert (row["resolved"] is not None, row["date"]["anchor"] is not None) == (tied, True)
    assert tied or row["date"]["offset_years"] is None


@pytest.mark.parametrize(("text", "part"), [
    ("Trong phần hỏi sáng nay ( 24-4 ) , ông im_lặng .", "morning"), ("Giá xăng hôm_nay ( 24/4 ) giảm .", None),
])
def test_a_day_said_twice_is_one_date(text: str, part: str | None) -> None:
    rows = [row for row in rows_of(text) if row["date"] is not None]
    assert [(row["date"]["day"], row["date"]["month"], row["date"]["part"]) for row in rows] == [(24, 4, part)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Ông giữ ghế đến tháng Năm 2014 .", {"month": 5, "year": 2014}), ("Năm 931 , quân ta thắng .", {"year": 931}),
    ("Chỉ_số giảm so với Q 4-2017 .", {"quarter": 4, "year": 2017}), ("Doanh_thu Q3/2018 tăng .", {"quarter": 3, "year": 2018}),
    ("Biên_bản ngày 20-4 - 2016 .", {"day": 20, "month": 4, "year": 2016}), ("“ Tới 18h , các cháu đã khoẻ .", {"hour": 18}),
    ("Gần 10h cùng ngày họ thấy lửa .", {"hour": 10}),
    ("Sau 11h lại bật tăng .", {"hour": 11}), ("Cấm bán lúc 24h hoặc muộn hơn .", {"hour": 24}),
    ("Cấm xe trong thời_gian 6-10 h hàng ngày .", {"hour": 6}),
    ("Cuộc kháng_chiến 1946 đến 1954 gian_khổ .", {"year": 1946}), ("Chào Xuân Ất_Mùi - 2015 .", {"year": 2015}),
    ("Sách ( viết chung với Cầm_Trọng , 1995 ) .", {"year": 1995}),
    ("Nghỉ từ sáng 25 đến hết ngày 26/12 .", {"day": 25, "month": 12}), ("Dịp Quốc_khánh 2.9 vừa_qua .", {"day": 2, "month": 9}),
    ("Lắp từ tháng 8.2016 , nay đã xong .", {"month": 8, "year": 2016}),
    ("Trong buổi sáng 1-6 chiếc xe đến .", {"day": 1, "month": 6}),
    ("Kỳ họp thứ 4 ( ngày 3 - 6/7 ) .", {"day": 3, "month": 7}), ("Đợt họp lúc 18h1 8 GMT .", {"hour": 18, "minute": 18}),
])
def test_rarer_forms(text: str, expected: dict[str, Any]) -> None:
    assert dates(text) == [expected]


def test_a_year_behind_its_head_is_no_part_of_a_name() -> None:
    from vnnlp.extraction.entities import extract as entities

    shard = segment([Article("a", "Hãng nhận giải “ Công_ty tài_chính tiêu_biểu năm 2016 ” .")])
    assert [row["date"]["year"] for row in extract(shard, entities(shard)).to_pylist()] == [2016]


@pytest.mark.parametrize(("text", "kind"), [
    ("Trong ngày thứ hai ra_quân , tổ lập biên_bản .", "ordinal"), ("Hội_nghị bước sang ngày thứ ba .", "ordinal"),
    ("Trường_hợp thứ hai này đã xong .", "ordinal"), ("Thoả_thuận 6934 ngày 18-9-2008 nêu rõ .", "date"),
    ("Họ nghỉ vào ngày thứ bảy .", "date"), ("Hơn 21h , anh về .", "time"), ("Một năm bác_sĩ trực bên điện_thoại .", "duration"),
    ("Mùa hè xanh 2018 ngày 15-7 ra_quân .", "date"), ("Hãng lập kỷ_lục 2019 năm nay .", "date"),
])
def test_words_beside_decide_the_kind(text: str, kind: str) -> None:
    assert rows_of(text)[0]["kind"] == kind


def test_a_number_that_begins_with_its_point() -> None:
    assert rows_of("Điểm trung_bình là .77 sau kỳ thi .")[0]["value"] == 0.77


@pytest.mark.parametrize(("text", "number"), [("VinaPhone 24 % thị_phần", "24"), ("Hùng 74 tuổi", "74"), ("Hùng 9 năm tù", "9")])
def test_a_name_never_ends_in_a_share_an_age_or_a_sentence(text: str, number: str) -> None:
    from vnnlp.extraction.figures.line import Line
    from vnnlp.extraction.figures.lookalikes import skip

    surfaces = text.replace("_", " ").split()
    flags = [int(word.isdecimal()) for word in surfaces]
    line = Line([word.casefold() for word in surfaces], surfaces, list(range(0, 90, 9))[: len(surfaces)],
                list(range(5, 95, 9))[: len(surfaces)], list(range(len(surfaces))), flags, barred=[True, True] + [False] * 9)
    at = surfaces.index(number)
    assert skip(line, at) == at
