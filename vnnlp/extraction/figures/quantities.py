"""Quantities: a numeral with its unit, currency, rate tail or counted noun, and ranges of them."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import Unit, counted_nouns, currency_prefixes, scales, units
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.lookalikes import in_compound, labelled
from vnnlp.extraction.figures.numerals import AFTER_TENS, Numeral, read_digits, read_numeral

_DASHES: Final = frozenset("-–—~")
_QUOTES: Final = frozenset("“\"'‘«(")
_OF_TIME: Final = frozenset(["giây", "phút", "giờ", "tiếng", "ngày", "đêm", "tuần", "tháng", "quý", "năm", "thập"])
_FUNCTION: Final = frozenset(
    ["và", "đến", "của", "tại", "sẽ", "do", "tới", "thì", "với", "trong", "để", "là", "đã", "có", "ở", "về", "được", "cho", "bị", "nhưng", "từ", "khi", "vào", "đang", "lên", "chỉ", "theo", "cùng", "vì", "mà", "nên", "đi", "vẫn", "như", "còn", "phải", "qua", "bằng", "hay", "hoặc", "đều", "nhằm", "xuống", "đạt", "tăng", "giảm", "trở", "thuộc", "gồm", "nhờ", "tuy", "bởi", "sao", "mới", "cũng", "không", "chưa", "này", "đó", "kia", "ấy", "rồi", "nữa", "sau", "trước", "trên", "dưới", "giữa", "ngoài", "cả", "các", "những", "mỗi", "một", "hai", "ba", "nếu", "ra", "so", "rất", "khá", "hơn", "nhất", "lại", "vừa", "thêm", "đối", "tức", "gần", "khoảng", "dù", "cách", "hiện", "hết", "hôm", "sáng", "trưa", "chiều", "tối", "thứ", "nay", "ngày", "tháng", "năm", "ông", "bà", "anh", "chị", "tôi", "họ", "nó", "ai", "gì", "nào", "đây", "thế", "nói", "cho", "biết"])
_FOLLOWED: Final = frozenset([
    "tiếp", "liên", "lần", "lượt", "trị", "kể", "nghĩa", "tương", "dự", "kết", "xảy", "bắt", "phó", "đồng"])
_WITH_NOUN: Final = frozenset(["cuốn", "quyển", "ngôi", "căn"])
_NEED_GLUE: Final = frozenset(["g", "l", "s", "v", "w", "f", "c", "a"])
_MINUTE_OF: Final = {("giờ", "phút"): 60, ("tiếng", "phút"): 60, ("phút", "giây"): 60, ("năm", "tháng"): 12, ("ngày", "giờ"): 24,
                     ("tuần", "ngày"): 7, ("tháng", "ngày"): 30}
_SMALL_MEASURES: Final = {"kg": 1000, "m": 100, "tấn": 1000, "tạ": 100, "km": 1000, "mét": 100, "lạng": 100}
_PARTS: Final = {"hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "trăm": 100, "nghìn": 1000}


def read_quantity(line: Line, index: int) -> Figure | None:
    """The figure of a number that begins at `index`: amount, share, count, length, rate or a range of such."""
    fraction = _fraction(line, index)
    if fraction is not None:
        return fraction
    numeral = read_numeral(line, index)
    if numeral is None:
        return None
    if numeral.value is not None and line.is_digits(index):
        _negative(line, numeral)
    prefix = _prefix(line, numeral.start) if line.is_digits(index) or numeral.lost else None
    unit, end = _unit(line, numeral)
    pair = _range(line, numeral, unit, end, prefix)
    if pair is not None:
        return pair
    if prefix is not None:
        figure = _figure(numeral, prefix[1], max(numeral.end, end if unit and unit.kind == "money" else 0), "money", prefix[0])
        return _cents(line, _with_rate(line, figure))
    if unit is not None:
        figure = _of_unit(line, numeral, unit, end)
        return figure if figure is None else _with_rate(line, figure)
    if numeral.bare or in_compound(line, numeral.start, numeral.end):
        return _bare_magnitude(line, numeral)
    return _count(line, numeral)


def _negative(line: Line, numeral: Numeral) -> None:
    """A minus sign, or `âm`, before digits."""
    at = numeral.start - 1
    if (line.word(at) in ("-", "–", "−") and line.glued(numeral.start) and not line.glued(at) and not (
            line.is_digits(at - 1))) or (line.whole and at == 0 and line.word(0) in ("-", "âm")):
        if line.word(at - 1) not in ("giờ",) and (line.word(at - 1) or line.whole) and numeral.value is not None and not _is_list_mark(line, at):
            numeral.value, numeral.start = -numeral.value, at
    elif line.word(at) == "âm" and numeral.value is not None:
        numeral.value, numeral.start = -numeral.value, at


def _is_list_mark(line: Line, at: int) -> bool:
    return at == 0 and not line.whole


def _prefix(line: Line, start: int) -> tuple[str, int] | None:
    """A currency before the number: its code and where it begins."""
    found = currency_prefixes().match_before(line.words, start, max(0, start - 4))
    if found is None or found[1] == start:
        return None
    code, begin = found
    if line.words[begin] in ("rs", "rm", "rp") and not line.surface(begin)[0].isupper():
        return None
    if (line.is_digits(begin - 1) and not line.glued(start)) or (begin > 0 and line.word(begin - 1) in scales()):
        return None
    return code, begin


def _unit(line: Line, numeral: Numeral) -> tuple[Unit | None, int]:
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
    if (line.glued(after) and line.word(after).isalpha()) or (line.glued(after) and line.is_digits(after) and word not in _SMALL_MEASURES):
        return None, end
    noun = counted_nouns().match(line.words, end)
    if noun is not None and (noun[1] > after or (noun[1] == after and unit.kind == "money" and not numeral.scaled and word in ("bảng", "tệ"))):
        return None, end
    if word in _NEED_GLUE and after == end + 1 and not line.glued(end):
        return None, end
    if word == "s" and (line.surface(end) != word or _foreign_before(line, numeral.start)):
        return None, end
    if word in ("m", "g") and (line.surface(end) != word or (line.word(after) == "." and line.glued(after) and line.glued(after + 1))):
        return None, end
    if word in ("chỉ", "lượng") and line.word(after) not in ("vàng", "bạc", "sjc") and not "vàng" in line.words[max(0, end - 8):end]:
        return None, end
    if word in ("won", "tệ", "bảng", "đô", "xu", "cent", "kíp", "yên") and line.surface(end)[:1].isupper() and not line.glued(end):
        return None, end
    if unit.kind == "duration" and word == "năm" and ((line.word(after) in AFTER_TENS and line.word(after) not in ("tư",) and line.word(after + 1) in scales())
                                                      or _is_year_head(line, end)):
        return None, end
    if word in ("đêm", "hôm") and line.word(after) in ("nay", "qua", "nhạc", "diễn", "trước", "đó"):
        return None, end
    if word == "quý" and line.word(after) in ("i", "ii", "iii", "iv", "khách", "ông", "bà"):
        return None, end
    if word == "độ" and unit.name == "độ" and line.word(after) == "tuổi":
        return None, end
    if word == "tuần" and line.word(after) in ("tra", "hành", "tự", "thú"):
        return None, end
    if word == "giờ" and line.word(after) in ("g", "gmt") and not line.glued(after):
        return unit, after
    if word == "đồng" and after == end + 1 and line.word(after) in ("chí", "phạm", "bào", "đội", "nghiệp", "minh", "bọn", "hồ", "hương", "ruộng") \
            and not line.glued(end):
        return None, end
    if word in ("điểm",) and line.word(after) in ("nóng", "đen", "nhấn", "sáng", "mạnh", "yếu", "cầu", "trường", "bán", "giao", "đến", "du", "thi"):
        return None, end
    return unit, after


def _foreign_before(line: Line, start: int) -> bool:
    """`Probook 4430s`: the letter belongs to a model's number."""
    return line.surface(start - 1)[:1].isupper() and line.word(start - 1).isascii() and line.word(start - 1).isalpha()


def _is_year_head(line: Line, index: int) -> bool:
    """Whether `năm` at `index` begins the name of a year: `100 triệu năm 2013`."""
    return line.integer(index + 1, 1000, 2999) is not None and len(line.words[index + 1]) == 4 and not units().match(line.words, index + 2)


def _figure(numeral: Numeral, start: int, end: int, kind: str, unit: str | None) -> Figure:
    figure = Figure(start, end, kind, value=numeral.value, low=numeral.low, high=numeral.high, unit=unit, lost=numeral.lost, left=start)
    if numeral.vague:
        figure.cmp, figure.approx = "vague", numeral.vague
    return figure


def _of_unit(line: Line, numeral: Numeral, unit: Unit, end: int) -> Figure | None:
    """Numeral and unit; the unit may take `rưỡi` or a smaller part (`7 năm 6 tháng`, `1m65`)."""
    word = line.words[numeral.start]
    if numeral.lone and word == "một" and not _counts_one(line, numeral, unit, end):
        return None
    if (numeral.lone or numeral.bare) and in_compound(line, numeral.start, numeral.end):
        return None
    if numeral.bare and unit.kind in ("duration", "age", "multiple") and line.word(numeral.start - 1) not in (
            "hơn", "gần", "cả", "khoảng", "đến", "tới", "ngót", "trên", "dưới", "sau", "trong"):
        return None
    if numeral.vague and word == "mấy" and unit.kind not in ("money", "duration", "percent") and not numeral.scaled:
        return None
    strong = unit.kind in ("percent", "percent_point", "money", "quantity", "age") or numeral.scaled or numeral.lost
    if labelled(line, numeral.start, numeral.end, strong=strong or unit.kind in ("duration", "multiple"), counted=True):
        return None
    name = unit.name
    kind = unit.kind
    figure = _figure(numeral, numeral.start, end, kind, name)
    if kind == "multiple":
        if line.word(numeral.start - 1) == "lần" and line.words[end - 1] != "lần":
            return None
        if not _is_multiple(line, numeral.start, end):
            figure.kind = "count"
    if line.word(end) == "rưỡi" and figure.value is not None:
        figure.value, figure.end = figure.value + 0.5, end + 1
        if name in ("tiếng", "tiếng đồng hồ"):
            figure.unit = "giờ"
    if word == "nửa" and name == "tiếng":
        figure.unit = "giờ"
    _add_part(line, figure, name)
    return figure


def _is_multiple(line: Line, start: int, end: int) -> bool:
    before = line.words[max(0, start - 4):start]
    return "gấp" in before or line.word(end) in ("so",) or (line.word(start - 1) in ("tăng", "giảm", "hơn", "cao", "nhanh") and line.word(start - 2) not in ("có",) \
        and line.word(start - 1) != "hơn") or ("nhanh" in before or "cao" in before or "lớn" in before or "đắt" in before)


def _counts_one(line: Line, numeral: Numeral, unit: Unit, end: int) -> bool:
    """`một` is the article before most nouns: it counts before money, before %, and in a length of time that words announce."""
    if unit.kind in ("percent", "percent_point", "quantity"):
        return True
    if unit.kind == "multiple":
        return line.word(numeral.start - 2) in ("mỗi", "một") and line.word(numeral.start - 1) in _OF_TIME
    if unit.kind == "money":
        return line.words[numeral.end] not in ("xu", "đô", "bảng")
    if unit.kind == "duration":
        before, after = line.word(numeral.start - 1), line.word(end)
        return after in ("trước", "rưỡi", "nay", "tới", "qua", "vừa") or line.word(end) == "sau" or (before in (
            "sau", "trong", "hơn", "gần", "khoảng", "suốt", "chỉ", "mất", "dài", "đây", "trước", "vòng", "dưới", "trên", "chưa", "quá", "được", "đúng", "tới",
            "đầy", "cả", "thêm", "lâu", "hạn", "tròn", "ngót") and after not in ("nào", "đẹp", "mới", "đó"))
    return False


def _add_part(line: Line, figure: Figure, name: str) -> None:
    """A smaller unit behind: `7 năm 6 tháng`, `2 kg 300`, `1m65`."""
    if figure.value is None or figure.end >= line.size:
        return
    at = figure.end + 1 if line.word(figure.end) in ("và", ",") and figure.kind == "duration" and line.word(figure.end) == "và" else figure.end
    if not line.is_digits(at) and not (0 <= at < line.size and line.flags[at] & 2):
        return
    part = read_numeral(line, at)
    if part is None or part.value is None or part.scaled or part.value != int(part.value):
        return
    following = units().match(line.words, part.end)
    if following is not None and figure.kind == "duration":
        per = _MINUTE_OF.get((line.words[figure.end - 1], line.words[part.end]))
        if per and part.value < per and following[1] == part.end + 1:
            figure.value, figure.end = round(figure.value + part.value / per, 9), following[1]
    elif following is None and figure.kind == "quantity" and name in _SMALL_MEASURES and line.is_digits(at) and at == figure.end \
            and figure.value == int(figure.value):
        digits = line.words[at]
        if (line.glued(at) and len(digits) <= 2 and name == "m") or (name == "kg" and len(digits) == 3 and line.word(part.end) in ("", ".", ",", "gam", ")")):
            figure.value, figure.end = figure.value + int(digits) / 10 ** len(digits), at + 1


def _with_rate(line: Line, figure: Figure) -> Figure:
    """The rate tail: `/tháng`, `/ m2 / tháng`, `một lít`, `mỗi ngày`."""
    at, per = figure.end, []
    while line.word(at) == "/" and at + 1 < line.size and len(per) < 2:
        found = _denominator(line, at + 1)
        if found is None:
            break
        per.append(found[0])
        at = found[1]
    if not per:
        start = at
        if line.word(start) in ("trên", "cho", "trong", "cứ", "tính") and line.word(start + 1) == "mỗi":
            start += 1
        if line.word(start) == "mỗi" or (line.word(start) == "một" and figure.kind in ("money", "quantity", "percent") and line.word(start + 1) not in ("số",)) \
                or (line.word(start) == "một" and line.words[figure.end - 1] in ("lần", "giờ") and figure.kind in ("count", "duration")):
            found = _denominator(line, start + 1, spoken=True)
            if found is not None and line.word(found[1]) not in ("trước", "sau", "qua", "nay", "tới"):
                per.append(found[0])
                at = found[1]
    if per:
        figure.per, figure.end = "/".join(per), at
        figure.kind = "frequency" if figure.unit in ("lần", "lượt", "chuyến") else "rate"
    return figure


def _denominator(line: Line, index: int, *, spoken: bool = False) -> tuple[str, int] | None:
    if index >= line.size or line.is_digits(index):
        return None
    found = units().match(line.words, index)
    noun = counted_nouns().match(line.words, index)
    if noun is not None and (found is None or noun[1] > found[1]):
        return line.text(index, noun[1]).replace("_", " ").casefold(), noun[1]
    if found is not None:
        if line.word(found[1]) and line.glued(found[1]) and (line.words[found[1]].isalpha()):
            return None
        return (found[0].name if found[0].kind == "money" else line.text(index, found[1]).replace("_", " ").casefold()), found[1]
    if spoken or not line.words[index].isalpha() or (line.surface(index).isupper() and len(line.words[index]) > 1):
        return None
    end = line.word_end(index)
    return line.text(index, end).replace("_", " ").casefold(), end


def _cents(line: Line, figure: Figure) -> Figure:
    return figure


def _range(line: Line, first: Numeral, unit: Unit | None, end: int, prefix: tuple[str, int] | None) -> Figure | None:
    """Two numbers with one meaning: `4 - 5 triệu đồng`, `từ 690 đến 1.580 đồng`, `70-80%`, `giữa 1 và 2 tỷ`."""
    if first.vague or (first.lone and first.value == 1 and unit is None and line.word(first.end) != ","):
        return None
    after = end if unit is not None else first.end
    joiner = line.word(after)
    opener = line.word(first.start - 1)
    start = first.start if prefix is None else prefix[1]
    if prefix is not None:
        opener = line.word(prefix[1] - 1)
    if joiner in _DASHES:
        if line.glued(after) != line.glued(after + 1) or not (line.is_digits(after + 1) or line.flags[after + 1] & 2 if after + 1 < line.size else False):
            if _prefix_at(line, after + 1) is None:
                return None
    elif joiner in ("đến", "tới"):
        if opener not in ("từ", "khoảng", "mức") and (unit is not None or line.word(after + 1) in ("cả", "nay")):
            return None
    elif joiner == "và":
        if opener != "giữa":
            return None
    elif joiner == "," and first.lone and unit is None:
        return _loose_pair(line, first)
    else:
        return None
    at = after + 1
    if joiner in ("đến", "tới"):
        if line.word(at) in ("hơn", "gần", "khoảng", "trên", "dưới", "hết"):
            at += 1
    second_prefix = _prefix_at(line, at)
    if second_prefix is not None:
        at = second_prefix[1]
    if at >= line.size:
        return None
    second = read_numeral(line, at)
    if second is None or second.vague or second.bare:
        return None
    if not (line.is_digits(at) or second.lost) and not (opener in ("từ", "giữa") or joiner in _DASHES or second.scaled) and not first.lone:
        return None
    last_unit, stop = _unit(line, second)
    if prefix is not None and last_unit is None:
        last_unit, stop = Unit(prefix[0], "money", prefix[0], 1.0), second.end
    if second.lone and joiner in ("đến", "tới") and opener not in ("từ", "khoảng") and last_unit is None and not first.lone:
        return None
    if unit is not None and last_unit is not None and (unit.kind, unit.base) != (last_unit.kind, last_unit.base) and unit.kind != "age" \
            and {unit.kind, last_unit.kind} != {"duration", "age"}:
        return None
    if unit is not None and last_unit is None:
        return None
    low, high = first.value, second.value
    lost = first.lost or second.lost
    if not lost:
        assert low is not None and high is not None
        if first.digits and not first.scaled and second.digits:
            low = _mantissa(line, first, second, last_unit)
        if second.scaled and not first.scaled and unit is None and low < high / second.scale and (low < 1000 or second.scale < 1e6 or low * second.scale <= high):
            low *= second.scale
            low = round(low, 6)
        if joiner in _DASHES and low >= high and not (last_unit and last_unit.kind == "percent"):
            return None
        if low > high and joiner not in _DASHES:
            return None
        if low < 0 < first.value if first.value else False:
            return None
    if last_unit is None:
        return _counted_range(line, first, second, start, low, high, opener, joiner, lost)
    if labelled(line, start, second.end, strong=last_unit.kind not in ("duration", "multiple"), counted=True):
        return None
    if last_unit.kind in ("duration",) and _is_time_of_day(line, first, stop, opener):
        return None
    begin = start - 1 if opener in ("từ", "giữa") else start
    kind = last_unit.kind if last_unit.kind != "multiple" or _is_multiple(line, start, stop) else "count"
    figure = Figure(begin, stop, kind, low=None if lost else low, high=None if lost else high, unit=last_unit.name, cmp="range", lost=lost,
                    left=begin)
    if line.word(stop) == "rưỡi" and figure.high is not None:
        figure.high, figure.end = figure.high + 0.5, stop + 1
    return _with_rate(line, figure)


def _is_time_of_day(line: Line, first: Numeral, stop: int, opener: str) -> bool:
    return False


def _mantissa(line: Line, first: Numeral, second: Numeral, unit: Unit | None) -> float:
    """The first number read with what follows the second: `36,125 - 36,500 triệu`."""
    value = read_digits(line.words[first.start] if line.is_digits(first.start) else line.words[first.end - 1],
                        continuous=unit is not None and unit.kind in ("percent", "quantity"), scaled=second.scaled, english=line.english)
    sign = -1.0 if first.value is not None and first.value < 0 else 1.0
    return sign * value if value is not None else first.value or 0.0


def _prefix_at(line: Line, index: int) -> tuple[str, int] | None:
    """A currency that begins at `index`, before a number: its code and where the number begins."""
    for length in (1, 2):
        if line.is_digits(index + length):
            found = currency_prefixes().match_before(line.words, index + length, index)
            if found is not None and found[1] == index:
                return found[0], index + length
    return None


def _loose_pair(line: Line, first: Numeral) -> Figure | None:
    """`hai, ba ngày`: two neighbours in words are a rough number."""
    second = read_numeral(line, first.end + 1) if first.end + 1 < line.size and line.flags[first.end + 1] & 2 else None
    if second is None or not second.lone or first.value is None or second.value != first.value + 1 or line.glued(first.end + 1):
        return None
    unit, stop = _unit(line, second)
    if unit is None:
        noun = _noun(line, second.end)
        if noun is None or counted_nouns().match(line.words, noun[0]) is None:
            return None
        return Figure(first.start, second.end, "count", low=first.value, high=second.value, unit=_noun_text(line, noun), noun=noun, cmp="range",
                      left=first.start)
    if unit.kind not in ("duration", "multiple", "age"):
        return None
    return Figure(first.start, stop, "count" if unit.kind == "multiple" else unit.kind, low=first.value, high=second.value, unit=unit.name, cmp="range", left=first.start)


def _counted_range(line: Line, first: Numeral, second: Numeral, start: int, low: float | None, high: float | None, opener: str, joiner: str,
                   lost: bool) -> Figure | None:
    noun = _noun(line, second.end)
    if noun is None and not (opener in ("từ", "khoảng", "giữa") or (second.scaled and joiner in _DASHES)):
        return None
    if noun is None and opener not in ("khoảng", "giữa", "từ") and not second.scaled:
        return None
    if opener == "từ" and noun is None and not second.scaled and (high or 0) < 1000 and not lost:
        if line.word(second.end) in ("giờ", "h"):
            return None
    if (first.lone or second.lone) and (noun is None or in_compound(line, start, second.end)):
        return None
    if labelled(line, start, second.end, strong=second.scaled, counted=noun is not None):
        return None
    begin = start - 1 if opener in ("từ", "giữa") else start
    figure = Figure(begin, second.end, "count", low=None if lost else low, high=None if lost else high, cmp="range", lost=lost, left=begin)
    if noun is not None:
        figure.noun, figure.unit = noun, _noun_text(line, noun)
    if line.word(begin - 1) == "tuổi" and noun is None:
        figure.kind, figure.unit = "age", "tuổi"
    return _with_rate_of_count(line, figure)


def _with_rate_of_count(line: Line, figure: Figure) -> Figure:
    """A counted noun may have a rate tail too: `1.500 sản phẩm / ngày`, `3 viên mỗi lần`."""
    if figure.noun is None:
        return figure
    end = figure.noun[1]
    found = None
    if line.word(end) == "/":
        found = _denominator(line, end + 1)
    elif line.word(end) == "mỗi" or (line.word(end) == "một" and line.word(end + 1) in _OF_TIME):
        found = _denominator(line, end + 1, spoken=True)
    if found is not None and line.word(found[1]) not in ("trước", "sau", "qua", "nay"):
        figure.per, figure.end, figure.kind = found[0], found[1], "rate"
    return figure


def _noun(line: Line, index: int) -> tuple[int, int] | None:
    """The counted noun that begins at `index` (behind an opening quote), as syllables; None where none does."""
    if line.word(index) in _QUOTES:
        index += 1
    if index >= line.size:
        return None
    word = line.words[index]
    if not word.isalpha() or (word in _QUOTES):
        return None
    known = counted_nouns().match(line.words, index)
    stop = line.word_end(index) if line.word_start(index) == index or known is None else index + 1
    if known is not None and known[1] >= min(stop, index + 1):
        end = known[1]
        if stop > end and line.words[index] not in _FUNCTION:
            end = stop if stop - index <= 4 else end
        if word == "tỉnh" and line.words[end:end + 2] == [",", "thành"]:
            end = line.word_end(end + 1)
        if word in _WITH_NOUN and end == index + 1 and line.word(end).isalpha() and line.word(end) not in _FUNCTION:
            end = line.word_end(end)
        return index, end
    if word in _FUNCTION or (word in _FOLLOWED and stop > index + 1) or word in scales():
        return None
    if line.surface(index)[:1].isupper() and len(word) > 1:
        return None
    return (index, stop) if len(word) > 1 else None


def _noun_text(line: Line, noun: tuple[int, int]) -> str:
    return line.text(*noun).replace("_", " ").replace(" ,", ",").casefold()


def _bare_magnitude(line: Line, numeral: Numeral) -> Figure | None:
    """`cả triệu`, `hơn chục hộ dân`, `hàng trăm`: a magnitude that counts only behind words that say so."""
    if not numeral.bare or in_compound(line, numeral.start, numeral.end):
        return None
    noun = _noun(line, numeral.end)
    before = line.word(numeral.start - 1)
    known = noun is not None and counted_nouns().match(line.words, noun[0]) is not None
    if before not in ("hơn", "gần", "cả", "khoảng", "trên", "ngót", "tới", "đến", "chừng", "cỡ", "bạc", "tiền") and not (
            known and numeral.end - numeral.start >= 2) and not (known and line.words[numeral.start] in ("chục", "trăm") and numeral.start == 0):
        return None
    if (noun is None and before not in ("hơn", "gần", "cả", "khoảng")) or (before in ("bạc", "tiền") and noun is None):
        return None
    if noun is not None and not known:
        return None
    figure = _figure(numeral, numeral.start, numeral.end, "count", None)
    if noun is not None:
        figure.noun, figure.unit = noun, _noun_text(line, noun)
    return figure


_BARE_BEFORE: Final = frozenset(
    ["là", "còn", "lên", "xuống", "đạt", "có", "chỉ", "khoảng", "hơn", "gần", "trên", "dưới", "tới", "đến", "thành", "tổng", "cộng", "gồm", "thêm", "mất", "được", "bằng", "quá", "vượt", "đủ", "cả", "chừng", "xấp", "nhất", "đa", "thiểu", "ước", "tăng", "giảm", "số", "nhận", "đó"])


def _count(line: Line, numeral: Numeral) -> Figure | None:
    """A number of things: with a noun behind, or bare where the words before ask for a number."""
    word = line.words[numeral.start]
    noun = _noun(line, numeral.end)
    known = noun is not None and counted_nouns().match(line.words, noun[0]) is not None
    wide = numeral.scaled or numeral.vague or not numeral.lone
    if numeral.lone and not line.is_digits(numeral.start) and not _lone_word_counts(line, numeral, noun, known):
        return None
    if not line.is_digits(numeral.start) and not wide and not known:
        return None
    if numeral.vague and not known and not numeral.scaled:
        return None
    if word == "nửa":
        if numeral.scaled:
            return _with_noun(line, numeral, noun)
        return None
    strong = numeral.scaled or numeral.lost
    if labelled(line, numeral.start, numeral.end, strong=strong, counted=known):
        return None
    if noun is None and not strong and not _bare_counts(line, numeral) and not (numeral.lone and not numeral.digits):
        return None
    if noun is not None and not known and not strong and not _noun_like(line, noun, numeral):
        return None if not _bare_counts(line, numeral) else _with_noun(line, numeral, None)
    if known and not strong and line.words[noun[0]] in ("số", "loại", "kỳ") and noun is not None:
        return None
    figure = _with_noun(line, numeral, noun)
    if numeral.scaled and line.words[numeral.end - 1] in ("k", "tr") and not known and not line.whole:
        figure.unit, figure.kind, figure.noun = "VND", "money", None
    return figure


def _noun_like(line: Line, noun: tuple[int, int], numeral: Numeral) -> bool:
    """An unlisted word behind digits counts as noun if it is a plain word in lower case and the number is not a name's."""
    return line.surface(noun[0]).islower() and (noun[1] - noun[0] > 1 or numeral.digits) and line.word(numeral.start - 1) not in ("số", "thứ", "lần")


def _lone_word_counts(line: Line, numeral: Numeral, noun: tuple[int, int] | None, known: bool) -> bool:
    """`hai`, `ba`... count before a noun that news counts; `một` is an article; `năm` is the year unless a counted noun follows."""
    word = line.words[numeral.start]
    if word != "một" and noun is None and line.word(numeral.start - 1) == "cả" and line.word(numeral.end) in ("đều", "cùng", "đã", "bị", "đang", "được", "sẽ"):
        return True
    if word == "một" or noun is None or not known:
        return False
    if in_compound(line, numeral.start, numeral.end) or (line.surface(numeral.start)[:1].isupper() and numeral.start > 0):
        return False
    before = line.word(numeral.start - 1)
    if before in ("thứ", "tháng", "lần", "ngày", "mùng", "mồng", "số", "hạng", "anh", "chị", "ông", "bà", "chú", "cô", "cậu", "bác", "dì"):
        return False
    if word == "năm" and (before in ("một", "hai", "mỗi", "hàng", "hằng", "nhiều", "những", "các", "trong", "từng", "cả", "vài", "mấy", "cuối", "đầu", "sau")
                          or line.is_digits(numeral.start - 1) or (numeral.start and line.flags[numeral.start - 1] & 2)
                          or (line.word(numeral.end) in ("học", "nay", "ngoái", "tuổi", "người") and before in ("", ",", "vào"))):
        return False
    return not (line.is_digits(numeral.start - 1))


def _bare_counts(line: Line, numeral: Numeral) -> bool:
    """A bare number counts where the word before asks for one, or where its shape is an amount's."""
    if line.whole and numeral.end - numeral.start >= line.size - numeral.start - 1:
        return True
    if not numeral.digits:
        return not numeral.lone and not numeral.bare
    text = line.words[numeral.start if line.is_digits(numeral.start) else numeral.end - 1]
    if text.startswith("0") and text.isdecimal() and len(text) > 1:
        return False
    if line.word(numeral.end) in ("/", "-", "–", ":", "x", "+", "*", "_", "=") and (line.glued(numeral.end) or line.is_digits(numeral.end + 1)):
        return False
    if (line.word(numeral.start - 1) in ("/", "-", "–", ":", "x", "+", "*", "_", "=", "#", "@", "&") and not numeral.value) or (line.glued(numeral.start) \
            and line.word(numeral.start - 1) not in ("(", "“", '"')):
        return False
    if "." in text or "," in text:
        return len(text) >= 5 or line.word(numeral.start - 1) in _BARE_BEFORE
    return line.word(numeral.start - 1) in _BARE_BEFORE and len(text) <= 4 and not (
        len(text) == 4 and 1900 <= int(text) <= 2100) and line.word(numeral.start - 1) not in ("số", "đến", "tới", "đó", "có", "trên", "nhất", "được", "thêm")


def _with_noun(line: Line, numeral: Numeral, noun: tuple[int, int] | None) -> Figure:
    figure = _figure(numeral, numeral.start, numeral.end, "count", None)
    if noun is not None:
        figure.noun, figure.unit = noun, _noun_text(line, noun)
    return _with_rate_of_count(line, figure)


def _fraction(line: Line, index: int) -> Figure | None:
    """`2/3`, `21/24 xã`, `hai phần ba`, `một phần tư`, `một nửa`."""
    if line.is_digits(index):
        if line.word(index + 1) != "/" or not line.is_digits(index + 2) or line.glued(index + 1) != line.glued(index + 2):
            return None
        top, bottom = line.integer(index, 0, 9999), line.integer(index + 2, 1, 9999)
        if top is None or bottom is None or line.word(index + 3) == "/" or top > bottom or bottom == 1 or line.word(index - 1) in ("/", "số"):
            return None
        if (line.glued(index + 3) and line.word(index + 3).isalpha()) or (1900 <= bottom <= 2100 and top <= 12):
            return None
        noun = _share_of(line, index + 3)
        if labelled(line, index, index + 3, strong=False, counted=noun is not None) or (bottom > 31 and noun is None and top != bottom):
            return None
        if bottom > 12 and noun is None and line.word(index - 1) not in _BARE_BEFORE:
            return None
        figure = Figure(index, index + 3, "fraction", value=top / bottom, left=index)
    else:
        word = line.words[index]
        if word == "một" and line.words[index + 1:index + 3] == ["phần", "trăm"] and line.word(index + 3) in ("nghìn", "ngàn"):
            return Figure(index, index + 4, "fraction", value=1e-5, left=index)
        if line.word(index + 1) == "phần" and line.word(index + 2) in _PARTS and (word in _PARTS or word == "một") and word != "trăm":
            top = 1 if word == "một" else _PARTS[word]
            if line.word(index + 2) in ("trăm", "nghìn"):
                return None
            figure = Figure(index, index + 3, "fraction", value=top / _PARTS[line.words[index + 2]], left=index)
        elif (word == "một" and line.word(index + 1) == "nửa") or (word == "nửa" and line.word(index + 1) in ("số", "dân", "lượng")):
            end = index + 2 if word == "một" else index + 1
            if line.word(end) in _OF_TIME or line.word(end) in scales():
                return None
            figure = Figure(index, end, "fraction", value=0.5, left=index)
        elif word == "nửa" and line.word(index - 1) == "phân":
            figure = Figure(index - 1, index + 1, "fraction", value=0.5, left=index - 1)
        elif word == "đôi" and line.word(index - 1) == "nhân" and line.word(index + 1) not in ("lần",):
            return Figure(index - 1, index + 1, "multiple", value=2.0, unit="lần", left=index - 1)
        else:
            return None
    noun = _share_of(line, figure.end)
    if noun is not None:
        figure.noun, figure.unit = noun, _noun_text(line, noun)
    return figure


def _share_of(line: Line, index: int) -> tuple[int, int] | None:
    """The noun behind a fraction, behind `số` or `tổng số`."""
    while line.word(index) in ("số", "tổng", "trong", "của", "trên"):
        index += 1
    return _noun(line, index)
