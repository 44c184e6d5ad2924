"""A number that the source lost: it has a place and perhaps a shape, never a value.

`LOST` in repaired text becomes a `Lost` wherever a value would stand. Every attempt to reckon with it raises
LostNumberError, so that a lost number cannot slip into a sum as a zero or as its code digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from vnnlp.errors import LostNumberError
from vnnlp.shard import LOST


class Shape(StrEnum):
    """What the code still says about a lost number."""

    PLAIN = "plain"
    """One number: `5.000`, `7,2`, `2013`, a telephone number."""
    COMPOUND = "compound"
    """Numbers joined by a stroke or a hyphen: a range, a date, a score."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost number with its place in the article as read.

    Equal only to a Lost of the same place and shape; it has no order, no truth and no value.

    >>> Lost(4, 5) + 1  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    vnnlp.errors.LostNumberError: [LO001] the source lost this number: it has no value...
    >>> str(Lost(4, 5, Shape.COMPOUND))
    '⟨?⟩'
    """

    start: int
    end: int
    shape: Shape = Shape.UNKNOWN

    def __str__(self) -> str:
        return LOST

    def _refuse(self, *_: object) -> NoReturn:
        raise LostNumberError("the source lost this number: it has no value", where=f"characters {self.start}-{self.end}",
                              remedy="Leave rows whose status is 'lost' out of sums, or look at their candidates")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __pos__ = __abs__ = _refuse
    __int__ = __float__ = __complex__ = __index__ = __round__ = __trunc__ = __floor__ = __ceil__ = __bool__ = _refuse
