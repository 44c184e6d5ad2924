"""The classifier: what each clause of a shard says, by its features, and how certain a row is.

Three models, all learned by `vnnlp train strategies` and applied here in numpy. A linear one (scikit-learn's logistic
regression) weighs the features of a clause for each strategy, one against the rest: that sets most clauses aside, and says
which word of a clause speaks for a strategy. Those that are left are compared to the clauses of the gold (`kernel`). The last,
linear too, judges how a row came about (`JUDGED`: the weight of its clause, the triggers that fired, how the subject was found,
what else the article says), so that a confidence of 0.8 means right four times in five.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.extraction.strategies.clauses import Features, meanings
from vnnlp.extraction.strategies.kernel import Kernel, Likened, likened
from vnnlp.extraction.strategies.words import WordVectors

Float = NDArray[np.float64]

SHIPPED: Final = Path(__file__).parents[2] / "models" / "strategies"
VERSION: Final = 3
SCALES: Final = (1.4, 0.7, 0.3, 0.3)
"""What each block of features weighs (see `Features.block`)."""
NEVER: Final = -9.0
"""Log-odds of what a clause does not say by any means."""
JUDGED: Final = ("bias", "clause", "firm", "wide", "prior", "triggers", "clause if fired", "behind", "running", "title",
                 "collective", "distance", "length", "question", "rival", "covered", "not does", "elsewhere", "first line",
                 "announced", "clauses", "alone", "clause if alone")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of all models and the vectors of words."""

    codes: tuple[str, ...]
    """The strategies, k of them."""
    sides: tuple[str, ...]
    """What else it tells of a clause that says something: `segment:vip`, `polarity:stops`; j of them."""
    keys: NDArray[np.uint64]
    """The n features known, sorted."""
    weights: NDArray[np.float32]
    """n by k: the linear model of clauses."""
    bias: Float
    """k."""
    kernel: Kernel
    """Tells k + j."""
    common: NDArray[np.int64]
    """Features that many clauses have: the kernel keeps them apart."""
    judge: Float
    """Weights of `JUDGED`: a row for articles, a row for texts that stand alone."""
    words: WordVectors
    floor: float
    """Log-odds of a clause from which a row is proposed."""
    reach: float
    """Log-odds by the linear model from which a clause is compared to the gold."""

    def save(self, base: Path, about: Mapping[str, object]) -> None:
        """Write BASE.npz and BASE.json; the same bytes for the same model."""
        known = self.kernel.known
        np.savez_compressed(base.with_suffix(".npz"), keys=self.keys, weights=self.weights.astype(np.float16), bias=self.bias,
                            judge=self.judge, word_keys=self.words.keys, word_vectors=self.words.vectors,
                            common=self.common.astype(np.int32), gold_first=known.rare.indptr.astype(np.int32),
                            gold_features=known.rare.indices.astype(np.int32), gold_values=known.rare.data.astype(np.int16),
                            gold_dense=known.dense.astype(np.int16), gold_length=known.length,
                            gold_weights=self.kernel.weights.astype(np.float32), gold_bias=self.kernel.bias)
        card = {"version": VERSION, "codes": list(self.codes), "sides": list(self.sides), "judged": list(JUDGED),
                "floor": self.floor, "reach": self.reach, **about}
        base.with_suffix(".json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@lru_cache(maxsize=4)
def load_model(base: Path = SHIPPED) -> Model:
    """The model of BASE.npz and BASE.json. Raises ModelError where they are missing or of another version (MO001)."""
    from scipy.sparse import csr_matrix
    try:
        card = json.loads(base.with_suffix(".json").read_text(encoding="utf-8"))
        if card["version"] != VERSION or tuple(card["judged"]) != JUDGED:
            raise ValueError("another version")
        with np.load(base.with_suffix(".npz"), allow_pickle=False) as stored:
            words = WordVectors(stored["word_keys"], stored["word_vectors"])
            rare = csr_matrix((stored["gold_values"].astype(np.float32), stored["gold_features"], stored["gold_first"]),
                              shape=(len(stored["gold_first"]) - 1, len(stored["keys"])))
            gold = Likened(rare, stored["gold_dense"].astype(np.float32), stored["gold_length"])
            kernel = Kernel.of(gold, stored["gold_weights"].astype(np.float64), stored["gold_bias"])
            return Model(tuple(card["codes"]), tuple(card["sides"]), stored["keys"], stored["weights"].astype(np.float32),
                         stored["bias"], kernel, stored["common"], np.broadcast_to(stored["judge"], (2, len(JUDGED))), words,
                         float(card["floor"]), float(card["reach"]))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the model of strategies cannot be used: {error}", where=str(base),
                         remedy="Install vnnlp again, or make it anew with `vnnlp train strategies`") from error


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Those features of n clauses that a model knows, each once a clause; parallel arrays sorted by clause."""

    clause: NDArray[np.int64]
    feature: NDArray[np.int64]
    """Index into the model's keys."""
    value: Float
    token: NDArray[np.int64]


def seen(found: Features, keys: NDArray[np.uint64]) -> Seen:
    """The features of clauses that are among `keys`, with their values: a block of a clause has the length of its scale."""
    if not len(keys):
        nothing = np.empty(0, np.int64)
        return Seen(nothing, nothing, np.empty(0), nothing)
    place = np.minimum(np.searchsorted(keys, found.key), len(keys) - 1)
    known = keys[place] == found.key
    clause, feature, block, token = found.clause[known], place[known], found.block[known], found.token[known]
    _, once = np.unique(clause * len(keys) + feature, return_index=True)
    clause, feature, block, token = clause[once], feature[once], block[once], token[once]
    group = clause * len(SCALES) + block
    _, number, count = np.unique(group, return_inverse=True, return_counts=True)
    return Seen(clause, feature, np.array(SCALES)[block] / np.sqrt(count[number]), token)


def matrix(held: Seen, n: int, size: int) -> Any:
    """The features seen of n clauses as a sparse matrix, n by `size`."""
    from scipy.sparse import csr_matrix
    return csr_matrix((held.value, (held.clause, held.feature)), shape=(n, size))


def compared(visible: Any, found: Features, chosen: NDArray[np.int64], frequent: NDArray[np.int64],
             words: WordVectors) -> Likened:
    """The chosen ones of some clauses as the kernel sees them; `visible`: their `matrix`."""
    return likened(visible[chosen], meanings(found, chosen, visible.shape[0], words)[chosen], frequent)


def logits(model: Model, held: Seen, found: Features, n: int) -> Float:
    """Of each of n clauses the log-odds of each strategy and each side: n by k + j; `NEVER` where the linear model says no."""
    odds = np.full((n, len(model.codes) + len(model.sides)), NEVER)
    visible = matrix(held, n, len(model.keys))
    first = np.round(visible @ model.weights.astype(np.float64) + model.bias, 6)
    chosen = np.flatnonzero((first >= model.reach).any(axis=1))
    if len(chosen):
        odds[chosen] = model.kernel.logits(compared(visible, found, chosen, model.common, model.words))
    return odds


def worth(model: Model, held: Seen, clause: int, code: int) -> int:
    """The token of a clause whose features speak most for a strategy: the anchor of a row that no trigger gave; -1 if none."""
    first, last = np.searchsorted(held.clause, (clause, clause + 1))
    token = held.token[first:last]
    parts = model.weights[held.feature[first:last], code] * held.value[first:last]
    places, number = np.unique(token, return_inverse=True)
    sums = np.bincount(number, np.where(token >= 0, parts, -np.inf)) if len(places) else np.empty(0)
    return int(places[int(np.argmax(sums))]) if len(sums) else -1


def confidence(judge: Float, values: Sequence[Sequence[float]]) -> list[float]:
    """The probability that each row is right, by its values of `JUDGED`; `judge` as in `Model`."""
    if not values:
        return []
    held = np.array(values, dtype=np.float64)
    odds = (held * judge[held[:, JUDGED.index("alone")].astype(np.int64)]).sum(axis=1)
    found: list[float] = np.round(1 / (1 + np.exp(-odds)), 4).tolist()
    return found
