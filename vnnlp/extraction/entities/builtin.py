"""How the shipped model is made: `python -m vnnlp.extraction.entities.builtin SHARED_FOLDER [OUT]`.

From the labels that lie beside the real texts (SHARED_FOLDER/gold/labels), made even, and word clusters learnt from the
articles themselves. Everything is seeded: the same folder gives the same weights.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.extract import SHIPPED, find
from vnnlp.extraction.entities.refining import refined
from vnnlp.extraction.entities.spans import Span
from vnnlp.extraction.entities.training import TEMPLATES, shard_of_words
from vnnlp.extraction.entities.trimming import LEGAL
from vnnlp.segmentation import segment
from vnnlp.shard import Article, Shard
from vnnlp.tagging import Attributes, Example, Tagger
from vnnlp.tagging import train as train_tagger
from vnnlp.tagging.features import written
from vnnlp.tagging.training import bio

ROUNDS: Final = 1
"""Rounds of training on the tagger's own labels."""
EVERY: Final = 30
"""One in so many articles is labelled by the tagger."""
SURE: Final = 0.7
"""Least confidence of a mention that teaches."""

Line = tuple[list[str], list[tuple[int, int, str]]]
"""Words of one line and the mentions in it: first word, word after the last, label."""


def labelled_articles(shared: Path) -> Iterator[tuple[str, list[Line]]]:
    """Article id and labelled lines; each sentence of the treebank counts as one article."""
    articles = {row["id"]: row["text"].split("\n") for row in _rows(shared / "data" / "news_segmented.jsonl.gz")}
    found: dict[str, list[Line]] = {}
    for row in _rows(shared / "gold" / "labels" / "news_segmented.jsonl"):
        words = articles[row["id"]][row["line"] - 1].split()
        found.setdefault(row["id"], []).append((words, [tuple(item) for item in row["entities"]]))
    for name, lines in found.items():
        yield name, [(words, even(words, entities)) for words, entities in lines]
    sentences = dict(_treebank(shared))
    for row in _rows(shared / "gold" / "labels" / "ud_vtb.jsonl"):
        words = sentences[row["sent_id"]]
        entities = even(words, [tuple(item) for item in row["entities"]])
        if not any(label != "PROD" and " ".join(words[first:last]).islower() for first, last, label in entities):
            yield row["sent_id"], [(words, entities)]


def even(words: Sequence[str], entities: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Labels made even where two hands labelled differently.

    A legal form in capitals belongs to the name (`công_ty [CP Đầu_tư Kinh_Bắc]`); a car by its maker is a product (`xe
    [Audi]`); a stock ticker is none (`mã chứng_khoán : SGT`). Sentences of the treebank whose names lost their capitals are
    left out by the caller.

    >>> even(["công_ty", "CP", "Sao_Mai"], [(2, 3, "ORG")])
    [(1, 3, 'ORG')]
    """
    result: list[tuple[int, int, str]] = []
    for first, last, label in entities:
        begin, kind = first, label
        while kind == "ORG" and begin and words[begin - 1] in LEGAL:
            begin -= 1
        before = [word.casefold() for word in words[max(first - 4, 0):first]]
        if kind == "ORG" and last - first == 1 and words[first].isupper() and len(words[first]) == 3 and "mã" in before:
            continue
        if kind == "ORG" and last - first == 1 and before[-1:] == ["xe"] and words[first] in knowledge.brand_words():
            kind = "PROD"
        result.append((begin, last, kind))
    return result


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


def example_of(articles: list[tuple[str, list[Line]]], known: Container[str], *, raw: bool = False) -> Example:
    """A labelled shard of articles, segmented by vnnlp; `raw` takes the underscores out first, `known` are known words."""
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
    shard = refined(segment(made), known)
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
    """Make and save the shipped model: a first tagger from the labels alone, then one that also learns from what it finds."""
    fine, coarse = clusters(shared)
    attributes = Attributes({"cl": fine, "cm": coarse, **knowledge.word_lists()})
    labelled = list(labelled_articles(shared))
    examples = [example_of(labelled, fine), example_of(labelled, fine, raw=True)]
    tagger = _trained(examples, attributes, 100)
    for _ in range(ROUNDS):
        tagger = _trained([*examples, *own_labels(shared, tagger, {name for name, _ in labelled})], attributes, 110)
    tagger.save(out)
    return tagger


def _trained(examples: list[Example], attributes: Attributes, iterations: int) -> Tagger:
    return train_tagger(examples, templates=TEMPLATES, attributes=attributes, iterations=iterations,
                        about={"task": "entities", "casing": "cl", "rules": "all"})


def own_labels(shared: Path, tagger: Tagger, known: set[str]) -> list[Example]:
    """Articles labelled by the tagger and the rules above it: those on carriers, and every so many of the others.

    Sentences with a mention that the tagger is not sure of teach nothing and are left out.
    """
    articles: dict[str, Article] = {}
    for number, row in enumerate(_rows(shared / "data" / "news_segmented.jsonl.gz")):
        if row["id"] not in known and (number % EVERY == 0 or row["text"].count("thuê_bao") > 2):
            articles.setdefault(row["text"][:200], Article(row["id"], row["text"]))
    examples: list[Example] = []
    for raw in (False, True):
        texts = [Article(article.doc_id, article.text.replace("_", " ") if raw else article.text)
                 for index, article in enumerate(articles.values()) if raw == (index % 3 == 2)]
        shard = refined(segment(texts), tagger.attributes.words["cl"])
        examples.append(_sure(shard, find(shard, tagger)))
    return examples


def _sure(shard: Shard, spans: list[Span]) -> Example:
    """The sentences of a shard in which every mention is sure, as an example of their own."""
    sentence = np.searchsorted(shard.sentence_token, [span.first for span in spans], side="right") - 1
    unsure = {int(index) for index, span in zip(sentence, spans, strict=True) if span.confidence < SURE}
    labels = bio(shard, [(span.start, span.end, span.label) for span in spans])
    bounds = shard.sentence_token.tolist()
    keep = [index for index in range(len(bounds) - 1) if index not in unsure and bounds[index + 1] > bounds[index]]
    forms = shard.types.forms
    words = [[forms[kind] for kind in shard.token_type[bounds[index]:bounds[index + 1]]] for index in keep]
    kept = [label for index in keep for label in labels[bounds[index]:bounds[index + 1]]]
    return Example(shard_of_words("own", words), kept)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHIPPED)
