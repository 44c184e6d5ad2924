"""Groups of at most three digits in words: `hai mươi mốt`, `không trăm mười hai`, `ba trăm rưỡi`, `năm lăm`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.line import Line

ONES: Final = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
AFTER_TENS: Final = {**{word: one for word, one in ONES.items() if word != "năm"}, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
"""What the last digit reads like behind a ten: `hai mươi mốt`, `mười lăm`, `ba mươi tư`."""


def below_thousand(line: Line, index: int) -> tuple[int, int] | None:
    """A group of at most three digits in words: its value and end."""
    word = line.word(index)
    after = line.word(index + 1)
    if word == "không" and after == "trăm":
        return _hundreds(line, 0, index + 2)
    if word in {"linh", "lẻ"}:
        return (ONES[after], index + 2) if after in ONES else None
    if word not in ONES:
        return _tens(line, index)
    if after == "trăm":
        return _hundreds(line, ONES[word], index + 2)
    return _tens(line, index)


def _hundreds(line: Line, hundreds: int, index: int) -> tuple[int, int]:
    word = line.word(index)
    if word in ("linh", "lẻ") and line.word(index + 1) in {**AFTER_TENS, "năm": 5}:
        return 100 * hundreds + {**AFTER_TENS, "năm": 5}[line.words[index + 1]], index + 2
    if word == "rưỡi" and hundreds:
        return 100 * hundreds + 50, index + 1
    tens = _tens(line, index)
    if tens is not None and tens[0] >= 10:
        return 100 * hundreds + tens[0], tens[1]
    return 100 * hundreds, index


def _tens(line: Line, index: int) -> tuple[int, int] | None:
    word = line.word(index)
    after = line.word(index + 1)
    if word == "mười":
        return (10 + AFTER_TENS[after], index + 2) if after in AFTER_TENS and after != "mốt" else (10, index + 1)
    if word not in ONES:
        return None
    if after in ("mươi", "chục"):
        third = line.word(index + 2)
        if after == "mươi" and third in AFTER_TENS and not (third == "tư" and line.word(index + 3) in ("vấn", "nhân")):
            return 10 * ONES[word] + AFTER_TENS[third], index + 3
        return 10 * ONES[word], index + 2
    if after in ("mốt", "lăm", "nhăm"):
        return 10 * ONES[word] + AFTER_TENS[after], index + 2
    return ONES[word], index + 1
