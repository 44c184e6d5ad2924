"""Annotated articles, one JSON object each (corpus/README.md), as the rows that the scorers of repair and dedup compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import regex

_ROLES: Final = {
    ",": "comma", ".": "period", "“": "open_quote", "”": "close_quote", "(": "open_bracket", ")": "close_bracket", ":": "colon",
    "-": "dash", "–": "dash", ";": "semicolon", "…": "ellipsis", "...": "ellipsis", "?": "question", "!": "exclamation",
}
_LONE_DIGIT = regex.compile(r"(?<!\S)[0-9](?=\.?(?:\s|$))")


def codes(article: Mapping[str, Any]) -> dict[str, Any]:
    """Every lone digit of an article with its role: that of its gold edit, or `genuine` where there is none.

    >>> edit = {"start": 8, "after": ",", "kind": "mark"}
    >>> codes({"doc_id": "a", "text": "Ông alô 7 có 5 con .", "edits": [edit]})["codes"]
    [{'start': 8, 'role': 'comma'}, {'start': 13, 'role': 'genuine'}]
    """
    roles = {edit["start"]: edit.get("shape", "plain") if edit["kind"] == "lost_number" else _ROLES.get(edit["after"])
             for edit in article.get("edits", ())}
    starts = sorted({*roles, *(match.start() for match in _LONE_DIGIT.finditer(article["text"]))})
    return {"doc_id": article["doc_id"], "codes": [{"start": start, "role": roles.get(start, "genuine")} for start in starts]}


def passages(articles: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The gold passages of articles as rows of `duplicates`."""
    return ({**passage, "doc_id": article["doc_id"]} for article in articles for passage in article.get("passages", ()))


def outside_near_copies(found: Iterable[Mapping[str, Any]], gold: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Found rows without the exact passages of near-copies: gold names a near-copy once, not each of its passages."""
    near = {row["doc_id"] for row in gold if row["kind"] == "near"}
    return [row for row in found if row["kind"] == "near" or row["doc_id"] not in near]
