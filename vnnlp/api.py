"""The public verbs: every command as a function of the same name, and what notebooks ask besides.

A source is a text, a path (`pathlib.Path`: a file, folder or container), an `Article`, a record (a mapping with `text` and,
where known, `id`, `title`, `published`), or an iterable of these. What cannot be read is left out with a warning, as in a
run it goes to quarantine.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnlp.errors import ContractError, InputError, UsageError
from vnnlp.pipeline import stages, store
from vnnlp.pipeline.runs import Run, cut, load, run
from vnnlp.settings import Settings
from vnnlp.shard import Article, Shard
from vnnlp.tables import Table, concat

if TYPE_CHECKING:
    from vnnlp.analysis.collocations import Collocation
    from vnnlp.analysis.concordance import Line
    from vnnlp.analysis.keyness import Key
    from vnnlp.analysis.trends import Point
    from vnnlp.document import Document
    from vnnlp.repair import Diagnosis

Source = str | Path | Article | Mapping[str, Any] | Iterable[Any]

__all__ = ["Repairs", "collocations", "dedup", "diagnose", "document", "entities", "evaluate", "figures", "keyness", "kwic",
           "load", "repair", "report", "run", "strategies", "tokens", "topics", "trends", "undo"]


class Repairs(Table):
    """The edits of one or more articles (a table `edits`), with the texts that they make.

    `text` is the repaired text of a single article, `texts` those of all by doc_id, `originals` the articles as read.
    """

    __slots__ = ("originals", "texts")

    def __init__(self, edits: Table, texts: Mapping[str, str], originals: Mapping[str, str]) -> None:
        super().__init__("edits", edits.arrow)
        self.texts = dict(texts)
        self.originals = dict(originals)

    @property
    def text(self) -> str:
        """The repaired text of the one article; raises UsageError where there are several."""
        if len(self.texts) != 1:
            raise UsageError(f"there are {len(self.texts)} articles", remedy="Use .texts[doc_id]")
        return next(iter(self.texts.values()))

    def undo(self) -> dict[str, str]:
        """The articles as read, rebuilt from the repaired texts and the edits."""
        return {doc_id: _undone(text, [row for row in self if row["doc_id"] == doc_id]) for doc_id, text in self.texts.items()}


def articles_of(source: Source) -> Iterator[Article]:
    """The articles of a source, in its order."""
    if isinstance(source, str):
        yield Article("text", _as_read(source))
    elif isinstance(source, Path):
        from vnnlp.reading import Rejected, read
        for item in read([source], Settings().reading):
            if isinstance(item, Rejected):
                warnings.warn(f"[{item.error_code}] {item.source}: {item.message}", stacklevel=3)
            else:
                yield item
    elif isinstance(source, Article):
        yield source
    elif isinstance(source, Mapping):
        yield _of_record(source, 0)
    else:
        for number, item in enumerate(source):
            if isinstance(item, str):
                yield Article(str(number), _as_read(item))
            elif isinstance(item, Mapping):
                yield _of_record(item, number)
            else:
                yield from articles_of(item)


def _as_read(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _of_record(record: Mapping[str, Any], number: int) -> Article:
    if not isinstance(record.get("text"), str):
        raise InputError("a record has no text", where=f"record {number}", code="RE005", remedy="Give each record a key 'text'")
    published = record.get("published")
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    return Article(str(record.get("id", record.get("doc_id", number))), _as_read(record["text"]),
                   source=str(record.get("source", "")), title=record.get("title"), published=published)


def _processed(source: Source, command: str, settings: Settings | None, dedup: bool) -> Iterator[stages.Work]:
    settings = settings or Settings()
    for group in cut(articles_of(source), settings):
        yield stages.process(group, command, settings, dedup=dedup)


def document(text: str) -> Document:
    """A `Document` view of one text: tokens and sentences with their offsets.

    >>> [token.text for token in document("Viettel tặng quà .").tokens]
    ['Viettel', 'tặng', 'quà', '.']
    """
    from vnnlp.segmentation import document as view
    return view(text)


def tokens(source: Source, *, settings: Settings | None = None) -> Table:
    """Tokens: doc_id, sentence, start, end, text."""
    return concat("tokens", (stages.tokens_table(work.shard) for work in _processed(source, "tokens", settings, False)))


def repair(source: Source, *, settings: Settings | None = None) -> Repairs:
    """The edits that mend damaged digits, with the texts that they make; see `Repairs`."""
    texts: dict[str, str] = {}
    originals: dict[str, str] = {}
    tables: list[Table] = []
    for work in _processed(source, "repair", settings, False):
        for index, article in enumerate(work.shard.articles):
            texts[article.doc_id], originals[article.doc_id] = work.shard.article_text(index), article.text
        tables.append(work.tables["edits"])
    return Repairs(concat("edits", tables), texts, originals)


def diagnose(source: Source, *, settings: Settings | None = None) -> Diagnosis | list[Diagnosis]:
    """Damaged or not, how probably, by which code book, and what spoke against it; a list where `source` is several articles."""
    from vnnlp.repair import diagnose as diagnose_shard
    settings = settings or Settings()
    found = [each for group in cut(articles_of(source), settings)
             for each in diagnose_shard(stages.segmented(group, settings).shard, settings.repair)]
    return found[0] if isinstance(source, str | Article) else found


def dedup(source: Source, *, settings: Settings | None = None) -> Table:
    """Repeated passages, within and across the articles of `source`, each with what it copies."""
    from vnnlp.dedup import find
    settings = settings or Settings()
    work = stages.process(list(articles_of(source)), "repair", settings)
    found: Table = find(work.shard, settings.dedup)
    return found


def entities(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """People, organisations, places and products; carriers with their kb_id."""
    return _extracted(source, "entities", settings, dedup)


def figures(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """Every number with its meaning.

    >>> [(row["value"], row["unit"], row["cmp"]) for row in figures("Viettel có hơn 50 triệu khách_hàng .")]
    [(50000000.0, 'khách hàng', '>')]
    """
    return _extracted(source, "figures", settings, dedup)


def strategies(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """Which carrier does what for which customers, by which sentence."""
    return _extracted(source, "strategies", settings, dedup)


def _extracted(source: Source, name: str, settings: Settings | None, dedup: bool) -> Table:
    return concat(name, (stages.contract_columns(work.tables[name]) for work in _processed(source, name, settings, dedup)))


def shards_of(source: Source | Run, settings: Settings | None = None) -> Iterator[Shard]:
    """Repaired shards of a source, a few thousand articles at a time; of a run, with its removed passages masked."""
    settings = settings or Settings()
    if not isinstance(source, Run):
        for work in _processed(source, "repair", settings, False):
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


def trends(source: Run, key: str = "strategy", *, table: str = "strategies", by: str = "year") -> list[Point]:
    """Articles by period and by a column of one of the run's tables; copies are not counted."""
    from vnnlp.analysis.trends import trends as count
    rows = source[table]
    if key not in rows.arrow.column_names:
        raise UsageError(f"table {table!r} has no column {key!r}", remedy=f"Columns: {', '.join(rows.arrow.column_names)}")
    return count(source.documents, rows, key, by=by)


def report(folder: str | Path) -> Path:
    """Write the page of a run anew, and return its path."""
    from vnnlp.report import write_page
    found = Run(folder)
    with store.replacing(found.page) as temporary:
        write_page(temporary, found)
    return found.page


def undo(folder: str | Path) -> Iterator[tuple[str, str]]:
    """(doc_id, article as read) for each article of a run, rebuilt from the repaired text and the edits, and checked.

    Raises ContractError (CO002) for an article whose rebuilt text is not the article as read.
    """
    found = Run(folder)
    edits: dict[str, list[dict[str, Any]]] = {}
    for row in found.edits:
        edits.setdefault(row["doc_id"], []).append(row)
    for batch in store.scan_dataset(found.folder, "documents", ["doc_id", "text", "repaired"]):
        for row in batch.to_pylist():
            rebuilt = row["text"] if row["repaired"] is None else _undone(row["repaired"], edits.get(row["doc_id"], []))
            if rebuilt != row["text"]:
                raise ContractError("undoing the edits does not give the article as read", where=row["doc_id"], code="CO002",
                                    remedy="The run's edits or documents were changed after it was made; run it again")
            yield row["doc_id"], rebuilt


def _undone(repaired: str, rows: Iterable[Mapping[str, Any]]) -> str:
    from vnnlp.edits import Edit, undo
    return undo(repaired, [Edit(**{name: row[name] for name in Edit.__dataclass_fields__}) for row in rows])


TASKS = ("entities", "figures", "strategies", "repair", "dedup")


def evaluate(task: str, gold: str | Path | Iterable[Mapping[str, Any]], *, settings: Settings | None = None) -> dict[str, float]:
    """Scores (percent) of a task on gold rows in the format of corpus/gold: each an article with its annotation.

    Raises UsageError for an unknown task.
    """
    import json
    from importlib import import_module
    if task not in TASKS:
        raise UsageError(f"there is no task {task!r}", remedy=f"Tasks: {', '.join(TASKS)}")
    if isinstance(gold, str | Path):
        try:
            lines = Path(gold).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"gold cannot be read: {error.strerror}", where=str(gold), code="IN001") from error
        rows: list[Any] = [json.loads(line) for line in lines if line.strip()]
    else:
        rows = list(gold)
    records = [{**row, "id": row.get("doc_id", row.get("id"))} for row in rows]
    found: list[Any] = globals()[task](records, settings=settings).to_pylist()
    if task == "repair":
        from vnnlp.evaluation import repair as scorer
        from vnnlp.evaluation.gold import codes
        return _rounded(scorer.score(map(codes, rows), found, _untrusted(records, settings)))
    if task == "dedup":
        from vnnlp.evaluation.gold import outside_near_copies, passages
        rows = list(passages(rows))
        found = outside_near_copies(found, rows)
    return _rounded(import_module(f"vnnlp.evaluation.{task}").score(rows, found))


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in scores.items()}


def _untrusted(source: Source, settings: Settings | None) -> Iterator[tuple[str, int]]:
    """(doc_id, start) of the digits that repair proved neither code nor genuine."""
    import numpy as np
    for work in _processed(source, "repair", settings, False):
        shard = work.shard
        if shard.untrusted is not None:
            token = np.flatnonzero(shard.untrusted)
            article, start, _ = shard.places(shard.token_start[token], shard.token_end[token])
            for index, offset in zip(article.tolist(), start.tolist(), strict=True):
                yield shard.articles[index].doc_id, offset


def as_rows(items: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows of analysis (lines, points, keys, pairs) as dicts, ready for pandas.DataFrame."""
    return (asdict(item) for item in items)
