"""Hand readings of real articles, stand-off: ids, offsets, what vnnlp said and whether it is so. No text of the source."""
