"""Who: the carrier of a trigger, by the nearest subject of its sentence, else by the running subject of the article.

Carriers are named one by one or in a list (`Viettel , MobiFone và VinaPhone`), all together (`các nhà mạng`), or taken up
again (`nhà mạng này`, `hãng`, `ba ông lớn này`, `chúng tôi`). What takes up means the last that was named; a list keeps for
`ba nhà mạng trên`, the last single carrier for `nhà mạng này`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from vnnlp.extraction.strategies.cues import Page, Span
from vnnlp.extraction.strategies.taxonomy import Taxonomy

ALL: Final = "all"
NUMBERS: Final = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_LIST_GAP: Final = 2
_NAMES_GAP: Final = 10
_BEHIND_ALL: Final = 12
"""Tokens from an anchor to `các nhà mạng` behind it."""
_MENTIONS: Final = 3
_SHARE: Final = 0.4
_SHARE_EARLY: Final = 0.15
_ENDS: Final = frozenset({".", "?", "!", "…", "...", ":"})


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who may be the subject, already resolved."""

    start: int
    end: int
    carriers: tuple[str, ...]
    """Empty: somebody who is no carrier."""
    kind: str
    """`named`, `all`, `same`, `many`, `generic`, `we`, `authority`, `other`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The carriers of a trigger and how they were found: the classifier reads `how`."""

    carriers: tuple[str, ...]
    how: str
    """`before`, `behind` (in the sentence), `running`, `title`, `other` (somebody else), `none`."""
    agent: Agent | None = None
    age: int = 0
    """Sentences since the running subject was spoken of."""


class Subjects:
    """The agents of an article by sentence, and the running subject when each sentence begins."""

    def __init__(self, page: Page, taxonomy: Taxonomy) -> None:
        self.page = page
        self._kinds = taxonomy.words
        self._brands = {start for group in set(taxonomy.brands.values()) for start, _ in page.groups.get(group, ())}
        self.agents: list[list[Agent]] = []
        self._running: list[tuple[tuple[str, ...], int]] = []
        self._single: tuple[str, ...] = ()
        self._many: tuple[str, ...] = ()
        self._default = self._of_article()
        self.about = self._about()
        running: tuple[str, ...] = ()
        age = 0
        foreign = False
        candidates = self._candidates()
        for sentence in range(len(page.sentence_token) - 1):
            first, last = page.bounds(sentence)
            self._running.append((() if foreign else running, age))
            agents: list[Agent] = []
            for start, end, kind, carriers in (item for item in candidates if first <= item[0] < last):
                resolved = self._resolve(kind, carriers, running, self._number(start, end) if kind == "all" else 0)
                if agents and kind == "named" and agents[-1].kind == "many" and start - agents[-1].end == 1:
                    resolved = (*agents[-1].carriers, *resolved)
                agents.append(Agent(start, end, resolved, kind))
                if resolved:
                    running, age, foreign = resolved, 0, False
                elif kind == "other" and self._leads(start) and not any(agent.carriers for agent in agents):
                    foreign = True
            age += 1
            self.agents.append(agents)

    def of(self, anchor: Span, sentence: int) -> Subject:
        """The subject of an anchor."""
        everybody = self.agents[sentence]
        leading = [agent for agent in everybody if agent.start < anchor[0] and (agent.carriers or self._leads(agent.start))]
        if leading and not leading[-1].carriers:
            return Subject((), "other", leading[-1])
        agents = [agent for agent in everybody if agent.carriers]
        before = [agent for agent in agents if agent.start < anchor[1]]
        if before:
            return Subject(before[-1].carriers, "before", before[-1])
        if not agents and any(one.kind == "other" and self._word_before(one.start) in ("do", "bởi") for one in everybody):
            return Subject((), "other")
        if agents and (agents[0].start - anchor[1] <= _BEHIND_ALL if agents[0].kind == "all" else self._does_it(agents[0])):
            between = [one for one in everybody if one.kind == "authority" and anchor[1] <= one.start < agents[0].start]
            if between and self._leads(between[-1].start):
                return Subject((), "other", between[-1])
            return Subject(agents[0].carriers, "behind", agents[0])
        if not self.about or not self.page.carriers:
            return Subject((), "none")
        running, age = self._running[sentence]
        if running and not self._alone(sentence):
            return Subject(running, "running", None, age)
        return Subject(self._default, "title" if self._default else "none")

    def _does_it(self, agent: Agent) -> bool:
        """Whether a carrier behind the anchor may be its subject, as far as the word before it tells."""
        known = self._kinds["behind"]
        return not known or agent.kind != "named" or self._word_before(agent.start) in known or agent.start in self._brands

    def _leads(self, start: int) -> bool:
        """Whether an organisation is the subject of what follows, as far as the words before it tell."""
        words, before = self.page.words, start - 1 - self.page.tokens[0]
        while before > 0 and words[before] in self._kinds["head"]:
            before -= 1
        if before >= 0 and words[before] == ",":
            # One more of a list, or the subject behind an adverbial.
            place = before + self.page.tokens[0]
            return not any(end == place for _, end in self.page.others)
        return before < 0 or words[before] not in self._kinds["oblique"]

    def _about(self) -> bool:
        """Whether the article is about carriers: only then does a sentence without a subject mean one of them."""
        page = self.page
        mentions = sorted({start for name in ("carrier", "subject:all", "subject:many", "subject:same", "subject:generic")
                           for start, _ in page.groups.get(name, ())})
        share = len(mentions) / len(page.line)
        early = any(page.line[page.sentence_of(start)] <= 1 for start in mentions)
        return len(mentions) >= _MENTIONS and 2 * len(mentions) >= len(page.others) and (
            share >= _SHARE or (early and share >= _SHARE_EARLY))

    def _alone(self, sentence: int) -> bool:
        """A headline or a caption, which takes nothing up: a line without the mark of a sentence's end."""
        page = self.page
        last = page.bounds(sentence)[1]
        own = page.line.count(page.line[sentence]) == 1
        return own and page.words[last - 1 - page.tokens[0]] not in _ENDS and page.words[last - 2 - page.tokens[0]] not in _ENDS

    def _of_article(self) -> tuple[str, ...]:
        """Whom a sentence without any subject is about: the one that most mentions name, else all."""
        counts = Counter(kb_id for _, _, kb_id in self.page.carriers)
        if not counts:
            return (ALL,) if self.page.groups.get("subject:all") or self.page.groups.get("subject:generic") else ()
        best, number = counts.most_common(1)[0]
        return (best,) if number * 2 > counts.total() else (ALL,)

    def _resolve(self, kind: str, carriers: tuple[str, ...], running: tuple[str, ...], number: int) -> tuple[str, ...]:
        if kind == "named":
            if len(carriers) > 1:
                self._many = carriers
            else:
                self._single = carriers
            return carriers
        if kind == "all":
            return self._many if self._many and len(self._many) == number else (ALL,)
        if kind == "many":
            return self._many or (ALL,)
        if kind in ("same", "we"):
            return (running if len(running) == 1 and running != (ALL,) else ()) or self._single or running or self._default
        if kind == "generic":
            return running or self._default
        if kind == "firm":
            return running if len(running) == 1 and running != (ALL,) else ()
        return ()

    def _candidates(self) -> list[tuple[int, int, str, tuple[str, ...]]]:
        """Whoever may be an agent: start, end, kind, carriers where they are named; in text order, none over another."""
        page = self.page
        named = [item for item in self._lists() if self._word_before(item[0]) not in self._kinds["object"]]
        taken = [(start, end) for start, end, _, _ in named]
        found = list(named)
        groups = [(kind, page.groups.get(f"subject:{kind}", [])) for kind in ("many", "same", "all", "generic", "firm", "we")]
        groups += [("authority", page.groups.get("context:authority", [])),
                   ("other", sorted([*page.others, *page.groups.get("subject:others", [])]))]
        for kind, spans in groups:
            for start, end in spans:
                if any(start < last and end > first for first, last in taken):
                    continue
                taken.append((start, end))
                if kind == "all" and (self._word_before(start) in self._kinds["compared"] or self._spelled_out(end, named)):
                    continue
                if kind in ("generic", "firm") and any(end <= first <= end + 1 for first, *_ in named):
                    continue
                found.append((start, end, kind, ()))
        return sorted(found)

    def _number(self, start: int, end: int) -> int:
        """How many carriers `cả ba nhà mạng` means; 0 if it does not say."""
        words = " ".join(self.page.words[start - self.page.tokens[0]:end - self.page.tokens[0]]).split(" ")
        return next((number for word in words[:2] if (number := NUMBERS.get(word))), 0)

    def _word_before(self, start: int) -> str:
        place = start - 1 - self.page.tokens[0]
        return self.page.words[place] if place >= 0 else ""

    def _spelled_out(self, end: int, named: list[tuple[int, int, str, tuple[str, ...]]]) -> bool:
        """Whether a list of names soon says who `các nhà mạng` are."""
        last = self.page.bounds(self.page.sentence_of(end - 1))[1]
        return any(end <= start <= min(end + _NAMES_GAP, last - 1) and len(carriers) > 1 for start, _, _, carriers in named)

    def _lists(self) -> list[tuple[int, int, str, tuple[str, ...]]]:
        """Named carriers, those of one list together."""
        lists: list[tuple[int, int, str, tuple[str, ...]]] = []
        base = self.page.tokens[0]
        for start, end, kb_id in self.page.carriers:
            if lists:
                first, last, kind, carriers = lists[-1]
                between = self.page.words[last - base:start - base]
                source = between == [","] and self._word_before(first) in self._kinds["source"]
                linked = len(between) <= _LIST_GAP and all(word in self._kinds["link"] for word in between) and between != ["của"]
                if linked and not source:
                    lists[-1] = (first, end, kind, carriers if kb_id in carriers else (*carriers, kb_id))
                    continue
            lists.append((start, end, "named", (kb_id,)))
        return lists
