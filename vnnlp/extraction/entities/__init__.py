"""Entities: people, organisations, places and named products, carriers and places resolved to ids.

A tagger proposes, rules that know the domain correct and complete it, and each article is made to agree with itself.
models/entities.md says what the shipped tagger learned from and what counts as an entity.
"""

from vnnlp.extraction.entities.extract import extract
from vnnlp.extraction.entities.training import train

__all__ = ["extract", "train"]
