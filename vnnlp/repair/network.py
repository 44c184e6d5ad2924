"""The small network beside the hashed features: embeddings of the syllables around a lone digit, one hidden layer.

It sees what single features cannot weigh together (a short segment, a name behind, a list before). Its logits are added to
those of the linear part; the two are fitted together.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from vnnlp.repair.features import DISTANCES, N_DISTANCES, N_PLACES, SHAPES, SYLLABLES, Context
from vnnlp.repair.products import steady
from vnnlp.repair.roles import N_ROLES

F32 = NDArray[np.float32]
Parameters = dict[str, F32]

EMBEDDING: Final = 32
HIDDEN: Final = 128
TABLES: Final = ("first", "last")


def initial(seed: int) -> Parameters:
    """Random parameters: two tables of syllables, and one hidden layer over all places."""
    random = np.random.default_rng(seed)
    wide = N_PLACES * len(TABLES) * EMBEDDING

    def draw(scale: float, *shape: int) -> F32:
        return (random.standard_normal(shape) * scale).astype(np.float32)

    return {"first": draw(0.1, SYLLABLES, EMBEDDING), "last": draw(0.1, SYLLABLES, EMBEDDING),
            "words": draw(wide**-0.5, wide, HIDDEN), "shapes": draw(0.1, N_PLACES * SHAPES, HIDDEN),
            "distances": draw(0.1, N_DISTANCES * DISTANCES, HIDDEN), "bias": np.zeros(HIDDEN, np.float32),
            "out": draw(HIDDEN**-0.5, HIDDEN, N_ROLES)}


def one_hot(rows: NDArray[np.integer], width: int) -> csr_matrix:
    """n x width with a one in each of the k columns that `rows` (n x k) names."""
    n, k = rows.shape
    return csr_matrix((np.ones(n * k, np.float32), rows.ravel().astype(np.int32), np.arange(0, n * k + 1, k)), shape=(n, width))


def _inputs(parameters: Parameters, context: Context) -> tuple[F32, csr_matrix, csr_matrix]:
    words = np.concatenate([parameters[name][getattr(context, name)] for name in TABLES], axis=2).reshape(len(context), -1)
    shapes = context.shape.astype(np.int64) + np.arange(N_PLACES) * SHAPES
    distances = context.distance.astype(np.int64) + np.arange(N_DISTANCES) * DISTANCES
    return words, one_hot(shapes, N_PLACES * SHAPES), one_hot(distances, N_DISTANCES * DISTANCES)


def hidden(parameters: Parameters, context: Context) -> F32:
    """n x HIDDEN: what the hidden layer makes of the syllables around; `@ parameters["out"]` gives the logits."""
    words, shapes, distances = _inputs(parameters, context)
    total = steady(words, parameters["words"]) + shapes @ parameters["shapes"] + distances @ parameters["distances"]
    result: F32 = np.maximum(total + parameters["bias"], 0)
    return result


class Descent:
    """Adagrad over the network's parameters; `forward`, then `backward` with the error of the logits."""

    def __init__(self, seed: int, rate: float = 0.03) -> None:
        self.parameters = initial(seed)
        self.rate = rate
        self._squares = {name: np.full_like(value, 1e-8) for name, value in self.parameters.items()}

    def forward(self, context: Context) -> F32:
        """Logits of a batch, which `backward` then takes up."""
        parameters = self.parameters
        self._context = context
        self._words, self._shapes, self._distances = _inputs(parameters, context)
        self._sum = (self._words @ parameters["words"] + self._shapes @ parameters["shapes"]
                     + self._distances @ parameters["distances"] + parameters["bias"])
        self._hidden = np.maximum(self._sum, 0)
        result: F32 = self._hidden @ parameters["out"]
        return result

    def backward(self, error: F32, slow: float = 1.0) -> None:
        """One step against `error` (n x N_ROLES, mean over the batch), `slow` times the rate."""
        parameters = self.parameters
        back = (error @ parameters["out"].T) * (self._sum > 0)
        into_words = (back @ parameters["words"].T).reshape(len(error), N_PLACES, len(TABLES) * EMBEDDING)
        gradients = {"out": self._hidden.T @ error, "words": self._words.T @ back, "shapes": self._shapes.T @ back,
                     "distances": self._distances.T @ back, "bias": back.sum(axis=0)}
        for number, name in enumerate(TABLES):
            rows = getattr(self._context, name).ravel()
            used, inverse = np.unique(rows, return_inverse=True)
            gather = csr_matrix((np.ones(len(rows), np.float32), (inverse, np.arange(len(rows)))), shape=(len(used), len(rows)))
            part = into_words[:, :, number * EMBEDDING:(number + 1) * EMBEDDING]
            gradient = gather @ np.ascontiguousarray(part).reshape(-1, EMBEDDING)
            self._squares[name][used] += gradient * gradient
            parameters[name][used] -= self.rate * slow * gradient / np.sqrt(self._squares[name][used])
        for name, gradient in gradients.items():
            self._squares[name] += gradient * gradient
            parameters[name] -= self.rate * slow * gradient / np.sqrt(self._squares[name])
