"""Repair: digits that stand where marks and numbers were, and the smaller damage of scanning and copying.

`repair` gives a shard whose text reads as the article did, with every change as an `Edit`; `diagnose` says what was found
and why an article was left alone. A number that the source lost becomes `⟨?⟩` and has no value.

The way of a damaged article: `lone` finds the digits that stand alone, `features` and `model` say what stood there by the
words around, `codebook` finds the likeliest book in which no role belongs to two digits, `detection` decides whether to
believe it, `second` judges each use again with the book and the neighbours known, `pairing` settles quotes and brackets,
`codes` writes the edits, `stage` applies them. `rules` lists the rules for the smaller damage.

Limits. Fewer than six codes are rarely enough to be told from figures, and some digit must stand alone three times for an
article to be looked at; numbers that alone were replaced, all marks standing, are not found; a code glued to a word (`động7`)
is not looked at. A digit that the author wrote and that equals the code of numbers cannot be told from one: it becomes lost,
never a figure. Questions, exclamations, dashes and semicolons inside a merged code are guesses, and say so in their
confidence. One real damaged article was to be had: all else was measured on damage of our own making.
"""

from vnnlp.repair.lost import Lost, Shape
from vnnlp.repair.stage import Diagnosis, diagnose, repair
from vnnlp.repair.training import train

__all__ = ["Diagnosis", "Lost", "Shape", "diagnose", "repair", "train"]
