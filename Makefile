# Flipside. Needs Python 3.11, make, and nothing else by hand.

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev

.PHONY: help setup demo rehearse test lint bench faults lock clean

help: ## Show what there is to do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(DEV) ## Make the virtual environment in .venv, development tools included

demo: $(RUNTIME) ## Open the embedded workspace with the bot in it (PORT=8750)
	$(BIN)/python -m bot demo --port $(or $(PORT),8750)

rehearse: $(RUNTIME) ## Play a whole program on a moving clock
	$(BIN)/python -m bot rehearse

test: $(DEV) chromium lint ## Check the code and run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(DEV) ## Check form, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV) ## Measure; prints one JSON line a figure
	$(BIN)/python -m tests.bench

faults: $(DEV) ## Break things on purpose, on both databases: an hour or two; one JSON line a test
	$(BIN)/python -m tests.faults

lock: ## Choose the versions anew, with their hashes
	$(BIN)/pip-compile -q --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	    --no-emit-trusted-host --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --no-header --extra cluster -c requirements.lock -o requirements-cluster.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory install-chromium

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: install-chromium
install-chromium:
	@echo "The page is tested in a real browser: installing chromium."
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null

clean: ## Remove what was made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Flipside needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements.lock | .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME) | .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
