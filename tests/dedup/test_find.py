from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import SHARED, needs_shared, shard_of
from vnnlp.dedup import find, keep
from vnnlp.dedup.forms import fold
from vnnlp.segmentation import segment
from vnnlp.settings import DedupSettings
from vnnlp.shard import Article

WORDS = ["nhà_mạng", "khách_hàng", "tặng", "thẻ", "12", "36,5", "Tết", "miền_núi", ".", ",", "“", "”", "\n", "Sau_đó", "⟨?⟩"]
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join), min_size=1, max_size=8)


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    """Articles put together from few sentences, so that nearly everything repeats."""
    pool = draw(SENTENCES)
    texts = draw(st.lists(st.lists(st.sampled_from(pool), max_size=12).map("\n".join), min_size=1, max_size=5))
    dates = draw(st.lists(st.sampled_from([None, date(2013, 11, 2), date(2014, 1, 5)]), min_size=len(texts), max_size=len(texts)))
    return [Article(f"a{number}", text, published=published)
            for number, (text, published) in enumerate(zip(texts, dates, strict=True))]


def syllables_of(text: str) -> list[str]:
    return [syllable for piece in text.split() for syllable in fold(piece)]


def order(articles: list[Article]) -> dict[str, int]:
    ranked = sorted(range(len(articles)), key=lambda at: (articles[at].published or date.max, at))
    return {articles[at].doc_id: rank for rank, at in enumerate(ranked)}


@settings(max_examples=150)
@given(archives(), st.booleans())
def test_every_removed_passage_is_a_copy_of_earlier_text(articles: list[Article], across: bool) -> None:
    text, rank = {article.doc_id: article.text for article in articles}, order(articles)
    for row in find(segment(articles), across=across):
        assert 0 <= row["start"] < row["end"] <= len(text[row["doc_id"]])
        assert 0 <= row["of_start"] < row["of_end"] <= len(text[row["of_doc_id"]])
        assert across or row["doc_id"] == row["of_doc_id"]
        if row["kind"] == "near":
            assert rank[row["of_doc_id"]] < rank[row["doc_id"]]
            continue
        assert rank[row["of_doc_id"]] <= rank[row["doc_id"]]
        copy = syllables_of(text[row["doc_id"]][row["start"]:row["end"]])
        source = syllables_of(text[row["of_doc_id"]][row["of_start"]:row["of_end"]])
        if row["doc_id"] == row["of_doc_id"]:
            assert row["of_end"] <= row["start"] or row["of_start"] < row["start"]
            copy = copy[:len(source)]
        assert " ".join(copy) in " ".join(source)


@settings(max_examples=100)
@given(archives())
def test_rows_do_not_overlap_and_nothing_is_lost(articles: list[Article]) -> None:
    shard = segment(articles)
    found = find(shard)
    for article in articles:
        spans = sorted((row["start"], row["end"]) for row in found if row["doc_id"] == article.doc_id and row["kind"] != "near")
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    kept = keep(shard, found).kept
    assert kept is not None
    forms = shard.types.forms
    left = {syllable for token in range(shard.n_tokens) if kept[token] for syllable in fold(forms[shard.token_type[token]])}
    assert left == {syllable for form in forms for syllable in fold(form)}


def test_an_article_that_repeats_one_line_ten_thousand_times_keeps_it_once() -> None:
    line = "Nhà mạng tặng quà cho khách_hàng lâu năm ở các tỉnh miền núi phía Bắc nhân dịp Tết ."
    [row] = find(shard_of("\n".join([line] * 10_000))).to_pylist()
    assert (row["start"], row["of_start"], row["of_end"]) == (len(line) + 1, 0, len(line))
    assert row["end"] == 10_000 * (len(line) + 1) - 1


def test_constant_text_takes_no_longer_than_other_text() -> None:
    assert len(find(shard_of("0 " * 20_000, "tin " * 20_000))) == 2


def test_empty_and_tiny_articles() -> None:
    assert len(find(shard_of())) == len(find(shard_of("", "\n", "Tin", "Tin", "."))) == 0


def test_the_settings_decide_what_counts() -> None:
    text = "Đoàn bác_sĩ khám bệnh cho bà con ba xã vùng cao ."
    shard = shard_of(f"Sáng nay\n{text}", f"{text}\nChiều nay")
    assert [row["kind"] for row in find(shard)] == ["near", "line"]
    assert len(find(shard, DedupSettings(line_minimum=20))) == 0
    assert "exact" in {row["kind"] for row in find(shard, DedupSettings(minimum=10, window=5))}


@needs_shared
def test_the_seed_article_pasted_twice_loses_its_second_copy() -> None:
    text = (SHARED / "seeds" / "000_5f3e6e421699fbe8.txt").read_text(encoding="utf-8")
    shard = segment([Article("000", text)])
    [row] = find(shard).to_pylist()
    assert (row["start"], row["end"] - row["start"]) == (text.index("_Phương thức") + 1, 3745)
    assert row["end"] == len(text.rstrip())
    assert (row["of_doc_id"], row["of_start"]) == ("000", 0)
    assert row["of_end"] == text.index("\nThục_Quyên") - 1
    kept = keep(shard, find(shard)).kept
    assert kept is not None
    assert kept.sum() * 2 > len(kept)


@needs_shared
def test_a_repeated_byline_is_not_needed_to_find_two_copies() -> None:
    text = (SHARED / "seeds" / "003_af94a93c42f8841f.txt").read_text(encoding="utf-8")
    assert len(find(segment([Article("003", text)]))) == 0


