"""The taxonomy is data: another field needs another file, not another line of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction.strategies.support import rows_of, said
from vnnlp.errors import ModelError
from vnnlp.extraction.strategies import load
from vnnlp.extraction.strategies.taxonomy import plain
from vnnlp.lexicons import FOLDER
from vnnlp.settings import ExtractionSettings

HEADER = "kind\tname\tforms\twith\twithout\tpolarity\tsegment\tconfidence\tnote\n"
CODES = ["loyalty_tier", "gift_greeting", "entertainment_travel", "partner_discount", "topup_bonus", "tariff_discount",
         "tariff_plan", "prize_draw", "credit_leniency", "health_care", "community_support", "service_quality",
         "customer_support", "compensation", "retention_offer", "digital_self_service", "spam_protection"]
SEGMENTS = {"vip", "loyal", "postpaid", "prepaid", "new", "low_income", "mass", "youth", "rural", "official", "corporate",
            "affected", "all"}


def test_the_codes_are_those_of_the_guide() -> None:
    taxonomy = load()
    assert list(taxonomy.strategies) == CODES
    assert {name.split(":")[1] for name in taxonomy.segment_weight} == SEGMENTS
    assert {trigger.strategy for trigger in taxonomy.triggers} == set(CODES)
    assert all(strategy.name_vi and strategy.name_en and strategy.definition for strategy in taxonomy.strategies.values())


def test_every_group_is_used() -> None:
    taxonomy = load()
    used = {one.group for trigger in (*taxonomy.triggers, *taxonomy.replacements)
            for choice in (*trigger.with_, trigger.without) for one in choice}
    used |= {anchor for trigger in taxonomy.triggers for anchor in trigger.anchors}
    named = {group for groups in taxonomy.phrases.values() for group in groups if ":" not in group}
    assert not named - used


def test_phrases_are_found_however_they_are_written() -> None:
    for text in ("Viettel không khoá_máy khách_hàng chậm nộp cước .", "VIETTEL KHÔNG KHÓA MÁY KHÁCH HÀNG CHẬM NỘP CƯỚC.",
                 "Viettel “ không khóa máy ” khách hàng chậm nộp cước."):
        assert ("viettel", "credit_leniency") in said(text)
    assert plain("Hoà_mạng") == plain("hòa mạng")


def test_another_field_is_another_file(tmp_path: Path) -> None:
    own = tmp_path / "airlines.tsv"
    own.write_text(HEADER + "strategy\tmiles\tDặm bay|Air miles\t\t\t\tloyal\t\tpoints for flights\n"
                   "group\tgiving\ttặng|cộng\t\t\t\t\t\t\n"
                   "trigger\tmiles\tdặm bay\t<@giving~4 & hành khách|khách hàng\tcông an\t\t\t0.9\t\n", encoding="utf-8")
    (tmp_path / "contexts.tsv").write_text("context\teffect\tforms\ncrime\talways\tcông an\n", encoding="utf-8")
    chosen = ExtractionSettings(taxonomy=str(own))
    row, = rows_of("Viettel tặng 500 dặm bay cho hành_khách .", settings=chosen)
    assert (row["strategy"], row["segment"], row["polarity"]) == ("miles", "loyal", "does")
    assert not said("Viettel tặng quà cho khách_hàng VIP nhân ngày sinh_nhật .", settings=chosen)


@pytest.mark.parametrize(("row", "what"), [
    ("trigger\tmiles\tdặm bay\t\t\t\t\t\t", "no row of its own"),
    ("strategy\tmiles\t\t\t\t\t\t\t\ntrigger\tmiles\t@nothing\t\t\t\t\t\t", "no group"),
    ("strategy\tmiles\t\t\t\t\t\t\t\ntrigger\tmiles\tbay\tdặm~far\t\t\t\t\t", "neither a number"),
    ("strategy\tmiles\t\t\t\t\t\t\t\ntrigger\tmiles\tbay\t\t\t\t\thigh\t", "not a number"),
    ("strategies\tmiles\t\t\t\t\t\t\t", "kind is none"),
])
def test_a_row_that_makes_no_sense_is_refused_with_its_place(tmp_path: Path, row: str, what: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(ModelError, match=what) as caught:
        load(str(own))
    assert caught.value.code == "MO002" and str(own) in str(caught.value)


def test_every_lexicon_has_its_card() -> None:
    for name in ("strategies", "segments", "polarity", "subjects", "contexts"):
        assert (FOLDER / f"{name}.md").read_text(encoding="utf-8").startswith(f"# {name}.tsv")
