"""Lengths of time tied to the day of writing: `5 năm trước`, `cách đây 2 tháng`, `hai tuần qua`, `trong 3 tháng tới`.

`5 năm trước` is a year by its distance, so a date; the others stay lengths, and where the day of writing is known they say
which days they mean: one day or month (`2 tháng trước`), or all days up to or from the day of writing (`hai tuần qua`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vnnlp.extraction.figures.figure import Distance, Figure, Moment
from vnnlp.extraction.figures.line import Line

_OLDEST: Final = 10_000
"""Years that a date may lie back; `4,6 tỷ năm trước` is a length of time."""
_GRAINS: Final = {"năm": "year", "tháng": "month", "tuần": "week", "ngày": "day"}
_NO_DISTANCE: Final = frozenset(("khi", "đó", "đây", "ấy", "ngày", "kỳ", "vụ", "trận", "tết", "cuộc", "thời", "hạn", "lễ", "lúc",
                                  "đợt", "giờ", "chiến", "năm", "tháng", "sự", "mùa", "giải", "phiên", "chuyến", "buổi"))
"""Behind `trước`: the length then counts from an event (`hai tuần trước ngày cưới`)."""


def read_distances(line: Line, figures: Sequence[Figure]) -> None:
    """Tie the lengths of a line to the day of writing where the words beside them do."""
    for figure in figures:
        if figure.kind != "duration" or figure.unit not in _GRAINS or figure.value is None or figure.value != int(figure.value):
            continue
        if not 0 < figure.value <= _OLDEST:
            continue
        grain, number = _GRAINS[figure.unit], int(figure.value)
        ago = _ago(line, figure)
        if ago is not None and grain == "year":
            figure.kind, figure.end = "date", ago
            figure.date = Moment(grain="year", anchor="last", offset_years=-number, offset=-number)
        elif figure.cmp != "=":
            continue  # `hơn một tháng nữa`: no day can be told.
        elif ago is not None:
            figure.distance = Distance(grain, -number, whole=False)
        elif (side := _beside(line, figure.end)) is not None:
            figure.distance = Distance(grain, side * number, whole=True)
        elif line.word(figure.end) == "nữa" and line.word(figure.left - 1) not in ("hơn", "thêm"):
            figure.distance = Distance(grain, number, whole=False)


def _ago(line: Line, figure: Figure) -> int | None:
    """Where `10 năm trước`, `cách đây 5 năm`, `5 năm về trước` end, or None where it is no such thing."""
    follows = line.word(figure.end)
    if follows == "trước" and line.word(figure.end + 1) not in _NO_DISTANCE:
        return figure.end + 1
    if follows == "về" and line.word(figure.end + 1) == "trước":
        return figure.end + 2
    if line.word(figure.left - 1) == "đây" and line.word(figure.left - 2) == "cách":
        return figure.end
    return None


def _beside(line: Line, end: int) -> int | None:
    """-1 for `qua`, `vừa qua`, `gần đây`; 1 for `tới`, `sắp tới`; None elsewhere."""
    word, following = line.word(end), line.word(end + 1)
    if word == "qua" or (word in ("vừa", "gần", "trở") and following in ("qua", "rồi", "đây", "lại")):
        return -1 if line.word_end(end) <= end + 2 else None
    to_a_place = line.surface(end + 1)[:1].isupper()  # `chuyến thăm 4 ngày tới Moscow`
    if (word == "tới" and following not in ("đây", "nay") and not to_a_place) or (word == "sắp" and following == "tới"):
        return 1
    return None
