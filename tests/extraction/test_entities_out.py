"""Entities on their way out: exports, canonical entities, features of scikit-learn."""

import json
from pathlib import Path

import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline

from tests.support import shard_of
from vnnlp.errors import InputError
from vnnlp.extraction.canonical import canonical
from vnnlp.extraction.entities import extract
from vnnlp.extraction.entities.training import read_conll, train
from vnnlp.extraction.exports import to_conll, to_doccano, to_html, to_label_studio, to_spacy
from vnnlp.extraction.transformer import EntityCounts
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article

TEXT = "😀 Viettel tặng quà ở Hà_Nội .\nÔng Trần_Văn_Tư <b>mừng</b> ."
ROWS = [{"doc_id": "a0", "start": TEXT.index(text), "end": TEXT.index(text) + len(text), "text": text, "label": label,
         "kb_id": kb_id, "confidence": 0.9}
        for text, label, kb_id in [("Viettel", "ORG", "viettel"), ("Hà_Nội", "LOC", "place:ha-noi"), ("Trần_Văn_Tư", "PER", None)
                                  ]]
ARTICLE = Article("a0", TEXT)


def test_spacy_and_doccano_offsets() -> None:
    example = json.loads(next(to_spacy([ARTICLE], ROWS)))
    assert [example["text"][start:end] for start, end, _ in example["entities"]] == ["Viettel", "Hà_Nội", "Trần_Văn_Tư"]
    assert json.loads(next(to_doccano([ARTICLE], ROWS)))["label"] == example["entities"]


def test_label_studio_counts_utf16() -> None:
    (task,) = to_label_studio([ARTICLE], ROWS)
    first = task["predictions"][0]["result"][0]["value"]
    assert (first["start"], first["end"], first["text"]) == (3, 10, "Viettel")
    units = TEXT.encode("utf-16-le")
    assert all(units[2 * item["value"]["start"]:2 * item["value"]["end"]].decode("utf-16-le") == item["value"]["text"]
               for item in task["predictions"][0]["result"])


def test_html_escapes() -> None:
    page = to_html(ARTICLE, ROWS)
    assert "<b>" not in page and "&lt;b&gt;" in page and page.count("<mark") == 3


def test_conll_there_and_back(tmp_path: Path) -> None:
    shard = shard_of(TEXT)
    path = tmp_path / "out.conll"
    path.write_text("\n".join(to_conll(shard, ROWS)), encoding="utf-8")
    example = read_conll(path)
    assert [label for label in example.labels if label != "O"] == ["B-ORG", "B-LOC", "B-PER"]
    assert example.shard.n_tokens == shard.n_tokens


@pytest.mark.parametrize("line", ["Ông", "Ông\tN\tB-NP\tX-PER", "a b c d e f"])
def test_conll_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.conll"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match="not a line of CoNLL"):
        read_conll(path)


@pytest.mark.parametrize("line", ["Hà_Nội\tB-LOC", "Hà Nội\tNp\tB-LOC", "Hà_Nội Np B-NP B-LOC", "Hà_Nội\tNp\tB-NP\tB-LOC\tO"])
def test_conll_of_two_to_five_columns(tmp_path: Path, line: str) -> None:
    path = tmp_path / "good.conll"
    path.write_text(f"-DOCSTART-\n\n{line}\n\n", encoding="utf-8")
    assert read_conll(path).labels[-1] == "B-LOC"


def test_canonical_joins_spellings() -> None:
    rows = [{"doc_id": doc_id, "text": text, "label": label, "kb_id": kb_id} for doc_id, text, label, kb_id in [
        ("1", "Vietnammobile", "ORG", "vietnamobile"), ("1", "Vietnamobile", "ORG", "vietnamobile"),
        ("2", "Vietnamobile", "ORG", "vietnamobile"), ("2", "Ngô_Khánh_Phương", "PER", None),
        ("3", "Ngô Khánh Phương", "PER", None), ("3", "Ngô Khánh Phươngg", "PER", None), ("3", "Ngô Tú", "PER", None)]]
    found = {row["name"]: (row["mentions"], row["articles"]) for row in canonical(rows).to_pylist()}
    assert found == {"Vietnamobile": (3, 2), "Ngô Khánh Phương": (3, 2), "Ngô Tú": (1, 1)}


def test_canonical_of_a_shard() -> None:
    table = canonical(extract(shard_of("Ông Đặng_Quốc_Khải đến . Ông Khải về .", "MobiFone ở Huế .")))
    assert {(row["name"], row["mentions"]) for row in table.to_pylist()} == {
        ("Đặng Quốc Khải", 2), ("MobiFone", 1), ("Huế", 1)}


def test_counts_in_a_pipeline() -> None:
    texts = ["Viettel và MobiFone .", "MobiFone giảm cước .", "Không có ai ."]
    matrix = make_pipeline(clone(EntityCounts(min_df=2)), TfidfTransformer()).fit_transform(texts)
    assert matrix.shape == (3, 1)
    assert matrix.toarray().ravel().tolist() == [1.0, 1.0, 0.0]


def test_train_on_ones_own_conll(tmp_path: Path) -> None:
    lines = [f"Ông\tO\n{name}\tB-PER\nthăm\tO\n{place}\tB-MISC\n.\tO\n" for name in ("Trần_Văn_Tư", "Lê_Thị_Sáu", "Phan_Bảy")
             for place in ("Sao_Hỏa", "Sao_Kim", "Sao_Mộc")]
    (tmp_path / "data.conll").write_text("\n".join(lines), encoding="utf-8")
    train(tmp_path / "data.conll", tmp_path / "mine", iterations=40)
    settings = ExtractionSettings(model=str(tmp_path / "mine"))
    rows = list(extract(shard_of("Ông Trần_Văn_Tư thăm Sao_Kim .\nViettel"), settings))
    assert [(row["text"], row["label"], row["kb_id"]) for row in rows] == [
        ("Trần_Văn_Tư", "PER", None), ("Sao_Kim", "MISC", None), ("Viettel", "ORG", "viettel")]
