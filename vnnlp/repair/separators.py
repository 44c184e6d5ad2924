"""Separators inside numbers that segmentation or scanning spaced out or doubled: `5 . 000`, `3 . 000đ`, `1..500`.

A group of three zeros cannot begin a sentence or a number, so it proves the number before it; another group of three digits
needs a unit behind it and a number before it on the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from vnnlp.repair.proposals import Proposal, figure_words, folded, form, gap, occurrences, propose
from vnnlp.shard import Shard

_HEAD = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){0,3}|[1-9]\d{0,2}(?:,\d{3}){0,3}")


def repair_spaced_separators(shard: Shard) -> Iterator[Proposal]:
    """Close a spaced separator before a group of three digits.

    >>> from vnnlp.segmentation import document
    >>> [(found.edit.before, found.edit.after) for found in repair_spaced_separators(document("giá 5 . 000 đồng").shard)]
    [(' . ', '.')]
    """
    for token in occurrences(shard, "group_of_three", lambda form: len(form) == 3 and form.isascii() and form.isdecimal()):
        sign = form(shard, token - 1)
        if sign not in (".", ",") or not _HEAD.fullmatch(_number_before(shard, token - 2)):
            continue
        left, right = gap(shard, token - 2), gap(shard, token - 1)
        if left + right == "" or "\n" in left + right or len(left) > 2 or len(right) > 2:
            continue
        before = _number_before(shard, token - 2)
        if sign not in before and ("." in before or "," in before):
            continue
        unit = folded(shard, token + 1)
        asked = unit in figure_words("behind") or unit.partition(" ")[0] in ("đồng", "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "usd")
        zeros = form(shard, token) == "000" or (form(shard, token + 1), form(shard, token + 2)) == (sign, "000")
        # A comma also parts the members of a list (`phòng 12 , 305 người`): only zeros prove it a separator.
        if not zeros and not (asked and sign == "." and left and right):
            continue
        start, end = int(shard.token_end[token - 2]), int(shard.token_start[token])
        yield propose(shard, start, end, sign, "separator", 0.98 if zeros else 0.85,
                      f"{before}{sign}{form(shard, token)} is one number" + (f" before {unit}" if asked else
                      ": a group of three zeros cannot begin one"))


def repair_doubled_separators(shard: Shard) -> Iterator[Proposal]:
    """One separator for two or three: `1..500`, `2.,000`.

    >>> from vnnlp.segmentation import document
    >>> [(found.edit.before, found.edit.after) for found in repair_doubled_separators(document("giá 1..500 đồng").shard)]
    [('..', '.')]
    """
    single = shard.types.flags("separator", lambda form: form in (".", ","))[shard.token_type]
    touching = single[:-1] & single[1:] & (shard.token_end[:-1] == shard.token_start[1:]) if len(single) else single
    runs = occurrences(shard, "doubled_separator", lambda form: len(form) in (2, 3) and not form.strip(".,"))
    for token in sorted((*runs, *np.flatnonzero(touching).tolist())):
        sign = form(shard, token)
        width = 1 if len(sign) == 1 else 0
        last = token + width
        start, end = int(shard.token_start[token]), int(shard.token_end[last])
        head, group = form(shard, token - 1), form(shard, last + 1)
        close = gap(shard, token - 1) == gap(shard, last) == ""
        if not (close and _HEAD.fullmatch(head) and len(group) == 3 and group.isdecimal()):
            continue
        if folded(shard, last + 2) in figure_words("behind") or group == "000":
            yield propose(shard, start, end, shard.text[start], "separator", 0.95, f"{head}{sign[0]}{group} is one number")


def _number_before(shard: Shard, token: int) -> str:
    """The number that ends with a token, with the groups that were spaced out before it: `1 . 250` gives `1.250`."""
    number = form(shard, token)
    for _ in range(3):
        if not (len(number) >= 3 and number[:3].isdecimal() and form(shard, token - 1) in (".", ",")
                and form(shard, token - 2).isdecimal() and gap(shard, token - 1) + gap(shard, token - 2) != ""):
            break
        number = form(shard, token - 2) + form(shard, token - 1) + number
        token -= 2
    return number
