"""How the shipped model is made: `python -m vnnlp.extraction.entities.builtin SHARED_FOLDER [OUT]`.

From labelled sentences (labels.py), word clusters learnt from the articles themselves, and what a first tagger of those finds in
articles that nobody labelled. Everything is seeded: the same folder gives the same weights.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.extract import SHIPPED, find
from vnnlp.extraction.entities.labels import (
    Labelled,
    example_of,
    labelled_articles,
    own_articles,
    rows_of,
    written_example,
    written_sentences,
)
from vnnlp.extraction.entities.refining import refined
from vnnlp.extraction.entities.spans import Span, model_spans
from vnnlp.extraction.entities.training import TEMPLATES, shard_of_words
from vnnlp.segmentation import segment
from vnnlp.shard import Article, Shard
from vnnlp.tagging import Attributes, Example, Tagger
from vnnlp.tagging import train as train_tagger
from vnnlp.tagging.features import written
from vnnlp.tagging.training import bio

EVERY: Final = 20
"""One in so many articles is labelled by the first tagger to learn from."""
BARE: Final = 3
"""One in so many labelled articles teaches without its diacritics, too."""
SURE: Final = 0.7
"""Least confidence of a mention that teaches."""
SEEN: Final = 2
"""Articles in which a name must stand to be known by its label."""
_SHARD: Final = 2_000


def clusters(shared: Path, sizes: tuple[int, ...] = (1024, 256)) -> list[dict[str, str]]:
    """Words as written to the number of their cluster, the most frequent words first; one table a size.

    Skip-gram vectors (gensim) of the segmented articles, repeated lines left out, then k-means on their directions.
    """
    from gensim.models import Word2Vec
    from sklearn.cluster import MiniBatchKMeans
    lines: dict[str, None] = {}
    for row in rows_of(shared / "data" / "news_segmented.jsonl.gz"):
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
    attributes = Attributes({"cl": fine, "cm": coarse, "seen": {}, **knowledge.word_lists()})
    labelled = list(labelled_articles(shared))
    articles = [*labelled, *own_articles(shared)]
    tagger = grown(shared, examples_of(articles, fine), {name for name, _ in labelled}, attributes)
    tagger.save(out)
    return tagger


def examples_of(articles: list[Labelled], known: Container[str]) -> list[Example]:
    """Labelled articles and those written for this project, as they are and as raw text; every BARE-th bare of diacritics."""
    articles = [*articles, *written_sentences()]
    return [example_of(articles, known), written_example(known), example_of(articles, known, raw=True),
            written_example(known, raw=True), example_of(articles[::BARE], known, bare=True)]


def grown(shared: Path, examples: list[Example], known: set[str], attributes: Attributes) -> Tagger:
    """A tagger that learns from labelled shards, and from what one of these alone finds in the articles not `known` by id.

    From all of those articles it learns which names are mostly people, places and so on (attribute `seen`); those of every
    EVERYth of them, and those on carriers, it learns from as if they were labelled.
    """
    first = trained(examples[:2], attributes, 60)
    texts: dict[str, Article] = {}
    for row in rows_of(shared / "data" / "news_segmented.jsonl.gz"):
        if row["id"] not in known:
            texts.setdefault(row["text"][:200], Article(row["id"], row["text"]))
    articles = list(texts.values())
    words = {**attributes.words, "seen": seen_names(articles, first)}
    return trained([*examples, *own_labels(articles, first)], Attributes(words), 90)


def trained(examples: list[Example], attributes: Attributes, iterations: int) -> Tagger:
    """A tagger of entities from labelled shards."""
    return train_tagger(examples, templates=TEMPLATES, attributes=attributes, iterations=iterations,
                        about={"task": "entities", "casing": "cl", "rules": "all"})


def seen_names(articles: Sequence[Article], tagger: Tagger) -> dict[str, str]:
    """Label of each name of one token that a tagger gives mostly one label in the articles, SEEN of them or more."""
    weight: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    places: defaultdict[str, set[int]] = defaultdict(set)
    total: Counter[str] = Counter()
    for begin in range(0, len(articles), _SHARD):
        shard = refined(segment(articles[begin:begin + _SHARD]), tagger.attributes.words["cl"])
        forms = [written(form) for form in shard.types.forms]
        spans = [span for span in model_spans(shard, tagger.tags(shard), tagger.labels) if span.last - span.first == 1]
        where = np.searchsorted(shard.article_token, [span.first for span in spans], side="right")
        for span, article in zip(spans, where.tolist(), strict=True):
            form = forms[shard.token_type[span.first]]
            weight[form][span.label] += span.confidence
            places[form].add(begin + article)
        for form, count in zip(forms, np.bincount(shard.token_type, minlength=len(forms)).tolist(), strict=True):
            total[form] += count
    result: dict[str, str] = {}
    for form in sorted(weight):
        label, most = max(sorted(weight[form].items()), key=lambda item: item[1])
        if len(places[form]) >= SEEN and most >= 0.7 * sum(weight[form].values()) and most >= 0.4 * total[form]:
            result[form] = label
    return result


def own_labels(articles: Sequence[Article], tagger: Tagger) -> list[Example]:
    """Articles labelled by a tagger and the rules above it, a third of them as raw text.

    No sentence teaches that has a mention of which the tagger is not sure; those without any mention do, lest the next tagger
    learn that every capital begins a name.
    """
    chosen = [article for number, article in enumerate(articles) if number % EVERY == 0 or article.text.count("thuê_bao") > 2]
    examples: list[Example] = []
    for raw in (False, True):
        texts = [Article(article.doc_id, article.text.replace("_", " ") if raw else article.text)
                 for index, article in enumerate(chosen) if raw == (index % 3 == 2)]
        shard = refined(segment(texts), tagger.attributes.words["cl"])
        examples.append(_sure(shard, find(shard, tagger)))
    return examples


def _sure(shard: Shard, spans: list[Span]) -> Example:
    """The sentences of a shard whose mentions are all sure, or that have none, as an example of their own."""
    sentence = (np.searchsorted(shard.sentence_token, [span.first for span in spans], side="right") - 1).tolist()
    unsure = {index for index, span in zip(sentence, spans, strict=True) if span.confidence < SURE}
    labels = bio(shard, [(span.start, span.end, span.label) for span in spans])
    bounds = shard.sentence_token.tolist()
    keep = [index for index in range(len(bounds) - 1) if index not in unsure and bounds[index + 1] > bounds[index]]
    forms = shard.types.forms
    words = [[forms[kind] for kind in shard.token_type[bounds[index]:bounds[index + 1]]] for index in keep]
    kept = [label for index in keep for label in labels[bounds[index]:bounds[index + 1]]]
    return Example(shard_of_words("own", words), kept)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHIPPED)
