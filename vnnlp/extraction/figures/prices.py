"""What an amount of money is, where no noun names it: the price of a thing, the money of a verb, the worth of a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.phrases import BREAKS, Word, phrase_text, plain

_MONEY: Final = frozenset(("VND", "USD"))
_PER_CALL: Final = frozenset(("phút", "giây", "tin", "tin nhắn", "sms", "cuộc", "cuộc gọi", "mb", "gb", "block"))
_PER_TIME: Final = frozenset(("tháng", "năm", "ngày", "tuần", "quý", "kỳ", "giờ", "người", "tháng/người"))
_TRADES: Final = frozenset(("bán", "mua", "thuê", "rao", "bán ra", "mua vào", "cho thuê", "chào bán", "niêm yết", "mở bán"))
_CARDS: Final = frozenset(("thẻ", "thẻ cào", "thẻ nạp", "thẻ điện thoại"))
_FUNDS: Final = frozenset(("tiền", "khoản", "quỹ", "khoản tiền", "số tiền"))


def is_money(figure: Figure) -> bool:
    """Whether a figure is an amount of money, by itself or for something."""
    return figure.kind == "money" or (figure.kind == "rate" and figure.unit in _MONEY)


def verb_right_before(line: Line, figure: Figure, run: Sequence[Word]) -> str | None:
    """The verb that ends `run`, if nothing but words of the clause stand between it and the number."""
    if run and run[-1].kind == "verb" and all(word not in BREAKS for word in line.words[run[-1].end : figure.left]):
        return plain(line, run[-1].start, run[-1].end)
    return None


def money_of(line: Line, figure: Figure, run: Sequence[Word]) -> str:
    """An amount that no noun names: the price of the thing before it, or the money of the verb that asks for it."""
    if run and run[-1].end == figure.left and run[-1].kind == "noun":
        return _worth(line, run)
    if figure.per in _PER_CALL:
        phrase = phrase_text(line, run)
        return f"giá cước {phrase}" if phrase else "giá cước"
    verbs = [word for word in run if word.kind == "verb"]
    if verbs:
        verb = plain(line, verbs[-1].start, verbs[-1].end) or ""
        thing = plain(line, verbs[-1].end, run[-1].end)
        lead = "giá" if verb.casefold() in _TRADES else "tiền"
        return f"{lead} {verb} {thing}" if thing else f"{lead} {verb}"
    thing = phrase_text(line, run)
    if thing is None and figure.change is not None:
        return "mức tăng" if figure.change == "up" else "mức giảm"
    if thing is None:
        return "giá" if line.word(figure.left - 1) in ("với", "từ") else "tiền"
    if thing.split()[0].casefold() == "giá":
        return thing
    if line.word(figure.left - 1) in ("chỉ", "còn", "với", "từ", "giá") or (figure.per and figure.per not in _PER_TIME):
        return f"giá {thing}"
    return f"tiền {thing}"


def _worth(line: Line, run: Sequence[Word]) -> str:
    """What an amount right behind a noun is: the price of `gói 3G`, the face value of `thẻ cào`, the money of `nạp thẻ`."""
    first = next(word for word in run if word.kind == "noun")
    head, thing = plain(line, first.start, first.end) or "", plain(line, first.start, run[-1].end) or ""
    if head.casefold() in _CARDS:
        return f"mệnh giá {thing}"
    if head.casefold() in _FUNDS:
        return thing
    if run[0].kind == "verb":
        return f"tiền {plain(line, run[0].start, run[-1].end)}"
    return thing if thing.split()[0].casefold() == "giá" else f"giá {thing}"
