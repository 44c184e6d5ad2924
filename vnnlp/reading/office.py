"""Word documents (.docx), through python-docx (the extra `office`): paragraphs and table cells in order, title and author.

A .docx is a zip of XML: its sizes are checked before the library may open it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from vnnlp.errors import MissingExtraError, RecordError
from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.reading.zips import zip_members
from vnnlp.settings import ReadingSettings


def read_docx(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """The text of one document, a paragraph a line."""
    data = leaf.stream.read(settings.max_article_bytes + 1)
    if len(data) > settings.max_article_bytes:
        yield Problem(None, "RE008", f"longer than {settings.max_article_bytes} bytes")
        return
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError.of("python-docx", "office", "reading .docx") from error
    file = io.BytesIO(data)
    _check_sizes(file, settings)
    file.seek(0)
    try:
        document = docx.Document(file)
        paragraphs = [paragraph for block in document.iter_inner_content() for paragraph in _lines(block)]
        properties = document.core_properties
        title, author, created = properties.title, properties.author, properties.created
    except Exception as error:
        # The library lets through whatever its XML parser and zip reader raise; each means the same here.
        yield Problem(None, "RE010", f"document cannot be parsed: {type(error).__name__}: {str(error)[:100]}")
        return
    # python-docx's own template names itself as author and says when it was made: that is no news.
    is_template = author == "python-docx"
    yield Record("\n".join(paragraphs), title=title or None, author=None if is_template else author or None,
                 published=None if is_template else created)


def _lines(block: object) -> Iterator[str]:
    rows = getattr(block, "rows", None)
    if rows is None:
        yield str(getattr(block, "text", ""))
        return
    for row in rows:
        yield "\t".join(cell.text for cell in row.cells)


def _check_sizes(file: io.BytesIO, settings: ReadingSettings) -> None:
    """Raise RecordError (RE007) where the parts unpack to more than an article may have."""
    total = 0
    for member in zip_members(file):
        if member.refusal:
            raise RecordError(f"part of the document refused: {member.refusal}", code="RE007")
        if not member.name.endswith((".xml", ".rels")):
            continue
        read = member.open()
        while part := read(1 << 16):
            total += len(part)
            if total > settings.max_article_bytes:
                raise RecordError(f"the document unpacks to more than {settings.max_article_bytes} bytes", code="RE007")
