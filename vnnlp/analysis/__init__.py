"""Analysis: what a collection of articles is about, over the kept passages.

`topics` (NMF, LDA), `trends` (figures and strategies over time), `concordance` (a word in its contexts), `keyness` (words
that set two groups apart), `collocations`, and `strategies` (carrier by strategy).
"""
