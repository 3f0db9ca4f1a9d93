# SPDX-License-Identifier: GPL-3.0-or-later

"""The declarations and checks of the roles for a library, without starting ansible-playbook."""

from __future__ import annotations

from functools import cache
from types import CodeType
from typing import Any
from unittest import mock

import jinja2
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import VARIABLES
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory
from support.controller import run
from support.environment import ROOT
from support.library import Library
from support.library_record import Record

_compile = jinja2.Environment.compile
_compiled: dict[tuple[Any, ...], CodeType] = {}


def _compile_once(self: jinja2.Environment, *source: Any) -> CodeType:
    """Ansible compiles each expression again for each Templar, which would be a third of the time of many tests."""
    key = (type(self), *source)
    if key not in _compiled:
        _compiled[key] = _compile(self, *source)
    return _compiled[key]


ROLES = ("consortium", "borrowing", "lending", "reshare_settings", "preflight", "plan", "enable_reshare")


class Roles:
    """The variables of the roles for one library. variables: additional ones of its inventory."""

    def __init__(self, library: Library, **variables: Any):
        self.library = library
        # Ansible trusts the files that it reads; the roles' own files are trusted too.
        self._variables: dict[str, Any] = {
            **_variables("defaults"),
            **_trusted({"inventory_hostname": library.name, "groups": {"all": [library.name]}}),
            **_trusted({**library.variables, **variables}),
            **_variables("vars"),
        }
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The value of a variable in a task of the roles."""
        return self.value("{{ " + name + " }}")

    def value(self, expression: str, **more: Any) -> Any:
        """The value of an expression; cached if it depends only on these variables."""
        if more:
            return self._evaluated(expression, more)
        if expression not in self._values:
            self._values[expression] = self._evaluated(expression, {})
        return self._values[expression]

    def _evaluated(self, expression: str, more: dict[str, Any]) -> Any:
        variables = {**self._variables, **_trusted(more)}
        with mock.patch.object(jinja2.Environment, "compile", _compile_once):
            return Templar(DataLoader(), variables=variables).template(_trusted(expression))

    def declare(self, check: bool = False) -> list[dict[str, Any]]:
        """Run the tasks of borrowing, lending and reshare_settings, as one run."""
        declared = {
            "circulation_configuration": [self["borrowing_declared"], self["lending_declared"]],
            "reshare_configuration": [self["reshare_settings_declared"]],
        }
        memory = RunMemory()
        done = [
            run(module, self.library, check, memory=memory, **self.options, configuration=one)
            for module, configurations in declared.items()
            for one in configurations
        ]
        assert [one.get("msg") for one in done] == [None, None, None]
        return done

    def preflight(self, **proof: Any) -> dict[str, Any]:
        """Run the checks of the role preflight. proof: with the additional checks."""
        return run(
            "preflight_info",
            self.library,
            **self.options,
            circulation_configuration=self["enable_reshare_circulation"],
            reshare_configuration=self["reshare_settings_declared"],
            expected={**self["preflight_expected"], **proof},
            expectations=self["preflight_expectations"],
            waivers=self["preflight_waivers"],
        )

    def plan(self, **options: Any) -> dict[str, Any]:
        """Run the planning of the role plan. options: additional ones of the module."""
        state = self["enable_reshare_state"]
        return run(
            "plan_info",
            self.library,
            **self.options,
            circulation_configuration=self["enable_reshare_circulation"],
            reshare_configuration=self["reshare_settings_declared"],
            ill_settings={"reshare": self["enable_reshare_section"][state]},
            **options,
        )

    def gate(self, check: bool = False) -> dict[str, Any]:
        """Run the checks of the role enable_reshare. check: in check mode."""
        return self.preflight(**self.value("{{ enable_reshare_proof }}", ansible_check_mode=check))

    def onboard(self) -> None:
        """Run the playbook's roles: all declarations, then the live switch if the checks pass."""
        declared = self.declare()
        if not any(one["pending"] for one in declared) and self.gate()["ready"]:
            self.switch("enabled")

    def switch(self, state: str) -> None:
        """Set ILL Settings: enabled or withdrawn."""
        section = self["enable_reshare_section"][state]
        assert run("ill_settings", self.library, **self.options, reshare=section).get("msg") is None

    def failure_text(self, result: dict[str, Any]) -> str:
        """The text of the checks that did not pass."""
        return self.value("{{ preflight_complaint }}", preflight_result=result)

    @property
    def options(self) -> dict[str, Any]:
        """The connection options of the inventory, which can differ from the library's."""
        return {
            option: self[variable]
            for option, variable in VARIABLES.items()
            if option != "library" and variable in self._variables
        }


@cache
def _variables(part: str) -> dict[str, Any]:
    """The defaults or vars of all roles."""
    found: dict[str, Any] = {}
    for path in [ROOT / "roles" / role / part / "main.yml" for role in ROLES]:
        if path.exists():
            found |= yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return _trusted(found)


def _trusted(value: Any) -> Any:
    """Mark values as trusted: Ansible evaluates only trusted texts."""
    if isinstance(value, dict):
        return {name: _trusted(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_trusted(one) for one in value]
    return trust_as_template(value) if isinstance(value, str) else value


def apply_roles(library: Library, **variables: Any) -> Roles:
    """Apply all roles to a library."""
    roles = Roles(library, **variables)
    roles.declare()
    library.reset()
    return roles


def enabled_by_hand(record: Record) -> None:
    """Apply the complete configuration of a library whose changes are made by hand, including the live switch."""
    roles = Roles(record.library, **record.options)
    roles.declare()
    record.confirm()
    roles.declare()
    assert record.run("ill_settings", reshare=roles["enable_reshare_section"]["enabled"])["pending"] is True
    record.confirm()
