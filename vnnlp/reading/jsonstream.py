"""JSON values out of a stream, record by record, in memory that one record bounds."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, Final

import regex

from vnnlp.errors import RecordError
from vnnlp.settings import ReadingSettings

_CHUNK: Final = 1 << 18
_BETWEEN: Final = regex.compile(r"[\s,]*+")
_KEY: Final = r'"[^"\\]{0,100}"\s*+:\s*+'
_PLAIN_VALUE: Final = r'(?:"(?:[^"\\]|\\.){0,1000}"|[\w.+-]{1,40})'
_LIST_OF_RECORDS: Final = regex.compile(rf"\s*+\{{\s*+(?:{_KEY}{_PLAIN_VALUE}\s*+,\s*+){{0,20}}{_KEY}\[\s*+\{{")


class _Window:
    """The unread end of the stream as text; grows on demand up to the cap on an article."""

    def __init__(self, stream: BufferedReader, settings: ReadingSettings) -> None:
        self._stream = stream
        self._limit = settings.max_article_bytes
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self.text = ""
        self.position = 0
        self.at_end = False

    def more(self) -> bool:
        """Read on; False at the end of the stream. Raises RecordError (RE008) where one record grows too long."""
        if self.at_end:
            return False
        if len(self.text) - self.position > self._limit:
            raise RecordError(f"record longer than {self._limit} characters", code="RE008")
        # Read as much again as is held, so that a long record is not parsed from its start too often.
        data = self._stream.read(max(_CHUNK, len(self.text) - self.position))
        self.at_end = not data
        try:
            fresh = self._decoder.decode(data, self.at_end)
        except UnicodeDecodeError as error:
            raise RecordError(f"JSON that is no UTF-8: {error.reason}", code="RE004") from error
        self.text = self.text[self.position:] + fresh
        self.position = 0
        return bool(data)

    def skip(self) -> str:
        """Skip white space and commas; the next character, empty at the end."""
        while True:
            self.position = _BETWEEN.match(self.text, self.position).end()  # type: ignore[union-attr]
            if self.position < len(self.text):
                return self.text[self.position]
            if not self.more():
                return ""


def values_of(stream: BufferedReader, settings: ReadingSettings) -> Iterator[Any]:
    """The values of an array, of the first array of records in an object, or those that follow one another.

    Raises RecordError where the JSON breaks off or is none (RE004), or a value is too long (RE008).
    """
    window = _Window(stream, settings)
    window.more()
    head = _LIST_OF_RECORDS.match(window.text)
    inside = False
    if head:
        window.position = head.end() - 1
        inside = True
    elif window.skip() == "[":
        window.position += 1
        inside = True
    while sign := window.skip():
        if sign == "]" and inside:
            return
        yield _value(window)


def _value(window: _Window) -> Any:
    decoder = json.JSONDecoder()
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.position)
        except RecursionError as error:
            raise RecordError("JSON nested too deep", code="RE004") from error
        except ValueError as error:
            # The record may only not be all there yet.
            if window.more():
                continue
            raise RecordError(f"no valid JSON: {str(error)[:200]}", code="RE004") from error
        if end == len(window.text) and not isinstance(value, dict | list | str) and window.more():
            continue
        window.position = end
        return value
