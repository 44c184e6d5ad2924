"""Numbers that are names or parts of words: `quốc lộ 14`, `phường 5`, `Windows 10`; `tư vấn`, `ba mẹ`, `một số`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.lexicon import counted_nouns, labels, numeral_compounds, units, word_set
from vnnlp.extraction.figures.line import Line

_NUMBERED_IN_WORDS: Final = word_set("numbered_in_words")
_OPEN_LABELS: Final = word_set("open_labels")
_PLAIN_SYLLABLES: Final = word_set("plain_syllables")


def labelled(line: Line, start: int, end: int, *, strong: bool, counted: bool) -> bool:
    """Whether words before make the number at `start:end` a name: `quốc lộ 14`, `phường 5`, `Windows 10`.

    `strong`: %, money or a unit of measure follows, which few names have; `counted`: a noun that news counts follows.
    """
    if start == 0:
        return False
    found = labels().match_before(line.words, start)
    if found is not None and not line.is_digits(start) and line.words[found[1]] not in _NUMBERED_IN_WORDS:
        found = None
    if found is not None:
        head = line.words[found[1]]
        if head in ("điều", "khoản", "mục") and not strong:
            return True
        if head == "số":
            return not strong and not (counted and line.word(start - 2) in ("con", "trong", "tổng"))
        if not strong and not (
            counted
            and (
                (head in _OPEN_LABELS and not line.surface(found[1])[:1].isupper())
                or line.words[found[1] : start] in (["công", "ty"], ["dự", "án"], ["chương", "trình"])
            )
        ):
            return True
    if strong:
        return False
    surface = line.surface(start - 1)
    if not surface.islower() and surface.isalpha():
        if _foreign(surface):
            return not (counted and line.words[start].count(".") == 1 and len(line.words[start]) >= 5)
        return not counted and start - 1 > 0
    if (
        surface.isalpha()
        and surface.islower()
        and _foreign(surface)
        and len(surface) > 1
        and surface not in ("m", "km", "kg", "h")
    ):
        return not counted
    if line.is_digits(start - 1) and not counted:
        return line.words[start - 1].isdecimal() and not line.glued(start)
    return False




def _foreign(surface: str) -> bool:
    """Whether a word is written without any Vietnamese mark and is no plain Vietnamese syllable: `Joypad`, `Windows`."""
    word = surface.casefold()
    return word.isascii() and word.isalpha() and word not in _PLAIN_SYLLABLES


def in_compound(line: Line, start: int, end: int) -> bool:
    """Whether the numeral word at `start:end` is part of a word that is no number: `tư_vấn`, `ba mẹ`, `một số`."""
    begin, stop = line.word_start(start), line.word_end(end - 1)
    if (begin < start or stop > end) and not _loose_token(line, begin, stop, start, end):
        return True
    for at in range(max(0, start - 2), start + 1):
        found = numeral_compounds().match(line.words, at)
        if found is not None and found[1] > start and (found[1] - at) > 1 and not (at == start and found[1] <= end):
            return True
    return False


def _loose_token(line: Line, begin: int, stop: int, start: int, end: int) -> bool:
    """Whether the rest of the token is itself a unit or a counted noun: the segmenter glued number and noun (`3 tháng`)."""
    if begin < start:
        return line.words[begin] in ("hàng", "hơn", "gần", "khoảng", "từ", "đến", "có", "ngày", "thứ")
    found = units().match(line.words, end, stop) or (
        counted_nouns().match(line.words, end, stop) if end - start > 1 or line.is_digits(start) else None
    )
    return found is not None and found[1] == stop
