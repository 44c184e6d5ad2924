"""Digits of other scripts (full width, Arabic, Devanagari, mathematical) written as the digits they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from vnnlp.repair.proposals import Proposal, occurrences, propose
from vnnlp.shard import Shard

_WIDE_SIGNS = {"．": ".", "，": ",", "％": "%", "／": "/", "－": "-", "＋": "+"}


def repair_digit_scripts(shard: Shard) -> Iterator[Proposal]:
    """ASCII digits for decimal digits of any other script; a full-width separator between two digits goes with them.

    >>> from vnnlp.segmentation import document
    >>> [found.edit.after for found in repair_digit_scripts(document("giá １２．５００ đồng").shard)]
    ['12.500']
    """
    text, done = shard.text, 0
    for token in occurrences(shard, "other_digit", lambda form: any(_foreign(sign) for sign in form)):
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        while start < end:
            if start < done or not _foreign(text[start]):
                start += 1
                continue
            stop = start
            while _foreign(text[stop]) or (text[stop] in _WIDE_SIGNS and (text[stop + 1].isdecimal() or text[stop] == "％")):
                stop += 1
            before = text[start:stop]
            yield propose(shard, start, stop, "".join(map(_plain, before)), "digit_script", 0.99,
                          f"{before} is written in the digits of another script")
            start = done = stop


def _foreign(sign: str) -> bool:
    return sign > "9" and sign.isdecimal()


def _plain(sign: str) -> str:
    return _WIDE_SIGNS.get(sign) or str(unicodedata.decimal(sign))
