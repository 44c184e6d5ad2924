"""Ordinals, ages and multiples, which a head word announces.

`lần thứ 25`, `khóa XI`, `thế kỷ XXI`, `gấp đôi`, `ở tuổi 60`.
"""

from __future__ import annotations

from typing import Final

import regex

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.numerals import read_numeral
from vnnlp.extraction.figures.points import names_weekday

_ROMAN: Final = regex.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_HEADS: Final = frozenset(("thứ", "khóa", "khoá"))
_TIED: Final = frozenset(("trước", "ngoái", "nay", "qua", "ngoài"))
_MULTIPLES: Final = {
    "đôi": 2.0,
    "hai": 2.0,
    "ba": 3.0,
    "bốn": 4.0,
    "rưỡi": 1.5,
    "năm": 5.0,
    "bội": None,
    "mười": 10.0,
    "trăm": 100.0,
}


def roman(word: str) -> int | None:
    """The value of a Roman numeral in lower case, or None.

    >>> roman("xii"), roman("xem")
    (12, None)
    """
    if not 0 < len(word) <= 7 or _ROMAN.fullmatch(word) is None:
        return None
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def read_ordinal(line: Line, index: int) -> Figure | None:
    """An ordinal whose head (`thứ`, `khóa`) stands at `index`."""
    word = line.words[index]
    if word == "kỷ" and line.word(index - 1) == "thế":
        number = line.integer(index + 1, 1, 30) or (roman(line.word(index + 1)) if line.surface(index + 1).isupper() else None)
        return (
            None if number is None else Figure(index - 1, index + 2, "ordinal", value=float(number), left=index - 1, fixed=True)
        )
    if word == "thứ" and names_weekday(line, index):
        return None
    if word not in _HEADS:
        return None
    at = index + 1
    value: float | None = None
    end = at + 1
    if line.is_digits(at):
        if word != "thứ":
            return None
        number = line.integer(at, 1, 9999) or _thousands(line, at)
        value = (
            None
            if number is None or (line.glued(at + 1) and line.word(at + 1) in ("/", "-") and line.is_digits(at + 2))
            else float(number)
        )
    elif at < line.size and line.surface(at).isupper() and (number := roman(line.words[at])) is not None:
        value = float(number)
    elif word == "thứ" and line.word(at) in ("nhất", "nhì", "tư"):
        if line.word_end(at) > end and line.word(end) not in ("",):
            return None
        value = {"nhất": 1.0, "nhì": 2.0, "tư": 4.0}[line.words[at]]
    elif (
        word == "thứ"
        and at < line.size
        and line.flags[at] & 2
        and line.words[at] not in ("hàng", "vài", "nửa", "mấy", "tỷ", "tỉ", "triệu", "chục")
    ):
        numeral = read_numeral(line, at)
        if numeral is not None and numeral.value is not None:
            value, end = numeral.value, numeral.end
    if value is None:
        return None
    if word == "thứ" and line.word(at) == "nhất" and line.surface(index)[:1].isupper() and line.word(end) in (",", ":"):
        return None
    start = index
    return Figure(start, end, "ordinal", value=value, left=start, fixed=True)


def _thousands(line: Line, index: int) -> int | None:
    """`thứ 10.000`: a place beyond a thousand, with its separator."""
    groups = line.words[index].split(".")
    if len(groups) != 2 or len(groups[1]) != 3 or len(groups[0]) > 3 or not all(group.isdecimal() for group in groups):
        return None
    return int("".join(groups))


def read_multiple(line: Line, index: int) -> Figure | None:
    """`gấp đôi`, `gấp rưỡi`, `gấp ba` (lần): the number words of `gấp` without `lần`."""
    if line.words[index] != "gấp":
        return None
    value = _MULTIPLES.get(line.word(index + 1))
    if (
        value is None
        or line.word(index + 2) in ("lần", "mươi", "trăm", "rưỡi", "phẩy", "chục")
        or line.is_digits(index + 2)
        or line.word(index + 2) in ("bốn", "ba", "sáu")
        or (line.word(index + 2) == "năm" and line.word(index + 3) not in _TIED)
    ):
        return None
    return Figure(index, index + 2, "multiple", value=value, unit="lần", left=index)


def read_age(line: Line, index: int) -> Figure | None:
    """`tuổi 18`, `ở tuổi 60`: the unit stands before the number."""
    if line.word(index - 1) != "tuổi" or not line.is_digits(index):
        return None
    number = line.integer(index, 1, 120)
    if (
        number is None
        or line.word(index + 1) in ("-", "–", "đến", "tới", "tuổi", "%", "năm")
        or line.word(index - 2) in ("lứa", "tuần", "tháng")
    ):
        return None
    return Figure(index, index + 1, "age", value=float(number), unit="tuổi", left=index)
