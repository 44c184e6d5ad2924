"""What copies what: pairs of articles from the duplicates table, and two passages side by side with the differences marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import pyarrow.compute as pc
from markupsafe import Markup

from vnnlp.report.markup import Mark, marked, readable
from vnnlp.report.source import Index, Tables, scan

LANES = 24
"""Publishers or articles that a plot has room for."""

COMPARED = 1_200
"""Tokens of a passage that are compared; difflib is quadratic at its worst."""

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Pair:
    """An article that copies another one (or itself), with all of its copied passages taken together."""

    doc_id: str
    of_doc_id: str
    lane: str
    of_lane: str
    published: date | None
    of_published: date | None
    characters: int
    passages: int
    similarity: float
    near: bool

    @property
    def dated(self) -> bool:
        """Both articles have a date, and they are two."""
        return self.published is not None and self.of_published is not None and self.doc_id != self.of_doc_id


@dataclass(frozen=True, slots=True)
class Copying:
    """All pairs of a run by number of copied characters, the largest first, and passages and characters by kind."""

    pairs: tuple[Pair, ...]
    kinds: tuple[tuple[str, int, int], ...]

    def lanes(self, pairs: Sequence[Pair]) -> dict[str, int]:
        """The lanes of a plot of some pairs, by the date of their first article."""
        first: dict[str, date] = {}
        for pair in pairs:
            for name, day in ((pair.of_lane, pair.of_published), (pair.lane, pair.published)):
                if day is not None and (name not in first or day < first[name]):
                    first[name] = day
            if len(first) >= LANES:
                break
        return {name: place for place, name in enumerate(sorted(first, key=lambda name: (first[name], name))[:LANES])}


@dataclass(slots=True)
class _Sum:
    """What one article copies from another. A near-duplicate counts whole: its passages lie in it."""

    exact: int = 0
    near: int = 0
    passages: int = 0
    similarity: float = 1.0

    @property
    def characters(self) -> int:
        return self.near or self.exact

    def add(self, row: dict[str, Any]) -> None:
        if row["kind"] == "near":
            self.near += row["length_sum"]
        else:
            self.exact += row["length_sum"]
        self.passages += row["count_all"]
        self.similarity = min(self.similarity, row["similarity_min"])


def copying(tables: Tables, index: Index, keep: int = 400) -> Copying:
    """The pairs with most copied characters, at most `keep`."""
    sums: dict[tuple[str, str], _Sum] = {}
    kinds: dict[str, tuple[int, int]] = {}
    for chunk in scan(tables, "duplicates", ("doc_id", "of_doc_id", "start", "end", "kind", "similarity")):
        each = chunk.append_column("length", pc.subtract(chunk["end"], chunk["start"])) \
            .group_by(["doc_id", "of_doc_id", "kind"], use_threads=False) \
            .aggregate([("length", "sum"), ([], "count_all"), ("similarity", "min")])
        for row in each.to_pylist():
            sums.setdefault((row["doc_id"], row["of_doc_id"]), _Sum()).add(row)
            rows, length = kinds.get(row["kind"], (0, 0))
            kinds[row["kind"]] = (rows + row["count_all"], length + row["length_sum"])
    chosen = sorted(sums, key=lambda key: (-sums[key].characters, key))[:keep]
    entries = index.entries([doc_id for key in chosen for doc_id in key])
    publishers = [entry.publisher for entry in entries.values() if entry.publisher]
    by_publisher = len(set(publishers)) > 1 and 2 * len(publishers) > len(entries)
    pairs = []
    for key in chosen:
        copy, original = (entries.get(doc_id) for doc_id in key)
        if copy is None or original is None:
            continue
        lane, of_lane = ((entry.publisher or "no publisher") if by_publisher else readable(entry.title)
                         for entry in (copy, original))
        total = sums[key]
        pairs.append(Pair(key[0], key[1], lane, of_lane, copy.published, original.published, total.characters, total.passages,
                          total.similarity, total.near > 0 or copy.duplicate_of == original.doc_id))
    by_kind = sorted(((kind, rows, characters) for kind, (rows, characters) in kinds.items()), key=lambda row: (-row[2], row[0]))
    return Copying(tuple(pairs), tuple(by_kind))


def side_by_side(copy: str, original: str) -> tuple[Markup, Markup]:
    """Two passages with what differs marked in each; letter case and `_` do not count, as in the comparison that found them."""
    tokens = [[match.span() for match in _TOKEN.finditer(text)][:COMPARED] for text in (copy, original)]
    forms = [[_form(text[start:end]) for start, end in spans] for text, spans in zip((copy, original), tokens, strict=True)]
    marks: tuple[list[Mark], list[Mark]] = ([], [])
    if forms[0] != forms[1]:
        matcher = SequenceMatcher(None, forms[0], forms[1], autojunk=False)
        for operation, first, last, of_first, of_last in matcher.get_opcodes():
            if operation != "equal":
                for side, low, high in ((0, first, last), (1, of_first, of_last)):
                    if high > low:
                        marks[side].append(Mark(tokens[side][low][0], tokens[side][high - 1][1], "differs", tag="mark"))
    return marked(copy, marks[0]), marked(original, marks[1])


def _form(token: str) -> str:
    return token.casefold().strip("_")
