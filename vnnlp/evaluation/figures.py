"""Scores of figures against gold, level by level, and how many look-alikes fired.

A figure is found when its span overlaps a gold one; each level asks for more: the exact value, unit and rate, comparison,
kind, a word of what is measured, the subject. Optional gold counts neither way. All scores are percents.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]

_PARTS: Final = ("year", "quarter", "month", "day", "hour", "minute")
_MOMENTS: Final = frozenset(("date", "date_range", "time", "time_range"))


def score(gold: Sequence[Row], found: Iterable[Row]) -> dict[str, float]:
    """F1 of each level, precision and recall of the value, and the share of look-alikes that fired.

    `gold`: articles or cases with `doc_id` (or `id`), `figures` (each with start, end, tier) and, where they have them,
    `not_figures`; `found`: rows of the table `figures`.

    >>> gold = [{"id": "a", "figures": [{"start": 0, "end": 3, "tier": "core", "kind": "count", "value": 50, "cmp": "="}]}]
    >>> score(gold, [{"doc_id": "a", "start": 0, "end": 2, "kind": "count", "value": 50.0, "cmp": "="}])["value"]
    100.0
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row.get("status") != "untrusted":
            rows[row["doc_id"]].append(row)
    result: dict[str, float] = {}
    for level, accepts in _LEVELS.items():
        right, wrong, missed = _counts(gold, rows, accepts)
        result[level] = _percent(2 * right, 2 * right + wrong + missed)
        if level == "value":
            result["value precision"], result["value recall"] = _percent(right, right + wrong), _percent(right, right + missed)
    result["subject"] = _subjects(gold, rows)
    traps = [(case, trap) for case in gold for trap in case.get("not_figures", ())]
    fired = sum(_fires(case, trap, rows[_name(case)]) for case, trap in traps)
    result["look-alikes fired"] = _percent(fired, len(traps), empty=0.0)
    return {name: round(number, 1) for name, number in result.items()}


def _percent(part: int, whole: int, empty: float = 100.0) -> float:
    return 100.0 * part / whole if whole else empty


def _name(case: Row) -> str:
    return str(case.get("doc_id") or case["id"])


def _overlap(first: Row, second: Row) -> int:
    return int(min(first["end"], second["end"]) - max(first["start"], second["start"]))


def _counts(gold: Sequence[Row], rows: Mapping[str, Sequence[Row]], accepts: Callable[[Row, Row], bool]) -> tuple[int, int, int]:
    """Right, wrong and missed figures at one level; each row answers one gold figure, the one it overlaps most."""
    right = wrong = missed = 0
    for case in gold:
        core = [figure for figure in case["figures"] if figure.get("tier", "core") == "core"]
        optional = [figure for figure in case["figures"] if figure.get("tier", "core") != "core"]
        mine = list(rows.get(_name(case), ()))
        used: set[int] = set()
        for figure in core:
            fits = [(-_overlap(figure, row), number) for number, row in enumerate(mine)
                    if number not in used and _overlap(figure, row) > 0 and accepts(figure, row)]
            if fits:
                used.add(min(fits)[1])
                right += 1
            else:
                missed += 1
        for number, row in enumerate(mine):
            near_optional = any(_overlap(figure, row) > 0 for figure in optional)
            if number not in used and not (near_optional and not any(_overlap(figure, row) > 0 for figure in core)):
                wrong += 1
    return right, wrong, missed


def _fires(case: Row, trap: Row, rows: Sequence[Row]) -> bool:
    return any(_overlap(trap, row) > 0 and not any(_overlap(figure, row) > 0 for figure in case["figures"]) for row in rows)


def _subjects(gold: Sequence[Row], rows: Mapping[str, Sequence[Row]]) -> float:
    """Of the gold figures with a subject whose value was found: how many rows name it, by a word or by its kb_id."""
    right = whole = 0
    for case in gold:
        for figure in case["figures"]:
            if figure.get("tier", "core") != "core" or not figure.get("subject"):
                continue
            hits = [row for row in rows.get(_name(case), ()) if _overlap(figure, row) > 0 and same_value(figure, row)]
            if hits:
                whole += 1
                right += any(_words(figure["subject"]) & _words(row.get("subject")) or (
                    figure.get("subject_kb_id") and figure["subject_kb_id"] == row.get("subject_kb_id")) for row in hits)
    return _percent(right, whole)


def same_value(gold: Row, row: Row) -> bool:
    """Whether a row states the gold value: number, both ends of a range, written parts of a date, digits of a phone."""
    if gold.get("status") == "lost":
        return row.get("status") == "lost" and row.get("value") is None
    if gold["kind"] in _MOMENTS:
        return _same_moment(gold, row)
    if gold["kind"] == "phone":
        return _digits(gold.get("value")) in (_digits(row.get("value")), _digits(row.get("text")))
    if gold.get("cmp") == "range":
        return _same_number(gold.get("low"), row.get("low")) and _same_number(gold.get("high"), row.get("high"))
    if gold.get("cmp") == "vague":
        return row.get("cmp") == "vague" and _same_number(gold.get("low"), row.get("low"))
    return _same_number(gold.get("value"), row.get("value"))


def _same_number(first: Any, second: Any) -> bool:
    if first is None or second is None:
        return first is second
    return math.isclose(float(first), float(second), rel_tol=1e-9, abs_tol=1e-12)


def _digits(value: Any) -> str:
    return "".join(letter for letter in str(value or "").removesuffix(".0") if letter.isalnum())


def _same_moment(gold: Row, row: Row) -> bool:
    date = gold.get("date") or {}
    if date.get("offset_years") is not None:
        return bool((row.get("date") or {}).get("offset_years") == date["offset_years"])
    start, end = (date["start"], date["end"]) if "start" in date else (date, gold.get("date_end"))
    wanted, wanted_end = _parts(start), _parts(end)
    have, have_end = _parts(row.get("date")), _parts(row.get("date_end"))
    if not wanted or (have_end and not wanted_end):
        return False
    return wanted.items() <= have.items() and wanted_end.items() <= have_end.items()


def _parts(date: Row | None) -> dict[str, int]:
    return {part: date[part] for part in _PARTS if date and date.get(part) is not None}


def _plain(text: str | None) -> str | None:
    return (text or "").replace("_", " ").casefold().strip() or None


def _words(text: str | None) -> set[str]:
    return set((text or "").replace("_", " ").casefold().split())


def _wanted_words(gold: Row) -> set[str]:
    return set().union(_words(gold["measures"]), *map(_words, gold.get("measures_alt", ())))


def _same_unit(gold: Row, row: Row) -> bool:
    accepted = {_plain(gold.get("unit")), *map(_plain, gold.get("unit_alt", ()))}
    return _plain(row.get("unit")) in accepted and _plain(gold.get("per")) == _plain(row.get("per"))


def _same_comparison(gold: Row, row: Row) -> bool:
    return row.get("cmp", "=") in (gold.get("cmp", "="), *gold.get("cmp_alt", ()))


_LEVELS: Final[dict[str, Callable[[Row, Row], bool]]] = {
    "span": lambda _gold, _row: True,
    "value": same_value,
    "value + unit + per": lambda gold, row: same_value(gold, row) and _same_unit(gold, row),
    "value + unit + cmp": lambda gold, row: same_value(gold, row) and _same_unit(gold, row) and _same_comparison(gold, row),
    "kind": lambda gold, row: same_value(gold, row) and row.get("kind") in (gold["kind"], *gold.get("kind_alt", ())),
    "measures": lambda gold, row: same_value(gold, row) and (
        not gold.get("measures") or bool(_wanted_words(gold) & _words(row.get("measures")))),
}
