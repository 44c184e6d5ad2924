"""Matrix products in which no row depends on the rows beside it, nor on the processor.

A linear-algebra library adds in another order for other numbers of rows and on other processors, and rounds otherwise; but the
same article must read alike in any batch, to the last digit of a confidence (DESIGN.md: the same input gives the same bytes).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

_LEFT_BOUND: Final = 2.0**8
_LEFT_SCALE: Final = 2.0**14
_RIGHT_BOUND: Final = 2.0**4
_RIGHT_SCALE: Final = 2.0**16


def steady(left: F32, right: F32) -> F32:
    """`left @ right` in fixed point, for the layers of a network.

    `left` is rounded to 2 ** -14 and held within 2 ** 8, `right` to 2 ** -16 within 2 ** 4: float64 adds up to 1,024 such
    products without loss, in any order.

    >>> steady(np.array([[0.5, 2.0]], np.float32), np.array([[1.0], [0.25]], np.float32))
    array([[1.]], dtype=float32)
    """
    # Single floats hold these whole numbers, too, in half the memory.
    whole = np.rint(np.clip(left, -_LEFT_BOUND, _LEFT_BOUND) * np.float32(_LEFT_SCALE)).astype(np.float64)
    parts = np.rint(np.clip(right, -_RIGHT_BOUND, _RIGHT_BOUND) * np.float32(_RIGHT_SCALE)).astype(np.float64)
    return np.asarray((whole @ parts) / (_LEFT_SCALE * _RIGHT_SCALE), dtype=np.float32)


def in_order(left: F64, right: F64) -> F64:
    """`left @ right` for values of any size, added column by column; for narrow tables.

    >>> in_order(np.array([[1e-30, 2.0]]), np.array([[1.0], [0.25]]))
    array([[0.5]])
    """
    result = np.zeros((len(left), right.shape[1]))
    for column in range(len(right)):
        result += left[:, column, None] * right[column]
    return result
