"""How the shipped model is made: `python -m vnnlp.extraction.entities.builtin SHARED_FOLDER [OUT]`.

From the labels that lie beside the real texts (SHARED_FOLDER/gold/labels), made even, and word clusters learnt from the
articles themselves. Everything is seeded: the same folder gives the same weights.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.extract import SHIPPED
from vnnlp.extraction.entities.training import TEMPLATES
from vnnlp.segmentation import segment
from vnnlp.shard import Article
from vnnlp.tagging import Attributes, Example, Tagger
from vnnlp.tagging import train as train_tagger
from vnnlp.tagging.features import written
from vnnlp.tagging.training import bio

Line = tuple[list[str], list[tuple[int, int, str]]]
"""Words of one line and the mentions in it: first word, word after the last, label."""


def labelled_articles(shared: Path) -> Iterator[tuple[str, list[Line]]]:
    """Article id and labelled lines; each sentence of the treebank counts as one article."""
    articles = {row["id"]: row["text"].split("\n") for row in _rows(shared / "data" / "news_segmented.jsonl.gz")}
    found: dict[str, list[Line]] = {}
    for row in _rows(shared / "gold" / "labels" / "news_segmented.jsonl"):
        words = articles[row["id"]][row["line"] - 1].split()
        found.setdefault(row["id"], []).append((words, [tuple(item) for item in row["entities"]]))
    yield from found.items()
    sentences = dict(_treebank(shared))
    for row in _rows(shared / "gold" / "labels" / "ud_vtb.jsonl"):
        yield row["sent_id"], [(sentences[row["sent_id"]], [tuple(item) for item in row["entities"]])]


def _treebank(shared: Path) -> Iterator[tuple[str, list[str]]]:
    for split in ("train", "dev", "test"):
        name = ""
        words: list[str] = []
        with gzip.open(shared / "data" / "ud_vtb" / f"{split}.conllu.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if line.startswith("# sent_id"):
                    name, words = line.split("=")[1].strip(), []
                elif cells[0].isdigit():
                    words.append(cells[1].replace(" ", "_"))
                elif not line.strip() and words:
                    yield name, words


def example_of(articles: list[tuple[str, list[Line]]], *, raw: bool = False) -> Example:
    """A labelled shard of articles, segmented by vnnlp; `raw` takes the underscores out first."""
    made: list[Article] = []
    spans: list[tuple[int, int, str]] = []
    base = 0
    for name, lines in articles:
        position = 0
        parts: list[str] = []
        for words, entities in lines:
            shown = [word.replace("_", " ") if raw else word for word in words]
            starts = np.concatenate([[0], np.cumsum([len(word) + 1 for word in shown])]).tolist()
            spans += [(base + position + starts[first], base + position + starts[last] - 1, label)
                      for first, last, label in entities]
            parts.append(" ".join(shown))
            position += len(parts[-1]) + 1
        made.append(Article(name, "\n".join(parts)))
        base += position
    shard = segment(made)
    return Example(shard, bio(shard, spans))


def clusters(shared: Path, sizes: tuple[int, ...] = (1024, 256)) -> list[dict[str, str]]:
    """Words as written to the number of their cluster, the most frequent words first; one table a size.

    Skip-gram vectors (gensim) of the segmented articles, repeated lines left out, then k-means on their directions.
    """
    from gensim.models import Word2Vec
    from sklearn.cluster import MiniBatchKMeans
    lines: dict[str, None] = {}
    for row in _rows(shared / "data" / "news_segmented.jsonl.gz"):
        lines.update(dict.fromkeys(line.strip() for line in row["text"].split("\n") if line.strip()))
    sentences = [[written(word) for word in line.split()] for line in lines]
    vectors = Word2Vec(sentences, vector_size=64, window=3, min_count=4, sg=1, negative=5, epochs=4, seed=1, workers=1).wv
    directions = vectors.vectors / np.linalg.norm(vectors.vectors, axis=1, keepdims=True)
    return [dict(zip(vectors.index_to_key, map(str, MiniBatchKMeans(
        size, random_state=0, batch_size=4096, n_init=1, max_iter=30).fit(directions).labels_.tolist()), strict=True))
        for size in sizes]


def build(shared: Path, out: Path = SHIPPED) -> Tagger:
    """Make and save the shipped model."""
    fine, coarse = clusters(shared)
    articles = list(labelled_articles(shared))
    attributes = Attributes({"cl": fine, "cm": coarse, **knowledge.word_lists()})
    tagger = train_tagger([example_of(articles)], templates=TEMPLATES, attributes=attributes,
                          about={"task": "entities", "casing": "cl", "rules": "all"})
    tagger.save(out)
    return tagger


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHIPPED)
