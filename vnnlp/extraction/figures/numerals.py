"""Numerals: digits with any separators, and words from `không` to `tỷ tỷ`, to values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vnnlp.extraction.figures.groups import ONES, below_thousand
from vnnlp.extraction.figures.lexicon import scale_symbols, scales
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.separators import LONGEST, read_digits

VAGUE: Final = {"hàng": 1, "vài": 2, "mấy": 2, "dăm": 2}
_ASKS_ONE: Final = frozenset(("mức", "giá", "đạt", "khoảng", "hơn", "gần", "còn", "tới", "lên", "xuống", "tăng", "giảm", "là",
                              "bằng", "chiếm", "trên", "dưới"))
_LARGEST: Final = 1e24
"""Beyond it, magnitude words in a row are noise and no number."""


@dataclass(slots=True)
class Numeral:
    """A number over the syllables `start:end`. `scaled`: a magnitude word is part of it; `bare`: it is nothing else."""

    start: int
    end: int
    value: float | None
    low: float | None = None
    high: float | None = None
    vague: str | None = None
    scale: float = 1.0
    digits: bool = False
    bare: bool = False
    lost: bool = False
    lone: bool = False
    """A single numeral word below eleven: `hai`, `năm`."""

    @property
    def scaled(self) -> bool:
        """Whether a magnitude word is part of it."""
        return self.scale != 1.0


def read_numeral(line: Line, index: int) -> Numeral | None:
    """The numeral that begins at syllable `index`, as long as it goes."""
    word = line.words[index]
    if word == "⟨?⟩":
        return _lost(line, index)
    if line.flags[index] & 1:
        return _digits(line, index)
    if word in VAGUE or (word == "một" and line.word(index + 1) in ("vài",)) or (word == "đôi" and line.word(index + 1) == "ba"):
        return _vague(line, index)
    if word in scales():
        return _bare_scale(line, index)
    return _words(line, index)


def _lost(line: Line, index: int) -> Numeral:
    scale, end = _scale(line, index + 1)
    return Numeral(index, end, None, scale=scale, lost=True)


def _scale(line: Line, index: int) -> tuple[float, int]:
    """Magnitude words in a row from `index`, multiplied: `nghìn tỷ`."""
    table = scales()
    scale = 1.0
    while index < line.size and line.words[index] in table and scale < 1e18:
        scale *= table[line.words[index]]
        index += 1
    return scale, index


def _digits(line: Line, index: int) -> Numeral | None:
    text = line.words[index]
    end = index + 1
    apart = _spaced_decimal(line, index)
    if apart is not None:
        return apart
    scale, after = _scale(line, end)
    if scale == 1.0 and line.glued(end):
        symbol = scale_symbols().get(line.words[end])
        if (symbol and not line.glued(end + 1) | (symbol[1] == "loose" and not _loose_symbol(line, index))) or (
            symbol and symbol[1] != "loose" and line.word(end + 1) in ("$", "đ", "/", "-", "–", ".", ",", ")")
        ):
            scale, after = symbol[0], end + 1
        elif symbol and line.word(end) == "tr" and line.is_digits(end + 1) and len(line.word(end + 1)) == 1:
            return (
                Numeral(
                    index,
                    end + 2,
                    exact(float(text.replace(",", ".")) * 1e6 + int(line.word(end + 1)) * 1e5),
                    scale=1e6,
                    digits=True,
                )
                if text.count(".") + text.count(",") <= 1
                else None
            )
    if scale == 1.0 and line.word(end) in ("phẩy", "chấm") and text.isdecimal() and len(text) <= LONGEST:
        decimals = _decimals(line, end + 1)
        if decimals is not None:
            scale, after = _scale(line, decimals[1])
            return Numeral(index, after, _times(float(text) + decimals[0], scale), scale=scale)
    value = read_digits(
        text, continuous=not text.isdecimal() and _continuous(line, after), scaled=scale != 1.0, english=line.english
    )
    if value is None:
        return None
    numeral = Numeral(index, after, _times(value, scale), scale=scale, digits=True)
    numeral = _tail(line, numeral)
    if numeral.value is not None:
        numeral.value = exact(numeral.value)
    return numeral


def _spaced_decimal(line: Line, index: int) -> Numeral | None:
    """`51 , 4 USD`: a decimal comma that the segmenter set apart; a measured unit behind, and a word before that asks for
    one number and not for a list."""
    comma, last = index + 1, index + 2
    if (
        line.word(comma) != ","
        or line.glued(comma)
        or line.glued(last)
        or not line.is_digits(last)
        or len(line.words[last]) > 2
        or not (line.words[index].isdecimal() and line.words[last].isdecimal())
        or len(line.words[index]) > 3
        or line.word(index - 1) not in _ASKS_ONE
    ):
        return None
    scale, after = _scale(line, last + 1)
    if scale == 1.0 and not _continuous(line, last + 1) and not _is_money(line, last + 1):
        return None
    return Numeral(index, after, _times(float(f"{line.words[index]}.{line.words[last]}"), scale), scale=scale, digits=True)


def _is_money(line: Line, index: int) -> bool:
    from vnnlp.extraction.figures.lexicon import units

    found = units().match(line.words, index)
    return found is not None and found[0].kind == "money"


def _times(value: float, scale: float) -> float:
    """The product, free of binary dust where the result is a whole number: 1.1 million is 1100000."""
    return exact(value * scale)


def exact(value: float) -> float:
    """The nearest number of 15 significant digits, which is what was written: sums and products leave binary dust.

    >>> exact(8.3 * 1e9), exact(1.1 + 2.2)
    (8300000000.0, 3.3)
    """
    return value if abs(value) < 1e15 and value == int(value) else float(f"{value:.15g}")


def _loose_symbol(line: Line, index: int) -> bool:
    return line.whole and line.size <= index + 3


def _continuous(line: Line, index: int) -> bool:
    """Whether what follows is measured, not counted, so that three digits may be decimals."""
    from vnnlp.extraction.figures.lexicon import units

    found = units().match(line.words, index)
    return found is not None and found[0].kind in ("percent", "percent_point", "quantity")


def _tail(line: Line, numeral: Numeral) -> Numeral:
    """What may follow a magnitude: `rưỡi`, a smaller part (`1 tỷ 250 triệu`), a tenth in words (`hai triệu tư`)."""
    while numeral.scaled and numeral.value is not None and numeral.end < line.size:
        word = line.words[numeral.end]
        if word == "rưỡi":
            numeral.value += numeral.scale / 2
            numeral.end += 1
            break
        part = None
        if line.is_digits(numeral.end) or word in ONES or word == "mười":
            part = _plain_group(line, numeral.end)
        if part is None:
            break
        value, end = part
        scale, after = _scale(line, end)
        if scale > 1 and scale < numeral.scale and value < numeral.scale:
            numeral.value += _times(value, scale)
            numeral.end = after
            numeral.scale = scale
            continue
        if (
            scale == 1.0
            and value < 10
            and numeral.scale >= 1e6
            and value == int(value)
            and (_closes(line, end) or (line.glued(numeral.end) and not line.glued(end)))
        ):
            numeral.value += value * numeral.scale / 10
            numeral.end = end
        break
    return numeral


def _plain_group(line: Line, index: int) -> tuple[float, int] | None:
    if line.is_digits(index):
        value = read_digits(line.words[index], continuous=False, scaled=False, english=line.english)
        return None if value is None else (value, index + 1)
    group = below_thousand(line, index)
    return None if group is None else (float(group[0]), group[1])


def _closes(line: Line, index: int) -> bool:
    """Whether a number ends at `index`: a currency, a mark or the end follows."""
    return line.word(index) in ("", "đồng", "đ", ".", ",", ";", ")", "usd", "vnd", "đô")


def _vague(line: Line, index: int) -> Numeral | None:
    """`hàng chục nghìn`, `vài trăm`, `mấy chục`, `vài`: an order of magnitude, low to high.

    By convention (gold/FIGURES.md) `hàng chục triệu` is 10000000..99999999, `vài trăm` 200..999, `vài` 2..9.
    """
    start = index
    word = line.words[index]
    if word in ("một", "đôi") or (word == "hàng" and line.word(index + 1) in ("vài", "mấy")):
        index += 1
        word = "vài"
    elif word in ("vài", "dăm") and line.word(index + 1) in ("ba", "bảy", "mươi"):
        index += 1
    scale, end = _scale(line, index + 1)
    if word == "hàng" and scale == 1.0:
        return None
    if word == "vài" and line.word(index) == "mươi":
        scale *= 10
    return Numeral(start, end, None, low=VAGUE[word] * scale, high=10 * scale - 1, vague=line.words[start], scale=scale)


def _bare_scale(line: Line, index: int) -> Numeral | None:
    """A magnitude word without a number before it: `cả triệu đồng`, `hơn chục hộ`."""
    scale, end = _scale(line, index)
    numeral = Numeral(index, end, scale, scale=scale, bare=True)
    if line.word(end) == "rưỡi":
        numeral.value, numeral.end = scale * 1.5, end + 1
    return numeral


def _words(line: Line, index: int) -> Numeral | None:
    """A number in words, group by group: `bảy trăm hai mươi mốt nghìn không trăm mười hai`."""
    if line.words[index] == "nửa":
        scale, end = _scale(line, index + 1)
        return Numeral(index, end, scale / 2, scale=scale, lone=scale == 1.0)
    if line.words[index] == "âm":
        return None
    group = below_thousand(line, index)
    if group is None:
        return None
    value, end = float(group[0]), group[1]
    if line.word(end) in ("phẩy", "chấm"):
        decimals = _decimals(line, end + 1)
        if decimals is not None:
            value, end = value + decimals[0], decimals[1]
    total, scale = 0.0, 1.0
    last = float("inf")
    while True:
        step, after = _scale(line, end)
        if step == 1.0:
            total += value
            break
        if step < last:
            total += _times(value, step)
        else:
            total = _times(total + value, step)
        last = scale = step
        end = after
        if total > _LARGEST:
            return None
        if line.word(end) == "rưỡi":
            total, end = total + step / 2, end + 1
            break
        following = below_thousand(line, end)
        if following is None or following[0] >= step:
            break
        if following[0] < 10 and line.word(end) != "không":
            next_scale = _scale(line, following[1])[0]
            if next_scale == 1.0:
                if step >= 1e6 and _closes(line, following[1]):
                    total, end = total + following[0] * step / 10, following[1]
                break
        elif _scale(line, following[1])[0] == 1.0 and step > 1000 and line.word(end) != "không":
            break
        value, end = float(following[0]), following[1]
    lone = end - index == 1
    return Numeral(index, end, exact(total), scale=scale, lone=lone)


def _decimals(line: Line, index: int) -> tuple[float, int] | None:
    if line.is_digits(index) and line.words[index].isdecimal() and len(line.words[index]) <= 6:
        return float("0." + line.words[index]), index + 1
    group = below_thousand(line, index)
    if group is None:
        return None
    return float(f"0.{group[0]}"), group[1]
