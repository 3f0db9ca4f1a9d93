# SPDX-License-Identifier: GPL-3.0-or-later
#
# `make` lists the targets. Whatever they generate is in .build; nothing outside the checkout is touched.

# PYTHON=/path/to/python3.13 chooses another interpreter, CORE=2.22 another release of ansible-core.
PYTHON ?= python3
CHOICE := $(shell $(PYTHON) tests/tools/cores.py choose $(CORE))
ifeq ($(CHOICE),)
$(error No environment for these tests: see the line above)
endif
PYVERSION := $(word 1,$(CHOICE))
override CORE := $(word 2,$(CHOICE))
CORE_REQUIREMENT := $(word 3,$(CHOICE))

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BUILD := $(CURDIR)/.build
VENV := .build/venv/core-$(CORE)-python-$(PYVERSION)
DOCUMENT := docs/configuration-service.openapi.json

# The parts of `make check` and of `make test`: those that take long first, so that two at a time end together.
CHECK_PARTS := test-unit lint test-types test-docs test-sandbox
TEST_PARTS := test-integration test-sanity test-molecule test-unit test-browser lint test-api test-sandbox test-clients test-types test-docs
LONG_PARTS := test-long-integration test-long-unit test-long-api test-long-browser

# For linters, molecule, the demo, the benchmark and the soak test; pytest gets its own in tests/support/environment.py.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPYCACHEPREFIX := $(BUILD)/cache/python
export XDG_CACHE_HOME := $(BUILD)/cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
# These two are paths on the managed host, so ansible.cfg cannot give them relative to itself.
export RESHARE_WMS_STATE_DIR := $(BUILD)/state
export ANSIBLE_REMOTE_TMP := $(BUILD)/ansible/tmp
# ansible-lint and molecule ask the environment only.
export ANSIBLE_HOME := $(BUILD)/ansible

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' Makefile

# ---------------------------------------------------------------------------------------------- environments

# The demo needs ansible-core and the sandbox; the linters and test tools, most of the download, come on top.
RUN := $(VENV)/.run
TOOLS := $(VENV)/.tools

.PHONY: setup
setup: $(TOOLS) ## prepare .build: virtualenv (CORE=2.21 or PYTHON=/path/to/python3.13 choose another), collection path
	@ln -sfn $(notdir $(VENV)) .build/venv/current

.PHONY: setup-tools
setup-tools: $(TOOLS)

# What is installed is pinned, all but ansible-core, of which the newest of its release counts.
INSTALL := python -m pip install --quiet --constraint tests/constraints.txt

$(RUN): meta/ee-requirements.txt sandbox/pyproject.toml tests/constraints.txt tests/tools/cores.py
	@echo "Preparing $(VENV): $(CORE_REQUIREMENT)"
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) '$(CORE_REQUIREMENT)' -r meta/ee-requirements.txt -e ./sandbox
	@mkdir -p .build/ansible .build/collections/ansible_collections/reshare
	@ln -sfn ../../../.. .build/collections/ansible_collections/reshare/wms
	@ln -sfn ../collections .build/ansible/collections  # here molecule would install a copy
	@touch $@

$(TOOLS): $(RUN) tests/requirements.txt
	@echo "Adding the test tools to $(VENV)"
	@$(INSTALL) '$(CORE_REQUIREMENT)' -r tests/requirements.txt
	@touch $@

.PHONY: pins
pins: $(TOOLS) ## update tests/constraints.txt: the newest releases of all tools and of what they bring
	@uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-emit-package ansible-core \
	    --custom-compile-command "make pins" --output-file tests/constraints.txt \
	    tests/requirements.txt sandbox/pyproject.toml meta/ee-requirements.txt

.PHONY: clean
clean: ## remove everything generated
	rm -rf .build

# ------------------------------------------------------------------------------------------------------- use

.PHONY: demo
demo: $(RUN) ## bring six demo libraries to their declared state on the sandbox, twice
	@examples/demo

.PHONY: demo-record
demo-record: $(RUN) ## the same, as in production: worksheets, a librarian who follows them, confirmations
	@examples/demo record

# Where the example inventory looks for it.
SANDBOX_ARGS ?= --consortium --port 8099

.PHONY: sandbox
sandbox: $(RUN) ## run the rehearsal WMS and ReShare in the foreground (SANDBOX_ARGS="--help" lists options)
	@reshare-wms-sandbox serve $(SANDBOX_ARGS)

.PHONY: bench
bench: $(RUN) ## measure 10 to 200 libraries beside uri loops and a bare script (LIBRARIES=20: only so many; BENCH_PATTERN)
	@PYTHONPATH=tests python -m bench $(LIBRARIES)

.PHONY: soak
soak: $(RUN) ## 200 libraries, ten runs, random faults at 5 % of the calls (LIBRARIES=200 RUNS=10; SEED repeats a run)
	@PYTHONPATH=tests python -m soak $(or $(LIBRARIES),200) $(or $(RUNS),10) $(SEED)

.PHONY: docs
docs: $(RUN) ## regenerate the generated documents
	@python tests/tools/module_docs.py
	@reshare-wms-sandbox openapi > .build/openapi.json
	@mv .build/openapi.json $(DOCUMENT)

.PHONY: build
build: $(TOOLS) ## build the collection's tarball in .build/dist
	@ansible-galaxy collection build --force --output-path .build/dist

# ----------------------------------------------------------------------------------------------------- tests

# All of them: run_parts.py runs two at a time and prints the slowest tests. ARGS goes to pytest: make test-unit ARGS="-k placement".

.PHONY: check
check: $(TOOLS) ## the quick checks: lint, types, generated documents, unit, sandbox
	@python tests/tools/run_parts.py "make check" $(CHECK_PARTS)

.PHONY: test
test: $(TOOLS) ## every part, on one ansible-core
	@python tests/tools/run_parts.py "make test" $(TEST_PARTS)

.PHONY: test-long
test-long: $(TOOLS) ## what takes long: kills, endurance, soak, long fuzzing
	@python tests/tools/run_parts.py "make test-long" $(LONG_PARTS)

.PHONY: test-matrix
test-matrix: $(TOOLS) ## sanity and a selection of the integration tests, on every ansible-core that we claim
	@python tests/tools/cores.py matrix > .build/matrix
	@while read -r choice; do $(MAKE) $$choice setup-tools; done < .build/matrix
	@python tests/tools/run_parts.py "make test-matrix" $$(sed -E 's/(CORE\S+) (PYTHON\S+)/test-core:\1:\2 test-sanity:\1:\2/' .build/matrix)

.PHONY: coverage
coverage: $(TOOLS) ## which lines of the plugins and the sandbox the tests run
	@$(pytest) --cov --cov-report= -n 2 tests/unit tests/sandbox tests/integration tests/security $(ARGS)
	@coverage combine --quiet --keep || true
	@coverage report --skip-covered --sort=cover

RUNS ?= 5

# A test that depends on time, speed, load or order fails here sooner or later.
.PHONY: test-steady
test-steady: $(TOOLS) ## every pytest part RUNS (5) times in a row, with four workers and a second load beside them
	@bash -c 'while :; do :; done' & load=$$!; trap "kill $$load" EXIT; \
	for run in $$(seq $(RUNS)); do \
	    echo "== run $$run"; \
	    pytest -q -n 4 tests/unit tests/sandbox tests/integration tests/security tests/api tests/clients tests/browser $(ARGS); \
	done

.PHONY: lint
lint: $(TOOLS) ## ansible-lint (production profile), ruff, codespell, licences, documentation of the plugins, changelog fragments
	@python tests/tools/ansible_lint.py
	@ruff check
	@ruff format --check
	@git ls-files -z | xargs -0 codespell
	@reuse lint --quiet
	@antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self .
	@antsibull-changelog lint

.PHONY: test-types
test-types: $(TOOLS) ## mypy
	@mypy

.PHONY: test-docs
test-docs: $(RUN) ## are the generated documents current?
	@python tests/tools/module_docs.py --check
	@diff -u $(DOCUMENT) <(reshare-wms-sandbox openapi) || { echo "Not current: run make docs"; exit 1; }
	@echo "$(DOCUMENT) is current."

pytest = pytest --junitxml=.build/log/$@.xml

.PHONY: test-unit
test-unit: $(TOOLS) ## unit and property tests
	@$(pytest) -n 2 tests/unit $(ARGS)

.PHONY: test-sandbox
test-sandbox: $(TOOLS) ## the sandbox behaves as the reference says
	@$(pytest) -n 2 tests/sandbox $(ARGS)

.PHONY: test-integration
test-integration: $(TOOLS) ## modules, roles and playbooks against the sandbox, and attacks on them
	@$(pytest) -n 2 tests/integration tests/security $(ARGS)

.PHONY: test-api
test-api: $(TOOLS) ## fuzz the OpenAPI document against the sandbox
	@$(pytest) tests/api $(ARGS)

.PHONY: test-clients
test-clients: $(TOOLS) ## public clients of OCLC and FOLIO from PyPI drive the sandbox
	@$(pytest) tests/clients $(ARGS)

.PHONY: test-molecule
test-molecule: $(TOOLS) ## molecule scenarios
	@molecule test --all

# In CI a missing browser is an error.
with_browser = if [ -z "$${CI:-}" ] && ! { command -v chromium && command -v chromedriver; } > /dev/null; then \
	    echo "SKIPPED: no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)"; \
	else \
	    $(1); \
	fi

.PHONY: test-browser
test-browser: $(TOOLS) ## pages in Chromium
	@$(call with_browser,$(pytest) tests/browser $(ARGS))

.PHONY: test-sanity
test-sanity: $(TOOLS) ## ansible-test sanity
	@python tests/tools/sanity.py

.PHONY: test-long-integration
test-long-integration: $(TOOLS)
	@$(pytest) -m long tests/integration $(ARGS)

.PHONY: test-long-unit
test-long-unit: $(TOOLS)
	@$(pytest) -m hypothesis --hypothesis-profile long tests/unit $(ARGS)

.PHONY: test-long-browser
test-long-browser: $(TOOLS)
	@$(call with_browser,$(pytest) -m long tests/browser $(ARGS))

.PHONY: test-long-api
test-long-api: $(TOOLS)
	@$(pytest) --hypothesis-profile long tests/api $(ARGS)

.PHONY: test-core
test-core: $(TOOLS)
	@$(pytest) -m matrix tests/integration tests/security $(ARGS)
