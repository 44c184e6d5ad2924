"""vnnlp: Vietnamese news text to clean, deduplicated, evidence-linked data."""
