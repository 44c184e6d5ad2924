"""Parts of a day before a number: `sáng sớm 17-3`, `chiều nay 5/6`, `tối qua`; what follows them is a day or a time."""

from __future__ import annotations

from vnnlp.extraction.figures.lexicon import date_words
from vnnlp.extraction.figures.line import Line


def part_of_day_before(line: Line, index: int) -> tuple[str, int] | None:
    """The part of a day that ends at `index`, and where it begins: `sáng sớm`, `chiều`."""
    for length in (2, 1):
        found = date_words("part_of_day").match(line.words, index - length, index) if index >= length else None
        if found is not None and found[1] == index:
            return found[0], index - length
    return None


def follows_part_of_day(line: Line, index: int) -> bool:
    """Whether `sáng sớm`, `chiều nay`, `tối qua` stand before `index`: even `5.3` and `24/7` are dates there."""
    end = index - 1 if line.word(index - 1) in ("nay", "qua", "mai") else index
    part = part_of_day_before(line, end)
    return part is not None and line.word(part[1] - 1) not in ("mỗi", "hằng", "hàng")


def first_of_days(line: Line, index: int) -> int:
    """Where the row of days begins that the day at `index` ends or goes on with: `ba đêm 24 , 25 và 26-4`."""
    while line.word(index - 1) in ("và", ",", "&") and line.integer(index - 2, 1, 31) is not None:
        index -= 2
    return index


def continues_days(line: Line, index: int) -> bool:
    """Whether the day at `index` follows others that share its month: `hai ngày 6 và 7/7`, `ba đêm 24 , 25 và 26-4`."""
    first = first_of_days(line, index)
    return first < index and (line.word(first - 1) in ("ngày", "mùng", "mồng") or part_of_day_before(line, first) is not None)
