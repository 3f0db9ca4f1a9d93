# SPDX-License-Identifier: GPL-3.0-or-later

"""Removes old files from a folder of the controller. It needs no library, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._privacy import old_files

#: The range of the option: a file of yesterday can still be needed, and a longer time is none.
_FEWEST, _MOST = 1, 36_500


class ActionModule(ControllerAction):
    """The action plugin of old_files."""

    ARGUMENTS = {"folder": {"type": "path", "required": True}, "keep_days": {"type": "int", "required": True}}

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        days = given["keep_days"]
        if not _FEWEST <= days <= _MOST:
            raise ValidationError(
                f"option keep_days is {days}; set it to a number from {_FEWEST} to {_MOST}", fields=["keep_days"]
            )
        found = old_files.old(absolute(given["folder"]), datetime.now(UTC) - timedelta(days=days))
        if not self._task.check_mode:
            old_files.remove(found)
        paths = [*map(str, found)]
        before = "".join(f"{path}\n" for path in paths)
        return {
            "changed": bool(found),
            "removed": paths,
            **({"diff": {"before": before, "after": ""}} if self._task.diff else {}),
        }
