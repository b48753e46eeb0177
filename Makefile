# What a newcomer runs. `make demo` and `make test` install what they need.

PYTHON ?= python3
PORT ?= 8000
DATA ?= ../shared/data
GROUNDSWELL_HOME ?= .groundswell
BIN := .venv/bin
export PORT
export GROUNDSWELL_HOME

.PHONY: install install-dev browser demo serve real test test-fast test-postgres test-spark java check fix lock bench docs

install: $(BIN)/.installed ## Install the program into .venv
install-dev: $(BIN)/.installed-dev

$(BIN)/.installed: requirements/base.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(BIN)/.installed-dev: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@ $(BIN)/.installed

# An environment of its own: the peers that we compare with bring much that nothing else needs.
.venv-bench/bin/.installed: requirements/bench.txt pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv-spark/bin/.installed: requirements/spark.txt pyproject.toml
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	.venv-spark/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: install ## Build a synthetic England, once, and serve it
	@GROUNDSWELL_HOME=$(GROUNDSWELL_HOME)/demo $(BIN)/groundswell demo

serve: install ## Serve the data directory GROUNDSWELL_HOME
	@$(BIN)/groundswell serve

real: install ## Load the real public data in DATA into GROUNDSWELL_HOME
	@DATA=$(DATA) PATH="$(CURDIR)/$(BIN):$$PATH" scripts/run-tutorial docs/tutorial/real-data.md

browser:
	@command -v chromium >/dev/null || scripts/install-debian chromium

java:
	@command -v java >/dev/null || scripts/install-debian openjdk-17-jre-headless

test: install-dev browser ## All tests, on SQLite
	$(BIN)/pytest -n 2

test-fast: install-dev ## Unit tests only
	$(BIN)/pytest tests/unit

test-postgres: install-dev browser ## All tests, on a PostgreSQL started for them
	scripts/with-postgres $(BIN)/pytest -n 2

test-spark: .venv-spark/bin/.installed java ## Rows to cells on a Spark cluster started for them
	.venv-spark/bin/pytest tests/spark

check: install-dev ## Everything that can be checked without running the program
	scripts/check

fix: install-dev
	$(BIN)/ruff check --fix groundswell tests benchmarks
	$(BIN)/ruff format groundswell tests benchmarks

docs: install-dev ## Write docs/reference again from the registries
	$(BIN)/groundswell docs

lock: install-dev ## Pin the dependencies again
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml --extra dev -c requirements/base.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml --extra dev --extra spark -c requirements/dev.txt -o requirements/spark.txt

bench: .venv-bench/bin/.installed ## Print the benchmarks and keep them in benchmarks/RESULTS.md
	.venv-bench/bin/python -m benchmarks
