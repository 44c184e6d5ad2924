"""The tables that come out: their Arrow schemas, and `Table`, which carries rows of one of them.

This is the one place that says what comes out; other programs read it. Offsets are code points, half-open, into
`documents.text`, the article as read. Absent is null. Every output is checked against its schema by `make`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from vnnlp.arrays import array_of
from vnnlp.errors import ContractError

if TYPE_CHECKING:
    import pandas
    import polars

SPAN: Final = pa.struct([("start", pa.int32()), ("end", pa.int32())])

DATE: Final = pa.struct([
    ("year", pa.int32()), ("month", pa.int32()), ("day", pa.int32()), ("quarter", pa.int32()), ("weekday", pa.string()),
    ("hour", pa.int32()), ("minute", pa.int32()), ("grain", pa.string()), ("part", pa.string()), ("anchor", pa.string()),
    ("offset_years", pa.int32()),
])
"""A date or time as written: only the parts that the text states."""

_PLACE: Final = [("doc_id", pa.string(), False), ("start", pa.int32(), False), ("end", pa.int32(), False)]
_MENTION: Final = [("doc_id", pa.string(), False), ("sentence", pa.int32(), False), ("start", pa.int32(), False),
                   ("end", pa.int32(), False), ("text", pa.string(), False)]

_COLUMNS: Final[dict[str, list[tuple[Any, ...]]]] = {
    "documents": [
        ("doc_id", pa.string(), False), ("source", pa.string(), False), ("title", pa.string()), ("published", pa.date32()),
        ("encoding", pa.string(), False), ("segmented", pa.bool_(), False), ("text", pa.large_string(), False),
        ("repaired", pa.large_string()), ("damaged", pa.bool_(), False), ("n_tokens", pa.int32(), False),
        ("n_sentences", pa.int32(), False), ("n_edits", pa.int32(), False), ("n_lost_numbers", pa.int32(), False),
        ("duplicate_of", pa.string()), ("author", pa.string()), ("publisher", pa.string()),
    ],
    "edits": [
        *_PLACE, ("before", pa.string(), False), ("after", pa.string(), False), ("kind", pa.string(), False),
        ("confidence", pa.float32(), False), ("reason", pa.string(), False), ("applied", pa.bool_(), False),
    ],
    "duplicates": [
        *_PLACE, ("kind", pa.string(), False), ("of_doc_id", pa.string(), False), ("of_start", pa.int32(), False),
        ("of_end", pa.int32(), False), ("similarity", pa.float32(), False),
    ],
    "entities": [
        *_MENTION, ("label", pa.string(), False), ("kb_id", pa.string()), ("confidence", pa.float32(), False),
        ("method", pa.string(), False),
    ],
    "figures": [
        *_MENTION, ("kind", pa.string(), False), ("value", pa.float64()), ("low", pa.float64()), ("high", pa.float64()),
        ("unit", pa.string()), ("per", pa.string()), ("cmp", pa.string(), False), ("approx", pa.string()),
        ("status", pa.string(), False), ("date", DATE), ("date_end", DATE), ("measures", pa.string()), ("subject", pa.string()),
        ("subject_kb_id", pa.string()), ("change", pa.string()), ("role", pa.string()), ("negated", pa.bool_(), False),
        ("resolved", pa.date32()), ("resolved_end", pa.date32()),
    ],
    "strategies": [
        ("doc_id", pa.string(), False), ("sentence", pa.int32(), False), ("start", pa.int32(), False),
        ("end", pa.int32(), False), ("carrier", pa.string(), False), ("strategy", pa.string(), False),
        ("segment", pa.string()), ("polarity", pa.string(), False), ("evidence", pa.string(), False),
        ("entity_spans", pa.list_(SPAN), False), ("figure_spans", pa.list_(SPAN), False), ("confidence", pa.float32(), False),
    ],
    "topics": [
        ("topic", pa.int32(), False), ("label", pa.string(), False),
        ("terms", pa.list_(pa.struct([("term", pa.string()), ("weight", pa.float64())])), False),
        ("coherence", pa.float64()), ("share", pa.float64(), False),
    ],
    "document_topics": [("doc_id", pa.string(), False), ("topic", pa.int32(), False), ("weight", pa.float64(), False)],
    "quarantine": [
        ("source", pa.string(), False), ("record", pa.int64()), ("error_code", pa.string(), False),
        ("message", pa.string(), False),
    ],
    # Outside the run's contract: what the single command `vnnlp tokens` prints.
    "tokens": [*_MENTION],
}

SCHEMAS: Final[dict[str, pa.Schema]] = {
    name: pa.schema([pa.field(column[0], column[1], nullable=len(column) < 3 or column[2]) for column in columns])
    for name, columns in _COLUMNS.items()
}

RUN_TABLES: Final = tuple(name for name in SCHEMAS if name != "tokens")
"""The tables of a run's folder, one Parquet dataset each."""


class Table:
    """Rows of one table: an Arrow table that fits its schema, with the ways out that notebooks use.

    Speaks Arrow's PyCapsule interface, so that pandas, polars and DuckDB take it as it is. Columns that a caller adds
    behind those of the schema stay.

    >>> len(Table.of("quarantine", [{"source": "a.txt", "record": None, "error_code": "RE001", "message": "empty"}]))
    1
    """

    __slots__ = ("arrow", "name")

    def __init__(self, name: str, arrow: pa.Table) -> None:
        self.name = name
        self.arrow = arrow

    @classmethod
    def of(cls, name: str, rows: Iterable[Mapping[str, Any]]) -> Table:
        """A table from row mappings; a missing key is null. Raises ContractError where a row does not fit."""
        schema = SCHEMAS[name]
        rows = list(rows)
        try:
            columns = [array_of([row.get(field.name) for row in rows], field.type) for field in schema]
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ContractError(f"rows do not fit the table {name!r}: {error}") from error
        return cls(name, validate(name, pa.Table.from_arrays(columns, schema=schema)))

    @classmethod
    def from_columns(cls, name: str, columns: Mapping[str, Any]) -> Table:
        """A table from one array or sequence a column; a column that is not given is null."""
        schema = SCHEMAS[name]
        length = len(next(iter(columns.values()))) if columns else 0
        try:
            arrays = [array_of(columns[field.name], field.type) if field.name in columns else pa.nulls(length, field.type)
                      for field in schema]
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ContractError(f"columns do not fit the table {name!r}: {error}") from error
        return cls(name, validate(name, pa.Table.from_arrays(arrays, schema=schema)))

    @classmethod
    def empty(cls, name: str) -> Table:
        """A table without rows."""
        return cls(name, SCHEMAS[name].empty_table())

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as dicts, batch by batch."""
        for batch in self.arrow.to_batches():
            yield from batch.to_pylist()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self)} rows>"

    def _repr_html_(self) -> str:
        frame = self.to_pandas().head(20)
        more = f"<p>{self.name}: {len(self)} rows</p>"
        return str(frame.to_html(escape=True, index=False)) + more

    def to_pylist(self) -> list[dict[str, Any]]:
        """All rows as dicts."""
        return list(self.arrow.to_pylist())

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame."""
        frame: pandas.DataFrame = self.arrow.to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame; raises MissingExtraError where polars is not installed."""
        try:
            import polars
        except ImportError as error:
            from vnnlp.errors import MissingExtraError
            raise MissingExtraError.of("polars", "polars", "Table.to_polars") from error
        return polars.DataFrame(self.arrow)

    def to_jsonl(self) -> Iterator[str]:
        """One JSON object a row, dates in ISO form, keys in the order of the schema."""
        for row in self:
            yield json.dumps(row, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not JSON: {type(value)}")


def validate(name: str, table: pa.Table) -> pa.Table:
    """The table, if its leading columns fit the schema, with no null where none may be; else ContractError."""
    schema = SCHEMAS[name]
    leading = table.schema.names[:len(schema)]
    if leading != schema.names:
        raise ContractError(f"table {name!r} has columns {leading}, its schema has {schema.names}")
    for field in schema:
        column = table.column(field.name)
        if column.type != field.type:
            raise ContractError(f"column {name}.{field.name} is {column.type}, its schema says {field.type}")
        if not field.nullable and column.null_count:
            raise ContractError(f"column {name}.{field.name} has {column.null_count} nulls and may have none")
    return table


def concat(name: str, tables: Iterable[Table]) -> Table:
    """The rows of several tables of one name, in order."""
    parts = [table.arrow for table in tables if len(table)]
    return Table(name, pa.concat_tables(parts)) if parts else Table.empty(name)
