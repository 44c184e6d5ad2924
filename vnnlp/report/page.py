"""The page of a run: one self-contained HTML file that shows who does what for whom with which numbers, and by which sentence.

Nothing is fetched: style, script and plots stand in the file, and its content policy forbids every request. The text of an
archive is hostile: it is escaped everywhere, never stands in a script or an address, and only the page's own script may run.
What is shown has limits (`Limits`), which the page says, so that the page of a million articles is as large as one of ten
thousand.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow.compute as pc
from markupsafe import Markup

from vnnlp.report import copies, figures, measures, plots, series, views
from vnnlp.report.articles import evidence_markup, figure_note, linked_figures, paragraphs, repaired_lines
from vnnlp.report.held import Held, hold
from vnnlp.report.markup import readable
from vnnlp.report.names import DUPLICATES, LABELS, Names
from vnnlp.report.source import Index, column_table, scan
from vnnlp.report.svg import inline_svg
from vnnlp.tables import Table

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"

WORD = 14
"""Letters of a word that a column of the matrix has room for; all its columns are as wide as the longest word of a header."""

SECTIONS = (("who", "Who does what"), ("segments", "For whom"), ("time", "When"), ("figures", "Figures"), ("entities", "Names"),
            ("topics", "Topics"), ("repairs", "Repairs"), ("copies", "Copies"), ("articles", "Articles"), ("made", "How made"))


class Result(Protocol):
    """Tables by name and what made them: a `Run`."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Version, settings, input, and rows and digest of each table."""
        ...

    def __getitem__(self, name: str, /) -> Table: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the page shows; the tables have everything."""

    evidence: int = 50
    """Sentences a cell of carriers, and of all cells together at most sixty times as many."""
    segment_evidence: int = 12
    articles: int = 300
    repairs: int = 40
    copies: int = 60
    units: int = 12
    figures: int = 25
    """Figures a unit."""
    plots: int = 4
    entities: int = 15
    lost: int = 30
    quarantine: int = 100


def write_page(path: Path, tables: Result, *, limits: Limits | None = None) -> None:
    """Write the page of a run; the same tables give the same bytes."""
    limits = limits or Limits()
    page = _Page(tables, limits)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(_environment().get_template("page.html").generate(**page.context()))


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)
    filters: dict[str, Callable[..., str]] = {"readable": readable, "count": _count, "counted": _counted,
                            "number": measures.number, "written": measures.written, "changed": measures.changed,
               "signed": lambda number: f"{round(number, 2) + 0.0:.2f}".replace("-", "−")}
    environment.filters.update(filters)
    environment.globals |= {"note": figure_note, "signs": series.SIGNS, "subject_of": series.subject_of}
    return environment


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _counted(number: int, noun: str) -> str:
    """A number with its noun: `1 article`, `2 articles`."""
    return f"{_count(number)} {noun}{'' if number == 1 else 's'}"


class _Page:
    """What the templates are given, gathered section by section."""

    def __init__(self, tables: Result, limits: Limits) -> None:
        self.tables = tables
        self.limits = limits
        self.names = Names.of(tables.manifest)
        self.index = Index(tables)

    def context(self) -> dict[str, Any]:
        carriers = views.cross(self.tables, self.index, "strategy", "carrier", keep=self.limits.evidence)
        segments = views.cross(self.tables, self.index, "strategy", "segment", keep=self.limits.segment_evidence)
        a_cell = min(self.limits.evidence, max(3, self.limits.evidence * 60 // max(1, len(carriers.cells))))
        years = views.by_year(self.tables, self.index)
        copying = copies.copying(self.tables, self.index)
        damaged = self._damaged()
        evidence = {row["doc_id"]: None for cell in [*carriers.cells.values(), *segments.cells.values()]
                    for row in cell.evidence[:a_cell]}
        pairs = copying.pairs[:self.limits.copies]
        paired = [doc_id for pair in pairs for doc_id in (pair.doc_id, pair.of_doc_id)]
        first = self.index.doc_ids[:self.limits.articles].to_pylist()
        shown = list(dict.fromkeys([*damaged, *evidence, *paired, *first]))[:self.limits.articles]
        held = hold(self.tables, self.index, [*shown, *evidence, *damaged, *paired])
        here = {doc_id for doc_id in shown if doc_id in held}
        script = (FOLDER / "page.js").read_text(encoding="utf-8")
        policy = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        found = {
            "names": self.names, "limits": self.limits, "labels": LABELS, "duplicate_names": DUPLICATES,
            "style": Markup((FOLDER / "page.css").read_text(encoding="utf-8")), "script": Markup(script), "policy": policy,
            "summary": self._summary(sum(rows for kind, rows, _ in copying.kinds if kind != "near")),
            "manifest": _without_places(self.tables.manifest), "foremost": self._foremost(carriers),
            "carriers": self._matrix(carriers, "c", self.names.carrier, a_cell, held, here),
            "segments": self._matrix(segments, "s", lambda code: self.names.segment(code)[1], self.limits.segment_evidence, held,
                                     here),
            "apart": views.apart(carriers), "apart_floor": views.APART,
            "periods": views.compare_periods(*years),
            "timeline": inline_svg(plots.draw_timeline(*years, self.names), "Strategies by year", "timeline") if years[0] else "",
            "figures": figures.gather(
                self.tables, self.index, self.names, lambda doc_id: held[doc_id].anchor if doc_id in here else "",
                units=self.limits.units, keep=self.limits.figures, plotted=self.limits.plots, lost=self.limits.lost),
            "entities": {label: rows for label, rows in views.top_entities(self.tables, self.index, self.limits.entities).items()
                         if rows},
            "topics": sorted(self.tables["topics"].to_pylist(), key=lambda row: (-row["share"], row["topic"])),
            "repairs": [{"held": held[doc_id], "lines": repaired_lines(held[doc_id])} for doc_id in damaged if doc_id in held],
            "damaged_more": max(0, self._summary_counts["damaged"] - len(damaged)),
            **self._copies(copying, pairs, held),
            "articles": self._articles(held, here), "articles_more": len(self.index) - len(here),
            "quarantine": self.tables["quarantine"].arrow.slice(0, self.limits.quarantine).to_pylist(),
        }
        return found | _sections(found)

    def _summary(self, passages: int) -> dict[str, int]:
        held = column_table(self.tables, "documents", ("damaged", "n_tokens", "n_sentences", "n_edits", "n_lost_numbers"))
        published = self.index.table["published"].drop_null()
        years = pc.min_max(pc.year(published)).as_py() if len(published) else {"min": 0, "max": 0}

        def total(name: str) -> int:
            return int(pc.sum(held[name]).as_py() or 0)

        rows = {name: int(details["rows"]) for name, details in self.tables.manifest["tables"].items()}
        self._summary_counts = {
            "read": len(self.index), "copies": len(self.index.copies), "kept": len(self.index) - len(self.index.copies),
            "damaged": int(pc.sum(pc.cast(held["damaged"], "int64")).as_py() or 0), "edits": total("n_edits"),
            "lost": total("n_lost_numbers"), "passages": passages, "tokens": total("n_tokens"), "sentences": total("n_sentences"),
            "first_year": years["min"], "last_year": years["max"], **{f"rows_{name}": count for name, count in rows.items()},
        }
        return self._summary_counts

    def _foremost(self, crossed: views.Cross) -> dict[str, Any] | None:
        """The cell with most articles that say it is done, of one carrier."""
        cells = [(cell.does, -row, -column) for row, code in enumerate(crossed.rows)
                 for column, carrier in enumerate(crossed.columns)
                 if carrier not in ("all", "") and (cell := crossed.cells.get((code, carrier))) and cell.does]
        if not cells:
            return None
        does, row, column = max(cells)
        against = crossed.cells[crossed.rows[-row], crossed.columns[-column]].against
        return {"does": does, "against": against, "anchor": f"c{-row}-{-column}",
                "carrier": self.names.carrier(crossed.columns[-column]), "strategy": self.names.strategy(crossed.rows[-row])[1]}

    def _damaged(self) -> list[str]:
        """Articles with edits, the damaged ones with most edits first."""
        found: list[tuple[bool, int, int, str]] = []
        number = 0
        for chunk in scan(self.tables, "documents", ("doc_id", "damaged", "n_edits")):
            for row in chunk.filter(pc.or_(chunk["damaged"], pc.greater(chunk["n_edits"], 0))).to_pylist():
                number += 1
                found.append((not row["damaged"], -row["n_edits"], number, row["doc_id"]))
            found = sorted(found)[:self.limits.repairs]
        return [doc_id for *_, doc_id in found]

    def _matrix(self, crossed: views.Cross, prefix: str, title_of: Callable[[str], str], keep: int, held: dict[str, Held],
                here: set[str]) -> dict[str, Any]:
        rows = []
        for number, code in enumerate(crossed.rows):
            cells = []
            for place, column in enumerate(crossed.columns):
                cell = crossed.cells.get((code, column))
                cells.append(cell and {
                    "anchor": f"{prefix}{number}-{place}", "cell": cell, "column": title_of(column), "code": column,
                    "heat": min(5, (cell.does - 1) * 6 // max(crossed.top, 6)) if cell.does else "none",
                    "evidence": [self._evidence(row, held, here) for row in cell.evidence[:keep]],
                    "more": max(0, cell.rows - min(keep, len(cell.evidence)))})
            rows.append({"code": code, "name": self.names.strategy(code), "cells": cells})
        titles = [title_of(code) for code in crossed.columns]
        widest = max((len(word) for title in titles for word in title.split()), default=0)
        return {"columns": titles, "rows": rows, "widest": min(widest, WORD)}

    def _evidence(self, row: dict[str, Any], held: dict[str, Held], here: set[str]) -> dict[str, Any]:
        article = held.get(row["doc_id"])
        link = article.anchor_of(row) if article and row["doc_id"] in here else ""
        return {"row": row, "text": evidence_markup(row, article), "article": article, "link": link,
                "figures": linked_figures(row, article)}

    def _copies(self, copying: copies.Copying, pairs: tuple[copies.Pair, ...], held: dict[str, Held]) -> dict[str, Any]:
        shown = []
        for pair in pairs:
            copy, original = held.get(pair.doc_id), held.get(pair.of_doc_id)
            if copy is None or original is None:
                continue
            passages = sorted((row for row in copy.duplicates if row["of_doc_id"] == pair.of_doc_id),
                              key=lambda row: (row["kind"] != "near", row["start"] - row["end"], row["start"]))
            # A near-duplicate is shown whole: its passages lie in it.
            passages = passages[:1] if passages and passages[0]["kind"] == "near" else passages[:3]
            shown.append({"pair": pair, "by": copy, "original": original,
                          "passages": [{"row": row, "sides": copies.side_by_side(copy.text[row["start"]:row["end"]],
                                                                                 original.text[row["of_start"]:row["of_end"]])}
                                       for row in passages]})
        dated = any(pair.dated for pair in copying.pairs)
        plot = inline_svg(plots.draw_copying(copying), "Who copies whom, over time", "copies") if dated else ""
        return {"copies": shown, "copies_more": len(copying.pairs) - len(shown), "copy_kinds": copying.kinds, "copy_plot": plot}

    def _articles(self, held: dict[str, Held], here: set[str]) -> list[dict[str, Any]]:
        chosen = sorted((held[doc_id] for doc_id in here), key=lambda article: article.entry.number)
        sources = {row["of_doc_id"] for article in chosen for row in article.duplicates}
        titles = {doc_id: entry.title for doc_id, entry in self.index.entries(sources).items()}
        shown = []
        for article in chosen:
            carriers = sorted({row["carrier"] for row in article.strategies})
            shown.append({"held": article, "paragraphs": paragraphs(article, self.names, titles), "carriers": carriers,
                          "of": titles.get(article.entry.duplicate_of or "", article.entry.duplicate_of)})
        return shown


def _sections(found: Mapping[str, Any]) -> dict[str, Any]:
    """The sections that have something to show, and what was not found: an archive need not be about carriers."""
    strategies = bool(found["carriers"]["rows"])
    has = {"who": strategies, "segments": strategies, "time": bool(found["timeline"]), "figures": bool(found["figures"].kinds),
           "entities": bool(found["entities"]), "topics": bool(found["topics"])}
    missing = [word for anchor, word in (("who", "strategies"), ("figures", "figures"), ("entities", "names"),
                                         ("topics", "topics")) if not has[anchor]]
    return {"sections": [(anchor, title) for anchor, title in SECTIONS if has.get(anchor, True)], "missing": missing}


def _without_places(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest's settings as rows, with folders of the machine cut from paths."""
    settings = []
    for section, values in manifest.get("settings", {}).items():
        for name, value in (values.items() if isinstance(values, Mapping) else [("", values)]):
            plain = value.replace("\\", "/").rpartition("/")[2] if isinstance(value, str) else value
            settings.append((f"{section}.{name}" if name else section, plain))
    return {"version": manifest.get("vnnlp", ""), "settings": settings, "data": manifest.get("data_sha256", ""),
            "input": manifest.get("input", {}), "tables": manifest.get("tables", {})}
