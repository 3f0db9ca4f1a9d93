# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The base of the action plugins that need what only the controller has, and so have no module to run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.plugins.action import ActionBase

from ...module_utils._core.errors import TaskError, failure
from ...module_utils._task.arguments import Arguments
from .failed_task import failed_task
from .run_memory import note_result


class ControllerAction(ActionBase):
    """ARGUMENTS: the options. MESSAGE: the format of an error. result: what ``perform`` adds to it is also in the result of a failed task."""

    ARGUMENTS: ClassVar[Arguments]
    MESSAGE: ClassVar[str] = "{fault}."

    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point. A TaskError becomes a failed result."""
        self.result: dict[str, Any] = {**super().run(tmp, task_vars), "changed": False}
        note_result(task_vars["inventory_hostname"], self._task)
        _validated, given = self.validate_argument_spec(self.ARGUMENTS)
        try:
            self.result |= self.perform(given, task_vars)
        except TaskError as fault:
            message = self.MESSAGE.format(library=task_vars["inventory_hostname"], fault=str(fault).rstrip("."))
            self.result |= {"failed": True, "msg": message, "failure": failure(fault)}
        if self.result.get("failed"):
            raise failed_task(self.result, task_vars["inventory_hostname"])
        return self.result

    @abstractmethod
    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        """Do the work. Returns the values of the result."""
