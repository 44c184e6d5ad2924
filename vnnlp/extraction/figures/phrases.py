"""Words and phrases of a clause: what kind each word is, and the phrase that a measure's name is made of.

A measure's name is a run of nouns, verbs and adjectives; function words, names, numbers and dates end it (lexicon
`word_classes`). Phrases are matched over syllables, so raw and segmented text are cut alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from vnnlp.extraction.figures.lexicon import Phrases, word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.lexicons import read_lexicon

BREAKS: Final = frozenset('.;:?!()“”"…,')
"""Marks that end a clause."""
_FUNCTION: Final = (word_set("edge") | word_set("phrase_stop")) - {"số", "tiền"}
_CONTENT: Final = frozenset(("noun", "verb", "adjective"))
_PREDICATES: Final = frozenset(("tăng", "giảm", "nâng", "hạ", "đạt", "chiếm", "vượt", "gấp", "sụt", "vọt", "đồng", "phút", "giờ"))
"""Verbs of change and of measure, and units: they end what is measured."""
_HOLLOW: Final = frozenset(("mức", "số", "con", "kỷ", "thời"))
"""Nouns that name nothing by themselves: `ở mức 5%`."""
_LONGEST: Final = 6
"""Syllables of a phrase; a longer one says more than what is measured."""
_OPENING: Final = frozenset('“"(:-–‘\'')


class Word(NamedTuple):
    """A word over the syllables `start:end`. kind: noun, verb, adjective, function, name, number, moment or mark."""

    start: int
    end: int
    kind: str

    @property
    def is_content(self) -> bool:
        """Whether it may be part of what is measured."""
        return self.kind in _CONTENT


@cache
def measured_nouns() -> Phrases[bool]:
    """Nouns that name what a number measures: `doanh thu`, `mức phạt`."""
    return Phrases({form: True for row in read_lexicon("measured_nouns") for form in row["forms"].split("|")})


@cache
def _classes() -> Phrases[str]:
    """Every listed word with its kind; a noun that is counted or measured is one, whatever else the treebank says of it."""
    kinds = {form: row["class"] for row in read_lexicon("word_classes") for form in row["forms"].split("|")}
    nouns = [form for row in read_lexicon("measured_nouns") for form in row["forms"].split("|")]
    for form in nouns + [row["noun"] for row in read_lexicon("counted_nouns")]:
        if kinds.get(form) != "function":
            kinds[form] = "noun"
    for form in _HOLLOW | _PREDICATES:
        kinds[form] = "function"
    return Phrases(kinds)


@cache
def _syllables() -> frozenset[str]:
    """The syllables of Vietnamese; a capitalised word that is none of them is a name wherever it stands."""
    return frozenset(row["syllable"] for row in read_lexicon("syllables"))


def each_word(line: Line, start: int, end: int, moments: Sequence[bool]) -> Iterator[Word]:
    """The words of `start:end` in order; `moments[k]` says that syllable k lies in a date or a time."""
    at = start
    while at < end:
        word = _word(line, at, end, moments)
        yield word
        at = word.end


def cut(line: Line, start: int, end: int, moments: Sequence[bool]) -> list[Word]:
    """The same as a list."""
    return list(each_word(line, start, end, moments))


def _word(line: Line, at: int, end: int, moments: Sequence[bool]) -> Word:
    words, tokens = line.words, line.tokens
    syllable = words[at]
    if moments[at]:
        return Word(at, at + 1, "moment")
    if not syllable.isalpha():
        return Word(at, at + 1, "number" if line.flags[at] & 1 else "mark")
    token = at + 1
    while token < end and tokens[token] == tokens[at]:
        token += 1
    known = _classes().match(words, at, end)
    if known is not None and known[1] >= token and (known[1] in (token, end) or line.word_end(known[1] - 1) == known[1]):
        if line.surfaces[at][:1].isupper() and _is_name(line, at, known[1]):
            return Word(at, known[1], "name")
        return Word(at, known[1], known[0])
    if syllable in _FUNCTION and token == at + 1:
        prepaid = syllable in ("trước", "sau") and line.word(at - 1) == "trả"
        return Word(at, token, "adjective" if prepaid else "function")
    if line.flags[at] & 2 and token == at + 1:
        return Word(at, token, "number")
    if not line.surfaces[at][:1].isupper() or not _is_name(line, at, token):
        return Word(at, token, "noun")
    stop = at + 1
    while stop < token and line.surfaces[stop][:1].isupper():
        stop += 1
    if stop < token and _classes().match(line.words, stop, token) is None:
        stop = token  # `Đất_đai`: no name with a word behind, but one word with a capital.
    return Word(at, stop, "name")  # The segmenter may glue the next word to a name: `MobiFone tặng`.


def _is_name(line: Line, start: int, end: int) -> bool:
    """Whether `start:end` is written like a name: every syllable with a capital, or one inside the sentence."""
    capitals = sum(line.surfaces[at][:1].isupper() for at in range(start, end))
    if capitals == end - start > 1:
        return True
    if capitals == end - start == 1 and line.words[start] not in _syllables():
        return True
    opening = start == 0 or line.words[start - 1] in _OPENING or line.words[start - 1] in (".", "?", "!")
    if opening:
        return capitals > 0 and end < len(line.words) and line.surfaces[end][:1].isupper() and line.words[end].isalpha()
    return capitals > 0


def last_run(words: Sequence[Word]) -> Sequence[Word]:
    """The content words that end `words`, behind whatever is none: `các thuê bao [được hưởng] mức` gives `mức`."""
    end = len(words)
    while end and not words[end - 1].is_content:
        end -= 1
    start = end
    while start and words[start - 1].is_content and words[end - 1].end - words[start - 1].start <= _LONGEST:
        start -= 1
    return words[start:end]


def first_run(words: Iterable[Word]) -> Sequence[Word]:
    """The first content words of `words` that hold a noun, else the first ones; no word behind them is looked at."""
    fallback: list[Word] = []
    run: list[Word] = []
    named = False
    for word in words:
        if word.is_content and (not run or word.end - run[0].start <= _LONGEST):
            run.append(word)
            named |= word.kind == "noun"
            continue
        if named:
            return run
        fallback = fallback or run
        run = [word] if word.is_content else []
        named = bool(run) and word.kind == "noun"
    return run if named else fallback or run


def run_from(line: Line, start: int, least: int, moments: Sequence[bool]) -> str | None:
    """The phrase from `start`: at least up to `least`, then content words, up to six syllables."""
    end = least
    for word in each_word(line, least, min(line.size, start + _LONGEST + 4), moments):
        if not word.is_content or word.end - start > _LONGEST:
            break
        end = word.end
    return plain(line, start, end)


def phrase_text(line: Line, run: Sequence[Word]) -> str | None:
    """A run of words as the table writes it."""
    return plain(line, run[0].start, run[-1].end) if run else None


def plain(line: Line, start: int, end: int) -> str | None:
    """Syllables `start:end` without marks at the edge; a capital that only begins the sentence becomes small."""
    while end > start and not line.words[end - 1].isalnum():
        end -= 1
    text = line.text(start, end).replace("_", " ").strip()
    if start == 0 and text[:1].isupper() and not text[:2].isupper():
        text = text[:1].casefold() + text[1:]
    return text or None
