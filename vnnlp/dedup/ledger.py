"""The ledger of repeats: what its rows mean, and the views that other stages need of it.

A row of `duplicates` of kind `exact` or `line` is a passage that is removed, and where the same text stands that is kept. A
row of kind `near` removes nothing: it spans a whole article and says that `of_doc_id` covers the share `similarity` of it;
what the source does not have stays in the kept text. The source of a near-duplicate may be one itself; `duplicate_of`
follows the chain to the first original.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from vnnlp.shard import Shard
from vnnlp.tables import Table

NEAR = "near"


def keep(shard: Shard, duplicates: Table) -> Shard:
    """The shard with `kept` set: False for every token inside a removed passage of `duplicates`.

    Rows of articles that are not in the shard are passed over.
    """
    kept = np.ones(shard.n_tokens, dtype=np.bool_)
    index_of = {article.doc_id: index for index, article in enumerate(shard.articles)}
    table = duplicates.arrow.select(["doc_id", "start", "end"]).filter(pc.not_equal(duplicates.arrow["kind"], NEAR))
    articles = [index_of.get(doc_id, -1) for doc_id in table["doc_id"].to_pylist()]
    for index, start, end in zip(articles, table["start"].to_pylist(), table["end"].to_pylist(), strict=True):
        if index < 0:
            continue
        if index in shard.maps:
            start, end = shard.maps[index].span_to_repaired(start, end)  # noqa: PLW2901
        base = int(shard.article_start[index])
        first, last = int(shard.article_token[index]), int(shard.article_token[index + 1])
        begins = first + int(np.searchsorted(shard.token_start[first:last], base + start))
        ends = first + int(np.searchsorted(shard.token_end[first:last], base + end, side="right"))
        kept[begins:ends] = False
    return replace(shard, kept=kept)


def duplicate_of(duplicates: Table) -> dict[str, str]:
    """The first original of every near-duplicate article.

    >>> row = {"start": 0, "end": 9, "kind": "near", "of_start": 0, "of_end": 9, "similarity": 1.0}
    >>> duplicate_of(Table.of("duplicates", [{"doc_id": "c", "of_doc_id": "b", **row}, {"doc_id": "b", "of_doc_id": "a", **row}]))
    {'c': 'a', 'b': 'a'}
    """
    source = dict(_near_pairs(duplicates))
    return {doc_id: _origin(doc_id, source) for doc_id in source}


def clusters(duplicates: Table) -> list[list[str]]:
    """Families of near-duplicate articles (connected components), the first original in front, the largest family first."""
    families: dict[str, list[str]] = defaultdict(list)
    for doc_id, original in duplicate_of(duplicates).items():
        families[original].append(doc_id)
    return sorted(([original, *members] for original, members in families.items()), key=lambda family: (-len(family), family[0]))


def copying(duplicates: Table, documents: Table) -> list[dict[str, object]]:
    """Who copies whom over time, for plots: one row for each month, copier and source with what was copied.

    Keys: month (first day of the month in which the copy was published, None where not known), publisher and of_publisher
    (None where not known), articles (near-duplicates), passages and characters (of kinds exact and line). Copies
    inside one article are left out. Sorted by month, publisher, of_publisher.
    """
    columns = documents.arrow.select(["doc_id", "publisher", "published"]).to_pydict()
    known = {doc_id: (publisher, published.replace(day=1) if published else None)
             for doc_id, publisher, published in zip(columns["doc_id"], columns["publisher"], columns["published"], strict=True)}
    counts: dict[tuple[object, str | None, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in duplicates:
        if row["doc_id"] == row["of_doc_id"]:
            continue
        publisher, month = known.get(row["doc_id"], (None, None))
        count = counts[month, publisher, known.get(row["of_doc_id"], (None, None))[0]]
        if row["kind"] == NEAR:
            count[0] += 1
        else:
            count[1] += 1
            count[2] += row["end"] - row["start"]
    return [{"month": month, "publisher": publisher, "of_publisher": of_publisher, "articles": count[0], "passages": count[1],
             "characters": count[2]}
            for (month, publisher, of_publisher), count in sorted(counts.items(), key=lambda item: tuple(map(_last, item[0])))]


def _last(value: object) -> tuple[bool, str]:
    return value is None, str(value)


def _near_pairs(duplicates: Table) -> list[tuple[str, str]]:
    table = duplicates.arrow.select(["doc_id", "of_doc_id"]).filter(pc.equal(duplicates.arrow["kind"], NEAR))
    return list(zip(table["doc_id"].to_pylist(), table["of_doc_id"].to_pylist(), strict=True))


def _origin(doc_id: str, source: dict[str, str]) -> str:
    seen = {doc_id}
    while (following := source.get(doc_id)) is not None and following not in seen:
        seen.add(following)
        doc_id = following
    return doc_id
