# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Collects the results of a run, library by library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .cells import FAILED, NOT_CHECKABLE, Cell, Result, cells, dictionaries, failure, hidden, message, unchecked
from .families import Families, families

PASS, FAIL, UNKNOWN, WAIVED, LATER = "pass", "fail", "unknown", "waived", "later"

#: What the checks of a role are about.
_HEADINGS = {"preflight": "Preconditions", "enable_reshare": "Before going live", "verify": "Verification"}

#: The banner of the report says it once for all libraries.
_REHEARSAL = "This run used the rehearsal sandbox"

#: Modules that fail because of what other results say.
_VERDICTS = ("assert", "fail")

#: Levels of messages, besides the states FAILED and NOT_CHECKABLE.
VERDICT, WARNING = "verdict", "warning"


@dataclass(frozen=True)
class Message:
    """What a person should read. play: which of the run's plays said it. counts: whether the library ended with it, unless it
    was rescued. code: of the failure, where it has one."""

    level: str
    task: str
    text: str
    heading: str
    play: int = 0
    counts: bool = False
    code: str | None = None


@dataclass
class Library:
    """What is known of a library after its results so far.

    cells: by kind, then by what tells the same task again. checks: by heading and name.
    """

    cells: dict[str, dict[Any, Cell]] = field(default_factory=lambda: defaultdict(dict))
    checks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    seconds: float = 0.0
    worksheet: str | None = None
    remarks: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: dict[str, Any] | None = None
    plan: dict[str, Any] | None = None
    unreachable: bool = False
    ours: bool = False

    def put(self, kind: str, source: Any, cell: Cell) -> None:
        """Take what a task says in the place of what the same task said before. What was changed stays changed, and what
        other tasks only found in check mode is settled by it."""
        told = self.cells[kind]
        for other in told.values():
            other.settle(cell.done)
        if source in told:
            cell.done = [*told[source].done, *cell.done]
        told[source] = cell


class Run:
    """The results of a run."""

    def __init__(self) -> None:
        self.libraries: dict[str, Library] = defaultdict(Library)
        self.sandbox = False
        self._modes: set[bool] = set()
        self._plays: set[int] = set()

    @cached_property
    def families(self) -> Families:
        """The known families, looked up when the first result needs them."""
        return families()

    @property
    def check_mode(self) -> bool:
        """Whether every task that could have changed something was in check mode, as far as there were any."""
        return self._modes == {True}

    def spend(self, library: str, seconds: float) -> None:
        """A task of any kind took so long."""
        self.libraries[library].seconds += seconds

    def take(self, result: Result) -> None:
        """Take a result. Those of tasks from elsewhere count only where they failed."""
        library = self.libraries[result.library]
        if result.module is not None or result.role:
            self._take_ours(library, result)
        if result.status == "unreachable":
            library.unreachable = True
        if result.status in ("failed", "unreachable"):
            library.messages.append(_failure(result))

    def told(self, failures: Mapping[str, int]) -> dict[str, Library]:
        """The libraries of which there is something to tell, by name.

        failures: how many failed tasks of each were not rescued; a library ends with those.
        """
        found = {}
        for name, library in sorted(self.libraries.items()):
            failed = [one for one in library.messages if one.counts]
            for one in failed[: len(failed) - failures.get(name, 0)]:
                library.messages.remove(one)
            # One that failed before it came to our tasks, where others did not, belongs to the picture.
            stopped = any(one.level != WARNING and one.play in self._plays for one in library.messages)
            if library.ours or stopped:
                found[name] = library
        return found

    def _take_ours(self, library: Library, result: Result) -> None:
        self._plays.add(result.play)
        checks = [one for data, _failed in result.items if not hidden(data) for one in _checks(data)]
        if result.module is None and not checks:
            return
        library.ours = True
        if result.module is not None and not result.module.endswith("_info"):
            self._modes.add(result.check_mode)
        for one in checks:
            library.checks[heading(result), one["name"]] = {"heading": heading(result), **one}
        if result.status != "unreachable":
            for kind, cell in cells(result, self.families).items():
                library.put(kind, result.source, cell)
        for data, _failed in result.items:
            if not hidden(data):
                self._note(library, result, data)

    def _note(self, library: Library, result: Result, data: Mapping[str, Any]) -> None:
        self.sandbox |= data.get("sandbox") is True
        if "worksheet" in data:
            library.worksheet = str(data["worksheet"]) if data["worksheet"] else None
        if "withdrawn" in data:
            library.withdrawn = _withdrawn(data)
        if isinstance(data.get("plan"), Mapping):
            library.plan = {
                key: data["plan"].get(key) for key in ("fingerprint", "made", "by", "approved_by", "applies")
            }
        library.remarks += _remarks(data)
        warnings = data.get("warnings")
        for text in warnings if isinstance(warnings, list) else ():
            if not str(text).startswith(_REHEARSAL) and str(text) not in [one.text for one in library.messages]:
                library.messages.append(Message(WARNING, result.task, str(text), heading(result)))


def heading(result: Result) -> str:
    """What the checks of a result are called: by their role where that is one of ours, else by their task."""
    return _HEADINGS.get(result.role) or result.task.rpartition(" : ")[2]


def _failure(result: Result) -> Message:
    failed = [data for data, failed in result.items if failed] or [result.data]
    text = "\n".join(dict.fromkeys(map(message, failed)))
    level = FAILED
    if result.status == "unreachable" or (result.module and all(unchecked(result, data) for data in failed)):
        level = NOT_CHECKABLE
    elif result.action.rpartition(".")[2] in _VERDICTS:
        level = VERDICT
    codes = [str(code) for data in failed if not hidden(data) and (code := failure(data).get("code"))]
    code = codes[0] if codes else None
    return Message(level, result.task, text, heading(result), result.play, result.status == "failed", code)


def _withdrawn(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Who withdrew the library, when and why, as far as that is known."""
    told = data["withdrawn"]
    return {key: told.get(key) for key in ("by", "at", "reason")} if isinstance(told, Mapping) else None


def _remarks(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What people wrote for the operator."""
    told = dictionaries(data.get("remarks"))
    return [{key: one.get(key) for key in ("by", "at", "remark", "title")} for one in told]


def _checks(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for check in dictionaries(data.get("checks")):
        if check.get("status") in (PASS, FAIL, UNKNOWN, WAIVED, LATER):
            texts = {key: str(check.get(key) or "") for key in ("name", "title", "status", "detail", "remedy")}
            yield {**texts, "title": texts["title"] or texts["name"], "reason": check.get("reason")}
