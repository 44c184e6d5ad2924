"""A row of a product is the same alone, among others, and in any order of them."""

import numpy as np
import pytest

from vnnlp.repair.products import in_order, steady

LEFT = np.random.default_rng(0).standard_normal((300, 432))
RIGHT = np.random.default_rng(1).standard_normal((432, 96))


@pytest.mark.parametrize("rows", [1, 2, 3, 17, 255, 299])
def test_no_row_depends_on_the_others(rows: int) -> None:
    for product, left, right in ((steady, LEFT.astype(np.float32), RIGHT.astype(np.float32)), (in_order, LEFT, RIGHT)):
        whole = product(left, right)  # type: ignore[arg-type]
        assert np.array_equal(whole[:rows], product(left[:rows], right))  # type: ignore[arg-type]
        assert np.array_equal(whole[::-1], product(left[::-1].copy(), right))  # type: ignore[arg-type]
        assert np.allclose(whole, LEFT @ RIGHT, atol=2e-2)


def test_columns_in_any_order_give_the_same() -> None:
    order = np.random.default_rng(2).permutation(432)
    left, right = LEFT.astype(np.float32), RIGHT.astype(np.float32)
    assert np.array_equal(steady(left, right), steady(left[:, order], right[order]))
