"""Sentences of other businesses as if a carrier did it: a bank's present is worded as a carrier's is.

Readers marked what banks, airlines and shops do for their customers in real news, as stand-off spans: one object a sentence,
with its `source`, `start`, `end`, the spans of its `actor` and its `rows` (strategy, segment, polarity; empty: a near miss).
The name of a carrier takes the place of the actor, one and the same in a sentence, chosen by a hash, so that no name is
learned for what it does; where only the context names the actor, the name goes in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from vnnlp.extraction.strategies.words import hash_of
from vnnlp.lexicons import read_lexicon


def as_carrier(row: Mapping[str, Any], text: str, origin: str) -> dict[str, Any]:
    """The marked sentence of `text` as an annotated article of its own, as `gold.read_gold` gives them.

    >>> row = {"source": "news:7", "start": 4, "end": 17, "actor": [[4, 8]], "rows": [{"strategy": "gift_greeting"}]}
    >>> article = as_carrier(row, "Hôm Bank tặng quà", "transfer")
    >>> article["doc_id"], article["text"].endswith(" tặng quà"), len(article["strategies"])
    ('news:7:4', True, 1)
    """
    doc_id = f"{row['source']}:{row['start']}"
    carriers = _carriers()
    kb_id, name = carriers[hash_of(doc_id) % len(carriers)]
    parts, place = [], row["start"]
    for start, end in sorted(row["actor"]):
        parts += [text[place:start], name]
        place = end
    said = "".join(parts) + text[place:row["end"]]
    rows = [{"line": 0, "tier": "core", "carrier": kb_id, **one} for one in row["rows"]]
    return {"doc_id": doc_id, "text": said if parts else f"{name} : {said}", "strategies": rows, "origin": origin,
            "writers": "many"}


@lru_cache(maxsize=1)
def _carriers() -> tuple[tuple[str, str], ...]:
    return tuple((row["kb_id"], row["name"]) for row in read_lexicon("carriers") if row["kb_id"])
