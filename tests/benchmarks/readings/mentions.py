"""Mentions of dates and times, found without the extractor: by the head words and shapes that mining showed.

A mention is a run of such pieces with at most a space between them. It need not be a date: a reader says so (`-`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

_NUMBER: Final = r"(?:một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|giêng|chạp|nhất|rằm)"
_TIED: Final = r"(?:ngoái|nay|này|trước|sau|tới|qua|kia|mai|vừa[ _]rồi|vừa[ _]qua|tiếp[ _]theo|kế[ _]tiếp)"
_HEAD: Final = (r"(?:ngày|mùng|mồng|tháng|năm|quý|quí|tuần|hôm|bữa|thế[ _]kỷ|thập[ _]niên|thập[ _]kỷ|giai[ _]đoạn|nhiệm[ _]kỳ"
                r"|năm[ _]học|mùa|niên[ _]khóa|SN|sinh[ _]năm|khoá|khóa)")
_DAY: Final = r"(?:sáng|trưa|chiều|tối|đêm|khuya|rạng[ _]sáng)"
_PIECES: Final = regex.compile(
    rf"(?<![\p{{L}}\d_.,/-])(?:"
    rf"(?:{_DAY}[ _])?{_HEAD}[ _](?:\d[\d./-]*|[IVX]+(?:/\d+)?|{_NUMBER}(?![ _]?\p{{L}})|{_TIED})(?:[ _-]?\d+)?"
    rf"|{_DAY}[ _](?:\d[\d./-]*|{_TIED})"
    rf"|thứ[ _](?:\d|hai|ba|tư|năm|sáu|bảy)|chủ[ _]nhật"
    rf"|\d{{1,2}} ?[/-] ?\d{{1,2}}(?: ?[/-] ?\d{{2,4}})?|\d{{1,2}}[/-]\d{{4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}"
    rf"|(?:19|20)\d\d(?: ?[-–] ?(?:19|20)?\d\d)?"
    rf"|\d{{1,2}} ?(?:h|g|:|giờ) ?\d{{0,2}}(?: ?phút)?"
    rf"|(?:\d+|{_NUMBER}|vài|chục)[ _](?:năm|tháng|ngày|tuần|giờ)[ _](?:trước|nữa|tới|qua|sau)"
    rf")(?![\p{{L}}\d%])", regex.IGNORECASE)
_NEAR: Final = 1


def mentions(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each candidate, in code points of `text`.

    >>> [slice(*span) for span in mentions("Từ ngày 2/11 năm ngoái , 15h30")]
    [slice(3, 22, None), slice(25, 30, None)]
    """
    start = end = -1
    for match in _PIECES.finditer(text):
        if end >= 0 and match.start() - end <= _NEAR and "\n" not in text[end:match.start()]:
            end = match.end()
            continue
        if end >= 0:
            yield start, end
        start, end = match.span()
    if end >= 0:
        yield start, end
