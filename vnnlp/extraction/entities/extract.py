"""The stage: a shard in, the table of entities out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from vnnlp.arrays import array_of
from vnnlp.extraction.collection import no_collection
from vnnlp.extraction.entities.agreement import agree
from vnnlp.extraction.entities.carriers import carrier_spans
from vnnlp.extraction.entities.casing import restore_case
from vnnlp.extraction.entities.classing import classed, model_numbers, parted_routes
from vnnlp.extraction.entities.devices import device_spans
from vnnlp.extraction.entities.initials import apostrophe_spans, initial_spans
from vnnlp.extraction.entities.introducing import introduced_spans, without_abbreviations
from vnnlp.extraction.entities.organisations import company_spans, headed_spans, known_spans
from vnnlp.extraction.entities.parts import parts
from vnnlp.extraction.entities.people import byline_spans, famous_spans, titled_spans
from vnnlp.extraction.entities.places import parted_spans, place_spans
from vnnlp.extraction.entities.products import named_spans, unpriced
from vnnlp.extraction.entities.refining import refined
from vnnlp.extraction.entities.resolution import resolve
from vnnlp.extraction.entities.severing import seated, severed, teams
from vnnlp.extraction.entities.spans import Span, model_spans, overlay
from vnnlp.extraction.entities.trimming import trimmed
from vnnlp.extraction.entities.view import View
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Shard
from vnnlp.tables import Table
from vnnlp.tagging import Tagger, Tags

SHIPPED: Final = Path(__file__).parents[2] / "models" / "entities"


@lru_cache(maxsize=2)
def load_tagger(path: str = "") -> Tagger:
    """The shipped tagger, or the one at `path`; loaded once a process."""
    return Tagger.load(path or SHIPPED)


def extract(shard: Shard, settings: ExtractionSettings | None = None) -> Table:
    """The entities of a shard, in text order: the columns of the table `entities`, then `token_start`, `token_end`, `entity_id`.

    Tokens of removed passages (`shard.kept`) give none unless `settings.with_duplicates`. `token_start` and `token_end` are
    token indices of the shard, half-open; where an entity ends inside a token (`Viettel_tặng`) `start` and `end` are exact.
    `entity_id` is the same for all mentions of one entity in an article.

    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> [row["kb_id"] for row in extract(segment([Article("a", "Viettel và Vinafone giảm cước .")]))]
    ['viettel', 'vinaphone']
    """
    settings = settings or ExtractionSettings()
    tagger = load_tagger(settings.model)
    kept = None if settings.with_duplicates else shard.kept
    with no_collection():
        tables = [table_of(shard, spans if kept is None else [span for span in spans if kept[span.first:span.last].all()])
                  for spans in _found(shard, tagger)]
    return Table("entities", pa.concat_tables([table.arrow for table in tables] or [table_of(shard, []).arrow]).combine_chunks())


def find(shard: Shard, tagger: Tagger) -> list[Span]:
    """All mentions of a shard, in text order, none overlapping another."""
    return [span for spans in _found(shard, tagger) for span in spans]


def _found(shard: Shard, tagger: Tagger) -> Iterator[list[Span]]:
    """The mentions of a few articles at a time."""
    known = tagger.attributes.words.get(str(tagger.about.get("casing", "")), {})
    usual = restore_case(refined(shard, known), known)
    tags = tagger.tags(usual)
    for tokens, part in parts(usual):
        spans = _spans(part, Tags(tags.label[tokens], tags.confidence[tokens]), tagger, known)
        # The tokens of the shard as it came, of which `usual` may have parted some.
        first = np.searchsorted(shard.token_end, np.array([span.start for span in spans], dtype=np.int32), side="right")
        last = np.searchsorted(shard.token_start, np.array([span.end for span in spans], dtype=np.int32), side="left")
        for span, begin, end in zip(spans, first.tolist(), last.tolist(), strict=True):
            span.first, span.last = begin, end
        yield spans


def _spans(shard: Shard, tags: Tags, tagger: Tagger, known: Mapping[str, str]) -> list[Span]:
    spans = model_spans(shard, tags, tagger.labels)
    view = View(shard, known)
    if tagger.about.get("rules") == "all":
        spans = severed(view, spans)
        spans = overlay(without_abbreviations(view, spans), known_spans(view, spans))
        spans = overlay(spans, introduced_spans(view, spans))
        spans = parted_routes(view, trimmed(view, spans))
        spans = overlay(spans, company_spans(view, spans))
        spans = overlay(spans, classed(view, spans))
        spans = overlay(spans, model_numbers(view, spans))
        spans = overlay(spans, [*place_spans(view, spans), *parted_spans(view, spans), *headed_spans(view, spans)])
        spans = overlay(spans, [*titled_spans(view, spans), *byline_spans(view), *famous_spans(view, spans)])
        spans = overlay(spans, [*initial_spans(view), *apostrophe_spans(view, spans)])
        spans = unpriced(view, overlay(spans, [*named_spans(view, spans), *device_spans(view)]))
        spans = seated(view, overlay(spans, carrier_spans(view, spans)))
        teams(view, spans)
        spans = agree(view, spans)
    else:
        spans = overlay(spans, carrier_spans(view, spans))
    resolve(shard, spans)
    return spans


def table_of(shard: Shard, spans: list[Span]) -> Table:
    """The table of some mentions."""
    columns = shard.mentions_at(np.array([span.start for span in spans], dtype=np.int32),
                                np.array([span.end for span in spans], dtype=np.int32))
    columns |= {"label": [span.label for span in spans], "kb_id": [span.kb_id for span in spans],
                "confidence": np.array([span.confidence for span in spans], dtype=np.float32),
                "method": ["rule" if span.method == "introduced" else span.method for span in spans]}
    table = Table.from_columns("entities", columns)
    for name, values in (("token_start", [span.first for span in spans]), ("token_end", [span.last for span in spans])):
        table.arrow = table.arrow.append_column(name, array_of(values, pa.int32()))
    ids = array_of([span.entity_id for span in spans], pa.string())
    table.arrow = table.arrow.append_column("entity_id", ids)
    return table
