"""The helpers against numpy's own, slower ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vnnlp.dedup.vectors import among, distinct, order_of

NUMBERS = st.lists(st.integers(0, 9) | st.integers(0, 2**64 - 1), max_size=40)


def array(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.uint64)


@given(NUMBERS, NUMBERS)
def test_sets_by_sorting_are_those_of_numpy(first: list[int], second: list[int]) -> None:
    values, others = array(first), array(second)
    assert distinct(values).tolist() == np.unique(values).tolist()
    assert among(values, others).tolist() == np.isin(values, others).tolist()
    assert order_of(values).tolist() == np.argsort(values, kind="stable").tolist()
