"""What the public functions take: a text, a path, an article, a record, or an iterable of these."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from vnnlp.errors import InputError, UsageError
from vnnlp.pipeline import stages
from vnnlp.pipeline.runs import cut
from vnnlp.settings import Settings
from vnnlp.shard import Article

Source = str | Path | Article | Mapping[str, Any] | Iterable[Any]


def articles_of(source: Source) -> Iterator[Article]:
    """The articles of a source, in its order."""
    if isinstance(source, str):
        if len(source) < 500 and ("/" in source or "." in source.strip(".")) and Path(source).exists():
            raise UsageError(f"{source!r} is a path, not a text", remedy="Give it as pathlib.Path(...)")
        yield Article("text", _as_read(source))
    elif isinstance(source, Path):
        from vnnlp.reading import Rejected, read
        for item in read([source], Settings().reading):
            if isinstance(item, Rejected):
                warnings.warn(str(item), stacklevel=3)
            else:
                yield item
    elif isinstance(source, Article):
        yield source
    elif isinstance(source, Mapping):
        yield _of_record(source, 0)
    elif not isinstance(source, Iterable):
        raise UsageError(f"a {type(source).__name__} is no source",
                         remedy="Give a text, a pathlib.Path, a record, or a list of these")
    else:
        for number, item in enumerate(source):
            if isinstance(item, str):
                yield Article(str(number), _as_read(item))
            elif isinstance(item, Mapping):
                yield _of_record(item, number)
            else:
                yield from articles_of(item)


def _as_read(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _of_record(record: Mapping[str, Any], number: int) -> Article:
    if not isinstance(record.get("text"), str):
        raise InputError("a record has no text", where=f"record {number}", code="RE005", remedy="Give each record a key 'text'")
    published = record.get("published")
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    return Article(str(record.get("id", record.get("doc_id", number))), _as_read(record["text"]),
                   source=str(record.get("source", "")), title=record.get("title"), published=published)


def processed(source: Source, command: str, settings: Settings | None, dedup: bool) -> Iterator[stages.Work]:
    """The work of a single command over a source, a group of articles at a time."""
    settings = settings or Settings()
    for group in cut(articles_of(source), settings):
        yield stages.process(group, command, settings, dedup=dedup)
