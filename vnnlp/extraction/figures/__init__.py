"""Figures: every number of an article with its meaning.

`extract` finds them: candidates on the shard's columns (`syllables`), one small grammar over the syllables of a sentence
(`numerals`, `quantities`, `dates`, `clock`, `relative`, `ordinals`, `phones`), what is none (`lookalikes`), the words
beside a number (`bounds`), what is measured and of whom (`measures`, `subjects`), and absolute dates (`resolve`).
`frames` and `timeline` are for notebooks: base units, timestamps, a measure over time.
"""

from vnnlp.extraction.figures.reader import extract

__all__ = ["extract"]
