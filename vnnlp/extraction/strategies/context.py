"""What kind of sentence: does the carrier do it, stop it, reject it; for whom; or is it regulation, a crime, a fault."""

from __future__ import annotations

from typing import Final

from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.subjects import Agent, Subject, Subjects
from vnnlp.extraction.strategies.taxonomy import Taxonomy

DOES: Final = "does"
TURNS: Final = ("stops", "rejects")
_VEIL: Final = 30
"""Tokens that a rumour or a question reaches."""
_APART: Final = frozenset({",", "của", ":", ".", ";"})
_SEGMENT_REACH: Final = 40
_BEFORE_SUBJECT: Final = 0.4
"""What a segment loses that stands in front of the subject: `ngoài khách VIP , Viettel còn tặng …`."""


def polarity(page: Page, anchor: Span, sentence: int, subject: Subject, taxonomy: Taxonomy) -> tuple[str, bool]:
    """`does`, `stops` or `rejects`, by the nearest cue that reaches the anchor; and whether the words leave no doubt about it.

    They leave none where an end is denied (`không bỏ …`), or where all that sounds like an end in the sentence is none: a period
    (`đến hết tháng 6`), or told of what something else takes the place of (`không … nữa mà …`).
    """
    cues, moot = _cues(page, anchor, sentence, taxonomy)
    best: tuple[int, str, bool] | None = None
    for (start, end, name), denied in cues:
        before, after = taxonomy.reaches[name]
        gap = max(0, anchor[0] - end if start < anchor[0] else start - anchor[1])
        if (anchor[0] <= start < anchor[1]) or gap > (before if start < anchor[0] else after):
            continue
        if subject.agent is not None and end <= subject.agent.start < anchor[0] and subject.agent.kind == "named":
            continue
        sign = DOES if denied else name.split(":")[1]
        if best is None or (gap, sign) < best[:2]:
            best = (gap, sign, denied)
    plain = moot and all(denied or name.startswith("polarity:does") for (_, _, name), denied in cues)
    if best is None:
        return DOES, plain
    return best[1], best[2] or (plain and best[1] == DOES)


def _cues(page: Page, anchor: Span, sentence: int, taxonomy: Taxonomy) -> tuple[list[tuple[tuple[int, int, str], bool]], bool]:
    """The cues of a sentence that count, each with whether it is denied; and whether there are others, which do not count."""
    first, last = page.bounds(sentence)
    hits = [(start, end, name) for name in taxonomy.reaches for start, end in page.within(name, first, last)]
    cues = [hit for hit in hits if hit[2].split(":")[1] in (DOES, *TURNS) and taxonomy.reaches[hit[2]] != (0, 0)]
    shields = [hit for hit in hits if hit[2].split(":")[1] in (DOES, "period") and taxonomy.reaches[hit[2]] == (0, 0)]
    denials = [hit for hit in hits if hit[2].startswith("polarity:denies")]
    instead = [hit[0] for hit in hits if hit[2].startswith("polarity:instead")]
    found, moot = [], False
    for cue in cues:
        start, end, name = cue
        covers = {hit[2].split(":")[1] for hit in shields if hit[0] <= start and end <= hit[1]}
        replaced = any(end <= place < anchor[1] and start < anchor[0] for place in instead)
        moot |= replaced or "period" in covers
        if replaced or covers:
            continue
        # `không còn được` holds `còn được`, `bác bỏ` holds `bỏ`: the longer cue is what is said.
        if not any(low <= start and end <= high and high - low > end - start for low, high, _ in cues):
            denied = not name.startswith("polarity:does") and any(
                high <= start <= high + taxonomy.reaches[denial][0] and not _APART.intersection(_between(page, high, start))
                for _, high, denial in denials)
            found.append((cue, denied))
            moot |= denied
    return found, moot


def _between(page: Page, first: int, last: int) -> list[str]:
    return page.words[first - page.tokens[0]:last - page.tokens[0]]


def unsaid(page: Page, anchor: Span, sentence: int, subject: Subject, taxonomy: Taxonomy) -> bool:
    """Whether the sentence only wishes it, asks for it, supposes it or has it from a rumour.

    A `frame` stands right before the subject (`khách hàng mong Viettel …`, `nếu Viettel …`) and holds up to the next comma, a
    `duty` right behind it (`Viettel nên …`), a `veil` anywhere before the anchor (`liệu`, `theo tin đồn`, `lẽ ra`).
    """
    first, last = page.bounds(sentence)
    if any(start < anchor[0] <= end + _VEIL for veil in taxonomy.moods["veil"] for start, end in page.within(veil, first, last)):
        return True
    agent = subject.agent
    if agent is None or agent.start >= anchor[1]:
        return False
    base = page.tokens[0]
    if any(agent.end <= start <= agent.end + 1 and start < anchor[0]
           for duty in taxonomy.moods["duty"] for start, _ in page.within(duty, agent.start, anchor[0])):
        return True
    if "," in page.words[agent.end - base:anchor[0] - base]:
        return False
    return any(end <= agent.start <= end + 1 and page.words[end - base] not in _APART
               for frame in taxonomy.moods["frame"] for start, end in page.within(frame, first, agent.start))


def segment(page: Page, anchor: Span, sentence: int, subject: Subject, subjects: Subjects, taxonomy: Taxonomy) -> str:
    """The segment that a sentence names nearest to the anchor and of the same subject; empty if none."""
    first, last = page.bounds(sentence)
    best: tuple[float, str] | None = None
    for name, weight in taxonomy.segment_weight.items():
        for start, end in page.within(name, first, last):
            before = [agent for agent in subjects.agents[sentence] if agent.kind == "named" and agent.end <= start]
            if before and before[-1].carriers != subject.carriers:
                continue
            gap = max(0, anchor[0] - end, start - anchor[1]) if first <= anchor[0] < last else 0
            score = weight + 0.1 * (end - start) - gap / _SEGMENT_REACH
            if subject.agent is not None and end <= subject.agent.start < anchor[0]:
                score -= _BEFORE_SUBJECT
            if best is None or score > best[0]:
                best = (score, name.split(":")[1])
    return best[1] if best and best[0] > 0 else ""


def regulated(page: Page, anchor: Span, sentence: int, agents: list[Agent]) -> bool:
    """Whether an authority makes the rule here and the carriers only have to follow it."""
    first, last = page.bounds(sentence)
    if page.within("context:regulation", first, last):
        return True
    authorities = [agent for agent in agents if agent.kind == "authority" and agent.start < anchor[0]]
    if not authorities:
        return False
    directives = page.within("context:directive", authorities[-1].end, anchor[0])
    named = [agent for agent in agents if agent.kind == "named" and authorities[-1].end <= agent.start < anchor[0]]
    return bool(directives) and not named
