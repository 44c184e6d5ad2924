"""Days without a head word: `sáng 24/7`, `kỳ nghỉ 30-4 và 1-5`, `ngày Độc thân 11-11`; shares, scores and ranges are none.

`2/3` may be two thirds, `3-2` a score, `5-7` a range: the words before decide, then what stands behind, then the numbers
themselves (no range falls from 27 to 7).
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.bare_years import counts_something
from vnnlp.extraction.figures.day_parts import continues_days, follows_part_of_day
from vnnlp.extraction.figures.lexicon import counted_nouns, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.phrases import each_word
from vnnlp.extraction.figures.scores import is_score_near
from vnnlp.extraction.figures.written_dates import Point

_BEFORE_DATE: Final = word_set("before_date")
_SHARE: Final = word_set("share")
_BEFORE_SHARE: Final = word_set("before_share")
_BEFORE_AMOUNT: Final = word_set("not_before_year")
_LABELS: Final = word_set("before_no_day")
_PEOPLE: Final = frozenset(("em", "anh", "chị", "tôi", "ông", "bà", "họ", "cô", "mẹ", "bố", "chúng"))
_SURELY_DATED: Final = frozenset(("ngày", "từ", "hôm", "nay", "qua", "mai", "mùng", "mồng"))
_UNTIL: Final = frozenset(("phải", "mãi", "cho", "từ", "trước", "kéo", "dài"))
"""Before `tới` and `đến` where they lead to a day and not to a share: `phải tới 4/6`."""
_MEASURED: Final = frozenset(("bình", "điểm", "mức", "tuổi", "giá", "cấp", "suất", "loại", "lớp"))
_COMMON_SHARES: Final = frozenset(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5)))
_LONGEST_SCORE: Final = 12
_LAST_SHARE: Final = 5
_DAY_REACH: Final = 8
_HOLIDAYS: Final = word_set("holidays")
"""Days that news knows by their numbers: `1-6`, `30-4`."""


def is_day(line: Line, index: int, point: Point) -> bool:
    """Whether digits without a head word, at `index`, are a day and its month."""
    before, mark, moment = line.word(index - 1), line.word(index + 1), point.moment
    if moment.day is None or moment.month is None:
        return False
    if line.is_digits(index - 1) and line.word(index - 2) not in ("h", "g", ":", "giờ"):
        return False  # `huyết áp 1 22/7 4`; but `lúc 8h30 15/3`
    if before in _LABELS or (before == "lệ" and line.word(index - 2) in ("tỷ", "tỉ")):
        return False
    if line.surface(index - 1).isupper() and line.word(index - 2) in ("tàu", "xe"):
        return False  # `đôi tàu ĐĐ 5/6`
    if mark == ".":
        return before in ("ngày", "hôm")
    if "." in line.words[index]:
        return True  # Read as a date only where the words before it say so.
    if follows_part_of_day(line, index) or continues_days(line, index):
        rises = moment.day < moment.month
        return mark == "/" or not (rises and units().match(line.words, point.end))  # `buổi sáng 1-2 tiếng`
    if line.integer(point.end, 0, 9) is not None and len(line.words[point.end]) == 1:
        return False  # `Mega 6/4 5`: the segmenter cuts the last digit off
    return _slashed(line, index, point) if mark == "/" else _dashed(line, index, point)


def _ends_shares(line: Line, index: int) -> bool:
    """`còn 1/4 đến 1/5 so với`: the second of two shares."""
    first = line.integer(index - 4, 1, _LAST_SHARE), line.integer(index - 2, 1, 9)
    return line.word(index - 3) == "/" and None not in first and line.word(index - 5) in _BEFORE_SHARE


def _slashed(line: Line, index: int, point: Point) -> bool:
    """`( 6/7 )`, `tới 4/6`: a small number over a greater one may be a share."""
    before, after = line.word(index - 1), line.word(point.end)
    day, month = point.moment.day or 0, point.moment.month or 0
    dated = before in _BEFORE_DATE or before in (",", ";")
    if before == "," and (day, month) in _COMMON_SHARES and _noun_at(line, point.end):
        return False  # `sau 36 tiếng , 1/4 tinh trùng vẫn sống`
    rises, counted = day < month, counted_nouns().match(line.words, point.end) is not None
    if before in ("tới", "đến") and line.word(index - 2) in _UNTIL and after not in _SHARE and not counted:
        return True
    if before in ("nhiều", "các", "những", "mọi", "hơn", "gần") or (rises and before == "đến" and _ends_shares(line, index)):
        return False
    if before == "và" and not line.is_digits(index - 2) and day < month <= _LAST_SHARE:
        return False  # `và 1/3 vào khoa cấp cứu`
    share = rises and (before in _BEFORE_SHARE or after in _SHARE)
    if share and not (dated and before not in ("tới", "và", "hai", "ba", ",", "(") and after not in _SHARE):
        return False
    if dated:
        return not (rises and month <= 10 and counted and before in ("", ",", "và", "(", ";", "tới", "việt"))
    if rises and month <= 10 and (counted or after in _SHARE):
        return False
    if not dated and day == month and _noun_at(line, point.end):
        return False  # `chưa khắc phục xong 1/1 lỗi`
    return not (rises and day <= 3 and month <= _LAST_SHARE)


def _dashed(line: Line, index: int, point: Point) -> bool:
    """`từ 1-6`, `quà 1-6`, `liệt sĩ 27-7`: scores and ranges are written alike."""
    before, after, surface = line.word(index - 1), line.word(point.end), line.surface(index - 1)
    moment, glued = point.moment, line.glued(index + 1)
    if is_score_near(line, index - 12, point.end + 6) and before not in _SURELY_DATED:
        return False
    if before == "(" and line.is_digits(index - 2) and line.word(index - 3) in ("-", "–"):
        return False  # `6-7 (5-7)`
    if before == "từ" and line.word(index - 2) in _MEASURED and (moment.day or 0) < (moment.month or 0):
        return False  # `điểm trung bình từ 4-6`
    if after in _PEOPLE and glued and (moment.day or 0) > _LONGEST_SCORE and before.isalpha() and surface.islower():
        return True  # `nhưng 21-8 em viết`
    if counts_something(line, point.end):
        return before in ("nay", "hôm")
    if not glued:
        return False
    dashed_before = line.is_digits(index - 2) and line.word(index - 3) == line.word(index + 1) and line.is_digits(index - 4)
    if before == "và" and dashed_before:
        return True  # `ngày 28-1 và 13-2`
    if line.surface(index - 1) == "H":
        return False  # `phân khu đô thị H 2-1`
    listed = before == "," and (line.is_digits(index - 2) or line.word(index - 2) == ")")  # `6-4, 6-7 (8-10), 9-7`
    if (before in _BEFORE_DATE or (before == "," and not listed)) and before not in ("và", "hai", "ba", "tư", "năm", "việt"):
        return True
    return _plain(line, index, point)


def _plain(line: Line, index: int, point: Point) -> bool:
    """`ngày Độc thân 11-11`, `quà 1-6`, `21-3 , các em`: no word beside it asks for a date, and none for a range."""
    before, surface = line.word(index - 1), line.surface(index - 1)
    day, month = point.moment.day or 0, point.moment.month or 0
    falls = day > month and day > _LONGEST_SCORE
    if line.is_digits(point.end) or (not falls and line.surface(point.end).islower() and _noun_at(line, point.end)):
        return False
    if _names_day(line, index):
        return True
    if before in _BEFORE_AMOUNT:
        return False
    holiday = f"{day}-{month}" in _HOLIDAYS
    if index == 0:
        return (falls or holiday) and not _noun_at(line, point.end)
    return before.isalpha() and (falls or (holiday and surface.islower()))


def _names_day(line: Line, index: int) -> bool:
    """Whether `ngày` and a name for the day lead to `index`: `ngày Độc thân`, `ngày giao dịch`, `ngày Vesak là`."""
    for at in range(index - 2, max(-1, index - _DAY_REACH), -1):
        word = line.words[at]
        if word == "ngày":
            return line.word(at - 1) not in ("mỗi", "hằng", "hàng", "một", "cả", "từng") and not line.flags[at - 1] & 3
        if not word.isalpha() and word not in "\"”“'":
            return False
    return False


def _noun_at(line: Line, index: int) -> bool:
    word = next(each_word(line, index, line.size, [False] * line.size), None)
    return word is not None and word.kind == "noun"
