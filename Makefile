# `make run` and `make test` do all their own set-up: a virtual environment in .venv and pinned installs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
TESTS ?=

.PHONY: run test lint types layers clean help

help:            ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready    ## analyse corpus/ into out/ and say where the page is
	$(BIN)/vnnlp run corpus/ --out out/
	@echo "Open out/report.html"

test: $(VENV)/.test-ready  ## lint, types, import layers, then all tests
	$(BIN)/ruff check vnnlp tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --nbmake notebooks tests vnnlp -n 2 --dist loadfile $(TESTS)

$(VENV)/.run-ready: constraints.txt setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) setuptools wheel
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready
	$(INSTALL) --no-build-isolation --editable '.[test,web,office,dask,agreement]'
	touch $@

clean:           ## remove the environment and everything made
	rm -rf $(VENV) out build *.egg-info .mypy_cache .ruff_cache .pytest_cache
