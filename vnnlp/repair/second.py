"""The second look: each use judged once more, now that the book, the neighbours and the article are known.

The first look multiplies what the contexts say; it cannot know that a comma among commas stands between two figures, that a
quote was opened four words ago, or that the numbers of the article all stand. A small network weighs these together: what
the context says, the likely books, the digit's other uses, the codes on both sides, the sentence so far, what stands in the
text. It never sees which digit it is. It is fitted on articles that the context model has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codebook import SAME_DIGIT, Groups
from vnnlp.repair.features import line_starts, tokens_of
from vnnlp.repair.lone import LoneDigits, beside
from vnnlp.repair.products import steady
from vnnlp.repair.roles import LITERALS, N_ROLES, SENTENCE_END, Role
from vnnlp.shard import Shard

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

_BLOCK: Final = 4_096
_FIXED: Final = 2.0**24
_ENDS: Final = tuple(sorted(SENTENCE_END))
_COUNTED: Final = ("end", "comma", "quote", "bracket")


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the first look found about n lone digits, all those of the damaged articles of a shard."""

    shard: Shard
    lone: LoneDigits
    articles: I64
    """The damaged articles, ascending."""

    likelihood: F32
    """n x N_ROLES, log."""
    posterior: NDArray[np.float64]
    """n x N_ROLES."""
    hidden: F32
    """n x units of the context model's hidden layer."""
    groups: Groups
    stands: NDArray[np.float64]
    """articles x N_ROLES: marks and numbers that stand in the text."""
    line: I64
    """n: the line of each, ascending."""


def inputs(look: Look) -> F32:
    """n x inputs: what the network sees of each lone digit."""
    shard, lone, articles = look.shard, look.lone, look.articles
    n = len(lone)
    groups, group = look.groups, look.groups.of_lone
    place = groups.article[group]
    count = groups.count[group].astype(np.float32)
    # The last row is none: what an index of -1 gives.
    posterior = np.concatenate((look.posterior, np.zeros((1, N_ROLES)))).astype(np.float32)
    clipped = np.clip(look.likelihood, -8, 6) / np.float32(4)
    by_group = [np.stack([np.bincount(group, column, minlength=len(groups.count)) for column in values.T], axis=1)
                for values in (clipped, look.posterior)]
    by_article = [np.stack([np.bincount(number, column, minlength=len(articles)) for column in values.T], axis=1)
                  for number, values in ((place, look.posterior), (groups.article, groups.share))]
    in_article = np.bincount(place, minlength=len(articles))[place]
    tokens = np.diff(shard.article_token)[articles][place]
    stands = look.stands[place].astype(np.float32)
    others = np.maximum(count - 1, 1)[:, None]
    rank = np.arange(n)
    before, behind = _same_digit(group)
    alone = np.stack([
        np.log1p(count) / 3, count / in_article, 20 * count / tokens, groups.variety[group],
        np.clip(groups.evidence[group], -20, 60) / 20, np.log1p(tokens) / 6, lone.glued, _rank_in(group) % 2, count % 2,
        look.line == look.line[np.searchsorted(place, place, side="left")], before < 0, behind < 0], axis=1)
    parts = [clipped, posterior[:-1], groups.share[group], (by_group[0][group] - clipped) / others, np.log1p(stands) / 2,
             stands / (stands + count[:, None]), np.minimum(by_article[1][place] - groups.share[group], 2),
             (by_group[1][group] - look.posterior) / others, (by_article[0][place] - by_group[1][group]) / in_article[:, None],
             alone, look.hidden / np.float32(4), posterior[before], posterior[behind]]
    for step in (-2, -1, 1, 2):
        index = np.clip(rank + step, 0, n - 1)
        near = (rank + step == index) & (look.line[index] == look.line)
        distance = np.minimum(np.abs(lone.token[index] - lone.token), 15) / 5
        parts += [posterior[np.where(near, index, -1)],
                  np.stack([near & (group[index] == group), near & (distance < 0.3), np.where(near, distance, 4)], axis=1)]
    parts += [_sentence(shard, lone, articles, look), _repeats(shard, lone, articles, place, group)]
    result = np.empty((n, sum(part.shape[1] for part in parts)), dtype=np.float32)
    column = 0
    for part in parts:
        result[:, column:column + part.shape[1]] = part
        column += part.shape[1]
    return result


def _repeats(shard: Shard, lone: LoneDigits, articles: I64, place: I64, group: I64) -> NDArray[np.float64]:
    """How often the digit stands elsewhere in the article before the same word, behind the same word, between both; how often
    another digit, and a number of several figures, stands before that word. A fact of the author's is repeated with its unit."""
    wide = np.int64(len(shard.types) + 1)
    left, right = (beside(shard, lone.token, step) for step in (-1, 1))
    columns = [_alike(key) - 1 for key in (group * wide + right, group * wide + left, (group * wide + left) * wide + right)]
    unit = place * wide + right
    columns.append(_alike(unit) - 1 - columns[0])
    tokens = tokens_of(shard, articles)
    figures = shard.types.flags("several_figures", lambda form: len(form) > 1 and form[0].isdecimal() and form[-1].isdecimal())
    number = np.flatnonzero(figures[shard.token_type[tokens]])
    owner = np.repeat(np.arange(len(articles)), np.diff(shard.article_token)[articles])[number]
    keys = np.sort(owner * wide + beside(shard, tokens[number], 1))
    columns.append(np.searchsorted(keys, unit, side="right") - np.searchsorted(keys, unit, side="left"))
    return np.log1p(np.stack(columns, axis=1).astype(np.float64))


def _alike(key: I64) -> I64:
    """How many of the keys equal each."""
    ordered = np.sort(key)
    return np.searchsorted(ordered, key, side="right") - np.searchsorted(ordered, key, side="left")


def _rank_in(group: I64) -> I64:
    """How many uses of the same digit stand before each in its article."""
    order = np.argsort(group, kind="stable")
    rank = np.zeros(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order], side="left")
    return rank


def _same_digit(group: I64) -> tuple[I64, I64]:
    """The uses of the same digit before and behind each in its article, -1 where there is none."""
    order = np.argsort(group, kind="stable")
    same = group[order][1:] == group[order][:-1]
    before, behind = np.full(len(group), -1), np.full(len(group), -1)
    before[order[1:]] = np.where(same, order[:-1], -1)
    behind[order[:-1]] = np.where(same, order[1:], -1)
    return before, behind


def _sentence(shard: Shard, lone: LoneDigits, articles: I64, look: Look) -> NDArray[np.float64]:
    """How far the sentence reaches on both sides, the commas in it, and the quotes and brackets open on the line."""
    tokens = tokens_of(shard, articles)
    m = len(tokens)
    here = np.searchsorted(tokens, lone.token)
    literal = shard.types.column("second_literals", _literals)[shard.token_type[tokens]]
    mass = literal.astype(np.float64)
    dotted = here[lone.glued] + 1
    mass[dotted[dotted < m]] = 0.0
    post = look.posterior
    mass[here, 0] = post[:, list(_ENDS)].sum(axis=1)
    mass[here, 1] = post[:, Role.COMMA]
    mass[here, 2] = post[:, Role.OPEN_QUOTE] - post[:, Role.CLOSE_QUOTE]
    mass[here, 3] = post[:, Role.OPEN_BRACKET] - post[:, Role.CLOSE_BRACKET]
    edge = _line_edges(shard, articles, tokens)
    order = np.arange(m)
    stop = (mass[:, 0] > 0.5) | edge
    # What stands in the article before is nothing to the first token.
    length = np.diff(shard.article_token)[articles]
    begin = np.repeat(np.cumsum(length) - length, length)[here]
    last = np.maximum(np.concatenate(([0], np.maximum.accumulate(np.where(stop, order, 0))[:-1]))[here], begin)
    following = np.append(np.minimum.accumulate(np.where(stop, order, m)[::-1])[::-1][1:], m)[here]
    # In fixed point a running sum is exact: what an article reads like does not depend on the articles before it.
    running = np.concatenate((np.zeros((1, 4)), np.cumsum(np.rint(mass * _FIXED), axis=0) / _FIXED))
    line_first = np.maximum.accumulate(np.where(edge, order, 0))[here]
    next_edge = np.minimum.accumulate(np.append(np.where(edge, order, m), m)[::-1])[::-1]
    line_end = next_edge[np.minimum(here + 1, m)]
    left = running[here] - running[line_first]
    right = running[line_end] - running[np.minimum(here + 1, m)]
    commas = running[:, 1]
    columns = [np.log1p(here - last), np.log1p(following - here), commas[here] - commas[last],
               commas[np.maximum(following, here + 1)] - commas[here + 1], left[:, 2], right[:, 2], left[:, 3], right[:, 3],
               np.log1p(here - line_first), np.log1p(line_end - here), np.where(here > begin, mass[here - 1, 0], 0),
               edge[here], line_end == here + 1 + lone.glued]
    result: NDArray[np.float64] = np.clip(np.stack(columns, axis=1), -4, 6) / 3
    return result


def _literals(forms: tuple[str, ...]) -> NDArray[np.int8]:
    """forms x 4: ends a sentence, is a comma, opens (1) or closes (-1) a quote, a bracket."""
    table = np.zeros((len(forms), 4), dtype=np.int8)
    for row, form in enumerate(forms):
        roles = LITERALS.get(form, ())
        if len(roles) == 1:
            role = roles[0]
            table[row] = (role in SENTENCE_END, role is Role.COMMA, (role is Role.OPEN_QUOTE) - (role is Role.CLOSE_QUOTE),
                          (role is Role.OPEN_BRACKET) - (role is Role.CLOSE_BRACKET))
    return table


def _line_edges(shard: Shard, articles: I64, tokens: I64) -> NDArray[np.bool_]:
    """Whether a line begins at each token."""
    line = np.searchsorted(line_starts(shard, articles), shard.token_start[tokens], side="right")
    return np.append(np.ones(min(1, len(line)), dtype=np.bool_), line[1:] != line[:-1])


def probabilities(parameters: dict[str, Any], seen: F32, digit: NDArray[np.integer] | None = None) -> NDArray[np.float64]:
    """n x N_ROLES: the network's probabilities of the roles; with `digit` (n), knowing that authors write some more often."""
    result = np.empty((len(seen), N_ROLES))
    for first in range(0, len(seen), _BLOCK):
        block = steady(seen[first:first + _BLOCK] - parameters["mean"], parameters["in"]) + parameters["in_bias"]
        logits = (steady(np.maximum(block, 0), parameters["out"]) + parameters["out_bias"]).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        result[first:first + _BLOCK] = odds / odds.sum(axis=1, keepdims=True)
    if digit is not None:
        result[:, Role.GENUINE] *= SAME_DIGIT[digit] / SAME_DIGIT.mean()
        result /= result.sum(axis=1, keepdims=True)
    return result


__all__ = ["Look", "inputs", "probabilities"]
