# SPDX-License-Identifier: GPL-3.0-or-later

"""What to do after a run, as commands."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .._inventory.specification import specification
from .data import Data
from .links import LIVE
from .todo import AGAIN, APPLY, APPROVE, FOR_REAL, RECEIVE, SEND, task_groups

_PREFIX = "reshare.wms."
VERIFY, STATUS, RESTORE = "verify", "status", "restore"
#: The playbooks that only compare: to make the changes, another one has to run, and a person looks at them first.
_COMPARING = ("drift", "preflight", STATUS)
_REVIEW = ("--check", "--diff")
#: The playbook after another one, if nothing else is to be done.
_THEN = {
    "validate": ("preflight",),
    "preflight": (APPLY, *_REVIEW),
    "ask": (APPLY, *_REVIEW),
    RESTORE: (APPLY, *_REVIEW),
    APPLY: (VERIFY,),
    # They look at no state, and a link need not be live for them.
    VERIFY: (STATUS,),
    RECEIVE: (STATUS,),
}
#: The maximum number of libraries that a command names; all libraries are run again otherwise, which changes nothing at those that are in place.
_NAMED = 3


@dataclass(frozen=True)
class CommandLine:
    """How a run was started.

    playbooks: as given. options: those that every other command needs, too: the inventory, files of variables, the source of vault passwords. limit: of
    the command line. more: the names of variables that are not in a file; their values can be secrets. mail: whether a mail server is set. left_out: the
    tags of which no task was selected. plan: the path of the plan that the run wrote.
    """

    playbooks: Sequence[str] = ()
    options: Sequence[str] = ()
    limit: str = ""
    more: Collection[str] = ()
    mail: bool = False
    left_out: Sequence[str] = ()
    plan: str = ""

    def has_others(self, step: Data) -> bool:
        """Whether the command of a step needs other variables of this one: not those that only describe the run of other playbooks, which it would refuse."""
        of_runs = specification().of_runs
        refused = frozenset[str]().union(*of_runs.values()) - of_runs.get(step["playbook"], frozenset())
        return any(name not in refused and f"{name}=" not in step["command"] for name in self.more)

    def command(self, playbooks: Sequence[str], limit: str, *more: str) -> str:
        """The command for these playbooks."""
        limited = ["--limit", limit] if limit else []
        return shlex.join(["ansible-playbook", *playbooks, *self.options, *limited, *more])

    def named(self, libraries: Sequence[str], total: int, playbook: str, *more: str) -> str:
        """The command for a playbook of this collection, limited to these libraries if they are few of all."""
        return self.command([_PREFIX + playbook], self.limited(libraries, total), *more)

    def limited(self, libraries: Sequence[str], total: int) -> str:
        """The limit to these libraries if they are few of all, else that of the command line."""
        few = 0 < len(libraries) < total and len(libraries) <= _NAMED
        return ",".join(libraries) if few else self.limit


def last_playbook(data: Data) -> str:
    """The name of the last playbook of a run; within this collection, if it is one of it."""
    return str(data["playbook"]).rpartition(", ")[2].removeprefix(_PREFIX)


def next_steps(data: Data, line: CommandLine) -> list[Data]:
    """What to do next, the most urgent first: why, at which libraries, and the command. Each command once."""
    found: list[Data] = []
    for why, libraries, command in _steps(data, line):
        add_step(found, why, libraries, command)
    return found


def add_step(steps: list[Data], why: str, libraries: Sequence[str], command: str) -> None:
    """Add a step; to the one with the same command, if there is one."""
    step = next((one for one in steps if one["command"] == command), None)
    if step is None:
        names = [word for word in shlex.split(command)[1:] if not word.startswith("-")]
        step = {"why": why, "libraries": [], "playbook": names[0].removeprefix(_PREFIX), "command": command}
        steps.append(step)
    step["libraries"] += [name for name in libraries if name not in step["libraries"]]


def _steps(data: Data, line: CommandLine) -> Iterator[tuple[str, list[str], str]]:
    last = last_playbook(data)
    total, check = len(data["libraries"]), data["check_mode"]
    # A run in check mode wrote no worksheets.
    groups = [one for one in task_groups(data) if one.then and not (check and one.then == SEND and last == APPLY)]
    for group in groups:
        names = group.libraries
        why = "Make the changes" if group.then == FOR_REAL and last not in _COMPARING else group.title
        if group.then == APPROVE:
            yield why, names, _approval(line, names, total)
        else:
            yield why, names, _command(line, group.then, last, line.limited(names, total), check)
    if not groups and line.left_out and last == APPLY:
        yield "Continue", [*data["libraries"]], _command(line, AGAIN, last, line.limit, check)
    elif last in _THEN and (not groups or last == RESTORE):
        playbook, *more = _THEN[last]
        names = data["links"][LIVE] if playbook == VERIFY else [*data["libraries"]]
        if names:
            # What the inventory still declares, the next run makes again.
            yield (
                "Compare with the inventory" if last == RESTORE else "Continue",
                names,
                line.command([_PREFIX + playbook], line.limit, *more),
            )


def _approval(line: CommandLine, names: Sequence[str], total: int) -> str:
    # Several libraries have to be named.
    several = {"receive_libraries": [*names]} if len(names) > 1 else {}
    given = {"receive_approved_by": "NAME", "receive_approved": ["all"], **several}
    return line.named(names, total, RECEIVE, "-e", json.dumps(given))


def _command(line: CommandLine, then: str, last: str, limit: str, check: bool) -> str:
    if then == RECEIVE or (then == SEND and (last == RECEIVE or not line.mail)):
        return line.command([_PREFIX + RECEIVE], limit, "-e", "receive_files=FOLDER")
    if then == FOR_REAL and last in _COMPARING:
        return line.command([_PREFIX + APPLY], limit, *_REVIEW)
    if then == FOR_REAL:
        # A plan is for all its libraries, and is applied after a review.
        reviewed = ["-e", f"plan={line.plan}"] if line.plan else []
        return line.command(line.playbooks, line.limit if line.plan else limit, *reviewed)
    if then == AGAIN and last == STATUS:
        return line.command([_PREFIX + "preflight"], limit)
    if then == AGAIN:
        return line.command(line.playbooks, limit, *(_REVIEW if check and last == APPLY else ()))
    return line.command([_PREFIX + then], limit)
