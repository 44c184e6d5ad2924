"""vnnlp: messy, word-segmented Vietnamese news to clean, deduplicated, evidence-linked data.

    import vnnlp
    vnnlp.figures("Viettel có hơn 50 triệu khách_hàng .").to_pandas()
    run = vnnlp.run("corpus/", out="out/")
    run.strategies.to_pandas()

Every command of the command line is a function of the same name. Names load on first use: `import vnnlp` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vnnlp.api import (
        Repairs,
        agreement,
        candidates,
        collocations,
        compare,
        dedup,
        diagnose,
        distinctive,
        document,
        entities,
        evaluate,
        figures,
        keyness,
        kwic,
        load,
        matrix,
        names,
        recover,
        repair,
        report,
        run,
        strategies,
        to_base_units,
        to_timestamps,
        tokens,
        topics,
        trends,
        undo,
    )
    from vnnlp.document import Document
    from vnnlp.edits import Edit
    from vnnlp.errors import VnnlpError
    from vnnlp.pipeline.runs import Run
    from vnnlp.settings import Settings
    from vnnlp.shard import Article, Shard
    from vnnlp.tables import Table

_HOME = {
    "Article": "vnnlp.shard", "Document": "vnnlp.document", "Edit": "vnnlp.edits", "Run": "vnnlp.pipeline.runs",
    "Settings": "vnnlp.settings", "Shard": "vnnlp.shard", "Table": "vnnlp.tables", "VnnlpError": "vnnlp.errors",
}
"""Where the public names live that are not functions of `vnnlp.api`."""

__all__ = [
    "Article",
    "Document",
    "Edit",
    "Repairs",
    "Run",
    "Settings",
    "Shard",
    "Table",
    "VnnlpError",
    "agreement",
    "candidates",
    "collocations",
    "compare",
    "dedup",
    "diagnose",
    "distinctive",
    "document",
    "entities",
    "evaluate",
    "figures",
    "keyness",
    "kwic",
    "load",
    "matrix",
    "names",
    "recover",
    "repair",
    "report",
    "run",
    "strategies",
    "to_base_units",
    "to_timestamps",
    "tokens",
    "topics",
    "trends",
    "undo",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'vnnlp' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "vnnlp.api")), name)


def __dir__() -> list[str]:
    return list(__all__)


class _Package(ModuleType):
    """Keeps `vnnlp.repair` the function: the import system would hang the folder of the same name over it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
