"""Whether an article is damaged at all: the evidence of its code book, and the vetoes.

The evidence is the log odds of the digits that would stand for marks against the author having written them. Of 13,800
sound word-segmented articles and 1,300 raw ones of the shares that are not measured on, none had more than 2; tables of our
own making (tests/repair/test_codes.py) reach 66 and meet the vetoes. Damaged articles with ten codes have 15 to 60.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.repair.codebook import HYPOTHESES, Groups
from vnnlp.repair.lone import LEAST_USES, LoneDigits
from vnnlp.repair.roles import Role
from vnnlp.shard import Shard

F64 = NDArray[np.float64]

_SUSPECT: Final = 5.0
"""From this evidence on, an article is looked at closely."""
_OVERWHELMING: Final = 30.0
"""From this evidence for commas or full stops on, only repeated words and the form of a table veto."""
_LEAST_MARKS: Final = 4
"""Uses of all mark codes together."""
_STRONG: Final = 25.0
"""From this evidence on, four uses are enough though no digit has three."""
_NO_SENTENCE_MARK: Final = 6.0
"""Evidence taken off where neither commas nor full stops are coded."""
_CHOICE: Final = float(np.log(len(HYPOTHESES)))
"""The best of so many hypotheses has some evidence by chance: in a table of single digits each would add its part."""
_NUMBERS_WORTH: Final = 0.5
_MOST_NUMBERS: Final = 10.0
_VARIED: Final = 1.5
"""Two different words on each side in three uses are variety enough."""
_SAME_NAME, _ONE_WORD = 0.5, 0.75
_PROSE: Final = 0.5
_SHORT_LINE: Final = 6
_BETWEEN_NUMBERS, _BESIDE_NUMBERS = 0.4, 0.85
"""Shares of the uses with numbers on both sides, and on one at least, beyond which it is a table run together. Of 2,700
damaged articles, some of the first lines only, none had more than 0.33 and 0.80 (a quote's code beside a comma's)."""


def evidence_of(groups: Groups, n: int) -> F64:
    """n: the evidence of each article's mark codes; 0 where their main role has too few uses to be told from a figure."""
    strong = np.where(groups.marks, np.maximum(groups.evidence - _CHOICE, 0) * np.minimum(1, _VARIED * groups.variety), 0)
    # Tables and rankings run together into one line look like lists parted by semicolons or dashes: the rarer marks count
    # only beside a code for commas or full stops, and quotes or brackets alone need more.
    sentence = np.any(groups.roles[:, [Role.COMMA, Role.PERIOD]], axis=1)
    parted = np.bincount(groups.article, np.where(sentence, strong, 0), minlength=n) >= _SUSPECT
    strong = np.where(groups.core | parted[groups.article], strong, 0)
    total = np.bincount(groups.article, strong, minlength=n)
    total = np.where(parted, total, np.maximum(total - _NO_SENTENCE_MARK, 0))
    # Numbers that all became one digit bear marks out, never accuse alone.
    numbers = np.where(groups.roles[:, Role.PLAIN] | groups.roles[:, Role.COMPOUND], np.maximum(groups.evidence, 0), 0)
    besides = np.bincount(groups.article, numbers * np.minimum(1, _VARIED * groups.variety), minlength=n)
    total = np.where(total >= _SUSPECT, total + _NUMBERS_WORTH * np.minimum(besides, _MOST_NUMBERS), total)
    uses = np.bincount(groups.article, np.where(strong > 0, groups.count, 0), minlength=n)
    most = np.zeros(n, dtype=np.int64)
    np.maximum.at(most, groups.article, np.where(strong > 0, groups.count, 0))
    many = (most >= LEAST_USES) & (uses >= _LEAST_MARKS)
    return np.where(many | ((uses >= _LEAST_MARKS) & (total >= _STRONG)), total, 0.0)


def judge(shard: Shard, lone: LoneDigits, groups: Groups, articles: NDArray[np.int64], tables: dict[str, Any],
          ) -> tuple[F64, tuple[tuple[str, ...], ...]]:
    """The probability that each of `articles` is damaged, and what vetoed."""
    evidence = evidence_of(groups, len(articles))
    detector = tables.get("detector", {"slope": 0.7, "offset": -7.0})
    probability = 1 / (1 + np.exp(-np.clip(detector["slope"] * evidence + detector["offset"], -40, 40)))
    probability[evidence == 0] = 0.0
    vetoes: list[tuple[str, ...]] = [() for _ in articles]
    sentence = np.any(groups.roles[:, [Role.COMMA, Role.PERIOD]], axis=1)
    sure = np.bincount(groups.article, np.where(sentence, groups.evidence, 0), minlength=len(articles)) >= _OVERWHELMING
    for place in np.flatnonzero(evidence >= _SUSPECT).tolist():
        found = _vetoes(shard, lone, groups, place, bool(sure[place]))
        if found:
            vetoes[place], probability[place] = found, 0.0
    return probability, tuple(vetoes)


def _vetoes(shard: Shard, lone: LoneDigits, groups: Groups, place: int, sure: bool) -> tuple[str, ...]:
    """What speaks against codes in one article; where the evidence for commas or full stops is `sure`, less."""
    of_article = np.flatnonzero(groups.article == place)
    speaks = groups.roles[of_article][:, [Role.COMMA, Role.PERIOD]].any(axis=1) if sure else groups.marks[of_article]
    main = int(of_article[np.argmax(np.where(speaks, groups.evidence[of_article], -np.inf))])
    uses = lone.token[groups.of_lone == main]
    digit = int(groups.digit[main])
    vetoes: list[str] = []
    forms, kind = shard.types.forms, shard.token_type
    article = int(lone.article[groups.of_lone == main][0])
    first, last = int(shard.article_token[article]), int(shard.article_token[article + 1])
    before = [forms[kind[token - 1]] for token in uses.tolist() if token > first]
    words = before if sure else [form for form in before if form[:1].isupper()]
    if words:
        word = max(sorted(set(words)), key=words.count)
        if words.count(word) > (_ONE_WORD if sure else _SAME_NAME) * len(uses) and words.count(word) >= 3:
            vetoes.append(f"{digit} follows the same {'word' if sure else 'name'}, {word}, {words.count(word)} times")
    marks = lone.token[np.isin(groups.of_lone, of_article[groups.marks[of_article]])]
    number = shard.types.flags("number", lambda form: form[:1].isdecimal())[kind]
    left = number[marks - 1] & (marks > first)
    right = number[np.minimum(marks + 1, last - 1)] & (marks < last - 1)
    if len(marks) and ((left & right).mean() > _BETWEEN_NUMBERS or (left | right).mean() > _BESIDE_NUMBERS):
        vetoes.append("the digits stand among numbers: a table or a ranking run together")
    if not sure:
        lower = shard.types.flags("lower_word", lambda form: form[:1].islower())[kind[first:last]]
        if last - first and lower.mean() < _PROSE * (1 - len(uses) / (last - first)):
            vetoes.append("not prose: less than half of the tokens are words in lower case")
    start, end = shard.article_start[article], shard.article_start[article + 1]
    lines = [line.split() for line in shard.text[start:end].split("\n") if line.strip()]
    at_end = sum(line[-1].rstrip(".") == str(digit) for line in lines)
    if len(lines) > 3 and at_end >= 0.9 * len(uses) and np.median([len(line) for line in lines]) < _SHORT_LINE:
        vetoes.append(f"{digit} stands only at the ends of short lines: a table or a list of answers")
    return tuple(vetoes)
