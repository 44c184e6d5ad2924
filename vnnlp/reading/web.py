"""HTML pages and WARC archives of them, through trafilatura and warcio (the extra `web`).

trafilatura runs without its own removal of repeats: what repeats is the business of vnnlp.dedup, which says what it removed.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from vnnlp.errors import MissingExtraError
from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.settings import ReadingSettings

_log = logging.getLogger("vnnlp.reading")
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""Of the extensive search, dateparser's 205 languages take seconds, and a date in running text is no date of publication."""
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")


def read_html(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """The main text of one HTML page, with its title, date, author and site."""
    page = leaf.stream.read(settings.max_article_bytes + 1)
    if len(page) > settings.max_article_bytes:
        yield Problem(None, "RE008", f"longer than {settings.max_article_bytes} bytes")
        return
    yield _article(page, None, None, settings)


def looks_like_html(head: bytes) -> bool:
    """Whether bytes begin like an HTML page."""
    return _PAGE.search(head[:1_000]) is not None


def _article(page: bytes, number: int | None, address: str | None, settings: ReadingSettings) -> Found:
    from vnnlp.reading.encodings import decode
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError.of("trafilatura", "web", "reading HTML") from error
    decoded = decode(page, _declared(page) or settings.encoding if settings.encoding == "auto" else settings.encoding)
    try:
        found: Any = trafilatura.bare_extraction(decoded.text, url=address, with_metadata=True, deduplicate=False,
                                                 include_comments=False, include_tables=True, date_extraction_params=_DATES)
    except (ValueError, RecursionError, AttributeError, TypeError, AssertionError) as error:
        return Problem(number, "RE010", f"page cannot be parsed: {type(error).__name__}")
    text = getattr(found, "text", None) if found is not None else None
    if not text:
        return Problem(number, "RE005", "no article found on the page")
    return Record(text, number, id=address, title=found.title, published=found.date, author=found.author,
                  publisher=found.sitename, encoding=decoded.encoding)


def _declared(page: bytes) -> str | None:
    """An encoding that the page declares and detection cannot find: any but UTF-8, which is tried first in any case."""
    match = _CHARSET.search(page[:2_048])
    name = match.group(1).decode("ascii", "replace").lower() if match else ""
    return name if name in ("utf-16", "windows-1258", "viscii") else None


def _quietly_next(records: Iterator[Any]) -> Any:
    """The next record, None at the end; what warcio writes to stderr about small faults goes to the log."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        record = next(records, None)
    if said.getvalue().strip():
        _log.debug("warcio: %s", " ".join(said.getvalue().split())[:300])
    return record


def read_warc(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """The HTML responses of a WARC archive; `number` counts its records, the address is the id."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise MissingExtraError.of("warcio", "web", "reading WARC") from error
    number = 0
    try:
        records = iter(ArchiveIterator(leaf.stream))
        while (record := _quietly_next(records)) is not None:
            number += 1
            kind = (record.http_headers.get_header("Content-Type", "") if record.http_headers else "").split(";")[0].strip()
            if record.rec_type != "response" or kind.lower() not in _HTML_TYPES:
                continue
            page = record.content_stream().read(settings.max_article_bytes + 1)
            if len(page) > settings.max_article_bytes:
                yield Problem(number, "RE008", f"longer than {settings.max_article_bytes} bytes")
                continue
            yield _article(page, number, record.rec_headers.get_header("WARC-Target-URI"), settings)
    except ArchiveLoadFailed as error:
        yield Problem(number + 1, "RE006", f"archive is truncated or damaged: {str(error)[:200]}")
