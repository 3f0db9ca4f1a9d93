# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Collects the results of a run by library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings

from .._results import about
from .cells import FAILED, NOT_CHECKABLE, Cell, Result, cells, dictionaries, failure, hidden, message, unchecked
from .families import Families, families

PASS, FAIL, UNKNOWN, WAIVED, LATER = "pass", "fail", "unknown", "waived", "later"

#: The heading of the checks of a role.
_HEADINGS = {"preflight": "Preconditions", "enable_reshare": "Before going live", "verify": "Verification"}

#: Modules whose failure depends on the results of other tasks.
_VERDICTS = ("assert", "fail")

#: Levels of messages, besides the states FAILED and NOT_CHECKABLE.
VERDICT, WARNING = "verdict", "warning"


#: The modules that never change anything, whatever the mode.
_WITHOUT_CHANGES = ("validate_variables", "validate_inventory", "fleet_report")

#: The modules that send NCIP messages to verify the link.
_VERIFYING = ("ncip_probe", "ncip_verification")

#: The data about a report file of OCLC that is in the record.
_EVIDENCE = ("report", "file", "first", "last", "imported", "loans")


@dataclass(frozen=True)
class Message:
    """A message for people. play: the number of the play within the run. counts: whether the library ended with it, unless it was
    rescued. code: of the failure, if it has one."""

    level: str
    task: str
    text: str
    heading: str
    play: int = 0
    counts: bool = False
    code: str | None = None


@dataclass
class LibraryRun:
    """The data about a library from its results so far.

    cells: by kind, then by source (the same task with the same arguments). checks: by heading and name. known: the results that contain
    how objects were learnt.
    """

    cells: dict[str, dict[Any, Cell]] = field(default_factory=lambda: defaultdict(dict))
    checks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    seconds: float = 0.0
    worksheet: str | None = None
    questionnaire: str | None = None
    live: bool | None = None
    remarks: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: dict[str, Any] | None = None
    plan: dict[str, Any] | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    known: list[Mapping[str, Any]] = field(default_factory=list)
    verification: dict[str, Any] | None = None
    unreachable: bool = False
    ours: bool = False

    def put(self, kind: str, source: Any, cell: Cell) -> None:
        """Replace the data of an earlier result of the same task. Changes that were made are kept, and they settle those that
        other tasks found in check mode."""
        cells = self.cells[kind]
        for other in cells.values():
            other.settle([*cell.done, *cell.asked])
        if source in cells:
            cell.done = [*cells[source].done, *cell.done]
            cell.recorded = [*cells[source].recorded, *cell.recorded]
        cells[source] = cell


class Run:
    """The results of a run."""

    def __init__(self) -> None:
        self.libraries: dict[str, LibraryRun] = defaultdict(LibraryRun)
        self.sandbox = False
        #: The result of the comparison of the libraries with each other.
        self.inventory: dict[str, Any] | None = None
        self._modes: set[bool] = set()
        self._plays: set[int] = set()

    @cached_property
    def families(self) -> Families:
        """The known families, loaded with the first result that needs them."""
        return families()

    @property
    def check_mode(self) -> bool:
        """Whether there were tasks that can change something, all of them in check mode."""
        return self._modes == {True}

    def spend(self, library: str, seconds: float) -> None:
        """Add the duration of a task, of this collection or not."""
        self.libraries[library].seconds += seconds

    def take(self, result: Result) -> None:
        """Add a result. Results of other collections' tasks count only if they failed."""
        library = self.libraries[result.library]
        if result.module is not None or result.role:
            self._take_ours(library, result)
        if result.status == "unreachable":
            library.unreachable = True
        if result.status in ("failed", "unreachable"):
            library.messages.append(_failure(result))

    def reported(self, failures: Mapping[str, int]) -> dict[str, LibraryRun]:
        """The libraries with something to report, by name.

        failures: the number of failed tasks of each that were not rescued. They are the last failures of a library.
        """
        found = {}
        for name, library in sorted(self.libraries.items()):
            failed = [one for one in library.messages if one.counts]
            for one in failed[: len(failed) - failures.get(name, 0)]:
                library.messages.remove(one)
            # A library that failed before the tasks of this collection, in a play in which other libraries reached them, is shown.
            stopped = any(one.level != WARNING and one.play in self._plays for one in library.messages)
            if library.ours or stopped:
                found[name] = library
        return found

    def _take_ours(self, library: LibraryRun, result: Result) -> None:
        self._plays.add(result.play)
        checks = [one for data, _failed in result.items if not hidden(data) for one in _checks(data)]
        if result.module is None and not checks:
            return
        library.ours = True
        if result.module is not None and not result.module.endswith("_info") and result.module not in _WITHOUT_CHANGES:
            self._modes.add(result.check_mode)
        for one in checks:
            library.checks[heading(result), one["name"]] = {"heading": heading(result), **one}
        if result.status != "unreachable":
            for kind, cell in cells(result, self.families).items():
                library.put(kind, result.source, cell)
        for data, _failed in result.items:
            if not hidden(data):
                self._note(library, result, data)

    def _note(self, library: LibraryRun, result: Result, data: Mapping[str, Any]) -> None:
        self.sandbox |= data.get("sandbox") is True
        if isinstance(data.get("consortium"), Mapping):
            self.inventory = {key: data[key] for key in ("summary", "findings", "consortium")}
        if "worksheet" in data:
            path = str(data["worksheet"]) if data["worksheet"] else None
            if "questions" in data:
                library.questionnaire = path
            else:
                library.worksheet = path
        if "live" in data:
            library.live = data["live"]
        if "withdrawn" in data:
            library.withdrawn = _withdrawn(data)
        if isinstance(data.get("plan"), Mapping):
            library.plan = {
                key: data["plan"].get(key) for key in ("fingerprint", "made", "by", "approved_by", "applies")
            }
        if "evidence" in data:
            library.evidence = [{key: one.get(key) for key in _EVIDENCE} for one in dictionaries(data["evidence"])]
        if result.module in _VERIFYING and not result.check_mode:
            library.verification = _verification(library.verification, data)
        if isinstance(data.get("knowledge"), Mapping):
            library.known.append(data)
        library.remarks += _remarks(data)
        known = [*result_warnings(data), *(one.text for one in library.messages)]
        warnings = data.get("warnings")
        for text in dict.fromkeys(map(str, warnings if isinstance(warnings, list) else ())):
            if text not in known:
                library.messages.append(Message(WARNING, result.task, text, heading(result)))


def heading(result: Result) -> str:
    """The heading of the checks of a result: that of the role if it is one of this collection, else the name of the task."""
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
    """The person who withdrew the library, the time and the reason, and who removed it, as far as they are known."""
    withdrawal = data["withdrawn"]
    if not isinstance(withdrawal, Mapping):
        return None
    found = {key: withdrawal.get(key) for key in ("by", "at", "reason")}
    removed = withdrawal.get("removed")
    return (
        found | {"removed": {key: removed.get(key) for key in ("by", "at")}} if isinstance(removed, Mapping) else found
    )


def _verification(before: Mapping[str, Any] | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The verification of the link. before: the results so far."""
    # A probe returns no such list; it lends nothing.
    lent = "left_behind" in data and bool(data.get("changed"))
    left = [str(one.get("detail")) for one in dictionaries(data.get("left_behind"))]
    earlier = before or {"state": PASS, "transactions": False, "left_behind": []}
    states = [earlier["state"], *(one["status"] for one in _checks(data))]
    return {
        "state": next((state for state in (FAIL, UNKNOWN) if state in states), PASS),
        "transactions": earlier["transactions"] or lent,
        "left_behind": [*earlier["left_behind"], *left],
    }


def _remarks(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The remarks of people for the operator."""
    remarks = dictionaries(data.get("remarks"))
    return [{**{key: one.get(key) for key in ("by", "at", "remark")}, **about(one)} for one in remarks]


def _checks(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for check in dictionaries(data.get("checks")):
        if check.get("status") in (PASS, FAIL, UNKNOWN, WAIVED, LATER):
            texts = {key: str(check.get(key) or "") for key in ("name", "title", "status", "detail", "remedy")}
            yield {**texts, "title": texts["title"] or texts["name"], "reason": check.get("reason")}
