"""Training with python-crfsuite: features as strings there, the learnt weights as a `Tagger` here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vnnlp.errors import UsageError
from vnnlp.shard import Shard
from vnnlp.tagging.emissions import JOIN
from vnnlp.tagging.features import DEFAULT_TEMPLATES, PAD, PADDED, Attributes, Template
from vnnlp.tagging.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Example:
    """A shard with the label (`O`, `B-PER`, `I-PER`, …) of each of its tokens."""

    shard: Shard
    labels: Sequence[str]


def feature_strings(shard: Shard, templates: Sequence[Template], attributes: Attributes,
                    forms: Sequence[str] | None = None) -> Iterator[list[list[str]]]:
    """For each sentence, for each token: its features as python-crfsuite wants them, `TEMPLATE=VALUES`."""
    forms = shard.types.forms if forms is None else forms
    names = sorted({name for template in templates for name, _ in template.parts})
    values = attributes.columns(names, forms)
    pads = {name: PAD if name in PADDED else None for name in names}
    written = [(f"{template}=", template.parts) for template in templates]
    for first, last in zip(shard.sentence_token[:-1].tolist(), shard.sentence_token[1:].tolist(), strict=True):
        types = shard.token_type[first:last].tolist()
        rows: list[list[str]] = []
        for position in range(len(types)):
            row: list[str] = []
            for prefix, parts in written:
                found: list[str] = []
                for name, offset in parts:
                    place = position + offset
                    value = values[name][types[place]] if 0 <= place < len(types) else pads[name]
                    if value is None:
                        break
                    found.append(value)
                else:
                    row.append(prefix + JOIN.join(found))
            rows.append(row)
        yield rows


def train(examples: Iterable[Example], *, templates: Sequence[Template] = DEFAULT_TEMPLATES, attributes: Attributes | None = None,
          c1: float = 0.1, c2: float = 0.02, iterations: int = 120, about: Mapping[str, Any] | None = None,
          keep: str | Path | None = None) -> Tagger:
    """A tagger from labelled shards: L-BFGS with the penalties `c1` (L1) and `c2` (L2).

    `keep` is where python-crfsuite's own model is left, if anywhere. The same examples give the same weights. Raises
    UsageError where there is nothing to learn from.
    """
    import pycrfsuite
    attributes = attributes or Attributes()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations, "feature.possible_transitions": False})
    n_sentences = 0
    for example in examples:
        bounds = example.shard.sentence_token.tolist()
        for number, rows in enumerate(feature_strings(example.shard, templates, attributes)):
            if rows:
                trainer.append(rows, list(example.labels[bounds[number]:bounds[number + 1]]))
                n_sentences += 1
    if not n_sentences:
        raise UsageError("there is no labelled sentence to train on", remedy="Give word-level CoNLL with BIO labels")
    with tempfile.TemporaryDirectory() as folder:
        path = str(keep or Path(folder) / "model.crfsuite")
        trainer.train(path)
        reader = pycrfsuite.Tagger()
        reader.open(path)
        info = reader.info()
        reader.close()
    features: dict[str, dict[str, dict[str, float]]] = {}
    for (feature, label), weight in info.state_features.items():
        template, _, value = feature.partition("=")
        features.setdefault(template, {}).setdefault(value, {})[label] = weight
    labels = sorted(info.labels, key=lambda label: int(info.labels[label]))
    return Tagger(labels, templates, features, info.transitions, attributes, {"sentences": n_sentences, **(about or {})})


def bio(shard: Shard, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO labels of a shard's tokens from spans of characters of its text; a token half inside a span counts as inside."""
    labels = np.full(shard.n_tokens, "O", dtype=object)
    for start, end, label in sorted(spans):
        first = int(np.searchsorted(shard.token_end, start, side="right"))
        last = int(np.searchsorted(shard.token_start, end, side="left"))
        if last > first and labels[first] == "O":
            labels[first:last] = f"I-{label}"
            labels[first] = f"B-{label}"
    return [str(label) for label in labels]
