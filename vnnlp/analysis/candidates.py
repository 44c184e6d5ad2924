"""New strategies: phrases that behave like triggers and are in no row, offered to the researcher with examples.

Sentences that name a carrier and have no row are looked at; a linear model that tells sentences with a row from sentences
without one (on the words alone, the taxonomy's own phrases left out) says how much each of them reads like care for
customers. Phrases are gensim's (`Phrases`, npmi), so that `phòng chờ sân_bay` is one; they are ranked by how much more their
sentences read so than the rest, how many articles have them, and how far they keep to such sentences: what stands in every
article (`đại_diện`, `cuối tháng`) speaks of nothing, nor does what begins or ends with a function word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.analysis.vectorize import stopwords
from vnnlp.document import documents as views_of
from vnnlp.extraction.strategies import load
from vnnlp.extraction.strategies.taxonomy import plain
from vnnlp.segmentation import segment
from vnnlp.shard import Article

_MOST_WORDS: Final = 4
_EXAMPLES: Final = 3
_FREQUENT: Final = 0.06
_FREQUENT_LEAST: Final = 30
_LEAST_SENTENCES: Final = 8
"""Fewer with or without a row teach nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of an article as read."""

    doc_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may speak of a strategy without a row."""

    phrase: str
    articles: int
    score: float
    """How much more its sentences read like care for customers than the average, times the logarithm of its articles, times
    the share of its sentences, in all articles, that name a carrier and have no row."""
    examples: tuple[Example, ...]


def candidates(documents: Iterable[Mapping[str, Any]], entities: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]],
               *, taxonomy: str = "", minimum: int = 2, most: int = 50) -> list[Candidate]:
    """At most `most` candidates that stand in at least `minimum` articles, the best first.

    `documents`, `entities` and `rows` (strategies) are rows of the tables of a run; copies are left out. Empty where there is
    too little to learn from.
    """
    sentences = _sentences([row for row in documents if row.get("duplicate_of") is None], entities, rows)
    covered = [one for one in sentences if one.covered]
    others = [one for one in sentences if not one.covered]
    if min(len(covered), len(others)) < _LEAST_SENTENCES:
        return []
    known = {phrase for phrase in load(taxonomy).phrases if " " in phrase}
    likeness = _likeness(covered, others)
    asked = [(one, value) for one, value in zip(others, likeness.tolist(), strict=True) if one.carrier]
    frequent = _frequent(sentences) | {word.replace("_", " ") for word in stopwords()}
    holding: dict[str, dict[str, tuple[float, Example]]] = defaultdict(dict)
    elsewhere = [one for one in others if not one.carrier]
    phrased = [[_trimmed(phrase, frequent) for phrase in words]
               for words in _phrases([*covered, *(one for one, _ in asked), *elsewhere])]
    everywhere = Counter(phrase for words in phrased for phrase in set(words))
    kept = Counter(phrase for words in phrased[len(covered):len(covered) + len(asked)] for phrase in set(words))
    for (one, value), words in zip(asked, phrased[len(covered):len(covered) + len(asked)], strict=True):
        for phrase in dict.fromkeys(words):
            before = holding[phrase].get(one.example.doc_id)
            if before is None or value > before[0]:
                holding[phrase][one.example.doc_id] = (value, one.example)
    average = float(likeness.mean())
    found = []
    for phrase, held in holding.items():
        parts = phrase.split("\t")
        name = " ".join(parts)
        if len(held) < minimum or " " not in name or plain(name) in known:
            continue
        best = sorted(held.values(), key=lambda item: (-item[0], item[1].doc_id, item[1].start))
        score = (sum(value for value, _ in best) / len(best) - average) * np.log1p(len(held)) * kept[phrase] / everywhere[phrase]
        found.append(Candidate(name, len(held), round(float(score), 4), tuple(example for _, example in best[:_EXAMPLES])))
    return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.phrase))[:most]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: list[str]
    example: Example
    carrier: bool
    covered: bool


def _sentences(documents: Sequence[Mapping[str, Any]], entities: Iterable[Mapping[str, Any]],
               rows: Iterable[Mapping[str, Any]]) -> list[_Sentence]:
    carriers: dict[str, list[int]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for row in entities:
        if row["kb_id"] and row["label"] == "ORG":
            carriers[row["doc_id"]].append(row["start"])
        names[row["doc_id"]].update(row["text"].split())
    covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        covered[row["doc_id"]].append((row["start"], row["end"]))
    found = []
    shard = segment([Article(row["doc_id"], row["text"]) for row in documents])
    for document in views_of(shard):
        if document.doc_id not in carriers:
            continue
        for sentence in document.sentences:
            tokens = sentence.tokens
            start, end = tokens[0].start, tokens[-1].end
            words = [token.text.casefold().replace("_", " ") for token in tokens
                     if token.text[0].isalpha() and token.text not in names[document.doc_id]]
            found.append(_Sentence(words, Example(document.doc_id, start, end, document.text[start:end]),
                                   any(start <= place < end for place in carriers[document.doc_id]),
                                   any(first < end and last > start for first, last in covered[document.doc_id])))
    return found


def _likeness(covered: list[_Sentence], others: list[_Sentence]) -> NDArray[np.float64]:
    """How probably each of the others speaks of a strategy, by its words.

    Those that name a carrier are not taught as speaking of none: a phrase that many of them share would be learned away.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    plainly = [one for one in others if not one.carrier] or others
    vectorizer = TfidfVectorizer(analyzer=_words, min_df=2, sublinear_tf=True)
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500)
    model.fit(vectorizer.fit_transform(covered + plainly), [1] * len(covered) + [0] * len(plainly))
    probability: NDArray[np.float64] = model.predict_proba(vectorizer.transform(others))[:, 1]
    return probability


def _words(sentence: _Sentence) -> list[str]:
    return sentence.words


def _phrases(sentences: list[_Sentence]) -> list[list[str]]:
    """Of each sentence its words and phrases, words of a phrase joined by a tab."""
    from gensim.models.phrases import Phrases
    texts = [one.words for one in sentences]
    pairs = Phrases(texts, min_count=2, threshold=0.3, scoring="npmi", delimiter="\t")
    paired = [pairs[text] for text in texts]
    triples = Phrases(paired, min_count=2, threshold=0.3, scoring="npmi", delimiter="\t")
    return [[phrase for phrase in triples[text] if phrase.count("\t") < _MOST_WORDS] for text in paired]


def _trimmed(phrase: str, frequent: set[str]) -> str:
    """A phrase without the function words and the frequent words at its ends."""
    parts = phrase.split("\t")
    while parts and parts[0] in frequent:
        parts = parts[1:]
    while parts and parts[-1] in frequent:
        parts = parts[:-1]
    return "\t".join(parts)


def _frequent(sentences: list[_Sentence]) -> set[str]:
    """Words of so many sentences that no phrase begins or ends with one: `của`, `được`, `cho_biết`."""
    counts = Counter(word for one in sentences for word in set(one.words))
    return {word for word, count in counts.items() if count > max(_FREQUENT_LEAST, _FREQUENT * len(sentences))}
