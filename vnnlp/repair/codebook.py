"""The code book of an article: which role each of its lone digits has, over all its uses.

A digit's uses are judged together: for each hypothesis (a set of roles) the likelihoods of the contexts multiply. Marks that
still stand in the text speak against a digit that would stand for them; numbers that still stand, against a number code.
One role belongs to one digit: where two claim it, the one with the better evidence has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.features import tokens_of
from vnnlp.repair.lone import LoneDigits, beside, ends_line
from vnnlp.repair.products import in_order
from vnnlp.repair.roles import LITERALS, N_ROLES, RARE, Role
from vnnlp.shard import Shard

F64 = NDArray[np.float64]

_C, _P, _OQ, _CQ, _OB, _CB = Role.COMMA, Role.PERIOD, Role.OPEN_QUOTE, Role.CLOSE_QUOTE, Role.OPEN_BRACKET, Role.CLOSE_BRACKET
_EXTRA = (Role.COLON, Role.DASH, Role.SEMICOLON, Role.ELLIPSIS, Role.QUESTION, Role.EXCLAMATION)

HYPOTHESES: Final[tuple[tuple[frozenset[Role], float], ...]] = tuple((frozenset(roles), prior) for roles, prior in (
    ((_C,), -1.7), ((_P,), -1.7), ((_C, _P), -1.2), ((_C, *_EXTRA), -3.5), ((_P, *_EXTRA), -3.0), ((_C, _P, *_EXTRA), -1.2),
    ((_C, _P, *_EXTRA, _OB, _CB), -3.0), ((_C, _P, *_EXTRA, _OB, _CB, _OQ, _CQ), -5.0),
    ((_OQ, _CQ), -1.5), ((_OQ,), -2.5), ((_CQ,), -2.5), ((_OB, _CB), -1.8), ((_OB,), -2.5), ((_CB,), -2.5),
    ((_OQ, _CQ, _OB, _CB), -5.0),
    ((Role.COLON,), -2.0), ((Role.DASH,), -2.2), ((Role.SEMICOLON,), -3.0), ((Role.ELLIPSIS,), -3.5), ((Role.QUESTION,), -3.0),
    ((Role.EXCLAMATION,), -3.5),
    ((Role.PLAIN,), -1.5), ((Role.COMPOUND,), -1.7), ((Role.PLAIN, Role.COMPOUND), -2.0), ((Role.GENUINE,), -0.7)))
"""Sets of roles with their log prior; the last is that the author wrote the digit."""

NUMBERS: Final = frozenset({Role.PLAIN, Role.COMPOUND})
GENUINE: Final = len(HYPOTHESES) - 1
_STRAY = 0.03
"""Share of a digit's uses that the author wrote, beside its role."""
_STANDING = 0.05
"""Likelihood of a use whose mark stands in the text as it should."""
_STANDING_SHARE = 0.2
_RARE_USES = 6
_RARE_COST = 0.5
"""Log prior of each use beyond `_RARE_USES` of a digit that would stand for one of the rarer marks alone."""
SAME_DIGIT = np.array([0.003, 0.055, 0.082, 0.053, 0.038, 0.035, 0.025, 0.019, 0.019, 0.017])
"""Share of each digit, standing alone, among the numbers of sound news (4,000 articles of news_segmented)."""
_STANDING_NUMBER = 0.6
"""What each number that stands says against a number code, beyond its share: damage of a kind takes all of the kind."""
_SURE_CODE = 5.0
_NUMBER_SHARE = 0.3
"""A digit of whose uses fewer look like numbers is a mark's, and no witness for numbers that stand."""
_NUMBERS_GONE, _MOST_GONE = 0.8, 8.0
"""Log prior against a digit being the author's, for each plain number that became a code while none stands; and at most."""
_IN_TURN = float(np.log(0.7))
"""Log share of codes for pairs that open and close strictly in turn."""
_FEW_NUMBERS = 4
_FEW_NUMBERS_COST = 3.0
"""A handful of equal numbers beside others is as often the author's own: log prior against a number code then."""
_BURST = 0.5
"""How much of that the next use of the same number is worth: articles repeat their figures."""
_BEAM = 24
"""Books of an article that are followed at a time."""
_MEMBER = np.array([[role in held for role in Role] for held, _ in HYPOTHESES])
_SHARES = _MEMBER / _MEMBER.sum(axis=1, keepdims=True)
_CLAIMS = np.array([sum(1 << role for role in held if role != Role.GENUINE and (role not in _EXTRA or len(held) == 1))
                    for held, _ in HYPOTHESES])
"""Bits of the roles that no other digit can have beside a hypothesis; a merged digit leaves the rarer marks to others."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """g pairs of an article and a digit that stands alone in it."""

    article: NDArray[np.int64]
    digit: NDArray[np.int64]
    count: NDArray[np.int64]
    of_lone: NDArray[np.int64]
    """n: the group of each lone digit."""
    score: F64
    """g x hypotheses: log prior + log likelihood of all uses."""
    roles: NDArray[np.bool_]
    """g x N_ROLES: the roles that the digit has, after conflicts are settled; GENUINE alone where it is no code."""
    probability: F64
    """g: of the chosen hypothesis."""
    evidence: F64
    """g: log odds of the best hypothesis against the author having written the digit."""
    marks: NDArray[np.bool_]
    """g: the digit stands for marks."""
    core: NDArray[np.bool_]
    """g: it stands for commas, full stops, quotes or brackets."""
    variety: F64
    """g: how different the words on its two sides are, 1 where none comes twice; `Bắc thơm 7` ten times has little."""
    share: F64
    """g x N_ROLES: expected share of the digit's uses that each role has, over the likely books."""

    @classmethod
    def none(cls) -> Groups:
        """No group at all."""
        no, zero, never = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.bool_)
        return cls(no, no, no, no, np.zeros((0, len(HYPOTHESES))), np.zeros((0, N_ROLES), dtype=np.bool_), zero, zero, never,
                   never, zero, np.zeros((0, N_ROLES)))

    def within(self, articles: NDArray[np.int64]) -> Groups:
        """The groups of some articles (ascending), numbered anew: articles, groups and uses."""
        kept = np.isin(self.article, articles)
        number = np.cumsum(kept) - 1
        of_lone = self.of_lone[kept[self.of_lone]]
        return Groups(np.searchsorted(articles, self.article[kept]), self.digit[kept], self.count[kept], number[of_lone],
                      self.score[kept], self.roles[kept], self.probability[kept], self.evidence[kept], self.marks[kept],
                      self.core[kept], self.variety[kept], self.share[kept])


def weights(frequency: F64) -> F64:
    """hypotheses x N_ROLES: share of each role in a hypothesis, times frequency^-1 already taken by the likelihood."""
    table = np.zeros((len(HYPOTHESES), N_ROLES))
    for row, (roles, _) in enumerate(HYPOTHESES):
        for role in roles:
            table[row, role] = frequency[role]
    share: F64 = table / table.sum(axis=1, keepdims=True)
    return share


def standing(shard: Shard, articles: NDArray[np.int64], lone: LoneDigits) -> F64:
    """articles x N_ROLES: how many marks and numbers of each role stand in the text, glued full stops apart."""
    table = np.zeros((len(articles), N_ROLES))
    known = shard.types.column("standing_role", _standing_roles)
    tokens = tokens_of(shard, articles)
    kind = known[shard.token_type[tokens]]
    place = np.repeat(np.arange(len(articles)), np.diff(shard.article_token)[articles])
    start, end = shard.token_start, shard.token_end
    before = np.maximum(tokens - 1, 0)
    # A full stop that touches an abbreviation (`L.`, `TP.`) or was glued to a line's end says nothing; one that touches a
    # plain word is how raw text ends its sentences.
    touching = (start[tokens] == end[before]) & shard.types.flags("full_stop", lambda form: form == ".")[shard.token_type[tokens]]
    plain_word = shard.types.flags("plain_word", lambda form: len(form) > 2 and form.replace("_", "").replace(" ", "").islower())
    stops = np.flatnonzero(touching)
    inner = np.array([not ends_line(shard.text, int(place)) for place in end[tokens[stops]].tolist()], dtype=np.bool_)
    speaks = plain_word[shard.token_type[before[stops]]] & inner
    kind = kind.copy()
    kind[stops[~speaks]] = 0
    # Parts of a date or a range (`2/11`, `690-1.580`) are no plain numbers.
    joint = shard.types.flags("number_joint", lambda form: form in "/-–:")[shard.token_type]
    behind = np.minimum(tokens + 1, shard.n_tokens - 1)
    part = ((start[tokens] == end[before]) & joint[before]) | ((start[behind] == end[tokens]) & joint[behind])
    kind[part & (kind == 1 << Role.PLAIN)] = 0
    for role in range(N_ROLES):
        hits = (kind >> role) & 1 == 1
        table[:, role] = np.bincount(place[hits], minlength=len(articles))
    return table


def _standing_roles(forms: tuple[str, ...]) -> NDArray[np.int64]:
    """Per form, a bit for each role that it stands for."""
    bits = []
    for form in forms:
        value = sum(1 << role for role in LITERALS.get(form, ()))
        if len(form) > 1 and form[0].isdecimal() and form[-1].isdecimal():
            value |= 1 << Role.PLAIN
        bits.append(value)
    return np.array(bits, dtype=np.int64)


def infer(shard: Shard, lone: LoneDigits, likelihood: NDArray[np.float32], stands: F64, articles: NDArray[np.int64],
          frequency: F64) -> Groups:
    """The code books of all articles. `likelihood` is n x N_ROLES, log; `stands` is rows of `standing` for `articles`."""
    place = np.searchsorted(articles, lone.article)
    key, of_lone, count = np.unique(place.astype(np.int64) * 10 + lone.digit, return_inverse=True, return_counts=True)
    article, digit = key // 10, key % 10
    scaled = np.exp(np.clip(likelihood.astype(np.float64), -12, 8))
    table = weights(frequency)
    total = count[:, None]
    blocked = stands[article] >= np.maximum(1, _STANDING_SHARE * total)
    blocked[:, [Role.PLAIN, Role.COMPOUND, Role.GENUINE]] = False
    allowed = np.where(blocked, _STANDING, 1.0)
    mixed = (1 - _STRAY) * in_order(scaled * allowed[of_lone], table.T) + _STRAY * scaled[:, [Role.GENUINE]]
    mixed[:, GENUINE] = scaled[:, Role.GENUINE]
    score = np.zeros((len(key), len(HYPOTHESES)))
    np.add.at(score, of_lone, np.log(mixed))
    _pair(score, of_lone, scaled * allowed[of_lone])
    number_like = np.exp(likelihood.astype(np.float64)) * frequency
    number_like = number_like[:, [Role.PLAIN, Role.COMPOUND, Role.GENUINE]].sum(axis=1)
    number_like[number_like < 0.5] = 0
    group_numbers = np.bincount(of_lone, number_like, minlength=len(key))
    # Numbers that stand beside this digit's: those of several figures, and other digits, of which one may be the code of the
    # other shape.
    by_digit = np.zeros((len(articles), 10))
    by_digit[article, digit] = np.where(group_numbers >= _NUMBER_SHARE * count, group_numbers, 0)
    others = by_digit[article]
    others[np.arange(len(article)), digit] = 0
    rest = stands[article, Role.PLAIN] + others.sum(axis=1) - others.max(axis=1)
    kept = np.clip(rest / (count + rest), 0.02, 0.98)
    # `quốc_lộ 6` eight times is one fact: uses behind the same word count once.
    wide = np.int64(len(shard.types) + 1)
    distinct, right = (np.bincount(np.unique(of_lone * wide + beside(shard, lone.token, step)) // wide, minlength=len(key))
                       for step in (-1, 1))
    variety = np.sqrt(distinct * right) / count
    same = _BURST * np.sqrt(count * distinct) * np.log((1 - kept) / SAME_DIGIT[digit]) + rest * np.log(kept) - 1.5
    same -= _STANDING_NUMBER * np.minimum(rest, 10)
    few = (count <= _FEW_NUMBERS) & (rest >= 1)
    for row, (roles, prior) in enumerate(HYPOTHESES):
        score[:, row] += prior
        if roles <= set(_EXTRA):
            score[:, row] -= _RARE_COST * np.maximum(count - _RARE_USES, 0)
        if roles <= NUMBERS:
            score[:, row] += np.clip(same, -8.0, 8.0) - np.where(few, _FEW_NUMBERS_COST, 0.0)
    groups = _settle(article, digit, count, of_lone, score, blocked, variety)
    # Where the plain numbers are coded and none stands, the author's own digits are gone too.
    plain = groups.roles[:, Role.PLAIN] & (groups.evidence > _SURE_CODE) & (rest < 1) & (stands[article, Role.PLAIN] == 0)
    if not plain.any():
        return groups
    gone = np.zeros(len(articles))
    gone[article[plain]] = np.minimum(_NUMBERS_GONE * count[plain], _MOST_GONE)
    score[:, GENUINE] -= gone[article]
    return _settle(article, digit, count, of_lone, score, blocked, variety)


def _pair(score: F64, of_lone: NDArray[np.int64], scaled: F64) -> None:
    """Judge quotes and brackets of one digit as opening and closing in turn, where that says more than each use by itself."""
    order = np.argsort(of_lone, kind="stable")
    first = np.searchsorted(of_lone[order], of_lone[order], side="left")
    closing = np.zeros(len(of_lone), dtype=np.int64)
    closing[order] = (np.arange(len(order)) - first) % 2
    row = np.arange(len(of_lone))
    for roles in ((Role.OPEN_QUOTE, Role.CLOSE_QUOTE), (Role.OPEN_BRACKET, Role.CLOSE_BRACKET)):
        in_turn = (1 - _STRAY) * scaled[row, np.array(roles)[closing]] + _STRAY * scaled[:, Role.GENUINE]
        total = np.bincount(of_lone, np.log(in_turn), minlength=len(score)) + _IN_TURN
        column = next(number for number, (held, _) in enumerate(HYPOTHESES) if held == frozenset(roles))
        np.maximum(score[:, column], total, out=score[:, column])


def _settle(article: NDArray[np.int64], digit: NDArray[np.int64], count: NDArray[np.int64], of_lone: NDArray[np.int64],
            score: F64, blocked: NDArray[np.bool_], variety: F64) -> Groups:
    """The likeliest book of each article, in which no role of a mark or number belongs to two digits."""
    evidence = np.delete(score, GENUINE, axis=1).max(axis=1) - score[:, GENUINE]
    best, odds = _books(article, evidence, score)
    chosen = _MEMBER[best]
    merged = chosen.sum(axis=1) > 1
    roles = chosen & ~(blocked & merged[:, None])
    # A merged digit holds its rarer marks only until another digit claims one for itself.
    owned = np.zeros((article.max() + 1 if len(article) else 0, N_ROLES), dtype=np.bool_)
    alone = np.flatnonzero(~merged & chosen[:, list(_EXTRA)].any(axis=1))
    owned[article[alone], chosen[alone].argmax(axis=1)] = True
    roles &= ~(owned[article] & merged[:, None])
    roles[~roles.any(axis=1), Role.GENUINE] = True
    probability = (odds * ((_MEMBER[None] & roles[:, None]).any(axis=2))).sum(axis=1)
    marks: NDArray[np.bool_] = np.any(roles[:, :Role.PLAIN], axis=1)
    core_roles = np.any(roles[:, :Role.COLON], axis=1)
    return Groups(article, digit, count, of_lone, score, roles, probability, evidence, marks, core_roles, variety,
                  in_order(odds, _SHARES))


def _books(article: NDArray[np.int64], evidence: F64, score: F64) -> tuple[NDArray[np.int64], F64]:
    """The hypothesis of each digit in the likeliest book of its article, and the share of each hypothesis over the likely ones.

    A beam search over the digits of an article, the surest first, for all articles together.
    """
    n = len(article)
    odds = np.zeros((n, len(HYPOTHESES)))
    best = np.full(n, GENUINE)
    if not n:
        return best, odds
    order = np.lexsort((-evidence, article))
    heads = np.flatnonzero(np.append(True, article[order][1:] != article[order][:-1]))
    sizes = np.diff(np.append(heads, n))
    by_size = np.argsort(-sizes, kind="stable")
    heads, sizes = heads[by_size], sizes[by_size]
    total = np.full((len(heads), _BEAM), -np.inf)
    total[:, 0] = 0.0
    taken = np.zeros((len(heads), _BEAM), dtype=np.int64)
    path = np.zeros((len(heads), _BEAM, int(sizes.max())), dtype=np.int8)
    for step in range(int(sizes.max())):
        running = int(np.searchsorted(-sizes, -step, side="left"))
        group = order[heads[:running] + step]
        free = (taken[:running, :, None] & _CLAIMS) == 0
        ahead = np.where(free, total[:running, :, None] + score[group][:, None, :], -np.inf).reshape(running, -1)
        top = np.sort(np.argpartition(-ahead, _BEAM - 1, axis=1)[:, :_BEAM], axis=1)
        top = np.take_along_axis(top, np.argsort(-np.take_along_axis(ahead, top, axis=1), axis=1, kind="stable"), axis=1)
        total[:running] = np.take_along_axis(ahead, top, axis=1)
        parent, chosen = top // len(HYPOTHESES), top % len(HYPOTHESES)
        taken[:running] = np.take_along_axis(taken[:running], parent, axis=1) | _CLAIMS[chosen]
        path[:running] = np.take_along_axis(path[:running], parent[:, :, None], axis=1)
        path[:running, :, step] = chosen
    share = np.exp(total - total[:, :1])
    share /= share.sum(axis=1, keepdims=True)
    for step in range(int(sizes.max())):
        running = int(np.searchsorted(-sizes, -step, side="left"))
        group = order[heads[:running] + step]
        best[group] = path[:running, 0, step]
        np.add.at(odds, (group[:, None], path[:running, :, step].astype(np.int64)), share[:running])
    return best, odds


__all__ = ["GENUINE", "HYPOTHESES", "NUMBERS", "RARE", "SAME_DIGIT", "Groups", "infer", "standing", "weights"]
