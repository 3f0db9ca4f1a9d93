# SPDX-License-Identifier: GPL-3.0-or-later
#
# `make` lists the targets. Whatever they generate is in .build; nothing outside the checkout is touched.

PYTHON ?= python3
PYVERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
ifeq ($(shell $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))'),False)
$(error $(PYTHON) is Python $(PYVERSION), but 3.11 or newer is needed: make PYTHON=/path/to/python3)
endif

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BUILD := $(CURDIR)/.build
VENV := .build/venv-$(PYVERSION)
DOCUMENT := docs/configuration-service.openapi.json

# What `make test` runs, in this order: the quick parts first.
PARTS := lint test-docs test-unit test-sandbox test-integration test-api test-molecule test-browser test-sanity test-core-versions

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPYCACHEPREFIX := $(BUILD)/cache/python
export XDG_CACHE_HOME := $(BUILD)/cache
export HYPOTHESIS_STORAGE_DIRECTORY := $(BUILD)/cache/hypothesis
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
# These two are paths on the managed host, so ansible.cfg cannot give them relative to itself.
export RESHARE_WMS_STATE_DIR := $(BUILD)/state
export ANSIBLE_REMOTE_TMP := $(BUILD)/ansible/tmp
export ANSIBLE_ASYNC_DIR := $(BUILD)/ansible/async
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
setup: $(TOOLS) ## prepare .build: virtualenv (PYTHON=/path/to/python3.13 chooses another interpreter), collection path

$(RUN): meta/ee-requirements.txt sandbox/pyproject.toml
	@echo "Preparing $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@python -m pip install --quiet ansible-core -r meta/ee-requirements.txt -e ./sandbox
	@mkdir -p .build/ansible .build/collections/ansible_collections/reshare
	@ln -sfn ../../../.. .build/collections/ansible_collections/reshare/wms
	@ln -sfn ../collections .build/ansible/collections  # here molecule would install a copy
	@touch $@

$(TOOLS): $(RUN) tests/requirements.txt
	@echo "Adding the test tools to $(VENV)"
	@python -m pip install --quiet -r tests/requirements.txt
	@touch $@

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
	@reshare-wms-sandbox openapi > .build/openapi.json
	@mv .build/openapi.json $(DOCUMENT)

.PHONY: build
build: $(RUN) ## build the collection's tarball in .build/dist
	@ansible-galaxy collection build --force --output-path .build/dist

# ----------------------------------------------------------------------------------------------------- tests

.PHONY: test
test: $(TOOLS) ## run every test and check, stop at the first part that fails
	@tests/tools/run-parts $(PARTS)

.PHONY: lint
lint: $(TOOLS) ## ansible-lint (production profile), ruff, changelog fragments
	@ansible-lint
	@ruff check
	@ruff format --check
	@antsibull-changelog lint

.PHONY: test-docs
test-docs: $(RUN) ## are the generated documents current?
	@diff -u $(DOCUMENT) <(reshare-wms-sandbox openapi) || { echo "Not current: run make docs"; exit 1; }
	@echo "$(DOCUMENT) is current."

.PHONY: test-unit
test-unit: $(TOOLS) ## unit and property tests
	@pytest tests/unit -n 2

.PHONY: test-sandbox
test-sandbox: $(TOOLS) ## the sandbox behaves as the reference says
	@pytest tests/sandbox -n 2

.PHONY: test-integration
test-integration: $(TOOLS) ## modules, roles and playbooks against the sandbox
	@pytest tests/integration -n 2

.PHONY: test-api
test-api: $(TOOLS) ## fuzz the OpenAPI document against the sandbox
	@pytest tests/api

.PHONY: test-molecule
test-molecule: $(TOOLS) ## molecule scenarios
	@molecule test --all

.PHONY: test-browser
test-browser: export XDG_CONFIG_HOME := $(BUILD)/chromium
test-browser: $(TOOLS) ## the sandbox's web page in Chromium
	@if [ -z "$${CI:-}" ] && ! { command -v chromium && command -v chromedriver; } > /dev/null; then \
	    echo "SKIPPED: no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)"; \
	else \
	    pytest tests/browser; \
	fi

.PHONY: test-sanity
test-sanity: $(TOOLS) ## ansible-test sanity
	@python tests/tools/sanity.py

.PHONY: test-core-versions
test-core-versions: $(TOOLS) ## integration tests again, on every other ansible-core that this machine's Pythons get
	@tests/tools/core-versions
