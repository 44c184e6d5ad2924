"""Formats that are read line by line, in whatever encoding: the stream is made UTF-8 as it is read.

The encoding is decided once, from the first bytes: a short line alone would not tell.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import replace
from typing import Final

from vnnlp.errors import RecordError
from vnnlp.reading.encodings import decode, known
from vnnlp.reading.legacy import LEGACY, decode_legacy
from vnnlp.reading.records import Leaf
from vnnlp.reading.streams import BUFFER
from vnnlp.settings import ReadingSettings

_HEAD: Final = 1 << 16


def as_utf8(leaf: Leaf, settings: ReadingSettings) -> tuple[Leaf, str]:
    """The same stream in UTF-8 without byte order mark, and the encoding it had.

    A stream that is UTF-8 but for some lines stays as it is: each bad line is dealt with by itself.
    """
    encoding = _encoding(leaf.stream.peek(_HEAD)[:_HEAD], settings.encoding)
    if encoding in ("utf-8", "cp1252") and settings.encoding == "auto":
        return leaf, "utf-8"
    recoded: io.BufferedReader = io.BufferedReader(_Recoded(leaf.stream, encoding), BUFFER)
    return replace(leaf, stream=recoded), encoding


def _encoding(head: bytes, wanted: str) -> str:
    if wanted != "auto":
        return known(wanted)
    # A character may be cut at the end of what was looked at.
    last_line = head.rfind(b"\n")
    sample = head[:last_line] if last_line > 1_000 and b"\0" not in head else head[:len(head) // 4 * 4]
    try:
        return decode(sample).encoding.partition("+")[0]
    except RecordError as error:
        if error.code == "RE002":
            raise
        return "utf-8"


class _Recoded(io.RawIOBase):
    """Bytes of an encoding, as UTF-8; legacy encodings are converted line by line, because a letter may be two bytes."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._encoding = encoding
        self._decoder = None if encoding in LEGACY else codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""
        self._ready = b""
        self._begun = False

    def readable(self) -> bool:
        """True: all it can do."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with UTF-8."""
        while not self._ready:
            data = self._stream.read1(BUFFER)
            self._ready = self._convert(data).encode("utf-8", "surrogatepass")
            if not self._begun and self._ready:
                self._ready = self._ready.removeprefix(codecs.BOM_UTF8)
                self._begun = True
            if not data:
                break
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _convert(self, data: bytes) -> str:
        if self._decoder is not None:
            return self._decoder.decode(data, not data)
        self._held += data
        cut = self._held.rfind(b"\n") + 1 if data else len(self._held)
        if not cut and len(self._held) > 16 * BUFFER:
            cut = self._held.rfind(b" ") + 1 or len(self._held)
        ready, self._held = self._held[:cut], self._held[cut:]
        return decode_legacy(ready, self._encoding)
