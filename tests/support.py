"""What the tests share: the case files, the place of the real data, and small shards."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vnnlp.segmentation import segment
from vnnlp.shard import Article, Shard

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
SHARED = ROOT.parent / "shared"
"""Real text that stays outside the project; absent on a newcomer's machine."""

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared (real articles, not part of the project)")


def load_cases(step: str, mood: str) -> list[dict[str, Any]]:
    """The cases of tests/cases/<step>/<mood>.jsonl; moods: wild, negative, known_failures."""
    lines = (CASES / step / f"{mood}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON Lines file, plain or gzip."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def shard_of(*texts: str) -> Shard:
    """A shard of texts, with ids a0, a1, …"""
    return segment([Article(f"a{number}", text) for number, text in enumerate(texts)])
