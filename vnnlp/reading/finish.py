"""A record to an article: decoded, in NFC, with id, title and date."""

from __future__ import annotations

from dataclasses import replace

import xxhash

from vnnlp.errors import RecordError
from vnnlp.reading.dates import date_in_name, date_in_text, date_of
from vnnlp.reading.encodings import Decoded, decode, unscramble
from vnnlp.reading.headings import title_in_text
from vnnlp.reading.records import Leaf, Record
from vnnlp.reading.unicode import normalize
from vnnlp.settings import ReadingSettings
from vnnlp.shard import Article


def article_of(record: Record, leaf: Leaf, settings: ReadingSettings) -> Article:
    """The article of a record. Raises RecordError where it has no readable text (RE001, RE002, RE003, RE008, RE009)."""
    decoded = _decoded(record, settings)
    text = normalize(decoded.text)
    if not text.strip():
        raise RecordError("empty article", code="RE001")
    if len(text) > settings.max_article_bytes:
        raise RecordError(f"longer than {settings.max_article_bytes} characters", code="RE008")
    title = normalize(record.title).strip() if record.title else title_in_text(text)
    return Article(
        doc_id=_doc_id(record, leaf, text), text=text, source=leaf.source, title=title or None,
        published=date_of(record.published) or date_in_text(text) or date_in_name(leaf.name),
        encoding=decoded.encoding, author=_clean(record.author), publisher=_clean(record.publisher))


def _decoded(record: Record, settings: ReadingSettings) -> Decoded:
    if isinstance(record.content, bytes):
        # The bytes of a line may have been made UTF-8 already: then the record says what they were.
        decoded = decode(record.content, settings.encoding if record.encoding is None else "auto")
        return decoded if record.encoding in (None, "utf-8") else replace(decoded, encoding=record.encoding or "utf-8")
    decoded = Decoded(record.content, record.encoding or "utf-8", 1.0)
    return unscramble(decoded) if settings.encoding == "auto" else decoded


def _clean(value: str | None) -> str | None:
    return (normalize(value).strip() or None) if value else None


def _doc_id(record: Record, leaf: Leaf, text: str) -> str:
    if record.id:
        return normalize(record.id)
    digest = xxhash.xxh3_64_hexdigest(text.encode())[:12]
    stem = leaf.stem.encode("utf-8", "replace").decode()
    return f"{stem}-{digest}" if record.number is None else f"{stem}#{record.number}-{digest}"
