"""Tagging: one linear-chain CRF for every sequence-labelling job.

`train` learns weights with python-crfsuite and saves them as plain arrays (.npz) beside a description (.json); `Tagger`
loads them and decodes whole shards in numpy, with the same tags as python-crfsuite's (tests/tagging holds it to that).
"""

from vnnlp.tagging.features import Attributes, Template
from vnnlp.tagging.tagger import Tagger, Tags
from vnnlp.tagging.training import Example, train

__all__ = ["Attributes", "Example", "Tagger", "Tags", "Template", "train"]
