"""Cues: where the phrases of the taxonomy stand in the articles that are worth reading.

An article is worth reading if it names a carrier (an entity with a kb_id, or a product of one), or speaks of carriers more
than once without naming any, unless it reports a crime. Of those the folded types are joined and walked once by an Aho-Corasick
automaton; all that comes after looks at the hits alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from vnnlp.arrays import numbers_of
from vnnlp.extraction.strategies.taxonomy import BRAND, CRIME, FIELD, GENERAL, Condition, Taxonomy, plain_forms
from vnnlp.shard import Int32, Shard
from vnnlp.tables import Table

Span = tuple[int, int]
"""Half-open token indices of the shard."""


_SUBJECTS: Final = ("carrier", "subject:all", "subject:many", "subject:same", "subject:we")


SHORT: Final = 80
"""Tokens up to which a text has no room to show what it is about: a single sentence, a headline."""
_FIELD_WORDS: Final = 4
"""Distinct words of the field that a text must have if it names no carrier; one that names a carrier, or is short, needs one."""
_GATE: Final = 2
"""How often a longer article without a carrier must speak of all of them."""


_CRIMES: Final = 4
"""Words of crime from which an article is the report of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One article with its cues: groups by name, spans in text order."""

    index: int
    tokens: Span
    words: list[str]
    """Plain forms of the tokens."""
    sentence_token: list[int]
    """Boundaries of its sentences: one more than there are sentences."""
    line: list[int]
    """Of each sentence, its line, counted from 0."""
    groups: dict[str, list[Span]]
    carriers: list[tuple[int, int, str]]
    """Start, end, kb_id of the carriers that it names."""
    others: list[Span]
    """Other organisations."""
    entity_rows: list[tuple[int, int, int]]
    """Start, end and row of its entities, and of its figures."""
    figure_rows: list[tuple[int, int, int]]

    def sentence_of(self, token: int) -> int:
        """The sentence, counted within the article, that holds a token."""
        low, high = 0, len(self.sentence_token) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.sentence_token[middle] <= token:
                low = middle
            else:
                high = middle
        return low

    def bounds(self, sentence: int) -> Span:
        """The tokens of a sentence."""
        return self.sentence_token[sentence], self.sentence_token[sentence + 1]

    def within(self, group: str, first: int, last: int) -> list[Span]:
        """The hits of a group that begin in a stretch of tokens."""
        hits = self.groups.get(group)
        if not hits:
            return []
        return hits[bisect_left(hits, (first,)):bisect_left(hits, (last,))]

    def scope(self, reach: int | str, sentence: int) -> Span:
        """The stretch of tokens that a reach means for an anchor in `sentence`."""
        if reach == "article":
            return self.tokens
        if reach in ("title", "line"):
            line = 0 if reach == "title" else self.line[sentence]
            inside = [number for number, other in enumerate(self.line) if other == line]
            return self.sentence_token[inside[0]], self.sentence_token[inside[-1] + 1]
        return self.bounds(sentence)

    def near(self, condition: Condition, anchor: Span, sentence: int, *, overlap: bool) -> bool:
        """Whether a condition's group stands near an anchor; `overlap`: a hit inside the anchor counts."""
        for start, end in self.within(condition.group, *self.scope(condition.reach, sentence)):
            inside = start < anchor[1] and end > anchor[0]
            if inside:
                if overlap:
                    return True
                continue
            before = end <= anchor[0]
            if condition.side and before != (condition.side == "<"):
                continue
            if isinstance(condition.reach, str) or (anchor[0] - end if before else start - anchor[1]) <= condition.reach:
                return True
        return False


def pages(shard: Shard, entities: Table, figures: Table, taxonomy: Taxonomy) -> Iterator[Page]:
    """The articles worth reading, with their cues, in order."""
    names = _by_article(shard, entities, "label", "kb_id")
    numbers = _by_article(shard, figures, "kind")
    forms = shard.types.column("strategies plain", lambda forms: np.array(plain_forms(forms), dtype=object))
    for index in range(len(shard)):
        first, last = int(shard.article_token[index]), int(shard.article_token[index + 1])
        words = forms[shard.token_type[first:last]]
        spoken = np.flatnonzero(words != "")
        text = " " + " ".join(words[spoken]) + " "
        organisations = [row for row in names.get(index, ()) if row[3] == "ORG"]
        carriers = [(start, end, kb_id.split(":")[-1]) for start, end, _, _, kb_id in organisations if kb_id]
        # `VinaPhone Plus` and `Viettel vì cộng_đồng` are products, and name their carrier all the same.
        known = {words[start - first]: kb_id for start, end, kb_id in carriers if end - start == 1}
        carriers += [(start, start + 1, known[words[start - first]]) for start, _, _, label, kb_id in names.get(index, ())
                     if label in ("PROD", "ORG") and not kb_id and words[start - first] in known]
        hits = [hit for _, hit in taxonomy.gate.iter(text)] if len(taxonomy.gate) else []
        named = bool(carriers) or any(hit & BRAND for hit in hits)
        if not named and sum(hit & GENERAL for hit in hits) < (_GATE if last - first > SHORT else 1):
            continue
        if taxonomy.field and len({hit for hit in hits if hit & FIELD}) < _field_words(last - first, named=named):
            continue
        if sum(bool(hit & CRIME) for hit in hits) >= _CRIMES:
            continue
        groups = _cues(text, words[spoken].tolist(), (first + spoken).astype(np.int32), taxonomy)
        carriers += [(start, end, group.split(":")[1]) for group in dict.fromkeys(taxonomy.brands.values())
                     for start, end in groups.get(group, ()) if not any(start < high and end > low for low, high, _ in carriers)]
        carriers.sort()
        for start, end, _, kind in numbers.get(index, ()):
            groups.setdefault(f"figure:{kind}", []).append((start, end))
        for start, end, _, label, _ in names.get(index, ()):
            groups.setdefault(f"entity:{label}", []).append((start, end))
        groups["carrier"] = [(start, end) for start, end, _ in carriers]
        groups["subject"] = sorted({span for name in _SUBJECTS for span in groups.get(name, ())})
        low, high = int(shard.article_sentence[index]), int(shard.article_sentence[index + 1])
        boundaries = shard.sentence_token[low:high + 1].tolist()
        yield Page(index, (first, last), words.tolist(), boundaries, _lines(shard, index, boundaries), groups, carriers,
                   [(start, end) for start, end, _, _, kb_id in organisations if not kb_id and words[start - first] not in known],
                   [row[:3] for row in names.get(index, ())], [row[:3] for row in numbers.get(index, ())])


def _field_words(length: int, *, named: bool) -> int:
    """How many words of the field a text of so many tokens must have to be worth reading."""
    short = length <= SHORT
    return 0 if short and named else 1 if named or short else _FIELD_WORDS


def _cues(text: str, words: list[str], tokens: Int32, taxonomy: Taxonomy) -> dict[str, list[Span]]:
    hits = list(taxonomy.automaton.iter(text)) if len(taxonomy.automaton) else []
    found: dict[str, list[Span]] = {}
    if not hits:
        return found
    end, phrase = (np.array(column) for column in zip(*hits, strict=True))
    # Where each word begins in the joined text: a phrase's first and last letters lead to the words that hold them.
    starts = np.cumsum([1, *map(len, words[:-1])]) + np.arange(len(words))
    first = tokens[np.searchsorted(starts, end - taxonomy.lengths[phrase], side="right") - 1]
    last = tokens[np.searchsorted(starts, end - 1, side="right") - 1] + 1
    count = taxonomy.held_from[phrase + 1] - taxonomy.held_from[phrase]
    hit = np.repeat(np.arange(len(phrase)), count)
    group = taxonomy.held[np.repeat(taxonomy.held_from[phrase] - np.cumsum(count) + count, count) + np.arange(len(hit))]
    order = np.lexsort((last[hit], first[hit], group))
    group = group[order]
    spans = list(zip(first[hit[order]].tolist(), last[hit[order]].tolist(), strict=True))
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    for number, low, high in zip(group[begins].tolist(), begins.tolist(), [*begins[1:].tolist(), len(group)], strict=True):
        found[taxonomy.groups[number]] = spans[low:high]
    return found


def _lines(shard: Shard, index: int, boundaries: list[int]) -> list[int]:
    text = shard.article_text(index)
    base = int(shard.article_start[index])
    line, place, lines = 0, 0, []
    for token in boundaries[:-1]:
        start = int(shard.token_start[token]) - base
        line += text.count("\n", place, start)
        place = start
        lines.append(line)
    return lines


def _by_article(shard: Shard, table: Table, *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    """Of each article, its rows in text order: first and last token, number of the row, and some columns."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    if not len(table):
        return found
    start = numbers_of(table.arrow.column("token_start"))
    end = numbers_of(table.arrow.column("token_end"))
    article = np.searchsorted(shard.article_token, start, side="right") - 1
    values = [table.arrow.column(name).to_pylist() for name in columns]
    rows = zip(start.tolist(), end.tolist(), range(len(start)), *values, strict=True)
    for place, row in sorted(zip(article.tolist(), rows, strict=True), key=lambda item: (item[1][0], item[1][2])):
        found.setdefault(place, []).append(row)
    return found
