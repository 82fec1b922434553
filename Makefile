# Duibiao: everything a user or developer runs. `make` alone lists the targets.
# Needs git, make and Python 3.11 or newer with venv. `make test` also needs Chromium, LibreOffice and a Chinese font.

PYTHON ?= python3
PORT ?= 8050
# The folder of the office to serve; without it the example in data/.
OFFICE ?=
# The tests of a file share a worker, so that what they share is made once.
PYTEST_FLAGS ?= -n auto --dist loadfile --no-loadscope-reorder
LOCK_FLAGS ?=
# Compiled modules are kept, whatever the environment says: a run of the tests starts hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Stamps: each is written last, so whatever was interrupted is done again, and a second run does nothing.
MADE := $(VENV)/.made
PACKAGES := $(VENV)/.packages
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
SPARK := $(VENV)/.spark
# A whole Spark and its client are packages of one name: the server has an environment of its own.
SPARK_SERVER := .venv-spark
BROWSER_FILES := $(VENV)/.browser-files
TRY_FILES := $(VENV)/.try-files
NPM := npm --prefix dashboards/browser --no-audit --no-fund --no-update-notifier --loglevel=error

.PHONY: help setup setup-spark run test test-journeys test-spark check format lock browser clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(RUN) $(BROWSER_FILES) ## make .venv with the locked packages and .venv/bin/duibiao
	@echo 'Ready: $(BIN)/duibiao'

setup-spark: $(SPARK) ## add the client that counts ledgers on a Spark elsewhere
	@echo 'Ready: $(BIN)/duibiao ledger count'

run: $(RUN) $(BROWSER_FILES) ## load the data and serve the dashboard (OFFICE=FOLDER PORT=8050)
	@if [ -n '$(OFFICE)' ]; then
	  export DUIBIAO_DATA='$(OFFICE)'
	else
	  $(BIN)/duibiao programme publish --files --first --no-load
	fi
	# Where there is no office yet, its first page makes it.
	if [ -z '$(OFFICE)' ] || [ -e '$(OFFICE)/office.yml' ]; then
	  $(BIN)/duibiao load
	fi
	exec $(BIN)/duibiao serve --port '$(PORT)'

test: $(RUN) $(DEV) browser $(TRY_FILES) ## run the tests, in a browser too (fetches Chromium, LibreOffice and a Chinese font if missing)
	@$(BIN)/python -m pytest $(PYTEST_FLAGS) -m 'not journey and not spark'

test-journeys: $(RUN) $(DEV) browser $(TRY_FILES) ## walk whole rounds, and through every page of the data that come with the code
	@$(BIN)/python -m pytest $(PYTEST_FLAGS) -m journey

# Needs a JDK (Debian: openjdk-17-jre-headless); JAVA_HOME names another.
test-spark: $(SPARK) $(DEV) $(SPARK_SERVER)/.packages ## count ledgers on a cheap engine and on a Spark cluster of two workers
	@if ! command -v java >/dev/null && [ ! -x "$${JAVA_HOME:-/nowhere}/bin/java" ]; then
	  echo 'make test-spark: Spark needs Java (Debian: apt-get install openjdk-17-jre-headless).' >&2
	  exit 1
	fi
	$(PIP) install --require-hashes -r requirements-spark-engine.lock
	DUIBIAO_SPARK_HOME="$$($(SPARK_SERVER)/bin/python -c 'import pyspark; print(pyspark.__path__[0])')" \
	  $(BIN)/python -m pytest -m spark tests/spark

check: $(RUN) $(DEV) ## look over style and types and run the fast tests; under a minute
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PYTEST_FLAGS) --hypothesis-profile quick -m 'not browser and not slow and not journey and not spark'

format: $(RUN) $(DEV) ## put the source in its usual form
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Universal: one file for Python 3.11 and newer on every platform. No address is written: pip asks its own registry.
lock: $(RUN) $(DEV) ## renew the lock files from pyproject.toml (LOCK_FLAGS=--upgrade takes newer versions)
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	compile() {
	  $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url $(LOCK_FLAGS) "$$@"
	}
	compile pyproject.toml --group build --output-file requirements.lock
	compile pyproject.toml --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock
	compile pyproject.toml --group build --extra spark --constraints requirements.lock --output-file requirements-spark.lock
	compile --group spark-engine --constraints requirements-dev.lock --output-file requirements-spark-engine.lock
	compile --group spark-server --output-file requirements-spark-server.lock
	if grep -n '://' requirements*.lock; then
	  echo 'make lock: the lines above hold an address; none may be committed.' >&2
	  exit 1
	fi

clean: ## remove .venv, caches and what the tests leave (data stays)
	@rm -rf $(VENV) $(SPARK_SERVER) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis screenshots
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

# An environment holds the path it was made at and its Python's: where either moved, a new one is made.
ifneq ($(shell test -x $(BIN)/python && cat $(MADE) 2>/dev/null),$(CURDIR))
.PHONY: $(MADE)
endif

$(MADE):
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
	  echo 'Duibiao needs Python 3.11 or newer; "$(PYTHON)" is'" $$($(PYTHON) --version 2>/dev/null || echo missing)." \
	    'If a newer one is installed, name it: make PYTHON=python3.12 setup' >&2
	  exit 1
	fi
	if ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then
	  echo '"$(PYTHON)" has no venv module. On Debian and Ubuntu: apt-get install python3-venv' >&2
	  exit 1
	fi
	echo 'Making $(VENV) …'
	$(PYTHON) -m venv --clear $(VENV)
	pwd -P > $@

$(PACKAGES): $(MADE) requirements.lock
	@echo 'Installing what Duibiao runs on …'
	$(PIP) install --require-hashes -r requirements.lock
	touch $@

$(RUN): $(PACKAGES) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(DEV): $(PACKAGES) requirements-dev.lock | $(RUN)
	@echo 'Installing what the tests need …'
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

$(SPARK): $(PACKAGES) requirements-spark.lock | $(RUN)
	@echo 'Installing the client of Spark …'
	$(PIP) install --require-hashes -r requirements-spark.lock
	touch $@

$(SPARK_SERVER)/.packages: requirements-spark-server.lock
	@echo 'Making $(SPARK_SERVER), a whole Spark to test against …'
	$(PYTHON) -m venv --clear $(SPARK_SERVER)
	$(SPARK_SERVER)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-spark-server.lock
	touch $@

# A quarter of Plotly's script is enough for our charts. Without npm, or where it cannot fetch, the whole one is sent.
$(BROWSER_FILES): $(MADE) dashboards/browser/package-lock.json
	@if ! command -v npm >/dev/null; then
	  echo 'npm is not here: pages send all of plotly.js (1.4 MB instead of 0.4).'
	elif ! $(NPM) ci --omit=dev >/dev/null; then
	  echo 'npm could not fetch the smaller plotly.js: pages send all of it (1.4 MB instead of 0.4).'
	fi
	touch $@

# axe-core looks over the pages for what keeps people out.
$(TRY_FILES): $(BROWSER_FILES)
	@if ! command -v npm >/dev/null || ! $(NPM) ci >/dev/null; then
	  echo 'make test: the accessibility tests need axe-core, which npm fetches (Debian: apt-get install npm);' \
	    'make check runs everything that needs no browser.' >&2
	  exit 1
	fi
	touch $@

# Chromium for the tests that look at pages, a font that has Chinese characters, and what opens the documents.
browser:
	@missing=()
	command -v chromium chromium-browser google-chrome >/dev/null || missing+=(chromium)
	command -v npm >/dev/null || missing+=(npm)
	command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
	[ -e "$$(dirname "$$(readlink -f "$$(command -v soffice)")")/libsclo.so" ] || missing+=(libreoffice-calc-nogui)
	command -v pdftotext >/dev/null || missing+=(poppler-utils)
	[ -n "$$(fc-list ':family=Noto Sans CJK SC' 2>/dev/null || true)" ] || missing+=(fontconfig fonts-noto-cjk)
	if [ "$${#missing[@]}" -eq 0 ]; then exit 0; fi
	as_root=()
	if [ "$$(id -u)" -ne 0 ]; then as_root=(sudo); fi
	install() {
	  echo "Installing $${missing[*]} with apt-get …"
	  "$${as_root[@]}" apt-get -q -q update || true
	  "$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -q install --yes --no-install-recommends \
	    -o DPkg::Lock::Timeout=300 "$${missing[@]}" >/dev/null
	}
	if ! { command -v apt-get && command -v "$${as_root[0]:-apt-get}"; } >/dev/null || ! install; then
	  echo "make test: the tests of pages and documents need these Debian packages, which could not be installed from here:" \
	    "$${missing[*]}. Install them (as root: apt-get install $${missing[*]}; any chromium," \
	    "chromium-browser or google-chrome on the PATH will do) and run make test again;" \
	    "make check runs everything that needs no browser." >&2
	  exit 1
	fi
