"""Reading: every format and container gives the same articles; what cannot be read is said with a code."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xxhash

from vnnlp.errors import InputError, UsageError
from vnnlp.reading import Rejected, read
from vnnlp.settings import ReadingSettings
from vnnlp.shard import Article

TEXT = "Nhà mạng tặng quà\nKhách hàng lâu năm được tặng thẻ nạp, vé xem ca nhạc và phiếu mua sắm.\n"


def _all(*paths: Path | str, settings: ReadingSettings | None = None) -> list[Article | Rejected]:
    return list(read(list(paths), settings or ReadingSettings()))


def _codes(found: list[Article | Rejected]) -> list[str]:
    return [one.error_code if isinstance(one, Rejected) else "" for one in found]


def _write_parquet(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet
    parquet.write_table(pa.table({"id": ["n1"], "noi_dung": [TEXT]}), path)


def _write_arrow(path: Path) -> None:
    import pyarrow as pa
    table = pa.table({"id": ["n1"], "noi_dung": [TEXT]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def _write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "tieu_de", "noi_dung"], ["n1", "", TEXT]])


def _write_docx(path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(path))


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


_WRITERS: dict[str, Callable[[Path], object]] = {
    "a.txt": lambda path: path.write_text(TEXT, encoding="utf-8"),
    "b.jsonl": lambda path: path.write_text(json.dumps({"id": "n1", "text": TEXT}) + "\n", encoding="utf-8"),
    "c.json": lambda path: _json(path, [{"id": "n1", "text": TEXT}]),
    "d.json": lambda path: _json(path, {"total": 1, "articles": [{"id": "n1", "content": TEXT}]}),
    "e.json": lambda path: _json(path, {"id": "n1", "text": TEXT.split("\n")}),
    "f.csv": _write_csv,
    "g.parquet": _write_parquet,
    "h.arrow": _write_arrow,
    "i.docx": _write_docx,
    "j.txt.gz": lambda path: path.write_bytes(gzip.compress(TEXT.encode())),
    "k.txt.bz2": lambda path: path.write_bytes(bz2.compress(TEXT.encode())),
    "l.txt.xz": lambda path: path.write_bytes(lzma.compress(TEXT.encode())),
    "m.txt": lambda path: path.write_bytes(TEXT.encode("utf-16")),
    "n.unknown": lambda path: path.write_text(json.dumps({"text": TEXT}), encoding="utf-8"),
    "o.conllu": lambda path: path.write_text("".join(
        f"{number}\t{word}\t_\n" for number, word in enumerate(TEXT.split(), 1)) + "\n", encoding="utf-8"),
}


@pytest.mark.parametrize("name", _WRITERS)
def test_formats(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    _WRITERS[name](path)
    (article,) = _all(path)
    assert isinstance(article, Article), article
    assert article.text.split() == TEXT.split()
    assert article.source == str(path)
    if b"n1" in path.read_bytes() and path.suffix != ".docx":
        assert article.doc_id == "n1"


def test_zstandard_and_html(tmp_path: Path) -> None:
    import zstandard
    pytest.importorskip("trafilatura")
    page = ("<!doctype html><html><head><title>Tặng quà</title></head><body><article>"
            + "".join(f"<p>{TEXT} Lần thứ {number} trong năm nay.</p>" for number in range(6)) + "</article></body></html>")
    path = tmp_path / "a.html.zst"
    path.write_bytes(zstandard.compress(page.encode()))
    (article,) = _all(path)
    assert isinstance(article, Article) and article.title == "Tặng quà" and "phiếu mua sắm" in article.text


def test_ids_sources_and_order(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    (folder / "b").mkdir(parents=True)
    for name in ("z.txt", "b/2013-11-04_tin.txt", "a.txt", ".hidden.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    articles = [one for one in _all(folder) if isinstance(one, Article)]
    assert [article.source for article in articles] == ["kho/a.txt", "kho/b/2013-11-04_tin.txt", "kho/z.txt"]
    digest = xxhash.xxh3_64_hexdigest(TEXT.encode())[:12]
    assert articles[0].doc_id == f"a-{digest}"
    assert articles[1].published == date(2013, 11, 4)
    assert articles[0].title == "Nhà mạng tặng quà"


def test_records_without_id_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_text("\n" + json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": "Tin ngắn.", "id": 7}), encoding="utf-8")
    first, second = (one for one in _all(path) if isinstance(one, Article))
    assert first.doc_id == f"tin#2-{xxhash.xxh3_64_hexdigest(TEXT.encode())[:12]}"
    assert second.doc_id == "7"


def test_fields_of_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {"text": TEXT, "title": "Tặng  quà", "published": "Thứ Sáu, 01/11/2013 08:00 GMT+7", "authors": ["Hà", "Mi"],
              "source": "Tuổi Trẻ"}
    path.write_text(json.dumps(record), encoding="utf-8")
    (article,) = _all(path)
    assert isinstance(article, Article)
    assert (article.title, article.published, article.author, article.publisher) == (
        "Tặng quà", date(2013, 11, 1), "Hà, Mi", "Tuổi Trẻ")


def test_columns_by_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ma;bai;text\nx1;" + TEXT.replace("\n", " ") + ";thừa\n", encoding="utf-8")
    (article,) = _all(path, settings=ReadingSettings(text_column="bai", id_column="ma"))
    assert isinstance(article, Article) and article.doc_id == "x1" and article.text.startswith("Nhà mạng")


def test_layouts(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Tin một.\nDòng hai.\n\nTin hai.\n", encoding="utf-8")
    assert len(_all(path)) == 1
    lines = [one.text for one in _all(path, settings=ReadingSettings(layout="line")) if isinstance(one, Article)]
    assert lines == ["Tin một.", "Dòng hai.", "Tin hai."]
    blocks = [one.text for one in _all(path, settings=ReadingSettings(layout="block")) if isinstance(one, Article)]
    assert blocks == ["Tin một.\nDòng hai.", "Tin hai."]


def test_long_files_are_cut_by_their_shape(tmp_path: Path) -> None:
    line = "Khách hàng được tặng quà. " * 40
    (tmp_path / "lines.txt").write_text((line + "\n") * 100, encoding="utf-8")
    (tmp_path / "blocks.txt").write_text(("Tiêu đề\n" + line + "\n\n") * 100, encoding="utf-8")
    (tmp_path / "one.txt").write_text(("Một câu ngắn trong bài.\n") * 3000, encoding="utf-8")
    assert [len(_all(tmp_path / name)) for name in ("lines.txt", "blocks.txt", "one.txt")] == [100, 100, 1]


def test_legacy_encodings_in_line_formats(tmp_path: Path) -> None:
    from tests.reading.legacy_text import encode_legacy
    path = tmp_path / "a.csv"
    path.write_bytes(encode_legacy("id,text\n" + "".join(f"{number},Khách hàng được tặng quà\n" for number in range(9)), "vni"))
    articles = [one for one in _all(path) if isinstance(one, Article)]
    assert {(article.text, article.encoding) for article in articles} == {("Khách hàng được tặng quà", "vni")}
    path = tmp_path / "b.txt"
    path.write_bytes("Khách hàng\nđược tặng quà\n".encode("utf-16"))
    articles = [one for one in _all(path, settings=ReadingSettings(layout="line")) if isinstance(one, Article)]
    assert [article.text for article in articles] == ["Khách hàng", "được tặng quà"]


def test_ignore_file(tmp_path: Path) -> None:
    for name in ("gold/a.txt", "tin/gold.txt", "tin/bo.md", "README.md", "tin/README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / ".vnnlpignore").write_text("# no articles\ngold/\nREADME.md\n*.md\n!bo.md\n", encoding="utf-8")
    assert [Path(one.source).name for one in _all(tmp_path)] == ["bo.md", "gold.txt"]


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Stdin:
        buffer = io.BytesIO((json.dumps({"id": "s1", "text": TEXT}) + "\n").encode() * 2)

    monkeypatch.setattr("sys.stdin", _Stdin)
    assert [one.source for one in _all("-")] == ["-", "-"]


def test_missing_input_and_wrong_encoding_fail_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read([tmp_path / "no.txt"])
    assert caught.value.code == "IN001"
    with pytest.raises(UsageError):
        read([tmp_path], ReadingSettings(encoding="klingon"))


@pytest.mark.parametrize(("name", "data", "code"), [
    ("a.txt", b"", "RE001"), ("b.txt", b" \n ", "RE001"), ("c.txt", b"\x89PNG\r\n\x1a\n....", "RE002"),
    ("d.pdf", b"%PDF", "IN003"),
    ("e.txt", b"Vi\0ettel", "RE009"), ("f.jsonl", b"{bad", "RE004"), ("g.jsonl", b'{"x": 1}', "RE005"),
    ("h.jsonl", b'{"text": "a\\ud800"}', "RE009"), ("i.jsonl", b"[" * 100_000, "RE004"),
    ("j.json", b'[{"text": "a"}, {"te', "RE004"),
    ("k.txt.gz", gzip.compress(TEXT.encode() * 99)[:-30], "RE006"), ("l.zip", b"PK\x03\x04" + b"x" * 50, "RE006"),
    ("m.parquet", b"PAR1xxxxPAR1", "RE010"), ("n.csv", b"\n\n", "RE010"), ("o.txt.xz", b"\xfd7zXZ\x00" + b"x" * 50, "RE006"),
    ("p.tar", b"x" * 2000, "RE006"), ("q.txt.bz2", bz2.compress(TEXT.encode())[:-9], "RE006"),
    ("r.docx", b"PK\x03\x04xx", "RE006"),
    ("s.jsonl", b'{"text": ""}', "RE001"), ("t.conllu", b"khong phai", "RE010"),
    ("u.txt.zst", b"\x28\xb5\x2f\xfd\x00\x01", "RE006"),
])
def test_what_cannot_be_read_has_a_code(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text(TEXT, encoding="utf-8")
    found = _all(tmp_path)
    assert code in _codes(found), found
    assert isinstance(found[-1], Article)


def test_a_line_too_long_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    found = _all(path, settings=ReadingSettings(max_article_bytes=1000))
    assert _codes(found) == ["RE008", ""]
    assert isinstance(found[0], Rejected) and found[0].record == 1


def _zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip(method: int, tmp_path: Path) -> None:
    path = tmp_path / "kho.zip"
    long = (TEXT * 3000).encode()
    _zip(path, {"b.txt": long, "../a.txt": b"x", "/c.txt": b"x", "thư mục/a.txt": TEXT.encode(), ".x": b"x"}, method)
    found = _all(path)
    assert [one.source.rpartition("!")[2] for one in found] == ["b.txt", "../a.txt", "/c.txt", "thư mục/a.txt"]
    assert _codes(found) == ["", "RE007", "RE007", ""]
    assert isinstance(found[0], Article) and found[0].text == TEXT * 3000


def test_zip_with_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The end record of zip64, as an archive of more than 65,535 members has it.
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    _zip(tmp_path / "a.zip", {f"{number}.txt": TEXT.encode() for number in range(5)})
    assert (tmp_path / "a.zip").read_bytes().count(b"PK\x06\x06") == 1
    assert _codes(_all(tmp_path / "a.zip")) == [""] * 5
    (tmp_path / "b.zip").write_bytes(b"#!/bin/sh\n" + (tmp_path / "a.zip").read_bytes())
    assert _all(tmp_path / "b.zip")


def test_zip_with_wrong_checksum_or_link_or_password(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    _zip(path, {"a.txt": TEXT.encode()}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace("quà".encode(), "quá".encode(), 1))
    assert _codes(_all(path)) == ["RE006"]
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert _codes(_all(path)) == ["RE007"]
    _zip(path, {"a.txt": TEXT.encode()})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert _codes(_all(path)) == ["RE007"]


def test_tar_inside_gzip_with_links(tmp_path: Path) -> None:
    path = tmp_path / "kho.tgz"
    with tarfile.open(path, "w:gz") as archive:
        kinds = {"a.txt": tarfile.REGTYPE, "l.txt": tarfile.SYMTYPE, "d": tarfile.FIFOTYPE, "../b.txt": tarfile.REGTYPE}
        for name, kind in kinds.items():
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = "/etc/passwd" if kind == tarfile.SYMTYPE else ""
            data = TEXT.encode() if kind == tarfile.REGTYPE else b""
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    found = _all(path)
    assert _codes(found) == ["", "RE007", "RE007", "RE007"]
    assert found[0].source == f"{path}!a.txt"


def test_containers_in_containers_stop_at_the_depth(tmp_path: Path) -> None:
    data = TEXT.encode()
    for number in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt" if not number else f"{number}.zip", data)
        data = buffer.getvalue()
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
    assert [_codes(_all(tmp_path / f"{number}.zip")) for number in range(5)] == [[""], [""], [""], ["RE007"], ["RE007"]]


def test_bombs_and_caps(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    (tmp_path / "bomb.txt.gz").write_bytes(bomb)
    assert _codes(_all(tmp_path / "bomb.txt.gz")) == ["RE007"]
    _zip(tmp_path / "many.zip", {f"{number}.txt": TEXT.encode() for number in range(9)})
    assert _codes(_all(tmp_path / "many.zip", settings=ReadingSettings(max_members=5))) == [""] * 5 + ["RE007"]
    found = _all(tmp_path / "many.zip", settings=ReadingSettings(max_total_bytes=3 * len(TEXT.encode()) + 1))
    assert _codes(found)[:3] == ["", "", ""] and "RE007" in _codes(found)
    assert _codes(_all(tmp_path / "many.zip", settings=ReadingSettings(max_member_bytes=10))) == ["RE007"] * 9
