"""The stage itself: a segmented shard in, the repaired shard out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vnnlp.edits import Edit, OffsetMap, apply
from vnnlp.repair.codes import Findings, code_edits, examine
from vnnlp.repair.roles import Role
from vnnlp.repair.rules import rule_edits, without_overlaps
from vnnlp.segmentation import resegment
from vnnlp.settings import RepairSettings
from vnnlp.shard import Mask, Shard

_FURTHER_PASSES = 3


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found in one article. `code_book` rows are (digit, role, probability, count)."""

    damaged: bool
    probability: float
    code_book: tuple[tuple[str, str, float, int], ...] = ()
    vetoes: tuple[str, ...] = ()


def diagnose(shard: Shard, settings: RepairSettings | None = None) -> list[Diagnosis]:
    """One Diagnosis an article, in their order: the code book of a damaged one, and what vetoed where a code seemed to be.

    >>> from vnnlp.segmentation import document
    >>> diagnose(document("Giá cước giảm 10 % từ ngày 2/11 .").shard)
    [Diagnosis(damaged=False, probability=0.0, code_book=(), vetoes=())]
    """
    settings = settings or RepairSettings()
    found = examine(shard, settings)
    result = [Diagnosis(False, 0.0) for _ in shard.articles]
    groups = found.groups
    for place, article in enumerate(found.articles.tolist()):
        book: list[tuple[str, str, float, int]] = []
        if found.damaged[place]:
            for group in np.flatnonzero(groups.article == place).tolist():
                of_group = found.role[groups.of_lone == group]
                for number in np.unique(of_group).tolist():
                    role, count = Role(number), int((of_group == number).sum())
                    if role is not Role.GENUINE:
                        book.append((str(groups.digit[group]), role.title, round(float(groups.probability[group]), 4), count))
        result[article] = Diagnosis(bool(found.damaged[place]), round(float(found.probability[place]), 4), tuple(book),
                                    found.vetoes[place])
    return result


def repair(shard: Shard, settings: RepairSettings | None = None) -> Shard:
    """The shard with its damaged articles repaired; every change is an Edit, and `vnnlp.edits.undo` takes it back.

    Sets `damaged`, `edits`, `maps` and `untrusted`; an article without edits keeps its text and tokens. Repairing a
    repaired shard changes nothing.

    >>> from vnnlp.segmentation import document
    >>> repair(document("Giá cước giảm 10 % từ ngày 2/11 .").shard).damaged.tolist()
    [False]
    """
    settings = settings or RepairSettings()
    if not settings.enabled:
        return replace(shard, damaged=np.zeros(len(shard), dtype=np.bool_))
    if shard.damaged is not None:
        return shard
    found = examine(shard, settings)
    damaged = np.zeros(len(shard), dtype=np.bool_)
    damaged[found.articles[found.damaged]] = True
    listed = code_edits(shard, found, settings)
    for article, others in rule_edits(shard).items():
        listed.setdefault(article, []).extend(
            edit if edit.confidence >= settings.floor else replace(edit, applied=False) for edit in others)
    edits = {article: without_overlaps(rows) for article, rows in sorted(listed.items())}
    maps: dict[int, OffsetMap] = {}
    repaired = _applied(shard, edits, maps)
    changed = sorted(maps)
    for _ in range(_FURTHER_PASSES):
        # With its marks back, an article says more about the digits that remain; and a second repair must find nothing.
        more = _moved(shard, maps, code_edits(repaired, examine(repaired, settings, within=changed), settings))
        changed = sorted(more)
        if not more:
            break
        edits |= {article: without_overlaps([*rows, *edits.get(article, ())]) for article, rows in more.items()}
        repaired = _applied(repaired, {article: edits[article] for article in changed}, maps)
    # What segmentation proposed stays a proposal beside the repairs.
    for article, proposals in shard.edits.items():
        edits[article] = tuple(sorted((*edits.get(article, ()), *proposals), key=lambda edit: (edit.start, edit.end)))
    return replace(repaired, damaged=damaged, edits=MappingProxyType(dict(sorted(edits.items()))), maps=MappingProxyType(maps),
                   untrusted=_untrusted(shard, repaired, found, edits, maps))


def _applied(shard: Shard, edits: Mapping[int, tuple[Edit, ...]], maps: dict[int, OffsetMap]) -> Shard:
    """The shard with the applied edits of some articles; `maps` gets their offset maps."""
    changed: dict[int, str] = {}
    for article, rows in edits.items():
        if any(edit.applied for edit in rows):
            changed[article], maps[article] = apply(shard.articles[article].text, rows)
    return resegment(shard, changed) if changed else shard


def _moved(shard: Shard, maps: Mapping[int, OffsetMap], found: Mapping[int, list[Edit]]) -> dict[int, list[Edit]]:
    """Applied edits of repaired text at their place in the article as read; those that touch an earlier edit are left out."""
    moved: dict[int, list[Edit]] = {}
    for article, rows in found.items():
        text = shard.articles[article].text
        for edit in rows:
            start, end = maps[article].span_to_read(edit.start, edit.end)
            if edit.applied and text[start:end] == edit.before:
                moved.setdefault(article, []).append(replace(edit, start=start, end=end))
    return moved


def _untrusted(shard: Shard, repaired: Shard, found: Findings, edits: Mapping[int, tuple[Edit, ...]],
               maps: Mapping[int, OffsetMap]) -> Mask | None:
    """The tokens of `repaired` that are lone digits of damaged articles and were neither repaired nor proven genuine."""
    doubtful = found.damaged[found.groups.article[found.groups.of_lone]] & ~found.proven if len(found.lone) else found.proven
    if not doubtful.any():
        return None
    done = {(article, edit.start) for article, rows in edits.items() for edit in rows if edit.applied}
    mask = np.zeros(repaired.n_tokens, dtype=np.bool_)
    article = found.lone.article[doubtful]
    start: NDArray[np.int32] = shard.token_start[found.lone.token[doubtful]] - shard.article_start[article]
    for index, offset in zip(article.tolist(), start.tolist(), strict=True):
        if (index, offset) not in done:
            moved = int(maps[index].to_repaired(np.array([offset]))[0]) if index in maps else offset
            mask[np.searchsorted(repaired.token_start, repaired.article_start[index] + moved, side="right") - 1] = True
    return mask if mask.any() else None
