"""Document, Sentence, Token: views of one article of a shard, for notebooks and for rules that read better on one sentence.

A view holds the shard and an index, nothing else: it is cheap to make and cannot be changed. Offsets are code points of
the article's current text (`document.text`, as repaired); `as_read` gives a span's place in the article as read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vnnlp.shard import Article, Shard


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `document.text[start:end] == text`. `index` counts within the shard."""

    text: str
    start: int
    end: int
    index: int

    @property
    def syllables(self) -> tuple[str, ...]:
        """The syllables of a compound: `khách_hàng` has two."""
        return tuple(self.text.split("_")) if "_" in self.text.strip("_") else (self.text,)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article; `number` counts within the article, as in the tables."""

    document: Document
    number: int

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence, in order."""
        shard, index = self.document.shard, self.document.index
        first = int(shard.article_sentence[index]) + self.number
        return self.document._tokens(int(shard.sentence_token[first]), int(shard.sentence_token[first + 1]))

    @property
    def text(self) -> str:
        """The sentence from its first token to its last."""
        tokens = self.tokens
        return self.document.text[tokens[0].start:tokens[-1].end] if tokens else ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article of a shard; `vnnlp.document(text)` makes one from a text."""

    shard: Shard
    index: int

    @property
    def article(self) -> Article:
        """The article as read."""
        return self.shard.articles[self.index]

    @property
    def doc_id(self) -> str:
        """The article's id, as in every table."""
        return self.article.doc_id

    @property
    def text(self) -> str:
        """The current text: as repaired where the repair changed it."""
        return self.shard.article_text(self.index)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the article, in order."""
        return self._tokens(int(self.shard.article_token[self.index]), int(self.shard.article_token[self.index + 1]))

    @property
    def sentences(self) -> Iterator[Sentence]:
        """The sentences of the article, in order."""
        count = int(self.shard.article_sentence[self.index + 1] - self.shard.article_sentence[self.index])
        return (Sentence(self, number) for number in range(count))

    def as_read(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` as a span of the article as read."""
        base = int(self.shard.article_start[self.index])
        _, first, last = self.shard.places(np.array([base + start]), np.array([base + end]))
        return int(first[0]), int(last[0])

    def _tokens(self, first: int, last: int) -> tuple[Token, ...]:
        shard = self.shard
        base = int(shard.article_start[self.index])
        forms, start, end = shard.types.forms, shard.token_start, shard.token_end
        return tuple(Token(forms[shard.token_type[k]], int(start[k]) - base, int(end[k]) - base, k)
                     for k in range(first, last))


def documents(shard: Shard) -> Iterator[Document]:
    """A view of each article of a shard, in order."""
    return (Document(shard, index) for index in range(len(shard)))
