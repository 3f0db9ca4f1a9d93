# SPDX-License-Identifier: GPL-3.0-or-later

"""The structure of the collection: one spec, one module, one action plugin and one line per object, and layers with
imports in one direction."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring
from reshare_wms_sandbox.configuration.api import application as configuration_service

from ansible_collections.reshare.wms.plugins.module_utils._core import fields, values
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


def test_a_name_is_that_of_one_file():
    """A search finds what it looks for. A plugin or fragment has the name of what it is about."""
    shared = [
        path for part in ("module_utils", "plugin_utils") for path in (ROOT / "plugins" / part).rglob("[a-z]*.py")
    ]
    assert {name for name, count in Counter(path.name for path in shared).items() if count > 1} == set()


#: Names that say nothing of what they name: of anything, of anything in the collection, and of its functions.
EMPTY = {"told", "said"}
VAGUE = EMPTY | {"place", "claimed"}
VAGUE_FUNCTIONS = VAGUE | {"found", "not_stored", *("_found", "_sides", "_row", "_section", "_count", "_place")}
VAGUE_FUNCTIONS |= {"_one", "_all", "_parts"}
VAGUE_IN_SCRIPTS = VAGUE | {"found", "sides", "row", "count", "one", "parts"}
#: What is no code of a script; its names, and those of functions. A row has its place in an attribute, data-place.
_TEXTS = re.compile(r'(?s)(?<!:)//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"')
_NAMES = re.compile(r"(?<![\w-])(?<!dataset\.)\w+")
_FUNCTIONS = re.compile(r"(?m)\bfunction\*? (\w+)|\b(?:const|let) (\w+) = (?:\([^()]*\)|\w+) =>|^  (\w+)\([^()]*\) \{$")


def test_names_say_what_they_hold():
    wrong = []
    for path in (path for folder in ("plugins", "sandbox/src", "tests") for path in (ROOT / folder).rglob("*.py")):
        vague, functions = (VAGUE, VAGUE_FUNCTIONS) if path.is_relative_to(ROOT / "plugins") else (EMPTY, EMPTY)
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = {str(getattr(node, part, "")).removeprefix("_") for part in ("id", "arg")} & vague
            names |= {node.name} & functions if isinstance(node, ast.FunctionDef) else set()
            wrong += [f"{path}: {name}" for name in names]
    folders = ("web", "assistant", "sandbox/src", "tests/widgets")
    scripts = [path for folder in folders for path in (ROOT / folder).rglob("*.*js*")]
    for path in (path for path in scripts if path.suffix != ".json" and "node_modules" not in path.parts):
        code = _TEXTS.sub("", path.read_text(encoding="utf-8"))
        defined = {name for names in _FUNCTIONS.findall(code) for name in names}
        vague = {*_NAMES.findall(code)} & VAGUE | (set() if "tests" in path.parts else defined & VAGUE_IN_SCRIPTS)
        wrong += [f"{path}: {name}" for name in vague]
    assert wrong == []


def test_no_line_is_too_long_for_ansible_test():
    """Its pep8 counts lines that are one long text, too, which ruff leaves out."""
    paths = [path for folder in ("plugins", "tests") for path in (ROOT / folder).rglob("*.py")]
    lines = ((path, number, line) for path in paths for number, line in enumerate(path.read_text().splitlines(), 1))
    assert [f"{path.relative_to(ROOT)}:{number}" for path, number, line in lines if len(line) > 160] == []


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


@pytest.mark.parametrize("module", [*(module for module in MODULES if module.endswith("_info")), "validate_variables"])
def test_a_module_that_only_reads_is_documented_so(module):
    """Of two fragments with the same attribute, Ansible takes the first one."""
    path = ROOT / f"plugins/modules/{module}.py"
    attributes = get_docstring(str(path), fragment_loader, plugin_type="module")[0]["attributes"]
    assert (attributes["check_mode"]["support"], attributes["diff_mode"]["support"]) == ("full", "N/A")
    assert attributes["check_mode"]["description"].endswith("The module never changes anything.")


def returned(values: dict) -> Iterator[str]:
    """The documented names of a module's return values."""
    for name, value in values.items():
        yield name
        yield from returned(value.get("contains", {}))


def test_every_exception_from_the_types_has_its_reason():
    paths = [path for folder in ("plugins", "sandbox/src") for path in (ROOT / folder).rglob("*.py")]
    bare = re.compile(r"# type: ignore(?!\[[a-z,-]+\]  # \w)")
    assert [path.name for path in paths if bare.search(path.read_text(encoding="utf-8"))] == []


def test_no_code_depends_on_the_class_of_a_kind():
    """Callers use the methods of Kind. The directory store is the exception: two kinds are parts of one document (reshare.md 4)."""
    paths = [path for path in (ROOT / "plugins").rglob("*.py") if path.name != "directory.py"]
    asked = re.compile(r"isinstance\([^)]*[A-Za-z]Kind\b")
    assert [path.name for path in paths if asked.search(path.read_text(encoding="utf-8"))] == []


def test_field_types_answer_for_themselves():
    """Callers use the methods of FieldType. The one test of a class of field that is left: no type could answer better."""
    types = "|".join(name for name, one in {**vars(values), **vars(fields)}.items() if _is_field_type(one))
    asked = re.compile(rf"isinstance\([^()]*\b({types})\b")
    outside = [path for path in (ROOT / "plugins").rglob("*.py") if path.name not in ("values.py", "fields.py")]
    found = [path.name for path in outside for _one in asked.finditer(path.read_text(encoding="utf-8"))]
    assert len(found) <= 1, found


def _is_field_type(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, values.FieldType)


def test_values_of_systems_are_made_canonical_in_three_places():
    """Where a store reads an object or a row, and in a section. All other code has canonical values."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py")}
    reading = {path.name: text.count("schema.read") for path, text in sources.items() if "schema.read" in text}
    assert reading == {"composites.py": 1, "objects.py": 1, "tables.py": 1}


@pytest.mark.parametrize("folder", ["plugins", "sandbox/src"])
def test_no_two_classes_have_one_name(folder):
    """Except those whose names Ansible expects."""
    places: dict[str, list[str]] = {}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.name)
    expected = ("ActionModule", "LookupModule", "ModuleDocFragment")
    assert {name: files for name, files in places.items() if len(files) > 1 and name not in expected} == {}


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
