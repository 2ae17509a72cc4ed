# Two commands: `make run` and `make test`. They need Python 3.11 or newer, git and make; everything else they fetch
# with pip, checked against the hashes in the lock files.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# A lock is complete: with nothing left to resolve, pip cannot prefer a release that came out after it was made.
INSTALL_LOCKED := $(PIP) install --quiet --no-deps --require-hashes --requirement
# A stamp carries the hash of what it stands for, so that switching branches never leaves stale packages behind.
hash = $(shell cat $(1) | git hash-object --stdin)
RUN_STAMP := .venv/.run-$(call hash,requirements.lock pyproject.toml)
DEV_STAMP := .venv/.dev-$(call hash,requirements.lock requirements-dev.lock pyproject.toml)
INSTALL_SELF := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links

# The packages whose branches must be covered: pure code has no excuse, and its own tests reach it. To watch what runs
# triples its time, so that the other tests run by themselves, and of these, by the mark `no_cover`, those that send
# thousands of cases through the same lines.
CORE := bot/engine/*,bot/flow/*,bot/compliance/*,bot/events.py,bot/ids.py,bot/phone.py,bot/rulebook.py,bot/text.py
CORE_TESTS := tests/engine tests/flow tests/flows tests/compliance \
	tests/test_ids.py tests/test_phone.py tests/test_rulebook.py tests/test_text.py

# Each worker takes its next test from a stretch of its own, and from another's when that is done.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

# What tests write is small and soon gone, so that it lies in memory where there is room.
MEMORY := $(shell [ "$$(df -k --output=avail /dev/shm 2>&1 | tail -n 1)" -gt 4000000 ] 2>&- && echo /dev/shm)

# Without compiled modules every start takes seconds longer, whatever the shell prefers.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak docs lock install browser postgresql kannel clean

help:
	@echo "make run     serve on http://$(HOST):$(PORT) with the flows in flows/ (PORT=, HOST=)"
	@echo "make test    install what the tests need and run all of them"
	@echo "make check   ruff, mypy, import contracts, and the flows themselves"
	@echo "make bench   measure it on this machine"
	@echo "make soak    replays, random flows, simulated faults, hundreds of kills, rates, hours of load (takes hours)"
	@echo "make docs    write again what the documents show of the code, the schema and the pictures of flows"
	@echo "make lock    compile the requirements again (ARGS=--upgrade for newer ones)"

run: $(RUN_STAMP)
	@PARLEY_SERVER__HOST="$(HOST)" PARLEY_SERVER__PORT="$(PORT)" exec $(BIN)/parley serve

test: export TMPDIR := $(or $(MEMORY),$(TMPDIR))
test: $(DEV_STAMP) browser postgresql kannel
	$(PYTEST) --cov --cov-report= $(CORE_TESTS) $(ARGS)
	$(BIN)/python -m coverage report --include="$(CORE)" --fail-under=95
	$(PYTEST) $(addprefix --ignore=,$(CORE_TESTS)) $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/parley check flows
	$(BIN)/parley fmt --check flows

bench: $(DEV_STAMP) postgresql
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(DEV_STAMP) postgresql
	$(BIN)/python -m tests.soak $(ARGS)
	$(BIN)/python -m benchmarks.timers --people 100000
	PARLEY_BULK_MESSAGES=100000 PARLEY_BULK_KILLS=5 $(BIN)/python -m pytest --timeout 1800 tests/test_bulk.py
	PARLEY_BROADCAST_PEOPLE=100000 PARLEY_BROADCAST_KILLS=5 $(BIN)/python -m pytest --timeout 3600 tests/test_broadcast_kill.py
	PARLEY_RACES_S=300 $(BIN)/python -m pytest --timeout 1800 tests/test_consent_races.py
	PARLEY_TAKEOVERS=2400 $(BIN)/python -m pytest --timeout 1800 tests/desk/test_racing.py
	PARLEY_SMPP_KILLS=50 $(BIN)/python -m pytest --timeout 3600 tests/test_smpp_kill.py
	PARLEY_TOLD_KILLS=100 $(BIN)/python -m pytest --timeout 3600 tests/webhooks_out/test_kill.py
	PARLEY_API_FUZZ_S=1200 $(BIN)/python -m pytest --timeout 7200 tests/fuzz/test_api.py
	PARLEY_STORM_S=600 $(BIN)/python -m pytest --timeout 1800 tests/outbox/test_bad_days.py
	PARLEY_CROWD_PHONES=5000 $(BIN)/python -m pytest --timeout 1800 tests/test_crowd.py
	PARLEY_PIPELINE_MESSAGES=1000 PARLEY_OUTAGE_S=60 $(BIN)/python -m pytest --timeout 1800 tests/test_pipeline.py
	PARLEY_DAMAGED_FLOWS=10000 $(BIN)/python -m pytest --timeout 3600 tests/flow/test_hostile.py -k inserted_or_removed
	PARLEY_FULL_DISK_S=60 $(BIN)/python -m pytest --timeout 1800 tests/test_full_disk_postgresql.py

docs: $(DEV_STAMP)
	$(BIN)/python -m bot.cli.reference README.md docs/*.md
	$(BIN)/python -m benchmarks.understanding docs/understanding.md
	$(BIN)/python -m benchmarks.optout docs/opt-out.md
	$(BIN)/parley schema > docs/flow.schema.json
	$(BIN)/python -m bot.cli.pictures flows docs/images

lock: $(DEV_STAMP)
	echo "hatchling>=1.27" | $(COMPILE) $(ARGS) -o requirements.lock pyproject.toml -
	echo "hatchling>=1.27" | $(COMPILE) $(ARGS) -o requirements-dev.lock --group dev -c requirements.lock pyproject.toml -
	@! grep -n "://" requirements.lock requirements-dev.lock || (echo "a lock names an address" >&2; exit 1)

install: $(RUN_STAMP)

clean:
	rm -rf .venv build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		(echo "Parley needs Python 3.11 or newer; choose one with: make PYTHON=/path/to/python3.11" >&2; exit 1)
	$(PYTHON) -m venv .venv

$(RUN_STAMP): | $(BIN)/python
	$(INSTALL_LOCKED) requirements.lock
	$(INSTALL_SELF)
	@rm -f .venv/.run-*
	@touch $@

$(DEV_STAMP): | $(BIN)/python
	$(INSTALL_LOCKED) requirements-dev.lock
	$(INSTALL_SELF)
	@rm -f .venv/.dev-* .venv/.run-*
	@touch $@ $(RUN_STAMP)

# How the system's package manager is called from here: as root, through sudo, or not at all.
define INSTALL_PACKAGE
if ! command -v apt-get >/dev/null; then root=none; \
elif [ "$$(id -u)" = 0 ]; then root=""; \
elif sudo -n true 2>/dev/null; then root="sudo -n"; \
else root=none; fi; \
if [ "$$root" = none ]; then \
	echo "$(2), which is missing and cannot be installed from here." >&2; \
	echo "Install it, for instance with: sudo apt-get install $(1)" >&2; exit 1; fi; \
echo "installing $(1)"; \
$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $(1) >/dev/null
endef

# The simulator is tested in a real browser.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	$(call INSTALL_PACKAGE,chromium,make test drives the simulator in Chromium)

# Only its programs are needed: the tests start a server of their own.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0; command -v initdb >/dev/null && exit 0; \
	$(call INSTALL_PACKAGE,postgresql,make test also runs on PostgreSQL)

# Without it the tests that talk to a real gateway are skipped.
kannel:
	@[ -x /usr/sbin/bearerbox ] && exit 0; command -v bearerbox >/dev/null && exit 0; \
	($(call INSTALL_PACKAGE,kannel,make test also talks to a real Kannel)) || true
