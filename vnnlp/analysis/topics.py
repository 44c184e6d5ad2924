"""Topics: NMF by scikit-learn, LDA by gensim, each with a fixed seed so that a run can be repeated.

A model is fitted on at most `SAMPLE` articles (every k-th, so that all of an archive's years are in it) and gives weights
to all, a batch at a time: memory is bounded by the sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.analysis.vectorize import stopwords, vectorizer
from vnnlp.errors import UsageError
from vnnlp.settings import AnalysisSettings
from vnnlp.tables import Table, concat

SAMPLE = 20_000
"""Articles that a model is fitted on at most."""
_BATCH = 2_000
_FLOOR = 0.05
"""A topic with a smaller share of an article is left out of document_topics."""

Words = tuple[str, list[str]]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Model:
    terms: Sequence[str]
    topic_terms: Weights
    """topics x terms, each row a distribution."""
    transform: Callable[[list[list[str]]], Weights]
    """Articles as lists of words to articles x topics, each row a distribution, or all zero."""


def fit_topics(articles: Callable[[], Iterable[Words]], settings: AnalysisSettings | None = None) -> tuple[Table, Table]:
    """The tables `topics` and `document_topics`. `articles()` gives (doc_id, words) afresh at each call.

    Topics are numbered by their share of the archive, the largest first; `coherence` is gensim's u_mass (nearer 0 is
    better; Mimno et al. 2011). Too few articles or words give empty tables. Raises UsageError for an unknown method.
    """
    settings = settings or AnalysisSettings()
    if settings.method not in _FITTERS:
        raise UsageError(f"there is no topic method {settings.method!r}", remedy=f"Methods: {', '.join(_FITTERS)}")
    sample = _sample(articles)
    model = _FITTERS[settings.method](sample, settings) if len(sample) > 1 else None
    if model is None:
        return Table.empty("topics"), Table.empty("document_topics")
    ids: list[str] = []
    weights: list[Weights] = []
    for batch in _batches(articles()):
        ids += [doc_id for doc_id, _ in batch]
        weights.append(model.transform([words for _, words in batch]))
    matrix = np.vstack(weights)
    # Rounded, so that the last bits of a threaded matrix product cannot reach the tables.
    matrix = np.round(matrix, 6)
    shares = matrix.mean(axis=0)
    order = np.argsort(-shares, kind="stable")
    return _topics_table(model, order, shares, sample, settings), _weights_table(ids, matrix[:, order])


def _sample(articles: Callable[[], Iterable[Words]]) -> list[list[str]]:
    count = sum(1 for _ in articles())
    step = max(1, -(-count // SAMPLE))
    return [words for _, words in islice(articles(), 0, None, step)]


def _batches(articles: Iterable[Words]) -> Iterator[list[Words]]:
    items = iter(articles)
    while batch := list(islice(items, _BATCH)):
        yield batch


def _distributions(weights: Weights) -> Weights:
    total = weights.sum(axis=1, keepdims=True)
    shares: Weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares


def _fit_nmf(sample: list[list[str]], settings: AnalysisSettings) -> _Model | None:
    from sklearn.decomposition import NMF
    vectors = vectorizer(min_articles=min(2, len(sample)))
    try:
        matrix = vectors.fit_transform(sample)
    except ValueError:  # scikit-learn's word for: no word is left after pruning
        return None
    n_topics = min(settings.n_topics, *matrix.shape)
    model = NMF(n_topics, init="nndsvda", random_state=settings.seed, max_iter=400)
    model.fit(matrix)
    return _Model(vectors.get_feature_names_out().tolist(), _distributions(np.asarray(model.components_, dtype=np.float64)),
                  lambda texts: _distributions(np.asarray(model.transform(vectors.transform(texts)), dtype=np.float64)))


def _fit_lda(sample: list[list[str]], settings: AnalysisSettings) -> _Model | None:
    from gensim.corpora import Dictionary
    from gensim.models import LdaModel
    texts = [_content(words) for words in sample]
    dictionary = Dictionary(texts)
    dictionary.filter_extremes(no_below=min(2, len(texts)), no_above=0.6, keep_n=20_000)
    if not len(dictionary):
        return None
    dictionary.compactify()
    bags = [dictionary.doc2bow(words) for words in texts]
    model = LdaModel(bags, num_topics=settings.n_topics, id2word=dictionary, random_state=np.random.RandomState(settings.seed),
                     passes=10, iterations=100, chunksize=2_000, eval_every=None)

    def transform(articles: list[list[str]]) -> Weights:
        gamma, _ = model.inference([dictionary.doc2bow(_content(words)) for words in articles])
        return _distributions(np.asarray(gamma, dtype=np.float64))

    terms = [dictionary[index] for index in range(len(dictionary))]
    return _Model(terms, np.asarray(model.get_topics(), dtype=np.float64), transform)


_FITTERS: dict[str, Callable[[list[list[str]], AnalysisSettings], _Model | None]] = {"nmf": _fit_nmf, "lda": _fit_lda}


def _content(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word not in stopwords()]


def _topics_table(model: _Model, order: NDArray[np.intp], shares: Weights, sample: list[list[str]],
                  settings: AnalysisSettings) -> Table:
    top = [np.argsort(-model.topic_terms[topic], kind="stable")[:settings.n_terms] for topic in order]
    coherences = _coherence([[model.terms[term] for term in terms] for terms in top], sample)
    return Table.of("topics", (
        {"topic": number, "label": " · ".join(model.terms[term].replace("_", " ") for term in top[number][:3]),
         "terms": [{"term": model.terms[term], "weight": round(float(model.topic_terms[topic, term]), 6)}
                   for term in top[number]],
         "coherence": coherences[number], "share": round(float(shares[topic]), 6)}
        for number, topic in enumerate(order)))


def _coherence(topics: list[list[str]], sample: list[list[str]]) -> list[float]:
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel
    dictionary = Dictionary(sample)
    bags = [dictionary.doc2bow(words) for words in sample]
    model: Any = CoherenceModel(topics=topics, corpus=bags, dictionary=dictionary, coherence="u_mass")
    return [round(float(value), 6) for value in model.get_coherence_per_topic()]


def _weights_table(ids: list[str], matrix: Weights) -> Table:
    article, topic = np.nonzero(matrix >= _FLOOR)
    return concat("document_topics", [Table.from_columns("document_topics", {
        "doc_id": [ids[index] for index in article], "topic": topic.astype(np.int32), "weight": matrix[article, topic]})])
