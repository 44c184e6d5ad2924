"""Who is drawn in which colour and form: a carrier has the same on every plot, whoever else is on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnnlp.report.canvas import MUTED, SERIES, short
from vnnlp.report.names import CARRIERS, Names

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CARRIER_MARKERS, OTHER_MARKERS = "osDPXp*", "<>d8"
"""Seven forms go around beside six colours: forty-two carriers before two of them look alike. `^` and `v` say up and down."""

FEW = 2
"""Persons and agencies that are named beside carriers."""

FEW_ALONE = len(OTHER_MARKERS)
"""Those that are named where no carrier is on the plot."""

SIGNS = {"up": "▲", "down": "▼"}
"""How a change is marked, in plots and tables alike."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and form of a subject."""

    colour: str
    marker: str


OTHERS = Look(MUTED, "h")


def subject_of(row: Mapping[str, Any], names: Names) -> str:
    """What a figure is about: the name of the carrier, or the words of the article."""
    if is_of_carrier(row, names):
        return names.carrier(row["subject_kb_id"])
    return str(row["subject"] or row["subject_kb_id"] or "").replace("_", " ")


def is_of_carrier(row: Mapping[str, Any], names: Names) -> bool:
    """Whether the subject of a figure is a carrier that the lexicon knows."""
    return bool(row["subject_kb_id"]) and row["subject_kb_id"] in names.carriers


def change_of(row: Mapping[str, Any]) -> str:
    """`up` or `down` where the number is the change itself; where it fell from or to is a level as any other."""
    return row["change"] if row["change"] in SIGNS and not row["role"] else ""


def looks(rows: Sequence[Mapping[str, Any]], names: Names) -> dict[str, Look]:
    """The subjects that a plot names, in the order of its legend: carriers as the lexicon lists them, then a few others."""
    places = {name: place for place, name in enumerate(names.carrier(code) for code in names.carriers
                                                if code and code not in CARRIERS)}
    carriers = sorted({subject_of(row, names) for row in rows if is_of_carrier(row, names)}, key=lambda name: places[name])
    counts = Counter(name for row in rows if not is_of_carrier(row, names) and (name := subject_of(row, names)))
    others = sorted(counts, key=lambda name: (-counts[name], name))[:FEW if carriers else FEW_ALONE]
    chosen = {name: Look(SERIES[places[name] % len(SERIES)], CARRIER_MARKERS[places[name] % len(CARRIER_MARKERS)])
              for name in carriers}
    for place, name in enumerate(others):
        # Beside carriers all others are grey: a colour would be that of some carrier.
        chosen.setdefault(name, Look(MUTED if carriers else SERIES[place], OTHER_MARKERS[place]))
    return chosen


def legend(figure: Figure, named: Mapping[str, Look], rows: Sequence[Mapping[str, Any]], names: Names) -> None:
    """The legend below a plot: its subjects, others where there are some, and the signs of changes that it has."""
    from matplotlib.lines import Line2D
    shown = [(short(name, 24), look.colour, look.marker) for name, look in named.items()]
    if named and any(subject_of(row, names) not in named for row in rows):
        shown.append(("others", OTHERS.colour, OTHERS.marker))
    changes = {change_of(row) for row in rows}
    shown += [(f"{change}: a change, no level", MUTED, form) for change, form in (("up", "^"), ("down", "v"))
              if change in changes]
    handles = [Line2D([], [], marker=marker, color=colour, linestyle="none", label=label) for label, colour, marker in shown]
    if handles:
        figure.legend(handles=handles, loc="outside lower left", ncols=4, fontsize=8, handletextpad=0.1, columnspacing=1.2)
