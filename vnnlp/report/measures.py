"""Figures by what they measure: which measures there are, their rows, and how one figure is written on a page.

A lost number is never written as a value, and never drawn as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import log
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vnnlp.report.source import Index, Tables, scan
from vnnlp.report.views import count_articles

NOT_MEASURED = ("date", "date_range", "time", "time_range", "phone", "ordinal", "fraction", "multiple")
"""Kinds that place or name something, or are a part of another amount: on the scale of a unit they would be wrong."""

PRICES, TIMES = ("money", "rate", "percent", "percent_point"), ("duration", "age")
"""Kinds of the units that a page shows first, and last: every article has ages and days, few say a price."""

CMP_SIGNS = {"=": "", "~": "≈ ", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "<~": "just under "}
UPWARDS, DOWNWARDS = (">", ">="), ("<", "<=", "<~")

COLUMNS = ("doc_id", "sentence", "start", "end", "text", "kind", "value", "low", "high", "unit", "per", "cmp", "approx", "status",
           "measures", "subject", "subject_kb_id", "change", "role", "negated")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured and in which unit: one axis of a plot. An empty `measures` takes in whatever has the unit."""

    measures: str
    unit: str
    per: str

    @property
    def title(self) -> str:
        """The measure with its unit, for people."""
        return self.measures or self.unit_title

    @property
    def unit_title(self) -> str:
        """The unit and what it is counted by."""
        unit = self.unit or "no unit"
        return f"{unit}/{self.per}" if self.per else unit


class _Measured:
    columns = ("doc_id", "kind", "unit", "per", "status", "measures")

    def __call__(self, rows: pa.Table) -> pa.Table:
        return keyed(rows).filter(pc.invert(pc.is_in(rows["kind"], value_set=pa.array(NOT_MEASURED))))


def keyed(rows: pa.Table) -> pa.Table:
    """The rows with the columns measures, unit and per as a `Measure` compares them: lower case, words with spaces, no nulls."""
    for name in ("measures", "unit", "per"):
        plain = pc.replace_substring(pc.fill_null(rows[name], ""), "_", " ")
        folded = plain if name == "unit" else pc.utf8_lower(plain)
        rows = rows.set_column(rows.schema.get_field_index(name), name, folded)
    return rows


def top_measures(tables: Tables, index: Index, top: int = 12) -> list[tuple[Measure, int, int]]:
    """The measures that stand in most articles, with their articles and figures; only those that say what is measured."""
    whole = count_articles(tables, index, "figures", ("measures", "unit", "per"), _Measured())
    named = whole.filter(pc.not_equal(whole["measures"], ""))
    return [(Measure(row["measures"], row["unit"], row["per"]), row["articles"], row["rows"])
            for row in named.slice(0, top).to_pylist()]


def top_units(tables: Tables, index: Index, top: int = 12) -> list[tuple[Measure, int, int]]:
    """The units (with what they are counted by) that stand in most articles, as measures that take in whatever has the unit.

    Of these `top`, prices and percentages come first, then what is counted, then times; what has no unit comes last.
    """
    whole = count_articles(tables, index, "figures", ("unit", "per"), _Measured()).slice(0, top)
    kinds = count_articles(tables, index, "figures", ("unit", "per", "kind"), _Measured())
    kind_of: dict[tuple[str, str], str] = {}
    for row in kinds.to_pylist():
        kind_of.setdefault((row["unit"], row["per"]), row["kind"])

    def place(row: dict[str, Any]) -> int:
        kind = kind_of[row["unit"], row["per"]]
        return 3 if not row["unit"] else 0 if kind in PRICES else 2 if kind in TIMES else 1

    return [(Measure("", row["unit"], row["per"]), row["articles"], row["rows"]) for row in sorted(whole.to_pylist(), key=place)]


def kinds(tables: Tables, index: Index) -> list[dict[str, Any]]:
    """Kinds of figures with articles, figures and how many of them are lost or untrusted."""
    whole = count_articles(tables, index, "figures", ("kind", "status"))
    totals: dict[str, dict[str, Any]] = {}
    for row in whole.to_pylist():
        kind = totals.setdefault(row["kind"], {"kind": row["kind"], "stated": 0, "lost": 0, "untrusted": 0})
        kind[row["status"]] = kind.get(row["status"], 0) + row["rows"]
    return sorted(totals.values(), key=lambda kind: (-kind["stated"] - kind["lost"], kind["kind"]))


def figures_of(tables: Tables, index: Index, wanted: Mapping[Measure, int],
               keep: int = 400) -> dict[Measure, list[dict[str, Any]]]:
    """The figures of some measures with the date of their article, in the order of the run.

    `wanted` says how many figures a measure has; of more than `keep` every second, third, … is taken, so that those that are
    taken lie evenly over the run.
    """
    ways = [list(group) for _, group in groupby(sorted(wanted, key=lambda measure: measure.measures == ""),
                                                key=lambda measure: measure.measures == "")]
    taken: dict[Measure, list[dict[str, Any]]] = {measure: [] for measure in wanted}
    seen = dict.fromkeys(wanted, 0)
    for chunk in scan(tables, "figures", COLUMNS) if wanted else ():
        rows = keyed(index.originals(chunk))
        rows = rows.filter(pc.invert(pc.is_in(rows["kind"], value_set=pa.array(NOT_MEASURED))))
        for group in ways:
            names = ("unit", "per") if group[0].measures == "" else ("measures", "unit", "per")
            keys = pa.array(["\0".join(getattr(measure, name) for name in names) for measure in group])
            found = pc.index_in(pc.binary_join_element_wise(*(rows[name] for name in names), "\0"), value_set=keys)
            codes = pc.fill_null(found, -1).to_numpy()
            for code in np.unique(codes[codes >= 0]).tolist():
                measure = group[code]
                places = np.flatnonzero(codes == code)
                step = -(-wanted[measure] // keep)
                chosen = places[(np.arange(len(places)) + seen[measure]) % step == 0]
                seen[measure] += len(places)
                taken[measure] += rows.take(pa.array(chosen)).to_pylist()
    for found_rows in taken.values():
        days = index.dates(pa.array([row["doc_id"] for row in found_rows], pa.string())).to_pylist() if found_rows else []
        for row, published in zip(found_rows, days, strict=True):
            row["published"] = published
    return taken


def lost_figures(tables: Tables, index: Index, keep: int = 30) -> list[dict[str, Any]]:
    """Numbers that the source lost, with what is still known of them."""
    found: list[dict[str, Any]] = []
    for chunk in scan(tables, "figures", COLUMNS):
        rows = index.originals(chunk)
        rows = rows.filter(pc.equal(rows["status"], "lost"))
        rows = rows.slice(0, keep - len(found))
        found += [row | {"published": published} for row, published in
                  zip(rows.to_pylist(), index.dates(rows["doc_id"]).to_pylist(), strict=True)]
        if len(found) == keep:
            break
    return found


def number(value: float | None) -> str:
    """A number for people, rounded to four digits where it is long; thin spaces between thousands.

    >>> number(46500000.0), number(1580.0), number(7.25), number(3e12)
    ('46.5 million', '1\\u202f580', '7.25', '3\\u202f000 billion')
    """
    if value is None:
        return ""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{_grouped(value / size)} {word}"
    return _grouped(value)


def _grouped(value: float) -> str:
    digits = ",.0f" if value == int(value) or abs(value) >= 10_000 else ",.2f" if abs(value) >= 1_000 else ",.4g"
    return format(value, digits).replace(",", "\u202f")


def written(figure: dict[str, Any]) -> str:
    """Value, range or bound of a figure as it is shown; empty where there is no value to show.

    >>> written({"status": "stated", "cmp": ">", "value": 50e6, "low": None, "high": None})
    '> 50 million'
    >>> written({"status": "lost", "cmp": ">", "value": None, "low": None, "high": None})
    ''
    """
    if figure["status"] == "lost":
        return ""
    low, high, sign = figure["low"], figure["high"], CMP_SIGNS.get(figure["cmp"], "")
    if low is not None and high is not None:
        return f"{'≈ ' if figure['cmp'] == 'vague' else ''}{number(low)} – {number(high)}"
    if figure["value"] is not None:
        return sign + number(figure["value"])
    if low is not None or high is not None:
        return (sign or ("≥ " if low is not None else "≤ ")) + number(low if low is not None else high)
    return ""


def changed(figure: dict[str, Any]) -> str:
    """What kind of change a figure states, in words; empty where it states a level.

    >>> changed({"change": "up", "role": None}), changed({"change": "down", "role": "from"}), changed({"change": None})
    ('up', 'down from', '')
    """
    return " ".join(filter(None, (figure["change"], figure["role"]))) if figure["change"] else ""


def reach(figure: dict[str, Any]) -> tuple[float, float] | None:
    """Lowest and highest number that a figure states (equal where it is one number); None where it states none."""
    if figure["status"] != "stated":
        return None
    known = [value for value in (figure["value"], figure["low"], figure["high"]) if value is not None]
    return (min(known), max(known)) if known else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the figures of a unit lie between the lowest and the highest of them; logarithmic where they span 500 times."""

    low: float
    high: float
    logarithmic: bool

    @classmethod
    def of(cls, figures: Sequence[dict[str, Any]]) -> Scale:
        """The scale that has room for all of them; it begins at zero, or lower, where it is linear."""
        spans = [span for figure in figures if (span := reach(figure))]
        if not spans:
            return cls(0.0, 0.0, False)
        low, high = min(low for low, _ in spans), max(high for _, high in spans)
        return cls(low, high, True) if low > 0 and high > 500 * low else cls(min(low, 0.0), high, False)

    def place(self, value: float) -> float:
        """From 0 to 100."""
        if self.logarithmic:
            return round(100 * log(value / self.low) / log(self.high / self.low), 2)
        return round(100 * (value - self.low) / (self.high - self.low), 2)

    def glyph(self, figure: dict[str, Any]) -> dict[str, Any] | None:
        """Where a figure lies, and as what it is drawn: dot, ring, bar, up or down; None where it states no number."""
        span = reach(figure)
        if span is None or self.high <= self.low:
            return None
        first, last = map(self.place, span)
        return {"first": first, "last": last, "shape": "bar" if last > first else shape_of(figure)}


def shape_of(figure: dict[str, Any]) -> str:
    """How one number is drawn: `up` or `down` for a bound, `ring` for about, `dot` for exactly."""
    cmp, one_sided = figure["cmp"], (figure["low"] is None) != (figure["high"] is None) and figure["value"] is None
    if cmp in UPWARDS or (one_sided and figure["low"] is not None):
        return "up"
    if cmp in DOWNWARDS or one_sided:
        return "down"
    return "ring" if cmp == "~" else "dot"


def dated(figures: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that a plot over time can show: stated, not denied, in an article with a date; by date."""
    shown = [row for row in figures if isinstance(row["published"], date) and reach(row) is not None and not row["negated"]]
    return sorted(shown, key=lambda row: (row["published"], row["doc_id"], row["start"]))
