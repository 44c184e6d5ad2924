"""Two passages side by side, the differences marked: for the eye of a person who doubts a row of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from rich.table import Table as RichTable



@dataclass(frozen=True, slots=True)
class Comparison:
    """The pieces of two passages: text, and whether the other passage has it too. Joined, the pieces are the passages."""

    passage: tuple[tuple[str, bool], ...]
    source: tuple[tuple[str, bool], ...]

    @property
    def similarity(self) -> float:
        """Share of the characters of the passage that the source has too; 1.0 for an empty passage."""
        total = sum(len(text) for text, _ in self.passage)
        return sum(len(text) for text, same in self.passage if same) / total if total else 1.0

    def __rich__(self) -> RichTable:
        from rich.table import Table
        from rich.text import Text
        table = Table("passage", "source", expand=True, show_lines=True)
        table.add_row(*(Text.assemble(*((text, "" if same else "bold red") for text, same in side))
                        for side in (self.passage, self.source)))
        return table

    def __str__(self) -> str:
        return "\n".join(f"{name}: " + "".join(text if same else _bracket(text) for text, same in side)
                         for name, side in (("passage", self.passage), ("source", self.source)))

    def html(self) -> str:
        """A fragment of HTML: a table of two cells, what only one side has inside `<mark>`; the text is escaped."""
        cells = ("".join(escape(text) if same else f"<mark>{escape(text)}</mark>" for text, same in side)
                 for side in (self.passage, self.source))
        return ('<table class="comparison"><tr><th>passage</th><th>source</th></tr><tr>'
                + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>")

    _repr_html_ = html


def explain(passage: str, source: str) -> Comparison:
    """Align two passages word by word, as the ledger compares them: case, `_` and punctuation count as no difference.

    >>> print(explain("tặng 50 phút gọi", "Tặng 60 phút gọi"))
    passage: tặng [50] phút gọi
    source: Tặng [60] phút gọi
    """
    from rapidfuzz.distance import Indel

    from vnnlp.dedup.forms import fold

    pieces, of_pieces = (_pieces(text) for text in (passage, source))
    words, of_words = ([" ".join(fold(piece)) for piece in side] for side in (pieces, of_pieces))
    same, of_same = [not word for word in words], [not word for word in of_words]
    for step in Indel.opcodes(words, of_words):
        if step.tag == "equal":
            same[step.src_start:step.src_end] = [True] * (step.src_end - step.src_start)
            of_same[step.dest_start:step.dest_end] = [True] * (step.dest_end - step.dest_start)
    return Comparison(tuple(_merge(pieces, same)), tuple(_merge(of_pieces, of_same)))


def _pieces(text: str) -> list[str]:
    """Syllables with the white space or `_` in front of them."""
    return regex.findall(r"[\s_]*[^\s_]+|[\s_]+$", text)


def _merge(pieces: list[str], same: list[bool]) -> Iterator[tuple[str, bool]]:
    first = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or same[at] != same[first]:
            yield "".join(pieces[first:at]), same[first]
            first = at


def _bracket(text: str) -> str:
    bare = text.lstrip()
    return text[:len(text) - len(bare)] + f"[{bare}]"
