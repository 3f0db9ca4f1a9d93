# SPDX-License-Identifier: GPL-3.0-or-later

"""Erases a person from records of the controller. It needs no library, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute, differing, replace
from ..module_utils._record.sources import now
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._privacy.named_files import locked, named_files
from ..plugin_utils._privacy.person_name import PersonName


class ActionModule(ControllerAction):
    """The action plugin of forget_person."""

    ARGUMENTS = {
        "person": {"type": "str", "required": True},
        "folders": {"type": "list", "elements": "path", "required": True},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        person, folders = PersonName(given["person"]), [absolute(folder) for folder in given["folders"]]
        if not folders:
            raise ValidationError("option folders is empty; set it to the folders with the files", fields=["folders"])
        with locked(folders, not self._task.check_mode):
            name, files = named_files(person, folders, now()[:10])
            before = differing(files.records)
            if not self._task.check_mode:
                replace(files.records)
        return {
            "changed": bool(before),
            "pseudonym": name if before else None,
            "records": [*map(str, files.records)],
            "other_files": [*map(str, files.others)],
            "unread_files": [*map(str, files.unread)],
            **(
                {"diff": [{"before": text or "", "after": files.records[path]} for path, text in before.items()]}
                if self._task.diff
                else {}
            ),
        }
