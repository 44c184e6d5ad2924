"""A matplotlib figure as SVG inside the page: same bytes every time, colours that follow light and dark."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from vnnlp.report import canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_VARIABLES = {canvas.INK: "var(--ink)", canvas.MUTED: "var(--muted)", canvas.GRID: "var(--rule)", canvas.PAPER: "var(--paper)",
              **{colour: f"var(--s{place})" for place, colour in enumerate(canvas.SERIES)}}
_HEAD = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_GROUP_ID = re.compile(r'<g id="[^"]*"')
_NAMESPACE = re.compile(r' xmlns(?::xlink)?="[^"]*"')
_SIZE = re.compile(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


def inline_svg(figure: Figure, title: str, name: str) -> Markup:
    """The figure as an `<svg>` element that says its title; `name` keeps its inner ids apart from other figures'."""
    import matplotlib as mpl
    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": f"vnnlp-{name}", "svg.fonttype": "none"}):
        if (engine := figure.get_layout_engine()) is not None:
            # Once is enough: saving would lay out and draw everything twice.
            engine.execute(figure)
            figure.set_layout_engine("none")
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = _METADATA.sub("", _HEAD.sub("", out.getvalue().decode("utf-8")))
    text = _NAMESPACE.sub("", _GROUP_ID.sub("<g", text))
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    width, height = _SIZE.search(text).groups()  # type: ignore[union-attr]
    opening = (f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
               f'style="max-width:{float(width) * 1.35:.0f}px">')
    return Markup(_SIZE.sub(lambda _: opening, text, count=1))
