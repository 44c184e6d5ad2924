"""The public verbs: every command as a function of the same name, and what notebooks ask besides.

A source is a text, a path (`pathlib.Path`: a file, folder or container), an `Article`, a record (a mapping with `text` and,
where known, `id`, `title`, `published`), a data frame of records (pandas, polars, Arrow), or an iterable of these. What
cannot be read is left out with a warning, as in a run it goes to quarantine. What asks a finished run takes its folder too.
"""

from vnnlp.api.analyse import (
    candidates,
    collocations,
    compare,
    distinctive,
    keyness,
    kwic,
    matrix,
    names,
    recover,
    topics,
    trends,
)
from vnnlp.api.extract import Repairs, dedup, diagnose, document, entities, figures, repair, strategies, tokens
from vnnlp.api.runs import evaluate, report, undo
from vnnlp.evaluation.strategies import agreement
from vnnlp.extraction.figures.frames import to_base_units, to_timestamps
from vnnlp.pipeline.runs import load, run

__all__ = [
    "Repairs",
    "agreement",
    "candidates",
    "collocations",
    "compare",
    "dedup",
    "diagnose",
    "distinctive",
    "document",
    "entities",
    "evaluate",
    "figures",
    "keyness",
    "kwic",
    "load",
    "matrix",
    "names",
    "recover",
    "repair",
    "report",
    "run",
    "strategies",
    "to_base_units",
    "to_timestamps",
    "tokens",
    "topics",
    "trends",
    "undo",
]
