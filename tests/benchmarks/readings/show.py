"""One figure in one line: what a reader judges."""

from __future__ import annotations

from typing import Any

_PARTS = (("year", "y"), ("quarter", "q"), ("month", "m"), ("day", "d"), ("weekday", "w:"), ("hour", "h"), ("minute", "min"),
          ("part", "p:"), ("anchor", "a:"), ("offset_years", "o"))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _moment(moment: dict[str, Any] | None) -> str:
    return " ".join(f"{short}{moment[name]}" for name, short in _PARTS if moment and moment[name] is not None)


def value(row: dict[str, Any]) -> str:
    """The value of a row: a number, a range, or the written parts of a date.

    >>> value({"kind": "count", "value": None, "low": 2.0, "high": 9.0, "date": None, "date_end": None, "text": "vài"})
    '2..9'
    """
    if row["date"] is not None:
        first, last = _moment(row["date"]), _moment(row["date_end"])
        return f"{first} .. {last}" if last else first or "week or day"
    if row["kind"] == "phone":
        return "".join(letter for letter in row["text"] if letter.isalnum())
    return _number(row["value"]) if row["value"] is not None else f"{_number(row['low'])}..{_number(row['high'])}"


def brief(row: dict[str, Any]) -> str:
    """All that a reader looks at: kind, value, unit, rate, comparison, what is measured, of whom."""
    unit = (row["unit"] or "-") + (f"/{row['per']}" if row["per"] else "")
    marks = "".join(f" {name}={row[name]}" for name in ("change", "role", "negated") if row[name])
    return f"{row['kind']} | {value(row)} | {unit} | {row['cmp']} | {row['measures']} | {row['subject']}{marks}"
