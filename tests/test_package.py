"""What the package shows: its names, a quick import, and functions that no folder of the same name hides."""

from __future__ import annotations

import subprocess
import sys

import vnnlp

PUBLIC = {
    "Article", "Document", "Edit", "Repairs", "Run", "Settings", "Shard", "Table", "VnnlpError", "agreement", "candidates",
    "collocations", "compare", "dedup", "diagnose", "distinctive", "document", "entities", "evaluate", "figures", "keyness",
    "kwic", "load", "matrix", "names", "recover", "repair", "report", "run", "strategies", "to_base_units", "to_timestamps",
    "tokens", "topics", "trends", "undo",
}


def printed(code: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_public_names() -> None:
    assert set(vnnlp.__all__) == PUBLIC
    assert all(getattr(vnnlp, name) is not None for name in PUBLIC)


def test_functions_stay_functions_whatever_is_imported_first() -> None:
    assert printed("import vnnlp.repair, vnnlp.dedup, vnnlp.report, vnnlp\n"
                   "print(*(type(getattr(vnnlp, name)).__name__ for name in ('repair', 'dedup', 'report')))") == ["function"] * 3


def test_import_loads_nothing_heavy() -> None:
    assert printed("import sys, vnnlp\n"
                   "heavy = {'numpy', 'pyarrow', 'sklearn', 'gensim', 'underthesea', 'matplotlib', 'pandas'}\n"
                   "print(*heavy.intersection(sys.modules))") == []
