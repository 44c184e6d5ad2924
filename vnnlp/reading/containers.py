"""Containers and compression, streamed and never extracted: zip, tar, gz, bz2, xz, zst, one inside the other.

Members come in the order of the container. What is refused (a link, an absolute name or `..`, an encrypted member, more
depth, size, ratio or count than the settings allow) becomes a `Rejected` row (RE007) and the next member follows; a
container that breaks off gives RE006 after the members that could be read.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final

from vnnlp.errors import RecordError
from vnnlp.reading.records import Leaf, Rejected
from vnnlp.reading.streams import BUFFER, Meter, counted
from vnnlp.reading.zips import zip_members

DAMAGED: Final = (EOFError, zlib.error, lzma.LZMAError, OSError, tarfile.TarError)
"""What the decompressors raise on damaged data (zstandard's error is looked up by name: see `is_damage`)."""

_COMPRESSION: Final = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".xz": b"\xfd7zXZ\x00", ".zst": b"\x28\xb5\x2f\xfd"}
_SHORT_SUFFIX: Final = {".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_ZIP_BUT_NO_CONTAINER: Final = (".docx", ".xlsx", ".pptx", ".odt", ".epub", ".jar", ".npz")
_ZST_PIECE: Final = 1 << 10
_LONGEST_NAME: Final = 1_000
_XZ_MEMORY: Final = 200_000_000
_LONGEST_TAR_HEADER: Final = 1 << 20


def is_damage(error: BaseException) -> bool:
    """Whether an error means that compressed data or a container is truncated or damaged."""
    return isinstance(error, DAMAGED) or type(error).__name__ == "ZstdError"


def leaves(leaf: Leaf, meter: Meter, depth: int = 0) -> Iterator[Leaf | Rejected]:
    """The streams inside `leaf` that are no container, itself if it is none; each must be read before the next is asked for."""
    try:
        yield from _open(leaf, meter, depth)
    except RecordError as error:
        yield Rejected(leaf.source, None, error.code, error.what)
    except Exception as error:
        if not is_damage(error):
            raise
        yield Rejected(leaf.source, None, "RE006", f"{leaf.name} is truncated or damaged: {error}")


def _open(leaf: Leaf, meter: Meter, depth: int) -> Iterator[Leaf | Rejected]:
    head = leaf.stream.peek(BUFFER)[:BUFFER]
    suffix = next((suffix for suffix, magic in _COMPRESSION.items() if head.startswith(magic)), None)
    is_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and leaf.suffix not in _ZIP_BUT_NO_CONTAINER
    is_tar = head[257:262] == b"ustar" or (leaf.suffix == ".tar" and len(head) >= 512)
    if not (suffix or is_zip or is_tar):
        yield leaf
        return
    if depth >= meter.settings.max_depth:
        raise RecordError(f"containers lie more than {meter.settings.max_depth} deep", code="RE007")
    if suffix:
        name = _name_inside(leaf)
        yield from leaves(Leaf(leaf.source, name, _decompress(leaf.stream, suffix, meter)), meter, depth + 1)
    elif is_zip:
        yield from _zip(leaf, meter, depth)
    else:
        yield from _tar(leaf, meter, depth)


def _name_inside(leaf: Leaf) -> str:
    if leaf.suffix in _SHORT_SUFFIX:
        return leaf.name[:-len(leaf.suffix)] + _SHORT_SUFFIX[leaf.suffix]
    return leaf.name[:-len(leaf.suffix)] if leaf.suffix in _COMPRESSION else leaf.name


def _decompress(stream: io.BufferedReader, suffix: str, meter: Meter) -> io.BufferedReader:
    taken = 0

    class _Source(io.RawIOBase):
        """The compressed bytes, counted."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            nonlocal taken
            data = stream.read(len(buffer))
            buffer[:len(data)] = data
            taken += len(data)
            return len(data)

    source: io.BufferedReader = io.BufferedReader(_Source(), BUFFER)
    return counted(_reader_of(source, suffix), meter, lambda: taken)


def _reader_of(source: io.BufferedReader, suffix: str) -> Callable[[int], bytes]:
    if suffix == ".gz":
        return gzip.GzipFile(fileobj=source).read1
    if suffix == ".bz2":
        return bz2.BZ2File(source).read1
    if suffix == ".xz":
        return _read_xz(source)
    return _read_zst(source)


def _read_zst(source: io.BufferedReader) -> Callable[[int], bytes]:
    """Like zstandard's stream reader, which takes data that breaks off for data that ends."""
    import zstandard
    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    decoder = decompressor.decompressobj()
    pending = b""
    begun = False

    def read(count: int) -> bytes:
        nonlocal decoder, pending, begun
        # A piece of 1 KB unpacks to 32 MB at most (a block of one repeated byte takes 4 bytes and gives 128 KB).
        while len(pending) < count:
            if decoder.eof:
                rest = decoder.unused_data or source.read(_ZST_PIECE)
                if not rest:
                    break
                decoder, begun = decompressor.decompressobj(), False
            else:
                rest = source.read(_ZST_PIECE)
                if not rest and begun:
                    raise EOFError("the compressed data ends before its end mark")
                if not rest:
                    break
            begun = True
            pending += decoder.decompress(rest)
        data, pending = pending[:count], pending[count:]
        return data

    return read


def _read_xz(source: io.BufferedReader) -> Callable[[int], bytes]:
    """Like LZMAFile, with a cap on the dictionary, which the data itself may ask to be 4 GB."""
    decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    pending = b""

    def read(count: int) -> bytes:
        nonlocal decoder, pending
        while True:
            if decoder.eof:
                pending = decoder.unused_data or source.read(BUFFER)
                if not pending.strip(b"\0"):
                    return b""
                decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
            elif decoder.needs_input:
                pending = source.read(BUFFER)
                if not pending:
                    raise EOFError("the compressed data ends before its end mark")
            data = decoder.decompress(pending, count)
            pending = b""
            if data:
                return data

    return read


def _refusal(name: str) -> str:
    """Why a member's name is refused; empty where it is not."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not name or "\0" in name or len(name) > _LONGEST_NAME:
        return "its name is empty, too long or holds a NUL"
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the container"
    return ""


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") for part in parts) or "__MACOSX" in parts


def _zip(leaf: Leaf, meter: Meter, depth: int) -> Iterator[Leaf | Rejected]:
    if leaf.stream.seekable():
        yield from _members_of_zip(leaf, leaf.stream, meter, depth)
        return
    # A zip ends with its directory: one that comes as a stream is laid down, under the caps, in a file without a name.
    with tempfile.TemporaryFile() as file:
        while data := leaf.stream.read(BUFFER):
            file.write(data)
        file.seek(0)
        yield from _members_of_zip(leaf, file, meter, depth)


def _members_of_zip(leaf: Leaf, file: io.BufferedIOBase, meter: Meter, depth: int) -> Iterator[Leaf | Rejected]:
    for member in zip_members(file):
        if member.name.endswith("/"):
            continue
        source = f"{leaf.source}!{_printable(member.name)}"
        meter.add_member()
        if refusal := _refusal(member.name) or member.refusal:
            yield Rejected(source, None, "RE007", f"member refused: {refusal}")
        elif not _is_hidden(member.name):
            stream = counted(member.open(), meter, member.compressed_so_far)
            yield from leaves(Leaf(source, PurePosixPath(member.name).name, stream), meter, depth + 1)


class _TarInfo(tarfile.TarInfo):
    """Refuses the long headers that tarfile would take into memory whole, whatever length they claim."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE,
                         tarfile.SOLARIS_XHDTYPE) and self.size > _LONGEST_TAR_HEADER:
            raise RecordError("a header of the tar file is too long", code="RE007")
        member: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return member


def _tar(leaf: Leaf, meter: Meter, depth: int) -> Iterator[Leaf | Rejected]:
    with tarfile.open(fileobj=leaf.stream, mode="r|", errorlevel=2, tarinfo=_TarInfo) as tar:
        while (member := tar.next()) is not None:
            # tarfile keeps every header it has seen: forget them, or a long archive fills the memory.
            tar.members.clear()  # type: ignore[attr-defined]
            if member.isdir():
                continue
            source = f"{leaf.source}!{_printable(member.name)}"
            meter.add_member()
            refusal = _refusal(member.name) or ("" if member.isreg() else "it is a link or no regular file")
            if refusal:
                yield Rejected(source, None, "RE007", f"member refused: {refusal}")
                continue
            if _is_hidden(member.name):
                continue
            file = tar.extractfile(member)
            if file is not None:
                stream = counted(file.read, meter)
                yield from leaves(Leaf(source, PurePosixPath(member.name).name, stream), meter, depth + 1)


def _printable(name: str) -> str:
    """A member's name as it may stand in a table: control characters and broken bytes shown, length capped."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in name[:_LONGEST_NAME])
