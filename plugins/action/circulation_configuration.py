# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Runs a module's own code inside the controller's worker, for every module of this collection.

This one file is the action plugin of all modules: the others in this folder are symbolic links to it. Each link is
imported once by the parent process, under the name of its module, and inherited by the workers; that is what saves the
start of a Python interpreter per task. A module run over another connection than local, with become or async, or where
the variable ``reshare_wms_inline`` is false, runs as an ordinary module with the same result.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import VARIABLES
from ansible_collections.reshare.wms.plugins.module_utils._task.task import Call, Result, Task, drop_blank_connection

_MODULES = "ansible_collections.reshare.wms.plugins.modules"


class ActionModule(ActionBase):
    """The action plugin of the module whose name this file, or the link to it, bears."""

    TASK: Task = importlib.import_module(f"{_MODULES}.{__name__.rpartition('.')[2]}").TASK

    _supports_check_mode = True
    _supports_async = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> Result:
        """Ansible's entry point."""
        result = super().run(tmp, task_vars)
        # Plain data first: what Ansible attaches to every value doubles the time of a run (DESIGN 5).
        given = {**self._connection_variables(task_vars), **self._task.args}
        arguments = self._absolute(json.loads(json.dumps(given, default=str)))
        self._task.args = arguments
        if self._inline(task_vars):
            result.update(self._run_inline(arguments))
        else:
            result.update(self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val))
        return result

    def _connection_variables(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        """What the library's variables say of the connection, and the task does not mention."""
        return {
            option: self._templar.template(task_vars[variable])
            for option, variable in VARIABLES.items()
            if option not in self._task.args and variable in task_vars
        }

    def _inline(self, task_vars: dict[str, Any]) -> bool:
        wanted = boolean(self._templar.template(task_vars.get("reshare_wms_inline", True)))
        local = self._connection.transport == "local"
        return wanted and local and not self._task.async_val and not self._play_context.become

    def _absolute(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Paths from where ansible-playbook was started: a module of its own would start in another folder."""
        if self._connection.transport != "local":
            return arguments
        for name, option in self.TASK.argument_spec.items():
            value = arguments.get(name)
            if option.get("type") == "path" and isinstance(value, str) and value:
                arguments[name] = _absolute(value)
            elif option.get("elements") == "path" and isinstance(value, list):
                arguments[name] = [_absolute(one) if isinstance(one, str) else one for one in value]
        return arguments

    def _run_inline(self, arguments: dict[str, Any]) -> Result:
        drop_blank_connection(arguments)
        with self._environment():
            return self._run_task(arguments)

    @contextmanager
    def _environment(self) -> Iterator[None]:
        """The task's ``environment``, which a process of its own would have."""
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

    def _run_task(self, arguments: dict[str, Any]) -> Result:
        validated = ArgumentSpecValidator(self.TASK.argument_spec).validate(arguments)
        secrets = validated._no_log_values | self.TASK.secrets(arguments)
        if validated.error_messages:
            return remove_values({"failed": True, "msg": self._complaint(validated.errors[0])}, secrets)
        call = Call(validated.validated_parameters, arguments, self._task.check_mode)
        return remove_values(self.TASK.run(call), secrets)

    def _complaint(self, error: Exception) -> str:
        """The text that an ordinary module gives for its first wrong option."""
        if isinstance(error, UnsupportedError):
            return f"Unsupported parameters for ({self._task.action}) module: {error}"
        return str(error)


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(os.path.expandvars(path)))
