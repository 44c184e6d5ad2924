"""Absolute dates of what is written, where the day of writing is known; unwritten parts of `date` itself stay empty.

A day without a month, and a day and month without a year, fall where they are nearest to the day of writing; a weekday is the
last one up to that day, unless `tới` or `tuần sau` says otherwise. What counts from a story (`story`) has none.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from vnnlp.extraction.figures.figure import Distance, Moment

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def resolve(moment: Moment, published: date) -> tuple[date, date] | None:
    """The first and the last day that a moment covers, or None where it cannot be known.

    >>> resolve(Moment(month=6, grain="month"), date(2013, 11, 14))
    (datetime.date(2013, 6, 1), datetime.date(2013, 6, 30))
    """
    try:
        return _resolve(moment, published)
    except (ValueError, OverflowError):
        return None


def resolve_distance(distance: Distance, published: date) -> tuple[date, date] | None:
    """The first and the last day that a length of time tied to the day of writing means.

    >>> resolve_distance(Distance("month", 3, whole=True), date(2019, 6, 3))
    (datetime.date(2019, 6, 3), datetime.date(2019, 9, 3))
    >>> resolve_distance(Distance("month", -2, whole=False), date(2019, 6, 3))
    (datetime.date(2019, 4, 1), datetime.date(2019, 4, 30))
    """
    grain, number, whole = distance
    try:
        if whole:
            far = _shifted(published, grain, number)
            return (far, published) if number < 0 else (published, far)
        return _resolve(Moment(grain=grain, offset=number, offset_years=number if grain == "year" else None), published)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, grain: str, number: int) -> date:
    """The same day so many years or months away, or the last of its month where that is shorter."""
    if grain in ("day", "week"):
        return day + timedelta(days=number * (7 if grain == "week" else 1))
    month = _add_months(day.replace(day=1), number * (12 if grain == "year" else 1))
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))


def _resolve(moment: Moment, published: date) -> tuple[date, date] | None:
    if moment.loose:
        return None
    year = moment.year
    if year is None and moment.offset_years is not None:
        year = published.year + moment.offset_years
    if moment.day is not None:
        if moment.month is None:
            return _nearest_day(moment.day, published)
        if year is not None:
            return _single(date(year, moment.month, moment.day))
        near = [
            date(published.year + shift, moment.month, moment.day)
            for shift in (-1, 0, 1)
            if moment.day <= monthrange(published.year + shift, moment.month)[1]
        ]
        if moment.offset is not None and moment.offset != 0:  # `ngày 12/7 tới`, `hôm 6/9 vừa qua`
            near = [day for day in near if (day > published) == (moment.offset > 0)] or near
        return _single(min(near, key=lambda day: abs((day - published).days))) if near else None
    if moment.weekday is not None:
        return _weekday(moment, published)
    if moment.grain == "day" and moment.offset is not None:
        return _single(published + timedelta(days=moment.offset))
    if moment.grain == "week" and moment.offset is not None:
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=moment.offset)
        return monday, monday + timedelta(days=6)
    return _long(moment, year, published)


def _single(day: date) -> tuple[date, date]:
    return day, day


def _nearest_day(number: int, published: date) -> tuple[date, date]:
    """`ngày 28` without a month: the one nearest to the day of writing."""
    months = [_add_months(published.replace(day=1), shift) for shift in (-1, 0, 1)]
    near = [month.replace(day=number) for month in months if number <= monthrange(month.year, month.month)[1]]
    return _single(min(near, key=lambda day: abs((day - published).days)))


def _weekday(moment: Moment, published: date) -> tuple[date, date]:
    wanted = _WEEKDAYS.index(moment.weekday or "monday")
    if moment.nearest and moment.offset == 1:
        return _single(published + timedelta(days=(wanted - published.weekday() - 1) % 7 + 1))
    if moment.nearest and moment.offset == -1:
        return _single(published - timedelta(days=(published.weekday() - wanted - 1) % 7 + 1))
    if moment.offset is not None and moment.offset_years is None:
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=moment.offset)
        return _single(monday + timedelta(days=wanted))
    return _single(published - timedelta(days=(published.weekday() - wanted) % 7))


def _long(moment: Moment, year: int | None, published: date) -> tuple[date, date] | None:
    """Months, quarters and years, with the part of them that is written (`cuối tháng 7`: its last third)."""
    if moment.month is not None:
        if year is None:
            offset = moment.offset
            if offset is not None and offset != 0:
                ahead = (
                    (moment.month - published.month) % 12 or 12 if offset > 0 else -((published.month - moment.month) % 12 or 12)
                )
                first = _add_months(date(published.year, published.month, 1), ahead)
            else:
                near = [date(published.year + shift, moment.month, 1) for shift in (-1, 0, 1)]
                first = min(near, key=lambda day: abs((day - published).days))
        else:
            first = date(year, moment.month, 1)
        return _span(first, 1, moment.part)
    if moment.quarter is not None:
        return _span(date(year or published.year, 3 * moment.quarter - 2, 1), 3, moment.part)
    if moment.grain == "month" and moment.offset is not None:
        return _span(_add_months(published.replace(day=1), moment.offset), 1, moment.part)
    if moment.grain == "quarter" and moment.offset is not None:
        first = date(published.year, published.month - (published.month - 1) % 3, 1)
        return _span(_add_months(first, 3 * moment.offset), 3, moment.part)
    return None if year is None else _span(date(year, 1, 1), 120 if moment.grain == "decade" else 12, moment.part)


def _span(first: date, months: int, part: str | None) -> tuple[date, date]:
    last = _add_months(first, months) - timedelta(days=1)
    days = (last - first).days + 1
    if part == "start":
        return first, first + timedelta(days=days // 3 - 1)
    if part == "mid":
        return first + timedelta(days=days // 3), last - timedelta(days=days // 3)
    if part == "end":
        return last - timedelta(days=days // 3 - 1), last
    if part == "first_half":
        return first, first + timedelta(days=days // 2 - 1)
    if part == "second_half":
        return first + timedelta(days=days // 2), last
    return first, last


def _add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
