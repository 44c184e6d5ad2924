"""A run over corpus/: all tables, nothing lost, and the same bytes however it is cut, spread or resumed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import vnnlp
from tests.support import ROOT
from vnnlp.errors import ContractError, InputError, UsageError
from vnnlp.pipeline import stages
from vnnlp.pipeline.runs import Run
from vnnlp.settings import Settings
from vnnlp.tables import RUN_TABLES, SCHEMAS

CORPUS = ROOT / "corpus"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return vnnlp.run(CORPUS, tmp_path_factory.mktemp("run") / "out", workers=1)


def digests(found: Run) -> dict[str, str]:
    return {name: table["sha256"] for name, table in found.manifest["tables"].items()}


def test_every_table_is_there_and_fits(finished: Run) -> None:
    for name in RUN_TABLES:
        assert finished[name].arrow.schema.equals(SCHEMAS[name]), name
    assert len(finished.documents) == len(list((CORPUS / "articles").iterdir())) > 0
    assert not len(finished.quarantine)
    assert all(len(finished[name]) for name in ("edits", "duplicates", "entities", "figures", "strategies", "topics"))


def test_the_folder_holds_tables_manifest_and_page_only(finished: Run) -> None:
    assert {item.name for item in finished.folder.iterdir()} == {*RUN_TABLES, "manifest.json", "report.html"}


@pytest.mark.parametrize("name", ["entities", "figures"])
def test_every_row_points_back_to_its_text(finished: Run, name: str) -> None:
    texts = {row["doc_id"]: row["text"] for row in finished.documents}
    for row in finished[name]:
        assert texts[row["doc_id"]][row["start"]:row["end"]] == row["text"]


def test_strategies_point_back_to_their_evidence(finished: Run) -> None:
    texts = {row["doc_id"]: row["text"] for row in finished.documents}
    for row in finished.strategies:
        assert texts[row["doc_id"]][row["start"]:row["end"]] == row["evidence"]


def test_undo_gives_back_every_article(finished: Run) -> None:
    files = {path.read_text(encoding="utf-8") for path in (CORPUS / "articles").iterdir()}
    assert {text for _, text in vnnlp.undo(finished.folder)} == files


def test_damaged_articles_are_found_and_no_number_is_invented(finished: Run) -> None:
    documents = {row["doc_id"]: row for row in finished.documents}
    assert sum(row["damaged"] for row in documents.values()) >= 6
    for row in finished.figures:
        if row["status"] == "lost":
            assert row["value"] is None and row["low"] is None and row["high"] is None
        assert row["status"] != "untrusted"


@pytest.mark.parametrize("changes", [{"shard_articles": 7}, {"shard_bytes": 4_000}])
def test_same_bytes_at_every_shard_size(finished: Run, tmp_path: Path, changes: dict[str, int]) -> None:
    again = vnnlp.run(CORPUS, tmp_path / "out", settings=Settings.of(changes), workers=1)
    assert digests(again) == digests(finished)
    assert again.page.read_bytes() == finished.page.read_bytes()
    assert (again.folder / "manifest.json").read_bytes() == (finished.folder / "manifest.json").read_bytes()


def test_same_bytes_with_two_workers(finished: Run, tmp_path: Path) -> None:
    again = vnnlp.run(CORPUS, tmp_path / "out", settings=Settings.of({"shard_articles": 11}), workers=2)
    assert digests(again) == digests(finished)


def test_a_stopped_run_goes_on(finished: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vnnlp.pipeline import runs as module
    settings = Settings.of({"shard_articles": 11})

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, "find_repeats", stop)
        vnnlp.run(CORPUS, tmp_path / "out", settings=settings, workers=1)
    prepared = sorted((tmp_path / "out" / "_work" / "shards").iterdir())
    times = [path.stat().st_mtime_ns for path in prepared]
    assert prepared

    def check(*arguments: object) -> None:
        assert [path.stat().st_mtime_ns for path in prepared] == times, "a finished task was done again"
        find(*arguments)

    find = module.find_repeats
    monkeypatch.setattr(module, "find_repeats", check)
    again = vnnlp.run(CORPUS, tmp_path / "out", settings=settings, workers=1, resume=True)
    assert digests(again) == digests(finished)


def test_one_bad_article_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vnnlp.extraction import figures
    extract = figures.extract

    def fail_on_poison(shard: vnnlp.Shard, *rest: object) -> vnnlp.Table:
        if "độc" in shard.text:
            raise ZeroDivisionError("poison")
        return extract(shard, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(figures, "extract", fail_on_poison)
    rows = [{"id": str(number), "text": f"Viettel có {number} triệu thuê_bao ." + (" độc" if number == 3 else "")}
            for number in range(2, 7)]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = vnnlp.run(source, tmp_path / "out", workers=1)
    assert [(row["error_code"], "3: ZeroDivisionError" in row["message"]) for row in found.quarantine] == [("RE011", True)]
    assert len(found.documents) == 5
    assert {row["doc_id"] for row in found.figures} == {"2", "4", "5", "6"}


def test_records_with_one_id_are_told_apart(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    source.write_text('{"id": "x", "text": "Viettel tặng quà ."}\n{"id": "x", "text": "MobiFone giảm cước ."}\n', "utf-8")
    assert [row["doc_id"] for row in vnnlp.run(source, tmp_path / "out", workers=1).documents] == ["x", "x~2"]


def test_nothing_readable_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match="no article could be read"):
        vnnlp.run(tmp_path / "empty.txt", tmp_path / "out", workers=1)


def test_a_run_of_nothing_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "there").mkdir()
    for inputs, options in ((tmp_path / "empty.txt", {}), (tmp_path / "nowhere", {}), (tmp_path / "empty.txt", {"resume": True})):
        for out in ("out", "there"):
            with pytest.raises(InputError):
                vnnlp.run(inputs, tmp_path / out, workers=1, resume="resume" in options and out == "out")
            assert sorted(item.name for item in tmp_path.rglob("*")) == ["empty.txt", "there"]


def test_a_slip_costs_no_earlier_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Viettel tặng quà .", "utf-8")
    found = vnnlp.run(tmp_path / "a.txt", tmp_path / "out", workers=1)
    for inputs, engine, settings in ((tmp_path / "nowhere", "local", {}), (tmp_path / "a.txt", "spark", {}),
                                     (tmp_path / "a.txt", "local", {"reading": {"encoding": "none-such"}})):
        with pytest.raises((InputError, UsageError)):
            vnnlp.run(inputs, tmp_path / "out", engine=engine, settings=Settings.of(settings))
    assert len(found.documents) == 1


def test_a_folder_without_a_run_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="vnnlp run"):
        vnnlp.load(tmp_path)


def test_a_chain_of_stages_is_checked_when_it_is_put_together() -> None:
    with pytest.raises(ContractError, match="'figures' needs entities"):
        stages.check((stages.REPAIR, stages.FIGURES))
    for chain in stages.CHAINS.values():
        stages.check(chain)


def test_kept_passages_only_unless_asked(finished: Run, tmp_path: Path) -> None:
    everything = vnnlp.run(CORPUS, tmp_path / "out", settings=Settings.of({"extraction": {"with_duplicates": True}}), workers=1)
    removed = _spans(finished.duplicates)

    def inside(row: dict[str, object]) -> bool:
        return any(start <= row["start"] and row["end"] <= end for start, end in removed.get(str(row["doc_id"]), []))  # type: ignore[operator]

    assert not any(map(inside, finished.figures))
    assert any(map(inside, everything.figures))


def _spans(duplicates: vnnlp.Table) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in duplicates:
        if row["kind"] != "near":
            spans.setdefault(row["doc_id"], []).append((row["start"], row["end"]))
    return spans


def test_document_counts_add_up(finished: Run) -> None:
    documents = finished.documents.to_pandas()
    assert documents["n_edits"].sum() == sum(row["applied"] for row in finished.edits)
    assert np.all(documents["n_tokens"] > documents["n_sentences"])


def test_a_new_month_is_held_against_the_years_before(tmp_path: Path) -> None:
    passage = ("Theo đại_diện nhà mạng , khách_hàng thân_thiết được tặng quà sinh_nhật , vé xem phim "
               "và được ưu_tiên tại mọi cửa_hàng trên toàn_quốc .")
    for name, text in (("old", passage), ("new", f"MobiFone nhắc lại : {passage}")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": text}), encoding="utf-8")
    vnnlp.run(tmp_path / "old.jsonl", tmp_path / "years", keep_index=True, workers=1)
    found = vnnlp.run(tmp_path / "new.jsonl", tmp_path / "month", index=[tmp_path / "years"], workers=1)
    assert {(row["doc_id"], row["of_doc_id"]) for row in found.duplicates} == {("new", "old")}
    with pytest.raises(UsageError, match="--out"):
        vnnlp.run(tmp_path / "new.jsonl", tmp_path / "years", index=[tmp_path / "years"], workers=1)
    assert (tmp_path / "years" / "fingerprints").is_dir()
    with pytest.raises(InputError, match="--keep-index"):
        vnnlp.run(tmp_path / "new.jsonl", tmp_path / "other", index=[tmp_path / "month"], workers=1)


def test_a_chain_of_copies_over_shards_ends_at_the_first(tmp_path: Path) -> None:
    text = (CORPUS / "articles" / "2010-12-10_vietnamobile-lam-moi-cua-hang.txt").read_text(encoding="utf-8")
    records = [{"id": name, "text": f"Bản {name} .\n{text}", "published": f"2010-12-{day}"}
               for name, day in (("c", 12), ("b", 11), ("a", 10))]
    source = tmp_path / "copies.jsonl"
    source.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = vnnlp.run(source, tmp_path / "out", settings=Settings.of({"shard_articles": 1}), workers=1)
    assert {row["doc_id"]: row["duplicate_of"] for row in found.documents} == {"a": None, "b": "a", "c": "a"}
