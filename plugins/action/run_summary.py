# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows what came of a run. It reads the registered results where they are, so it has no module to run."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..module_utils._core.files import absolute
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._fleet import history, run_files
from ..plugin_utils._fleet.status import library_status
from ..plugin_utils._report.command_line import command_line
from ..plugin_utils._report.data import report
from ..plugin_utils._report.next_steps import STATUS
from ..plugin_utils._report.registered import REGISTERED, registered_run
from ..plugin_utils._report.run_summary import run_summary
from ..plugin_utils._report.shared_changes import PLAYBOOKS, change_lines


class ActionModule(ControllerAction):
    """The action plugin of run_summary."""

    ARGUMENTS = {
        "playbook": {"type": "str", "required": True, "choices": sorted(REGISTERED)},
        "reports": {"type": "path"},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        if (whole := task_vars.get("run_summary_playbook", given["playbook"])) != given["playbook"]:
            return {"msg": f"The summary is that of the playbook {whole}"}
        libraries, running = task_vars["ansible_play_hosts_all"], task_vars["ansible_play_hosts"]
        if waves_left(libraries, running, task_vars["ansible_play_batch"]):
            return {"msg": "Not the last wave"}
        earlier = _earlier(given["reports"])
        try:
            return self._summary(given["playbook"], task_vars, earlier)
        except Exception as fault:  # pylint: disable=broad-exception-caught
            # The libraries have succeeded: a problem with the summary must never fail them. Its text can contain a value of a variable.
            at = traceback.extract_tb(fault.__traceback__)[-1]
            error = f"{type(fault).__name__} in {Path(at.filename).name}, line {at.lineno}"
            self._display.warning(f"The run was not summarised: {error}. Please report this as a bug")
            return {}

    def _summary(self, playbook: str, task_vars: Mapping[str, Any], earlier: Mapping[str, Any]) -> dict[str, Any]:
        libraries = task_vars["ansible_play_hosts_all"]
        variables = {name: task_vars["hostvars"].raw_get(name) for name in libraries}
        ended = set(libraries) - set(task_vars["ansible_play_hosts"])
        now, check = datetime.now(UTC), bool(self._task.check_mode)
        data = report(registered_run(playbook, variables, ended, check, now), now, check, dict.fromkeys(ended, 1))
        if data is None:
            return {"msg": "No library was run"}
        line = command_line(variables.values())
        found = library_status(data, earlier, line) if playbook == STATUS else run_summary(data, line)
        # With --diff, Ansible shows them at each task, for each library.
        together = check and not self._task.diff and playbook in PLAYBOOKS and len(libraries) > 1
        different = change_lines(data) if together else ()
        self._display.display("\n".join([*different, *found["lines"]]))
        return found


def _earlier(folder: str | None) -> dict[str, Any]:
    """The libraries as the runs found them whose files are in a folder. Raises ValidationError if there is no such folder."""
    runs, left_out = run_files.read(absolute(folder), datetime.now(UTC)) if folder else ([], [])
    return dict(history.fleet(runs, left_out)["libraries"])


def waves_left(libraries: list[str], running: list[str], wave: list[str]) -> bool:
    """Whether libraries of later waves are still to come."""
    last = max(map(libraries.index, wave), default=-1)
    return any(name in running for name in libraries[last + 1 :])
