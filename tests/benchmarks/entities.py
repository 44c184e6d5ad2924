"""Quality on hard forms of the gold, speed and memory of entities: `python -m tests.benchmarks.entities [ARTICLES]`.

Quality: F1 of all entities on ../shared/gold/dev and corpus/gold/develop as they are, with the segmentation taken out, in
capitals, and without diacritics (none of which moves an offset).

Prints words per second of the tagger alone and of the whole step (rules and resolution on), warm, on one core: on shards never
seen, by a tagger that has seen one shard, and on the same shards again, each in three runs. Then the time to load the model; the
time and the peak memory of 2,000 articles in a fresh interpreter; and the ratio to underthesea.ner, which is given the same first
articles.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice

from tests.support import ROOT, SHARED, read_jsonl
from vnnlp.evaluation.entities import score
from vnnlp.extraction.entities import extract
from vnnlp.extraction.entities.extract import SHIPPED, load_tagger
from vnnlp.extraction.entities.labels import without_diacritics
from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard
from vnnlp.tagging import Tagger

FRESH = """
import time; start = time.process_time()
import gzip, json, sys
from itertools import islice
from vnnlp.segmentation import segment
from vnnlp.shard import Article
from vnnlp.extraction.entities import extract
size = int(sys.argv[2])
words, apart = 0, 0.0
with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
    while rows := [json.loads(line) for line in islice(lines, min(size, 2_000))]:
        began = time.process_time()
        shard = segment([Article(row["id"], row["text"]) for row in rows])
        apart += time.process_time() - began
        extract(shard)
        words += shard.n_tokens
        if words > 850_000:
            break
# Not ru_maxrss: it counts what the process that started this one held.
peak = int(next(line for line in open("/proc/self/status") if "VmHWM" in line).split()[1]) / 1024
print(time.process_time() - start - apart, words, peak)
"""
"""A fresh interpreter that reads and labels about 2,000 articles in shards of so many."""


def shards(count: int) -> list[Shard]:
    """The articles of news_segmented in shards of 2,000."""
    rows = list(islice(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), count))
    return [segment([Article(row["id"], row["text"]) for row in rows[first:first + 2_000]])
            for first in range(0, len(rows), 2_000)]


def timed(call: Callable[[], object]) -> float:
    """Seconds of one core that a call takes, whatever else the machine does."""
    start = time.process_time()
    call()
    return time.process_time() - start


RUNS = 3


def speeds(count: int) -> tuple[list[float], list[float], list[float]]:
    """Words per second of the tagger, of the whole step on shards never seen, and of the whole step on them again, by run."""
    tagger_alone: list[float] = []
    new: list[float] = []
    again: list[float] = []
    for _ in range(RUNS):
        warm = _warmed(count, _tag)
        tagger_alone.append(_speed(_tag, warm))
        warm = _warmed(count, extract)
        new.append(_speed(extract, warm))
        again.append(_speed(extract, warm))
    return tagger_alone, new, again


def _tag(shard: Shard) -> object:
    return load_tagger().tag(shard)


def _warmed(count: int, call: Callable[[Shard], object]) -> list[Shard]:
    """The shards behind the first, which a tagger of its own has seen: its tables hold the forms of no other."""
    load_tagger.cache_clear()
    made = shards(count)
    call(made[0])
    return made[1:] or made


def _speed(call: Callable[[Shard], object], over: list[Shard]) -> float:
    return sum(shard.n_tokens for shard in over) / timed(lambda: [call(shard) for shard in over])


def told(values: list[float]) -> str:
    """The median of some speeds, and all of them."""
    return f"{sorted(values)[len(values) // 2]:,.0f} words/s ({', '.join(f'{value:,.0f}' for value in values)})"


def quality() -> None:
    """Print the scores of each hard form."""
    changes: dict[str, Callable[[str], str]] = {
        "as they are": str, "segmentation taken out": lambda text: text.replace("_", " "), "capitals": str.upper,
        "no diacritics": without_diacritics}
    for name, path in (("dev", SHARED / "gold" / "dev.jsonl"), ("develop", ROOT / "corpus" / "gold" / "develop.jsonl")):
        gold = list(read_jsonl(path))
        for change, make in changes.items():
            reading = SegmentationSettings(segmented="no" if change == "segmentation taken out" else "auto")
            found = extract(segment([Article(row["doc_id"], make(row["text"])) for row in gold], reading))
            print(f"{name}, {change}: {score(gold, found)}")


def main() -> None:
    """Print the tables."""
    quality()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    print(f"load the model: {min(timed(lambda: Tagger.load(SHIPPED)) for _ in range(3)) * 1_000:.0f} ms")
    tagger_alone, new, again = speeds(count)
    print(f"tagger, new shards: {told(tagger_alone)}")
    print(f"entities, rules and resolution on, new shards: {told(new)}")
    print(f"entities, the same shards again: {told(again)}")
    whole = sorted(new)[len(new) // 2]
    for size in (2_000, 1_000):
        articles = str(SHARED / "data" / "news_segmented.jsonl.gz")
        fresh = subprocess.run([sys.executable, "-c", FRESH, articles, str(size)], capture_output=True, text=True, check=True)
        taken, labelled, peak = map(float, fresh.stdout.split())
        print(f"2,000 articles in a fresh interpreter, shards of {size:,}: {labelled / taken:,.0f} words/s, segmentation not "
              f"counted; peak memory {peak:,.0f} MB, segmentation counted")
    from underthesea import ner
    ner("Viettel giảm cước .")
    lines = [line.replace("_", " ") for article in shards(40)[0].articles for line in article.text.split("\n") if line.strip()]
    seconds = timed(lambda: [ner(line) for line in lines])
    theirs = sum(segment([Article("a", line)]).n_tokens for line in lines) / seconds
    print(f"underthesea.ner: {theirs:,.0f} words/s; ratio {whole / theirs:,.0f}")


if __name__ == "__main__":
    main()
