"""What a single command can print; those that are not here print JSON Lines only."""

from typing import Final

FORMATS: Final = {
    "tokens": ("jsonl", "conllu", "text"),
    "repair": ("jsonl", "text", "view"),
    "entities": ("jsonl", "conll", "spacy", "doccano", "label-studio"),
}
