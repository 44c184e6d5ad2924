"""Digit codes of a shard: which articles are damaged, what each lone digit is, and the edits that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.edits import Edit
from vnnlp.repair import detection
from vnnlp.repair.codebook import Groups, infer, standing
from vnnlp.repair.features import features, line_starts
from vnnlp.repair.lone import LoneDigits, find_lone_digits, worth_a_look
from vnnlp.repair.model import ContextModel, load
from vnnlp.repair.pairing import decode
from vnnlp.repair.part import part_of
from vnnlp.repair.roles import MARKS, N_ROLES, SENTENCE_END, Role
from vnnlp.repair.second import Look, inputs, probabilities
from vnnlp.settings import RepairSettings
from vnnlp.shard import LOST, Mask, Shard

_STRAY, _STRAY_AMONG_NUMBERS = 0.02, 0.1
"""Share of a code digit's uses that the author wrote: in articles whose numbers are coded too, and in others."""
_SWALLOW_DOT = SENTENCE_END | {Role.COMMA, Role.COLON, Role.SEMICOLON, Role.DASH}
_HARM, _HARM_AMONG_NUMBERS = 24.0, 6.0
"""A digit of the author's that becomes a mark, or a lost number, counts as so many codes that are left."""
_SHAPE_SURE = 0.8
_PROVEN = 0.98
NUMBERS = [int(Role.PLAIN), int(Role.COMPOUND)]
KINDS = {"sentence": (Role.COMMA, Role.PERIOD),
         "pair": (Role.OPEN_QUOTE, Role.CLOSE_QUOTE, Role.OPEN_BRACKET, Role.CLOSE_BRACKET),
         "rare": (Role.COLON, Role.DASH, Role.SEMICOLON, Role.ELLIPSIS, Role.QUESTION, Role.EXCLAMATION),
         "number": (Role.PLAIN, Role.COMPOUND), "genuine": (Role.GENUINE,)}
"""Roles that are calibrated together."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The articles worth a look (a of them), their n lone digits, and which of them are damaged."""

    articles: NDArray[np.int64]
    lone: LoneDigits
    groups: Groups
    damaged: Mask
    """a."""
    probability: NDArray[np.float64]
    """a: that the article is damaged."""
    vetoes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Findings(Judged):
    """What each of the lone digits is."""

    role: NDArray[np.int8]
    """n: a Role; GENUINE where nothing is to be changed."""
    confidence: NDArray[np.float64]
    """n: calibrated probability that `role` is right."""
    posterior: NDArray[np.float64]
    """n x N_ROLES."""
    proven: Mask
    """n: a genuine digit, sure enough to be given out."""


@dataclass(frozen=True, slots=True, eq=False)
class _First(Judged):
    """What the first look makes of them."""

    rows: NDArray[np.int64]
    """The lone digits of the damaged articles."""
    look: Look | None
    """What was found about them; None where there are none."""


def examine(shard: Shard, settings: RepairSettings, model: ContextModel | None = None, within: Sequence[int] | None = None,
            ) -> Findings:
    """Look at every article (of those in `within`) in which a digit stands alone often enough."""
    model = model or load()
    first = _first(shard, settings, model, within)
    n = len(first.lone)
    role = np.full(n, Role.GENUINE, dtype=np.int8)
    confidence = np.zeros(n)
    posterior = np.zeros((n, N_ROLES))
    posterior[:, Role.GENUINE] = 1.0
    if first.look is not None:
        rows, look = first.rows, first.look
        emission = look.posterior
        if model.second:
            emission = probabilities(model.second, inputs(look), first.lone.digit[rows])
            _spare(emission)
        role[rows], posterior[rows] = decode(emission, first.lone.article[rows], look.line)
        sure = calibrated(of_edit(posterior[rows], role[rows]), role[rows], model.tables)
        confidence[rows] = sure * first.probability[first.groups.article[first.groups.of_lone[rows]]]
    proven = (role == Role.GENUINE) & (confidence >= _PROVEN)
    return Findings(first.articles, first.lone, first.groups, first.damaged, first.probability, first.vetoes, role, confidence,
                    posterior, proven)


def _spare(emission: NDArray[np.float64]) -> None:
    """Weigh the author's digits by the harm that changing them does."""
    number = emission[:, NUMBERS].sum(axis=1)
    # A lost number is one whatever its shape: both shapes together are weighed, although one is chosen.
    chosen = _HARM_AMONG_NUMBERS * emission[:, NUMBERS].max(axis=1) / np.maximum(number, 1e-12)
    emission[:, Role.GENUINE] *= np.where(emission[:, :Role.PLAIN].sum(axis=1) > number, _HARM, chosen)


def second_inputs(shard: Shard, model: ContextModel) -> tuple[LoneDigits, NDArray[np.float32]]:
    """The lone digits of the damaged articles and what the second look sees of them: to train it."""
    first = _first(shard, RepairSettings(), model, None)
    if first.look is None:
        return first.lone.where(first.rows), np.zeros((0, 0), dtype=np.float32)
    return first.lone.where(first.rows), inputs(first.look)


def _first(shard: Shard, settings: RepairSettings, model: ContextModel, within: Sequence[int] | None) -> _First:
    """Up to the decision which articles are damaged, and each use in these judged by its context and the book."""
    lone = find_lone_digits(shard)
    articles = worth_a_look(shard, lone)
    if within is not None:
        articles = articles[np.isin(articles, within)]
    nothing = np.zeros(0, dtype=np.int64)
    if not len(articles):
        groups = Groups.none()
        return _First(articles, lone.where(nothing), groups, nothing.astype(np.bool_), np.zeros(0), (), nothing, None)
    frequency = np.array(model.tables["role_frequency"])
    lone = lone.where(np.isin(lone.article, articles))
    part, uses = part_of(shard, lone, articles)
    places = np.arange(len(articles))
    likelihood, hidden = model.log_likelihood(features(part, uses))
    stands = standing(part, places, uses)
    groups = infer(part, uses, likelihood, stands, places, frequency)
    probability, vetoes = detection.judge(part, uses, groups, places, model.tables)
    damaged = probability >= settings.detection
    rows = np.flatnonzero(damaged[groups.article[groups.of_lone]])
    look = None
    if len(rows):
        look = _first_look(part, uses.where(rows), groups, likelihood[rows], hidden[rows], stands, frequency, damaged)
    return _First(articles, lone, groups, damaged, probability, vetoes, rows, look)


def _first_look(part: Shard, lone: LoneDigits, groups: Groups, likelihood: NDArray[np.float32], hidden: NDArray[np.float32],
                stands: NDArray[np.float64], frequency: NDArray[np.float64], chosen: Mask) -> Look:
    """Each use in the damaged articles (`chosen` of the part's), whose lone digits these are, judged by context and book."""
    damaged = np.flatnonzero(chosen)
    groups = groups.within(damaged)
    emission = np.exp(np.clip(likelihood.astype(np.float64), -12, 8)) * frequency
    held = groups.roles[groups.of_lone]
    emission = np.where(held, emission, 0.0)
    numbers = np.zeros(len(damaged), dtype=np.bool_)
    numbers[groups.article[groups.roles[:, Role.PLAIN]]] = True
    stray = np.where(numbers, _STRAY, _STRAY_AMONG_NUMBERS)[groups.article[groups.of_lone]]
    genuine = np.exp(np.clip(likelihood[:, Role.GENUINE].astype(np.float64), -12, 8))
    total = np.maximum(emission.sum(axis=1) / np.maximum((held * frequency).sum(axis=1), 1e-12), 1e-12)
    emission /= np.maximum((held * frequency).sum(axis=1, keepdims=True), 1e-12)
    emission[:, Role.GENUINE] = np.where(held[:, Role.GENUINE], total, stray * genuine)
    line = np.searchsorted(line_starts(part, damaged), part.token_start[lone.token], side="right")
    _, posterior = decode(emission, lone.article, line)
    return Look(part, lone, damaged, likelihood, posterior, hidden, groups, stands[damaged], line.astype(np.int64))


def of_edit(posterior: NDArray[np.float64], role: NDArray[np.int8]) -> NDArray[np.float64]:
    """n: the probability of what an edit shows, which for both shapes of lost number is the same."""
    both = posterior[:, NUMBERS].sum(axis=1)
    return np.where(np.isin(role, NUMBERS), both, posterior[np.arange(len(role)), role])


def calibrated(raw: NDArray[np.float64], role: NDArray[np.integer], tables: dict[str, Any]) -> NDArray[np.float64]:
    """Probabilities as they came true on the calibration articles: a rising line a kind of role."""
    result = raw.copy()
    for kind, points in tables.get("calibration", {}).items():
        rows = np.isin(role, KINDS[kind])
        result[rows] = np.interp(raw[rows], points["raw"], points["right"])
    return result


def code_edits(shard: Shard, found: Findings, settings: RepairSettings) -> dict[int, list[Edit]]:
    """The edits of every damaged article, by article index; those below the floor are proposals."""
    edits: dict[int, list[Edit]] = {}
    chosen = np.flatnonzero(found.role != Role.GENUINE)
    lone = found.lone
    starts = shard.token_start[lone.token[chosen]] - shard.article_start[lone.article[chosen]]
    uses_of = found.groups.count[found.groups.of_lone[chosen]]
    columns = (chosen, lone.article[chosen], starts, found.role[chosen], lone.digit[chosen], lone.glued[chosen],
               np.round(found.confidence[chosen], 6), uses_of)
    roles = tuple(Role)
    for k, article, start, number, figure, glued, confidence, uses in zip(*(column.tolist() for column in columns), strict=True):
        role, digit = roles[number], str(figure)
        end, before = start + 1, digit
        if role in MARKS:
            after, kind = MARKS[role], "mark"
            reason = f"{digit} is a code here ({uses} uses); the words around it ask for a {role.title}"
            if glued and (role in _SWALLOW_DOT or _ends_sentence_before(shard, found, k)):
                end, before = start + 2, digit + "."
                reason += "; the full stop was glued to the line's end"
        else:
            after, kind = LOST, "lost_number"
            both = found.posterior[k, Role.PLAIN] + found.posterior[k, Role.COMPOUND]
            shape = role.title if found.posterior[k, role] >= _SHAPE_SURE * both else "unknown"
            reason = f"{digit} is a code here ({uses} uses) for numbers; shape: {shape}"
        edits.setdefault(article, []).append(
            Edit(start, end, before, after, kind, confidence, reason, confidence >= settings.floor))
    return edits


def _ends_sentence_before(shard: Shard, found: Findings, k: int) -> bool:
    """Whether the sentence ended just before a closing quote or bracket at the end of its line."""
    token = int(found.lone.token[k]) - 1
    if k and found.lone.token[k - 1] == token:
        return Role(int(found.role[k - 1])) in SENTENCE_END
    return token >= 0 and shard.types.forms[shard.token_type[token]] in (".", "?", "!", "…", "...")
