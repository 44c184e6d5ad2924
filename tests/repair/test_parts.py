"""The parts of repair one by one: lone digits, pairs, the model file, lost numbers, recovery, views."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.repair.articles import MARKET, SCHOOL, damaged
from tests.support import shard_of
from vnnlp.errors import InputError, LostNumberError, ModelError
from vnnlp.evaluation.repair import score
from vnnlp.repair import Lost, Shape, diagnose, repair, train
from vnnlp.repair.codebook import Groups
from vnnlp.repair.detection import judge
from vnnlp.repair.examples import share, without_copies
from vnnlp.repair.lone import LoneDigits, find_lone_digits, worth_a_look
from vnnlp.repair.model import FOLDER, load
from vnnlp.repair.pairing import decode
from vnnlp.repair.recovery import candidates
from vnnlp.repair.roles import N_ROLES, Role
from vnnlp.repair.view import html, terminal


def test_lone_digits_stand_between_spaces() -> None:
    shard = shard_of("Giá 5 đồng , 3G , 2/11 , S 7 và 8.", "hết 9")
    lone = find_lone_digits(shard)
    assert lone.digit.tolist() == [5, 7, 8, 9]
    assert lone.glued.tolist() == [False, False, True, False]
    assert lone.article.tolist() == [0, 0, 0, 1]


def test_few_digits_are_not_worth_a_look() -> None:
    shard = shard_of("Có 5 người , 5 xe và 3 nhà", "7 a 7 b 7 c 7")
    assert worth_a_look(shard, find_lone_digits(shard)).tolist() == [1]


def test_the_same_name_before_a_digit_vetoes() -> None:
    lines = "\n".join(f"Anh Bình bán chiếc Lumia 7 {colour} cho người quen" for colour in ("đen", "vàng", "bạc", "hồng"))
    shard = shard_of(lines)
    probability, vetoes = judge(shard, lone := find_lone_digits(shard), believed(lone), np.array([0]), {})
    assert probability.tolist() == [0.0] and "Lumia" in vetoes[0][0]


def test_digits_at_the_ends_of_short_lines_veto() -> None:
    shard = shard_of("\n".join(f"ngày {name} mưa vừa 7" for name in ("đầu", "hai", "ba", "tư", "năm")))
    _, vetoes = judge(shard, lone := find_lone_digits(shard), believed(lone), np.array([0]), {})
    assert any("short lines" in veto for veto in vetoes[0])


def test_digits_among_numbers_veto() -> None:
    table = " ".join(f"{rank} tỉnh {name} 12 7 34" for rank, name in enumerate(("Sơn_La", "Kon_Tum", "Hà_Nam", "An_Giang"), 11))
    shard = shard_of(f"Bảng tổng_sắp của giải chạy được ban tổ_chức công_bố tối qua trên sân vận_động của tỉnh {table}")
    _, vetoes = judge(shard, lone := find_lone_digits(shard), believed(lone), np.array([0]), {})
    assert any("among numbers" in veto for veto in vetoes[0])


def believed(lone: LoneDigits) -> Groups:
    """One digit that its contexts make a quote, with more evidence than a sound article ever shows."""
    one = np.zeros(1, dtype=np.int64)
    roles = np.arange(N_ROLES)[None, :] == Role.OPEN_QUOTE
    return Groups(one, one + int(lone.digit[0]), one + len(lone), np.zeros(len(lone), dtype=np.int64), np.zeros((1, 1)), roles,
                  np.ones(1), np.full(1, 30.0), np.ones(1, dtype=np.bool_), np.ones(1, dtype=np.bool_), np.ones(1),
                  np.zeros((1, N_ROLES)))


def test_quotes_are_paired() -> None:
    # Each use by itself looks a little more like an opening one; in turn they open and close.
    emission = np.zeros((4, N_ROLES))
    emission[:, Role.OPEN_QUOTE], emission[:, Role.CLOSE_QUOTE] = 0.6, 0.4
    roles, posterior = decode(emission, np.zeros(4, dtype=int), np.zeros(4, dtype=int))
    assert roles.tolist() == [Role.OPEN_QUOTE, Role.CLOSE_QUOTE] * 2
    assert np.allclose(posterior.sum(axis=1), 1)


def test_articles_are_decoded_apart() -> None:
    emission = np.zeros((3, N_ROLES))
    emission[:, Role.OPEN_QUOTE], emission[:, Role.CLOSE_QUOTE] = 0.6, 0.4
    together, _ = decode(emission, np.array([0, 0, 1]), np.array([0, 0, 1]))
    alone, _ = decode(emission[2:], np.array([1]), np.array([1]))
    assert together[2] == alone[0]


@pytest.mark.parametrize("reckon", [lambda lost: lost + 1, lambda lost: 2 * lost, float, int, bool, lambda lost: lost < 3,
                                    lambda lost: -lost, lambda lost: sum([lost, 1])])
def test_a_lost_number_has_no_value(reckon: object) -> None:
    assert callable(reckon)
    with pytest.raises(LostNumberError, match="LO001"):
        reckon(Lost(3, 4, Shape.PLAIN))


def test_a_model_of_another_version_is_refused(tmp_path: Path) -> None:
    for name in ("repair.npz", "repair.json"):
        shutil.copy(FOLDER / name, tmp_path / name)
    text = (tmp_path / "repair.json").read_text(encoding="utf-8")
    (tmp_path / "repair.json").write_text(text.replace('"version": ', '"version": 9'), encoding="utf-8")
    with pytest.raises(ModelError, match="MO001"):
        load(tmp_path)


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="vnnlp train repair"):
        load(tmp_path / "none")


def test_the_model_is_small() -> None:
    assert (FOLDER / "repair.npz").stat().st_size < 5_000_000


def test_too_few_articles_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few"):
        train([MARKET, SCHOOL], tmp_path)


def test_near_copies_are_left_out() -> None:
    assert list(without_copies([MARKET, MARKET.replace("Bình", "Minh"), SCHOOL], set())) == [MARKET, SCHOOL]
    assert share(MARKET) in ("train", "calibrate", "test")


def test_candidates_come_with_their_source() -> None:
    said = "Theo báo_cáo của sở , tổng số thuê_bao trên toàn tỉnh đến cuối tháng trước là {} thuê_bao các loại ."
    shard = repair(shard_of(said.format("<num>"), said.format("1.250.000"), said.format("980.000"), MARKET))
    found = candidates([shard])
    assert sorted(each.text for each in found) == ["1.250.000", "980.000"]
    assert all(each.doc_id == "a0" and each.agreeing >= 8 for each in found)
    assert shard.article_text(0).count("⟨?⟩") == 1


def test_views_show_each_edit_and_escape_the_text() -> None:
    item = damaged(MARKET.replace("Hoa_Sen", "<script>alert(1)</script>"))
    shard = repair(shard_of(item.text))
    page = html(shard, 0, diagnose(shard_of(item.text))[0])
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count("<li ") == len(shard.edits[0])

    from rich.console import Console
    console = Console(width=120, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(terminal(shard, 0))
    assert "damaged by digit codes" in captured.get()


def test_the_scorer_counts_standing_codes() -> None:
    codes = [{"start": 3, "role": "comma"}, {"start": 5, "role": "plain"}, {"start": 9, "role": "genuine"}]
    gold = [{"doc_id": "a", "codes": codes}]
    found = [{"doc_id": "a", "start": 9, "after": ",", "applied": True, "kind": "mark"}]
    result = score(gold, found, [("a", 5)])
    assert result["codes_standing_trusted"] == 50.0 and result["genuine_changed"] == 100.0 and result["comma_f1"] == 0.0
