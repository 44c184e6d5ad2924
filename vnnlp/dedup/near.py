"""Near-duplicate articles: one earlier article covers at least half, and the numbers agree.

Covered is a syllable inside a gram that the source has too. Only the best single source counts, never several together:
news of one kind share their phrases with hundreds of others. An article made from the same template with other numbers
(weather, gold prices, lottery) is covered as well, yet it is news: where a third of the numbers that can be compared, and
at least two, differ from every number behind the same two words in the source, it is no duplicate. Nor is one that lost more
than one number in `minimum` syllables: nobody knows what it said.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnlp.dedup.fingerprints import UInt64, grams
from vnnlp.dedup.runs import Mask, Side, expand
from vnnlp.dedup.seeds import Int64
from vnnlp.dedup.shelf import Sources
from vnnlp.dedup.store import Prints
from vnnlp.dedup.syllables import LOST_NUMBER, NUMBER
from vnnlp.settings import DedupSettings

CANDIDATES = 3
"""So many sources of an article, those with most seeds, are compared in full."""
SHARE = 0.05
"""A source with fewer of the article's grams (as a share of the fingerprints expected) cannot cover half of it."""
DENSE, SPREAD = 0.8, 0.6
"""Nor one passage copied as it is (of the fingerprints expected in it at least `DENSE` are there) that is shorter than this part
of that half."""
FAMILY = 0.3
"""Articles of one template share at least so much."""
OTHER, MANY = 2, 5
"""So many numbers that differ tell two articles of one template apart, if they are a third (a quarter) of those compared."""
COVER = 4
"""Syllables of the grams that say what is covered: shorter than the seeds, because edited copies are cut up finely."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PAIR_BITS, _ROOM = np.uint64(24), np.uint64(40)


def near_rows(prints: Prints, target: Side, volume: int, sources: Sources, place: Int64, of_place: Int64,
              settings: DedupSettings) -> tuple[dict[str, Any], tuple[Int64, Int64]]:
    """Columns of one row for each near-duplicate article: it whole, its best source whole, and the share covered.

    Beside them the pairs (article, source) of one template: what they share is its fixed text.
    """
    article, of_article = candidates(target, volume, sources, place, of_place, settings)
    share, template, unknown = compare(target, sources.side, article, of_article, settings)
    family = (article[template], of_article[template])
    taken = np.flatnonzero((share >= settings.near) & ~template & ~unknown)
    best = taken[np.lexsort((of_article[taken], -share[taken], article[taken]))]
    best = best[np.append(True, article[best][1:] != article[best][:-1])[:len(best)]]
    article, of_article = article[best], of_article[best]
    bounds, of_bounds = target.article, sources.side.article
    left, right = np.asarray(prints.columns.left), np.asarray(prints.columns.right)
    columns = {"article": article, "start": left[bounds[article]], "end": right[bounds[article + 1] - 1],
               "kind": np.full(len(best), "near", dtype=object), "of_article": of_article,
               "of_start": sources.left[of_bounds[of_article]], "of_end": sources.right[of_bounds[of_article + 1] - 1],
               "similarity": share[best].astype(np.float32)}
    return columns, family


def candidates(target: Side, volume: int, sources: Sources, place: Int64, of_place: Int64,
               settings: DedupSettings) -> tuple[Int64, Int64]:
    """Pairs (article, source) worth comparing in full: the `CANDIDATES` sources that share most seeds."""
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
    return article[top], of_article[top]


def compare(target: Side, source: Side, article: Int64, of_article: Int64,
            settings: DedupSettings) -> tuple[NDArray[np.float64], Mask, Mask]:
    """For pairs of articles: the share of the first that the second covers; whether other numbers tell them apart (looked at
    from a share of `FAMILY` on); whether so many numbers are lost that nobody can say.
    """
    size = COVER
    length, of_length = np.diff(target.article)[article], np.diff(source.article)[of_article]
    place, pair = expand(target.article[article], length)
    of_place, of_pair = expand(source.article[of_article], of_length)
    key, of_key = _keys(target, place, pair, length, size), _keys(source, of_place, of_pair, of_length, size)
    order = np.argsort(of_key, kind="stable")
    of_key = of_key[order]
    found = np.minimum(np.searchsorted(of_key, key), max(0, len(order) - 1))
    matched = (of_key[found] == key) & (key != 0) if len(order) else np.zeros(len(key), dtype=np.bool_)
    begins = np.flatnonzero(matched)
    depth = np.bincount(begins, minlength=len(place) + 1)[:len(place) + 1]
    depth -= np.bincount(begins + size, minlength=len(place) + 1)[:len(place) + 1]
    covered = np.cumsum(depth)[:len(place)] > 0
    share = np.bincount(pair[covered], minlength=len(article)) / np.maximum(length, 1)

    lost = np.bincount(pair[(target.flags[place] & LOST_NUMBER) > 0], minlength=len(article))
    same, other = _numbers(target, source, (place, pair, covered), (of_place, of_pair), share >= FAMILY)
    apart = ((other >= OTHER) & (other * 2 >= same)) | ((other >= MANY) & (other * 3 >= same))
    return share, apart, lost * settings.minimum > length


def _numbers(target: Side, source: Side, places: tuple[Int64, Int64, Mask], of_places: tuple[Int64, Int64],
             wanted: Mask) -> tuple[Int64, Int64]:
    """How many numbers of each pair's target stand behind the same two words in the source, and how many differ there.

    Counted are numbers beside text that the source covers: the numbers of a paragraph of its own say nothing.
    """
    place, pair, covered = places
    at, context, value = _contexts(target, place, pair, wanted)
    _, of_context, of_value = _contexts(source, *of_places, wanted)
    beside = covered[at] | covered[np.maximum(at - 1, 0)] | covered[np.minimum(at + 1, len(covered) - 1)]
    same = beside & np.isin(value, of_value)
    other = beside & ~same & np.isin(context, of_context)
    return np.bincount(pair[at[same]], minlength=len(wanted)), np.bincount(pair[at[other]], minlength=len(wanted))


def _contexts(side: Side, place: Int64, pair: Int64, wanted: Mask) -> tuple[Int64, UInt64, UInt64]:
    """Where the known numbers of the wanted pairs stand, the two words before each (hashed with the pair), and these with it."""
    flags = side.flags[place]
    words = np.flatnonzero((flags & NUMBER) == 0)
    at = np.flatnonzero(((flags & (NUMBER | LOST_NUMBER)) == NUMBER) & wanted[pair])
    before = np.searchsorted(words, at) - 1
    context = pair[at].astype(np.uint64)
    for back in (0, 1):
        word = words[np.maximum(before - back, 0)] if len(words) else at
        inside = (before >= back) & (pair[word] == pair[at])
        context = context * _MIX + np.where(inside, side.syllable[place[word]], 0).astype(np.uint64)
        if not back:
            # The second number of `từ 20 - 23` is compared with a second number.
            context = context * _MIX + np.where(inside, at - word, 0).astype(np.uint64)
    return at, context, context * _MIX + side.syllable[place[at]]


def _keys(side: Side, place: Int64, pair: Int64, length: Int64, size: int) -> UInt64:
    """The gram that begins at each place, told apart by pair; 0 where it would leave its article."""
    if not len(place):
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(len(place), dtype=np.uint64)
    inside = np.arange(len(place)) - (np.cumsum(length) - length)[pair]
    whole = inside <= length[pair] - size
    low, high = int(place.min()), int(place.max()) + 1
    values = grams(side.syllable[low:high], size)
    # The pair in front keeps what belongs together together, which sorting and searching are quick on.
    hashes[whole] = (values[place[whole] - low] >> _PAIR_BITS | np.uint64(1)) + ((pair[whole].astype(np.uint64) + 1) << _ROOM)
    return hashes
