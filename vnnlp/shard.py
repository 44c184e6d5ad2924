"""Shard: a few thousand articles as columns, the thing that every stage takes and gives.

All articles of a shard lie one behind the other in `text`, with a line break between them; token and sentence boundaries
are int32 arrays of code-point offsets into it. A token's form is stored once, in the `Types` table: whatever depends on
the form alone (casefold, shape, syllables, lexicon flags, numeral value) is computed once per distinct type with
`types.column` and gathered by `token_type`.

`Article` is what was read and never changes. After repair a shard's `text` differs from its articles' text; `maps` leads
back. Rows of every table carry offsets of the article as read: `shard.places` gives them for many spans at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.edits import Edit, OffsetMap

Int32 = NDArray[np.int32]
Mask = NDArray[np.bool_]

LOST = "⟨?⟩"
"""Stands in repaired text where the source lost a number."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news item as read: decoded, NFC, `\\n` line ends; never overwritten."""

    doc_id: str
    text: str
    source: str = ""
    title: str | None = None
    published: date | None = None
    encoding: str = "utf-8"
    author: str | None = None
    publisher: str | None = None


class Types:
    """The distinct token forms of a shard, and columns computed once per form."""

    __slots__ = ("_columns", "forms")

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms: tuple[str, ...] = tuple(forms)
        self._columns: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.forms)

    def column(self, name: str, compute: Callable[[tuple[str, ...]], Any]) -> Any:
        """The column `name`, computed by `compute(forms)` on first use and kept; index it by `shard.token_type`."""
        if name not in self._columns:
            self._columns[name] = compute(self.forms)
        return self._columns[name]

    def flags(self, name: str, test: Callable[[str], bool]) -> Mask:
        """A boolean column: `test` of each form."""
        flags: Mask = self.column(name, lambda forms: np.fromiter(map(test, forms), dtype=np.bool_, count=len(forms)))
        return flags

    @property
    def folded(self) -> tuple[str, ...]:
        """Each form in lower case with `_` as space: how lexicons compare."""
        folded: tuple[str, ...] = self.column("folded", lambda forms: tuple(form.casefold().replace("_", " ") for form in forms))
        return folded


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Articles as columns. n articles, s sentences, m tokens; every offset is a code point of `text`.

    Token k is `text[token_start[k]:token_end[k]] == types.forms[token_type[k]]`; article i holds the tokens
    `article_token[i]:article_token[i + 1]` and the sentences `article_sentence[i]:article_sentence[i + 1]`; sentence j
    begins at token `sentence_token[j]`. Joining tokens and the gaps between them rebuilds `text` exactly.
    """

    articles: tuple[Article, ...]
    text: str
    article_start: Int32
    """n + 1: article i is `text[article_start[i]:article_start[i + 1] - 1]`; behind each stands one line break."""
    segmented: Mask
    """n: the article came word-segmented."""
    token_start: Int32
    token_end: Int32
    token_type: Int32
    types: Types
    article_token: Int32
    """n + 1."""
    sentence_token: Int32
    """s + 1."""
    article_sentence: Int32
    """n + 1."""
    damaged: Mask | None = None
    """n: repair judged the article damaged by digit codes; None before repair."""
    edits: Mapping[int, tuple[Edit, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Edits and proposals by article index, in text order; offsets in the article as read."""
    maps: Mapping[int, OffsetMap] = field(default_factory=lambda: MappingProxyType({}))
    """Of the articles whose text the repair changed."""
    untrusted: Mask | None = None
    """m: a digit of a damaged article that is not proven genuine; None where there is none."""
    kept: Mask | None = None
    """m: False inside a removed passage; None: all kept."""

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def n_tokens(self) -> int:
        """m."""
        return len(self.token_start)

    @property
    def n_sentences(self) -> int:
        """s."""
        return len(self.sentence_token) - 1

    def article_text(self, index: int) -> str:
        """The current text of an article: as repaired where the repair changed it."""
        return self.text[self.article_start[index]:self.article_start[index + 1] - 1]

    def article_of_token(self) -> Int32:
        """m: index of the article of each token."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.article_token))

    def sentence_of_token(self) -> Int32:
        """m: index, within the shard, of the sentence of each token."""
        return np.repeat(np.arange(self.n_sentences, dtype=np.int32), np.diff(self.sentence_token))

    def sentence_in_article(self, token: NDArray[np.integer]) -> Int32:
        """For tokens (by index): the number of their sentence within its article, counted from 0."""
        sentence = np.searchsorted(self.sentence_token, token, side="right") - 1
        article = np.searchsorted(self.article_token, token, side="right") - 1
        return (sentence - self.article_sentence[article]).astype(np.int32)

    def places(self, start: NDArray[np.integer], end: NDArray[np.integer]) -> tuple[Int32, Int32, Int32]:
        """Spans of `text` as (article index, start, end), the offsets in the article as read."""
        start, end = np.asarray(start, dtype=np.int32), np.asarray(end, dtype=np.int32)
        article = (np.searchsorted(self.article_start, start, side="right") - 1).astype(np.int32)
        read_start, read_end = start - self.article_start[article], end - self.article_start[article]
        if self.maps and len(article):
            for index in np.unique(article[np.isin(article, list(self.maps))]):
                rows = article == index
                offsets = self.maps[int(index)]
                read_start[rows] = offsets.to_read(read_start[rows])
                read_end[rows] = offsets.to_read(read_end[rows], side="end")
        return article, read_start.astype(np.int32), read_end.astype(np.int32)

    def mentions(self, start_token: NDArray[np.integer], end_token: NDArray[np.integer]) -> dict[str, Any]:
        """The columns doc_id, sentence, start, end, text of spans of tokens (half-open token indices of this shard)."""
        start_token, end_token = np.asarray(start_token, dtype=np.int64), np.asarray(end_token, dtype=np.int64)
        return self.mentions_at(self.token_start[start_token], self.token_end[end_token - 1])

    def mentions_at(self, start: NDArray[np.integer], end: NDArray[np.integer]) -> dict[str, Any]:
        """The columns doc_id, sentence, start, end, text of spans of characters (offsets of `text`)."""
        article, read_start, read_end = self.places(start, end)
        token = np.searchsorted(self.token_start, start, side="right") - 1
        return {
            "doc_id": [self.articles[index].doc_id for index in article.tolist()],
            "sentence": self.sentence_in_article(np.maximum(token, 0)),
            "start": read_start,
            "end": read_end,
            "text": [self.articles[index].text[first:last]
                     for index, first, last in zip(article.tolist(), read_start.tolist(), read_end.tolist(), strict=True)],
        }
