# SPDX-License-Identifier: GPL-3.0-or-later

"""The end of a run: its account is written, and its last lines are shown.

The last task of a playbook does so (run_summary). A run that does not get there, since all libraries failed or a person interrupted it, is closed when
Ansible's process ends: the lookup that begins each play has noted how. So the file is the same with any callbacks (docs/decisions/0008).
"""

from __future__ import annotations

import atexit
import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible import context
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display

from ...module_utils._core.errors import FileError
from .._action.run_memory import RUN
from .._inventory.selection import our_playbook
from . import place
from .account import RunData, account, masked
from .command_line import command_line
from .document import Data
from .lines import run_lines
from .next_steps import CommandLine

#: When this run began: Ansible's main process imports this module before any library.
BEGAN = datetime.now(UTC)
_CLOSED = "account"


@dataclass(frozen=True)
class _Begun:
    """A run as its last play began. variables: of the play, with the live ones of all libraries."""

    playbook: str
    variables: Mapping[str, Any]
    loader: DataLoader


_begun: list[_Begun] = []


def begin(variables: Mapping[str, Any], loader: DataLoader) -> None:
    """Note that a play for libraries begins, in Ansible's main process."""
    if not _begun:
        atexit.register(_close, os.getpid())
    _begun[:] = [_Begun(_running(), variables, loader)]


def close(run: RunData, variables: Mapping[str, Any], loader: DataLoader) -> Data:
    """Make the account of a run, and write it to ``run_file``, if that is set. Returns it. Raises FileError."""
    hostvars = variables["hostvars"]
    found: Data = masked(account(run), hostvars, loader)
    RUN.add(_CLOSED)
    if run.line.account:
        place.write(Path(run.line.account), found)
    return found


def close_without_libraries(reason: str, variables: Mapping[str, Any]) -> None:
    """Write the account of a run for which there is no library. Raises FileError."""
    playbook = _running()
    line = _line(playbook, [variables])
    RUN.add(_CLOSED)
    if line.account:
        place.write(Path(line.account), account(RunData(playbook, {}, (), line.check, line, BEGAN, messages=[reason])))


def line_of(playbook: str, variables: Mapping[str, Any], loader: DataLoader) -> CommandLine:
    """How the run was started. variables: those of a task or play."""
    hostvars = variables["hostvars"]
    known = [hostvars.raw_get(name) for name in variables.get("ansible_play_hosts_all") or hostvars]
    return _line(playbook, [{**one, "run_file": evaluated("run_file", one, loader)} for one in known])


def evaluated(name: str, variables: Mapping[str, Any], loader: DataLoader) -> Any:
    """The value of a variable of a library; None if it is not set."""
    written = variables.get(name)
    return Templar(loader, dict(variables)).template(written) if written is not None else None


def _line(playbook: str, known: list[Mapping[str, Any]]) -> CommandLine:
    given = next((str(one["run_file"]) for one in known if one.get("run_file")), "")
    return command_line(known, given, str(place.destination(given, playbook, datetime.now(UTC))) if given else "")


def _running() -> str:
    """The playbook that runs now: those of the command line before it have closed their accounts."""
    given = context.CLIARGS.get("args") or ("",)
    playbook = str(given[min(RUN.get(_CLOSED) or 0, len(given) - 1)])
    return our_playbook(playbook) or playbook


def _close(process: int) -> None:
    """Close the account of a run that did not get to its end. A worker process inherits this, and does nothing."""
    begun = _begun[-1]
    if os.getpid() != process or (RUN.get(_CLOSED) or 0) >= len(context.CLIARGS.get("args") or ()):
        return
    display = Display()
    try:
        hostvars = begun.variables["hostvars"]
        libraries = {name: hostvars.raw_get(name) for name in begun.variables["ansible_play_hosts_all"]}
        line = line_of(begun.playbook, begun.variables, begun.loader)
        run = RunData(begun.playbook, libraries, (), line.check, line, BEGAN, complete=False)
        document = close(run, begun.variables, begun.loader)
        if any(one["messages"] for one in document["libraries"].values()) and not document["messages"]:
            display.display("\n".join(run_lines(document, line)))
    except FileError as fault:
        display.warning(f"The account of the run was not written: {fault}")
    except Exception as fault:  # pylint: disable=broad-exception-caught
        display.warning(bug(fault))


def bug(fault: Exception) -> str:
    """The text for an unexpected error, which can contain a value of a variable: it says only where it was."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    error = f"{type(fault).__name__} in {Path(at.filename).name}, line {at.lineno}"
    return f"The run was not summarised: {error}. Please report this as a bug"
