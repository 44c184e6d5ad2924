"""Separators of digits: thousands or decimals.

Vietnamese writes 1.250.000 and 7,2; news mixes in 1,480,000 and 15.5. Several groups of three digits are thousands. One
separator is decided by the number of digits behind it, by what follows, and by the habit of the article.
"""

from __future__ import annotations

from typing import Final

CLEARLY: Final = 2
"""The weight of an article's English habit from which on `5.480` may be a decimal: one `4.5%` is none."""
LONGEST: Final = 15
"""Digits that a float holds exactly; a longer number is an identifier, not an amount."""


def read_digits(text: str, *, continuous: bool, scaled: bool, english: int) -> float | None:
    """The value of digits with separators, or None where they are no single number.

    `continuous`: a unit of measure or % follows; `scaled`: a magnitude word follows; `english`: the article seems to
    write commas between thousands (1) or clearly does (2), which alone makes three digits behind a point decimals.

    >>> [read_digits(text, continuous=False, scaled=True, english=0) for text in ("1.520", "7,499")]
    [1520.0, 7.499]
    """
    if len(text) > 3 * LONGEST:
        return None
    groups = text.replace(",", ".").split(".")
    marks = [mark for mark in text if mark in ".,"]
    if sum(map(len, groups)) > LONGEST:
        return None
    if not marks:
        return None if len(text) > 1 and not text.strip("0") else float(text)  # `000`: the end of a number, never nought.
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0" * len(groups[0])
    if len(marks) > 1:
        if len(set(marks)) == 1:
            return float("".join(groups)) if thousands else None
        if marks[-1] in marks[:-1] or not all(len(group) == 3 for group in groups[1:-1]):
            return None
        return float("".join(groups[:-1]) + "." + groups[-1])
    if not thousands:
        return float(groups[0] + "." + groups[1])
    if marks[0] == ".":
        as_decimal = english >= CLEARLY and (continuous or scaled)
    else:
        as_decimal = not english and (scaled or (continuous and groups[1] != "000"))
    return float(groups[0] + "." + groups[1]) if as_decimal else float("".join(groups))
