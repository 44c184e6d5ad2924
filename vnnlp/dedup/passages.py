"""From seeds to rows: which passages of a shard's articles are copies, and of what.

Of all runs that cover a syllable the one with the earliest source gives it its source, so that chains of copies end at the
first original; a row is a stretch of whole tokens with one source.

Legitimate repetition stays. A run that breaks off at a number which differs (`mua vào 36,5` / `mua vào 36,7`) is the fixed
text of a template, however exact, unless it is long; so is all that two articles share of which other numbers say that they
are of one template. A run inside one sentence that says little of it is a formula of offices and courts. Where numbers
are lost (`⟨?⟩`) two articles cannot be known to agree, so between articles a run needs twice `minimum` syllables in a row
without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from vnnlp.dedup.forms import LOST_NUMBER, NUMBER
from vnnlp.dedup.near import near_rows
from vnnlp.dedup.runs import Runs, Side, join
from vnnlp.dedup.seeds import Seeds
from vnnlp.dedup.shelf import Shelf, Sources, gather
from vnnlp.dedup.store import Prints
from vnnlp.dedup.syllables import SENTENCE_FIRST, SENTENCE_LAST, TOKEN_FIRST, TOKEN_LAST
from vnnlp.dedup.vectors import Int64, Mask, changes, expand
from vnnlp.settings import DedupSettings
from vnnlp.tables import Table, concat

TEMPLATE = 8
"""A run of this many times `minimum` syllables is a copy even beside a number that differs."""
RESUME, AHEAD, SLIP, BORDER = 3, 12, 2, 3
"""A template goes on with `RESUME` words (any two dates agree in `từ ngày`) within `AHEAD` syllables behind its number, which
may be `SLIP` longer or shorter; nothing can be seen to go on where fewer than `BORDER` syllables follow."""
KNOWN = 2
"""So many times `minimum` syllables without a lost number make two passages one."""
PHRASE = 2
"""Up to this many times `minimum` syllables a run that begins and ends inside a sentence, and is less than two thirds of
it, is a phrase of that sentence."""
FRAGMENT = 3
"""So many syllables beyond a sentence's end are taken for chance, and a run is cut back to the sentence."""
_BLOCK = 200_000


def rows(prints: Prints, volume: int, seeds: Seeds, shelf: Shelf, settings: DedupSettings) -> Table:
    """The rows of `duplicates` of the articles of one shard; memory is bounded by `_BLOCK` seeds at a time."""
    target = Side(np.asarray(prints.columns.syllable), np.asarray(prints.columns.flags),
                  np.asarray(prints.columns.article).astype(np.int64))
    return concat("duplicates", (_block(prints, target, volume, block, shelf, settings) for block in _blocks(target, seeds)))


def _blocks(target: Side, seeds: Seeds) -> Iterator[Seeds]:
    """The seeds, in text order, cut between articles."""
    order = np.argsort(seeds.place, kind="stable")
    seeds = seeds.take(order)
    article = target.article_of(seeds.place.astype(np.int64))
    first = 0
    while first < len(order):
        end = int(np.searchsorted(article, article[min(first + _BLOCK, len(order)) - 1], side="right"))
        yield seeds.take(slice(first, end))
        first = end


def _block(prints: Prints, target: Side, volume: int, seeds: Seeds, shelf: Shelf, settings: DedupSettings) -> Table:
    sources, of_place = gather(shelf, seeds)
    place, length = seeds.place.astype(np.int64), seeds.length.astype(np.int64)
    runs, run_of = join(target, sources.side, place, of_place, np.where(length, length, settings.gram))
    itself = _within(target, sources, volume, runs)
    near, family = near_rows(prints, target, volume, sources, (place, of_place), runs, settings)
    genuine = ~_template(target, sources, runs, family, settings) & ~_unknown(target, runs, itself, settings)
    lines = np.flatnonzero((length > 0) & (run_of >= 0))
    lines = lines[genuine[run_of[lines]] & (runs.length[run_of[lines]] < settings.minimum)]
    short = Runs(place[lines], place[lines] + length[lines], of_place[lines] - place[lines])
    long = _trim(target, runs.take(genuine & (runs.length >= settings.minimum) & ~_phrase(target, runs, settings)), settings)
    both = Runs(*(np.append(getattr(long, name), getattr(short, name)) for name in ("start", "end", "shift")))
    table = _passages(prints, target, volume, sources, both, np.arange(len(both)) >= len(long))
    table = {name: np.concatenate([near[name], table[name]]) for name in table}
    order = np.lexsort((-table["end"], table["start"], table["article"]))
    return _table(prints, sources, {name: column[order] for name, column in table.items()})


def _within(target: Side, sources: Sources, volume: int, runs: Runs) -> Mask:
    """Which runs have their source in the same article."""
    of_article = sources.side.article_of(runs.start + runs.shift)
    itself: Mask = (sources.volume[of_article] == volume) & (sources.article[of_article] == target.article_of(runs.start))
    return itself


def _template(target: Side, sources: Sources, runs: Runs, family: tuple[Int64, Int64], settings: DedupSettings) -> Mask:
    """Short runs of two articles of one template, or with the template's number beside them."""
    short = runs.length < TEMPLATE * settings.minimum
    article, of_article = target.article_of(runs.start), sources.side.article_of(runs.start + runs.shift)
    many = len(sources.article)
    related: Mask = np.isin(article * many + of_article, family[0] * many + family[1])
    return short & (related | _slots(target, sources.side, runs, short))


def _slots(target: Side, source: Side, runs: Runs, wanted: Mask) -> Mask:
    """Which of the wanted runs break off at a number behind which both texts go on together."""
    article, of_article = target.article_of(runs.start), source.article_of(runs.start + runs.shift)
    right = (runs.end < target.article[article + 1]) & (runs.end + runs.shift < source.article[of_article + 1])
    left = (runs.start > target.article[article]) & (runs.start + runs.shift > source.article[of_article])
    slot = _differs(target, source, runs.end, runs.shift, right) | _differs(target, source, runs.start - 1, runs.shift, left)
    slot &= wanted
    rows = np.flatnonzero(slot)
    some, article, of_article = runs.take(rows), article[rows], of_article[rows]
    bounds = (target.article[article], target.article[article + 1], source.article[of_article], source.article[of_article + 1])
    slot[rows] = (_resumes(target, source, some.end, some.shift, bounds, 1, right[rows])
                  | _resumes(target, source, some.start - 1, some.shift, bounds, -1, left[rows]))
    return slot


def _differs(target: Side, source: Side, place: Int64, shift: Int64, inside: Mask) -> Mask:
    """Where a known number stands against another one."""
    here, there = np.where(inside, place, 0), np.where(inside, place + shift, 0)
    number = (target.flags[here] & source.flags[there] & NUMBER) > 0
    lost = ((target.flags[here] | source.flags[there]) & LOST_NUMBER) > 0
    differs: Mask = inside & number & ~lost & (target.syllable[here] != source.syllable[there])
    return differs


def _resumes(target: Side, source: Side, place: Int64, shift: Int64, bounds: tuple[Int64, ...], step: int, inside: Mask) -> Mask:
    """Where, behind numbers that differ, the text agrees again: `RESUME` words before one differs, or an article ends there.

    Other numbers that differ do not count: template stands beside template.
    """
    start, end, of_start, of_end = bounds
    resumes = np.minimum(end - place, of_end - place - shift) <= BORDER if step > 0 else (
        np.minimum(place - start, place + shift - of_start) < BORDER)
    ahead = step * np.arange(1, AHEAD + 1)
    here = place[:, None] + ahead
    known = (here >= start[:, None]) & (here < end[:, None])
    syllable, flags = (column[np.where(known, here, 0)] for column in (target.syllable, target.flags))
    for slip in range(-SLIP, SLIP + 1):
        there = here + (shift + slip)[:, None]
        going = known & (there >= of_start[:, None]) & (there < of_end[:, None])
        there = np.where(going, there, 0)
        number = (flags & source.flags[there] & NUMBER) > 0
        going = np.logical_and.accumulate(going & (number | (syllable == source.syllable[there])), axis=1)
        resumes |= np.count_nonzero(going & ~number, axis=1) >= RESUME
    slot: Mask = resumes & _differs(target, source, place, shift, inside)
    return slot


def _phrase(target: Side, runs: Runs, settings: DedupSettings) -> Mask:
    """Runs inside one sentence that say little of it: names of offices and offences, formulas of the courts and the police."""
    firsts, lasts = (np.flatnonzero((target.flags & flag) > 0) for flag in (SENTENCE_FIRST, SENTENCE_LAST))
    sentence = np.searchsorted(firsts, runs.start, side="right") - 1
    start, end = firsts[sentence], lasts[sentence] + 1
    inside = (start < runs.start) & (runs.end < end)
    phrase: Mask = inside & (runs.length < PHRASE * settings.minimum) & (runs.length * 3 < (end - start) * 2)
    return phrase


def _unknown(target: Side, runs: Runs, itself: Mask, settings: DedupSettings) -> Mask:
    """Runs between articles in which lost numbers stand closer than `KNOWN` times `minimum` syllables throughout."""
    unknown = np.zeros(len(runs), dtype=np.bool_)
    lost = np.flatnonzero(target.flags & LOST_NUMBER)
    for run in np.flatnonzero(~itself).tolist() if len(lost) else ():
        start, end = runs.start[run], runs.end[run]
        inside = lost[np.searchsorted(lost, start):np.searchsorted(lost, end)]
        unknown[run] = len(inside) > 0 and np.diff(np.concatenate([[start - 1], inside, [end]])).max() <= KNOWN * settings.minimum
    return unknown


def _trim(target: Side, runs: Runs, settings: DedupSettings) -> Runs:
    """Runs without the stray first or last words (`Tuy nhiên`) of the neighbouring sentence."""
    start, end = runs.start.copy(), runs.end.copy()
    done = (target.flags[end - 1] & SENTENCE_LAST) > 0
    for less in range(1, FRAGMENT + 1):
        cut = ~done & ((target.flags[runs.end - 1 - less] & SENTENCE_LAST) > 0) & (end - less - start >= settings.minimum)
        end[cut] -= less
        done |= cut
    done = (target.flags[start] & SENTENCE_FIRST) > 0
    for less in range(1, FRAGMENT + 1):
        cut = ~done & ((target.flags[runs.start + less] & SENTENCE_FIRST) > 0) & (end - start - less >= settings.minimum)
        start[cut] += less
        done |= cut
    return Runs(start, end, runs.shift)


def _passages(prints: Prints, target: Side, volume: int, sources: Sources, runs: Runs, line: Mask) -> dict[str, Any]:
    """Columns of the rows: the earliest source of each syllable, cut at tokens."""
    best_last = np.lexsort((runs.length, -(runs.start + runs.shift)))
    runs, line = runs.take(best_last), line[best_last]
    start, end, run = _stretches(target, runs)
    article, of_article = target.article_of(start), sources.side.article_of(runs.start[run] + runs.shift[run])
    of_start = start + runs.shift[run]
    of_end = np.minimum(end + runs.shift[run], sources.side.article[of_article + 1])
    # A passage that goes on repeating itself: its source is the first time, not the repetition before.
    itself = (sources.volume[of_article] == volume) & (sources.article[of_article] == article)
    here = start - target.article[article] + sources.side.article[of_article]
    of_end = np.where(itself, np.minimum(of_end, np.maximum(here, of_start + 1)), of_end)
    return {"article": article, "start": np.asarray(prints.columns.left)[start],
            "end": np.asarray(prints.columns.right)[end - 1], "kind": np.where(line[run], "line", "exact").astype(object),
            "of_article": of_article, "of_start": sources.read("left", of_start), "of_end": sources.read("right", of_end - 1),
            "similarity": np.ones(len(start), dtype=np.float32)}


def _stretches(target: Side, runs: Runs) -> tuple[Int64, Int64, Int64]:
    """Start, end and run of every stretch of whole tokens; a token belongs to the last run that covers its first syllable."""
    label = np.full(len(target.syllable), -1, dtype=np.int32)
    place, owner = expand(runs.start, runs.length)
    label[place] = owner
    place = np.flatnonzero(label >= 0)
    flags = target.flags[place]
    # Covered syllables, token by token: whole is a token of which the first and the last are there.
    first = np.flatnonzero((flags & TOKEN_FIRST > 0) | changes(place - np.arange(len(place))))
    last = np.append(first[1:], len(place))[:len(first)] - 1
    whole = (flags[first] & TOKEN_FIRST > 0) & (flags[last] & TOKEN_LAST > 0)
    start, end, run = place[first[whole]], place[last[whole]] + 1, label[place[first[whole]]].astype(np.int64)
    turn = changes(run)
    turn[1:] |= start[1:] != end[:-1]
    return start[turn], end[np.append(turn[1:], True)[:len(turn)]], run[turn]


def _table(prints: Prints, sources: Sources, columns: dict[str, Any]) -> Table:
    return Table.from_columns("duplicates", {
        "doc_id": prints.doc_ids(columns["article"]),
        "of_doc_id": sources.doc_ids(columns["of_article"]),
        **{name: columns[name] for name in ("start", "end", "kind", "of_start", "of_end", "similarity")}})
