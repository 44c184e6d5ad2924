"""The manifest: what made a run's folder, so that another run can be held against it.

It has no clock and no path of this machine: two runs over the same input with the same settings give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from vnnlp.pipeline.store import replacing
from vnnlp.reading.inputs import MANIFEST
from vnnlp.settings import Settings


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def data_digest() -> str:
    """SHA-256 over the lexicons and models of this installation, by name."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for path in sorted([*root.glob("lexicons/*.tsv"), *root.glob("models/*.npz"), *root.glob("models/*.json")]):
        digest.update(f"{path.name}\0{file_digest(path)}\n".encode())
    return digest.hexdigest()


def chosen(settings: Settings) -> dict[str, Any]:
    """The choices that can change a row; how articles are cut into shards cannot."""
    return {name: value for name, value in asdict(settings).items() if not name.startswith("shard_")}


def write_manifest(out: Path, settings: Settings, *, articles: int, input_digest: str, rows: Mapping[str, int]) -> dict[str, Any]:
    """Write `manifest.json` of a finished run and return what it holds."""
    tables = {name: {"rows": count, "sha256": file_digest(out / name / "part-0.parquet")} for name, count in sorted(rows.items())}
    manifest = {
        "vnnlp": version("vnnlp"),
        "data_sha256": data_digest(),
        "settings": chosen(settings),
        "input": {"articles": articles, "sha256": input_digest},
        "tables": tables,
    }
    with replacing(out / MANIFEST) as temporary:
        temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return manifest
