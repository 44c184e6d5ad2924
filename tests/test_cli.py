"""The command line: rows in the order of the input, coded errors with a remedy, the exit codes of the contract."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import vnnlp
from tests.support import ROOT
from vnnlp.cli import app
from vnnlp.tables import SCHEMAS

ARTICLES = ROOT / "corpus" / "articles"


def vnnlp_command(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    code = "from vnnlp.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          check=False)


def rows(result: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.jsonl"
    path.write_text('{"id": "b", "text": "Viettel có hơn 50 triệu khách_hàng ."}\n'
                    '{"id": "a", "text": "MobiFone tặng quà cho khách_hàng VIP dịp Tết ."}\n', encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["tokens", "entities", "figures", "strategies", "repair"])
def test_rows_have_the_columns_of_the_contract(two: Path, name: str) -> None:
    found = rows(vnnlp_command(name, two))
    schema = SCHEMAS["edits" if name == "repair" else name]
    assert all(list(row) == schema.names for row in found)
    assert bool(found) == (name != "repair")


def test_rows_come_in_the_order_of_the_input(two: Path) -> None:
    ids = [row["doc_id"] for row in rows(vnnlp_command("tokens", two))]
    assert ids == sorted(ids, reverse=True)


def test_standard_input(two: Path) -> None:
    assert rows(vnnlp_command("figures", "-", stdin=two.read_text(encoding="utf-8"))) == rows(vnnlp_command("figures", two))


def test_conllu_and_text(two: Path) -> None:
    conllu = vnnlp_command("tokens", two, "--format", "conllu").stdout
    assert "# newdoc id = b" in conllu and "\tkhách hàng\t" in conllu
    assert vnnlp_command("tokens", two, "--format", "text").stdout.splitlines()[0] == "Viettel có hơn 50 triệu khách_hàng ."


@pytest.mark.parametrize(("form", "expected"), [
    ("conll", "MobiFone\tB-ORG"), ("spacy", '"entities": [[0, 8, "ORG"]]'), ("doccano", '"label": [[0, 8, "ORG"]]'),
    ("label-studio", '"predictions"'),
])
def test_entities_for_other_tools(two: Path, form: str, expected: str) -> None:
    result = vnnlp_command("entities", two, "--format", form)
    assert result.returncode == 0, result.stderr
    assert expected in result.stdout


def test_a_repair_can_be_looked_at() -> None:
    path = min((ROOT / "corpus" / "gold" / "clean").iterdir())
    shown = vnnlp_command("repair", ARTICLES / path.name, "--format", "view")
    assert "as read" in shown.stdout and "repaired" in shown.stdout
    assert "⟨?⟩" in vnnlp_command("repair", ARTICLES / path.name, "--format", "text").stdout


def test_version() -> None:
    assert vnnlp_command("--version").stdout.startswith("vnnlp ")


def test_command_and_function_give_the_same_rows() -> None:
    path = min(ARTICLES.iterdir())
    assert rows(vnnlp_command("figures", path)) == [json.loads(line) for line in vnnlp.figures(path).to_jsonl()]


@pytest.mark.parametrize(("arguments", "code", "message"), [
    (["figures", "nowhere.txt"], 3, "[IN001]"),
    (["run", str(ARTICLES), "--out", "/proc/none"], 4, "[OU001]"),
    (["evaluate", "poetry", str(ROOT / "corpus/gold/develop.jsonl")], 2, "Tasks:"),
    (["figures", str(ARTICLES), "--format", "xml"], 2, "Formats:"),
    (["run", str(ARTICLES), "--out", "x", "--engine", "spark"], 2, "local, dask"),
    (["strategies", str(ARTICLES), "--taxonomy", "none.tsv"], 3, "none.tsv"),
    (["nonsense"], 2, "No such command"),
    (["figures"], 2, "Missing argument"),
    (["undo", "nowhere"], 3, "vnnlp run"),
])
def test_errors_have_a_code_and_a_remedy_and_no_traceback(arguments: list[str], code: int, message: str, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = vnnlp_command(*arguments)
    assert result.returncode == code, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_strict_counts_what_could_not_be_read(two: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt.gz"
    broken.write_bytes(gzip.compress("Viettel tặng quà .".encode())[:-9])
    lenient, strict = vnnlp_command("figures", broken, two), vnnlp_command("figures", broken, two, "--strict")
    assert (lenient.returncode, strict.returncode) == (0, 1)
    assert "[RE006]" in lenient.stderr
    assert lenient.stdout == strict.stdout != ""


def test_bad_records_are_named_with_their_remedy(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"id": "a", "text": "Viettel tặng quà ."}\n{"id": "b"}\n{oh\n{"id": "a", "text": "MobiFone ."}\n', "utf-8")
    result = vnnlp_command("tokens", path)
    assert result.returncode == 0
    assert {json.loads(line)["doc_id"] for line in result.stdout.splitlines()} == {"a", "a~2"}
    assert "record 2" in result.stderr and "--text-column" in result.stderr
    assert "record 3" in result.stderr and "[RE004]" in result.stderr


def test_nothing_readable_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    for arguments in (["figures", tmp_path], ["dedup", tmp_path], ["figures", tmp_path / "empty.txt"]):
        result = vnnlp_command(*arguments)
        assert (result.returncode, result.stdout) == (3, "")
        assert "no article could be read" in result.stderr


@pytest.mark.parametrize("arguments", [
    ["kwic", "khách hàng"], ["topics"], ["collocations"], ["recover"], ["keyness", str(ARTICLES)],
])
def test_nothing_to_look_at_is_said(arguments: list[str], tmp_path: Path) -> None:
    result = vnnlp_command(*arguments, tmp_path)
    assert (result.returncode, result.stdout) == (3, ""), result.stderr
    assert "[IN002] no article could be read" in result.stderr


def test_views_name_what_cannot_be_read(two: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = vnnlp_command("kwic", "khách hàng", tmp_path / "empty.txt", two)
    assert len(rows(result)) == 2
    assert result.stderr.startswith("vnnlp: [RE001]") and result.stderr.count("\n") == 1
    assert rows(vnnlp_command("kwic", "khách hàng", "-", stdin=two.read_text(encoding="utf-8"))) == rows(result)


def test_a_format_without_a_reader_has_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"%PDF-1.4")
    result = vnnlp_command("figures", tmp_path / "real.pdf")
    assert result.returncode == 3
    assert "[IN003] no reader for .pdf" in result.stderr
    assert "DOCX" in result.stderr and "pdftotext" in result.stderr


def test_a_run_says_what_went_to_quarantine(two: Path, tmp_path: Path) -> None:
    archive, out = tmp_path / "a.zip", tmp_path / "out"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(two, "two.jsonl")
        for number in range(5):
            file.writestr(f"{number}.txt", "")
    result = vnnlp_command("run", archive, "--out", out, "--workers", "1")
    assert result.returncode == 0
    assert f"5 could not be read, all of them in {out / 'quarantine'}" in result.stderr
    assert result.stderr.count("[RE001]") == 3 and "a.zip!0.txt" in result.stderr
    single = vnnlp_command("figures", out)
    assert (single.returncode, single.stdout) == (3, "")
    assert single.stderr.startswith("vnnlp: [IN004]") and "vnnlp.load" in single.stderr
    assert vnnlp_command("kwic", "khách hàng", out, two).returncode == 3
    assert len(rows(vnnlp_command("kwic", "khách hàng", out))) == 2


def test_an_interrupted_run_says_how_it_goes_on(two: Path, tmp_path: Path) -> None:
    code = ("import vnnlp.pipeline.runs as runs, signal\n"
            "runs.find_repeats = lambda *_: signal.raise_signal(signal.SIGINT)\n"
            "from vnnlp.cli import main; main()")
    result = subprocess.run([sys.executable, "-c", code, "run", str(two), "--out", str(tmp_path / "out"), "--workers", "1"],
                            capture_output=True, text=True, check=False)
    assert result.returncode == 130
    assert result.stderr == "vnnlp: stopped; the same command with --resume goes on\n"
    assert vnnlp_command("run", two, "--out", tmp_path / "out", "--workers", "1", "--resume").returncode == 0


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -c 'from vnnlp.cli import main; main()' tokens {ARTICLES} | head -1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout.count("\n") == 1
    assert "Traceback" not in result.stderr and "BrokenPipe" not in result.stderr


def test_run_report_undo_and_views(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = vnnlp_command("run", ARTICLES, "--out", out, "--workers", "1")
    assert result.returncode == 0, result.stderr
    assert str(out / "report.html") in result.stderr
    page = (out / "report.html").read_bytes()
    assert vnnlp_command("report", out).returncode == 0
    assert (out / "report.html").read_bytes() == page
    assert len(rows(vnnlp_command("undo", out))) == len(list(ARTICLES.iterdir()))
    path = next(path for path in sorted(ARTICLES.iterdir()) if "khong-cat-may" in path.name)
    doc_id = next(row["doc_id"] for row in vnnlp.load(out).documents if path.stem in row["doc_id"])
    assert vnnlp_command("undo", out, "--doc-id", doc_id).stdout == path.read_text(encoding="utf-8")
    assert len(rows(vnnlp_command("topics", out, "--topics", "3", "--method", "lda"))) == 3
    assert rows(vnnlp_command("kwic", "khách hàng", out))[0]["keyword"]
    assert rows(vnnlp_command("collocations", out))
    assert {"period", "key", "articles", "share"} == set(rows(vnnlp_command("trends", out))[0])
    assert all(row["articles"] >= 1 and row["evidence"] for row in rows(vnnlp_command("matrix", out, "--row", "segment")))
    changes = rows(vnnlp_command("compare", out, "--before", "2007..2010", "--after", "2011..2014-12-31"))
    assert {row["key"] for row in changes} <= {row["strategy"] for row in vnnlp.load(out).strategies}
    assert rows(vnnlp_command("names", out))[0]["mentions"] > 1
    assert vnnlp_command("compare", out, "--before", "long ago", "--after", "now").returncode == 2
    assert vnnlp_command("candidates", out).returncode == 0
    assert vnnlp_command("recover", out).returncode == 0


def test_dedup_names_the_source_and_explains(tmp_path: Path) -> None:
    passage = ("Theo đại_diện nhà mạng , khách_hàng thân_thiết được tặng quà sinh_nhật , vé xem phim "
               "và được ưu_tiên tại mọi cửa_hàng .")
    records = [{"id": "one", "text": passage + " Viettel ."}, {"id": "two", "text": "Tin " + passage}]
    path = tmp_path / "copies.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = rows(vnnlp_command("dedup", path))
    assert {(row["doc_id"], row["of_doc_id"]) for row in found} == {("two", "one")}
    assert "khách" in vnnlp_command("dedup", path, "--explain").stdout


def test_every_command_has_help_with_an_example() -> None:
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert len(names) >= 15
    for name in names:
        assert "Example: " in vnnlp_command(name, "--help").stdout, name


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"vnnlp {name}" in readme, name


def test_settings_print_as_toml(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(vnnlp_command("settings").stdout, encoding="utf-8")
    assert vnnlp.Settings.from_toml(path) == vnnlp.Settings()
