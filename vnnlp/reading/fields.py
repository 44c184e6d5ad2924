"""Fields of a record: which of its columns is the text, the id, the title, the date, the author, the newspaper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from vnnlp.reading.records import Found, Problem, Record
from vnnlp.settings import ReadingSettings

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "content", "body", "article", "maintext", "main_text", "full_text", "raw_text", "noi_dung", "nội dung",
             "nội_dung", "noidung", "bai_viet", "bài viết", "article_text", "contents", "description"),
    "id": ("doc_id", "id", "_id", "article_id", "docid", "uuid", "guid", "ma_bai", "url", "link"),
    "title": ("title", "headline", "tieu_de", "tiêu đề", "tiêu_đề", "tieude", "ten_bai", "article_title"),
    "published": ("published", "published_at", "publish_date", "published_date", "pub_date", "pubdate", "date", "date_publish",
                  "datetime", "created_at", "time", "timestamp", "ngay", "ngày", "ngay_dang", "ngày đăng", "ngày_đăng"),
    "author": ("author", "authors", "byline", "tac_gia", "tác giả", "tác_giả"),
    "publisher": ("publisher", "newspaper", "source_name", "sitename", "site_name", "site", "bao", "báo", "nguon", "nguồn",
                  "source", "domain"),
}
"""Names of columns by preference, compared in lower case."""

_SETTING: Final = {"text": "text_column", "id": "id_column", "title": "title_column", "published": "published_column"}
_LONGEST_NAME: Final = 120


def columns_for(names: Iterable[str], settings: ReadingSettings) -> dict[str, str]:
    """For each field, the column among `names` that holds it; a field without a column is missing.

    >>> columns_for(["ID", "Tieu_de", "noi_dung"], ReadingSettings())
    {'text': 'noi_dung', 'id': 'ID', 'title': 'Tieu_de'}
    """
    known = {name.strip().lower(): name for name in reversed(list(names))}
    chosen: dict[str, str] = {}
    for field, candidates in NAMES.items():
        given = getattr(settings, _SETTING[field]) if field in _SETTING else "auto"
        if given != "auto":
            if given.lower() in known:
                chosen[field] = known[given.lower()]
            continue
        name = next((candidate for candidate in candidates if candidate in known), None)
        if name is not None:
            chosen[field] = known[name]
    return chosen


@lru_cache(maxsize=256)
def _columns_for(names: tuple[str, ...], settings: ReadingSettings) -> dict[str, str]:
    """`columns_for`, kept: records of one file have the same names."""
    return columns_for(names, settings)


def record_of(values: Mapping[str, Any], number: int | None, settings: ReadingSettings,
              columns: Mapping[str, str] | None = None) -> Found:
    """A record from named values; `columns` says which holds which field, found out here where it is None."""
    columns = _columns_for(tuple(map(str, values)), settings) if columns is None else columns
    content = _text(values.get(columns["text"])) if "text" in columns else None
    if content is None:
        told = f"column {columns['text']!r} holds none" if "text" in columns else "columns: " + ", ".join(map(str, values))[:200]
        return Problem(number, "RE005", f"record has no text; {told}")

    def value(field: str) -> Any:
        return values.get(columns.get(field, ""))

    return Record(content, number, id=_name(value("id")), title=_name(value("title"), 400), published=value("published"),
                  author=_name(value("author")), publisher=_publisher(value("publisher")))


def _text(value: Any) -> str | bytes | None:
    """A text; paragraphs in a list are joined by line breaks."""
    if isinstance(value, str | bytes):
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return None


def _name(value: Any, longest: int = 1_000) -> str | None:
    """A short value as text; None where it is absent, empty or no plain value."""
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        value = ", ".join(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or isinstance(value, bool | dict | list | tuple) or value != value:  # noqa: PLR0124 - NaN
        return None
    name = " ".join(str(value).split())
    return name if name and len(name) <= longest else None


def _publisher(value: Any) -> str | None:
    """A newspaper's name; an address or a path is none."""
    name = _name(value, _LONGEST_NAME) if isinstance(value, str) else None
    return None if name is None or "/" in name or "\\" in name else name
