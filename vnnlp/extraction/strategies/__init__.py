"""Strategies: who does what for which customers, by which sentence.

From the entities and figures of a shard to rows that say: this carrier, this kind of care, for this segment, doing it,
stopping it or rejecting it, by this sentence. The taxonomy is data (`taxonomy`); phrases are found in the articles that
name a carrier (`cues`), combined by triggers (`rules`), given a subject (`subjects`) and judged by their context (`context`).
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from vnnlp.extraction.strategies.cues import pages
from vnnlp.extraction.strategies.evidence import clause, rows
from vnnlp.extraction.strategies.rules import Finding, findings, is_crime
from vnnlp.extraction.strategies.subjects import Subjects
from vnnlp.extraction.strategies.taxonomy import Strategy, Taxonomy, load
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Shard
from vnnlp.tables import Table

__all__ = ["Strategy", "Taxonomy", "extract", "load"]


def extract(shard: Shard, entities: Table, figures: Table, settings: ExtractionSettings | None = None) -> Table:
    """The `strategies` table of a shard, from its `entities` and `figures` (with `token_start` and `token_end` behind).

    Rows in text order, then by carrier and strategy. Only kept tokens unless `settings.with_duplicates`; nothing below
    `settings.strategy_floor`. Behind the schema's columns: `announced` (said to come, not done yet) and `trigger` (the row
    of the taxonomy's triggers that fired). Raises ModelError where the taxonomy cannot be read.
    """
    settings = settings or ExtractionSettings()
    taxonomy = load(settings.taxonomy)
    found: list[dict[str, Any]] = []
    sources: list[Finding] = []
    for page in pages(shard, entities, figures, taxonomy):
        if is_crime(page):
            continue
        subjects = Subjects(page, taxonomy)
        kept = [one for one in findings(page, subjects, taxonomy) if one.confidence >= settings.strategy_floor]
        if shard.kept is not None and not settings.with_duplicates:
            kept = [one for one in kept if shard.kept[one.anchor[0]]]
        held = [(one, clause(page, one, subjects.agents[one.sentence])) for one in kept]
        held.sort(key=lambda item: (item[1], item[0].carrier, item[0].strategy))
        found.extend(rows(shard, page, held, entities, figures))
        sources.extend(one for one, _ in held)
    table = Table.of("strategies", found)
    arrow = table.arrow.append_column("announced", pa.array([one.announced for one in sources], type=pa.bool_()))
    return Table("strategies", arrow.append_column("trigger", pa.array([one.trigger for one in sources], type=pa.int32())))
