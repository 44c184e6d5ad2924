"""The page's section on figures: a group a unit with its rows on one scale, plots over time, and the lost numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup

from vnnlp.report import measures, plots, series
from vnnlp.report.measures import Measure
from vnnlp.report.names import Names
from vnnlp.report.source import Entry, Index, Tables
from vnnlp.report.svg import inline_svg

NAMED = 60
"""Measures that are looked at for one worth a plot."""

ENOUGH = 3
"""Figures on as many days that make a plot."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in a table: its row, its place on the scale of its unit, its article and the link to it."""

    row: dict[str, Any]
    glyph: dict[str, Any] | None
    entry: Entry | None
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one unit, on one scale."""

    measure: Measure
    articles: int
    count: int
    scale: measures.Scale
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of one measure over time."""

    title: str
    count: int
    lost: int
    left_out: int
    svg: Markup


@dataclass(frozen=True, slots=True)
class Figures:
    """All of the section."""

    groups: list[Group]
    plots: list[Plot]
    lost: list[Line]
    kinds: list[dict[str, Any]]


def gather(tables: Tables, index: Index, names: Names, link_of: Callable[[str], str], *, units: int, keep: int, plotted: int,
           lost: int) -> Figures:
    """The section for the `units` most frequent units with `keep` figures each, `plotted` plots and `lost` lost numbers."""
    by_unit = measures.top_units(tables, index, units)
    named = measures.top_measures(tables, index, NAMED)
    counts = {measure: count for measure, _, count in [*by_unit, *named]}
    found = measures.figures_of(tables, index, counts)
    chosen = {measure: _spread(found[measure], keep) for measure, _, _ in by_unit}
    missing = measures.lost_figures(tables, index, lost)
    entries = index.entries(row["doc_id"] for rows in [*chosen.values(), missing] for row in rows)
    groups = [_group(measure, articles, count, chosen[measure], entries, link_of) for measure, articles, count in by_unit]
    # A rate has one meaning whatever it measures: every price of a minute belongs on one plot.
    axes = [measure for measure, _, _ in named] + [measure for measure, _, _ in by_unit if measure.per]
    return Figures(groups, _plots(axes, counts, found, names, plotted),
                   [Line(row, None, entries.get(row["doc_id"]), link_of(row["doc_id"])) for row in missing],
                   measures.kinds(tables, index))


def _group(measure: Measure, articles: int, count: int, rows: list[dict[str, Any]], entries: Mapping[str, Entry],
           link_of: Callable[[str], str]) -> Group:
    scale = measures.Scale.of(rows)
    lines = [Line(row, scale.glyph(row), entries.get(row["doc_id"]), link_of(row["doc_id"])) for row in rows]
    return Group(measure, articles, count, scale, lines)


def _plots(axes: list[Measure], counts: Mapping[Measure, int], found: Mapping[Measure, list[dict[str, Any]]], names: Names,
           most: int) -> list[Plot]:
    """Of the measures that have enough dated figures, those that say most about carriers."""
    ranked: list[tuple[tuple[int, int, int], Measure, list[dict[str, Any]]]] = []
    for place, measure in enumerate(axes):
        rows = measures.dated(found[measure])
        of_carriers = len({(row["published"], row["subject_kb_id"]) for row in rows if series.is_of_carrier(row, names)})
        if len({row["published"] for row in rows}) >= ENOUGH:
            ranked.append(((-of_carriers, -len(rows), place), measure, rows))
    drawn: list[Plot] = []
    for _, measure, rows in sorted(ranked, key=lambda item: item[0])[:most]:
        what = measure.measures or "every figure"
        lost = sum(row["status"] == "lost" for row in found[measure])
        named = what if what == measure.unit else f"{what} in {measure.unit_title}"
        title = f"{named[0].upper()}{named[1:]}"
        svg = inline_svg(plots.draw_measure(measure, rows, names), f"{title}, over time", f"measure{len(drawn)}")
        drawn.append(Plot(title, len(rows), lost, counts[measure] - len(found[measure]), svg))
    return drawn


def _spread(rows: list[dict[str, Any]], keep: int) -> list[dict[str, Any]]:
    """At most `keep` rows that show as many measures as can be: a few of each before many of one; what is named comes first."""
    sizes = Counter(row["measures"] for row in rows)
    by_measure = sorted(rows, key=lambda row: (row["measures"] == "", -sizes[row["measures"]], row["measures"],
                                               row["published"] or date.min, row["doc_id"], row["start"]))
    ranked = [(place, number, row) for number, (_, group) in enumerate(groupby(by_measure, key=lambda row: row["measures"]))
              for place, row in enumerate(group)]
    chosen = sorted(ranked, key=lambda item: (item[0] // 5, item[1], item[0]))[:keep]
    return [row for _, _, row in sorted(chosen, key=lambda item: (item[1], item[0]))]
