# make demo   sets everything up, reads the sample crisis, prints its chronicle, writes out/chronicle.html and out/chronicle.db
# make test   sets everything up and runs all tests
# make lint   ruff and mypy          make bench  speed          make score  accuracy (needs GOLD= and YARDSTICKS=)
# make compiled   the wheel of this platform with its rooms compiled, a fifth faster, in dist/ (needs a C compiler; takes three minutes)

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint bench score compiled clean

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11 or newer; none was found. Install it or say PYTHON=/path/to/python."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python pyproject.toml requirements/run.txt requirements/build.txt
	@echo "Installing Dateline into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUN) requirements/dev.txt
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(RUN)
	@mkdir -p out
	@$(BIN)/dateline read samples/crisis --quiet --format jsonl --output out/records.jsonl
	@$(BIN)/dateline show out/records.jsonl --quiet --format html --output out/chronicle.html
	@$(BIN)/dateline show out/records.jsonl --quiet --format report
	@$(BIN)/python samples/traps.py out/records.jsonl
	@$(BIN)/dateline ingest samples/crisis --db out/chronicle.db --quiet
	@echo "The same as a page, with every value's words: out/chronicle.html"
	@echo "The same as a reading room: $(BIN)/dateline serve --db out/chronicle.db"

test: $(DEV)
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

lint: $(DEV)
	$(BIN)/ruff check src tests benchmarks samples training hatch_build.py
	$(BIN)/ruff format --check src tests benchmarks samples training hatch_build.py
	$(BIN)/mypy

bench: $(DEV)
	$(BIN)/python benchmarks/speed.py
	@if command -v $(CC) >/dev/null; then \
		$(MAKE) --no-print-directory compiled && $(PIP) --no-deps --upgrade --target $(VENV)/compiled dist/*.whl && \
		echo "The same with its rooms compiled:" && PYTHONPATH=$(VENV)/compiled $(BIN)/python benchmarks/speed.py --only whole reprints rooms cold; \
	else echo "Compiled rooms were not timed: there is no C compiler ($(CC))."; fi

compiled: $(DEV)
	@rm -rf dist
	DATELINE_COMPILE=1 $(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

score: $(DEV)
	@test -n "$(GOLD)" -a -n "$(YARDSTICKS)" || { echo "make score GOLD=folder-of-gold YARDSTICKS=folder-of-scorers"; exit 2; }
	$(BIN)/python benchmarks/score.py --gold $(GOLD) --yardsticks $(YARDSTICKS)

clean:
	rm -rf $(VENV) out dist
