# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates the variables of all libraries in one task. It reads them on the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ansible.utils.vars import load_extra_vars

from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute, replace
from ..module_utils._core.values import Day
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory import findings, received_places
from ..plugin_utils._inventory.extra_variables import problems_of_run
from ..plugin_utils._inventory.shared_values import values_of_run
from ..plugin_utils._inventory.specification import specification
from ..plugin_utils._inventory.validation import Validation
from ..plugin_utils._inventory.walk import Walk

# Read on import: Ansible's parent process imports this file, and its workers inherit it.
_SPECIFICATION = specification()


class ActionModule(ControllerAction):
    """The action plugin of validate_inventory."""

    ARGUMENTS = {
        "libraries": {"type": "list", "elements": "str", "required": True},
        "scope": {"type": "str", "choices": ["all", "consortium"], "default": "all"},
        "json": {"type": "path"},
        "junit": {"type": "path"},
        "strict": {"type": "bool", "default": False},
        "today": {"type": "str"},
        "options": {"type": "dict", "default": {}},
    }

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point. Options can be variables of the command line."""
        self._extra: Mapping[str, Any] = load_extra_vars(self._loader)
        self._task.args = {**_of_command_line(self._extra, self._task.args.get("options") or {}), **self._task.args}
        return super().run(tmp, task_vars)

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        if wrong := problems_of_run(task_vars, self._loader, _SPECIFICATION):
            reasons = " ".join(finding.sentence for finding in wrong)
            raise ValidationError(f"Nothing was validated. {reasons}", fields=(str(each.variable) for each in wrong))
        selected, strict = given["libraries"], given["strict"]
        walk = Walk(task_vars, self._templar, self._loader, _SPECIFICATION.options)
        ignored = [name for name in given["options"] if name not in self._extra]
        of_run = values_of_run(task_vars, self._extra)
        places, today = received_places.places(task_vars), _today(given["today"])
        validation = Validation(walk, selected, _SPECIFICATION, places, today, ignored, of_run)
        whole = given["scope"] == "all"
        problems = validation.findings() if whole else validation.consortium_findings
        consortium = validation.consortium()
        texts: dict[Any, Callable[[], str]] = {
            given["json"]: lambda: findings.findings_document(problems, selected, consortium, validation.addresses()),
            given["junit"]: lambda: findings.junit(problems, selected, strict),
        }
        replace({absolute(path): text() for path, text in texts.items() if path})
        if whole:
            self._display.display(findings.table(problems, selected))
        errors, warnings = (findings.count(problems, severity) for severity in (findings.ERROR, findings.WARNING))
        return {
            "findings": [asdict(finding) for finding in problems],
            "valid": not errors and not (strict and warnings),
            "summary": findings.summary(problems, selected),
            "consortium": {**consortium, "findings": [asdict(finding) for finding in validation.consortium_findings]},
        }


def _of_command_line(extra: Mapping[str, Any], variables: Iterable[str]) -> dict[str, Any]:
    """The options that variables of the command line set, by their names without the prefix, and not evaluated: Ansible would evaluate an
    expression in them, and the inventory's expressions to which it refers."""
    return {name.partition("_")[2]: extra[name] for name in variables if name in extra}


def _today(given: str | None) -> str:
    try:
        return Day().normalise(given) or datetime.now(UTC).date().isoformat()
    except ValueError as fault:
        raise ValidationError(f"option today {fault}") from None
