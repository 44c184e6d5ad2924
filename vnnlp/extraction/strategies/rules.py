"""Triggers at work: which of them fire in an article, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from vnnlp.extraction.strategies.context import DOES, polarity, regulated, segment, unsaid
from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.scoring import confidence, features, load_weights, plain_confidence
from vnnlp.extraction.strategies.subjects import ALL, Subject, Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy, Trigger

_CRIMES: Final = 4
_LOOK_BACK: Final = 3
_AGE: Final = 5
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
    announced: bool
    """Said to come, not done yet."""
    features: tuple[float, ...] = ()
    """What `scoring` makes of it."""


def findings(page: Page, subjects: Subjects, taxonomy: Taxonomy) -> list[Finding]:
    """What an article says, one finding for each sentence, carrier and strategy: the most certain one."""
    best: dict[tuple[int, str, str], Finding] = {}
    fired: dict[tuple[int, str, str], set[int]] = {}
    for trigger in taxonomy.triggers:
        for anchor, sentence in _fired(page, trigger):
            for finding in _of(page, trigger, anchor, sentence, subjects, taxonomy):
                key = (finding.sentence, finding.carrier, finding.strategy)
                fired.setdefault(key, set()).add(trigger.number)
                if key not in best or finding.confidence > best[key].confidence:
                    best[key] = finding
    field = len({" ".join(page.words[start - page.tokens[0]:end - page.tokens[0]])
                 for start, end in page.groups.get("context:field", ())})
    firm = {key for key, numbers in fired.items() if not all(taxonomy.triggers[number].fallback for number in numbers)}
    covered = {(sentence, carrier) for sentence, carrier, _ in firm}
    scored = [_scored(page, one, len(fired[key]), field, taxonomy) for key, one in best.items()
              if key in firm or key[:2] not in covered]
    ordered = sorted(scored, key=lambda one: (one.sentence, one.carrier, one.strategy))
    return list(_with_segments(page, _continued(page, ordered), subjects, taxonomy))


def _scored(page: Page, one: Finding, triggers: int, field: int, taxonomy: Taxonomy) -> Finding:
    first, last = page.bounds(one.sentence)
    weak = _weak(page, first, last)
    agent = one.subject.agent
    distance = max(one.anchor[0] - agent.end, agent.start - one.anchor[1], 0) if agent is not None else 0
    values = features(one.confidence, one.subject.how, collective=one.carrier == ALL, triggers=triggers, distance=distance,
                      length=last - first, field=field, weak=weak)
    if taxonomy.own:
        return replace(one, confidence=plain_confidence(one.confidence, one.subject.how, weak=weak), features=values)
    return replace(one, confidence=confidence(load_weights(), values), features=values)


def _continued(page: Page, found: list[Finding]) -> list[Finding]:
    """What a headline gives to one carrier stays with it where a later sentence has no subject, whoever was named between."""
    headline = {one.strategy: one.carrier for one in found if page.line[one.sentence] == 0 and one.subject.how == "before"}
    holders = {(one.strategy, one.carrier) for one in found if one.subject.how in ("before", "behind")}
    result: dict[tuple[int, str, str], Finding] = {}
    for one in found:
        owner = headline.get(one.strategy)
        if owner and one.subject.how == "running" and (one.strategy, one.carrier) not in holders:
            one = replace(one, carrier=owner)  # noqa: PLW2901
        result.setdefault((one.sentence, one.carrier, one.strategy), one)
    return list(result.values())


def _with_segments(page: Page, found: list[Finding], subjects: Subjects, taxonomy: Taxonomy) -> Iterator[Finding]:
    """The segment of each: as its sentence names it, else as the carrier's strategy had it before, else as the title has it."""
    running: dict[tuple[str, str], str] = {}
    title = {carrier for agent in subjects.agents[0] for carrier in agent.carriers}
    for one in found:
        usual = taxonomy.strategies[one.strategy].segment
        if (one.segment or usual).startswith("="):
            yield replace(one, segment=(one.segment or usual)[1:])
            continue
        allowed = usual.split("|")
        default = one.segment or allowed[0]
        said = segment(page, one.anchor, one.sentence, one.subject, subjects, taxonomy) \
            or running.get((one.carrier, one.strategy), "") or _of_line(page, one, subjects, taxonomy)
        if said:
            running[one.carrier, one.strategy] = said
        if not said and one.carrier in title:
            said = segment(page, one.anchor, 0, Subject((one.carrier,), "title"), subjects, taxonomy)
        yield replace(one, segment=said if said and (len(allowed) == 1 or said in allowed) else default)


def _of_line(page: Page, one: Finding, subjects: Subjects, taxonomy: Taxonomy) -> str:
    """The segment that the last sentences before in the same line name."""
    if one.subject.how == "behind":
        return ""
    for before in range(one.sentence - 1, max(one.sentence - _LOOK_BACK, 0) - 1, -1):
        if page.line[before] != page.line[one.sentence]:
            break
        if said := segment(page, one.anchor, before, one.subject, subjects, taxonomy):
            return said
    return ""


def is_crime(page: Page) -> bool:
    """Whether the article is the report of a crime."""
    return len(page.groups.get("context:crime", ())) >= _CRIMES


def _weak(page: Page, first: int, last: int) -> bool:
    """A question or an opinion."""
    return bool(page.within("context:opinion", first, last)) or page.words[last - 1 - page.tokens[0]] == "?"


def _fired(page: Page, trigger: Trigger) -> Iterator[tuple[Span, int]]:
    for group in trigger.anchors:
        for anchor in page.groups.get(group, ()):
            sentence = page.sentence_of(anchor[0])
            if all(any(page.near(one, anchor, sentence, overlap=False) for one in choice) for choice in trigger.with_) \
                    and not any(page.near(one, anchor, sentence, overlap=True) for one in trigger.without):
                yield anchor, sentence


def _of(page: Page, trigger: Trigger, anchor: Span, sentence: int, subjects: Subjects, taxonomy: Taxonomy) -> Iterator[Finding]:
    subject = subjects.of(anchor, sentence)
    if not subject.carriers or (subject.how == "running" and subject.age > (_AGE if len(subject.carriers) == 1 else 1)):
        return
    first, last = page.bounds(sentence)
    if any(page.within(drop, first, last) for drop in taxonomy.drops):
        return
    sign = trigger.polarity or polarity(page, anchor, sentence, subject, taxonomy)
    if sign == DOES and regulated(page, anchor, sentence, subjects.agents[sentence]):
        return
    if sign == DOES and unsaid(page, anchor, sentence, subject, taxonomy):
        return
    if subject.how in ("running", "title") and _weak(page, first, last):
        return
    strategy = trigger.strategy
    for change in taxonomy.replacements:
        if strategy in change.anchors and all(any(page.near(one, anchor, sentence, overlap=True) for one in choice)
                                              for choice in change.with_):
            strategy = change.strategy
    default = trigger.segment if strategy == trigger.strategy else ""
    for carrier in subject.carriers:
        yield Finding(sentence, carrier, strategy, default, sign, trigger.confidence, anchor, trigger.number, subject,
                      bool(page.within("context:intent", first, last)))
