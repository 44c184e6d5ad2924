"""The public functions take a text, a path, a record, an article or many of these, and say the same of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import vnnlp
from tests.support import ROOT
from vnnlp.errors import ContractError, InputError, UsageError

TEXT = "Viettel hiện có hơn 50 triệu khách_hàng ."


def values(table: vnnlp.Table) -> list[tuple[object, ...]]:
    return [(row["start"], row["value"], row["unit"], row["cmp"], row["subject_kb_id"]) for row in table]


@pytest.mark.parametrize("source", [
    TEXT, vnnlp.Article("a", TEXT), {"text": TEXT}, {"id": 7, "text": TEXT, "published": "2013-11-01"}, [TEXT],
    iter([vnnlp.Article("a", TEXT)]), [{"text": TEXT}],
])
def test_every_source_gives_the_same_figure(source: object) -> None:
    assert values(vnnlp.figures(source)) == [(20, 5e7, "khách hàng", ">", "viettel")]  # type: ignore[arg-type]


def test_a_path(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert len(values(vnnlp.figures(path))) == 1


def test_records_keep_their_id_and_date() -> None:
    record = {"id": 7, "text": "Hôm_qua Viettel tặng quà cho 5.000 khách_hàng .", "published": date(2013, 11, 1)}
    rows = vnnlp.figures([record]).to_pylist()
    assert {row["doc_id"] for row in rows} == {"7"}
    assert rows[0]["resolved"] == date(2013, 10, 31)


def test_text_is_read_as_nfc() -> None:
    decomposed = "Viettel có 5 triệu khách_hàng .\r\n"
    assert vnnlp.repair(decomposed).originals["text"] == "Viettel có 5 triệu khách_hàng .\n"


def test_a_record_without_text_says_what_it_needs() -> None:
    with pytest.raises(InputError, match=r"RE005.*'text'"):
        vnnlp.figures({"body": TEXT})


def test_what_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.warns(UserWarning, match="RE001"):
        assert len(vnnlp.tokens(tmp_path / "empty.txt")) == 0


def test_a_path_given_as_text_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match=r"pathlib.Path"):
        vnnlp.figures(str(path))
    with pytest.raises(UsageError, match="NoneType"):
        vnnlp.figures(None)  # type: ignore[arg-type]


def test_agreement_needs_articles_in_common() -> None:
    first = {"doc_id": "a", "text": "x", "strategies": []}
    with pytest.raises(UsageError, match="in common"):
        vnnlp.agreement([first], [{**first, "doc_id": "b"}])


def test_nothing_in_nothing_out() -> None:
    for function in (vnnlp.tokens, vnnlp.repair, vnnlp.dedup, vnnlp.entities, vnnlp.figures, vnnlp.strategies):
        assert len(function([])) == len(function("")) == 0


def damaged() -> tuple[str, str]:
    path = next((ROOT / "corpus" / "gold" / "clean").glob("2008-*.txt"))
    return (ROOT / "corpus" / "articles" / path.name).read_text("utf-8"), path.read_text("utf-8")


def test_repairs_have_the_text_and_undo() -> None:
    text, _ = damaged()
    repairs = vnnlp.repair(text)
    assert repairs.undo() == {"text": text}
    assert "⟨?⟩" in repairs.text
    assert all(text[row["start"]:row["end"]] == row["before"] for row in repairs)
    with pytest.raises(UsageError, match="doc_id"):
        _ = vnnlp.repair([text, text]).text


def test_repairing_twice_changes_nothing_more() -> None:
    once = vnnlp.repair(damaged()[0]).text
    assert vnnlp.repair(once).text == once


def test_a_diagnosis_names_the_codes() -> None:
    text, clean = damaged()
    found = vnnlp.diagnose([text, clean])
    assert isinstance(found, list)
    assert [each.damaged for each in found] == [True, False]
    assert found[0].code_book
    single = vnnlp.diagnose(clean)
    assert not isinstance(single, list) and not single.damaged


def test_undo_notices_a_folder_that_was_tampered_with(tmp_path: Path) -> None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    source = tmp_path / "damaged.txt"
    source.write_text(damaged()[0], encoding="utf-8")
    found = vnnlp.run(source, tmp_path / "out", workers=1)
    path = found.folder / "documents" / "part-0.parquet"
    table = pq.read_table(path)
    column = table.schema.get_field_index("repaired")
    changed = pc.replace_substring(table["repaired"], " ", "  ", max_replacements=1)
    pq.write_table(table.set_column(column, table.schema.field(column), changed), path)
    with pytest.raises(ContractError, match="CO002"):
        list(vnnlp.undo(found.folder))


def test_evaluate_takes_rows_or_a_file() -> None:
    gold = ROOT / "corpus" / "gold" / "develop.jsonl"
    scores = vnnlp.evaluate("dedup", gold)
    assert scores["precision"] > 90 and scores["recall"] > 90
    assert vnnlp.evaluate("dedup", [])["recall"] == 100


def test_mistakes_of_segmentation_are_proposed_on_demand_beside_the_repairs() -> None:
    text = "Khách trả hàng triệu đồng_không nhiều . Tổng_Công ty Viettel nói 5 . 000 đồng ."
    found = vnnlp.repair(text, settings=vnnlp.Settings.of({"segmentation": {"mistakes": True}}))
    assert [(row["before"], row["after"], row["applied"]) for row in found] == [
        ("đồng_không", "đồng không", False), ("Tổng_Công ty", "Tổng_Công_ty", False), (" . ", ".", True)]
    assert [row["before"] for row in vnnlp.repair(text)] == [" . "]
    assert found.undo() == {"text": text}


def many(*ids: object) -> list[dict[str, object]]:
    return [{"id": name, "text": TEXT} for name in ids]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> vnnlp.Run:
    folder = tmp_path_factory.mktemp("api")
    (folder / "in.jsonl").write_text(
        '{"id": "a", "published": "2013-11-01", "text": "MobiFone tặng quà cho khách_hàng VIP dịp Tết ."}\n', "utf-8")
    return vnnlp.run(folder / "in.jsonl", folder / "out", workers=1)


def test_a_runs_folder_is_no_archive(finished: vnnlp.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (vnnlp.figures, vnnlp.tokens, vnnlp.dedup):
        with pytest.raises(InputError, match=r"IN004.*vnnlp\.load"):
            function(finished.folder)
    with pytest.raises(UsageError, match=r"run\.figures"):
        vnnlp.figures(finished)  # type: ignore[arg-type]
    manifest = finished.page.with_name("manifest.json").read_bytes()
    with pytest.raises(InputError, match="IN004"):
        vnnlp.run(finished.folder, finished.folder, workers=1)
    assert finished.page.with_name("manifest.json").read_bytes() == manifest, "a slip cost the run"
    (tmp_path / "manifest.json").write_text('{"text": "Viettel có 5 triệu khách_hàng ."}', "utf-8")
    assert len(vnnlp.figures(tmp_path)) == 1, "a manifest of another kind is an article like any"
    monkeypatch.chdir(finished.folder.parent)
    with pytest.raises(UsageError, match=r"pathlib\.Path"):
        vnnlp.kwic("out", "quà")


def test_a_run_inside_an_archive_is_left_out_and_said(finished: vnnlp.Run) -> None:
    with pytest.warns(UserWarning, match=r"IN004.*/out") as said:
        assert {row["doc_id"] for row in vnnlp.tokens(finished.folder.parent)} == {"a"}
    assert len(said) == 1


def test_a_run_may_be_given_by_its_path(finished: vnnlp.Run) -> None:
    folder = finished.folder
    periods = (date(2012, 1, 1), date(2012, 12, 31)), (date(2013, 1, 1), date(2013, 12, 31))
    for given in (folder, str(folder)):
        assert vnnlp.names(given).equals(vnnlp.names(finished))
        assert vnnlp.trends(given) == vnnlp.trends(finished) != []
        assert vnnlp.matrix(given) == vnnlp.matrix(finished)
        assert vnnlp.candidates(given) == vnnlp.candidates(finished)
        assert vnnlp.compare(given, *periods) == vnnlp.compare(finished, *periods)
        assert vnnlp.distinctive(given, "mobifone") == vnnlp.distinctive(finished, "mobifone")
    assert vnnlp.kwic(folder, "khách hàng") == vnnlp.kwic(finished, "khách hàng") != []
    assert vnnlp.recover(folder) == vnnlp.recover(finished)
    assert vnnlp.report(finished) == vnnlp.report(folder) == finished.page
    assert dict(vnnlp.undo(finished)) == dict(vnnlp.undo(folder))
    with pytest.raises(UsageError, match=r"list is no run.*vnnlp\.load"):
        vnnlp.names([])  # type: ignore[arg-type]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_data_frame_is_its_rows(library: str) -> None:
    module = pytest.importorskip(library)
    make = module.table if library == "pyarrow" else module.DataFrame
    text = "Hôm_qua Viettel tặng quà cho 5.000 khách_hàng ."
    frame = make({"id": [7, 8], "Title": ["Quà", None], "date": ["2013-11-01", None], "text": [text, text]})
    rows = vnnlp.figures(frame).to_pylist()
    assert [row["doc_id"] for row in rows if row["value"] == 5000] == ["7", "8"]
    assert {row["doc_id"]: row["resolved"] for row in rows if row["resolved"]} == {"7": date(2013, 10, 31)}
    with pytest.raises(InputError, match=r"RE005.*columns a.*text_column"):
        vnnlp.figures(make({"a": [text]}))
    assert len(vnnlp.figures(make({"a": [text]}), settings=vnnlp.Settings.of({"reading": {"text_column": "a"}}))) >= 1


def test_what_pandas_marks_as_absent_is_absent() -> None:
    pandas = pytest.importorskip("pandas")
    days = pandas.to_datetime(["2013-11-01", None])
    frame = pandas.DataFrame({"text": [TEXT, TEXT], "title": [None, "Quà"], "published": days})
    for source in (frame, frame.to_dict("records")):
        assert [row["doc_id"] for row in vnnlp.figures(source)] == ["0", "1"]


def test_a_date_that_is_none_costs_no_article() -> None:
    assert [row["value"] for row in vnnlp.figures({"id": "x", "text": "5 kg", "published": "2014-33-01"})] == [5]


def test_ids_are_told_apart_as_in_a_run(tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_text('{"id": 1, "text": "có 5 kg"}\n{"id": 1, "text": "có 6 kg"}\n', "utf-8")
    for source in (path, [path], many(1, 1), [vnnlp.Article("1", TEXT)] * 2):
        assert [row["doc_id"] for row in vnnlp.figures(source)] == ["1", "1~2"]
    assert [row["doc_id"] for row in vnnlp.figures(many(None, None))] == ["0", "1"]


def test_kwic_says_the_order_of_what_it_takes(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"kwic\(source, phrase\)"):
        vnnlp.kwic("khách hàng", tmp_path)  # type: ignore[arg-type]


def test_bytes_are_no_text() -> None:
    for source in (TEXT.encode(), [TEXT.encode()]):
        with pytest.raises(UsageError, match=r"bytes.*decode\('utf-8'\)"):
            vnnlp.figures(source)


def test_a_sentence_too_long_for_a_name_of_a_file_is_a_text() -> None:
    assert len(vnnlp.figures(TEXT[:-1] + ", " + "khách_hàng " * 30 + "có 5.000 đồng .")) == 2


def test_a_warning_shows_the_line_of_the_caller(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    for call in (lambda: vnnlp.tokens(tmp_path), lambda: vnnlp.kwic(tmp_path, "quà"), lambda: vnnlp.dedup([tmp_path])):
        with pytest.warns(UserWarning, match="RE001") as said:
            call()
        assert {warning.filename for warning in said} == {__file__}
