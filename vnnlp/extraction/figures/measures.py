"""What is measured, and of whom: the noun phrase beside a number, and the organisation or person of its clause.

The measure is looked for behind the number (`50% doanh thu`), then before it up to the start of the clause
(`giá máy giảm từ …`), then taken over from the figure before (`…, tăng 7,2%`).
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.line import Line

_BREAKS: Final = frozenset(".;:?!()“”\"…")
_VERBS: Final = frozenset(
    ["là", "đạt", "có", "chiếm", "còn", "lên", "xuống", "tăng", "giảm", "bằng", "ở", "mức", "khoảng", "gần", "hơn", "chỉ", "được", "bị", "sẽ", "đã", "đang", "vẫn", "dao", "động", "tới", "đến", "vào", "từ", "trong", "tương", "đương", "ước", "lại", "này", "đó", "cũng", "đều", "mới", "nay", "hiện", "thì", "mà", "và", "với", "cho", "của", "do", "theo", "tại", "những", "các", "một", "mỗi", "ít", "nhất", "tối", "đa", "thiểu", "trên", "dưới", "chưa", "không", "quá", "vượt", "gồm", "tổng", "cộng", "thêm", "gấp", "nhưng", "nên", "để", "khi", "sau", "trước", "bình", "quân", "trung", "hạ", "nâng", "mất"])
_EDGE: Final = frozenset(
    ["là", "đạt", "có", "chiếm", "còn", "lên", "xuống", "tăng", "giảm", "bằng", "ở", "mức", "khoảng", "gần", "hơn", "chỉ", "được", "bị", "sẽ", "đã", "đang", "vẫn", "tới", "đến", "vào", "từ", "trong", "tương", "đương", "ước", "lại", "này", "đó", "cũng", "đều", "mới", "nay", "hiện", "thì", "mà", "và", "với", "cho", "của", "do", "theo", "tại", "những", "các", "một", "mỗi", "trên", "dưới", "chưa", "không", "quá", "vượt", "gồm", "thêm", "gấp", "nhưng", "nên", "để", "khi", "sau", "trước", "nhất", "đa", "thiểu", "tối", "ít", "động", "dao", "cộng", "tổng", "quân", "bình", "trị", "giá", "hạ", "nâng", "mất", "trích"])
_AFTER_STOP: Final = frozenset(
    ["là", "đã", "có", "được", "bị", "sẽ", "đang", "và", "với", "cho", "của", "do", "theo", "tại", "để", "khi", "sau", "trước", "trong", "vào", "từ", "đến", "tới", "ở", "nhưng", "thì", "mà", "này", "đó", "kia", "trên", "dưới", "so", "tăng", "giảm", "lên", "xuống", "còn", "vẫn", "cũng", "đều", "phải", "chưa", "không", "một", "các", "những", "hoặc", "hay", "mỗi", "qua", "nếu", "vì", "nên", "như", "trở", "về", "ngày", "tháng", "năm", "nằm", "thuộc"])
_LONGEST: Final = 6
_BACK: Final = 24


def read_measures(line: Line, figures: list[Figure]) -> None:
    """Set `measures` of the figures of a line, in text order."""
    previous: Figure | None = None
    for figure in figures:
        if figure.is_moment:
            continue
        if figure.kind == "phone":
            figure.measures = _before(line, figure, previous) if line.word(figure.start - 1).isalpha() else None
            continue
        phrase = _behind(line, figure) or _before(line, figure, previous)
        if phrase is None and previous is not None:
            phrase = previous.measures
        figure.measures = phrase
        if figure.unit is None and figure.kind in ("count", "rate") and not figure.noun:
            _unit_from_context(line, figure, previous)
        previous = figure


def _behind(line: Line, figure: Figure) -> str | None:
    """The phrase behind: the counted noun with what narrows it, or the noun that a share or an amount is part of."""
    if figure.noun is not None:
        return _phrase(line, figure.noun[0], max(figure.noun[1], figure.noun[0] + 1))
    if figure.kind in ("percent", "quantity", "fraction", "duration") and figure.end < line.size:
        at = figure.end
        while line.word(at) in ("của", "số", "tổng", "trong", "trên") and at - figure.end < 3:
            at += 1
        word = line.word(at)
        if figure.kind == "duration" and at > figure.end:
            return None
        if word.isalpha() and word not in _AFTER_STOP and not line.surface(at)[:1].isupper():
            return _phrase(line, at, at + 1)
    return None


def _phrase(line: Line, start: int, least: int) -> str | None:
    """The words from `start`, whole words, up to a function word or six syllables."""
    end = line.word_end(least - 1) if least else start
    while end < line.size and end - start < _LONGEST:
        word = line.words[end]
        if not word.isalpha() or word in _AFTER_STOP or line.flags[end] & 3:
            break
        following = line.word_end(end)
        if following - start > _LONGEST + 2:
            break
        end = following
    return _plain(line, start, end)


def _before(line: Line, figure: Figure, previous: Figure | None) -> str | None:
    """The noun phrase of the clause before the number, without the verbs and helpers beside it."""
    low = max(0, figure.left - _BACK)
    floor = previous.noun[1] if previous is not None and previous.noun is not None else previous.end if previous is not None else 0
    end = figure.left
    while end > low and line.words[end - 1] in _EDGE:
        end -= 1
    if end > low and line.words[end - 1] == "," and end - 1 > floor:
        end -= 1
    if previous is not None and end <= floor and previous.end > low:
        return None
    start = end
    while start > low and end - start < _LONGEST + 1:
        word = line.words[start - 1]
        if word in _BREAKS or word == "," or start <= floor or line.flags[start - 1] & 1:
            break
        if word in _VERBS and start < end:
            break
        start -= 1
    while start < end and line.words[start] in _EDGE:
        start += 1
    if start >= end:
        return None
    return _plain(line, start, end)


def _plain(line: Line, start: int, end: int) -> str | None:
    while end > start and not line.words[end - 1].isalnum():
        end -= 1
    text = line.text(start, end).replace("_", " ").strip()
    return text or None


def _unit_from_context(line: Line, figure: Figure, previous: Figure | None) -> None:
    """A bare number takes its unit from `số X … 1,7 triệu`, or from the figure before."""
    from vnnlp.extraction.figures.lexicon import counted_nouns
    for at in range(figure.left - 1, max(-1, figure.left - _BACK), -1):
        word = line.words[at]
        if word in _BREAKS:
            break
        if word in ("số", "lượng"):
            start = at + 1
            if line.word(start) == "lượng":
                start += 1
            found = counted_nouns().match(line.words, start)
            if found is not None:
                figure.unit = line.text(start, found[1]).replace("_", " ").casefold()
                return
    money = (figure.value is not None and figure.value >= 1e4) or (figure.low is not None and figure.low >= 1e4)
    if money and any(word in _PRICE for word in line.words[max(0, figure.left - 12):figure.left]):
        figure.unit = "VND"
        figure.kind = "rate" if figure.per else "money"
    elif previous is not None and previous.unit and previous.kind in ("money", "count") and previous.end >= figure.left - 14:
        figure.unit = previous.unit
        figure.kind = previous.kind if not figure.per else "rate"


_PRICE: Final = frozenset(["giá", "tiền", "phạt", "lãi", "lỗ", "vay", "nợ", "thu", "vốn", "phí", "lương", "cước", "trúng", "thưởng", "đồng", "mua", "bán", "trả", "nộp", "thuế", "chi", "tồn", "đầu", "tư", "giảm"])
