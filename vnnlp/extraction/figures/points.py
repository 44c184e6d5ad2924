"""One date with its weekday: `thứ năm 14/11`, `thứ Bảy, ngày 15/12`, `thứ sáu tuần trước`; and what begins a date at all.

`thứ hai` is Monday or second: the words beside it say which.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.day_parts import follows_part_of_day
from vnnlp.extraction.figures.figure import Moment
from vnnlp.extraction.figures.lexicon import date_words, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.relative import TOLD
from vnnlp.extraction.figures.written_dates import (
    Point,
    anchor_name,
    read_bare_year,
    read_day_head,
    read_day_month,
    read_dotted,
    read_month,
    read_numeric,
    read_quarter,
    read_year,
)

_DAY_HEADS: Final = frozenset(("ngày", "mùng", "mồng", "hôm"))


_NUMBERED: Final = frozenset(("kỳ", "phiên", "đợt", "lần", "khóa", "khoá"))
_AFTER_DATE: Final = word_set("after_year")
_HOLIDAYS: Final = word_set("holidays")
_DURING: Final = frozenset(("trong", "sang", "đến", "tới", "bước", "là", "qua", "hết", "của"))
_BEFORE_WEEKDAY: Final = word_set("before_weekday")


def read_weekday(line: Line, index: int) -> Point | None:
    """`thứ năm 14/11`, `thứ Bảy, ngày 15/12`, `chủ nhật`, `thứ sáu tuần trước`; `đứng thứ hai` is no day."""
    found = date_words("weekday").match(line.words, index)
    if found is None:
        return None
    weekday, end = found
    if line.glued(end) and line.word(end) in ("/", "-", ":") and line.is_digits(end + 1) and line.glued(end + 1):
        return None
    after = end
    while line.word(after) in (",", "(", "ngày", "hôm", "mùng", "mồng", "-"):
        after += 1
        if after > end + 3:
            break
    start = after - 1 if line.word(after - 1) in ("ngày", "hôm", "mùng", "mồng") else after
    dated = None
    if start < line.size and line.word(start) in _DAY_HEADS:
        dated = read_day_head(line, start)
    elif line.is_digits(start):
        dated = read_numeric(line, start) or read_day_month(line, start)
    numbered = _numbers(line, index)
    if dated is not None and dated.moment.day is not None and dated.moment.month is not None and not numbered:
        dated.moment.weekday = weekday
        close = dated.end + 1 if line.word(start - 1) == "(" and line.word(dated.end) == ")" else dated.end
        return Point(dated.moment, close if close == dated.end else dated.end, True)
    if not names_weekday(line, index):
        return None
    moment = Moment(weekday=weekday)
    moment.loose = line.word(index - 1) in ("mỗi", "các", "những") or line.word(end) in ("hàng", "hằng")
    follows = line.word(end)
    if follows == "của" and line.word(end + 1) == "tuần":
        end, follows = end + 1, "tuần"
    if follows == "tuần":
        anchored = date_words("anchor").match(line.words, end + 1)
        if anchored is not None and anchored[0]:
            moment.anchor, moment.offset = anchor_name(anchored[0]), int(anchored[0])
            moment.grain = "day"
            return Point(moment, anchored[1], True)
    # Where the day of writing is unknown, a weekday by itself names no day that a table could hold.
    return Point(moment, end, True) if line.dated else None


def _numbers(line: Line, index: int) -> bool:
    """Whether `thứ 4` at `index` counts what stands before it: `kỳ họp thứ 4 ( ngày 3 - 6/7 )`."""
    before = line.word(index - 1)
    return before in _NUMBERED or (before == "họp" and line.word(index - 2) in _NUMBERED)


def skip_weekday(line: Line, index: int) -> int:
    """Where the name of a weekday that begins at `index` ends; `index` where none does: its number counts nothing."""
    found = date_words("weekday").match(line.words, index)
    return found[1] if found is not None and names_weekday(line, index) else index


def names_weekday(line: Line, index: int) -> bool:
    """Whether `thứ hai` at `index` is Monday and not `second`: the words beside it, or its capital letter."""
    found = date_words("weekday").match(line.words, index)
    if found is None:
        return False
    before, follows = line.word(index - 1), line.word(found[1])
    if line.words[index] in ("chủ", "chúa"):
        return True
    if before in ("lần", "đứng", "hạng", "xếp", "vị", "trí"):
        return False
    if line.surface(index + 1)[:1].isupper() and not line.is_digits(index + 1):
        return True
    if follows == "của" and line.word(found[1] + 1) == "tuần":
        return True
    if line.whole and line.dated and found[1] - index == line.size:
        return True
    if before == "ngày" and line.word(index - 2) in _DURING and line.words[index + 1] not in ("bảy", "bẩy", "7"):
        return False  # `trong ngày thứ hai`, `bước sang ngày thứ ba`: one of several days
    if _numbers(line, index):
        return False
    if follows == "này" and before.isalpha() and before not in _BEFORE_WEEKDAY:
        return False  # `trường hợp thứ hai này`
    return before in _BEFORE_WEEKDAY or follows in ("tới", "này", "tuần", "vừa", "hàng", "hằng")


def _is_dotted_holiday(line: Line, index: int) -> bool:
    """`Quốc khánh 2.9`, `dịp lễ 30.4`."""
    return line.word(index - 1) in ("khánh", "lễ", "dịp", "nghỉ") and line.words[index].replace(".", "-") in _HOLIDAYS


def _old_year(line: Line, index: int) -> int | None:
    """`Năm 938 , …`: three digits, with nothing behind them that they could count."""
    ends = line.word(index + 1) in (",", ")", ".", ";", "") and line.word(index - 2) not in ("mỗi", "các", "những", "một")
    return line.integer(index, 100, 999) if ends and not line.is_digits(index - 2) else None


def read_point(line: Line, index: int) -> Point | None:
    """One date that begins at `index`, with its head word if it has one."""
    word = line.word(index)
    if word in _DAY_HEADS:
        return read_day_head(line, index)
    if word == "tháng":
        return read_month(line, index)
    if word == "năm":
        year = read_year(line, index + 1) or _old_year(line, index + 1)
        return None if year is None else Point(Moment(year=year), index + 2, True)
    if word in ("quý", "quí"):
        return read_quarter(line, index)
    if word in ("thứ", "chủ", "chúa"):
        return read_weekday(line, index)
    if line.is_digits(index):
        return (
            read_numeric(line, index)
            or read_day_month(line, index)
            or read_bare_year(line, index)
            or (read_dotted(line, index) if follows_part_of_day(line, index) or _is_dotted_holiday(line, index) else None)
        )
    return None


def with_anchor(line: Line, point: Point) -> int:
    """Where the date ends with a word that ties it to the day of writing: `tháng 11 này`, `30/9 năm ngoái`."""
    moment, end = point.moment, point.end
    if moment.anchor or moment.year is not None:
        return end
    after = end + 1 if line.word(end) == "năm" else end
    found = date_words("anchor").match(line.words, after)
    if (
        found is None
        or not found[0]
        or line.word(found[1]) in ("đó", "đây", "nay")
        or (line.word(found[1]) == "khi" and line.words[found[1] - 1] in ("trước", "sau"))
    ):
        return end
    if after == end and (line.word(end) not in ("này", "tới", "vừa", "sắp", "qua") or _goes_on(line, point, found[1])):
        return end
    if after > end:
        moment.offset_years = int(found[0])
    elif moment.month is not None or (moment.weekday is not None and moment.day is None):
        moment.offset, moment.nearest = int(found[0]), moment.weekday is not None
    elif moment.quarter is None:
        return end
    moment.anchor = anchor_name(found[0])
    moment.told = line.word(after) in TOLD
    return found[1]


def _goes_on(line: Line, point: Point, end: int) -> bool:
    """Whether `tới` or `qua` behind a date is the preposition: `ngày 12/7 tới Hà Nội`, `hôm 5/3 qua điện thoại`."""
    if line.words[point.end] not in ("tới", "qua") or end > point.end + 1:
        return False
    following = line.word(end)
    if point.moment.day is None:
        return line.surface(end)[:1].isupper()
    return following.isalpha() and following not in _AFTER_DATE
