"""Line: the syllables of one sentence as lists, which the grammar reads."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One sentence. `words` are lower case, `surfaces` as written, `starts` and `ends` offsets into the shard's text.

    `tokens` are token indices of the shard; `compound[k]` says that syllable k is part of a word of several syllables;
    `barred[k]` that it lies in a name. `english` tells the article's habit of separators: 0 the Vietnamese one, 1
    perhaps the English one, 2 clearly so.
    """

    words: list[str]
    surfaces: list[str]
    starts: list[int]
    ends: list[int]
    tokens: list[int]
    flags: list[int]
    barred: list[bool] | None = None
    english: int = 0
    whole: bool = False
    """The sentence is the whole article: a bare numeral is then a number."""
    dated: bool = False
    """The article's date is known."""
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.words)

    def word(self, index: int) -> str:
        """The syllable at `index`, or the empty string outside of the sentence."""
        return self.words[index] if 0 <= index < self.size else ""

    def surface(self, index: int) -> str:
        """The syllable at `index` as written, or the empty string outside of the sentence."""
        return self.surfaces[index] if 0 <= index < self.size else ""

    def glued(self, index: int) -> bool:
        """Whether syllable `index` follows the one before it without a gap."""
        return 0 < index < self.size and self.starts[index] == self.ends[index - 1]

    def is_digits(self, index: int) -> bool:
        """Whether syllable `index` is a number in digits."""
        return 0 <= index < self.size and self.flags[index] & 1 == 1

    def integer(self, index: int, low: int, high: int) -> int | None:
        """The number in digits at `index`, without separators, between `low` and `high`."""
        if not self.is_digits(index) or len(self.words[index]) > 4 or not self.words[index].isdecimal():
            return None
        number = int(self.words[index])
        return number if low <= number <= high else None

    def text(self, start: int, end: int) -> str:
        """Syllables `start:end` as plain words: one space between words, none inside."""
        pieces: list[str] = []
        for index in range(start, end):
            if index > start and not self.glued(index):
                pieces.append(" ")
            pieces.append(self.surfaces[index])
        return "".join(pieces)

    def word_end(self, index: int) -> int:
        """Where the token of syllable `index` ends, as a syllable index."""
        end = index + 1
        while end < self.size and self.tokens[end] == self.tokens[index]:
            end += 1
        return end

    def word_start(self, index: int) -> int:
        """Where the token of syllable `index` begins."""
        start = index
        while start > 0 and self.tokens[start - 1] == self.tokens[index]:
            start -= 1
        return start
