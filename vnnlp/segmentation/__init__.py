"""Segmentation: articles to a shard of tokens, words and sentences, without losing a character.

`segment` makes the columns; `resegment` makes them again for the few articles whose text a repair changed.
"""

from vnnlp.segmentation.segment import document, resegment, segment

__all__ = ["document", "resegment", "segment"]
