# SPDX-License-Identifier: GPL-3.0-or-later

"""Commits the records of all libraries at once: the clone is that of the consortium, so this has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from ..module_utils._core.files import absolute
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._committing.clone import Clone


class ActionModule(ControllerAction):
    """The action plugin of record_commit."""

    ARGUMENTS = {"folder": {"type": "path", "required": True}, "push": {"type": "bool", "default": False}}

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        clone = Clone(absolute(given["folder"]))
        check = self._task.check_mode
        with nullcontext() if check else clone.locked():
            self._commit(clone)
            if given["push"] and not check:
                self.result["pushed"] = clone.push()
        return {"changed": self.result["changed"] or self.result["pushed"]}

    def _commit(self, clone: Clone) -> None:
        """Adds to the result, which it has also if the commit cannot be pushed."""
        files = clone.changed_files()
        text = clone.commit(files) if files and not self._task.check_mode else ""
        self.result |= {"changed": bool(files), "files": files, "commit_message": text, "pushed": False}
        if self._task.diff:
            self.result["diff"] = {"before": "", "after": "".join(f"{file}\n" for file in files)}
