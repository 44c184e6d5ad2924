"""Entities in the forms that other tools read: spaCy and doccano JSONL, CoNLL, Label Studio, HTML for a notebook.

All take the articles (or a shard) and rows of the table `entities`; offsets are code points of the article as read, as there.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any, Final

import numpy as np

from vnnlp.shard import Article, Shard

Rows = Iterable[Mapping[str, Any]]

COLOURS: Final[Mapping[str, str]] = {"PER": "#ffd8a8", "ORG": "#a5d8ff", "LOC": "#b2f2bb", "PROD": "#eebefa"}
"""Of the labels in HTML."""


def by_article(rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    """Rows by doc_id, each article's in text order."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["doc_id"]].append(row)
    return {doc_id: sorted(mentions, key=lambda row: (row["start"], row["end"])) for doc_id, mentions in found.items()}


def to_spacy(articles: Iterable[Article], rows: Rows) -> Iterator[str]:
    """One line an article: {"text", "entities": [[start, end, label], …], "meta": {"doc_id"}}, as spaCy's examples.

    >>> rows = [{"doc_id": "a", "start": 0, "end": 7, "label": "ORG"}]
    >>> next(to_spacy([Article("a", "Viettel")], rows))
    '{"text": "Viettel", "entities": [[0, 7, "ORG"]], "meta": {"doc_id": "a"}}'
    """
    mentions = by_article(rows)
    for article in articles:
        spans = [[row["start"], row["end"], row["label"]] for row in mentions.get(article.doc_id, ())]
        yield json.dumps({"text": article.text, "entities": spans, "meta": {"doc_id": article.doc_id}}, ensure_ascii=False)


def to_doccano(articles: Iterable[Article], rows: Rows) -> Iterator[str]:
    """One line an article: {"text", "label": [[start, end, label], …], "doc_id"}, as doccano imports sequence labels."""
    mentions = by_article(rows)
    for article in articles:
        spans = [[row["start"], row["end"], row["label"]] for row in mentions.get(article.doc_id, ())]
        yield json.dumps({"text": article.text, "label": spans, "doc_id": article.doc_id}, ensure_ascii=False)


def to_label_studio(articles: Iterable[Article], rows: Rows, *, model: str = "vnnlp") -> list[dict[str, Any]]:
    """Tasks with predictions, as Label Studio imports them: text in `$text`, labels named `label`.

    Label Studio counts offsets in UTF-16 units, so characters beyond the basic plane count twice there.
    """
    mentions = by_article(rows)
    tasks: list[dict[str, Any]] = []
    for article in articles:
        units = _utf16(article.text)
        result = [{
            "id": hashlib.sha256(f"{article.doc_id} {row['start']} {row['end']}".encode()).hexdigest()[:10],
            "from_name": "label", "to_name": "text", "type": "labels", "score": float(row.get("confidence", 1.0)),
            "value": {"start": int(units[row["start"]]), "end": int(units[row["end"]]),
                      "text": article.text[row["start"]:row["end"]], "labels": [row["label"]]},
        } for row in mentions.get(article.doc_id, ())]
        tasks.append({"data": {"text": article.text, "doc_id": article.doc_id},
                      "predictions": [{"model_version": model, "result": result}]})
    return tasks


def _utf16(text: str) -> Sequence[int]:
    """For each code-point offset of a text, the offset in UTF-16 units."""
    wide = np.fromiter((ord(char) > 0xFFFF for char in text), dtype=np.int64, count=len(text))
    offsets: list[int] = np.concatenate([[0], np.cumsum(wide + 1)]).tolist()
    return offsets


def to_conll(shard: Shard, rows: Rows) -> Iterator[str]:
    """Lines of two columns, word and BIO label, an empty line behind each sentence; `vnnlp train entities` reads them.

    Words have `_` for inner spaces. A mention that ends inside a word takes the whole word. For shards whose text no repair
    has changed.
    """
    start_of = {article.doc_id: int(shard.article_start[index]) for index, article in enumerate(shard.articles)}
    labels = ["O"] * shard.n_tokens
    for row in rows:
        base = start_of[row["doc_id"]]
        first = int(np.searchsorted(shard.token_end, base + row["start"], side="right"))
        last = int(np.searchsorted(shard.token_start, base + row["end"], side="left"))
        if first < last and labels[first] == "O":
            labels[first:last] = [f"B-{row['label']}", *[f"I-{row['label']}"] * (last - first - 1)]
    bounds = shard.sentence_token.tolist()
    for begin, end in pairwise(bounds):
        for token in range(begin, end):
            yield f"{shard.types.forms[shard.token_type[token]].replace(' ', '_')}\t{labels[token]}"
        yield ""


def to_html(article: Article, rows: Rows) -> str:
    """The article with its mentions marked, for a notebook; the text is escaped.

    >>> to_html(Article("a", "Viettel <b>"), [{"doc_id": "a", "start": 0, "end": 7, "label": "ORG", "kb_id": "viettel"}])[-49:]
    '<small>ORG viettel</small></mark> &lt;b&gt;</div>'
    """
    pieces: list[str] = []
    position = 0
    for row in by_article(rows).get(article.doc_id, ()):
        if row["start"] < position:
            continue
        name = " ".join(filter(None, (row["label"], row.get("kb_id"))))
        colour = COLOURS.get(row["label"], "#dee2e6")
        pieces += (escape(article.text[position:row["start"]]),
                   f'<mark style="background:{colour};border-radius:.3em;padding:.1em .3em">',
                   escape(article.text[row["start"]:row["end"]]), f" <small>{escape(name)}</small></mark>")
        position = row["end"]
    pieces.append(escape(article.text[position:]))
    return '<div style="line-height:2;white-space:pre-wrap">' + "".join(pieces) + "</div>"
