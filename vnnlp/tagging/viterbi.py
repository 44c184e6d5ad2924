"""Viterbi over many sentences at once, the longest first, so that each step works on all sentences still running."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.shard import Int32

Float = NDArray[np.float32]
_BATCH: Final = 1_024
"""Sentences decoded together: their scores stay in the cache."""


def best_paths(emission: Float, transitions: Float, sentence_token: Int32) -> Int32:
    """The best label of each of m tokens.

    `emission` is m x labels, `transitions` is labels x labels (from, to); sentence j holds the tokens
    `sentence_token[j]:sentence_token[j + 1]`.

    >>> scores = np.array([[1, 0], [0, .5]], dtype=np.float32)
    >>> best_paths(scores, np.array([[1, 0], [0, 0]], dtype=np.float32), np.array([0, 2], dtype=np.int32)).tolist()
    [0, 0]
    """
    length = np.diff(sentence_token)
    order = np.argsort(-length, kind="stable")
    order = order[length[order] > 0]
    label = np.zeros(len(emission), dtype=np.int32)
    for first in range(0, len(order), _BATCH):
        batch = order[first:first + _BATCH]
        _decode(emission, transitions, sentence_token[batch], length[batch], label)
    return label


def _decode(emission: Float, transitions: Float, start: Int32, length: Int32, label: Int32) -> None:
    """Write the labels of sentences, sorted by falling length, into `label`."""
    n_labels = len(transitions)
    longest = int(length[0])
    running = np.searchsorted(-length, -np.arange(longest), side="left")
    back: list[NDArray[np.int8]] = []
    score = np.ascontiguousarray(emission[start].T)
    final = np.zeros(len(start), dtype=np.int32)
    finals = np.zeros((n_labels, len(start)), dtype=np.float32)
    for step in range(1, longest):
        here = int(running[step])
        finals[:, here:score.shape[1]] = score[:, here:]
        score = score[:, :here]
        best = score[0] + transitions[0][:, None]
        origin = np.zeros((n_labels, here), dtype=np.int8)
        for before in range(1, n_labels):
            candidate = score[before] + transitions[before][:, None]
            better = candidate > best
            np.copyto(best, candidate, where=better)
            np.copyto(origin, np.int8(before), where=better)
        back.append(origin)
        score = best + emission[start[:here] + step].T
    finals[:, :score.shape[1]] = score
    final = finals.argmax(axis=0).astype(np.int32)
    current = final
    label[start + length - 1] = final
    for step in range(longest - 1, 0, -1):
        here = int(running[step])
        rows = np.arange(here)
        # Sentences that end later than this step already stand at its label; shorter ones wait at their last.
        current[:here] = back[step - 1][current[:here], rows]
        label[start[:here] + step - 1] = current[:here]


def local_confidence(emission: Float, transitions: Float, sentence_token: Int32, label: Int32, outside: int) -> Float:
    """Of each token labelled other than `outside`: the probability of its label given its neighbours' labels; else 1."""
    confidence = np.ones(len(label), dtype=np.float32)
    where = np.flatnonzero(label != outside)
    if not len(where):
        return confidence
    scores = emission[where].copy()
    first = np.zeros(len(label) + 1, dtype=np.bool_)
    first[sentence_token] = True
    inner = ~first[where]
    scores[inner] += transitions[label[where[inner] - 1]]
    inner = ~first[where + 1]
    scores[inner] += transitions.T[label[where[inner] + 1]]
    scores -= scores.max(axis=1, keepdims=True)
    probability = np.exp(scores)
    confidence[where] = probability[np.arange(len(where)), label[where]] / probability.sum(axis=1)
    return confidence
