# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ..plugin_utils._action.module_action import action_of
from ..plugin_utils._first_contact.assessment import assessment_document


class ActionModule(action_of(__name__)):  # type: ignore[misc]  # a class that is made for each module
    """Compares what the module observed with the catalogue of assumptions, which only the controller has."""

    _supports_async = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        if "observed" in result:
            observed, unanswered = (result.pop(name) for name in ("observed", "unanswered"))
            result["document"] = assessment_document(observed, unanswered, result["sandbox"])
        return result
