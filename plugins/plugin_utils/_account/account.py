# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run, made from the results that its tasks have registered.

The last task of a playbook makes it (run_summary). If a run does not get there, the callback makes it, from the same results (docs/design.md, decision 8).
"""

from __future__ import annotations

import json
import platform
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ansible.module_utils.ansible_release import __version__ as ansible_core

from ...module_utils._answers.received import person_problem
from ...module_utils._core import reviewed_plan
from .._action.run_memory import is_of_earlier_playbook
from .._inventory import findings
from .._inventory.registered import Registered, registered
from .._inventory.specification import COLLECTION, load
from .collected import Result, collected, goes_live_first, results, run_messages, sandbox, withheld
from .library_state import LINK, compared_systems, judged
from .next_steps import CommandLine, next_steps
from .run_document import DONE, FILE, HIDDEN, LARGEST, SYSTEMS, WARNING, WOULD, Data, text
from .states import (
    BAD_INPUT,
    FAILED,
    LIVE,
    NO_LIBRARIES,
    NOT_CHECKABLE,
    REMOVED,
    REMOVED_NOT_READ,
    STOPPED,
    link_of,
    worst,
)
from .stops import stops

#: The playbook whose run in check mode can be a plan.
PLANNED = "onboard"
#: The playbook that compares each library in full.
_COMPARING = "drift"
#: The playbook that ends links.
_STOPPING = "withdraw"
_REMOVED = (REMOVED, REMOVED_NOT_READ)
#: What Ansible puts in the place of a secret, from 2.22 on.
_OF_ANSIBLE = "$REDACTED$"
_HIDDEN_REMEDY = (
    f"Ansible replaced values in this account by {HIDDEN}, since they are also in a file of variables that is encrypted as a whole. "
    "Move the variables that are no secrets out of that file (docs/secrets.md)"
)
_TOO_LARGE = (
    f"This account has no values of its changes, which are larger than {LARGEST // 1024 // 1024} MiB, so it is no plan and shows no way back. "
    "Run the playbook for fewer libraries (--limit)"
)


@dataclass(frozen=True)
class RunData:
    """What is known of a run when its account is made.

    playbook: its name within the collection, or else its file. libraries: the variables of each library, with the registered results. ended: the libraries
    for which no further task runs. began: UTC. complete: whether the run came to its end. by: the person who makes a plan.
    """

    playbook: str
    libraries: Mapping[str, Mapping[str, Any]]
    ended: Collection[str]
    check_mode: bool
    line: CommandLine
    began: datetime
    complete: bool = True
    by: str = ""
    messages: Collection[str] = field(default_factory=list)


def account(run: RunData) -> Data:
    """The account of a run."""
    names = registered(run.playbook) or tuple(Registered(name, *rest) for name, rest in _of_roles().items())
    results = {name: _results(name, names, variables, run) for name, variables in run.libraries.items()}
    consortium = _consortium(result for several in results.values() for result in several)
    libraries = {name: _library(name, several, run, consortium) for name, several in results.items()}
    playbook = f"reshare.wms.{run.playbook}" if registered(run.playbook) else run.playbook
    whole = {
        **FILE.head,
        **{"playbook": playbook, "command": run.line.text},
        **{"started": moment(run.began), "finished": moment(datetime.now(UTC)), "check_mode": run.check_mode},
        **{"sandbox": sandbox(result for several in results.values() for result in several), "versions": _versions()},
        **{"state": _state(libraries), "complete": run.complete, "shortened": False, "plan": None},
        "messages": [*run.messages, *run_messages(result for several in results.values() for result in several)],
        **{"libraries": libraries, "consortium": consortium, "next": []},
    }
    whole["next"] = next_steps(whole, run.line)
    return _sealed(run, _shortened(_readable(json.loads(json.dumps(whole, default=str)))))


def moment(at: datetime) -> str:
    """A time as in the account."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _results(name: str, names: Collection[Registered], variables: Mapping[str, Any], run: RunData) -> list[Result]:
    """The results of a library, without results of another playbook on the same command line."""
    of_this = [task for task in names if not is_of_earlier_playbook(name, task.name, task.once)]
    return results(of_this, variables, run.check_mode)


def _library(name: str, results: list[Result], run: RunData, consortium: Mapping[str, Any] | None) -> Data:
    library = collected(results, name in run.ended, run.complete)
    waits = withheld(results, name)
    library |= {"wave": waits["wave"], "pending": [*library["pending"], *waits["pending"]]}
    live, withdrawn = library.pop("live"), library["withdrawn"]
    library["link"] = link_of(live, withdrawn, withdrawn and withdrawn["removed"] is not None)
    library["messages"] += _apart(name, consortium)
    if run.playbook == _COMPARING and library["link"] not in _REMOVED:
        library["messages"] += _not_compared(library)
    changes = library["changes"]
    done = {(change["kind"], str(change["identity"])) for change in changes if change["status"] in (DONE, WOULD)}
    switched = any(change["kind"] == LINK and change["status"] == DONE for change in changes)
    return {
        **judged(library, goes_live_first(results)),
        **library,
        "changed": len(done),
        "went_live": switched and library["link"] == LIVE,
        "stops": stops(results) if run.playbook == _STOPPING and library["link"] not in _REMOVED else [],
        "fingerprint": None,
    }


def _not_compared(library: Mapping[str, Any]) -> Iterable[Data]:
    """A message if a system was not compared, and no other message gives the reason: what is unknown must not count as in place."""
    known = any(message["level"] != WARNING for message in library["messages"])
    if not known and len(compared_systems(library)) < len(SYSTEMS):
        text = "It was not compared with the inventory in full"
        yield {"level": NOT_CHECKABLE, "code": STOPPED, "system": None, "kind": None, "text": text}


def _apart(name: str, consortium: Mapping[str, Any] | None) -> Iterable[Data]:
    """The errors from comparing a library with others, as messages."""
    for finding in (consortium or {}).get("findings") or ():
        if finding["severity"] == findings.ERROR and finding["library"] == name:
            yield {"level": FAILED, "code": BAD_INPUT, "system": None, "kind": None, "text": finding["message"]}


def _consortium(results: Iterable[Result]) -> Data | None:
    """The libraries compared with each other."""
    compared = [result.data for result in results if isinstance(result.data.get("consortium"), Mapping)]
    if not compared:
        return None
    inner = compared[-1]["consortium"]
    return {
        "summary": str(compared[-1].get("summary") or ""),
        "findings": list(compared[-1].get("findings") or ()),
        "pairs": list(inner.get("pairs") or ()),
        "complete": bool(inner.get("complete")),
    }


def _state(libraries: Mapping[str, Data]) -> str | None:
    if not libraries:
        return NO_LIBRARIES
    states = [library["state"] for library in libraries.values() if library["state"]]
    return worst(states) if states else None


def _of_roles() -> dict[str, tuple[str | None, str, bool]]:
    """The results that all roles register, for a playbook of another author that uses them."""
    tasks: dict[str, tuple[str | None, str, bool]] = {}
    for playbook in ("onboard", "preflight", "verify"):
        tasks |= {task.name: (task.module, task.role, task.once) for task in registered(playbook)}
    return tasks


def _readable(document: Data) -> Data:
    """The account with a mark in place of each value that Ansible has hidden, and with the remedy once."""
    written = text(document)
    if _OF_ANSIBLE not in written:
        return document
    marked: Data = json.loads(written.replace(_OF_ANSIBLE, HIDDEN))
    return {**marked, "messages": [*marked["messages"], _HIDDEN_REMEDY]}


def _shortened(document: Data) -> Data:
    """The account without the values of its changes, if it is too large with them."""
    if len(text(document).encode("utf-8", "replace")) <= LARGEST:
        return document
    for library in document["libraries"].values():
        for change in library["changes"]:
            change.update(before=None, after=None, earlier=None)
    return {**document, "shortened": True, "messages": [*document["messages"], _TOO_LARGE]}


def _sealed(run: RunData, document: Data) -> Data:
    """The account, with its fingerprints if it can be a plan: if the run was complete and in check mode."""
    plannable = run.playbook == PLANNED and run.check_mode and run.by.strip() and not run.line.left_out
    if not plannable or document["shortened"] or not document["complete"] or not document["libraries"]:
        return document
    if problem := person_problem("plan_by", run.by):
        return {**document, "messages": [*document["messages"], f"This account is no plan: {problem}"]}
    for name, library in document["libraries"].items():
        # The state of a library that failed can be drift.
        known = all(message["level"] == WARNING for message in library["messages"])
        if known and name not in run.ended:
            library["fingerprint"] = reviewed_plan.fingerprint(library)
    return {
        **document,
        "plan": {"by": run.by, "fingerprint": reviewed_plan.whole({**document, "plan": {"by": run.by}})},
    }


@cache
def _versions() -> Data:
    own = COLLECTION / "MANIFEST.json"
    info = load(own)["collection_info"] if own.is_file() else load(COLLECTION / "galaxy.yml")
    return {"collection": str(info["version"]), "ansible_core": ansible_core, "python": platform.python_version()}
