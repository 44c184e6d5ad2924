"""Tables fit their schemas or are refused, and go out to pandas, polars and JSON."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest

from vnnlp.errors import ContractError
from vnnlp.tables import RUN_TABLES, SCHEMAS, Table, concat, validate

ROW = {"doc_id": "a", "sentence": 0, "start": 0, "end": 7, "text": "Viettel", "label": "ORG", "kb_id": "viettel",
       "confidence": 1.0, "method": "lexicon"}


def test_the_contract_of_the_run_folder() -> None:
    assert RUN_TABLES == ("documents", "edits", "duplicates", "entities", "figures", "strategies", "topics", "document_topics",
                          "quarantine")
    assert SCHEMAS["entities"].names == ["doc_id", "sentence", "start", "end", "text", "label", "kb_id", "confidence", "method"]
    assert SCHEMAS["duplicates"].names == ["doc_id", "start", "end", "kind", "of_doc_id", "of_start", "of_end", "similarity"]


def test_rows_go_out_as_they_came_in() -> None:
    table = Table.of("entities", [ROW])
    assert list(table) == [ROW] == table.to_polars().to_dicts() == table.to_pandas().to_dict("records")
    assert json.loads(next(table.to_jsonl())) == ROW
    assert pa.table(table).num_rows == 1


def test_dates_are_iso_in_json() -> None:
    row = {"doc_id": "a", "source": "", "published": date(2013, 11, 1), "encoding": "utf-8", "segmented": True, "text": "",
           "damaged": False, "n_tokens": 0, "n_sentences": 0, "n_edits": 0, "n_lost_numbers": 0}
    assert json.loads(next(Table.of("documents", [row]).to_jsonl()))["published"] == "2013-11-01"


@pytest.mark.parametrize("change", [{"doc_id": None}, {"start": "zero"}])
def test_a_row_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ContractError, match="CO001"):
        Table.of("entities", [ROW | change])


def test_columns_must_be_those_of_the_schema() -> None:
    with pytest.raises(ContractError, match="columns"):
        validate("entities", pa.table({"doc_id": ["a"]}))
    wider = SCHEMAS["quarantine"].empty_table().append_column("more", pa.array([], pa.int32()))
    assert validate("quarantine", wider) is wider


def test_concat_of_nothing_is_an_empty_table() -> None:
    assert len(concat("figures", [])) == 0


def test_html_of_a_table_is_escaped() -> None:
    assert "<script>" not in Table.of("entities", [ROW | {"text": "<script>"}])._repr_html_()
