"""The title of an article whose format gives none: a leading headline."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 160
_MOST_WORDS: Final = 30
_ENDS_SENTENCE: Final = (".", ":", ";", ",", "…", "...")


def title_in_text(text: str) -> str | None:
    """The first line, if it is short, ends no sentence, and more text follows.

    >>> title_in_text("Chăm khách_hàng VIP\\nCác mạng đua nhau tặng quà .")
    'Chăm khách_hàng VIP'
    >>> title_in_text("Các mạng đua nhau tặng quà .\\nViettel đi đầu .") is None
    True
    """
    head, _, rest = text.lstrip().partition("\n")
    line = head.strip().lstrip("\ufeff#* ").strip()
    if not line or len(line) > _LONGEST or len(line.split()) > _MOST_WORDS or not rest.strip():
        return None
    closing = line.rstrip(" ”\"’»)")
    if closing.endswith(_ENDS_SENTENCE) or not any(sign.isalpha() for sign in line):
        return None
    # A headline has more under it than itself.
    return line if len(rest.strip()) > len(line) else None
