"""The unit behind a numeral and the currency before it, and what only looks like one (`đồng đội`, `5S`, `điểm nóng`)."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.groups import AFTER_TENS
from vnnlp.extraction.figures.lexicon import Unit, counted_nouns, currency_prefixes, scales, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.numerals import Numeral

_CHANGE_BETWEEN: Final = word_set("change_between") | {"khoảng"}
_REACH: Final = 8
_PLACES: Final = frozenset(("chấp", "thu", "phục", "dịch", "phát", "cung", "truy", "internet", "wifi", "tiếp", "kinh", "giải",
                            "tham", "dừng", "đỗ", "ngập", "cháy", "sạt", "nạp", "rút", "atm", "chốt", "đổi", "đón", "hẹn",
                            "bưu", "trông", "gửi", "dân", "trực", "tập", "sản"))
"""Behind `điểm`: a place and no mark."""
_NEED_GLUE: Final = frozenset(["g", "l", "s", "v", "w", "f", "c", "a"])


_SMALL_MEASURES: Final = {"kg": 1000, "m": 100, "tấn": 1000, "tạ": 100, "km": 1000, "mét": 100, "lạng": 100}


def read_prefix(line: Line, start: int) -> tuple[str, int] | None:
    """A currency before the number: its code and where it begins."""
    found = currency_prefixes().match_before(line.words, start, max(0, start - 4))
    if found is None or found[1] == start:
        return None
    code, begin = found
    if line.words[begin] in ("rs", "rm", "rp") and line.surface(begin) not in ("Rs", "RM", "Rp"):
        return None
    if (line.is_digits(begin - 1) and not line.glued(start)) or (begin > 0 and line.word(begin - 1) in scales()):
        return None
    return code, begin


def read_unit(line: Line, numeral: Numeral) -> tuple[Unit | None, int]:
    """The unit behind a numeral and where it ends."""
    end = numeral.end
    found = units().match(line.words, end)
    if found is None:
        if line.word(end) in ("h", "g") and line.glued(end) and line.surface(end) == "h" and not line.glued(end + 1):
            return Unit("giờ", "duration", "s", 3600.0), end + 1
        if line.word(end) in ("'", "’", "′") and line.glued(end) and numeral.digits and not line.is_digits(end + 1):
            return Unit("phút", "duration", "s", 60.0), end + 1
        return None, end
    unit, after = found
    word = line.words[end]
    if (line.glued(after) and line.word(after).isalpha()) or (
        line.glued(after) and line.is_digits(after) and word not in _SMALL_MEASURES
    ):
        return None, end
    amount = word == "đồng" and numeral.scaled  # `20 triệu đồng tiền cọc`, `2.390 tỷ đồng_bằng 50 %`
    noun = None if amount else counted_nouns().match(line.words, end)
    if noun is not None and (
        noun[1] > after or (noun[1] == after and unit.kind == "money" and not numeral.scaled and word in ("bảng", "tệ"))
    ):
        return None, end
    if word in _NEED_GLUE and after == end + 1 and not line.glued(end):
        return None, end
    if word in ("v", "l", "a", "w") and _foreign_before(line, numeral.start):
        return None, end
    if word == "s" and (line.surface(end) != word or _foreign_before(line, numeral.start)):
        return None, end
    if word in ("m", "g") and (
        line.surface(end) != word or (line.word(after) == "." and line.glued(after) and line.glued(after + 1))
    ):
        return None, end
    if (
        word in ("chỉ", "lượng")
        and line.word(after) not in ("vàng", "bạc", "sjc")
        and "vàng" not in line.words[max(0, end - 8) : end]
    ):
        return None, end
    if (
        word in ("won", "tệ", "bảng", "đô", "xu", "cent", "kíp", "yên")
        and line.surface(end)[:1].isupper()
        and not line.glued(end)
    ):
        return None, end
    if (
        unit.kind == "duration"
        and word == "năm"
        and (
            (line.word(after) in AFTER_TENS and line.word(after) not in ("tư",) and line.word(after + 1) in scales())
            or _is_year_head(line, end)
        )
    ):
        return None, end
    if word in ("đêm", "hôm") and line.word(after) in ("nay", "qua", "nhạc", "diễn", "trước", "đó"):
        days_ago = word == "hôm" and line.word(after) == "trước"  # `bốn hôm trước`
        return (unit, after) if days_ago else (None, end)
    if word == "quý" and line.word(after) in ("i", "ii", "iii", "iv", "khách", "ông", "bà"):
        return None, end
    if word == "độ" and unit.name == "độ" and line.word(after) == "tuổi":
        return None, end
    if word == "tuần" and line.word(after) in ("tra", "hành", "tự", "thú"):
        return None, end
    if word == "giờ" and line.word(after) in ("g", "gmt") and not line.glued(after):
        return unit, after
    if (
        word == "đồng"
        and after == end + 1
        and line.word(after) in ("chí", "phạm", "bào", "đội", "nghiệp", "minh", "bọn", "hồ", "hương", "ruộng")
        and not line.glued(end)
    ):
        return None, end
    if word == "điểm" and line.word(after) in _PLACES:
        return None, end
    if word in ("điểm",) and line.word(after) in (
        "nóng",
        "đen",
        "nhấn",
        "sáng",
        "mạnh",
        "yếu",
        "cầu",
        "trường",
        "bán",
        "giao",
        "đến",
        "du",
        "thi",
    ):
        return None, end
    return unit, after


def _foreign_before(line: Line, start: int) -> bool:
    """`Probook 4430s`: the letter belongs to a model's number."""
    return line.surface(start - 1)[:1].isupper() and line.word(start - 1).isascii() and line.word(start - 1).isalpha()


def _is_year_head(line: Line, index: int) -> bool:
    """Whether `năm` at `index` begins the name of a year: `100 triệu năm 2013`."""
    return (
        line.integer(index + 1, 1000, 2999) is not None
        and len(line.words[index + 1]) == 4
        and not units().match(line.words, index + 2)
    )


def prefix_at(line: Line, index: int) -> tuple[str, int] | None:
    """A currency that begins at `index`, before a number: its code and where the number begins."""
    for length in (1, 2):
        if line.is_digits(index + length):
            found = currency_prefixes().match_before(line.words, index + length, index)
            if found is not None and found[1] == index:
                return found[0], index + length
    return None


def is_multiple(line: Line, start: int, end: int) -> bool:
    """Whether `lần` behind `start:end` multiplies (`gấp 3 lần`, `tăng 2 lần so với`) and does not count occasions."""
    before = line.words[max(0, start - 4) : start]
    return (
        "gấp" in before
        or _grows(line, start)
        or line.word(end) in ("so",)
        or (
            line.word(start - 1) in ("tăng", "giảm", "hơn", "cao", "nhanh")
            and line.word(start - 2) not in ("có",)
            and line.word(start - 1) != "hơn"
        )
        or ("nhanh" in before or "cao" in before or "lớn" in before or "đắt" in before)
    )


def _grows(line: Line, start: int) -> bool:
    """`tăng hơn 6 lần`, `tăng mạnh tới 4 lần`: a verb of change with only helpers between."""
    before = line.words[max(0, start - _REACH - 4) : start]
    if "tăng" in before and "lên" in before[-3:] and ("tới" in before[-3:] or "đến" in before[-3:]):
        return True
    for at in range(start - 1, max(-1, start - _REACH), -1):
        word = line.words[at]
        if word in ("tăng", "giảm", "vọt") or (word == "thêm" and line.word(at - 1) not in ("có", "")):
            return line.word(at - 1) not in ("đợt", "lần", "kỳ", "phiên")
        if word not in _CHANGE_BETWEEN:
            return False
    return False


def figure_of(numeral: Numeral, start: int, end: int, kind: str, unit: str | None) -> Figure:
    """A figure with the value of a numeral."""
    figure = Figure(
        start, end, kind, value=numeral.value, low=numeral.low, high=numeral.high, unit=unit, lost=numeral.lost, left=start
    )
    if numeral.vague:
        figure.cmp, figure.approx = "vague", numeral.vague
    return figure
