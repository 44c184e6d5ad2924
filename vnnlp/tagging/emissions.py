"""How much each token speaks for each label by itself: the summed weights of its features.

Speed comes from doing per type what depends on the type: the weights of every template of one attribute are summed into one row
per type and place of the window, so that a token costs one gathered row a place. A template of several attributes has a table
that leads from the attributes' numbers to a row of weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.shard import Int32
from vnnlp.tagging.cache import OUTSIDE, Float, Index, Made, TypeCache
from vnnlp.tagging.features import PAD, PADDED, Attributes, Template

JOIN: Final = "\x1f"
"""Between the values of a template of several attributes."""
Rows = Mapping[str, tuple[Sequence[str], Float]]
"""Of each template (as text): its values (of several attributes joined by JOIN), and values x labels, their weights."""
_DENSE: Final = 1 << 20
"""Up to so many combinations of a template's values, a table leads from each of them to its row."""
_SIEVE: Final = 1 << 18
"""Places of the sieve that a template of more combinations has; a power of two."""
_TOGETHER: Final = 1 << 14
"""Tokens worked on together: what is gathered for them stays in the processor's cache."""
Numbers = Mapping[str, Mapping[str | None, int]]
"""Of each attribute: the number of each value that the model knows, from 1."""
Place = tuple[str, int]
"""An attribute, and where in the window it is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """The rows of weights of a template of several attributes."""

    places: tuple[Place, ...]
    sizes: tuple[int, ...]
    """Numbers of each attribute; 0 stands for what the model does not know."""
    keys: Index
    """The known combinations in order, as numbers."""
    dense: NDArray[Any] | None
    """Row of each combination, where they are few."""
    sieve: NDArray[np.bool_]
    """Where they are many: whether any known combination ends with these bits."""
    weights: Float
    """rows, labels; row 0 is zero, row k + 1 that of `keys[k]`."""

    @classmethod
    def of(cls, template: Template, values: Sequence[str], weights: Float, numbers: Numbers) -> _Joint:
        """A template's values and weights made ready."""
        sizes = tuple(len(numbers[name]) + 1 for name, _ in template.parts)
        split = [value.split(JOIN) for value in values]
        key = np.zeros(len(values), dtype=np.intp)
        for index, ((name, _), size) in enumerate(zip(template.parts, sizes, strict=True)):
            known = numbers[name]
            key = key * size + np.array([known[parts[index]] for parts in split], dtype=np.intp)
        order = np.argsort(key)
        dense, sieve = None, np.zeros(0, dtype=np.bool_)
        if np.prod(sizes, dtype=np.float64) <= _DENSE:
            dense = np.zeros(int(np.prod(sizes)), dtype=np.uint16 if len(key) < 1 << 16 else np.int32)
            dense[key[order]] = np.arange(1, len(key) + 1)
        else:
            sieve = np.zeros(_SIEVE, dtype=np.bool_)
            sieve[key & (_SIEVE - 1)] = True
        weights = np.concatenate([np.zeros_like(weights[:1]), weights[order]])
        return cls(template.parts, sizes, key[order], dense, sieve, weights)

    def add(self, emission: Float, codes: Sequence[Index], gathered: Float) -> None:
        """Add the weights of the combinations of `codes` to the tokens' scores; `gathered` is room for as many rows."""
        key = self._key(codes)
        if self.dense is not None:
            self.weights.take(self.dense.take(key), axis=0, out=gathered, mode="clip")
            emission += gathered
            return
        where = np.flatnonzero(self.sieve.take(key & (_SIEVE - 1)))
        key = key[where]
        place = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        known = np.flatnonzero(self.keys[place] == key)
        emission[where[known]] += self.weights[place[known] + 1]

    def _key(self, codes: Sequence[Index]) -> Index:
        key = codes[0]
        for code, size in zip(codes[1:], self.sizes[1:], strict=True):
            key = key * size
            key += code
        return key


class Emissions:
    """The weights of a model's features, ready to score tokens."""

    def __init__(self, templates: Sequence[Template], rows: Rows, n_labels: int, attributes: Attributes) -> None:
        self._attributes = attributes
        self._n_labels = n_labels
        self._names = sorted({name for template in templates for name, _ in template.parts})
        numbers: dict[str, dict[str | None, int]] = {name: {} for name in self._names}
        for template in templates:
            for value in rows[str(template)][0]:
                for (name, _), part in zip(template.parts, value.split(JOIN), strict=True):
                    numbers[name].setdefault(part, len(numbers[name]) + 1)
        self._numbers = numbers
        self._single: dict[Place, Float] = {}
        self._joint: list[_Joint] = []
        for template in templates:
            values, weights = rows[str(template)]
            if len(template.parts) == 1:
                (name, _), = template.parts
                table = np.zeros((len(numbers[name]) + 1, n_labels), dtype=np.float32)
                table[np.array([numbers[name][value] for value in values], dtype=np.intp)] = weights
                self._single[template.parts[0]] = table
            elif values:
                self._joint.append(_Joint.of(template, values, weights, numbers))
        self._places = sorted({place for joint in self._joint for place in joint.places})
        self._coded = {name: index for index, name in enumerate(sorted({name for name, _ in self._places}))}
        self._offsets = sorted({offset for template in templates for _, offset in template.parts})
        self._cache = TypeCache()

    def scorer(self, forms: Sequence[str]) -> Callable[[Int32, Int32], Float]:
        """What scores tokens of these types: of their types and sentences (as in `Shard.sentence_token`), tokens x labels."""
        rows, made = self._cache.look(forms, self._of_forms)
        return partial(self._score, rows, made)

    def _score(self, rows: Index, made: Made, token_type: Int32, sentence_token: Int32) -> Float:
        # One row a type and place of the window, and one number a type and attribute: what a token needs lies together.
        scores, numbers = made.scores.reshape(-1, self._n_labels), made.numbers.reshape(-1)
        kinds = rows.take(token_type)
        shifted = {offset: _shift(kinds, sentence_token, offset) for offset in self._offsets}
        emission = np.zeros((len(kinds), self._n_labels), dtype=np.float32)
        room = np.empty((min(len(kinds), _TOGETHER), self._n_labels), dtype=np.float32)
        for begin in range(0, len(kinds), _TOGETHER):
            sums = emission[begin:begin + _TOGETHER]
            gathered = room[:len(sums)]
            here = {offset: kind[begin:begin + _TOGETHER] for offset, kind in shifted.items()}
            for place, offset in enumerate(self._offsets):
                scores.take(here[offset] * len(self._offsets) + place, axis=0, out=gathered, mode="clip")
                sums += gathered
            codes = {(name, offset): numbers.take(here[offset] * len(self._coded) + self._coded[name])
                     for name, offset in self._places}
            for joint in self._joint:
                joint.add(sums, [codes[place] for place in joint.places], gathered)
        return emission

    def _of_forms(self, forms: Sequence[str | None]) -> Made:
        """What depends on the form; None is the outside of a sentence."""
        scores = np.zeros((len(forms), len(self._offsets), self._n_labels), dtype=np.float32)
        numbers = np.zeros((len(forms), len(self._coded)), dtype=np.intp)
        inside = [form for form in forms if form is not None]
        values = self._attributes.columns(self._names, inside)
        for name in self._names:
            known = self._numbers[name]
            found = list(map(known.get, values[name], repeat(0)))
            if len(inside) < len(forms):
                found.append(known.get(PAD, 0) if name in PADDED else 0)
            number = np.array(found, dtype=np.intp)
            if name in self._coded:
                numbers[:, self._coded[name]] = number
            for place, offset in enumerate(self._offsets):
                if (name, offset) in self._single:
                    scores[:, place] += self._single[name, offset].take(number, axis=0)
        return Made(scores, numbers)


def _shift(kinds: Index, sentence_token: Int32, offset: int) -> Index:
    """The row of the token `offset` further, within the sentence; OUTSIDE beyond it."""
    if not offset:
        return kinds
    shifted = np.full_like(kinds, OUTSIDE)
    if abs(offset) >= len(kinds):
        return shifted
    if offset > 0:
        shifted[:-offset] = kinds[offset:]
    else:
        shifted[-offset:] = kinds[:offset]
    first, last = sentence_token[:-1], sentence_token[1:]
    for step in range(abs(offset)):
        edge = last - 1 - step if offset > 0 else first + step
        edge = edge[(edge >= first) & (edge < last)]
        shifted[edge] = OUTSIDE
    return shifted
