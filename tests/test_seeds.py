"""What must hold on the two real articles that started this; they stay outside the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import vnnlp
from tests.support import SHARED, needs_shared, read_jsonl
from vnnlp.pipeline.runs import Run

pytestmark = needs_shared

SEEDS = SHARED / "seeds"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return vnnlp.run(SEEDS, tmp_path_factory.mktemp("seeds") / "out", workers=1)


def of(found: Run, name: str, doc: str) -> Iterator[dict[str, object]]:
    return (row for row in found[name] if str(row["doc_id"]).startswith(doc))


def text_of(doc: str) -> str:
    return next(SEEDS.glob(f"{doc}_*.txt")).read_text(encoding="utf-8")


def test_read_whole(seeds: Run) -> None:
    assert [row["text"] for row in seeds.documents] == [text_of("000"), text_of("003")]
    assert not len(seeds.quarantine)


def test_the_repeated_passage_is_found_once_and_whole(seeds: Run) -> None:
    text = text_of("000")
    start = text.index("Phương thức chủ_yếu")
    passages = list(of(seeds, "duplicates", "000"))
    assert len(passages) == 1
    row = passages[0]
    assert row["start"] == start
    assert int(str(row["end"])) >= len(text.rstrip()) - 2
    assert row["of_doc_id"] == row["doc_id"] and int(str(row["of_start"])) == 0


def test_the_byline_is_cut_off(seeds: Run) -> None:
    row = next(of(seeds, "documents", "000"))
    assert (row["author"], row["publisher"]) == ("Thục Quyên", "Tri Thức")
    names = {(row["text"], row["label"]) for row in of(seeds, "entities", "000")}
    assert {("Thục_Quyên", "PER"), ("Tri_Thức", "ORG")} <= names


def test_only_the_damaged_article_is_touched(seeds: Run) -> None:
    sound, damaged = seeds.documents
    assert (sound["damaged"], sound["repaired"], sound["n_lost_numbers"]) == (False, None, 0)
    assert damaged["damaged"]
    assert damaged["n_lost_numbers"] == 13


def test_no_lost_number_becomes_a_value(seeds: Run) -> None:
    rows = list(of(seeds, "figures", "003"))
    lost = [row for row in rows if row["status"] == "lost"]
    assert lost
    assert all(row[field] is None for row in lost for field in ("value", "low", "high", "date"))
    assert all(row["status"] == "lost" or not any(letter.isdigit() for letter in str(row["text"])) for row in rows)
    assert not any("tháng 7" in str(row["text"]) for row in rows)


def test_codes_of_the_damaged_article() -> None:
    """At least 71 of the 73 codes become what a reader says they were."""
    damaged = text_of("003")
    starts = [0]
    for line in damaged.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits = {row["start"]: row["after"] for row in vnnlp.repair(damaged) if row["applied"]}
    right = total = 0
    for gold in read_jsonl(SHARED / "gold" / "seed_codes.jsonl"):
        if gold["doc"] != "003" or gold["record"] != "mask":
            continue
        total += 1
        after = edits.get(starts[gold["line"] - 1] + gold["start"])
        kind = gold["class"]
        right += after is not None and (
            ("⟨?⟩" in after) if "number" in kind else
            (after[:1] in {"“", '"'}) if kind == "open-quote" else
            (after[:1] in {"”", '"'}) if kind == "close-quote" else
            (after[:1] == {"comma": ",", "period": "."}.get(kind, after[:1])))
    assert total >= 73
    assert right >= total - 2


def test_undo_gives_back_the_files_byte_for_byte(seeds: Run) -> None:
    back = dict(vnnlp.undo(seeds.folder))
    assert sorted(text.encode() for text in back.values()) == sorted(path.read_bytes() for path in SEEDS.glob("*.txt"))


def test_who_does_what(seeds: Run) -> None:
    first = {(row["carrier"], row["strategy"]) for row in of(seeds, "strategies", "000")}
    assert {("viettel", name) for name in ("health_care", "community_support", "loyalty_tier")} <= first
    assert {carrier for carrier, _ in first} <= {"viettel", "all"}
    second = {(row["carrier"], row["strategy"], row["segment"]) for row in of(seeds, "strategies", "003")}
    for carrier in ("mobifone", "viettel", "vinaphone", "sfone"):
        assert any(row[0] == carrier for row in second), carrier
    assert {("sfone", "loyalty_tier", "vip"), ("mobifone", "gift_greeting", "vip")} <= second


def test_the_hotline_and_its_price(seeds: Run) -> None:
    rows = list(of(seeds, "figures", "000"))
    assert any(row["kind"] == "phone" and row["text"] == "1062" for row in rows)
    assert any((row["value"], row["unit"], row["per"]) == (3000.0, "VND", "phút") for row in rows)


def test_figures_of_the_sound_article(seeds: Run) -> None:
    """Every core figure of the first copy, with its value."""
    text = text_of("000")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = {(int(str(row["start"])), int(str(row["end"]))): row for row in of(seeds, "figures", "000")}
    missed = []
    for gold in read_jsonl(SHARED / "gold" / "seed_figures.jsonl"):
        if gold["doc"] != "000" or gold["tier"] != "core" or gold.get("record", "figure") != "figure":
            continue
        start, end = starts[gold["line"] - 1] + gold["start"], starts[gold["line"] - 1] + gold["end"]
        row = next((row for (first, last), row in found.items() if first < end and start < last), None)
        if row is None or (gold["kind"] != "phone" and row["value"] != gold["value"]) or row["low"] != gold["low"]:
            missed.append(gold["text"])
    assert missed == []


def test_people_and_provinces(seeds: Run) -> None:
    names = {(row["text"], row["label"]) for row in of(seeds, "entities", "000")}
    assert ("Phạm_Thị_Thanh_Vân", "PER") in names
    assert {(place, "LOC") for place in ("Hà_Giang", "Lai_Châu", "Điện_Biên", "Bắc_Cạn")} <= names
    names = {(row["text"], row["label"]) for row in of(seeds, "entities", "003")}
    assert {("Phạm_Việt_Tú", "PER"), ("Lê_Diễm_Ngọc", "PER")} <= names


def test_neither_article_makes_the_other_wrong(seeds: Run, tmp_path: Path) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        alone = vnnlp.run(path, tmp_path / path.stem, workers=1)
        doc = path.name[:3]
        for name in ("edits", "duplicates", "entities", "figures", "strategies"):
            assert alone[name].to_pylist() == list(of(seeds, name, doc)), (doc, name)
