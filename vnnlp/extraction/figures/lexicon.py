"""The word lists of the grammar, read once: units, currencies, magnitudes, approximators, heads of dates, labels, nouns.

A list is a `Phrases`: a trie over lower-case syllables, so that raw and segmented text match alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

import regex

from vnnlp.lexicons import read_lexicon

_T = TypeVar("_T")
_END: Final = ""
_SYLLABLE: Final = regex.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")


class Phrases(Generic[_T]):
    """Phrases of syllables to entries, with longest match from the left or from the right.

    >>> phrases = Phrases({"đô la": "USD", "đô la mỹ": "USD"})
    >>> phrases.match(["đô", "la", "mỹ", "."], 0)
    ('USD', 3)
    """

    __slots__ = ("_trie", "firsts")

    def __init__(self, entries: Mapping[str, _T], *, backward: bool = False) -> None:
        self._trie: dict[str, Any] = {}
        for phrase, entry in entries.items():
            node = self._trie
            syllables: list[str] = _SYLLABLE.findall(phrase)
            for syllable in reversed(syllables) if backward else syllables:
                node = node.setdefault(syllable, {})
            node[_END] = entry
        self.firsts = frozenset(self._trie)

    def match(self, words: Sequence[str], start: int, stop: int | None = None) -> tuple[_T, int] | None:
        """The longest phrase that begins at `start`: its entry and where it ends."""
        limit = len(words) if stop is None else stop
        node = self._trie.get(words[start]) if 0 <= start < limit else None
        if node is None:
            return None  # Most lookups end here.
        found = (node[_END], start + 1) if _END in node else None
        for index in range(start + 1, limit):
            node = node.get(words[index])
            if node is None:
                break
            if _END in node:
                found = (node[_END], index + 1)
        return found

    def match_before(self, words: Sequence[str], end: int, first: int = 0) -> tuple[_T, int] | None:
        """The longest phrase (of a backward trie) that ends at `end`: its entry and where it starts."""
        node = self._trie.get(words[end - 1]) if end > first else None
        if node is None:
            return None
        found = (node[_END], end - 1) if _END in node else None
        for index in range(end - 2, first - 1, -1):
            node = node.get(words[index])
            if node is None:
                break
            if _END in node:
                found = (node[_END], index)
        return found


class Unit(NamedTuple):
    """A unit of measure: its name in the table, the kind of figure, and its base unit with the factor to it."""

    name: str
    kind: str
    base: str
    factor: float | None


def _split(rows: Iterable[Mapping[str, str]], column: str = "forms") -> Iterable[tuple[str, Mapping[str, str]]]:
    for row in rows:
        for form in row[column].split("|"):
            if form:
                yield form.casefold(), row


@cache
def units() -> Phrases[Unit]:
    """Units of measure and of time, per cent, currencies (kind `money`)."""
    entries = {
        form: Unit(row["unit"], row["kind"], row["base"], float(row["factor"]) if row["factor"] else None)
        for form, row in _split(read_lexicon("units"))
    }
    entries |= {form: Unit(row["code"], "money", row["code"], 1.0) for form, row in _split(read_lexicon("currencies"))}
    return Phrases(entries)


@cache
def unit_named(name: str) -> Unit | None:
    """The unit that the table writes as `name`, None for a counted noun.

    >>> unit_named("km2").base
    'm2'
    """
    syllables: list[str] = _SYLLABLE.findall(name)
    found = units().match(syllables, 0)
    return found[0] if found is not None and found[1] == len(syllables) else None


@cache
def currency_prefixes() -> Phrases[str]:
    """What stands before an amount: `$`, `US$`, `VND`."""
    return Phrases({form: row["code"] for form, row in _split(read_lexicon("currencies"), "prefixes")}, backward=True)


@cache
def scales() -> Mapping[str, float]:
    """Magnitude words: `nghìn` to `tỷ`."""
    return {row["form"]: float(row["value"]) for row in read_lexicon("magnitudes") if row["style"] == "word"}


@cache
def scale_symbols() -> Mapping[str, tuple[float, str]]:
    """Magnitudes glued to digits: `300K`, `5tr`."""
    return {row["form"]: (float(row["value"]), row["style"]) for row in read_lexicon("magnitudes") if row["style"] != "word"}


@cache
def approximators(side: str) -> Phrases[str]:
    """Words of a bound to the `left` or the `right` of a number, with the comparison they state."""
    return Phrases(
        {row["form"]: row["cmp"] for row in read_lexicon("approximators") if row["side"] == side}, backward=side == "left"
    )


@cache
def date_words(role: str) -> Phrases[str]:
    """The words of dates that play one role."""
    return Phrases({row["form"]: row["value"] for row in read_lexicon("date_heads") if row["role"] == role})


@cache
def labels() -> Phrases[bool]:
    """Words behind which a number is a name: `quốc lộ 1`, `phường 5`, `điều 139`."""
    return Phrases({row["form"]: True for row in read_lexicon("number_labels")}, backward=True)


@cache
def counted_nouns() -> Phrases[bool]:
    """Nouns that news counts, with those of two syllables and more."""
    return Phrases({row["noun"]: True for row in read_lexicon("counted_nouns")})


@cache
def numeral_compounds() -> Phrases[bool]:
    """Words with a numeral syllable that are no number: `tư vấn`, `ba mẹ`, `một số`."""
    return Phrases({row["form"]: True for row in read_lexicon("numeral_compounds")})


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the small sets of words that a rule asks for beside a number (lexicon `figure_words`)."""
    return next(frozenset(row["words"].split("|")) for row in read_lexicon("figure_words") if row["name"] == name)
