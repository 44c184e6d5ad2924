"""Text with marks over it, as HTML: spans may nest, touch and cross; everything of the text is escaped.

News came word-segmented (`khách_hàng`, ` ,`); on the screen it is set the way a newspaper prints it. Only the screen: the
tables keep every byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_TIGHT_LEFT = re.compile(r" (?=[,.;:!?%)\]”…](?:\s|$|[.,”)]))")
_TIGHT_RIGHT = re.compile(r"(?<=[(\[“])[ ]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text with the classes to draw it by, a note for hover and focus, and an anchor for links."""

    start: int
    end: int
    classes: str
    note: str = ""
    anchor: str = ""
    tag: str = "span"
    focus: bool = False


def readable(text: str) -> str:
    """Segmented text as a newspaper prints it.

    >>> readable("“ Khách_hàng VIP ” được tặng 50% , theo ông Tú .")
    '“Khách hàng VIP” được tặng 50%, theo ông Tú.'
    """
    return _TIGHT_RIGHT.sub("", _TIGHT_LEFT.sub("", text.replace("_", " ")))


def marked(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None, tidy: bool = True) -> Markup:
    """`text[start:end]` with its marks. Where marks overlap, the piece carries the classes and notes of all of them.

    >>> marked("a <b> c", [Mark(2, 5, "x", note="n")])
    Markup('a <span class="x" data-tip="n">&lt;b&gt;</span> c')
    """
    stop = len(text) if end is None else min(end, len(text))
    inside = sorted((mark for mark in marks if mark.start < mark.end and mark.end > start and mark.start < stop),
                    key=lambda mark: (mark.start, -mark.end))
    edges = sorted({start, stop, *(min(max(edge, start), stop) for mark in inside for edge in (mark.start, mark.end))})
    shown = text.replace("_", " ") if tidy else text
    drop = _dropped(shown, start, stop) if tidy else frozenset()
    pieces: list[str] = []
    active: list[Mark] = []
    following = 0
    for first, last in pairwise(edges):
        active = [mark for mark in active if mark.end > first]
        while following < len(inside) and inside[following].start <= first:
            active.append(inside[following])
            following += 1
        piece = "".join(character for place, character in enumerate(shown[first:last], first) if place not in drop) \
            if drop else shown[first:last]
        pieces.append(_wrapped(piece, active, first) if active else str(escape(piece)))
    return Markup("".join(pieces))


def _dropped(text: str, start: int, end: int) -> frozenset[int]:
    """The places of the spaces that print does not have."""
    return frozenset(match.start() for pattern in (_TIGHT_LEFT, _TIGHT_RIGHT) for match in pattern.finditer(text, start, end))


def _wrapped(piece: str, active: list[Mark], first: int) -> str:
    if not piece:
        return ""
    classes = " ".join(dict.fromkeys(name for mark in active for name in mark.classes.split()))
    notes = " · ".join(dict.fromkeys(mark.note for mark in active if mark.note))
    anchor = next((mark.anchor for mark in active if mark.anchor and mark.start == first), "")
    tag = next((mark.tag for mark in active if mark.tag != "span"), "span")
    attributes = f' class="{escape(classes)}"'
    if anchor:
        attributes += f' id="{escape(anchor)}"'
    if notes:
        attributes += f' data-tip="{escape(notes)}"'
    if any(mark.focus for mark in active):
        attributes += f' tabindex="0" role="note" aria-label="{escape(piece.strip() or "nothing")}: {escape(notes)}"'
    return f"<{tag}{attributes}>{escape(piece)}</{tag}>"
