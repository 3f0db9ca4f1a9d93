# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of roles and playbooks: each is named after its owner, specified and documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import VALIDATE, specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import LibraryVariables, problems
from support.environment import ROOT

ROLES = sorted(path.parents[1].name for path in ROOT.glob("roles/*/meta/argument_specs.yml"))
PLAYBOOKS = sorted(path.stem for path in ROOT.glob("playbooks/*.yml"))
#: Variables of playbooks that are not named after the playbook. apply: reshare.wms.export writes them into files of variables, under the names of
#: the modules that apply them. send_worksheets: they are in inventories, beside worksheet_due_days, which every module reads.
#: drift, status: the waves of reshare.wms.onboard.
NAMES = {
    "drift": ("onboard_waves",),
    "status": ("onboard_waves",),
    "apply": ("circulation_configuration", "reshare_configuration"),
    "send_worksheets": ("worksheet_",),
}


def read(path: str) -> Any:
    file = ROOT / path
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}


def options(role: str) -> dict[str, dict[str, Any]]:
    return read(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"]


def defaults(role: str) -> dict[str, Any]:
    return read(f"roles/{role}/defaults/main.yml") or {}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(one)


def playbook_variables(playbook: str) -> list[str]:
    tasks = mappings(read(f"playbooks/{playbook}.yml"))
    return [name for task in tasks for module in VALIDATE for name in (task.get(module) or {}).get("options") or ()]


@pytest.mark.parametrize("role", ROLES)
def test_every_default_of_a_role_is_an_option(role):
    assert defaults(role).keys() <= options(role).keys()


@pytest.mark.parametrize("role", ROLES)
def test_the_specification_has_the_defaults_of_the_role(role):
    """Without a default in the specification, the default is an expression, a text, or null."""
    specified = {name: option["default"] for name, option in options(role).items() if "default" in option}
    written = defaults(role)
    assert {name: written[name] for name in specified if name in written} == {
        name: value for name, value in specified.items() if name in written
    }
    assert {name for name in written if isinstance(written[name], bool | int | list)} <= specified.keys()


def test_an_option_of_two_roles_is_the_same_option():
    of_all: dict[str, dict[str, Any]] = {}
    for role in ROLES:
        for name, option in options(role).items():
            facts = {key: option.get(key) for key in ("type", "elements", "choices", "default", "required")}
            assert of_all.setdefault(name, facts) == facts, name


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_variable_of_a_playbook_is_named_after_it_and_documented(playbook):
    text = (ROOT / f"playbooks/{playbook}.yml").read_text(encoding="utf-8")
    header = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    pages = [*ROOT.glob("docs/*.md"), ROOT / "README.md"]
    pages = [page.read_text(encoding="utf-8") for page in pages]
    for name in playbook_variables(playbook):
        assert name.startswith((f"{playbook}_", *NAMES.get(playbook, ()))), name
        assert name in header, f"{name} is not in the comment at the head of {playbook}.yml"
        assert any(name in page for page in pages), f"{name} is in no page of docs"


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_misspelt_variable_of_a_playbook_is_noticed(playbook):
    for name in playbook_variables(playbook):
        misspelt = name + name[-1]
        found = problems(LibraryVariables({misspelt: "x"}), specification(), ())
        assert [(problem.variable, problem.code) for problem in found] == [(misspelt, "unknown")]
