"""Entities as features of scikit-learn: who is named in each text, how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from vnnlp.extraction.entities import extract
from vnnlp.segmentation import segment
from vnnlp.settings import ExtractionSettings
from vnnlp.shard import Article


class EntityCounts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to counts of entities, a column each: carriers and places by kb_id, others by label and name.

    `labels` are those that count; `min_df` the least number of texts that name an entity; `model` the path of a tagger of
    one's own. After `fit`: `vocabulary_` (entity to column). Takes part in a Pipeline like a CountVectorizer.

    >>> counts = EntityCounts(labels=("ORG",))
    >>> counts.fit_transform(["Viettel và MobiFone .", "Vietel giảm cước , Viettel tặng quà ."]).toarray().tolist()
    [[1, 1], [0, 2]]
    >>> counts.get_feature_names_out().tolist()
    ['mobifone', 'viettel']
    """

    def __init__(self, labels: tuple[str, ...] = ("PER", "ORG", "LOC", "PROD"), min_df: int = 1, model: str = "") -> None:
        self.labels = labels
        self.min_df = min_df
        self.model = model

    def fit(self, texts: Iterable[str], y: Any = None) -> EntityCounts:
        """Learn which entities the texts name."""
        self._learn(self._count(texts))
        return self

    def fit_transform(self, texts: Iterable[str], y: Any = None, **_: Any) -> sparse.csr_matrix:
        """`fit` and `transform` in one reading of the texts."""
        counts = self._count(texts)
        self._learn(counts)
        return self._matrix(counts)

    def transform(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Counts, texts x entities (int64)."""
        check_is_fitted(self)
        return self._matrix(self._count(texts))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, np.dtype[np.object_]]:
        """The entity of each column."""
        check_is_fitted(self)
        return np.array(sorted(self.vocabulary_, key=self.vocabulary_.__getitem__), dtype=object)

    def _count(self, texts: Iterable[str]) -> list[Counter[str]]:
        articles = [Article(str(number), text) for number, text in enumerate(texts)]
        counts: list[Counter[str]] = [Counter() for _ in articles]
        for row in extract(segment(articles), ExtractionSettings(model=self.model)):
            if row["label"] in self.labels:
                counts[int(row["doc_id"])][row["entity_id"]] += 1
        return counts

    def _learn(self, counts: list[Counter[str]]) -> None:
        named = Counter(entity for count in counts for entity in count)
        kept = sorted(entity for entity, texts in named.items() if texts >= self.min_df)
        self.vocabulary_ = {entity: column for column, entity in enumerate(kept)}

    def _matrix(self, counts: list[Counter[str]]) -> sparse.csr_matrix:
        cells = [(row, self.vocabulary_[entity], count) for row, found in enumerate(counts)
                 for entity, count in found.items() if entity in self.vocabulary_]
        rows, columns, values = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True)) if cells else (
            np.zeros(0, dtype=np.int64),) * 3
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(counts), len(self.vocabulary_)))
