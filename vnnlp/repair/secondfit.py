"""Fit the network of the second look by Adam, on damaged articles that the context model has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codes import second_inputs
from vnnlp.repair.examples import UNKNOWN, damage_all, shard_of, truth
from vnnlp.repair.model import ContextModel
from vnnlp.repair.roles import N_ROLES, Role

F32 = NDArray[np.float32]

UNITS: Final = 256
_SOUND: Final = 0.03
_BATCH: Final = 500
_GENUINE_WEIGHT: Final = 2.0
"""A digit of the author's that is changed is worse than a code that is left."""
_DROPPED: Final = 0.1


def gather(model: ContextModel, texts: Sequence[str], seed: int, rounds: int) -> tuple[NDArray[np.float16], NDArray[np.int8]]:
    """What the second look sees of every lone digit of `rounds` damages of `texts`, and its true role; in each third round
    of the first lines only, where the book is known less well."""
    seen: list[NDArray[np.float16]] = []
    roles: list[NDArray[np.int8]] = []
    for number in range(rounds):
        random = Random(seed * 1_000 + number)
        shown = texts if number % 3 < 2 else ["\n".join(text.split("\n")[:random.choice((2, 3, 4, 6))]) for text in texts]
        for first in range(0, len(shown), _BATCH):
            batch = damage_all(shown[first:first + _BATCH], random, _SOUND)
            shard = shard_of(batch)
            lone, columns = second_inputs(shard, model)
            role = truth(shard, lone, batch)
            known = (role != UNKNOWN) & np.array([item.n_codes > 0 for item in batch], dtype=np.bool_)[lone.article]
            seen.append(columns[known].astype(np.float16))
            roles.append(role[known])
    return np.concatenate(seen), np.concatenate(roles)


def fit(seen: NDArray[np.floating], role: NDArray[np.int8], seed: int, epochs: int = 5, batch: int = 512, rate: float = 1e-3,
        units: int = UNITS) -> dict[str, F32]:
    """One hidden layer, softmax over the roles; parameters as `second.probabilities` takes them."""
    random = np.random.default_rng(seed)
    mean = np.zeros(seen.shape[1], np.float32)
    deviation = np.ones(seen.shape[1], np.float32)
    for first in range(0, len(seen), 100_000):
        part = seen[first:first + 100_000].astype(np.float32)
        mean += part.sum(axis=0) / np.float32(len(seen))
    spread = np.zeros_like(mean)
    for first in range(0, len(seen), 100_000):
        spread += ((seen[first:first + 100_000].astype(np.float32) - mean) ** 2).sum(axis=0) / np.float32(len(seen))
    deviation = np.maximum(np.sqrt(spread), 0.05).astype(np.float32)
    wide = seen.shape[1]
    parameters: dict[str, F32] = {
        "in": (random.standard_normal((wide, units)) * (2 / wide) ** 0.5).astype(np.float32),
        "in_bias": np.zeros(units, np.float32),
        "out": (random.standard_normal((units, N_ROLES)) * (1 / units) ** 0.5).astype(np.float32),
        "out_bias": np.zeros(N_ROLES, np.float32)}
    first_moment = {name: np.zeros_like(value) for name, value in parameters.items()}
    second_moment = {name: np.zeros_like(value) for name, value in parameters.items()}
    weight = np.where(role == Role.GENUINE, _GENUINE_WEIGHT, 1.0).astype(np.float32)
    steps = epochs * -(-len(seen) // batch)
    step = 0
    for _ in range(epochs):
        shuffled = random.permutation(len(seen))
        for start in range(0, len(seen), batch):
            rows = np.sort(shuffled[start:start + batch])
            inputs = (seen[rows].astype(np.float32) - mean) / deviation
            kept = (random.random((len(rows), units), dtype=np.float32) >= _DROPPED) / np.float32(1 - _DROPPED)
            hidden = np.maximum(inputs @ parameters["in"] + parameters["in_bias"], 0) * kept
            logits = hidden @ parameters["out"] + parameters["out_bias"]
            logits -= logits.max(axis=1, keepdims=True)
            error = np.exp(logits)
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(rows)), role[rows]] -= 1.0
            error *= (weight[rows] / np.float32(len(rows)))[:, None]
            back = (error @ parameters["out"].T) * (hidden > 0) * kept
            gradients = {"in": inputs.T @ back, "in_bias": back.sum(axis=0),
                         "out": hidden.T @ error, "out_bias": error.sum(axis=0)}
            step += 1
            slow = rate * (1 - step / (steps + 1)) * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            for name, gradient in gradients.items():
                first_moment[name] += np.float32(0.1) * (gradient - first_moment[name])
                second_moment[name] += np.float32(0.001) * (gradient * gradient - second_moment[name])
                parameters[name] -= np.float32(slow) * (first_moment[name] / (np.sqrt(second_moment[name]) + np.float32(1e-8)))
    parameters["in"] /= deviation[:, None]
    parameters["mean"] = mean
    return parameters
