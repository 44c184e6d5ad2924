"""Entities against gold: exact span and label; for carriers, exact span and id.

A gold row is an article as in corpus/gold: `doc_id` and `entities` with start, end, label, kb_id and `tier`. What is `core`
must be found; what is not may be: it is neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

LABELS: Final = ("PER", "LOC", "ORG", "PROD")

Key = tuple[str, int, int, str]


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """F1 in percent, by label, of carriers (span and id) and of all, with precision and recall of all.

    `found` are rows of the table `entities`.

    >>> gold = [{"doc_id": "a", "entities": [
    ...     {"start": 0, "end": 7, "label": "ORG", "kb_id": "viettel", "tier": "core"}]}]
    >>> score(gold, [{"doc_id": "a", "start": 0, "end": 7, "label": "ORG", "kb_id": "viettel"}])["all"]
    100.0
    """
    articles = list(gold)
    names = {article["doc_id"] for article in articles}
    core: set[Key] = set()
    carriers: set[Key] = set()
    optional: set[tuple[str, int, int]] = set()
    for article in articles:
        for entity in article["entities"]:
            place = (article["doc_id"], entity["start"], entity["end"])
            if entity.get("tier", "core") != "core":
                optional.add(place)
                continue
            core.add((*place, entity["label"]))
            if entity.get("kb_id"):
                carriers.add((*place, entity["kb_id"]))
    rows = [row for row in found if row["doc_id"] in names and (row["doc_id"], row["start"], row["end"]) not in optional]
    have = {(row["doc_id"], row["start"], row["end"], row["label"]) for row in rows}
    known = {kb_id for *_, kb_id in carriers}
    resolved = {(row["doc_id"], row["start"], row["end"], row["kb_id"]) for row in rows if row.get("kb_id") in known}
    result = {label: _f1({key for key in core if key[3] == label}, {key for key in have if key[3] == label}) for label in LABELS}
    result["carriers"] = _f1(carriers, resolved)
    result["precision"] = _percent(len(core & have), len(have))
    result["recall"] = _percent(len(core & have), len(core))
    result["all"] = _f1(core, have)
    return result


def _f1(gold: set[Key], found: set[Key]) -> float:
    return _percent(2 * len(gold & found), len(gold) + len(found))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0
