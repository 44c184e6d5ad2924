"""Rate tails: `/tháng`, `/ m2 / tháng`, `một lít`, `mỗi ngày`, behind an amount or behind a counted noun."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import counted_nouns, units, word_set
from vnnlp.extraction.figures.line import Line

_OF_TIME: Final = word_set("of_time")
OCCASIONS: Final = frozenset(("lần", "lượt", "chuyến", "đợt", "buổi", "phiên"))
"""Units that count how often something happens."""


def with_rate(line: Line, figure: Figure) -> Figure:
    """The rate tail: `/tháng`, `/ m2 / tháng`, `một lít`, `mỗi ngày`."""
    at = figure.end
    per: list[str] = []
    while line.word(at) == "/" and at + 1 < line.size and len(per) < 2:
        found = _denominator(line, at + 1)
        if found is None:
            break
        per.append(found[0])
        at = found[1]
    if not per:
        start = at
        if line.word(start) in ("trên", "cho", "trong", "cứ", "tính") and line.word(start + 1) == "mỗi":
            start += 1
        if (
            line.word(start) == "mỗi"
            or (
                line.word(start) == "một"
                and figure.kind in ("money", "quantity", "percent")
                and line.word(start + 1) not in ("số",)
            )
            or (
                line.word(start) == "một"
                and line.words[figure.end - 1] in ("lần", "giờ")
                and figure.kind in ("count", "duration")
            )
        ):
            found = _denominator(line, start + 1, spoken=True)
            if found is not None and line.word(found[1]) not in ("trước", "sau", "qua", "nay", "tới"):
                per.append(found[0])
                at = found[1]
    if per:
        figure.per, figure.end = "/".join(per), at
        figure.kind = "frequency" if figure.unit in OCCASIONS else "rate"
    return figure


def _denominator(line: Line, index: int, *, spoken: bool = False) -> tuple[str, int] | None:
    if index >= line.size or line.is_digits(index):
        return None
    found = units().match(line.words, index)
    noun = counted_nouns().match(line.words, index)
    if noun is not None and (found is None or noun[1] > found[1]):
        return line.text(index, noun[1]).replace("_", " ").casefold(), noun[1]
    if found is not None:
        if line.word(found[1]) and line.glued(found[1]) and (line.words[found[1]].isalpha()):
            return None
        return (found[0].name if found[0].kind == "money" else line.text(index, found[1]).replace("_", " ").casefold()), found[1]
    if spoken or not line.words[index].isalpha() or (line.surface(index).isupper() and len(line.words[index]) > 1):
        return None
    end = line.word_end(index)
    return line.text(index, end).replace("_", " ").casefold(), end


def _opens_amount(line: Line, index: int) -> bool:
    """`10 giải nhì , mỗi giải 20 triệu đồng`: `mỗi giải` goes with the amount behind it."""
    noun = counted_nouns().match(line.words, index)
    end = noun[1] if noun is not None else index + 1
    return end < line.size and bool(line.flags[end] & 11)


def with_rate_of_count(line: Line, figure: Figure) -> Figure:
    """A counted noun may have a rate tail too: `1.500 sản phẩm / ngày`, `3 viên mỗi lần`."""
    if figure.noun is None:
        return figure
    end = figure.noun[1]
    found = None
    if line.word(end) == "/":
        found = _denominator(line, end + 1)
    elif (line.word(end) == "mỗi" and not _opens_amount(line, end + 1)) or (
        line.word(end) == "một" and line.word(end + 1) in _OF_TIME):
        found = _denominator(line, end + 1, spoken=True)
    if found is not None and line.word(found[1]) not in ("trước", "sau", "qua", "nay"):
        figure.per, figure.end = found
        figure.kind = "frequency" if figure.unit in OCCASIONS else "rate"
    return figure
