"""What looks like a figure and is none: `3G`, `iPhone 5`, `Nghị định 49/2011/NĐ-CP`, scores, plates, addresses, `tư vấn`.

Each test is a named function over one line; `skip` tries them all.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.day_parts import continues_days, follows_part_of_day
from vnnlp.extraction.figures.lexicon import counted_nouns, scales, units, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.scores import read_score

_JOINTS: Final = frozenset(("/", "-", "–", ":"))
_IDIOMS: Final = frozenset((("24", "7"), ("24", "24"), ("7", "7"), ("50", "50")))
_PREFIX: Final = word_set("prefix")
_DRAWN: Final = 3
_GRADES: Final = frozenset(("lớp", "khối", "hạng", "bậc"))
_LIVES: Final = frozenset(("trú", "ngụ", "ở", "tại", "chỉ", "nhà"))
_STREETS: Final = frozenset(("đường", "phố", "ngõ", "hẻm", "ấp"))
_SCREENS: Final = ("2", "4", "5", "8")
_RACES: Final = ("5", "10")
_OF_NAMES_IN_K: Final = dict.fromkeys(("tv", "tivi", "hình", "giải", "video", "phim", "nét"), _SCREENS) | dict.fromkeys(
    ("chạy", "ly"), _RACES)
"""Words before a number with K that is a name: a screen's (`màn hình 4K`), a race's (`cự ly 10K`)."""


def skip(line: Line, index: int) -> int:
    """Where the look-alike that holds syllable `index` ends; `index` itself where there is none."""
    if line.barred is not None and line.barred[index] and not _is_amount(line, index):
        # Inside the name of a product, a person or a place; a lone head word (`Quý III`) is hardly a name.
        head = line.flags[index] & 4 and not (index + 1 < line.size and line.barred[index + 1])
        return index if head or _is_dated_name(line, index) else index + 1
    if not line.is_digits(index):
        return index
    follows = line.word(index + 1)
    if line.word(index - 1) == "-" and _plate(line, index) > index:
        return index + 1
    if line.glued(index) and line.glued(index - 1) and line.words[index - 1] in _JOINTS and line.is_digits(index - 2):
        return index + 1  # The rest of `1981-82`, `2016/17`: its beginning was no figure, or one that ends before the mark.
    if line.glued(index) or line.glued(index + 1) or follows in _JOINTS or follows == "+" or "." in line.words[index]:
        for test in (_milestone, _draw, _legal_reference, _address, _idiom, _glued_code, _version, read_score):
            end = test(line, index)
            if end > index:
                return end
    return index


def _is_amount(line: Line, index: int) -> bool:
    """`VinaPhone 24,8 %`, `Nguyễn Văn A 74 tuổi`, `… 10 năm tù`: no name ends in a share, an age or a sentence."""
    after = line.word(index + 1)
    return line.is_digits(index) and (after in ("%", "tuổi") or (after in ("năm", "tháng") and line.word(index + 2) == "tù"))


def _is_dated_name(line: Line, index: int) -> bool:
    """`“ Công ty tiêu biểu năm 2016 ”`, `ViOlympic năm học 2016 - 2017`: a year behind its head is no part of the name."""
    if line.words[index] == "năm":
        return line.integer(index + 1, 1900, 2100) is not None or line.word(index + 1) == "học"
    return line.integer(index, 1900, 2100) is not None and (line.words[max(0, index - 2) : index] == ["năm", "học"])


def _legal_reference(line: Line, index: int) -> int:
    """`49/2011/NĐ-CP`, `số 2011 / QĐ - SYT`, `71/2012/TT`."""
    if not line.is_digits(index):
        return index
    at = index + 1
    for _ in range(3):
        if line.word(at) not in ("/", "-"):
            break
        following = line.surface(at + 1)
        if (
            following[:1].isupper()
            and following.isalpha()
            and following.isupper()
            and len(following) >= 2
            and (line.words[at] == "/" or line.glued(at) or at > index + 2)
            and not (units().match(line.words, at + 1) and line.word(at + 2) != "-")
        ):
            end = at + 2
            while (
                line.word(end) in ("-", "–", "/", "&")
                or (line.glued(end) and (line.surface(end).isupper() or line.is_digits(end)))
                or (line.word(end - 1) in ("-", "–", "&") and line.surface(end).isupper())
            ):
                end += 1
                if end >= line.size or end - index > 16:
                    break
            return min(end, line.size)
        if not line.is_digits(at + 1):
            break
        at += 2
    if (
        line.word(index + 1) == "/"
        and line.is_digits(index + 2)
        and index >= 2
        and line.word(index - 1) in ("định", "tư", "số", "quyết", "luật", "văn", "thị")
    ):
        return index + 3
    return index


def _milestone(line: Line, index: int) -> int:
    """`km 12+500`, `Km 6+ 300`: a place on a road."""
    if line.word(index + 1) == "+" and line.is_digits(index + 2) and line.word(index - 1) in ("km", "lý", "số"):
        return index + 3
    return index


def _draw(line: Line, index: int) -> int:
    """`04 - 07 - 16 - 27 - 40 - 41`: the numbers of a lottery, of two digits each, with dashes set apart."""
    at = index
    while line.is_digits(at) and len(line.words[at]) <= 2 and line.word(at + 1) in ("-", "–", ",") and not line.glued(at + 1):
        at += 2
    return at + 1 if at - index >= 2 * _DRAWN and line.is_digits(at) and line.word(index + 1) != "," else index


def _plate(line: Line, index: int) -> int:
    """`51G - 947.15`: the number of a plate, its dash set apart."""
    first = index - 3 if line.is_digits(index - 2) and line.glued(index - 2) else index - 2
    letters = line.surface(first)
    is_plate = (
        line.word(index - 1) == "-"
        and letters.isupper()
        and len(letters) <= 2
        and line.glued(first)
        and line.is_digits(first - 1)
    )
    return index + 1 if is_plate else index


def _address(line: Line, index: int) -> int:
    """`ngõ 12/45`, `số 7/3 đường …`: the parts of an address."""
    if not line.is_digits(index) or line.word(index + 1) != "/" or not line.is_digits(index + 2) or not line.glued(index + 1):
        return index
    if line.word(index - 1) in _GRADES or (line.word(index + 3) in ("00", "000") and not line.glued(index + 3)):
        return index + 3  # `lớp 5/5`, `thương binh hạng 2/4`; `tỉ lệ 1/5 00`, cut apart by the segmenter
    lane = line.word(index - 1) in ("ngõ", "ngách", "hẻm", "kiệt", "nhà") and line.word(index - 2) != "đến"
    if not lane and not (line.word(index - 1) in _LIVES and line.word(index + 3) in _STREETS):
        return index
    end = index + 3
    while line.word(end) == "/" and line.is_digits(end + 1) and end - index < 12:
        end += 2
    return end


def _idiom(line: Line, index: int) -> int:
    """`24/7`, `24/24`, `24/24h`, `50/50`, `4.0`."""
    words = line.words
    if (
        line.word(index + 1) == "/"
        and (words[index], line.word(index + 2)) in _IDIOMS
        and not (follows_part_of_day(line, index) or continues_days(line, index) or line.word(index - 1) in ("ngày", "hôm"))
    ):
        return index + 4 if line.word(index + 3) in ("h", "giờ", "g") else index + 3
    if (
        words[index] in ("4.0", "2.0", "3.0", "5.0")
        and not units().match(words, index + 1)
        and line.word(index - 1) not in ("là", "đạt")
    ):
        return index + 1
    return index


def _glued_code(line: Line, index: int) -> int:
    """Digits glued to letters that are no unit: `S10`, `A320`, `29C-123.45`, `3G`, `17T4`, `Covid-19`, `F-16`."""
    if not line.is_digits(index):
        return index
    if line.glued(index):
        before = line.word(index - 1)
        if before == "q" and line.word(index + 1) in ("/", "-") and line.integer(index + 2, 1900, 2100):
            return index  # `Q4/2017`
        if before.isalpha() and before not in _PREFIX and not _is_mark_of_time(line, index - 1):
            return _end_of_code(line, index)
        if (
            before in ("-", "–")
            and line.glued(index - 1)
            and line.surface(index - 2)[-1:].isalpha()
            and not _range_mark(line, index - 1)
        ):
            return _end_of_code(line, index)
        if (
            before in ("/", "_", "#", "+")
            and line.glued(index - 1)
            and line.surface(index - 2).isalpha()
            and line.surface(index - 2).isupper()
        ):
            return _end_of_code(line, index)
        if (
            before == "."
            and line.glued(index - 1)
            and line.surface(index - 2)[:1].isupper()
            and len(line.surface(index - 2)) <= 2
            and line.word(index - 2) not in ("rs",)
        ):
            return _end_of_code(line, index)
    if line.glued(index + 1) and line.word(index + 1).isalpha():
        following = line.word(index + 1)
        surface = line.surface(index + 1)
        if following == "g" and (surface == "G" or line.words[index] in ("2", "3", "4", "5")) and len(line.words[index]) == 1:
            return index + 2
        if following == "k" and surface == "K" and line.word(index - 1) in ("vàng", "tây", "trắng", "ta", "đỏ"):
            return index + 2  # `vàng 18K`: karats
        if following == "k" and line.words[index] in _OF_NAMES_IN_K.get(line.word(index - 1), ()):
            return index + 2  # `TV 4K`, `chạy 5K`: a screen, a race
        if (
            following in ("h", "g", "k", "tr", "đ", "giờ", "x", "am", "pm")
            or units().match(line.words, index + 1)
            or following in scales()
        ):
            return index
        if following in ("m", "g") and line.whole:
            return index
        if (len(following) <= 2 and surface.isupper()) or not counted_nouns().match(line.words, index + 1):
            return _end_of_code(line, index)
    return index


def _is_mark_of_time(line: Line, index: int) -> bool:
    return (
        line.words[index] in ("h", "g", "m", "tr", "phút", "giờ", "kg", "x") and line.glued(index) and line.is_digits(index - 1)
    )


def _range_mark(line: Line, index: int) -> bool:
    """`5kg-7kg`, `8h-10h`, `VND1000-VND2000`: the letters before the dash are a unit behind digits."""
    return (
        line.is_digits(index - 2)
        or (units().match(line.words, index - 1) is not None and line.is_digits(index - 2))
        or (line.is_digits(index - 3) and line.words[index - 1] == "2")
    )


def _end_of_code(line: Line, index: int) -> int:
    end = index + 1
    while (
        end < line.size
        and end - index < 12
        and line.glued(end)
        and (
            line.words[end].isalnum()
            or line.is_digits(end)
            or (line.words[end] in "-./_" and line.glued(end + 1) and (line.word(end + 1)[:1].isalnum()))
        )
    ):
        end += 1
    return end


def _version(line: Line, index: int) -> int:
    """Digits with several single groups (`5.1.1`, an IP address) are a version, not an amount."""
    word = line.words[index]
    if line.is_digits(index) and word.count(".") + word.count(",") >= 2:
        groups = word.replace(",", ".").split(".")
        if not all(len(group) == 3 for group in groups[1:-1]) or (
            len(groups[-1]) != 3 and word.count(".") == len(groups) - 1 and len(set(map(len, groups[1:]))) > 1
        ):
            return index + 1
    return index
