# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the variables of a new library. It reads variables and files of the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError

from ..module_utils._core.errors import UnknownReference, ValidationError, candidates, similar
from ..module_utils._core.files import absolute, write_new
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory import new_library_file
from ..plugin_utils._inventory.duplicates import NAMES, duplicates, identities
from ..plugin_utils._inventory.new_library import LOOKED_UP, Facts, Variable
from ..plugin_utils._inventory.specification import specification
from ..plugin_utils._inventory.variables import LibraryVariables, problems
from ..plugin_utils._variables.secrets import secret_name

# Read on import: Ansible's parent process imports this file, and its workers inherit it.
_SPECIFICATION = specification()
#: The variables that determine what was found, and are not looked up.
_BESIDE = ("library_display_name", "borrowing_shelving_location")


class ActionModule(ControllerAction):
    """The action plugin of library_variables."""

    ARGUMENTS = {"facts": {"type": "dict"}, "entered": {"type": "dict", "default": {}}, "folder": {"type": "str"}}
    MESSAGE = "{library}: {fault}. Nothing was written."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        library = task_vars["inventory_hostname"]
        entered = {name: value for name, value in given["entered"].items() if value not in (None, "")}
        _refuse_unusable(entered, task_vars)
        path = new_library_file.new_path(_folder(given["folder"], task_vars), library)
        inventory = {name: self._value(name, task_vars) for name in LOOKED_UP if name in task_vars}
        declared = {name: value for name, value in inventory.items() if value not in (None, "")} | entered
        defaults = {name: self._value(name, task_vars) for name in _BESIDE}
        facts = Facts(given["facts"] or {}, {**defaults, **declared})
        if given["facts"] is not None and facts.doubt:
            raise ValidationError(facts.doubt)
        _refuse_unknown(facts.variables, entered)
        variables = {name: value for name, value in facts.variables.items() if name not in declared}
        _refuse_other_library(library, {**facts.identity, **entered}, task_vars)
        if given["facts"] is None or not (entered or variables):
            return {"path": str(path)}
        text = new_library_file.text(f"{library}, {facts.name}" if facts.name else library, entered, variables)
        if not self._task.check_mode:
            write_new(path, text)
        diff = {"before_header": str(path), "before": "", "after_header": str(path), "after": text}
        return {"changed": True, "path": str(path), **({"diff": diff} if self._task.diff else {})}

    def _value(self, name: str, task_vars: Mapping[str, Any]) -> Any:
        try:
            return self._templar.template(task_vars.get(name, _SPECIFICATION.defaults.get(name)))
        except AnsibleError as fault:
            raise ValidationError(f"{name} cannot be evaluated: {fault}") from None


def _folder(given: str | None, task_vars: Mapping[str, Any]) -> Path:
    library, beside = task_vars["inventory_hostname"], task_vars.get("inventory_dir")
    if not (given or beside):
        raise ValidationError(
            "set add_library_dir to the folder host_vars: the inventory of this library is not a file"
        )
    if library in ("", ".", "..") or "/" in library:
        raise ValidationError(f"the name of the library, '{library}', cannot be the name of a file")
    return absolute(given or f"{beside}/host_vars")


def _refuse_unusable(entered: Mapping[str, Any], task_vars: Mapping[str, Any]) -> None:
    secrets = [name for name in map(str, entered) if secret_name(name)]
    wrong = [f"{name} is a secret, which is not written; encrypt it in the inventory" for name in secrets]
    wrong += [problem.sentence for problem in problems(LibraryVariables(entered), _SPECIFICATION, ())]
    if entered and (others := len(task_vars.get("ansible_play_hosts_all", ())) - 1) > 0:
        wrong.append(
            f"add_library_variables is for one library, but the run has {others} more; select one with --limit"
        )
    if wrong:
        raise ValidationError(*wrong)


def _refuse_unknown(variables: Mapping[str, Variable | Mapping[str, Variable]], entered: Mapping[str, Any]) -> None:
    """Refuse an entered value that the systems do not have. A symbol can be entered without its authority."""
    for name, value in entered.items():
        variable = variables.get(name)
        known = variable.candidates if isinstance(variable, Variable) else {}
        if known and str(value) not in {*known, *(each.rpartition(":")[2] for each in known)}:
            text = f"{name} is '{value}', which OCLC and the ReShare directory do not have for this library. {similar(str(value), known)}"
            raise UnknownReference(text, str(value), meant=candidates(str(value), known))


def _refuse_other_library(library: str, values: Mapping[str, Any], task_vars: Mapping[str, Any]) -> None:
    """Refuse the identities of another host of the inventory: the tenant or institution is probably that host's."""
    if values.keys().isdisjoint(NAMES):
        return
    known = identities(task_vars)
    known[library] = {**known.get(library, {}), **values}
    messages = [duplicate.text for duplicate in duplicates(known, [library])]
    if messages:
        raise ValidationError(*messages)
