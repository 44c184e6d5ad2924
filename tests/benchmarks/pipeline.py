"""Where the time of a run goes: `python -m tests.benchmarks.pipeline [ARTICLES]`.

One process, the first ARTICLES (default 4,000) of ../shared/data/news_segmented; CPU seconds of each stage after a warm-up,
MB of UTF-8 a second, words a second, and the peak memory of the process. The rows of `within` are shares of the whole.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from tests.support import SHARED, read_jsonl
from vnnlp.dedup import find, keep, write_fingerprints
from vnnlp.pipeline import stages
from vnnlp.pipeline.runs import cut
from vnnlp.settings import Settings
from vnnlp.shard import Article


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    settings = Settings()
    rows = islice(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), number)
    groups = list(cut((Article(row["id"], row["text"]) for row in rows), settings))
    size = sum(len(article.text.encode()) for group in groups for article in group) / 1e6
    spent: dict[str, float] = {}

    def timed(name: str, do: Callable[[], Any]) -> Any:
        begin = time.process_time()
        result = do()
        spent[name] = spent.get(name, 0.0) + time.process_time() - begin
        return result

    words = 0
    with tempfile.TemporaryDirectory() as folder:
        for warm in (True, False):
            spent.clear()
            for index, group in enumerate(groups[:1] if warm else groups):
                work = timed("segmentation", lambda group=group: stages.segmented(group, settings))
                work = timed("repair", lambda work=work: stages.REPAIR.apply(work, settings))
                timed("fingerprints", lambda work=work, index=index, warm=warm: write_fingerprints(
                    work.shard, Path(folder) / str(warm), index, settings.dedup))
                duplicates = timed("dedup in memory", lambda work=work: find(work.shard, settings.dedup))
                work = replace(work, shard=keep(work.shard, duplicates))
                for stage in stages.EXTRACTION:
                    work = timed(stage.name, lambda work=work, stage=stage: stage.apply(work, settings))
                words += 0 if warm else work.shard.n_tokens
    whole = sum(spent.values())
    print(f"{number} articles, {size:.1f} MB, {words} tokens")
    print(f"{'stage':18}{'CPU s':>8}{'MB/s':>8}{'words/s':>12}{'within':>9}")
    for name, seconds in [*spent.items(), ("whole", whole)]:
        print(f"{name:18}{seconds:8.2f}{size / seconds:8.1f}{words / seconds:12,.0f}{seconds / whole:9.1%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
