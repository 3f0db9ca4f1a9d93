# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what was in place at a library on a day. Reports are files of the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.files import absolute
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Day
from ansible_collections.reshare.wms.plugins.module_utils._record.file import RecordFile
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE as OF_WMS
from ansible_collections.reshare.wms.plugins.plugin_utils._action.controller_action import ControllerAction
from ansible_collections.reshare.wms.plugins.plugin_utils._fleet import run_files
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.earlier_values import EarlierValues
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.from_record import of_record
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.from_reports import of_reports


class ActionModule(ControllerAction):
    """The action plugin of restore_info."""

    ARGUMENTS = {
        "day": {"type": "str", "required": True},
        "reports": {"type": "path"},
        "wms_record_dir": {"type": "path"},
        "wms_registry_id": {"type": "str"},
    }
    MESSAGE = "{library}: {fault}. Nothing was changed."

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        library, now = task_vars["inventory_hostname"], datetime.now(UTC)
        day = _past_day(given["day"], now)
        found = EarlierValues()
        left_out: list[run_files.LeftOut] = []
        if not (given["reports"] or given["wms_record_dir"]):
            raise ValidationError(
                "set reports (restore_reports) to the folder with the reports of earlier runs (callback reshare.wms.report): without a record, only "
                "they have earlier values",
                fields=["reports"],
            )
        if given["reports"]:
            reports, left_out = run_files.reports(absolute(given["reports"]), now)
            found = of_reports(reports, library, day)
        if given["wms_record_dir"]:
            self._add_record(found, given, library, day)
        return {
            "day": day,
            "circulation_configuration": found.configuration({kind.name for kind in OF_WMS}),
            "reshare_configuration": found.configuration({kind.name for kind in OF_RESHARE}),
            "left_alone": found.left_alone,
            "left_out": [asdict(one) for one in left_out],
            "sandbox": found.sandbox,
        }

    @staticmethod
    def _add_record(found: EarlierValues, given: Mapping[str, Any], library: str, day: str) -> None:
        folder = str(absolute(given["wms_record_dir"]))
        content = RecordFile(folder, library, str(given["wms_registry_id"]), OF_WMS).load()
        if content.rehearsal is not None and found.sandbox not in (None, content.rehearsal):
            raise ValidationError("either the record or the reports are of a rehearsal, and the others are not")
        found.objects += of_record(content, day)
        found.sandbox = content.rehearsal if found.sandbox is None else found.sandbox


def _past_day(text: str, now: datetime) -> str:
    """A day that is over, in UTC."""
    try:
        day = Day().normalise(text)
    except ValueError as fault:
        raise ValidationError(f"the day {fault}", fields=["day"]) from None
    if day is None or day >= now.date().isoformat():
        raise ValidationError(f"the day {text} is not over yet (UTC); choose an earlier one", fields=["day"])
    return str(day)
