"""Repair: digits that stand where marks and numbers were, and the smaller damage of scanning and copying.

`repair` gives a shard whose text reads as the article did, with every change as an `Edit`; `diagnose` says what was found
and why an article was left alone. A number that the source lost becomes `⟨?⟩` and has no value.
"""

from vnnlp.repair.lost import Lost, Shape
from vnnlp.repair.stage import Diagnosis, diagnose, repair
from vnnlp.repair.training import train

__all__ = ["Diagnosis", "Lost", "Shape", "diagnose", "repair", "train"]
