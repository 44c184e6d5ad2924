"""Train the model of repair from sound articles, by damaging them.

`train` is the one command: it leaves out near copies and the benchmark's share, damages what remains a few times over, fits
the context model on one share, the detector and the second look on articles shown by context models that have not seen them,
calibrates on a share kept for that, and writes repair.npz, repair.json and the card repair.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import InputError
from vnnlp.repair import network, secondfit
from vnnlp.repair.calibration import calibrate, calibrate_detector
from vnnlp.repair.examples import Examples, all_segmented, cut, examples, joined
from vnnlp.repair.features import BITS
from vnnlp.repair.model import ContextModel, load, save
from vnnlp.repair.roles import N_ROLES, Role

FOLDS: Final = 3
"""A third of the training articles is shown to the second look by a context model that learned from the other two."""
ROUNDS: Final = 3
"""Damages of each article that the second look learns from."""
_LEAST_ARTICLES: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What `fit` found: the feature ids that count, their weights, the bias, and the network."""

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    parameters: network.Parameters


def fit(data: Examples, seed: int, epochs: int = 4, least: int = 4, size: int = 200_000) -> Fitted:
    """Softmax regression and network by Adagrad; fitted on all frequent features, then again on the `size` best."""
    counts = np.bincount(data.context.ids.ravel(), minlength=2**BITS)
    kept = np.flatnonzero(counts >= least)
    descent = network.Descent(seed)
    weights, bias = _descend(data, kept, None, descent, seed, epochs, 1.0)
    if len(kept) > size:
        worth = (weights.max(axis=1) - weights.min(axis=1)) * np.sqrt(counts[kept])
        best = np.sort(np.argsort(-worth, kind="stable")[:size])
        kept = kept[best]
        weights, bias = _descend(data, kept, (weights[best], bias), descent, seed + 1, 1, 0.3)
    return Fitted(kept, weights, bias, descent.parameters)


def _descend(data: Examples, kept: NDArray[np.int64], start: tuple[NDArray[np.float32], NDArray[np.float32]] | None,
             descent: network.Descent, seed: int, epochs: int, speed: float, batch: int = 2_048, rate: float = 0.08,
             decay: float = 1e-5) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    row = np.full(2**BITS, len(kept), dtype=np.int32)
    row[kept] = np.arange(len(kept), dtype=np.int32)
    weights, bias = start or (np.zeros((len(kept), N_ROLES), np.float32), np.zeros(N_ROLES, np.float32))
    weights = np.vstack([weights, np.zeros((1, N_ROLES), np.float32)])
    bias = bias.copy()
    squares = np.full_like(weights, 1e-2)
    bias_squares = np.full_like(bias, 1.0)
    random = np.random.default_rng(seed)
    total = len(data.role)
    for epoch in range(epochs):
        shuffled = random.permutation(total)
        slow = speed * (1.0 - 0.9 * epoch / max(1, epochs - 1))
        for first in range(0, total, batch):
            chosen = shuffled[first:first + batch]
            context = data.context.where(chosen)
            rows = row[context.ids]
            used, inverse = np.unique(rows, return_inverse=True)
            present = network.one_hot(inverse.reshape(rows.shape), len(used))
            logits = present @ weights[used] + bias + descent.forward(context)
            logits -= logits.max(axis=1, keepdims=True)
            error = np.exp(logits)
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(chosen)), data.stood[chosen]] -= 1.0
            gradient = present.T @ error / np.float32(np.sqrt(len(chosen))) + decay * total / len(chosen) * weights[used]
            squares[used] += gradient * gradient
            weights[used] -= rate * slow * gradient / np.sqrt(squares[used])
            weights[-1] = 0
            slope = error.mean(axis=0)
            bias_squares += slope * slope
            bias -= rate * slow * slope / np.sqrt(bias_squares)
            descent.backward(error / np.float32(len(chosen)), slow)
    return weights[:-1], bias


def train(texts: Iterable[str], out: Path, seed: int = 0, draws: int = 4, epochs: int = 3, size: int = 200_000) -> ContextModel:
    """Make the model from sound articles, word-segmented or raw, and write it to the folder `out`.

    `draws`: times that each article is damaged, each time by another code book; `size`: features kept. The same texts and
    seed give the same model. Raises InputError where too few articles remain.
    """
    began = time.monotonic()
    parts = {name: all_segmented(part) for name, part in cut(texts, set()).items() if name != "test"}
    if min(map(len, parts.values())) < _LEAST_ARTICLES:
        raise InputError(f"{', '.join(f'{len(part)} to {name}' for name, part in parts.items())}: too few articles",
                         remedy=f"Give at least {20 * _LEAST_ARTICLES} different articles")
    folds = [parts["train"][first::FOLDS] for first in range(FOLDS)]
    lessons = [examples(fold, [Random(seed * 1_000 + FOLDS * number + place) for number in range(draws)])
               for place, fold in enumerate(folds)]
    data = joined(lessons)
    least = 3 * draws
    fitted = fit(data, seed, epochs, least, size)
    tables = _frequencies(data) | {
        "seed": seed, "draws": draws, "articles": {name: len(part) for name, part in parts.items()}, "examples": len(data.role)}

    seen = []
    with TemporaryDirectory() as scratch:
        for place, fold in enumerate(folds):
            others = joined([lesson for number, lesson in enumerate(lessons) if number != place])
            stranger = _stored(Path(scratch) / str(place), fit(others, seed + place + 1, epochs, least, size), tables)
            seen.append(secondfit.gather(stranger, fold, seed + place + 2, ROUNDS))
    del lessons, data
    model = _stored(out, fitted, tables)
    tables["detector"] = calibrate_detector(model, parts["calibrate"], parts["second"], seed + 1)
    model = _stored(out, fitted, tables)
    seen.append(secondfit.gather(model, parts["second"], seed + 1, 2 * ROUNDS))
    second = secondfit.fit(np.concatenate([part for part, _ in seen]), np.concatenate([role for _, role in seen]), seed)
    tables["calibration"] = calibrate(_stored(out, fitted, tables, second), parts["calibrate"], seed + 2)
    model = _stored(out, fitted, tables, second)
    (out / "repair.md").write_text(_card(tables, len(fitted.ids), time.monotonic() - began), encoding="utf-8")
    return model


def _frequencies(data: Examples) -> dict[str, Any]:
    """How often each role is coded, and how often it stood there; and how many of the plain numbers have one figure."""
    frequency, label = (np.bincount(column, minlength=N_ROLES) + 1.0 for column in (data.role, data.stood))
    plain = data.role == Role.PLAIN
    return {"role_frequency": [round(float(value), 6) for value in frequency / frequency.sum()],
            "label_frequency": [round(float(value), 6) for value in label / label.sum()],
            "one_figure": round(float((data.stood[plain] == Role.GENUINE).mean()), 6)}


def _stored(folder: Path, fitted: Fitted, tables: dict[str, Any], second: dict[str, NDArray[np.float32]] | None = None,
            ) -> ContextModel:
    """The model as it is stored, 8-bit weights and all: each later part is fitted on that, because it is what it will meet."""
    save(folder, fitted.ids, fitted.weights, fitted.bias, fitted.parameters, tables, second)
    load.cache_clear()
    return load(folder)


def _card(tables: dict[str, Any], kept: int, seconds: float) -> str:
    articles = ", ".join(f"{count} to {name}" for name, count in tables["articles"].items())
    return f"""# repair.npz, repair.json

What stood at the place of a lone digit: the context model, from the words around it alone, and the second look, which
knows the code book, the neighbours and the article too.

- made by `OMP_NUM_THREADS=1 vnnlp train repair ARTICLES... --out FOLDER --seed {tables["seed"]}` in {seconds / 60:.0f} minutes;
  the shipped file: from `../shared/data/news_segmented.jsonl.gz ../shared/data/news_raw.jsonl.gz` (ThanhChinhBK/vietnews,
  word-segmented; magizbox/scraper, raw, which vnnlp segments itself)
- from sound articles that it damages itself ({tables["draws"]} code books an article), near copies left out:
  {articles}; {tables["examples"]} examples
- the share `test` (of 100 articles by the hash of the text, 36 word-segmented and 66 raw ones) is never read: the benchmark
  measures there
- contents: {kept} hashed features x {N_ROLES} roles in 8 bits, a network of one hidden layer over syllable embeddings, the
  network of the second look, role frequencies, the detector (log odds from evidence), the calibration (a rising line for each
  kind of role); no text
- measured by `python -m tests.benchmarks.repair`; limits: see `vnnlp/repair/__init__.py`
"""
