"""Labelled sentences of real texts: those that lie beside the texts (SHARED_FOLDER/gold/labels) and those of this project.

All are stand-off: ids, lines and places of words; the texts stay where they are.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.refining import glued_parts, refined
from vnnlp.extraction.entities.trimming import LEGAL
from vnnlp.segmentation import segment
from vnnlp.shard import Article
from vnnlp.tagging import Example
from vnnlp.tagging.features import fold
from vnnlp.tagging.training import bio

OWN: Final = Path(__file__).parents[2] / "models" / "entities_labels.jsonl"
"""Labels of this project: article id, line (from 1), mentions as in SHARED_FOLDER/gold/labels, part."""
SENTENCES: Final = OWN.with_name("entities_sentences.txt")
"""A sentence a line, each mention in square brackets behind its label."""
CORPUS: Final = Path(__file__).parents[3] / "corpus" / "gold" / "develop.jsonl"
"""Articles written for this project, with their mentions; only in a checkout."""
_BARE: Final = {"đ": "d", "Đ": "D"}
_CARS: Final = frozenset({"xe", "xe hơi", "ô tô", "ôtô", "siêu xe"})
"""Words before a maker's name that is the car, folded."""

Line = tuple[list[str], list[tuple[int, int, str]]]
"""Words of one line and the mentions in it: first word, word after the last, label."""
Labelled = tuple[str, list[Line]]
"""Id of an article and its labelled lines."""


def labelled_articles(shared: Path) -> Iterator[Labelled]:
    """Article id and labelled lines; each sentence of the treebank counts as one article."""
    articles = {row["id"]: row["text"].split("\n") for row in rows_of(shared / "data" / "news_segmented.jsonl.gz")}
    found: dict[str, list[Line]] = {}
    for row in rows_of(shared / "gold" / "labels" / "news_segmented.jsonl"):
        words = articles[row["id"]][row["line"] - 1].split()
        found.setdefault(row["id"], []).append((words, [tuple(item) for item in row["entities"]]))
    for name, lines in found.items():
        yield name, [(words, even(words, entities)) for words, entities in lines]
    sentences = dict(_treebank(shared))
    for row in rows_of(shared / "gold" / "labels" / "ud_vtb.jsonl"):
        words = sentences[row["sent_id"]]
        entities = even(words, [tuple(item) for item in row["entities"]])
        if not any(label != "PROD" and " ".join(words[first:last]).islower() for first, last, label in entities):
            yield row["sent_id"], [(words, entities)]


def even(words: Sequence[str], entities: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Labels made even where two hands labelled differently.

    A legal form in capitals belongs to the name (`công_ty [CP Đầu_tư Kinh_Bắc]`), a share does not (`CP VCG`); a car by its
    maker is a product (`xe [Audi]`); a stock ticker is none (`mã chứng_khoán : SGT`). Sentences of the treebank whose names
    lost their capitals are left out by the caller.

    >>> even(["công_ty", "CP", "Sao_Mai"], [(2, 3, "ORG")])
    [(1, 3, 'ORG')]
    """
    result: list[tuple[int, int, str]] = []
    for first, last, label in entities:
        begin, kind = first, label
        if kind == "LOC" and last - begin > 1 and words[begin] in {"Q.", "P.", "H."} and not words[begin + 1][:1].isdigit():
            begin += 1
        before = [word.casefold().replace("_", " ") for word in words[max(first - 4, 0):first]]
        while kind == "ORG" and begin > 1 and words[begin - 1] in LEGAL and (
                words[begin - 2] in LEGAL or fold(words[begin - 2]) in knowledge.heads()):
            begin -= 1
        if kind == "ORG" and last - first <= 2 and _is_ticker(words[first:last], before):
            continue
        car = bool(before) and before[-1] in _CARS and words[first] in knowledge.brand_words()
        if kind == "ORG" and last - first == 1 and car:
            kind = "PROD"
        result.append((begin, last, kind))
    return result


def _is_ticker(name: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a name is the three letters of a share: `mã VJC`, `CP_VCG`."""
    *share, letters = "_".join(name).split("_")
    shares = share == ["CP"] or (not share and ("mã" in before or before[-1:] in (["cp"], ["cổ phiếu"])))
    return shares and len(letters) == 3 and letters.isascii() and letters.isupper()


def _treebank(shared: Path) -> Iterator[tuple[str, list[str]]]:
    for split in ("train", "dev", "test"):
        name = ""
        words: list[str] = []
        with gzip.open(shared / "data" / "ud_vtb" / f"{split}.conllu.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if line.startswith("# sent_id"):
                    name, words = line.split("=")[1].strip(), []
                elif cells[0].isdigit():
                    words.append(cells[1].replace(" ", "_"))
                elif not line.strip() and words:
                    yield name, words


def own_articles(shared: Path, part: str = "train") -> Iterator[Labelled]:
    """Sentences of news_segmented labelled for this project (models/entities_labels.jsonl), one article each.

    `part` is `train` or `aside`: a hash of the article's id chose it before any model had seen the sentences.
    """
    rows = {(row["id"], row["line"]): row for row in rows_of(OWN) if row["part"] == part}
    wanted = {name for name, _ in rows}
    articles = rows_of(shared / "data" / "news_segmented.jsonl.gz")
    texts = {row["id"]: row["text"].split("\n") for row in articles if row["id"] in wanted}
    for (name, line), row in rows.items():
        words = texts[name][line - 1].split()
        yield f"{name}:{line}", [(words, even(words, [tuple(item) for item in row["entities"]]))]


def example_of(articles: list[Labelled], known: Container[str], *, raw: bool = False, bare: bool = False) -> Example:
    """A labelled shard of articles, segmented by vnnlp; `raw` takes the underscores out first, `bare` the diacritics.

    `known` are known words.
    """
    made = [Article(name, "\n".join(" ".join(_shown(words, raw)) for words, _ in lines)) for name, lines in articles]
    if bare:
        made = [Article(article.doc_id, without_diacritics(article.text)) for article in made]
    shard = refined(segment(made), known)
    return Example(shard, bio(shard, spans_of(articles, raw=raw)))


def written_sentences() -> list[Labelled]:
    """Sentences written for this project about plans and services of carriers (models/entities_sentences.txt), as one article."""
    lines: list[Line] = []
    for text in SENTENCES.read_text(encoding="utf-8").splitlines():
        words: list[str] = []
        entities: list[tuple[int, int, str]] = []
        for part in text.split(" "):
            if part.startswith("["):
                entities.append((len(words), 0, part[1:]))
                continue
            words.append(part.removesuffix("]"))
            if part.endswith("]"):
                first, _, label = entities.pop()
                entities.append((first, len(words), label))
        lines.append((words, entities))
    return [("sentences", lines)]


def written_example(known: Container[str], *, raw: bool = False) -> Example:
    """The articles written for this project, those of corpus/gold/develop.jsonl, damaged ones too, as a labelled shard."""
    rows = list(rows_of(CORPUS))
    texts = [row["text"].replace("_", " ") if raw else row["text"] for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])]).tolist()
    spans = [(start + entity["start"], start + entity["end"], entity["label"])
             for row, start in zip(rows, starts, strict=False) for entity in row["entities"]]
    shard = refined(segment([Article(row["doc_id"], text) for row, text in zip(rows, texts, strict=True)]), known)
    return Example(shard, bio(shard, spans))


def without_diacritics(text: str) -> str:
    """A text with every letter bare, each at its place.

    >>> without_diacritics("Đà_Nẵng")
    'Da_Nang'
    """
    return "".join(_BARE.get(char) or unicodedata.normalize("NFD", char)[0] for char in text)


def _shown(words: list[str], raw: bool) -> list[str]:
    return [word.replace("_", " ") for word in words] if raw else words


def spans_of(articles: list[Labelled], *, raw: bool = False) -> list[tuple[int, int, str]]:
    """Begin, end and label of the mentions of articles, in the text of the shard that `example_of` makes of them."""
    spans: list[tuple[int, int, str]] = []
    position = 0
    for _, lines in articles:
        for words, entities in lines:
            starts = np.concatenate([[0], np.cumsum([len(word) + 1 for word in _shown(words, raw)])]).tolist()
            for first, last, label in entities:
                begin, end = position + starts[first], position + starts[last] - 1
                pieces = _parted(words[first:last], begin, end, label)
                if len(pieces) > 1 and spans and spans[-1][1] == begin - 1 and spans[-1][2] == "ORG":
                    # `Thượng_viện Mỹ_Bob_Corker`: the country ends the organisation's name.
                    spans[-1] = (spans[-1][0], pieces.pop(0)[1], "ORG")
                spans += pieces
            position += starts[-1]
    return spans


def _parted(words: list[str], begin: int, end: int, label: str) -> list[tuple[int, int, str]]:
    """A mention without what segmentation glued to it: `Triều_Tiên_Kim_Jong-un` is a country and a person, `Kiev_tố` a place."""
    parts = glued_parts(words[0])
    if len(parts) < 2:
        return [(begin, end, label)]
    (_, owner), (name, _) = parts
    if label in {"PER", "ORG"} and words[0][0].isupper() and words[0][name].isupper():
        return [(begin, begin + owner, "LOC"), (begin + name, end, label)]
    if len(words) == 1 and words[0][name:].islower():
        return [(begin, begin + owner, label)]
    if words[0][:1].islower():
        return [(begin + name, end, label)]
    return [(begin, end, label)]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON Lines file, plain or gzip."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
