"""Gold for strategies in the four shapes that it comes in, as annotated articles.

- an article: `doc_id`, `text`, `strategies` (rows with their 1-based `line`, `tier` core or optional), as in corpus/gold;
- clauses: `id`, `text` (a few sentences), `rows` (of the whole text; empty: it says nothing), or lists of carrier, strategy,
  segment, polarity;
- stand-off: rows with their `source` (`news_segmented:ID`: the record ID of news_segmented.jsonl.gz), which hold no text: it is
  looked up in the folder of the data;
- stand-off sentences of other businesses (rows with an `actor`), which `transfer` makes sentences on carriers.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from vnnlp.errors import InputError
from vnnlp.extraction.strategies.transfer import as_carrier

FIELDS: Final = ("carrier", "strategy", "segment", "polarity")


def read_gold(paths: Iterable[str | Path], data: str | Path | None = None) -> list[dict[str, Any]]:
    """Annotated articles: `doc_id`, `text`, `strategies`, `origin` (the file); a row that holds for its whole text has line 0.

    `data`: the folder of the sources of stand-off gold. Raises InputError where a file or a source is missing (IN001) or a
    record has none of the four shapes (RE004).
    """
    articles: list[dict[str, Any]] = []
    apart: dict[str, list[Mapping[str, Any]]] = {}
    sentences: list[tuple[str, Mapping[str, Any]]] = []
    origins: dict[str, str] = {}
    for path in paths:
        origin = Path(path).stem
        for row in records(Path(path)):
            if "actor" in row:
                sentences.append((origin, row))
            elif "source" in row and "text" not in row:
                apart.setdefault(row["source"], []).append(row)
                origins[row["source"]] = origin
            elif "text" in row and "strategies" in row:
                articles.append({"doc_id": row["doc_id"], "text": row["text"], "strategies": row["strategies"], "origin": origin})
            elif "text" in row and "rows" in row:
                articles.append({"doc_id": row.get("id") or f"{origin}:{len(articles)}", "text": row["text"],
                                 "strategies": [_of_text(one) for one in row["rows"]], "origin": origin})
            else:
                raise InputError("gold is neither an article, nor a clause, nor stand-off", where=str(path), code="RE004",
                                 remedy="vnnlp.extraction.strategies.gold says what the four shapes are")
    sources = dict.fromkeys([*apart, *(row["source"] for _, row in sentences)])
    texts = _texts(sources, data) if sources else {}
    articles += [as_carrier(row, texts[row["source"]], origin) for origin, row in sentences]
    articles += [{"doc_id": source, "text": texts[source], "strategies": [row for row in rows if row.get("strategy")],
                  "origin": origins[source], "writers": "many"} for source, rows in apart.items()]
    return articles


def is_apart(path: Path) -> bool:
    """Whether gold is stand-off: its texts are elsewhere."""
    first = next(records(path), {})
    return "source" in first and "text" not in first


def _of_text(row: Any) -> dict[str, Any]:
    values = row if isinstance(row, Mapping) else dict(zip(FIELDS, row, strict=True))
    return {"line": 0, "tier": "core", **values}


def _texts(sources: Iterable[str], data: str | Path | None) -> dict[str, str]:
    wanted: dict[str, set[str]] = {}
    for source in sources:
        name, _, record = source.partition(":")
        wanted.setdefault(name, set()).add(record)
    found = {}
    for name, known in wanted.items():
        path = Path(data or "") / f"{name}.jsonl.gz"
        for row in records(path):
            if str(row["id"]) in known:
                found[f"{name}:{row['id']}"] = row["text"]
        if missing := {f"{name}:{record}" for record in known} - found.keys():
            raise InputError(f"the data does not have this source of gold: {sorted(missing)[0]}", where=str(path), code="IN001")
    return found


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON Lines, gzipped or not."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)
    except OSError as error:
        raise InputError(f"gold cannot be read: {error.strerror or error}", where=str(path), code="IN001",
                         remedy="Stand-off gold needs --data, the folder of its sources") from error
    except ValueError as error:
        raise InputError(f"gold is not JSON Lines: {error}", where=str(path), code="RE004") from error
