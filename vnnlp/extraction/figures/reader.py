"""The figures of a shard: candidates on the columns, the grammar on the sentences that hold one, rows of the table."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import pyarrow as pa

from vnnlp.arrays import array_of, numbers_of
from vnnlp.extraction.collection import no_collection
from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.grammar import read_line
from vnnlp.extraction.figures.line import Line
from vnnlp.extraction.figures.measures import read_measures
from vnnlp.extraction.figures.resolve import resolve, resolve_distance
from vnnlp.extraction.figures.separators import CLEARLY
from vnnlp.extraction.figures.story import Story
from vnnlp.extraction.figures.subjects import Subjects
from vnnlp.extraction.figures.syllables import DIGITS, Syllables
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Int32, Mask, Shard
from vnnlp.tables import SCHEMAS, Table, validate

_NAMES = frozenset(("PROD", "PER", "LOC"))
_SHORT = 2
_GROUPED = 2
"""Weight of a number of several groups of thousands, which only one habit writes; a single separator weighs 1."""
_CLEAR = 4
"""Weight of an article's numbers that makes its English habit clear without any such: four of `15.5`, none of `7,2`."""
_WHOLE = 8
"""Tokens of an article that may be nothing but a number or a date: what a notebook asks about."""
_LONGEST_SENTENCE = 2_000
"""Syllables of a sentence that is read at once; a longer one (a list, damaged text) is read in pieces of this length."""


def extract(shard: Shard, entities: Table | None = None, settings: ExtractionSettings | None = None) -> Table:
    """The figures of a shard's kept passages, in text order: the table `figures`, then int32 `token_start`, `token_end`.

    `entities` is the table of the same shard with its token columns; without it, subjects come from what stands in the
    text alone. Lost numbers (`⟨?⟩`) give figures with status `lost` and no value; tokens of `shard.untrusted` give
    figures only with `settings.untrusted`.

    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> rows = extract(segment([Article("a", "Viettel có hơn 50 triệu khách_hàng .")])).to_pylist()
    >>> [(row["text"], row["value"], row["unit"], row["cmp"]) for row in rows]
    [('50 triệu', 50000000.0, 'khách hàng', '>')]
    """
    settings = settings or ExtractionSettings()
    with no_collection():
        return _Reader(shard, entities, settings).table()


class _Reader:
    """The columns of one shard and the figures found in it."""

    def __init__(self, shard: Shard, entities: Table | None, settings: ExtractionSettings) -> None:
        self.shard = shard
        self.settings = settings
        self.syllables = Syllables.of(shard)
        self.kept = shard.kept if shard.kept is not None and not settings.with_duplicates else None
        self.subjects = Subjects(shard, entities)
        self.barred = _barred(shard, entities)
        self.story = Story()
        self.words: list[str] = self.syllables.words.tolist()
        self.surfaces: list[str] = self.syllables.surfaces.tolist()
        self.starts: list[int] = self.syllables.start.tolist()
        self.ends: list[int] = self.syllables.end.tolist()
        self.tokens: list[int] = self.syllables.token.tolist()
        self.flags: list[int] = self.syllables.flags.tolist()
        self.english: dict[int, int] = {}
        self.article_of_sentence: list[int] = np.repeat(np.arange(len(shard)), np.diff(shard.article_sentence)).tolist()
        self.short: list[bool] = (np.diff(shard.article_token) <= _WHOLE).tolist()
        self.article_syllable: list[int] = self.syllables.first_of_token[shard.article_token].tolist()
        self.told: tuple[int, int, Figure | None] = (-1, -1, None)
        """Article and sentence read last, and its last amount."""
        self.rows: list[tuple[int, int, int, Figure]] = []
        """Article, start and end in `shard.text`, figure."""

    def table(self) -> Table:
        """All figures as rows."""
        for sentence, first, stop, candidates in self._sentences():
            self._read(sentence, first, stop, candidates)
        return self._rows()

    def _sentences(self) -> Any:
        """Sentences that hold a candidate: their number, their syllables, and the candidates within."""
        flagged = self.syllables.candidates()
        if self.kept is not None:
            flagged &= self.kept[self.syllables.token]
        lengths = np.diff(self.shard.article_token)
        for article in np.flatnonzero((lengths > 0) & (lengths <= _SHORT)).tolist():
            # An article of a word or two may be a number that no sentence of news would have (`không`).
            first = self.syllables.first_of_token[self.shard.article_token[article]]
            if first < len(flagged):
                flagged[first] = True
        candidates = np.flatnonzero(flagged)
        if not len(candidates):
            return
        bounds, numbers = self._bounds()
        owner = np.searchsorted(bounds, candidates, side="right") - 1
        edges = np.flatnonzero(np.diff(owner, prepend=-1, append=-2))
        candidate_list: list[int] = candidates.tolist()
        bound_list: list[int] = bounds.tolist()
        number_list: list[int] = numbers.tolist()
        for at, until in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            first, stop = bound_list[owner[at]], bound_list[owner[at] + 1]
            sentence = number_list[owner[at]]
            mine = candidate_list[at:until]
            if stop - first <= _LONGEST_SENTENCE:
                yield sentence, first, stop, mine
                continue
            done = 0
            for piece in range(first, stop, _LONGEST_SENTENCE):
                until_piece = bisect_left(mine, piece + _LONGEST_SENTENCE, done)
                if until_piece > done:
                    yield sentence, piece, min(stop, piece + _LONGEST_SENTENCE), mine[done:until_piece]
                done = until_piece

    def _bounds(self) -> tuple[Int32, Int32]:
        """The first syllable of each sentence, then their end; and the sentences' numbers.

        Digits that follow a mark without a gap begin no sentence: `(04).6256.7777` is one number; nor do those of `Rs. 20`.
        """
        bounds = self.syllables.first_of_token[self.shard.sentence_token]
        inner = np.zeros(len(bounds), dtype=np.bool_)
        at = bounds[1:-1]
        at = np.minimum(at, max(len(self.starts) - 1, 0))
        if len(self.starts):
            glued = self.syllables.start[at] == self.syllables.end[at - 1]
            words = self.syllables.words
            rupees = (words[np.maximum(at - 2, 0)] == "rs") & (words[at - 1] == ".")
            digits = (self.syllables.flags[at] & DIGITS) != 0
            inner[1:-1] = digits & (at > 0) & (glued | rupees) & (bounds[1:-1] < bounds[2:])
        inner[self.shard.article_sentence] = False
        keep = np.flatnonzero(~inner)
        return bounds[keep], keep[:-1].astype(np.int32)

    def _read(self, sentence: int, first: int, stop: int, candidates: list[int]) -> None:
        shard = self.shard
        article = self.article_of_sentence[sentence]
        line = Line(
            self.words[first:stop],
            self.surfaces[first:stop],
            self.starts[first:stop],
            self.ends[first:stop],
            self.tokens[first:stop],
            self.flags[first:stop],
            barred=None if self.barred is None else self.barred[self.syllables.token[first:stop]].tolist(),
            english=self._english(article),
            whole=self.short[article] and self.article_syllable[article : article + 2] == [first, stop],
            dated=shard.articles[article].published is not None,
        )
        figures = read_line(line, [index - first for index in candidates])
        if not figures:
            return
        if self.kept is not None:
            figures = [figure for figure in figures if self.kept[line.tokens[figure.start]]]
        self.story.read(article, sentence, shard.articles[article].published, figures)
        told = self.told[2] if self.told[:2] == (article, sentence - 1) else None
        self.told = article, sentence, read_measures(line, figures, told)
        self.subjects.read(line, figures, sentence, article)
        for figure in figures:
            self.rows.append((article, line.starts[figure.start], line.ends[figure.end - 1], figure))

    def _english(self, article: int) -> int:
        """The habit of an article: commas between thousands and points before decimals, by what its clear numbers do.

        0 for the Vietnamese habit, 1 for a leaning to the English one, 2 where that one is clear.
        """
        if article not in self.english:
            habit = self.shard.types.column(
                "figures.habit", lambda forms: np.fromiter(map(_habit, forms), dtype=np.int8, count=len(forms))
            )
            types = self.shard.token_type[self.shard.article_token[article] : self.shard.article_token[article + 1]]
            weights = habit[types]
            weight = int(weights.sum(dtype=np.int64))
            clear = weight >= _CLEAR or (weight > 0 and weights.max() == _GROUPED)
            self.english[article] = 0 if weight <= 0 else CLEARLY if clear else 1
        return self.english[article]

    def _rows(self) -> Table:
        shard, rows = self.shard, self.rows
        if not rows:
            table = SCHEMAS["figures"].empty_table()
            for name in ("token_start", "token_end"):
                table = table.append_column(name, array_of([], pa.int32()))
            return Table("figures", table)
        start = np.array([row[1] for row in rows], dtype=np.int64)
        end = np.array([row[2] for row in rows], dtype=np.int64)
        columns = shard.mentions_at(start, end)
        token_start = (np.searchsorted(shard.token_start, start, side="right") - 1).astype(np.int32)
        token_end = np.searchsorted(shard.token_start, end, side="left").astype(np.int32)
        columns["status"] = self._status(token_start, token_end)
        columns |= _columns([row[3] for row in rows])
        self._resolve(columns)
        table = Table.from_columns("figures", columns).arrow
        for name, place in (("token_start", token_start), ("token_end", token_end)):
            table = table.append_column(name, array_of(place, pa.int32()))
        if not self.settings.untrusted and shard.untrusted is not None:
            table = table.filter(array_of([status != "untrusted" for status in columns["status"]], pa.bool_()))
        return Table("figures", validate("figures", table))

    def _status(self, token_start: Any, token_end: Any) -> list[str]:
        status = ["lost" if row[3].lost else "stated" for row in self.rows]
        if self.shard.untrusted is not None:
            before = np.concatenate([[0], np.cumsum(self.shard.untrusted)])
            for index in np.flatnonzero(before[token_end] > before[token_start]).tolist():
                status[index] = "untrusted"
        return status

    def _resolve(self, columns: dict[str, Any]) -> None:
        """The absolute dates of the figures of articles whose day of writing is known."""
        first: list[Any] = []
        last: list[Any] = []
        for article, _, _, figure in self.rows:
            published = self.shard.articles[article].published
            span = None
            if published is not None and figure.distance is not None:
                span = resolve_distance(figure.distance, published)
            elif published is not None and figure.date is not None and figure.kind in ("date", "date_range"):
                span = resolve(figure.date, published)
                if span is not None and figure.date_end is not None:
                    until = resolve(figure.date_end, published)
                    span = None if until is None or until[1] < span[0] else (span[0], until[1])
            first.append(span[0] if span else None)
            last.append(span[1] if span else None)
        columns["resolved"], columns["resolved_end"] = first, last


def _columns(figures: list[Figure]) -> dict[str, Any]:
    plain = (
        "kind",
        "value",
        "low",
        "high",
        "unit",
        "per",
        "cmp",
        "approx",
        "measures",
        "subject",
        "subject_kb_id",
        "change",
        "role",
        "negated",
    )
    columns: dict[str, Any] = {name: [getattr(figure, name) for figure in figures] for name in plain}
    for name in ("date", "date_end"):
        columns[name] = [None if (moment := getattr(figure, name)) is None else moment.row() for figure in figures]
    return columns


def _habit(form: str) -> int:
    """+1 for a form that only English separators explain (1,250,000; 15.5), -1 for a Vietnamese one (1.250.000; 7,2)."""
    if not form[0].isdecimal() or len(form) > 20:
        return 0
    groups = form.replace(",", ".").split(".")
    marks = [mark for mark in form if mark in ".,"]
    if not marks or not all(group.isdecimal() for group in groups):
        return 0
    if len(marks) > 1:
        if len(set(marks)) == 1 and all(len(group) == 3 for group in groups[1:]):
            return _GROUPED if marks[0] == "," else -_GROUPED
        return 0
    if len(groups[1]) == 3:
        return 0
    return 1 if marks[0] == "." and len(groups[1]) == 1 else -1 if marks[0] == "," else 0


def _barred(shard: Shard, entities: Table | None) -> Mask | None:
    """m: tokens inside the name of a product, a person or a place, whose numbers are no figures."""
    if entities is None or not len(entities) or "token_start" not in entities.arrow.column_names:
        return None
    edge = np.zeros(shard.n_tokens + 1, dtype=np.int32)
    labels = np.array([label in _NAMES for label in entities.arrow.column("label").to_pylist()], dtype=np.bool_)
    np.add.at(edge, numbers_of(entities.arrow.column("token_start"))[labels], 1)
    np.add.at(edge, numbers_of(entities.arrow.column("token_end"))[labels], -1)
    barred: Mask = np.cumsum(edge)[:-1] > 0
    return barred
