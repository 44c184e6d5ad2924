"""Every error has a known code, says the remedy, and survives the way home from a worker."""

from __future__ import annotations

import pickle

import pytest

from vnnlp import errors


def all_errors(base: type[errors.VnnlpError] = errors.VnnlpError) -> list[type[errors.VnnlpError]]:
    return [base, *(each for child in base.__subclasses__() for each in all_errors(child))]


@pytest.mark.parametrize("kind", all_errors())
def test_codes_are_known_and_the_tree_is_drawn(kind: type[errors.VnnlpError]) -> None:
    assert kind.default_code in errors.CODES
    assert kind.__name__ in (errors.__doc__ or "")


def test_message_has_code_place_and_remedy() -> None:
    error = errors.InputError("no such file", where="a.zip!b.txt", remedy="Name another", code="IN001")
    assert str(error) == "[IN001] no such file at a.zip!b.txt. Name another"


def test_an_error_comes_home_from_a_worker_whole() -> None:
    error = pickle.loads(pickle.dumps(errors.OutputError("full", where="out", remedy="Free space", code="OU002")))
    assert (error.code, error.where, error.remedy, error.exit_code) == ("OU002", "out", "Free space", 4)


def test_a_missing_extra_names_the_command() -> None:
    assert "pip install 'vnnlp[web]'" in str(errors.MissingExtraError.of("trafilatura", "web", "Reading HTML"))
