"""Counts: a number of things. With a noun behind it, or bare where the words before ask for a number.

Digits count nearly anything; a single numeral word counts only a noun that news counts (`hai người`), and `một` is an article.
"""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import counted_nouns, scales, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.named_numbers import in_compound, labelled
from vnnlp.extraction.figures.numerals import Numeral
from vnnlp.extraction.figures.rates import with_rate, with_rate_of_count
from vnnlp.extraction.figures.units import figure_of

_QUOTES: Final = frozenset("“\"'‘«(")


_FUNCTION: Final = word_set("function")


_FOLLOWED: Final = word_set("followed")


_AFTER_FROM: Final = frozenset(("hơn", "gần", "khoảng", "các", "những", "nhiều", "năm", "tháng", "ngày", "nay", "đầu", "cuối",
                                "quỹ", "nguồn", "người", "nhà", "hàng", "khi", "đó", "chỗ"))
"""Behind `từ` where it is the preposition and not the word for a word."""
_OF_FLIGHTS: Final = frozenset(("quốc", "nội", "việt", "giá", "đến", "tới", "mỗi"))
_WITH_NOUN: Final = frozenset(["cuốn", "quyển", "ngôi", "căn"])


def read_noun(line: Line, index: int) -> tuple[int, int] | None:
    """The counted noun that begins at `index` (behind an opening quote), as syllables; None where none does."""
    if line.word(index) in _QUOTES:
        index += 1
    if index >= line.size:
        return None
    word = line.words[index]
    if not word.isalpha() or (word in _QUOTES):
        return None
    if line.surface(index)[:1].isupper() and _is_street(line, index):
        return None
    if word == "từ" and (line.is_digits(index + 1) or line.word(index + 1) in _AFTER_FROM):
        return None
    known = counted_nouns().match(line.words, index)
    stop = line.word_end(index) if line.word_start(index) == index or known is None else index + 1
    if known is not None and known[1] >= min(stop, index + 1):
        end = known[1]
        if stop > end and line.words[index] not in _FUNCTION:
            end = stop if stop - index <= 4 and not _denies(line, end, stop) else end
        if word == "tỉnh" and line.words[end : end + 2] == [",", "thành"]:
            end = line.word_end(end + 1)
        if word in _WITH_NOUN and end == index + 1 and line.word(end).isalpha() and line.word(end) not in _FUNCTION:
            end = line.word_end(end)
        return index, end
    if word in _FUNCTION or (word in _FOLLOWED and stop > index + 1) or word in scales():
        return None
    if line.surface(index)[:1].isupper() and len(word) > 1:
        return None
    return (index, stop) if len(word) > 1 else None


def _denies(line: Line, end: int, stop: int) -> bool:
    """`khách hàng không hài lòng`: what the segmenter glued to the noun denies the word behind it (`khách hàng_không` flies)."""
    following = line.word(stop)
    return line.words[end:stop] in (["không"], ["chưa"]) and following.isalpha() and following not in _FUNCTION | _OF_FLIGHTS


def _is_street(line: Line, index: int) -> bool:
    """`136 Hồ Tùng Mậu`, `801 Đại lộ …`: a house number before the name of a street."""
    stop = line.word_end(index)
    named = stop - index > 1 and all(line.surfaces[at][:1].isupper() for at in range(index, stop))
    return named or (line.words[index] in ("đại", "đường", "phố", "quốc") and line.surface(stop)[:1].isupper())


def noun_text(line: Line, noun: tuple[int, int]) -> str:
    """A counted noun as the table writes it: lower case, spaces between syllables."""
    return line.text(*noun).replace("_", " ").replace(" ,", ",").casefold()


def read_bare_magnitude(line: Line, numeral: Numeral) -> Figure | None:
    """`cả triệu`, `hơn chục hộ dân`, `hàng trăm`: a magnitude that counts only behind words that say so."""
    if not numeral.bare or in_compound(line, numeral.start, numeral.end):
        return None
    noun = read_noun(line, numeral.end)
    before = line.word(numeral.start - 1)
    known = noun is not None and counted_nouns().match(line.words, noun[0]) is not None
    if (
        before not in ("hơn", "gần", "cả", "khoảng", "trên", "ngót", "tới", "đến", "chừng", "cỡ", "bạc", "tiền")
        and not (known and numeral.end - numeral.start >= 2)
        and not (known and line.words[numeral.start] in ("chục", "trăm") and numeral.start == 0)
    ):
        return None
    if (noun is None and before not in ("hơn", "gần", "cả", "khoảng")) or (before in ("bạc", "tiền") and noun is None):
        return None
    if noun is not None and not known:
        return None
    figure = figure_of(numeral, numeral.start, numeral.end, "count", None)
    if noun is not None:
        figure.noun, figure.unit = noun, noun_text(line, noun)
    return figure


_BARE_BEFORE: Final = word_set("bare_before")


def read_count(line: Line, numeral: Numeral) -> Figure | None:
    """A number of things: with a noun behind, or bare where the words before ask for a number."""
    word = line.words[numeral.start]
    noun = read_noun(line, numeral.end)
    known = noun is not None and counted_nouns().match(line.words, noun[0]) is not None
    wide = numeral.scaled or numeral.vague or not numeral.lone
    if (
        numeral.lone
        and not known
        and noun is not None
        and word not in ("một", "năm")
        and line.word(numeral.start - 1) != "cả"
        and noun[1] - noun[0] > 1
        and line.surface(noun[0]).islower()
        and line.word_end(noun[0]) == noun[1]
    ):
        known = True  # A compound behind `hai`, `ba`, … is what is counted.
    if numeral.lone and not line.is_digits(numeral.start) and not _lone_word_counts(line, numeral, noun, known):
        return None
    if not line.is_digits(numeral.start) and not wide and not known and noun is not None:
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
    figure = _with_noun(line, numeral, noun)
    if noun is not None and line.words[noun[0]] == "tiền" and numeral.scaled:
        figure.unit, figure.kind, figure.noun = "VND", "money", None
    if numeral.scaled and line.words[numeral.end - 1] in ("k", "tr") and not known:
        figure = figure_of(numeral, numeral.start, numeral.end, "money", "VND")
        return with_rate(line, figure)
    return figure


def _noun_like(line: Line, noun: tuple[int, int], numeral: Numeral) -> bool:
    """An unlisted word behind digits counts as noun if it is a plain word in lower case and the number is not a name's."""
    return (
        line.surface(noun[0]).islower()
        and (noun[1] - noun[0] > 1 or numeral.digits)
        and line.word(numeral.start - 1) not in ("số", "thứ", "lần")
    )


_BEFORE_NAME_OF_NUMBER: Final = word_set("before_name_of_number")


def _lone_word_counts(line: Line, numeral: Numeral, noun: tuple[int, int] | None, known: bool) -> bool:
    """`hai`, `ba`, … count a noun that news counts; `một` is an article; `năm` is the year unless such a noun follows."""
    word = line.words[numeral.start]
    if (
        word != "một"
        and noun is None
        and line.word(numeral.start - 1) == "cả"
        and line.word(numeral.end) in ("đều", "cùng", "đã", "bị", "đang", "được", "sẽ")
    ):
        return True
    if word == "một" or noun is None or not known:
        return False
    if in_compound(line, numeral.start, numeral.end) or (line.surface(numeral.start)[:1].isupper() and numeral.start > 0):
        return False
    before = line.word(numeral.start - 1)
    if before in ("giải", "hạng"):
        return False  # `giải ba`, `hạng hai`: the name of a prize or a class.
    each = line.word(numeral.start - 2) in ("mỗi", "một", "hằng", "hàng") and before in ("ngày", "tháng", "lần")
    if before in _BEFORE_NAME_OF_NUMBER and not each:
        return False
    if word == "năm" and (
        before
        in (
            "một",
            "hai",
            "mỗi",
            "hàng",
            "hằng",
            "nhiều",
            "những",
            "các",
            "trong",
            "từng",
            "cả",
            "vài",
            "mấy",
            "cuối",
            "đầu",
            "sau",
        )
        or line.is_digits(numeral.start - 1)
        or (numeral.start and line.flags[numeral.start - 1] & 2)
        or (line.word(numeral.end) in ("học", "nay", "ngoái", "tuổi", "người") and before in ("", ",", "vào"))
    ):
        return False
    return not (line.is_digits(numeral.start - 1))


def _bare_counts(line: Line, numeral: Numeral) -> bool:
    """A bare number counts where the word before asks for one, or where its shape is an amount's."""
    if line.whole and numeral.end - numeral.start >= line.size - numeral.start - 1:
        return True
    if not numeral.digits:
        return not numeral.lone and not numeral.bare
    text = line.words[numeral.start if line.is_digits(numeral.start) else numeral.end - 1]
    if (text.startswith("0") and text.isdecimal() and len(text) > 1) or line.is_digits(numeral.end):
        return False  # A code; the first of several numbers in a row.
    if line.word(numeral.end) in ("/", "-", "–", ":", "x", "+", "*", "_", "=") and (
        line.glued(numeral.end) or line.is_digits(numeral.end + 1)
    ):
        return False
    if (line.word(numeral.start - 1) in ("/", "-", "–", ":", "x", "+", "*", "_", "=", "#", "@", "&") and not numeral.value) or (
        line.glued(numeral.start) and line.word(numeral.start - 1) not in ("(", "“", '"')
    ):
        return False
    if "." in text or "," in text:
        return len(text) >= 5 or line.word(numeral.start - 1) in _BARE_BEFORE
    if line.word(numeral.end) == "trong" and line.word(numeral.end + 1) == "số":
        return True
    return (
        line.word(numeral.start - 1) in _BARE_BEFORE
        and len(text) <= 4
        and not (len(text) == 4 and 1900 <= int(text) <= 2100)
        and line.word(numeral.start - 1) not in ("số", "đến", "tới", "đó", "có", "trên", "nhất", "được", "thêm")
    )


def _with_noun(line: Line, numeral: Numeral, noun: tuple[int, int] | None) -> Figure:
    figure = figure_of(numeral, numeral.start, numeral.end, "count", None)
    if noun is not None:
        figure.noun, figure.unit = noun, noun_text(line, noun)
    return with_rate_of_count(line, figure)
