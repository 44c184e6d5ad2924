"""Who is who: ids of places, and one id for all mentions of a person or organisation in an article."""

from __future__ import annotations

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.spans import Span
from vnnlp.shard import Shard


def resolve(shard: Shard, spans: list[Span]) -> None:
    """Set `kb_id` of known places and `entity_id` of every mention.

    `entity_id` is the kb_id where there is one; else `LABEL:` and the fullest name of the article that the mention can stand
    for: `Tú` is `PER:phạm việt tú` where the article names him so.
    """
    places = knowledge.places()
    articles = (np.searchsorted(shard.article_token, [span.first for span in spans], side="right") - 1).tolist()
    known: dict[str, tuple[str, str | None]] = shard.types.column("entity names", lambda _: {})
    people: dict[tuple[int, str], str] = {}
    shortened: dict[str, list[str]] = shard.types.column("entity short names", lambda _: {})
    names: list[str] = []
    for article, span in zip(articles, spans, strict=True):
        text = shard.text[span.start:span.end]
        found = known.get(text)
        if found is None:
            folded = " ".join(text.replace("_", " ").split()).casefold()
            found = known[text] = folded, places.get(knowledge.key(folded))
        name, place = found
        names.append(name)
        if span.label == "LOC" and span.kb_id is None:
            span.kb_id = place
        elif span.label == "PER" and " " in name:
            if name not in shortened:
                shortened[name] = _short_forms(name)
            for part in shortened[name]:
                people.setdefault((article, part), name)
    for article, span, name in zip(articles, spans, names, strict=True):
        full = people.get((article, name), name) if span.label == "PER" else name
        span.entity_id = span.kb_id or f"{span.label}:{full}"


def _short_forms(name: str) -> list[str]:
    """What a person of this name is called further on: the given name, the middle and given name, the foreign surname."""
    parts = name.split(" ")
    return [" ".join(parts[index:]) for index in range(1, len(parts))]
