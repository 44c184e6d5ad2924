"""Plots of a run, for notebooks and for the page: each takes the tables of a run (or a dict of them) and gives a Figure.

    from vnnlp.report import plots
    figure = plots.measure_over_time(vnnlp.load("out/"), "cước 3G")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vnnlp.report import measures as figures_by_measure
from vnnlp.report import series, views
from vnnlp.report.canvas import HEAT, INK, MUTED, PAPER, SERIES, date_axis, empty, new_figure, short, styled
from vnnlp.report.copies import Copying, copying
from vnnlp.report.measures import Measure
from vnnlp.report.names import Names
from vnnlp.report.source import Index, Tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def strategy_matrix(tables: Tables, *, by: str = "carrier", names: Names | None = None) -> Figure:
    """Strategies (rows) by carriers or, with `by="segment"`, by segments (columns): articles that say it is done.

    Copies are not counted; in brackets articles that say it ends or is refused.
    """
    names = names or Names.of()
    crossed = views.cross(tables, Index(tables), "strategy", by)
    if not crossed.cells:
        return empty("No strategy was found.")
    title_of = names.carrier if by == "carrier" else lambda code: names.segment(code)[1]
    cells = [[crossed.cells.get((row, column), views.Cell()) for column in crossed.columns] for row in crossed.rows]
    counts = np.array([[cell.does for cell in row] for row in cells])
    figure, axes = new_figure(3.2 + 0.62 * len(crossed.columns), 1.2 + 0.3 * len(crossed.rows))
    from matplotlib.colors import ListedColormap
    axes.imshow(np.ma.masked_equal(counts, 0), cmap=ListedColormap(HEAT), aspect="auto", vmin=1, vmax=max(crossed.top, 6))
    for (row, column), count in np.ndenumerate(counts):
        dark = count and (count - 1) / max(crossed.top - 1, 5) >= 0.5
        against = cells[row][column].against
        said = f"{count} (−{against})" if against else str(count) if count else "·"
        axes.text(column, row, said, ha="center", va="center", color=PAPER if dark else INK if count else MUTED)
    axes.set_xticks(range(len(crossed.columns)), [title_of(code) for code in crossed.columns], rotation=40, ha="left",
                    rotation_mode="anchor")
    axes.set_yticks(range(len(crossed.rows)), [names.strategy(code)[1] for code in crossed.rows])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


@styled
def strategy_timeline(tables: Tables, *, names: Names | None = None) -> Figure:
    """Strategies by year: the area of a disc is the number of articles, under each year how many articles it has."""
    return draw_timeline(*views.by_year(tables, Index(tables)), names or Names.of())


@styled
def draw_timeline(counts: Mapping[tuple[str, int], int], totals: Mapping[int, int], names: Names) -> Figure:
    """As `strategy_timeline`, of counts at hand (`views.by_year`)."""
    if not counts:
        return empty("No strategy stands in an article with a date.")
    years = list(range(min(year for _, year in counts), max(year for _, year in counts) + 1))
    of: dict[str, int] = {}
    for (strategy, _), count in counts.items():
        of[strategy] = of.get(strategy, 0) + count
    rows = sorted(of, key=lambda code: (-of[code], code))
    top = max(counts.values())
    figure, axes = new_figure(max(9.0, 3.2 + 0.62 * len(years)), 1.0 + 0.3 * len(rows))
    for (strategy, year), count in sorted(counts.items()):
        axes.scatter(year, rows.index(strategy), s=330 * count / top + 12, color=SERIES[0], linewidths=0)
        inside = count / top > 0.3
        axes.text(year if inside else year + 0.27, rows.index(strategy), str(count), ha="center", va="center", fontsize=7.5,
                  color=PAPER if inside else INK)
    step = max(1, len(years) // 16)
    axes.set_xticks(years[::step], [f"{year}\n{totals.get(year, 0)} art." for year in years[::step]])
    axes.set_yticks(range(len(rows)), [names.strategy(code)[1] for code in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


@styled
def measure_over_time(tables: Tables, measure: str | Measure = "", *, unit: str | None = None, per: str | None = None,
                      names: Names | None = None) -> Figure:
    """Figures of one measure by the date of their article, one colour and form a subject; carriers have theirs everywhere.

    A range is a bar between its ends, a bound an arrow away from its number, an approximation a hollow mark; ▲ or ▼ beside a
    mark says that it is a change and no level. Lost numbers are not drawn. Without `unit` the unit that most of the
    figures have; without `measure` whatever has the unit.
    """
    index = Index(tables)
    wanted = measure if isinstance(measure, Measure) else Measure(measure.casefold().replace("_", " "), unit or "", per or "")
    if isinstance(measure, Measure):
        unit, per = measure.unit, measure.per
    known = figures_by_measure.top_measures(tables, index, top=1_000_000) if wanted.measures \
        else figures_by_measure.top_units(tables, index, top=1_000_000)
    found = [(one, count) for one, _, count in known
             if one.measures == wanted.measures and unit in (None, one.unit) and per in (None, one.per)]
    if not found:
        return empty(f"No figure measures “{wanted.title}”.")
    measure, counted = found[0]
    held = figures_by_measure.figures_of(tables, index, {measure: counted}, keep=2_000)
    rows = figures_by_measure.dated(held[measure])
    figure = draw_measure(measure, rows, names or Names.of())
    figure.axes[0].set_title(measure.title)
    return figure


@styled
def draw_measure(measure: Measure, rows: Sequence[dict[str, Any]], names: Names) -> Figure:
    """As `measure_over_time`, of rows at hand (`measures.dated`)."""
    if not rows:
        return empty(f"No dated figure of “{measure.title}”.")
    figure, axes = new_figure(6.6, 3.3)
    named = series.looks(rows, names)
    spans = [span for row in rows if (span := figures_by_measure.reach(row))]
    lowest, highest = min(low for low, _ in spans), max(high for _, high in spans)
    logarithmic = lowest > 0 and highest / lowest > 50
    if logarithmic:
        axes.set_yscale("log")
    arm = 0.09 * ((highest - lowest) or abs(highest) or 1)
    for row, (low, high) in zip(rows, spans, strict=True):
        look = named.get(series.subject_of(row, names), series.OTHERS)
        when: Any = row["published"]
        if change := series.change_of(row):
            axes.annotate(series.SIGNS[change], (when, high), xytext=(6, 0), textcoords="offset points", va="center",
                          fontsize=7, color=look.colour)
        if high > low:
            axes.errorbar([when], [low], yerr=np.array([[0.0], [high - low]]), fmt="none", ecolor=look.colour, elinewidth=2)
            axes.plot([when, when], [low, high], marker=look.marker, color=look.colour, markersize=4, linestyle="none")
            continue
        shape = figures_by_measure.shape_of(row)
        if shape in {"up", "down"}:
            upwards = shape == "up"
            reach = (low * (1.6 if upwards else 0.6)) if logarithmic else low + (arm if upwards else -arm)
            axes.annotate("", (when, reach), (when, low),
                          arrowprops={"arrowstyle": "->", "color": look.colour, "linewidth": 1.4})
        axes.plot([when], [low], marker=look.marker, color=look.colour, markersize=6, linestyle="none",
                  markerfacecolor="none" if shape == "ring" else look.colour)
    date_axis(axes, [row["published"] for row in rows])
    axes.margins(x=0.06, y=0.16)
    axes.set_ylabel(measure.unit_title)
    axes.yaxis.set_major_formatter(lambda value, _: figures_by_measure.number(value))
    axes.grid(axis="y")
    series.legend(figure, named, rows, names)
    return figure


@styled
def entity_counts(tables: Tables, label: str = "ORG", *, top: int = 15) -> Figure:
    """The entities of one label (`PER`, `ORG`, `LOC`, `PROD`) that stand in most articles."""
    rows = views.top_entities(tables, Index(tables), top).get(label, [])
    if not rows:
        return empty(f"No entity with the label {label} was found.")
    return _bars([row.name for row in rows], [row.articles for row in rows], "articles")


@styled
def topic_terms(tables: Tables) -> Figure:
    """Each topic's share of the archive, with its strongest terms."""
    rows = sorted(tables["topics"].to_pylist(), key=lambda row: (-row["share"], row["topic"]))
    if not rows:
        return empty("No topics were fitted.")
    labels = [", ".join(term["term"].replace("_", " ") for term in row["terms"][:5]) for row in rows]
    return _bars(labels, [100 * row["share"] for row in rows], "% of the archive", "{:.0f}")


def _bars(labels: Sequence[str], values: Sequence[float], title: str, form: str = "{:g}") -> Figure:
    figure, axes = new_figure(7.5, 0.7 + 0.27 * len(labels))
    places = list(range(len(labels)))
    axes.barh(places, values, color=SERIES[0], height=0.7)
    for place, value in zip(places, values, strict=True):
        axes.annotate(form.format(value), (value, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(places, [short(label, 60) for label in labels])
    axes.invert_yaxis()
    axes.set_xlabel(title)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xticks([])
    return figure


@styled
def who_copies_whom(tables: Tables) -> Figure:
    """Copies over time: a line from each original (hollow) to its copy (full), each on the line of its publisher or article."""
    return draw_copying(copying(tables, Index(tables)))


@styled
def draw_copying(copied: Copying) -> Figure:
    """As `who_copies_whom`, of pairs at hand."""
    pairs = [pair for pair in copied.pairs if pair.dated]
    if not pairs:
        return empty("No article with a date copies another one with a date.")
    lanes = copied.lanes(pairs)
    figure, axes = new_figure(9, 1.1 + 0.3 * len(lanes))
    for pair in pairs:
        here, there = lanes.get(pair.of_lane), lanes.get(pair.lane)
        if here is None or there is None:
            continue
        first: Any = pair.of_published
        last: Any = pair.published
        colour = SERIES[1] if pair.near else SERIES[0]
        axes.annotate("", (last, there), (first, here), arrowprops={
            "arrowstyle": "->", "color": colour, "linewidth": 1.2, "connectionstyle": "arc3,rad=0.15", "shrinkA": 4,
            "shrinkB": 4})
        axes.plot([first], [here], marker="o", color=colour, markerfacecolor="none", linestyle="none")
        axes.plot([last], [there], marker="o", color=colour, linestyle="none")
    axes.set_yticks(list(lanes.values()), [short(name, 48) for name in lanes])
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    axes.grid(axis="y")
    axes.margins(x=0.06)
    date_axis(axes, [day for pair in pairs for day in (pair.of_published, pair.published) if day])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    from matplotlib.lines import Line2D
    axes.legend(handles=[Line2D([], [], marker="o", color=colour, label=label, linestyle="-") for colour, label, there in
                         ((SERIES[1], "near-duplicate article", any(pair.near for pair in pairs)),
                          (SERIES[0], "repeated passage", any(not pair.near for pair in pairs))) if there],
                loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=8)
    return figure
