from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from tests.support import shard_of
from vnnlp.dedup import clusters, copying, duplicate_of, find, keep
from vnnlp.edits import Edit, apply, undo
from vnnlp.segmentation import resegment, segment
from vnnlp.shard import Article
from vnnlp.tables import Table

TEXT = "Đoàn bác_sĩ khám bệnh , phát thuốc cho bà con ba xã vùng cao , ưu_tiên người già và trẻ nhỏ chưa từng được đi viện ."


def near(doc_id: str, of_doc_id: str, similarity: float = 0.9) -> dict[str, Any]:
    return {"doc_id": doc_id, "start": 0, "end": 50, "kind": "near", "of_doc_id": of_doc_id, "of_start": 0, "of_end": 60,
            "similarity": similarity}


def test_what_is_kept_is_the_first_copy() -> None:
    shard = shard_of(TEXT, f"Sáng nay\n{TEXT}\nHết tin")
    kept = keep(shard, find(shard)).kept
    assert kept is not None
    forms = [shard.types.forms[shard.token_type[token]] for token in range(shard.n_tokens) if kept[token]]
    assert " ".join(forms) == f"{TEXT} Sáng nay Hết tin"


def test_near_duplicates_remove_nothing_and_foreign_rows_are_passed_over() -> None:
    shard = shard_of(TEXT)
    kept = keep(shard, Table.of("duplicates", [near("a0", "x"), {**near("y", "x"), "kind": "exact"}])).kept
    assert kept is not None
    assert kept.all()


def test_rows_point_into_the_article_as_read_where_the_repair_changed_it() -> None:
    damaged = f"“ Tin 7 nóng .\n{TEXT}"
    edits = (Edit(6, 7, "7", "⟨?⟩", "code"), Edit(2, 5, "Tin", "Bản tin", "code"))
    repaired, offsets = apply(damaged, edits)
    shard = segment([Article("a", TEXT), Article("b", damaged)])
    shard = replace(resegment(shard, {1: repaired}), maps=MappingProxyType({1: offsets}))
    found = find(shard)
    [row] = [row for row in found if row["kind"] == "exact"]
    assert damaged[row["start"]:row["end"]] == TEXT
    kept = keep(shard, found).kept
    assert kept is not None
    first = int(shard.article_token[1])
    forms = [shard.types.forms[shard.token_type[token]] for token in range(first, shard.n_tokens) if kept[token]]
    assert forms == ["“", "Bản", "tin", "⟨?⟩", "nóng", "."]
    assert undo(repaired, edits) == damaged


def test_chains_end_at_the_first_original() -> None:
    table = Table.of("duplicates", [near("b", "a"), near("c", "b"), near("e", "d")])
    assert duplicate_of(table) == {"b": "a", "c": "a", "e": "d"}
    assert clusters(table) == [["a", "b", "c"], ["d", "e"]]


def test_who_copies_whom_by_month() -> None:
    common: dict[str, Any] = {"source": "", "title": None, "encoding": "utf-8", "segmented": True, "text": TEXT, "damaged": False,
                              "n_tokens": 1, "n_sentences": 1, "n_edits": 0, "n_lost_numbers": 0}
    table = Table.of("documents", [
        {**common, "doc_id": "a", "publisher": "Báo A", "published": date(2013, 10, 30)},
        {**common, "doc_id": "b", "publisher": "Báo B", "published": date(2013, 11, 2)},
        {**common, "doc_id": "c", "publisher": None, "published": None}])
    rows = [near("b", "a"), {**near("b", "a"), "kind": "exact", "end": 40}, {**near("c", "b"), "kind": "line", "end": 30},
            {**near("a", "a"), "kind": "exact"}]
    assert copying(Table.of("duplicates", rows), table) == [
        {"month": date(2013, 11, 1), "publisher": "Báo B", "of_publisher": "Báo A",
         "articles": 1, "passages": 1, "characters": 40},
        {"month": None, "publisher": None, "of_publisher": "Báo B", "articles": 0, "passages": 1, "characters": 30}]
