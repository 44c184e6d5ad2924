"""Which reader reads a stream: by its first bytes where they are plain, else by the suffix of its name.

To add a format, write a reader `(leaf, settings) -> Iterator[Record | Problem]` and register it here by suffix.
"""

from __future__ import annotations

from typing import Final

import regex

from vnnlp.reading import jsons, texts
from vnnlp.reading.records import Leaf, Reader

BY_SUFFIX: Final[dict[str, Reader]] = {
    ".txt": texts.read_text, ".text": texts.read_text,
    ".jsonl": jsons.read_lines, ".ndjson": jsons.read_lines, ".json": jsons.read_json,
}

_JSON_START: Final = regex.compile(rb"\s*(?:\{|\[\s*[\{\"])")


def reader_of(leaf: Leaf) -> Reader | None:
    """The reader for a stream; None where there is none for its format.

    A stream of unknown suffix that begins like JSON is read as JSON, any other as plain text.
    """
    head = leaf.stream.peek(1 << 16)[:1 << 16]
    if leaf.suffix in BY_SUFFIX:
        return BY_SUFFIX[leaf.suffix]
    if _JSON_START.match(head.removeprefix(b"\xef\xbb\xbf")[:1000]):
        return jsons.read_json
    return texts.read_text
