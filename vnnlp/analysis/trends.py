"""Trends: how many articles a month (or year) say something: a strategy, a carrier, a word, a topic.

Articles are counted, not rows and not copies: ten papers that print one agency story are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vnnlp.errors import UsageError

PERIODS = {"month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Point:
    """Articles of one period that say `key`, and their share of the period's articles."""

    period: str
    key: str
    articles: int
    share: float


def trends(documents: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], key: str, *,
           by: str = "year") -> list[Point]:
    """Points by period and by the column `key` of `rows`, in that order.

    `documents` are rows of the table documents; articles without a date and near-duplicates of another are left out.
    Raises UsageError for an unknown period.

    >>> documents = [{"doc_id": "a", "published": date(2013, 11, 1), "duplicate_of": None}]
    >>> trends(documents, [{"doc_id": "a", "strategy": "health_care"}] * 2, "strategy")
    [Point(period='2013', key='health_care', articles=1, share=1.0)]
    """
    if by not in PERIODS:
        raise UsageError(f"there is no period {by!r}", remedy=f"Periods: {', '.join(PERIODS)}")
    period_of = {row["doc_id"]: row["published"].strftime(PERIODS[by]) for row in documents
                 if isinstance(row["published"], date) and row["duplicate_of"] is None}
    totals: dict[str, int] = defaultdict(int)
    for period in period_of.values():
        totals[period] += 1
    saying: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["doc_id"] in period_of and row[key] is not None:
            saying[period_of[row["doc_id"]], str(row[key])].add(row["doc_id"])
    return [Point(period, value, len(ids), round(len(ids) / totals[period], 4))
            for (period, value), ids in sorted(saying.items())]
