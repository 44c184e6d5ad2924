"""Triggers at work: which of them fire in an article, and what comes of it.

`candidates` gives whatever fired; the classifier judges it (`judging`), or, for a taxonomy without one, `plainly` does by the
priors of the triggers. `settled` gives what is left its owner and its segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from vnnlp.extraction.strategies.context import DOES, TURNS, polarity, regulated, segment, unsaid
from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.subjects import Subject, Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy, Trigger

_LOOK_BACK: Final = 3
_UNSAID: Final = 0.9
_QUESTIONED: Final = 0.6
_NAMED: Final = 5.0
"""Log-odds that a segment gains which the text names; below, those of the strategy's usual one, of a polarity that cues give,
and of an end or a refusal."""
_USUAL: Final = 0.5
_CUED: Final = 2.5
_TURN: Final = 1.0
_UNHEARD: Final = -8.0
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
    prior: float
    """Of the trigger that fired most surely; nothing for what the classifier proposes."""
    anchor: Span
    trigger: int
    """Its number, -1 for none."""
    subject: Subject
    announced: bool
    """Said to come, not done yet."""
    triggers: int = 1
    """How many fired for it."""
    firm: bool = True
    """One of them is no fallback."""
    plain: bool = False
    """The cues leave no doubt about the polarity: the classifier is not asked."""
    confidence: float = 0.0
    hints: Mapping[str, float] = field(default_factory=dict)
    """Log-odds of `segment:…` and `polarity:…` by the classifier; none without it."""


def candidates(page: Page, subjects: Subjects, taxonomy: Taxonomy,
               likely: Mapping[str, Sequence[int]] | None = None) -> list[Finding]:
    """What the triggers give, one finding for each sentence, carrier and strategy: that of the surest trigger.

    `likely`: by strategy, the sentences worth looking at; none: all.
    """
    if likely is not None and not likely:
        return []
    every = range(len(page.sentence_token) - 1)
    best: dict[tuple[int, str, str], Finding] = {}
    fired: dict[tuple[int, str, str], set[int]] = {}
    for number in sorted({number for group in page.groups for number in taxonomy.anchored.get(group, ())}):
        trigger = taxonomy.triggers[number]
        for anchor, sentence in _fired(page, trigger, every if likely is None else likely.get(trigger.strategy, ())):
            for finding in _of(page, trigger, anchor, sentence, subjects, taxonomy):
                key = (finding.sentence, finding.carrier, finding.strategy)
                fired.setdefault(key, set()).add(trigger.number)
                if key not in best or finding.prior > best[key].prior:
                    best[key] = finding
    found = [replace(one, triggers=len(fired[key]), firm=not all(taxonomy.triggers[number].fallback for number in fired[key]))
             for key, one in best.items()]
    return sorted(found, key=lambda one: (one.sentence, one.carrier, one.strategy))


def finding_at(page: Page, strategy: str, anchor: Span, sentence: int, subjects: Subjects,
               taxonomy: Taxonomy) -> Iterator[Finding]:
    """What it would be that a place of a sentence speaks of a strategy, one finding for each carrier that is the subject."""
    for one in _of(page, Trigger(strategy, (), (), (), "", "", 0.0, -1), anchor, sentence, subjects, taxonomy):
        yield replace(one, triggers=0, firm=False)


def plainly(page: Page, found: Sequence[Finding]) -> list[Finding]:
    """Candidates with the prior of their triggers, less where the subject was not said; without a model nothing is surer."""
    covered = {(one.sentence, one.carrier) for one in found if one.firm}
    return [replace(one, confidence=one.prior * (_UNSAID if one.subject.how in ("running", "title") else 1.0)
                    * (_QUESTIONED if is_weak(page, *page.bounds(one.sentence)) else 1.0))
            for one in found if one.firm or (one.sentence, one.carrier) not in covered]


def settled(page: Page, found: Sequence[Finding], subjects: Subjects, taxonomy: Taxonomy) -> list[Finding]:
    """Findings with their owner and their segment, in the order of sentences."""
    ordered = sorted(found, key=lambda one: (one.sentence, one.carrier, one.strategy))
    return list(_with_segments(page, _continued(page, ordered), subjects, taxonomy))


def _continued(page: Page, found: Sequence[Finding]) -> list[Finding]:
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
        if said and len(allowed) > 1 and said not in allowed:
            said = ""
        yield replace(one, segment=_heard(one, said, default, allowed, taxonomy), polarity=_polarity(one))


def _heard(one: Finding, said: str, default: str, allowed: Sequence[str], taxonomy: Taxonomy) -> str:
    """The segment that the words and the classifier together make likeliest."""
    if not any(hint.startswith("segment:") for hint in one.hints):
        return said or default
    choice = allowed if len(allowed) > 1 else sorted({group.split(":")[1] for group in taxonomy.segment_weight})
    odds = {name: one.hints.get(f"segment:{name}", _UNHEARD) + _NAMED * (name == said) + _USUAL * (name == default)
            for name in choice}
    return max(odds, key=lambda name: (odds[name], name))


def _polarity(one: Finding) -> str:
    """The polarity that the cues and the classifier together make likeliest, or that the cues make plain."""
    if one.plain:
        return one.polarity
    odds = {name: one.hints.get(f"polarity:{name}", _UNHEARD) + _TURN for name in TURNS} | {DOES: 0.0}
    odds[one.polarity] += _CUED
    return max(odds, key=lambda name: (odds[name], name)) if one.hints else one.polarity


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


def is_weak(page: Page, first: int, last: int) -> bool:
    """A question or an opinion."""
    return bool(page.within("context:opinion", first, last)) or page.words[last - 1 - page.tokens[0]] == "?"


def _fired(page: Page, trigger: Trigger, sentences: Sequence[int]) -> Iterator[tuple[Span, int]]:
    if not sentences or not all(any(one.group in page.groups for one in choice) for choice in trigger.with_):
        return
    held = [group for group in trigger.anchors if group in page.groups]
    for sentence in sentences if held else ():
        for anchor in [anchor for group in held for anchor in page.within(group, *page.bounds(sentence))]:
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
    sign, plain = (trigger.polarity, False) if trigger.polarity else polarity(page, anchor, sentence, subject, taxonomy)
    if sign == DOES and regulated(page, anchor, sentence, subjects.agents[sentence]):
        return
    if sign == DOES and unsaid(page, anchor, sentence, subject, taxonomy):
        return
    if subject.how in ("running", "title") and is_weak(page, first, last):
        return
    strategy = trigger.strategy
    for change in taxonomy.replacements:
        if strategy in change.anchors and all(any(page.near(one, anchor, sentence, overlap=True) for one in choice)
                                              for choice in change.with_):
            strategy = change.strategy
    default = trigger.segment if strategy == trigger.strategy else ""
    for carrier in (one for one in subject.carriers if one not in taxonomy.words["apart"]):
        yield Finding(sentence, carrier, strategy, default, sign, trigger.confidence, anchor, trigger.number, subject,
                      bool(page.within("context:intent", first, last)), plain=plain)
