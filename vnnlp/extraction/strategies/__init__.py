"""Strategies: who does what for which customers, by which sentence.

From the entities and figures of a shard to rows that say: this carrier, this kind of care, for this segment, doing it,
stopping it or rejecting it, by this sentence. The taxonomy is data (`taxonomy`); phrases are found in the articles that
name a carrier (`cues`), combined by triggers (`rules`), given a subject (`subjects`) and seen in their context (`context`).
A classifier over the features of each clause (`clauses`, `classifier`) and its likeness to the clauses of the gold (`kernel`),
learned by `learning`, judges what triggers gave and proposes what none gave (`judging`).
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from vnnlp.arrays import array_of
from vnnlp.extraction.collection import no_collection
from vnnlp.extraction.strategies.evidence import clause, rows
from vnnlp.extraction.strategies.judging import model_of, read
from vnnlp.extraction.strategies.rules import Finding, settled
from vnnlp.extraction.strategies.taxonomy import Strategy, Taxonomy, load
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Shard
from vnnlp.tables import Table

__all__ = ["Strategy", "Taxonomy", "extract", "load"]


def extract(shard: Shard, entities: Table, figures: Table, settings: ExtractionSettings | None = None) -> Table:
    """The `strategies` table of a shard, from its `entities` and `figures` (with `token_start` and `token_end` behind).

    Rows in text order, then by carrier and strategy. Only kept tokens unless `settings.with_duplicates`; nothing below
    `settings.strategy_floor`. Behind the schema's columns: `announced` (said to come, not done yet) and `trigger` (the row
    of the taxonomy's triggers that fired; null for what the classifier proposes). Raises ModelError where the taxonomy or the
    classifier cannot be read.
    """
    settings = settings or ExtractionSettings()
    taxonomy = load(settings.taxonomy)
    found: list[dict[str, Any]] = []
    sources: list[Finding] = []
    with no_collection():
        for page, subjects, judged in read(shard, entities, figures, taxonomy, model_of(settings.taxonomy)):
            kept = settled(page, [one for one in judged if one.confidence >= settings.strategy_floor], subjects, taxonomy)
            if shard.kept is not None and not settings.with_duplicates:
                kept = [one for one in kept if shard.kept[one.anchor[0]]]
            held = [(one, clause(page, one, subjects.agents[one.sentence])) for one in kept]
            held.sort(key=lambda item: (item[1], item[0].carrier, item[0].strategy))
            found.extend(rows(shard, page, held, entities, figures))
            sources.extend(one for one, _ in held)
    table = Table.of("strategies", found)
    fired = [one.trigger if one.trigger >= 0 else None for one in sources]
    arrow = table.arrow.append_column("announced", array_of([one.announced for one in sources], pa.bool_()))
    return Table("strategies", arrow.append_column("trigger", array_of(fired, pa.int32())))
