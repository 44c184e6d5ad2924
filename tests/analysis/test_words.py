"""Words in context, words that set collections apart, words that stand together, and what is said when."""

from __future__ import annotations

from datetime import date

import pytest

import vnnlp
from tests.support import shard_of
from vnnlp.analysis.concordance import concordance
from vnnlp.analysis.keyness import keyness
from vnnlp.analysis.trends import trends
from vnnlp.analysis.vectorize import article_words, vectorizer
from vnnlp.errors import UsageError

SEGMENTED = "Viettel tri_ân khách_hàng VIP .\nMobiFone cũng tặng khách_hàng 1.250.000 đồng ."


def test_a_phrase_is_found_however_it_was_segmented() -> None:
    shard = shard_of(SEGMENTED, "Nhà mạng chăm sóc khách hàng rất tốt.")
    lines = list(concordance([shard], "Khách hàng", width=2))
    assert [(line.doc_id, line.left, line.keyword, line.right) for line in lines][:2] == [
        ("a0", "Viettel tri_ân", "khách_hàng", "VIP ."), ("a0", "cũng tặng", "khách_hàng", "1.250.000 đồng")]
    assert lines[2].doc_id == "a1" and lines[2].keyword == "khách hàng"
    assert [shard.articles[int(line.doc_id[1])].text[line.start:line.end] for line in lines] == [line.keyword for line in lines]


def test_a_phrase_over_several_tokens() -> None:
    assert [line.right for line in concordance([shard_of(SEGMENTED)], "khách hàng VIP", width=1)] == ["."]


def test_half_a_compound_is_no_match() -> None:
    assert list(concordance([shard_of(SEGMENTED)], "khách")) == []


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(UsageError, match="vnnlp kwic"):
        list(concordance([shard_of(SEGMENTED)], " _ "))


def test_words_without_numbers_and_punctuation() -> None:
    assert list(article_words(shard_of(SEGMENTED))) == [
        ["viettel", "tri_ân", "khách_hàng", "vip", "mobifone", "cũng", "tặng", "khách_hàng", "đồng"]]


def test_the_vectorizer_keeps_our_words_whole() -> None:
    vectors = vectorizer(min_articles=1, max_share=1.0, weighted=False).fit([["khách_hàng", "ưu_đãi", "của"], ["y_tế"]])
    assert vectors.get_feature_names_out().tolist() == ["khách_hàng", "y_tế", "ưu_đãi"]


def test_keyness_is_symmetric_and_names_the_typical_word() -> None:
    ours, theirs = [["khám_bệnh", "khách_hàng"]] * 10, [["giảm_cước", "khách_hàng"]] * 10
    keys, back = keyness(ours, theirs), keyness(theirs, ours)
    assert (keys[0].word, keys[-1].word) == ("khám_bệnh", "giảm_cước")
    assert keys[0].score > 1.96 and abs(keys[1].score) < 1e-9
    assert {key.word: key.score for key in keys} == {key.word: -key.score for key in back}
    assert keyness([], []) == []


def test_trends_count_articles_not_rows_and_not_copies() -> None:
    documents = [{"doc_id": "a", "published": date(2013, 11, 1), "duplicate_of": None},
                 {"doc_id": "b", "published": date(2013, 11, 2), "duplicate_of": "a"},
                 {"doc_id": "c", "published": date(2014, 1, 1), "duplicate_of": None},
                 {"doc_id": "d", "published": None, "duplicate_of": None}]
    rows = [{"doc_id": doc_id, "strategy": "health_care"} for doc_id in "aabcd"]
    assert [(point.period, point.articles, point.share) for point in trends(documents, rows, "strategy")] == [
        ("2013", 1, 1.0), ("2014", 1, 1.0)]
    assert [point.period for point in trends(documents, rows, "strategy", by="month")] == ["2013-11", "2014-01"]
    with pytest.raises(UsageError, match="month, year"):
        trends(documents, rows, "strategy", by="decade")


def test_public_functions_take_texts() -> None:
    assert [line.keyword for line in vnnlp.kwic([SEGMENTED, SEGMENTED], "tri ân")] == ["tri_ân", "tri_ân"]
    assert vnnlp.collocations([SEGMENTED] * 6)
    assert vnnlp.keyness([SEGMENTED], ["Vietnamobile giảm cước ."], minimum=1)[0].score > 0
