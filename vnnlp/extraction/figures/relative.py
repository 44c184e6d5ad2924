"""Relative dates: `năm ngoái`, `5 năm trước`, `tuần tới`, `hôm qua`, `sáng mai`.

Years are always told (the table has `offset_years` for them). Weeks, months and days without a number say nothing that a
table could hold unless the day of writing is known; only then are they figures, and get an absolute date.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import date_words, word_set
from vnnlp.extraction.figures.line import Line

_MANY: Final = word_set("many")
_UNITS: Final = {"năm": "year", "tháng": "month", "quý": "quarter", "quí": "quarter", "tuần": "week"}
_DAYS: Final[dict[tuple[str, ...], int | None]] = {
    ("hôm", "nay"): 0,
    ("hôm", "qua"): -1,
    ("hôm", "kia"): -2,
    ("ngày", "mai"): 1,
    ("ngày", "kia"): 2,
    ("bữa", "nay"): 0,
    ("ngày", "hôm", "nay"): 0,
    ("ngày", "hôm", "qua"): -1,
    ("ngày", "hôm", "kia"): -2,
    ("hôm", "trước"): None,
    ("ngày", "hôm", "trước"): None,
    ("hôm", "sau"): None,
    ("ngày", "hôm", "sau"): None,
}
"""Days by their distance from the day of writing; `hôm trước`, `hôm sau` count from what is told and have none."""
TOLD: Final = frozenset(("trước", "sau", "tiếp", "kế"))
"""Words that count from what is told where that has a date of its own, else from the day of writing."""
_NEAR: Final = {"nay": 0, "qua": -1, "mai": 1}


def read_relative(line: Line, index: int) -> Figure | None:
    """A date without numbers that begins at `index`."""
    word = line.words[index]
    if word in _UNITS:
        return _unit(line, index, _UNITS[word])
    return _day(line, index) if line.dated else None


def _unit(line: Line, index: int, grain: str) -> Figure | None:
    if grain != "year" and not line.dated:
        return None
    doubled = line.word(index - 2) in ("gấp", "nhân")  # `gấp đôi năm trước`
    before = line.word(index - 1)
    if before in _MANY or before == "vé" or _counts_it(line, index) or (index and line.flags[index - 1] & 2 and not doubled):
        return None
    found = date_words("anchor").match(line.words, index + 1)
    if found is None or not found[0] or line.word(index + 1) in ("đó", "ấy"):
        return None
    offset, end = int(found[0]), found[1]
    following = line.word(end)
    if following == "đó" or (line.words[index + 1] in TOLD and following in ("khi", "đây", "đến")):
        return None
    if line.words[index + 1] == "qua" and line.word_end(index + 1) > end:
        return None
    if line.words[index + 1] in ("sau", "trước") and following in ("khi", "đó", "nữa"):
        return None
    if line.words[index + 1] == "tiếp" and found[1] == index + 2 and line.word_end(index + 1) > found[1]:
        return None
    now = "nay" if line.words[index + 1] == "hiện" else line.words[index + 1]
    anchor = {0: now, 1: "next"}.get(offset, "last")
    moment = Moment(grain=grain, anchor=anchor, offset=offset, told=line.words[index + 1] in TOLD)
    if grain == "year":
        moment.offset_years = offset
    start = index
    for length in (2, 1):
        part = date_words("part").match(line.words, index - length, index) if index >= length else None
        if part is not None and part[1] == index and line.words[index - 1] != "hết" and not _counted(line, index - 2):
            moment.part, start = part[0], index - length
            break
    return Figure(start, end, "date", date=moment)


def _counts_it(line: Line, index: int) -> bool:
    """Whether digits before a unit count it; in `Vesak 2019 năm nay` they are a year."""
    return line.is_digits(index - 1) and line.integer(index - 1, 1900, 2100) is None


def _counted(line: Line, at: int) -> bool:
    """`8 tháng đầu năm nay`: the first of so many months, not the beginning of the year."""
    return line.word(at) in ("tháng", "quý", "tuần", "ngày") and at >= 1 and line.flags[at - 1] & 3 != 0


def _dated_behind(line: Line, index: int) -> bool:
    """Whether a day in digits stands at `index`: `hôm qua ( 19-3 )`; the date then holds both."""
    index += line.word(index) == "ngày"
    return line.is_digits(index) and line.word(index + 1) in ("/", "-", "–", ".") and line.is_digits(index + 2)


def _day(line: Line, index: int) -> Figure | None:
    counted = line.word(index - 1) in _MANY or (index > 0 and line.flags[index - 1] & 3)
    if counted and line.words[index] == "hôm" and line.word(index + 1) in ("trước", "nay", "sau"):
        return None  # `hai hôm trước`, `mấy hôm trước`
    first = index + 1 if line.words[index] == "buổi" else index
    part = date_words("part_of_day").match(line.words, first)
    if part is None and first > index:
        return None
    at = part[1] if part is not None else index
    for length in (3, 2):
        words = tuple(line.words[at : at + length])
        if len(words) == length and words in _DAYS:
            offset, end = _DAYS[words], at + length
            break
    else:
        if part is None or line.word(at) not in _NEAR:
            return None
        offset, end = _NEAR[line.words[at]], at + 1
    if _dated_behind(line, end + 1 if line.word(end) in ("(", ",") else end):
        return None
    told = "next" if line.words[end - 1] == "sau" else "last"
    anchor = told if offset is None else {0: "nay", 1: "next"}.get(offset, "last")
    start, named = index, part[0] if part else None
    if named is None and line.words[index] == "ngày" and line.word(index - 1) in ("đầu", "cuối"):
        start, named = index - 1, "start" if line.words[index - 1] == "đầu" else "end"
    return Figure(start, end, "date", date=Moment(grain="day", part=named, anchor=anchor, offset=offset))
