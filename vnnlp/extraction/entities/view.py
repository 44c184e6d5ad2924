"""What rules ask of a token: its form, and what is known of its type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from typing import Any, Final

import numpy as np
import regex

from vnnlp.extraction.entities import knowledge
from vnnlp.shard import Mask, Shard
from vnnlp.tagging.features import fold_all, shape

_NUMBER: Final = regex.compile(r"\d[\d.,]*")
OPENING: Final = frozenset("“\"'‘«”")
CLOSING: Final = frozenset("”\"'’»“")


class View:
    """A shard as rules see it; everything per type is computed once."""

    def __init__(self, shard: Shard, compounds: Container[str] = frozenset()) -> None:
        """`compounds` are known words, in lower case."""
        self.compounds = compounds
        types = shard.types
        self.shard = shard
        # One int object a type, not one a token: a fifth of the memory.
        numbers = types.column("entity numbers", lambda forms: np.arange(len(forms)).astype(object))
        self.types: list[int] = numbers[shard.token_type].tolist()
        self.forms = types.forms
        self.folded = types.column("entity fold", fold_all)
        self.shapes: tuple[str, ...] = types.column("entity shape", lambda forms: tuple(map(shape, forms)))
        self.capital: Mask = types.flags("entity capital", lambda form: form[:1].isupper())
        self._capital: list[bool] = types.column("entity capital, one by one", lambda _: self.capital.tolist())
        self.telling: dict[tuple[int, ...], bool] = self.known("telling")
        """Whether a name, as types, can be known by its form: filled by agreement."""
        self._sentences: list[int] = shard.sentence_token.tolist()
        opens = np.zeros(shard.n_tokens + 1, dtype=np.bool_)
        opens[shard.sentence_token] = True
        self.opens: Mask = opens
        """m + 1: the token begins a sentence."""

    def form(self, token: int) -> str:
        """The token's form."""
        return self.forms[self.types[token]]

    def fold(self, token: int) -> str:
        """The token's form in lower case with `_` as space and digits as 0."""
        folded: str = self.folded[self.types[token]]
        return folded

    def is_capital(self, token: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self._capital[self.types[token]]

    def has_capital(self, token: int) -> bool:
        """Whether there is a capital letter in the token."""
        return self._capital[self.types[token]] or any(map(str.isupper, self.form(token)))

    def is_acronym(self, token: int) -> bool:
        """Whether the token is one run of capitals: `VNPT`, `TT&TT`."""
        return self.shapes[self.types[token]] in {"A", "0A"}

    def is_number(self, token: int) -> bool:
        """Whether the token is a number."""
        return _NUMBER.fullmatch(self.form(token)) is not None

    def has_digit(self, token: int) -> bool:
        """Whether there is a digit in the token."""
        return "0" in self.shapes[self.types[token]]

    def is_word(self, token: int) -> bool:
        """Whether the token begins with a letter."""
        return self.form(token)[:1].isalpha()

    def limit(self, token: int) -> int:
        """The first token of the next sentence."""
        return self._sentences[bisect_right(self._sentences, token)]

    def among(self, name: str, words: Container[str]) -> Mask:
        """Of each type, whether its folded form is one of `words`; kept under `name`."""
        folded, contains = self.folded, words.__contains__
        flags: Mask = self.shard.types.column(f"entity {name}", lambda forms: np.fromiter(
            map(contains, folded), dtype=np.bool_, count=len(forms)))
        return flags

    def known(self, name: str) -> dict[Any, Any]:
        """What a rule has found out about names or types of the whole shard so far, kept under `name`: it fills it itself."""
        found: dict[Any, Any] = self.shard.types.column(f"entity known {name}", lambda _: {})
        return found

    def where(self, flags: Mask) -> list[int]:
        """The tokens whose type is flagged, in order."""
        return list(np.flatnonzero(flags[self.shard.token_type]).tolist())

    def is_head(self, token: int) -> bool:
        """Whether the token is a head word of organisation names (`Công_ty`), in any case."""
        return self.fold(token) in knowledge.heads()
