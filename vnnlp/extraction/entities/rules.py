"""Rules above the model: what the domain knows for certain."""

from __future__ import annotations

from collections.abc import Mapping

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span
from vnnlp.shard import Shard


def add_carriers(shard: Shard, spans: list[Span]) -> list[Span]:
    """Every carrier by lexicon: inside a longer organisation or product of the model, else as it stands."""
    matcher, ids = knowledge.carriers()
    matches = matcher.find(shard)
    found = list(zip(matches.start.tolist(), matches.end.tolist(), matches.entry.tolist(), strict=True))
    if not found:
        return spans
    result: list[Span] = []
    position = 0
    for first, last, entry in found:
        while position < len(spans) and spans[position].last <= first:
            result.append(spans[position])
            position += 1
        if result and result[-1].last > first and result[-1].label in {"ORG", "PROD"}:
            continue
        over = [span for span in spans[position:position + last - first] if span.first < last]
        holding = [span for span in over if span.first <= first and span.last >= last and span.label in {"ORG", "PROD"}]
        if holding:
            span = holding[0]
            if span.label == "ORG":
                span.kb_id = ids[entry]
            result.append(span)
            position += 1
            continue
        position += len(over)
        result.append(Span(first, last, int(shard.token_start[first]), int(shard.token_end[last - 1]), "ORG", 1.0, "lexicon",
                           ids[entry]))
    result += spans[position:]
    return result


def resolve_places(shard: Shard, spans: list[Span], places: Mapping[str, str]) -> None:
    """Give each known place its id."""
    for span in spans:
        if span.label == "LOC" and span.kb_id is None:
            span.kb_id = places.get(knowledge.key(shard.text[span.start:span.end]))
