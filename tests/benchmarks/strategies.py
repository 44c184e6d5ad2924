"""What strategies cost and how right they are: `python -m tests.benchmarks.strategies` prints two tables.

Processor time: against entities and figures of the same articles in the same run (the issue allows a quarter). Rights: on the
real articles of ../shared, on the corpus, with `--held-out` on the half of it that nobody develops on, and with `--real` on 86
more real carrier articles of ../shared (stand-off gold in corpus/gold/real, of which the aside half is never read or learned
from): there precision is that of every row the extractor gives, by line.
"""

from __future__ import annotations

import sys
from itertools import islice, pairwise
from time import process_time

from tests.support import ROOT, SHARED, read_jsonl
from vnnlp.evaluation.strategies import score
from vnnlp.extraction.entities import extract as entities
from vnnlp.extraction.figures import extract as figures
from vnnlp.extraction.strategies import extract, load
from vnnlp.extraction.strategies.gold import read_gold
from vnnlp.repair import repair
from vnnlp.segmentation import segment
from vnnlp.shard import Article, Shard


def seconds(shard: Shard) -> tuple[float, float, float]:
    """Of entities, figures and strategies of a shard."""
    times = [process_time()]
    found_entities = entities(shard)
    times.append(process_time())
    found_figures = figures(shard)
    times.append(process_time())
    extract(shard, found_entities, found_figures)
    times.append(process_time())
    first, second, third = (after - before for before, after in pairwise(times))
    return first, second, third


def main() -> None:
    """Print both tables."""
    load()
    news = [Article(row["id"], row["text"]) for row in islice(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), 6000)]
    texts = {"all news": news[:1500]}
    seconds(segment(news[:50]))  # the models are loaded before the clock runs
    whole = segment(news)
    naming = {row["doc_id"] for row in entities(whole) if row["kb_id"] and row["label"] == "ORG"}
    texts["articles that name a carrier"] = [article for article in news if article.doc_id in naming]
    print(f"{'':32}{'tokens':>10}{'entities s':>12}{'figures s':>11}{'strategies s':>14}{'added':>8}")
    for name, articles in texts.items():
        shard = segment(articles)
        first, second, third = seconds(shard)
        print(f"{name:32}{shard.n_tokens:>10}{first:>12.2f}{second:>11.2f}{third:>14.2f}{third / (first + second):>8.0%}")
    sets = {"shared/gold/dev": SHARED / "gold" / "dev.jsonl", "corpus develop": ROOT / "corpus" / "gold" / "develop.jsonl"}
    if "--real" in sys.argv:
        sets |= {f"real, {half}": ROOT / "corpus" / "gold" / "real" / f"strategies_{half}.jsonl" for half in ("develop", "aside")}
    if "--held-out" in sys.argv:
        sets["corpus held out"] = ROOT / "corpus" / "gold" / "heldout.jsonl"
    print(f"\n{'':20}{'line F1':>9}{'precision':>11}{'recall':>8}{'article F1':>12}{'segment':>9}{'polarity':>10}{'rows':>6}")
    for name, path in sets.items():
        gold = read_gold([path], SHARED / "data")
        shard = repair(segment([Article(row["doc_id"], row["text"]) for row in gold]))
        found = extract(shard, entities(shard), figures(shard)).to_pylist()
        scores = score(gold, found)
        print(f"{name:20}{scores['line_f1']:>9}{scores['line_precision']:>11}{scores['line_recall']:>8}{scores['article_f1']:>12}"
              f"{scores['segment']:>9}{scores['polarity']:>10}{len(found):>6}")


if __name__ == "__main__":
    main()
