"""What `năm sau` and `tháng trước` count from: the day of writing, or the time that the text is telling of.

`Năm 1995 chị cưới . Năm sau , chị sinh con .`: the year after 1995, not after the day of writing. A text that names another
year (for months: another month) in the same sentence or just before tells of that time; such a word then keeps its anchor
and loses its distance from the day of writing, so that no absolute date is made up. `năm ngoái`, `tháng này` and `tuần tới`
always count from the day of writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from vnnlp.extraction.figures.figure import Figure, Moment

_REACH: Final = {"year": 2, "day": 2, "quarter": 1, "month": 1}
"""Sentences that what a story named stays in mind."""


class Story:
    """The last year and month that an article named, and in which sentence."""

    def __init__(self) -> None:
        self._article = -1
        self._named: dict[str, tuple[int, bool]] = {}
        """By grain: the sentence, and whether what it named lies elsewhere than the day of writing."""

    def read(self, article: int, sentence: int, published: date | None, figures: Sequence[Figure]) -> None:
        """Take in the dates of a sentence, and untie the words that count from them."""
        if not any(figure.date is not None for figure in figures):
            return
        if article != self._article:
            self._article, self._named = article, {}
        for figure in figures:
            for moment in (figure.date, figure.date_end):
                if moment is not None:
                    self._take_in(sentence, published, moment)
        for figure in figures:
            for moment in (figure.date, figure.date_end):
                if moment is not None and (moment.told or (moment.day is not None and moment.month is None)):
                    self._untie(sentence, moment)

    def _take_in(self, sentence: int, published: date | None, moment: Moment) -> None:
        if moment.year is not None:
            elsewhere = published is None or moment.year != published.year
            self._named["year"] = (sentence, elsewhere)
        elif moment.offset_years is not None and not moment.told:
            self._named["year"] = (sentence, moment.offset_years < -1)  # `năm ngoái` itself counts from the day of writing.
        if moment.month is not None:
            now = published is not None and (moment.year or published.year, moment.month) == (published.year, published.month)
            self._named["day"] = (sentence, not now)
            if moment.day is None:
                self._named["month"] = self._named["quarter"] = (sentence, not now)
        elif moment.quarter is not None:
            self._named["quarter"] = (sentence, True)

    def _untie(self, sentence: int, moment: Moment) -> None:
        if moment.day is not None:
            named, elsewhere = self._named.get("day", (-1, False))
            moment.loose |= elsewhere and 0 <= sentence - named <= _REACH["day"]
            return
        grain = "year" if moment.offset_years is not None else moment.grain or ""
        named, elsewhere = self._named.get(grain, (-1, False))
        if elsewhere and 0 <= sentence - named <= _REACH[grain]:
            moment.offset = moment.offset_years = None
