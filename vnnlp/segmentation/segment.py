"""Articles to a shard: the columns of tokens, types and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from vnnlp.document import Document
from vnnlp.segmentation.columns import Columns, columns_of
from vnnlp.segmentation.sentences import sentence_starts
from vnnlp.segmentation.signs import is_segmented
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Int32, Shard, Types


def segment(articles: Sequence[Article], settings: SegmentationSettings | None = None) -> Shard:
    """The shard of `articles`, in their order: tokens, words where the text is raw, sentences.

    Raw articles load underthesea on first need (a second). Word-segmented text never goes through it.
    """
    settings = settings or SegmentationSettings()
    texts = [article.text for article in articles]
    if settings.segmented == "auto":
        segmented = [is_segmented(text)[0] for text in texts]
    else:
        segmented = [settings.segmented == "yes"] * len(texts)
    return _build(tuple(articles), texts, segmented)


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


def _build(articles: tuple[Article, ...], texts: list[str], segmented: list[bool]) -> Shard:
    text = "".join(part for one in texts for part in (one, "\n"))
    article_start = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum([len(one) + 1 for one in texts], out=article_start[1:])
    columns = columns_of(text)
    article_token = np.searchsorted(columns.start, article_start).astype(np.int32)
    return _finish(articles, text, article_start, np.array(segmented, dtype=np.bool_), columns, article_token)


def _finish(articles: tuple[Article, ...], text: str, article_start: Int32, segmented: np.ndarray, columns: Columns,
            article_token: Int32) -> Shard:
    types = Types(columns.forms)
    starts = sentence_starts(types, columns.type, columns.start, columns.end, columns.lines, article_token)
    sentence_token = np.append(np.flatnonzero(starts), len(columns.start)).astype(np.int32)
    return Shard(
        articles=articles, text=text, article_start=article_start, segmented=segmented, token_start=columns.start,
        token_end=columns.end, token_type=columns.type, types=types, article_token=article_token,
        sentence_token=sentence_token, article_sentence=np.searchsorted(sentence_token[:-1], article_token).astype(np.int32))
