"""Words of raw text, by underthesea's model, at the offsets of the original.

underthesea rewrites what it tokenizes (`hoà` to `hòa`), so its words cannot be found again in the text. Here it never sees
the text: the tokens of tokens.py are tagged in the spelling that its model was trained on, and the tags join tokens at their
own offsets. Only syllables with one plain space between them become a word; a number never joins, so that figures find it.
Measured on ud_vtb beside underthesea alone: `python -m tests.benchmarks.segmentation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import regex

from vnnlp.segmentation.columns import Columns, renumber
from vnnlp.segmentation.wordtagger import word_model
from vnnlp.shard import Int32, Mask, Types

_SYLLABLE: Final = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*+(?:[-&.'’][\p{L}\p{M}\p{N}]++)*+\.?")


def join_words(text: str, columns: Columns, sentence_token: Int32, raw: Mask) -> Columns:
    """The same tokens with the words of raw text joined: `khách hàng` becomes one token that holds its space.

    `sentence_token` (s + 1) bounds the sentences, `raw` (s) says which of them are of raw articles.
    """
    m = len(columns.start)
    chosen = np.repeat(raw, np.diff(sentence_token))
    if not chosen.any():
        return columns
    bounds = np.concatenate(([0], np.cumsum(np.diff(sentence_token)[raw]))).astype(np.int32)
    types = Types(columns.forms)
    goes_on = np.zeros(m, dtype=np.bool_)
    goes_on[chosen] = word_model().tag(_spellings(types.forms), columns.type[chosen], bounds)
    goes_on[sentence_token[:-1]] = False
    is_syllable = types.flags("syllable", lambda form: _SYLLABLE.fullmatch(form) is not None)[columns.type]
    goes_on[1:] &= is_syllable[1:] & is_syllable[:-1] & (columns.start[1:] - columns.end[:-1] == 1)
    gaps = np.flatnonzero(goes_on)
    goes_on[gaps] = [text[place] == " " for place in columns.end[gaps - 1].tolist()]
    return _joined(text, columns, goes_on)


def _spellings(forms: Sequence[str]) -> list[str]:
    from underthesea.pipeline.text_normalize import token_normalize
    return [token_normalize(form) for form in forms]


def _joined(text: str, columns: Columns, goes_on: Mask) -> Columns:
    first = np.flatnonzero(~goes_on)
    last = np.append(first[1:], len(goes_on)) - 1
    start, end = columns.start[first], columns.end[last]
    forms = columns.forms
    number_of: dict[str, int] = {}
    types = columns.type[first].astype(np.int64)
    words = np.flatnonzero(last > first)
    joined = []
    for begin, stop in zip(start[words].tolist(), end[words].tolist(), strict=True):
        joined.append(number_of.setdefault(text[begin:stop], len(number_of)))
    types[words] = np.array(joined, dtype=np.int64) + len(forms)
    token_type, forms = renumber(types, [*forms, *number_of])
    return Columns(start, end, token_type, forms, columns.lines)
