# SPDX-License-Identifier: GPL-3.0-or-later

"""The results that the tasks of the playbooks and roles have registered, as a run that can be reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from .cells import Result
from .run import Run

#: The modules whose results are registered after the validation of the variables, by the name of the variable, for each playbook and in the order of its
#: tasks. In a run of several playbooks, the variables of the earlier ones are still set.
_LATER: dict[str, dict[str, str]] = {
    "apply": {
        "apply_circulation": "circulation_configuration",
        "apply_reshare": "reshare_configuration",
        "apply_link": "circulation_configuration",
    },
    "ask": {"ask_result": "record_questions"},
    "drift": {
        "drift_circulation": "circulation_configuration",
        "reshare_settings_result": "reshare_configuration",
        "drift_switch": "ill_settings",
        "preflight_result": "preflight_info",
    },
    "onboard": {
        "plan_result": "plan_info",
        "onboard_circulation_result": "circulation_configuration",
        "reshare_settings_result": "reshare_configuration",
        "preflight_result": "preflight_info",
        "enable_reshare_result": "ill_settings",
    },
    "preflight": {"preflight_result": "preflight_info"},
    "receive": {"receive_result": "record_import"},
    "remove_library": {
        "remove_library_link": "ill_settings",
        "remove_library_result": "circulation_configuration",
    },
    "restore": {
        "restore_read": "restore_info",
        "restore_planned": "plan_info",
        "plan_result": "plan_info",
        "restore_circulation": "circulation_configuration",
        "restore_reshare": "reshare_configuration",
    },
    "send_worksheets": {"worksheet_mail": "worksheet_mail", "worksheet_pages": "record_info"},
    "status": {"status_pages": "record_info", "status_link": "ill_settings"},
    "verify": {
        "verify_probe_result": "ncip_probe",
        "verify_story_result": "ncip_verification",
        "verify_cases_result": "ncip_verification",
    },
    "withdraw": {"enable_reshare_result": "ill_settings"},
}
#: A playbook that imports others, in this order.
_LATER["advance"] = {
    name: module
    for playbook in ("receive", "onboard", "ask", "send_worksheets")
    for name, module in _LATER[playbook].items()
}
#: All of them.
REGISTERED = {playbook: {"reshare_wms_validation": "validate_variables", **later} for playbook, later in _LATER.items()}
#: The role to which a check belongs in the report.
_ROLES = {
    "preflight_result": "preflight",
    "verify_probe_result": "verify",
    "verify_story_result": "verify",
    "verify_cases_result": "verify",
}


def registered_run(
    playbook: str, libraries: Mapping[str, Mapping[str, Any]], ended: Collection[str], check_mode: bool, now: datetime
) -> Run:
    """The run, as far as it registered results.

    playbook: its name within this collection. libraries: the variables of each library. ended: the libraries for which no further task runs: they failed.
    """
    run = Run(now)
    run.playbooks.append(f"reshare.wms.{playbook}")
    modules = REGISTERED[playbook]
    for library, variables in libraries.items():
        found = {
            name: value
            for name in modules
            if isinstance(value := variables.get(name), Mapping) and not value.get("skipped")
        }
        for name, value in found.items():
            status = "ok" if not _has_failed(value) else "failed" if library in ended else "ignored"
            module, role = modules[name], _ROLES.get(name, "")
            run.take(
                Result(library, name, module, status, value, check_mode, f"reshare.wms.{module}", role, source=name)
            )
        if library in ended and not any(map(_has_failed, found.values())):
            # Its last task was an assertion, or a task of another collection.
            run.take(
                Result(library, "", None, "failed", {"msg": _ABOVE}, check_mode, "ansible.builtin.assert", "onboard")
            )
    return run


def _has_failed(value: Mapping[str, Any]) -> bool:
    """Whether a result is that of a failure, also of one that is left to a later task (record_import)."""
    return value.get("failed") is True or "failure" in value


_ABOVE = "See the message of the task that failed"
