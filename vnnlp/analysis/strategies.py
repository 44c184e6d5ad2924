"""Views of strategies: who does what, for whom, when, what sets one apart, and how two periods differ.

Articles are counted, never rows and never copies: an article that says a thing three times, and five papers that print it,
are one. Every cell keeps its best evidence, one row an article, the most certain first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vnnlp.analysis.keyness import Key, log_odds
from vnnlp.analysis.trends import Point, trends
from vnnlp.errors import UsageError

COLUMNS = ("carrier", "strategy", "segment", "polarity")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of each of two columns: in how many articles they meet, in how many of them as no more done, and by which rows."""

    row: str
    column: str
    articles: int
    ended: int
    """Articles with a row that stops or rejects it."""
    evidence: tuple[Mapping[str, Any], ...]
    """Rows of the strategies table, one an article, the most certain first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A strategy in two periods: articles, their share of all that name any strategy, and the z value of the difference."""

    key: str
    before: int
    after: int
    share_before: float
    share_after: float
    score: float
    """Above 0: more typical of the later period (log-odds with informative prior)."""


def matrix(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], row: str = "carrier",
           column: str = "strategy", *, evidence: int = 5) -> list[Cell]:
    """The cells of `row` by `column` (of carrier, strategy, segment, polarity), sorted by both.

    Raises UsageError for another column.

    >>> documents = [{"doc_id": "a", "duplicate_of": None}, {"doc_id": "b", "duplicate_of": "a"}]
    >>> found = [{"doc_id": doc, "carrier": "viettel", "strategy": "health_care", "segment": "rural", "polarity": "does",
    ...           "confidence": 0.8, "start": 0} for doc in ("a", "a", "b")]
    >>> [(cell.row, cell.column, cell.articles) for cell in matrix(documents, found)]
    [('viettel', 'health_care', 1)]
    """
    for name in (row, column):
        if name not in COLUMNS:
            raise UsageError(f"strategies cannot be counted by {name!r}", remedy=f"Columns: {', '.join(COLUMNS)}")
    best: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    ended: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in _originals(documents, rows):
        key = (one[row] or "", one[column] or "")
        held = best[key].get(one["doc_id"])
        if held is None or (-one["confidence"], one["start"]) < (-held["confidence"], held["start"]):
            best[key][one["doc_id"]] = one
        if one["polarity"] != "does":
            ended[key].add(one["doc_id"])
    return [Cell(*key, len(held), len(ended[key]), tuple(
        sorted(held.values(), key=lambda one: (-one["confidence"], one["doc_id"], one["start"]))[:evidence]))
        for key, held in sorted(best.items())]


def timeline(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], strategy: str, *, key: str = "carrier",
             by: str = "year") -> list[Point]:
    """Articles by period that speak of one strategy, split by `key`; `by`: `year` or `month`."""
    return trends(documents, [row for row in rows if row["strategy"] == strategy], key, by=by)


def distinctive(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], value: str, *, by: str = "carrier",
                of: str = "strategy", minimum: int = 1) -> list[Key]:
    """What sets one value apart: the strategies of one carrier against those of all others, by the articles that have them.

    Log-odds with informative prior (`keyness`): the most typical first, those typical of the others last.
    """
    cells = matrix(documents, rows, by, of, evidence=0)
    ours = {cell.column: cell.articles for cell in cells if cell.row == value}
    theirs: dict[str, int] = defaultdict(int)
    for cell in cells:
        if cell.row != value:
            theirs[cell.column] += cell.articles
    return log_odds(ours, theirs, minimum=minimum)


def compare(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], before: tuple[date, date],
            after: tuple[date, date], *, key: str = "strategy", minimum: int = 1) -> list[Change]:
    """How two periods (first and last day, inclusive) differ, what grew most first.

    Articles without a date count for neither. Raises UsageError where a period ends before it begins.

    >>> documents = [{"doc_id": name, "duplicate_of": None, "published": date(year, 5, 1)}
    ...              for name, year in (("a", 2010), ("b", 2014), ("c", 2014))]
    >>> found = [{"doc_id": doc, "strategy": strategy, "confidence": 1.0, "start": 0, "polarity": "does"} for doc, strategy in
    ...          (("a", "prize_draw"), ("b", "health_care"), ("c", "health_care"), ("c", "prize_draw"))]
    >>> [(one.key, one.before, one.after) for one in
    ...  compare(documents, found, (date(2010, 1, 1), date(2010, 12, 31)), (date(2014, 1, 1), date(2014, 12, 31)))]
    [('health_care', 0, 2), ('prize_draw', 1, 1)]
    """
    for first, last in (before, after):
        if last < first:
            raise UsageError(f"a period ends before it begins: {first} to {last}")
    documents = list(documents)
    published = {row["doc_id"]: row["published"] for row in documents if isinstance(row["published"], date)}
    having: list[dict[str, set[str]]] = [defaultdict(set), defaultdict(set)]
    for one in _originals(documents, rows):
        for period, held in zip((before, after), having, strict=True):
            day = published.get(one["doc_id"])
            if day is not None and period[0] <= day <= period[1]:
                held[one[key] or ""].add(one["doc_id"])
    totals = [len(set().union(*held.values())) if held else 0 for held in having]
    counts = [{name: len(ids) for name, ids in held.items()} for held in having]
    return [Change(one.word, one.reference, one.target, _share(one.reference, totals[0]), _share(one.target, totals[1]),
                   one.score)
            for one in log_odds(counts[1], counts[0], minimum=minimum)]


def _share(articles: int, total: int) -> float:
    return round(articles / total, 4) if total else 0.0


def _originals(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    copies = {row["doc_id"] for row in documents if row["duplicate_of"] is not None}
    return (row for row in rows if row["doc_id"] not in copies)
