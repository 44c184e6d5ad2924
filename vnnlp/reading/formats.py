"""Which reader reads a stream: by its first bytes where they are plain, else by the suffix of its name.

To add a format, write a reader `(leaf, settings) -> Iterator[Record | Problem]` and register it here by suffix.
"""

from __future__ import annotations

from typing import Final

import regex

from vnnlp.reading.conllu import read_conllu
from vnnlp.reading.jsons import read_json, read_lines
from vnnlp.reading.office import read_docx
from vnnlp.reading.records import Leaf, Reader
from vnnlp.reading.tabular import read_arrow, read_csv, read_parquet
from vnnlp.reading.texts import read_text
from vnnlp.reading.web import looks_like_html, read_html, read_warc

BY_SUFFIX: Final[dict[str, Reader]] = {
    ".txt": read_text, ".text": read_text, ".jsonl": read_lines, ".ndjson": read_lines, ".jsonlines": read_lines,
    ".json": read_json, ".csv": read_csv, ".tsv": read_csv, ".tab": read_csv, ".parquet": read_parquet, ".pq": read_parquet,
    ".arrow": read_arrow, ".feather": read_arrow, ".ipc": read_arrow, ".conllu": read_conllu, ".conll": read_conllu,
    ".html": read_html, ".htm": read_html, ".xhtml": read_html, ".warc": read_warc, ".docx": read_docx,
}
_BY_MAGIC: Final[tuple[tuple[bytes, Reader], ...]] = (
    (b"PAR1", read_parquet), (b"ARROW1", read_arrow), (b"WARC/", read_warc))
_NO_READER: Final = frozenset((
    ".pdf", ".doc", ".rtf", ".odt", ".epub", ".xls", ".xlsx", ".ppt", ".pptx", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp",
    ".svg", ".mp3", ".mp4", ".wav", ".avi", ".mov", ".exe", ".dll", ".so", ".pyc", ".pkl", ".npy", ".npz", ".sqlite", ".db",
    ".rar", ".7z"))
_JSON_START: Final = regex.compile(rb"\s*(?:\{\s*\"|\[\s*[\{\"])")
_UTF8_BOM: Final = b"\xef\xbb\xbf"


def reader_of(leaf: Leaf) -> Reader | None:
    """The reader for a stream; None where there is none for its format.

    A stream of unknown suffix is looked at: JSON, HTML, Parquet, Arrow and WARC are known by how they begin; any other is
    plain text, which finds out for itself whether it is binary.
    """
    if leaf.suffix in BY_SUFFIX:
        return BY_SUFFIX[leaf.suffix]
    if leaf.suffix in _NO_READER:
        return None
    head = leaf.stream.peek(1 << 16)[:1 << 16].removeprefix(_UTF8_BOM)
    for magic, reader in _BY_MAGIC:
        if head.startswith(magic):
            return reader
    if _JSON_START.match(head[:1_000]):
        return read_json
    return read_html if looks_like_html(head) else read_text
