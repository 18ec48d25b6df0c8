# `make run` and `make test` set up a fresh machine by themselves; `make help` lists the rest.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	>/dev/null 2>&1 && { echo $$name; break; }; done)
BIN := .venv/bin
PYTEST := $(BIN)/pytest -q
WORKERS ?= 2
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check style types contracts pages shape bench prove format catalogues browser \
	lock clean

help: ## this list
	@grep -hE '^[.a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/runtime ## start with demo data on http://127.0.0.1:8000 (PORT=, ADVISORY_DATABASE_URL=)
	$(BIN)/advisory languages compile
	$(BIN)/advisory migrate
	$(BIN)/advisory demo
	$(BIN)/advisory run

test: check browser ## everything: both databases, a real browser
	$(PYTEST) -n $(WORKERS) --database sqlite --ignore tests/architecture --ignore tests/walks
	$(PYTEST) -n $(WORKERS) --database postgresql --ignore tests/architecture --ignore tests/walks
	$(PYTEST) -n $(WORKERS) --database sqlite tests/walks
	$(PYTEST) -n $(WORKERS) --database postgresql tests/walks

check: style types contracts pages shape ## the fast gate: style, types, contracts, catalogues, shape

style: .venv/development
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: .venv/development
	$(BIN)/mypy

contracts: .venv/development
	$(BIN)/lint-imports --no-logo

pages: .venv/development
	$(BIN)/djlint templates --lint --quiet

shape: .venv/development
	$(BIN)/advisory languages extract
	$(BIN)/advisory languages check --strict
	$(BIN)/advisory languages compile
	$(PYTEST) tests/architecture $(wildcard tests/languages/test_catalogues.py)

bench: browser ## measure what the budgets promise: requests, suggestions, then pages in a browser
	$(BIN)/advisory languages compile
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.sense
	$(BIN)/python -m tests.bench.pages

prove: .venv/development ## every promise with long numbers, for hours (STORIES="kills code", SHARE=0.1)
	$(BIN)/advisory languages compile
	$(BIN)/python -m tests.proofs --long --share $(SHARE) $(STORIES)
SHARE ?= 1

format: .venv/development ## put the code in its usual form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

catalogues: .venv/development ## gather the words on the pages, update and compile the translations
	$(BIN)/advisory languages extract
	$(BIN)/advisory languages update
	$(BIN)/advisory languages compile

browser: .venv/development
	@$(BIN)/python -m tests.browsers

lock: ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --group build $(LOCK) -o requirements.txt
	uv pip compile pyproject.toml --group build --group dev $(LOCK) -o requirements-dev.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --quiet

clean: ## remove what was made here, except the data in var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find advisory tests translations -name '__pycache__' -prune -exec rm -rf {} + 2>/dev/null || true
	find translations -name '*.mo' -delete 2>/dev/null || true

# ── The environment: made once, and again only when a lock changes ───────────────────────────────

.venv: .venv/development ## the environment with everything to develop and test

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed" \
		"(on Debian: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
