"""Which role each use of a digit has: quotes and brackets paired by Viterbi, confidence from forward and backward sums.

The state along an article is (inside quotes, inside brackets). Opening needs to be outside and closing inside; to break
that, or to stay open across a line break, costs. All articles are decoded together, step by step over their uses.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.products import in_order
from vnnlp.repair.roles import N_ROLES, Role

F64 = NDArray[np.float64]

_UNBALANCED: Final = np.exp(-4.0)
_OPEN_LINE: Final = np.exp(-1.2)
_N_STATES: Final = 4
_PAIRS: Final = (Role.OPEN_QUOTE, Role.CLOSE_QUOTE, Role.OPEN_BRACKET, Role.CLOSE_BRACKET)
_OTHER: Final = tuple(role for role in Role if role not in _PAIRS)


def _moves() -> F64:
    """5 x states x states: what each kind of use (the four of `_PAIRS`, then any other) does to the state."""
    table = np.zeros((5, _N_STATES, _N_STATES))
    for state in range(_N_STATES):
        for kind, role in enumerate(_PAIRS):
            bit = 1 if role in (Role.OPEN_QUOTE, Role.CLOSE_QUOTE) else 2
            opens = role in (Role.OPEN_QUOTE, Role.OPEN_BRACKET)
            target = state | bit if opens else state & ~bit
            table[kind, state, target] = _UNBALANCED if bool(state & bit) is opens else 1.0
        table[4, state, state] = 1.0
    return table


def _breaks() -> F64:
    """states x states: a line break keeps what is open at a cost, or gives it up at another."""
    table = np.zeros((_N_STATES, _N_STATES))
    for state in range(_N_STATES):
        for target in range(_N_STATES):
            if target & ~state == 0:
                kept, dropped = target.bit_count(), (state & ~target).bit_count()
                table[state, target] = _OPEN_LINE**kept * _UNBALANCED**dropped
    return table


def _both(values: F64, tables: F64, broken: NDArray[np.bool_]) -> F64:
    """Each row of `values` times the first table, or the second where a line break stands before."""
    result = in_order(values, tables[0])
    if broken.any():
        result[broken] = in_order(values[broken], tables[1])
    return result


def decode(emission: F64, article: NDArray[np.integer], line: NDArray[np.integer]) -> tuple[NDArray[np.int8], F64]:
    """The role of each use and its probability.

    `emission` is n x N_ROLES, the likelihood of each role at each use (0 where its digit lacks the role); `article` and
    `line` are ascending. Returns n roles and n x N_ROLES posterior probabilities.
    """
    n = len(emission)
    if not n:
        return np.zeros(0, dtype=np.int8), np.zeros((0, N_ROLES))
    _, first, count = np.unique(article, return_index=True, return_counts=True)
    steps = int(count.max())
    other = emission[:, list(_OTHER)]
    kinds_sum = np.concatenate((emission[:, list(_PAIRS)], other.sum(axis=1, keepdims=True)), axis=1)
    kinds_max = np.concatenate((emission[:, list(_PAIRS)], other.max(axis=1, keepdims=True)), axis=1)
    new_line = np.zeros(n, dtype=np.bool_)
    new_line[1:] = (line[1:] != line[:-1]) & (article[1:] == article[:-1])
    moves = _moves()
    # kinds x states x states: what a use does inside a line, and behind a line break.
    tables = np.stack((moves, np.einsum("st,ktu->ksu", _breaks(), moves)))
    ahead = tables.reshape(2, 5 * _N_STATES, _N_STATES)
    back = np.ascontiguousarray(tables.transpose(0, 1, 3, 2)).reshape(2, 5 * _N_STATES, _N_STATES)
    wide = np.ascontiguousarray(ahead.transpose(0, 2, 1))
    broken = new_line.astype(np.int64)

    # Articles with most uses first, so that at each step those still running are a prefix.
    order = np.argsort(-count, kind="stable")
    first, count = first[order], count[order]
    running = [int(np.searchsorted(-count, -step, side="left")) for step in range(steps)]
    forward = np.zeros((n, _N_STATES))
    best = np.zeros((n, _N_STATES))
    came_state = np.zeros((n, _N_STATES), dtype=np.int8)
    came_kind = np.zeros((n, _N_STATES), dtype=np.int8)
    alpha = np.tile(np.eye(_N_STATES)[0], (len(first), 1))
    delta = alpha.copy()
    for step in range(steps):
        rows = first[:running[step]] + step
        alpha = _both((kinds_sum[rows][:, :, None] * alpha[:len(rows), None, :]).reshape(len(rows), -1), ahead, new_line[rows])
        alpha /= np.maximum(alpha.sum(axis=1, keepdims=True), 1e-300)
        forward[rows] = alpha
        flat = (kinds_max[rows][:, :, None] * delta[:len(rows), None, :]).reshape(len(rows), -1, 1) * ahead[broken[rows]]
        arg = flat.argmax(axis=1)
        delta = np.take_along_axis(flat, arg[:, None, :], axis=1)[:, 0]
        delta /= np.maximum(delta.max(axis=1, keepdims=True), 1e-300)
        came_kind[rows], came_state[rows] = arg // _N_STATES, arg % _N_STATES
        best[rows] = delta

    kinds = np.zeros((n, 5))
    chosen = np.zeros(n, dtype=np.int8)
    beta = np.ones((len(first), _N_STATES))
    state = np.zeros(len(first), dtype=np.int64)
    for step in range(steps - 1, -1, -1):
        rows = first[:running[step]] + step
        ended = count[:running[step]] == step + 1
        here = beta[:len(rows)]
        here[ended] = [1.0, _UNBALANCED, _UNBALANCED, _UNBALANCED**2]
        now = state[:len(rows)]
        now[ended] = (best[rows[ended]] * here[ended]).argmax(axis=1)
        before = forward[rows - 1] if step else np.tile(np.eye(_N_STATES)[0], (len(rows), 1))
        reached = _both(here, wide, new_line[rows])
        kinds[rows] = kinds_sum[rows] * (reached.reshape(len(rows), 5, _N_STATES) * before[:, None, :]).sum(axis=2)
        here = _both((kinds_sum[rows][:, :, None] * here[:, None, :]).reshape(len(rows), -1), back, new_line[rows])
        here /= np.maximum(here.sum(axis=1, keepdims=True), 1e-300)
        beta[:len(rows)] = here
        chosen[rows] = came_kind[rows, now]
        state[:len(rows)] = came_state[rows, now]
    kinds /= np.maximum(kinds.sum(axis=1, keepdims=True), 1e-300)
    posterior = np.zeros((n, N_ROLES))
    posterior[:, list(_PAIRS)] = kinds[:, :4]
    share = other / np.maximum(other.sum(axis=1, keepdims=True), 1e-300)
    posterior[:, list(_OTHER)] = kinds[:, 4:] * share
    role = np.where(chosen < 4, np.array(_PAIRS)[np.minimum(chosen, 3)], np.array(_OTHER)[other.argmax(axis=1)])
    return role.astype(np.int8), posterior
