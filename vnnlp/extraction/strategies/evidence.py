"""The evidence of a finding: its clause, and the entities, figures and dates that stand in it.

The clause is that of `clauses`, with its subject where that stands in another of the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from vnnlp.extraction.strategies.clauses import cuts
from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.rules import Finding
from vnnlp.extraction.strategies.subjects import Agent
from vnnlp.shard import Shard
from vnnlp.tables import Table


def clause(page: Page, found: Finding, agents: list[Agent]) -> Span:
    """The tokens of the clause that holds a finding's anchor, and its subject where that stands in the sentence."""
    places = cuts(page, found.sentence, agents)
    start = max(cut for cut in places if cut <= found.anchor[0])
    end = min(cut for cut in places if cut > found.anchor[0])
    agent = found.subject.agent
    if agent is not None and agent.carriers:
        start = min(start, max(cut for cut in places if cut <= agent.start))
        end = max(end, min(cut for cut in places if cut >= agent.end))
    return _trimmed(page, start, max(end, found.anchor[1]))


def _trimmed(page: Page, start: int, end: int) -> Span:
    while end - 1 > start and page.words[end - 1 - page.tokens[0]] in (",", ";", ""):
        end -= 1
    return start, end


def rows(shard: Shard, page: Page, found: list[tuple[Finding, Span]], entities: Table,
         figures: Table) -> Iterator[dict[str, Any]]:
    """The rows of the `strategies` table of one article; the spans of its clauses are those of the article as read."""
    if not found:
        return
    spans = np.array([span for _, span in found])
    _, starts, ends = shard.places(shard.token_start[spans[:, 0]], shard.token_end[spans[:, 1] - 1])
    article = shard.articles[page.index]
    for (one, (first, last)), start, end in zip(found, starts.tolist(), ends.tolist(), strict=True):
        yield {
            "doc_id": article.doc_id, "sentence": one.sentence, "start": start, "end": end, "carrier": one.carrier,
            "strategy": one.strategy, "segment": one.segment, "polarity": one.polarity, "evidence": article.text[start:end],
            "entity_spans": _spans(page.entity_rows, first, last, entities),
            "figure_spans": _spans(page.figure_rows, first, last, figures),
            "confidence": one.confidence,
        }


def _spans(held: list[tuple[int, int, int]], first: int, last: int, table: Table) -> list[dict[str, int]]:
    inside = [row for start, end, row in held if first <= start and end <= last]
    return [{"start": table.arrow.column("start")[row].as_py(), "end": table.arrow.column("end")[row].as_py()} for row in inside]
