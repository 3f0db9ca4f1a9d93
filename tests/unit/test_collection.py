# SPDX-License-Identifier: GPL-3.0-or-later

"""The structure of the collection: one spec, one module, one action plugin and one line per object, and layers with
imports in one direction."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from reshare_wms_sandbox.configuration.api import application as configuration_service

from ansible_collections.reshare.wms.plugins.module_utils._core.composites import ListOf, Section
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.tables import TableKind
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    CONFIGURATION,
    DECLARABLE,
    ILL_SETTINGS,
    KINDS,
    NAMED_BY_RESHARE,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.locations import HOLDING_CODE
from support.environment import ROOT
from support.returned_values import documented

#: Run on the controller only, and have no connection.
CONTROLLER = (
    "declarations_info",
    "fetch_answers",
    "forget_person",
    "library_variables",
    "output_files",
    "run_summary",
    "validate_inventory",
    "validate_variables",
    "withheld_info",
)
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py") if path.stem not in CONTROLLER)
#: From the inside out; a layer can import itself and those before it.
LAYERS = (
    "_core",
    "_http",
    "_screens",
    "_record",
    "_wms",
    "_reshare",
    "_answers",
    "_pages",
    "_mail",
    "_first_contact",
    "_task",
    "_module_tasks",
    "_checks",
)
MAY_IMPORT = {
    "_core": {"_core"},
    "_http": {"_core", "_http"},
    "_wms": {"_core", "_http", "_wms"},
    "_reshare": {"_core", "_http", "_reshare"},
    "_record": {"_core", "_screens", "_record"},
    "_screens": {"_core", "_screens"},
    "_answers": {"_core", "_record", "_wms", "_screens", "_answers"},
    "_pages": {"_core", "_pages"},
    "_mail": {"_core", "_http", "_pages", "_mail"},
    "_first_contact": {"_core", "_http", "_wms", "_reshare", "_first_contact"},
    "_task": {"_core", "_http", "_task"},
    "_module_tasks": set(LAYERS) - {"_checks"},
    "_checks": set(LAYERS),
}


def test_every_object_has_a_module():
    assert {kind.name for kind in (*DECLARABLE, *OF_RESHARE)} <= set(MODULES)


@pytest.mark.parametrize(
    "layer, listed", [("_wms", {*KINDS, *NAMED_BY_RESHARE}), ("_reshare", set(OF_RESHARE))], ids=["wms", "reshare"]
)
def test_the_catalogue_lists_every_kind(layer, listed):
    package = f"ansible_collections.reshare.wms.plugins.module_utils.{layer}.objects"
    files = (ROOT / "plugins/module_utils" / layer / "objects").glob("[a-z]*.py")
    specs = [vars(importlib.import_module(f"{package}.{path.stem}")).values() for path in files]
    found = {value.name for values in specs for value in values if isinstance(value, Kind)}
    assert found == {kind.name for kind in listed}


def test_all_action_plugins_of_modules_are_equal():
    """Except that of first_contact, whose catalogue is data of the controller."""
    others = {*MODULES} - {"first_contact"}
    sources = {(ROOT / f"plugins/action/{module}.py").read_text(encoding="utf-8") for module in others}
    assert len(sources) == 1 and len(sources.pop().splitlines()) <= 5


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_the_action_plugin(module):
    package = "ansible_collections.reshare.wms.plugins"
    plugin, own = (importlib.import_module(f"{package}.{folder}.{module}") for folder in ("action", "modules"))
    assert plugin.ActionModule.TASK is own.TASK


def test_no_file_is_a_symbolic_link():
    """A clone with core.symlinks=false has a text file in place of each link, and so has a collection built from it."""
    listed = subprocess.run(["git", "ls-files", "-s"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    assert [line for line in listed.splitlines() if line.startswith("120000")] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_secret_can_change_the_words_of_a_result(module):
    """The words that the documentation lists."""
    imported = importlib.import_module(f"ansible_collections.reshare.wms.plugins.modules.{module}")
    words = imported.TASK.redactor({}).words
    assert [name for name in returned(documented(module)) if name not in words] == []


def returned(values: dict) -> Iterator[str]:
    """The documented names of a module's return values."""
    for name, value in values.items():
        yield name
        yield from returned(value.get("contains", {}))


def test_options_within_options_are_no_secrets():
    """Task reads no_log only from the top-level options."""
    for module in MODULES:
        spec = importlib.import_module(f"ansible_collections.reshare.wms.plugins.modules.{module}").TASK.argument_spec
        assert "'no_log': True" not in str([option.get("options") for option in spec.values()])


def test_the_action_plugin_belongs_to_modules_only():
    assert sorted(path.stem for path in (ROOT / "plugins/action").glob("*.py")) == sorted([*MODULES, *CONTROLLER])


def test_the_action_group_holds_every_module():
    runtime = yaml.safe_load((ROOT / "meta/runtime.yml").read_text(encoding="utf-8"))
    assert runtime["action_groups"] == {"all": MODULES}


@pytest.mark.parametrize("path", sorted((ROOT / "plugins/module_utils").rglob("*.py")), ids=lambda path: path.stem)
def test_a_layer_imports_nothing_from_an_outer_one(path):
    here = path.relative_to(ROOT / "plugins/module_utils").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Name) and node.id == "__import__"), f"line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.level:
            package = here[: len(here) - node.level]
            target = (*package, *(node.module or "").split("."))
            assert target[0] in MAY_IMPORT[here[0]], f"line {node.lineno}"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            outside = {str(name).partition(".")[0] for name in names}
            # Ansible packages what import statements name.
            assert "importlib" not in outside, f"line {node.lineno}"
            assert here[0] in ("_task", "_module_tasks") or "ansible" not in outside, f"line {node.lineno}"
            assert here[0] == "_http" or "requests" not in outside, f"line {node.lineno}"
            assert here[0] == "_record" or "yaml" not in outside, f"line {node.lineno}"
            assert here[0] == "_pages" or "jinja2" not in outside, f"line {node.lineno}"


#: The most lines of a function, and of a file of plugins: hand-written, and without the documentation of a module.
MOST_LINES, LONGEST_FILE = 40, 400
#: Files with more lines: they may become shorter, and not longer.
LONGER = {
    "content.py": 406,
    "objects.py": 559,
    "reconcile.py": 644,
    "report_findings.py": 445,
    "values.py": 526,
    "vocabulary.py": 436,
}


def test_files_and_functions_are_short():
    found: dict[str, int] = {}
    for path in sorted(path for folder in ("plugins", "sandbox/src") for path in (ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        sizes = {f"{path.name} {one.name}": (one.end_lineno or 0) - one.lineno + 1 for one in functions}
        found |= {name: lines for name, lines in sizes.items() if lines > MOST_LINES}
        of_code = path.is_relative_to(ROOT / "plugins") and path.parent.name not in ("modules", "doc_fragments")
        if of_code and not re.search("^# Generated by ", text, re.MULTILINE):
            lines = len(text.splitlines())
            found |= {path.name: lines} if lines > LONGER.get(path.name, LONGEST_FILE) else {}
    assert found == {}


#: What the folders of plugins may import of the collection: a module runs outside of the controller, and only an action plugin runs a module.
PLUGINS_MAY_IMPORT = {
    "module_utils": {"module_utils"},
    "doc_fragments": {"doc_fragments"},
    "modules": {"module_utils"},
    "plugin_utils": {"module_utils", "plugin_utils"},
    "action": {"module_utils", "plugin_utils", "modules"},
}


@pytest.mark.parametrize("path", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda path: path.stem)
def test_a_folder_of_plugins_imports_no_outer_one(path):
    here = path.relative_to(ROOT).parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            _plugins, folder, *_rest = (*here[: len(here) - node.level], *(node.module or "").split("."))
            assert folder in PLUGINS_MAY_IMPORT.get(here[1], {"module_utils", "plugin_utils"}), f"line {node.lineno}"
        elif isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("ansible_collections."), f"line {node.lineno} is not relative"


@pytest.mark.parametrize("kind", (*KINDS, *OF_RESHARE), ids=lambda kind: kind.name)
def test_referenced_kinds_come_before_referring_ones(kind):
    order = [other.name for other in (*KINDS, *NAMED_BY_RESHARE, *OF_RESHARE)]
    assert all(order.index(reference) < order.index(kind.name) for reference in kind.references)


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """Those of the published configuration service."""
    return configuration_service().openapi()["components"]["schemas"]


@pytest.mark.parametrize("kind", (*CONFIGURATION, ILL_SETTINGS), ids=lambda kind: kind.name)
def test_the_published_service_has_the_same_fields(schemas, kind):
    owner = HOLDING_CODE if kind.listed_in_cell else kind
    name = "".join(word.capitalize() for word in owner.name.split("_"))
    if isinstance(kind, TableKind):
        name += "Row"
    assert set(schemas[name]["properties"]) == set(owner.schema.names)
    for field in owner.schema:
        if isinstance(field.value, (Section, ListOf)):
            described = json.dumps(schemas[name]["properties"][field.name])
            inner = next(part for part in schemas if f'/{part}"' in described)
            assert set(schemas[inner]["properties"]) == set(field.value.schema.names)
