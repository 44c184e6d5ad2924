"""Classes of words that stand in like company: `tặng`, `biếu` and `trao` are one class.

Learned without labels from any archive: gensim's word vectors, then k-means. A class carries what the classifier learned of one
word over to the others of its class that no annotated clause has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

CLASSES: Final = 300
_DIMENSIONS: Final = 64
_WINDOW: Final = 5
_LEAST: Final = 10
"""A rarer word has no class."""
_PASSES: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class WordClasses:
    """n words by the hash of their plain form, and the class of each."""

    keys: NDArray[np.uint64]
    """Sorted."""
    classes: NDArray[np.uint16]

    @classmethod
    def none(cls) -> WordClasses:
        """No classes at all."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.uint16))

    def of(self, forms: Sequence[str]) -> list[list[int]]:
        """Of each plain form the keys of its class, or of its syllables' classes where the whole word has none."""
        if not len(self.keys):
            return [[] for _ in forms]
        known = dict(zip(parts := list(dict.fromkeys(part for form in forms for part in (form, *form.split(" ")) if part)),
                         self._lookup(parts), strict=True)) if forms else {}
        return [[key] if (key := known.get(form, 0)) else [key for part in form.split(" ") if (key := known.get(part, 0))]
                for form in forms]

    def _lookup(self, parts: Sequence[str]) -> list[int]:
        hashes = np.array([hash_of(part) for part in parts], dtype=np.uint64)
        place = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        found: list[int] = np.where(self.keys[place] == hashes, self.classes[place].astype(np.int64) + 1, 0).tolist()
        return found


def hash_of(word: str) -> int:
    """64 bits of a word."""
    import xxhash
    return xxhash.xxh64_intdigest(word.encode())


def learn(sentences: Iterable[Sequence[str]], *, classes: int = CLASSES, seed: int = 0) -> WordClasses:
    """Classes of the words of some sentences (plain forms); the same every time, on one thread.

    >>> learn([["tặng", "quà"], ["biếu", "quà"]] * 40, classes=2).classes.shape
    (3,)
    """
    from gensim.models import Word2Vec
    from sklearn.cluster import MiniBatchKMeans
    texts: list[Any] = [list(words) for words in sentences]
    model = Word2Vec(texts, vector_size=_DIMENSIONS, window=_WINDOW, min_count=_LEAST, negative=10, epochs=_PASSES, workers=1,
                     seed=seed + 1)
    vectors = model.wv.vectors - model.wv.vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = MiniBatchKMeans(min(classes, len(vectors)), random_state=seed, n_init=3).fit_predict(vectors)
    keys = np.array([hash_of(word) for word in model.wv.index_to_key], dtype=np.uint64)
    order = np.argsort(keys)
    return WordClasses(keys[order], found[order].astype(np.uint16))
