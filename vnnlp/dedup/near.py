"""Near-duplicate articles: one earlier article covers at least half, and the numbers agree.

Covered is a syllable inside a gram that the source has too. Only the best single source counts, never several together:
news of one kind share their phrases with hundreds of others. An article made from the same template with other numbers
(weather, gold prices, lottery) is covered as well, yet it is news: where a third of the numbers that can be compared, and
at least two, differ from the number at the same place of the source, it is no duplicate. Nor is one that lost more than one
number in `minimum` syllables: nobody knows what it said.
"""

from __future__ import annotations

from typing import Any

import numpy as np

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
SLACK = 2
"""Syllables by which a stretch without a match may be longer or shorter than its counterpart (and an eighth of its length);
beyond that it is other text, and its numbers cannot be compared."""
COVER = 4
"""Syllables of the grams that say what is covered: shorter than the seeds, because edited copies are cut up finely."""
_PAIR_BITS, _ROOM = np.uint64(24), np.uint64(40)


def near_rows(prints: Prints, target: Side, volume: int, sources: Sources, place: Int64, of_place: Int64,
              settings: DedupSettings) -> dict[str, Any]:
    """Columns of one row for each near-duplicate article: it whole, its best source whole, and the share covered."""
    article, of_article = candidates(target, volume, sources, place, of_place, settings)
    share, template = compare(target, sources.side, article, of_article, settings)
    taken = np.flatnonzero((share >= settings.near) & ~template)
    best = taken[np.lexsort((of_article[taken], -share[taken], article[taken]))]
    best = best[np.append(True, article[best][1:] != article[best][:-1])[:len(best)]]
    article, of_article = article[best], of_article[best]
    bounds, of_bounds = target.article, sources.side.article
    left, right = np.asarray(prints.columns.left), np.asarray(prints.columns.right)
    return {"article": article, "start": left[bounds[article]], "end": right[bounds[article + 1] - 1],
            "kind": np.full(len(best), "near", dtype=object), "of_article": of_article,
            "of_start": sources.left[of_bounds[of_article]], "of_end": sources.right[of_bounds[of_article + 1] - 1],
            "similarity": share[best].astype(np.float32)}


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
            settings: DedupSettings) -> tuple[np.ndarray[Any, np.dtype[np.float64]], Mask]:
    """For pairs of articles: the share of the first that the second covers, and whether the numbers tell them apart."""
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

    number = (target.flags[place] & (NUMBER | LOST_NUMBER)) == NUMBER
    same = np.bincount(pair[number & covered], minlength=len(article))
    open_ = np.flatnonzero(number & ~covered & (share >= settings.near)[pair])
    which = pair[open_]
    first = (np.cumsum(length) - length)[which]
    begin, end = source.article[of_article[which]], source.article[of_article[which] + 1]
    before = np.maximum(_nearest(covered, open_, -1), first - 1)
    after = np.minimum(_nearest(covered, open_, 1), first + length[which])
    # The grams that match on both sides of a gap say where in the source the number's counterpart should stand.
    known = order[found]
    left = np.where(before < first, begin - 1, of_place[known[np.maximum(before - size + 1, 0)]] + size - 1)
    right = np.where(after < first + length[which], of_place[known[np.minimum(after, len(known) - 1)]], end)
    gap, of_gap = after - before, right - left
    comparable = np.abs(gap - of_gap) <= SLACK + gap // 8
    agrees, compared = np.zeros(len(open_), dtype=np.bool_), np.zeros(len(open_), dtype=np.bool_)
    for counterpart in [side + slip for side in (left + open_ - before, right - after + open_) for slip in (-1, 0, 1)]:
        inside = (counterpart >= begin) & (counterpart < end)
        there = np.where(inside, counterpart, 0)
        agrees |= inside & (source.syllable[there] == target.syllable[place[open_]])
        compared |= inside & ((source.flags[there] & (NUMBER | LOST_NUMBER)) == NUMBER)
    same += np.bincount(which[comparable & agrees], minlength=len(article))
    other = np.bincount(which[comparable & compared & ~agrees], minlength=len(article))
    lost = np.bincount(pair[(target.flags[place] & LOST_NUMBER) > 0], minlength=len(article))
    return share, ((other >= 2) & (other * 2 >= same)) | (lost * settings.minimum > length)


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


def _nearest(covered: Mask, place: Int64, step: int) -> Int64:
    """The nearest covered place before (-1) or behind (1) each place; -1 or the length where there is none."""
    places = np.flatnonzero(covered)
    at = np.searchsorted(places, place)
    return np.append(places, len(covered))[at] if step > 0 else np.append(-1, places)[at]
