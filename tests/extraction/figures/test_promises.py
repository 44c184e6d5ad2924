"""What holds for every input: offsets, lost and untrusted numbers, kept passages, batches, time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import shard_of
from vnnlp.errors import LostNumberError, UsageError
from vnnlp.extraction.figures import extract
from vnnlp.extraction.figures.frames import to_base_units, to_timestamps
from vnnlp.extraction.figures.timeline import over_time, plot_over_time
from vnnlp.segmentation import segment
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article
from vnnlp.tables import SCHEMAS, Table, validate

WORDS = st.sampled_from([
    "từ", "đến", "hơn", "gần", "khoảng", "5", "12", "2/3", "16-11", "1.250", "7,2", "2013", "15h30", "%", "đồng", "đồng_đều",
    "triệu", "tỷ", "nghìn", "rưỡi", "năm", "tháng", "ngày", "thứ", "hai", "ba", "mười", "lăm", "một", "vài", "hàng", "chục",
    "$", "/", "-", "–", ".", ",", "(", ")", "“", "”", "⟨?⟩", "mỗi", "người", "khách_hàng", "km/h", "giờ", "phút", "lần",
    "gấp", "đôi", "quý", "II", "tổng_đài", "0912345678", "xuống", "lên", "tối_đa", "nửa", "không", "tuổi", "độ", "C", "m2",
    "USD", "VND", "kém", "sáng", "chiều", "hôm_qua", "năm_ngoái", "Viettel", "iPhone", "5S", "3G"])
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_row_slices_to_its_text_and_fits_the_schema(text: str) -> None:
    table = extract(shard_of(text))
    validate("figures", table.arrow)
    end = 0
    for row in table:
        assert text[row["start"]:row["end"]] == row["text"]
        assert row["start"] >= end
        end = row["end"]
        assert row["status"] != "lost" or row["value"] is row["low"] is row["high"] is None


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_any_batch_gives_the_same_rows(texts: list[str]) -> None:
    keys = [name for name in SCHEMAS["figures"].names if name != "doc_id"]
    together = [[row[key] for key in keys] for row in extract(shard_of(*texts))]
    apart = [[row[key] for key in keys] for text in texts for row in extract(shard_of(text))]
    assert together == apart


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    extract(shard_of(text.replace("\x00", "")))


def test_token_columns_stand_behind_the_schema() -> None:
    table = extract(shard_of("Có 5 triệu khách_hàng ."))
    assert table.arrow.column_names[-2:] == ["token_start", "token_end"]
    assert [(row["token_start"], row["token_end"]) for row in table] == [(1, 3)]
    assert extract(shard_of("Không có gì .")).arrow.column_names == table.arrow.column_names


def test_a_figure_may_end_inside_a_token() -> None:
    rows = extract(shard_of("Cước đạt khoảng 3 triệu đồng_đều được tặng quà .")).to_pylist()
    assert [(row["text"], row["unit"]) for row in rows] == [("3 triệu đồng", "VND")]


def test_a_lost_number_keeps_unit_rate_and_measure_and_has_no_value() -> None:
    row = extract(shard_of("Cước sử_dụng từ ⟨?⟩ triệu đồng / tháng trở_lên .")).to_pylist()[0]
    assert (row["status"], row["value"], row["low"]) == ("lost", None, None)
    assert (row["unit"], row["per"], row["cmp"]) == ("VND", "tháng", ">=")
    assert "cước" in row["measures"]


def test_a_lost_date_has_no_part() -> None:
    row = extract(shard_of("Lễ diễn ra ngày ⟨?⟩ .")).to_pylist()[0]
    assert (row["kind"], row["status"], row["date"]) == ("date", "lost", None)


def test_untrusted_digits_are_not_given_out_by_default() -> None:
    shard = shard_of("Mạng có 7 triệu thuê_bao và 5 trạm .")
    untrusted = np.array([form == "7" for form in (shard.types.forms[number] for number in shard.token_type)])
    shard = replace(shard, untrusted=untrusted)
    assert [row["value"] for row in extract(shard)] == [5]
    told = extract(shard, settings=ExtractionSettings(untrusted=True)).to_pylist()
    assert [row["status"] for row in told] == ["untrusted", "stated"]


def test_removed_passages_are_left_out_unless_asked_for() -> None:
    shard = shard_of("Có 5 người . Có 6 người .")
    kept = np.arange(shard.n_tokens) < shard.sentence_token[1]
    shard = replace(shard, kept=kept)
    assert [row["value"] for row in extract(shard)] == [5]
    assert [row["value"] for row in extract(shard, settings=ExtractionSettings(with_duplicates=True))] == [5, 6]


def entities(rows: list[dict[str, object]]) -> Table:
    import pyarrow as pa
    common = {"doc_id": "a0", "sentence": 0, "confidence": 1.0, "method": "lexicon"}
    table = Table.of("entities", [{**common, **row} for row in rows]).arrow
    for name in ("token_start", "token_end"):
        table = table.append_column(name, pa.array([row[name] for row in rows], type=pa.int32()))
    return Table("entities", table)


def test_the_subject_is_the_organisation_of_the_clause_and_names_hold_no_figures() -> None:
    shard = shard_of("Theo ông Nam_5 , Viettel có 50 triệu khách_hàng .")
    table = entities([{"start": 19, "end": 26, "text": "Viettel", "label": "ORG", "kb_id": "viettel",
                       "token_start": 4, "token_end": 5}])
    rows = extract(shard, table).to_pylist()
    assert [(row["subject"], row["subject_kb_id"]) for row in rows if row["unit"] == "khách hàng"] == [("Viettel", "viettel")]
    product = shard_of("Mua gói MAX 200 ngay .")
    barred = entities([{"start": 4, "end": 15, "text": "gói MAX 200", "label": "PROD",
                        "token_start": 1, "token_end": 4}])
    assert extract(product, barred).to_pylist() == []


@pytest.mark.parametrize("text", [
    "7" * 100_000, "/" * 10_000, "1/" * 10_000, "9" * 400, "123." * 1000, "1-" * 5000, "(" * 5000 + "5", "0912 " * 3000])
def test_hostile_digits_raise_nothing(text: str) -> None:
    extract(segment([Article("a", text)]))


def test_base_units_scale_measures_and_leave_money_alone() -> None:
    frame = to_base_units(extract(shard_of("Dài 5 km , nặng 2 tấn , giá 3 triệu đồng , gói 4 GB .")).to_pandas())
    rows = list(zip(frame["base_value"], frame["base_unit"], strict=True))
    assert rows == [(5000, "m"), (2000, "kg"), (3_000_000, "VND"), (4e9, "byte")]


def test_a_lost_number_is_never_converted() -> None:
    frame = pandas.DataFrame({"value": [1.0], "low": [None], "high": [None], "unit": ["km"], "status": ["lost"]})
    with pytest.raises(LostNumberError):
        to_base_units(frame)


def test_full_dates_become_timestamps_and_open_ones_stay_empty() -> None:
    frame = to_timestamps(extract(shard_of("Họp ngày 2/11/2013 , rồi tháng 6/2014 .")).to_pandas())
    assert frame["timestamp"].tolist()[0] == pandas.Timestamp(2013, 11, 2)
    assert frame["timestamp"].isna().tolist() == [False, True]


def test_a_measure_over_time_takes_the_date_of_its_sentence_and_is_drawn() -> None:
    text = "Ngày 2/11/2013 , doanh_thu đạt hơn 50 tỷ đồng . Doanh_thu đạt từ 60 đến 70 tỷ đồng ."
    frame = extract(shard_of(text)).to_pandas()
    timeline = over_time(frame, "doanh thu", "VND", published={"a0": "2014-01-05"})
    assert [str(time.date()) for time in timeline["time"]] == ["2013-11-02", "2014-01-05"]
    axes = plot_over_time(timeline, unit="VND")
    assert axes.get_ylabel() == "VND"
    with pytest.raises(UsageError):
        plot_over_time(timeline.head(0), unit="VND")


@pytest.mark.parametrize("text", ["một tỷ một triệu " * 500, "(-1,2%) " * 300, "1tỷ2" * 300, "không thu 5 đồng " * 200])
def test_hostile_words_raise_nothing(text: str) -> None:
    assert all(row["value"] is None or abs(row["value"]) < 1e25 for row in extract(segment([Article("a", text)])))


@pytest.mark.parametrize(("text", "subject"), [
    ("Công_an bắt Nguyễn_Hùng , 50 tuổi .", "Nguyễn Hùng"), ("Công_an bắt Nguyễn_Hùng cùng mẹ già 78 tuổi .", None),
    ("Sáng 5/3 , Nguyễn_Hùng bị bắt .", None),
])
def test_an_age_is_a_persons_and_a_date_is_nobodys(text: str, subject: str | None) -> None:
    shard = shard_of(text)
    at = text.split(" ").index("Nguyễn_Hùng")
    table = entities([{"start": text.index("Nguyễn"), "end": text.index("Hùng") + 4, "text": "Nguyễn Hùng", "label": "PER",
                       "token_start": at, "token_end": at + 1}])
    assert [row["subject"] for row in extract(shard, table)] == [subject]
