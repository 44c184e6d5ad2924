"""Scores of matches: `3-1`, `0 - 3`, `25-20, 25-18`; the words of a match beside them tell them from days and ranges."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.lexicon import counted_nouns, scales, units, word_set
from vnnlp.extraction.figures.line import Line

_SCORE_WORDS: Final = word_set("score_words")
_SCORE_WORDS_NOT: Final = {
    "hòa": ("mạng", "bình", "nhập", "hợp", "giải"),
    "hoà": ("mạng", "bình", "nhập", "hợp", "giải"),
    "hiệp": ("định", "hội", "hòa", "ước"),
    "hạ": ("tầng", "long", "viện", "cánh", "giá", "lãi"),
    "đánh": ("giá", "bắt", "dấu", "thuế", "cược"),
    "thắng": ("cảnh", "lợi"),
    "bại": ("lộ",),
    "dẫn": ("đầu", "tới", "đến", "chứng"),
}


def is_score_near(line: Line, start: int, stop: int) -> bool:
    """Whether a word of a match stands in `start:stop`: `thắng`, `tỷ số`; `hòa mạng` and `bàn giao` are none."""
    for at in range(max(0, start), min(line.size, stop)):
        word = line.words[at]
        if word in _SCORE_WORDS and line.word(at + 1) not in _SCORE_WORDS_NOT.get(word, ()):
            if word in ("tỷ", "tỉ") and line.word(at + 1) != "số":
                continue
            if word == "bàn" and line.word(at + 1) not in ("thắng", "thua", "mở", "gỡ", "danh", "trong"):
                continue
            return True
    return False


def read_score(line: Line, index: int) -> int:
    """`3-1`, `0 - 3`, `25-20, 25-18` near words of a match."""
    if not line.is_digits(index) or line.word(index + 1) not in ("-", "–", ":") or not line.is_digits(index + 2):
        return index
    if line.integer(index, 0, 40) is None or line.integer(index + 2, 0, 40) is None:
        return index
    if line.word(index + 1) == ":" and line.integer(index + 2, 0, 59) is not None and len(line.words[index + 2]) == 2:
        return index
    if (
        units().match(line.words, index + 3)
        or line.word(index + 3) in scales()
        or (line.word(index + 3) in ("/", "-") and line.glued(index + 3))
    ):
        return index
    if line.word(index - 1) in ("ngày", "từ", "sáng", "chiều", "tối", "nay", "hôm", "trưa", "đêm"):
        return index
    if not is_score_near(line, index - 14, index + 9):
        return index
    if counted_nouns().match(line.words, index + 3) and line.word(index + 3) not in ("trận", "bàn", "hiệp", "cho", "đội", "nước"):
        return index
    return index + 3
