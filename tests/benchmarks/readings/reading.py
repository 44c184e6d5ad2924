"""Samples read by hand, joined with what vnnlp says today: `python -m tests.benchmarks.figures --readings [--sample N]`.

`figures.tsv`: figures that vnnlp gives; `right` is about the value (y or n), `wrong` names the other columns that are not so.
`dates.tsv`: mentions of dates and times found without the extractor (`mentions`); `right` is y, n (missed, or another date),
or - where the reader sees no date that the table could hold. A row counts while vnnlp says there what it said when it was
read; else it is stale, and what vnnlp says instead is unread.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.benchmarks.readings.mentions import mentions
from tests.benchmarks.readings.sampling import Plan, articles, chosen, figures, sentence_around, share
from tests.benchmarks.readings.show import brief, value

FOLDER: Final = Path(__file__).parent
_DEVELOPED_ON: Final = (("report-dates", 0.035), ("report-dates-2", 0.035), ("report-dates-3", 0.035), ("report-dates-4", 0.035),
                        ("report-dates-5", 0.035), ("mine-6", 0.1), ("s3-dev-1", 0.03), ("s3-dev-2", 0.06), ("s3-dev-3", 0.05))
"""Seeds and shares of the articles whose dates sessions developed on."""
PLANS: Final = {"figures": Plan("report-figures", 0.035, 0.09),
                "dates": Plan("report-dates-7", 0.05, 0.21, (*_DEVELOPED_ON, ("report-dates-6", 0.05), ("s3-dev-4", 0.06))),
                "dates-develop-1": Plan("report-dates", 0.035, 0.115), "dates-develop-2": Plan("report-dates-2", 0.035, 0.16),
                "dates-develop-3": Plan("report-dates-3", 0.035, 0.16), "dates-develop-4": Plan("report-dates-4", 0.035, 0.16),
                "dates-develop-5": Plan("report-dates-5", 0.035, 0.16),
                "dates-develop-6": Plan("report-dates-6", 0.05, 0.16, _DEVELOPED_ON)}
COLUMNS: Final = ("article", "start", "end", "said", "right", "wrong", "why")


class Item(NamedTuple):
    """A place of the sample: what vnnlp says there (`said` is compared, `shown` is for the reader)."""

    article: str
    start: int
    end: int
    said: str
    shown: str
    sentence: str

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What a row of the file must have in common with today's answer."""
        return self.article, self.start, self.end, self.said


def _said(row: dict[str, Any]) -> str:
    return f"{row['kind']}|{value(row)}"


def sample(name: str, plan: Plan | None = None) -> Iterator[Item]:
    """Every place of a sample with what vnnlp says of it today."""
    plan = plan or PLANS[name]
    batch = articles(plan)
    texts = {article.doc_id: article.text for article in batch}
    rows = figures(batch)
    if name.startswith("figures"):
        for row in chosen(plan, rows):
            around = sentence_around(texts[row["doc_id"]], row["start"], row["end"])
            yield Item(row["doc_id"], row["start"], row["end"], _said(row), brief(row), around)
        return
    moments: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["date"] is not None or row["kind"] in ("date", "date_range", "time", "time_range", "ordinal", "duration"):
            moments[row["doc_id"]].append(row)
    for article in batch:
        for start, end in mentions(article.text):
            if share(plan.seed, article.doc_id, start) < plan.places:
                near = [row for row in moments[article.doc_id] if row["start"] < end and start < row["end"]]
                said = "; ".join(map(_said, near)) or "nothing"
                yield Item(article.doc_id, start, end, said, said, sentence_around(article.text, start, end))


def read(name: str) -> dict[tuple[str, int, int, str], dict[str, str]]:
    """The rows of a file by their key."""
    path = FOLDER / f"{name}.tsv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {(row["article"], int(row["start"]), int(row["end"]), row["said"]): row for row in rows}


def print_readings() -> None:
    """Of each sample: how many rows were read, how many still stand, the share that was right when it was read.

    What was wrong is repaired afterwards, so the rows that still stand are better than a fresh sample would be: the share
    that counts is the one of the reading.
    """
    for name in PLANS:
        read_rows, today = read(name), list(sample(name))
        judged = [(item, read_rows[item.key]) for item in today if item.key in read_rows]
        counted = [(item, row) for item, row in judged if row["right"] in ("y", "n")]
        right = sum(row["right"] == "y" for row in read_rows.values())
        whole = sum(row["right"] in ("y", "n") for row in read_rows.values())
        standing = sum(row["right"] == "y" for _, row in counted)
        stale, unread = len(read_rows) - len(judged), len(today) - len(judged)
        print(f"{name}: {len(read_rows)} rows read, {stale} stale, {unread} unread today; "
              f"{right} of {whole} right when read: {100 * right / max(whole, 1):.1f} %; "
              f"{standing} of {len(counted)} of those that stand")
        if name == "figures":
            for column in ("kind", "unit", "per", "cmp"):
                wrong = sum(column in row["wrong"].split(",") for _, row in counted)
                print(f"    {column} wrong in {wrong}: {100 - 100 * wrong / max(len(counted), 1):.1f} % right")


def print_unread(number: int) -> None:
    """The first unread rows of each sample with their sentence, for a reader."""
    for name in PLANS:
        read_rows = read(name)
        unread = [item for item in sample(name) if item.key not in read_rows]
        print(f"## {name}: {len(unread)} unread")
        for count, item in enumerate(unread[:number]):
            print(f"{count:4d} {item.article} {item.start}-{item.end}  {item.sentence}\n       {item.shown}")


def write(name: str, rows: list[tuple[Item, str, str, str]]) -> None:
    """Add what was read to a file: each item with `right`, `wrong` and `why`; earlier rows of the same place give way."""
    places = {(item.article, item.start, item.end) for item, *_ in rows}
    kept: list[list[str]] = [[row[column] for column in COLUMNS] for key, row in read(name).items() if key[:3] not in places]
    added: list[list[str]] = [[item.article, str(item.start), str(item.end), item.said, right, wrong, why]
                              for item, right, wrong, why in rows]
    with (FOLDER / f"{name}.tsv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in sorted(kept + added, key=_place):
            writer.writerow(row)


def _place(row: list[str]) -> tuple[str, int]:
    return row[0], int(row[1])
