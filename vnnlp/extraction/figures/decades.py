"""Decades: `những năm 1990`, `cuối thập niên 80`, `những năm 70 , 80 thế kỷ trước`; the year is their first one."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import date_words
from vnnlp.extraction.figures.line import Line

DECADE_HEADS: Final = frozenset(("năm", "niên", "kỷ"))
_PLURALS: Final = frozenset(("những", "các"))
_MARKS: Final = frozenset((",", "và", "-", "–", "hay", "hoặc", "đến"))
_RANGES: Final = frozenset(("-", "–", "đến"))
_CENTURIES: Final = {"xxi": 2000, "21": 2000, "này": 2000, "xx": 1900, "20": 1900, "trước": 1900, "xix": 1800, "19": 1800,
                     "xviii": 1700, "18": 1700}
_THIS_CENTURY: Final = 1900
"""Two digits without a century: `những năm 70` are those of the twentieth."""
_REACH: Final = 8


def read_decade(line: Line, index: int) -> Figure | None:
    """A decade whose head (`năm`, `kỷ`, `niên`) or, in a list, whose digits stand at `index`."""
    digits, start = index + 1, index
    if line.words[index] == "năm":
        if line.word(index - 1) in _PLURALS:
            start = index - 1
        elif line.word(index - 1) not in ("đầu", "cuối", "giữa") or line.word(index - 2) not in _PLURALS:
            return None
    elif line.words[index] in ("niên", "kỷ") and line.word(index - 1) == "thập":
        start = index - 1
        digits += line.word(digits) == "năm"
    elif line.is_digits(index) and follows_decade(line, index):
        digits = index
    else:
        return None
    year = _first_year(line, digits)
    if year is None:
        return None
    end, last = digits + 1, None
    if line.word(end) in _RANGES and (last := _first_year(line, end + 1)) is not None and last > year:
        end += 2
    first = Moment(year=year, grain="decade")
    start = _with_part(line, start, first)
    century = _century_end(line, end)
    if last is not None and last > year:
        until = Moment(year=last, grain="decade")
        return Figure(start, century, "date_range", cmp="range", fixed=True, date=first, date_end=until)
    return Figure(start, century, "date", date=first)


def _first_year(line: Line, index: int) -> int | None:
    """`70`, `1970`, `1.970`: the first year of a decade."""
    if not line.is_digits(index) or line.word(index + 1) == "%":
        return None
    text = line.words[index].replace(".", "")
    if not text.isdecimal() or not text.endswith("0") or len(text) not in (2, 4) or (len(text) == 2 and text == "00"):
        return None
    number = int(text)
    if len(text) == 4:
        return number if 1000 <= number <= 2100 else None
    for at in range(index + 1, min(index + _REACH, line.size)):
        if line.words[at] == "kỷ" and line.words[at - 1] == "thế":
            return _CENTURIES.get(line.word(at + 1), _THIS_CENTURY) + number
        if not (line.words[at] in _MARKS or line.is_digits(at) or line.words[at] in ("của", "thế", "những", "năm")):
            break
    return _THIS_CENTURY + number


def follows_decade(line: Line, index: int) -> bool:
    """`những năm 70 , 80`: one of several decades behind one head."""
    if line.word(index - 1) not in _MARKS or len(line.words[index]) not in (2, 4):
        return False
    at = index
    while line.word(at - 1) in _MARKS and line.is_digits(at - 2) and line.words[at - 2].endswith("0"):
        at -= 2
    if at == index or len(line.words[at]) not in (2, 4):
        return False
    return (line.word(at - 1) == "năm" and line.word(at - 2) in _PLURALS) or line.word(at - 2) == "thập"


def _century_end(line: Line, end: int) -> int:
    at = end + 1 if line.word(end) == "của" else end
    if line.word(at) == "thế" and line.word(at + 1) == "kỷ" and line.word(at + 2) in _CENTURIES:
        return at + 3
    return end


def _with_part(line: Line, start: int, moment: Moment) -> int:
    """Where the decade begins with its part: `đầu những năm 90`, `những năm đầu 1990`."""
    if line.word(start - 1) in ("đầu", "cuối", "giữa"):
        moment.part = {"đầu": "start", "giữa": "mid", "cuối": "end"}[line.words[start - 1]]
        start -= 2 if line.word(start - 2) in _PLURALS and line.words[start] == "năm" else 1
        return start
    found = date_words("part").match(line.words, start - 2, start) if start >= 2 else None
    if found is not None and found[1] == start:
        moment.part, start = found[0], start - 2
    return start
