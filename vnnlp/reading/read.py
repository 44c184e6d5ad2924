"""`read`: inputs to articles, in order, with everything that cannot be read said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from vnnlp.errors import RecordError, UsageError, VnnlpError
from vnnlp.reading.containers import is_damage, leaves
from vnnlp.reading.encodings import known
from vnnlp.reading.finish import article_of
from vnnlp.reading.formats import reader_of
from vnnlp.reading.inputs import check, streams
from vnnlp.reading.records import Leaf, Problem, Rejected
from vnnlp.reading.streams import Meter
from vnnlp.settings import ReadingSettings
from vnnlp.shard import Article


def read(inputs: Sequence[str | Path], settings: ReadingSettings | None = None) -> Iterator[Article | Rejected]:
    """The articles of files, folders, containers and stdin (`-`), in the order of the inputs; folders sorted.

    What cannot be read is yielded as `Rejected` and the run goes on. Raises InputError at once for an input that does
    not exist (IN001) or is a run's folder (IN004), and UsageError (US003) for an encoding that does not exist. Holds one
    article at a time, never a container.
    """
    settings = settings or ReadingSettings()
    if settings.encoding != "auto":
        known(settings.encoding)
    check(inputs)
    return _read(inputs, settings)


def _read(inputs: Sequence[str | Path], settings: ReadingSettings) -> Iterator[Article | Rejected]:
    meter = Meter(settings)
    for stream in streams(inputs, meter):
        if isinstance(stream, Rejected):
            yield stream
            continue
        for leaf in leaves(stream, meter):
            if isinstance(leaf, Rejected):
                yield leaf
            else:
                yield from _articles(leaf, settings)


def _articles(leaf: Leaf, settings: ReadingSettings) -> Iterator[Article | Rejected]:
    number: int | None = None
    try:
        if not leaf.stream.peek(1):
            yield Rejected(leaf.source, None, "RE001", "empty file")
            return
        reader = reader_of(leaf)
        if reader is None:
            yield Rejected(leaf.source, None, "IN003", f"no reader for {leaf.suffix or 'this format'}")
            return
        for found in reader(leaf, settings):
            number = found.number
            if isinstance(found, Problem):
                yield Rejected(leaf.source, found.number, found.code, found.message)
                continue
            try:
                article = article_of(found, leaf, settings)
            except RecordError as error:
                yield Rejected(leaf.source, found.number, error.code, error.what)
            else:
                yield article
    except VnnlpError as error:
        remedy = f". {error.remedy}" if isinstance(error, UsageError) else ""
        yield Rejected(leaf.source, _next(number), error.code, f"{error.what}{remedy}")
    except Exception as error:
        # Parsers of other libraries raise what they like on hostile input: it costs the run this source, never more.
        if is_damage(error):
            yield Rejected(leaf.source, _next(number), "RE006", f"{leaf.name} is truncated or damaged: {str(error)[:200]}")
        else:
            yield Rejected(leaf.source, _next(number), "RE010", f"cannot be parsed: {type(error).__name__}: {str(error)[:200]}")


def _next(number: int | None) -> int | None:
    """The record after the last one that could be read: where reading broke off."""
    return None if number is None else number + 1
