"""Segmentation: articles to a shard of tokens, words and sentences, without losing a character.

`segment` makes the columns; `resegment` makes them again for the few articles whose text a repair changed; the inventory
of tokens stands in tokens.py. `is_segmented` says whether a text came word-segmented, and why.
"""

from vnnlp.segmentation.segment import document, resegment, segment
from vnnlp.segmentation.signs import is_segmented

__all__ = ["document", "is_segmented", "resegment", "segment"]
