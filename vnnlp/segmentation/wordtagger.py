"""underthesea's word tagger, decoded in numpy: the same tags, twenty times as fast.

Its model is a CRF over two labels (a word begins, a word goes on) with features of one to three neighbouring tokens: their
forms, their lower case, whether all begin with no small letter, whether they are a number, whether they are in its dictionary.
The weights are read from the installed package on first need. Each feature of n tokens is a row of a sorted table of keys, so
a whole shard is looked up at once; tests/segmentation compares the tags with underthesea's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.shard import Int32, Mask
from vnnlp.tagging.viterbi import best_paths

_MODEL: Final = "models/ws_crf_vlsp2013_20230727"
_LARGEST_DIGITS: Final = 2**31 - 1
_Weights = NDArray[np.float32]
_Keys = NDArray[np.int64]
_Window = tuple[int, int]
"""First and last offset of the neighbours that a feature looks at."""


@dataclass(frozen=True, slots=True)
class _Grams:
    """Features of n neighbours of one kind (form or lower case): sorted keys, and the weight of each at each window."""

    keys: _Keys
    windows: tuple[_Window, ...]
    weights: _Weights
    """keys + 1 x windows: goes-on minus begins; the last row is for a key that is not there."""

    def rows(self, keys: _Keys) -> NDArray[np.int64]:
        """The row of each key."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, place, len(self.keys))


@dataclass(frozen=True, slots=True)
class WordModel:
    """The weights of underthesea's word tagger as arrays."""

    forms: Mapping[str, int]
    lower: Mapping[str, int]
    grams: Mapping[tuple[str, int], _Grams]
    dictionary: Mapping[int, _Keys]
    """Words of one, two and three syllables, as sorted keys."""
    flags: Mapping[tuple[str, _Window], dict[str, float]]
    """Weights of the features with few values (`istitle`, `isdigit`, `is_in_dict`), by value."""
    edges: Mapping[tuple[str, _Window], tuple[float, float]]
    """Weights of a window that begins before the sentence, or ends behind it."""
    transitions: _Weights

    def tag(self, spellings: Sequence[str], token_type: Int32, sentence_token: Int32) -> Mask:
        """m: whether each token goes on with the word before it.

        `spellings[token_type[k]]` is the form of token k; the sentences hold the tokens between the m-ary bounds
        `sentence_token`, first 0, last m.
        """
        score = self._scores(spellings, token_type, sentence_token)
        emission = np.zeros((len(token_type), 2), dtype=np.float32)
        emission[:, 1] = score
        goes_on: Mask = best_paths(emission, self.transitions, sentence_token) == 1
        return goes_on

    def _scores(self, spellings: Sequence[str], token_type: Int32, sentence_token: Int32) -> _Weights:
        length = np.diff(sentence_token)
        before = (np.arange(len(token_type)) - np.repeat(sentence_token[:-1], length)).astype(np.int32)
        behind = np.repeat(length, length).astype(np.int32) - 1 - before
        small = [form.lower() for form in spellings]
        ids = {"form": _numbers(spellings, self.forms)[token_type], "lower": _numbers(small, self.lower)[token_type]}
        base = {"form": len(self.forms) + 1, "lower": len(self.lower) + 1}
        places = _Places(before, behind)
        score = np.zeros(len(token_type), dtype=np.float32)
        keys: dict[tuple[str, int], _Keys] = {}
        for kind in ("form", "lower"):
            for size in (1, 2, 3):
                keys[kind, size] = _keys(ids[kind], size, base[kind])
        for (kind, size), grams in self.grams.items():
            rows = grams.rows(keys[kind, size])
            for column, window in enumerate(grams.windows):
                places.add(score, grams.weights[:, column][rows], window, self.edges.get((kind, window), (0.0, 0.0)))
        is_title, is_number = _flags(spellings, _is_title)[token_type], _flags(spellings, _is_number)[token_type]
        values = {("is_in_dict", size): _member(self.dictionary[size], keys["lower", size]) for size in (1, 2, 3)}
        values |= {("istitle", size): _all_of(is_title, size) for size in (1, 2, 3)} | {("isdigit", 1): is_number}
        for (kind, window), weights in self.flags.items():
            value = values[kind, window[1] - window[0] + 1]
            yes, no = np.float32(weights.get("True", 0.0)), np.float32(weights.get("False", 0.0))
            places.add(score, np.where(value, yes, no), window, self.edges.get((kind, window), (0.0, 0.0)))
        return score


class _Places:
    """Where a window lies inside its sentence."""

    def __init__(self, before: Int32, behind: Int32) -> None:
        self._starts_outside = {offset: before + offset < 0 for offset in (-2, -1)}
        self._ends_outside = {offset: behind < offset for offset in (1, 2)}
        self._nowhere = np.zeros(len(before), dtype=np.bool_)

    def add(self, score: _Weights, weight: _Weights, window: _Window, edges: tuple[float, float]) -> None:
        """Add to each token's score the weight of the window around it; `weight[k]` is that of a window beginning at k."""
        first, last = window
        shifted = np.zeros_like(score)
        if first < 0:
            shifted[-first:] = weight[:first]
        elif first > 0:
            shifted[:-first] = weight[first:]
        else:
            shifted[:] = weight
        outside = self._ends_outside.get(last, self._nowhere)
        shifted[outside] = edges[1]
        shifted[self._starts_outside.get(first, self._nowhere)] = edges[0]
        score += shifted


def _numbers(forms: Sequence[str], vocabulary: Mapping[str, int]) -> _Keys:
    return np.fromiter((vocabulary.get(form, 0) for form in forms), dtype=np.int64, count=len(forms))


def _keys(ids: _Keys, size: int, base: int) -> _Keys:
    """One key for each run of `size` tokens, at its first; a token that no feature knows makes it -1."""
    keys = ids.copy()
    known = ids > 0
    for step in range(1, size):
        keys[:-step] = keys[:-step] * base + ids[step:]
        known[:-step] &= ids[step:] > 0
        known[-step:] = False
    keys[~known] = -1
    return keys


def _member(sorted_keys: _Keys, keys: _Keys) -> Mask:
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    found: Mask = sorted_keys[place] == keys
    return found


def _flags(forms: Sequence[str], test: Any) -> Mask:
    return np.fromiter(map(test, forms), dtype=np.bool_, count=len(forms))


def _all_of(flags: Mask, size: int) -> Mask:
    result = flags.copy()
    for step in range(1, size):
        result[:-step] &= flags[step:]
    return result


def _is_title(form: str) -> bool:
    return not form[:1].islower()


def _is_number(form: str) -> bool:
    digits = form[1:] if form[:1] in "+-" else form
    return digits.isascii() and digits.isdigit() and int(digits[:12]) <= _LARGEST_DIGITS


@cache
def word_model() -> WordModel:
    """The model of the installed underthesea, read on first use (about two seconds, once a process).

    Raises ModelError (MO001) where it is missing or of another version.
    """
    import joblib
    import pycrfsuite
    try:
        import underthesea.pipeline.word_tokenize as package
        folder = Path(package.__file__).parent / _MODEL
        tagger = pycrfsuite.Tagger()
        tagger.open(str(folder / "models.bin"))
        info = tagger.info()
        dictionary = joblib.load(folder / "dictionary.bin")
    except (ImportError, OSError, ValueError) as error:
        raise ModelError(f"the word model of underthesea cannot be read: {error}", where=_MODEL,
                         remedy="Install the version of underthesea in constraints.txt") from error
    weights: dict[str, float] = {}
    for (attribute, label), weight in info.state_features.items():
        weights[attribute] = weights.get(attribute, 0.0) + (weight if label == "I-W" else -weight)
    labels = ("B-W", "I-W")
    transitions = np.array([[info.transitions.get((one, other), 0.0) for other in labels] for one in labels], dtype=np.float32)
    return _model_of(weights, dictionary, transitions)


def _model_of(weights: Mapping[str, float], dictionary: Iterable[str], transitions: _Weights) -> WordModel:
    edges: dict[tuple[str, _Window], list[float]] = {}
    flags: dict[tuple[str, _Window], dict[str, float]] = {}
    found: dict[tuple[str, int], list[tuple[tuple[str, ...], _Window, float]]] = {}
    for attribute, weight in weights.items():
        name, _, value = attribute.partition("=")
        place, _, kind = name.partition("].")
        kind = kind or "form"
        offsets = [int(offset) for offset in place.strip("T[]").split(",")]
        window = (offsets[0], offsets[-1])
        if value in ("BOS", "EOS"):
            edges.setdefault((kind, window), [0.0, 0.0])[value == "EOS"] = weight
        elif kind in ("form", "lower"):
            found.setdefault((kind, window[1] - window[0] + 1), []).append((tuple(value.split(" ")), window, weight))
        else:
            flags.setdefault((kind, window), {})[value] = weight
    words = [tuple(word.split(" ")) for word in dictionary if word.count(" ") < 3]
    forms = _vocabulary(gram for (kind, _), rows in found.items() if kind == "form" for gram, _, _ in rows)
    lower = _vocabulary([*(gram for (kind, _), rows in found.items() if kind == "lower" for gram, _, _ in rows), *words])
    vocabularies = {"form": forms, "lower": lower}
    grams = {(kind, size): _grams(rows, size, vocabularies[kind]) for (kind, size), rows in found.items()}
    return WordModel(
        forms=forms, lower=lower, grams=grams, flags=flags, transitions=transitions,
        dictionary={size: np.array(sorted(_key(word, lower) for word in words if len(word) == size), dtype=np.int64)
                    for size in (1, 2, 3)},
        edges={place: (pair[0], pair[1]) for place, pair in edges.items()})


def _vocabulary(grams: Iterable[tuple[str, ...]]) -> dict[str, int]:
    return {form: number for number, form in enumerate(sorted({form for gram in grams for form in gram}), 1)}


def _key(gram: tuple[str, ...], vocabulary: Mapping[str, int]) -> int:
    key = 0
    for form in gram:
        key = key * (len(vocabulary) + 1) + vocabulary[form]
    return key


def _grams(rows: list[tuple[tuple[str, ...], _Window, float]], size: int, vocabulary: Mapping[str, int]) -> _Grams:
    rows = [row for row in rows if len(row[0]) == size]
    windows = tuple(sorted({window for _, window, _ in rows}))
    number = {key: place for place, key in enumerate(sorted({_key(gram, vocabulary) for gram, _, _ in rows}))}
    table = np.zeros((len(number) + 1, len(windows)), dtype=np.float32)
    for gram, window, weight in rows:
        table[number[_key(gram, vocabulary)], windows.index(window)] = weight
    return _Grams(np.array(list(number), dtype=np.int64), windows, table)
