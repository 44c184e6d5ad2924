"""One date: every written form, from `2/11` and `ngày 24 tháng 2 năm 2011` to `quý II/2013` and `tháng giêng`.

Digits alone are read here too; whether they are a date is for `dates` to say.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from vnnlp.extraction.figures.figure import Moment
from vnnlp.extraction.figures.lexicon import counted_nouns, date_words, scales, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.numerals import read_numeral

_DASHES: Final = frozenset("-–—")


_MARKS: Final = frozenset("/-–.")


_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


_DAY_HEADS: Final = frozenset(("ngày", "mùng", "mồng", "hôm"))


_YEARS: Final = (1000, 2999)


_BEFORE_DATE: Final = word_set("before_date")


class Point(NamedTuple):
    """A date that begins somewhere: what is written, where it ends, and whether a head word announces it."""

    moment: Moment
    end: int
    headed: bool


def read_year(line: Line, index: int) -> int | None:
    """Four digits that may be a year."""
    return line.integer(index, *_YEARS) if line.is_digits(index) and len(line.words[index]) == 4 else None


def _day(line: Line, index: int) -> tuple[int, int] | None:
    """The number of a day, in digits or in words: its value and end."""
    day = line.integer(index, 1, 31)
    if day is not None and len(line.words[index]) <= 2:
        priced = line.glued(index + 1) and line.word(index + 1) in ("k", "tr", "đ")  # `gói ngày 5K`
        return None if priced else (day, index + 1)
    if 0 <= index < line.size and line.flags[index] & 2 and line.words[index] not in ("nửa", "hàng", "vài"):
        numeral = read_numeral(line, index)
        if numeral is not None and numeral.value is not None and 1 <= numeral.value <= 31 and not numeral.scaled:
            return int(numeral.value), numeral.end
    return None


def read_day_head(line: Line, index: int) -> Point | None:
    """`ngày 2/11`, `ngày mồng 3 tháng 3 năm 2017`, `mùng một tháng giêng`, `ngày đầu tiên của tháng 3`."""
    start = index + 1
    if line.word(start) in ("mùng", "mồng"):
        start += 1
    if line.words[index] == "ngày" and line.word(start) == "đầu" and line.word(start + 1) == "tiên":
        after = start + 3 if line.word(start + 2) == "của" else start + 2
        month = read_month(line, after) if line.word(after) == "tháng" else None
        if month is not None and month.moment.month:
            month.moment.day = 1
            return Point(month.moment, month.end, True)
        return None
    numeric = read_numeric(line, start)
    if numeric is not None:
        return Point(numeric.moment, numeric.end, True) if numeric.moment.day else None
    dotted = read_dotted(line, start)
    if dotted is not None:
        return dotted
    day = _day(line, start)
    if day is None:
        return None
    if line.word(day[1]) == "tháng":
        month = read_month(line, day[1])
        if month is not None:
            month.moment.day = day[0]
            return Point(month.moment, month.end, True)
    if not line.is_digits(start) and line.words[index] in ("ngày", "hôm") and start == index + 1:
        return None
    if line.word(day[1]) in ("/", "-") and line.glued(day[1]):
        return None
    measured = units().match(line.words, day[1])
    if measured is not None or (
        counted_nouns().match(line.words, day[1])
        and line.words[index] != "mùng"
        and line.words[index] != "mồng"
        and line.word(day[1]) not in ("tết",)
    ):
        return None
    return Point(Moment(day=day[0]), day[1], True)


def read_dotted(line: Line, index: int) -> Point | None:
    """`20.10.2013` and, behind a head word, `2.11`: one piece of digits to the tokeniser."""
    if not line.is_digits(index) or "." not in line.words[index]:
        return None
    groups = line.words[index].split(".")
    if not all(group.isdecimal() and len(group) <= 4 for group in groups) or len(groups) > 3:
        return None
    this_year = line.word(index + 1) == "năm" and (line.word(index + 2) in ("nay", "ngoái", "này") or read_year(line, index + 2))
    if len(groups) == 2 and not this_year and (line.word(index + 1) in scales() or units().match(line.words, index + 1)):
        return None  # `mỗi ngày 2.5 triệu lượt`
    numbers = [int(group) for group in groups]
    if len(numbers) == 2 and len(groups[1]) <= 2 and 1 <= numbers[0] <= 31 and 1 <= numbers[1] <= 12:
        return Point(Moment(day=numbers[0], month=numbers[1]), index + 1, True)
    if len(numbers) == 3 and 1 <= numbers[0] <= 31 and 1 <= numbers[1] <= 12 and len(groups[0]) <= 2 and len(groups[1]) <= 2:
        year = _full_year(groups[2])
        if year is not None:
            return Point(Moment(day=numbers[0], month=numbers[1], year=year), index + 1, True)
    return None


def _full_year(text: str) -> int | None:
    if len(text) == 4 and _YEARS[0] <= int(text) <= _YEARS[1]:
        return int(text)
    if len(text) == 2:
        return int(text) + (2000 if int(text) <= 40 else 1900)
    return None


def read_numeric(line: Line, index: int) -> Point | None:
    """`2/11/2013`, `2-9-1945`, `16-11`, `11/2014`, with or without spaces around the marks; `20.10.2013`."""
    dotted = read_dotted(line, index)
    if dotted is not None and dotted.moment.year:
        return Point(dotted.moment, dotted.end, False)
    mark = line.word(index + 1)
    if mark not in _MARKS or not line.is_digits(index) or not line.is_digits(index + 2):
        return None
    spaced = not (line.glued(index + 1) and line.glued(index + 2))
    if spaced and (mark == "." or line.glued(index + 1) != line.glued(index + 2)):
        return None
    first = line.integer(index, 1, 31)
    if first is None or len(line.words[index]) > 2:
        return None
    month = line.integer(index + 2, 1, 12)
    if month is not None and len(line.words[index + 2]) <= 2:
        if (
            line.word(index + 3) == mark
            and line.glued(index + 3) == line.glued(index + 1)
            and line.is_digits(index + 4)
            and line.words[index + 4].isdecimal()
            and len(line.words[index + 4]) in (2, 4)
            and line.glued(index + 4) != spaced
        ):
            year = _full_year(line.words[index + 4])
            if year is not None and not (
                line.word(index + 5) in "/-" and line.word(index + 5) and line.glued(index + 5) and line.glued(index + 6)
            ):
                return Point(Moment(day=first, month=month, year=year), index + 5, False)
            return None
        if line.word(index + 3) == "/" and line.glued(index + 3) and read_year(line, index + 4) is not None and mark in "-–":
            return None
        end = index + 3
        if line.word(end) == "năm" and read_year(line, end + 1):
            return Point(Moment(day=first, month=month, year=read_year(line, end + 1)), end + 2, False)
        if line.word(end) == "/" and line.glued(end) and line.glued(end + 1):
            return None
        apart = line.word(end) == mark and line.glued(end) == line.glued(end + 1) == spaced  # `20-4 - 2016`, `23 - 2-1934`
        if apart and read_year(line, end + 1) and line.word(end + 2) != mark:
            return Point(Moment(day=first, month=month, year=read_year(line, end + 1)), end + 2, False)
        return Point(Moment(day=first, month=month), end, False)
    year = read_year(line, index + 2)
    if year is not None and first <= 12 and mark in "/-" and 1900 <= year <= 2100 and not spaced:
        if line.word(index + 3) in ("/", "-") and line.glued(index + 3) and line.glued(index + 4):
            return None
        return Point(Moment(month=first, year=year), index + 3, False)
    if first is not None and line.is_digits(index + 2):
        # A dotted tail in one piece: `2/9.1945` is no date.
        dotted_tail = line.words[index + 2]
        if "." in dotted_tail:
            return None
    return None


def read_day_month(line: Line, index: int) -> Point | None:
    """`12 tháng 10 năm 2017` without a head: a date only with a month behind and a year behind that, or a date word before."""
    day = line.integer(index, 1, 31)
    if day is None or line.word(index + 1) != "tháng":
        return None
    month = read_month(line, index + 1)
    if month is None or month.moment.month is None:
        return None
    named = not line.is_digits(index + 2)  # `23 tháng Chạp` is no length of time.
    if month.moment.year is None and line.word(index - 1) not in _BEFORE_DATE and not named:
        return None
    month.moment.day = day
    return Point(month.moment, month.end, True)


def read_month(line: Line, index: int) -> Point | None:
    """`tháng 6`, `tháng 6/2013`, `tháng 6 năm 2013`, `tháng tư`, `tháng giêng`."""
    if line.word(index - 1) == "mạng" or line.word(index - 1) in ("đường", "phố"):
        return None  # A street: `Cách Mạng Tháng 8`.
    return month_at(line, index + 1)


def month_at(line: Line, start: int) -> Point | None:
    """The number or the name of a month at `start`, with its year; `8.2016` is one piece to the tokeniser."""
    month_text, _, year_text = line.word(start).partition(".")
    if len(year_text) == 4 and len(month_text) <= 2 and month_text.isdecimal() and year_text.isdecimal():
        if not (1 <= int(month_text) <= 12 and 1900 <= int(year_text) <= 2100):
            return None
        return Point(Moment(month=int(month_text), year=int(year_text)), start + 1, True)
    month = line.integer(start, 1, 12)
    end = start + 1
    if month is not None and len(line.words[start]) > 2:
        return None
    if month is None and line.is_digits(start):
        return None
    if line.word(end) in scales() and month is not None:
        return None  # `mỗi tháng 2 triệu đồng`
    if month is None:
        named = date_words("month_name").match(line.words, start)
        if named is None:
            return None
        month, end = int(named[0]), named[1]
        if line.words[start] == "năm" and read_year(line, start + 1) and _counts_months(line, start - 1):
            return None  # `6 tháng năm 2014`
    if (
        line.word(end) in ("/", "-", ".", "–")
        and read_year(line, end + 1)
        and not (line.word(end) in "-–" and line.is_digits(end + 1) and line.word(end + 2) in ("-", "–"))
    ):
        return Point(Moment(month=month, year=read_year(line, end + 1)), end + 2, True)
    if line.word(end) == "/" and line.glued(end) and line.is_digits(end + 1):
        return None
    if (
        line.word(end) in _DASHES
        and line.glued(end)
        and line.glued(end + 1)
        and line.is_digits(end + 1)
        and line.integer(end + 1, 1, 12) is None
    ):
        return None
    year_at = end + 1 if line.word(end) in ("năm",) else end + 2 if line.word(end) == "của" and line.word(end + 1) == "năm" else 0
    if year_at and read_year(line, year_at):
        return Point(Moment(month=month, year=read_year(line, year_at)), year_at + 1, True)
    if line.word(end) == "," and line.word(end + 1) == "năm" and read_year(line, end + 2):
        return Point(Moment(month=month, year=read_year(line, end + 2)), end + 3, True)
    if read_year(line, end) and not units().match(line.words, end + 1):
        return Point(Moment(month=month, year=read_year(line, end)), end + 1, True)
    return Point(Moment(month=month), end, True)


def _counts_months(line: Line, index: int) -> bool:
    """Whether `tháng` at `index` is a unit and no head: `6 tháng`, `các tháng`."""
    if index > 0 and line.flags[index - 1] & 3:
        return True
    return line.word(index - 1) in ("các", "những", "mấy", "mỗi", "hàng", "hằng", "trong", "nhiều")


def read_quarter(line: Line, index: int) -> Point | None:
    """`quý II/2013`, `quý 3 năm 2014`, `quý tư`, `quý đầu năm 2015`."""
    return quarter_at(line, index + 1)


def quarter_at(line: Line, start: int) -> Point | None:
    """The number of a quarter at `start`, with its year."""
    quarter = line.integer(start, 1, 4) or _ROMAN.get(line.word(start))
    if quarter is None:
        quarter = {"một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "đầu": 1, "cuối": 4}.get(line.word(start))
        if quarter is None or (line.word(start) in ("đầu", "cuối") and line.word(start + 1) not in ("năm", "tiên")):
            return None
    end = start + 1
    if line.word(end) == "tiên":
        end += 1
    behind = end + 2 if line.word(end) in _DASHES and line.is_digits(end + 1) else end
    if line.is_digits(start) and line.word(behind) != "năm" and units().match(line.words, behind):
        return None  # `gỗ quý 1-3 kg`
    if line.word(end) in ("/", "-", ".") and read_year(line, end + 1):
        return Point(Moment(quarter=quarter, year=read_year(line, end + 1)), end + 2, True)
    for lead in (("năm",), ("của", "năm"), (",", "năm"), ()):
        if tuple(line.words[end : end + len(lead)]) == lead and read_year(line, end + len(lead)):
            return Point(Moment(quarter=quarter, year=read_year(line, end + len(lead))), end + len(lead) + 1, True)
    return Point(Moment(quarter=quarter), end, True)


def read_bare_year(line: Line, index: int) -> Point | None:
    """Four digits alone that may be a year of our time."""
    year = read_year(line, index)
    if year is None or not 1900 <= year <= 2100:
        return None
    return Point(Moment(year=year), index + 1, False)


def anchor_name(offset: str) -> str:
    """How the table names the tie of a date to the day of writing."""
    return {"0": "này", "-1": "last", "-2": "last", "1": "next"}[offset]
