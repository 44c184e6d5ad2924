"""Articles as the page shows them: with what was found marked in the text, their evidence sentences and their repairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from markupsafe import Markup

from vnnlp.report.held import Held
from vnnlp.report.markup import Mark, marked, readable
from vnnlp.report.measures import changed, written
from vnnlp.report.names import LABELS, Names
from vnnlp.shard import LOST


def figure_note(row: dict[str, Any]) -> str:
    """A figure in a line: what it says, of what, and how sure."""
    if row["status"] == "lost":
        said = "number lost in the source"
    elif row["status"] == "untrusted":
        said = "digit of a damaged article, not proven"
    else:
        said = written(row) or row["kind"].replace("_", " ")
    unit = " per ".join(part for part in (row["unit"], row["per"]) if part)
    parts = [f"{said} {unit}".strip(), row["measures"] and f"measures {row['measures']}",
             row["subject"] and f"of {row['subject']}", row["negated"] and "denied",
             changed(row)]
    return " · ".join(str(part).replace("_", " ") for part in parts if part)


def strategy_note(row: dict[str, Any], names: Names) -> str:
    """A strategy in a line."""
    return " · ".join((names.carrier(row["carrier"]), names.strategy(row["strategy"])[1], names.segment(row["segment"])[1],
                       row["polarity"]))


def _label(row: dict[str, Any]) -> str:
    return row["label"] if row["label"] in LABELS else "ORG"


def _entity_note(row: dict[str, Any]) -> str:
    kind = {"PER": "person", "ORG": "organisation", "LOC": "place", "PROD": "product"}.get(row["label"], row["label"])
    return f"{kind}: {row['kb_id']}" if row["kb_id"] else kind


def marks_of(held: Held, names: Names, titles: dict[str, str]) -> Iterator[Mark]:
    """Every mark of an article as read; strategies carry the anchor that their evidence links to."""
    for row in held.duplicates:
        original = titles.get(row["of_doc_id"], row["of_doc_id"])
        yield Mark(row["start"], row["end"], "rm", f"removed: copies “{original}”", tag="del")
    for row in held.strategies:
        anchor = held.anchor_of(row)
        yield Mark(row["start"], row["end"], "st", strategy_note(row, names), anchor="" if anchor == held.anchor else anchor)
    for row in held.entities:
        yield Mark(row["start"], row["end"], f"en {_label(row)}", _entity_note(row))
    for row in held.figures:
        yield Mark(row["start"], row["end"], f"fi {row['status']}", figure_note(row))


def paragraphs(held: Held, names: Names, titles: dict[str, str]) -> list[Markup]:
    """The article, as repaired where it was damaged, a line each, with its marks."""
    text = held.shown
    marks = sorted(marks_of(held, names, titles), key=lambda mark: (mark.start, mark.end))
    seen: set[str] = set()
    once = []
    for mark in marks:  # an anchor is given once
        start, end = held.place_of({"start": mark.start, "end": mark.end})
        once.append(replace(mark, start=start, end=end, anchor="" if mark.anchor in seen else mark.anchor))
        seen.add(mark.anchor)
    lines = list(_lines(text))
    return [marked(text, inside, start=start, end=end, tidy=held.tidy)
            for (start, end), inside in zip(lines, _by_line(once, lines), strict=True) if text[start:end].strip()]


def _lines(text: str, joined: Iterable[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """The lines of a text as spans; a line break inside one of the spans `joined` does not count."""
    crossing = list(joined)
    start = 0
    for place, character in enumerate(text):
        if character == "\n" and not any(first <= place < last for first, last in crossing):
            yield start, place
            start = place + 1
    yield start, len(text)


def _by_line(marks: list[Mark], lines: list[tuple[int, int]]) -> Iterator[list[Mark]]:
    """The marks that touch each line; both in text order, so one walk is enough however many there are."""
    active: list[Mark] = []
    following = 0
    for start, end in lines:
        while following < len(marks) and marks[following].start < end:
            active.append(marks[following])
            following += 1
        active = [mark for mark in active if mark.end > start]
        yield active


_BREAK = re.compile(r"[.!?…]”? (?=[“\"]? ?[^\W\d_])|\n")
"""Where a sentence ends inside a line, near enough to give a clause its sentence."""

AROUND = 400
"""Code points of a sentence that are shown on either side of its clause."""


def evidence_markup(row: dict[str, Any], held: Held | None) -> Markup:
    """The clause of a strategy within its sentence, as repaired, with its figures and entities marked."""
    if held is None:
        return Markup("<b>{}</b>").format(readable(row["evidence"]))
    text = held.shown
    start, end = held.place_of(row)
    if not 0 <= start < end <= len(text):  # beyond what the page looks at of an endless article
        return Markup("<b>{}</b>").format(readable(row["evidence"]))
    low, high = _sentence(text, start, end)
    notes = {(figure["start"], figure["end"]): figure for figure in held.figures}
    labels = {(entity["start"], entity["end"]): entity for entity in held.entities}
    marks = [Mark(start, end, "clause")]
    for span in row["figure_spans"] or ():
        figure = notes.get((span["start"], span["end"]))
        marks.append(Mark(*held.place(span["start"], span["end"]), f"fi {figure['status'] if figure else 'stated'}",
                          figure_note(figure) if figure else ""))
    for span in row["entity_spans"] or ():
        entity = labels.get((span["start"], span["end"]))
        marks.append(Mark(*held.place(span["start"], span["end"]), f"en {_label(entity) if entity else 'ORG'}",
                          _entity_note(entity) if entity else ""))
    return marked(text, marks, start=low, end=high, tidy=held.tidy)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a clause."""
    low = max(0, start - AROUND)
    breaks = [match.end() for match in _BREAK.finditer(text, low, start + 1) if match.end() <= start]
    following = _BREAK.search(text, max(start, end - 2), min(len(text), end + AROUND))
    high = following.end() if following else min(len(text), end + AROUND)
    return (breaks[-1] if breaks else low), max(high, end)


def linked_figures(row: dict[str, Any], held: Held | None) -> list[dict[str, Any]]:
    """The figures that a strategy names, for the chips below its evidence."""
    if held is None:
        return []
    spans = {(span["start"], span["end"]) for span in row["figure_spans"] or ()}
    return [figure for figure in held.figures if (figure["start"], figure["end"]) in spans]


@dataclass(frozen=True, slots=True)
class RepairedLine:
    """A line of a damaged article before and after."""

    before: Markup
    after: Markup
    changed: bool


def repaired_lines(held: Held) -> list[RepairedLine]:
    """The article line by line, as read and as repaired, each edit with its reason on hover and focus; proposals too."""
    before_marks, after_marks = [], []
    for row in sorted(held.edits, key=lambda row: (row["start"], row["end"])):
        lost = row["after"] == LOST
        note = " · ".join((f"“{row['before']}” → “{row['after']}”", row["kind"].replace("_", " "), row["reason"],
                           f"confidence {row['confidence']:.2f}"))
        if not row["applied"]:
            before_marks.append(Mark(row["start"], row["end"], "ed proposed", f"proposed only: {note}", focus=True))
            continue
        before_marks.append(Mark(row["start"], row["end"], "ed was", note, tag="del"))
        if held.offsets is not None:
            start, end = held.place(row["start"], row["end"])
            after_marks.append(Mark(start, end, "ed lostnumber" if lost else "ed now", note, tag="ins", focus=True))
    joined = [(row["start"], row["end"]) for row in held.edits if row["applied"] and "\n" in row["before"] + row["after"]]
    spans = list(_lines(held.text, joined))
    if held.offsets is None:
        after_spans = spans
    else:
        starts = held.offsets.to_repaired(np.array([start for start, _ in spans])).tolist()
        ends = held.offsets.to_repaired(np.array([end for _, end in spans]), side="end").tolist()
        after_spans = list(zip(starts, ends, strict=True))
    return [RepairedLine(marked(held.text, was, start=start, end=end, tidy=False),
                         marked(held.shown, now, start=low, end=high, tidy=held.tidy), bool(was))
            for (start, end), (low, high), was, now in zip(spans, after_spans, _by_line(before_marks, spans),
                                                          _by_line(after_marks, after_spans), strict=True)
            if held.text[start:end].strip()]
