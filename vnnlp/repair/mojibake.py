"""Mojibake inside an otherwise sound article: UTF-8 that was once read as windows-1252 (`Viá»‡t Nam`).

Every run of signs that such a reading leaves is turned back; the edit stands only if the bytes are valid UTF-8 and give
Vietnamese letters or common typographic signs. (An article that is damaged from end to end is reading's business.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vnnlp.repair.proposals import Proposal, propose
from vnnlp.shard import Shard

_VIETNAMESE = ("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
               + "“”‘’–—…•₫°²³«»€™\u0300\u0301\u0303\u0309\u0323")


def _misread(letter: str) -> str:
    """What the UTF-8 bytes of a letter show when read as windows-1252; bytes without a sign there as Latin-1."""
    return "".join(_sign(byte) for byte in letter.encode())


def _sign(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@cache
def _table() -> dict[str, str]:
    table = {_misread(letter): letter for letter in _VIETNAMESE}
    # Segmentation and copying lose the non-breaking space in `Ã ` = à; the letters below A0 in Latin-1 are read so too.
    table |= {"".join(map(chr, letter.encode())): letter for letter in _VIETNAMESE}
    return table


@cache
def _pattern() -> re.Pattern[str]:
    """Every misread letter, the longest first."""
    keys = sorted(_table(), key=lambda key: (-len(key), key))
    return re.compile("|".join(re.escape(key) for key in keys if len(key) > 1))


_LEADS = re.compile("[ÃÄÅÆÌáâ]"
                    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
"""The first two signs of every misread letter; no sound Vietnamese has them (a raised letter and a symbol run together)."""
_BARE = re.compile("(?<=[a-zđươăâêô])Ã(?=\\s)")


def repair_mojibake(shard: Shard) -> Iterator[Proposal]:
    """Letters for their misread bytes.

    >>> from vnnlp.segmentation import document
    >>> [found.edit.after for found in repair_mojibake(document("mạng Viá»‡t Nam").shard)]
    ['Việt']
    """
    text = shard.text
    done = 0
    found: list[Proposal] = []
    for lead in _LEADS.finditer(text):
        if lead.start() < done:
            continue
        start, end = lead.span()
        while start > done and not text[start - 1].isspace():
            start -= 1
        while not text[end].isspace():
            end += 1
        # A non-breaking space or soft hyphen may be the last byte of a letter.
        while text[end] in "\u00a0\u00ad" and text[end - 1] in "ÃÄÅÆáº»âÌ":
            end += 1
            while not text[end].isspace():
                end += 1
        done = end
        before = text[start:end]
        after = _pattern().sub(lambda found: _table()[found.group()], before)
        if after != before and not _LEADS.search(after) and _is_vietnamese(after):
            reason = f"{before} is {after} in UTF-8 read as windows-1252"
            found.append(propose(shard, start, end, after, "mojibake", 0.97, reason))
    yield from found
    # The last byte of `à` is a non-breaking space, which copying turns into a plain one: only beside proven mojibake.
    for article in sorted({proposal.article for proposal in found}):
        for bare in _BARE.finditer(text, int(shard.article_start[article]), int(shard.article_start[article + 1])):
            yield propose(shard, bare.start(), bare.end(), "à", "mojibake", 0.9, "Ã is à in UTF-8 read as windows-1252")


def _is_vietnamese(text: str) -> bool:
    return all(sign.isascii() or sign in _VIETNAMESE or not sign.isalpha() for sign in text)
