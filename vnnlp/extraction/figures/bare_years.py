"""Years without a head word: `cuộc bầu cử 2016`, `( 1994 , trú tại …`, `định hướng 2030`, `2017 là năm …`.

News writes thousands with a separator (`2.016 người`), so four digits without one are mostly a year. What stands behind
refuses it (a unit, a counted noun), or what stands before: a word that asks for an amount, a label, a name (`Euro 2016`).
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.lexicon import counted_nouns, scales, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.phrases import each_word

_OUR_TIME: Final = (1945, 2060)
_YEARS: Final = (1900, 2100)
_SEVERAL: Final = 2
_ACT_REACH: Final = 8
_BEFORE_YEAR: Final = word_set("before_year")
_NOT_BEFORE_YEAR: Final = word_set("not_before_year")
_AFTER_YEAR: Final = word_set("after_year")
_BORN: Final = frozenset(("sn", "sinh"))
_PLACES: Final = frozenset(("tỉnh", "huyện", "xã", "quận", "phường", "thành", "thị", "thôn", "ấp"))
_UNITS_OF_DATES: Final = frozenset(("năm", "ngày", "tháng", "tuần", "quý"))
_RATES: Final = frozenset(("giá", "lệ", "số", "trọng", "suất", "phú"))
_LIST_MARKS: Final = frozenset((",", "và", "&", ";", "hoặc", "hay"))
_AFTER_BRACKET: Final = frozenset((")", ",", ";", "-", "–"))
_ACTS: Final = word_set("yearly")
"""What has one year: a law, a new year, an examination, an admission, an election, a forum, a fair, a festival."""
_STEMS: Final = frozenset(("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý"))
_BRANCHES: Final = frozenset(
    ("tý", "tí", "sửu", "dần", "mão", "mẹo", "thìn", "tỵ", "tị", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
)


def is_year(line: Line, index: int) -> bool:
    """Whether the four digits at `index` are a year: `sinh 1986`, `cùng kỳ 2017`, `năm 2013 , 2014`."""
    before, after = line.word(index - 1), line.word(index + 1)
    if before in _BORN or (before == ":" and line.word(index - 2) in _BORN):
        return True
    if after == "là" and line.word(index + 2) == "năm":
        return True  # `2017 là năm tăng trưởng`
    if counts_something(line, index + 1):
        return False
    return (
        before in _BEFORE_YEAR
        or (before == "(" and after in _AFTER_BRACKET)
        or (before in (",", ";") and after == ")" and line.integer(index, *_OUR_TIME) is not None)
        or (before == "-" and line.word(index - 2) in _BRANCHES)
        or _is_listed(line, index)
        or _is_of_an_act(line, index)
        or _is_of_a_word(line, index)
    )


def counts_something(line: Line, index: int) -> bool:
    """Whether a unit, a magnitude or a counted noun stands at `index`; `năm nay`, `ngày 15-7`, `tỉnh Nghệ An` are none."""
    word, following = line.word(index), line.word(index + 1)
    if word in _UNITS_OF_DATES and (line.is_digits(index + 1) or following in ("nay", "ngoái", "này")):
        return False
    if word == "lỗ" or (word == "lần" and following == "lượt"):
        return False  # `đến 2017 lỗ 87 tỉ`, `2014 , 2015 lần lượt là`
    if word in _PLACES and line.surface(line.word_end(index) if index < line.size else index)[:1].isupper():
        return False
    if (not word.isalpha() and word != "%") or (word in ("tỉ", "tỷ") and following in _RATES):
        return False  # `2016 ”` is no length in inches, `tỉ giá` no magnitude.
    return word in scales() or bool(units().match(line.words, index) or counted_nouns().match(line.words, index))


def _is_listed(line: Line, index: int) -> bool:
    """`năm 2015 , 2016 & 2017`, `năm 2021 thiếu 6,6 tỉ , 2022 thiếu 11,8 tỉ`: one of several years, the first behind its head."""
    if _chain(line, index) >= _SEVERAL:
        return True
    first = index
    while first >= 2 and line.word(first - 1) in _LIST_MARKS and line.integer(first - 2, *_YEARS):
        first -= 2
    if "năm" in line.words[max(0, first - 3) : first] and (first < index or line.word(first - 1) == "tiếp"):
        return True
    return line.word(index - 1) in _LIST_MARKS and _kind_at(line, index + 1) != "noun" and any(
        line.words[at] == "năm" and line.integer(at + 1, *_YEARS) for at in range(index - 2)
    )


def _chain(line: Line, index: int) -> int:
    """How many rising years stand in a row around `index`: `SEA Games 2013 , 2015 , 2017`."""
    count = 1
    for step in (-2, 2):
        at = index
        while True:
            mark = line.word(at - 1 if step < 0 else at + 1)
            year, near = line.integer(at, *_YEARS), line.integer(at + step, *_YEARS)
            if mark not in _LIST_MARKS or year is None or near is None or (near < year) != (step < 0):
                break
            at, count = at + step, count + 1
        if step > 0 and counts_something(line, at + 1):
            return 1
    return count


def _is_of_a_word(line: Line, index: int) -> bool:
    """`cuộc bầu cử 2016`, `trong 2017 ,`: a year of our time behind a plain word that asks for no amount; `2017 là năm …`."""
    if line.integer(index, *_OUR_TIME) is None:
        return False
    if index == 0:
        return line.word(1) in _AFTER_YEAR or line.word(1) in (",", "-", "–")
    before = line.word(index - 1)
    if not before.isalpha() or not line.surface(index - 1).islower():
        return False
    if before in _NOT_BEFORE_YEAR and not (before == "điểm" and line.word(index - 2) == "thời"):
        return False
    if before == "nhất" and line.word(index - 2) == "ít":
        return False
    return _predicate_follows(line, index)


def _predicate_follows(line: Line, index: int) -> bool:
    """Whether what stands behind is no noun that the number could count: a mark, a function word, a verb, a name."""
    after = line.word(index + 1)
    if not after.isalpha() or after in _AFTER_YEAR or after in _UNITS_OF_DATES or line.surface(index + 1)[:1].isupper():
        return True
    return _kind_at(line, index + 1) in ("verb", "adjective", "function")


def _kind_at(line: Line, index: int) -> str | None:
    """What kind the word at `index` is."""
    word = next(each_word(line, index, line.size, [False] * line.size), None)
    return None if word is None else word.kind


def _is_of_an_act(line: Line, index: int) -> bool:
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
