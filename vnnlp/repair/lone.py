"""Lone digits: the tokens that may be codes, found over a whole shard at once, and the gate that skips sound articles.

A lone digit is one ASCII digit between spaces; at the end of a line a `.` may be glued to it. Digits inside words and
figures (`2/11`, `S-Fone`, `3G`, `1.250.000`) are never codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.shard import Int32, Mask, Shard

LEAST_USES: Final = 3
"""A code's main role is used at least this often in its article: below, a code cannot be told from a figure."""

_SPACES = (9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 8203, 8239, 12288)
_BLANK = np.zeros(65_536, dtype=np.bool_)
_BLANK[list(_SPACES)] = True
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class LoneDigits:
    """n lone digits of a shard in text order."""

    token: NDArray[np.int64]
    """n: index of the token."""
    digit: NDArray[np.int8]
    """n: 0 to 9."""
    glued: Mask
    """n: a `.` is glued behind it, at the end of its line."""
    article: Int32
    """n: index of its article."""

    def __len__(self) -> int:
        return len(self.token)

    def where(self, rows: NDArray[np.generic]) -> LoneDigits:
        """The rows of a mask or an index array."""
        return LoneDigits(self.token[rows], self.digit[rows], self.glued[rows], self.article[rows])


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of `text`, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def find_lone_digits(shard: Shard) -> LoneDigits:
    """Every lone digit of the shard's current text."""
    flags = shard.types.flags("lone_digit", lambda form: form[:1] in _DIGITS and form[1:] in ("", "."))
    token = np.flatnonzero(flags[shard.token_type]) if shard.n_tokens else np.zeros(0, dtype=np.int64)
    text = shard.text
    keep: list[int] = []
    glued: list[bool] = []
    # Few tokens of sound news come here: looking at their neighbours one by one beats decoding the whole text.
    for start in shard.token_start[token].tolist():
        before, behind = text[start - 1] if start else "\n", text[start + 1]
        dotted = behind == "." and (text[start + 2].isspace() and ends_line(text, start + 2))
        keep.append(bool(before.isspace() and (behind.isspace() or dotted)))
        glued.append(dotted)
    chosen = np.array(keep, dtype=np.bool_)
    token = token[chosen]
    digit = np.array([ord(text[start]) - 48 for start in shard.token_start[token].tolist()], dtype=np.int8)
    article = (np.searchsorted(shard.article_token, token, side="right") - 1).astype(np.int32)
    return LoneDigits(token, digit, np.array(glued, dtype=np.bool_)[chosen], article)


def beside(shard: Shard, token: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """The type of the token `step` before or behind each; the number of types where the article ends before."""
    if not shard.n_tokens:
        return np.zeros(len(token), dtype=np.int64)
    other = np.clip(token + step, 0, shard.n_tokens - 1)
    article, of_other = (np.searchsorted(shard.article_token, each, side="right") for each in (token, other))
    known = (other == token + step) & (article == of_other)
    return np.where(known, shard.token_type[other], len(shard.types)).astype(np.int64)


def ends_line(text: str, position: int) -> bool:
    """Whether only spaces follow on the line."""
    while position < len(text) and text[position] in " \t":
        position += 1
    return position >= len(text) or text[position] == "\n"


def worth_a_look(shard: Shard, lone: LoneDigits) -> NDArray[np.int64]:
    """The articles in which some digit stands alone often enough to be a code; in sound news these are few."""
    if not len(lone):
        return np.zeros(0, dtype=np.int64)
    uses = np.zeros((len(shard), 10), dtype=np.int32)
    np.add.at(uses, (lone.article, lone.digit), 1)
    return np.flatnonzero(uses.max(axis=1) >= LEAST_USES)
