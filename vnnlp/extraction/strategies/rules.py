"""Triggers at work: which of them fire in an article, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vnnlp.extraction.strategies.context import polarity, regulated, segment
from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.subjects import Subject, Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy, Trigger

_DROPS: Final = ("context:crime",)
_MINIMUM_FIELD: Final = 2
_AGE: Final = 8
"""Sentences after which a running subject is no longer trusted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A strategy of one carrier in one sentence."""

    sentence: int
    carrier: str
    strategy: str
    segment: str
    polarity: str
    confidence: float
    anchor: Span
    trigger: int
    subject: Subject


def findings(page: Page, taxonomy: Taxonomy) -> list[Finding]:
    """What an article says, one finding for each sentence, carrier and strategy: the most certain one."""
    if len(page.groups.get("context:field", ())) < _MINIMUM_FIELD and "context:field" in _known(taxonomy):
        return []
    subjects = Subjects(page)
    best: dict[tuple[int, str, str], Finding] = {}
    for trigger in taxonomy.triggers:
        for anchor, sentence in _fired(page, trigger):
            for finding in _of(page, trigger, anchor, sentence, subjects, taxonomy):
                key = (finding.sentence, finding.carrier, finding.strategy)
                if key not in best or finding.confidence > best[key].confidence:
                    best[key] = finding
    return sorted(best.values(), key=lambda one: (one.sentence, one.carrier, one.strategy))


def _known(taxonomy: Taxonomy) -> set[str]:
    return {group for groups in taxonomy.phrases.values() for group in groups if group.startswith("context:")}


def _fired(page: Page, trigger: Trigger) -> Iterator[tuple[Span, int]]:
    for group in trigger.anchors:
        for anchor in page.groups.get(group, ()):
            sentence = page.sentence_of(anchor[0])
            if all(any(page.near(one, anchor, sentence, overlap=False) for one in choice) for choice in trigger.with_) \
                    and not any(page.near(one, anchor, sentence, overlap=True) for one in trigger.without):
                yield anchor, sentence


def _of(page: Page, trigger: Trigger, anchor: Span, sentence: int, subjects: Subjects, taxonomy: Taxonomy) -> Iterator[Finding]:
    subject = subjects.of(anchor, sentence)
    if not subject.carriers or (subject.how == "running" and subject.age > _AGE):
        return
    first, last = page.bounds(sentence)
    if any(page.within(drop, first, last) for drop in _DROPS) or regulated(page, anchor, sentence, subjects.agents[sentence]):
        return
    strategy = trigger.strategy
    for change in taxonomy.replacements:
        if strategy in change.anchors and all(any(page.near(one, anchor, sentence, overlap=True) for one in choice)
                                              for choice in change.with_):
            strategy = change.strategy
    default = trigger.segment if strategy == trigger.strategy else ""
    which = segment(page, anchor, sentence, default or taxonomy.strategies[strategy].segment, taxonomy)
    sign = polarity(page, anchor, sentence, subject, taxonomy)
    confidence = trigger.confidence * (0.9 if subject.how in ("running", "title") else 1.0)
    for carrier in subject.carriers:
        yield Finding(sentence, carrier, strategy, which, sign, confidence, anchor, trigger.number, subject)
