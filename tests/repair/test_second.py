"""The book of an article as a whole, and the second look at each use."""

from __future__ import annotations

import numpy as np

from tests.repair.articles import MARKET, SCHOOL, damaged
from tests.support import shard_of
from vnnlp.repair import diagnose, repair, second, secondfit
from vnnlp.repair.codes import second_inputs
from vnnlp.repair.damage import Code, CodeBook
from vnnlp.repair.examples import ORDER, all_segmented, cut, share, word_segmented
from vnnlp.repair.lone import find_lone_digits, worth_a_look
from vnnlp.repair.model import load
from vnnlp.repair.part import part_of
from vnnlp.repair.roles import N_ROLES, Role

APART = CodeBook({Role.COMMA: "3", Role.PERIOD: "4", Role.OPEN_QUOTE: "8", Role.CLOSE_QUOTE: "9", Role.OPEN_BRACKET: "1",
                  Role.CLOSE_BRACKET: "2", Role.PLAIN: "5", Role.COMPOUND: "0"}, joined=4)


def test_quotes_with_a_digit_for_each_side_are_told_apart() -> None:
    # Each alone looks like a pair of quotes: only the book as a whole says that the sides have a digit each.
    book = {(digit, role) for text in (MARKET, SCHOOL) for digit, role, _, _ in
            diagnose(shard_of(damaged(text, APART).text))[0].code_book}
    assert {("8", "open quote"), ("9", "close quote")} <= book
    assert not {("8", "close quote"), ("9", "open quote")} & book


def test_a_mark_never_comes_of_two_digits_that_share_no_use() -> None:
    shard = repair(shard_of(damaged(MARKET, APART).text))
    digits: dict[str, set[str]] = {}
    for edit in shard.edits[0]:
        if edit.applied and edit.after in "“”":
            digits.setdefault(edit.after, set()).add(edit.before)
    assert all(len(of_mark) == 1 for of_mark in digits.values())


def test_a_part_of_a_shard_reads_as_the_whole() -> None:
    shard = shard_of(SCHOOL, damaged(MARKET).text, SCHOOL, damaged(SCHOOL).text)
    lone = find_lone_digits(shard)
    articles = worth_a_look(shard, lone)
    chosen = lone.where(np.isin(lone.article, articles))
    part, uses = part_of(shard, chosen, articles)
    assert articles.tolist() == [1, 3]
    assert [part.article_text(0), part.article_text(1)] == [shard.article_text(1), shard.article_text(3)]
    assert [part.text[start] for start in part.token_start[uses.token]] == [str(digit) for digit in chosen.digit]
    forms = [shard.types.forms[kind] for kind in shard.token_type[shard.article_token[1]:shard.article_token[2]]]
    assert [part.types.forms[kind] for kind in part.token_type[:part.article_token[1]]] == forms


def test_the_second_look_never_sees_which_digit_it_is() -> None:
    swapped = CodeBook({role: {"3": "6", "4": "7", "8": "0", "9": "1", "1": "2", "2": "3", "5": "8", "0": "9"}[digit]
                        for role, digit in APART.digits.items()}, joined=4)
    first, other = (second_inputs(shard_of(damaged(MARKET, book).text), load())[1] for book in (APART, swapped))
    # Only what the numbers of one figure in sound news say about a code for numbers depends on the digit (codebook.SAME_DIGIT).
    assert first.shape == other.shape
    assert np.abs(first[:, :N_ROLES] - other[:, :N_ROLES]).max() < 1e-4


def test_its_probabilities_sum_to_one_and_know_which_digits_authors_write() -> None:
    _, seen = second_inputs(shard_of(damaged(MARKET, APART).text), load())
    two, nine = (second.probabilities(load().second, seen, np.full(len(seen), digit)) for digit in (2, 9))
    assert np.allclose(two.sum(axis=1), 1) and (two[:, Role.GENUINE] >= nine[:, Role.GENUINE]).all()


def test_a_fit_finds_what_there_is_to_find() -> None:
    random = np.random.default_rng(0)
    role = random.integers(0, N_ROLES, 4_000).astype(np.int8)
    seen = random.standard_normal((4_000, 20)) + 4 * np.eye(N_ROLES, 20)[role]
    fitted = secondfit.fit(seen, role, 0, epochs=4, batch=64)
    again = secondfit.fit(seen, role, 0, epochs=4, batch=64)
    assert (second.probabilities(fitted, seen.astype(np.float32)).argmax(axis=1) == role).mean() > 0.9
    assert all((fitted[name] == again[name]).all() for name in fitted)


def test_a_number_of_one_figure_is_the_same_in_its_place_whether_coded_or_not() -> None:
    assert Code(0, "5", Role.PLAIN, "7").stood is Role.GENUINE
    assert Code(0, "5", Role.PLAIN, "70").stood is Role.PLAIN
    assert Code(0, "7", Role.GENUINE, "7").stood is Role.GENUINE


def test_raw_articles_are_trained_on_as_segmented_ones() -> None:
    raw = "Theo ông Bình, từ ngày 16/11, khoảng 30% khách hàng (hơn 2 triệu) được giảm giá."
    text = word_segmented([raw])[0]
    assert "ông Bình , từ ngày 16/11 , khoảng 30% khách_hàng ( hơn 2 triệu ) được" in text
    parts = cut([raw, SCHOOL], set())
    assert sum(map(len, parts.values())) == 2 and tuple(parts) == ORDER
    assert (SCHOOL, False) in parts[share(SCHOOL)] and (raw, True) in parts[share(raw, raw=True)]
    assert sorted(each for part in parts.values() for each in all_segmented(part)) == sorted([text, SCHOOL])
