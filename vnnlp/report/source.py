"""What the page and the plots read: the tables of a run, a few columns at a time, and the articles by id.

`tables` is whatever gives a `Table` for a name: a `Run`, or a dict of tables in a notebook. Where it also offers
`scan(name, columns)` (batches of a dataset), nothing but the asked columns of one batch is held in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from vnnlp.tables import SCHEMAS, Table

CHUNK = 200_000
"""Rows that are looked at together at least, where batches come smaller."""

TEXTS = 5_000
"""Articles whose texts are held together."""

TITLE_LENGTH = 140

TEXT_LENGTH = 60_000
"""Code points of an article that the page looks at: one endless article must not take all memory."""


class Tables(Protocol):
    """Gives the table of a name."""

    def __getitem__(self, name: str, /) -> Table: ...


def scan(tables: Tables, name: str, columns: Sequence[str], rows_together: int | None = None) -> Iterator[pa.Table]:
    """The columns of a table in chunks of whole articles, in order; a table without rows gives no chunk.

    No article is cut in two by a chunk, provided that its rows stand together, as every run writes them.
    """
    batches: Iterable[pa.RecordBatch]
    lazily = getattr(tables, "scan", None)
    batches = lazily(name, list(columns)) if callable(lazily) else tables[name].arrow.select(list(columns)).to_batches()
    schema = pa.schema([SCHEMAS[name].field(column) for column in columns])
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch.select(list(columns)))
        rows += batch.num_rows
        if rows >= (rows_together or CHUNK):
            chunk = pa.Table.from_batches(held, schema=schema)
            whole = _last_whole(chunk)
            if whole:
                yield chunk.slice(0, whole)
            held = chunk.slice(whole).to_batches()
            rows -= whole
    if rows:
        yield pa.Table.from_batches(held, schema=schema)


def _last_whole(chunk: pa.Table) -> int:
    """Rows before those of the chunk's last article."""
    if "doc_id" not in chunk.schema.names:
        return int(chunk.num_rows)
    last = chunk["doc_id"][-1]
    return int(pc.index(chunk["doc_id"], last).as_py())


def column_table(tables: Tables, name: str, columns: Sequence[str]) -> pa.Table:
    """All rows of some columns of a table."""
    schema = pa.schema([SCHEMAS[name].field(column) for column in columns])
    chunks = list(scan(tables, name, columns))
    return pa.concat_tables(chunks) if chunks else schema.empty_table()


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the page names it: its id, the number of its place in the run, its title and date."""

    doc_id: str
    number: int
    title: str
    published: date | None
    source: str
    publisher: str | None
    duplicate_of: str | None
    damaged: bool


class Index:
    """The articles of a run without their texts.

    `copies` holds the ids of near-duplicates: whatever counts articles leaves them out, because ten papers that print one
    agency story are one voice.
    """

    COLUMNS = ("doc_id", "title", "published", "source", "publisher", "duplicate_of", "damaged")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.table = column_table(tables, "documents", self.COLUMNS)
        self.doc_ids = self.table["doc_id"].combine_chunks()
        self.copies = self.table.filter(pc.is_valid(self.table["duplicate_of"]))["doc_id"].combine_chunks()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def originals(self, rows: pa.Table) -> pa.Table:
        """The rows of articles that are no near-duplicate of another."""
        return rows.filter(pc.invert(pc.is_in(rows["doc_id"], value_set=self.copies))) if len(self.copies) else rows

    def dates(self, doc_ids: Any) -> pa.Array:
        """The date of each article, null where it is not known."""
        return self.table["published"].combine_chunks().take(pc.index_in(doc_ids, value_set=self.doc_ids))

    def entries(self, doc_ids: Iterable[str]) -> dict[str, Entry]:
        """The articles of some ids, with titles; one without a title is named by its first line."""
        wanted = pa.array(sorted(set(doc_ids)), pa.string())
        places = pc.index_in(wanted, value_set=self.doc_ids)
        found = self.table.take(places.drop_null())
        rows = found.to_pylist()
        lines = self._first_lines({row["doc_id"]: row["title"] for row in rows if not row["title"] or row["damaged"]})
        return {row["doc_id"]: Entry(row["doc_id"], place, _short(lines.get(row["doc_id"]) or row["title"] or row["doc_id"]),
                                     row["published"], row["source"], row["publisher"], row["duplicate_of"], row["damaged"])
                for row, place in zip(rows, places.drop_null().to_pylist(), strict=True)}

    def _first_lines(self, titles: dict[str, str | None]) -> dict[str, str]:
        """Titles of articles that have none, and the repaired ones of damaged articles whose first line is the title."""
        lines = {}
        for row in self.texts(titles):
            as_read = row["text"].lstrip().partition("\n")[0]
            if titles[row["doc_id"]] in (None, "", as_read):
                lines[row["doc_id"]] = (row["repaired"] or row["text"]).lstrip().partition("\n")[0]
        return lines

    def texts(self, doc_ids: Iterable[str]) -> list[dict[str, Any]]:
        """doc_id, text, repaired and segmented of some articles, in the order of the run; texts up to TEXT_LENGTH."""
        wanted = pa.array(sorted(set(doc_ids)), pa.string())
        if not len(wanted):
            return []
        found: list[dict[str, Any]] = []
        for chunk in scan(self._tables, "documents", ("doc_id", "text", "repaired", "segmented"), TEXTS):
            rows = chunk.filter(pc.is_in(chunk["doc_id"], value_set=wanted))
            for place, name in ((1, "text"), (2, "repaired")):
                rows = rows.set_column(place, name, pc.utf8_slice_codeunits(rows[name], 0, TEXT_LENGTH))
            found += rows.to_pylist()
        return found


def _short(title: str) -> str:
    title = " ".join(title.replace("_", " ").split())
    return title if len(title) <= TITLE_LENGTH else title[:TITLE_LENGTH - 1].rstrip() + "…"


def rows_of(tables: Tables, name: str, doc_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of some articles, by article, as far as the page looks at the article (TEXT_LENGTH)."""
    wanted = pa.array(sorted(set(doc_ids)), pa.string())
    grouped: dict[str, list[dict[str, Any]]] = {}
    if not len(wanted):
        return grouped
    for chunk in scan(tables, name, SCHEMAS[name].names):
        of = chunk.filter(pc.is_in(chunk["doc_id"], value_set=wanted))
        for row in of.filter(pc.less_equal(of["end"], TEXT_LENGTH)).to_pylist():
            grouped.setdefault(row["doc_id"], []).append(row)
    return grouped
