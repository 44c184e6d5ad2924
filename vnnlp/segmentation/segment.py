"""Articles to a shard: the columns of tokens, types and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import regex

from vnnlp.document import Document
from vnnlp.segmentation.words import align_words
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Int32, Shard, Types

_TOKEN = regex.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|⟨\?⟩"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:TP|Q|P|PGS|TS|GS|ThS|BS|Mr|Mrs)\.(?=\s|\w)"
    r"|\w+(?:[-&'’]\w+)*"
    r"|\.{2,}|[^\w\s]")
_SENTENCE_END = frozenset({".", "?", "!", "…", "..."})
_CLOSING = frozenset("”\"')]»’")


def segment(articles: Sequence[Article], settings: SegmentationSettings | None = None) -> Shard:
    """The shard of `articles`, in their order."""
    settings = settings or SegmentationSettings()
    texts = [article.text for article in articles]
    return _build(tuple(articles), texts, [_is_segmented(text, settings) for text in texts])


def resegment(shard: Shard, changed: Mapping[int, str]) -> Shard:
    """The same shard with the text of some articles (by index) replaced; `edits`, `maps` and the like start empty."""
    texts = [changed.get(index, shard.article_text(index)) for index in range(len(shard))]
    return _build(shard.articles, texts, shard.segmented.tolist())


def document(text: str) -> Document:
    """A view of one text, as a shard of one article.

    >>> [token.text for token in document("Viettel có hơn 50 triệu khách_hàng .").tokens][-3:]
    ['triệu', 'khách_hàng', '.']
    """
    return Document(segment([Article("text", text)]), 0)


def _is_segmented(text: str, settings: SegmentationSettings) -> bool:
    if settings.segmented != "auto":
        return settings.segmented == "yes"
    return text.count("_") * 50 > len(text.split())


def _build(articles: tuple[Article, ...], texts: list[str], segmented: list[bool]) -> Shard:
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    article_start, article_token, article_sentence, sentences = [0], [0], [0], []
    base = 0
    for text, is_segmented in zip(texts, segmented, strict=True):
        spans = [match.span() for match in _TOKEN.finditer(text)]
        if not is_segmented:
            spans = align_words(text, spans)
        new_sentence = True
        for number, (start, end) in enumerate(spans):
            form = text[start:end]
            if number and "\n" in text[spans[number - 1][1]:start]:
                new_sentence = True
            if new_sentence and form not in _CLOSING:
                sentences.append(len(starts))
                new_sentence = False
            starts.append(base + start)
            ends.append(base + end)
            forms.append(form)
            new_sentence = new_sentence or form in _SENTENCE_END
        base += len(text) + 1
        article_start.append(base)
        article_token.append(len(starts))
        article_sentence.append(len(sentences))
    sentences.append(len(starts))
    number_of: dict[str, int] = {}
    inverse = [number_of.setdefault(form, len(number_of)) for form in forms]
    return Shard(
        articles=articles, text="".join(text + "\n" for text in texts), article_start=_integers(article_start),
        segmented=np.array(segmented, dtype=np.bool_), token_start=_integers(starts), token_end=_integers(ends),
        token_type=_integers(inverse), types=Types(list(number_of)), article_token=_integers(article_token),
        sentence_token=_integers(sentences), article_sentence=_integers(article_sentence))


def _integers(values: Sequence[int]) -> Int32:
    return np.array(values, dtype=np.int32)
