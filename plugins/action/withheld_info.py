# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what the libraries of a run wait for. It reads the variables and records of all libraries on the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible.errors import AnsibleError

from ..module_utils._core.errors import TaskError, first_of
from ..module_utils._core.texts import one_line
from ..module_utils._core.values import Duration
from ..module_utils._record.content import RecordData
from ..module_utils._record.sources import now
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory.agreement import BORROWING, LENDING, ComparedLibrary
from ..plugin_utils._inventory.specification import specification
from ..plugin_utils._inventory.validation import members
from ..plugin_utils._inventory.walk import Variables, Walk
from ..plugin_utils._inventory.waves import waiting
from ..plugin_utils._inventory.withheld_periods import OrderedLibrary, ordered, withheld_periods
from ..plugin_utils._variables.library_record import record_dir, record_file

#: The result of the task that adds steps to the worksheet of a library.
_APPLIED = "onboard_circulation_result"
#: The number of libraries that a message names.
_NAMED = 5


def _asked(member: ComparedLibrary, variables: Variables) -> ComparedLibrary:
    """A library without the exceptions that have ended: it is asked again for the declared values."""
    over = {name for name, exception in member.exceptions.items() if exception.ended(now()[:10])}
    periods = {name.partition("_")[0]: variables.canonical(name, Duration()) for name in over & {BORROWING, LENDING}}
    return replace(
        member, exceptions={name: period for name, period in member.exceptions.items() if name not in over}, **periods
    )


class ActionModule(ControllerAction):
    """The action plugin of withheld_info."""

    ARGUMENTS = {
        "libraries": {"type": "list", "elements": "str", "required": True},
        "waves": {"type": "list", "elements": "str", "default": []},
    }
    MESSAGE = "{fault}."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        records = self._records(task_vars)
        periods = withheld_periods(self._ordered(records, task_vars))
        self.result["warnings"] = [
            f"{lender} lends for a shorter time than {borrower} needs, as declared. So neither waits for the other's changes: find what does not fit "
            "with reshare.wms.validate"
            for lender, borrower in periods.apart
        ] + self._unread
        raw = task_vars["hostvars"].raw_get
        is_open = {name for name in given["libraries"] if (raw(name).get(_APPLIED) or {}).get("pending")}
        is_open |= {name for name, content in records.items() if content.is_pending}
        return {
            "withheld": {name: [withheld.data for withheld in several] for name, several in periods.withheld.items()},
            "waiting": waiting(given["libraries"], given["waves"], is_open),
        }

    def _records(self, task_vars: Mapping[str, Any]) -> dict[str, RecordData]:
        """The records of the inventory, each read once. A warning names those that cannot be read."""
        contents: dict[str, RecordData] = {}
        self._unread: list[str] = []
        for name in task_vars["groups"]["all"]:
            variables = task_vars["hostvars"][name]
            try:
                if record_dir(variables) and not (content := record_file(name, variables).load()).new:
                    contents[name] = content
            except (AnsibleError, TaskError) as fault:
                self._unread.append(one_line(f"{name}: its record cannot be read, so no library waits for it: {fault}"))
        return contents

    def _ordered(self, records: Mapping[str, RecordData], task_vars: Mapping[str, Any]) -> list[OrderedLibrary]:
        """The libraries with a record. A warning names those without one if a change might have to wait for them."""
        walk = Walk(task_vars, self._templar, self._loader, specification().options)
        libraries = members(walk) if records else []
        in_order = []
        for member in libraries:
            if member.library in records:
                variables = walk.variables(member.library)
                names = (str(variables.value(f"{side}_policy_name")) for side in ("borrowing", "lending"))
                enabled = variables.value("enable_reshare_state") == "enabled"
                in_order.append(ordered(_asked(member, variables), records[member.library], enabled, *names))
        without = [library.library for library in libraries if library.library not in records and library.symbol]
        if without and any(member.live and member.changes for member in in_order):
            self._unread.append(
                f"No library waits for {first_of(without, _NAMED)}: no record shows what is in place there."
            )
        return in_order
