"""Winnowing, seeds and runs against slow and plain versions of themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vnnlp.dedup.fingerprints import grams, winnow
from vnnlp.dedup.runs import REACH, Side, join
from vnnlp.dedup.seeds import pair
from vnnlp.dedup.syllables import Syllables
from vnnlp.settings import DedupSettings

SETTINGS = DedupSettings()
RUN = st.lists(st.integers(0, 3), max_size=60)


def columns(*articles: list[int]) -> Syllables:
    syllable = np.array([value for article in articles for value in article], dtype=np.uint32)
    nothing = np.zeros(len(syllable), dtype=np.int32)
    return Syllables(np.cumsum([0, *map(len, articles)]).astype(np.int32), syllable, nothing, nothing,
                     np.zeros(len(syllable), dtype=np.uint8))


def winnow_slowly(article: list[int]) -> list[tuple[int, int]]:
    values = grams(np.array(article, dtype=np.uint32), SETTINGS.gram).tolist()
    taken = set()
    for first in range(max(1, len(values) - SETTINGS.window + 1)):
        window = values[first:first + SETTINGS.window]
        taken |= {first + at for at, value in enumerate(window) if value == min(window)}
    return [(values[place], place) for place in sorted(taken)]


@given(st.lists(RUN, min_size=1, max_size=4))
def test_winnowing_takes_the_smallest_of_each_window_and_articles_do_not_meet(articles: list[list[int]]) -> None:
    made = columns(*articles)
    hashes, places = winnow(made, SETTINGS)
    expected = [(value, place + int(base)) for base, article in zip(made.article, articles, strict=False)
                for value, place in winnow_slowly(article)]
    assert list(zip(hashes.tolist(), places.tolist(), strict=True)) == expected


@given(RUN, RUN, RUN, RUN, st.lists(st.integers(0, 99), min_size=16, max_size=40))
def test_every_shared_passage_of_sixteen_syllables_shares_a_fingerprint(a: list[int], b: list[int], c: list[int], d: list[int],
                                                                        shared: list[int]) -> None:
    hashes, places = winnow(columns([*a, *shared, *b], [*c, *shared, *d]), SETTINGS)
    length = len(a) + len(shared) + len(b)

    def inside(first: int) -> set[tuple[int, int]]:
        return {(value, place - first) for value, place in zip(hashes.tolist(), places.tolist(), strict=True)
                if first <= place <= first + len(shared) - SETTINGS.gram}

    assert inside(len(a)) & inside(length + len(c))


@given(st.lists(st.integers(0, 5), max_size=40))
def test_each_later_fingerprint_is_paired_with_the_first_and_the_one_before(values: list[int]) -> None:
    target, source = pair(np.array(values, dtype=np.uint64))
    expected = set()
    for at, value in enumerate(values):
        earlier = [place for place in range(at) if values[place] == value]
        expected |= {(at, earlier[0]), (at, earlier[-1])} if earlier else set()
    assert sorted(zip(target.tolist(), source.tolist(), strict=True)) == sorted(expected)


@settings(max_examples=60)
@given(RUN, RUN, st.integers(0, 2**32))
def test_runs_are_equal_stretches_that_cannot_be_longer(first: list[int], second: list[int], draw: int) -> None:
    made = columns(first, second)
    side = Side(made.syllable, made.flags, made.article.astype(np.int64))
    places = [(t, s) for t in range(len(first), len(made.syllable) - 2) for s in range(len(first) - 2)]
    chosen = np.random.default_rng(draw).permutation(len(places))[:30]
    place = np.array([places[at][0] for at in chosen], dtype=np.int64)
    of_place = np.array([places[at][1] for at in chosen], dtype=np.int64)
    runs, run_of = join(side, side, place, of_place, np.full(len(place), 3, dtype=np.int64))
    text = made.syllable.tolist()
    for seed in range(len(place)):
        genuine = text[place[seed]:place[seed] + 3] == text[of_place[seed]:of_place[seed] + 3]
        assert (run_of[seed] >= 0) == genuine
        if genuine:
            assert runs.start[run_of[seed]] <= place[seed]
            assert runs.end[run_of[seed]] >= place[seed] + 3
    for start, end, shift in zip(runs.start.tolist(), runs.end.tolist(), runs.shift.tolist(), strict=True):
        assert text[start:end] == text[start + shift:end + shift]
        assert len(first) <= start < end <= len(text)
        assert 0 <= start + shift < end + shift <= len(first)
        assert REACH > 60  # as long as any article here, so that runs are maximal
        assert end == len(text) or end + shift == len(first) or text[end] != text[end + shift]
        assert start == len(first) or start + shift == 0 or text[start - 1] != text[start + shift - 1]
