# SPDX-License-Identifier: GPL-3.0-or-later

"""The end of a run: its account is made, and written to ``run_file``, if that is set.

The last task of a playbook does so (run_summary). The account of a run that does not get there, since all libraries failed or a person interrupted it, is
made by the callback, from the same registered results (docs/design.md, decision 8).
"""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible import context
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display
from ansible.utils.vars import load_extra_vars

from ...module_utils._core.errors import FileError
from .._action.run_memory import CLOSED, RUN, is_of_earlier_playbook
from .._inventory.registered import registered
from .._inventory.selection import our_playbook
from .account import RunData, account
from .command_line import command_line
from .lines import run_lines
from .next_steps import CommandLine
from .place import destination, write
from .run_document import Data

#: When this run began: Ansible's main process imports this module before any library.
BEGAN = datetime.now(UTC)
#: The playbook in which no variable of the inventory is evaluated.
_OFFLINE = "validate"
#: The registered results of the validation.
_VALIDATED = ("reshare_wms_run", "reshare_wms_validation")


def close(run: RunData) -> Data:
    """Make the account of a run, and write it to ``run_file``, if that is set. Returns it. Raises FileError."""
    document = account(run)
    RUN.add(CLOSED)
    if run.line.account:
        write(Path(run.line.account), document)
    return document


def closed() -> int:
    """The number of accounts that this run has closed."""
    return RUN.get(CLOSED) or 0


def close_early(
    playbook: str, variables: Mapping[str, Any], ended: Collection[str], loader: DataLoader, display: Display
) -> None:
    """Make the account of a run of a playbook of this collection that did not get to its last task, and show its last lines. playbook: its name within the
    collection. variables: those of its last play. ended: the libraries that failed."""
    libraries = {name: variables["hostvars"].raw_get(name) for name in variables["ansible_play_hosts_all"]}
    if not _is_about(playbook, libraries):
        return
    try:
        line = line_of(playbook, variables, loader)
        run = RunData(playbook, libraries, ended, line.check, line, BEGAN, complete=False)
        display.display("\n".join(run_lines(close(run), line)))
    except FileError as fault:
        display.warning(f"The account of the run was not written: {fault}")
    except Exception as fault:  # pylint: disable=broad-exception-caught
        # Only the libraries determine the exit code, with and without this callback.
        display.warning(bug(fault))


def _is_about(playbook: str, libraries: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a playbook of this collection has registered a result for one of its libraries."""
    return any(
        task.name in variables and not is_of_earlier_playbook(name, task.name, task.once)
        for name, variables in libraries.items()
        for task in registered(playbook)
    )


def close_without_libraries(reason: str, variables: Mapping[str, Any]) -> None:
    """Write the account of a run without libraries. Raises FileError."""
    playbook = _running()
    line = _line(playbook, [], str(variables.get("run_file") or ""))
    RUN.add(CLOSED)
    if line.account:
        write(Path(line.account), account(RunData(playbook, {}, (), line.check, line, BEGAN, messages=[reason])))


def line_of(playbook: str, variables: Mapping[str, Any], loader: DataLoader) -> CommandLine:
    """How the run was started. variables: those of a task or play."""
    known = [variables["hostvars"].raw_get(name) for name in variables["ansible_play_hosts_all"]]
    given = _run_files(known, loader) if playbook != _OFFLINE else _run_file_of_line(loader)
    return _line(playbook, known, next((str(option) for option in given if option), ""))


def _run_files(known: Iterable[Mapping[str, Any]], loader: DataLoader) -> Iterator[Any]:
    for variables in known:
        if variables.get("run_file") is not None and not _is_refused(variables):
            yield Templar(loader, dict(variables)).template(variables["run_file"])


def _run_file_of_line(loader: DataLoader) -> Iterator[Any]:
    given = load_extra_vars(loader).get("run_file")
    if not Templar(loader, {}).is_possibly_template(given):
        yield given


def refused_places(libraries: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the validation of a library refused its run_file. libraries: the variables of each."""
    return any(map(_is_refused, libraries))


def _is_refused(variables: Mapping[str, Any]) -> bool:
    """Whether the validation of a library, or of the run, refused its run_file (inside the inventory, for example): then nothing is written there."""
    validated = (variables.get(name) for name in _VALIDATED)
    problems = (result.get("problems") or () for result in validated if isinstance(result, Mapping))
    return any(problem["variable"] == "run_file" for several in problems for problem in several)


def _line(playbook: str, known: list[Mapping[str, Any]], given: str) -> CommandLine:
    return command_line(known, given, str(destination(given, playbook, datetime.now(UTC))) if given else "")


def _running() -> str:
    """The playbook that runs now: those before it on the command line have closed their accounts."""
    given = context.CLIARGS.get("args") or ("",)
    playbook = str(given[min(closed(), len(given) - 1)])
    return our_playbook(playbook) or playbook


def bug(fault: Exception) -> str:
    """The text for an unexpected error. It has only the place: the error itself can contain a value of a variable."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    error = f"{type(fault).__name__} in {Path(at.filename).name}, line {at.lineno}"
    return f"The run was not summarised: {error}. Please report this as a bug"
