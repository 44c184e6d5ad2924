from __future__ import annotations

import numpy as np
import xxhash
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import shard_of
from vnnlp.dedup.forms import LOST_NUMBER, NUMBER, fold, hash_forms
from vnnlp.dedup.syllables import SENTENCE_FIRST, SENTENCE_LAST, TOKEN_FIRST, TOKEN_LAST, syllables
from vnnlp.shard import LOST

TEXTS = st.text(alphabet=st.sampled_from("aăeệiđơuỳờ ABĐ_.,;()“”0159-/\n"), max_size=80)
SIGNS = st.sampled_from("oòuýyqQÀ_.,09⟨?⟩") | st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc"))
FORMS = st.lists(st.text(alphabet=SIGNS, max_size=12), max_size=6)


def hashes(text: str) -> list[int]:
    columns, _ = syllables(shard_of(text))
    return list(columns.syllable.tolist())


def test_the_same_text_segmented_differently_has_the_same_syllables() -> None:
    assert hashes("Khách_hàng của nhà_mạng trả 3.000đ/phút .") == hashes("khách hàng của nhà mạng trả 3.000 đ / phút.")


def test_tone_marks_count_and_their_place_does_not() -> None:
    assert hashes("hoà thuỷ khoẻ") == hashes("hòa thủy khỏe")
    assert hashes("má") != hashes("mà")
    assert fold("quý") == ["quý"]


def test_numbers_are_never_folded() -> None:
    assert hashes("36,5") != hashes("36,7")
    assert hashes("1.000") != hashes("2.000")


@given(FORMS)
@example(["⟨?⟩⟨?⟩", "⟨?", "1.,2", "Hoà,3", "quý", "", "\ud800"])
def test_all_forms_at_once_have_the_syllables_of_each_by_itself(forms: list[str]) -> None:
    bounds, values, flags = hash_forms(forms)
    found = [syllable for form in forms for syllable in fold(form)]
    assert np.diff(bounds).tolist() == [len(fold(form)) for form in forms]
    assert values.tolist() == [xxhash.xxh32_intdigest(syllable.encode("utf-8", "surrogatepass")) for syllable in found]
    assert ((flags & NUMBER) > 0).tolist() == [syllable[0].isdigit() or syllable == LOST for syllable in found]
    assert ((flags & LOST_NUMBER) > 0).tolist() == [syllable == LOST for syllable in found]


@given(TEXTS, TEXTS)
def test_offsets_lead_to_whole_tokens_in_order(first: str, second: str) -> None:
    shard = shard_of(first, second)
    columns, before = syllables(shard)
    token = np.repeat(np.arange(shard.n_tokens), np.diff(before))
    base = shard.article_start[shard.article_of_token()][token]
    assert (columns.left + base <= shard.token_start[token]).all()
    assert (columns.right + base >= shard.token_end[token]).all()
    assert (columns.left < columns.right).all()
    for index in range(2):
        mine = slice(columns.article[index], columns.article[index + 1])
        assert (np.diff(columns.left[mine]) >= 0).all()
        assert (columns.right[mine] <= len(shard.articles[index].text)).all()
    firsts, lasts = (columns.flags & TOKEN_FIRST) > 0, (columns.flags & TOKEN_LAST) > 0
    assert firsts.sum() == lasts.sum() == len(np.unique(token))


@given(TEXTS, TEXTS)
def test_an_article_has_the_same_syllables_in_any_shard(first: str, second: str) -> None:
    together, _ = syllables(shard_of(first, second))
    alone, _ = syllables(shard_of(second))
    mine = slice(together.article[1], together.article[2])
    assert together.syllable[mine].tolist() == alone.syllable.tolist()
    assert together.left[mine].tolist() == alone.left.tolist()
    assert together.right[mine].tolist() == alone.right.tolist()
    assert together.flags[mine].tolist() == alone.flags.tolist()


def test_a_sentence_takes_its_quotes_and_its_full_stop_along() -> None:
    text = "“ Đúng vậy ” . Anh nói ."
    columns, _ = syllables(shard_of(text))
    first = np.flatnonzero(columns.flags & SENTENCE_FIRST)[0]
    last = np.flatnonzero(columns.flags & SENTENCE_LAST)[-1]
    assert columns.left[first] == 0
    assert columns.right[last] == len(text)


def test_numbers_are_flagged() -> None:
    columns, _ = syllables(shard_of("còn 36,5 triệu"))
    assert ((columns.flags & NUMBER) > 0).tolist() == [False, True, False]
