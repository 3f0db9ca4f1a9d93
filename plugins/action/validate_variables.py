# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Checks the variables of a library before anything is sent. It reads them where they are, so it has no module to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._task.task import failure
from ansible_collections.reshare.wms.plugins.plugin_utils import _inherited  # noqa: F401  # pylint: disable=unused-import
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory import old_names, received
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.duplicates import duplicates, identities
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import (
    INSTEAD,
    in_environment,
    specification,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.unused_files import REMEDY, unused_files
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import (
    OWN,
    Library,
    Problem,
    Unevaluated,
    problems,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._origin import misread
from ansible_collections.reshare.wms.plugins.plugin_utils._values import Values

# Ansible's parent process imports this file, and its workers inherit what was read.
_SPECIFICATION = specification()


class ActionModule(ActionBase):
    """The action plugin of validate_variables."""

    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point."""
        result = super().run(tmp, task_vars)
        _validated, given = self.validate_argument_spec(
            {
                "roles": {"type": "list", "elements": "str", "choices": sorted(_SPECIFICATION.required), "default": []},
                "options": {"type": "dict", "default": {}},
                "libraries": {"type": "list", "elements": "str", "default": []},
            }
        )
        if given["libraries"]:
            for one in unused_files(_places(task_vars), task_vars["groups"]):
                # A run can be for a part of the libraries, with the files of all.
                if one.libraries or one.path.parent.name == "group_vars":
                    self._display.warning(f"{one.explanation} {REMEDY}")
            shared = list(duplicates(identities(task_vars), given["libraries"]))
            result.update(changed=False, problems=[], renamed={})
            if shared:
                told = [one.message for one in shared]
                fault = ValidationError(told, fields=(one.variables[0] for one in shared))
                result.update(failed=True, msg=f"Nothing was run. {' '.join(told)}", failure=failure(fault))
            return result
        self._values = Values(task_vars, self._templar)
        library = Library(
            task_vars,
            self._evaluate,
            self._set_elsewhere(task_vars),
            _places(task_vars),
            uses=_SPECIFICATION.used_by(given["roles"], given["options"]),
            undefined=self._values.undefined,
            misread=partial(misread, read=cache(self._loader.get_text_file_contents)),
        )
        values, found = self._renamed(given["options"], library)
        library = replace(library, given={**task_vars, **values})
        required = {name for name, option in given["options"].items() if option.get("required")}
        found += problems(library, _SPECIFICATION, required | _SPECIFICATION.required_by(given["roles"]))
        found.sort(key=lambda problem: problem.variable)
        result.update(changed=False, problems=[_told(problem) for problem in found], renamed=values)
        if found:
            text = " ".join(problem.message for problem in found)
            fault = ValidationError([text], fields=(problem.variable for problem in found))
            result.update(failed=True, msg=f"{task_vars['inventory_hostname']}: {text}", failure=failure(fault))
        return result

    def _evaluate(self, value: Any) -> Any:
        try:
            return self._values.of(value)
        except AnsibleError as fault:
            raise Unevaluated(f"cannot be evaluated: {fault}") from None

    def _renamed(self, options: Iterable[str], library: Library) -> tuple[dict[str, Any], list[Problem]]:
        """The values of these variables that are set by an old name, and their problems. Warns about each old name."""
        names, extra = _SPECIFICATION.old_names(options), load_extra_vars(self._loader)
        used, ignored = old_names.accepted(names, library, extra)
        for one in ignored:
            self._display.warning(
                f"{one.name} is set, but not on the command line, and has no effect: it is the old name of {one.variable}. "
                f"List a variable of your own in {OWN}."
            )
        for one in used:
            text = f"{one.name} is the old name of the variable {one.variable}."
            self._display.deprecated(text, version=one.version, collection_name=one.collection_name)
        return old_names.renamed(used, library)

    def _set_elsewhere(self, task_vars: Mapping[str, Any]) -> set[str]:
        """The connection options that need not be variables."""
        found = in_environment()
        for name, other in INSTEAD.items():
            if name not in task_vars and other in task_vars:
                # By default it is an expression for the variable that is missing.
                with suppress(Unevaluated):
                    self._evaluate(task_vars[other])
                    found.add(name)
        return found


def _told(problem: Problem) -> dict[str, str]:
    return {"variable": problem.variable, "code": problem.code, "message": problem.message}


def _places(task_vars: Mapping[str, Any]) -> received.Places:
    return received.places(task_vars.get("ansible_inventory_sources") or (), task_vars["playbook_dir"])
