"""Views of a run: counts of articles with the evidence behind them, and nothing about how they are drawn.

Everything counts articles, not rows and not copies (`source.Index.copies`), and goes through the tables chunk by chunk.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vnnlp.analysis.keyness import Key, log_odds
from vnnlp.report.source import Index, Tables, scan

STRATEGY_COLUMNS = ("doc_id", "sentence", "start", "end", "carrier", "strategy", "segment", "polarity", "evidence",
                    "entity_spans", "figure_spans", "confidence")


@dataclass(frozen=True, slots=True)
class Cell:
    """Of a row and a column: articles that say anything of it, that it is done, that it ends or is refused; the rows, best first.

    An article may say both: that one offer begins and another ends.
    """

    articles: int = 0
    does: int = 0
    against: int = 0
    rows: int = 0
    evidence: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of counts: `cells[row, column]`, rows and columns by falling number of articles that say it is done."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    @property
    def top(self) -> int:
        """The largest count of what is done."""
        return max((cell.does for cell in self.cells.values()), default=0)


def cross(tables: Tables, index: Index, row: str, column: str, *, keep: int = 0) -> Cross:
    """How many articles have each pair of values of two columns of `strategies`; `keep` rows of evidence a cell, best first.

    The best evidence is the most confident; of several rows of one article the later ones rank behind other articles' first.
    """
    articles: dict[tuple[str, str], set[str]] = {}
    does: dict[tuple[str, str], set[str]] = {}
    against: dict[tuple[str, str], set[str]] = {}
    counts: dict[tuple[str, str], int] = {}
    best: dict[tuple[str, str], list[tuple[tuple[Any, ...], int, dict[str, Any]]]] = {}
    number = 0
    columns = STRATEGY_COLUMNS if keep else ("doc_id", row, column, "polarity")
    for chunk in scan(tables, "strategies", tuple(dict.fromkeys(columns))):
        for batch in index.originals(chunk).to_batches(max_chunksize=10_000):
            for item in batch.to_pylist():
                key = (item[row] or "", item[column] or "")
                first = item["doc_id"] not in articles.setdefault(key, set())
                articles[key].add(item["doc_id"])
                counts[key] = counts.get(key, 0) + 1
                (does if item["polarity"] == "does" else against).setdefault(key, set()).add(item["doc_id"])
                if keep:
                    number += 1
                    rank = (first, item["confidence"], -number)
                    heap = best.setdefault(key, [])
                    entry = (rank, number, item)
                    heapq.heappush(heap, entry) if len(heap) < keep else heapq.heappushpop(heap, entry)
    cells = {key: Cell(len(ids), len(does.get(key, ())), len(against.get(key, ())), counts[key],
                       tuple(item for _, _, item in sorted(best.get(key, ()), key=lambda entry: entry[0], reverse=True)))
             for key, ids in articles.items()}
    return Cross(_by_weight(articles, does, 0), _by_weight(articles, does, 1), cells)


def _by_weight(articles: Mapping[tuple[str, str], set[str]], does: Mapping[tuple[str, str], set[str]],
               side: int) -> tuple[str, ...]:
    of: dict[str, set[str]] = {key[side]: set() for key in articles}
    for key, ids in does.items():
        of[key[side]].update(ids)
    # `all` and what is not said are no carrier and no segment beside the others: they come last.
    return tuple(sorted(of, key=lambda name: (name in ("all", ""), -len(of[name]), name)))


def by_year(tables: Tables, index: Index, key: str = "strategy") -> tuple[dict[tuple[str, int], int], dict[int, int]]:
    """Articles by value of a column of `strategies` and year, and all dated articles by year."""
    years = pc.year(index.originals(index.table)["published"])
    totals = {int(row["values"]): int(row["counts"]) for row in pc.value_counts(years.drop_null()).to_pylist()}
    seen: dict[tuple[str, int], set[str]] = {}
    for chunk in scan(tables, "strategies", ("doc_id", key)):
        rows = index.originals(chunk)
        dates = index.dates(rows["doc_id"])
        for doc_id, value, published in zip(rows["doc_id"].to_pylist(), rows[key].to_pylist(), dates.to_pylist(), strict=True):
            if published is not None:
                seen.setdefault((value or "", published.year), set()).add(doc_id)
    return {pair: len(ids) for pair, ids in seen.items()}, dict(sorted(totals.items()))


APART = 1.0
"""The z value from which a strategy is said to set a carrier apart."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What one carrier does more than the others: keys of `analysis.keyness`, the most typical first."""

    value: str
    keys: tuple[Key, ...]


def apart(crossed: Cross, keep: int = 3) -> list[Apart]:
    """What sets each column of a table apart from the other columns together, by articles that say it is done."""
    found = []
    for column in crossed.columns:
        ours = {row: cell.does for row in crossed.rows if (cell := crossed.cells.get((row, column))) and cell.does}
        others: dict[str, int] = {}
        for (row, other), cell in crossed.cells.items():
            if other != column and cell.does:
                others[row] = others.get(row, 0) + cell.does
        keys = [key for key in log_odds(ours, others, minimum=2) if key.score >= APART and key.target > 1][:keep]
        if keys:
            found.append(Apart(column, tuple(keys)))
    return found


@dataclass(frozen=True, slots=True)
class Periods:
    """Strategies of two periods: up to the year `last`, and after it; `early` and `late` count all their dated articles."""

    last: int
    early: int
    late: int
    keys: tuple[Key, ...]


def compare_periods(counts: Mapping[tuple[str, int], int], totals: Mapping[int, int], last: int | None = None) -> Periods | None:
    """Two periods of `by_year` against each other, cut after `last` or where the dated articles fall into like halves.

    None where all articles are of one year.
    """
    if len(totals) < 2:
        return None
    years = sorted(totals)
    if last is None:
        half = sum(totals.values()) / 2
        last = min(years[:-1], key=lambda year: (abs(sum(totals[other] for other in years if other <= year) - half), year))
    early: dict[str, int] = {}
    late: dict[str, int] = {}
    for (value, year), count in counts.items():
        side = early if year <= last else late
        side[value] = side.get(value, 0) + count
    before = sum(count for year, count in totals.items() if year <= last)
    return Periods(last, before, sum(totals.values()) - before, tuple(log_odds(late, early, minimum=1)))


def count_articles(tables: Tables, index: Index, name: str, keys: Sequence[str], prepare: Any = None) -> pa.Table:
    """Distinct values of some columns of a table with the number of articles and rows of each; columns keys, articles, rows.

    `prepare` may change or filter a chunk (it keeps `doc_id`); `keys` name columns of what it returns.
    """
    parts: list[pa.Table] = []
    schema_columns = prepare.columns if prepare else ("doc_id", *keys)
    for chunk in scan(tables, name, schema_columns):
        rows = index.originals(chunk)
        if prepare:
            rows = prepare(rows)
        each = rows.group_by([*keys, "doc_id"], use_threads=False).aggregate([([], "count_all")])
        parts.append(each.group_by(list(keys), use_threads=False).aggregate([([], "count_all"), ("count_all", "sum")])
                     .rename_columns([*keys, "articles", "rows"]))
    if not parts:
        return pa.table({**{key: pa.array([], pa.string()) for key in keys}, "articles": pa.array([], pa.int64()),
                         "rows": pa.array([], pa.int64())})
    whole = pa.concat_tables(parts).group_by(list(keys), use_threads=False).aggregate([("articles", "sum"), ("rows", "sum")]) \
        .rename_columns([*keys, "articles", "rows"])
    order = [("articles", "descending"), ("rows", "descending"), *((key, "ascending") for key in keys)]
    return whole.sort_by(order)


@dataclass(frozen=True, slots=True)
class Name:
    """An entity of the whole archive: how it is written most, who it is, in how many articles and how often."""

    name: str
    kb_id: str | None
    articles: int
    mentions: int


class _Entities:
    columns = ("doc_id", "text", "label", "kb_id")

    def __call__(self, rows: pa.Table) -> pa.Table:
        spelled = pc.utf8_normalize(pc.replace_substring(rows["text"], "_", " "), form="NFC")
        folded = pc.coalesce(rows["kb_id"], pc.utf8_lower(spelled))
        prepared = pa.table({"doc_id": rows["doc_id"], "label": rows["label"], "key": folded, "kb_id": rows["kb_id"],
                             "text": spelled})
        # `ông Tú` is somebody who stands in the list by the full name already.
        short = pc.and_(pc.equal(prepared["label"], "PER"), pc.invert(pc.match_substring(prepared["text"], " ")))
        return prepared.filter(pc.invert(short))


def top_entities(tables: Tables, index: Index, top: int = 20) -> dict[str, list[Name]]:
    """The entities that stand in most articles, by label; spellings of one kb_id count together."""
    prepare = _Entities()
    whole = count_articles(tables, index, "entities", ("label", "key", "kb_id"), prepare)
    found: dict[str, list[dict[str, Any]]] = {}
    for label in ("PER", "ORG", "LOC", "PROD"):
        found[label] = whole.filter(pc.equal(whole["label"], label)).slice(0, top).to_pylist()
    wanted = pa.array(sorted({row["key"] for rows in found.values() for row in rows}), pa.string())

    class Chosen(_Entities):
        def __call__(self, rows: pa.Table) -> pa.Table:
            prepared = super().__call__(rows)
            return prepared.filter(pc.is_in(prepared["key"], value_set=wanted))

    spelling: dict[tuple[str, str], str] = {}
    if len(wanted):
        for row in count_articles(tables, index, "entities", ("label", "key", "text"), Chosen()).to_pylist():
            spelling.setdefault((row["label"], row["key"]), row["text"])
    return {label: [Name(spelling[label, row["key"]], row["kb_id"], row["articles"], row["rows"]) for row in rows]
            for label, rows in found.items()}
