"""What is measured and of whom, labelled by hand on real carrier articles: `python -m tests.benchmarks.figures --measures`.

`measures.tsv` holds one figure a row: article, start, end, the kinds that are right, the place of the words that say what is
measured (or none), and the place of the one it is said of. Offsets only: the words are read from ../shared. The articles are
those of news_segmented, never developed on, that speak of carriers; half of them, by the hash of their id, are kept aside.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import regex

from tests.benchmarks.readings.sampling import Plan, articles, figures, share
from vnnlp.evaluation.figures import score
from vnnlp.shard import Article

FILE: Final = Path(__file__).with_suffix(".tsv")
EVERY: Final = Plan("measures", 1.0, 1.0)
COLUMNS: Final = ("article", "start", "end", "kinds", "measures", "subject")
_CARRIER = regex.compile(r"Viettel|MobiFone|Mobifone|VinaPhone|Vinaphone|VNPT|Vietnamobile|Gmobile")
_TOPIC = regex.compile(r"nhà mạng|thuê_bao|gói cước|cước|khuyến_mãi|di_động")


def carrier_articles() -> list[Article]:
    """The articles that name carriers three times or more and speak of their trade."""
    return [article for article in articles(EVERY)
            if len(_CARRIER.findall(article.text)) >= 3 and len(_TOPIC.findall(article.text)) >= 5]


def half(article: str) -> str:
    """`develop` or `aside`, by the hash of the id."""
    return "develop" if share("measures-half", article) < 0.5 else "aside"


def _spans(field: str) -> list[tuple[int, int]]:
    return [(int(first), int(last)) for first, last in (span.split("-") for span in field.split(",") if span)]


def gold(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The labelled articles as gold for `vnnlp.evaluation.figures.score`; values are not judged here."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with FILE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text = texts[row["article"]]
            words = {name: " ".join(text[start:end] for start, end in _spans(row[name])) for name in ("measures", "subject")}
            kinds = row["kinds"].split(",")
            rows[row["article"]].append({
                "start": int(row["start"]), "end": int(row["end"]), "kind": kinds[0], "kind_alt": kinds[1:],
                "tier": "core" if kinds != ["none"] else "optional",
                "measures": words["measures"] or None, "subject": words["subject"] or None,
            })
    for article, found in rows.items():
        yield {"id": article, "text": texts[article], "figures": found}


def print_scores() -> None:
    """Both halves: how many labelled figures have the right kind, a word of what is measured, the subject."""
    batch = carrier_articles()
    cases = list(gold({article.doc_id: article.text for article in batch}))
    found = figures([article for article in batch if any(case["id"] == article.doc_id for case in cases)])
    places = {(case["id"], figure["start"]): figure for case in cases for figure in case["figures"]}
    judged = [row for row in found if (row["doc_id"], row["start"]) in places]
    for row in judged:  # Only what the labels say is compared: the value of the row is taken as it is.
        figure = places[row["doc_id"], row["start"]]
        figure |= {name: row[name] for name in ("value", "low", "high", "cmp", "date", "date_end", "unit", "per")}
        figure["value"] = row["text"] if "phone" in (figure["kind"], row["kind"]) else row["value"]
    for name in ("develop", "aside"):
        mine = [case for case in cases if half(case["id"]) == name]
        scores = score(mine, [row for row in judged if half(row["doc_id"]) == name])
        number = sum(figure["tier"] == "core" for case in mine for figure in case["figures"])
        print(f"{name:8} {len(mine):3d} articles {number:4d} figures   kind {scores['kind']:5.1f}   "
              f"measures {scores['measures']:5.1f}   subject {scores['subject']:5.1f}")
