"""The taxonomy as data: strategies, the groups of phrases that speak of them, and the triggers that combine groups.

One TSV holds it (`lexicons/strategies.tsv`; `settings.taxonomy` names another), with rows of four kinds:

- `strategy`: a code, its names (`Vietnamese|English`), the segment to assume where the text names none;
- `group`: a role and its phrases: verbs of giving, things given, occasions, conditions;
- `trigger`: for a strategy, the anchors (phrases, or `@group`), what must stand `with` them and what must not (`without`);
- `replace`: a strategy that takes the place of others where its conditions hold (a gift after a fault is compensation).

Conditions are joined by ` & `, alternatives by `|`; each is a phrase or `@group`, with `<` or `>` in front if it must stand
before or behind the anchor, and a reach behind `~`: a number of tokens, `sentence` (the default), `line`, `title` or
`article`. Other lexicons give groups too: `segment:vip`, `context:crime`, `subject:all`; so do the tables: `@carrier`,
`figure:percent`, `entity:PROD`; `@subject` is whoever may be the carrier. Segments, subjects, polarity, contexts and plans
(products that name their carrier) lie in files of these names; one that stands beside a taxonomy of your own takes the place
of the one shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import regex
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.lexicons import FOLDER, read_lexicon

SCOPES: Final = ("sentence", "line", "title", "article")
_KINDS: Final = ("strategy", "group", "trigger", "replace")
_TABLES: Final = ("carrier", "subject", "figure:", "entity:")
GENERAL: Final = 1
"""A phrase that speaks of carriers in general: a text that names none must have some."""
BRAND: Final = 2
"""One that names a carrier's product."""
FIELD: Final = 4
"""A word of the field."""
CRIME: Final = 8
"""One that a report of a crime is full of."""
KINDS: Final = 16
_WORDS: Final = ("link", "compared", "object", "oblique", "head", "behind", "apart", "source")
_MOODS: Final = ("frame", "duty", "veil")
_TONES: Final = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
                 "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_TONE: Final = regex.compile("|".join(_TONES))
_ATOM: Final = regex.compile(r"[^\W_]+|[^\w\s]")
_QUOTES: Final = frozenset("“”\"'‘’«»")


def _moved(found: regex.Match[str]) -> str:
    return _TONES[found[0]]


def plain(form: str) -> str:
    """How phrases and text are compared: lower case, the older place of the tone mark, atoms apart, no quotes.

    >>> plain("Khoá_máy"), plain("chăm sóc 24/7"), plain("“")
    ('khóa máy', 'chăm sóc 24 / 7', '')
    """
    return plain_forms([form])[0]


def plain_forms(forms: Sequence[str]) -> list[str]:
    """`plain` of many forms without line breaks, folded in one go."""
    folded = _TONE.sub(_moved, "\n".join(forms).casefold()).split("\n")
    return [form.strip("_").replace("_", " ") if form.replace("_", "").isalnum()
            else " ".join(atom for atom in _ATOM.findall(form) if atom not in _QUOTES) for form in folded]


@dataclass(frozen=True, slots=True)
class Condition:
    """One alternative of a condition: a group that must (or must not) stand near an anchor."""

    group: str
    side: str = ""
    """`<` before the anchor, `>` behind it, empty: either."""
    reach: int | str = "sentence"
    """Tokens between the two, or a scope."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What speaks of a strategy: an anchor, all of `with_` (each a choice), none of `without`."""

    strategy: str
    anchors: tuple[str, ...]
    with_: tuple[tuple[Condition, ...], ...]
    without: tuple[Condition, ...]
    segment: str
    """Where the text names none; `=affected`: always that; `all|rural`: only these, the first where the text names none."""
    polarity: str
    """Empty: as the context says."""
    confidence: float
    number: int
    """Row of the trigger among the triggers: the classifier's feature."""
    fallback: bool = False
    """Wide: it counts only where no other trigger gives the carrier anything in the sentence."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy of the taxonomy."""

    code: str
    name_vi: str
    name_en: str
    segment: str
    definition: str


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """Everything the extractor knows about a field of business."""

    strategies: dict[str, Strategy]
    triggers: tuple[Trigger, ...]
    replacements: tuple[Trigger, ...]
    """`strategy` takes the place of the strategies in `anchors`."""
    phrases: dict[str, tuple[str, ...]]
    """From a plain phrase to the groups that hold it."""
    segment_weight: dict[str, float]
    """Of each group `segment:CODE:WEIGHT`."""
    reaches: dict[str, tuple[int, int]]
    """Of each group `polarity:…`, how many tokens before and behind an anchor it reaches."""
    words: dict[str, frozenset[str]]
    """The single words that tell who is the subject, by kind."""
    drops: tuple[str, ...]
    """Groups that take a sentence out altogether."""
    moods: dict[str, tuple[str, ...]]
    """Groups that make a sentence a wish, a duty or a rumour, by where they stand: `frame`, `duty`, `veil`."""
    brands: dict[str, str]
    """Products that name their carrier, and the group `brand:KB_ID` of each."""
    gate: Any
    """Finds the phrases that say whether an article is worth reading, each with what it is: `GENERAL`, `BRAND`, `FIELD` and
    `CRIME` added up, and its number above them."""
    field: bool
    """Whether there are words of the field: without some of them an article is not read."""
    automaton: Any
    """Finds phrases, each with its number; `lengths` says how many letters it has."""
    lengths: NDArray[np.int64]
    groups: tuple[str, ...]
    anchored: dict[str, tuple[int, ...]]
    """Of each group the triggers that it is an anchor of."""
    held: NDArray[np.int64]
    """Numbers of groups: those of phrase k are `held[held_from[k]:held_from[k + 1]]`."""
    held_from: NDArray[np.int64]


def load(path: str = "") -> Taxonomy:
    """The taxonomy of a file, or the one shipped; kept once read. Raises ModelError for a row that makes no sense (MO002)."""
    return _load(str(Path(path).resolve()) if path else "")


@lru_cache(maxsize=8)
def _load(path: str) -> Taxonomy:
    reader = _Reader(path or str(FOLDER / "strategies.tsv"))
    weights, reaches = {}, {}
    for row in reader.beside("segments"):
        name = f"segment:{row['segment']}"
        reader.add(name, row["forms"])
        weights[reader.add(f"{name}:{row['weight']}", row["forms"])] = float(row["weight"])
    for number, row in enumerate(reader.beside("polarity")):
        name = f"polarity:{row['polarity']}:{number}"
        reader.add(name, row["forms"])
        reaches[name] = (int(row["before"]), int(row["after"]))
    words: dict[str, frozenset[str]] = dict.fromkeys(_WORDS, frozenset())
    for row in reader.beside("subjects"):
        if row["kind"] in words:
            words[row["kind"]] = frozenset(map(plain, row["forms"].split("|")))
        else:
            reader.add(f"subject:{row['kind']}", row["forms"])
    brands = {plain(form): reader.add(f"brand:{row['kb_id']}", [form])
              for row in reader.beside("plans") for form in row["forms"].split("|")}
    drops = tuple(reader.add(f"context:{row['context']}", row["forms"]) for row in reader.beside("contexts")
                  if row["effect"] == "always")
    moods: dict[str, tuple[str, ...]] = dict.fromkeys(_MOODS, ())
    for row in reader.beside("contexts"):
        name = reader.add(f"context:{row['context']}", row["forms"])
        if row["effect"] in moods:
            moods[row["effect"]] += (name,)
    strategies, triggers, replacements = reader.taxonomy()
    phrases = {phrase: tuple(groups) for phrase, groups in sorted(reader.phrases.items())}
    general = {"subject:all", "subject:generic", *brands.values()}
    gates = {phrase: GENERAL * bool(general.intersection(groups)) + BRAND * (phrase in brands)
             + FIELD * ("context:field" in groups) + CRIME * ("context:crime" in groups) for phrase, groups in phrases.items()}
    names = tuple(dict.fromkeys(group for groups in phrases.values() for group in groups))
    places = {group: place for place, group in enumerate(names)}
    return Taxonomy(strategies, triggers, replacements, phrases, weights, reaches, words, drops, moods, brands,
                    _automaton({phrase: KINDS * number + kind for number, (phrase, kind) in enumerate(gates.items()) if kind}),
                    any(kind & FIELD for kind in gates.values()),
                    _automaton({phrase: number for number, phrase in enumerate(phrases)}),
                    np.array([len(phrase) for phrase in phrases], np.int64), names,
                    {group: tuple(one.number for one in triggers if group in one.anchors)
                     for group in dict.fromkeys(group for one in triggers for group in one.anchors)},
                    np.array([places[group] for groups in phrases.values() for group in groups], np.int64),
                    np.cumsum([0, *(len(groups) for groups in phrases.values())]))


def _automaton(phrases: Mapping[str, int]) -> Any:
    import ahocorasick
    automaton = ahocorasick.Automaton()
    for phrase, number in phrases.items():
        automaton.add_word(f" {phrase} ", number)
    if phrases:
        automaton.make_automaton()
    return automaton


class _Reader:
    """Gathers the phrases of all groups while rows are read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.phrases: dict[str, list[str]] = {}
        self.groups: set[str] = set()

    def beside(self, name: str) -> list[dict[str, str]]:
        own = Path(self.path).parent / f"{name}.tsv"
        return read_lexicon(own if own.is_file() else name)

    def add(self, group: str, forms: str | Iterable[str]) -> str:
        self.groups.add(group)
        for form in forms.split("|") if isinstance(forms, str) else forms:
            phrase = plain(form)
            if phrase and group not in (held := self.phrases.setdefault(phrase, [])):
                held.append(group)
        return group

    def taxonomy(self) -> tuple[dict[str, Strategy], tuple[Trigger, ...], tuple[Trigger, ...]]:
        rows = read_lexicon(Path(self.path))
        strategies: dict[str, Strategy] = {}
        triggers: list[Trigger] = []
        replacements: list[Trigger] = []
        for row in rows:
            if row.get("kind") not in _KINDS:
                raise self._wrong(row, f"kind is none of {', '.join(_KINDS)}")
            if row["kind"] == "strategy":
                names = (row["forms"] or row["name"]).split("|")
                strategies[row["name"]] = Strategy(row["name"], names[0], names[-1], row["segment"] or "all", row["note"])
            elif row["kind"] == "group":
                self.add(row["name"], row["forms"])
        for row in rows:
            if row["kind"] in ("trigger", "replace"):
                if row["name"] not in strategies:
                    raise self._wrong(row, f"strategy {row['name']!r} has no row of its own")
                held = replacements if row["kind"] == "replace" else triggers
                held.append(self._trigger(row, len(held)))
        return strategies, tuple(triggers), tuple(replacements)

    def _trigger(self, row: dict[str, str], number: int) -> Trigger:
        anchors = tuple(row["forms"].split("|")) if row["kind"] == "replace" else tuple(self._anchors(row, number))
        with_ = tuple(tuple(self._condition(row, part) for part in choice.split("|"))
                      for choice in row["with"].split(" & ") if choice.strip())
        without = tuple(self._condition(row, part) for part in row["without"].split("|") if part.strip())
        try:
            confidence = float(row["confidence"] or 0.7)
        except ValueError as error:
            raise self._wrong(row, "confidence is not a number") from error
        return Trigger(row["name"], anchors, with_, without, row["segment"], row["polarity"], confidence, number,
                       row["note"] == "fallback")

    def _anchors(self, row: dict[str, str], number: int) -> Iterator[str]:
        phrases = [form for form in row["forms"].split("|") if not self._is_group(form)]
        yield from (self._group(row, form) for form in row["forms"].split("|") if self._is_group(form))
        if phrases:
            yield self.add(f"anchor:{number}", phrases)

    def _condition(self, row: dict[str, str], text: str) -> Condition:
        text = text.strip()
        side = text[0] if text[0] in "<>" else ""
        name, _, reach = text[len(side):].partition("~")
        if reach and reach not in SCOPES and not reach.isdigit():
            raise self._wrong(row, f"{reach!r} is neither a number of tokens nor one of {', '.join(SCOPES)}")
        group = self._group(row, name) if self._is_group(name) else self.add(f"phrase:{plain(name)}", [name])
        return Condition(group, side, int(reach) if reach.isdigit() else reach or "sentence")

    def _is_group(self, name: str) -> bool:
        return name.startswith(("@", "segment:", "context:", "subject:", "figure:", "entity:"))

    def _group(self, row: dict[str, str], name: str) -> str:
        name = name.removeprefix("@")
        if name not in self.groups and not name.startswith(_TABLES):
            raise self._wrong(row, f"there is no group {name!r}")
        return name

    def _wrong(self, row: dict[str, str], what: str) -> ModelError:
        return ModelError(f"{row.get('kind', '')} {row.get('name', '')}: {what}", where=self.path, code="MO002",
                          remedy="lexicons/strategies.md says what the columns mean")
