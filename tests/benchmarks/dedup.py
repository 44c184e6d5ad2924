"""Repeated passages: what is found of planted copies, and how fast, beside datasketch and rensa in the same run.

    python -m tests.benchmarks.dedup [--quality 12000] [--speed 10000] [--large 100000]
    python -m tests.benchmarks.dedup --clusters [NUMBER]

Quality: an archive of real sentences with known copies (tests.dedup.planted). Speed: articles of 2 kB, every tenth a copy
with a tenth of its words edited, every tenth with a paragraph of another; one process, shards of 2,000 articles, from
segmented shards to rows, files included. The peers begin with the text, which they fold and split as their users do
(`lower`, `replace`, `split`: a thirtieth of datasketch's time), make shingles of five (128 permutations, threshold 0.5), keep
all in memory, and find near-duplicate articles only, without spans; where they are not installed (`pip install datasketch
rensa`) only ours is measured. Seconds are of the processor, and the least of some runs, ours and theirs alike, so that other
work on the machine counts little. Clusters: real articles of several papers on one event, and what a person says of the pairs
found and of the pairs most alike that were not found (readings/dedup.tsv: `copy` is y where one has text of the other that counts
as copied).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from tests.dedup.planted import archive
from tests.support import SHARED, read_jsonl
from vnnlp.dedup import PARTITIONS, find, match_partition, resolve, write_fingerprints
from vnnlp.dedup.forms import fold
from vnnlp.evaluation.dedup import score
from vnnlp.segmentation import segment
from vnnlp.shard import Article

SHARD = 2_000
RUNS = 3
ARTICLE_BYTES = 2_000


def quality(size: int) -> None:
    """Recall by kind of copy, precision, near-duplicates and templates of an archive with planted copies."""
    made = archive(size)
    started = time.process_time()
    shard = segment(made.articles)
    segmented = time.process_time()
    rows = find(shard).to_pylist()
    print(f"\n{len(made.articles)} articles, {len(made.planted)} planted copies: segmented in {segmented - started:.1f} s, "
          f"repeats in {time.process_time() - segmented:.1f} s")
    other = set(made.near) | made.template
    found = [row for row in rows if row["kind"] != "near" and row["doc_id"] not in other]
    print(f"{'copy':14} {'copies':>6} {'recall':>7} {'source':>7}")
    for kind in dict.fromkeys(copy.kind for copy in made.planted):
        gold = [copy.row() for copy in made.planted if copy.kind == kind]
        places = {row["doc_id"] for row in gold}
        scores = score(gold, [row for row in found if row["doc_id"] in places])
        print(f"{kind:14} {len(gold):6} {scores['recall']:7.2f} {scores['source']:7.2f}")
    scores = score([copy.row() for copy in made.planted], found)
    print(f"precision of removed characters {scores['precision']:.2f}")
    length = {article.doc_id: len(article.text) for article in made.articles}
    removed = sum(row["end"] - row["start"] for row in rows if row["kind"] != "near" and row["doc_id"] in made.template)
    print(f"same-template text removed {100 * removed / sum(length[doc_id] for doc_id in made.template):.2f} %")
    near = {row["doc_id"]: row["of_doc_id"] for row in rows if row["kind"] == "near"}
    edited = Counter(share for _, share in made.near.values())
    right = Counter(share for doc_id, (original, share) in made.near.items() if near.get(doc_id) == original)
    for share, count in sorted(edited.items()):
        print(f"near-duplicates, {share:.0%} of words edited: recall (with the right source) {100 * right[share] / count:.2f}")
    # An article half of which is a planted passage is a near-duplicate of its source too.
    genuine = set(made.near) | {copy.doc_id for copy in made.planted if copy.of_doc_id != copy.doc_id
                                and (copy.end - copy.start) >= 0.45 * length[copy.doc_id]}
    print(f"near-duplicates: precision {100 * sum(doc_id in genuine for doc_id in near) / len(near):.2f}, "
          f"same-template articles flagged {sum(doc_id in near for doc_id in made.template)} of {len(made.template)}")


def articles(count: int) -> Iterator[Article]:
    """`count` articles of 2 kB. Beyond the 20,000 real ones, words change places with others of like frequency."""
    texts = [row["text"].encode()[:ARTICLE_BYTES].decode("utf-8", "ignore")
             for row in read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz")]
    frequency = Counter(word for text in texts for word in text.split() if word.replace("_", "").isalpha())
    ranked = [word for word, _ in frequency.most_common()]
    rng = random.Random(1)
    recent: list[str] = []
    for number in range(count):
        if number % len(texts) == 0:
            changed: dict[str, str] = {}
            for first in range(0, len(ranked), 200) if number else ():
                block = ranked[first:first + 200]
                changed |= zip(block, rng.sample(block, len(block)), strict=True)
        text = texts[number % len(texts)]
        if changed:
            text = "\n".join(" ".join(changed.get(word, word) for word in line.split()) for line in text.split("\n"))
        if number % 10 == 7 and recent:
            words = rng.choice(recent).split(" ")
            text = " ".join(word if rng.random() > 0.1 or "\n" in word else rng.choice(words) for word in words)
        elif number % 10 == 9 and recent:
            text = f"{text}\n{max(rng.choice(recent).splitlines(), key=len)}"
        elif number % 50 == 0:
            recent = [*recent[-999:], text]
        yield Article(f"d{number:07d}", text, published=date.fromordinal(733000 + number // 100))


def ours(count: int) -> dict[str, float]:
    """Seconds of each step over `count` articles, and the peak memory (MB) of this process."""
    seconds = Counter[str]()
    rows = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def flush(batch: list[Article], number: int) -> None:
            begun = time.process_time()
            shard = segment(batch)
            split = time.process_time()
            write_fingerprints(shard, folder, number)
            seconds.update({"segment": split - begun, "fingerprints": time.process_time() - split})

        batch: list[Article] = []
        shards = 0
        for article in articles(count):
            batch.append(article)
            if len(batch) == SHARD:
                flush(batch, shards)
                shards, batch = shards + 1, []
        begun = time.process_time()
        for partition in range(PARTITIONS):
            match_partition(folder, partition)
        matched = time.process_time()
        for number in range(shards):
            rows += len(resolve(folder, number))
        seconds.update({"match": matched - begun, "resolve": time.process_time() - matched})
    # Not ru_maxrss, which a child process inherits from its parent.
    peak = int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line).split()[1]) / 1024
    total = seconds["fingerprints"] + seconds["match"] + seconds["resolve"]
    return {**seconds, "total": total, "rows": rows, "peak": peak}


def apart(count: int, runs: int) -> dict[str, float]:
    """The quickest of some runs of `ours`, each in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "tests.benchmarks.dedup", "--only", str(count)]
    found: list[dict[str, float]] = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                                     for _ in range(runs)]
    result = min(found, key=lambda run: run["total"])
    steps = ", ".join(f"{step} {result[step]:.2f} s" for step in ("fingerprints", "match", "resolve", "total"))
    print(f"{count:7} articles: {steps}; {count / result['total']:.0f} articles/s; "
          f"with segmentation {count / (result['total'] + result['segment']):.0f}; "
          f"{result['rows']:.0f} rows; peak {result['peak']:.0f} MB", flush=True)
    return result


def peers(count: int) -> dict[str, float]:
    """Seconds of datasketch and rensa over the same articles: syllables, shingles, MinHash, LSH; empty without them."""
    try:
        from datasketch import MinHash, MinHashLSH
        from rensa import RMinHash, RMinHashLSH
    except ImportError as error:
        print(f"{error}: not compared")
        return {}
    texts = [article.text for article in articles(count)]
    begun = time.process_time()
    syllables = [text.lower().replace("_", " ").split() for text in texts]
    shingles = [[" ".join(row[at:at + 5]) for at in range(max(1, len(row) - 4))] for row in syllables]
    shingled = time.process_time()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, row in enumerate(shingles):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in row])
        index.query(sketch)
        index.insert(str(number), sketch)
    datasketched = time.process_time()
    fast = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, row in enumerate(shingles):
        rough = RMinHash(num_perm=128, seed=42)
        rough.update(row)
        fast.query(rough)
        fast.insert(number, rough)
    done = time.process_time()
    return {"shingles": shingled - begun, "datasketch": datasketched - begun, "rensa": done - datasketched + shingled - begun}


def clusters(unlike: int) -> None:
    """Pairs found in the real clusters, the `unlike` pairs most alike that were not, and what readers said of them."""
    articles = list(read_jsonl(SHARED / "data" / "news_clusters.jsonl.gz"))
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    kinds = Counter[str]()
    for row in find(segment([Article(str(article["id"]), article["text"]) for article in articles])).to_pylist():
        found[min(row["doc_id"], row["of_doc_id"]), max(row["doc_id"], row["of_doc_id"])] += row["end"] - row["start"]
        kinds[row["kind"]] += 1
    alike = []
    grams = {str(article["id"]): _grams(article["text"]) for article in articles}
    together = defaultdict(list)
    for article in articles:
        together[article["cluster"]].append(str(article["id"]))
    for members in together.values():
        alike += [(len(grams[one] & grams[other]) / max(1, min(len(grams[one]), len(grams[other]))), one, other)
                  for one, other in combinations(sorted(members), 2) if (one, other) not in found]
    missed = {(one, other) for _, one, other in sorted(alike, reverse=True)[:unlike]}
    with (Path(__file__).parent / "readings" / "dedup.tsv").open(encoding="utf-8", newline="") as file:
        read = {(row["article"], row["of_article"]): row["copy"] for row in csv.DictReader(file, delimiter="\t")}
    print(f"\n{len(articles)} articles of {len(together)} clusters: "
          f"{sum(kinds.values())} rows ({dict(kinds)}), {len(found)} pairs")
    for name, pairs in (("found", set(found)), (f"the {unlike} most alike not found", missed)):
        said = Counter(read.get(pair, "not read") for pair in pairs)
        characters = sum(found.get(pair, 0) for pair in pairs if read.get(pair) == "n")
        print(f"{name}: a copy {said['y']}, none {said['n']} ({characters} characters), not read {said['not read']}")


def _grams(text: str) -> set[tuple[str, ...]]:
    syllables = [syllable for word in text.split() for syllable in fold(word)]
    return {tuple(syllables[at:at + 5]) for at in range(len(syllables) - 4)}


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quality", type=int, default=12_000)
    parser.add_argument("--speed", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--clusters", type=int, nargs="?", const=50, default=0, help="only the real clusters")
    parser.add_argument("--only", type=int, default=0, help="seconds of this many articles as JSON, nothing else")
    given = parser.parse_args()
    if given.only:
        print(json.dumps(ours(given.only)))
        return
    if given.clusters:
        clusters(given.clusters)
        return
    if given.quality:
        quality(given.quality)
    if given.speed:
        print()
        small = apart(given.speed, RUNS)
        runs = [peers(given.speed) for _ in range(RUNS)]
        for name in runs[0]:
            seconds = min(run[name] for run in runs)
            print(f"{name:12} {seconds:7.2f} s, {given.speed / seconds:.0f} articles/s; "
                  f"ours is {seconds / small['total']:.1f} times as fast")
        if given.large:
            large = apart(given.large, 2)
            print(f"growth from {given.speed} to {given.large} articles: {large['total'] / small['total']:.1f} times")


if __name__ == "__main__":
    main()
