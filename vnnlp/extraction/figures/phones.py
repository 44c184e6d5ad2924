"""Phone numbers, hotlines and short codes: digits that are dialled, never an amount."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import Phrases, units, word_set
from vnnlp.extraction.figures.line import Line

_HEADS: Final = Phrases(dict.fromkeys((
    "tổng đài", "hotline", "đường dây nóng", "số điện thoại", "điện thoại", "đầu số", "sđt", "đt", "tel", "fax",
    "số máy", "liên hệ", "gọi", "gửi đến", "gửi tới", "gửi", "bấm", "quay số", "di động", "tin nhắn tới", "tới số",
    "đến số", "zalo", "phone", "mobile", "cước gọi", "gọi số", "soạn", "nhắn tin",
), True), backward=True)
"""What announces a number that is dialled."""
_STRONG: Final = word_set("strong")
_BETWEEN: Final = word_set("between")
_MARKS: Final = frozenset((".", "-", "–", ")"))
_JOINS: Final = frozenset((",", "và", "hoặc", "hay", "/", ";"))
_LONGEST_LIST: Final = 12
"""Numbers of a list with one announcement."""
_LONGEST: Final = 9
"""Pieces of one number: `(04) 6 256 - 7777`."""


def read_phone(line: Line, index: int) -> Figure | None:
    """A phone number that begins at `index` (digits, a bracket, `+` or `*`)."""
    if line.words[index][0] not in "0123456789" or (
        len(line.words[index]) < 3 and line.words[index][0] != "0" and line.word(index - 1) not in ("(", "+")
    ):
        return None
    start, end, digits = _run(line, index)
    if not digits:
        return None
    if line.word(start - 1) == "*" and line.word(end) == "#":
        return Figure(start - 1, end + 1, "phone", fixed=True)
    whole = _shape(line, start, end, digits)
    if whole:
        return Figure(start, end, "phone", fixed=True)
    first = line.words[index]
    if first.isdecimal() and 2 < len(first) <= 8 and (_short_code(line, index) or _listed(line, index)):
        return Figure(index, index + 1, "phone", fixed=True)
    return None


def _listed(line: Line, index: int) -> bool:
    """`đầu số 090, 093, 097`: each further number of a list that begins with zero and is as long as the one announced."""
    word, at = line.words[index], index
    if word[0] != "0" or (line.is_digits(index + 1) and not line.glued(index + 1)) or units().match(line.words, index + 1):
        return False
    for _ in range(_LONGEST_LIST):
        if line.word(at - 1) not in _JOINS or not line.is_digits(at - 2):
            return False
        at -= 2
        if line.words[at][0] != "0" or len(line.words[at]) != len(word):
            return False
        if _short_code(line, at):
            return True
    return False


def read_lost_phone(line: Line, index: int) -> Figure | None:
    """`tổng đài ⟨?⟩`, `đường dây ⟨?⟩`: a number to dial whose digits the source lost."""
    if line.words[index] == "⟨?⟩" and tuple(line.words[max(0, index - 2) : index]) in (
        ("tổng", "đài"),
        ("đường", "dây"),
        ("dây", "nóng"),
        ("gọi", "số"),
        ("đầu", "số"),
        ("điện", "thoại"),
    ):
        return Figure(index, index + 1, "phone", lost=True, left=index, fixed=True)
    return None


def _run(line: Line, index: int) -> tuple[int, int, str]:
    """Digits with the marks between them, as they may be dialled: start, end, the digits alone."""
    start = index
    if (
        line.word(index - 1) == "("
        and line.word(index + 1) == ")"
        and line.is_digits(index + 2 + (line.word(index + 2) in ("-", ".")))
    ):
        start = index - 1
    if line.word(start - 1) == "+" and line.glued(start):
        start -= 1
    digits, end, position = "", index, index
    while position < line.size and position - index < _LONGEST:
        if line.is_digits(position):
            word = line.words[position]
            if "," in word or len(digits) + len(word) > 18:
                break
            if position > index and not line.glued(position) and (len(word) < 2 or not digits.startswith(("0", "84", "1"))):
                break
            digits += word.replace(".", "")
            end = position + 1
        elif line.words[position] not in _MARKS or (line.words[position] == "." and not line.glued(position + 1)):
            break
        position += 1
    return start, end, digits


def _shape(line: Line, start: int, end: int, digits: str) -> bool:
    """Whether the digits look like a whole number of the Vietnamese plan."""
    if line.word(end) in ("đồng", "đ", "vnd", "vnđ", "usd", "%") or (line.word(start - 1) in ("/", "$")):
        return False
    if line.glued(end) and line.word(end).isalpha():
        return False
    if (
        digits.startswith("0")
        and 9 <= len(digits) <= 11
        and digits[1] != "0"
        and not (len(digits) == 9 and "," in line.word(start))
    ):
        return True
    if line.word(start) == "+" and 9 <= len(digits) <= 13:
        return True
    if digits.startswith(("84",)) and 11 <= len(digits) <= 12 and (line.word(start) == "+" or _headed(line, start)):
        return True
    if digits.startswith(("1800", "1900")) and len(digits) in (8, 10) and "," not in line.word(start):
        first = line.words[start]
        return (
            first in ("1800", "1900")
            or (first.startswith(("1800", "1900")) and first.isdecimal())
            or first[:5] in ("1800.", "1900.")
        )
    return 7 <= len(digits) <= 11 and _headed(line, start) and "," not in line.word(start)


def _headed(line: Line, index: int) -> bool:
    """Whether a word such as `tổng đài` stands before, with at most a few words between."""
    at = index
    for _ in range(8):
        if _HEADS.match_before(line.words, at, max(0, at - 4)) is not None:
            return True
        if at == 0:
            return False
        at -= 1
        if line.words[at] not in _BETWEEN and not line.is_digits(at):
            return False
    return False


def _short_code(line: Line, index: int) -> bool:
    """`tổng đài 1062`, `gửi 9123`, `gọi 114`: short digits that a head word announces directly."""
    at = index
    word = line.words[index]
    following = line.word(index + 1)
    if following in (
        "đồng",
        "đ",
        "%",
        "người",
        "triệu",
        "nghìn",
        "tỷ",
        "lần",
        "tin",
        "khách",
        "cuộc",
        "thuê",
        "phút",
        "trạm",
        "nhân",
        "usd",
    ):
        return False
    if line.glued(index + 1) and following not in (".", ",", ")", ";", ":", "”", '"', "?", "!"):
        return False
    for _ in range(6):
        found = _HEADS.match_before(line.words, at, max(0, at - 4))
        if found is not None:
            head = line.words[found[1] : at]
            if head[0] in _STRONG or head == ["gọi", "số"]:
                return not (head[0] in ("tới", "đến", "gửi") and len(head) == 1 and following.isalpha() and len(word) < 3)
            return (head == ["gọi"] and len(word) in (3, 4) and at == index) or (
                head[-1] in ("thoại", "máy", "nhắn") and at == index
            )
        if at == 0:
            return False
        at -= 1
        if line.words[at] not in _BETWEEN and not line.is_digits(at):
            return False
    return False
