"""Streams with caps: every byte that comes out of a file or a container is counted, so that no bomb gets through."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from vnnlp.errors import RecordError
from vnnlp.settings import ReadingSettings

BUFFER = 1 << 16
RATIO_FREE = 8_000_000
"""Bytes that may come out of any compressed stream before its ratio counts: small files of one letter are no bombs."""


@dataclass(slots=True)
class Meter:
    """What one call of `read` has taken out of its inputs so far."""

    settings: ReadingSettings
    total: int = 0
    members: int = 0

    def add_bytes(self, count: int) -> None:
        """Count bytes that came out; raises RecordError (RE007) above the cap of a run."""
        self.total += count
        if self.total > self.settings.max_total_bytes:
            raise RecordError(f"more than {self.settings.max_total_bytes} bytes in all", code="RE007",
                              remedy="Raise reading.max_total_bytes or read the inputs in parts")

    def add_member(self) -> None:
        """Count a member of a container; raises RecordError (RE007) above the cap of a run."""
        self.members += 1
        if self.members > self.settings.max_members:
            raise RecordError(f"more than {self.settings.max_members} members in the containers", code="RE007",
                              remedy="Raise reading.max_members or read the inputs in parts")


class Counted(io.RawIOBase):
    """A raw stream over `read(n)`, which stops with RecordError (RE007) at the caps on size and compression ratio.

    `compressed` says how many bytes went in so far; None where nothing was compressed.
    """

    def __init__(self, read: Callable[[int], bytes], meter: Meter, compressed: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._read = read
        self._meter = meter
        self._compressed = compressed
        self._count = 0

    def readable(self) -> bool:
        """True: all it can do."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the source."""
        # Filled as far as it goes: what looks at the first bytes of a stream shall see many.
        filled = 0
        while filled < len(buffer) and (data := self._read(len(buffer) - filled)):
            buffer[filled:filled + len(data)] = data
            filled += len(data)
            self._count_bytes(len(data))
        return filled

    def _count_bytes(self, count: int) -> None:
        self._count += count
        self._meter.add_bytes(count)
        settings = self._meter.settings
        if self._count > settings.max_member_bytes:
            raise RecordError(f"member is longer than {settings.max_member_bytes} bytes", code="RE007",
                              remedy="Raise reading.max_member_bytes if the archive is trusted")
        if self._compressed is not None and self._count > RATIO_FREE \
                and self._count > settings.max_ratio * max(self._compressed(), 1):
            raise RecordError(f"more than {settings.max_ratio} bytes come out of each compressed byte", code="RE007",
                              remedy="Raise reading.max_ratio if the archive is trusted")


def counted(read: Callable[[int], bytes], meter: Meter, compressed: Callable[[], int] | None = None) -> io.BufferedReader:
    """A buffered stream over `Counted`."""
    return io.BufferedReader(Counted(read, meter, compressed), BUFFER)


class LineReader:
    """Lines of bytes without their line break; a line longer than `limit` comes as None and is skipped, not held."""

    def __init__(self, stream: io.BufferedReader, limit: int) -> None:
        self._stream = stream
        self._limit = limit

    def __iter__(self) -> LineReader:
        return self

    def __next__(self) -> bytes | None:
        line = self._stream.readline(self._limit + 2)
        if not line:
            raise StopIteration
        if line.endswith(b"\n") or len(line) <= self._limit:
            return line.rstrip(b"\r\n")
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(BUFFER)
        return None
