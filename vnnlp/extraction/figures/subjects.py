"""Of whom: the organisation or person that a figure is said of.

In the figure's own sentence: the nearest organisation or person before it (a speaker gives way to the organisation that he
speaks of), else a carrier behind it. Across sentences: the person or organisation that `ông`, `hãng này` or `tôi` takes up,
else the carrier that the article spoke of last. Other organisations are not carried on: `Công an quận` of one sentence is
not whom the next one's numbers are about.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

import numpy as np

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import units
from vnnlp.extraction.figures.line import Line
from vnnlp.shard import Shard
from vnnlp.tables import Table

_PEOPLE: Final = frozenset(("ông", "bà", "anh", "chị", "cô"))
_SELF: Final = frozenset(("tôi", "mình", "em"))
_FIRMS: Final = frozenset(("hãng", "công", "tập", "nhà", "doanh", "đơn", "ngân", "mạng"))
_SAYING: Final = frozenset(
    (
        ("cho", "biết"),
        ("cho", "hay"),
        ("cho", "rằng"),
        ("thừa", "nhận"),
        ("tiết", "lộ"),
        ("khẳng", "định"),
        ("chia", "sẻ"),
        ("nhấn", "mạnh"),
        ("phát", "biểu"),
        ("thông", "tin"),
        ("lý", "giải"),
        ("giải", "thích"),
        ("nói", ":"),
        ("nói", "rằng"),
        ("dẫn", "chứng"),
    )
)
_REACH: Final = 14
"""Syllables behind a name within which a verb of saying is looked for (a title may stand between)."""
_OTHER_PEOPLE: Final = frozenset(
    ("mẹ", "con", "cha", "bố", "vợ", "chồng", "cháu", "phạm", "nghi", "nạn", "nhóm", "khách", "bé", "em", "người", "đối")
)
_OUTSIDERS: Final = frozenset((("đại", "lý"), ("chủ", "đại"), ("khách", "hàng"), ("nhân", "viên"), ("cộng", "tác"),
                               ("thuê", "bao"), ("cựu", "nhân"), ("nguyên", "nhân"), ("người", "dùng"), ("nhà", "thầu")))
"""How the post begins of one who does not speak for the firm that it names."""
_OPENING: Final = 6
_EARLIER: Final = 6
"""Sentences that `ông` and `hãng này` may look back."""


class _Entity(NamedTuple):
    start: int
    end: int
    text: str
    kb_id: str | None
    label: str


class Subjects:
    """The organisations and persons of a shard by sentence."""

    def __init__(self, shard: Shard, entities: Table | None) -> None:
        self._by_sentence: dict[int, list[_Entity]] = {}
        self._carriers: list[_Entity] = []
        self._carrier_start: list[int] = []
        if entities is None or "token_start" not in entities.arrow.column_names:
            return
        names = ("token_start", "token_end", "text", "kb_id", "label")
        rows = [_Entity(*row) for row in zip(*(entities.arrow.column(name).to_pylist() for name in names), strict=True)]
        rows = sorted(row for row in rows if row.label in ("ORG", "PER"))
        sentences = np.searchsorted(shard.sentence_token, np.array([row.start for row in rows], dtype=np.int64), side="right") - 1
        for row, sentence in zip(rows, sentences.tolist(), strict=True):
            self._by_sentence.setdefault(sentence, []).append(row)
        self._carriers = [row for row in rows if row.label == "ORG" and row.kb_id]
        self._carrier_start = [row.start for row in self._carriers]
        self._article_token: list[int] = shard.article_token.tolist()
        self._article_sentence: list[int] = shard.article_sentence.tolist()

    def read(self, line: Line, figures: list[Figure], sentence: int, article: int) -> None:
        """Set `subject` and `subject_kb_id` of the figures of one sentence."""
        if not self._by_sentence:
            return
        here = self._by_sentence.get(sentence, [])
        taken_up = self._taken_up(line, sentence, article)
        for figure in figures:
            token = line.tokens[figure.start]
            if figure.kind == "age":
                entity = _of_age(line, here, figure) or (taken_up if taken_up is not None and taken_up.label == "PER" else None)
            else:
                entity = _fined(line, here, figure) or _before(line, here, token) or taken_up
                if entity is None or (entity.label == "PER" and _speaks(line, entity)):
                    # A distance or a weight is of the sentence's own things, not of the carrier of an earlier one.
                    carried = None if _is_of_things(figure) else self._carried(token, article)
                    entity = _behind(here, token) or carried or entity
            if entity is not None:
                figure.subject, figure.subject_kb_id = entity.text.replace("_", " "), entity.kb_id

    def _taken_up(self, line: Line, sentence: int, article: int) -> _Entity | None:
        """The entity of an earlier sentence that a pronoun at the beginning of this one stands for."""
        opening = [word for word in line.words[:_OPENING] if word.isalpha()]
        wanted = None
        if opening and (opening[0] in _PEOPLE or any(word in _SELF for word in opening)):
            wanted = "PER"
        elif "này" in opening and any(word in _FIRMS for word in opening):
            wanted = "ORG"
        if wanted is None:
            return None
        for earlier in range(sentence - 1, max(self._article_sentence[article], sentence - _EARLIER) - 1, -1):
            for entity in reversed(self._by_sentence.get(earlier, ())):
                if entity.label == wanted:
                    return entity
        return None

    def _carried(self, token: int, article: int) -> _Entity | None:
        """The carrier that the article named last before `token`."""
        index = bisect_left(self._carrier_start, token) - 1
        return self._carriers[index] if index >= 0 and self._carrier_start[index] >= self._article_token[article] else None


def _before(line: Line, here: list[_Entity], token: int) -> _Entity | None:
    """The nearest entity before `token`; an organisation behind the speaker's name comes before the speaker."""
    before = [entity for entity in here if entity.end <= token]
    if not before:
        return None
    organisations = [entity for entity in before if entity.label == "ORG"]
    if before[-1].label == "PER" and organisations:
        return organisations[-1]
    if len(before) > 1 and _is_post(line, before[-2], before[-1]) and not _speaks(line, before[-2]):
        return before[-2]
    return before[-1]


def _is_post(line: Line, person: _Entity, firm: _Entity) -> bool:
    """`Ông Hùng, đại lý của Viettel, bị bắt`: the organisation only says, between commas, what the person before it is.

    Whoever heads a firm (`giám đốc`) speaks and acts for it: its figures stay the firm's.
    """
    if person.label != "PER" or firm.label != "ORG":
        return False
    after, start, end = (bisect_left(line.tokens, token) for token in (person.end, firm.start, firm.end))
    between = line.words[after + 1 : start]
    enclosed = line.word(after) == "," and line.word(end) == "," and 0 < len(between) <= _OPENING
    return enclosed and all(map(str.isalpha, between)) and (between[0], *between[1:2]) in _OUTSIDERS


def _of_age(line: Line, here: list[_Entity], figure: Figure) -> _Entity | None:
    """The person whose age it is: the nearest name before it, unless other people (`nghi phạm`, `mẹ già`) stand between."""
    persons = [entity for entity in here if entity.label == "PER" and entity.end <= line.tokens[figure.start]]
    if not persons:
        return None
    end = bisect_left(line.tokens, persons[-1].end)
    between = line.words[end : figure.left]
    if len(between) > _REACH or any(word in _OTHER_PEOPLE or word in ".;?!" for word in between):
        return None
    return persons[-1]


def _is_of_things(figure: Figure) -> bool:
    found = units().match(figure.unit.split(), 0) if figure.kind == "quantity" and figure.unit else None
    return found is not None and found[0].base in ("m3", "°c", "m2")


def _fined(line: Line, here: list[_Entity], figure: Figure) -> _Entity | None:
    """Who is fined: `phạt 70 triệu đồng đối với Viettel` is said of Viettel, not of who fines."""
    if figure.kind != "money" or "phạt" not in line.words[max(0, figure.left - 4) : figure.left]:
        return None
    at = figure.end
    if line.words[at : at + 2] != ["đối", "với"] and line.word(at) not in ("với", "cho"):
        return None
    token = line.tokens[figure.end - 1]
    return next((entity for entity in here if token < entity.start <= token + _OPENING), None)


def _speaks(line: Line, entity: _Entity) -> bool:
    """Whether a person of this sentence only says what the figure says: `theo bà Loan`, `ông Vinh cho biết`."""
    start, end = bisect_left(line.tokens, entity.start), bisect_left(line.tokens, entity.end)
    if start == end:  # Of an earlier sentence: it speaks if this one opens with its pronoun and a verb of saying.
        start, end = 0, 2
    if "theo" in line.words[max(0, start - 3) : start]:
        return True
    return any(
        pair in _SAYING for pair in zip(line.words[end : end + _REACH], line.words[end + 1 : end + 1 + _REACH], strict=False)
    )


def _behind(here: list[_Entity], token: int) -> _Entity | None:
    """A carrier that the same sentence names behind the figure: `11 % số khách của MobiFone`."""
    return next((entity for entity in here if entity.start >= token and entity.label == "ORG" and entity.kb_id), None)
