# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report
type: aggregate
short_description: Write a report of a run as an HTML page and as JSON
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - At the end of every playbook run that used modules of this collection, writes a self-contained HTML page and a JSON file in the same
    directory.
  - The page shows how many libraries are in place, stated by a person, recorded, changed, pending, not as declared, failed or not checked. For each
    library and each kind of object, it shows the differences, the pending steps, the checks, the messages and the next action. For each
    library with a record, it shows how the values were learnt, and how old they are.
  - The report contains only data from task results. For a result with C(no_log), only the status is shown. Values of the variables of
    any library whose names suggest secrets are masked.
  - Playbooks of this collection that need no library, such as C(reshare.wms.summary), are not reported.
  - An error while writing the report is a warning. The run does not fail because of it.
requirements:
  - Enable the callback in C(callbacks_enabled) of the section C([defaults]) or with E(ANSIBLE_CALLBACKS_ENABLED).
options:
  path:
    description:
      - The path of the HTML page. The JSON file is written to the same directory, with the extension C(.json).
      - A relative path is relative to the current directory, or to the configuration file if the path is set there.
      - Missing directories are created. Existing files are replaced atomically at the end of the run. A JSON file that is not that of a report, such as a
        drift file, is not replaced; then no report is written, with a warning.
    type: path
    default: reshare-wms-report.html
    env:
      - name: RESHARE_WMS_REPORT
    ini:
      - section: reshare_wms_report
        key: path
  title:
    description: The text above the headline of the page, such as the name of the consortium.
    type: str
    env:
      - name: RESHARE_WMS_REPORT_TITLE
    ini:
      - section: reshare_wms_report
        key: title
notes:
  - The structure of the JSON file is in C(docs/schemas/report.json). Objects have C(kind), C(name), C(identity) and C(title), as modules return them.
  - "States, from the worst to the best: V(failed); V(not_checkable) (a system or the library did not respond, a task failed while it only
    checked, or the run ended before); V(drift) (not as declared, found in check mode); V(pending) (a person has to make a change or
    to answer a question); V(recorded) (what people confirmed or answered was written to the record, and nothing was compared with the inventory);
    V(stated) (as declared, but at least one value is only stated by a person); V(changed); V(in_place). A library for which no state is
    known, because it was only read, has V(not_part). A task for all libraries (C(run_once)) that failed fails none of them: its message is in C(messages)."
  - A failed check makes its library V(failed), and an inconclusive check makes it V(not_checkable). A verdict, the failure of an assertion, makes it
    V(failed) only if no other state of the library is worse than V(recorded). The families V(wms) and V(reshare) represent the system as a whole, if a
    task failed and its result does not name a kind.
  - For the playbooks C(validate) and C(drift), the page shows the findings of M(reshare.wms.validate_inventory) as a list, and the pairs of libraries as a
    matrix of lenders and borrowers. With more than 40 libraries, it lists only the pairs that do not fit.
  - The results of several tasks for the same kind are combined, and the worst state applies. A later result of a task with the same
    arguments replaces the earlier one, but changes made in the run are kept.
  - "While a task takes long, a line shows how many libraries are through it, at most every ten seconds: C(Apply the configuration: 120 of 200 libraries, 3
    failed)."
  - If all libraries of a run failed, the callback shows the last lines of the playbook (M(reshare.wms.run_summary)), whose task was not reached.
  - Keep the JSON files of all runs, each with a name of its own, to see the consortium over time (M(reshare.wms.fleet_report)).
seealso:
  - module: reshare.wms.fleet_report
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration
"""

EXAMPLES = r"""
# ansible.cfg
#
# [defaults]
# callbacks_enabled = reshare.wms.report
#
# [reshare_wms_report]
# path = reports/latest.html
# title = Example Consortium
"""

import json
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible import context
from ansible.plugins.callback import CallbackBase
from ansible.template import Templar

from ..module_utils._core.errors import FileError
from ..module_utils._core.files import replace
from ..plugin_utils._comparison.results import dump
from ..plugin_utils._inventory.selection import our_playbook
from ..plugin_utils._report import data, report_page
from ..plugin_utils._report.cells import Result
from ..plugin_utils._report.command_line import command_line
from ..plugin_utils._report.next_steps import last_playbook
from ..plugin_utils._report.progress import Progress
from ..plugin_utils._report.registered import REGISTERED
from ..plugin_utils._report.run import Run
from ..plugin_utils._report.run_summary import run_summary
from ..plugin_utils._variables import secrets

_COLLECTION = "reshare.wms."
#: The file of variables of plays in which no variable of the inventory is evaluated.
_OFFLINE = "vars/offline.yml"
_MODULES = Path(__file__).parents[1] / "modules"


class CallbackModule(CallbackBase):
    """Collects the results of a run, and writes the report at its end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "reshare.wms.report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._run = Run(_now())
        self._progress = Progress(self._display.display, time.monotonic)
        self._plays = 0
        self._about_libraries = True
        self._summarised = False
        self._variables: Any = None
        self._loader: Any = None
        self._hosts: set[str] = set()
        self._offline = False
        self._clocks: dict[tuple[str, str], float] = {}
        # A file that is written is no result of a library.
        self._modules = {path.stem for path in _MODULES.glob("*.py")} - {"output_files"}

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """A playbook of the run begins."""
        self._run.playbooks.append(_name(playbook._file_name))

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """A play begins."""
        self._plays += 1
        self._about_libraries = not _needs_no_library(play)
        self._variables, self._loader = play.get_variable_manager(), play.get_loader()
        self._offline = _OFFLINE in (play.vars_files or ())
        if self._about_libraries:
            self._progress.begin(len(self._variables.get_vars(play=play)["ansible_play_hosts_all"]))

    def v2_runner_on_start(self, host: Any, task: Any) -> None:
        """A task begins for a library."""
        self._clocks[host.get_name(), task._uuid] = time.monotonic()

    def v2_runner_on_ok(self, result: Any) -> None:
        """A task succeeded, or leaves a failure to a later task (record_import)."""
        self._take("ignored" if result._result.get("failure") else "ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """A task failed."""
        self._take("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """A library could not be reached."""
        self._take("unreachable", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """A task was skipped for a library."""
        if self._about_libraries:
            self._spend("skipped", result)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """A playbook of the run ended: write the report about all playbooks so far."""
        path = Path(self.get_option("path"))
        try:
            path, other = _paths(path)
            self._write(path, other, Counter(stats.failures))
        except Exception as fault:  # pylint: disable=broad-exception-caught
            # A problem with the report must never fail the run.
            self._display.warning(f"The report {path} was not written: {fault}")

    def _take(self, status: str, result: Any) -> None:
        if not self._about_libraries:
            return
        self._spend(status, result)
        task, role = result._task, _role(result._task)
        module = str(task.action).removeprefix(_COLLECTION)
        self._summarised |= module == "run_summary"
        ours = module in self._modules
        if not (ours or role or status in ("failed", "unreachable")):
            return
        fields = result._task_fields
        if not self._offline:
            self._hosts.add(result._host.get_name())
        self._run.take(
            Result(
                library=result._host.get_name(),
                task=task.get_name(),
                module=module if ours else None,
                status=status,
                data=result._result,
                check_mode=bool(fields.get("check_mode")),
                action=str(task.action),
                role=role,
                source=(task.get_path(), hash(json.dumps(fields.get("args"), default=str))),
                play=self._plays,
                once=bool(task.run_once),
            )
        )

    def _spend(self, status: str, result: Any) -> None:
        host, task = result._host.get_name(), result._task
        if not task.run_once:
            self._progress.take(task.get_path(), task.get_name(), host, status in ("failed", "unreachable"))
        started = self._clocks.pop((host, result._task._uuid), None)
        if started is not None:
            self._run.libraries[host].seconds += time.monotonic() - started

    def _write(self, path: Path, other: Path, failures: Counter[str]) -> None:
        report = data.report(self._run, _now(), bool(context.CLIARGS.get("check")), failures)
        if report is None:
            return
        summary = run_summary(
            report, command_line(self._variables.get_vars()["hostvars"].raw_get(name) for name in self._hosts)
        )
        report["next"] = summary["next"]
        if other.exists() and not data.is_report(other):
            raise FileError(f"{other} is not the JSON file of a report. Choose another name for the page", str(other))
        # The names of the libraries are keys, which are not masked.
        names, found = report["libraries"].keys(), report["libraries"].values()
        report["libraries"] = dict(zip(names, secrets.masked([*found], self._secrets())))
        shown = report_page.html(report, self.get_option("title"), other)
        texts = {other: dump(report), path: shown}
        replace({file: text.encode("utf-8", "replace").decode() for file, text in texts.items()})
        if not (self._summarised or report["messages"]) and last_playbook(report) in REGISTERED:
            # All libraries failed before the task that shows it.
            self._display.display("\n".join(summary["lines"]))
        self._display.display(f"Report: {path}")

    def _secrets(self) -> set[str]:
        """The secrets of all libraries. For those without a result, nothing is evaluated or decrypted."""
        found, search = set[str](), secrets.Search()
        hostvars = self._variables.get_vars()["hostvars"]
        for name in {*hostvars, *self._hosts}:
            # Without hostvars in them: the work would grow with the square of the number of libraries.
            written = hostvars.raw_get(name)
            templar = Templar(self._loader, written)
            found.update(search.secrets(written, templar.template if name in self._hosts else _literal))
        return found


def _literal(written: Any) -> str:
    """What is written, if it is a text."""
    return written if isinstance(written, str) else ""


def _now() -> datetime:
    """The time, in this machine's time zone."""
    return datetime.now().astimezone()


def _name(playbook: str) -> str:
    """The name of a playbook, with its collection if it belongs to one. playbook: the path, as it was given."""
    path = Path(playbook).absolute()
    # A collection can be a link to a checkout, and a playbook a link into a collection.
    for file in (path, path.resolve()):
        *_outer, collections, namespace, collection, folder, _file = ("",) * 5 + file.parts
        if (collections, folder) == ("ansible_collections", "playbooks"):
            return f"{namespace}.{collection}.{file.stem}"
    return path.name


def _needs_no_library(play: Any) -> bool:
    """Whether a play is one of this collection for localhost, such as that of the playbook summary, which reads a report and must not replace it."""
    file = str(play.get_path()).rpartition(":")[0]
    return play.hosts in ("localhost", ["localhost"]) and our_playbook(file) is not None


def _role(task: Any) -> str:
    """The outermost of this collection's roles to which a task belongs, because a role may use others. The role onboard does not count:
    it only includes other roles."""
    found, role = "", task._role
    while role:
        name = role.get_name()
        ours = name.startswith(_COLLECTION) and name != f"{_COLLECTION}onboard"
        found = name.removeprefix(_COLLECTION) if ours else found
        role = next(iter(role.get_parents()), None)
    return found


def _paths(path: Path) -> tuple[Path, Path]:
    """The paths of the page and of the JSON file in the same folder."""
    ending = path.suffix if path.suffix not in ("", ".json") else ".html"
    return path.with_suffix(ending), path.with_suffix(".json")
