"""Digit codes: what is found and mended in damaged articles, and what is left alone in sound ones."""

from __future__ import annotations

import dataclasses
import json
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repair.articles import BOOK, MARKET, NEWS, SCHOOL, damaged
from tests.support import SHARED, needs_shared, shard_of
from vnnlp.edits import undo
from vnnlp.repair import diagnose, repair
from vnnlp.repair.damage import CodeBook, damage, random_book
from vnnlp.repair.roles import MARKS, Role
from vnnlp.settings import RepairSettings
from vnnlp.shard import LOST


def test_marks_and_lost_numbers_come_back() -> None:
    item = damaged(MARKET)
    shard = repair(shard_of(item.text))
    assert shard.damaged is not None and shard.damaged.tolist() == [True]
    after = {edit.start: edit.after for edit in shard.edits[0] if edit.applied}
    wanted = {code.offset: MARKS.get(code.role, LOST) for code in item.codes if code.role is not None}
    right = sum(after.get(start) == mark for start, mark in wanted.items())
    assert right >= 0.95 * len(wanted)
    assert "3" not in shard.article_text(0)


def test_the_code_book_is_told() -> None:
    diagnosis = diagnose(shard_of(damaged(SCHOOL).text))[0]
    assert diagnosis.damaged and diagnosis.probability > 0.99
    told = {(digit, role) for digit, role, _, _ in diagnosis.code_book}
    assert {("3", "comma"), ("3", "period"), ("8", "open quote"), ("8", "close quote"), ("5", "plain")} <= told


def test_any_other_digits_read_alike() -> None:
    # The digits' identity is no feature: another book of the same roles gives the same marks.
    swapped = CodeBook({role: {"3": "9", "8": "2", "5": "7", "0": "4"}[digit] for role, digit in BOOK.digits.items()},
                       glued=True, joined=4)
    first, second = (repair(shard_of(damaged(MARKET, book).text)) for book in (BOOK, swapped))
    marks = [[(edit.start, edit.after) for edit in shard.edits[0] if edit.kind == "mark"] for shard in (first, second)]
    assert marks[0] == marks[1]


def test_a_glued_full_stop_goes_with_its_mark() -> None:
    shard = repair(shard_of(damaged(MARKET).text))
    assert ". ." not in shard.article_text(0) and ".." not in shard.article_text(0)
    assert any(edit.before == "3." and edit.after == "." for edit in shard.edits[0])


@pytest.mark.parametrize("text", NEWS)
def test_sound_news_stays_as_it_is(text: str) -> None:
    shard = shard_of(text)
    after = repair(shard)
    assert after.damaged is not None and not after.damaged.any()
    assert after.text == shard.text and not after.edits


def test_a_device_with_a_digit_is_no_code() -> None:
    text = "\n".join(f"Người bán nói chiếc iPhone 7 {colour} vẫn còn hàng và giá của iPhone 7 sẽ giảm trong tuần tới" for colour
                     in ("đen", "vàng", "bạc", "hồng", "đỏ"))
    assert not repair(shard_of(text)).edits


@pytest.mark.parametrize("text", [
    "\n".join(f"Câu {number} : {answer}" for number, answer in zip(range(1, 9), "ABCDABCD", strict=True)),
    "\n".join(f"Hà_Nội nhiệt_độ thấp nhất {low} độ cao nhất 3 độ" for low in (1, 2, 3, 4, 5, 3, 3, 3)),
    "\n".join(f"Đội {name} 3" for name in ("Sông_Hồng", "Bình_Minh", "Thanh_Xuân", "Hải_Âu", "Tây_Hồ", "Sao_Mai")),
    "\n".join(f"{number} . Điền tên 7 người" for number in range(1, 9)),
    "Bảng xếp_hạng : " + " ".join(f"{rank} {name} 3 2 1 0" for rank, name in enumerate(("Sông_Hồng", "Hải_Âu", "Sao_Mai"), 1)),
    "Kết_quả : " + " 7 ".join(f"{first} gặp {other} 2 1" for first, other in (("Hải_Âu", "Sao_Mai"), ("Tây_Hồ", "Sông_Hồng"))),
    " ".join(f"Nguyễn_Văn_{letter} 9 Toán 8 Văn 7" for letter in "ABCDEFGH"),
    "\n".join(f"{subject} 7" for subject in ("Toán", "Lý", "Hóa", "Sinh", "Văn", "Sử", "Địa", "Anh")),
    "\n".join(f"Tập {number} phát lúc 8 giờ tối trên kênh 3" for number in range(1, 9)),
])
def test_tables_answers_and_scores_are_no_codes(text: str) -> None:
    shard = repair(shard_of(text))
    assert shard.damaged is not None and not shard.damaged.any()


def test_below_the_floor_an_edit_is_only_proposed() -> None:
    shard = shard_of(damaged(MARKET).text)
    strict = repair(shard, RepairSettings(floor=0.999))
    assert any(not edit.applied for edit in strict.edits[0])
    assert all(edit.confidence >= 0.999 for edit in strict.edits[0] if edit.applied)
    assert undo(strict.article_text(0), strict.edits[0]) == shard.articles[0].text


def test_digits_that_stay_in_a_damaged_article_are_untrusted() -> None:
    book = CodeBook({role: digit for role, digit in BOOK.digits.items() if role not in (Role.PLAIN, Role.COMPOUND)}, joined=4)
    item = damaged(SCHOOL, book)
    shard = repair(shard_of(item.text))
    left = [token for token in range(shard.n_tokens) if shard.types.forms[shard.token_type[token]] in set("0123456789")]
    done = {edit.start for edit in shard.edits[0] if edit.applied}
    genuine = {code.offset for code in item.codes if code.role is Role.GENUINE}
    assert genuine and not genuine & done
    assert shard.untrusted is None or set(np.flatnonzero(shard.untrusted).tolist()) <= set(left)


def test_repair_can_be_turned_off() -> None:
    shard = repair(shard_of(damaged(MARKET).text), RepairSettings(enabled=False))
    assert not shard.edits


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(NEWS))
def test_undo_gives_back_the_bytes_and_a_second_repair_changes_nothing(seed: int, text: str) -> None:
    random = Random(seed)
    item = damage(text.strip(), random_book(random), random)
    shard = repair(shard_of(item.text))
    repaired = shard.article_text(0)
    assert undo(repaired, shard.edits.get(0, ())) == item.text
    assert repair(shard_of(repaired)).article_text(0) == repaired
    assert repair(shard) is shard


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=5))
def test_the_batch_makes_no_difference(seeds: list[int]) -> None:
    texts = []
    for seed in seeds:
        random = Random(seed)
        texts.append(damage(NEWS[seed % 2].strip(), random_book(random), random).text)
    together = repair(shard_of(*texts))
    for index, text in enumerate(texts):
        alone = repair(shard_of(text))
        assert alone.edits.get(0, ()) == together.edits.get(index, ())
        assert alone.article_text(0) == together.article_text(index)


def test_the_first_word_of_an_article_knows_nothing_of_the_article_before() -> None:
    item = damaged(MARKET)
    code = next(item.text[code.offset] for code in item.codes if code.role is Role.PLAIN)
    text = f"{code} " + item.text
    assert repair(shard_of(item.text, text)).edits[1] == repair(shard_of(text)).edits[0]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0127 .\n,ab“”()ộX⟨?⟩5", max_size=120))
def test_any_text_can_be_repaired_and_undone(text: str) -> None:
    shard = repair(shard_of(text, MARKET))
    assert undo(shard.article_text(0), shard.edits.get(0, ())) == text


def test_maps_lead_back_to_the_article_as_read() -> None:
    item = damaged(MARKET)
    shard = repair(shard_of(item.text))
    lost = [token for token in range(shard.n_tokens) if shard.types.forms[shard.token_type[token]] == LOST]
    rows = shard.mentions(np.array(lost), np.array(lost) + 1)
    assert rows["text"] and all(text in ("5", "0") for text in rows["text"])


@needs_shared
def test_the_real_damaged_article() -> None:
    text = next(SHARED.glob("seeds/003_*.txt")).read_text(encoding="utf-8")
    rows = [json.loads(line) for line in (SHARED / "gold/seed_codes.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    shard = repair(shard_of(text))
    after = {edit.start: edit.after for edit in shard.edits[0] if edit.applied}
    wanted = {"comma": ",", "period": ".", "open-quote": "“", "close-quote": "”", "masked-number": LOST}
    codes = [row for row in rows if row["record"] == "mask" and row["doc"] == "003"]
    right = sum(after.get(lines[row["line"] - 1] + row["start"]) == wanted[row["class"]] for row in codes)
    assert len(codes) == 73 and right >= 71
    assert undo(shard.article_text(0), shard.edits[0]) == text


def test_a_book_keeps_its_manner() -> None:
    item = damaged(SCHOOL, dataclasses.replace(BOOK, glued=False, joined=1))
    assert all(item.text[code.offset] == code.digit for code in item.codes)
    assert item.n_codes <= len(item.codes)
