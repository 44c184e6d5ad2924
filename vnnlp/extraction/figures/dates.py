"""Dates: every written form of Vietnamese news to the parts that are written, and no others.

`2/11`, `2-9-1945`, `ngày 24 tháng 2 năm 2011`, `tháng 6/2013`, `quý II/2013`, `cuối tháng 7`, `từ ngày 1 đến ngày 15/11`,
`thứ năm 14/11`, `giai đoạn 2010-2015`, `năm ngoái`. Counts of the forms: `python -m tests.benchmarks.figures --forms`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import counted_nouns, date_words, scales, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.lookalikes import is_score_near
from vnnlp.extraction.figures.periods import read_joined, read_short_range
from vnnlp.extraction.figures.phrases import cut
from vnnlp.extraction.figures.points import read_point
from vnnlp.extraction.figures.written_dates import Point, anchor_name, read_numeric

_BEFORE_DATE: Final = word_set("before_date")


_BEFORE_YEAR: Final = word_set("before_year")


_SHARE: Final = word_set("share")


_BEFORE_SHARE: Final = word_set("before_share")


_NOT_YEAR_UNITS: Final = frozenset(["tuổi", "lần", "giờ", "tiếng", "bữa", "chuyến", "lượt"])


_NUMBERED: Final = frozenset(("số", "đợt", "kỳ", "lần", "khóa", "khoá", "phiên"))
_LABELS: Final = frozenset(("đường", "phố", "cầu", "số", "thứ", "lớp", "khối", "tổ", "đội", "ngõ", "hẻm", "phòng", "tầng", "vòng",
                             "bậc", "hạng", "cấp", "loại", "áp"))
_PEOPLE: Final = frozenset(("em", "anh", "chị", "tôi", "ông", "bà", "họ", "cô", "mẹ", "bố", "chúng"))
_LONGEST_SCORE: Final = 12
_OUR_TIME: Final = (1945, 2040)
_NOT_BEFORE_YEAR: Final = frozenset(("số", "giá", "mã", "đường", "xe", "máy", "điểm", "tàu", "mức", "lượng", "khoảng", "gần",
                                     "hơn", "trên", "dưới", "phố", "hiệu", "loại", "lô", "phòng", "nhà", "tổng", "thoại", "cộng"))
_AFTER_YEAR: Final = frozenset(("là", "của", "tại", "ở", "do", "được", "đã", "sẽ", "và", "với", "cho", "có", "để", "vừa", "diễn",
                                "đạt", "tăng", "giảm", "trên", "trong", "từ", "đến", "khi", "nên", "thì", "mà",
                                "bị", "vào", "theo"))
_LAST_SHARE: Final = 5
_SEVERAL: Final = 2
_ACTS: Final = frozenset(("luật", "tết", "thi", "tuyển", "cáo", "hội"))
"""What has one year: a law, a new year, an examination, an admission."""
_STEMS: Final = frozenset(("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý"))
_BRANCHES: Final = frozenset(("tý", "tí", "sửu", "dần", "mão", "mẹo", "thìn", "tỵ", "tị", "ngọ", "mùi", "thân", "dậu", "tuất",
                        "hợi"))
_ACT_REACH: Final = 8
_PARTS_OF_DAY: Final = frozenset(("sáng", "trưa", "chiều", "tối", "đêm", "khuya"))
_AFTER_DAY: Final = frozenset(("và", "/", "-", "–", ".", "tháng", "đến", "tới", "cho"))


def read_date(line: Line, index: int) -> Figure | None:
    """A date or a range of dates that begins at `index`."""
    if (
        line.flags[index] & 1
        and line.word(index + 1) not in _AFTER_DAY
        and len(line.words[index]) != 4
        and "." not in line.words[index]
    ):
        return None
    shared = _shares_month(line, index)
    if shared is not None:
        return shared
    found = read_short_range(line, index) or read_joined(line, index)
    if found is not None:
        return found
    point = read_point(line, index)
    if point is None or not (point.headed or _is_bare_date(line, index, point)):
        return None
    decade = _decade(line, index, point.moment)
    if decade is not None:
        return Figure(decade, point.end, "date", date=point.moment)
    start = _with_part(line, index, point.moment)
    end = _with_anchor(line, point)
    return Figure(start, end, "date", date=point.moment.settle())


def _is_listed_year(line: Line, index: int) -> bool:
    """`năm 2015 , 2016 & 2017`, `3 năm liên tiếp 2015 , 2016`: one of several years behind the word for them."""
    if _chain(line, index) >= _SEVERAL:
        return True
    first = index
    while first >= 2 and line.word(first - 1) in (",", "và", "&", "hoặc", "hay", ";") and line.integer(first - 2, 1900, 2100):
        first -= 2
    return "năm" in line.words[max(0, first - 3) : first] and (first < index or line.word(first - 1) == "tiếp")


def _shares_month(line: Line, index: int) -> Figure | None:
    """`đêm 13 và rạng sáng 14-11`: a day behind a part of the day, its month with the next day only."""
    part = line.word(index - 1)
    if part not in _PARTS_OF_DAY or line.word(index + 1) != "và" or not line.is_digits(index):
        return None
    at = index + 2
    while at < index + 5 and not line.is_digits(at):
        at += 1
    following, day = read_numeric(line, at) if line.is_digits(at) else None, line.integer(index, 1, 31)
    if day is None or following is None or following.moment.day is None or following.moment.month is None:
        return None
    named = date_words("part_of_day").match(line.words, index - 1, index)
    return Figure(index, index + 1, "date", date=Moment(day=day, part=named[0] if named else None).settle())


def _chain(line: Line, index: int) -> int:
    """How many rising years stand in a row around `index`: `SEA Games 2013 , 2015 , 2017`."""
    count = 1
    for step in (-2, 2):
        at = index
        while True:
            mark = line.word(at - 1 if step < 0 else at + 1)
            year, near = line.integer(at, 1900, 2100), line.integer(at + step, 1900, 2100)
            if mark not in (",", "và", "&", ";") or year is None or near is None or (near < year) != (step < 0):
                break
            at, count = at + step, count + 1
        if step > 0 and (units().match(line.words, at + 1) or counted_nouns().match(line.words, at + 1)):
            return 1
    return count


def _is_year_of_a_noun(line: Line, index: int) -> bool:
    """`cuộc bầu cử 2016`, `cùng kỳ 2017`: a year of our time right behind a noun or a verb that nothing is counted by."""
    before, after = line.word(index - 1), line.word(index + 1)
    if line.integer(index, *_OUR_TIME) is None or not line.surface(index - 1).islower() or before in _NOT_BEFORE_YEAR:
        return False
    start = line.word_start(index - 1)
    while start > 0 and index - start < 2 and line.surface(start - 1).islower():
        start -= 1
    words = cut(line, start, index, [False] * line.size)
    if not words or words[-1].kind not in ("noun", "verb") or words[-1].end - words[-1].start < 2:
        return False
    return not after.isalpha() or after in _AFTER_YEAR


def _is_year_of_an_act(line: Line, index: int) -> bool:
    """`Luật Đất đai 2003`, `kỳ thi THPT quốc gia 2019`, `Tết Kỷ Hợi 2019`: the year of what is named once a year."""
    before = line.words[max(0, index - _ACT_REACH) : index]
    if not before or not before[-1].isalpha() or before[-1] in ("số", "gần", "hơn", "khoảng", "được", "có", "là"):
        return False
    for at in range(len(before) - 1, -1, -1):
        if not before[at].isalpha():
            return False
        if (before[at] == "đời" and at == len(before) - 1) or (before[at : at + 2] == ["nghị", "quyết"] and at < len(before) - 2):
            return True
        if at == len(before) - 1 and before[at] in _BRANCHES and at and before[at - 1] in _STEMS:
            return True  # `Mậu Thân 1968`: the year's own name
        if before[at] in _ACTS or (before[at] == "pháp" and at and before[at - 1] == "hiến"):
            return True
    return False


def _decade(line: Line, index: int, moment: Moment) -> int | None:
    """Where `thập niên 1990` or `những năm 1990` begins; its date is then a decade."""
    if moment.year is None or moment.month is not None or moment.quarter is not None or moment.year % 10:
        return None
    if line.word(index - 2) == "thập" and line.word(index - 1) in ("niên", "kỷ"):
        start = index - 2
    elif line.words[index] == "năm" and line.word(index - 1) in ("những", "các"):
        start = index
    else:
        return None
    moment.grain = "decade"
    return start


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
    """Whether digits without a head word are a date: what stands before decides, then what stands behind."""
    moment = point.moment
    before = line.word(index - 1)
    if moment.day is not None and moment.year is not None:
        return True
    if moment.year is not None and moment.month is not None:
        return before not in _NUMBERED
    if moment.year is not None:
        if _decade(line, index, Moment(year=moment.year)) is not None:
            return True
        after = index + 1
        if line.word(after) in scales() or units().match(line.words, after) or counted_nouns().match(line.words, after):
            return False
        return (
            before in _BEFORE_YEAR
            or (before == "(" and line.word(index + 1) == ")")
            or _is_listed_year(line, index)
            or _is_year_of_an_act(line, index)
            or _is_year_of_a_noun(line, index)
        )
    mark = line.word(index + 1)
    if before in _LABELS or (before == "lệ" and line.word(index - 2) in ("tỷ", "tỉ")):
        return False
    if line.surface(index - 1).isupper() and line.word(index - 2) in ("tàu", "xe"):
        return False  # `đôi tàu ĐĐ 5/6`
    if mark == "/":
        if moment.day is None or moment.month is None:
            return False
        dated = before in _BEFORE_DATE or before in (",", ";")
        if before == "và" and not line.is_digits(index - 2) and moment.day < moment.month <= _LAST_SHARE:
            return False  # `và 1/3 vào khoa cấp cứu`
        share = moment.day < moment.month and (
            before in _BEFORE_SHARE or line.word(point.end) in _SHARE or line.word(point.end) == "số"
        )
        if share and not (dated and before not in ("tới", "và", "hai", "ba", ",", "(") and line.word(point.end) not in _SHARE):
            return False
        if dated:
            return not (
                moment.day < moment.month <= 10
                and counted_nouns().match(line.words, point.end) is not None
                and before in ("", ",", "và", "(", ";", "tới", "việt")
            )
        if moment.day < moment.month <= 10 and (counted_nouns().match(line.words, point.end) or line.word(point.end) in _SHARE):
            return False
        return not (moment.day <= 3 and moment.month in (2, 3, 4, 5) and moment.day < moment.month)
    if mark == ".":
        return before in ("ngày", "hôm")
    if is_score_near(line, index - 12, point.end + 6) and before not in (
        "ngày",
        "từ",
        "hôm",
        "nay",
        "sáng",
        "chiều",
        "tối",
        "trưa",
    ):
        return False
    spaced = not line.glued(index + 1)
    told = before.isalpha() and line.surface(index - 1).islower() and line.word(point.end) in _PEOPLE
    if not spaced and (moment.day or 0) > _LONGEST_SCORE and told:
        return True  # `nhưng 21-8 em viết`
    if units().match(line.words, point.end) or counted_nouns().match(line.words, point.end):
        return before in ("nay", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "ngày")
    listed = before == "," and (line.is_digits(index - 2) or line.word(index - 2) == ")")  # `6-4, 6-7 (8-10), 9-7`
    if not spaced and before == "và" and line.is_digits(index - 2) and line.word(index - 3) == mark and line.is_digits(index - 4):
        return True  # `ngày 28-1 và 13-2`
    return (
        not spaced
        and (before in _BEFORE_DATE or (before == "," and not listed))
        and before not in ("và", "hai", "ba", "tư", "năm", "việt")
    )


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
            if line.words[at] == "hết" or line.word(at - 1) == "lần" or _counts_periods(line, at):
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
    if moment.day is not None and index >= 2:
        early = date_words("part_of_day").match(line.words, index - 2, index)
        if early is not None and early[1] == index:
            moment.part = early[0]  # `sáng sớm 14/6`
            return index
    if line.word(index - 1) in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya") and moment.day is not None:
        part = date_words("part_of_day").match(line.words, index - 1, index)
        if part is not None:
            moment.part = part[0]
    return index


def _counts_periods(line: Line, at: int) -> bool:
    """`6 tháng đầu năm 2018`, `quý đầu năm`: the first of its months, not the beginning of the year."""
    return line.word(at) in ("đầu", "cuối") and line.word(at - 1) in ("tháng", "quý", "tuần", "ngày") and (
        line.is_digits(at - 2) or (at >= 2 and line.flags[at - 2] & 2 != 0)
    )


def _with_anchor(line: Line, point: Point) -> int:
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
    if after == end and line.word(end) not in ("này", "tới", "vừa", "sắp", "qua"):
        return end
    moment.anchor = anchor_name(found[0])
    if after > end:
        moment.offset_years = int(found[0])
    elif (moment.day is None and moment.month is not None) or (moment.weekday is not None and moment.day is None):
        moment.offset = int(found[0])
    else:
        moment.anchor = None
        return end
    return found[1]
