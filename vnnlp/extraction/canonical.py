"""Who is named across an archive: one row an entity, with its counts and the ways it is written.

Mentions are grouped by what they say they are (`kb_id`), then by their name without case and spacing; then names of one label
that differ by a slip (`Vietnammobile`, `Nguyễn Bắc Sơn` and `Nguyễn Bắc Son`) join the more frequent one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

SCHEMA: Final = pa.schema([
    ("entity_id", pa.string()), ("label", pa.string()), ("name", pa.string()), ("kb_id", pa.string()), ("mentions", pa.int64()),
    ("articles", pa.int64()), ("variants", pa.list_(pa.struct([("text", pa.string()), ("mentions", pa.int64())]))),
])
"""`name` is the most frequent full form; `variants` all forms, the most frequent first."""

_ALIKE: Final = 94.0
"""Least similarity (rapidfuzz ratio, percent) of two spellings of one name."""
_SHORTEST: Final = 8
"""Characters of the shortest name that may be a slip of another: short names differ by a letter and are others."""


@dataclass(slots=True)
class _Group:
    label: str
    kb_id: str | None
    forms: Counter[str]
    articles: set[str]


def canonical(rows: Iterable[Mapping[str, Any]], *, alike: float = _ALIKE) -> pa.Table:
    """The canonical entities of rows of the table `entities` (with `entity_id`, where given), the most named first.

    >>> rows = [{"doc_id": "a", "text": form, "label": "ORG", "kb_id": "viettel"} for form in ("Viettel", "Viettel", "VIETTEL")]
    >>> [(row["name"], row["mentions"]) for row in canonical(rows).to_pylist()]
    [('Viettel', 3)]
    """
    groups: dict[str, _Group] = {}
    for row in rows:
        name = " ".join(row["text"].replace("_", " ").split())
        key = row.get("kb_id") or row.get("entity_id") or f"{row['label']}:{name.casefold()}"
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(row["label"], row.get("kb_id"), Counter(), set())
        group.forms[name] += 1
        group.articles.add(row["doc_id"])
    for key, other in _slips(groups, alike).items():
        group, into = groups.pop(key), groups[other]
        into.forms.update(group.forms)
        into.articles |= group.articles
    ordered = sorted(groups.items(), key=lambda item: (-item[1].forms.total(), item[0]))
    return pa.Table.from_pylist([{
        "entity_id": key, "label": group.label, "name": _best(group), "kb_id": group.kb_id, "mentions": group.forms.total(),
        "articles": len(group.articles),
        "variants": [{"text": text, "mentions": count} for text, count in sorted(
            group.forms.items(), key=lambda item: (-item[1], item[0]))],
    } for key, group in ordered], schema=SCHEMA)


def _best(group: _Group) -> str:
    """The most frequent form; of a person the most frequent of the longest names (`Phạm Việt Tú`, not `Tú`)."""
    forms = group.forms
    if group.label == "PER":
        longest = max(form.count(" ") for form in forms)
        forms = Counter({form: count for form, count in forms.items() if form.count(" ") == longest})
    return min(forms, key=lambda form: (-forms[form], form))


def _slips(groups: Mapping[str, _Group], alike: float) -> dict[str, str]:
    """Groups without kb_id whose name is a slip of a more frequent one's, and that one."""
    from rapidfuzz import fuzz, process
    by_block: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, group in groups.items():
        name = _best(group).casefold()
        if group.kb_id is None and len(name) >= _SHORTEST:
            by_block[group.label, name[:2]].append(key)
    joined: dict[str, str] = {}
    for keys in by_block.values():
        keys.sort(key=lambda key: (-groups[key].forms.total(), key))
        names = [_best(groups[key]).casefold() for key in keys]
        for index in range(1, len(keys)):
            match = process.extractOne(names[index], names[:index], scorer=fuzz.ratio, score_cutoff=alike)
            if match is not None and names[index].count(" ") == match[0].count(" "):
                into = keys[match[2]]
                joined[keys[index]] = joined.get(into, into)
    return joined
