"""Which legacy encoding bytes are in: each candidate's reading is scored by how often its syllables occur in Vietnamese news.

Only words with a byte beyond ASCII are looked at: the others read the same in every candidate. A wrong table makes
syllables that do not exist, so a few words decide; charset-normalizer and chardet know no such statistics and fail here
(`python -m tests.benchmarks.reading` prints them beside this). Counts: lexicons/syllables.tsv.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from vnnlp.lexicons import read_lexicon
from vnnlp.reading.legacy import LEGACY, decode_legacy

_MARKED: Final = regex.compile(r"[\p{L}\p{M}]*+")
_SAMPLE: Final = 30_000
"""Bytes that are looked at, from the first byte beyond ASCII."""
_WESTERN_LETTERS: Final = frozenset("éèàêâîïôûùçëüöäñåæøßí")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and how sure the guess is (0 to 1); `known` is the share of marked syllables that Vietnamese has."""

    encoding: str
    confidence: float
    known: float


@cache
def _log_shares() -> tuple[dict[str, float], float]:
    """Log share of each known syllable, and that of any other."""
    rows = read_lexicon("syllables")
    total = sum(int(row["count"]) for row in rows)
    return {row["syllable"]: math.log(int(row["count"]) / total) for row in rows}, math.log(0.05 / total)


def score(text: str) -> tuple[float, float, int]:
    """Mean log share of the syllables with a letter beyond ASCII, the share of them that are known, and their number."""
    shares, unknown = _log_shares()
    words = Counter(word for word in regex.findall(r"[\p{L}\p{M}\ufffd\x80-\x9f]+", text.lower()) if not word.isascii())
    count = words.total()
    if not count:
        return 0.0, 0.0, 0
    value = sum(times * shares.get(word, unknown) for word, times in words.items())
    known = sum(times for word, times in words.items() if word in shares)
    return value / count, known / count, count


def guess(data: bytes) -> Guess | None:
    """The likeliest legacy encoding of `data`; None where no candidate reads as Vietnamese.

    >>> guess("Viöôït Nam coù nhieàu khaùch haøng".encode("latin-1")).encoding
    'vni'
    """
    sample = _sample(data)
    scored = []
    for encoding in LEGACY:
        value, known, count = score(decode_legacy(sample, encoding))
        scored.append((value, known, count, encoding))
    scored.sort(reverse=True)
    value, known, count, encoding = scored[0]
    if not count or known < 0.4:
        return None
    margin = 1 - math.exp(-(value - scored[1][0]) * min(count, 50))
    return Guess(encoding, round(known * margin, 3), known)


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    first = next((place for place, byte in enumerate(data) if byte >= 0x80), 0)
    start = data.rfind(b" ", 0, first) + 1
    return data[start:start + _SAMPLE]
