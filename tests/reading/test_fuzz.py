"""A short fuzz run in the tests; the long one is `python -m tests.benchmarks.fuzz`."""

from __future__ import annotations

import pytest

from tests.benchmarks.fuzz import main


def test_mutated_inputs_never_crash(capsys: pytest.CaptureFixture[str]) -> None:
    main(400, 7)
    assert "400 inputs" in capsys.readouterr().out
