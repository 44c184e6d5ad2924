"""Dates: every written form of Vietnamese news to the parts that are written, and no others.

`2/11`, `2-9-1945`, `ngày 24 tháng 2 năm 2011`, `tháng 6/2013`, `quý II/2013`, `cuối tháng 7`, `từ ngày 1 đến ngày 15/11`,
`thứ năm 14/11`, `giai đoạn 2010-2015`, `năm ngoái`. Counts of the forms: `python -m tests.benchmarks.figures --forms`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.bare_days import is_day
from vnnlp.extraction.figures.bare_years import is_year
from vnnlp.extraction.figures.date_lists import read_listed, share_later_parts
from vnnlp.extraction.figures.day_parts import first_of_days, part_of_day_before
from vnnlp.extraction.figures.decades import DECADE_HEADS, follows_decade, read_decade
from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import date_words
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.periods import read_joined, read_short_range
from vnnlp.extraction.figures.points import read_point, with_anchor
from vnnlp.extraction.figures.written_dates import Point, quarter_at

_NUMBERED: Final = frozenset(("số", "đợt", "kỳ", "lần", "khóa", "khoá", "phiên"))
_MAPPED: Final = frozenset(("lệ", "tiết", "đồ", "hoạch", "khu"))
_HEADS_OF_MOON: Final = frozenset(("mùng", "mồng"))
_LUNAR: Final = frozenset(("giêng", "chạp"))
_BEFORE_LISTED: Final = frozenset((",", "và", "ngày", "sáng", "trưa", "chiều", "tối", "đêm", "mùng", "mồng"))
_AFTER_DAY: Final = frozenset(("tết", "và", "&", "/", "-", "–", ".", "tháng", "đến", "tới", "cho"))


def read_date(line: Line, index: int) -> Figure | None:
    """A date or a range of dates that begins at `index`."""
    if (
        line.flags[index] & 1
        and (following := line.word(index + 1)) not in _AFTER_DAY
        and not (following in (",", "năm") and line.word(index - 1) in _BEFORE_LISTED)
        and len(line.words[index]) != 4
        and "." not in line.words[index]
        and not follows_decade(line, index)
    ):
        return None
    if line.words[index] in DECADE_HEADS or line.flags[index] & 1:
        found = read_decade(line, index)
        if found is not None:
            return found
    if line.word(index - 1) == "q" and line.word(index + 1) in ("/", "-"):
        quarter = quarter_at(line, index)
        if quarter is not None and quarter.moment.year is not None:
            return Figure(index - 1, quarter.end, "date", date=quarter.moment.settle())  # `Q4/2017`
    found = read_listed(line, index)
    if found is not None:
        return found
    found = read_short_range(line, index) or read_joined(line, index)
    if found is not None:
        return found
    point = read_point(line, index)
    if point is None or not (point.headed or _is_bare_date(line, index, point)):
        return None
    share_later_parts(line, point)
    point.moment.loose = _is_open(line, index, point)
    start = _with_part(line, index, point.moment)
    if line.word(start - 1) in ("(", ","):
        start = _with_day_in_brackets(line, start, point.moment)
    end = with_anchor(line, point)
    return Figure(start, end, "date", date=point.moment.settle())


def read_lost_date(line: Line, index: int) -> Figure | None:
    """`ngày ⟨?⟩`, `chiều ⟨?⟩ ,`, `tháng ⟨?⟩`: a date whose digits the source lost keeps its place and no part."""
    if line.words[index] != "⟨?⟩":
        return None
    before = line.word(index - 1)
    if before in ("ngày", "tháng", "năm", "quý", "mùng", "hôm") or (
        before in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") and not line.word(index + 1).isalpha()
    ):
        start = index - 1 if before not in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") else index
        return Figure(start, index + 1, "date", lost=True, left=start)
    return None


def _is_bare_date(line: Line, index: int, point: Point) -> bool:
    """Whether digits without a head word are a date."""
    moment = point.moment
    if moment.year is None:
        return is_day(line, index, point)
    if moment.month is not None:
        scale = (moment.month, moment.year) == (1, 2000) and line.word(index - 1) in _MAPPED  # `tỷ lệ 1/2000`
        return moment.day is not None or not (scale or line.word(index - 1) in _NUMBERED)
    return is_year(line, index)


def _is_open(line: Line, index: int, point: Point) -> bool:
    """Whether its day cannot be known: `mùng 3 tết`, `23 tháng Chạp`, `ngày 10/3 âm lịch`, `ngày 15 hàng tháng`."""
    said = line.words[index : point.end]
    if any(word in _LUNAR for word in said) or (point.moment.month is None and not _HEADS_OF_MOON.isdisjoint(said)):
        return True
    if line.word(point.end) in ("hàng", "hằng", "mỗi") or line.word(index - 1) == "mỗi":
        return True  # `ngày 15 hàng tháng`: no one day
    return line.word(point.end) in ("âm", "al") or (line.word(point.end) == "(" and line.word(point.end + 1) in ("âm", "al"))


def _with_day_in_brackets(line: Line, start: int, moment: Moment) -> int:
    """Where `sáng nay ( 24-4`, `hôm qua ( 19-3` begin: one day, said twice."""
    if moment.day is None or moment.month is None or line.word(start - 2) not in ("nay", "qua", "mai"):
        return start
    named = part_of_day_before(line, start - 2)
    if named is not None:
        moment.part = moment.part or named[0]
        return named[1]
    return start - 3 if line.word(start - 3) in ("hôm", "ngày") else start


def _with_part(line: Line, index: int, moment: Moment) -> int:
    """Where the date begins with its part: `cuối tháng 7`, `nửa đầu năm 2015`."""
    for length in (2, 1):
        at = index - length
        if at < 0:
            continue
        found = date_words("part").match(line.words, at, index)
        if found is not None and found[1] == index and line.word(at - 1) not in ("bắt", "dẫn", "đứng"):
            if found[0] == "mid" and moment.day is not None:
                return index  # `giữa 13/6 và 20/6`
            counted_time = line.word(at - 1) == "lần" and not line.is_digits(at - 2)  # `lần cuối năm 2007`
            if line.words[at] == "hết" or counted_time or _counts_periods(line, at):
                return index
            moment.part = moment.part or found[0]
            return at
    if moment.day is not None and line.word(index - 1) in ("nay", "qua", "mai") and index >= 2:
        named = date_words("part_of_day").match(line.words, index - 2, index - 1)
        if named is not None and line.word(index - 2) != "đến":
            moment.part = named[0]
            return index - 2  # `trưa nay 6-12`: one day, said twice.
        if line.word(index - 2) in ("hôm", "ngày"):
            return index - 2
    named = part_of_day_before(line, first_of_days(line, index))
    if named is not None and (moment.day is not None or moment.weekday is not None):
        moment.part = named[0]
    return index


def _counts_periods(line: Line, at: int) -> bool:
    """`6 tháng đầu năm 2018`, `quý đầu năm`: the first of its months, not the beginning of the year."""
    return line.word(at) in ("đầu", "cuối") and line.word(at - 1) in ("tháng", "quý", "tuần", "ngày") and (
        line.is_digits(at - 2) or (at >= 2 and line.flags[at - 2] & 2 != 0)
    )
