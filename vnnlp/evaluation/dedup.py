"""How well repeated passages are found: characters of the copies, their sources, and near-duplicate articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

NEAR = "near"


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1 of removed characters, of sources and of near-duplicates, in percent.

    Both are rows of `duplicates`: doc_id, start, end, kind, of_doc_id. A character counts once, however many rows cover it;
    `source` is the share of rightly removed characters whose row names the right article; rows of kind `near` are compared
    by doc_id (`near_precision`, `near_recall`) and by source (`near_source`). What there is nothing of scores 100.

    >>> row = {"doc_id": "a", "start": 10, "end": 30, "kind": "exact", "of_doc_id": "a"}
    >>> scores = score([row], [{**row, "start": 20}])
    >>> scores["precision"], scores["recall"]
    (100.0, 50.0)
    """
    gold, found = list(gold), list(found)
    wanted, removed = _characters(gold), _characters(found)
    common = {place: source for place, source in removed.items() if place in wanted}
    precision, recall = _percent(len(common), len(removed)), _percent(len(common), len(wanted))
    near, found_near = ({row["doc_id"]: row["of_doc_id"] for row in rows if row["kind"] == NEAR} for rows in (gold, found))
    both = near.keys() & found_near.keys()
    return {
        "precision": precision, "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "source": _percent(sum(source in wanted[place] for place, sources in common.items() for source in sources),
                           sum(map(len, common.values()))),
        "near_precision": _percent(len(both), len(found_near)), "near_recall": _percent(len(both), len(near)),
        "near_source": _percent(sum(near[doc_id] == found_near[doc_id] for doc_id in both), len(both)),
    }


def _characters(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], set[str]]:
    characters: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] != NEAR:
            for offset in range(row["start"], row["end"]):
                characters[row["doc_id"], offset].add(row["of_doc_id"])
    return dict(characters)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
