"""A shard's columns rebuild its texts, and its places lead back to the articles as read."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import shard_of
from vnnlp.document import documents
from vnnlp.edits import Edit, apply
from vnnlp.segmentation import resegment
from vnnlp.shard import Shard

WORDS = st.lists(st.sampled_from(
    ["khách_hàng", "Viettel", "50", "triệu", "đồng_đều", ",", ".", "“", "VIP.", "\n", "…", "3.000đ/phút"]))


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_tokens_and_gaps_rebuild_every_text(articles: list[list[str]]) -> None:
    texts = [" ".join(words) + " _" for words in articles]
    shard = shard_of(*texts)
    assert [shard.article_text(index) for index in range(len(shard))] == texts
    for k in range(shard.n_tokens):
        assert shard.text[shard.token_start[k]:shard.token_end[k]] == shard.types.forms[shard.token_type[k]]
    assert np.all(shard.token_start[1:] >= shard.token_end[:-1])
    assert np.all(np.diff(shard.sentence_token) > 0)
    bounds = zip([0, *shard.token_end], [*shard.token_start, len(shard.text)], strict=True)
    gaps = "".join(shard.text[end:start] for end, start in bounds)
    assert not any(letter.isalnum() for letter in gaps)


@pytest.fixture
def repaired() -> Shard:
    shard = shard_of("Viettel tặng quà .", "Ông alô 7 nhà mạng chiếm 1 % 7.\nHết .")
    edits = (Edit(8, 9, "7", ",", "mark"), Edit(25, 26, "1", "⟨?⟩", "lost_number"), Edit(29, 31, "7.", ".", "mark"))
    text, offsets = apply(shard.articles[1].text, edits)
    return replace(resegment(shard, {1: text}), edits=MappingProxyType({1: edits}), maps=MappingProxyType({1: offsets}))


def test_mentions_point_into_the_article_as_read(repaired: Shard) -> None:
    tokens = np.arange(repaired.n_tokens)
    columns = repaired.mentions(tokens, tokens + 1)
    texts = {article.doc_id: article.text for article in repaired.articles}
    assert [texts[doc][start:end] for doc, start, end in zip(columns["doc_id"], columns["start"], columns["end"], strict=True)] \
        == columns["text"]
    assert columns["text"][:4] == ["Viettel", "tặng", "quà", "."]
    lost = repaired.types.forms.index("⟨?⟩")
    assert [columns["text"][k] for k in np.flatnonzero(repaired.token_type == lost)] == ["1"]


def test_sentences_are_counted_within_the_article(repaired: Shard) -> None:
    tokens = np.arange(repaired.n_tokens)
    assert repaired.sentence_in_article(tokens).tolist()[-2:] == [1, 1]
    assert repaired.article_of_token().tolist().count(0) == 4
    assert len(repaired.sentence_of_token()) == repaired.n_tokens


def test_views_show_the_same_tokens(repaired: Shard) -> None:
    first, second = documents(repaired)
    assert [token.text for token in first.tokens] == ["Viettel", "tặng", "quà", "."]
    assert first.tokens[0].syllables == ("Viettel",)
    assert [sentence.text for sentence in second.sentences][-1] == "Hết ."
    assert second.text.startswith("Ông alô , nhà")
    assert second.as_read(8, 9) == (8, 9)
    for token in second.tokens:
        assert second.text[token.start:token.end] == token.text


def test_columns_of_types_are_computed_once() -> None:
    shard = shard_of("Viettel và Viettel")
    calls: list[int] = []
    for _ in range(2):
        shard.types.column("length", lambda forms: calls.append(1) or [len(form) for form in forms])
    assert calls == [1]
    assert shard.types.folded == ("viettel", "và")
