"""Figures in a notebook: values in base units, dates as timestamps.

A lost number has no value and stays without one: arithmetic on it raises rather than counting it as zero.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from vnnlp.errors import LostNumberError
from vnnlp.extraction.figures.lexicon import units

if TYPE_CHECKING:
    import pandas

_VALUES: Final = ("value", "low", "high")


def to_base_units(figures: pandas.DataFrame) -> pandas.DataFrame:
    """The same rows with `base_value`, `base_low`, `base_high` and `base_unit`: km and m in m, GB in byte, hours in s.

    Money stays in its currency (no conversion), a count in its noun, per cent in per cent. Units without a fixed factor
    (degrees, points, months against days) keep their own. Raises LostNumberError (LO001) if a lost figure has a value.

    >>> import pandas
    >>> frame = pandas.DataFrame({"value": [7.5], "low": [None], "high": [None], "unit": ["gb"], "status": ["stated"]})
    >>> to_base_units(frame)[["base_value", "base_unit"]].values.tolist()
    [[7500000000.0, 'byte']]
    """
    import pandas

    if "status" in figures and bool((figures["status"].eq("lost") & figures["value"].notna()).any()):
        raise LostNumberError("a lost number has no value to convert", code="LO001", remedy="Drop the rows with status `lost`")
    factors: dict[str | None, tuple[float, str | None]] = {}
    for name in figures["unit"].unique():
        factors[name] = _factor(name if isinstance(name, str) else None)
    factor = figures["unit"].map(lambda name: factors[name][0])
    frame = figures.copy()
    for column in _VALUES:
        frame[f"base_{column}"] = pandas.to_numeric(frame[column]) * factor
    frame["base_unit"] = figures["unit"].map(lambda name: factors[name][1])
    return frame


def _factor(name: str | None) -> tuple[float, str | None]:
    """The factor from a unit of the table to its base unit, and that unit's name."""
    found = None if name is None else units().match(name.casefold().split(), 0)
    if name is None or found is None:
        return 1.0, name
    unit, end = found
    if end != len(name.split()) or unit.kind == "money" or unit.factor is None:
        return 1.0, name
    return unit.factor, unit.base


def to_timestamps(figures: pandas.DataFrame) -> pandas.DataFrame:
    """The same rows with `timestamp` and `timestamp_end` (datetime64) where a date is full: year, month and day written.

    Hours and minutes are taken along where they are written. Where the day of writing was known, `resolved` fills in for
    the dates that the text leaves open.

    >>> import pandas
    >>> frame = pandas.DataFrame({"date": [{"year": 2013, "month": 11, "day": 2}], "date_end": [None]})
    >>> str(to_timestamps(frame)["timestamp"][0])
    '2013-11-02 00:00:00'
    """
    import pandas

    frame = figures.copy()
    for name, column, resolved in (("timestamp", "date", "resolved"), ("timestamp_end", "date_end", "resolved_end")):
        stamps = pandas.Series([_stamp(parts) for parts in figures[column]], index=figures.index, dtype="datetime64[ns]")
        if resolved in figures:
            stamps = stamps.fillna(pandas.to_datetime(figures[resolved], errors="coerce").astype("datetime64[ns]"))
        frame[name] = stamps
    return frame


def _stamp(parts: object) -> pandas.Timestamp | None:
    """A timestamp of a date's parts, None unless the day is full."""
    import pandas

    if not isinstance(parts, dict):
        return None
    year, month, day, hour, minute = (_part(parts, key) for key in ("year", "month", "day", "hour", "minute"))
    if year is None or month is None or day is None:
        return None
    try:
        return pandas.Timestamp(year, month, day, (hour or 0) % 24, minute or 0)
    except ValueError:
        return None


def _part(parts: dict[str, object], key: str) -> int | None:
    """One part of a date; pandas makes NaN of a missing one."""
    value = parts.get(key)
    return int(value) if isinstance(value, int | float) and not math.isnan(value) else None
