"""The tagger of entities on labelled articles kept aside: `python -m tests.benchmarks.entities_labels [FOLD...] [--errors]`.

The labelled articles of ../shared/gold/labels/news_segmented.jsonl fall into five folds by their place in the file. For each fold
asked for, a tagger is trained on the other four, the treebank and the labels of our own (no articles labelled by the
tagger itself), and scored on the fold: mentions with exact span and label, by the tagger alone and with the rules above it;
then all folds together. Fold 2 is the one that is judged by: its errors are never read (and never printed here); the rules and
lexicons were made with the errors of the others in view, which flatters those. Word clusters are the shipped model's.

`--rounds` trains by the whole recipe of the shipped model (its own labels on articles that nobody labelled), `--errors` prints
what is missed and what is spurious with the rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.support import SHARED
from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.builtin import examples_of, grown, trained
from vnnlp.extraction.entities.extract import find, load_tagger
from vnnlp.extraction.entities.labels import Labelled, example_of, labelled_articles, own_articles, spans_of
from vnnlp.extraction.entities.spans import Span, model_spans
from vnnlp.shard import Shard
from vnnlp.tagging import Attributes, Tagger

FOLDS = 5
BLIND = 2
LABELS = ("PER", "LOC", "ORG", "PROD")

Mention = tuple[int, int, int, str]
"""Fold, begin and end in the text of the fold's shard, label."""


def f1(gold: set[Mention], found: set[Mention]) -> str:
    """F1 of each label and of all, in percent."""
    parts = [(label, {item for item in gold if item[3] == label}, {item for item in found if item[3] == label})
             for label in LABELS] + [("all", gold, found)]
    return "  ".join(f"{name} {200 * len(one & two) / max(1, len(one) + len(two)):5.1f} ({len(one)})" for name, one, two in parts)


def mentions(fold: int, spans: Iterable[Span]) -> set[Mention]:
    """The mentions of spans."""
    return {(fold, span.start, span.end, span.label) for span in spans}


def show(shard: Shard, gold: set[Mention], found: set[Mention]) -> None:
    """Print what is missed and what is spurious, with what stands around it."""
    for item in sorted(gold ^ found, key=lambda item: item[1:]):
        _, start, end, label = item
        around = (shard.text[max(0, start - 50):start], shard.text[start:end], shard.text[end:end + 30])
        kind = "MISS" if item in gold else "SPUR"
        print(kind, label, f"{around[0]}[[{around[1]}]]{around[2]}".replace("\n", " ⏎ "))


def tagger_for(articles: list[Labelled], known: set[str], attributes: Attributes, *, rounds: bool) -> Tagger:
    """A tagger of some articles; with `rounds` by the whole recipe."""
    words = attributes.words["cl"]
    if rounds:
        return grown(SHARED, examples_of(articles, words), known, attributes)
    return trained([example_of(articles, words)], attributes, 60)


def main() -> None:
    """Print the table."""
    folds = [int(item) for item in sys.argv[1:] if item.isdigit()] or list(range(FOLDS))
    labelled = list(labelled_articles(SHARED))
    news = [article for article in labelled if article[0].isdigit()]
    treebank = [article for article in labelled if not article[0].isdigit()]
    shipped = load_tagger().attributes.words
    attributes = Attributes({"cl": shipped["cl"], "cm": shipped["cm"], "seen": {}, **knowledge.word_lists()})
    own_aside = list(own_articles(SHARED, "aside"))
    gold: set[Mention] = set()
    alone: set[Mention] = set()
    ruled: set[Mention] = set()
    for fold in folds:
        aside = [article for index, article in enumerate(news) if index % FOLDS == fold]
        rest = [article for index, article in enumerate(news) if index % FOLDS != fold]
        names = {name for name, _ in aside}
        own = [article for article in own_articles(SHARED) if article[0] not in names]
        tagger = tagger_for([*rest, *treebank, *own], {name for name, _ in labelled}, attributes, rounds="--rounds" in sys.argv)
        shard = example_of(aside, attributes.words["cl"]).shard
        right = {(fold, *span) for span in spans_of(aside)}
        by_tagger = mentions(fold, model_spans(shard, tagger.tags(shard), tagger.labels))
        with_rules = mentions(fold, find(shard, tagger))
        own_right = {(fold, *span) for span in spans_of(own_aside)}
        own_shard = example_of(own_aside, attributes.words["cl"]).shard
        own_found = mentions(fold, find(own_shard, tagger))
        print(f"fold {fold}{' (blind)' if fold == BLIND else ''}, {len(aside)} articles")
        print("  tagger alone ", f1(right, by_tagger))
        print("  with rules   ", f1(right, with_rules), flush=True)
        print("  own, with rules", f1(own_right, own_found), flush=True)
        if "--errors" in sys.argv and fold != BLIND:
            show(shard, right, with_rules)
        gold, alone, ruled = gold | right, alone | by_tagger, ruled | with_rules
    print(f"folds {folds} together")
    print("  tagger alone ", f1(gold, alone))
    print("  with rules   ", f1(gold, ruled))


if __name__ == "__main__":
    main()
