# Everything sets itself up in .venv: a fresh clone needs Python 3.11 (or later) and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo lab test test-engines test-long lint format bench bench-scorecards truth truth-limit pictures presets clean

help:  ## What can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' Makefile | expand -t 18

.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 …")'
	$(PYTHON) -m venv .venv
	$(PIP) install --editable .
	@touch $@

.venv/installed-for-tests: .venv/installed
	$(PIP) install --editable ".[test]"
	@touch $@

demo: .venv/installed  ## The whole job on the built-in sample world: demo/reports/…/calibration.html
	$(BIN)/leadscore demo demo

lab: .venv/installed  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=. notebooks

test: .venv/installed-for-tests  ## All tests
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

.venv/installed-for-engines: .venv/installed-for-tests
	$(PIP) install --editable ".[test,spark]"
	@touch $@

test-engines: .venv/installed-for-engines  ## DuckDB and Spark answer alike (needs Java 17)
	LEADSCORE_SPARK=required $(BIN)/python -m pytest tests/test_engines_agree.py

test-long: .venv/installed-for-tests  ## The replay against its oracle on thousands of drawn histories and rulebooks, at random: about an hour
	LEADSCORE_LONG=1 $(BIN)/python -m pytest --numprocesses=auto tests/replay/test_agreement.py tests/replay/test_properties.py tests/replay/test_where_attacks.py
	LEADSCORE_LONG=1 $(BIN)/python -m pytest tests/truth

lint: .venv/installed-for-tests  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/installed-for-tests  ## ruff, mending what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/installed-for-tests  ## Speed and memory, as ratios within one run
	$(BIN)/python -m tests.benchmarks

bench-scorecards: .venv/installed-for-tests  ## PointScorecard beside published cards: SCORECARDS names the folder of the data sets
	$(BIN)/python -m tests.benchmarks.scorecards

truth: .venv/installed-for-tests  ## The suggestion against worlds whose truth is known: reports/known_truth.md
	$(BIN)/python -m tests.truth

truth-limit: .venv/installed-for-tests  ## What the fit gives in a world of 1,000,000 leads, which `make truth` aims at: about half an hour
	$(BIN)/python -m tests.truth.limit

pictures: .venv/installed  ## The pictures of the README
	$(BIN)/python -m leadscore_analysis.reports.pictures

presets: .venv/installed-for-tests  ## The pages of the presets, from each preset and its story
	$(BIN)/python -m tests.rulebook.preset_pages

clean:  ## Removes what the targets above made
	rm -rf .venv demo build *.egg-info leadscore_analysis.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
