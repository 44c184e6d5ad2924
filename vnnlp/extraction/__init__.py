"""Extraction: who (entities), how much and when (figures), what a carrier does for whom (strategies).

Each module takes a shard and gives one table; `lexicon` is the matcher that all of them share.
"""
