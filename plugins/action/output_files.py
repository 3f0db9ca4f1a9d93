# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Writes files on the controller, in its own process: it needs no connection and no temporary folder, so it has no module to run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase
from ansible.utils.path import unfrackpath

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import FileError, TaskError, failure
from ansible_collections.reshare.wms.plugins.module_utils._core.files import differing, replace
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.output import file_problem


class ActionModule(ActionBase):
    """The action plugin of output_files."""

    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Ansible's entry point."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, given = self.validate_argument_spec(
            {"files": {"type": "dict", "required": True}, "folder": {"type": "path"}}
        )
        folder = given["folder"] or ""
        # What is no text in UTF-8, such as a part of a file's name, is replaced.
        texts = {
            Path(unfrackpath(os.path.join(folder, path), follow=False)): str(text).encode("utf-8", "replace").decode()
            for path, text in given["files"].items()
        }
        result.update(paths=[str(path) for path in texts])
        try:
            for path in texts:
                if problem := file_problem(str(path)):
                    raise FileError(f"{path} cannot be written: {problem}", str(path))
            before = differing(texts)
            result.update(changed=bool(before) if self._task.check_mode else replace(texts))
            if self._task.diff:
                result["diff"] = [_diff(path, text or "", texts[path]) for path, text in before.items()]
        except TaskError as fault:
            result.update(changed=False, failed=True, msg=f"{fault}.", failure=failure(fault))
        return result


def _diff(path: Path, before: str, after: str) -> dict[str, str]:
    return {"before_header": str(path), "before": before, "after_header": str(path), "after": after}
