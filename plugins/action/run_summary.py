# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the account of a run, writes it, and shows its last lines. It reads the registered results on the controller, so it has no module to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace as replaced
from datetime import UTC, datetime
from typing import Any

from ansible.errors import AnsibleError

from ..module_utils._core.errors import FileError
from ..module_utils._core.files import absolute, replace
from ..plugin_utils._account import closing, directors_page, status_page
from ..plugin_utils._account.account import RunData
from ..plugin_utils._account.folder import LeftOut, accounts
from ..plugin_utils._account.lines import run_lines
from ..plugin_utils._account.next_steps import STATUS, CommandLine
from ..plugin_utils._account.over_time import Seen, over_time, seen, superseded
from ..plugin_utils._account.place import files
from ..plugin_utils._account.run_document import Data
from ..plugin_utils._account.run_page import address
from ..plugin_utils._account.shared_changes import PLAYBOOKS, change_lines
from ..plugin_utils._account.states import FAILS_DRIFT
from ..plugin_utils._account.status import library_status
from ..plugin_utils._action.controller_action import ControllerAction
from ..plugin_utils._inventory.registered import playbooks

#: The accounts of earlier runs, and the files that are not accounts.
_Earlier = tuple[list[Seen], list[LeftOut]]
#: For a playbook that continues after the validation.
_REFUSED = "The account of the run was not written, because run_file is refused: see the validation above"


class ActionModule(ControllerAction):
    """The action plugin of run_summary."""

    ARGUMENTS = {
        "playbook": {"type": "str", "required": True, "choices": playbooks()},
        "by": {"type": "str", "default": ""},
        "runs": {"type": "path"},
        "page": {"type": "path"},
        "directors_page": {"type": "path"},
        "superseded": {"type": "path"},
        "title": {"type": "str"},
    }

    def perform(self, given: Mapping[str, Any], task_vars: Mapping[str, Any]) -> dict[str, Any]:
        playbook = given["playbook"]
        libraries, running = task_vars["ansible_play_hosts_all"], task_vars["ansible_play_hosts"]
        imported = task_vars.get("run_summary_playbook", playbook) != playbook
        if imported or waves_left(libraries, running, task_vars["ansible_play_batch"]):
            return {"lines": []}
        line = replaced(closing.line_of(playbook, task_vars, self._loader), by=given["by"])
        variables = {name: task_vars["hostvars"].raw_get(name) for name in libraries}
        ended = set(libraries) - set(running)
        run = RunData(playbook, variables, ended, bool(self._task.check_mode), line, closing.BEGAN, by=given["by"])
        earlier = accounts(absolute(given["runs"]), datetime.now(UTC), seen) if given["runs"] else ([], [])
        try:
            document = closing.close(run)
            lines, rows = self._shown(document, line, earlier, given, task_vars["hostvars"])
        except FileError:
            raise
        except Exception as fault:  # pylint: disable=broad-exception-caught
            # The libraries have succeeded: a problem with the account must never fail them.
            self._display.warning(closing.bug(fault))
            return {"lines": []}
        # If Ansible does not display skipped tasks, it shows the name of this task below the lines, so they begin with their own heading.
        self._display.display("\n".join(lines))
        refused = not line.account and closing.refused_places(variables.values())
        return {
            **({"failed": True, "msg": _REFUSED} if refused else {}),
            "lines": lines,
            "state": document["state"],
            "libraries": {
                name: {
                    **{member: library[member] for member in ("state", "reasons", "link")},
                    **rows.get(name, {}),
                }
                for name, library in document["libraries"].items()
            },
            "fails_drift": list(FAILS_DRIFT),
            "next": document["next"],
            "path": line.account or None,
        }

    def _shown(
        self, document: Data, line: CommandLine, earlier: _Earlier, given: Mapping[str, Any], hosts: Mapping[str, Any]
    ) -> tuple[list[str], dict[str, Any]]:
        """The lines, and what status adds to each library."""
        if given["playbook"] != STATUS:
            # With --diff, Ansible shows the changes at each task, for each library.
            together = document["check_mode"] and not self._task.diff and given["playbook"] in PLAYBOOKS
            different = change_lines(document) if together and len(document["libraries"]) > 1 else ()
            return [*different, *run_lines(document, line)], {}
        runs, left_out = earlier
        before = over_time(runs)
        status = library_status(document, before, line)
        document["next"] = status["next"]
        texts = {}
        if given["superseded"]:
            # Separated by NUL, for find -files0-from: a name can contain any other character.
            old = (absolute(given["runs"]) / run for run in superseded(runs, before))
            texts[absolute(given["superseded"])] = "".join(f"{path}\0" for file in old for path in files(file))
        page, directors = (given[name] and absolute(given[name]) for name in ("page", "directors_page"))
        if directors:
            names = _names(document["libraries"], hosts)
            texts[directors] = directors_page.html(document, status, before, names, given["title"])
        if page:
            link = address(page.parent, directors) if directors else ""
            texts[page] = status_page.html(status, runs, left_out, before, given["title"], link)
        replace(texts)
        return status["lines"], {row["library"]: row for row in status["libraries"]}


def _names(libraries: Iterable[str], hosts: Mapping[str, Any]) -> dict[str, str]:
    """The names of libraries for people: the host's if none is set or it cannot be evaluated."""
    names = {}
    for library in libraries:
        names[library] = library
        with suppress(AnsibleError):
            names[library] = str(hosts[library].get("library_display_name") or library)
    return names


def waves_left(libraries: list[str], running: list[str], wave: list[str]) -> bool:
    """Whether libraries of later waves are still to come."""
    last = max(map(libraries.index, wave), default=-1)
    return any(name in running for name in libraries[last + 1 :])
