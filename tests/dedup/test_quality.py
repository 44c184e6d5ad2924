"""Floors on an archive of real sentences with planted copies; the benchmark measures larger ones."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.dedup.planted import Archive, archive
from tests.support import needs_shared
from vnnlp.dedup import find, keep
from vnnlp.evaluation.dedup import score
from vnnlp.segmentation import segment


@pytest.fixture(scope="module")
def made() -> Archive:
    return archive(600, seed=1)


@needs_shared
def test_planted_copies_are_found_and_little_else(made: Archive) -> None:
    found = find(segment(made.articles)).to_pylist()
    plain = [row for row in found if row["doc_id"][0] in "oy"]
    for kind in {copy.kind for copy in made.planted}:
        gold = [copy.row() for copy in made.planted if copy.kind == kind]
        places = {row["doc_id"] for row in gold}
        scores = score(gold, [row for row in plain if row["doc_id"] in places])
        assert scores["recall"] >= 98.5, kind
        assert scores["source"] >= 99, kind
    assert score([copy.row() for copy in made.planted], plain)["precision"] >= 99
    near = {row["doc_id"]: row["of_doc_id"] for row in found if row["kind"] == "near"}
    right = Counter(share for doc_id, (original, share) in made.near.items() if near.get(doc_id) == original)
    assert right[0.0] + right[0.1] >= 0.98 * sum(share <= 0.1 for _, share in made.near.values())
    assert not set(near) & made.template
    assert not {row["doc_id"] for row in found} & made.template


@needs_shared
def test_the_originals_stay_whole(made: Archive) -> None:
    shard = segment(made.articles)
    kept = keep(shard, find(shard)).kept
    assert kept is not None
    for index, article in enumerate(made.articles):
        if article.doc_id.startswith("o"):
            mine = kept[shard.article_token[index]:shard.article_token[index + 1]]
            assert mine.mean() > 0.9, article.doc_id
