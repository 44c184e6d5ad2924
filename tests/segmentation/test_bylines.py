"""Bylines: authors and newspapers found where articles have them."""

from __future__ import annotations

import pytest

from vnnlp.segmentation import document
from vnnlp.segmentation.bylines import byline_of, bylines, newspaper, split_byline

_BODY = "Nhà mạng tặng quà khách_hàng lâu năm .\n"


@pytest.mark.parametrize(("line", "author", "publisher"), [
    ("Minh_Anh ( Theo VnExpress )", "Minh Anh", "VnExpress"),
    ("Theo Tri_Thức", None, "Tri Thức"),
    ("(Dân trí)", None, "Dân trí"),
    ("( TNO )", None, "Thanh Niên"),
    ("Thanh_Hương ( t / h )", "Thanh Hương", None),
    ("Lê Bảo - Theo Tuổi Trẻ", "Lê Bảo", "Tuổi Trẻ"),
    ("Nguồn : VietNamNet", None, "VietNamNet"),
    ("NGUYỆT HÀ", "NGUYỆT HÀ", None),
])
def test_last_line(line: str, author: str | None, publisher: str | None) -> None:
    byline = byline_of(_BODY + line + "\n")
    assert byline is not None
    assert (byline.author, byline.publisher) == (author, publisher)
    assert (_BODY + line)[byline.start:byline.end] == line


def test_first_line() -> None:
    byline = byline_of("Tặng quà\n( Dân_trí ) - Nhà mạng tặng quà khách_hàng .\nHết tin .")
    assert byline is not None and byline.publisher == "Dân trí"


def test_glued_in_the_middle() -> None:
    text = "Giá rẻ ( 3.000đ/phút ) . \nHà_Mi_Theo_Tri_Thức_Phương thức mới được áp_dụng ."
    byline = bylines(document(text).shard)[0]
    assert byline is not None
    assert (byline.author, byline.publisher, text[byline.start:byline.end]) == ("Hà Mi", "Tri Thức", "Hà_Mi_Theo_Tri_Thức")


@pytest.mark.parametrize("text", [
    "Theo ông Nam , giá sẽ giảm .\nKhách vui .", "Khách vui .", "Một dòng", "",
    "Nhà mạng ( Viettel )", "Nhà mạng giảm giá .\nTheo ông Nam , giá sẽ còn giảm nữa .",
])
def test_none(text: str) -> None:
    assert byline_of(text) is None


def test_lexicon_decides_where_the_newspaper_ends() -> None:
    form = "Hà_Mi_Theo_Tri_Thức_Trẻ_Phương"
    assert [form[start:end] for start, end in split_byline(form, True)] == ["Hà_Mi", "Theo", "Tri_Thức_Trẻ", "Phương"]
    form = "Hà_Mi_Theo_VnExpress"
    assert [form[start:end] for start, end in split_byline(form, True)] == ["Hà_Mi", "Theo", "VnExpress"]
    assert newspaper("Khách_hàng") is None
