"""Rows from candidates: the classifier judges what triggers gave, and proposes what none gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Final

import numpy as np

from vnnlp.extraction.strategies.classifier import SHIPPED, Float, Model, Seen, confidence, load_model, logits, seen, worth
from vnnlp.extraction.strategies.clauses import Clause, clauses, features
from vnnlp.extraction.strategies.cues import Page, pages
from vnnlp.extraction.strategies.rules import Finding, candidates, finding_at, is_weak, plainly
from vnnlp.extraction.strategies.subjects import ALL, Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy
from vnnlp.shard import Shard
from vnnlp.tables import Table

_ALONE: Final = 3
"""Clauses up to which a text is no article: nothing around it says what it is about."""
_HOPELESS: Final = -6.0
"""Log-odds below which a clause does not say a strategy, whatever triggers fire."""
_MOST: Final = 6.0
"""Log-odds beyond this say no more."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a model makes of the pages of a shard."""

    model: Model
    held: list[Clause]
    seen: Seen
    logits: Float
    """Clauses by strategies and sides."""
    first: list[int]
    """Of each page its first clause, and the end."""

    def clause_of(self, page: int, token: int) -> int:
        """The clause of a page that holds a token."""
        low, high = self.first[page], self.first[page + 1]
        while high - low > 1:
            middle = (low + high) // 2
            if self.held[middle].first <= token:
                low = middle
            else:
                high = middle
        return low


def read(shard: Shard, entities: Table, figures: Table, taxonomy: Taxonomy,
         model: Model | None) -> Iterator[tuple[Page, Subjects, list[Finding]]]:
    """The articles worth reading with their candidates, as sure as the model says; without a model, as their triggers say."""
    held = list(pages(shard, entities, figures, taxonomy))
    subjects = [Subjects(page, taxonomy) for page in held]
    if model is None:
        for page, who in zip(held, subjects, strict=True):
            yield page, who, plainly(page, candidates(page, who, taxonomy))
        return
    reading = clauses_read(shard, held, subjects, model)
    for number, (page, who) in enumerate(zip(held, subjects, strict=True)):
        found = candidates(page, who, taxonomy, likely(number, reading))
        found = [*found, *proposed(page, number, found, who, taxonomy, reading)]
        yield page, who, judged(page, number, found, reading)


def model_of(taxonomy: str) -> Model | None:
    """The model shipped, or the one that stands beside a taxonomy of your own under its name (`banks.tsv`: `banks.npz`)."""
    if not taxonomy:
        return load_model() if SHIPPED.with_suffix(".npz").is_file() else None
    base = Path(taxonomy).with_suffix("")
    return load_model(base) if base.with_suffix(".npz").is_file() else None


def clauses_read(shard: Shard, held: Sequence[Page], subjects: Sequence[Subjects], model: Model) -> Reading:
    """Apply the models of clauses to all clauses at once."""
    found = clauses(held, subjects)
    visible = features(shard, held, subjects, found)
    known = seen(visible, model.keys)
    counts = np.bincount([one.page for one in found], minlength=len(held)) if found else np.zeros(len(held), np.int64)
    return Reading(model, found, known, logits(model, known, visible, len(found)), [0, *np.cumsum(counts).tolist()])


def likely(number: int, reading: Reading) -> dict[str, list[int]]:
    """By strategy, the sentences of a page where it is not out of the question; triggers are not looked for elsewhere."""
    first, last = reading.first[number], reading.first[number + 1]
    found: dict[str, list[int]] = {}
    for clause, code in np.argwhere(reading.logits[first:last, :len(reading.model.codes)] >= _HOPELESS).tolist():
        sentences, sentence = found.setdefault(reading.model.codes[code], []), reading.held[first + clause].sentence
        if sentences[-1:] != [sentence]:
            sentences.append(sentence)
    return found


def proposed(page: Page, number: int, found: Sequence[Finding], subjects: Subjects, taxonomy: Taxonomy,
             reading: Reading) -> Iterator[Finding]:
    """Rows of a page that no trigger gave: where a clause reads like a strategy, by the word that says so most."""
    fired = {(reading.clause_of(number, one.anchor[0]), one.strategy) for one in found}
    first, last = reading.first[number], reading.first[number + 1]
    odds = reading.logits[first:last, :len(reading.model.codes)]
    for clause, code in np.argwhere(odds >= reading.model.floor).tolist():
        strategy = reading.model.codes[code]
        if (first + clause, strategy) in fired:
            continue
        token = worth(reading.model, reading.seen, first + clause, code)
        if token >= 0:
            yield from finding_at(page, strategy, (token, token + 1), reading.held[first + clause].sentence, subjects, taxonomy)


def judged(page: Page, number: int, found: Sequence[Finding], reading: Reading) -> list[Finding]:
    """The candidates of a page with the confidence that the model gives them."""
    values = list(judged_values(page, number, found, reading))
    return [replace(one, confidence=sure, hints=_hints(reading, number, one))
            for one, sure in zip(found, confidence(reading.model.judge, values), strict=True)]


def _hints(reading: Reading, number: int, one: Finding) -> dict[str, float]:
    """Log-odds of the sides of a finding's clause."""
    sides = reading.logits[reading.clause_of(number, one.anchor[0]), len(reading.model.codes):].tolist()
    return dict(zip(reading.model.sides, sides, strict=True))


def judged_values(page: Page, number: int, found: Sequence[Finding], reading: Reading) -> Iterator[tuple[float, ...]]:
    """The values of `JUDGED` of each candidate of a page."""
    number_of: Mapping[str, int] = {code: place for place, code in enumerate(reading.model.codes)}
    first, last = reading.first[number], reading.first[number + 1]
    odds = np.clip(reading.logits[first:last, :len(reading.model.codes)], -_MOST, _MOST)
    firm = {(one.sentence, one.carrier, one.strategy) for one in found if one.firm}
    alone = float(last - first <= _ALONE)
    for one in found:
        place, code = reading.clause_of(number, one.anchor[0]) - first, number_of[one.strategy]
        here = float(odds[place, code])
        others = np.delete(odds[place], code)
        elsewhere = np.delete(odds[:, code], place)
        start, end = page.bounds(one.sentence)
        agent = one.subject.agent
        distance = max(one.anchor[0] - agent.end, agent.start - one.anchor[1], 0) if agent is not None else 0
        prior = min(max(one.prior, 0.01), 0.99) if one.triggers else 0.5
        covered = any((one.sentence, one.carrier) == key[:2] and key[2] != one.strategy for key in firm)
        yield (1.0, here, float(one.firm), float(bool(one.triggers) and not one.firm), log(prior / (1 - prior)),
               log(max(one.triggers, 1)), here if one.triggers else 0.0, float(one.subject.how == "behind"),
               float(one.subject.how == "running"), float(one.subject.how == "title"), float(one.carrier == ALL),
               min(distance, 40) / 20, min(end - start, 80) / 40, float(is_weak(page, start, end)),
               float(others.max()) if len(others) else -_MOST, float(covered), float(one.polarity != "does"),
               float(elsewhere.max()) if len(elsewhere) else -_MOST, float(page.line[one.sentence] == 0), float(one.announced),
               log(last - first), alone, alone * here)
