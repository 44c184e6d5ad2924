"""The whole way: inputs to a folder of tables, a manifest and a page; and the folder read back.

    read -> batches -> prepare (each) -> dedup (all together) -> extract (each) -> datasets, topics, manifest

Reading is one stream in this process; the tasks run on the engine. What is finished lies in `_work` under the output folder
until the end, so a run that was stopped goes on with `resume`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import xxhash

from vnnlp.errors import InputError, UsageError
from vnnlp.pipeline import manifest, store, tasks
from vnnlp.pipeline.engines import Engine, engine_of
from vnnlp.pipeline.progress import Progress
from vnnlp.pipeline.repeats import find_repeats, fingerprints
from vnnlp.reading import Rejected, read
from vnnlp.reading.inputs import MANIFEST
from vnnlp.settings import Settings
from vnnlp.shard import Article, Shard
from vnnlp.tables import RUN_TABLES, Table


class Run:
    """The tables of a run's folder, each read when it is asked for: `run.figures`, `run["figures"]`.

    Raises InputError for a folder that holds no run.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not (self.folder / MANIFEST).is_file():
            raise InputError("the folder holds no finished run", where=str(folder), code="IN001",
                             remedy="Make one with: vnnlp run INPUT... --out DIR")

    def __getitem__(self, name: str) -> Table:
        if name not in RUN_TABLES:
            raise KeyError(name)
        return store.read_dataset(self.folder, name)

    def scan(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """A table batch by batch, some columns of it, for what must not hold it whole in memory."""
        return store.scan_dataset(self.folder, name, list(columns) if columns is not None else None)

    def __getattr__(self, name: str) -> Table:
        if name not in RUN_TABLES:
            raise AttributeError(name)
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *RUN_TABLES]

    @property
    def page(self) -> Path:
        """Where the HTML page is."""
        return self.folder / "report.html"

    @property
    def manifest(self) -> dict[str, Any]:
        """What made the folder: version, settings, input, and rows and SHA-256 of each table."""
        import json
        loaded: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return loaded

    def __repr__(self) -> str:
        return f"<Run {self.folder}: {self.manifest['input']['articles']} articles>"

    def _repr_html_(self) -> str:
        from html import escape
        rows = "".join(f"<tr><td>{escape(name)}</td><td style='text-align:right'>{table['rows']}</td></tr>"
                       for name, table in self.manifest["tables"].items())
        return f"<table><tr><th>table</th><th>rows</th></tr>{rows}</table>"


def load(folder: str | Path) -> Run:
    """The tables of a run's folder."""
    return Run(folder)


def run(inputs: str | Path | Sequence[str | Path], out: str | Path, *, settings: Settings | None = None, engine: str = "local",
        workers: int | None = None, scheduler: str | None = None, resume: bool = False, index: Sequence[str | Path] = (),
        keep_index: bool = False, progress: bool | None = None) -> Run:
    """Take the articles of `inputs` (files, folders, containers, `-`) to the folder `out`, and return its tables.

    `engine` is `local` (processes of this machine) or `dask`; `resume` goes on with a stopped run of the same inputs and
    settings. `keep_index` leaves the fingerprints in the folder, and `index` names the folders of earlier runs that did: what
    repeats their articles is a copy, and they are not read again. `progress` shows on a terminal only, unless set. Raises
    InputError for inputs that are not there, are a run's folder or hold no article at all, OutputError for a folder that is
    not usable; a bad article becomes a row of `quarantine`.
    """
    settings = settings or Settings()
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    folder = Path(out)
    # Both before the folder is emptied: a slip must not cost an index or an earlier run.
    indexes = _indexes(index, folder)
    items = read(paths, settings.reading)
    lead = engine_of(engine, workers, scheduler)
    made = not folder.exists()
    try:
        store.prepare_folder(folder, resume=resume)
        with Progress(progress) as shown:
            _run(paths, items, folder, settings, lead, shown, indexes, keep_index)
    except InputError:
        if made or not resume:
            store.remove_unused(folder, made=made)
        raise
    finally:
        lead.close()
    return Run(folder)


def _indexes(folders: Sequence[str | Path], out: Path) -> tuple[Path, ...]:
    found = tuple(fingerprints(Path(folder).absolute()) for folder in folders)
    for path in found:
        if path.parent.resolve() == out.resolve():
            raise UsageError("the output folder is also an index, and a run replaces what its folder holds", where=str(out),
                             remedy="Name another folder with --out")
        if not path.is_dir():
            raise InputError("the folder holds no index", where=str(path.parent), code="IN001",
                             remedy="Make one with: vnnlp run INPUT... --out DIR --keep-index")
    return found


def _run(paths: list[str | Path], items: Iterable[Article | Rejected], out: Path, settings: Settings, engine: Engine,
         progress: Progress, index: tuple[Path, ...], keep_index: bool) -> None:
    work = out.absolute() / "_work"
    rejected: list[Rejected] = []
    input_hash = xxhash.xxh3_128()
    articles = _hashed(readable(distinct_ids(items), rejected), input_hash)

    n_shards = n_articles = 0
    progress.begin("reading and repairing", None)
    for prepared in engine.map(tasks.prepare, batches(articles, work, settings)):
        n_shards, n_articles = n_shards + 1, n_articles + prepared.articles
        rejected += prepared.rejected
        progress.advance(prepared.articles)
    if not n_articles:
        raise nothing_read(paths, rejected)

    if settings.dedup.enabled:
        progress.begin("finding repeated passages", None)
        find_repeats(work, n_shards, settings, engine, index)

    progress.begin("extracting", n_shards)
    for found in engine.map(tasks.extract, (tasks.Extraction(number, work, settings) for number in range(n_shards))):
        rejected += found
        progress.advance(1)

    progress.begin("writing tables", None)
    rows = {name: store.write_dataset(out, name, parts(work, name, n_shards))
            for name in ("documents", "edits", "duplicates", "entities", "figures", "strategies")}
    rows["quarantine"] = store.write_dataset(out, "quarantine", [quarantine_table(rejected)])
    progress.begin("topics", None)
    for table in _topics(work, n_shards, settings):
        rows[table.name] = store.write_dataset(out, table.name, [table])
    manifest.write_manifest(out, settings, articles=n_articles, input_digest=input_hash.hexdigest(), rows=rows)
    progress.begin("page", None)
    from vnnlp.report import write_page
    with store.replacing(out / "report.html") as temporary:
        write_page(temporary, Run(out))
    if keep_index:
        shutil.rmtree(fingerprints(work) / "seeds", ignore_errors=True)
        fingerprints(work).replace(fingerprints(out))
    shutil.rmtree(work)


def quarantine_table(rejected: Iterable[Rejected]) -> Table:
    """What could not be read, as rows."""
    return Table.of("quarantine", map(asdict, rejected))


def distinct_ids(items: Iterable[Article | Rejected]) -> Iterator[Article | Rejected]:
    """The same items, ids made distinct (`x`, `x~2`, …): an id leads to one article."""
    seen: dict[int, int] = {}
    for item in items:
        if isinstance(item, Article):
            key = xxhash.xxh3_64_intdigest(item.doc_id.encode("utf-8", "surrogatepass"))
            times = seen[key] = seen.get(key, 0) + 1
            yield item if times == 1 else replace(item, doc_id=f"{item.doc_id}~{times}")
        else:
            yield item


def readable(items: Iterable[Article | Rejected], rejected: list[Rejected]) -> Iterator[Article]:
    """The articles; what was rejected goes aside."""
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            rejected.append(item)


def nothing_read(inputs: Iterable[str | Path], rejected: Sequence[Rejected]) -> InputError:
    """The error of an input without a single article."""
    first = f": {rejected[0]}" if rejected else ""
    return InputError(f"no article could be read{first}", where=", ".join(map(str, inputs)), code="IN002",
                      remedy="Name a file, folder or container with articles")


def _hashed(articles: Iterable[Article], hashed: xxhash.xxh3_128) -> Iterator[Article]:
    for article in articles:
        hashed.update(f"{article.doc_id}\0{article.text}\0".encode("utf-8", "surrogatepass"))
        yield article


def cut(articles: Iterable[Article], settings: Settings) -> Iterator[tuple[Article, ...]]:
    """Articles in groups of a shard's size, by number and by bytes."""
    held: list[Article] = []
    size = 0
    for article in articles:
        length = len(article.text.encode("utf-8", "surrogatepass"))
        if held and (len(held) >= settings.shard_articles or size + length > settings.shard_bytes):
            yield tuple(held)
            held, size = [], 0
        held.append(article)
        size += length
    if held:
        yield tuple(held)


def batches(articles: Iterable[Article], work: Path, settings: Settings) -> Iterator[tasks.Batch]:
    """Articles as the arguments of `tasks.prepare`."""
    return (tasks.Batch(number, group, work, settings) for number, group in enumerate(cut(articles, settings)))


def parts(work: Path, name: str, n_shards: int) -> Iterator[Table]:
    """The parts of a table that the tasks wrote, in the order of the shards."""
    for number in range(n_shards):
        path = tasks.part(work, name, number)
        if path.is_file():
            yield store.read_part(name, path)


def kept_shards(work: Path, n_shards: int) -> Iterator[Shard]:
    """The shards of a run, one at a time, with removed passages masked."""
    for number in range(n_shards):
        shard = store.read_shard(tasks.shard_path(work, number))
        path = tasks.part(work, "duplicates", number)
        yield store.with_duplicates(shard, store.read_part("duplicates", path)) if path.is_file() else shard


def _topics(work: Path, n_shards: int, settings: Settings) -> tuple[Table, Table]:
    from vnnlp.analysis.topics import fit_topics
    from vnnlp.analysis.vectorize import article_words
    return fit_topics(lambda: ((shard.articles[index].doc_id, words) for shard in kept_shards(work, n_shards)
                               for index, words in enumerate(article_words(shard))), settings.analysis)
