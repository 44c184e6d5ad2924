"""Report: what a run found, drawn and written for people.

`write_page` makes the HTML page of a run; `plots` gives the same views as matplotlib figures for notebooks.
Every view counts articles, copies left out (`source.Index`), and every number on the page leads to its sentence.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Limits", "plots", "write_page"]


def __getattr__(name: str) -> Any:
    from importlib import import_module
    if name == "plots":
        return import_module("vnnlp.report.plots")
    if name in __all__:
        return getattr(import_module("vnnlp.report.page"), name)
    raise AttributeError(f"module 'vnnlp.report' has no attribute {name!r}")
