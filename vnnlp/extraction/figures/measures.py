"""What is measured: the noun phrase beside a number.

It is looked for behind the number (`50% doanh thu`, the counted noun), then before it: clause by clause to the left, first
a noun that names a measure (lexicon `measured_nouns`), else the clause's own words; a clause that says nothing
(`…, tăng 7,2%`) takes the measure of the figure before.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import Phrases, counted_nouns, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.lexicons import read_lexicon

_BREAKS: Final = frozenset('.;:?!()“”"…,')
_EDGE: Final = word_set("edge")
_PHRASE_STOP: Final = word_set("phrase_stop")
_WEAK: Final = frozenset(("số", "tổng", "lượng", "tiền", "hạn", "án", "thẻ", "trần"))
_LEADS: Final = {"duration": "thời gian", "money": "tiền"}
"""What a length of time and an amount of money measure, before the words of a clause that names nothing."""
_LEAD_OF_BASE: Final = {
    "m": "khoảng cách",
    "m2": "diện tích",
    "kg": "khối lượng",
    "byte": "dung lượng",
    "w": "công suất",
    "m3": "thể tích",
}
_LEAD_OF_UNIT: Final = {"độ": "nhiệt độ", "°c": "nhiệt độ", "điểm": "điểm"}
_COUNTED_MEASURES: Final = ("tin nhắn", "thuê bao", "khách hàng", "cuộc gọi", "đơn hàng")
"""Measures that are counted; an amount of money behind them is of something else."""
_PERIODS: Final = frozenset(("đêm", "ngày", "tháng", "năm", "tuần", "quý", "sáng", "chiều", "tối", "buổi", "giờ"))
_TIMES: Final = frozenset(("thời", "kỳ", "hạn", "án", "mức", "tù", "bảo", "tuổi", "hình", "phạt"))
_FILLERS: Final = _EDGE - {"nhận", "nâng", "mất", "cộng", "trích"}
_LONGEST: Final = 6
_CLAUSES: Final = 3
_BACK: Final = 40
_PRICE: Final = word_set("price")


@cache
def _measured() -> Phrases[bool]:
    return Phrases({form: True for row in read_lexicon("measured_nouns") for form in row["forms"].split("|")})


def read_measures(line: Line, figures: list[Figure]) -> None:
    """Set `measures` of the figures of a line, in text order; a bare number gets its unit from there too."""
    moments = [False] * line.size
    for figure in figures:
        if figure.is_moment:
            moments[figure.start : figure.end] = [True] * (figure.end - figure.start)
    previous: Figure | None = None
    for figure in figures:
        if figure.kind == "duration" and _narrows(line, figure):
            figure.measures = _LEADS["duration"]
            continue
        if figure.is_moment:
            figure.measures = _event(line, figure, moments)
            continue
        if figure.unit is None and figure.kind in ("count", "rate", "fraction") and figure.noun is None:
            _unit_from_context(line, figure, previous)
        figure.measures = _measure(line, figure, previous, moments)
        previous = figure


def _narrows(line: Line, figure: Figure) -> bool:
    """`doanh thu 9 tháng đạt …`, `lợi nhuận 6 tháng đầu năm`: the time over which the measure before it is taken."""
    if figure.left != figure.start or figure.start < 2:
        return False
    return any(
        (found := _measured().match(line.words, at, figure.start)) is not None and found[1] == figure.start
        for at in range(max(0, figure.start - 4), figure.start - 1)
    )


def _measure(line: Line, figure: Figure, previous: Figure | None, moments: list[bool]) -> str | None:
    if figure.kind == "phone":
        words = line.words[max(0, figure.start - 8) : figure.start]
        return next(
            (name for name in ("tổng đài", "hotline", "đường dây nóng", "đầu số") if f" {name} " in f" {' '.join(words)} "),
            "số điện thoại",
        )
    if figure.kind == "age":
        return "tuổi"
    if figure.kind == "duration" and line.word(figure.end) == "tù":
        return "tù"
    if figure.noun is not None:
        return _phrase(line, figure.noun[0], figure.noun[1])
    behind = _behind(line, figure)
    if behind is not None and figure.kind != "percent":
        return behind
    named, loose = _before(line, figure, previous, moments)
    if behind is not None:
        return f"{named} {behind}" if named else behind
    if named and figure.kind == "money" and named.casefold().startswith(_COUNTED_MEASURES):
        named, loose = None, loose or named
    if named and not (figure.kind == "duration" and named.split()[0].casefold() not in _TIMES):
        return named
    if loose or named:
        lead, phrase = _lead(figure), loose or named
        if lead == "tiền":
            return _money_of(line, figure, moments) or lead
        return f"{lead} {phrase}" if lead else phrase
    if previous is not None and previous.measures and previous.kind not in ("duration", "age", "phone"):
        return previous.measures
    return _LEADS.get(figure.kind)


def _money_of(line: Line, figure: Figure, moments: list[bool]) -> str | None:
    """An amount that no noun names is the money of the word that asks for it: `Viettel tặng 50.000 đồng`: `tiền tặng`."""
    for at in range(figure.left - 1, max(-1, figure.left - _BACK), -1):
        word = line.words[at]
        if word in _BREAKS or moments[at]:
            return None
        start = line.word_start(at)
        if word.isalpha() and not (word in _FILLERS and start == at) and not line.flags[at] & 1:
            if line.surfaces[start][:1].isupper():
                start = at  # A token that holds the end of a name.
            if line.surfaces[at][:1].isupper() and at > 0:
                return None
            return f"tiền {line.text(start, at + 1).replace('_', ' ').casefold()}"
    return None


def _lead(figure: Figure) -> str | None:
    """What the unit alone says is measured: money, time, a distance, an area, a weight."""
    if figure.kind == "rate" and figure.unit in ("VND", "USD"):
        return "tiền"
    if figure.kind != "quantity" or figure.unit is None:
        return _LEADS.get(figure.kind)
    found = units().match(figure.unit.split(), 0)
    return _LEAD_OF_UNIT.get(figure.unit.split()[0]) or (_LEAD_OF_BASE.get(found[0].base) if found is not None else None)


def _event(line: Line, figure: Figure, moments: list[bool]) -> str | None:
    """What a period is the period of: the words of its clause before it, else those behind it."""
    start = end = figure.left
    while start > 0 and line.words[start - 1] not in _BREAKS and end - start < _BACK:
        start -= 1
    found = _words(line, start, end, moments)
    if found is not None:
        return found
    start = end = figure.end
    while start < line.size and line.words[start] in _BREAKS and start - figure.end < 2:
        start += 1
    end = start
    while end < line.size and line.words[end] not in _BREAKS and end - start < _LONGEST + 2:
        end += 1
    return _words(line, start, end, moments)


def _behind(line: Line, figure: Figure) -> str | None:
    """The noun that a share, an amount or a quantity is part of."""
    if figure.kind not in ("percent", "quantity", "fraction", "money", "rate") or figure.end >= line.size:
        return None
    at = figure.end
    if figure.kind in ("money", "rate"):
        return (
            _phrase(line, at, at + 1)
            if line.word(at) in ("tiền", "vốn", "doanh", "lợi", "cước")
            else None
        )
    while line.word(at) in ("của", "số", "tổng", "trong", "trên") and at - figure.end < 3:
        at += 1
    word = line.word(at)
    if (
        not word.isalpha()
        or word in _PHRASE_STOP
        or word in ("mỗi",)
        or (line.surface(at)[:1].isupper() and not line.surface(at).isupper())
    ):
        return None
    return _phrase(line, at, at + 1)


def _phrase(line: Line, start: int, least: int) -> str | None:
    """The words from `start`, whole words, up to a function word or six syllables."""
    end = max(least, line.word_end(least - 1)) if least > start else start
    while end < line.size and end - start < _LONGEST:
        word = line.words[end]
        following = line.word_end(end)
        if not word.isalpha() or _stops_phrase(line, end, following) or line.flags[end] & 1:
            break
        if following - start > _LONGEST + 2:
            break
        end = following
    return _plain(line, start, end)


def _stops_phrase(line: Line, at: int, following: int) -> bool:
    """Whether a phrase ends before the one-syllable word at `at`; `trả trước` and `trả sau` are whole words."""
    return line.words[at] in _PHRASE_STOP and following == at + 1 and not _prepaid(line, at)


def _prepaid(line: Line, at: int) -> bool:
    return line.words[at] in ("trước", "sau") and line.word(at - 1) == "trả"


def _before(line: Line, figure: Figure, previous: Figure | None, moments: list[bool]) -> tuple[str | None, str | None]:
    """The named measure and the loose words of the nearest clause to the left that has any."""
    floor = 0
    if previous is not None:
        floor = previous.noun[1] if previous.noun is not None else previous.end
    low = max(0, figure.left - _BACK)
    end = figure.left
    loose: str | None = None
    for _ in range(_CLAUSES):
        while end > low and line.words[end - 1] in _BREAKS:
            end -= 1
        start = end
        while start > low and line.words[start - 1] not in _BREAKS:
            start -= 1
        if end <= floor and previous is not None:
            break
        named = _named(line, max(start, floor), end, moments)
        if named:
            return named, None
        if loose is None:
            loose = _words(line, max(start, floor), end, moments)
        if loose is not None and previous is not None:
            break
        if start <= max(low, floor):
            break
        end = start
    return None, loose


def _named(line: Line, start: int, end: int, moments: list[bool]) -> str | None:
    """The last noun of `start:end` that names a measure, with what narrows it."""
    best: tuple[int, int] | None = None
    at = start
    while at < end:
        found = _measured().match(line.words, at, end)
        if found is None or moments[at]:
            at += 1
            continue
        if best is not None and best[1] == at and line.words[best[0]] not in _WEAK:
            best = (best[0], found[1])  # `thuế thu nhập`: one noun narrows the other.
        elif best is None or line.words[at] not in _WEAK or line.words[best[0]] in _WEAK:
            best = (at, found[1])
        at = found[1]
    if best is None:
        return None
    stop = best[1]
    while stop < end and stop - best[0] < _LONGEST and not moments[stop]:
        word, following = line.words[stop], line.word_end(stop)
        if not word.isalpha() or (_stops_phrase(line, stop, following) and line.word_start(stop) == stop):
            break
        stop = following
    begin = best[0]
    if line.words[begin : begin + 2] in (["trị", "giá"], ["giá", "trị"]):
        # `thẻ cào Viettel trị giá`: the thing comes before its worth.
        while (
            begin > start
            and best[0] - begin < _LONGEST
            and line.words[begin - 1].isalpha()
            and not moments[begin - 1]
            and (line.words[begin - 1] not in _PHRASE_STOP)
        ):
            begin -= 1
    return _plain(line, begin, stop)


def _words(line: Line, start: int, end: int, moments: list[bool]) -> str | None:
    """The words of a clause without names, dates and helpers: all of a short one, the first phrase of a long one."""
    picked = [at for at in range(start, end) if line.words[at].isalpha() and not moments[at] and not line.flags[at] & 1]
    while picked and line.words[picked[-1]] in _EDGE:
        picked.pop()
    while picked and (
        line.words[picked[0]] in _EDGE or (len(picked) > 3 and picked[0] > 0 and line.surfaces[picked[0]][:1].isupper())
    ):
        picked.pop(0)
    if not picked or all(line.words[at] in _PERIODS for at in picked):
        return None
    if len(picked) > _LONGEST + 1:
        stop = next((number for number, at in enumerate(picked) if number and line.words[at] in _PHRASE_STOP), _LONGEST)
        picked = picked[: max(2, min(stop, _LONGEST))]
    return " ".join(line.surfaces[at] for at in picked)


def _plain(line: Line, start: int, end: int) -> str | None:
    while end > start and not line.words[end - 1].isalnum():
        end -= 1
    text = line.text(start, end).replace("_", " ").strip()
    return text or None


def _unit_from_context(line: Line, figure: Figure, previous: Figure | None) -> None:
    """A bare number takes its unit from `số X … 1,7 triệu`, from a price beside it, or from the figure before."""
    if figure.kind == "fraction":
        figure.unit = previous.unit if previous is not None and previous.kind in ("count", "rate") else None
        return
    large = (figure.value or figure.low or 0) >= 1e4 or figure.lost
    for at in range(figure.left - 1, max(-1, figure.left - _BACK), -1):
        word = line.words[at]
        if word in _BREAKS and word != ",":
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
