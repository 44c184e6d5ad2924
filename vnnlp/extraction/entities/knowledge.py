"""What is known before a text is read: the lexicons of carriers, places, titles and heads, made ready once a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from vnnlp.extraction.lexicon import Matcher
from vnnlp.lexicons import read_lexicon
from vnnlp.tagging.features import fold, written


def split(cell: str) -> list[str]:
    """The values of a cell."""
    return [value for value in cell.split("|") if value]


@cache
def carriers() -> tuple[Matcher, tuple[str, ...]]:
    """The matcher over every spelling of a carrier, and the kb_id of each of its entries."""
    forms: list[str] = []
    cased: list[bool] = []
    ids: list[str] = []
    for row in read_lexicon("carriers"):
        for column, exact in (("forms", False), ("spelled", True)):
            for form in split(row[column]):
                forms.append(form)
                cased.append(exact)
                ids.append(row["kb_id"])
    return Matcher(forms, cased), tuple(ids)


@cache
def places() -> dict[str, str]:
    """kb_id by place name, folded; of equal names the first (provinces before districts, countries before all)."""
    known: dict[str, str] = {}
    for lexicon in ("countries", "places"):
        for row in read_lexicon(lexicon):
            for form in (row["name"], *split(row["forms"])):
                known.setdefault(key(form), row["kb_id"])
    return known


@cache
def titles() -> dict[str, bool]:
    """Words before a person's name, folded; True: whatever capitalised name follows is a person."""
    return {fold(row["title"]): row["strict"] == "yes" for row in read_lexicon("titles")}


@cache
def heads() -> frozenset[str]:
    """Head words of organisation names, folded."""
    return frozenset(fold(row["head"]) for row in read_lexicon("heads"))


@cache
def name_parts(part: str) -> frozenset[str]:
    """Parts of Vietnamese names as spelled: `family`, `given` or `middle`."""
    return frozenset(row["name"] for row in read_lexicon("names") if row["part"] == part)


def key(name: str) -> str:
    """A place name as compared: lower case, single spaces, none around dots."""
    return " ".join(name.casefold().replace("_", " ").replace(".", ". ").split())


def word_lists() -> dict[str, dict[str, str]]:
    """The word lists that the tagger's attributes look up: lexicon name to written form to value."""
    return {
        "family": dict.fromkeys(sorted(name_parts("family")), "1"),
        "given": dict.fromkeys(sorted(name_parts("given") | name_parts("middle")), "1"),
        "place": {written(form): kind for form, kind in _places()},
        "org": {written(form): "1" for lexicon in ("agencies", "carriers") for row in read_lexicon(lexicon)
                for form in (row["name"], *split(row["forms"]), *split(row.get("spelled", "")))},
        "product": {written(form): "1" for row in read_lexicon("products") for form in (row["name"], *split(row["forms"]))},
        "title": {title: "strict" if strict else "loose" for title, strict in titles().items()},
        "head": dict.fromkeys(sorted(heads()), "1"),
    }


def _places() -> Iterator[tuple[str, str]]:
    for lexicon in ("places", "countries"):
        for row in read_lexicon(lexicon):
            for form in (row["name"], *split(row["forms"])):
                yield form, row.get("kind", "country")
