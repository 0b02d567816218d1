# `make` alone lists every task. README's two: make run, make test.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PASSERELLE_SHARED ?= $(abspath $(CURDIR)/../shared)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help install run demo test test-slow test-rare test-laws check test-pg test-pg-all test-browser test-browser-all bench docs lock evidence messages reads law atlas pictures clean

help: ## List the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

$(VENV)/.site: requirements/site.txt pyproject.toml
	@$(MAKE) --no-print-directory _venv LOCK=requirements/site.txt
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml
	@$(MAKE) --no-print-directory _venv LOCK=requirements/test.txt
	@touch $@ $(VENV)/.site

.PHONY: _venv
_venv:
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed" >&2; exit 2; }
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install -q -r requirements/uv.txt --require-hashes
	@echo "installing from $(LOCK)" >&2
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q --system-certs --compile-bytecode --require-hashes -r $(LOCK) || \
		$(BIN)/python -m pip install -q --require-hashes -r $(LOCK)
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q --system-certs --no-deps --no-build-isolation -e . || \
		$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src

install: $(VENV)/.test ## Make .venv with the command `passerelle` and all that tests need

run: $(VENV)/.site ## Serve the site with the reference evidence and the demonstration on http://127.0.0.1:8000
	@PASSERELLE_DEBUG=1 $(BIN)/passerelle serve --port $(PORT) --demo

demo: $(VENV)/.site ## Fill in the demonstration: invented offices, plans and reports; repeatable
	@PASSERELLE_DEBUG=1 $(BIN)/passerelle demo

test: $(VENV)/.test ## Unit, laws, golden, site and house rings on SQLite
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

test-slow: $(VENV)/.test ## Of the same rings what takes long: whole papers, journeys of the command line, the world
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "slow and not rare"

test-rare: $(VENV)/.test ## Before a release: migrations taken back and done again, queries counted over ten times as much
	$(BIN)/python -m pytest -n 2 --dist loadfile -m rare

test-laws: $(VENV)/.test ## The laws again, of each many more examples
	LAWS=many $(BIN)/python -m pytest -n 2 tests/laws

check: $(VENV)/.test ## Lint, format, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-pg: $(VENV)/.test ## On PostgreSQL, started here as an unprivileged user: constraints, locks, search, counts of queries
	RING=database tools/postgres.sh run $(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" tests/site

test-pg-all: $(VENV)/.test ## The whole site ring on PostgreSQL
	tools/postgres.sh run $(BIN)/python -m pytest -n 2 --dist loadfile tests/site

test-browser: $(VENV)/.test ## Journeys in headless Chromium, keyboard, small screens, accessibility
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not rare" tests/browser

test-browser-all: $(VENV)/.test ## The same, and every page in every size, theme and direction
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

bench/.peers/.done: bench/requirements.txt
	@$(BIN)/uv venv -q --clear --python $(BIN)/python bench/.peers
	@VIRTUAL_ENV=$(CURDIR)/bench/.peers $(BIN)/uv pip install -q --system-certs --require-hashes -r $< && touch $@ || \
		echo "The peers could not be installed; the benchmarks say so where one is named." >&2

bench: $(VENV)/.test bench/.peers/.done ## Run every speed claim beside its named peer; writes docs/reference/benchmarks.md
	$(BIN)/python -m bench

docs: $(VENV)/.test ## Build the documentation into site/
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/acts.py
	$(BIN)/zensical build >/dev/null

lock: ## Resolve the dependencies anew: pins and hashes, no addresses
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory _venv LOCK=requirements/site.txt
	cd requirements && for extra in site test; do \
		../$(BIN)/uv pip compile -q ../pyproject.toml --extra site $$( [ $$extra = test ] && echo --extra test ) --group ../pyproject.toml:build \
			--generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 -o $$extra.txt; done
	cd bench && ../$(BIN)/uv pip compile -q peers.in --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--universal --python-version 3.11 -o requirements.txt
	cd requirements && echo uv | ../$(BIN)/uv pip compile -q - --generate-hashes --no-emit-index-url --no-annotate --no-header -o uv.txt

evidence: $(VENV)/.test ## Compile the shipped evidence from $(PASSERELLE_SHARED)/data
	$(BIN)/passerelle evidence build $(PASSERELLE_SHARED)/data --for-shipping --anew --out src/passerelle/evidence/reference/compiled
	$(BIN)/passerelle flows world --small --out src/passerelle/evidence/reference/compiled
	$(BIN)/passerelle remittances allocate --into src/passerelle/evidence/reference/compiled
	$(BIN)/passerelle drivers fit --out src/passerelle/economy/drivers/reference/fitted.json >/dev/null

messages: $(VENV)/.test ## Gather texts for translation and compile the message files
	$(BIN)/python tools/messages.py

reads: $(VENV)/.test ## Compile the fixed reads of evidence/queries.py to SQL
	$(BIN)/python tools/compile_reads.py

law: $(VENV)/.test ## Write the copy of the law that a cold start reads, and the pages of each act
	$(BIN)/python tools/compile_law.py
	$(BIN)/python tools/acts.py

pictures: $(VENV)/.test ## Take the screenshots that README and docs show
	$(BIN)/python tools/pictures.py

clean: ## Remove what can be made again
	rm -rf $(VENV) var site .pytest_cache .mypy_cache .ruff_cache .hypothesis
