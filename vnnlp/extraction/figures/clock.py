"""Times of day: `15h30`, `8 giờ 45 phút`, `15:30`, `3 giờ rưỡi chiều`, `11 giờ kém 15`, `từ 8h đến 22h`."""

from __future__ import annotations

from typing import Final, NamedTuple

from vnnlp.extraction.figures.figure import Figure, Moment
from vnnlp.extraction.figures.lexicon import date_words, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.numerals import read_numeral

_BEFORE: Final = word_set("before")
_NOT_BEFORE: Final = word_set("not_before")
_JOIN: Final = frozenset(("đến", "tới", "-", "–"))
_AFTER_MINUTES: Final = frozenset((",", ".", ")", "-", "–", "và", "giờ", "ngày", "hôm", "sáng", "chiều", "tối", "đêm", "trưa",
                                    "đến", "vào", "tại", "gmt", "utc", "cùng", ""))
_LATE: Final = 9
_AFTERNOON: Final = {"afternoon": 1, "evening": 4, "night": 6}


class Clock(NamedTuple):
    """A time that begins somewhere: its parts, its end, and whether it can only be a time of day."""

    hour: int
    minute: int | None
    end: int
    certain: bool
    part: str | None
    past: int
    """Where the words behind it begin: its part of the day is no piece of its span."""


_AFTER_HOUR: Final = frozenset(("h", "g", "giờ", ":", "am", "pm", "-", "–", "đến", "tới"))


def read_time(line: Line, index: int) -> Figure | None:
    """A time or a range of times that begins at `index`, where the words around say that it is one."""
    if line.flags[index] & 1 and line.word(index + 1) not in _AFTER_HOUR:
        return None
    first = _clock(line, index)
    if first is None:
        return _shared_hour(line, index)
    context = (
        _in_context(line, index)
        or _before_day(line, first.end)
        or _opens_clause(line, index, first)
        or (line.whole and first.minute is not None and index == 0)
    )
    second = None
    if line.word(first.past) in _JOIN:
        start = first.past + 1
        while line.word(start) in ("hết", "khoảng", "gần"):
            start += 1
        if line.words[start : start + 2] == ["nửa", "đêm"] and (first.certain or context):
            night = Moment(part="night", grain="hour")
            begin = index - 1 if line.word(index - 1) == "từ" else index
            return Figure(begin, start + 2, "time_range", cmp="range", fixed=True, date=_moment(first), date_end=night)
        second = _clock(line, start) if start < line.size else None
    if second is not None and (first.certain or second.certain or context):
        begin = index - 1 if line.word(index - 1) == "từ" else index
        return Figure(begin, second.end, "time_range", cmp="range", fixed=True, date=_moment(first), date_end=_moment(second))
    if not (context or (first.certain and not _is_length(line, index, first))):
        return None
    if not context and first.hour == 24 and first.minute is None and first.part is None:
        return None  # `cửa hàng tiện lợi 24h`
    return Figure(index, first.end, "time", date=_moment(first))


def _opens_clause(line: Line, index: int, clock: Clock) -> bool:
    """`Hơn 21h , anh về`, `tối 25-11 , gần 9 giờ , …`: set apart by commas, with nothing that lasts so long."""
    if line.word(clock.end) not in (",", "ngày", "sáng", "trưa", "chiều", "tối", "đêm") or not clock.certain:
        return False
    at = index - 1
    return line.word(at) in ("hơn", "gần", "khoảng", "chừng", "tầm", "đúng") and (at == 0 or line.word(at - 1) in (",", "("))


def _before_day(line: Line, end: int) -> bool:
    """`hơn 2h ngày 27/4`, `gần 10h cùng ngày`: what is on a day is a time and no length."""
    if line.word(end) == "cùng" and line.word(end + 1) in ("ngày", "hôm"):
        return True
    return line.word(end) in ("ngày", "hôm") and line.is_digits(end + 1) and line.word(end + 2) in ("/", "-", "tháng")


def _moment(clock: Clock) -> Moment:
    return Moment(hour=clock.hour, minute=clock.minute, part=clock.part).settle()


def _shared_hour(line: Line, index: int) -> Figure | None:
    """`11-12 h`, `từ 8 đến 10 giờ`: the first of two hours without its own mark."""
    hour = line.integer(index, 0, 24)
    if hour is None or line.word(index + 1) not in _JOIN:
        return None
    second = _clock(line, index + 2)
    if (
        second is None
        or second.hour <= hour
        or not (
            second.part
            or (line.word(index - 1) in ("từ", "lúc", "khoảng", "vào") and line.word(second.end - 1) in ("h", "giờ", "g"))
            or (_in_timetable(line, index) and line.word(second.end - 1) == "h")
        )
    ):
        return None
    if not second.part and line.word(second.end - 1) == "giờ" and line.word(index - 1) not in ("lúc", "vào"):
        return None
    begin = index - 1 if line.word(index - 1) == "từ" else index
    shift = 12 if second.part and second.hour >= 12 and hour + 12 <= second.hour else 0
    return Figure(
        begin,
        second.end,
        "time_range",
        cmp="range",
        fixed=True,
        date=Moment(hour=hour + shift, grain="hour"),
        date_end=_moment(second),
    )


def _clock(line: Line, index: int) -> Clock | None:
    hour, after, spelled = _hour(line, index)
    if hour is None:
        return None
    mark = line.word(after)
    minute: int | None = None
    certain = False
    if mark == ":" and line.glued(after) and line.glued(after + 1) and not spelled:
        minute = line.integer(after + 1, 0, 59)
        if minute is None or len(line.words[after + 1]) != 2:
            return None
        end, certain = after + 2, True
        if line.word(end) == ":" and line.glued(end) and line.integer(end + 1, 0, 59) is not None:
            end += 2
        if line.word(end) in ("giờ", "h", "pm", "am"):
            hour, end = (hour + 12 if line.word(end) == "pm" and hour < 12 else hour), end + 1
    elif mark in ("h", "g") and (line.glued(after) or mark == "h") and not spelled:
        if line.surface(after) == "G":
            return None
        end = after + 1
        minute = (
            line.integer(end, 0, 59)
            if line.glued(end)
            or line.word(end + 1) in ("phút", "p", "'")
            or (line.is_digits(end) and len(line.words[end]) == 2 and not line.glued(end + 1))
            else None
        )
        if (
            mark == "g"
            and minute is None
            and line.word(end) not in date_words("part_of_day").firsts
            and not _in_context(line, index)
        ):
            return None
        if minute is not None and len(line.words[end]) == 1 and line.glued(end) and _cut_digit(line, end + 1):
            minute, end = 10 * minute + int(line.words[end + 1]), end + 2
        elif minute is not None:
            end += 1
        elif line.glued(end) and line.word(end) not in ("-", "–", ",", ".", ")", ";", ":", "/", "(", "”", '"', "?"):
            return None
        certain = True
    elif mark == "giờ" and line.word(after + 1) != "đồng":
        end = after + 1
        if line.word(end) == "rưỡi":
            minute, end = 30, end + 1
        elif line.word(end) == "kém":
            less = _minutes(line, end + 1)
            if less is not None:
                hour, minute, end, certain = (hour - 1) % 24, 60 - less[0], less[1], True
        else:
            found = _minutes(line, end)
            if found is not None and (line.word(found[1]) in ("phút", "p", "'") or len(line.word(found[1] - 1)) == 2):
                minute, end = found
                # `2 giờ 15 phút` is a length or a time: only the context tells.
    elif mark in ("am", "pm") and not spelled:
        end, certain = after + 1, True
        hour = hour + 12 if mark == "pm" and hour < 12 else hour
    else:
        return None
    if minute is not None and line.word(end) in ("phút", "p", "'"):
        end += 1
    part = date_words("part_of_day").match(line.words, end)
    name = None
    if part is not None and line.word(part[1]) not in ("đen", "om", "mịt", "tăm"):
        name = part[0]
        certain = True
        if name in _AFTERNOON and _AFTERNOON[name] <= hour < 12:
            hour += 12
        if line.word(end) == "sáng" and hour == 12:
            hour = 12
    return Clock(hour, minute, end, certain, name, part[1] if part is not None and name else end)


def _cut_digit(line: Line, index: int) -> bool:
    """`4h5 9`: the segmenter of the news cuts the last digit of the minutes off."""
    if line.integer(index, 0, 9) is None or len(line.words[index]) > 1 or line.glued(index) or line.glued(index + 1):
        return False
    following = line.word(index + 1)
    return following in _AFTER_MINUTES


def _hour(line: Line, index: int) -> tuple[int | None, int, bool]:
    hour = line.integer(index, 0, 24)
    if hour is not None:
        return (hour, index + 1, False) if len(line.words[index]) <= 2 else (None, index, False)
    if 0 <= index < line.size and line.flags[index] & 2:
        numeral = read_numeral(line, index)
        if (
            numeral is not None
            and numeral.value is not None
            and numeral.value == int(numeral.value)
            and 1 <= numeral.value <= 24
            and not numeral.bare
            and line.words[index] != "nửa"
        ):
            return int(numeral.value), numeral.end, True
    return None, index, False


def _minutes(line: Line, index: int) -> tuple[int, int] | None:
    minute = line.integer(index, 0, 59)
    if minute is not None:
        return minute, index + 1
    if 0 <= index < line.size and line.flags[index] & 2:
        numeral = read_numeral(line, index)
        if numeral is not None and numeral.value is not None and numeral.value < 60 and line.word(numeral.end) in ("phút", ""):
            return int(numeral.value), numeral.end
    return None


def _in_context(line: Line, index: int) -> bool:
    """Whether the words before and after say that a time of day stands here."""
    before = line.word(index - 1)
    while before in ("khoảng", "gần", "chừng", "tầm", "hơn") and index > 0:
        index -= 1
        before = line.word(index - 1)
        if before in ("lúc", "vào", "hồi", "từ", "đến", "tới"):
            return True
    if before == "quá":
        return line.word(index - 2) == "lúc"
    if before == "tới":
        return not line.word(index - 2).isalpha() or line.word(index - 2) in ("mãi", "cho", "phải", "từ")  # `“ Tới 18h , …`
    if before in ("hoặc", "hay") and line.word(index - 2) == "h":
        return True  # `sau 22h hoặc 24h`
    if before == "hết" and line.word(index - 2) not in ("đến", "tới"):
        return False
    if before == "đến" and line.word(index - 2) in ("lên", "dài", "mất", "kéo"):
        return False
    return before in _BEFORE


def _in_timetable(line: Line, index: int) -> bool:
    """`trong thời gian 6-10 h và 16-20 h`, `giờ cao điểm 7-9 h`."""
    before, earlier = line.word(index - 1), line.word(index - 2)
    return before in ("gian", "giờ", "điểm", "khung") or (before in ("và", ",") and earlier in ("h", "giờ"))


def _is_length(line: Line, index: int, clock: Clock) -> bool:
    """`kéo dài 2h`, `trong 3 h`: a duration, unless minutes or a part of the day say otherwise."""
    if clock.part or (
        clock.minute is not None and line.word(index - 1) not in ("trong", "dài", "mất", "suốt", "sau", "hơn", "gần")
    ):
        return False
    follows = line.word(clock.end)
    if line.word(index - 1) == "sau" and clock.hour >= _LATE and line.word(clock.end - 1) == "h" and clock.minute is None:
        return False  # `sau 11h lại bật tăng`: no length is so long and so even.
    if follows in ("/", "liền", "liên", "đồng", "qua", "mỗi", "trước", "sau", "nữa"):
        return True
    return line.word(index - 1) in _NOT_BEFORE
