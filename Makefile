# `make run` is all a newcomer needs. Everything lands in .venv; data lives in .questboard.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
# A system may come without ensurepip; its own pip then serves the environment from outside.
PIP = $$($(BIN)/python -m pip --version >/dev/null 2>&1 && echo $(BIN)/python -m pip || \
	echo $(PYTHON) -m pip --python $(BIN)/python) --quiet --no-input --disable-pip-version-check

.PHONY: help run demo test coverage check bench faults mutants lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run      start Questboard at http://127.0.0.1:8080 (Ctrl-C stops it)"
	@echo "make demo     the same with a made-up team at work"
	@echo "make test     all tests, real browser included"
	@echo "make check    lint, types, import contracts, migrations and lock files in step"
	@echo "make bench    the performance table          make faults   the long fault tests"
	@echo "make mutants  do the tests notice broken rules?   make coverage  which lines do they run? (slower)"
	@echo "make lock     pin the dependencies anew      make clean    remove what make made, never data"

run: .venv/ready
	@exec $(BIN)/questboard up

demo: .venv/ready
	@exec $(BIN)/questboard demo

# Half of the time is spent on waiting for servers and the browser: two at once, each with servers of its own.
test: .venv/ready-for-tests
	@sh tests/needs.sh
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal $(TESTS)

coverage: .venv/ready-for-tests
	@sh tests/needs.sh
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(TESTS)

check: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.contracts.migrations
	$(BIN)/python -m tests.contracts.locks

bench: .venv/ready-for-tests
	@sh tests/needs.sh
	@$(BIN)/python -m tests.benchmarks $(BENCH)

faults: .venv/ready-for-tests
	@sh tests/needs.sh
	@QUESTBOARD_FAULTS=long $(BIN)/python -m pytest -m faults $(TESTS)

mutants: .venv/ready-for-tests
	@$(BIN)/python -m tests.mutants $(MUTANTS)

lock: .venv/ready-for-tests
	@for group in "requirements.lock" "requirements-dev.lock --group dev --constraints requirements.lock"; do \
		echo "setuptools>=80" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links pyproject.toml - --output-file $$group || exit 1; \
	done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* htmlcov *.egg-info
	find app components domain workers tests -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Questboard needs Python 3.11 to 3.14. Install one, or name it: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Questboard needs into .venv (once) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-for-tests: requirements-dev.lock .venv/ready
	@echo "Installing what the tests need into .venv (once) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
