"""Of whom: the organisation or person that a figure is said of.

The nearest organisation or person before the figure in its sentence; else one right behind it; else, where the sentence
speaks of `ông`, `hãng này`, `nhà mạng này`, the last one of the sentences before.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from vnnlp.extraction.figures.figure import Figure
from vnnlp.extraction.figures.lexicon import word_set
from vnnlp.extraction.figures.line import Line
from vnnlp.shard import Shard
from vnnlp.tables import Table

_BACK: Final = word_set("back")
_PEOPLE: Final = frozenset(("ông", "bà", "anh", "chị", "cô"))


class Subjects:
    """The organisations and persons of a shard by sentence."""

    def __init__(self, shard: Shard, entities: Table | None) -> None:
        self.known: dict[int, list[tuple[int, int, str, str | None, str]]] = {}
        """Sentence of the shard to (token start, token end, text, kb_id, label)."""
        self.order: list[int] = []
        if entities is None or "token_start" not in entities.arrow.column_names:
            return
        columns: dict[str, list[Any]] = {
            name: entities.arrow.column(name).to_pylist() for name in ("token_start", "token_end", "text", "kb_id", "label")
        }
        sentences = np.searchsorted(shard.sentence_token, np.array(columns["token_start"], dtype=np.int64), side="right") - 1
        for row, sentence in enumerate(sentences.tolist()):
            label = columns["label"][row]
            if label in ("ORG", "PER"):
                self.known.setdefault(sentence, []).append(
                    (columns["token_start"][row], columns["token_end"][row], columns["text"][row], columns["kb_id"][row], label)
                )
        self.order = sorted(self.known)
        self.first_sentence = shard.article_sentence

    def read(self, line: Line, figures: list[Figure], sentence: int, article: int) -> None:
        """Set `subject` and `subject_kb_id` of the figures of one sentence."""
        if not self.known:
            return
        here = self.known.get(sentence, [])
        for figure in figures:
            if figure.is_moment or figure.kind == "phone":
                continue
            entity = self._in_sentence(line, figure, here) or self._before(line, sentence, article)
            if entity is not None:
                figure.subject, figure.subject_kb_id = entity[2].replace("_", " "), entity[3]

    def _in_sentence(self, line: Line, figure: Figure, here: list[tuple[int, int, str, str | None, str]]) -> Any:
        token = line.tokens[figure.start]
        before = [entity for entity in here if entity[1] <= token]
        if not before:
            return None
        organisations = [entity for entity in before if entity[4] == "ORG"]
        # `Theo ông X, Viettel có …`: the speaker is not whom the figure is about when an organisation follows.
        nearest = before[-1]
        if nearest[4] == "PER" and organisations and organisations[-1][0] > before[0][0]:
            return organisations[-1]
        return nearest

    def _before(self, line: Line, sentence: int, article: int) -> Any:
        opening = line.words[:4]
        if not any(word in _BACK for word in opening):
            return None
        wanted = "PER" if opening and opening[0] in _PEOPLE else "ORG"
        floor = int(self.first_sentence[article])
        for earlier in range(sentence - 1, max(floor, sentence - 6) - 1, -1):
            for entity in reversed(self.known.get(earlier, [])):
                if entity[4] == wanted:
                    return entity
        return None
