"""The rules beside the digit codes, in order of precedence, and how their edits are put together."""

from __future__ import annotations

from typing import Final

from vnnlp.edits import Edit
from vnnlp.repair.mojibake import repair_mojibake
from vnnlp.repair.placeholders import repair_placeholders
from vnnlp.repair.proposals import Rule
from vnnlp.repair.scanning import repair_scanned_numbers, repair_scanned_words
from vnnlp.repair.scripts import repair_digit_scripts
from vnnlp.repair.separators import repair_doubled_separators, repair_spaced_separators
from vnnlp.shard import Shard

RULES: Final[tuple[Rule, ...]] = (
    repair_mojibake, repair_digit_scripts, repair_scanned_numbers, repair_scanned_words, repair_spaced_separators,
    repair_doubled_separators, repair_placeholders)


def rule_edits(shard: Shard) -> dict[int, list[Edit]]:
    """The edits of every rule, by article index."""
    found: dict[int, list[Edit]] = {}
    for rule in RULES:
        for article, edit in rule(shard):
            found.setdefault(article, []).append(edit)
    return found


def without_overlaps(edits: list[Edit]) -> tuple[Edit, ...]:
    """The edits in text order; of two that touch the same characters the earlier of the list stays."""
    ordered = sorted(range(len(edits)), key=lambda number: (edits[number].start, edits[number].end, number))
    kept: list[int] = []
    for number in ordered:
        if kept and edits[number].start < edits[kept[-1]].end:
            kept[-1] = min(kept[-1], number)
        else:
            kept.append(number)
    return tuple(edits[number] for number in kept)
