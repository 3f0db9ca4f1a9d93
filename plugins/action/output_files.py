# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes files on the controller, in its own process: it needs no connection and no temporary folder, so it has no module to run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.utils.path import unfrackpath

from ..module_utils._core.errors import FileError
from ..module_utils._core.files import differing, replace
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory.output import file_problem


class ActionModule(ControllerAction):
    """The action plugin of output_files."""

    ARGUMENTS = {"files": {"type": "dict", "required": True}, "folder": {"type": "path"}}

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        folder = given["folder"] or ""
        # Characters that UTF-8 cannot encode, such as parts of a file name, are replaced.
        texts = {
            Path(unfrackpath(os.path.join(folder, path), follow=False)): str(text).encode("utf-8", "replace").decode()
            for path, text in given["files"].items()
        }
        self.result["paths"] = [str(path) for path in texts]
        for path in texts:
            # A name can come from a file that somebody else wrote.
            if folder and not path.is_relative_to(unfrackpath(folder, follow=False)):
                raise FileError(f"{path} cannot be written: it is not in the folder {folder}", str(path))
            if problem := file_problem(str(path)):
                raise FileError(f"{path} cannot be written: {problem}", str(path))
        before = differing(texts)
        changes = [_diff(path, text or "", texts[path]) for path, text in before.items()]
        return {
            "changed": bool(before) if self._task.check_mode else replace(texts),
            **({"diff": changes} if self._task.diff else {}),
        }


def _diff(path: Path, before: str, after: str) -> dict[str, str]:
    return {"before_header": str(path), "before": before, "after_header": str(path), "after": after}
