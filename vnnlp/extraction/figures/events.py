"""What a time is the time of: the event of a date, the doing that lasts, the occasions that are counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.phrases import BREAKS, Word, cut, each_word, first_run, phrase_text, run_from

_OPENERS: Final = frozenset(("trong", "sau", "vòng", "suốt", "hết", "qua", "chỉ", "riêng", "cách", "đây", "từ", "và", "mới",
                             "cả", "trước", "khoảng", "đúng", "tròn"))
_TIME: Final = "thời gian"
_BACK: Final = 24
_AHEAD: Final = 16
_PHRASE: Final = 5
_FRAME_ENDS: Final = frozenset(("tới", "qua", "nay", "đầu", "cuối", "sau", "trước", "gần", "đây", "liên", "tiếp", "liền", "này",
                                "năm", "đó", "trở", "lại", "đầu_năm", "cuối_năm", "nữa", "kế"))

_FRAMED: Final = _FRAME_ENDS | {",", ""}


def event(line: Line, figure: Figure, moments: Sequence[bool]) -> str | None:
    """What happens at a date: the words of its clause before it, else those behind it."""
    start = figure.left
    while start > 0 and line.words[start - 1] not in BREAKS and figure.left - start < _BACK:
        start -= 1
    run = first_run(each_word(line, start, figure.left, moments))
    return phrase_text(line, run) or phrase_text(line, first_run(each_word(line, *_ahead(line, figure.end, moments), moments)))


def time_of(line: Line, figure: Figure, moments: Sequence[bool]) -> str:
    """What lasts: `3 tháng thử nghiệm`, `chờ máy 25 phút`, `trong hai tháng đầu năm , doanh thu đạt`, behind `thời gian`."""
    behind = _right_behind(line, figure, moments)
    if behind is not None:
        return f"{_TIME} {behind}"
    start = figure.left
    while start > 0 and line.words[start - 1] not in BREAKS and figure.left - start < _BACK:
        start -= 1
    words = cut(line, start, figure.left, moments)
    run: Sequence[Word] = ()
    if line.word(figure.left - 1) in _OPENERS and (moments[figure.end] if figure.end < line.size else False) | (
            line.word(figure.end) in _FRAMED):
        # `trong hai tháng tới sẽ mở`: a frame around what follows.
        run = _first_doing(cut(line, *_ahead(line, figure.end, moments), moments))
    run = run or _doing(words)
    found = phrase_text(line, run) or phrase_text(line, _first_doing(cut(line, *_ahead(line, figure.end, moments), moments)))
    return _TIME if found is None else found if found.startswith(_TIME) else f"{_TIME} {found}"


def _right_behind(line: Line, figure: Figure, moments: Sequence[bool]) -> str | None:
    """The noun or verb that follows at once: `25 năm kinh nghiệm`, `1.000 phút gọi`; not that of the next clause."""
    words = cut(line, figure.end, min(line.size, figure.end + 8), moments)
    if not words or words[0].kind not in ("noun", "verb"):
        return None
    before = line.word(figure.left - 1)
    if words[0].kind == "noun" and before in _OPENERS and line.word(words[0].end) in ("đã", "được", "bị", "sẽ", "đạt", "có"):
        return None
    return run_from(line, figure.end, words[0].end, moments)


def _doing(words: Sequence[Word]) -> Sequence[Word]:
    """From the last verb of a clause to the end of its phrase."""
    for number in range(len(words) - 1, -1, -1):
        if words[number].kind == "verb":
            stop = number + 1
            while stop < len(words) and words[stop].is_content and words[stop].end - words[number].start <= _PHRASE:
                stop += 1
            return words[number:stop]
    return first_run(words)


def _first_doing(words: Sequence[Word]) -> Sequence[Word]:
    """The first run of a clause that holds a verb, from that verb on; else its first run."""
    for number, word in enumerate(words):
        if word.kind == "verb":
            stop = number + 1
            while stop < len(words) and words[stop].is_content and words[stop].end - word.start <= _PHRASE:
                stop += 1
            return words[number:stop]
    return first_run(words)


def _ahead(line: Line, start: int, moments: Sequence[bool]) -> tuple[int, int]:
    """Where the clause lies that follows a figure that opens its sentence."""
    while start < line.size and (line.words[start] in _FRAME_ENDS or moments[start] or line.words[start] == "và"
                                 or line.flags[start] & 1):
        start += 1
    while start < line.size and line.words[start] in BREAKS and line.words[start] not in ".;?!":
        start += 1
    end = start
    while end < line.size and line.words[end] not in BREAKS and end - start < _AHEAD and not line.flags[end] & 1:
        end += 1
    return start, end


def occasion(line: Line, figure: Figure, moments: Sequence[bool]) -> str | None:
    """What happens so many times: `hai lần chuyển mạng`, `dự hòa nhạc hai lần`."""
    unit = line.words[figure.noun[0]] if figure.noun is not None else (figure.unit or "lần")
    at = figure.noun[1] if figure.noun is not None else figure.end
    words = cut(line, at, min(line.size, at + 8), moments)
    if words and words[0].kind in ("noun", "verb"):
        return f"{unit} {run_from(line, at, words[0].end, moments)}"
    start = figure.left
    while start > 0 and line.words[start - 1] not in BREAKS and figure.left - start < _BACK:
        start -= 1
    done = phrase_text(line, _doing(cut(line, start, figure.left, moments)))
    return f"{unit} {done}" if done else unit
