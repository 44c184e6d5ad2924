"""What every plot of a run is drawn on: the house style, its colours, and axes for dates.

Colours are those of Okabe and Ito (2008), told apart by every common kind of colour blindness; nothing is said by colour
alone. No plot opens a window or touches pyplot's state.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

P = ParamSpec("P")

INK, MUTED, GRID, PAPER = "#1a1b1c", "#5d5e5f", "#d9d8d6", "#fefefd"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
HEAT = ("#e8f1f8", "#c3dcee", "#8dbfe0", "#4b96c8", "#1f6ba5", "#0a4478")
"""Six steps of one blue, light to dark."""

_STYLE: Any = {
    "svg.fonttype": "none", "font.family": ["DejaVu Sans"], "font.size": 9, "text.color": INK, "axes.labelcolor": INK,
    "axes.edgecolor": MUTED, "axes.facecolor": "none", "figure.facecolor": "none", "xtick.color": MUTED, "ytick.color": MUTED,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": False,
    "grid.color": GRID, "grid.linewidth": 0.8, "axes.titlesize": 10, "axes.titlelocation": "left", "axes.titleweight": "bold",
    "legend.frameon": False, "axes.axisbelow": True, "lines.linewidth": 1.4,
}


class Plot(Figure):
    """A figure that a notebook shows by itself, on white."""

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=90, facecolor="white", metadata={"Software": None})
        return out.getvalue()


def new_figure(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of some inches with its axes."""
    figure = Plot(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draws inside the house style: ticks and titles take their look when they are made."""
    @wraps(draw)
    def inside(*given: P.args, **named: P.kwargs) -> Figure:
        with mpl.rc_context(_STYLE):
            return draw(*given, **named)
    return inside


def empty(message: str) -> Figure:
    """A plot that says why there is nothing to draw."""
    figure, axes = new_figure(6, 1.2)
    axes.set_axis_off()
    axes.text(0, 0.5, message, color=MUTED, va="center", transform=axes.transAxes)
    return figure


def short(name: str, most: int) -> str:
    """A name cut to at most so many characters."""
    return name if len(name) <= most else name[:most - 1] + "…"


def date_axis(axes: Axes, dates: Iterable[date]) -> None:
    """Ticks of a time axis, as far apart as the dates call for."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    held = list(dates)
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    short = (max(held) - min(held)).days < 400
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=short))  # type: ignore[no-untyped-call]
