"""What the tagger takes for people and places and is not: days and years, houses named after people, Hồ Chí Minh himself.

`Chủ Nhật`, `Quý III` and `Xuân Quý_Tỵ` name times; `bệnh_viện Bạch_Mai` is a hospital; `Hồ_Chí_Minh sinh năm 1890` a man.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.view import View
from vnnlp.shard import Mask

_STEMS: Final = frozenset({"giáp", "ất", "bính", "đinh", "mậu", "kỷ", "kỉ", "canh", "tân", "nhâm", "quý"})
BRANCHES: Final = frozenset({"tý", "tí", "sửu", "dần", "mão", "mẹo", "thìn", "tỵ", "tị", "ngọ", "mùi", "thân", "dậu", "tuất",
                              "hợi"})
"""The stems and branches of a year's name, folded."""
HOUSES: Final = frozenset({"bệnh viện", "bv", "ngân hàng", "công ty", "tập đoàn", "trường", "trường đại học", "đại học",
                            "học viện", "phòng khám", "trường thpt", "trường thcs", "hãng", "trung tâm", "khách sạn", "siêu thị"})
"""Heads behind which a person's name is the house's, folded."""
_OF_MEN: Final = frozenset({"chủ tịch", "bác", "tư tưởng", "lăng", "đồng chí", "lãnh tụ", "giải thưởng", "chân dung", "tượng"})
"""Words before `Hồ_Chí_Minh` the man, folded."""


def doubtful_ends(view: View) -> Mask:
    """Of each type, whether a mention that ends with it may be a date or Hồ Chí Minh: the others need no look."""
    ends = BRANCHES | {"đán", "giêng", "nhật", "quý", "minh", "i", "ii", "iii", "iv"}
    return view.shard.types.flags("doubtful end", lambda form: (
        form.isdigit() or form.replace("_", " ").rsplit(" ", 1)[-1].casefold() in ends))


def is_date(view: View, first: int, last: int) -> bool:
    """Whether a name is one of the calendar: `Quý III`, `Chủ Nhật`, `Xuân Quý_Tỵ`."""
    words = " ".join(view.fold(token) for token in range(first, last)).split(" ")
    if words[0] == "quý" and len(words) == 2 and set(words[1]) <= {"i", "v", "0"}:
        return True
    if words == ["quý"]:
        after = view.form(last) if last < view.limit(first) else ""
        return after[:1].isdigit() or (bool(after) and set(after) <= {"I", "V"})
    if words == ["nhật"]:
        return first > 0 and not view.opens[first] and view.fold(first - 1).split(" ")[-1] == "chủ"
    if words[0] in {"xuân", "tết", "năm", "tháng"} and len(words) > 1:
        words = words[1:]
    if words in (["giêng"], ["nguyên", "đán"]):
        return True
    return words == ["chủ", "nhật"] or (len(words) == 2 and words[0] in _STEMS and words[1] in BRANCHES)


def is_house(view: View, first: int) -> bool:
    """Whether what the model took for a person names a hospital, school or company: its head stands right before."""
    return first > 0 and not view.opens[first] and view.fold(first - 1) in HOUSES


def is_uncle(view: View, first: int, last: int) -> bool:
    """Whether `Hồ_Chí_Minh` is the man: a title stands before, or what only a man does behind."""
    words = " ".join(view.fold(token) for token in range(first, last))
    if words != "hồ chí minh":
        return False
    before = view.fold(first - 1) if first and not view.opens[first] else ""
    after = view.fold(last) if last < view.limit(first) else ""
    return before in _OF_MEN or after.split(" ")[0] in {"sinh", "mất", "viết", "đọc", "qua", "dạy", "căn dặn", "từng"}


def titled(view: View, first: int) -> bool:
    """Whether a title stands right before a token."""
    return first > 0 and not view.opens[first] and view.fold(first - 1) in knowledge.titles()


def in_day(view: View, first: int) -> bool:
    """Whether a place stands inside the name of a day: `ngày Nhà_giáo Việt_Nam`."""
    for token in range(first - 1, max(first - 6, -1), -1):
        if view.opens[token + 1]:
            return False
        words = view.fold(token).split(" ")
        if "ngày" in words:
            return token < first - 1 or words[-1] != "ngày"
        stops = not view.is_capital(token) and view.fold(token) in knowledge.stops()
        if stops or not view.is_word(token) or view.has_digit(token):
            return False
    return False
