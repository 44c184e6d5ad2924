"""How well text is cut: words by their spans, sentences by where they end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_Place = tuple[str, int]


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1 of words and of sentence ends, in percent.

    Both are rows of `tokens`: doc_id, sentence, start, end. A word counts if both its ends are right; a sentence end is the
    end of the sentence's last token, and counts if a gold sentence ends there. What there is nothing of scores 100.

    >>> rows = [{"doc_id": "a", "sentence": 0, "start": 0, "end": 5}, {"doc_id": "a", "sentence": 0, "start": 6, "end": 10}]
    >>> scores = score(rows, [rows[0], {**rows[1], "sentence": 1}])
    >>> scores["words_f1"], scores["sentences_precision"], scores["sentences_recall"]
    (100.0, 50.0, 100.0)
    """
    gold, found = list(gold), list(found)
    words = _measures({(row["doc_id"], row["start"], row["end"]) for row in gold},
                      {(row["doc_id"], row["start"], row["end"]) for row in found})
    sentences = _measures(set(_ends(gold)), set(_ends(found)))
    return {f"{what}_{name}": value for what, measures in (("words", words), ("sentences", sentences))
            for name, value in zip(("precision", "recall", "f1"), measures, strict=True)}


def _ends(rows: Iterable[Mapping[str, Any]]) -> Iterable[_Place]:
    last: dict[tuple[str, int], int] = {}
    for row in rows:
        place = (row["doc_id"], row["sentence"])
        last[place] = max(last.get(place, 0), row["end"])
    return {(doc_id, end) for (doc_id, _), end in last.items()}


def _measures(gold: set[Any], found: set[Any]) -> tuple[float, float, float]:
    if not gold and not found:
        return 100.0, 100.0, 100.0
    both = len(gold & found)
    precision = 100 * both / len(found) if found else 0.0
    recall = 100 * both / len(gold) if gold else 0.0
    return precision, recall, 200 * both / (len(gold) + len(found))
