# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Shows what the roles declare for a library. It reads the variables where they are, so it has no module to run."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError, failure
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.printed import document


class ActionModule(ActionBase):
    """The action plugin of declarations_info."""

    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, given = self.validate_argument_spec({"show": {"type": "bool", "default": True}})
        result.update(changed=False)
        library = task_vars["inventory_hostname"]
        try:
            result["yaml"] = document(task_vars, self._templar)
        except AnsibleError as fault:
            result.update(failed=True, msg=f"{library}: {str(fault).rstrip('.')}.")
        except TaskError as fault:
            result.update(failed=True, msg=f"{library}: {fault}.", failure=failure(fault))
        else:
            if given["show"]:
                self._display.display(f"# {library}\n{result['yaml']}")
        return result
