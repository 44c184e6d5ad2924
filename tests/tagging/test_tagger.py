"""The numpy decoder says what python-crfsuite says, saved or not, whatever the batch."""

from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from tests.support import SHARED, needs_shared, read_jsonl, shard_of
from vnnlp.errors import ModelError, UsageError
from vnnlp.segmentation import segment
from vnnlp.shard import Article, Shard
from vnnlp.tagging import Attributes, Example, Tagger, Template, train
from vnnlp.tagging.features import DEFAULT_TEMPLATES, window
from vnnlp.tagging.training import bio, feature_strings

SENTENCES = ["Ông Trần_Văn_Tư làm ở Viettel Hà_Nội .", "Bà Lê_Thị_Sáu , giám_đốc MobiFone , ở Huế .", "giá cước giảm 20 % .",
             "Anh Tư nói : “ Tôi dùng VinaPhone ” .", "Hà_Nội mưa , Huế nắng .", "Viettel tặng quà cho 500 khách_hàng ."]
NAMES = {"Trần_Văn_Tư": "PER", "Lê_Thị_Sáu": "PER", "Tư": "PER", "Viettel": "ORG", "MobiFone": "ORG", "VinaPhone": "ORG",
         "Hà_Nội": "LOC", "Huế": "LOC"}
TEMPLATES = (*DEFAULT_TEMPLATES, *window("kind", -1, 0, 1), Template.of("kind:-1 w:0 shape:1"))
WORDS = Attributes({"kind": {"Ông": "title", "bà": "title", "Hà Nội": "place", "Huế": "place"}})


def example(sentences: list[str]) -> Example:
    shard = segment([Article("a", "\n".join(sentences))])
    spans = [(int(shard.token_start[k]), int(shard.token_end[k]), NAMES[shard.types.forms[shard.token_type[k]]])
             for k in range(shard.n_tokens) if shard.types.forms[shard.token_type[k]] in NAMES]
    return Example(shard, bio(shard, spans))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tagger, Path]:
    kept = tmp_path_factory.mktemp("model") / "m.crfsuite"
    return train([example(SENTENCES)], templates=TEMPLATES, attributes=WORDS, c1=0.01, keep=kept), kept


def crfsuite_tags(kept: Path, tagger: Tagger, shard: Shard) -> list[str]:
    reader = pycrfsuite.Tagger()
    reader.open(str(kept))
    return [label for rows in feature_strings(shard, tagger.templates, tagger.attributes) for label in reader.tag(rows)]


def test_tags_equal_crfsuite(trained: tuple[Tagger, Path]) -> None:
    tagger, kept = trained
    shard = shard_of("\n".join(SENTENCES), "Ông Phạm_Văn_Bảy ở Huế .\n\nHuế", "Chị Sáu gọi Viettel , Tư về Hà_Nội rồi .")
    assert [tagger.labels[label] for label in tagger.tag(shard)] == crfsuite_tags(kept, tagger, shard)


def test_it_learns(trained: tuple[Tagger, Path]) -> None:
    tagger, _ = trained
    shard = shard_of("Ông Tư làm ở Viettel , ở Huế .")
    assert [tagger.labels[label] for label in tagger.tag(shard)] == [
        "O", "B-PER", "O", "O", "B-ORG", "O", "O", "B-LOC", "O"]


def test_saved_and_loaded(trained: tuple[Tagger, Path], tmp_path: Path) -> None:
    tagger, _ = trained
    tagger.save(tmp_path / "model")
    again = Tagger.load(tmp_path / "model.npz")
    shard = shard_of(*SENTENCES)
    assert again.labels == tagger.labels
    assert np.array_equal(again.tags(shard).confidence, tagger.tags(shard).confidence)


def test_training_is_repeatable(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train([example(SENTENCES)], templates=TEMPLATES, attributes=WORDS).save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("text", ["", "\n\n", "a", "Huế " * 5_000, "x" * 100_000])
def test_odd_texts(trained: tuple[Tagger, Path], text: str) -> None:
    shard = shard_of("Ông Tư .", text)
    assert len(trained[0].tag(shard)) == shard.n_tokens


def test_each_sentence_by_itself(trained: tuple[Tagger, Path]) -> None:
    tagger, _ = trained
    together = tagger.tag(shard_of("\n".join(SENTENCES))).tolist()
    alone = [label for sentence in SENTENCES for label in tagger.tag(shard_of(sentence)).tolist()]
    assert together == alone


def test_nothing_to_learn_from() -> None:
    with pytest.raises(UsageError, match="no labelled sentence"):
        train([])


def test_no_such_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Tagger.load(tmp_path / "absent")


@needs_shared
def test_tags_equal_crfsuite_on_real_text(tmp_path: Path) -> None:
    rows = [row for row, _ in zip(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), range(50), strict=False)]
    names = {"Hà_Nội": "LOC", "Việt_Nam": "LOC", "TP. HCM": "LOC", "Công_an": "ORG", "Nguyễn": "PER"}
    shard = segment([Article(row["id"], row["text"]) for row in rows])
    forms = [shard.types.forms[kind] for kind in shard.token_type]
    labels = [f"B-{names[form]}" if form in names else "B-PER" if form.startswith(("Nguyễn_", "Trần_", "Lê_")) else "O"
              for form in forms]
    kept = tmp_path / "m.crfsuite"
    tagger = train([Example(shard, labels)], templates=DEFAULT_TEMPLATES, iterations=15, keep=kept)
    assert [tagger.labels[label] for label in tagger.tag(shard)] == crfsuite_tags(kept, tagger, shard)
