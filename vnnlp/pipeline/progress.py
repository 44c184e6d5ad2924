"""Progress on a terminal, and silence everywhere else."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """A line on stderr for the step under way; `shown` None means: on a terminal only."""

    def __init__(self, shown: bool | None = None) -> None:
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar
            self._bar = Bar(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                            TimeElapsedColumn(), console=Console(stderr=True))
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, step: str, total: int | None) -> None:
        """A new step of `total` parts (None: unknown)."""
        if self._bar is not None:
            self._task = self._bar.add_task(step, total=total)

    def advance(self, count: int) -> None:
        """`count` more parts of the step are done."""
        if self._bar is not None:
            self._bar.advance(self._task, count)
