"""Lists of dates whose later parts stand with the last: `ngày 24 và 25/11`, `tháng 3 và 4 năm 2017`, `quý I và II/2018`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.day_parts import continues_days, first_of_days, part_of_day_before
from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import date_words
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.points import read_point, with_anchor
from vnnlp.extraction.figures.written_dates import Point, month_at, quarter_at, read_day_month, read_numeric

_MARKS: Final = frozenset(("và", ",", "&"))
_ANCHORS: Final = frozenset(("nay", "ngoái", "này", "sau", "trước", "tới"))
_ENDS: Final = frozenset(("", ".", ",", ")", "và", ";"))
_REACH: Final = 12
_LEADS: Final = frozenset(("ngày", "rạng", "mùng", "hôm", "đầu", "giữa", "cuối"))


def read_listed(line: Line, index: int) -> Figure | None:
    """A date of a list that begins at `index` and has no head, or lacks a part that stands with a later one."""
    if not line.flags[index] & 1:
        return _quarters(line, index) if line.words[index] in ("quý", "quí") else None
    if line.word(index + 1) == "tết":
        return _day_of_new_year(line, index)
    return _day(line, index) or (_month(line, index) if line.word(index - 1) in _MARKS else None)


def share_later_parts(line: Line, point: Point) -> None:
    """Give the first of a list the parts that stand with a later one: `ngày 24 , 25 và 26/4/2018`, `tháng 4 và 5-2018`."""
    moment = point.moment
    if line.word(point.end) not in _MARKS or moment.year is not None or moment.weekday is not None:
        return
    if moment.day is not None and moment.month is None:
        moment.month, moment.year = _month_behind(line, point.end) or (None, None)
        return
    at = point.end + 1
    while line.word(at) in _LEADS and line.word(at) != "ngày":
        at += 1
    following = month_at(line, at) if moment.month and not moment.day else quarter_at(line, at) if moment.quarter else None
    following = following or (read_point(line, at) if at < line.size else None)
    if following is None or following.moment.year is None:
        return
    last = following.moment
    same_level = (moment.day is None) == (last.day is None) and (moment.quarter is None) == (last.quarter is None)
    rises = (moment.quarter or moment.month or 0, moment.day or 0) < (last.quarter or last.month or 0, last.day or 0)
    if same_level and rises:
        moment.year = last.year


def _day(line: Line, index: int) -> Figure | None:
    """`đêm 13 và rạng sáng 14-11`, `2 ngày 24 , 25 và 26/4`: a day without a head whose month stands with a later day."""
    day = line.integer(index, 1, 31)
    if day is None or line.word(index + 1) not in _MARKS or len(line.words[index]) > 2:
        return None
    part = part_of_day_before(line, first_of_days(line, index))
    if part is None and line.word(index - 1) not in ("ngày", "mùng", "mồng") and not continues_days(line, index):
        return None
    shared = _month_behind(line, index + 1)
    if shared is None:
        return None
    moment = Moment(day=day, month=shared[0], year=shared[1], part=part[0] if part else None)
    return Figure(index, index + 1, "date", date=moment.settle())


def _month(line: Line, index: int) -> Figure | None:
    """`4 năm 2017` in `tháng 3 và 4 năm 2017`, `5-2018` in `tháng 4 và 5-2018`."""
    at = index
    while line.word(at - 1) in _MARKS and line.integer(at - 2, 1, 12) is not None:
        at -= 2
    if at == index or line.word(at - 1) != "tháng" or line.is_digits(at - 2):
        return None
    point = month_at(line, index)
    this_year = point is not None and line.word(point.end) == "năm" and line.word(point.end + 1) in _ANCHORS
    if point is None or (point.moment.year is None and not this_year and line.word(point.end) not in _ENDS):
        return None
    share_later_parts(line, point)
    end = with_anchor(line, point)
    return Figure(index, end, "date", date=point.moment.settle())


def _quarters(line: Line, index: int) -> Figure | None:
    """`quý I và II/2018`, `quý 1 , 2 và 3 năm 2015`: quarters that follow one another are one range."""
    first = quarter_at(line, index + 1)
    if first is None or first.moment.year is not None:
        return None
    last = first
    while line.word(last.end) in _MARKS and last.moment.year is None:
        following = quarter_at(line, last.end + 1)
        if following is None or following.moment.quarter != (last.moment.quarter or 0) + 1:
            break
        last = following
    if last is first:
        return None
    start = Moment(quarter=first.moment.quarter, year=last.moment.year).settle()
    return Figure(index, last.end, "date_range", cmp="range", fixed=True, date=start, date_end=last.moment.settle())


def _day_of_new_year(line: Line, index: int) -> Figure | None:
    """`chiều 30 Tết`, `28 Tết`: one of the last days of the lunar year; which day that is stays open."""
    day = line.integer(index, 20, 30)
    if day is None or line.word(index - 1) in ("số", "mấy", "hơn", "gần", "được", "có"):
        return None
    part = part_of_day_before(line, index)
    moment = Moment(day=day, part=part[0] if part else None, loose=True)
    return Figure(index, index + 2, "date", date=moment.settle())


def _month_behind(line: Line, end: int) -> tuple[int, int | None] | None:
    """The month, and the year if it is written, of the last of several days."""
    at = end
    while at < min(end + _REACH, line.size) and line.words[at] in _MARKS:
        at += 1
        while line.word(at) in _LEADS or line.word(at) in date_words("part_of_day").firsts:
            at += 1
        if line.integer(at, 1, 31) is None:
            return None
        dated = read_numeric(line, at) or read_day_month(line, at)
        if dated is not None:
            return (dated.moment.month, dated.moment.year) if dated.moment.day and dated.moment.month else None
        at += 1
    return None
