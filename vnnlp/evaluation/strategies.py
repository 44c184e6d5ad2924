"""Score strategies by line and by article, and say how far two annotators agree.

Gold is one row an article as in corpus/gold: `doc_id`, `text` and `strategies`, each with the 1-based `line`, `carrier`,
`strategy`, `segment`, `polarity` (a value, or the values of which any is right) and `tier` (core counts, optional is neither
rewarded nor punished). Found are rows of the strategies table: the line of a row is that of its `start`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vnnlp.errors import MissingExtraError, UsageError

Key = tuple[str, int, str, str]
"""Article, line, carrier, strategy."""


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Percents: precision, recall and F1 of (line, carrier, strategy) and of (article, carrier, strategy); of the rows that
    are right, how many have a right segment and polarity; and F1 by strategy (`f1_CODE`).

    >>> gold = [{"doc_id": "a", "text": "MobiFone tặng quà", "strategies": [{"line": 1, "carrier": "mobifone",
    ...          "strategy": "gift_greeting", "segment": ["all", "vip"], "polarity": ["does"], "tier": "core"}]}]
    >>> scores = score(gold, [{"doc_id": "a", "start": 0, "carrier": "mobifone", "strategy": "gift_greeting",
    ...                        "segment": "all", "polarity": "does"}])
    >>> scores["line_f1"], scores["segment"], scores["polarity"]
    (100.0, 100.0, 100.0)
    """
    gold = list(gold)
    texts = {row["doc_id"]: row["text"] for row in gold}
    have: dict[Key, Mapping[str, Any]] = {}
    for row in found:
        if row["doc_id"] in texts:
            line = texts[row["doc_id"]].count("\n", 0, row["start"]) + 1
            have[row["doc_id"], line, row["carrier"].split(":")[-1], row["strategy"]] = row
    core = [(row["doc_id"], one) for row in gold for one in row["strategies"] if one["tier"] == "core"]
    optional = {key for row in gold for one in row["strategies"] if one["tier"] != "core" for key in _keys(row["doc_id"], one)}
    want = {_best(_keys(doc_id, one), have): one for doc_id, one in core}
    given = set(have) - (optional - set(want))
    scores = _rates("line", set(want), given)
    spared = {_article(key) for key in optional} - {_article(key) for key in want}
    scores |= _rates("article", {_article(key) for key in want}, {_article(key) for key in have} - spared)
    both = [(want[key], have[key]) for key in want if key in have]
    for field in ("segment", "polarity"):
        right = sum(row[field] in _values(one[field]) for one, row in both)
        scores[field] = round(100 * right / len(both), 1) if both else 0.0
    for strategy in sorted({key[3] for key in want}):
        ours = {key for key in want if key[3] == strategy}
        scores[f"f1_{strategy}"] = _rates("", ours, {key for key in given if key[3] == strategy})["_f1"]
    return scores


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha (nominal) of two annotators on one question, and on how many units."""

    question: str
    alpha: float
    units: int


def agreement(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> list[Agreement]:
    """How far two annotations of the same articles agree beyond chance (Krippendorff 2004; the package krippendorff).

    For each strategy that either gave: is it there, by line; `strategy`: the same over all of them together; `carrier`,
    `segment`, `polarity`: on the rows that both gave (of a row with several values the first counts). Alpha is 1 where they
    never differ. Raises MissingExtraError without the package.
    """
    try:
        import krippendorff
    except ImportError as error:
        raise MissingExtraError.of("krippendorff", "agreement", "The agreement report") from error
    pair = [{row["doc_id"]: row for row in rows} for rows in (first, second)]
    shared = sorted(pair[0].keys() & pair[1].keys())
    if not shared:
        raise UsageError("the two annotations have no article in common", remedy="Compare two annotations of the same doc_ids")
    lines = [(doc_id, line + 1) for doc_id in shared for line in range(pair[0][doc_id]["text"].count("\n") + 1)]
    said = [{(doc_id, one["line"], _values(one["strategy"])[0]): one for doc_id in shared for one in rows[doc_id]["strategies"]}
            for rows in pair]
    codes = sorted({code for one in said for _, _, code in one})

    def alpha(question: str, values: Sequence[Sequence[Any]]) -> Agreement:
        if not values[0]:
            return Agreement(question, float("nan"), 0)
        numbers: dict[Any, int] = {}
        coded = [[numbers.setdefault(value, len(numbers)) for value in row] for row in values]
        found = 1.0 if coded[0] == coded[1] else float(krippendorff.alpha(reliability_data=coded, level_of_measurement="nominal"))
        return Agreement(question, round(found, 3), len(values[0]))

    found = [alpha(code, [[(*line, code) in one for line in lines] for one in said]) for code in codes]
    found.append(alpha("strategy", [[(*line, code) in one for line in lines for code in codes] for one in said]))
    both = sorted(said[0].keys() & said[1].keys())
    for field in ("carrier", "segment", "polarity"):
        found.append(alpha(field, [[_values(one[key][field])[0] for key in both] for one in said]))
    return found


def _keys(doc_id: str, one: Mapping[str, Any]) -> list[Key]:
    return [(doc_id, one["line"], carrier, strategy)
            for carrier in _values(one["carrier"]) for strategy in _values(one["strategy"])]


def _best(keys: list[Key], have: Mapping[Key, object]) -> Key:
    """Of the readings that are right, the one that was found."""
    return next((key for key in keys if key in have), keys[0])


def _article(key: Key) -> tuple[str, str, str]:
    return key[0], key[2], key[3]


def _values(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _rates(name: str, want: set[Any], given: set[Any]) -> dict[str, float]:
    right = len(want & given)
    return {f"{name}_precision": round(100 * right / max(1, len(given)), 1),
            f"{name}_recall": round(100 * right / max(1, len(want)), 1),
            f"{name}_f1": round(200 * right / max(1, len(want) + len(given)), 1)}
