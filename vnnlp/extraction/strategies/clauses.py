"""What the classifier sees of a clause: its words, its cues, its subject, each as a hashed feature.

A sentence is one clause unless another carrier takes over in it (`MobiFone tặng … , còn VinaPhone …`). Names and figures are
seen by their class (`Viettel`: a carrier; `50 %`: a percentage); words by their syllables, so that it does not matter how a
text was segmented (runs of one to three of them), and all together by what they mean (`meanings`, from `words`). Cues are the
groups of the taxonomy that hit the clause, alone and in pairs in their order (`@give` before `@present`), which is what
carries over to wording that was never seen. All of it is numpy over every clause of a shard at once; a string is hashed once
per distinct word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.extraction.strategies.cues import Page
from vnnlp.extraction.strategies.subjects import Agent, Subjects
from vnnlp.extraction.strategies.words import WordVectors
from vnnlp.shard import Shard

UInt64 = NDArray[np.uint64]
Int = NDArray[np.int64]

_CUTS: Final = frozenset({",", ";", ":", "."})
_LEAD: Final = 3
"""Words that may stand between a comma and the new subject: `, còn phía VinaPhone`."""
_TAKERS: Final = ("named", "all", "many", "same")
_NEAR: Final = 10
"""Tokens between two cues of a pair, at most."""
_NEXT: Final = 6
"""Cues from one of a pair to the other, at most."""
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_MASKED: Final = ("entity:PER", "entity:LOC", "entity:ORG", "entity:PROD")
_UNSEEN: Final = ("anchor:", "phrase:", "polarity:", "entity:", "figure:")
_INNER: Final = 2
"""Colons in the name of a group that repeats another with its weight (`segment:vip:1.0`)."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence with one carrier as its subject, or none."""

    page: int
    """Number of its page among those given."""
    sentence: int
    first: int
    last: int
    """Half-open token indices of the shard."""


def cuts(page: Page, sentence: int, agents: Sequence[Agent]) -> list[int]:
    """The tokens where the clauses of a sentence begin, and its end."""
    first, last = page.bounds(sentence)
    found = [first]
    named = [agent for agent in agents if agent.carriers and agent.kind in _TAKERS]
    for before, after in pairwise(named):
        if after.carriers != before.carriers:
            found.extend(token + 1 for token in range(max(before.end, after.start - _LEAD - 1), after.start)
                         if page.words[token - page.tokens[0]] in _CUTS)
    return [*dict.fromkeys(found), last]


def clauses(pages: Sequence[Page], subjects: Sequence[Subjects]) -> list[Clause]:
    """All clauses of some pages, in text order."""
    return [Clause(number, sentence, start, end) for number, page in enumerate(pages)
            for sentence in range(len(page.sentence_token) - 1)
            for start, end in pairwise(cuts(page, sentence, subjects[number].agents[sentence])) if end > start]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of n clauses as parallel arrays, sorted by clause."""

    clause: Int
    """Number of the clause."""
    key: UInt64
    """What is seen: a hash."""
    block: Int
    """0 words, 1 cues, 2 pairs of cues, 3 subject and place; the features of a block of a clause share one unit of length."""
    token: Int
    """Where: a token index of the shard, -1 if nowhere."""
    spoken: tuple[Int, Int]
    """Of each word that is no name and no figure its clause and its form."""
    forms: list[str]
    """Plain forms."""


@lru_cache(maxsize=1 << 16)
def key_of(name: str) -> int:
    """The hash of a feature's name (64 bits)."""
    import xxhash
    return xxhash.xxh64_intdigest(name.encode())


def features(shard: Shard, pages: Sequence[Page], subjects: Sequence[Subjects], held: Sequence[Clause]) -> Features:
    """What there is to see of some clauses."""
    words, spoken, forms = _words(shard, pages, held)
    parts = (words, *_cues(pages, held), _where(pages, subjects, held))
    clause, key, block, token = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(clause, kind="stable")
    return Features(clause[order], key[order], block[order], token[order], spoken, forms)


def meanings(found: Features, chosen: Int, n: int, words: WordVectors) -> Int:
    """Of each of n clauses the sum of the vectors of its words, 0 for those that are not `chosen`: whole numbers, n by d."""
    from scipy.sparse import csr_matrix
    clause, form = found.spoken
    wanted = np.zeros(n, bool)
    wanted[chosen] = True
    inside = wanted[clause]
    used, form = np.unique(form[inside], return_inverse=True)
    counts = csr_matrix((np.ones(len(form), np.int64), (clause[inside], form)), shape=(n, len(used)))
    return np.asarray(counts @ words.of([found.forms[number] for number in used.tolist()]), dtype=np.int64)


Part = tuple[Int, UInt64, Int, Int]


def _words(shard: Shard, pages: Sequence[Page], held: Sequence[Clause]) -> tuple[Part, tuple[Int, Int], list[str]]:
    """Runs of one to three syllables, a name or a figure counting as one; and the words that are neither."""
    tokens = np.concatenate([np.arange(one.first, one.last) for one in held]) if held else np.empty(0, np.int64)
    number = np.repeat(np.arange(len(held)), [one.last - one.first for one in held])
    types, inverse = np.unique(shard.token_type[tokens], return_inverse=True)
    column = shard.types.column("strategies plain", tuple)
    forms = [column[place] for place in types.tolist()]
    lead, inner = _masks(shard, pages)
    names = lead[tokens]
    count, code = _spread([[key_of(part) for part in form.split(" ") if part] for form in forms], inverse, names, inner[tokens])
    token, clause = np.repeat(tokens, count), np.repeat(number, count)
    runs = [(clause, code, token)]
    run = code
    for length in (2, 3):
        run = (run[:-1] * _PRIME) ^ (code[length - 1:] + np.uint64(length))
        same = clause[:len(run)] == clause[length - 1:]
        runs.append((clause[:len(run)][same], run[same], token[:len(run)][same]))
    clause, code, token = (np.concatenate(columns) for columns in zip(*runs, strict=True))
    bare = ~inner[tokens] & (names == 0)
    return (clause, code, np.zeros(len(clause), np.int64), token), (number[bare], inverse[bare]), forms


def _spread(parts: Sequence[Sequence[int]], inverse: Int, names: UInt64, inner: NDArray[np.bool_]) -> tuple[Int, UInt64]:
    """Of each token how many keys it has, and all keys in a row: `parts` of its type, or its name's, or none inside a name."""
    counts = np.array([len(part) for part in parts], dtype=np.int64)
    flat = np.array([*(key for part in parts for key in part), 0], dtype=np.uint64)
    count = np.where(inner, 0, np.where(names > 0, 1, counts[inverse]))
    begin = np.where(names > 0, len(flat) - 1, (np.cumsum(counts) - counts)[inverse])
    inside = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return count, flat[np.repeat(begin, count) + inside] + np.repeat(names, count)


def _masks(shard: Shard, pages: Sequence[Page]) -> tuple[UInt64, NDArray[np.bool_]]:
    """Of each token of the shard, the class of the name or figure that begins there (0: none), and whether it lies inside one."""
    lead, inner = np.zeros(shard.n_tokens, np.uint64), np.zeros(shard.n_tokens, bool)
    for page in pages:
        for group in (*(name for name in page.groups if name.startswith("figure:")), *_MASKED, "carrier"):
            for start, end in page.groups.get(group, ()):
                lead[start:end], inner[start:end] = 0, True
                lead[start], inner[start] = key_of(f"#{group}"), False
    return lead, inner


def _cues(pages: Sequence[Page], held: Sequence[Clause]) -> tuple[Part, Part]:
    """The groups that hit a clause, and those that follow each other in it."""
    starts: list[int] = []
    keys: list[int] = []
    for page in pages:
        for group, spans in page.groups.items():
            if (group.startswith(_UNSEEN) and not group.startswith("figure:")) or group.count(":") >= _INNER:
                continue
            starts.extend(start for start, _ in spans)
            keys.extend([key_of(f"@{group}")] * len(spans))
    start, key = np.array(starts, np.int64), np.array(keys, np.uint64)
    order = np.lexsort((key, start))
    start, key = start[order], key[order]
    firsts, lasts = np.array([one.first for one in held], np.int64), np.array([one.last for one in held], np.int64)
    clause = np.searchsorted(firsts, start, side="right") - 1
    inside = (clause >= 0) & (start < lasts[np.maximum(clause, 0)]) if len(held) else np.zeros(len(start), bool)
    start, key, clause = start[inside], key[inside], clause[inside]
    pairs: list[tuple[Int, UInt64, Int]] = []
    for gap in range(1, _NEXT + 1):
        near = (clause[:-gap] == clause[gap:]) & (start[gap:] - start[:-gap] <= _NEAR) & (start[gap:] > start[:-gap])
        pairs.append((clause[:-gap][near], (key[:-gap][near] * _PRIME) ^ key[gap:][near], start[:-gap][near]))
    paired, pair, place = (np.concatenate(columns) for columns in zip(*pairs, strict=True))
    return (clause, key, np.ones(len(key), np.int64), start), (paired, pair, np.full(len(pair), 2), place)


def _where(pages: Sequence[Page], subjects: Sequence[Subjects], held: Sequence[Clause]) -> Part:
    """Who is spoken of, and where in the article the clause stands."""
    clause: list[int] = []
    key: list[int] = []
    for number, one in enumerate(held):
        for name in _situation(pages[one.page], subjects[one.page], one):
            clause.append(number)
            key.append(key_of(f"!{name}"))
    count = len(clause)
    return np.array(clause, np.int64), np.array(key, np.uint64), np.full(count, 3), np.full(count, -1)


def _situation(page: Page, subjects: Subjects, one: Clause) -> Iterable[str]:
    agents = [agent for agent in subjects.agents[one.sentence] if one.first <= agent.start < one.last]
    kinds = {agent.kind for agent in agents}
    yield from sorted(kinds)
    yield f"first {agents[0].kind}" if agents else "nobody"
    if not any(agent.carriers for agent in agents):
        yield "about" if subjects.about else "not about"
    if page.line[one.sentence] == 0:
        yield "title"
    if page.words[one.last - 1 - page.tokens[0]] == "?":
        yield "question"
