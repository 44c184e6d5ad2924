"""Typical mistakes of automatic word segmentation, offered as edits: off by default, never applied here.

Each kind is a row of lexicons/segmentation_mistakes.tsv. Only a form that the lexicon names is looked at, once per distinct
form; the context is checked at its occurrences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
import regex

from vnnlp.edits import Edit
from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Mask, Shard

_MAGNITUDES: Final = frozenset(("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm", "chục", "chục_triệu", "trăm_triệu", "triệu_tỷ"))
_AMOUNT: Final = regex.compile(r"\d{1,3}(?:\.000)+")
_CONFIDENCE: Final = {"money": 0.9, "first": 0.6, "last": 0.7, "next": 0.95}
"""Estimates: the mistakes are too rare in ../shared/data/news_segmented (a handful of each kind) to calibrate on. Read by hand
there, a bare number before `đồng_` and a name whose last syllable only looks like a conjunction (Nguyễn_Văn_Trong) were wrong,
so the context must say more: a magnitude word, and a name that the shard has by itself."""
_SEEN_ALONE: Final = 2
_REASON: Final = {
    "money": "the currency of a number is glued to the next word", "first": "a conjunction is glued to the next word",
    "last": "a name is glued to the first word of the next sentence", "next": "a compound breaks off before its last syllable",
}


@cache
def _rows() -> Mapping[str, Mapping[str, frozenset[str]]]:
    rows: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in read_lexicon("segmentation_mistakes"):
        rows[row["kind"]][row["form"]] = frozenset(row["exceptions"].split("|")) if row["exceptions"] else frozenset()
    return dict(rows)


def propose_edits(shard: Shard) -> dict[int, tuple[Edit, ...]]:
    """Proposals by article index, in text order; offsets in the article as read, `applied` False.

    >>> from vnnlp.segmentation import document
    >>> edits = propose_edits(document("Tổng_Công ty lãi 5 triệu đồng_không nhiều . Dù_lượng khách ít").shard)
    >>> [(edit.before, edit.after) for edit in edits[0]]
    [('Tổng_Công ty', 'Tổng_Công_ty'), ('đồng_không', 'đồng không'), ('Dù_lượng', 'Dù lượng')]
    """
    if not shard.n_tokens or "_" not in shard.text:
        return {}
    found: list[tuple[int, int, str, str]] = []
    for kind, test in (("money", _is_money), ("first", _is_first), ("last", _is_last), ("next", _is_next)):
        flags: Mask = shard.types.flags(f"mistake_{kind}", test)
        for token in np.flatnonzero(flags[shard.token_type]).tolist():
            span = _checked(shard, kind, token)
            if span is not None:
                found.append((*span, kind))
    return _edits(shard, sorted(found))


def _edits(shard: Shard, found: Sequence[tuple[int, int, str, str]]) -> dict[int, tuple[Edit, ...]]:
    if not found:
        return {}
    starts = np.array([start for start, *_ in found], dtype=np.int32)
    ends = np.array([end for _, end, *_ in found], dtype=np.int32)
    article, read_start, read_end = shard.places(starts, ends)
    edits: dict[int, list[Edit]] = defaultdict(list)
    places = zip(article.tolist(), read_start.tolist(), read_end.tolist(), strict=True)
    for (index, start, end), (_, _, after, kind) in zip(places, found, strict=True):
        before = shard.articles[index].text[start:end]
        edits[index].append(Edit(start, end, before, after, "segmentation", _CONFIDENCE[kind], _REASON[kind], applied=False))
    return {index: tuple(rows) for index, rows in edits.items()}


def _counts(shard: Shard) -> Mapping[str, int]:
    """How often each form occurs in the shard."""
    counts: Mapping[str, int] = shard.types.column(
        "count", lambda forms: dict(zip(forms, np.bincount(shard.token_type, minlength=len(forms)).tolist(), strict=True)))
    return counts


def _form(shard: Shard, token: int) -> str:
    return shard.types.forms[shard.token_type[token]] if 0 <= token < shard.n_tokens else ""


def _checked(shard: Shard, kind: str, token: int) -> tuple[int, int, str] | None:
    """Span and replacement of a proposal at a token of the right form; None where the context does not fit."""
    form = _form(shard, token)
    start, end = int(shard.token_start[token]), int(shard.token_end[token])
    if kind == "money":
        before = _form(shard, token - 1)
        fits = before in _MAGNITUDES or _AMOUNT.fullmatch(before) is not None
        return (start, end, form.replace("_", " ", 1)) if fits else None
    if kind == "first":
        return start, end, form.replace("_", " ", 1)
    if kind == "last":
        name, last = form.rsplit("_", 1)
        counts = _counts(shard)
        alone = counts.get(name, 0) >= _SEEN_ALONE and counts[form] == 1 and _form(shard, token + 1)[:1].islower()
        return (start, end, f"{name} {last}") if alone else None
    follower = _form(shard, token + 1)
    stop = int(shard.token_end[token + 1]) if follower else end
    if follower not in _rows()["next"][form.replace("_", " ")] or shard.text[end:stop - len(follower)] != " ":
        return None
    return start, stop, f"{form}_{follower}"


def _is_money(form: str) -> bool:
    plain = form.replace("_", " ").casefold()
    return form.startswith("đồng_") and not any(plain.startswith(word) for word in _rows()["money"]["đồng"])


def _is_first(form: str) -> bool:
    head, mark, rest = form.partition("_")
    exceptions = _rows()["first"].get(head.casefold())
    return bool(mark) and exceptions is not None and rest[:1].islower() and form.replace("_", " ").casefold() not in exceptions


def _is_last(form: str) -> bool:
    name, mark, last = form.rpartition("_")
    exceptions = _rows()["last"].get(last)
    return (bool(mark) and exceptions is not None and form.replace("_", " ") not in exceptions and "_" in name
            and all(syllable[:1].isupper() for syllable in name.split("_")))


def _is_next(form: str) -> bool:
    return form.replace("_", " ") in _rows()["next"]
