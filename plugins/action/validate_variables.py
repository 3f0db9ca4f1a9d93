# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the variables of a library before anything is sent. It reads them on the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import Any

from ansible.errors import AnsibleAction, AnsibleError
from ansible.parsing.vault import AnsibleVaultError

from ..module_utils._core.errors import TaskError, ValidationError, failure
from ..module_utils._core.texts import one_line
from ..module_utils._module_tasks.excepted import LibraryException
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory import received_places
from ..plugin_utils._inventory.duplicates import duplicates, identities
from ..plugin_utils._inventory.extra_variables import problems_of_run
from ..plugin_utils._inventory.findings import Finding, alike
from ..plugin_utils._inventory.selection import named_problem
from ..plugin_utils._inventory.specification import INSTEAD, in_environment, specification
from ..plugin_utils._inventory.unused_files import REMEDY, unused_files
from ..plugin_utils._inventory.variables import LibraryVariables, Unevaluated, doubts, problems, removal, taken_accounts
from ..plugin_utils._roles.library_values import LibraryValues
from ..plugin_utils._variables.origin import misread, place_of, reading, where_set

_VAULT = "Nothing was run. Give the right vault password: --ask-vault-pass, --vault-password-file, or vault_password_file in ansible.cfg"

# Read on import: Ansible's parent process imports this file, and its workers inherit it.
_SPECIFICATION = specification()


class ActionModule(ControllerAction):
    """The action plugin of validate_variables."""

    ARGUMENTS = {
        "roles": {"type": "list", "elements": "str", "choices": sorted(_SPECIFICATION.required), "default": []},
        "options": {"type": "dict", "default": {}},
        "libraries": {"type": "list", "elements": "str", "default": []},
        "named": {"type": "str"},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        if extra := problems_of_run(task_vars, self._loader, _SPECIFICATION):
            return _failed(f"Nothing was run. {' '.join(problem.sentence for problem in extra)}", extra)
        try:
            result = self._of_run(given, task_vars) if given["libraries"] else self._of_library(given, task_vars)
        except AnsibleVaultError as fault:
            file, line = place_of(fault.obj)
            raise TaskError(f"{fault.message.rstrip('.')} ({file}:{line}). {_VAULT}") from None
        return {"problems": [], **result}

    def _of_run(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        """The result about all libraries of the run."""
        for file in unused_files(received_places.places(task_vars), task_vars["groups"]):
            # Other files of hosts are not reported: the inventory can have some of the libraries, and the files of all.
            if file.libraries or file.path.parent.name == "group_vars":
                self._display.warning(f"{file.explanation} {REMEDY}")
        shared = list(duplicates(identities(task_vars), given["libraries"]))
        variable = given["named"]
        unnamed = variable and named_problem(
            variable, self._templar.template(task_vars.get(variable)), given["libraries"]
        )
        if unnamed:
            fault = ValidationError(unnamed, fields=[variable])
            return {"failed": True, "msg": f"Nothing was run. {unnamed}", "failure": failure(fault)}
        if shared:
            messages = [duplicate.text for duplicate in shared]
            fault = ValidationError(*messages, fields=(finding.variables[0] for finding in shared))
            return {"failed": True, "msg": f"Nothing was run. {' '.join(messages)}", "failure": failure(fault)}
        if common := self._in_common(given, task_vars):
            places = (f" ({finding.location})" if finding.location else "" for finding in common)
            sentences = [f"{finding.sentence}{place}" for finding, place in zip(common, places)]
            return _failed(f"Nothing was run. All {len(given['libraries'])} libraries: {' '.join(sentences)}", common)
        return {}

    def _in_common(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> list[Finding]:
        """The problems that all libraries of the run have. Usually the first one has none, and then no other library is checked."""
        own, hostvars = task_vars["inventory_hostname"], task_vars["hostvars"]
        others = [name for name in given["libraries"] if name != own]
        problems = self._problems(given, task_vars) if others else []
        for name in others:
            if not problems:
                break
            variables = {**hostvars.raw_get(name), "groups": task_vars["groups"], "hostvars": hostvars}
            both = alike([*problems, *self._problems(given, variables)])
            problems = [finding for finding, libraries in both if len(libraries) > 1]
        return problems

    def _of_library(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        """The result about the variables of the library."""
        name = task_vars["inventory_hostname"]
        if problems := self._problems(given, task_vars):
            return _failed(f"{name}: {' '.join(finding.sentence for finding in problems)}", problems)
        library = self._library(given, task_vars)
        self.result["warnings"] = [doubt.sentence for doubt in doubts(library, _SPECIFICATION)]
        if removed := self._removal(library, task_vars):
            return removed
        entries = [entry for entry in library.value("consortium_exceptions") or [] if entry["library"] == name]
        own = [LibraryException(**{**entry, "until": str(entry["until"])}) for entry in entries]
        return {
            "unplanned": not ("plan" in task_vars or task_vars.get("plan_approved_by")),
            "exceptions": [exception.data(library.today) for exception in own],
        }

    def _removal(self, library: LibraryVariables, task_vars: Mapping[str, Any]) -> dict[str, Any] | None:
        """The removal of the library, with its link. None if it was not removed, or if its link is live: then it is treated as a live library that
        should not be live."""
        name, unread = task_vars["inventory_hostname"], ""
        removed = removal(library, name)
        if removed and removed["live"] is None:
            link = self._link(task_vars)
            removed["live"], unread = link.get("live"), str(link.get("msg") or "")
        if removed and removed["live"]:
            self._display.warning(
                f"{name}: removed, but its link is live, so it is not left alone. Run reshare.wms.withdraw for it."
            )
            return None
        if removed:
            self._display.display(f"{name}: {_removed(name, removed, unread)}")
        return removed

    def _link(self, task_vars: Mapping[str, Any]) -> Mapping[str, Any]:
        """The result of reading ILL Settings. Without a record, nothing else shows whether a library that is declared as removed is live."""
        task = self._task.copy()
        task.args, task.check_mode = {}, True
        parts = {"play_context": self._play_context, "loader": self._loader, "templar": self._templar}
        load = self._shared_loader_obj.action_loader.get
        plugin = load(
            "reshare.wms.ill_settings", task, self._connection, shared_loader_obj=self._shared_loader_obj, **parts
        )
        try:
            read: Mapping[str, Any] = plugin.run(task_vars=task_vars)
        except AnsibleAction as fault:
            read = fault.result
        return read

    def _problems(self, given: Mapping[str, Any], variables: Mapping[str, Any]) -> list[Finding]:
        """The problems of the variables of a library, with their places."""
        library = self._library(given, variables)
        required = {name for name, option in given["options"].items() if option.get("required")}
        findings = problems(library, _SPECIFICATION, required | _SPECIFICATION.required_by(given["roles"]))
        findings += taken_accounts(library) if given["roles"] else []
        return [self._placed(finding, variables) for finding in findings]

    def _placed(self, finding: Finding, variables: Mapping[str, Any]) -> Finding:
        file, line = where_set(variables, str(finding.variable), reading(self._loader))
        return replace(finding, library=variables["inventory_hostname"], file=file, line=line)

    def _library(self, given: Mapping[str, Any], variables: Mapping[str, Any]) -> LibraryVariables:
        values = LibraryValues(variables, self._templar.copy_with_new_env(available_variables=variables))
        return LibraryVariables(
            variables,
            _reported(values.of),
            _reported(values.__getitem__),
            _set_elsewhere(variables, values),
            received_places.places(variables),
            uses=_SPECIFICATION.used_by(given["roles"], given["options"]),
            undefined=values.undefined,
            misread=partial(misread, read=cache(self._loader.get_text_file_contents)),
            writes=_SPECIFICATION.options.keys() - (_SPECIFICATION.of_playbooks - given["options"].keys()),
        )


def _set_elsewhere(variables: Mapping[str, Any], values: LibraryValues) -> set[str]:
    """The connection options that the environment or another variable sets."""
    names = in_environment()
    for name, other in INSTEAD.items():
        if name not in variables and other in variables:
            # Its default is an expression with the missing variable.
            with suppress(AnsibleError):
                values.of(variables[other])
                names.add(name)
    return names


def _reported(evaluate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same function; it raises Unevaluated instead of AnsibleError."""

    def evaluated(written: Any) -> Any:
        try:
            return evaluate(written)
        except AnsibleError as fault:
            raise Unevaluated(f"cannot be evaluated: {fault}") from None

    return evaluated


def _failed(text: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """The values of a failed result."""
    problems = [{"variable": entry.variable, "code": entry.code, "message": entry.sentence} for entry in findings]
    fault = ValidationError(text, fields=(str(entry.variable) for entry in findings))
    return {"failed": True, "problems": problems, "msg": text, "failure": failure(fault)}


def _removed(name: str, removed: Mapping[str, Any], unread: str) -> str:
    """The only line about a removed library. unread: why its link could not be read."""
    who = removed["withdrawn"]["removed"]
    if who["by"] is None:
        link = (
            "link disabled"
            if removed["live"] is False
            else f"link not read ({one_line(unread).removeprefix(f'{name}: ').rstrip('.')})"
        )
        return f"removed (enable_reshare_state), {link}. Nothing is done for it. To configure it again, remove that variable."
    return (
        f"removed on {who['at'][:10]}. Nothing is done for it. To configure it again, run reshare.wms.onboard with --limit {name} "
        f"-e enable_reshare_again={name}."
    )
