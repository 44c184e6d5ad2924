"""Quantities: a numeral with its unit or currency, its parts (`7 năm 6 tháng`, `1m65`, `2 đô la và 23 xen`) and its sign."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.counts import read_bare_magnitude, read_count
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.fractions import read_fraction
from vnnlp.extraction.figures.lexicon import Unit, counted_nouns, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.named_numbers import in_compound, labelled
from vnnlp.extraction.figures.numerals import Numeral, read_numeral
from vnnlp.extraction.figures.phrases import cut
from vnnlp.extraction.figures.ranges import read_range
from vnnlp.extraction.figures.rates import with_rate
from vnnlp.extraction.figures.units import figure_of, is_multiple, read_prefix, read_unit

_OF_TIME: Final = word_set("of_time")
_BARE_BEFORE: Final = word_set("bare_before")


_MINUTE_OF: Final = {
    ("giờ", "phút"): 60,
    ("tiếng", "phút"): 60,
    ("phút", "giây"): 60,
    ("năm", "tháng"): 12,
    ("tháng", "ngày"): 30,
    ("ngày", "giờ"): 24,
    ("tuần", "ngày"): 7,
}


_DAYS_OF_MONTH: Final = 31
_DAYS_OF_YEAR: Final = 365


_PRONOUNS: Final = frozenset(("tôi", "anh", "chị", "em", "ông", "bà", "họ", "cô", "chú", "bác", "chúng", "ta", "nó"))
_WHO: Final = 6
_SMALL_MEASURES: Final = {"kg": 1000, "m": 100, "tấn": 1000, "tạ": 100, "km": 1000, "mét": 100, "lạng": 100}


def read_quantity(line: Line, index: int) -> Figure | None:
    """The figure of a number that begins at `index`: amount, share, count, length, rate or a range of such."""
    fraction = read_fraction(line, index)
    if fraction is not None:
        return fraction
    numeral = read_numeral(line, index)
    if numeral is None:
        return None
    _pointed(line, numeral)
    if numeral.value is not None and line.is_digits(index):
        _negative(line, numeral)
    prefix = read_prefix(line, numeral.start) if line.is_digits(index) or numeral.lost else None
    unit, end = read_unit(line, numeral)
    pair = read_range(line, numeral, unit, end, prefix)
    if pair is not None:
        return pair
    if prefix is not None:
        amount = figure_of(numeral, prefix[1], max(numeral.end, end if unit and unit.kind == "money" else 0), "money", prefix[0])
        return _cents(line, with_rate(line, amount))
    if unit is not None:
        figure = _of_unit(line, numeral, unit, end)
        return figure if figure is None else _cents(line, with_rate(line, figure))
    if numeral.bare or in_compound(line, numeral.start, numeral.end):
        return read_bare_magnitude(line, numeral)
    return read_count(line, numeral)


def _pointed(line: Line, numeral: Numeral) -> None:
    """`đạt .77`: a point without a zero before it, set apart from the word that asks for the number."""
    at = numeral.start - 1
    text = line.word(numeral.start)
    set_apart = line.word(at) == "." and line.glued(numeral.start) and not line.glued(at) and line.word(at - 1) in _BARE_BEFORE
    if set_apart and text.isdecimal() and not numeral.scaled and numeral.end == numeral.start + 1:
        numeral.value, numeral.start = float(f"0.{text[:15]}"), at


def _negative(line: Line, numeral: Numeral) -> None:
    """A minus sign, or `âm`, before digits."""
    at = numeral.start - 1
    if (
        line.word(at) in ("-", "–", "−") and line.glued(numeral.start) and (not line.glued(at) or line.word(at - 1) == "(")
        and not line.is_digits(at - 1)
        and not (line.word(at - 1) in ("%", "độ", "m", "kg") and line.is_digits(at - 2))
    ) or (line.whole and at == 0 and line.word(0) in ("-", "âm")):
        if (
            line.word(at - 1) not in ("giờ",)
            and (line.word(at - 1) or line.whole)
            and numeral.value is not None
            and not _is_list_mark(line, at)
        ):
            numeral.value, numeral.start = -numeral.value, at
    elif line.word(at) == "âm" and numeral.value is not None:
        numeral.value, numeral.start = -numeral.value, at


def _is_list_mark(line: Line, at: int) -> bool:
    return at == 0 and not line.whole


def _of_unit(line: Line, numeral: Numeral, unit: Unit, end: int) -> Figure | None:
    """Numeral and unit; the unit may take `rưỡi` or a smaller part (`7 năm 6 tháng`, `1m65`)."""
    word = line.words[numeral.start]
    if unit.kind == "duration" and line.word(numeral.start - 1) == "số" and line.is_digits(numeral.start) and line.is_digits(end):
        return None  # `Nghị quyết số 124 ngày 6-10-2018`
    if unit.kind == "duration" and line.integer(numeral.start, 1900, 2100) and (
        line.is_digits(end) or line.word(end) in ("nay", "ngoái")
    ):
        return None  # `Mùa hè xanh 2018 ngày 15-7`
    dated = unit.name == "ngày" and line.is_digits(end) and line.word(end + 1) in ("/", "-")
    if dated and (numeral.value or 0) > _DAYS_OF_MONTH:
        return None  # `thoả thuận 6934 ngày 18-9-2008`
    if unit.kind == "duration" and line.word(numeral.start - 1) == "lần" and (numeral.lone or line.is_digits(numeral.start)):
        return None  # `lần hai ngày 9/10`, `lần 3 nhiệm kỳ 2019-2024`
    if numeral.lone and word == "một" and not _counts_one(line, numeral, unit, end):
        return None
    if (numeral.lone or numeral.bare) and in_compound(line, numeral.start, numeral.end):
        return None
    if (
        numeral.bare
        and unit.kind in ("duration", "age", "multiple")
        and line.word(numeral.start - 1)
        not in ("hơn", "gần", "cả", "khoảng", "đến", "tới", "ngót", "trên", "dưới", "sau", "trong")
    ):
        return None
    if numeral.vague and word == "mấy" and unit.kind not in ("money", "duration", "percent") and not numeral.scaled:
        return None
    strong = unit.kind in ("percent", "percent_point", "money", "quantity", "age") or numeral.scaled or numeral.lost
    if labelled(line, numeral.start, numeral.end, strong=strong or unit.kind in ("duration", "multiple"), counted=True):
        return None
    name = unit.name
    kind = unit.kind
    figure = figure_of(numeral, numeral.start, end, kind, name)
    if kind == "multiple":
        if line.word(numeral.start - 1) == "lần" and line.words[end - 1] != "lần":
            return None
        if not is_multiple(line, numeral.start, end):
            figure.kind = "count"
    if line.word(end) == "rưỡi" and figure.value is not None:
        figure.value, figure.end = figure.value + 0.5, end + 1
        if name in ("tiếng", "tiếng đồng hồ"):
            figure.unit = "giờ"
    if word == "nửa" and name == "tiếng":
        figure.unit = "giờ"
    _add_part(line, figure, name)
    if figure.end > end and figure.unit == "năm" and line.words[figure.end - 1] == "tháng":
        _add_part(line, figure, name)  # `7 năm 8 tháng 16 ngày`
    return figure


def _counts_one(line: Line, numeral: Numeral, unit: Unit, end: int) -> bool:
    """`một` is the article before most nouns: it counts before money, before %, and in a length of time that words announce."""
    if unit.kind in ("percent", "percent_point", "quantity"):
        return True
    if unit.kind == "multiple":
        return line.word(numeral.start - 2) in ("mỗi", "một") and line.word(numeral.start - 1) in _OF_TIME
    if unit.kind == "money":
        return line.words[numeral.end] not in ("xu", "đô", "bảng") or end - numeral.end > 1
    if unit.kind == "duration":
        before, after = line.word(numeral.start - 1), line.word(end)
        if numeral.start == 0 and _happens(line, end):
            return True
        return (
            after in ("trước", "rưỡi", "nay", "tới", "qua", "vừa", "nữa")
            or line.word(end) == "sau"
            or (
                before
                in (
                    "sau",
                    "trong",
                    "hơn",
                    "gần",
                    "khoảng",
                    "suốt",
                    "chỉ",
                    "mất",
                    "dài",
                    "đây",
                    "trước",
                    "vòng",
                    "dưới",
                    "trên",
                    "chưa",
                    "quá",
                    "được",
                    "đúng",
                    "tới",
                    "đầy",
                    "cả",
                    "thêm",
                    "lâu",
                    "hạn",
                    "tròn",
                    "ngót",
                )
                and after not in ("nào", "đẹp", "mới", "đó")
            )
        )
    return False


def _happens(line: Line, end: int) -> bool:
    """`Một năm bác sĩ trực 90 đêm`: at the head of a sentence, with the one who does something behind it."""
    words = cut(line, end, min(line.size, end + _WHO), [False] * line.size)
    if not words:
        return False
    who = line.words[words[0].start : words[0].end]
    actor = words[0].kind == "name" or who[0] in _PRONOUNS or counted_nouns().match(line.words, end) is not None
    return actor and len(words) > 1 and words[1].kind in ("verb", "function") and line.words[words[1].start] not in ("của", "và")


def _add_part(line: Line, figure: Figure, name: str) -> None:
    """A smaller unit behind: `7 năm 6 tháng`, `2 kg 300`, `1m65`."""
    if figure.value is None or figure.end >= line.size:
        return
    at = (
        figure.end + 1
        if line.word(figure.end) in ("và", ",") and figure.kind == "duration" and line.word(figure.end) == "và"
        else figure.end
    )
    if not line.is_digits(at) and not (0 <= at < line.size and line.flags[at] & 2):
        return
    part = read_numeral(line, at)
    if part is None or part.value is None or part.scaled or part.value != int(part.value):
        return
    following = units().match(line.words, part.end)
    if following is not None and figure.kind == "duration":
        smaller = (line.words[figure.end - 1], line.words[part.end])
        per = _MINUTE_OF.get(smaller)
        if per and smaller == ("tháng", "ngày") and figure.unit == "năm":
            per = _DAYS_OF_YEAR
        if per and part.value < per and following[1] == part.end + 1:
            figure.value, figure.end = round(figure.value + part.value / per, 9), following[1]
    elif (
        following is None
        and figure.kind == "quantity"
        and name in _SMALL_MEASURES
        and line.is_digits(at)
        and at == figure.end
        and figure.value == int(figure.value)
    ):
        digits = line.words[at]
        if (line.glued(at) and len(digits) <= 2 and name == "m") or (
            name == "kg" and len(digits) == 3 and line.word(part.end) in ("", ".", ",", "gam", ")")
        ):
            figure.value, figure.end = figure.value + int(digits) / 10 ** len(digits), at + 1


def _cents(line: Line, figure: Figure) -> Figure:
    """`2 đô la và 23 xen`, `hai đô 23`: hundredths behind whole units of a foreign currency."""
    if (
        figure.kind != "money"
        or figure.unit in ("VND", "cent", "JPY", "KRW")
        or figure.value is None
        or figure.value != int(figure.value)
    ):
        return figure
    at = figure.end + 1 if line.word(figure.end) == "và" else figure.end
    if not (line.is_digits(at) or (at < line.size and line.flags[at] & 2)):
        return figure
    part = read_numeral(line, at)
    if part is None or part.value is None or not 0 < part.value < 100 or part.value != int(part.value) or part.scaled:
        return figure
    unit = units().match(line.words, part.end)
    if unit is not None and unit[0].name == "cent":
        figure.value, figure.end = figure.value + part.value / 100, unit[1]
    elif line.whole and at == figure.end and part.end == line.size:
        figure.value, figure.end = figure.value + part.value / 100, part.end
    return figure
