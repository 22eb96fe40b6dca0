# Each target makes what it needs, from Python and make alone.
.DELETE_ON_ERROR:
.PHONY: editions site test test-all readers lint handbook benchmark clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READERS := tests/readers/node_modules/.package-lock.json

editions: $(VENV)/pipeline
	$(BIN)/cellulite-content build

# The handbook first: the checksums that `build` writes then cover it. The record that Sphinx keeps
# for its next build is nothing to publish.
site: $(VENV)/pipeline
	rm -rf build/site/handbook
	$(BIN)/python -m sphinx -q -W -E -d build/handbook-doctrees docs/handbook build/site/handbook
	rm -f build/site/handbook/.buildinfo
	$(BIN)/cellulite-content build

test: $(VENV)/dev
	$(BIN)/python -m pytest -m "not slow"

test-all: $(VENV)/dev $(READERS)
	$(BIN)/python -m pytest

readers: $(READERS)

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

handbook: $(VENV)/dev
	$(BIN)/python -m sphinx -q -W -b html docs/handbook build/handbook

benchmark: $(VENV)/dev
	$(BIN)/python scripts/benchmark.py build

clean:
	rm -rf $(VENV) build dist cellulite_content/data tests/readers/node_modules

# A stamp says which extra is installed; it is older than pyproject.toml when that has changed.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/pipeline: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[pipeline]"
	touch $@

$(VENV)/dev: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@ $(VENV)/pipeline

# npm writes this file when all is in place. Ace would fetch a browser of its own: Chromium is here.
$(READERS): tests/readers/package-lock.json $(VENV)/dev
	cd tests/readers && PATH="$(CURDIR)/$(BIN):$$PATH" PUPPETEER_SKIP_DOWNLOAD=1 \
	  npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $@
