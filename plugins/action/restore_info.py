# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what was in place at libraries on a day. Reports are files of the controller, and about all libraries, so this has no module to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ..module_utils._core.errors import TaskError, ValidationError
from ..module_utils._core.files import absolute
from ..module_utils._core.values import Day
from ..module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ..module_utils._wms.catalogue import DECLARABLE as OF_WMS
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._fleet import run_files
from ..plugin_utils._report.data import Data
from ..plugin_utils._restoring.earlier_values import EarlierValues
from ..plugin_utils._restoring.from_record import of_record
from ..plugin_utils._restoring.from_reports import of_reports
from ..plugin_utils._variables.library_record import load_record, record_dir


class ActionModule(ControllerAction):
    """The action plugin of restore_info."""

    ARGUMENTS = {
        "day": {"type": "str", "required": True},
        "libraries": {"type": "list", "elements": "str", "required": True},
        "reports": {"type": "path"},
    }
    MESSAGE = "{fault}. Nothing was changed."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC)
        day = _past_day(given["day"], now)
        reports, left_out = run_files.reports(absolute(given["reports"]), now) if given["reports"] else (None, [])

        def values_at(name: str) -> dict[str, Any]:
            try:
                return {**_result(_earlier_values(name, task_vars["hostvars"][name], reports, day)), "problem": None}
            except TaskError as fault:
                return {**_result(EarlierValues()), "problem": str(fault).rstrip(".")}

        return {
            "day": day,
            "libraries": {name: values_at(name) for name in given["libraries"]},
            "left_out": [asdict(one) for one in left_out],
        }


def _result(found: EarlierValues) -> dict[str, Any]:
    return {
        "circulation_configuration": found.configuration({kind.name for kind in OF_WMS}),
        "reshare_configuration": found.configuration({kind.name for kind in OF_RESHARE}),
        "left_alone": found.left_alone,
        "sandbox": found.sandbox,
    }


def _earlier_values(
    library: str, variables: Mapping[str, Any], reports: Sequence[tuple[datetime, Data]] | None, day: str
) -> EarlierValues:
    """What was in place at a library. reports: None if they are not given."""
    recorded = record_dir(variables)
    if reports is None and not recorded:
        raise ValidationError(
            "set reports (restore_reports) to the folder with the reports of earlier runs (callback reshare.wms.report): without a record, only "
            "they have earlier values",
            fields=["reports"],
        )
    found = EarlierValues() if reports is None else of_reports(reports, library, day)
    if recorded:
        content = load_record(library, variables)
        if content.rehearsal is not None and found.sandbox not in (None, content.rehearsal):
            raise ValidationError("either the record or the reports are of a rehearsal, and the others are not")
        found.objects += of_record(content, day)
        found.sandbox = content.rehearsal if found.sandbox is None else found.sandbox
    return found


def _past_day(text: str, now: datetime) -> str:
    """A day that is over, in UTC."""
    try:
        day = Day().normalise(text)
    except ValueError as fault:
        raise ValidationError(f"the day {fault}", fields=["day"]) from None
    if day is None or day >= now.date().isoformat():
        raise ValidationError(f"the day {text} is not over yet (UTC); choose an earlier one", fields=["day"])
    return str(day)
