# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the variables of a new library. It reads variables and files of the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError

from ..module_utils._core.errors import TaskError, UnknownReference, ValidationError, candidates, similar
from ..module_utils._core.files import absolute, create, remedy
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory import new_library_file
from ..plugin_utils._inventory.duplicates import NAMES, duplicates, identities
from ..plugin_utils._inventory.new_library import FOUND, Facts, NewLibrary
from ..plugin_utils._inventory.specification import in_environment, specification
from ..plugin_utils._inventory.variables import LibraryVariables, problems
from ..plugin_utils._variables.secrets import SECRETS

# Ansible's parent process imports this file, and its workers inherit what was read.
_SPECIFICATION = specification()
_REQUIRED = _SPECIFICATION.required_by(["onboard"])


class ActionModule(ControllerAction):
    """The action plugin of library_variables."""

    ARGUMENTS = {
        "facts": {"type": "dict", "required": True},
        "entered": {"type": "dict", "default": {}},
        "folder": {"type": "str"},
        "shelving_location": {"type": "str", "default": ""},
    }
    MESSAGE = "{library}: {fault}. Nothing was written."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        library = task_vars["inventory_hostname"]
        entered = {name: value for name, value in given["entered"].items() if value not in (None, "")}
        _refuse_unusable(entered)
        path, exists = new_library_file.file_of(_folder(given["folder"], library, task_vars), library)
        # Without a file, entered values replace those of the inventory, which may not have a value yet.
        names = {*FOUND, *entered} if exists else set(FOUND) - entered.keys()
        inventory = {name: self._evaluated(name, task_vars) for name in names if _is_set(task_vars, name)}
        new = NewLibrary(Facts(given["facts"]), inventory, {} if exists else entered)
        written = {} if exists else new.written()
        _refuse_other_library(library, {**entered, **written}, task_vars)
        missing = _missing({*written, *(name for name in task_vars if _is_set(task_vars, name)), *in_environment()})
        differences = [*new.differences(), *(new.unset() if exists else ()), *_not_entered(entered, new.given)]
        undecided = [{"variable": one.name, "reason": one.reason, "candidates": one.values} for one in new.undecided()]
        undecided += [
            {"variable": name, "reason": f"no system has it. {reason}", "candidates": []}
            for name, reason in missing.items()
        ]
        result = {"path": str(path), "variables": written, "undecided": undecided, "differences": differences}
        if exists or not (written or undecided):
            return {"changed": False, **result}
        _refuse_unknown(differences, entered)
        text = new_library_file.text(library, new, missing, given["shelving_location"])
        if not self._task.check_mode:
            _write(path, text)
        return {"changed": True, **result, "diff": {"before": "", "after": text}}

    def _evaluated(self, name: str, task_vars: Mapping[str, Any]) -> Any:
        try:
            return self._templar.template(task_vars[name])
        except AnsibleError as fault:
            raise ValidationError(f"{name} cannot be evaluated: {fault}") from None


def _is_set(task_vars: Mapping[str, Any], name: str) -> bool:
    value = task_vars.get(name)
    return value is not None and value != ""


def _folder(given: str | None, library: str, task_vars: Mapping[str, Any]) -> Path:
    beside = task_vars.get("inventory_dir")
    folder = given or (beside and f"{beside}/host_vars")
    if not folder:
        raise ValidationError(
            "set add_library_dir to the folder host_vars: the inventory of this library is not a file"
        )
    if library in ("", ".", "..") or "/" in library:
        raise ValidationError(f"the name of the library, '{library}', cannot be the name of a file")
    return absolute(folder)


def _missing(known: set[str]) -> dict[str, str]:
    """The required variables that no system has and that are not set yet, with their descriptions."""
    names = sorted(_REQUIRED - known - {*FOUND})
    return {name: str(_SPECIFICATION.options[name].get("description") or "") for name in names}


def _not_entered(entered: Mapping[str, Any], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entered variables that an existing file does not have, as differences."""
    return [
        {"variable": name, "declared": None if name not in given else str(given[name]), "found": [str(value)]}
        for name, value in entered.items()
        if str(given.get(name)) != str(value)
    ]


def _refuse_unusable(entered: Mapping[str, Any]) -> None:
    """Refuse entered variables that do not belong into the file, and values of a wrong type."""
    allowed = {*_REQUIRED, *FOUND} - SECRETS
    wrong = [
        f"{name} is a secret, which is not written; encrypt it in the inventory"
        if name in SECRETS
        else f"{name} is not a variable that add_library_variables can contain. {similar(name, allowed)}"
        for name in map(str, entered)
        if name not in allowed
    ]
    wrong += [
        one.sentence for one in problems(LibraryVariables(entered), _SPECIFICATION, ()) if one.variable in allowed
    ]
    if wrong:
        raise ValidationError(*wrong)


def _refuse_other_library(library: str, values: Mapping[str, Any], task_vars: Mapping[str, Any]) -> None:
    """Refuse the identities of another host of the inventory: the tenant or institution is probably that one."""
    if values.keys().isdisjoint(NAMES):
        return
    known = identities(task_vars)
    known[library] = {**known.get(library, {}), **values}
    messages = [one.text for one in duplicates(known, [library])]
    if messages:
        raise ValidationError(*messages)


def _refuse_unknown(differences: list[dict[str, Any]], entered: Mapping[str, Any]) -> None:
    """Refuse a entered value that the systems do not have."""
    for one in differences:
        name, value, found = one["variable"], one["declared"], one["found"]
        if name.partition(".")[0] in entered and value is not None:
            text = f"{name} is '{value}', which OCLC and the ReShare directory do not have for this library. {similar(value, found)}"
            raise UnknownReference(text, value, meant=candidates(value, found))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, text.encode("utf-8"))
    except OSError as fault:
        raise TaskError(f"{path} cannot be written: {fault.strerror}; {remedy(fault)}") from None
