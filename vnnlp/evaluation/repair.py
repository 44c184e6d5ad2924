"""Score repairs of digit codes against the truth about each lone digit.

Gold is one row an article: `doc_id` and `codes`, each with `start`, `role` (a name of `vnnlp.repair.roles.Role` in lower
case, `genuine` for the author's own digit) and, where that is known, nothing else is needed. Found are rows of the edits
table, and the starts of digits that stay untrusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from vnnlp.repair.roles import MARKS
from vnnlp.shard import LOST

_AFTER: Final = {role.name.lower(): after for role, after in MARKS.items()} | {"plain": LOST, "compound": LOST}
_CLASS: Final = {after: role.name.lower() for role, after in MARKS.items()} | {LOST: "lost_number"}
_TOGETHER: Final = {"open_bracket": "brackets", "close_bracket": "brackets"}


def score(gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]],
          untrusted: Iterable[tuple[str, int]] = ()) -> dict[str, float]:
    """Percents: precision, recall and F1 of each mark and of lost numbers, codes right, codes standing as trusted figures,
    genuine digits changed. A code whose `role` is None is left out.

    >>> gold = [{"doc_id": "a", "codes": [{"start": 3, "role": "comma"}, {"start": 9, "role": "genuine"}]}]
    >>> score(gold, [{"doc_id": "a", "start": 3, "after": ",", "applied": True, "kind": "mark"}])["comma_f1"]
    100.0
    """
    edits = {(row["doc_id"], row["start"]): row["after"] for row in found
             if row["applied"] and row["kind"] in ("mark", "lost_number")}
    doubtful = set(untrusted)
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    standing = codes = genuine = changed = 0
    for article in gold:
        for code in article["codes"]:
            place = (article["doc_id"], code["start"])
            after = edits.get(place)
            role = code["role"]
            if role == "genuine":
                genuine += 1
                changed += after is not None
            elif role is not None:
                codes += 1
                standing += after is None and place not in doubtful
                wanted[_named(_CLASS[_AFTER[role]])] += 1
                right[_named(_CLASS[_AFTER[role]])] += after == _AFTER[role]
            if role is not None and after is not None:
                given[_named(_CLASS[after])] += 1
    result: dict[str, float] = {}
    for name in sorted(wanted):
        precision = 100 * right[name] / given[name] if given[name] else 0.0
        recall = 100 * right[name] / wanted[name]
        result |= {f"{name}_precision": precision, f"{name}_recall": recall,
                   f"{name}_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0}
    result["codes_right"] = 100 * sum(right.values()) / codes if codes else 100.0
    result["codes_standing_trusted"] = 100 * standing / codes if codes else 0.0
    result["genuine_changed"] = 100 * changed / genuine if genuine else 0.0
    return result


def _named(name: str) -> str:
    return _TOGETHER.get(name, name)
