"""Engines give results in order, hold few tasks in flight, and outlive a dead worker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vnnlp.errors import UsageError, VnnlpError
from vnnlp.pipeline.engines import LocalEngine, engine_of


def square(number: int) -> int:
    return number * number


def die_once(path: str) -> str:
    marker = Path(path)
    if not marker.exists():
        marker.touch()
        os._exit(9)
    return "alive"


def die(_: int) -> None:
    os._exit(9)


def complain(_: int) -> None:
    raise UsageError("not so", remedy="do it otherwise")


@pytest.fixture
def engine() -> Iterator[LocalEngine]:
    local = LocalEngine(2)
    yield local
    local.close()


def test_results_come_in_order(engine: LocalEngine) -> None:
    assert list(engine.map(square, range(20))) == [number * number for number in range(20)]


def test_few_arguments_are_drawn_ahead(engine: LocalEngine) -> None:
    drawn: list[int] = []

    def arguments() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    results = engine.map(square, arguments())
    next(results)
    assert len(drawn) <= 2 * engine.workers


def test_a_dead_worker_is_replaced_and_its_task_done_again(engine: LocalEngine, tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number)) for number in range(2)]
    assert list(engine.map(die_once, paths)) == ["alive", "alive"]


def test_a_task_that_always_kills_its_worker_ends_the_run_with_a_remedy(engine: LocalEngine) -> None:
    with pytest.raises(VnnlpError, match="fewer --workers"):
        list(engine.map(die, range(3)))


def test_an_error_of_a_task_comes_home(engine: LocalEngine) -> None:
    with pytest.raises(UsageError, match="do it otherwise"):
        list(engine.map(complain, range(3)))


def test_unknown_engine() -> None:
    with pytest.raises(UsageError, match="local, dask"):
        engine_of("spark")


def test_dask_gives_the_same_results() -> None:
    pytest.importorskip("distributed")
    cluster = engine_of("dask", workers=1)
    try:
        assert list(cluster.map(square, range(5))) == [0, 1, 4, 9, 16]
    finally:
        cluster.close()


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from vnnlp.pipeline.engines import LocalEngine\n"
                      "engine = LocalEngine(2)\n"
                      "print(list(engine.map(abs, [-1, -2, -3])))\n"
                      "engine.close()\n", encoding="utf-8")
    result = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert result.stdout == "[1, 2, 3]\n"
