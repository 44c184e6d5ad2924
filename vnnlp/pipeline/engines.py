"""Engines: where the tasks of a run are carried out.

A task is a module-level function and one argument that pickles; it reads and writes files and returns something small.
An engine yields results in the order of the arguments, holds only a few tasks in flight, and tries a task again whose
worker died. The same tasks run on every engine, so the bytes are the same.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from types import ModuleType
from typing import Any, Protocol, TypeVar

from vnnlp.errors import MissingExtraError, UsageError, VnnlpError

_A = TypeVar("_A")
_R = TypeVar("_R")

TRIES = 3
"""How often a task is begun before its worker's death counts as final."""


class Engine(Protocol):
    """What a run asks of an engine."""

    def map(self, function: Callable[[_A], _R], arguments: Iterable[_A]) -> Iterator[_R]:
        """`function` of each argument, in their order, a bounded number at a time."""
        ...

    def close(self) -> None:
        """Give back workers and connections."""
        ...


class LocalEngine:
    """Processes of this machine. One worker, or a single task, runs in this process: no start-up to pay."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[_A], _R], arguments: Iterable[_A]) -> Iterator[_R]:
        """See `Engine.map`."""
        tasks = iter(arguments)
        first = list(islice(tasks, 2))
        if self.workers == 1 or len(first) < 2:
            return map(function, chain(first, tasks))
        return self._map_in_pool(function, chain(first, tasks))

    def _map_in_pool(self, function: Callable[[_A], _R], tasks: Iterator[_A]) -> Iterator[_R]:
        waiting: deque[tuple[_A, int, Future[_R]]] = deque()
        for argument in tasks:
            waiting.append((argument, 1, self._submit(function, argument)))
            # Two tasks a worker keep all busy while this process reads on, and bound the memory.
            if len(waiting) >= 2 * self.workers:
                yield self._next(function, waiting)
        while waiting:
            yield self._next(function, waiting)

    def _next(self, function: Callable[[_A], _R], waiting: deque[tuple[_A, int, Future[_R]]]) -> _R:
        while True:
            _, tries, future = waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool as error:
                # One dead worker breaks the whole pool: everything in flight is begun again in a new one.
                if tries >= TRIES:
                    raise VnnlpError(f"a worker died {tries} times on the same task", code="OU001",
                                     remedy="It may be out of memory: use fewer --workers or a smaller shard_bytes") from error
                self.close()
                again = [(held, count + 1 if position == 0 else count) for position, (held, count, _) in enumerate(waiting)]
                waiting.clear()
                waiting.extend((held, count, self._submit(function, held)) for held, count in again)
                continue
            waiting.popleft()
            return result

    def _submit(self, function: Callable[[_A], _R], argument: _A) -> Future[_R]:
        if self._pool is None:
            # Not fork: the parent holds Arrow's threads, and a forked child may hang on their locks.
            self._pool = ProcessPoolExecutor(self.workers, get_context("forkserver"), _end_quietly)
        with _without_main():
            return self._pool.submit(function, argument)

    def close(self) -> None:
        """See `Engine.close`."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _end_quietly() -> None:
    """Of a worker: an interrupt of the whole group ends it without a traceback; the process that leads says what to do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _without_main() -> Iterator[None]:
    """Workers that start now do not run the caller's script again.

    multiprocessing imports `__main__` in every worker, so a script without a `__main__` guard would begin a run in each of
    them. Tasks are functions of vnnlp and need nothing of the script.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class DaskEngine:
    """Workers of a Dask cluster over storage that all of them share; without `scheduler`, a cluster on this machine."""

    def __init__(self, scheduler: str | None = None, workers: int | None = None) -> None:
        # Measured on this kind of task: with the default malloc the map stage takes more than twice as long.
        os.environ.setdefault("MALLOC_ARENA_MAX", "1")
        os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "268435456")
        try:
            import distributed
        except ImportError as error:
            raise MissingExtraError.of("dask.distributed", "dask", "--engine dask") from error
        self._cluster: Any = None if scheduler else _untyped(distributed.LocalCluster)(
            n_workers=workers or os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR)
        self._client: Any = _untyped(distributed.Client)(scheduler or self._cluster)

    def map(self, function: Callable[[_A], _R], arguments: Iterable[_A]) -> Iterator[_R]:
        """See `Engine.map`."""
        width = 2 * max(1, len(self._client.scheduler_info()["workers"]))
        waiting: deque[Any] = deque()
        for argument in arguments:
            waiting.append(self._client.submit(function, argument, pure=False, retries=TRIES - 1))
            if len(waiting) >= width:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """See `Engine.close`."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def _untyped(thing: Any) -> Any:
    return thing


def engine_of(name: str, workers: int | None = None, scheduler: str | None = None) -> Engine:
    """The engine `local` or `dask`; raises UsageError for another name."""
    if name == "local":
        return LocalEngine(workers)
    if name == "dask":
        return DaskEngine(scheduler, workers)
    raise UsageError(f"there is no engine {name!r}", remedy="Engines: local, dask")
