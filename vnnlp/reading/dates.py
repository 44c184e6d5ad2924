"""When an article was published: from its record, from its dateline, or from the name of its file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

import regex

_ISO: Final = regex.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT: Final = regex.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=\D|\d{6}\D?|$)")
_DAY_FIRST: Final = regex.compile(r"(?<!\d)(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?((?:19|20)\d\d)(?!\d)")
_IN_WORDS: Final = regex.compile(r"ngày[ _](\d{1,2})[ _]tháng[ _](\d{1,2})[ _]năm[ _]((?:19|20)\d\d)(?!\d)", regex.IGNORECASE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = regex.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]{{0,6}},? ((?:19|20)\d\d)", regex.IGNORECASE)

_WEEKDAY: Final = r"(?:thứ[ _](?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ[ _]nhật)"
_TIME: Final = r"\d{1,2} ?[:hg] ?\d{2}(?: ?[:'] ?\d{2})?(?: ?[ap]m)?"
_ZONE: Final = r"\(? ?(?:gmt|utc) ?[+-] ?\d{1,2}(?::?\d{2})? ?\)?"
_DAY: Final = r"(?:ngày[ _])?\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)\d\d"
_LABEL: Final = r"(?:cập[ _]nhật(?:[ _]lúc)?|ngày[ _]đăng|đăng[ _]lúc|đăng[ _]ngày|xuất[ _]bản|ra[ _]ngày)"
_SEPARATOR: Final = r"[ ,;|–:-]{1,4}"
_DATELINE: Final = regex.compile(
    rf"(?:{_LABEL}{_SEPARATOR})?(?:{_WEEKDAY}{_SEPARATOR})?(?:{_TIME}{_SEPARATOR})?(?P<day>{_DAY})"
    rf"(?:{_SEPARATOR}{_TIME})?(?: ?{_ZONE})?", regex.IGNORECASE)
_HAS_YEAR: Final = re.compile(r"[-/.] ?(?:19|20)[0-9][0-9]")
_LOOK: Final = 1_000
_MILLISECONDS: Final = 100_000_000_000


def date_of(value: object) -> date | None:
    """A date from a record's value: a date, an ISO or day-first text, an English or Vietnamese date, or seconds since 1970.

    >>> date_of("Thứ Sáu, 01/11/2013 08:00 GMT+7"), date_of("2013-11-04T08:00:00Z"), date_of("soon")
    (datetime.date(2013, 11, 1), datetime.date(2013, 11, 4), None)
    """
    if isinstance(value, datetime):
        return value.date() if value == value else None  # noqa: PLR0124 - pandas' NaT calls itself a datetime
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_seconds(value)
    if not isinstance(value, str):
        return None
    value = value[:200]
    if value.strip().isdigit() and len(value.strip()) in (10, 13):
        return _from_seconds(int(value))
    for pattern, order in ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_IN_WORDS, "dmy"), (_ENGLISH, "dmy"), (_COMPACT, "ymd")):
        match = pattern.search(value)
        if match and (found := _valid(match.groups(), order)):
            return found
    return None


def date_in_text(text: str) -> date | None:
    """The date of a dateline: a line of its own near the start or the end, or a date with weekday or time in the first lines.

    >>> date_in_text("Chăm khách VIP\\nThứ Sáu, 01/11/2013 08:00 GMT+7\\nCác mạng …")
    datetime.date(2013, 11, 1)
    >>> date_in_text("Ngày 2/11/2013, Viettel khám bệnh ở Hà Giang.") is None
    True
    """
    head = text[:_LOOK].splitlines()
    tail = text[-300:].splitlines()[1:] if len(text) > _LOOK else []
    for line in (*head[:6], *tail[-3:]):
        stripped = line.strip(" \t()[]-–|.,")
        if not 8 <= len(stripped) <= 400 or _HAS_YEAR.search(stripped) is None:
            continue
        match = _DATELINE.search(stripped)
        if match is None:
            continue
        alone = len(match.group()) >= len(stripped) - 2
        told = len(match.group()) > len(match.group("day")) + 4 and (match.start() == 0 or stripped[match.start() - 1] in " |–-(")
        if alone or (told and match.start() <= 80):
            return date_of(match.group("day"))
    return None


def date_in_name(name: str) -> date | None:
    """An ISO date at the start of a file's name, or written compactly there.

    >>> date_in_name("2013-11-04_viettel.txt"), date_in_name("000_5f3e6e42.txt")
    (datetime.date(2013, 11, 4), None)
    """
    match = _ISO.match(name.replace("_", "-")) or _COMPACT.match(name)
    return _valid(match.groups(), "ymd") if match else None


def _valid(parts: tuple[str, ...], order: str) -> date | None:
    values = dict(zip(order, parts, strict=True))
    month = values["m"].lower()
    try:
        return date(int(values["y"]), _MONTHS.index(month) + 1 if month in _MONTHS else int(month), int(values["d"]))
    except ValueError:
        return None


def _from_seconds(value: float) -> date | None:
    seconds = value / 1000 if abs(value) > _MILLISECONDS else value
    if not 0 < seconds < 4_102_444_800:
        return None
    return datetime.fromtimestamp(seconds, UTC).date()
