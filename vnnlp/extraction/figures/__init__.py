"""Figures: every number of an article with its meaning.

`extract` finds them: candidates on the shard's columns (`syllables`), one small grammar over the syllables of a sentence
(`grammar`): numbers (`numerals`, `groups`, `separators`, `quantities`, `counts`, `ranges`, `fractions`, `rates`, `ordinals`,
`phones`), dates and times (`dates`, `written_dates`, `points`, `periods`, `date_lists`, `bare_days`, `bare_years`, `decades`,
`relative`, `clock`), what is none (`lookalikes`, `scores`, `named_numbers`), the words beside a number (`bounds`), what is
measured and of whom (`measures`, `prices`, `events`, `subjects`), and absolute dates (`distances`, `story`, `resolve`).
`frames` and `timeline` are for notebooks: base units, timestamps, a measure over time.
"""

from vnnlp.extraction.figures.reader import extract

__all__ = ["extract"]
