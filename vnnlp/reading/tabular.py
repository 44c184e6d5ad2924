"""CSV, TSV, Parquet and Arrow: a row is an article, one column its text.

Which column holds the text, id, title and date is said by the settings or guessed from its name, and the guess is said in
the log. A text column of an unknown name is found as the one with by far the longest values.
"""

from __future__ import annotations

import csv
import io
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from vnnlp.reading.fields import columns_for, record_of
from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.reading.streams import BUFFER, LineReader
from vnnlp.reading.transcode import as_utf8
from vnnlp.settings import ReadingSettings

_log = logging.getLogger("vnnlp.reading")
_DELIMITERS: Final = ",;\t|"
_LOOK: Final = 20
_LONG_TEXT: Final = 80
"""Characters, in the mean, of a column that may be the text where no name says so."""
_BATCH: Final = 64
_MOST_COLUMNS: Final = 1_000


def read_csv(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """Rows of CSV with a header line; the delimiter is a tab for .tsv, else the commonest of `,` `;` tab `|` in the header."""
    leaf, encoding = as_utf8(leaf, settings)
    lines = _lines(leaf, settings)
    head = next(lines, "")
    delimiter = "\t" if leaf.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=head.count)
    # The module's cap is one for the whole process; articles are longer than its default of 128 KB.
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_article_bytes))
    names = [name.strip().lstrip("\ufeff") for name in next(csv.reader([head], delimiter=delimiter), [])]
    if len(names) > _MOST_COLUMNS or not any(names):
        yield Problem(1, "RE010", "the first line is no header with names of columns")
        return
    yield from _rows(leaf, settings, names, csv.reader(lines, delimiter=delimiter), encoding)


def _lines(leaf: Leaf, settings: ReadingSettings) -> Iterator[str]:
    for line in LineReader(leaf.stream, settings.max_article_bytes):
        # A line beyond the cap goes in as one too long for the csv module, which then reports this record.
        yield "\n" if line is None else line.decode("utf-8", "replace").replace("\0", "\ufffd") + "\n"


def _rows(leaf: Leaf, settings: ReadingSettings, names: list[str], rows: Iterator[list[str]], encoding: str) -> Iterator[Found]:
    held: list[Mapping[str, Any] | Problem] = []
    columns: dict[str, str] | None = None
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            held.append(Problem(number, "RE010", f"row cannot be parsed: {str(error)[:200]}"))
        else:
            if row:
                held.append(dict(zip(names, row, strict=False)) | {_NUMBER: number})
        if columns is None and len(held) < _LOOK:
            continue
        columns = columns or _chosen(names, [row for row in held if not isinstance(row, Problem)], leaf, settings)
        yield from _found(held, columns, settings, encoding)
        held = []
    columns = columns or _chosen(names, [row for row in held if not isinstance(row, Problem)], leaf, settings)
    yield from _found(held, columns, settings, encoding)


_NUMBER: Final = "\0number"


def _found(rows: Iterable[Mapping[str, Any] | Problem], columns: Mapping[str, str], settings: ReadingSettings,
           encoding: str) -> Iterator[Found]:
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        values = dict(row)
        number = values.pop(_NUMBER)
        found = record_of(values, number, settings, columns)
        yield replace(found, encoding=encoding) if isinstance(found, Record) else found


def _chosen(names: list[str], rows: list[Mapping[str, Any]], leaf: Leaf, settings: ReadingSettings) -> dict[str, str]:
    """The column of each field; the text column by its length where no name tells."""
    columns = columns_for(names, settings)
    if "text" not in columns and settings.text_column == "auto" and rows:
        taken = set(columns.values())
        lengths = {name: sum(len(value) for row in rows if isinstance(value := row.get(name), str)) / len(rows)
                   for name in names if name not in taken}
        best = max(lengths, key=lambda name: lengths[name], default="")
        if best and lengths[best] >= _LONG_TEXT:
            columns["text"] = best
    said = ", ".join(f"{field} from {name!r}" for field, name in columns.items())
    _log.info("%s: %s (set reading.text_column and the like to choose)", leaf.source, said or "no column holds a text")
    return columns


def read_parquet(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """Rows of a Parquet file, a few at a time; only the columns that are used are read."""
    from pyarrow import parquet
    with _seekable(leaf.stream) as file:
        reader = parquet.ParquetFile(file, pre_buffer=False)
        first = next(reader.iter_batches(batch_size=_LOOK), None)
        names = list(reader.schema_arrow.names)
        if first is not None:
            first.validate(full=True)
        columns = _chosen(names, first.to_pylist() if first is not None else [], leaf, settings)
        batches = reader.iter_batches(batch_size=_BATCH, columns=sorted(set(columns.values())) or None)
        yield from _batches(batches, columns, settings)


def read_arrow(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """Rows of an Arrow IPC file or stream (Feather version 2 is the file)."""
    import pyarrow as pa
    with _seekable(leaf.stream) as file:
        is_file = file.read(6) == b"ARROW1"
        file.seek(0)
        if is_file:
            reader = pa.ipc.open_file(file)
            batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        else:
            batches = iter(pa.ipc.open_stream(file))
        columns: dict[str, str] | None = None
        start = 0
        for batch in batches:
            # Arrow believes the offsets in its files: those of a damaged file lead outside the memory.
            batch.validate(full=True)
            columns = columns or _chosen(list(batch.schema.names), batch.slice(0, _LOOK).to_pylist(), leaf, settings)
            parts = (batch.slice(at, _BATCH) for at in range(0, batch.num_rows, _BATCH))
            yield from _batches(parts, columns, settings, start)
            start += batch.num_rows


def _batches(batches: Iterable[Any], columns: Mapping[str, str], settings: ReadingSettings, start: int = 0) -> Iterator[Found]:
    number = start
    for batch in batches:
        batch.validate(full=True)
        for row in batch.to_pylist():
            number += 1
            yield record_of(row, number, settings, columns)


def _seekable(stream: io.BufferedReader) -> Any:
    """The stream itself, or a copy in a file without a name: these formats begin at their end."""
    if stream.seekable():
        return _Kept(stream)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    while data := stream.read(BUFFER):
        file.write(data)
    file.seek(0)
    return file


class _Kept:
    """A stream that the reader does not own, as a context."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def __enter__(self) -> io.BufferedReader:
        return self._stream

    def __exit__(self, *exception: object) -> None:
        return None
