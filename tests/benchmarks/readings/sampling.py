"""Samples that stay the same: articles and places in them by the hash of a seed, whatever vnnlp says of them.

An item is in the sample if the hash of seed, article and offset falls below a share. So a figure that a later version finds
at a new place falls in or out by its own hash: it shows as unread, and those that were read stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from tests.support import SHARED, read_jsonl
from vnnlp.extraction.entities import extract as entities
from vnnlp.extraction.figures import extract
from vnnlp.segmentation import segment
from vnnlp.shard import Article

PUBLISHED = date(2019, 6, 3)
"""A day of writing for the real articles, so that relative dates are read too."""
DEVELOPED_ON = 6_000
"""Articles at the beginning of the file that sessions developed on (the benchmarks read them): never sampled."""


class Plan(NamedTuple):
    """What is sampled: every article whose hash is below `articles`, in them every place whose hash is below `places`.

    `without`: seeds and shares of articles that sessions developed on, which a final sample leaves out.
    """

    seed: str
    articles: float
    places: float
    without: tuple[tuple[str, float], ...] = ()


def share(*parts: object) -> float:
    """A number from 0 to 1 that depends on the parts alone.

    >>> share("a", 1) == share("a", 1) != share("a", 2)
    True
    """
    digest = hashlib.blake2b("\t".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def articles(plan: Plan) -> list[Article]:
    """The articles of a plan, in the order of the file."""
    rows = islice(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), DEVELOPED_ON, None)
    return [Article(row["id"], row["text"], published=PUBLISHED) for row in rows if _is_drawn(plan, row["id"])]


def _is_drawn(plan: Plan, article: str) -> bool:
    drawn = share(plan.seed, article) < plan.articles
    return drawn and all(share(seed, article) >= part for seed, part in plan.without)


def figures(batch: list[Article]) -> list[dict[str, Any]]:
    """What vnnlp says of some articles today."""
    shard = segment(batch)
    return extract(shard, entities(shard)).to_pylist()


def chosen(plan: Plan, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows whose place is in the sample."""
    return (row for row in rows if share(plan.seed, row["doc_id"], row["start"]) < plan.places)


def sentence_around(text: str, start: int, end: int, reach: int = 150) -> str:
    """The words around a place, with the place marked."""
    left = max(text.rfind("\n", 0, start) + 1, start - reach)
    right = text.find("\n", end)
    right = min(len(text) if right < 0 else right, end + reach // 2)
    return f"{text[left:start]}⟦{text[start:end]}⟧{text[end:right]}"
