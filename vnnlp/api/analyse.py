"""Collections of articles, or a finished run, to what is said in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnlp.api.sources import Finished, Source, processed, run_of
from vnnlp.errors import UsageError
from vnnlp.pipeline import stages, store
from vnnlp.pipeline.runs import Run, cut
from vnnlp.reading.inputs import holds_run
from vnnlp.settings import Settings
from vnnlp.shard import Article, Shard
from vnnlp.tables import Table

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from vnnlp.analysis.candidates import Candidate
    from vnnlp.analysis.collocations import Collocation
    from vnnlp.analysis.concordance import Line
    from vnnlp.analysis.keyness import Key
    from vnnlp.analysis.strategies import Cell, Change
    from vnnlp.analysis.trends import Point
    from vnnlp.repair import recovery


def shards_of(source: Source | Run, settings: Settings | None = None) -> Iterator[Shard]:
    """Repaired shards of a source, a few thousand articles at a time; of a run, with its removed passages masked.

    The path of a run's folder is the run.
    """
    settings = settings or Settings()
    if isinstance(source, Path) and holds_run(source):
        source = Run(source)
    if not isinstance(source, Run):
        for work in processed(source, "repair", settings, False):
            yield work.shard
        return
    duplicates = source.duplicates
    columns = ["doc_id", "source", "title", "published", "encoding", "text", "author", "publisher"]
    rows = (Article(**row) for batch in store.scan_dataset(source.folder, "documents", columns) for row in batch.to_pylist())
    for group in cut(rows, settings):
        yield store.with_duplicates(stages.process(group, "repair", settings).shard, duplicates)


def _words(source: Source | Run, settings: Settings | None) -> Iterator[tuple[str, list[str]]]:
    from vnnlp.analysis.vectorize import article_words
    for shard in shards_of(source, settings):
        for article, words in zip(shard.articles, article_words(shard), strict=True):
            yield article.doc_id, words


def topics(source: Source | Run, *, settings: Settings | None = None) -> tuple[Table, Table]:
    """The tables topics and document_topics; the method is `settings.analysis.method`, `nmf` or `lda`."""
    from vnnlp.analysis.topics import fit_topics
    settings = settings or Settings()
    held = list(_words(source, settings))
    return fit_topics(lambda: held, settings.analysis)


def kwic(source: Source | Run, phrase: str, *, width: int = 8, settings: Settings | None = None) -> list[Line]:
    """Every occurrence of a word or phrase with `width` tokens on either side.

    >>> [line.right for line in kwic("Viettel tặng quà cho khách_hàng VIP .", "khách hàng", width=1)]
    ['VIP']
    """
    from vnnlp.analysis.concordance import concordance
    if not isinstance(phrase, str):
        raise UsageError(f"the phrase is no text but {type(phrase).__name__}",
                         remedy="The articles come first: kwic(source, phrase)")
    return list(concordance(shards_of(source, settings), phrase, width=width))


def keyness(target: Source | Run, reference: Source | Run, *, minimum: int = 3, settings: Settings | None = None) -> list[Key]:
    """The words that set the articles of `target` apart from those of `reference`."""
    from vnnlp.analysis.keyness import keyness as compare
    return compare((words for _, words in _words(target, settings)), (words for _, words in _words(reference, settings)),
                   minimum=minimum)


def collocations(source: Source | Run, *, minimum: int = 5, settings: Settings | None = None) -> list[Collocation]:
    """Pairs of words that stand together more often than chance."""
    from vnnlp.analysis.collocations import collocations as count
    return count([words for _, words in _words(source, settings)], minimum=minimum)


def trends(source: Finished, key: str = "strategy", *, table: str = "strategies", by: str = "year") -> list[Point]:
    """Articles by period and by a column of one of the run's tables; copies are not counted."""
    from vnnlp.analysis.trends import trends as count
    source = run_of(source)
    rows = source[table]
    if key not in rows.arrow.column_names:
        raise UsageError(f"table {table!r} has no column {key!r}", remedy=f"Columns: {', '.join(rows.arrow.column_names)}")
    return count(source.documents, rows, key, by=by)


def matrix(source: Finished, row: str = "carrier", column: str = "strategy") -> list[Cell]:
    """In how many articles two columns of strategies meet, with the rows that say so; copies are not counted."""
    from vnnlp.analysis.strategies import matrix as count
    source = run_of(source)
    return count(source.documents, source.strategies, row, column)


def distinctive(source: Finished, value: str, *, by: str = "carrier", of: str = "strategy") -> list[Key]:
    """What sets one carrier (or segment) apart from all others, the most typical first."""
    from vnnlp.analysis.strategies import distinctive as count
    source = run_of(source)
    return count(source.documents, source.strategies, value, by=by, of=of)


def compare(source: Finished, before: tuple[date, date], after: tuple[date, date], *, key: str = "strategy") -> list[Change]:
    """How two periods (first and last day, inclusive) differ, what grew most first."""
    from vnnlp.analysis.strategies import compare as count
    source = run_of(source)
    return count(source.documents, source.strategies, before, after, key=key)


def candidates(source: Finished, *, taxonomy: str = "", minimum: int = 2, most: int = 50) -> list[Candidate]:
    """Phrases that read like customer care and are in no row of the taxonomy yet, with examples, the best first."""
    from vnnlp.analysis.candidates import candidates as find
    source = run_of(source)
    return find(source.documents, source.entities, source.strategies, taxonomy=taxonomy, minimum=minimum, most=most)


def names(source: Finished) -> pa.Table:
    """Who is named across the archive: one row an entity, with its counts and the ways it is written."""
    from vnnlp.extraction.canonical import canonical
    return canonical(run_of(source).entities)


def recover(source: Source | Run, *, least: int = 8, settings: Settings | None = None) -> list[recovery.Candidate]:
    """Numbers that stand undamaged in the same sentence elsewhere, as candidates for lost ones; never filled in.

    `least`: words around the two places that must agree.
    """
    from vnnlp.repair.recovery import candidates as find
    return find(list(shards_of(source, settings)), least)


def as_rows(items: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows of analysis (lines, points, keys, pairs) as dicts, ready for pandas.DataFrame."""
    return (asdict(item) for item in items)
