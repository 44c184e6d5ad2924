"""The tasks of a run: pure functions from files to files, the same on every engine.

`prepare` takes articles to a repaired shard and its fingerprints; `extract` takes the shard and what repeats in it to the
tables. What breaks on one article is found by going article by article, and that article goes to quarantine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import xxhash

from vnnlp.dedup import duplicate_of, write_fingerprints
from vnnlp.errors import ModelError, OutputError, UsageError, VnnlpError
from vnnlp.pipeline import stages, store
from vnnlp.reading import Rejected
from vnnlp.settings import Settings
from vnnlp.shard import Article
from vnnlp.tables import Table, concat

EXTRACTED = ("documents", "entities", "figures", "strategies")
"""The tables that `extract` writes, a part for each shard."""

OURS = (ModelError, OutputError, UsageError)
"""Errors that no article is to blame for: they end the run."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The articles of one shard on their way to `prepare`."""

    number: int
    articles: tuple[Article, ...]
    work: Path
    settings: Settings

    def digest(self) -> str:
        """Hash of the articles and the settings: a finished task with the same digest need not be done again."""
        hashed = xxhash.xxh3_128(self.settings.digest().encode())
        for article in self.articles:
            hashed.update(repr(article).encode("utf-8", "surrogatepass"))
        return hashed.hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of one batch; small, for it goes back to the process that leads the run."""

    number: int
    articles: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """One shard on its way to `extract`."""

    number: int
    work: Path
    settings: Settings


def marker(work: Path, number: int) -> Path:
    """The file that says that a batch is prepared; it is written last."""
    return work / "prepared" / f"{number:06d}.json"


def part(work: Path, name: str, number: int) -> Path:
    """The part of a table that belongs to one shard."""
    return work / name / f"{number:06d}.parquet"


def shard_path(work: Path, number: int) -> Path:
    """The shard itself."""
    return work / "shards" / f"{number:06d}.npz"


def near_duplicates(work: Path) -> Path:
    """The near-duplicates of all shards: a chain of copies may run through several."""
    return work / "near_duplicates.parquet"


def prepare(batch: Batch) -> Prepared:
    """Segment, repair and fingerprint one batch; done already if its marker holds the same digest."""
    done = marker(batch.work, batch.number)
    digest = batch.digest()
    if done.is_file():
        held = json.loads(done.read_text(encoding="utf-8"))
        if held["digest"] == digest:
            return Prepared(batch.number, held["articles"], tuple(Rejected(**row) for row in held["rejected"]))
    work, rejected = _segment_and_repair(batch)
    store.write_shard(shard_path(batch.work, batch.number), work.shard)
    store.write_part(part(batch.work, "edits", batch.number), work.tables["edits"])
    if batch.settings.dedup.enabled:
        write_fingerprints(work.shard, batch.work / "fingerprints", batch.number, batch.settings.dedup)
    prepared = Prepared(batch.number, len(work.shard), tuple(rejected))
    with store.replacing(done) as temporary:
        rows = [asdict(row) for row in rejected]
        temporary.write_text(json.dumps({"digest": digest, "articles": prepared.articles, "rejected": rows}), encoding="utf-8")
    return prepared


def _segment_and_repair(batch: Batch) -> tuple[stages.Work, list[Rejected]]:
    try:
        return _prepared_work(batch.articles, batch.settings), []
    except OURS:
        raise
    except Exception:
        # A fault of ours on one article must not cost the other thousands: find it, name it, go on without it.
        sound: list[Article] = []
        rejected: list[Rejected] = []
        for article in batch.articles:
            try:
                _prepared_work((article,), batch.settings)
                sound.append(article)
            except Exception as error:
                rejected.append(broken(article, error))
        return _prepared_work(tuple(sound), batch.settings), rejected


def broken(article: Article, error: Exception) -> Rejected:
    """The quarantine row of an article on which a stage failed."""
    code = error.code if isinstance(error, VnnlpError) else "RE011"
    return Rejected(article.source, None, code, f"{article.doc_id}: {type(error).__name__}: {error}")


def _prepared_work(articles: Sequence[Article], settings: Settings) -> stages.Work:
    return stages.run_stages(stages.segmented(articles, settings), (stages.REPAIR,), settings)


def extract(task: Extraction) -> tuple[Rejected, ...]:
    """Entities, figures and strategies of one shard's kept passages, and its documents; returns what broke a stage."""
    shard = store.read_shard(shard_path(task.work, task.number))
    duplicates_path = part(task.work, "duplicates", task.number)
    duplicates = store.read_part("duplicates", duplicates_path) if duplicates_path.is_file() else Table.empty("duplicates")
    rejected: list[Rejected] = []
    try:
        tables = _extracted(stages.Work(shard), duplicates, task.settings)
    except OURS:
        raise
    except Exception:
        found: list[dict[str, Table]] = []
        for article in shard.articles:
            try:
                found.append(_extracted(_prepared_work((article,), task.settings), duplicates, task.settings))
            except Exception as error:
                rejected.append(broken(article, error))
        tables = {name: concat(name, (each[name] for each in found)) for name in EXTRACTED[1:]}
    near = near_duplicates(task.work)
    originals = duplicate_of(store.read_part("duplicates", near)) if near.is_file() else {}
    tables["documents"] = stages.documents_table(shard, originals)
    for name, table in tables.items():
        store.write_part(part(task.work, name, task.number), table)
    return tuple(rejected)


def _extracted(work: stages.Work, duplicates: Table, settings: Settings) -> dict[str, Table]:
    work = stages.Work(store.with_duplicates(work.shard, duplicates))
    work = stages.run_stages(work, stages.EXTRACTION, settings)
    return {name: stages.contract_columns(work.tables[name]) for name in EXTRACTED[1:]}
