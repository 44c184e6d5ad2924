"""Entities and strategies of real carrier articles against what readers marked: `python -m tests.benchmarks.real [HALF ...]`.

The gold is stand-off (corpus/gold/real: ids and offsets); the texts are in ../shared. HALF: develop, aside; both without.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import vnnlp
from tests.support import ROOT, SHARED, read_jsonl
from vnnlp.evaluation.strategies import agreement

GOLD = ROOT / "corpus" / "gold" / "real"
FILES = ("news_segmented", "news_raw", "news_clusters")


def joined(gold: Path) -> list[dict[str, Any]]:
    """The articles of a stand-off gold file as gold articles with their text, as `vnnlp evaluate` reads them."""
    marked: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for row in read_jsonl(gold):
        article = marked[row["source"]]
        if "entities" in row:
            article["entities"] = row["entities"]
        else:
            rows = article.setdefault("strategies", [])
            if row["line"]:
                rows.append({key: value for key, value in row.items() if key != "source"})
    articles = []
    for file in FILES:
        for row in read_jsonl(SHARED / "data" / f"{file}.jsonl.gz"):
            source = f"{file}:{row['id']}"
            if source in marked:
                articles.append({"doc_id": source, "source": source, "text": row["text"], **marked[source]})
    return articles


def scores(task: str, half: str) -> dict[str, float]:
    """What `vnnlp evaluate` says of the task on one half of the real articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        articles = joined(GOLD / f"{task}_{half}.jsonl")
        path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")
        return vnnlp.evaluate(task, path)


def main() -> None:
    for half in sys.argv[1:] or ("develop", "aside"):
        for task in ("entities", "strategies"):
            print(f"{task} {half}: " + ", ".join(f"{name} {value}" for name, value in scores(task, half).items()
                                                 if not name.startswith("f1_")))
    second = joined(GOLD / "strategies_aside_second.jsonl")
    ids = {article["doc_id"] for article in second}
    first = [article for article in joined(GOLD / "strategies_aside.jsonl") if article["doc_id"] in ids]
    print(f"two readers of {len(ids)} articles:", *agreement(first, second), sep="\n  ")


if __name__ == "__main__":
    main()
