"""Measure the candidates for lost numbers: `python -m tests.benchmarks.recovery` (also printed by `tests.benchmarks.repair`).

In an archive with near-copies (news_clusters: several papers on one event; news_segmented with the copies that it has) every
fourth article is damaged in the seed's manner, so that each lost number's original is known. What is asked: how many lost
numbers get a candidate, and how many of the candidates are the number that stood there. A daily report reuses a sentence
with new figures: that is why a candidate is shown beside the lost number and never filled in.
"""

from __future__ import annotations

import hashlib
from random import Random

from tests.support import SHARED, read_jsonl
from vnnlp.repair import repair
from vnnlp.repair.damage import SEED_BOOK, CodeBook, damage
from vnnlp.repair.examples import share
from vnnlp.repair.recovery import Candidate, candidates
from vnnlp.repair.roles import Role
from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import LOST, Article, Shard

BATCH = 1_000
SOUND = CodeBook({})


def archive() -> list[str]:
    """Word-segmented articles in the order of their hashes, copies included; none of news_segmented that was trained on."""
    texts = [row["seg"] for row in read_jsonl(SHARED / "data/news_clusters.jsonl.gz")]
    texts += [row["text"] for row in read_jsonl(SHARED / "data/news_segmented.jsonl.gz") if share(row["text"]) == "test"]
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())


def main() -> None:
    """Print the table."""
    random = Random(7)
    items = [damage(text, SEED_BOOK if number % 4 == 0 else SOUND, random) for number, text in enumerate(archive())]
    stood = {(str(number), code.offset): code.before for number, item in enumerate(items) for code in item.codes
             if code.role in (Role.PLAIN, Role.COMPOUND)}
    shards: list[Shard] = [repair(segment([Article(str(first + number), item.text) for number, item in
                                           enumerate(items[first:first + BATCH])], SegmentationSettings("yes")))
                           for first in range(0, len(items), BATCH)]
    lost = sum((shard.articles[index].doc_id, edit.start) in stood for shard in shards for index, edits in shard.edits.items()
               for edit in edits if edit.applied and edit.after == LOST)
    of_place: dict[tuple[str, int], list[Candidate]] = {}
    for each in candidates(shards):
        if (each.doc_id, each.start) in stood:
            of_place.setdefault((each.doc_id, each.start), []).append(each)
    print(f"\n== recovery: {len(items)} articles, every fourth damaged; {lost} lost numbers, {len(of_place)} with candidates")
    best = [(rows[0], stood[place]) for place, rows in of_place.items()]
    agreed = [(rows[0], stood[place]) for place, rows in of_place.items() if len({_plain(row.text) for row in rows}) == 1]
    every = [(row, stood[place]) for place, rows in of_place.items() for row in rows]
    for name, pairs in (("the best of each lost number", best), ("where all candidates say the same", agreed), ("all", every)):
        print(f"  right: {name} {_right(pairs)}")
    for low, high in ((8, 11), (12, 19), (20, 39), (40, 80)):
        print(f"  right: the best, {low}-{high} words agree {_right([pair for pair in best if low <= pair[0].agreeing <= high])}")


def _plain(text: str) -> str:
    return "".join(text.split())


def _right(pairs: list[tuple[Candidate, str]]) -> str:
    right = sum(_plain(candidate.text) == _plain(before) for candidate, before in pairs)
    return f"{100 * right / len(pairs):.1f} % of {len(pairs)}" if pairs else "none"


if __name__ == "__main__":
    main()
