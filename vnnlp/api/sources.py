"""What the public functions take: a text, a path, an article, a record, a data frame, or an iterable of these; or a run."""

from __future__ import annotations

import inspect
import os
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from vnnlp.errors import InputError, UsageError
from vnnlp.pipeline import stages
from vnnlp.pipeline.runs import Run, cut, distinct_ids
from vnnlp.reading import Rejected, read
from vnnlp.reading.dates import date_of
from vnnlp.reading.fields import columns_for
from vnnlp.reading.inputs import holds_run
from vnnlp.settings import ReadingSettings, Settings
from vnnlp.shard import Article

Source = str | Path | Article | Mapping[str, Any] | Iterable[Any]
Finished = Run | str | Path
"""A finished run, or the path of its folder."""

_PACKAGE: Final = Path(__file__).parent.parent
_SOURCES: Final = "Give a text, a pathlib.Path, a record, a data frame, or a list of these"


def articles_of(source: Source, settings: Settings | None = None) -> Iterator[Article]:
    """The articles of a source, in its order, their ids made distinct as in a run (`x`, `x~2`)."""
    for item in distinct_ids(_items(source, (settings or Settings()).reading)):
        if isinstance(item, Rejected):
            _warn(str(item))
        else:
            yield item


def run_of(source: Finished) -> Run:
    """The run that is given, or whose folder is. Raises InputError (IN001) where there is none, UsageError for another thing."""
    if isinstance(source, Run):
        return source
    if isinstance(source, str | Path):
        return Run(source)
    raise UsageError(f"{type(source).__name__} is no run",
                     remedy="Give what vnnlp.run or vnnlp.load returned, or the run's folder")


def _items(source: Any, reading: ReadingSettings) -> Iterator[Article | Rejected]:
    if isinstance(source, str):
        if _is_path(source):
            raise UsageError(f"{source!r} is a path, not a text", remedy="Give it as pathlib.Path(...)")
        yield Article("text", _as_read(source))
    elif isinstance(source, Path):
        yield from read([source], reading)
    elif isinstance(source, Article):
        yield source
    elif isinstance(source, Mapping):
        yield _of_record(source, 0)
    elif isinstance(source, bytes | bytearray | memoryview):
        raise UsageError("bytes are no text", remedy="Decode them: data.decode('utf-8'); or give the pathlib.Path of their "
                                                     "file, and its encoding is found out")
    elif isinstance(source, Run):
        raise UsageError("a run is no source of articles", remedy="Its rows are in its tables, as run.figures; its articles are "
                                                                  "run.documents")
    elif (frame := _rows_of_frame(source)) is not None:
        yield from (_of_record(row, number) for number, row in enumerate(_records(*frame, reading)))
    elif not isinstance(source, Iterable):
        raise UsageError(f"{type(source).__name__} is no source", remedy=_SOURCES)
    else:
        for number, item in enumerate(source):
            if isinstance(item, str):
                yield Article(str(number), _as_read(item))
            elif isinstance(item, Mapping):
                yield _of_record(item, number)
            else:
                yield from _items(item, reading)


def _is_path(text: str) -> bool:
    """Whether a text is the name of something that is there. A single word is a text, unless it names a run."""
    if len(text) >= 500:
        return False
    # Not Path.exists: it raises on a sentence that is too long for the name of a file.
    return (("/" in text or "." in text.strip(".")) and os.path.exists(text)) or holds_run(Path(text))  # noqa: PTH110


def _as_read(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _rows_of_frame(source: Any) -> tuple[list[str], Iterable[Mapping[Any, Any]]] | None:
    """Columns and rows of a data frame (polars, pandas) or Arrow table, known by what they can do; None for another thing."""
    if hasattr(source, "iter_rows") and hasattr(source, "columns"):
        return list(source.columns), source.iter_rows(named=True)
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        # As objects, for pandas marks what is absent by NaN, NaT or NA, by the type of the column.
        return list(map(str, source.columns)), source.astype(object).where(source.notna(), None).to_dict("records")
    if hasattr(source, "to_pylist") and hasattr(source, "column_names"):
        return list(source.column_names), source.to_pylist()
    return None


def _records(names: list[str], rows: Iterable[Mapping[Any, Any]], reading: ReadingSettings) -> Iterator[Mapping[Any, Any]]:
    """The rows of a data frame as records: their columns are found as those of a CSV file are."""
    columns = columns_for(names, reading)
    if "text" not in columns:
        raise InputError("the data frame has no column with a text", where=f"columns {', '.join(names)[:200]}", code="RE005",
                         remedy="Name it 'text', or name it in the settings: reading.text_column")
    for row in rows:
        yield {**row, **{field: row[columns[field]] for field in ("text", "id", "title", "published") if field in columns}}


def _of_record(record: Mapping[Any, Any], number: int) -> Article:
    if not isinstance(record.get("text"), str):
        raise InputError("a record has no text", where=f"record {number}", code="RE005", remedy="Give each record a key 'text'")
    name = next((record[key] for key in ("id", "doc_id") if record.get(key) is not None), number)
    title = record.get("title")
    return Article(str(name), _as_read(record["text"]), source=str(record.get("source") or ""),
                   title=title if isinstance(title, str) else None, published=date_of(record.get("published")))


def _warn(message: str) -> None:
    """A warning that shows the line of the caller, however many of ours lie between."""
    frame, level = inspect.currentframe(), 1
    while frame is not None and Path(frame.f_code.co_filename).is_relative_to(_PACKAGE):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, stacklevel=level)


def processed(source: Source, command: str, settings: Settings | None, dedup: bool) -> Iterator[stages.Work]:
    """The work of a single command over a source, a group of articles at a time."""
    settings = settings or Settings()
    for group in cut(articles_of(source, settings), settings):
        yield stages.process(group, command, settings, dedup=dedup)
