# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the code of a module inside Ansible's worker: the base of the action plugins of all modules.

Ansible's parent process imports an action plugin, and with it the module's code, once, and every worker inherits it. This
saves the start of a Python interpreter per task. With another connection than local, with become or async, or if the variable
``reshare_wms_inline`` is false, the module runs as an ordinary module with the same result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ...module_utils._core.checks import Check
from ...module_utils._core.errors import ValidationError, failure
from ...module_utils._core.files import absolute
from ...module_utils._pages.page import templates
from ...module_utils._task.arguments import VARIABLES, unmarked
from ...module_utils._task.task import Result, Task, drop_blank_connection
from .._inventory.selection import left_out
from .._variables.origin import misread
from .._variables.variable_values import Values
from .failed_task import failed_task
from .run_memory import RUN, SharedState, note_result

_DISPLAY = Display()
# Compiled once, in Ansible's parent process: otherwise, each worker that writes a page would compile them.
for _template in templates().list_templates(["html"]):
    templates().get_template(_template)


class ModuleAction(ActionBase):
    """The base of the action plugins. TASK: the module's work."""

    TASK: ClassVar[Task]

    _supports_check_mode = True
    _supports_async = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> Result:
        """Ansible's entry point. The arguments of the task are not changed, because callbacks and rescue blocks use them."""
        result: Result = super().run(tmp, task_vars)
        note_result(task_vars["inventory_hostname"], self._task)
        # Converted to plain data first: the tags that Ansible attaches to every value double the time of a run.
        given = {**self._connection_variables(task_vars), **self._task.args}
        arguments = self._absolute(json.loads(json.dumps(given, default=str)))
        drop_blank_connection(arguments)
        tags = (task_vars.get(name) or () for name in ("ansible_run_tags", "ansible_skip_tags"))
        arguments.setdefault("left_out", left_out(*tags))
        library = arguments.get("library") or task_vars["inventory_hostname"]
        of_run = task_vars.get("reshare_wms_withheld") or {}
        arguments.setdefault("withheld", (of_run.get("withheld") or {}).get(library, []))
        if refusal := self._misread(given) or self.TASK.refusal(arguments):
            result.update(failed=True, changed=False, msg=f"{library}: {refusal}.", failure=failure(refusal))
        elif self._inline(task_vars):
            with self._environment():
                result.update(self._run_inline(arguments, SharedState(RUN, task_vars["inventory_hostname"])))
        else:
            SharedState(RUN, task_vars["inventory_hostname"]).lose_writes()
            redactor = self.TASK.redactor(arguments)
            returned = self._execute_module(module_args=arguments, task_vars=task_vars, wrap_async=self._task.async_val)
            # The module masks its own result; this masks Ansible's message about a module that failed earlier.
            result.update(redactor.data(returned))
        # Checks are displayed with -v, without an additional task per library.
        for check in () if self._task.no_log else result.get("checks") or ():
            _DISPLAY.v(Check(**check).sentence, host=task_vars["inventory_hostname"])
        # For a bug, Ansible shows the traceback if it is set to.
        if result.get("failed") and result.get("failure", {}).get("code", "bug") != "bug":
            raise failed_task(result, library)
        return result

    def _connection_variables(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        """The connection options from the library's variables that are not set in the task."""
        values = Values(task_vars, self._templar)
        return {
            option: values[variable]
            for option, variable in VARIABLES.items()
            if option not in self._task.args and variable in task_vars
        }

    def _misread(self, given: Mapping[str, Any]) -> ValidationError | None:
        """An error about the options whose values YAML read differently from how they are written."""
        read = cache(self._loader.get_text_file_contents)
        reasons = {name: misread(value, read) for name, value in given.items()}
        wrong = {name: f"{name} {reason}" for name, reason in reasons.items() if reason}
        return ValidationError(*wrong.values(), fields=wrong) if wrong else None

    def _inline(self, task_vars: dict[str, Any]) -> bool:
        wanted = boolean(self._templar.template(task_vars.get("reshare_wms_inline", True)))
        local = self._connection.transport == "local"
        return wanted and local and not self._task.async_val and not self._play_context.become

    def _absolute(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Relative paths made absolute, relative to the directory in which ansible-playbook was started: an ordinary module would start in another
        directory."""
        if self._connection.transport != "local":
            return arguments
        for name, option in self.TASK.argument_spec.items():
            value = arguments.get(name)
            if option.get("type") == "path" and isinstance(value, str) and value:
                arguments[name] = str(absolute(value))
            elif option.get("elements") == "path" and isinstance(value, list):
                arguments[name] = [str(absolute(path)) if isinstance(path, str) else path for path in value]
        return arguments

    @contextmanager
    def _environment(self) -> Iterator[None]:
        """The ``environment`` of the task, which a separate process would have."""
        wanted: dict[str, str] = {}
        self._compute_environment_string(wanted)
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update({name: str(value) for name, value in wanted.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def _run_inline(self, arguments: dict[str, Any], state: SharedState) -> Result:
        validated = ArgumentSpecValidator(unmarked(self.TASK.argument_spec)).validate(arguments)
        if validated.error_messages:
            redactor = self.TASK.redactor(arguments, validated.validated_parameters)
            complaint = self._complaint(validated.errors[0])
            return redactor.data({"failed": True, "msg": complaint, "failure": failure(ValidationError(complaint))})
        return self.TASK.run(validated.validated_parameters, arguments, self._task.check_mode, state)

    def _complaint(self, error: Exception) -> str:
        """The message of an ordinary module for its first invalid option."""
        if isinstance(error, UnsupportedError):
            return f"Unsupported parameters for ({self._task.action}) module: {error}"
        return str(error)


def action_of(plugin: str) -> type[ModuleAction]:
    """The action plugin of the module of the same name. plugin: its full name. Ansible needs a file and a class per module: with a redirect, it
    applies the module_defaults of all of them together."""
    module = import_module(plugin.replace(".plugins.action.", ".plugins.modules."))
    return type("ActionModule", (ModuleAction,), {"TASK": module.TASK, "__module__": plugin})
