"""Ranges: two numbers with one meaning, `4 - 5 triệu đồng`, `từ 690 đến 1.580 đồng`, `70-80%`, `hai, ba ngày`.

The first number takes its magnitude and unit from the second where it has none; the order of the two must make sense.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.counts import noun_text, read_noun
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import Unit, counted_nouns
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.named_numbers import in_compound, labelled
from vnnlp.extraction.figures.numerals import Numeral, exact, read_numeral
from vnnlp.extraction.figures.rates import with_rate, with_rate_of_count
from vnnlp.extraction.figures.separators import read_digits
from vnnlp.extraction.figures.units import is_multiple, prefix_at, read_unit

_DASHES: Final = frozenset("-–—~")


def read_range(line: Line, first: Numeral, unit: Unit | None, end: int, prefix: tuple[str, int] | None) -> Figure | None:
    """Two numbers with one meaning: `4 - 5 triệu đồng`, `từ 690 đến 1.580 đồng`, `70-80%`, `giữa 1 và 2 tỷ`."""
    if first.vague or (first.lone and first.value == 1 and unit is None and line.word(first.end) != ","):
        return None
    after = end if unit is not None else first.end
    joiner = line.word(after)
    opener = line.word(first.start - 1)
    start = first.start if prefix is None else prefix[1]
    if prefix is not None:
        opener = line.word(prefix[1] - 1)
    if joiner in _DASHES:
        numeral_follows = after + 1 < line.size and line.flags[after + 1] & 11 != 0
        uneven = line.glued(after) != line.glued(after + 1)
        leaning = uneven and line.glued(after + 1) and line.is_digits(after + 1) and first.digits  # `100 -150 nghìn đồng`
        if ((uneven and not leaning) or not numeral_follows) and prefix_at(line, after + 1) is None:
            return None
    elif joiner in ("đến", "tới"):
        if opener not in ("từ", "khoảng", "mức") and (unit is not None or line.word(after + 1) in ("cả", "nay")):
            return None
    elif joiner == "và":
        if opener != "giữa":
            return None
    elif joiner == "," and first.lone and unit is None:
        return _loose_pair(line, first)
    else:
        return None
    at = after + 1
    if joiner in ("đến", "tới") and line.word(at) in ("hơn", "gần", "khoảng", "trên", "dưới", "hết"):
        at += 1
    second_prefix = prefix_at(line, at)
    if second_prefix is not None:
        at = second_prefix[1]
    if at >= line.size:
        return None
    second = read_numeral(line, at)
    if second is None or second.vague or second.bare:
        return None
    if (
        not (line.is_digits(at) or second.lost)
        and not (opener in ("từ", "giữa") or joiner in _DASHES or second.scaled)
        and not first.lone
    ):
        return None
    last_unit, stop = read_unit(line, second)
    if prefix is not None and last_unit is None:
        last_unit, stop = Unit(prefix[0], "money", prefix[0], 1.0), second.end
    if second.lone and joiner in ("đến", "tới") and opener not in ("từ", "khoảng") and last_unit is None and not first.lone:
        return None
    if (
        unit is not None
        and last_unit is not None
        and (unit.kind, unit.base) != (last_unit.kind, last_unit.base)
        and unit.kind != "age"
        and {unit.kind, last_unit.kind} != {"duration", "age"}
    ):
        return None
    if unit is not None and last_unit is None:
        return None
    low, high = first.value, second.value
    lost = first.lost or second.lost
    if not lost:
        assert low is not None and high is not None
        if first.digits and not first.scaled and second.digits:
            low = _mantissa(line, first, second, last_unit)
        if (
            second.scaled
            and not first.scaled
            and unit is None
            and low < high / second.scale
            and (low < 1000 or second.scale < 1e6 or low * second.scale <= high)
        ):
            low = exact(low * second.scale)
        if joiner in _DASHES and low >= high and not (last_unit and last_unit.kind == "percent"):
            return None
        if low > high and joiner not in _DASHES:
            return None
        if low < 0 < first.value if first.value else False:
            return None
    if last_unit is None:
        return _counted_range(line, first, second, start, low, high, opener, joiner, lost)
    if labelled(line, start, second.end, strong=last_unit.kind not in ("duration", "multiple"), counted=True):
        return None
    if last_unit.kind in ("duration",) and _is_time_of_day(line, first, stop, opener):
        return None
    begin = start - 1 if opener in ("từ", "giữa") else start
    kind = last_unit.kind if last_unit.kind != "multiple" or is_multiple(line, start, stop) else "count"
    figure = Figure(
        begin,
        stop,
        kind,
        low=None if lost else low,
        high=None if lost else high,
        unit=last_unit.name,
        cmp="range",
        lost=lost,
        left=begin,
    )
    if line.word(stop) == "rưỡi" and figure.high is not None:
        figure.high, figure.end = figure.high + 0.5, stop + 1
    return with_rate(line, figure)


def _is_time_of_day(line: Line, first: Numeral, stop: int, opener: str) -> bool:
    return False


def _mantissa(line: Line, first: Numeral, second: Numeral, unit: Unit | None) -> float:
    """The first number read with what follows the second: `36,125 - 36,500 triệu`."""
    value = read_digits(
        line.words[first.start] if line.is_digits(first.start) else line.words[first.end - 1],
        continuous=unit is not None and unit.kind in ("percent", "quantity"),
        scaled=second.scaled,
        english=line.english,
    )
    sign = -1.0 if first.value is not None and first.value < 0 else 1.0
    return sign * value if value is not None else first.value or 0.0


def _loose_pair(line: Line, first: Numeral) -> Figure | None:
    """`hai, ba ngày`: two neighbours in words are a rough number."""
    second = read_numeral(line, first.end + 1) if first.end + 1 < line.size and line.flags[first.end + 1] & 2 else None
    if second is None or not second.lone or first.value is None or second.value != first.value + 1 or line.glued(first.end + 1):
        return None
    unit, stop = read_unit(line, second)
    if unit is None:
        noun = read_noun(line, second.end)
        if noun is None or counted_nouns().match(line.words, noun[0]) is None:
            return None
        return Figure(
            first.start,
            second.end,
            "count",
            low=first.value,
            high=second.value,
            unit=noun_text(line, noun),
            noun=noun,
            cmp="range",
            left=first.start,
        )
    if unit.kind not in ("duration", "multiple", "age"):
        return None
    return Figure(
        first.start,
        stop,
        "count" if unit.kind == "multiple" else unit.kind,
        low=first.value,
        high=second.value,
        unit=unit.name,
        cmp="range",
        left=first.start,
    )


def _counted_range(
    line: Line,
    first: Numeral,
    second: Numeral,
    start: int,
    low: float | None,
    high: float | None,
    opener: str,
    joiner: str,
    lost: bool,
) -> Figure | None:
    noun = read_noun(line, second.end)
    if noun is None and not (opener in ("từ", "khoảng", "giữa", "tuổi") or (second.scaled and joiner in _DASHES)):
        return None
    if noun is None and opener not in ("khoảng", "giữa", "từ", "tuổi") and not second.scaled:
        return None
    if (first.lone or second.lone) and (noun is None or in_compound(line, start, second.end)):
        return None
    known = noun is not None and counted_nouns().match(line.words, noun[0]) is not None
    if labelled(line, start, second.end, strong=second.scaled, counted=known):
        return None
    begin = start - 1 if opener in ("từ", "giữa") else start
    figure = Figure(
        begin, second.end, "count", low=None if lost else low, high=None if lost else high, cmp="range", lost=lost, left=begin
    )
    if noun is not None:
        figure.noun, figure.unit = noun, noun_text(line, noun)
    if line.word(begin - 1) == "tuổi" and noun is None:
        figure.kind, figure.unit = "age", "tuổi"
    return with_rate_of_count(line, figure)
