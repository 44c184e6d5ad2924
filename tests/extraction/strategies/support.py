"""Tables for strategies without the tagger: carriers by their names, figures by their digits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import regex

from tests.support import shard_of
from vnnlp.extraction.lexicon import Matcher
from vnnlp.extraction.strategies import extract
from vnnlp.lexicons import read_lexicon
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Int32, Shard
from vnnlp.tables import Table

_NAMES = [(form, row["kb_id"]) for row in read_lexicon("carriers") for form in row["forms"].split("|")]
_CARRIERS = Matcher([form for form, _ in _NAMES])
_PERCENT = regex.compile(r"\d+ ?%")


def entities_of(shard: Shard) -> Table:
    """The carriers of a shard as an entities table."""
    found = _CARRIERS.find(shard)
    count = len(found)
    columns = shard.mentions(found.start, found.end) if count else {}
    table = Table.from_columns("entities", columns | {
        "label": ["ORG"] * count, "kb_id": [_NAMES[entry][1] for entry in found.entry], "confidence": np.ones(count, np.float32),
        "method": ["lexicon"] * count}) if count else Table.empty("entities")
    return with_tokens(table, found.start, found.end)


def figures_of(shard: Shard) -> Table:
    """The percentages of a shard as a figures table."""
    spans = [(found.start(), found.end()) for found in _PERCENT.finditer(shard.text)]
    start = np.searchsorted(shard.token_end, [first for first, _ in spans], side="right").astype(np.int32)
    end = np.searchsorted(shard.token_start, [last for _, last in spans], side="left").astype(np.int32)
    if not spans:
        return with_tokens(Table.empty("figures"), start, end)
    columns = shard.mentions(start, end)
    none = [False] * len(spans)
    table = Table.from_columns("figures", columns | {"kind": ["percent"] * len(spans), "cmp": ["="] * len(spans),
                                                     "status": ["stated"] * len(spans), "negated": none})
    return with_tokens(table, start, end)


def with_tokens(table: Table, start: Int32, end: Int32) -> Table:
    """The table with the token columns that strategies need."""
    arrow = table.arrow.append_column("token_start", pa.array(start, type=pa.int32()))
    return Table(table.name, arrow.append_column("token_end", pa.array(end, type=pa.int32())))


def rows_of(*texts: str, settings: ExtractionSettings | None = None) -> list[dict[str, object]]:
    """The strategies of texts."""
    shard = shard_of(*texts)
    return extract(shard, entities_of(shard), figures_of(shard), settings).to_pylist()


def said(*texts: str, settings: ExtractionSettings | None = None) -> set[tuple[object, object]]:
    """(carrier, strategy) of texts."""
    return {(row["carrier"], row["strategy"]) for row in rows_of(*texts, settings=settings)}
