"""Plain text: one article a file, a line, or a block between blank lines.

The layout is chosen by a setting, or detected: a file is one article unless it is long and its lines or blocks have the
size of articles; what was detected is said in the log (`vnnlp.reading`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.reading.streams import LineReader
from vnnlp.reading.transcode import as_utf8
from vnnlp.settings import ReadingSettings

_log = logging.getLogger("vnnlp.reading")
_LONG_FILE: Final = 60_000
"""Bytes below which a file is one article: news is shorter, and so is any line of it."""
_ARTICLE_LINE: Final = 700
"""Bytes of a line that is an article rather than a paragraph, in the middle (median)."""


def read_text(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """Articles of plain text in the layout of `settings.layout`."""
    layout = settings.layout
    if layout == "auto":
        layout = detect_layout(leaf.stream.peek(1 << 16)[:1 << 16])
        if layout != "file":
            _log.info("%s: read as one article a %s (set reading.layout to choose)", leaf.source, layout)
    if layout == "file":
        yield from _file(leaf, settings)
        return
    lines, encoding = as_utf8(leaf, settings)
    for found in _lines(lines, settings) if layout == "line" else _blocks(lines, settings):
        yield replace(found, encoding=encoding) if isinstance(found, Record) else found


def detect_layout(head: bytes) -> str:
    """`file`, `line` or `block`, from the first bytes of a file.

    >>> detect_layout("Viettel tri ân khách hàng.".encode())
    'file'
    """
    if len(head) < _LONG_FILE:
        return "file"
    lines = head.replace(b"\r\n", b"\n").split(b"\n")[:-1]
    blocks = [block for block in b"\n".join(lines).split(b"\n\n") if block.strip()]
    if len(blocks) >= 10 and sum(block.count(b"\n") for block in blocks) >= len(blocks) // 2:
        return "block"
    filled = sorted(len(line) for line in lines if line.strip())
    if len(filled) >= 5 and filled[len(filled) // 2] >= _ARTICLE_LINE:
        return "line"
    return "file"


def _file(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    content = leaf.stream.read(settings.max_article_bytes + 1)
    if len(content) > settings.max_article_bytes:
        yield Problem(None, "RE008", f"longer than {settings.max_article_bytes} bytes; if it holds many articles, "
                                     "set reading.layout to line or block")
        return
    yield Record(content)


def _lines(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    for number, line in enumerate(LineReader(leaf.stream, settings.max_article_bytes), 1):
        if line is None:
            yield Problem(number, "RE008", f"line longer than {settings.max_article_bytes} bytes")
        elif line.strip():
            yield Record(line, number)


def _blocks(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    block: list[bytes] = []
    length = number = 0
    for line in LineReader(leaf.stream, settings.max_article_bytes):
        if line is not None and not line.strip():
            if block or length:
                number += 1
                yield _block(block, length, number, settings)
            block, length = [], 0
            continue
        length += settings.max_article_bytes + 1 if line is None else len(line) + 1
        if length <= settings.max_article_bytes and line is not None:
            block.append(line)
        else:
            block = []
    if block or length:
        yield _block(block, length, number + 1, settings)


def _block(block: list[bytes], length: int, number: int, settings: ReadingSettings) -> Found:
    if length > settings.max_article_bytes:
        return Problem(number, "RE008", f"block longer than {settings.max_article_bytes} bytes")
    return Record(b"\n".join(block), number)
