"""Training a tagger of entities: on anyone's CoNLL files, and the one that is shipped.

`train` is what `vnnlp train entities DATA.conll` calls; `python -m vnnlp.extraction.entities.builtin SHARED_FOLDER` makes the
shipped model.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from vnnlp.errors import InputError
from vnnlp.extraction.entities import knowledge
from vnnlp.shard import Article, Shard, Types
from vnnlp.tagging import Attributes, Example, Tagger, Template
from vnnlp.tagging import train as train_tagger
from vnnlp.tagging.features import DEFAULT_TEMPLATES, window

TEMPLATES: Final = (
    *DEFAULT_TEMPLATES,
    *window("cl", -2, -1, 0, 1, 2), *window("cm", -2, -1, 0, 1, 2),
    *map(Template.of, ("cm:-1 cm:0", "cm:0 cm:1", "shape:0 cm:1", "cm:-1 shape:0")),
    *window("first/family", -1, 0, 1), *window("last/given", -1, 0, 1), *window("given", -1, 0, 1),
    *(template for name in ("place", "org", "product", "title", "head") for template in window(name, -2, -1, 0, 1, 2)),
    *window("seen", -1, 0, 1),
    *map(Template.of, ("seen:0 shape:0", "shape:-1 seen:0")),
    *map(Template.of, ("title:-1 shape:0", "head:-1 shape:0", "head:-2 shape:-1 shape:0", "shape:0 product:0")),
)
"""What the tagger of entities looks at: `cl` and `cm` are fine and coarse clusters of words, `seen` is what a name mostly is."""


def train(conll: str | Path | Iterable[str | Path], out: str | Path, *, c1: float = 0.1, c2: float = 0.02,
          iterations: int = 150) -> Tagger:
    """Train on word-level CoNLL and save OUT.npz and OUT.json; returns the tagger.

    A line holds 2 to 5 columns (word first; its label is the fourth, or the last if there are fewer), separated by tabs, or by
    spaces where words have none (`_` joins syllables); an empty line ends a sentence; labels are BIO. The word clusters and
    lexicons of the shipped model serve as features. Raises InputError where a file cannot be read so.
    """
    from vnnlp.extraction.entities.extract import load_tagger
    paths = [conll] if isinstance(conll, str | Path) else list(conll)
    words = {name: load_tagger().attributes.words.get(name, {}) for name in ("cl", "cm", "seen")} | knowledge.word_lists()
    examples = [read_conll(path) for path in paths]
    tagger = train_tagger(examples, templates=TEMPLATES, attributes=Attributes(words), c1=c1, c2=c2, iterations=iterations,
                          about={"task": "entities", "casing": "cl", "rules": "carriers",
                                 "trained_on": [Path(path).name for path in paths]})
    tagger.save(out)
    return tagger


def read_conll(path: str | Path) -> Example:
    """A labelled shard from a CoNLL file: one article, a line of text a sentence, words as the file has them."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"training data cannot be read: {error}", where=str(path)) from error
    sentences: list[list[tuple[str, str]]] = [[]]
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("-DOCSTART-"):
            if sentences[-1]:
                sentences.append([])
            continue
        cells = line.rstrip().split("\t") if "\t" in line else line.split()
        label = cells[3] if len(cells) > 3 else cells[-1]
        if not 2 <= len(cells) <= 5 or not (label == "O" or label[:2] in {"B-", "I-"}):
            raise InputError(f"not a line of CoNLL with BIO labels: {line[:60]!r}", where=f"{path}:{number}",
                             remedy="Give 2 to 5 columns, the word first, its label fourth or last")
        sentences[-1].append((cells[0].strip(), label))
    words = [[word for word, _ in sentence] for sentence in sentences if sentence]
    return Example(shard_of_words(Path(path).stem, words), [label for sentence in sentences for _, label in sentence])


def shard_of_words(name: str, sentences: list[list[str]]) -> Shard:
    """A shard of one article whose tokens are given: a line a sentence, one space between words."""
    text = "\n".join(" ".join(sentence) for sentence in sentences)
    words = [word for sentence in sentences for word in sentence]
    length = np.array([len(word) for word in words], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(length + 1)[:-1]]) if words else np.zeros(0, dtype=np.int64)
    number: dict[str, int] = {}
    types = [number.setdefault(word, len(number)) for word in words]
    bounds = np.concatenate([[0], np.cumsum([len(sentence) for sentence in sentences])])
    return Shard(
        articles=(Article(name, text),), text=text + "\n", article_start=np.array([0, len(text) + 1], dtype=np.int32),
        segmented=np.array([True]), token_start=start.astype(np.int32), token_end=(start + length).astype(np.int32),
        token_type=np.array(types, dtype=np.int32), types=Types(list(number)),
        article_token=np.array([0, len(words)], dtype=np.int32), sentence_token=bounds.astype(np.int32),
        article_sentence=np.array([0, len(sentences)], dtype=np.int32))
