"""Fractions: `2/3`, `21/24 xã`, `hai phần ba`, `một nửa`, with the noun that they are part of."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.counts import noun_text, read_noun
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import scales, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.named_numbers import labelled

_OF_TIME: Final = word_set("of_time")


_PARTS: Final = {
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "trăm": 100,
    "nghìn": 1000,
}


_WHOLES: Final = frozenset((3, 4, 5, 10, 20, 100, 1000))
_BARE_BEFORE: Final = word_set("bare_before")


def read_fraction(line: Line, index: int) -> Figure | None:
    """`2/3`, `21/24 xã`, `hai phần ba`, `một phần tư`, `một nửa`."""
    if line.is_digits(index):
        if line.word(index + 1) == "trên" and line.is_digits(index + 2):
            return _out_of(line, index)
        if line.word(index + 1) != "/" or not line.is_digits(index + 2) or line.glued(index + 1) != line.glued(index + 2):
            return None
        top, bottom = line.integer(index, 0, 9999), line.integer(index + 2, 1, 9999)
        if (
            top is None
            or bottom is None
            or line.word(index + 3) == "/"
            or top > bottom
            or bottom == 1
            or line.word(index - 1) in ("/", "số")
        ):
            return None
        if (line.glued(index + 3) and line.word(index + 3).isalpha()) or (1900 <= bottom <= 2100 and top <= 12):
            return None
        noun = _share_of(line, index + 3)
        if labelled(line, index, index + 3, strong=False, counted=noun is not None) or (
            bottom > 31 and noun is None and top != bottom
        ):
            return None
        if bottom > 12 and noun is None and line.word(index - 1) not in _BARE_BEFORE:
            return None
        figure = Figure(index, index + 3, "fraction", value=top / bottom, left=index)
    else:
        word = line.words[index]
        if word == "một" and line.words[index + 1 : index + 3] == ["phần", "trăm"] and line.word(index + 3) in ("nghìn", "ngàn"):
            return Figure(index, index + 4, "fraction", value=1e-5, left=index)
        if (
            line.word(index + 1) == "phần"
            and line.word(index + 2) in _PARTS
            and (word in _PARTS or word == "một")
            and word != "trăm"
        ):
            top = 1 if word == "một" else _PARTS[word]
            if line.word(index + 2) in ("trăm", "nghìn"):
                return None
            figure = Figure(index, index + 3, "fraction", value=top / _PARTS[line.words[index + 2]], left=index)
        elif (word == "một" and line.word(index + 1) == "nửa") or (
            word == "nửa" and line.word(index + 1) in ("số", "dân", "lượng")
        ):
            end = index + 2 if word == "một" else index + 1
            if line.word(end) in _OF_TIME or line.word(end) in scales():
                return None
            figure = Figure(index, end, "fraction", value=0.5, left=index)
        elif word == "nửa" and line.word(index - 1) == "phân":
            figure = Figure(index - 1, index + 1, "fraction", value=0.5, left=index - 1)
        elif word == "đôi" and line.word(index - 1) == "nhân" and line.word(index + 1) not in ("lần",):
            return Figure(index - 1, index + 1, "multiple", value=2.0, unit="lần", left=index - 1)
        else:
            return None
    noun = _share_of(line, figure.end)
    if noun is not None:
        figure.noun, figure.unit = noun, noun_text(line, noun)
    return figure


def _out_of(line: Line, index: int) -> Figure | None:
    """`7 trên 10 người`: so many of ten, a hundred or a thousand that were asked."""
    top, bottom = line.integer(index, 1, 999), line.integer(index + 2, 2, 1000)
    noun = _share_of(line, index + 3)
    if top is None or bottom is None or top > bottom or noun is None or bottom not in _WHOLES:
        return None
    return Figure(index, index + 3, "fraction", value=top / bottom, left=index, noun=noun, unit=noun_text(line, noun))


def _share_of(line: Line, index: int) -> tuple[int, int] | None:
    """The noun behind a fraction, behind `số` or `tổng số`."""
    while line.word(index) in ("số", "tổng", "trong", "của", "trên"):
        index += 1
    return read_noun(line, index)
