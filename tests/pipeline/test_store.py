"""Shards and tables come back from disk as they went, and bytes do not depend on how rows were cut."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from vnnlp.edits import Edit, apply
from vnnlp.errors import InputError, OutputError
from vnnlp.pipeline import store
from vnnlp.segmentation import resegment, segment
from vnnlp.shard import Article
from vnnlp.tables import Table

ROWS = [{"doc_id": f"a{number}", "topic": number % 3, "weight": number / 1000} for number in range(997)]


def test_a_repaired_shard_comes_back(tmp_path: Path) -> None:
    articles = [Article("a", "Ông alô 7 nhà mạng .\n", title="Ông alô", published=date(2013, 11, 1)),
                Article("b", "Viettel \ud800 .")]
    edit = Edit(8, 9, "7", ",", "mark", 0.9, "why")
    shard = segment(articles)
    repaired, offsets = apply(articles[0].text, [edit])
    shard = replace(resegment(shard, {0: repaired}), edits=MappingProxyType({0: (edit,)}),
                    maps=MappingProxyType({0: offsets}), damaged=np.array([True, False]))
    path = tmp_path / "shard.npz"
    store.write_shard(path, shard)
    back = store.read_shard(path)
    assert back.articles == shard.articles
    assert (back.text, back.types.forms, back.edits) == (shard.text, shard.types.forms, shard.edits)
    assert back.damaged is not None and back.damaged.tolist() == [True, False]
    for name in ("token_start", "token_end", "token_type", "sentence_token", "article_token", "article_sentence",
                 "article_start"):
        assert np.array_equal(getattr(back, name), getattr(shard, name)), name
    tokens = np.arange(back.n_tokens)
    assert back.mentions(tokens, tokens + 1)["text"] == shard.mentions(tokens, tokens + 1)["text"]


@pytest.mark.parametrize("size", [1, 10, 997])
def test_bytes_do_not_depend_on_the_parts(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "ROWS_PER_GROUP", 100)
    whole = Table.of("document_topics", ROWS)
    store.write_dataset(tmp_path / "whole", "document_topics", [whole])
    parts = [Table.of("document_topics", ROWS[first:first + size]) for first in range(0, len(ROWS), size)]
    assert store.write_dataset(tmp_path / "parts", "document_topics", parts) == len(ROWS)
    files = [tmp_path / kind / "document_topics" / "part-0.parquet" for kind in ("whole", "parts")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert store.read_dataset(tmp_path / "parts", "document_topics").to_pylist() == ROWS


def test_an_empty_table_is_a_dataset_too(tmp_path: Path) -> None:
    store.write_dataset(tmp_path, "quarantine", [])
    assert len(store.read_dataset(tmp_path, "quarantine")) == 0


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="vnnlp run"):
        store.read_dataset(tmp_path, "figures")


def test_no_space_left_has_a_code_and_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"OU002.*--resume"), store.replacing(tmp_path / "file") as temporary:
        temporary.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(OutputError, match=r"OU003.*thesis.docx"):
        store.prepare_folder(tmp_path, resume=False)
    assert (tmp_path / "thesis.docx").exists()


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="OU001"):
        store.prepare_folder(tmp_path / "out", resume=False)
