"""What stands around a lone digit, as hashed features: never the digit itself.

Everything that depends on a token's form (hashes of the form, of its first and last syllable, its shape) is computed once
per distinct type; the features of all lone digits of a batch are then integer arithmetic on gathered columns. A lone digit
in the neighbourhood is only ever seen as "a lone digit".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import xxhash
from numpy.typing import NDArray

from vnnlp.repair.lone import LoneDigits
from vnnlp.repair.roles import LITERALS
from vnnlp.shard import Shard

BITS: Final = 22
"""Features are hashed to 2 ** BITS ids; the model keeps those that matter."""

N_FEATURES: Final = 46
SYLLABLES: Final = 8_192
"""Rows of a syllable table; syllables are hashed to them, 0 and 1 are an edge of the line and a lone digit."""
SHAPES: Final = 32
DISTANCES: Final = 10
N_PLACES: Final = 9
"""Places around a lone digit that the network sees: three tokens on each side, the nearest words, the segment's first word."""
N_DISTANCES: Final = 9

_CODE, _EDGE = 0x9E3779B9, 0x85EBCA6B
_REACH = 3
_ASKING = frozenset((
    "liệu", "không", "chưa", "gì", "sao", "nào", "ai", "đâu", "mấy", "à", "ư", "hả", "nhỉ", "chăng", "thế nào", "tại sao",
    "vì sao", "bao nhiêu", "phải chăng", "như thế nào", "bao giờ", "làm sao", "hay không"))
"""Words of questions; whether one stands in the sentence so far."""
U64 = NDArray[np.uint64]


def _hash(text: str) -> int:
    return xxhash.xxh32_intdigest(text.encode("utf-8", "surrogatepass"))


def _shape(form: str) -> int:
    if form in LITERALS:
        return 1 + list(LITERALS).index(form)
    syllables = form.replace("_", " ").split()
    if not syllables or not any(letter.isalnum() for letter in form):
        return 20
    if form[0].isdecimal():
        return 21 if form.isdecimal() else 22
    capitals = sum(syllable[0].isupper() for syllable in syllables)
    if not capitals:
        return 23 if len(syllables) == 1 else 24
    if form.isupper() and len(form) > 1:
        return 25
    if capitals == len(syllables):
        return 26 if len(syllables) == 1 else 27
    return 28 if syllables[0][0].isupper() else 29


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What stands around n lone digits."""

    ids: NDArray[np.int32]
    """n x N_FEATURES: hashed features, each in [0, 2 ** BITS)."""
    first: NDArray[np.int16]
    """n x N_PLACES: table row of the first syllable at each place."""
    last: NDArray[np.int16]
    """n x N_PLACES: of the last syllable."""
    shape: NDArray[np.int16]
    """n x N_PLACES: in [0, SHAPES)."""
    distance: NDArray[np.int16]
    """n x N_DISTANCES: in [0, DISTANCES)."""

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, rows: NDArray[np.generic]) -> Context:
        """The rows of a mask or an index array."""
        return Context(self.ids[rows], self.first[rows], self.last[rows], self.shape[rows], self.distance[rows])


def _columns(forms: tuple[str, ...]) -> tuple[U64, ...]:
    """Per form: hash, hash in lower case, hash of the first syllable, of the last in lower case, and the shape."""
    exact, folded, first, last, shape, low_first, low_last = [], [], [], [], [], [], []
    for form in forms:
        plain = form.replace("_", " ")
        lower = plain.lower()
        exact.append(_hash(plain))
        folded.append(_hash(lower))
        first.append(_hash(plain.partition(" ")[0]))
        last.append(_hash(lower.rpartition(" ")[2]))
        shape.append(_shape(form))
        low_first.append(2 + _hash(lower.partition(" ")[0]) % (SYLLABLES - 2))
        low_last.append(2 + last[-1] % (SYLLABLES - 2))
    return tuple(np.array(column, dtype=np.uint64) for column in (exact, folded, first, last, shape, low_first, low_last))


def _bucket(distance: NDArray[np.integer]) -> U64:
    """Distances in tokens: 0, 1, 2, 3, 4, 5-6, 7-9, 10-14, 15-24, 25 and more."""
    return np.searchsorted(np.array([1, 2, 3, 4, 5, 7, 10, 15, 25]), distance, side="right").astype(np.uint64)


def tokens_of(shard: Shard, articles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices of the tokens of some articles (ascending), one behind the other."""
    spans = [np.arange(first, last) for first, last in zip(shard.article_token[articles].tolist(),
                                                           shard.article_token[articles + 1].tolist(), strict=True)]
    return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)


def line_starts(shard: Shard, articles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the lines of some articles (ascending) begin, in code points of the shard's text."""
    starts: list[int] = []
    for first, last in zip(shard.article_start[articles].tolist(), shard.article_start[articles + 1].tolist(), strict=True):
        starts.append(first)
        position = shard.text.find("\n", first, last - 1)
        while position >= 0:
            starts.append(position + 1)
            position = shard.text.find("\n", position + 1, last - 1)
    return np.array(starts, dtype=np.int64)


def features(shard: Shard, lone: LoneDigits) -> Context:
    """What stands around each lone digit.

    `lone` holds every lone digit of the articles that it has at all.
    """
    exact, folded, first, last, shape, low_first, low_last = shard.types.column("repair_context", _columns)
    articles = np.unique(lone.article).astype(np.int64)
    tokens = tokens_of(shard, articles)
    m = len(tokens)
    kind = shard.token_type[tokens]
    line = np.searchsorted(line_starts(shard, articles), shard.token_start[tokens], side="right")
    here = np.searchsorted(tokens, lone.token)
    here_line = line[here]
    dot = np.zeros(m + 1, dtype=np.bool_)
    dot[here[lone.glued] + 1] = True
    dot = dot[:-1] & shard.types.flags("full_stop", lambda form: form == ".")[kind]
    is_code = np.zeros(m, dtype=np.bool_)
    is_code[here] = True
    mark = shard.types.flags("literal_mark", lambda form: form in LITERALS)[kind] & ~dot
    order = np.arange(m)

    def pick(index: NDArray[np.int64], column: U64, edge: int = _EDGE, code: int = _CODE) -> U64:
        """The column at other tokens: the sign of a code for lone digits, of an edge outside the line."""
        safe = np.clip(index, 0, m - 1)
        outside = (index < 0) | (index >= m) | (line[safe] != here_line) | dot[safe]
        value = column[kind[safe]]
        return np.where(outside, np.uint64(edge), np.where(is_code[safe], np.uint64(code), value))

    def nearest(wanted: NDArray[np.bool_], forward: bool) -> NDArray[np.int64]:
        """The nearest wanted token before or behind each token, itself excluded; -1 or m where there is none."""
        if forward:
            index = np.where(wanted, order, m)
            behind = np.minimum.accumulate(index[::-1])[::-1]
            return np.append(behind[1:], m)[here]
        index = np.where(wanted, order, -1)
        return np.concatenate(([-1], np.maximum.accumulate(index)[:-1]))[here]

    word_left, word_right = nearest(~is_code & ~dot, False), nearest(~is_code & ~dot, True)
    line_first = np.searchsorted(line, here_line, side="left")
    line_last = np.searchsorted(line, here_line, side="right") - 1
    stop_left = np.maximum(nearest(is_code | mark, False), line_first - 1)
    stop_right = np.minimum(nearest(is_code | mark, True), line_last + 1)
    code_left, code_right = np.maximum(nearest(is_code, False), line_first - 1), np.minimum(nearest(is_code, True), line_last + 1)
    mark_left, mark_right = nearest(mark, False), nearest(mark, True)
    left = [pick(here - offset, folded) for offset in range(_REACH + 1)]
    right = [pick(here + offset, folded) for offset in range(_REACH + 1)]
    left_exact, right_exact = pick(here - 1, exact), pick(here + 1, exact)
    left_shape = [pick(here - offset, shape) for offset in range(_REACH + 1)]
    right_shape = [pick(here + offset, shape) for offset in range(_REACH + 1)]
    lw, rw_exact = pick(word_left, folded), pick(word_right, exact)
    lw_shape, rw_shape = pick(word_left, shape), pick(word_right, shape)
    lw_last, rw_first = pick(word_left, last), pick(word_right, first)
    to_left, to_right = _bucket(here - stop_left), _bucket(stop_right - here)
    to_code_left, to_code_right = _bucket(here - code_left), _bucket(code_right - here)
    at_start, at_end = _bucket(here - line_first), _bucket(line_last - here - lone.glued)
    glued = lone.glued.astype(np.uint64)
    rank = np.arange(len(here))
    line_rank = np.searchsorted(here_line, here_line, side="left")
    line_end_rank = np.searchsorted(here_line, here_line, side="right")
    codes_before, codes_behind = _bucket(rank - line_rank), _bucket(line_end_rank - rank - 1)
    segment_first, segment_shape = pick(stop_left + 1, folded), pick(stop_left + 1, shape)
    next_first_shape = pick(stop_right + 1, shape)
    mark_left_form, mark_right_form = pick(mark_left, folded), pick(mark_right, folded)
    previous_right = np.where(rank > line_rank, np.roll(rw_shape, 1), np.uint64(_EDGE))
    next_right = np.where(rank < line_end_rank - 1, np.roll(rw_shape, -1), np.uint64(_EDGE))

    asking = shard.types.flags("asking", lambda form: form.lower().replace("_", " ") in _ASKING)[kind]
    asked = np.concatenate(([0], np.cumsum(asking)))
    question = (asked[here] - asked[np.maximum(stop_left + 1, 0)] > 0).astype(np.uint64)
    # The first word of the sentence so far: behind the last full stop or capitalised start we cannot know, so the line's or
    # the segment before the last.
    stop_before = np.maximum(np.where(stop_left >= line_first, _previous(is_code | mark, stop_left), -1), line_first - 1)
    earlier_first, earlier_shape = pick(stop_before + 1, folded), pick(stop_before + 1, shape)
    to_earlier = _bucket(np.maximum(stop_left - stop_before, 0))
    called = _called(shard, tokens, kind, line, is_code | mark | dot, here, word_right)

    sets: list[tuple[U64, ...]] = [
        (left_exact,), (right_exact,), (left[1],), (right[1],), (left[2],), (right[2],), (left[3],), (right[3],),
        (left[1], right_exact), (left[2], left[1]), (right[1], right[2]), (left[1], right_shape[1]), (left_shape[1], right[1]),
        (left_shape[2], left_shape[1], right_shape[1], right_shape[2]), (lw,), (rw_exact,), (lw, rw_exact), (lw_last, rw_first),
        (lw_last, rw_shape), (rw_first,), (lw_last,), (to_left, to_right, rw_shape), (to_code_left, to_code_right, rw_shape),
        (at_start, at_end, glued), (mark_left_form, to_left), (mark_right_form, to_right), (mark_left_form, mark_right_form),
        (segment_first, rw_shape), (segment_shape, to_left, left_shape[1], right_shape[1]), (to_right, rw_exact),
        (left[1], right[1], right[2]), (left[2], left[1], right[1]), (at_end, glued, left_shape[1]),
        (codes_before, codes_behind, rw_shape), (previous_right, next_right, to_code_left, to_code_right),
        (next_first_shape, to_right, lw_shape, rw_shape), (left[1], to_left), (right_exact, to_left),
        (question, rw_shape, lw_last), (question, rw_shape, at_end), (earlier_first, to_earlier, rw_shape),
        (earlier_shape, segment_shape, rw_shape, next_right), (to_left, to_earlier, to_right, rw_shape),
        (called, rw_shape, lw_last), (called, rw_exact), (called, rw_shape, to_left, to_right),
    ]
    ids = np.stack([_mix(number, columns) for number, columns in enumerate(sets)], axis=1)
    places = [here - 3, here - 2, here - 1, here + 1, here + 2, here + 3, word_left, word_right, stop_left + 1]
    seen = [np.stack([pick(place, column, 0, 1).astype(np.int16) for place in places], axis=1)
            for column in (low_first, low_last, shape)]
    distances = (to_left, to_right, to_code_left, to_code_right, at_start, at_end, to_earlier, 2 * question + glued,
                 called)
    return Context(ids, seen[0], seen[1], seen[2], np.stack(distances, axis=1).astype(np.int16))


def _called(shard: Shard, tokens: NDArray[np.int64], kind: NDArray[np.integer], line: NDArray[np.int64], stop: NDArray[np.bool_],
            here: NDArray[np.int64], word_right: NDArray[np.int64]) -> U64:
    """How the article writes the next word elsewhere, if it has a capital here: 1 small too, 2 with a capital inside
    sentences, 3 both; 0 where it has none or the article does not say. A name keeps its capital behind a comma."""
    exact, folded, *_ = shard.types.column("repair_context", _columns)
    capital = shard.types.flags("capital", lambda form: form[:1].isupper())[kind]
    article = np.searchsorted(shard.article_token, tokens, side="right").astype(np.uint64) << np.uint64(32)
    inside = np.zeros(len(tokens), dtype=np.bool_)
    inside[1:] = (line[1:] == line[:-1]) & ~stop[:-1]
    right = np.clip(word_right, 0, len(tokens) - 1)
    starts = capital[right] & (line[right] == line[here]) & (word_right == right)
    # Only the words asked for are looked up, among the tokens that could be them.
    asked = np.sort(folded[kind[right[starts]]])
    chosen = _among(folded, asked)[kind]
    small = np.sort(article[chosen & ~capital] | folded[kind[chosen & ~capital]])
    named = np.sort(article[chosen & capital & inside] | exact[kind[chosen & capital & inside]])
    known = (_among(article[right] | folded[kind[right]], small).astype(np.uint64)
             + np.uint64(2) * _among(article[right] | exact[kind[right]], named))
    return np.where(starts, known, np.uint64(0)).astype(np.uint64)


def _among(values: U64, ordered: U64) -> NDArray[np.bool_]:
    """Whether each value is one of `ordered`, which ascends."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: NDArray[np.bool_] = ordered[place] == values
    return found


def _previous(wanted: NDArray[np.bool_], index: NDArray[np.int64]) -> NDArray[np.int64]:
    """The nearest wanted token before each index; -1 where there is none."""
    before = np.maximum.accumulate(np.where(wanted, np.arange(len(wanted)), -1))
    return np.where(index > 0, before[np.maximum(index - 1, 0)], -1)


def _mix(number: int, columns: tuple[U64, ...]) -> NDArray[np.int32]:
    value = np.full(len(columns[0]), (number + 1) * 0x9E3779B97F4A7C15 % 2**64, dtype=np.uint64)
    for column in columns:
        value ^= column
        value *= np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(29)
    value *= np.uint64(0x94D049BB133111EB)
    return (value >> np.uint64(64 - BITS)).astype(np.int32)
