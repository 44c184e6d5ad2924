"""Figure: a number with its meaning, while the grammar is at work on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(slots=True)
class Moment:
    """A date or time as written: only the parts that the text states. `offset` counts `grain`s from the reference date."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    weekday: str | None = None
    hour: int | None = None
    minute: int | None = None
    grain: str | None = None
    part: str | None = None
    anchor: str | None = None
    offset_years: int | None = None
    offset: int | None = None
    told: bool = False
    """Counted by a word that follows the story and not the day of writing, where there is a story: `năm sau`, `tháng trước`."""
    loose: bool = False
    """Its day cannot be known: a lone day in a month that the text has named elsewhere, or a day of the lunar calendar."""
    nearest: bool = False
    """A weekday counted from the day of writing (`thứ sáu tới`), not from the week (`thứ sáu tuần tới`)."""

    def row(self) -> dict[str, object]:
        """The struct of the table."""
        return {
            "year": self.year,
            "month": self.month,
            "day": self.day,
            "quarter": self.quarter,
            "weekday": self.weekday,
            "hour": self.hour,
            "minute": self.minute,
            "grain": self.grain,
            "part": self.part,
            "anchor": self.anchor,
            "offset_years": self.offset_years,
        }

    def settle(self) -> Moment:
        """The same moment with `grain` set to its finest written part."""
        if self.grain is None:
            self.grain = (
                "minute"
                if self.minute is not None
                else "hour"
                if self.hour is not None
                else "day"
                if self.day is not None or self.weekday
                else "month"
                if self.month is not None
                else "quarter"
                if self.quarter is not None
                else "year"
            )
        return self


class Distance(NamedTuple):
    """How far a length of time reaches from the day of writing: `grain` times `number`, backward below zero.

    `whole`: all the days between (`3 tháng tới`), not only those at its end (`3 tháng trước`).
    """

    grain: str
    number: int
    whole: bool


@dataclass(slots=True)
class Figure:
    """One figure over the syllables `start:end` of a line.

    `value` is fully multiplied; a range or a vague number has `low` and `high` and no value. `core_end` is where number,
    magnitude and unit end: a rate tail and the counted noun lie behind it.
    """

    start: int
    end: int
    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    per: str | None = None
    cmp: str = "="
    approx: str | None = None
    lost: bool = False
    date: Moment | None = None
    date_end: Moment | None = None
    distance: Distance | None = None
    """Of a length of time that is tied to the day of writing."""
    measures: str | None = None
    subject: str | None = None
    subject_kb_id: str | None = None
    change: str | None = None
    role: str | None = None
    negated: bool = False
    noun: tuple[int, int] | None = None
    """The counted noun, as syllables of the line."""
    left: int = -1
    """Where the words before the number that belong to it (approximators) begin; the figure's start if there are none."""
    clause: tuple[int, int] = field(default=(0, 0))
    fixed: bool = False
    """Span and comparison are final: the bounds beside it are not read again."""

    @property
    def is_moment(self) -> bool:
        """Whether it is a date or a time."""
        return self.kind in ("date", "date_range", "time", "time_range")
