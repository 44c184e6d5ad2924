"""The tagger at run time: weights from .npz, whole shards decoded in numpy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.shard import Int32, Shard
from vnnlp.tagging.emissions import Emissions, Rows
from vnnlp.tagging.features import Attributes, Template
from vnnlp.tagging.viterbi import best_paths, local_confidence

Float = NDArray[np.float32]
Features = Mapping[str, Mapping[str, Mapping[str, float]]]
FORMAT: Final = 1
_BLOCK: Final = 1 << 16
"""Tokens decoded together."""


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """What the tagger says of each of m tokens."""

    label: Int32
    """m: index into `Tagger.labels`."""
    confidence: Float
    """m: probability of the label given the labels of its neighbours; 1 where it is `O`."""


class Tagger:
    """A trained model, ready to label the tokens of shards.

    `labels` are its labels (`O`, `B-PER`, …); `about` is what its .json says of it.
    """

    def __init__(self, labels: Sequence[str], templates: Sequence[Template], features: Features,
                 transitions: Mapping[tuple[str, str], float], attributes: Attributes,
                 about: Mapping[str, Any] | None = None) -> None:
        """`features` by template (as text), then by value (values of several attributes joined by JOIN), then by label."""
        self.labels = tuple(labels)
        self.templates = tuple(templates)
        self.attributes = attributes
        self.about = dict(about or {})
        number = {label: index for index, label in enumerate(self.labels)}
        self._transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
        for (before, after), weight in transitions.items():
            self._transitions[number[before], number[after]] = weight
        self._features: Rows = {str(template): _rows(features.get(str(template), {}), number) for template in self.templates}
        self._emissions = Emissions(self.templates, self._features, len(self.labels), self.attributes)

    def tag(self, shard: Shard) -> Int32:
        """The label (index into `labels`) of each token of a shard; each sentence by itself."""
        return self.tags(shard).label

    def tags(self, shard: Shard) -> Tags:
        """Labels and confidences."""
        label = np.zeros(shard.n_tokens, dtype=np.int32)
        confidence = np.ones(shard.n_tokens, dtype=np.float32)
        if not len(label):
            return Tags(label, confidence)
        score = self._emissions.scorer(shard.types.forms)
        outside = self.labels.index("O")
        for first, last in _blocks(shard.sentence_token):
            bounds = shard.sentence_token[first:last + 1]
            here = slice(int(bounds[0]), int(bounds[-1]))
            bounds = bounds - bounds[0]
            emission = score(shard.token_type[here], bounds)
            label[here] = best_paths(emission, self._transitions, bounds)
            confidence[here] = local_confidence(emission, self._transitions, bounds, label[here], outside)
        return Tags(label, confidence)

    def save(self, path: str | Path) -> None:
        """Write PATH.npz (weights and word lists) and PATH.json (what they are)."""
        base = _base(path)
        base.parent.mkdir(parents=True, exist_ok=True)
        weights = np.concatenate([self._features[str(template)][1] for template in self.templates])
        row, label = np.nonzero(weights)
        values = [value for template in self.templates for value in self._features[str(template)][0]]
        arrays: dict[str, Any] = {
            "values": _pack(values), "counts": np.array([len(self._features[str(template)][0]) for template in self.templates]),
            "row_sizes": np.bincount(row, minlength=len(values)).astype(np.uint8), "label": label.astype(np.uint8),
            "weight": weights[row, label], "transitions": self._transitions}
        for name, table in self.attributes.words.items():
            arrays[f"words.{name}"] = _pack([f"{form}\t{value}" for form, value in table.items()])
        np.savez_compressed(base.with_suffix(".npz"), **arrays)
        description = {"format": FORMAT, "labels": self.labels, "templates": [str(template) for template in self.templates],
                       **self.about}
        base.with_suffix(".json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Tagger:
        """The model at PATH.npz and PATH.json (PATH with or without its suffix); raises ModelError where it is no such model."""
        base = _base(path)
        try:
            about = json.loads(base.with_suffix(".json").read_text(encoding="utf-8"))
            with np.load(base.with_suffix(".npz"), allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            if about.pop("format") != FORMAT:
                raise ModelError("model is of another version", where=str(base), remedy="Train it again with this version")
            tagger = cls.__new__(cls)
            tagger.labels = tuple(about.pop("labels"))
            tagger.templates = tuple(map(Template.of, about.pop("templates")))
            tagger.about = about
            tagger.attributes = Attributes(_stored_words(arrays))
            tagger._transitions = arrays["transitions"]
            tagger._features = _stored_rows(tagger, arrays)
            tagger._emissions = Emissions(tagger.templates, tagger._features, len(tagger.labels), tagger.attributes)
        except (OSError, KeyError, ValueError, json.JSONDecodeError) as error:
            raise ModelError(f"model cannot be read: {error!r}", where=str(base),
                             remedy="Give the path of a model made by `vnnlp train`") from error
        return tagger


def _blocks(sentence_token: Int32) -> Iterator[tuple[int, int]]:
    """Runs of sentences (first, last) of about _BLOCK tokens, so that what is worked on stays in the cache."""
    n_sentences = len(sentence_token) - 1
    first = 0
    while first < n_sentences:
        last = int(np.searchsorted(sentence_token, sentence_token[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), n_sentences)
        yield first, last
        first = last


def _stored_rows(tagger: Tagger, arrays: Mapping[str, NDArray[Any]]) -> dict[str, tuple[list[str], Float]]:
    values = _unpack(arrays["values"])
    weights = np.zeros((len(values), len(tagger.labels)), dtype=np.float32)
    weights[np.repeat(np.arange(len(values)), arrays["row_sizes"]), arrays["label"]] = arrays["weight"]
    bounds = np.concatenate([[0], np.cumsum(arrays["counts"])]).tolist()
    return {str(template): (values[first:last], weights[first:last])
            for template, first, last in zip(tagger.templates, bounds[:-1], bounds[1:], strict=True)}


def _stored_words(arrays: Mapping[str, NDArray[Any]]) -> dict[str, dict[str, str]]:
    """The word lists, by name; a form or value that several of them hold is one object, which saves a third of the memory."""
    shared: dict[str, str] = {}
    one = shared.setdefault
    words: dict[str, dict[str, str]] = {}
    for name, array in arrays.items():
        if name.startswith("words."):
            pairs = (line.rsplit("\t", 1) for line in _unpack(array))
            words[name.removeprefix("words.")] = {one(form, form): one(value, value) for form, value in pairs}
    return words


def _rows(features: Mapping[str, Mapping[str, float]], number: Mapping[str, int]) -> tuple[list[str], Float]:
    values = sorted(features)
    weights = np.zeros((len(values), len(number)), dtype=np.float32)
    for row, value in enumerate(values):
        for label, weight in features[value].items():
            weights[row, number[label]] = weight
    return values, weights


def _base(path: str | Path) -> Path:
    path = Path(path)
    return path.with_suffix("") if path.suffix in {".npz", ".json"} else path


def _pack(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _unpack(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []
