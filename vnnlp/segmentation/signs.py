"""Is a text word-segmented? Decided per article, with a reason.

Segmented Vietnamese news has a compound with `_` in every fifth token and marks that stand apart; raw text has neither,
but may hold a stray underscore (an address, a hashtag). Measured on both halves of ../shared/data by
`python -m tests.benchmarks.segmentation`.
"""

from __future__ import annotations

from typing import Final

import regex

_COMPOUND: Final = regex.compile(r"(?<![\p{L}\p{M}\p{N}_/.@#])[\p{L}\p{M}]{1,20}_\p{L}(?![\w.-]{0,60}[@/])")
_APART: Final = regex.compile(r"(?<=\s)[.,](?=\s|$)")
_GLUED: Final = regex.compile(r"(?<=\p{L})[.,](?=\s|$)")
_SHARE: Final = 0.02
_PLAIN_SHARE: Final = 0.08
"""Underscores to spaces above which no closer look is needed: raw text has less than 0.001, segmented text 0.2."""
_LOOK: Final = 4_000
"""Code points from the start that are looked at: more changes no decision."""


def is_segmented(text: str) -> tuple[bool, str]:
    """Whether `text` came word-segmented, and why.

    >>> is_segmented("Viettel tri_ân khách_hàng .")
    (True, '2 of 4 words hold an underscore')
    >>> is_segmented("Viettel tri ân khách hàng.")
    (False, 'no word holds an underscore')
    """
    text = text[:_LOOK]
    underscores, spaces = text.count("_"), text.count(" ")
    if underscores > max(spaces * _PLAIN_SHARE, 2):
        return True, f"{underscores} underscores to {spaces} spaces"
    compounds = len(_COMPOUND.findall(text)) if "_" in text else 0
    words = len(text.split())
    if compounds and compounds >= words * _SHARE:
        return True, f"{compounds} of {words} words hold an underscore"
    if compounds:
        return False, f"only {compounds} of {words} words hold an underscore"
    apart = len(_APART.findall(text))
    if apart and words <= 12 and not _GLUED.search(text):
        return True, "a short text whose marks stand apart"
    return False, "no word holds an underscore"
