"""Columns of a shard: nothing is lost, nothing depends on the batch, resegmenting equals segmenting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import SHARED, needs_shared, read_jsonl
from vnnlp.document import Document
from vnnlp.segmentation import is_segmented, resegment, segment
from vnnlp.segmentation.columns import renumber
from vnnlp.segmentation.tokens import split_chunk
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard

_WORDS = st.sampled_from([
    "khách_hàng", "Viettel", "VIP.", "3.000đ/phút", "TP.", "HCM", "TP.HCM", "“", "”", "...", "…", "?", "!", '"', "(", ")", "2/11",
    "⟨?⟩", "Thục_Hà_Theo_Tri_Thức_Phương", "thức", "50%", "1O.000", "https://a.vn/b.", "_", "__x__", "\n", "\n\n", "\t", "\u00a0",
    "\u200b", "\x85", "\u2028", "S-Fone", "a@b.vn", "#vip", "D'Or", "👨‍👩‍👧", "e\u0301", "\U00020000", "Ông", "H.", "-", "1.",
    "ph\u200cone"])
_TEXTS = st.lists(st.one_of(_WORDS, st.text(max_size=12)), max_size=30).map(" ".join)
_SEGMENTED = SegmentationSettings(segmented="yes")


def _documents(shard: Shard) -> list[Document]:
    return [Document(shard, index) for index in range(len(shard))]


def _check(shard: Shard) -> None:
    text, forms = shard.text, shard.types.forms
    starts, ends = shard.token_start.tolist(), shard.token_end.tolist()
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == [forms[number] for number in shard.token_type]
    pieces, position = [], 0
    for start, end in zip(starts, ends, strict=True):
        assert start >= position and end > start
        gap = text[position:start]
        assert not any(sign.isalnum() for sign in gap)
        pieces += (gap, text[start:end])
        position = end
    assert "".join([*pieces, text[position:]]) == text
    assert text == "".join(article.text + "\n" for article in shard.articles)
    first = {}
    for place, number in enumerate(shard.token_type.tolist()):
        first.setdefault(number, place)
    assert list(first) == list(range(len(forms)))
    assert shard.sentence_token[-1] == shard.n_tokens and (np.diff(shard.sentence_token) > 0).all()
    assert shard.article_token[0] == 0 and shard.article_token[-1] == shard.n_tokens
    assert set(shard.article_token[:-1][np.diff(shard.article_token) > 0]) <= set(shard.sentence_token.tolist())
    for index in range(len(shard)):
        tokens = slice(int(shard.article_token[index]), int(shard.article_token[index + 1]))
        assert (shard.token_start[tokens] >= shard.article_start[index]).all()
        assert (shard.token_end[tokens] < shard.article_start[index + 1]).all()


def _same(one: Shard, other: Shard) -> None:
    assert one.text == other.text and one.types.forms == other.types.forms
    for name in ("article_start", "segmented", "token_start", "token_end", "token_type", "article_token", "sentence_token",
                 "article_sentence"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.dtype == right.dtype and np.array_equal(left, right), name


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXTS, max_size=4), st.sampled_from(["yes", "no"]))
def test_tokens_rebuild_the_text(texts: list[str], mode: str) -> None:
    _check(segment([Article(f"a{number}", text) for number, text in enumerate(texts)], SegmentationSettings(segmented=mode)))


@settings(max_examples=80, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.sampled_from(["yes", "no"]))
def test_an_article_is_cut_alike_alone_and_among_others(texts: list[str], mode: str) -> None:
    together = segment([Article("a", text) for text in texts], SegmentationSettings(segmented=mode))
    for index, (text, document) in enumerate(zip(texts, _documents(together), strict=True)):
        alone = _documents(segment([Article("a", text)], SegmentationSettings(segmented=mode)))[0]
        tokens = [(token.text, token.start) for token in document.tokens]
        assert [(token.text, token.start) for token in alone.tokens] == tokens, index
        assert [sentence.text for sentence in alone.sentences] == [sentence.text for sentence in document.sentences]


@settings(max_examples=80, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.dictionaries(st.integers(0, 3), _TEXTS, max_size=3),
       st.sampled_from(["yes", "no"]))
def test_resegmenting_equals_segmenting(texts: list[str], changed: dict[int, str], mode: str) -> None:
    changed = {index: text for index, text in changed.items() if index < len(texts)}
    articles = [Article(f"a{number}", text) for number, text in enumerate(texts)]
    whole = segment([replace(article, text=changed.get(index, article.text)) for index, article in enumerate(articles)],
                    SegmentationSettings(segmented=mode))
    _same(resegment(segment(articles, SegmentationSettings(segmented=mode)), changed), whole)


def test_empty_inputs() -> None:
    _check(segment([]))
    for text in ("", " \n ", "\u200b", "_"):
        _check(segment([Article("a", text), Article("b", text)]))
        _check(segment([Article("a", text)], SegmentationSettings(segmented="no")))


def test_types_are_renumbered_by_first_appearance() -> None:
    types, forms = renumber(np.array([2, 0, 2, 3]), ["a", "b", "c", "d"])
    assert types.tolist() == [0, 1, 0, 2] and forms == ["c", "a", "d"]


def test_a_long_chunk_takes_linear_time() -> None:
    for chunk in ("a-" * 50_000, "1." * 50_000, "a." * 50_000, "http://" * 20_000, "@a" * 50_000, "_" * 100_000, "x_" * 50_000,
                  "*12" * 30_000, "T.P" * 30_000, "'a" * 50_000):
        spans = split_chunk(chunk)
        assert spans[-1][1] <= len(chunk)


def test_whether_a_text_is_segmented_comes_with_a_reason() -> None:
    assert is_segmented("Nhà_mạng tặng quà khách_hàng .") == (True, "2 of 5 words hold an underscore")
    assert is_segmented("Nhà_mạng tặng quà khách_hàng , tri_ân .") == (True, "3 underscores to 6 spaces")
    assert is_segmented("Nhà mạng tặng quà khách hàng, xem #vi_du và a_b@c.vn để biết thêm.")[0] is False
    assert is_segmented("Khách gọi tổng đài .") == (True, "a short text whose marks stand apart")
    raw = "Nhà mạng tặng quà khách hàng lâu năm nhân dịp cuối năm nay. " * 20
    assert is_segmented(raw + "mã khach_hang") == (False, "only 1 of 262 words hold an underscore")


@needs_shared
def test_real_articles_are_told_apart() -> None:
    for name, expected in (("news_segmented", True), ("news_raw", False)):
        rows = [row["text"] for row, _ in zip(read_jsonl(SHARED / "data" / f"{name}.jsonl.gz"), range(500), strict=False)]
        assert all(is_segmented(text)[0] is expected for text in rows), name


@needs_shared
def test_real_articles_rebuild() -> None:
    rows = [Article(row["id"], row["text"])
            for row, _ in zip(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), range(300), strict=False)]
    rows += [Article(row["id"], row["text"])
             for row, _ in zip(read_jsonl(SHARED / "data" / "news_raw.jsonl.gz"), range(100), strict=False)]
    _check(segment(rows, _SEGMENTED))
    _check(segment(rows))
