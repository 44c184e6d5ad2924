"""`vnnlp train strategies`: from files of gold to a model with its card, which says how good it is on what it has not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from vnnlp.extraction.strategies.certainty import Pairs
from vnnlp.extraction.strategies.classifier import JUDGED, Model, load_model
from vnnlp.extraction.strategies.gold import is_apart, read_gold, records
from vnnlp.extraction.strategies.learning import train
from vnnlp.extraction.strategies.lesson import Lesson, values_of
from vnnlp.extraction.strategies.words import WordVectors

_BANDS: Final = (0.0, 0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_SURE: Final = 0.5


def train_files(gold: Sequence[Path], out: Path, *, tuned: Sequence[Path] = (), data: Path | None = None,
                words: Path | None = None, taxonomy: str = "", seed: int = 0) -> Iterator[str]:
    """Train from files of gold, write OUT.npz, OUT.json and the card OUT.md, and give the lines of the card.

    `tuned`: gold that rules were made on, or of another kind; it teaches what clauses say, not how sure a row is. `words`: a
    word-segmented archive (JSON Lines, plain or gzipped); without it the vectors of words are those shipped.
    Stand-off gold is left out, and named on the card, where there is no `data` to find its texts in.
    Raises InputError and UsageError for gold that cannot be read or says too little.
    """
    left = [path for path in (*gold, *tuned) if data is None and is_apart(path)]
    gold, tuned = ([path for path in paths if path not in left] for paths in (gold, tuned))
    vectors: WordVectors | Iterable[str] = load_model().words if words is None else (
        line for row in records(words) for line in row["text"].split("\n"))
    articles = [*read_gold(gold, data), *({**row, "tuned": True} for row in read_gold(tuned, data))]
    model, held, pairs = train(articles, taxonomy=taxonomy, words=vectors, seed=seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in gold], [path.name for path in tuned]
    model.save(out, {"seed": seed, "gold": names[0], "tuned": names[1]})
    made = [*_made(out.name, model, *names, words.name if words else "", seed)]
    if left:
        made += [f"Left out, because stand-off gold needs --data: {', '.join(path.name for path in left)}.", ""]
    card = [*made, *_scores(held, pairs), "", *_bands(pairs)]
    out.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    yield from card


def _made(name: str, model: Model, gold: Sequence[str], tuned: Sequence[str], words: str, seed: int) -> Iterator[str]:
    source = f"vectors of words from {words} (gensim)" if words else "vectors of words as shipped"
    yield f"# {name}.npz: what a clause says, and how certain a row is"
    yield ""
    yield f"Made by `vnnlp train strategies` with seed {seed} from {', '.join(gold)}; {source}."
    if tuned:
        yield f"The models of clauses also learned from {', '.join(tuned)}, which do not teach how sure a row is."
    yield (f"{len(model.keys)} hashed features of clauses by {len(model.codes)} strategies, {len(model.kernel.weights)} clauses "
           f"of the gold as features, {len(model.words.keys)} vectors of words, {len(JUDGED)} weights of the last model; no "
           "text.")
    yield ""
    yield "Below, in percent, each file judged by models that have seen nothing of it: wording of a writer they never met."
    yield "Where rules were made on a file too, trust the scores on held-out gold alone."
    yield ""


def _scores(held: Lesson, pairs: Pairs) -> Iterator[str]:
    """Precision, recall and F1 of the rows with a confidence of a half, for each file of gold."""
    yield "| gold | articles | rows | precision | recall | F1 of (line, carrier, strategy) |"
    yield "|---|---|---|---|---|---|"
    articles: list[Mapping[str, Any]] = [*held.gold, *held.missed]
    for origin in dict.fromkeys(row["origin"] for row in articles):
        wanted = [(place, one) for place, row in enumerate(articles) if row["origin"] == origin
                  for one in row["strategies"] if one.get("tier", "core") == "core"]
        given = {_key(held, pairs, number): int(pairs.right[number]) for number in np.flatnonzero(pairs.sure >= _SURE).tolist()
                 if held.gold[pairs.page[number]]["origin"] == origin and pairs.right[number] >= 0}
        found = {(key[0], line, *key[2:]) for key in given for line in (0, key[1])}
        right = sum(any((place, one["line"], carrier, strategy) in found
                        for carrier in values_of(one["carrier"]) for strategy in values_of(one["strategy"]))
                    for place, one in wanted)
        false = sum(not value for value in given.values())
        rates = (100 * right / max(1, right + false), 100 * right / max(1, len(wanted)),
                 200 * right / max(1, right + false + len(wanted)))
        yield f"| {origin} | {sum(row['origin'] == origin for row in articles)} | {len(wanted)} | " \
            + " | ".join(f"{rate:.1f}" for rate in rates) + " |"


def _bands(pairs: Pairs) -> Iterator[str]:
    """Of the candidates by confidence, how many there are and how many are right."""
    known = (pairs.right >= 0) & pairs.fresh
    yield "| confidence from | candidates | mean confidence | right |"
    yield "|---|---|---|---|"
    for low, high in pairwise(_BANDS):
        inside = known & (pairs.sure >= low) & (pairs.sure < high)
        if inside.any():
            yield f"| {low} | {inside.sum()} | {pairs.sure[inside].mean():.2f} | {pairs.right[inside].mean():.2f} |"
    yield ""
    yield f"Brier score {((pairs.sure[known] - pairs.right[known]) ** 2).mean():.3f}."


def _key(held: Lesson, pairs: Pairs, number: int) -> tuple[int, int, str, str]:
    one, page = pairs.found[number], int(pairs.page[number])
    return page, held.pages[page].line[one.sentence] + 1, one.carrier, one.strategy
