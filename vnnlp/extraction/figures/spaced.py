"""Thousands set apart by spaces: `50 000 đồng`, `1 200 000 thuê bao` are one number each.

A run of digits with single spaces between may as well be a telephone number, a row of a table, a list, or a date or label
before an amount (`ngày 5 100 khách`). A group that begins with zero (`1 050`, `50 000`) cannot stand alone and so tells that
it goes on; where no group does, only an amount of money or a magnitude behind the run tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.extraction.figures.lexicon import Unit, labels, scales, units
from vnnlp.shard import Int32, Mask

_SPACES: Final = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}")
_GROUP: Final = 3
_MOST: Final = 5
"""Groups of the largest number that a float holds exactly."""
_LOST: Final = "⟨?⟩"
_DIALLED: Final = frozenset(("thoại", "đài", "hotline", "nóng", "tel", "fax", "đt", "sđt", "zalo", "gọi", "phone", "mobile", "+",
                             "số máy", "đầu số", "di động"))
"""Words near before a number that is dialled."""
_MOST_OF: Final = {"ngày": 31, "tháng": 12, "quý": 4, "mùng": 10, "mồng": 10, "khóa": 999, "khoá": 999, "số": 999, "lần": 99}
"""Words behind which a small number is a date or a name, and the largest such number."""
_OF_EACH: Final = frozenset(("mỗi", "một", "hằng", "hàng", "từng", "/", "trong", "con", "tổng"))
"""Before those words where an amount follows them: `mỗi tháng 1 200 000 đồng`."""
_OF_DATES: Final = frozenset("/-–.")
_BACK: Final = 4


class Runs:
    """The numbers of a shard whose thousands are set apart by spaces; syllables as columns."""

    def __init__(self, text: str, words: NDArray[np.object_], start: Int32, end: Int32, trusted: Mask | None) -> None:
        self.text, self.words, self.start, self.end, self.trusted = text, words, start, end, trusted

    def find(self, digits: Mask) -> Iterator[tuple[int, int]]:
        """First syllable and end of each number, in text order. `digits`: the syllables that are numbers in digits."""
        follows = np.zeros(len(digits), dtype=np.bool_)
        follows[1:] = digits[1:] & digits[:-1] & (self.start[1:] == self.end[:-1] + 1)
        done = 0
        for at in np.flatnonzero(follows).tolist():
            if at < done:
                continue
            done = at + 1
            while done < len(follows) and follows[done]:
                done += 1
            found = self._number(at - 1, done)
            if found is not None:
                yield found, done

    def _number(self, first: int, stop: int) -> int | None:
        """Where in the run `first:stop` a number begins that goes on to its end."""
        if self.trusted is not None and not self.trusted[first:stop].all():
            return None
        if any(self.text[self.end[at]] not in _SPACES for at in range(first, stop - 1)):
            return None
        if self._word(first - 1) == _LOST or self._word(stop) == _LOST:
            return None
        begins = self.words[first + 1][0] != "0"
        if begins and (self._is_part_of_date(first) or self._is_label(first)):
            first += 1
        groups: list[str] = self.words[first:stop].tolist()
        if not 1 < len(groups) <= _MOST or not self._are_groups(groups):
            return None
        before: list[str] = self.words[max(0, first - _BACK):first].tolist()
        behind = self._unit(stop)
        measured = self._word(stop) in scales() or (behind is not None and behind.kind == "money")
        if any(group[0] == "0" for group in groups[1:]):
            near = {*before, *map(" ".join, pairwise(before))}
            joined = self._word(first - 1) in _OF_DATES and self.start[first] == self.end[first - 1]
            dialled = joined or not _DIALLED.isdisjoint(near)
            return first if measured or not dialled else None
        apart = len(groups) > 2 and len(groups[0]) == _GROUP  # `100 200 300`: more likely a list.
        # `C50 700 triệu đồng`: what is glued before makes a name of the first.
        plain = first == 0 or (self._word(first - 1).isalpha() and self.start[first] > self.end[first - 1])
        return first if measured and plain and not apart else None

    def _are_groups(self, groups: Sequence[str]) -> bool:
        """One to three digits, then groups of three, the last perhaps with a decimal comma."""
        last, _, decimals = groups[-1].partition(",")
        whole = [*groups[:-1], last]
        return (
            all(group.isdecimal() for group in whole)
            and len(whole[0]) <= _GROUP
            and whole[0][0] != "0"
            and all(len(group) == _GROUP for group in whole[1:])
            and (not decimals or (decimals.isdecimal() and len(decimals) < _GROUP))
        )

    def _is_part_of_date(self, first: int) -> bool:
        """`năm 2013 200 000 lượt`, `ngày 15/8 200 000 lượt`: the first number ends a date."""
        if self._word(first - 1) in _OF_DATES and self._word(first - 2).isdecimal():
            return self.start[first] == self.end[first - 1] and len(self.words[first]) != _GROUP
        return self._word(first - 1) == "năm" and len(self.words[first]) == len("2013")

    def _is_label(self, first: int) -> bool:
        """`ngày 5 100 000 lượt`, `quận 5 200 000 dân`: the first number is a date's or a name's."""
        head = self._word(first - 1)
        most = _MOST_OF.get(head)
        if most is not None:
            return self.words[first].isdecimal() and int(self.words[first]) <= most and self._word(first - 2) not in _OF_EACH
        return labels().match_before(self.words[max(0, first - _BACK):first].tolist(), min(first, _BACK)) is not None

    def _unit(self, stop: int) -> Unit | None:
        found = units().match(self.words[stop:stop + _BACK].tolist(), 0)
        return None if found is None else found[0]

    def _word(self, index: int) -> str:
        word: str = self.words[index] if 0 <= index < len(self.words) else ""
        return word
