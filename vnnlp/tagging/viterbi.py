"""Viterbi over many sentences at once, the longest first, so that each step works on all sentences still running."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.shard import Int32

Float = NDArray[np.float32]
_BATCH: Final = 2_048
"""Sentences decoded together: their scores stay in the cache."""


def best_paths(emission: Float, transitions: Float, sentence_token: Int32) -> Int32:
    """The best label of each of m tokens.

    `emission` is m x labels, `transitions` is labels x labels (from, to); sentence j holds the tokens
    `sentence_token[j]:sentence_token[j + 1]`. Of labels that score the same the first wins.

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
    """Write the labels of sentences, sorted by falling length, into `label`.

    Forward, only the best score of each label at each step is kept; where it came from is asked on the way back, of the one
    label that stands there.
    """
    # The tokens step by step: the first of all sentences, the second of those that have one, and so on.
    running = np.searchsorted(-length, -np.arange(int(length[0])), side="left")
    bounds = np.concatenate([[0], np.cumsum(running)])
    step = np.repeat(np.arange(len(running)), running)
    token = start[np.arange(bounds[-1]) - bounds[step]] + step
    score = np.ascontiguousarray(emission.take(token, axis=0).T)
    places = bounds.tolist()
    candidates = np.empty((len(transitions), *score[:, :places[1]].shape), dtype=np.float32)
    for before, here, after in zip(places, places[1:], places[2:], strict=False):
        count = after - here
        candidate = candidates[:, :, :count]
        # from x to x sentences
        np.add(score[:, None, before:before + count], transitions[:, :, None], out=candidate)
        score[:, here:after] += candidate.max(axis=0)
    back = np.ascontiguousarray(score.T)
    current = np.zeros(0, dtype=np.intp)
    arrivals = np.ascontiguousarray(transitions.T)
    best = np.empty(bounds[-1], dtype=np.intp)
    for before, here in zip(places[-2::-1], places[:0:-1], strict=True):
        scores = back[before:here]
        # Sentences that go on bring the label that stands behind this step; the others end here.
        scores[:len(current)] += arrivals.take(current, axis=0)
        current = scores.argmax(axis=1, out=best[before:here])
    label[token] = best


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
