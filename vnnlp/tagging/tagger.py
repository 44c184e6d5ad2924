"""The tagger at run time: weights from .npz, whole shards decoded in numpy.

Speed comes from doing per type what depends on the type: the weights of every template of one attribute are summed into
one row per type and place of the window, so that a token costs one gathered row a place. Templates of several attributes
are looked up by a number made of the attributes' numbers.
"""

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
from vnnlp.tagging.cache import TypeCache
from vnnlp.tagging.features import PAD, PADDED, Attributes, Template
from vnnlp.tagging.viterbi import best_paths, local_confidence

Float = NDArray[np.float32]
Features = Mapping[str, Mapping[str, Mapping[str, float]]]
FORMAT: Final = 1
JOIN: Final = "\x1f"
"""Between the values of a template of several attributes."""
_DENSE: Final = 1 << 20
"""Up to so many combinations of a template's values, a table leads from the combination to its row."""

_BLOCK: Final = 1 << 16
"""Tokens decoded together."""


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """What the tagger says of each of m tokens."""

    label: Int32
    """m: index into `Tagger.labels`."""
    confidence: Float
    """m: probability of the label given the labels of its neighbours; 1 where it is `O`."""


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """The rows of weights of a template of several attributes."""

    template: Template
    sizes: tuple[int, ...]
    keys: NDArray[np.int64]
    dense: Int32 | None
    weights: Float
    """rows + 1, labels; the last row is zero."""

    def rows(self, codes: Sequence[Int32]) -> tuple[NDArray[np.intp], Int32]:
        """Tokens with a known combination, and its row; `codes` are the attributes' numbers per token, -1 unknown."""
        where = np.flatnonzero(np.logical_and.reduce([code >= 0 for code in codes]))
        key = codes[0][where].astype(np.int64)
        for code, size in zip(codes[1:], self.sizes[1:], strict=True):
            key = key * size + code[where]
        if self.dense is not None:
            row = self.dense[key]
            known = row >= 0
            return where[known], row[known]
        place = np.searchsorted(self.keys, key)
        place[place == len(self.keys)] = 0
        known = self.keys[place] == key
        return where[known], place[known].astype(np.int32)


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
        self._names = sorted({name for template in self.templates for name, _ in template.parts})
        rows = {str(template): _rows(features.get(str(template), {}), number) for template in self.templates}
        self._prepare(rows)

    def _prepare(self, rows: Mapping[str, tuple[list[str], Float]]) -> None:
        self._features = rows
        codes: dict[str, dict[str, int]] = {name: {} for name in self._names}
        for template in self.templates:
            for value in rows[str(template)][0]:
                for (name, _), part in zip(template.parts, value.split(JOIN), strict=True):
                    codes[name].setdefault(part, len(codes[name]))
        self._codes = codes
        self._single: dict[tuple[str, int], Float] = {}
        self._joint: list[_Joint] = []
        for template in self.templates:
            values, weights = rows[str(template)]
            if len(template.parts) == 1:
                (name, offset), = template.parts
                table = np.zeros((len(codes[name]) + 1, len(self.labels)), dtype=np.float32)
                if values:
                    table[[codes[name][value] for value in values]] = weights
                self._single[name, offset] = table
            elif values:
                self._joint.append(self._make_joint(template, values, weights))
        self._offsets = sorted({offset for template in self.templates for _, offset in template.parts})
        self._cache = TypeCache()

    def _make_joint(self, template: Template, values: list[str], weights: Float) -> _Joint:
        sizes = tuple(len(self._codes[name]) for name, _ in template.parts)
        split = [value.split(JOIN) for value in values]
        key = np.zeros(len(values), dtype=np.int64)
        for index, ((name, _), size) in enumerate(zip(template.parts, sizes, strict=True)):
            known = self._codes[name]
            key = key * size + np.array([known[parts[index]] for parts in split], dtype=np.int64)
        order = np.argsort(key)
        dense = None
        if np.prod(sizes, dtype=np.float64) <= _DENSE:
            dense = np.full(int(np.prod(sizes)), -1, dtype=np.int32)
            dense[key[order]] = np.arange(len(key), dtype=np.int32)
        return _Joint(template, sizes, key[order], dense, weights[order])

    def tag(self, shard: Shard) -> Int32:
        """The label (index into `labels`) of each token of a shard; each sentence by itself."""
        return self.tags(shard).label

    def tags(self, shard: Shard, token_type: Int32 | None = None, forms: Sequence[str] | None = None) -> Tags:
        """Labels and confidences; `forms` and `token_type`, if given, stand for the shard's own (case restored, say)."""
        token_type = shard.token_type if token_type is None else token_type
        forms = shard.types.forms if forms is None else forms
        label = np.zeros(len(token_type), dtype=np.int32)
        confidence = np.ones(len(token_type), dtype=np.float32)
        if not len(token_type):
            return Tags(label, confidence)
        tables, codes = self._type_tables(forms)
        outside = self.labels.index("O")
        for first, last in _blocks(shard.sentence_token):
            sentences = shard.sentence_token[first:last + 1]
            begin, end = int(sentences[0]), int(sentences[-1])
            bounds = sentences - sentences[0]
            emission = self._emissions(bounds, token_type[begin:end], tables, codes)
            label[begin:end] = best_paths(emission, self._transitions, bounds)
            confidence[begin:end] = local_confidence(emission, self._transitions, bounds, label[begin:end], outside)
        return Tags(label, confidence)

    def _emissions(self, sentence_token: Int32, token_type: Int32, tables: Float, codes: Mapping[str, Int32]) -> Float:
        """tokens x labels: the sum of the weights of each token's features."""
        outside = tables.shape[1] - 1
        shifted = {offset: _shift(token_type, sentence_token, offset, outside) for offset in self._offsets}
        emission = np.zeros((len(token_type), len(self.labels)), dtype=np.float32)
        for place, offset in enumerate(self._offsets):
            emission += tables[place].take(shifted[offset], axis=0)
        for joint in self._joint:
            where, rows = joint.rows([codes[name].take(shifted[offset]) for name, offset in joint.template.parts])
            emission[where] += joint.weights[rows]
        return emission

    def _type_tables(self, forms: Sequence[str]) -> tuple[Float, dict[str, Int32]]:
        """What depends on the type: offsets x (types + 1) x labels, the summed weights of the single attributes at each place
        of the window; and the numbers of the attributes that joint templates need. The last row is the outside of a sentence.
        """
        return self._cache.look(forms, self._compute)

    def _compute(self, forms: Sequence[str | None]) -> tuple[Float, dict[str, Int32]]:
        """The tables of some forms; None is the outside of a sentence."""
        tables = np.zeros((len(self._offsets), len(forms), len(self.labels)), dtype=np.float32)
        inside = [form for form in forms if form is not None]
        joint = {name for template in self._joint for name, _ in template.template.parts}
        codes: dict[str, Int32] = {}
        for name in self._names:
            known = self._codes[name]
            numbers = [-1 if value is None else known.get(value, -1) for value in self.attributes.values(name, inside)]
            if len(inside) < len(forms):
                numbers.append(known.get(PAD, -1) if name in PADDED else -1)
            code = np.array(numbers, dtype=np.int32)
            if name in joint:
                codes[name] = code
            where = np.flatnonzero(code >= 0)
            for place, offset in enumerate(self._offsets):
                if (name, offset) in self._single:
                    tables[place, where] += self._single[name, offset][code[where]]
        return tables, codes

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
            tagger.attributes = Attributes({
                name.removeprefix("words."): dict(line.rsplit("\t", 1) for line in _unpack(array))
                for name, array in arrays.items() if name.startswith("words.")})
            tagger._transitions = arrays["transitions"]
            tagger._names = sorted({name for template in tagger.templates for name, _ in template.parts})
            tagger._prepare(_stored_rows(tagger, arrays))
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


def _rows(features: Mapping[str, Mapping[str, float]], number: Mapping[str, int]) -> tuple[list[str], Float]:
    values = sorted(features)
    weights = np.zeros((len(values), len(number)), dtype=np.float32)
    for row, value in enumerate(values):
        for label, weight in features[value].items():
            weights[row, number[label]] = weight
    return values, weights


def _shift(token_type: Int32, sentence_token: Int32, offset: int, outside: int) -> Int32:
    """The type of the token `offset` further, within the sentence; `outside` beyond it."""
    if not offset:
        return token_type
    shifted = np.full_like(token_type, outside)
    if abs(offset) >= len(token_type):
        return shifted
    if offset > 0:
        shifted[:-offset] = token_type[offset:]
    else:
        shifted[-offset:] = token_type[:offset]
    first, last = sentence_token[:-1], sentence_token[1:]
    for step in range(abs(offset)):
        edge = last - 1 - step if offset > 0 else first + step
        edge = edge[(edge >= first) & (edge < last)]
        shifted[edge] = outside
    return shifted


def _base(path: str | Path) -> Path:
    path = Path(path)
    return path.with_suffix("") if path.suffix in {".npz", ".json"} else path


def _pack(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _unpack(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []
