# Each target makes what it needs, from Python and make alone.
.DELETE_ON_ERROR:
.PHONY: editions desk site test test-all readers lint handbook benchmark lock newest clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip --quiet --disable-pip-version-check
# Locked versions with hashes, for Python 3.11 and later on every system; `make lock` writes them.
RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url pyproject.toml requirements/build.in
UPGRADE := --upgrade
# A module's tests share what they build, so they stay in one process.
QUICK := -m "not slow" -n auto --maxprocesses 4 --dist loadscope
READERS := tests/readers/node_modules/.package-lock.json

editions: $(VENV)/pipeline
	$(BIN)/cellulite-content build

# The translators' desk: make desk LOCALE=de
desk: $(VENV)/pipeline
	$(BIN)/cellulite-content desk $(LOCALE)

# The handbook first: the checksums that `build` writes then cover it. The record that Sphinx keeps
# for its next build is nothing to publish.
site: $(VENV)/pipeline
	rm -rf build/site/handbook
	$(BIN)/python -m sphinx -q -W -E -d build/handbook-doctrees docs/handbook build/site/handbook
	rm -f build/site/handbook/.buildinfo
	$(BIN)/cellulite-content build

test: $(VENV)/dev
	$(BIN)/python -m pytest $(QUICK)

# Two processes, as in `.ci/run`: most slow tests start builds, which use all processors themselves.
# The quick tests try the same examples each time; this one tries new ones.
test-all: $(VENV)/dev $(READERS)
	$(BIN)/python -m pytest -n 2 --dist loadscope --hypothesis-profile new-examples

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

# A stamp says which lock is installed; it is older than the lock when that has changed.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/pipeline: requirements/pipeline.txt pyproject.toml $(VENV)/bin/python
	$(BIN)/python $(PIP) install --require-hashes -r requirements/pipeline.txt
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml $(VENV)/bin/python
	$(BIN)/python $(PIP) install --require-hashes -r requirements/dev.txt
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/pipeline

# UPGRADE= keeps the versions that still fit: for a new dependency alone.
lock: $(VENV)/dev
	$(RESOLVE) $(UPGRADE) --all-extras -o requirements/dev.txt
	$(RESOLVE) --extra pipeline --extra desk -c requirements/dev.txt -o requirements/pipeline.txt

# The quick tests with the newest versions that the ranges in pyproject.toml allow.
newest: $(VENV)/dev
	mkdir -p build/newest
	$(RESOLVE) --upgrade --all-extras -o build/newest/requirements.txt
	$(PYTHON) -m venv --clear build/newest/venv
	build/newest/venv/bin/python $(PIP) install --require-hashes -r build/newest/requirements.txt
	build/newest/venv/bin/python $(PIP) install --no-deps --no-build-isolation --editable .
	build/newest/venv/bin/python -m pytest $(QUICK)

# npm writes this file when all is in place. Ace would fetch a browser of its own: Chromium is here.
$(READERS): tests/readers/package-lock.json $(VENV)/dev
	cd tests/readers && PATH="$(CURDIR)/$(BIN):$$PATH" PUPPETEER_SKIP_DOWNLOAD=1 \
	  npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $@
