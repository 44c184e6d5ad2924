"""Zip files, member by member, with memory that does not grow with the number of members.

Python's zipfile holds an object for each member (about 600 bytes: 3 GB for an archive of five million articles); here the
central directory is walked entry by entry. Stored, deflated, bzip2 and LZMA members are read; sizes are counted as the
bytes come out, never believed from the header; the checksum is verified at the end of each member. Format: PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from vnnlp.reading.streams import BUFFER

_END: Final = struct.Struct("<4s4H2LH")
_END64_PLACE: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_NO_32: Final = 0xFFFFFFFF
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14


class _Decoder(Protocol):
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


@dataclass(slots=True)
class Member:
    """One member: `open()` gives a function `read(n)`; `taken` counts its compressed bytes so far."""

    file: io.BufferedIOBase
    name: str
    method: int
    offset: int
    compressed: int
    checksum: int
    refusal: str
    taken: int = field(default=0)

    def compressed_so_far(self) -> int:
        """Bytes of the archive that reading has taken."""
        return self.taken

    def open(self) -> Callable[[int], bytes]:
        """A function that gives the next bytes, at most n, empty at the end. Raises EOFError or zlib.error on damage."""
        self.file.seek(self.offset)
        header = self.file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise EOFError("the member's header is missing")
        *_, name_length, extra_length = _LOCAL.unpack(header)
        start = self.offset + _LOCAL.size + name_length + extra_length
        return self._reader(start)

    def _reader(self, start: int) -> Callable[[int], bytes]:
        decoder = self._decoder(start)
        if self.method == _LZMA:
            start, self.taken = start + 4 + 5, 9
        pending = b""
        checksum = 0
        done = False

        def read(count: int) -> bytes:
            nonlocal pending, checksum, done
            while not done:
                # A decoder that still holds input gets no more: what it holds must not grow.
                if not pending and self.taken < self.compressed and getattr(decoder, "needs_input", True):
                    # Another member may have been read in between: the place is sought again each time.
                    self.file.seek(start + self.taken - (9 if self.method == _LZMA else 0))
                    pending = self.file.read(min(BUFFER, self.compressed - self.taken))
                    if not pending:
                        raise EOFError("the archive ends inside a member")
                    self.taken += len(pending)
                data, pending, done = _step(decoder, pending, count, self.taken >= self.compressed)
                checksum = zlib.crc32(data, checksum)
                if done and checksum != self.checksum:
                    raise zlib.error("the checksum does not fit")
                if data:
                    return data
            return b""

        return read

    def _decoder(self, start: int) -> _Decoder | None:
        if self.method == _DEFLATED:
            return zlib.decompressobj(-15)
        if self.method == _BZIP2:
            return bz2.BZ2Decompressor()
        if self.method == _LZMA:
            self.file.seek(start + 4)
            properties = self.file.read(5)
            if len(properties) < 5:
                raise EOFError("the archive ends inside a member")
            filters = lzma._decode_filter_properties(lzma.FILTER_LZMA1, properties)  # type: ignore[attr-defined]
            if filters.get("dict_size", 0) > 200_000_000:
                raise lzma.LZMAError("the dictionary is too large")
            return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[filters])
        return None


def _step(decoder: _Decoder | None, pending: bytes, count: int, is_last: bool) -> tuple[bytes, bytes, bool]:
    """The next bytes, the input left over, and whether the member is done."""
    if decoder is None:
        data, rest = pending[:count], pending[count:]
        return data, rest, is_last and not rest
    data = decoder.decompress(pending, count)
    if getattr(decoder, "eof", False):
        return data, b"", True
    rest = getattr(decoder, "unconsumed_tail", b"")
    exhausted = is_last and not rest and not data
    if exhausted and not hasattr(decoder, "unconsumed_tail") and getattr(decoder, "needs_input", True):
        return data, b"", True
    if exhausted and hasattr(decoder, "unconsumed_tail"):
        raise EOFError("the member ends before its end mark")
    return data, rest, False


def zip_members(file: io.BufferedIOBase) -> Iterator[Member]:
    """The members of a seekable zip file in the order of its directory; raises EOFError where the directory is damaged."""
    start, size, shift = _directory(file)
    position, end = start, start + size
    while position < end:
        file.seek(position)
        # One read for the fixed part and most names; long entries are read again.
        entry = file.read(_ENTRY.size)
        if len(entry) < _ENTRY.size or entry[:4] != b"PK\x01\x02":
            raise EOFError("the directory of the zip file is damaged")
        (_, made_by, _, flags, method, _, _, checksum, compressed, length, name_length, extra_length, comment_length, _, _,
         attributes, offset) = _ENTRY.unpack(entry)
        name = file.read(name_length)
        extra = file.read(extra_length)
        compressed, offset = _sizes_64(extra, length, compressed, offset)
        position += _ENTRY.size + name_length + extra_length + comment_length
        yield Member(file, _name(name, flags), method, offset + shift, compressed, checksum,
                     _refusal(flags, method, attributes, made_by))


def _directory(file: io.BufferedIOBase) -> tuple[int, int, int]:
    """Start and size of the central directory, and how far the archive is shifted by what stands before it."""
    length = file.seek(0, io.SEEK_END)
    tail_start = max(0, length - 66_000)
    file.seek(tail_start)
    tail = file.read(66_000)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise EOFError("the zip file has no directory: it is truncated")
    *_, size, start, _ = _END.unpack_from(tail, place)
    end_of_directory = tail_start + place
    locator = place - _END64_PLACE.size
    if locator >= 0 and tail[locator:locator + 4] == b"PK\x06\x07":
        # More than 65,535 members or 4 GB: the true end record stands before this one.
        file.seek(min(_END64_PLACE.unpack_from(tail, locator)[2], length))
        record = file.read(_END64.size)
        if len(record) < _END64.size or record[:4] != b"PK\x06\x06":
            raise EOFError("the directory of the zip file is damaged")
        *_, size, start = _END64.unpack(record)
        end_of_directory = start + size
    shift = end_of_directory - size - start
    if shift < 0 or start + shift + size > length:
        raise EOFError("the directory of the zip file is damaged")
    return start + shift, size, shift


def _sizes_64(extra: bytes, length: int, compressed: int, offset: int) -> tuple[int, int]:
    """Compressed size and offset, from the extra field of zip64 where they do not fit 32 bits."""
    position = 0
    while position + 4 <= len(extra):
        tag, size = struct.unpack_from("<2H", extra, position)
        if tag == 1:
            values = [struct.unpack_from("<Q", extra, at)[0]
                      for at in range(position + 4, min(position + 4 + size, len(extra)) - 7, 8)]
            if length == _NO_32 and values:
                values.pop(0)
            if compressed == _NO_32 and values:
                compressed = values.pop(0)
            if offset == _NO_32 and values:
                offset = values.pop(0)
        position += 4 + size
    return compressed, offset


def _name(name: bytes, flags: int) -> str:
    if flags & _UTF8_NAME:
        return name.decode("utf-8", "replace")
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")


def _refusal(flags: int, method: int, attributes: int, made_by: int) -> str:
    if flags & _ENCRYPTED:
        return "it is encrypted"
    if method not in (_STORED, _DEFLATED, _BZIP2, _LZMA):
        return f"compression method {method} is not known"
    mode = attributes >> 16
    if mode and made_by >> 8 == 3 and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link or no regular file"
    return ""
