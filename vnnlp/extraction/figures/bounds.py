"""Bounds: the words beside a number that say how it is meant: `hơn`, `gần`, `tối đa`, `từ … trở lên`, `tăng`, `không phải`."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import approximators, word_set
from vnnlp.extraction.figures.line import Line

_COMPARED: Final = word_set("compared")
_ALWAYS_COMPARED: Final = word_set("always_compared")
_LIMIT_BEFORE: Final = frozenset(["trị", "phạt", "tặng", "thưởng", "giảm", "giá", "hưởng", "vay"])
_FROM_PRICE: Final = frozenset(["giá", "chỉ", "cước", "phí", "mức", "lương"])
_UP: Final = frozenset(["tăng", "nâng", "thêm", "cộng", "vọt"])
_DOWN: Final = frozenset(["giảm", "hạ", "mất", "bớt", "sụt", "tụt", "cắt"])
_CHANGE_BETWEEN: Final = word_set("change_between")
_PLANNED: Final = frozenset(("kế", "chỉ", "dự", "mục"))
"""`vượt 12% kế hoạch`: by so much, not more than so much."""
_DIMENSIONS: Final = frozenset(("dài", "nặng", "cao", "rộng", "sâu", "dày"))
_TURNED: Final = {"quá": "<=", "vượt": "<=", "dưới": ">="}
_DENIALS: Final = frozenset(("không", "chưa", "chẳng"))
_NO_DENIAL: Final = frozenset(("chỉ", "những", "ít", "lâu", "gian", "khí", "quân", "kích", "dây"))
_AFTER_DENIAL: Final = frozenset(("phải", "có", "được", "thể", "hề"))
_OF_A_RELATIVE_CLAUSE: Final = frozenset(("số", "mà", "phần", "lượng", "tiền"))
"""`số chưa giao 115 tỉ đồng`: the number is stated."""
_FEW: Final = 10
_MANY: Final = 1000
"""`chưa có 1 triệu người` is less than so many; `chưa có 3 ca nào` is none."""
_DENIAL_REACH: Final = 5
_NEW_CLAUSE: Final = word_set("new_clause")
_DENIED_REPORT: Final = frozenset(("chuyện", "việc", "tin", "thông"))
_REPORT_DENIALS: Final = frozenset((("không", "có"), ("chưa", "có"), ("phủ", "nhận"), ("bác", "bỏ"), ("hề", "có")))
_REPORT_REACH: Final = 16
_REPORT_STOPS: Final = frozenset(".;?!“”")
_STOPS: Final = frozenset('.,;:()?!“”"–-')


def read_bounds(line: Line, figure: Figure) -> None:
    """Set `cmp`, `approx`, `change` and `negated` of a figure from the words on both sides, and `left` to where they begin."""
    start = figure.start
    if figure.is_moment:
        _of_moment(line, figure)
        return
    if figure.kind in ("phone", "ordinal"):
        return
    found = approximators("left").match_before(line.words, start, max(0, start - 6))
    chain_end = start
    if found is not None and line.word_start(found[1]) < found[1] and line.words[found[1] : start] != ["quá"]:
        found = None  # The end of a longer word: `thảm_sát 3 người`.
    if found is not None and line.words[found[1] : start] == ["ngoài"] and figure.kind != "age":
        found = None  # `Ngoài 65 cuộc kiểm toán`: besides them.
    if found is not None and not (figure.cmp in ("range", "vague") and found[0] != "~"):
        cmp, begin = found
        cmp, begin = _stacked(line, cmp, begin)
        if _is_comparative(line, begin, start, figure):
            begin, cmp = start, "="
        elif (denied := _denied_bound(line, begin, figure)) is not None:
            cmp = denied
        elif cmp == "=" and figure.cmp == "=":
            cmp = _limit(line, figure, begin)
        if figure.cmp == "=" and begin < start:
            figure.cmp = cmp
            figure.approx = line.text(begin, start)
        chain_end = begin
        if begin < start:
            figure.left = begin
    if figure.cmp == "=" and chain_end == start:
        _long_distance(line, figure)
    _right(line, figure)
    _from_only(line, figure)
    if figure.value is not None:
        if figure.cmp in (">", ">="):
            figure.low = figure.value
        elif figure.cmp in ("<", "<=", "<~"):
            figure.high = figure.value
    _change(line, figure)
    _negation(line, figure)


def _of_moment(line: Line, figure: Figure) -> None:
    before = line.word(figure.start - 1)
    if figure.cmp == "range":
        return
    if before in ("trước", "khoảng", "gần", "chừng", "tầm"):
        figure.cmp = "<" if before == "trước" else "~" if before != "gần" else "<~"
        figure.approx = before
        figure.left = figure.start - 1


def _stacked(line: Line, cmp: str, begin: int) -> tuple[str, int]:
    """Two bounds in a row (`tối đa khoảng`, `khoảng hơn`): the outer one wins if it limits, else the inner."""
    outer = approximators("left").match_before(line.words, begin, max(0, begin - 5))
    if outer is None:
        return cmp, begin
    if outer[0] in ("<=", ">=", "<") or cmp == "=":
        return (outer[0] if outer[0] != "=" else cmp), outer[1]
    return cmp, outer[1]


def _is_comparative(line: Line, begin: int, start: int, figure: Figure) -> bool:
    """`đắt hơn 3 triệu`, `cao hơn 2 điểm so với`: a difference, not a bound. `hơn đối thủ 2 điểm` has no bound beside it."""
    words = line.words[begin:start]
    if words == ["vượt"]:
        share = figure.kind in ("percent", "percent_point")
        return "so" in line.words[figure.end : figure.end + 5] or (share and line.word(figure.end) in _PLANNED)
    if words == ["trên"] and figure.noun is not None and not figure.approx:
        noun, before = line.words[figure.noun[0]], line.word(begin - 1)
        return noun in ("tuyến", "kênh", "trang", "sàn", "mặt", "đường") or (
            noun in ("quốc", "nước") and before not in ("ở", "tại", "đến", "có", "của", "")
        )
    if words == ["cả"]:
        return figure.value is not None and figure.value < 100
    if words[-1:] != ["hơn"]:
        return False
    adjective = words[-2] if len(words) > 1 else line.word(begin - 1)
    if adjective == "dài" and line.word(begin - 2) == "kéo":
        return False
    if adjective in _DIMENSIONS and figure.kind == "quantity" and "so" not in line.words[figure.end : figure.end + 5]:
        return False  # `dài hơn 6 km`
    if adjective in _ALWAYS_COMPARED or (figure.kind == "multiple" and adjective in _COMPARED):
        return True
    if adjective in _COMPARED:
        return (
            line.word(figure.end) == "so"
            or "so" in line.words[figure.end : figure.end + 4]
            or (figure.noun is not None and line.word(figure.noun[1]) == "so")
        )
    return False


def _limit(line: Line, figure: Figure, begin: int) -> str:
    """`trị giá đến 3 triệu`, `phạt tới 100 triệu`: an upper limit; `lên đến 1,7 triệu`: reached."""
    if line.words[begin] not in ("đến", "tới"):
        return "="
    before = line.words[max(0, begin - 3) : begin]
    return "<=" if any(word in _LIMIT_BEFORE for word in before) and line.word(begin - 1) not in ("lên", "tăng") else "="


def _long_distance(line: Line, figure: Figure) -> None:
    """`hạn mức tối đa … là 50 %`: the bound stands before its noun."""
    if line.word(figure.start - 1) not in ("là", "chỉ", "mức", "khoảng", "giá", "bằng"):
        return
    at = figure.start - 1
    for position in range(at, max(0, at - 14), -1):
        word = line.words[position]
        if word in _STOPS:
            return
        if position > 0 and line.words[position - 1] == "tối" and word in ("đa", "thiểu"):
            figure.cmp, figure.approx = ("<=" if word == "đa" else ">="), line.text(position - 1, position + 1)
            return


def _right(line: Line, figure: Figure) -> None:
    """`trở lên`, `trở xuống` behind the number, its unit or its counted noun."""
    for at in {figure.end, figure.noun[1] if figure.noun else figure.end}:
        found = approximators("right").match(line.words, at)
        if found is None or figure.cmp in ("range", "vague"):
            continue
        if line.words[at] in ("lẻ", "trở") and line.word(at + 1) not in ("lên", "xuống", "lại", "") and line.words[at] == "trở":
            continue
        if line.words[at] == "trở" and line.word(at + 1) == "lại" and line.word(figure.start - 1) != "từ":
            continue
        opened = line.word(figure.left - 1) == "từ"
        figure.cmp = found[0]
        figure.approx = ("từ … " if opened else "") + line.text(at, found[1])
        if opened:
            figure.left -= 1
        return


def _from_only(line: Line, figure: Figure) -> None:
    """`giá từ $199`, `chỉ từ 7,49 triệu đồng`: an open lower end."""
    if figure.cmp != "=" or line.word(figure.left - 1) != "từ" or figure.kind not in ("money", "rate", "percent", "count"):
        return
    if line.word(figure.left - 2) in _FROM_PRICE or (line.word(figure.left - 2) == "có" and line.word(figure.left - 3) == "giá"):
        figure.cmp, figure.approx = ">=", "từ"
        figure.left -= 1


def _change(line: Line, figure: Figure) -> None:
    """Whether the number is an increase or a decrease: a verb of change close before it, with only helpers between."""
    if figure.kind in ("age", "duration", "phone", "ordinal"):
        return
    at = figure.left - 1
    for _ in range(5):
        if at < 0:
            return
        word = line.words[at]
        if word in _UP or word in _DOWN:
            if word == "mất" and figure.kind not in ("money", "percent", "percent_point", "quantity"):
                return
            figure.change = "up" if word in _UP else "down"
            if word == "thêm" and any(down in _DOWN for down in line.words[max(0, at - 2) : at]):
                figure.change = "down"
            return
        if word not in _CHANGE_BETWEEN:
            return
        at -= 1


def _denied_bound(line: Line, begin: int, figure: Figure) -> str | None:
    """`không được tặng quá 50%`, `không … dưới 3`: a bound that a verb before it denies turns into the opposite limit."""
    turned = _TURNED.get(line.words[figure.start - 1])
    if turned is None or (turned == ">=" and figure.kind == "age"):
        return None  # `không phục vụ trẻ dưới 5 tuổi`
    at = _denial(line, begin)
    return turned if at is not None and at < begin and line.word(at + 1) != "chỉ" else None


def _denial(line: Line, end: int) -> int | None:
    """Where `không`, `chưa` or `chẳng` denies the verb phrase that ends at `end`: a few plain words before it, no new clause."""
    for at in range(end - 1, max(-1, end - _DENIAL_REACH - 1), -1):
        word = line.words[at]
        if word in _DENIALS:
            if not line.surface(at).islower() and line.word(at - 1).isalpha():
                return None  # A name: `Ngộ Không`.
            alone = line.word_end(at) == at + 1 and line.word_start(at) == at
            return at if (alone or line.word(at + 1) in _AFTER_DENIAL) and line.word(at + 1) not in _NO_DENIAL else None
        if not word.isalpha() or word in _NEW_CLAUSE or line.flags[at] & 1:
            return None
        if word == "là" and line.word(at - 1) != "phải":
            return None
    return None


def _negation(line: Line, figure: Figure) -> None:
    """`không phải 50 phần trăm`, `không thu 5.000 đồng`, `không có chuyện tăng 50%`, `bác bỏ thông tin …`: the text denies it.

    `không chỉ 50%` does not; `không quá 50%` is a bound; over a length of time (`không gặp 3 ngày`) the denial says nothing.
    """
    denied = line.word(figure.left - 1) in ("phải", "là")
    if not denied and figure.kind == "count" and (figure.value or figure.high or 0) < _FEW:
        return  # `chưa gặp lại hai con`: what is denied is not their number.
    if _in_denied_report(line, figure.left):
        figure.negated = True
        return
    if figure.kind in ("duration", "age", "phone", "ordinal", "multiple", "frequency") and not denied:
        return
    at = _denial(line, figure.left) if figure.cmp in ("=", "vague", "range", ">") else None
    if at is None or line.word(at - 1) in _OF_A_RELATIVE_CLAUSE or line.word(figure.start - 1) == "đạt":
        return
    between = line.words[at + 1 : figure.left]
    if between == ["có"] and line.words[at] == "chưa" and (figure.value or 0) >= _MANY:
        figure.cmp, figure.approx, figure.high, figure.left = "<", "chưa có", figure.value, at
        return
    if between and figure.role is None and not (len(between) > 1 and between[0] == "chỉ"):
        figure.negated = True


def _in_denied_report(line: Line, end: int) -> bool:
    """Whether the clause before `end` says that what follows is not so: `không có chuyện`, `phủ nhận việc`."""
    for at in range(end - 1, max(0, end - _REPORT_REACH) - 1, -1):
        word = line.words[at]
        if word in _REPORT_STOPS:
            return False
        if word in _DENIED_REPORT and tuple(line.words[max(0, at - 2) : at]) in _REPORT_DENIALS:
            return True
    return False
