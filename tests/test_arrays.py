"""Arrow arrays are those that pyarrow makes, and pandas stays away."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.support import ROOT
from vnnlp.arrays import array_of, numbers_of
from vnnlp.tables import DATE, SPAN

VALUES: list[tuple[Any, pa.DataType]] = [
    ([], pa.string()), (["Huế", None, ""], pa.string()), (["a\0b", "ế"], pa.string()), ([None], pa.string()),
    (["Vinafone giảm cước", None], pa.large_string()), ([1, None, 3], pa.int32()), ([], pa.int32()), ((4, 5), pa.int64()),
    ([1.5, 2, None], pa.float64()), (np.array([1, 2]), pa.int32()), (np.array([.1]), pa.float32()),
    ([True, None, False], pa.bool_()), (np.array([True]), pa.bool_()),
    ([date(2013, 11, 1), None], pa.date32()), ([{"year": 2013, "grain": "year"}, None, {}], DATE),
    ([[{"start": 0, "end": 7}], [], None], pa.list_(SPAN)), ([["cước", None]], pa.list_(pa.string())),
]


@pytest.mark.parametrize(("values", "kind"), VALUES)
def test_as_pyarrow_makes_it(values: Any, kind: pa.DataType) -> None:
    made = array_of(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, type=kind))
    assert made.null_count == sum(value is None for value in values)


@pytest.mark.parametrize(("values", "kind"), [
    (["zero"], pa.int32()), ([1.5], pa.int32()), ([1 << 40], pa.int32()), ([1 << 70], pa.int64()), ([[1]], pa.int32()),
    ([True], pa.int32()), ([1], pa.string()), ([1], pa.bool_()), ([3], pa.date32()), ([3], pa.list_(SPAN)), (["x"], DATE)])
def test_what_does_not_fit_is_refused(values: list[object], kind: pa.DataType) -> None:
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        array_of(values, kind)


def test_numbers_come_back() -> None:
    column = pa.chunked_array([array_of([1, 2], pa.int32()).slice(1), array_of([3], pa.int32())])
    assert numbers_of(column).tolist() == [2, 3]


def test_extraction_does_without_pandas() -> None:
    code = ("import sys, vnnlp; text = 'Viettel giảm cước 10 % cho sinh_viên .'; "
            "assert len(vnnlp.entities(text)) and len(vnnlp.figures(text)) and len(vnnlp.strategies(text)); "
            "sys.exit('pandas' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
