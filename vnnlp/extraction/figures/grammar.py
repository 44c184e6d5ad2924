"""The grammar of one sentence: where a figure may begin, which rule reads it, and what the figures say of one another.

At each candidate, from left to right: look-alikes are stepped over; dates and times come before phones, phones before
amounts. Afterwards `từ A xuống B` becomes a change, `mỗi X` a rate, and the words beside each number its bounds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final

from vnnlp.extraction.figures.bounds import read_bounds
from vnnlp.extraction.figures.clock import read_time
from vnnlp.extraction.figures.dates import read_date, read_lost_date
from vnnlp.extraction.figures.distances import read_distances
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import counted_nouns, scale_symbols, units
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.lookalikes import skip
from vnnlp.extraction.figures.numerals import read_numeral
from vnnlp.extraction.figures.ordinals import read_age, read_multiple, read_ordinal
from vnnlp.extraction.figures.phones import read_lost_phone, read_phone
from vnnlp.extraction.figures.points import skip_weekday
from vnnlp.extraction.figures.quantities import read_quantity
from vnnlp.extraction.figures.rates import OCCASIONS
from vnnlp.extraction.figures.relative import read_relative

_HEAD_RULES: Final[tuple[Callable[[Line, int], Figure | None], ...]] = (read_date, read_relative, read_ordinal, read_multiple)
_DIGIT_RULES: Final[tuple[Callable[[Line, int], Figure | None], ...]] = (
    read_phone,
    read_time,
    read_date,
    read_age,
    read_quantity,
)
_WORD_RULES: Final[tuple[Callable[[Line, int], Figure | None], ...]] = (read_time, read_quantity)
_TO: Final = frozenset(("lên", "xuống", "còn", "thành", "sang", "về"))
_TABLE: Final = 40
"""Numbers and marks in a row that are a table; a list of scores or of telephone numbers is shorter."""
_ROW: Final = 12
"""Numbers without a mark between them that are a row of a table; a telephone number has at most 11 digits, set apart."""
_EACH_STOPS: Final = frozenset(".;?!")
_PERIODS: Final = frozenset(["tháng", "năm", "ngày", "tuần", "quý", "phút", "giờ", "lần"])


def read_line(line: Line, candidates: Sequence[int]) -> list[Figure]:
    """The figures of one sentence in text order. `candidates`: the syllables at which one may begin, ascending."""
    if line.whole and (number := _whole_number(line)) is not None:
        return [number]
    figures: list[Figure] = []
    done = 0
    for index in candidates:
        if index < done:
            continue
        after = _digit_table(line, index) or skip(line, index)
        if after > index:
            done = after
            continue
        figure = _read_at(line, index)
        if figure is None and line.words[index] == "thứ":
            done = skip_weekday(line, index)
        if figure is not None and figure.end > done:
            figure.start = max(figure.start, done)
            figures.append(figure)
            done = figure.end
    for figure in figures:
        if not figure.fixed:
            read_bounds(line, figure)
        if figure.left < 0:
            figure.left = figure.start
    _changes(line, figures)
    _each(line, figures)
    read_distances(line, figures)
    return figures


def _whole_number(line: Line) -> Figure | None:
    """An article that is a number and nothing else: `hai mươi mốt`, `.77`, `-.0012G`, `không`."""
    start, sign = 0, 1.0
    if line.word(0) in ("-", "âm") and line.size > 1:
        start, sign = 1, -1.0
    if line.word(start) == "." and line.glued(start + 1) and line.is_digits(start + 1) and line.words[start + 1].isdecimal():
        value, end = float("0." + line.words[start + 1][:15]), start + 2
        symbol = scale_symbols().get(line.word(end)) if line.glued(end) else None
        if symbol is not None:
            value, end = round(value * symbol[0], 6), end + 1
    elif line.words in (["không"], ["đầu", "tiên"]):
        value, end = float(line.size - 1), line.size
    else:
        numeral = read_numeral(line, start)
        if numeral is None or numeral.value is None:
            return None
        value, end = numeral.value, numeral.end
    year = end == start + 1 and line.integer(start, 1900, 2100) is not None
    if end < line.size or year:
        return None
    kind = "ordinal" if line.words == ["đầu", "tiên"] else "count"
    return Figure(0, end, kind, value=sign * value, left=0)


def _digit_table(line: Line, index: int) -> int:
    """Where a run of digits and marks without a word ends, if it is too long to be anything but a table or noise; else 0."""
    end = index
    while end < line.size and line.flags[end] & 1:
        end += 1
    if end - index > _ROW:
        return end
    while end < line.size and (line.flags[end] & 17 or line.words[end] in "/-:;|+*#"):
        end += 1
    return end if end - index > _TABLE else 0


def _read_at(line: Line, index: int) -> Figure | None:
    flags = line.flags[index]
    rules: tuple[Callable[[Line, int], Figure | None], ...] = ()
    if flags & 1:
        rules = _DIGIT_RULES
    elif flags & 8:
        rules = (read_lost_date, read_lost_phone, read_quantity)
    else:
        if flags & 4:
            rules = _HEAD_RULES
        if flags & 2:
            rules += _WORD_RULES
    for rule in rules:
        figure = rule(line, index)
        if figure is not None:
            return figure
    return None


def _changes(line: Line, figures: list[Figure]) -> None:
    """`từ 12,99 triệu xuống 9,99 triệu`: not an interval but two figures with their roles."""
    for first, second in itertools.pairwise(figures):
        if first.is_moment or second.is_moment or first.cmp == "range" or second.cmp == "range" or second.start - first.end > 14:
            continue
        between = line.words[first.end : second.left]
        if not between or not _TO & set(between) or any(word in (";", ".") for word in between):
            continue
        if line.word(first.left - 1) != "từ" and not (line.word(first.left - 1) == "mức" and line.word(first.left - 2) == "từ"):
            continue
        if first.unit is None or second.unit is None:
            first.unit, second.unit = first.unit or second.unit, second.unit or first.unit
        if first.unit != second.unit and not (first.noun or second.noun):
            continue
        first.role, second.role = "from", "to"
        if second.per and not first.per:
            first.per, first.kind = second.per, "rate"
        first.cmp = "=" if first.cmp == ">=" and first.approx == "từ" else first.cmp
        if first.cmp == "=":
            first.approx, first.low = None, None


def _each(line: Line, figures: list[Figure]) -> None:
    """`mỗi sim trị giá chưa tới 65 nghìn đồng`: a rate whose `per` stands before."""
    if "mỗi" not in line.words:
        return
    for figure in figures:
        if figure.per is not None or figure.kind not in ("money", "quantity", "percent", "count"):
            continue
        for at in range(figure.left - 1, max(-1, figure.left - 16), -1):
            word = line.words[at]
            if word in _EACH_STOPS:
                break
            if word == "mỗi" and any(other.start <= at < other.end for other in figures):
                break  # The rate tail of another figure.
            between = any(
                other.start > at and other.end <= figure.left and other.per is None and not other.is_moment for other in figures
            )
            if word == "mỗi" and between and line.word(figure.left - 1) not in ("(", "lên", "khoảng"):
                break
            if word == "mỗi":
                per = _head_noun(line, at + 1)
                if per is not None and (figure.kind in ("money", "quantity") or per in _PERIODS or figure.start - at <= 3):
                    if (
                        figure.kind == "count"
                        and figure.start - at > 3
                        and (per not in _PERIODS or "," in line.words[at + 3 : figure.left])
                    ):
                        break
                    figure.per, figure.kind = per, "frequency" if figure.unit in OCCASIONS else "rate"
                break


def _head_noun(line: Line, index: int) -> str | None:
    """The noun behind `mỗi`, as the table writes it."""
    noun = counted_nouns().match(line.words, index)
    unit = units().match(line.words, index)
    end = max(noun[1] if noun else 0, unit[1] if unit else 0)
    if not end:
        if index >= line.size or not line.words[index].isalpha():
            return None
        end = line.word_end(index)
    end = max(end, line.word_end(end - 1))  # `mỗi đầu_đạn`
    return line.text(index, end).replace("_", " ").casefold()
