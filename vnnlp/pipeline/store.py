"""How a run lies on disk: shards between tasks, and tables as Parquet whose bytes do not depend on the shards.

Every file is written under a temporary name and renamed, so that a file that is there is whole: a resumed run trusts it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from vnnlp.edits import Edit, apply
from vnnlp.errors import InputError, OutputError
from vnnlp.shard import Article, Shard, Types
from vnnlp.tables import SCHEMAS, Table, validate

ROWS_PER_GROUP = 50_000
"""Rows of a Parquet row group: fixed, so that the same rows give the same bytes."""

_ARRAYS = ("article_start", "segmented", "token_start", "token_end", "token_type", "article_token", "sentence_token",
           "article_sentence")
_OPTIONAL = ("damaged", "untrusted")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that becomes `path` when the block ends well, and goes away when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise OutputError("no space left for the output", where=str(path), code="OU002",
                              remedy="Free some space and go on with --resume") from error
        raise
    finally:
        temporary.unlink(missing_ok=True)


def prepare_folder(out: Path, *, resume: bool) -> None:
    """Make the output folder usable; raises OutputError where it is not, or holds something that is not a run."""
    try:
        if out.exists() and not out.is_dir():
            raise OutputError("the output is a file", where=str(out), remedy="Name a folder with --out")
        known = {*SCHEMAS, "_work", "fingerprints", "manifest.json", "report.html"}
        strangers = sorted(item.name for item in out.iterdir() if item.name not in known) if out.exists() else []
        if strangers:
            raise OutputError(f"the output folder holds other files: {', '.join(strangers[:3])}", where=str(out), code="OU003",
                              remedy="Name a new or empty folder, or the folder of an earlier run")
        out.mkdir(parents=True, exist_ok=True)
        if not resume:
            for item in out.iterdir():
                shutil.rmtree(item) if item.is_dir() else item.unlink()
        probe = out / "_work" / ".probe"
        probe.parent.mkdir(exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"the output folder is not usable: {error.strerror}", where=str(out),
                          remedy="Name a folder that can be written, with space left") from error


def remove_unused(out: Path, *, made: bool) -> None:
    """Take away what `prepare_folder` laid down for a run that found nothing to do; the folder itself where the run made it."""
    shutil.rmtree(out / "_work", ignore_errors=True)
    if made:
        with suppress(OSError):
            out.rmdir()


def write_shard(path: Path, shard: Shard) -> None:
    """A shard as one .npz: arrays as they are, text and forms as UTF-8, articles and edits as JSON. Never a pickle."""
    articles = [asdict(article) | {"text": article.text if index in shard.maps else None}
                for index, article in enumerate(shard.articles)]
    edits = {index: [asdict(edit) for edit in rows] for index, rows in shard.edits.items()}
    arrays = {name: getattr(shard, name) for name in _ARRAYS}
    arrays |= {name: getattr(shard, name) for name in _OPTIONAL if getattr(shard, name) is not None}
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(file, text=_bytes(shard.text), forms=_bytes("\n".join(shard.types.forms)),
                 articles=_bytes(json.dumps(articles, ensure_ascii=False, default=date.isoformat)),
                 edits=_bytes(json.dumps(edits, ensure_ascii=False)), **arrays)


def read_shard(path: Path) -> Shard:
    """A shard that `write_shard` wrote."""
    with np.load(path, allow_pickle=False) as file:
        text, forms = _string(file["text"]), _string(file["forms"])
        bounds = file["article_start"]
        articles = []
        for index, row in enumerate(json.loads(_string(file["articles"]))):
            published = date.fromisoformat(row["published"]) if row["published"] else None
            as_read = row["text"] if row["text"] is not None else text[bounds[index]:bounds[index + 1] - 1]
            articles.append(Article(**(row | {"published": published, "text": as_read})))
        edits = {int(index): tuple(Edit(**edit) for edit in rows) for index, rows in json.loads(_string(file["edits"])).items()}
        maps = {index: apply(articles[index].text, rows)[1] for index, rows in edits.items()
                if any(edit.applied for edit in rows)}
        arrays: dict[str, Any] = {name: file[name] for name in (*_ARRAYS, *_OPTIONAL) if name in file.files}
    return Shard(articles=tuple(articles), text=text, types=Types(forms.split("\n") if forms else []),
                 edits=MappingProxyType(edits), maps=MappingProxyType(maps), **arrays)


def with_duplicates(shard: Shard, duplicates: Table) -> Shard:
    """The shard with removed passages masked."""
    from vnnlp.dedup import keep
    return keep(shard, duplicates) if len(duplicates) else replace(shard, kept=None)


def _bytes(text: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _string(array: np.ndarray[Any, np.dtype[np.uint8]]) -> str:
    return array.tobytes().decode("utf-8", "surrogatepass")


def write_part(path: Path, table: Table) -> None:
    """One table of one shard, between tasks."""
    with replacing(path) as temporary:
        pq.write_table(table.arrow, temporary, compression="zstd")


def read_part(name: str, path: Path) -> Table:
    """A table that `write_part` wrote."""
    return Table(name, pq.read_table(path))


def write_dataset(folder: Path, name: str, parts: Iterable[Table]) -> int:
    """The rows of `parts`, in order, as the dataset `folder/name`; returns their number.

    Rows are regrouped to fixed row groups, so the bytes depend on the rows alone, not on how they were cut into shards.
    """
    schema = SCHEMAS[name]
    count = 0
    with replacing(folder / name / "part-0.parquet") as temporary, \
            pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        pending: list[pa.Table] = []
        held = 0
        for part in parts:
            table = validate(name, part.arrow.select(schema.names))
            count += table.num_rows
            pending.append(table)
            held += table.num_rows
            while held >= ROWS_PER_GROUP:
                whole = pa.concat_tables(pending)
                writer.write_table(whole.slice(0, ROWS_PER_GROUP).combine_chunks(), row_group_size=ROWS_PER_GROUP)
                rest = whole.slice(ROWS_PER_GROUP)
                pending, held = [rest], rest.num_rows
        if held or not count:
            rest = pa.concat_tables(pending) if pending else schema.empty_table()
            writer.write_table(rest.combine_chunks(), row_group_size=ROWS_PER_GROUP)
    return count


def read_dataset(folder: Path, name: str) -> Table:
    """The dataset `folder/name`, validated against its schema."""
    path = folder / name
    if not path.is_dir():
        raise InputError(f"the run has no table {name!r}", where=str(folder), remedy="Make it with: vnnlp run INPUT... --out DIR")
    return Table(name, validate(name, pq.read_table(path)))


def scan_dataset(folder: Path, name: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The dataset `folder/name` batch by batch, for what must not hold it in memory."""
    path = folder / name / "part-0.parquet"
    if not path.is_file():
        raise InputError(f"the run has no table {name!r}", where=str(folder), remedy="Make it with: vnnlp run INPUT... --out DIR")
    with pq.ParquetFile(path) as file:
        heavy = columns is None or bool({"text", "repaired", "evidence"} & set(columns))
        yield from file.iter_batches(batch_size=2_000 if heavy else 50_000, columns=columns)
