"""A lesson: annotated articles as the classifier sees them, and what the gold of their lines says of each clause.

Gold says which lines of an article hold which rows; a line of several clauses holds a row in those where a trigger fired for
it, else in those that the model of the first round likes best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.extraction.strategies.classifier import JUDGED, Float, Model, seen
from vnnlp.extraction.strategies.clauses import Features, clauses, features, key_of
from vnnlp.extraction.strategies.context import TURNS
from vnnlp.extraction.strategies.cues import Page, pages
from vnnlp.extraction.strategies.judging import Reading
from vnnlp.extraction.strategies.kernel import Kernel
from vnnlp.extraction.strategies.rules import Finding, candidates
from vnnlp.extraction.strategies.subjects import Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy
from vnnlp.extraction.strategies.words import WordVectors
from vnnlp.shard import Article, Shard

FOLDS: Final = 5
FLOOR: Final = -2.5
"""Log-odds of a clause from which a row is proposed."""
REACH: Final = -3.5
"""Log-odds by the linear model from which a clause is compared to the gold: below, less than one in forty says something."""
_CLOSE: Final = 1.0
"""Log-odds below the best clause of a line that may still hold its row."""
_SIDES: Final = ("segment", "polarity")
_MOST: Final = 2
"""Fifths of the gold above which a file is cut."""
Labels = NDArray[np.int8]
"""1 it says so, 0 it does not, -1 nobody knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Annotated articles as the classifier sees them."""

    gold: list[Mapping[str, Any]]
    """Of each page its article."""
    missed: list[Mapping[str, Any]]
    """Articles that are not worth reading."""
    pages: list[Page]
    subjects: list[Subjects]
    found: list[list[Finding]]
    """What triggers gave."""
    reading: Reading
    """Of a model without weights."""
    features: Features

    def fold(self) -> NDArray[np.int64]:
        """Of each page its fold: that of its file, the largest files shared out first; or, where a file has many writers or is
        most of the gold, one by the hash of its id.
        """
        sizes = Counter(row["origin"] for row in self.gold)
        cut = {row["origin"] for row in self.gold
               if row.get("writers") == "many" or FOLDS * sizes[row["origin"]] > _MOST * len(self.gold)}
        full, of_file = [0] * FOLDS, {}
        for origin, size in sizes.most_common():
            if origin not in cut:
                of_file[origin] = full.index(min(full))
                full[of_file[origin]] += size
        return np.array([of_file.get(row["origin"], key_of(row["doc_id"]) % FOLDS) for row in self.gold], dtype=np.int64)


def lesson(gold: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, words: WordVectors) -> Lesson:
    """Read annotated articles the way that extraction does."""
    from vnnlp.extraction.entities import extract as entities
    from vnnlp.extraction.figures import extract as figures
    from vnnlp.repair import repair
    from vnnlp.segmentation import segment
    shard: Shard = repair(segment([Article(str(number), row["text"]) for number, row in enumerate(gold)]))
    held = list(pages(shard, entities(shard), figures(shard), taxonomy))
    subjects = [Subjects(page, taxonomy) for page in held]
    found = clauses(held, subjects)
    counts = np.bincount([one.page for one in found], minlength=len(held))
    k = len(taxonomy.strategies)
    segments = dict.fromkeys(group.rsplit(":", 1)[0] for group in taxonomy.segment_weight)
    sides = (*segments, *(f"polarity:{name}" for name in TURNS))
    model = Model(tuple(taxonomy.strategies), sides, np.empty(0, np.uint64), np.empty((0, k), np.float32), np.zeros(k),
                  Kernel.none(), np.empty(0, np.int64), np.zeros((2, len(JUDGED))), words, FLOOR, REACH)
    visible = features(shard, held, subjects, found)
    reading = Reading(model, found, seen(visible, model.keys), np.zeros((len(found), k)), [0, *np.cumsum(counts).tolist()])
    inside = {page.index for page in held}
    return Lesson([gold[page.index] for page in held], [row for number, row in enumerate(gold) if number not in inside], held,
                  subjects, [candidates(page, who, taxonomy) for page, who in zip(held, subjects, strict=True)], reading, visible)


def values_of(value: str | Sequence[str] | None) -> list[str]:
    """A value, or the values of which any is right, or none."""
    return [value] if isinstance(value, str) else list(value or ())


def labels(held: Lesson, odds: Float | None = None) -> Labels:
    """What the clauses say, by the lines of the gold; `odds`: those of a first round."""
    reading = held.reading
    codes = {code: place for place, code in enumerate(reading.model.codes)}
    found = np.zeros((len(reading.held), len(codes)), np.int8)
    for number, (row, page) in enumerate(zip(held.gold, held.pages, strict=True)):
        fired = {(reading.clause_of(number, one.anchor[0]), one.strategy) for one in held.found[number]}
        span = range(reading.first[number], reading.first[number + 1])
        for one in row["strategies"]:
            strategies = [code for code in values_of(one["strategy"]) if code in codes]
            inside = [clause for clause in span if one["line"] in (0, page.line[reading.held[clause].sentence] + 1)]
            for strategy in strategies:
                code = codes[strategy]
                said = [clause for clause in inside if (clause, strategy) in fired] or inside
                if odds is not None and said:
                    best = max(odds[clause, code] for clause in said)
                    said = [clause for clause in said if odds[clause, code] >= best - _CLOSE]
                known = one.get("tier", "core") == "core" and len(strategies) == 1
                for clause in inside:
                    if clause in said and known:
                        found[clause, code] = 1
                    elif found[clause, code] == 0:
                        found[clause, code] = -1
    return found


def side_labels(held: Lesson, said: Labels) -> Labels:
    """Of the clauses that say something, for whom and with which polarity: by the gold of their lines."""
    reading = held.reading
    sides, codes = reading.model.sides, {code: place for place, code in enumerate(reading.model.codes)}
    found = np.full((len(reading.held), len(sides)), -1, np.int8)
    for number, (row, page) in enumerate(zip(held.gold, held.pages, strict=True)):
        for clause in range(reading.first[number], reading.first[number + 1]):
            line = page.line[reading.held[clause].sentence] + 1
            rows = [one for one in row["strategies"] if one["line"] in (0, line) and one.get("tier", "core") == "core"
                    and any(said[clause, codes[code]] == 1 for code in values_of(one["strategy"]) if code in codes)]
            names = {f"{field}:{value}" for one in rows for field in _SIDES for value in values_of(one[field])}
            known = [field for field in _SIDES if rows and all(one[field] for one in rows)]
            found[clause] = [side in names if side.split(":")[0] in known else -1 for side in sides]
    return found
