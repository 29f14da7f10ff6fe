# Everything here needs nothing but make and a Python (3.11 or newer) with pip and venv.
# The environment is made from lock files with hashes, and made again when they change.

PYTHON ?= python3
CONFIG ?= config.toml
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help setup demo run test lint bench lock clean

help:
	@echo "make demo   watch a recorded day: no token, no internet"
	@echo "make run    run the bot (CONFIG=config.toml)"
	@echo "make test   run the tests"
	@echo "make lint   ruff, mypy"
	@echo "make bench  the long trials and the measured claims"
	@echo "make setup  make .venv with everything, and the command $(BIN)/regionwatch"
	@echo "make lock   resolve the libraries anew (needs uv)"

# What running needs.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@echo "making $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What tests and linters need besides.
$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

setup: $(VENV)/.development

demo: $(VENV)/.runtime
	@$(BIN)/regionwatch demo

run: $(VENV)/.runtime
	@$(BIN)/regionwatch run --config $(CONFIG)

test: $(VENV)/.development
	@$(BIN)/python -m pytest

lint: $(VENV)/.development
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: $(VENV)/.development
	@$(BIN)/python -m benchmarks.forms
	@$(BIN)/python -m benchmarks.latin
	@$(BIN)/python -m benchmarks.places
	@$(BIN)/python -m benchmarks.matching
	@$(BIN)/python -m benchmarks.copies
	@$(BIN)/python -m benchmarks.stories
	@$(BIN)/python -m benchmarks.story_day
	@$(BIN)/python -m benchmarks.story_speed
	@$(BIN)/python -m benchmarks.growing
	@$(BIN)/python -m benchmarks.pipeline
	@$(BIN)/python -m benchmarks.polls
	@$(BIN)/python -m benchmarks.polling
	@$(BIN)/python -m benchmarks.polling --scenario frequent --sources 300 --per-minute 60 --days 15
	@$(BIN)/python -m benchmarks.polling --scenario weighted --sources 300 --per-minute 60 --days 15
	@$(BIN)/python -m benchmarks.polling_cost
	@$(BIN)/python -m benchmarks.silence
	@$(BIN)/python -m benchmarks.fetching
	@$(BIN)/python -m benchmarks.sending
	@$(BIN)/python -m benchmarks.pace
	@$(BIN)/python -m benchmarks.fan_out
	@$(BIN)/python -m benchmarks.holding
	@$(BIN)/python -m benchmarks.notices
	@$(BIN)/python -m benchmarks.sealing
	@$(BIN)/python -m benchmarks.answers
	@$(BIN)/python -m tests.trials.crash --kills 50
	@$(BIN)/python -m tests.trials.killed
	@$(BIN)/python -m tests.trials.commit_points
	@$(BIN)/python -m tests.trials.lost_answers
	@$(BIN)/python -m tests.trials.storms
	@$(BIN)/python -m tests.trials.gone_chats
	@$(BIN)/python -m tests.trials.cut_off
	@$(BIN)/python -m tests.trials.held_up
	@$(BIN)/python -m tests.trials.random_walk
	@$(BIN)/python -m tests.trials.flood
	@$(BIN)/python -m tests.trials.spoken

lock:
	@uv pip compile pyproject.toml --extra install --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements-dev.lock
	@uv pip compile pyproject.toml --extra install --constraint requirements-dev.lock --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  -q -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
