"""Letters for digits and digits for letters, as scanning leaves them: `1O.000`, `l0%`, `2O13`, `V1ettel`, `Mobif0ne`.

A pattern alone is unsafe: in news nearly every letter beside a digit is a model number (`QL1A`, `5S`, `M760i`). A letter
becomes a digit only where the outcome is a well-formed number and the words beside it ask for one; a digit becomes a letter
only where the outcome is a name of the lexicon, or a Vietnamese word all of whose syllables are attested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from vnnlp.lexicons import read_lexicon
from vnnlp.repair.proposals import Proposal, expects_figure, folded, gap, occurrences, propose
from vnnlp.shard import Shard

_TO_DIGIT = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_TO_LETTER = {"0": "oOôơ", "1": "ilI"}
_SCANNED = re.compile(r"(?=[OolI.,]{0,12}[0-9])(?=[0-9.,]{0,12}[OolI])[0-9OolI]{1,12}(?:[.,][0-9OolI]{1,3}){0,4}")
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,4}|[1-9]\d{0,2}(?:,\d{3}){1,4}|\d{1,3}[.,]\d{1,2}|[1-9]\d{0,6}|0")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = r"[^\W\d]{0,30}(?: [^\W\d]{1,10}){0,3}"
_MIXED = re.compile(rf"(?=\D{{0,30}}[01]){_LETTERS}(?:[01]{_LETTERS}){{1,3}}")
_SURE = ("%", "triệu", "tỷ", "tỉ", "đồng", "nghìn", "ngàn")
_JOINT = re.compile("[_ ]")
_FEWEST = 20
"""Uses in sound news that make a syllable attested."""


def repair_scanned_numbers(shard: Shard) -> Iterator[Proposal]:
    """Numbers in which O, o, l or I stand for 0 and 1.

    >>> from vnnlp.segmentation import document
    >>> [found.edit.after for found in repair_scanned_numbers(document("giá 1O.000 đồng, quốc lộ QL1A").shard)]
    ['10.000']
    """
    for token in occurrences(shard, "scanned_number", lambda form: bool(_SCANNED.fullmatch(form))):
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        before = shard.text[start:end]
        after = before.translate(_TO_DIGIT)
        if not _NUMBER.fullmatch(after):
            continue
        word = expects_figure(shard, token, token)
        year = _YEAR.fullmatch(after) and folded(shard, token - 1) in ("năm", "tháng", "/", "-", "quý")
        # A single digit or a pair with a letter behind (`5l`, `2O`) is as often a size or a name: it needs a unit behind it.
        dated = word in ("ngày", "tháng", "năm") and (gap(shard, token) == "" or after[0] != "0")
        short = len(after) < 3 and not dated and folded(shard, token + 1) not in _SURE
        if (word and not short) or year:
            yield propose(shard, start, end, after, "confused_digit", 0.97,
                          f"{before} reads as the number {after}; {word or 'a year'} asks for one")


def repair_scanned_words(shard: Shard) -> Iterator[Proposal]:
    """Words in which 0 and 1 stand for letters: names of the lexicon, and words of attested syllables.

    >>> from vnnlp.segmentation import document
    >>> [found.edit.after for found in repair_scanned_words(document("V1ettel mở kh0ảng 20 cửa hàng").shard)]
    ['Viettel', 'khoảng']
    """
    for token in occurrences(shard, "scanned_word", lambda form: bool(_MIXED.fullmatch(form)) and _word(form) is not None):
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        before = shard.text[start:end]
        after = _word(before)
        if after is None or gap(shard, token)[:1] in ("-", "/"):
            continue
        yield propose(shard, start, end, after, "confused_digit", 0.97,
                      f"{before} is no word; with the digits read as letters it is {after}, which the lexicon knows")


@cache
def _names() -> dict[str, str]:
    """Names that a scanned form may stand for, as the lexicon spells them, by lower case; long ones only, so that no model
    number is one by chance."""
    names = [name for row in read_lexicon("carriers") for name in row["forms"].split("|")]
    words = [word for name in reversed(names) for word in name.split() if len(word) > 4 and word.isalpha() and word.isascii()]
    return {word.casefold(): word for word in words}


@cache
def _syllables() -> frozenset[str]:
    return frozenset(row["syllable"] for row in read_lexicon("syllables") if int(row["count"]) >= _FEWEST)


@cache
def _word(form: str) -> str | None:
    """The one reading of a form whose digits are letters that the lexicon knows; None where there is none or several."""
    if len(form) < 3 or (form.isascii() and form.isupper()):
        return None
    slots = [_TO_LETTER.get(sign, sign) for sign in form]
    readings = {"".join(signs) for signs in product(*slots)}
    upper = form.upper() == form
    names = {reading for reading in readings if reading.casefold() in _names()}
    if len({name.casefold() for name in names}) == 1:
        lexicon = _names()[min(names).casefold()]
        return min(names, key=lambda name: (name != lexicon, upper and name != name.upper(), sum(map(str.isupper, name)), name))
    if form.isascii() or form[0] == "0":
        return None
    words = {reading for reading in readings if _even(reading, upper)
             and all(syllable.lower() in _syllables() for syllable in _JOINT.split(reading) if not syllable.isascii())
             and all(len(syllable) > 1 or not syllable.isascii() for syllable in _JOINT.split(reading))
             and not any(syllable.isascii() for syllable in _JOINT.split(reading))}
    return words.pop() if len(words) == 1 else None


def _even(reading: str, upper: bool) -> bool:
    """Capitals only at the start of syllables, unless all are."""
    return upper or all(syllable[1:] == syllable[1:].lower() for syllable in _JOINT.split(reading))


__all__ = ["repair_scanned_numbers", "repair_scanned_words"]
