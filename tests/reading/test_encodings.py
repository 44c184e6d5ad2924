"""Encodings: each legacy set comes back as it went in, and is told from the others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.legacy_text import encode_legacy
from vnnlp.errors import RecordError, UsageError
from vnnlp.reading.encodings import decode, known
from vnnlp.reading.legacy import LEGACY, decode_legacy, table_of
from vnnlp.reading.unicode import fold_tone_marks, normalize

_TEXT = ("Nhà mạng Viettel vừa công bố chương trình chăm sóc khách hàng thân thiết, tặng quà cho những người đã gắn bó trên "
         "mười năm. Đây là dịp để doanh nghiệp tri ân; quà gồm thẻ nạp, phiếu mua sắm và vé xem ca nhạc ở Hà Nội, Đà Nẵng.")
_LETTERS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ"


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_letter_comes_back(encoding: str) -> None:
    text = " ".join(_LETTERS) + " " + ("Đ Ă Â Ê Ô Ơ Ư" if encoding == "tcvn3" else " ".join(_LETTERS.upper()))
    assert decode_legacy(encode_legacy(text, encoding), encoding) == text


@pytest.mark.parametrize("encoding", ["tcvn3", "vps"])
def test_no_byte_stands_for_two_letters(encoding: str) -> None:
    letters = [sign for sign in table_of(encoding).values() if sign.isalpha() and not sign.isascii() and sign != "\ufffd"]
    assert set(_LETTERS) - set("aeiouy") <= set(letters)


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-8", "utf-16-le", "utf-16-be"])
def test_detection(encoding: str) -> None:
    data = encode_legacy(_TEXT, encoding) if encoding in LEGACY else _TEXT.encode(encoding)
    found = decode(data)
    assert (found.text, found.encoding) == (_TEXT, encoding)
    assert found.confidence > 0.9


@pytest.mark.parametrize(("data", "encoding"), [
    (b"\xef\xbb\xbf" + _TEXT.encode(), "utf-8"), (_TEXT.encode("utf-16"), "utf-16-le"), (_TEXT.encode("utf-32"), "utf-32-le"),
    (unicodedata.normalize("NFD", _TEXT).encode(), "utf-8"),
])
def test_byte_order_marks_and_decomposed_text(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding) == (_TEXT, encoding)


def test_text_that_was_decoded_wrongly_before() -> None:
    twice = decode(_TEXT.encode().decode("cp1252", "ignore").encode()).text
    assert "khách hàng thân thiết" not in twice or twice.count("khách") == 1
    whole = "Khách hàng của mạng này có thể gọi cho nhân viên và xem quà, thẻ, vé cho bạn bè"
    assert decode(whole.encode().decode("latin-1").encode()).text == whole
    abc = decode(encode_legacy(_TEXT, "tcvn3").decode("latin-1").encode())
    assert (abc.text, abc.encoding) == (_TEXT, "utf-8+tcvn3")


def test_capitals_of_the_capital_fonts() -> None:
    text = "TIN TỪ HÀ NỘI: Ông Hà ở Đà Nẵng. Ở đây đông. Khách Ứng Hòa"
    assert decode_legacy(encode_legacy(text, "tcvn3"), "tcvn3") == text.replace("Ứng", "ứng")


def test_damaged_utf8_is_still_utf8() -> None:
    found = decode(_TEXT.encode()[:-1] + b"\xff" + _TEXT.encode())
    assert found.encoding == "utf-8" and found.confidence < 1 and "\ufffd" in found.text


@pytest.mark.parametrize(("data", "code"), [
    (bytes(range(256)) * 4, "RE002"), (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "RE002"), (b"%PDF-1.4 abc", "RE002"),
    ("Привет, мир! Как дела сегодня?".encode("cp1251"), "RE003"),
])
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(RecordError) as caught:
        decode(data)
    assert caught.value.code == code


def test_western_text_and_an_override() -> None:
    assert decode("The carrier’s “VIP” café".encode("cp1252")).encoding == "cp1252"
    data = encode_legacy("Đà", "vni")
    assert decode(data, "VNI-Win").text == "Đà"
    with pytest.raises(UsageError):
        known("klingon")
    with pytest.raises(RecordError):
        decode(b"\xff\xfe\xfd", "utf-8")


def test_normalize() -> None:
    assert normalize("\ufeffÐà Nẵng\r\nƉường\rcuối") == "Đà Nẵng\nĐường\ncuối"
    for bad in ("a\0b", "a\ud800b"):
        with pytest.raises(RecordError) as caught:
            normalize(bad)
        assert caught.value.code == "RE009"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode_or_say_why(data: bytes) -> None:
    try:
        found = decode(data)
    except RecordError as error:
        assert error.code in ("RE002", "RE003")
    else:
        assert unicodedata.is_normalized("NFC", found.text)


@pytest.mark.parametrize(("one", "other"), [
    ("hoà", "hòa"), ("hoè", "hòe"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("kỹ", "kĩ"), ("Mỹ", "mĩ"), ("quý", "quí"), ("lý", "lí"),
    ("công_ty", "công_ti"), ("Y tế", "i tế"), ("uỷ ban", "ủy ban"), ("tuý", "túy"),
])
def test_tone_marks_fold(one: str, other: str) -> None:
    assert fold_tone_marks(one) == fold_tone_marks(other)


@pytest.mark.parametrize(("one", "other"), [
    ("tay", "tai"), ("thúy", "thúi"), ("hoà", "hoá"), ("may", "mai"), ("mây", "mâi"), ("quy", "qui_"), ("toán", "tòan"),
])
def test_tone_marks_keep_words_apart(one: str, other: str) -> None:
    assert fold_tone_marks(one) != fold_tone_marks(other)
