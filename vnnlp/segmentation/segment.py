"""Articles to a shard: the columns of tokens, types and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vnnlp.document import Document
from vnnlp.segmentation.bylines import breaks_behind, split_glued
from vnnlp.segmentation.columns import Columns, columns_of, renumber
from vnnlp.segmentation.mistakes import propose_edits
from vnnlp.segmentation.sentences import sentence_starts
from vnnlp.segmentation.signs import is_segmented
from vnnlp.segmentation.words import join_words
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Int32, Mask, Shard, Types


@dataclass(frozen=True, slots=True)
class _Parts:
    """The columns of some texts, before they become a shard."""

    text: str
    article_start: Int32
    columns: Columns
    starts: Mask
    """m: a sentence begins at this token."""


def segment(articles: Sequence[Article], settings: SegmentationSettings | None = None) -> Shard:
    """The shard of `articles`, in their order: tokens, words where the text is raw, sentences.

    With `settings.mistakes`, `edits` holds proposals for typical mistakes of word segmentation, none applied.
    Raw articles load underthesea's model on first need (a second or two). Word-segmented text never meets it.
    """
    settings = settings or SegmentationSettings()
    texts = [article.text for article in articles]
    if settings.segmented == "auto":
        segmented = [is_segmented(text)[0] for text in texts]
    else:
        segmented = [settings.segmented == "yes"] * len(texts)
    flags = np.array(segmented, dtype=np.bool_)
    shard = _shard(tuple(articles), flags, _parts(texts, flags))
    return replace(shard, edits=propose_edits(shard)) if settings.mistakes else shard


def resegment(shard: Shard, changed: Mapping[int, str]) -> Shard:
    """The same shard with the text of some articles (by index) replaced; `edits`, `maps` and the like start empty.

    Only the changed articles are looked at again; the columns of the others are moved to their new places.
    """
    places = sorted(index for index, text in changed.items() if text != shard.article_text(index))
    if not places:
        return _shard(shard.articles, shard.segmented, _parts_of(shard))
    fresh = _parts([changed[index] for index in places], shard.segmented[places])
    return _shard(shard.articles, shard.segmented, _merged(_parts_of(shard), fresh, np.array(places, dtype=np.int64)))


def document(text: str) -> Document:
    """A view of one text, as a shard of one article.

    >>> [token.text for token in document("Viettel có hơn 50 triệu khách_hàng .").tokens][-3:]
    ['triệu', 'khách_hàng', '.']
    """
    return Document(segment([Article("text", text)]), 0)


def _parts(texts: Sequence[str], segmented: Mask) -> _Parts:
    text = "".join(part for one in texts for part in (one, "\n"))
    article_start = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum([len(one) + 1 for one in texts], out=article_start[1:])
    columns, breaks = split_glued(columns_of(text))
    article_token = np.searchsorted(columns.start, article_start).astype(np.int32)
    starts = sentence_starts(Types(columns.forms), columns.type, columns.start, columns.end, columns.lines, article_token)
    starts[breaks] = True
    starts[breaks_behind(text, columns)] = True
    if not segmented.all() and len(columns.start):
        sentence_token = np.append(np.flatnonzero(starts), len(starts)).astype(np.int32)
        article = np.searchsorted(article_token, sentence_token[:-1], side="right") - 1
        first = columns.start
        columns = join_words(text, columns, sentence_token, ~segmented[article])
        starts = starts[np.searchsorted(first, columns.start)]
    return _Parts(text, article_start, columns, starts)


def _shard(articles: tuple[Article, ...], segmented: Mask, parts: _Parts) -> Shard:
    columns = parts.columns
    sentence_token = np.append(np.flatnonzero(parts.starts), len(columns.start)).astype(np.int32)
    article_token = np.searchsorted(columns.start, parts.article_start).astype(np.int32)
    return Shard(
        articles=articles, text=parts.text, article_start=parts.article_start, segmented=segmented,
        token_start=columns.start, token_end=columns.end, token_type=columns.type, types=Types(columns.forms),
        article_token=article_token, sentence_token=sentence_token,
        article_sentence=np.searchsorted(sentence_token[:-1], article_token).astype(np.int32))


def _parts_of(shard: Shard) -> _Parts:
    starts = np.zeros(shard.n_tokens, dtype=np.bool_)
    starts[shard.sentence_token[:-1]] = True
    columns = Columns(shard.token_start, shard.token_end, shard.token_type, list(shard.types.forms), np.zeros(0, dtype=np.int32))
    return _Parts(shard.text, shard.article_start, columns, starts)


def _merged(old: _Parts, fresh: _Parts, places: np.ndarray) -> _Parts:
    """`old` with the articles at `places` taken from `fresh`, which holds them in this order."""
    n = len(old.article_start) - 1
    source = np.zeros(n, dtype=np.int64)
    source[places] = np.arange(len(places)) + n
    kept = np.setdiff1d(np.arange(n), places)
    source[kept] = kept
    both_start = np.concatenate((old.article_start[:-1], fresh.article_start[:-1]))
    both_length = np.concatenate((np.diff(old.article_start), np.diff(fresh.article_start)))
    old_token = np.searchsorted(old.columns.start, old.article_start)
    fresh_token = np.searchsorted(fresh.columns.start, fresh.article_start)
    first = np.concatenate((old_token[:-1], fresh_token[:-1] + len(old.columns.start)))
    count = np.concatenate((np.diff(old_token), np.diff(fresh_token)))
    article_start = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(both_length[source], out=article_start[1:])
    repeats = count[source]
    begins = np.cumsum(repeats) - repeats
    token = np.arange(int(repeats.sum())) - np.repeat(begins - first[source], repeats)
    shift = np.repeat(article_start[:-1] - both_start[source], repeats)
    forms = list(old.columns.forms)
    number_of = {form: number for number, form in enumerate(forms)}
    for form in fresh.columns.forms:
        number_of.setdefault(form, len(number_of))
    fresh_number = np.array([number_of[form] for form in fresh.columns.forms], dtype=np.int64)
    types = np.concatenate((old.columns.type, fresh_number[fresh.columns.type] if len(fresh_number) else fresh.columns.type))
    token_type, forms = renumber(types[token], list(number_of))
    start = np.concatenate((old.columns.start, fresh.columns.start))[token] + shift
    end = np.concatenate((old.columns.end, fresh.columns.end))[token] + shift
    texts = [fresh.text[fresh.article_start[index - n]:fresh.article_start[index - n + 1]] if index >= n
             else old.text[old.article_start[index]:old.article_start[index + 1]] for index in source.tolist()]
    columns = Columns(start.astype(np.int32), end.astype(np.int32), token_type, forms, np.zeros(0, dtype=np.int32))
    return _Parts("".join(texts), article_start, columns, np.concatenate((old.starts, fresh.starts))[token])
