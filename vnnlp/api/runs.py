"""A run's folder: its page, its articles as read, and scores against gold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from vnnlp.api import extract
from vnnlp.api.extract import undone
from vnnlp.api.sources import Finished, Source, processed, run_of
from vnnlp.errors import ContractError, InputError, UsageError
from vnnlp.pipeline import store
from vnnlp.settings import Settings
from vnnlp.tables import Table


def report(folder: Finished) -> Path:
    """Write the page of a run anew, and return its path."""
    from vnnlp.report import write_page
    found = run_of(folder)
    with store.replacing(found.page) as temporary:
        write_page(temporary, found)
    return found.page


def undo(folder: Finished) -> Iterator[tuple[str, str]]:
    """(doc_id, article as read) for each article of a run, rebuilt from the repaired text and the edits, and checked.

    Raises ContractError (CO002) for an article whose rebuilt text is not the article as read.
    """
    found = run_of(folder)
    edits: dict[str, list[dict[str, Any]]] = {}
    for row in found.edits:
        edits.setdefault(row["doc_id"], []).append(row)
    for batch in store.scan_dataset(found.folder, "documents", ["doc_id", "text", "repaired"]):
        for row in batch.to_pylist():
            rebuilt = row["text"] if row["repaired"] is None else undone(row["repaired"], edits.get(row["doc_id"], []))
            if rebuilt != row["text"]:
                raise ContractError("undoing the edits does not give the article as read", where=row["doc_id"], code="CO002",
                                    remedy="The run's edits or documents were changed after it was made; run it again")
            yield row["doc_id"], rebuilt


TASKS: Final[dict[str, Callable[..., Table]]] = {
    "entities": extract.entities, "figures": extract.figures, "strategies": extract.strategies, "repair": extract.repair,
    "dedup": extract.dedup,
}


def read_gold(path: str | Path) -> list[dict[str, Any]]:
    """Annotated articles, one JSON object a line. Raises InputError for a file that is not there or is not JSON Lines."""
    try:
        return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise InputError(f"gold cannot be read: {error.strerror}", where=str(path), code="IN001") from error
    except ValueError as error:
        raise InputError(f"gold is not JSON Lines: {error}", where=str(path), code="RE004",
                         remedy="One JSON object a line, as in corpus/gold/") from error


def evaluate(task: str, gold: str | Path | Iterable[Mapping[str, Any]], *, settings: Settings | None = None) -> dict[str, float]:
    """Scores (percent) of a task on gold rows in the format of corpus/gold: each an article with its annotation.

    Raises UsageError for an unknown task.
    """
    if task not in TASKS:
        raise UsageError(f"there is no task {task!r}", remedy=f"Tasks: {', '.join(TASKS)}")
    rows: list[Any] = read_gold(gold) if isinstance(gold, str | Path) else list(gold)
    records = [{**row, "id": row.get("doc_id", row.get("id"))} for row in rows]
    found: list[Any] = TASKS[task](records, settings=settings).to_pylist()
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
    for work in processed(source, "repair", settings, False):
        shard = work.shard
        if shard.untrusted is not None:
            token = np.flatnonzero(shard.untrusted)
            article, start, _ = shard.places(shard.token_start[token], shard.token_end[token])
            for index, offset in zip(article.tolist(), start.tolist(), strict=True):
                yield shard.articles[index].doc_id, offset
