"""Dates: every written form of Vietnamese news to the parts that are written, and no others.

`2/11`, `2-9-1945`, `ngày 24 tháng 2 năm 2011`, `tháng 6/2013`, `quý II/2013`, `cuối tháng 7`, `từ ngày 1 đến ngày 15/11`,
`thứ năm 14/11`, `giai đoạn 2010-2015`, `năm ngoái`. Counts of the forms: `python -m tests.benchmarks.figures --forms`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import counted_nouns, date_words, units
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.lookalikes import is_score_near
from vnnlp.extraction.figures.numerals import read_numeral

_DASHES: Final = frozenset("-–—")
_MARKS: Final = frozenset("/-–.")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY_HEADS: Final = frozenset(("ngày", "mùng", "mồng", "hôm"))
_YEARS: Final = (1000, 2999)
_BEFORE_DATE: Final = frozenset(
    ["từ", "đến", "tới", "trước", "sau", "vào", "hôm", "nay", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "ngày", "hết", "kể", "mai", "qua", "dịp", "nhật", "lễ", "và", "giờ", "h", "phút", "(", "hai", "ba", "tư", "năm", "sáu", "bảy", "ngay", "lúc", "mùng", "rằm", "việt", "cùng"])
_BEFORE_YEAR: Final = frozenset([
    "trước", "sau", "từ", "đến", "tới", "cuối", "đầu", "giữa", "vào", "sn", "hè", "xuân", "thu", "đông", "mùa", "sinh", "kể",
    "ngoái", "tết"])
_BEFORE_WEEKDAY: Final = frozenset(("sáng", "trưa", "chiều", "tối", "đêm", "ngày", "vào", "hôm", "từ", "đến"))
_SHARE: Final = frozenset([
    "số", "tổng", "dân", "diện", "quân", "lượng", "phần", "trong", "thành", "thu", "chiều", "người", "quãng", "giá", "thời",
    "khối", "chi"])
_BEFORE_SHARE: Final = frozenset([
    "khoảng", "hơn", "gần", "chiếm", "tới", "có", "bằng", "chỉ", "là", "đạt", "được", "giảm", "tăng", "còn", "quá", "cả",
    "mất", "trên", "dưới", "đủ"])
_NOT_YEAR_UNITS: Final = frozenset(["tuổi", "lần", "giờ", "tiếng", "bữa", "chuyến", "lượt"])


class Point(NamedTuple):
    """A date that begins somewhere: what is written, where it ends, and whether a head word announces it."""

    moment: Moment
    end: int
    headed: bool


def read_date(line: Line, index: int) -> Figure | None:
    """A date or a range of dates that begins at `index`."""
    found = _short_range(line, index) or _joined(line, index)
    if found is not None:
        return found
    point = read_point(line, index)
    if point is None or not (point.headed or _is_bare_date(line, index, point)):
        return None
    start = _with_part(line, index, point.moment)
    end = _with_anchor(line, point)
    return Figure(start, end, "date", date=point.moment.settle())


def read_lost_date(line: Line, index: int) -> Figure | None:
    """`ngày ⟨?⟩`, `chiều ⟨?⟩ ,`, `tháng ⟨?⟩`: a date whose digits the source lost keeps its place and no part."""
    if line.words[index] != "⟨?⟩":
        return None
    before = line.word(index - 1)
    if before in ("ngày", "tháng", "năm", "quý", "mùng", "hôm") or (
            before in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") and not line.word(index + 1).isalpha()):
        start = index - 1 if before not in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") else index
        return Figure(start, index + 1, "date", lost=True, left=start)
    return None


def read_point(line: Line, index: int) -> Point | None:
    """One date that begins at `index`, with its head word if it has one."""
    word = line.word(index)
    if word in _DAY_HEADS:
        return _day_head(line, index)
    if word == "tháng":
        return _month_head(line, index)
    if word == "năm":
        year = _year(line, index + 1)
        return None if year is None else Point(Moment(year=year), index + 2, True)
    if word in ("quý", "quí"):
        return _quarter(line, index)
    if word in ("thứ", "chủ", "chúa"):
        return _weekday(line, index)
    if line.is_digits(index):
        return _numeric(line, index) or _day_month_words(line, index) or _bare_year(line, index)
    return None


def _year(line: Line, index: int) -> int | None:
    return line.integer(index, *_YEARS) if line.is_digits(index) and len(line.words[index]) == 4 else None


def _day(line: Line, index: int) -> tuple[int, int] | None:
    """The number of a day, in digits or in words: its value and end."""
    day = line.integer(index, 1, 31)
    if day is not None and len(line.words[index]) <= 2:
        return day, index + 1
    if 0 <= index < line.size and line.flags[index] & 2 and line.words[index] not in ("nửa", "hàng", "vài"):
        numeral = read_numeral(line, index)
        if numeral is not None and numeral.value is not None and 1 <= numeral.value <= 31 and not numeral.scaled:
            return int(numeral.value), numeral.end
    return None


def _day_head(line: Line, index: int) -> Point | None:
    """`ngày 2/11`, `ngày mồng 3 tháng 3 năm 2017`, `mùng một tháng giêng`, `ngày đầu tiên của tháng 3`."""
    start = index + 1
    if line.word(start) in ("mùng", "mồng"):
        start += 1
    if line.words[index] == "ngày" and line.word(start) == "đầu" and line.word(start + 1) == "tiên":
        after = start + 3 if line.word(start + 2) == "của" else start + 2
        month = _month_head(line, after) if line.word(after) == "tháng" else None
        if month is not None and month.moment.month:
            month.moment.day = 1
            return Point(month.moment, month.end, True)
        return None
    numeric = _numeric(line, start)
    if numeric is not None:
        return Point(numeric.moment, numeric.end, True) if numeric.moment.day else None
    dotted = _dotted(line, start)
    if dotted is not None:
        return dotted
    day = _day(line, start)
    if day is None:
        return None
    if line.word(day[1]) == "tháng":
        month = _month_head(line, day[1])
        if month is not None:
            month.moment.day = day[0]
            return Point(month.moment, month.end, True)
    if not line.is_digits(start) and line.words[index] in ("ngày", "hôm") and start == index + 1:
        return None
    if line.word(day[1]) in ("/", "-") and line.glued(day[1]):
        return None
    measured = units().match(line.words, day[1])
    if measured is not None or (counted_nouns().match(line.words, day[1]) and line.words[index] != "mùng"
                                and line.words[index] != "mồng" and line.word(day[1]) not in ("tết",)):
        return None
    return Point(Moment(day=day[0]), day[1], True)


def _dotted(line: Line, index: int) -> Point | None:
    """`20.10.2013` and, behind a head word, `2.11`: one piece of digits to the tokeniser."""
    if not line.is_digits(index) or "." not in line.words[index]:
        return None
    groups = line.words[index].split(".")
    if not all(group.isdecimal() and len(group) <= 4 for group in groups) or len(groups) > 3:
        return None
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


def _numeric(line: Line, index: int) -> Point | None:
    """`2/11/2013`, `2-9-1945`, `16-11`, `11/2014`, with or without spaces around the marks; `20.10.2013`."""
    dotted = _dotted(line, index)
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
        if line.word(index + 3) == mark and line.glued(index + 3) == line.glued(index + 1) and line.is_digits(index + 4) \
                and line.words[index + 4].isdecimal() and len(line.words[index + 4]) in (2, 4) and line.glued(index + 4) != spaced:
            year = _full_year(line.words[index + 4])
            if year is not None and not (line.word(index + 5) in "/-" and line.word(index + 5) and line.glued(index + 5)
                                         and line.glued(index + 6)):
                return Point(Moment(day=first, month=month, year=year), index + 5, False)
            return None
        if line.word(index + 3) == "/" and line.glued(index + 3) and _year(line, index + 4) is not None and mark in "-–":
            return None
        end = index + 3
        if line.word(end) == "năm" and _year(line, end + 1):
            return Point(Moment(day=first, month=month, year=_year(line, end + 1)), end + 2, False)
        if line.word(end) == "/" and line.glued(end) and line.glued(end + 1):
            return None
        return Point(Moment(day=first, month=month), end, False)
    year = _year(line, index + 2)
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


def _day_month_words(line: Line, index: int) -> Point | None:
    """`12 tháng 10 năm 2017` without a head: a date only with a month behind and a year behind that, or a date word before."""
    day = line.integer(index, 1, 31)
    if day is None or line.word(index + 1) != "tháng":
        return None
    month = _month_head(line, index + 1)
    if month is None or month.moment.month is None:
        return None
    if month.moment.year is None and line.word(index - 1) not in _BEFORE_DATE:
        return None
    month.moment.day = day
    return Point(month.moment, month.end, True)


def _month_head(line: Line, index: int) -> Point | None:
    """`tháng 6`, `tháng 6/2013`, `tháng 6 năm 2013`, `tháng tư`, `tháng giêng`."""
    start = index + 1
    month = line.integer(start, 1, 12)
    end = start + 1
    if month is not None and len(line.words[start]) > 2:
        return None
    if month is None and line.is_digits(start):
        return None
    if month is None:
        named = date_words("month_name").match(line.words, start)
        if named is None:
            return None
        month, end = int(named[0]), named[1]
        if line.words[start] == "năm" and _year(line, start + 1):
            return None
    if line.word(end) in ("/", "-", ".", "–") and _year(line, end + 1) and not (
            line.word(end) in "-–" and line.is_digits(end + 1) and line.word(end + 2) in ("-", "–")):
        return Point(Moment(month=month, year=_year(line, end + 1)), end + 2, True)
    if line.word(end) == "/" and line.glued(end) and line.is_digits(end + 1):
        return None
    if line.word(end) in _DASHES and line.glued(end) and line.glued(end + 1) and line.is_digits(end + 1) \
            and line.integer(end + 1, 1, 12) is None:
        return None
    year_at = end + 1 if line.word(end) in ("năm",) else end + 2 if line.word(end) == "của" and line.word(end + 1) == "năm" else 0
    if year_at and _year(line, year_at):
        return Point(Moment(month=month, year=_year(line, year_at)), year_at + 1, True)
    if line.word(end) == "," and line.word(end + 1) == "năm" and _year(line, end + 2):
        return Point(Moment(month=month, year=_year(line, end + 2)), end + 3, True)
    if _year(line, end) and not units().match(line.words, end + 1):
        return Point(Moment(month=month, year=_year(line, end)), end + 1, True)
    return Point(Moment(month=month), end, True)


def _quarter(line: Line, index: int) -> Point | None:
    """`quý II/2013`, `quý 3 năm 2014`, `quý tư`, `quý đầu năm 2015`."""
    start = index + 1
    quarter = line.integer(start, 1, 4) or _ROMAN.get(line.word(start))
    if quarter is None:
        quarter = {"một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "đầu": 1, "cuối": 4}.get(line.word(start))
        if quarter is None or (line.word(start) in ("đầu", "cuối") and line.word(start + 1) not in ("năm", "tiên")):
            return None
    end = start + 1
    if line.word(end) == "tiên":
        end += 1
    if line.word(end) in ("/", "-", ".") and _year(line, end + 1):
        return Point(Moment(quarter=quarter, year=_year(line, end + 1)), end + 2, True)
    for lead in (("năm",), ("của", "năm"), (",", "năm"), ()):
        if tuple(line.words[end:end + len(lead)]) == lead and _year(line, end + len(lead)):
            return Point(Moment(quarter=quarter, year=_year(line, end + len(lead))), end + len(lead) + 1, True)
    return Point(Moment(quarter=quarter), end, True)


def _weekday(line: Line, index: int) -> Point | None:
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
        dated = _day_head(line, start)
    elif line.is_digits(start):
        dated = _numeric(line, start) or _day_month_words(line, start)
    if dated is not None and dated.moment.day is not None:
        dated.moment.weekday = weekday
        close = dated.end + 1 if line.word(start - 1) == "(" and line.word(dated.end) == ")" else dated.end
        return Point(dated.moment, close if close == dated.end else dated.end, True)
    if not line.dated or not names_weekday(line, index):
        return None  # Where the day of writing is unknown, a weekday by itself names no day that a table could hold.
    moment = Moment(weekday=weekday)
    follows = line.word(end)
    if follows == "của" and line.word(end + 1) == "tuần":
        end, follows = end + 1, "tuần"
    if follows == "tuần":
        anchored = date_words("anchor").match(line.words, end + 1)
        if anchored is not None and anchored[0]:
            moment.anchor, moment.offset = _anchor(anchored[0]), int(anchored[0])
            moment.grain = "day"
            return Point(moment, anchored[1], True)
    return Point(moment, end, True)


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
    return before in _BEFORE_WEEKDAY or follows in ("tới", "này", "tuần", "vừa", "hàng", "hằng")


def _bare_year(line: Line, index: int) -> Point | None:
    year = _year(line, index)
    if year is None or not 1900 <= year <= 2100:
        return None
    return Point(Moment(year=year), index + 1, False)


def _is_bare_date(line: Line, index: int, point: Point) -> bool:
    """Whether digits without a head word are a date: what stands before decides, then what stands behind."""
    moment = point.moment
    before = line.word(index - 1)
    if moment.day is not None and moment.year is not None:
        return True
    if moment.year is not None and moment.month is not None:
        return before not in ("số",)
    if moment.year is not None:
        if units().match(line.words, index + 1) or counted_nouns().match(line.words, index + 1):
            return False
        return before in _BEFORE_YEAR or (before == "(" and line.word(index + 1) == ")")
    mark = line.word(index + 1)
    if before in ("đường", "phố", "cầu", "số", "thứ"):
        return False
    if mark == "/":
        if moment.day is None or moment.month is None:
            return False
        dated = before in _BEFORE_DATE or before in (",", ";")
        share = moment.day < moment.month and (before in _BEFORE_SHARE or line.word(point.end) in _SHARE or line.word(point.end) == "số")
        if share and not (dated and before not in ("tới", "và", "hai", "ba", ",", "(") and line.word(point.end) not in _SHARE):
            return False
        if dated:
            return not (moment.day < moment.month <= 10 and counted_nouns().match(line.words, point.end) is not None
                        and before in ("", ",", "và", "(", ";", "tới", "việt"))
        if moment.day < moment.month <= 10 and (counted_nouns().match(line.words, point.end) or line.word(point.end) in _SHARE):
            return False
        return not (moment.day <= 3 and moment.month in (2, 3, 4, 5) and moment.day < moment.month)
    if mark == ".":
        return before in ("ngày", "hôm")
    if is_score_near(line, index - 12, point.end + 6) and before not in ("ngày", "từ", "hôm", "nay", "sáng",
                                                                                                      "chiều", "tối", "trưa"):
        return False
    spaced = not line.glued(index + 1)
    if units().match(line.words, point.end) or counted_nouns().match(line.words, point.end):
        return before in ("nay", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "ngày")
    return not spaced and (before in _BEFORE_DATE or before == ",") and before not in ("và", "hai", "ba", "tư", "năm", "việt")


def _short_range(line: Line, index: int) -> Figure | None:
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
    if joiner in _DASHES and not head and not opened and not (line.glued(start + 1) or line.word(index - 1) in _BEFORE_DATE):
        return None
    if joiner in ("đến", "tới") and not head and not opened:
        return None
    if head == "tháng":
        first_month = line.integer(start, 1, 12)
        if first_month is None:
            return None
        point = _month_head(line, second) if line.word(second) == "tháng" else _numeric(line, second)
        if point is None or point.moment.month is None or point.moment.day is not None:
            last = line.integer(second, 1, 12)
            if last is None or (line.glued(start + 1) and line.word(second + 1) == "-"):
                return None
            point = Point(Moment(month=last), second + 1, True)
            if line.word(point.end) == "năm" and _year(line, point.end + 1):
                point = Point(Moment(month=last, year=_year(line, point.end + 1)), point.end + 2, True)
        return _range(line, index, Moment(month=first_month), point, opened)
    day = line.integer(start, 1, 31)
    if day is None:
        return None
    point = read_point(line, second)
    if point is None or point.moment.day is None or point.moment.month is None:
        if head and point is None and line.integer(second, 1, 31) and joiner in ("-", "–", "đến", "tới"):
            last = line.integer(second, 1, 31)
            if line.word(second + 1) == "tháng":
                month = _month_head(line, second + 1)
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
    return _range(line, index, Moment(day=day), point, opened)


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
    if first.year is None and last.moment.year is not None and (first.day is not None or first.month is not None or first.quarter):
        earlier = ((first.quarter or first.month or 0), first.day or 0) <= ((last.moment.quarter or last.moment.month or 12), last.moment.day or 31)
        if earlier:
            first.year = last.moment.year
    start = index - 1 if opened else _period_start(line, index)
    return Figure(start, last.end, "date_range", cmp="range", date=first.settle(), date_end=last.moment.settle(), fixed=True)


def _period_start(line: Line, index: int) -> int:
    """The start with the word before it that names a period: `giai đoạn`, `năm học`, `nhiệm kỳ`."""
    for length in (2, 1):
        at = index - length
        if at >= 0:
            found = date_words("period").match(line.words, at, index)
            if found is not None and found[1] == index:
                return at
    return index


def _joined(line: Line, index: int) -> Figure | None:
    """Two whole dates joined: `20/12/2013 đến hết 31/01/2014`, `2010-2015`, `tháng 3 đến tháng 5/2012`."""
    opened = line.word(index - 1) == "từ"
    if _year(line, index) and (line.word(index + 1) in _DASHES or line.word(index + 1) in ("đến", "tới")):
        second = _after_join(line, index + 1)
        last = second + 1 if second is not None and line.word(second) == "năm" else second
        year, until = _year(line, index), None if last is None else _year(line, last)
        if year and until is None and last is not None and line.word(index + 1) in _DASHES and line.glued(index + 1):
            short = line.integer(last, 0, 99)
            if short is not None and len(line.words[last]) == 2 and year // 100 * 100 + short > year and not line.glued(last + 1):
                until = year // 100 * 100 + short if _period_start(line, index) < index else None
        if year and until and last is not None and 1000 < year < until < 2200:
            bare = not opened and _period_start(line, index) == index
            if bare and line.word(index + 1) not in _DASHES:
                return None
            if not units().match(line.words, last + 1) or line.word(last + 1) in ("năm", "tại"):
                return _range(line, index, Moment(year=year), Point(Moment(year=until), last + 1, True), opened)
        return None
    first = read_point(line, index)
    if first is None:
        return None
    second = _after_join(line, first.end)
    if second is None or second >= line.size:
        return None
    dash = line.word(first.end) in _DASHES
    if not (first.headed or opened or dash or first.moment.year is not None):
        return None
    last_point = read_point(line, second)
    if last_point is None or _level(last_point.moment) != _level(first.moment):
        return None
    if dash and not (line.glued(first.end) == line.glued(first.end + 1)):
        return None
    if first.moment.weekday and not last_point.moment.weekday:
        return None
    if not last_point.headed and not opened and not dash and not first.headed:
        return None
    figure = _range(line, index, first.moment, last_point, opened)
    return figure


def _level(moment: Moment) -> str:
    if moment.day is not None:
        return "day"
    return "weekday" if moment.weekday else "month" if moment.month else "quarter" if moment.quarter else "year"


def _with_part(line: Line, index: int, moment: Moment) -> int:
    """Where the date begins with its part: `cuối tháng 7`, `nửa đầu năm 2015`."""
    for length in (2, 1):
        at = index - length
        if at < 0:
            continue
        found = date_words("part").match(line.words, at, index)
        if found is not None and found[1] == index and line.word(at - 1) not in ("bắt",):
            if line.words[at] == "hết":
                return index
            moment.part = moment.part or found[0]
            return at
    if line.word(index - 1) in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") and moment.day is not None:
        part = date_words("part_of_day").match(line.words, index - 1, index)
        if part is not None:
            moment.part = part[0]
    return index


def _anchor(offset: str) -> str:
    return {"0": "này", "-1": "last", "-2": "last", "1": "next"}[offset]


def _with_anchor(line: Line, point: Point) -> int:
    """Where the date ends with a word that ties it to the day of writing: `tháng 11 này`, `30/9 năm ngoái`."""
    moment, end = point.moment, point.end
    if moment.anchor or moment.year is not None:
        return end
    after = end + 1 if line.word(end) == "năm" else end
    found = date_words("anchor").match(line.words, after)
    if found is None or not found[0] or line.word(found[1]) in ("đó", "khi", "đây"):
        return end
    if after == end and line.word(end) not in ("này", "tới", "vừa", "sắp", "qua"):
        return end
    moment.anchor = _anchor(found[0])
    if after > end:
        moment.offset_years = int(found[0])
    elif (moment.day is None and moment.month is not None) or (moment.weekday is not None and moment.day is None):
        moment.offset = int(found[0])
    else:
        moment.anchor = None
        return end
    return found[1]
