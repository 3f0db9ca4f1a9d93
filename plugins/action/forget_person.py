# SPDX-License-Identifier: GPL-3.0-or-later

"""Erases a person from files of the controller. It needs no library, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..module_utils._core.errors import ValidationError
from ..module_utils._core.files import absolute, replace
from ..module_utils._record.sources import now
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._privacy import erased_files
from ..plugin_utils._privacy.person_name import PersonName


class ActionModule(ControllerAction):
    """The action plugin of forget_person."""

    ARGUMENTS = {
        "person": {"type": "str", "required": True},
        "folders": {"type": "list", "elements": "path", "required": True},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        person, folders, day = PersonName(given["person"]), [absolute(one) for one in given["folders"]], now()[:10]
        if not folders:
            raise ValidationError("option folders is empty; set it to the folders with the files", fields=["folders"])
        with erased_files.locked(folders, not self._task.check_mode):
            found = erased_files.find(person, folders, day)
            name, texts = found.replaced(day)
            if not self._task.check_mode:
                replace(texts)
        return {
            "changed": bool(texts),
            "pseudonym": name if texts else None,
            "files": [{"path": str(path), "count": max(1, person.count(text))} for path, text in found.texts.items()],
            "unread_files": [*map(str, found.unread)],
            "named_files": [*map(str, found.named)],
            "similar": sorted(found.others),
            **({"diff": erased_files.differences(found, texts, name)} if self._task.diff else {}),
        }
