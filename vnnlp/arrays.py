"""Python values and numpy arrays as Arrow arrays, and back, without pandas.

`pyarrow.array` and `to_numpy` import pandas on their first call, wherever it is installed: 40 MB and a third of a second for each
process of a run, which never uses it. So the buffers are laid out here: numbers by numpy, strings by one encoding of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Nulls = NDArray[np.bool_] | None
_NUMBERS: Final = {pa.int32(): np.int32, pa.int64(): np.int64, pa.float32(): np.float32, pa.float64(): np.float64}
_EPOCH: Final = date(1970, 1, 1).toordinal()


def array_of(values: Sequence[Any] | NDArray[Any] | pa.Array, kind: pa.DataType) -> pa.Array:
    """Values as an Arrow array of a type, as `pyarrow.array` makes it; None is null. An Arrow array of that type stays.

    Raises ArrowInvalid or ArrowTypeError where a value does not fit: a fraction is no integer here.

    >>> array_of(["Huế", None], pa.string()).to_pylist(), array_of(np.array([1, 2]), pa.int32()).to_pylist()
    (['Huế', None], [1, 2])
    """
    if isinstance(values, np.ndarray) and values.dtype != object and kind in _NUMBERS:
        return _numbers(values, None, kind)
    if isinstance(values, pa.Array) and values.type == kind:
        return values
    if not isinstance(values, (list, tuple, np.ndarray)):
        return pa.array(values, type=kind)
    rows: list[Any] = values.tolist() if isinstance(values, np.ndarray) else list(values)
    nulls = np.fromiter((row is None for row in rows), dtype=np.bool_, count=len(rows)) if None in rows else None
    try:
        return _array(rows, nulls, kind)
    except (TypeError, AttributeError, OverflowError) as error:
        raise pa.ArrowTypeError(f"a value is no {kind}: {error}") from error


def numbers_of(column: pa.Array | pa.ChunkedArray) -> NDArray[Any]:
    """A column of numbers without nulls as a numpy array.

    >>> numbers_of(array_of([1, 2, 3], pa.int32()).slice(1)).tolist()
    [2, 3]
    """
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return np.frombuffer(array.buffers()[1] or b"", dtype=_NUMBERS[array.type])[array.offset:array.offset + len(array)]


def _array(rows: list[Any], nulls: Nulls, kind: pa.DataType) -> pa.Array:
    if kind in _NUMBERS:
        return _numbers(np.array(_filled(rows, nulls, 0)), nulls, kind)
    if pa.types.is_date32(kind):
        days = [0 if row is None else row.toordinal() - _EPOCH for row in rows]
        return _laid_out(np.array(days, dtype=np.int32), nulls, kind)
    if pa.types.is_boolean(kind):
        return _flags(rows, nulls)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _strings(_filled(rows, nulls, ""), nulls, kind)
    if pa.types.is_list(kind):
        return _lists(rows, nulls, kind)
    if pa.types.is_struct(kind) and all(row is None or isinstance(row, Mapping) for row in rows):
        return _structs(rows, nulls, kind)
    return pa.array(rows, type=kind)


def _filled(rows: list[Any], nulls: Nulls, value: object) -> list[Any]:
    return rows if nulls is None else [value if row is None else row for row in rows]


def _laid_out(values: NDArray[Any], nulls: Nulls, kind: pa.DataType) -> pa.Array:
    return pa.Array.from_buffers(kind, len(values), [_valid(nulls), pa.py_buffer(np.ascontiguousarray(values))])


def _valid(nulls: Nulls) -> pa.Buffer | None:
    return None if nulls is None else pa.py_buffer(np.packbits(~nulls, bitorder="little"))


def _numbers(values: NDArray[Any], nulls: Nulls, kind: pa.DataType) -> pa.Array:
    whole = pa.types.is_integer(kind)
    if values.ndim != 1 or (len(values) and values.dtype.kind not in ("iu" if whole else "iuf")):
        raise pa.ArrowTypeError(f"values of {values.dtype} where {kind} belongs")
    made = values.astype(_NUMBERS[kind])
    if whole and not np.array_equal(made, values):
        raise pa.ArrowInvalid(f"a value does not fit into {kind}")
    return _laid_out(made, nulls, kind)


def _flags(rows: list[Any], nulls: Nulls) -> pa.Array:
    if not all(row is None or isinstance(row, (bool, np.bool_)) for row in rows):
        raise pa.ArrowTypeError("a value is neither true nor false")
    bits = np.packbits(np.array(rows, dtype=np.bool_), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(rows), [_valid(nulls), pa.py_buffer(bits)])


def _strings(rows: list[str], nulls: Nulls, kind: pa.DataType) -> pa.Array:
    if pa.types.is_large_string(kind):
        # Whole articles: one by one, since a copy of all of them would be large.
        encoded = [row.encode() for row in rows]
        offsets = _offsets(np.fromiter(map(len, encoded), dtype=np.int64, count=len(rows)))
        return pa.Array.from_buffers(kind, len(rows), [_valid(nulls), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))])
    # All at once, each with a sign behind it that shows where it ends.
    joined = np.frombuffer("\0".join([*rows, ""]).encode(), dtype=np.uint8)
    end = np.flatnonzero(joined == 0)
    if len(end) == len(rows):
        lengths, data = np.diff(end, prepend=-1) - 1, joined[joined != 0]
    else:
        lengths = np.fromiter((len(row.encode()) for row in rows), dtype=np.int64, count=len(rows))
        data = np.frombuffer("".join(rows).encode(), dtype=np.uint8)
    if len(data) > np.iinfo(np.int32).max:
        raise pa.ArrowInvalid(f"more text than a column of {kind} holds")
    offsets = _offsets(lengths).astype(np.int32)
    return pa.Array.from_buffers(kind, len(rows), [_valid(nulls), pa.py_buffer(offsets), pa.py_buffer(data)])


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def _lists(rows: list[Any], nulls: Nulls, kind: pa.ListType) -> pa.Array:
    held = _filled(rows, nulls, ())
    lengths = np.fromiter(map(len, held), dtype=np.int64, count=len(rows))
    inner = array_of([value for row in held for value in row], kind.value_type)
    mask = None if nulls is None else _flags(nulls.tolist(), None)
    return pa.ListArray.from_arrays(_laid_out(_offsets(lengths).astype(np.int32), None, pa.int32()), inner, type=kind, mask=mask)


def _structs(rows: list[Any], nulls: Nulls, kind: pa.StructType) -> pa.Array:
    held = _filled(rows, nulls, {})
    parts = [array_of([row.get(field.name) for row in held], field.type) for field in kind]
    return pa.StructArray.from_arrays(parts, fields=list(kind), mask=None if nulls is None else _flags(nulls.tolist(), None))
