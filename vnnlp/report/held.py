"""The articles that a page shows, with all that was found in them, and the way from the article as read to what readers see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vnnlp.edits import Edit, OffsetMap, apply
from vnnlp.report.source import Entry, Index, Tables, rows_of


@dataclass(frozen=True, slots=True)
class Held:
    """An article, up to `source.TEXT_LENGTH`. `shown` is its text as repaired, and `offsets` leads there (None: as read)."""

    entry: Entry
    text: str
    shown: str
    offsets: OffsetMap | None
    tidy: bool
    entities: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    strategies: list[dict[str, Any]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[dict[str, Any]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Where the article stands on the page."""
        return f"a{self.entry.number}"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the article as read lies in `shown`."""
        return self.offsets.span_to_repaired(start, end) if self.offsets is not None else (start, end)

    def place_of(self, row: dict[str, Any]) -> tuple[int, int]:
        """Where a row lies in `shown`, without white space before it."""
        start, end = self.place(row["start"], row["end"])
        while start < min(end, len(self.shown)) and self.shown[start].isspace():
            start += 1
        return start, end

    def anchor_of(self, row: dict[str, Any]) -> str:
        """Where a row stands on the page: in its article, or at its head where the page does not reach the row."""
        start, end = self.place_of(row)
        return f"{self.anchor}-{start}" if start < end <= len(self.shown) else self.anchor


def hold(tables: Tables, index: Index, doc_ids: Iterable[str]) -> dict[str, Held]:
    """The articles of some ids, in the order of the run."""
    wanted = sorted(set(doc_ids))
    found = {name: rows_of(tables, name, wanted) for name in ("entities", "figures", "strategies", "edits", "duplicates")}
    entries = index.entries(wanted)
    held = {}
    for row in index.texts(wanted):
        doc_id, text = row["doc_id"], row["text"]
        shown, offsets = text, None
        if row["repaired"] is not None:
            shown, offsets = apply(text, _applied(text, found["edits"].get(doc_id, [])))
        held[doc_id] = Held(entries[doc_id], text, shown, offsets, row["segmented"],
                            **{name: rows.get(doc_id, []) for name, rows in found.items()})
    return held


def _applied(text: str, rows: list[dict[str, Any]]) -> list[Edit]:
    """The applied edits of the part that is held."""
    return [Edit(row["start"], row["end"], row["before"], row["after"], row["kind"], row["confidence"], row["reason"])
            for row in rows if row["applied"] and text[row["start"]:row["end"]] == row["before"]]
