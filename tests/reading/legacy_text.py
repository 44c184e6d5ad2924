"""Text in the legacy encodings, written with tables turned round: what the tests and the benchmark read back."""

from __future__ import annotations

import unicodedata
from functools import cache

from vnnlp.reading.legacy import table_of


@cache
def _inverse(encoding: str) -> dict[str, bytes]:
    inverse = {chr(code): bytes([code]) for code in range(0x80)}
    for code, sign in table_of(encoding).items():
        if len(sign) == 1 and sign != "\ufffd":
            inverse[sign] = bytes([code])
    return inverse


def encode_legacy(text: str, encoding: str) -> bytes:
    """The text in a legacy encoding; what it cannot hold becomes `?`. TCVN3 has no capitals with tone marks but in its
    capital fonts, so they are written small, as such files have them."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "cp1258":
        return b"".join(_cp1258(sign) for sign in text)
    if encoding == "vni":
        return b"".join(_vni(sign) for sign in text)
    inverse = _inverse(encoding)
    if encoding == "tcvn3":
        return b"".join(inverse.get(sign) or inverse.get(sign.lower(), b"?") for sign in text)
    return b"".join(inverse.get(sign, b"?") for sign in text)


@cache
def _cp1258(sign: str) -> bytes:
    for form in (sign, _split_tone(sign)):
        try:
            return form.encode("cp1258")
        except UnicodeEncodeError:
            continue
    return b"?"


def _split_tone(sign: str) -> str:
    letters = unicodedata.normalize("NFD", sign)
    tone = "".join(mark for mark in letters if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in tone)) + tone


@cache
def _vni(sign: str) -> bytes:
    inverse = _inverse("vni")
    if sign in inverse:
        return inverse[sign]
    tone = _split_tone(sign)
    base, tone = tone[0], tone[1:]
    letter, shape = base, ""
    if base not in inverse:
        parts = unicodedata.normalize("NFD", base)
        letter, shape = parts[0], parts[1:]
    marks = {unicodedata.normalize("NFD", "a" + mark): code for code, mark in table_of("vni").items()
             if unicodedata.combining(mark[0]) and code >= 0xE0}
    code = marks.get(unicodedata.normalize("NFD", "a" + shape + tone))
    if code is None or letter not in inverse:
        return b"?"
    return inverse[letter] + bytes([code if letter.islower() else code - 0x20])
