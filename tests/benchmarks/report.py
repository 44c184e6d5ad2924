"""How the page grows with an archive: seconds, size and peak memory at 1,000, 10,000 and 100,000 made-up articles.

    python -m tests.benchmarks.report [ARTICLES ...]

The page has limits, so its size levels off; memory is that of a process that reads the tables batch by batch.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vnnlp.report import write_page
from vnnlp.tables import RUN_TABLES, SCHEMAS, Table

SIZES = (1_000, 10_000, 100_000)
WORDS = ("khách_hàng", "được", "tặng", "quà", "Tết", "của", "Viettel", "MobiFone", "cước", "giảm", "50%", "giá", "1.200",
         "đồng/phút", "cho", "sinh_viên", "tại", "Hà_Nội", ",", ".")
CARRIERS = ("viettel", "mobifone", "vinaphone", "gmobile", "sfone", "vnpt", "all")
STRATEGIES = ("gift_greeting", "health_care", "tariff_discount", "topup_bonus", "tariff_plan", "prize_draw", "loyalty_tier",
              "customer_support", "service_quality", "community_support", "compensation", "spam_protection")


class Archive:
    """Tables on disk, as a run has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = {"vnnlp": "", "settings": {}, "data_sha256": "", "input": {"articles": 0, "sha256": ""},
                                         "tables": {name: {"rows": self._file(name).metadata.num_rows, "sha256": ""}
                                                    for name in RUN_TABLES}}

    def _file(self, name: str) -> pq.ParquetFile:
        return pq.ParquetFile(self.folder / f"{name}.parquet")

    def __getitem__(self, name: str) -> Table:
        return Table(name, self._file(name).read())

    def scan(self, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Batches of a table's columns."""
        yield from self._file(name).iter_batches(batch_size=20_000, columns=columns)


def make(folder: Path, articles: int) -> None:
    """Write the tables of an archive: 250 words, 20 entities and 15 figures an article, a strategy in every fourth."""
    chance = random.Random(0)
    names = [f"Nguyễn_Văn_{chr(65 + number % 26)}{number // 26}" for number in range(10_000)]
    rows: dict[str, Callable[[int], list[dict[str, Any]]]] = {
        "documents": lambda n: [{
            "doc_id": f"d{n}", "source": "a.jsonl", "title": f"Tin số {n}", "encoding": "utf-8", "segmented": True,
            "published": date(2007, 1, 1) + timedelta(days=n % 2900), "damaged": False, "n_tokens": 250, "n_sentences": 9,
            "text": f"Tin số {n}\n" + " ".join(chance.choices(WORDS, k=250)), "n_edits": 0, "n_lost_numbers": 0,
            "duplicate_of": f"d{n - 1}" if n % 10 == 9 else None}],
        "entities": lambda n: [{
            "doc_id": f"d{n}", "sentence": 0, "start": 10 * k, "end": 10 * k + 7, "text": chance.choice(names),
            "label": chance.choice(("PER", "ORG", "LOC", "PROD")), "confidence": 1.0, "method": "model"} for k in range(20)],
        "figures": lambda n: [{
            "doc_id": f"d{n}", "sentence": 0, "start": 10 * k, "end": 10 * k + 5, "text": "1.200", "kind": "money", "cmp": "=",
            "value": float(chance.randint(1, 10 ** 6)), "unit": chance.choice(("VND", "%", "thuê bao", "km")), "status": "stated",
            "measures": chance.choice(names) if k else "cước", "negated": False} for k in range(15)],
        "strategies": lambda n: [{
            "doc_id": f"d{n}", "sentence": 1, "start": 20, "end": 120, "carrier": chance.choice(CARRIERS),
            "strategy": chance.choice(STRATEGIES), "segment": chance.choice(("vip", "all", "youth", None)), "polarity": "does",
            "evidence": "", "entity_spans": [], "figure_spans": [], "confidence": 0.9}] if n % 4 == 0 else [],
        "duplicates": lambda n: [{
            "doc_id": f"d{n}", "start": 0, "end": 800, "kind": "near", "of_doc_id": f"d{n - 1}", "of_start": 0, "of_end": 800,
            "similarity": 0.9}] if n % 10 == 9 else [],
    }
    for name in RUN_TABLES:
        with pq.ParquetWriter(folder / f"{name}.parquet", SCHEMAS[name], compression="zstd") as writer:
            for first in range(0, articles, 2_000):
                numbers = range(first, min(first + 2_000, articles))
                writer.write_table(Table.of(name, [row for n in numbers for row in rows.get(name, lambda _: [])(n)]).arrow)


def measure(folder: Path) -> None:
    """Write the page of an archive and print what it took."""
    archive = Archive(folder)
    began = time.perf_counter()
    write_page(folder / "report.html", archive)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = (folder / "report.html").stat().st_size / 1e6
    print(f"{len(archive['documents']):>9} {seconds:>9.1f} {size:>9.1f} {peak:>9.0f}")


def main(arguments: list[str]) -> None:
    """One process a size, so that each peak is its own."""
    if arguments[:1] == ["--measure"]:
        measure(Path(arguments[1]))
        return
    print(f"{'articles':>9} {'seconds':>9} {'page MB':>9} {'peak MB':>9}", flush=True)
    for articles in [int(argument) for argument in arguments] or SIZES:
        with TemporaryDirectory() as folder:
            make(Path(folder), articles)
            subprocess.run([sys.executable, "-m", "tests.benchmarks.report", "--measure", folder], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
