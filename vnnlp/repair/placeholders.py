"""Placeholders where a number was: `<num>`, `###`, `xxx đồng`, `00 triệu`. They become lost numbers.

A named placeholder (`<num>`) is proof by itself; `xxx`, `###` and bare zeros count only where the words beside them ask for
a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnnlp.repair.proposals import Proposal, expects_figure, folded, form, gap, occurrences, propose
from vnnlp.shard import LOST, Shard

_NAMES = frozenset(("num", "number", "digit", "digits", "so", "số", "nb"))
_CROSSES = re.compile(r"[xX]{2,8}(?:[.,][xX]{2,3}){0,3}")
_JOINED = tuple("-–0123456789")
_ZEROS = re.compile(r"0{2,3}")
_MONEY = frozenset(("triệu", "tỷ", "tỉ", "nghìn", "ngàn", "đồng", "%", "usd", "đ", "vnđ", "vnd"))


def repair_placeholders(shard: Shard) -> Iterator[Proposal]:
    """Lost numbers for placeholders.

    >>> from vnnlp.segmentation import document
    >>> [found.edit.before for found in repair_placeholders(document("tặng <num> SMS, giá xxx đồng, phim xxx").shard)]
    ['<num>', 'xxx']
    """
    yield from _named(shard)
    yield from _hashes(shard)
    done = -1
    for token in occurrences(shard, "crosses", lambda form: bool(_CROSSES.fullmatch(form) or _ZEROS.fullmatch(form))):
        if token <= done:
            continue
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        text = shard.text[start:end]
        if text[0] == "0":
            # `00 giờ` is midnight and ` . 000` the end of a number: zeros are a placeholder only before money or a magnitude.
            word = folded(shard, token + 1).partition(" ")[0]
            joined = form(shard, token - 1)[-1:] in (".", ",", ":", "/", "-") or form(shard, token - 1)[-1:].isdecimal()
            if word not in _MONEY or joined or "\n" in gap(shard, token):
                continue
        else:
            word = expects_figure(shard, token, token) or ("." if form(shard, token + 1) in (".", ",") and _CROSSES.fullmatch(
                form(shard, token + 2)) and expects_figure(shard, token, token + 2) else "")
            number = folded(shard, token - 1) in ("số", "với", "từ", "đến", "chỉ", "mức") and word == folded(shard, token - 1)
            if not word or number or form(shard, token - 1)[-1:] in _JOINED or gap(shard, token - 1) == "":
                continue
        last = token
        while text[0] != "0" and gap(shard, last) + form(shard, last + 1) in (".", ",") and gap(shard, last + 1) == "" \
                and _CROSSES.fullmatch(form(shard, last + 2)):
            last += 2
        done, end = last, int(shard.token_end[last])
        yield propose(shard, start, end, LOST, "placeholder", 0.95, f"{text} holds the place of a number before or behind {word}")


def _named(shard: Shard) -> Iterator[Proposal]:
    for token in occurrences(shard, "placeholder_name", lambda form: form.strip("_").casefold() in _NAMES):
        start, end = int(shard.token_start[token]), int(shard.token_end[token])
        text = shard.text
        left = text[start - 1] if start else ""
        if left + text[end] in ("<>", "[]", "{}"):
            yield propose(shard, start - 1, end + 1, LOST, "placeholder", 0.99, "a named placeholder of a number")
        elif left + text[end] == "__" or (text[start] == "_" and text[end - 1] == "_"):
            while text[start - 1] == "_":
                start -= 1
            while text[end] == "_":
                end += 1
            yield propose(shard, start, end, LOST, "placeholder", 0.99, "a named placeholder of a number")


def _hashes(shard: Shard) -> Iterator[Proposal]:
    runs = occurrences(shard, "hashes", lambda form: not form.strip("#"))
    done = -1
    for first in runs:
        if first <= done:
            continue
        last = first
        while last + 1 < shard.n_tokens and gap(shard, last) == "" and not form(shard, last + 1).strip("#"):
            last += 1
        done = last
        start, end = int(shard.token_start[first]), int(shard.token_end[last])
        word = expects_figure(shard, first, last)
        if end - start >= 2 and word and (start == 0 or shard.text[start - 1].isspace()) and shard.text[end].isspace():
            yield propose(shard, start, end, LOST, "placeholder", 0.95, f"### holds the place of a number beside {word}")
