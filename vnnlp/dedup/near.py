"""Near-duplicate articles: one earlier article covers at least half, and the numbers agree.

Covered is a syllable inside a gram that the source has too. Only the best single source counts, never several together:
news of one kind share their phrases with hundreds of others. An article made from the same template with other numbers
(weather, gold prices, lottery) is covered as well, yet it is news: where a quarter of the numbers that can be compared, and
at least two, differ from every number beside the same two words in the source, it is no duplicate. Nor is one that lost more
than one number in `minimum` syllables: nobody knows what it said.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.fingerprints import UInt64, grams
from vnnlp.dedup.forms import LOST_NUMBER
from vnnlp.dedup.numbers import same_and_other
from vnnlp.dedup.runs import Runs, Side, Spread
from vnnlp.dedup.shelf import Sources
from vnnlp.dedup.store import Prints
from vnnlp.dedup.vectors import Int64, Mask, among, expand
from vnnlp.settings import DedupSettings

CANDIDATES = 3
"""So many sources of an article, those with most seeds, are compared in full."""
SHARE = 0.05
"""A source with fewer of the article's grams (as a share of the fingerprints expected) cannot cover half of it."""
DENSE, SPREAD = 0.8, 0.6
"""Nor one passage copied as it is (of the fingerprints expected in it at least `DENSE` are there) that is shorter than this part
of that half."""
CLOSE = 0.05
"""Of sources that cover nearly as much (a difference of so much) the earliest is the best: copies of copies end at the first."""
RELATIVE, FAMILY = 0.3, 0.4
"""Articles of one template share at least so much in long runs, and so much in all."""
OTHER = 2
"""So many numbers that differ tell two articles of one template apart if they are a quarter of those compared."""
COVER = 4
"""Syllables of the grams that say what is covered: shorter than the seeds, because edited copies are cut up finely."""
_PAIR_BITS, _ROOM = np.uint64(24), np.uint64(40)


def near_rows(prints: Prints, target: Side, volume: int, sources: Sources, seeds: tuple[Int64, Int64], runs: Runs,
              settings: DedupSettings) -> tuple[dict[str, Any], tuple[Int64, Int64]]:
    """Columns of one row for each near-duplicate article: it whole, its best source whole, and the share covered.

    Beside them the pairs (article, source) of one template: what they share is its fixed text.
    """
    many = max(1, len(sources.article))
    pairs = np.union1d(candidates(target, volume, sources, *seeds, settings), relatives(target, volume, sources, runs))
    article, of_article = np.divmod(pairs, many)
    share, template, unknown = compare(target.spread(article), sources.side.spread(of_article), settings)
    family = (article[template], of_article[template])
    # A very short article is a duplicate only where the source has all of it.
    enough = np.where(np.diff(target.article)[article] >= settings.line_minimum, settings.near, 1.0)
    taken = np.flatnonzero((share >= enough) & ~template & ~unknown)
    most = np.zeros(len(target.article), dtype=np.float64)
    np.maximum.at(most, article[taken], share[taken])
    taken = taken[share[taken] >= most[article[taken]] - CLOSE]
    best = taken[np.lexsort((of_article[taken], article[taken]))]
    best = best[np.append(True, article[best][1:] != article[best][:-1])[:len(best)]]
    article, of_article = article[best], of_article[best]
    bounds, of_bounds = target.article, sources.side.article
    left, right = np.asarray(prints.columns.left), np.asarray(prints.columns.right)
    columns = {"article": article, "start": left[bounds[article]], "end": right[bounds[article + 1] - 1],
               "kind": np.full(len(best), "near", dtype=object), "of_article": of_article,
               "of_start": sources.read("left", of_bounds[of_article]),
               "of_end": sources.read("right", of_bounds[of_article + 1] - 1),
               "similarity": share[best].astype(np.float32)}
    return columns, family


def candidates(target: Side, volume: int, sources: Sources, place: Int64, of_place: Int64,
               settings: DedupSettings) -> Int64:
    """Pairs (article * number of sources + source) worth comparing in full: the `CANDIDATES` sources that share most seeds."""
    article, of_article = target.article_of(place), sources.side.article_of(of_place)
    itself = (sources.volume[of_article] == volume) & (sources.article[of_article] == article)
    long = np.diff(target.article)[article] >= settings.line_minimum
    rows = np.flatnonzero(long & ~itself)
    pairs, place = article[rows] * len(sources.article) + of_article[rows], place[rows]
    order = np.lexsort((place, pairs))
    pairs, place = pairs[order], place[order]
    distinct = np.append(True, (pairs[1:] != pairs[:-1]) | (place[1:] != place[:-1]))[:len(pairs)]
    pairs, place = pairs[distinct], place[distinct]
    pairs, first, count = np.unique(pairs, return_index=True, return_counts=True)
    article, of_article = np.divmod(pairs, max(1, len(sources.article)))
    length = np.diff(target.article)[article]
    spread = place[first + count - 1] - place[first] + settings.gram
    density = 2 / (settings.window + 1)
    scattered = count < DENSE * density * spread
    enough = (count >= SHARE * density * length) & (scattered | (spread >= SPREAD * settings.near * length))
    article, of_article, count = article[enough], of_article[enough], count[enough]
    order = np.lexsort((of_article, -count, article))
    article, of_article = article[order], of_article[order]
    begins = np.searchsorted(article, article)
    top = np.arange(len(article)) - begins < CANDIDATES
    chosen: Int64 = article[top] * len(sources.article) + of_article[top]
    return chosen


def relatives(target: Side, volume: int, sources: Sources, runs: Runs) -> Int64:
    """Pairs of which runs make up the article, or `RELATIVE` of it where numbers differ: perhaps articles of one template."""
    article, of_article = target.article_of(runs.start), sources.side.article_of(runs.start + runs.shift)
    other = (sources.volume[of_article] != volume) | (sources.article[of_article] != article)
    pairs, run = np.unique((article * len(sources.article) + of_article)[other], return_inverse=True)
    total = np.bincount(run, weights=runs.length[other], minlength=len(pairs))
    length = np.diff(target.article)[pairs // max(1, len(sources.article))]
    wanted = total >= RELATIVE * length
    related, whole = pairs[wanted].astype(np.int64), (total >= length)[wanted]
    # Most are copies of one paragraph; numbers that differ are quicker to count than what is covered.
    article, of_article = np.divmod(related, max(1, len(sources.article)))
    mine, others = target.spread(article), sources.side.spread(of_article)
    everything = np.ones(len(mine.owner), dtype=np.bool_)
    _, differ = same_and_other(mine, others, everything, np.ones(len(related), dtype=np.bool_))
    chosen: Int64 = related[whole | (differ >= OTHER)]
    return chosen


def compare(target: Spread, source: Spread, settings: DedupSettings) -> tuple[NDArray[np.float64], Mask, Mask]:
    """For pairs of articles: the share of the first that the second covers; whether other numbers tell them apart (looked at
    from a share of `FAMILY` on); whether so many numbers are lost that nobody can say.
    """
    many, total = len(target.length), len(target.owner)
    key = _keys(target)
    begins = np.flatnonzero(among(key, _keys(source)) & (key != 0))
    depth = np.bincount(begins, minlength=total + 1)
    depth -= np.bincount(begins + COVER, minlength=total + 1)
    covered = np.cumsum(depth)[:total] > 0
    share = np.bincount(target.owner[covered], minlength=many) / np.maximum(target.length, 1)
    lost = np.bincount(target.owner[(target.flags & LOST_NUMBER) > 0], minlength=many)
    same, other = same_and_other(target, source, covered, share >= FAMILY)
    return share, (other >= OTHER) & (other * 3 >= same), lost * settings.minimum > target.length


def _keys(side: Spread) -> UInt64:
    """The gram that begins at each place, told apart by pair; 0 where it would leave its article."""
    values = grams(side.syllable, COVER)
    # The pair in front keeps what belongs together together, which sorting and searching are quick on.
    keys = (side.owner.astype(np.uint64) + 1) << _ROOM
    keys[:len(values)] += values >> _PAIR_BITS | np.uint64(1)
    short = np.minimum(side.length, COVER - 1)
    keys[expand(np.cumsum(side.length) - short, short)[0]] = 0
    return keys
