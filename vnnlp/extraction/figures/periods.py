"""Ranges of dates: `từ ngày 1 đến ngày 15/11`, `6-11/11/2017`, `giai đoạn 2010-2015`; the ends share the later parts."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.day_parts import part_of_day_before
from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import counted_nouns, date_words, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.points import read_point, with_anchor
from vnnlp.extraction.figures.written_dates import Point, read_dotted, read_month, read_numeric, read_year

_DASHES: Final = frozenset("-–—")


_OUR_TIME: Final = (1900, 2040)
_DAY_HEADS: Final = frozenset(("ngày", "mùng", "mồng", "hôm"))


_SEASONS: Final = frozenset(("mùa", "giải", "bóng", "học", "khóa", "khoá", "vụ", "xuân"))
"""Last syllables of `mùa`, `mùa giải`, `mùa bóng`, `năm học`, `niên khóa`, `vụ`, `vụ đông xuân`."""
_BEFORE_DATE: Final = word_set("before_date")


def read_short_range(line: Line, index: int) -> Figure | None:
    """`6-11/11/2017`, `24 - 25/3`, `ngày 15 đến hết 20/11`, `từ 1 đến 15/11`, `tháng 3-5/2012`: ends share the later parts."""
    start = index
    head = line.words[index] if line.words[index] in ("ngày", "tháng", "mùng", "mồng") else ""
    if head:
        start += 1
    if not line.is_digits(start) or len(line.words[start]) > 2:
        return None
    opened = line.word(index - 1) == "từ"
    joiner = line.word(start + 1)
    second = _after_join(line, start + 1)
    if second is None:
        return None
    part = part_of_day_before(line, index)
    if joiner in _DASHES and not head and not opened and not (line.glued(start + 1) or line.word(index - 1) in _BEFORE_DATE):
        return None
    if joiner in ("đến", "tới") and not head and not opened and part is None:
        return None
    if head == "tháng":
        first_month = line.integer(start, 1, 12)
        if first_month is None:
            return None
        point = read_month(line, second) if line.word(second) == "tháng" else read_numeric(line, second)
        if point is None or point.moment.month is None or point.moment.day is not None:
            last = line.integer(second, 1, 12)
            if last is None or (line.glued(start + 1) and line.word(second + 1) == "-"):
                return None
            point = Point(Moment(month=last), second + 1, True)
            if line.word(point.end) == "năm" and read_year(line, point.end + 1):
                point = Point(Moment(month=last, year=read_year(line, point.end + 1)), point.end + 2, True)
        return _range(line, index, Moment(month=first_month), point, opened)
    day = line.integer(start, 1, 31)
    if day is None:
        return None
    point = read_point(line, second)
    if point is None or point.moment.day is None or point.moment.month is None:
        if head and point is None and line.integer(second, 1, 31) and joiner in ("-", "–", "đến", "tới"):
            last = line.integer(second, 1, 31)
            if line.word(second + 1) == "tháng":
                month = read_month(line, second + 1)
                if month is not None:
                    month.moment.day = last
                    return _range(line, index, Moment(day=day), Point(month.moment, month.end, True), opened)
            elif line.integer(second, 13, 31) and not units().match(line.words, second + 1):
                return _range(line, index, Moment(day=day), Point(Moment(day=last), second + 1, True), opened)
        return None
    if joiner in _DASHES and line.word(second + 1) in _DASHES and line.word(second) not in _DAY_HEADS:
        return None
    if point.moment.day <= day and joiner in _DASHES:
        return None
    return _range(line, index, Moment(day=day, part=part[0] if part else None), point, opened)  # `từ sáng 25 đến hết ngày 26/12`


def _after_join(line: Line, index: int) -> int | None:
    """Where the second end of a range begins, behind `đến hết`, `-`, `tới ngày`."""
    word = line.word(index)
    if word in _DASHES:
        return index + 1
    if word == "cho" and line.word(index + 1) in ("đến", "tới"):
        index, word = index + 1, "đến"
    if word not in ("đến", "tới"):
        return None
    index += 1
    while line.word(index) in ("hết", "khoảng", "cuối", "đầu", "giữa", "nửa") and index < line.size:
        index += 1
    return index


def _range(line: Line, index: int, first: Moment, last: Point, opened: bool) -> Figure:
    """A range whose start takes the coarser parts from its end where it lacks them."""
    if first.month is None and first.day is not None and last.moment.month is not None and first.quarter is None:
        first.month = last.moment.month
    if (
        first.year is None
        and last.moment.year is not None
        and (first.day is not None or first.month is not None or first.quarter)
    ):
        earlier = ((first.quarter or first.month or 0), first.day or 0) <= (
            (last.moment.quarter or last.moment.month or 12),
            last.moment.day or 31,
        )
        if earlier:
            first.year = last.moment.year
    last.moment.part = last.moment.part or _part_behind_join(line, index, last)
    start, end = index - 1 if opened else _period_start(line, index), with_anchor(line, last)
    if not opened and first.day is None and (part := _part_before(line, index)) is not None:
        first.part, start = part
    if last.moment.offset is not None and first.month is not None and first.day is None and first.anchor is None:
        first.anchor, first.offset = last.moment.anchor, last.moment.offset  # `tháng 5-6 tới`
    return Figure(start, end, "date_range", cmp="range", date=first.settle(), date_end=last.moment.settle(), fixed=True)


def _part_before(line: Line, index: int) -> tuple[str, int] | None:
    """The part of its first end, and where the range then begins: `từ cuối năm 2009 đến đầu năm 2011`."""
    for length in (2, 1):
        found = date_words("part").match(line.words, index - length, index) if index >= length else None
        if found is not None and found[1] == index and line.words[index - length] != "hết":
            start = index - length
            return found[0], start - 1 if line.word(start - 1) == "từ" else start
    return None


def _part_behind_join(line: Line, index: int, last: Point) -> str | None:
    """The part of its last end, between `đến` and the date: `đầu`, `giữa`, `nửa cuối`."""
    if last.moment.day is not None:
        return None
    for at in range(last.end - 1, index, -1):
        if line.words[at] in ("đến", "tới") or line.words[at] in _DASHES:
            found = date_words("part").match(line.words, at + 1, last.end)
            return found[0] if found is not None and line.words[at + 1] != "hết" else None
    return None


def _period_start(line: Line, index: int) -> int:
    """The start with the word before it that names a period: `giai đoạn`, `năm học`, `nhiệm kỳ`."""
    for length in (2, 1):
        at = index - length
        if at >= 0:
            found = date_words("period").match(line.words, at, index)
            if found is not None and found[1] == index:
                return at
    return index


def read_joined(line: Line, index: int) -> Figure | None:
    """Two whole dates joined: `20/12/2013 đến hết 31/01/2014`, `2010-2015`, `tháng 3 đến tháng 5/2012`."""
    opened = line.word(index - 1) == "từ"
    season = _season(line, index)
    if season is not None:
        return season
    if read_year(line, index) and (line.word(index + 1) in _DASHES or line.word(index + 1) in ("đến", "tới")):
        second = _after_join(line, index + 1)
        last = second + 1 if second is not None and line.word(second) == "năm" else second
        year, until = read_year(line, index), None if last is None else read_year(line, last)
        if year and until is None and last is not None and line.word(index + 1) in _DASHES and line.glued(index + 1):
            short = line.integer(last, 0, 99)
            if short is not None and len(line.words[last]) == 2 and year // 100 * 100 + short > year and not line.glued(last + 1):
                until = year // 100 * 100 + short if _period_start(line, index) < index else None
        if year and until and last is not None and 1000 < year < until < 2200:
            bare = not opened and _period_start(line, index) == index
            if bare and line.word(index + 1) not in _DASHES and not (_OUR_TIME[0] <= year < until <= _OUR_TIME[1]):
                return None
            if bare or opened:
                counted = counted_nouns().match(line.words, last + 1) is not None
                if counted and not (opened and line.word(index - 2) in ("năm", "", ",")):
                    return None
            if not units().match(line.words, last + 1) or line.word(last + 1) in ("năm", "tại", "chỉ"):
                return _range(line, index, Moment(year=year), Point(Moment(year=until), last + 1, True), opened)
        return None
    first = read_point(line, index)
    if first is None:
        return None
    second = _after_join(line, first.end)
    if second is None or second >= line.size:
        return None
    dash = line.word(first.end) in _DASHES
    whole_day = first.moment.day is not None and first.moment.month is not None
    opened_by_day = whole_day and line.word(second) in _DAY_HEADS and line.word(index - 1) in _BEFORE_DATE
    if not (opened_by_day or first.headed or opened or dash or first.moment.year is not None):
        return None
    last_point = read_point(line, second)
    if last_point is None and first.headed and first.moment.day is not None:
        last_point = read_dotted(line, second)  # `ngày 9.7 đến hết 11.7`: the head word is said once.
    if last_point is None and first.moment.year is not None and _level(first.moment) == "year":
        year = read_year(line, second)  # `từ năm 1886 đến 1890`: behind a year even an old one needs no head word.
        last_point = Point(Moment(year=year), second + 1, False) if year else None
    if last_point is None:
        return None
    if _level(last_point.moment) != _level(first.moment) and not (opened and _both_have_years(first.moment, last_point.moment)):
        return None
    if dash and line.glued(first.end) != line.glued(first.end + 1):
        return None
    if first.moment.weekday and not last_point.moment.weekday:
        return None
    whole = last_point.moment.day is not None and _both_have_years(first.moment, last_point.moment)
    if not (last_point.headed or opened or dash or first.headed or whole):
        return None
    if whole_day and (part := part_of_day_before(line, index)) is not None:
        first.moment.part = part[0]  # `từ đêm 17/11 đến ngày 19/11`
    return _range(line, index, first.moment, last_point, opened)


def _both_have_years(first: Moment, last: Moment) -> bool:
    """`từ năm 2010 đến tháng 6-2014`: ends of two kinds, each of them whole."""
    return first.year is not None and last.year is not None and first.year <= last.year


def _season(line: Line, index: int) -> Figure | None:
    """`mùa giải 2013/14`, `mùa 2016-2017`, `năm học 2018/2019`: two years in a row behind the word for a season."""
    year = read_year(line, index)
    if year is None or line.word(index + 1) not in ("/", "-", "–") or line.word(index - 1) not in _SEASONS:
        return None
    last = line.integer(index + 2, 0, 2999)
    following = (year + 1) % 100 if len(line.word(index + 2)) == 2 else year + 1
    if last != following or line.word(index + 3) in ("/", "-"):
        return None
    start = index - 1 if line.words[index - 1] in ("mùa", "vụ") else index - 2
    first = Moment(year=year).settle()
    return Figure(start, index + 3, "date_range", cmp="range", date=first, date_end=Moment(year=year + 1).settle(), fixed=True)


def _level(moment: Moment) -> str:
    if moment.day is not None:
        return "day"
    return "weekday" if moment.weekday else "month" if moment.month else "quarter" if moment.quarter else "year"
