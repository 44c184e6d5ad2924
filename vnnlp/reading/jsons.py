"""JSON Lines and JSON: a record is an object with a text, or a bare string.

JSON Lines is read line by line, so that a bad line costs itself only. A JSON file may be an array of records, an object
that holds such an array, one record, or values one behind the other; it is parsed record by record and never held whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from vnnlp.reading.fields import record_of
from vnnlp.reading.jsonstream import values_of
from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.reading.streams import BUFFER, LineReader
from vnnlp.reading.transcode import as_utf8
from vnnlp.settings import ReadingSettings

_BOM: Final = b"\xef\xbb\xbf"


def read_lines(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """One record a line; blank lines are skipped and counted."""
    leaf, encoding = as_utf8(leaf, settings)
    for number, line in enumerate(LineReader(leaf.stream, settings.max_article_bytes), 1):
        if line is None:
            yield Problem(number, "RE008", f"line longer than {settings.max_article_bytes} bytes")
            continue
        if line.strip():
            found = _parse(line.removeprefix(_BOM) if number == 1 else line, number, settings)
            yield replace(found, encoding=encoding) if isinstance(found, Record) else found


def _parse(line: bytes, number: int, settings: ReadingSettings) -> Found:
    try:
        value = json.loads(_characters(line, settings))
    except (ValueError, RecursionError) as error:
        return Problem(number, "RE004", f"no valid JSON: {_short(error)}")
    return found_in(value, number, settings)


def _characters(line: bytes, settings: ReadingSettings) -> str:
    from vnnlp.reading.encodings import decode
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line, settings.encoding).text


def found_in(value: Any, number: int, settings: ReadingSettings) -> Found:
    """A parsed JSON value as a record."""
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, Mapping):
        return Problem(number, "RE005", f"a record is an object with a text, not {type(value).__name__}")
    return record_of(value, number, settings)


def _short(error: BaseException) -> str:
    return str(error)[:200]


def read_json(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """The records of a JSON file; JSON Lines under the suffix .json is found out by its second line."""
    leaf, encoding = as_utf8(leaf, settings)
    head = leaf.stream.peek(BUFFER)[:BUFFER].removeprefix(_BOM)
    lines = [line for line in head.split(b"\n")[:50] if line.strip()]
    if len(lines) > 1 and _is_whole(lines[0]):
        yield from read_lines(leaf, settings)
        return
    for number, value in enumerate(values_of(leaf.stream, settings), 1):
        found = found_in(value, number, settings)
        yield replace(found, encoding=encoding) if isinstance(found, Record) else found


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict | str)
    except (ValueError, RecursionError):
        return False
