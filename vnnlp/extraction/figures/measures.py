"""What is measured: the noun phrase beside a number.

First the counted noun; then the noun behind (`50% doanh thu`); then the clause before the number: a noun that names a measure
(lexicon `measured_nouns`), the noun or the verb that stands right before the number (`gói 70.000 đồng`, `tặng 50.000 đồng`),
or the subject of `đạt`, `là`, `tăng`. A clause that says nothing of its own (`…, tăng 7,2%`) goes on about what the
sentence spoke of: its topic. What the unit alone tells (`thời gian`, `tiền`, `dung lượng`) stands in front.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from vnnlp.extraction.figures.events import event, occasion, time_of
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import counted_nouns, unit_named, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.phrases import (
    BREAKS,
    Word,
    cut,
    each_word,
    first_run,
    last_run,
    measured_nouns,
    phrase_text,
    plain,
    run_from,
)
from vnnlp.extraction.figures.prices import is_money, money_of, verb_right_before

_JOINS: Final = frozenset(("và", "còn", "cùng", "hoặc", "hay"))
_PHRASE_STOP: Final = word_set("phrase_stop")
_WEAK: Final = frozenset(("số", "tổng", "lượng", "tiền", "hạn", "án", "thẻ", "trần", "mức"))
_LEAD_OF_BASE: Final = {"m": "khoảng cách", "m2": "diện tích", "kg": "khối lượng", "byte": "dung lượng", "w": "công suất",
                        "m3": "thể tích"}
_LEAD_OF_UNIT: Final = {"inch": "kích thước", "độ": "nhiệt độ", "°c": "nhiệt độ", "điểm": "điểm"}
_DIMENSIONS: Final = {"dài": "chiều dài", "cao": "chiều cao", "rộng": "chiều rộng", "sâu": "độ sâu", "dày": "độ dày",
                      "nặng": "cân nặng", "xa": "khoảng cách", "cách": "khoảng cách"}
_COUNTED_MEASURES: Final = ("tin nhắn", "thuê bao", "khách hàng", "cuộc gọi", "đơn hàng")
"""Measures that are counted; an amount of money behind them is of something else."""
_WORTHS: Final = (["trị", "giá"], ["giá", "trị"])
_SHARES: Final = frozenset(("percent", "percent_point", "multiple", "fraction", "count"))
_OCCASIONS: Final = frozenset(("lần", "đợt", "chuyến", "lượt", "kỳ", "phiên", "buổi"))
_UNITS_IN_A_ROW: Final = frozenset(("giây", "phút", "giờ", "ngày", "tuần", "tháng", "quý", "năm"))
_TIME_NOUNS: Final = frozenset(("thời", "kỳ", "hạn", "án", "mức", "tù", "bảo", "tuổi", "hình", "phạt"))
_HAVING: Final = frozenset(("với", "có", "từ", "mức", "giá", "khoảng", "chỉ"))
_LARGE: Final = 1000
_REACH: Final = 12
_SUBJECT: Final = 20
"""Syllables before a number, and at the beginning of its clause, in which the words that it measures are looked for."""
_CHAIN: Final = 3
"""Function words that may stand between a verb and its number: `hoàn tiền lên tới`."""
_LONGEST: Final = 6
_CLAUSES: Final = 3
_BACK: Final = 40
_PRICE: Final = word_set("price")
_PHONE_HEADS: Final = ("tổng đài", "hotline", "đường dây nóng", "đường dây", "đầu số", "fax")


class _Topic(NamedTuple):
    """What the sentence speaks of, and the sort of number that said so."""

    text: str
    sort: str


def _sort(figure: Figure) -> str:
    """Figures of one sort may measure the same: amounts of money, amounts of one unit, counts of one thing."""
    return "money" if is_money(figure) else figure.unit or "count"


def read_measures(line: Line, figures: list[Figure], told: Figure | None = None) -> Figure | None:
    """Set `measures` of the figures of a line, in text order; a bare number gets its unit from there too.

    `told`: the last amount of the sentence before, which `con số` may go on about. Returns the last amount of this one.
    """
    moments = [False] * line.size
    for figure in figures:
        if figure.is_moment:
            moments[figure.start : figure.end] = [True] * (figure.end - figure.start)
    previous: Figure | None = None
    topic: _Topic | None = None
    for figure in figures:
        if figure.is_moment:
            figure.measures = event(line, figure, moments)
            continue
        if figure.unit is None and figure.kind in ("count", "rate", "fraction") and figure.noun is None:
            _unit_from_context(line, figure, previous)
        if figure.kind in ("age", "phone", "ordinal", "duration", "frequency") or _is_occasion(figure):
            figure.measures = _of_time(line, figure, moments)
            continue
        meant = previous or told
        if meant is not None and _sort(meant) == _sort(figure) and _goes_on(line, figure, previous.end if previous else 0):
            figure.measures, previous = meant.measures, figure
            continue
        suits = topic is not None and (figure.kind in _SHARES or topic.sort == _sort(figure))
        figure.measures, spoken_of = _measure(line, figure, previous, topic.text if topic and suits else None, moments)
        if figure.unit is None and figure.kind == "count":
            figure.unit = _unit_of(figure)
        if spoken_of is not None:
            topic = _Topic(spoken_of, _sort(figure))
        previous = figure
    return previous


def _goes_on(line: Line, figure: Figure, floor: int) -> bool:
    """Whether the number is another of what the one before measured: `4-5 triệu đồng? Con số thực tế chỉ 40.000 đồng`."""
    words = line.words[_clause(line, figure.left, floor) : figure.left]
    return ("con", "số") in pairwise(word.casefold() for word in words)


def _is_occasion(figure: Figure) -> bool:
    return figure.kind == "count" and figure.unit in _OCCASIONS


def _of_time(line: Line, figure: Figure, moments: list[bool]) -> str | None:
    """What a figure measures whose kind says it: an age, a number to call, a place in a row, a length of time."""
    if figure.kind == "age":
        return "tuổi"
    if figure.kind == "phone":
        words = f" {' '.join(line.words[max(0, figure.start - 8) : figure.start])} "
        return next((name for name in _PHONE_HEADS if f" {name} " in words), "số điện thoại")
    if figure.kind == "ordinal":
        return _place(line, figure, moments)
    if figure.kind != "duration":
        return occasion(line, figure, moments)
    clause = _clause(line, figure.left, 0)
    named = _named(line, clause, figure.left, moments)
    if line.word(figure.end) == "tù":
        return f"{named} tù" if named and "án" in named.split() else "tù"
    if named is not None and (named.split()[0].casefold() in _TIME_NOUNS or named.casefold().startswith("bảo hành")):
        return named
    if named is not None and (line.word(figure.end) in ("đầu", "cuối", "của", "qua", "đạt") or line.is_digits(figure.end)):
        return f"thời gian {named}"  # `doanh thu 6 tháng đầu năm`
    return time_of(line, figure, moments)


def _place(line: Line, figure: Figure, moments: list[bool]) -> str | None:
    """What stands in a row: `thế hệ thứ 5`, `giải bóng đá lần thứ 3`."""
    if line.words[figure.start] in ("khóa", "khoá"):
        return "khóa"
    if line.word(figure.start - 1) in _UNITS_IN_A_ROW:
        noun = run_from(line, figure.end, figure.end, moments)
        return f"{line.words[figure.start - 1]} {noun}" if noun else line.words[figure.start - 1]
    left = figure.start - 1 if line.word(figure.start - 1) in ("lần", "đứng", "xếp", "hạng") else figure.start
    run = last_run(cut(line, _clause(line, left, 0), left, moments))
    if run and run[-1].end == left:
        nouns = [number for number, word in enumerate(run) if word.kind == "noun"]
        return phrase_text(line, run[nouns[0] if nouns else 0:])
    behind = run_from(line, figure.end, figure.end, moments)
    return behind or phrase_text(line, run) or ("lần" if left < figure.start else None)


def _measure(
    line: Line, figure: Figure, previous: Figure | None, topic: str | None, moments: list[bool]
) -> tuple[str | None, str | None]:
    """What an amount measures, and what the sentence speaks of from here on (None: as before)."""
    if figure.noun is not None:
        found = run_from(line, figure.noun[0], max(figure.noun[1], line.word_end(figure.noun[1] - 1)), moments)
        return found, found
    behind = _behind(line, figure, moments)
    floor = 0 if previous is None else _floor(line, previous, figure, moments)
    named, run, far = _before(line, figure, floor, moments)
    if named and is_money(figure) and named.casefold().startswith(_COUNTED_MEASURES):
        close = line.word(figure.left - 1) == "từ" and named.casefold().endswith(line.word(figure.left - 2))
        named, run = (f"giá trị {named}", ()) if close else (None, last_run(cut(line, max(floor, _clause(line, figure.left, 0)),
                                                                              figure.left, moments)))
    lead = _lead(line, figure)
    if behind is not None:
        if figure.kind in ("percent", "percent_point"):
            of = named if named and named.casefold() not in behind.casefold() else None
            return (f"{of} {behind}" if of else behind), of or (None if topic else behind)
        if is_money(figure):
            verb = verb_right_before(line, figure, run)
            return (f"tiền {verb} {behind}" if verb and behind.split()[0] != "tiền" else behind), behind
        return (f"{lead} {behind}" if lead and not behind.startswith(lead) else behind), behind
    if named:
        return named, named
    if far and topic is not None:
        return topic, None
    if lead and previous is not None and previous.noun is not None and previous.noun[1] == figure.left:
        return f"{lead} {previous.measures}", None  # `64 tivi 40 inch`
    if is_money(figure):
        found = money_of(line, figure, run)
        return found, found if found != "tiền" else None
    phrase = phrase_text(line, run)
    if phrase is None or (topic and not any(word.kind == "noun" for word in run)):
        return topic or lead or phrase, None
    if lead:
        said = [word for word in run if " ".join(line.words[word.start : word.end]) not in _DIMENSIONS]
        thing = plain(line, said[0].start, said[-1].end) if said else None
        phrase = f"{lead} {thing}" if thing else lead
    return phrase, phrase


def _lead(line: Line, figure: Figure) -> str | None:
    """What the unit alone says is measured: an area, a weight; `cao 90 m` is a height."""
    if figure.unit is None or figure.kind not in ("quantity", "rate"):
        return None
    unit = unit_named(figure.unit)
    base = unit.base if unit is not None else None
    if base in ("m", "kg") and figure.kind == "quantity":
        for at in (figure.left - 1, figure.left - 2):
            if line.word(at) in _DIMENSIONS and not (base == "kg" and line.word(at) == "cách"):
                return _DIMENSIONS[line.words[at]]
    return _LEAD_OF_UNIT.get(figure.unit.split()[0]) or (_LEAD_OF_BASE.get(base) if base and figure.kind == "quantity" else None)


def _behind(line: Line, figure: Figure, moments: list[bool]) -> str | None:
    """The noun that a share, an amount or a quantity is part of: `50% doanh thu`, `1,2 GB data`, `trên giá vé`."""
    at = figure.end
    if at >= line.size or figure.kind == "count":
        return None
    if is_money(figure):
        if line.word(at) in ("trên", "vào") and measured_nouns().match(line.words, at + 1) is not None:
            at += 1
        elif line.word(at) not in ("tiền", "vốn", "doanh", "lợi", "cước"):
            return None
        return run_from(line, at, at + 1, moments)
    while line.word(at) in ("của", "số", "tổng", "trong", "trên", "các", "những", "toàn", "bộ") and at - figure.end < 4:
        at += 1
    if at > figure.end and line.word(at - 1) == "trên" and figure.kind == "quantity":
        return None
    words = cut(line, at, min(line.size, at + _LONGEST), moments)
    if not words or words[0].kind != "noun" or line.words[at] == "mức":
        return None
    return run_from(line, at, words[0].end, moments)


def _clause(line: Line, end: int, floor: int) -> int:
    """Where the clause that ends at `end` begins."""
    start = end
    low = max(floor, end - _BACK)
    while start > low and line.words[start - 1] not in BREAKS:
        start -= 1
    return start


def _floor(line: Line, previous: Figure, figure: Figure, moments: Sequence[bool]) -> int:
    """Where words may belong to a figure: what follows the one before it, up to a mark or `và`, is that one's; without
    such a mark, only the phrase that follows it at once."""
    at = previous.noun[1] if previous.noun is not None else previous.end
    for index in range(at, figure.left):
        if line.words[index] in BREAKS or line.words[index] in _JOINS:
            return index
    if previous.noun is not None and line.words[at : at + 2] in _WORTHS:
        return at
    words = cut(line, at, figure.left, moments)
    for word in words:
        if not word.is_content or (word.start > at and _names_the_next(line, word, words)):
            break
        at = word.end
    return at


def _names_the_next(line: Line, word: Word, words: Sequence[Word]) -> bool:
    """`20 phần quà trị giá 25 triệu đồng`: a measured noun in front of the next number and nothing but it."""
    return measured_nouns().match(line.words, word.start) is not None and all(
        other.is_content for other in words if other.start >= word.start)


def _before(
    line: Line, figure: Figure, floor: int, moments: list[bool]
) -> tuple[str | None, Sequence[Word], bool]:
    """The named measure and the content words of the nearest clause to the left that has any, and whether it is another
    clause than the number's own."""
    low = max(floor, figure.left - _BACK)
    end = figure.left
    for clause in range(_CLAUSES):
        while end > low and line.words[end - 1] in BREAKS:
            end -= 1
        start = _clause(line, end, low)
        named = _named(line, start, end, moments)
        if named is not None:
            return named, (), False
        run = _run(line, figure, start, end, moments, near=clause == 0)
        if run:
            return None, run, clause > 0
        if start <= low:
            break
        end = start
    return None, (), True


def _run(line: Line, figure: Figure, start: int, end: int, moments: Sequence[bool], *, near: bool) -> Sequence[Word]:
    """The words of the clause `start:end` that say what is measured: those right before the number, else its subject."""
    close = max(start, end - _REACH)
    close = max(start, line.word_start(close)) if close < line.size else close
    words = cut(line, close, end, moments)
    run = last_run(words)
    if near and run:
        between = line.words[run[-1].end : figure.left]
        if run[-1].kind == "verb" and len(between) <= _CHAIN:
            return run
        if run[-1].kind == "noun" and (not between or (len(between) == 1 and between[0] in _HAVING)):
            return run
    if is_money(figure) and any(word.kind == "verb" for word in run):
        return run
    if close > start:
        return first_run(each_word(line, start, min(end, start + _SUBJECT), moments)) or run
    return first_run(words) or run


def _named(line: Line, start: int, end: int, moments: list[bool]) -> str | None:
    """The last noun of `start:end` that names a measure, with what narrows it."""
    best: tuple[int, int] | None = None
    nouns = measured_nouns()
    firsts = nouns.firsts
    at = start
    while at < end:
        if line.words[at] not in firsts:
            at += 1
            continue
        found = nouns.match(line.words, at, end)
        if found is None or moments[at] or (line.word_start(at) < at and line.word_end(at) == at + 1):
            at += 1
            continue
        if best is not None and best[1] == at and not _is_weak(line, best):
            best = (best[0], found[1])  # `thuế thu nhập`: one noun narrows the other.
        elif best is None or not _is_weak(line, (at, found[1])) or _is_weak(line, best):
            best = (at, found[1])
        at = found[1]
    if best is None:
        return None
    begin, stop = best
    for word in each_word(line, stop, end, moments):
        if not word.is_content or word.end - begin > _LONGEST:
            break
        stop = word.end
    if line.words[begin] == "mức" and stop == begin + 1:
        return None
    if line.words[begin : begin + 2] in _WORTHS:
        # `thẻ cào Viettel trị giá`: the thing comes before its worth.
        while (begin > start and best[0] - begin < _LONGEST and line.words[begin - 1].isalpha() and not moments[begin - 1]
               and line.words[begin - 1] not in _PHRASE_STOP):
            begin -= 1
    return plain(line, begin, stop)


def _unit_of(figure: Figure) -> str | None:
    """`thuê bao 3G … lên 19 triệu`: a large bare number counts the noun that it measures."""
    if not figure.measures or (figure.value or figure.low or 0) < _LARGE:
        return None
    words = figure.measures.casefold().split()
    while words and words[0] in ("số", "tổng", "lượng"):
        words = words[1:]
    found = counted_nouns().match(words, 0)
    return " ".join(words[: found[1]]) if found is not None else None


def _is_weak(line: Line, span: tuple[int, int]) -> bool:
    return span[1] == span[0] + 1 and line.words[span[0]] in _WEAK


def _unit_from_context(line: Line, figure: Figure, previous: Figure | None) -> None:
    """A bare number takes its unit from `số X … 1,7 triệu`, from a price beside it, or from the figure before."""
    if figure.kind == "fraction":
        figure.unit = previous.unit if previous is not None and previous.kind in ("count", "rate") else None
        return
    large = (figure.value or figure.low or 0) >= 1e4 or figure.lost
    for at in range(figure.left - 1, max(-1, figure.left - _BACK), -1):
        word = line.words[at]
        if word in BREAKS and word != ",":
            break
        if word in ("số", "lượng") and line.word(at + 1) != "tiền":
            start = at + 1
            if line.word(start) == "lượng":
                start += 1
            found = counted_nouns().match(line.words, start)
            if found is not None:
                figure.unit = line.text(start, found[1]).replace("_", " ").casefold()
                return
    clause = line.words[max(0, figure.left - 12) : figure.left]
    if large and any(word in _PRICE for word in clause) and "lệ" not in clause and "lượng" not in clause:
        figure.unit = "VND"
        figure.kind = "rate" if figure.per else "money"
    elif previous is not None and previous.unit and previous.kind in ("money", "count", "rate"):
        figure.unit = previous.unit
        figure.kind = "rate" if figure.per else "money" if previous.kind == "rate" else previous.kind
