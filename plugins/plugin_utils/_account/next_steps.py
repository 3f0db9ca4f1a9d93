# SPDX-License-Identifier: GPL-3.0-or-later

"""What to do after a run, as commands."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ...module_utils._reshare.objects.patron_ids import farewell
from .._inventory.specification import specification
from .run_document import Data
from .states import LIVE
from .to_do import (
    AGAIN,
    APPLY,
    APPROVE,
    COMPARE,
    FAREWELL,
    FOR_REAL,
    HAND_OVER,
    RECEIVE,
    REPAIR,
    SEND,
    former_accounts,
    task_groups,
)

_PREFIX = "reshare.wms."
VERIFY, STATUS = "verify", "status"
#: The playbooks that only compare: another one has to make the changes, after a person has looked at them.
_COMPARING = ("drift", "preflight", STATUS)
_REVIEW = ("--check", "--diff")
#: The playbook after another one, if nothing else is to be done.
_THEN = {
    "validate": ("preflight",),
    "add_library": ("validate",),
    "fetch_answers": (RECEIVE, "-e", "receive_files=FOLDER"),
    "first_contact": ("preflight",),
    "preflight": (APPLY, *_REVIEW),
    "ask": (APPLY, *_REVIEW),
    APPLY: (VERIFY,),
    # These two find no states, so status follows, also for libraries without a live link.
    VERIFY: (STATUS,),
    RECEIVE: (STATUS,),
}
#: The maximum number of libraries that a command names. With more, it has the limit of this run, and changes nothing at those that are in place.
_NAMED = 3


@dataclass(frozen=True)
class CommandLine:
    """How a run was started.

    playbooks: as given. options: those that every other command needs, too: the inventory, files of variables, the source of vault passwords. limit: of
    the command line. more: the names of variables that are not in a file; their values can be secrets. mail: whether a mail server is set. left_out: the
    tags of which no task was selected. check: whether with --check. run_file: as given; empty without one. account: the path of the account of the run.
    by: the person who started it, if that is known.
    """

    playbooks: Sequence[str] = ()
    options: Sequence[str] = ()
    limit: str = ""
    more: Collection[str] = ()
    mail: bool = False
    left_out: Sequence[str] = ()
    check: bool = False
    run_file: str = ""
    account: str = ""
    by: str = ""

    @property
    def text(self) -> str:
        """The command line of the run, without what can be a secret."""
        return self.command(self.playbooks, self.limit, *(["--check"] if self.check else []))

    def has_others(self, step: Data) -> bool:
        """Whether the command of a step needs more variables of this command line, besides those for runs of other playbooks only, which it would refuse."""
        of_runs = specification().of_runs
        refused = frozenset[str]().union(*of_runs.values()) - of_runs.get(step["playbook"], frozenset())
        return any(name not in refused and f"{name}=" not in step["command"] for name in self.more)

    def command(self, playbooks: Sequence[str], limit: str, *more: str) -> str:
        """The command for these playbooks."""
        limited = ["--limit", limit] if limit else []
        return shlex.join(["ansible-playbook", *playbooks, *self.options, *limited, *more])

    def named(self, libraries: Sequence[str], total: int, playbook: str, *more: str) -> str:
        """The command for a playbook of this collection, limited to these libraries if they are only a few."""
        return self.command([_PREFIX + playbook], self.limited(libraries, total), *more)

    def limited(self, libraries: Sequence[str], total: int) -> str:
        """The limit to these libraries if they are only a few, else that of the command line."""
        few = 0 < len(libraries) < total and len(libraries) <= _NAMED
        return ",".join(libraries) if few else self.limit


def last_playbook(document: Data) -> str:
    """The name of the playbook of a run, without the prefix of this collection."""
    return str(document["playbook"]).removeprefix(_PREFIX)


def next_steps(document: Data, line: CommandLine) -> list[Data]:
    """What to do next, the most urgent first: why, at which libraries, and the command, which is empty for a person's task. Each command once."""
    steps: list[Data] = []
    for why, libraries, command in _steps(document, line):
        add_step(steps, why, libraries, command)
    return steps


def add_step(steps: list[Data], why: str, libraries: Sequence[str], command: str) -> None:
    """Add a step, or its libraries to the step with the same command."""
    step = next((step for step in steps if step["command"] == command and (command or step["why"] == why)), None)
    if step is None:
        names = [word for word in shlex.split(command)[1:] if not word.startswith("-")]
        playbook = names[0].removeprefix(_PREFIX) if names else ""
        step = {"why": why, "libraries": [], "playbook": playbook, "command": command}
        steps.append(step)
    step["libraries"] += [name for name in libraries if name not in step["libraries"]]


def _steps(document: Data, line: CommandLine) -> Iterator[tuple[str, list[str], str]]:
    last, check = last_playbook(document), document["check_mode"]
    total = len(document["libraries"])
    groups = [group for group in task_groups(document) if group.then]
    for group in groups:
        names = group.libraries
        why = "Make the changes" if group.then == FOR_REAL and last not in _COMPARING else group.title
        then = HAND_OVER if group.then == SEND and (last == SEND or not line.mail) else group.then
        if then == HAND_OVER:
            yield "Hand over the pages", names, ""
            yield "Import the answers when they are back", names, _receive(line, line.limited(names, total))
        elif then == APPROVE:
            yield why, names, _approval(line, names, total)
        elif then == FAREWELL:
            commands: dict[str, list[str]] = {}
            for name in names:
                commands.setdefault(farewell(former_accounts(document["libraries"][name])), []).append(name)
            for given, those in commands.items():
                # A command that is the same for all has no limit: other libraries have accounts for the partner, too.
                limit = "" if len(commands) == 1 else line.limited(those, total)
                yield why, those, line.command([_PREFIX + APPLY], limit, "-e", given)
        elif group.title == COMPARE and then == APPLY:
            yield why, names, line.named(names, total, APPLY, *_REVIEW)
        else:
            yield why, names, _command(line, then, last, line.limited(names, total), check)
    if not groups and line.left_out and last == APPLY:
        yield "Continue", [*document["libraries"]], _command(line, AGAIN, last, line.limit, check)
    elif last in _THEN and not groups:
        playbook, *more = _THEN[last]
        live = [name for name, library in document["libraries"].items() if library["link"] == LIVE]
        if names := live if playbook == VERIFY else [*document["libraries"]]:
            yield "Continue", names, line.named(names, total, playbook, *more)


def _receive(line: CommandLine, limit: str) -> str:
    return line.command([_PREFIX + RECEIVE], limit, "-e", "receive_files=FOLDER")


def _approval(line: CommandLine, names: Sequence[str], total: int) -> str:
    # Several libraries have to be named.
    several = {"receive_libraries": [*names]} if len(names) > 1 else {}
    given = {"receive_approved_by": "NAME", "receive_approved": ["all"], **several}
    return line.named(names, total, RECEIVE, "-e", json.dumps(given))


def _command(line: CommandLine, then: str, last: str, limit: str, check: bool) -> str:
    if then == RECEIVE:
        return _receive(line, limit)
    if last in _COMPARING and (then == FOR_REAL or (then == REPAIR and last != "preflight")):
        # Another comparison would find the same.
        return line.command([_PREFIX + APPLY], limit, *_REVIEW, *_kept(line))
    if then == AGAIN and last == STATUS:
        return line.command([_PREFIX + "preflight"], limit)
    if then == FOR_REAL:
        # A plan is for all libraries of its run.
        plan = ("-e", f"plan={line.account}") if line.account and last == APPLY and not line.left_out else ()
        return line.command(line.playbooks, line.limit if plan else limit, *plan)
    if then in (AGAIN, REPAIR):
        return line.command(line.playbooks, limit, *(_REVIEW if check and last == APPLY else ()))
    return line.command([_PREFIX + then], limit)


def _kept(line: CommandLine) -> Sequence[str]:
    """The option with which the next run writes its account to the same folder."""
    return ("-e", f"run_file={line.run_file}") if line.run_file and not line.run_file.endswith(".json") else ()
