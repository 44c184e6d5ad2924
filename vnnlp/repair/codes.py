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
from vnnlp.repair.roles import MARKS, N_ROLES, SENTENCE_END, Role
from vnnlp.settings import RepairSettings
from vnnlp.shard import LOST, Mask, Shard

_STRAY, _STRAY_AMONG_NUMBERS = 0.02, 0.1
"""Share of a code digit's uses that the author wrote: in articles whose numbers are coded too, and in others."""
_SWALLOW_DOT = SENTENCE_END | {Role.COMMA, Role.COLON, Role.SEMICOLON, Role.DASH}
_SHAPE_SURE = 0.8
_PROVEN = 0.98
KINDS = {"sentence": (Role.COMMA, Role.PERIOD),
         "pair": (Role.OPEN_QUOTE, Role.CLOSE_QUOTE, Role.OPEN_BRACKET, Role.CLOSE_BRACKET),
         "rare": (Role.COLON, Role.DASH, Role.SEMICOLON, Role.ELLIPSIS, Role.QUESTION, Role.EXCLAMATION),
         "number": (Role.PLAIN, Role.COMPOUND), "genuine": (Role.GENUINE,)}
"""Roles that are calibrated together."""


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What was found in the articles worth a look (a of them), over their n lone digits."""

    articles: NDArray[np.int64]
    lone: LoneDigits
    groups: Groups
    damaged: Mask
    """a."""
    probability: NDArray[np.float64]
    """a: that the article is damaged."""
    vetoes: tuple[tuple[str, ...], ...]
    role: NDArray[np.int8]
    """n: a Role; GENUINE where nothing is to be changed."""
    confidence: NDArray[np.float64]
    """n: calibrated probability that `role` is right."""
    posterior: NDArray[np.float64]
    """n x N_ROLES."""
    proven: Mask
    """n: a genuine digit, sure enough to be given out."""


def examine(shard: Shard, settings: RepairSettings, model: ContextModel | None = None, within: Sequence[int] | None = None,
            ) -> Findings:
    """Look at every article (of those in `within`) in which a digit stands alone often enough."""
    lone = find_lone_digits(shard)
    articles = worth_a_look(shard, lone)
    if within is not None:
        articles = articles[np.isin(articles, within)]
    if not len(articles):
        none = np.zeros(0)
        nothing = lone.where(np.zeros(len(lone), dtype=np.bool_))
        no = np.zeros(0, dtype=np.int64)
        never = none.astype(np.bool_)
        groups = Groups(no, no, no, no, none[:, None], np.zeros((0, N_ROLES), dtype=np.bool_), none, none, never, never, none)
        return Findings(articles, nothing, groups, none.astype(np.bool_), none, (), none.astype(np.int8), none,
                        np.zeros((0, N_ROLES)), none.astype(np.bool_))
    model = model or load()
    frequency = np.array(model.tables["role_frequency"])
    lone = lone.where(np.isin(lone.article, articles))
    likelihood = model.log_likelihood(features(shard, lone))
    stands = standing(shard, articles, lone)
    groups = infer(shard, lone, likelihood, stands, articles, frequency)
    probability, vetoes = detection.judge(shard, lone, groups, articles, model.tables)
    damaged = probability >= settings.detection
    emission = np.exp(np.clip(likelihood.astype(np.float64), -12, 8)) * frequency
    held = groups.roles[groups.of_lone]
    emission = np.where(held, emission, 0.0)
    numbers = np.zeros(len(articles), dtype=np.bool_)
    numbers[groups.article[groups.roles[:, Role.PLAIN]]] = True
    stray = np.where(numbers, _STRAY, _STRAY_AMONG_NUMBERS)[groups.article[groups.of_lone]]
    genuine = np.exp(np.clip(likelihood[:, Role.GENUINE].astype(np.float64), -12, 8))
    total = np.maximum(emission.sum(axis=1) / np.maximum((held * frequency).sum(axis=1), 1e-12), 1e-12)
    emission /= np.maximum((held * frequency).sum(axis=1, keepdims=True), 1e-12)
    emission[:, Role.GENUINE] = np.where(held[:, Role.GENUINE], total, stray * genuine)
    line = np.searchsorted(line_starts(shard, articles), shard.token_start[lone.token], side="right")
    role, posterior = decode(emission, lone.article, line)
    raw = posterior[np.arange(len(lone)), role] * groups.probability[groups.of_lone]
    confidence = calibrated(raw, role, model.tables) * probability[groups.article[groups.of_lone]]
    role = np.where(damaged[groups.article[groups.of_lone]], role, Role.GENUINE).astype(np.int8)
    proven = (role == Role.GENUINE) & (confidence >= _PROVEN)
    return Findings(articles, lone, groups, damaged, probability, vetoes, role, confidence, posterior, proven)


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
    starts = shard.token_start[found.lone.token]
    for k in chosen.tolist():
        article, role = int(found.lone.article[k]), Role(int(found.role[k]))
        start = int(starts[k] - shard.article_start[article])
        digit, confidence = str(found.lone.digit[k]), float(found.confidence[k])
        uses = int(found.groups.count[found.groups.of_lone[k]])
        end, before = start + 1, digit
        if role in MARKS:
            after, kind = MARKS[role], "mark"
            reason = f"{digit} is a code here ({uses} uses); the words around it ask for a {role.title}"
            if found.lone.glued[k] and (role in _SWALLOW_DOT or _ends_sentence_before(shard, found, k)):
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
