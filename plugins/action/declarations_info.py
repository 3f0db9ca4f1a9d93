# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows what the roles declare for a library. It reads the variables on the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleError

from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._roles.printed import declared_document


class ActionModule(ControllerAction):
    """The action plugin of declarations_info."""

    ARGUMENTS = {"show": {"type": "bool", "default": True}}
    MESSAGE = "{library}: {fault}."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        library = task_vars["inventory_hostname"]
        try:
            text = declared_document(task_vars, self._templar)
        except AnsibleError as fault:
            return {"failed": True, "msg": f"{library}: {str(fault).rstrip('.')}."}
        if given["show"]:
            self._display.display(f"# {library}\n{text}")
        return {"yaml": text}
