"""Strategies: who does what for which customers, by which sentence.

From the entities and figures of a shard to rows that say: this carrier, this kind of care, for this segment, doing it,
stopping it or rejecting it, by this sentence. The taxonomy is data (`taxonomy`); phrases are found in the articles that
name a carrier (`cues`), combined by triggers (`rules`), given a subject (`subjects`) and judged by their context (`context`).
"""

from __future__ import annotations

from typing import Any

from vnnlp.extraction.strategies.cues import Page, pages
from vnnlp.extraction.strategies.rules import Finding, findings
from vnnlp.extraction.strategies.taxonomy import Strategy, Taxonomy, load
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Shard
from vnnlp.tables import Table

__all__ = ["Strategy", "Taxonomy", "extract", "load"]


def extract(shard: Shard, entities: Table, figures: Table, settings: ExtractionSettings | None = None) -> Table:
    """The `strategies` table of a shard, from its `entities` and `figures` (with `token_start` and `token_end` behind).

    Rows in text order, then by carrier and strategy. Only kept tokens unless `settings.with_duplicates`; nothing below
    `settings.strategy_floor`. Raises ModelError where the taxonomy cannot be read.
    """
    settings = settings or ExtractionSettings()
    taxonomy = load(settings.taxonomy)
    rows: list[dict[str, Any]] = []
    for page in pages(shard, entities, figures, taxonomy):
        kept = [one for one in findings(page, taxonomy) if one.confidence >= settings.strategy_floor]
        if shard.kept is not None and not settings.with_duplicates:
            kept = [one for one in kept if shard.kept[one.anchor[0]]]
        rows.extend(_row(shard, page, one) for one in kept)
    return Table.of("strategies", rows)


def _row(shard: Shard, page: Page, found: Finding) -> dict[str, Any]:
    first, last = page.bounds(found.sentence)
    _, start, end = shard.places(shard.token_start[[first]], shard.token_end[[last - 1]])
    article = shard.articles[page.index]
    return {
        "doc_id": article.doc_id, "sentence": found.sentence, "start": int(start[0]), "end": int(end[0]),
        "carrier": found.carrier, "strategy": found.strategy, "segment": found.segment, "polarity": found.polarity,
        "evidence": article.text[int(start[0]):int(end[0])], "entity_spans": [], "figure_spans": [],
        "confidence": found.confidence,
    }
