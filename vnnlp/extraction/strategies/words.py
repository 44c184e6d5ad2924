"""Vectors of words that stand in like company: `tặng`, `biếu` and `trao` point the same way.

Learned without labels from any archive (gensim's word vectors), then weighed, rare words more than common ones (Arora et al.
2017, "A simple but tough-to-beat baseline for sentence embeddings"), so that their sum says what a clause is about. They carry
what the classifier learned of one word over to others that no annotated clause has. Small integers: their sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_DIMENSIONS: Final = 64
_WINDOW: Final = 5
_LEAST: Final = 5
"""A rarer word has no vector."""
_PASSES: Final = 5
_COMMON: Final = 1e-3
"""Share of all words at which a word weighs half."""
_LARGEST: Final = 127


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """n words by the hash of their plain form, and the weighed vector of each."""

    keys: NDArray[np.uint64]
    """Sorted."""
    vectors: NDArray[np.int8]
    """n by d."""

    @classmethod
    def none(cls) -> WordVectors:
        """No vectors at all."""
        return cls(np.empty(0, np.uint64), np.empty((0, 1), np.int8))

    def of(self, forms: Sequence[str]) -> NDArray[np.int64]:
        """Of each plain form its vector, or the sum of those of its syllables where the whole word has none."""
        found = np.zeros((len(forms), self.vectors.shape[1]), np.int64)
        if not len(self.keys) or not forms:
            return found
        place, known = self._lookup(forms)
        found[known] = self.vectors[place[known]]
        rest = [(number, part) for number in np.flatnonzero(~known).tolist() if " " in forms[number]
                for part in forms[number].split(" ")]
        if rest:
            place, known = self._lookup([part for _, part in rest])
            np.add.at(found, np.array([number for number, _ in rest])[known], self.vectors[place[known]])
        return found

    def _lookup(self, forms: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        hashes = np.array([hash_of(form) for form in forms], dtype=np.uint64)
        place = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        return place, self.keys[place] == hashes


def hash_of(word: str) -> int:
    """64 bits of a word."""
    import xxhash
    return xxhash.xxh64_intdigest(word.encode())


def learn(sentences: Iterable[Sequence[str]], *, seed: int = 0) -> WordVectors:
    """Vectors of the words of some sentences (plain forms); the same every time, on one thread.

    >>> learn([["tặng", "quà"], ["biếu", "quà"]] * 40).vectors.shape
    (3, 64)
    """
    from gensim.models import Word2Vec
    texts: list[Any] = [list(words) for words in sentences]
    model = Word2Vec(texts, vector_size=_DIMENSIONS, window=_WINDOW, min_count=_LEAST, negative=10, sample=1e-4, epochs=_PASSES,
                     workers=1, seed=seed + 1)
    vectors = model.wv.vectors - model.wv.vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    count = np.array([model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key], dtype=np.float64)
    vectors *= (_COMMON / (_COMMON + count / count.sum()))[:, None]
    keys = np.array([hash_of(word) for word in model.wv.index_to_key], dtype=np.uint64)
    order = np.argsort(keys)
    return WordVectors(keys[order], np.round(vectors[order] * (_LARGEST / np.abs(vectors).max())).astype(np.int8))
