# SPDX-License-Identifier: GPL-3.0-or-later

"""Collects the results of a run by library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.json_shape import dictionaries
from ...module_utils._task.result_warnings import result_warnings
from .._comparison.results import about, members
from .cells import DONE, FAILED, IN_RECORD, NOT_CHECKABLE, Cell, Result, cells, failure, message, shown, unchecked

#: The heading of the checks of a role.
_HEADINGS = {"preflight": "Preconditions", "enable_reshare": "Before going live", "verify": "Verification"}

#: Modules whose failure depends on the results of other tasks.
_VERDICTS = ("assert", "fail")

#: Levels of messages, besides the states FAILED and NOT_CHECKABLE. OF_RUN: a failure of the run as a whole, which no library has caused.
VERDICT, WARNING, OF_RUN = "verdict", "warning", "of_run"

#: The modules that never change anything, whatever the mode.
_WITHOUT_CHANGES = ("validate_variables", "validate_inventory", "fleet_report")

#: The modules that send NCIP messages to verify the link.
_VERIFYING = ("ncip_probe", "ncip_verification")


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


def _facts() -> dict[str, Any]:
    return {
        "worksheet": None,
        "questionnaire": None,
        "pages": [],
        "sent": [],
        "remarks": [],
        "live": None,
        "ready": None,
        "withdrawn": None,
        "plan": None,
        "evidence": [],
        "knowledge": None,
        "verification": None,
    }


@dataclass
class LibraryRun:
    """The data about a library from its results so far.

    cells: by kind, then by source (the same task with the same arguments). checks: by heading and name. facts: the latest values of
    members of the report that are about the library as a whole. known: the results that contain how objects were learnt.
    """

    cells: dict[str, dict[Any, Cell]] = field(default_factory=lambda: defaultdict(dict))
    checks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    seconds: float = 0.0
    facts: dict[str, Any] = field(default_factory=_facts)
    known: list[Mapping[str, Any]] = field(default_factory=list)
    unreachable: bool = False
    ours: bool = False

    def put(self, kind: str, source: Any, cell: Cell) -> None:
        """Replace the data of an earlier result of the same task. Changes that were made are kept, and they settle those that
        other tasks found in check mode."""
        cells = self.cells[kind]
        for other in cells.values():
            other.changes = [one for one in other.changes if not any(later.settles(one) for later in cell.changes)]
        if source in cells:
            made = [one for one in cells[source].changes if one.status in (DONE, IN_RECORD)]
            cell.changes = [*made, *cell.changes]
        cells[source] = cell


class Run:
    """The results of a run. playbooks: their names. inventory: the result of the comparison of the libraries with each other."""

    def __init__(self, started: datetime) -> None:
        self.started = started
        self.playbooks: list[str] = []
        self.libraries: dict[str, LibraryRun] = defaultdict(LibraryRun)
        self.sandbox = False
        self.inventory: dict[str, Any] | None = None
        self._modes: set[bool] = set()
        self._plays: set[int] = set()

    @property
    def check_mode(self) -> bool:
        """Whether there were tasks that can change something, all of them in check mode."""
        return self._modes == {True}

    @property
    def messages(self) -> list[str]:
        """What is wrong with the run as a whole."""
        found = (one for library in self.libraries.values() for one in library.messages)
        return list(dict.fromkeys(one.text for one in found if one.level == OF_RUN))

    def take(self, result: Result) -> None:
        """Add a result. Results of other collections' tasks count only if they failed."""
        library = self.libraries[result.library]
        if result.module is not None or result.role:
            self._plays.add(result.play)
        if result.module is not None:
            self._take_ours(library, result)
        if result.status == "unreachable":
            library.unreachable = True
        if result.status in ("failed", "unreachable"):
            library.messages.append(_failure(result))

    def reported(self, failures: Mapping[str, int]) -> dict[str, LibraryRun]:
        """The libraries with something to report, by name; none if no task of this collection ran.

        failures: the number of failed tasks of each that were not rescued. They are the last failures of a library.
        """
        found = {}
        for name, library in sorted(self.libraries.items()):
            failed = [one for one in library.messages if one.counts]
            for one in failed[: len(failed) - failures.get(name, 0)]:
                library.messages.remove(one)
            # A library that failed before the tasks of this collection, in a play in which other libraries reached them, is shown.
            stopped = any(one.level not in (WARNING, OF_RUN) and one.play in self._plays for one in library.messages)
            if library.ours or stopped:
                found[name] = library
        return found if any(library.ours for library in found.values()) else {}

    def _take_ours(self, library: LibraryRun, result: Result) -> None:
        library.ours = True
        if not (str(result.module).endswith("_info") or result.module in _WITHOUT_CHANGES):
            self._modes.add(result.check_mode)
        if result.status == "ok" or not (result.once or result.status == "unreachable"):
            for kind, cell in cells(result).items():
                library.put(kind, result.source, cell)
        for data, _failed in result.items:
            self._note(library, result, data)

    def _note(self, library: LibraryRun, result: Result, data: Mapping[str, Any]) -> None:
        self.sandbox |= data.get("sandbox") is True
        if isinstance(data.get("consortium"), Mapping):
            self.inventory = members(data, "summary", "findings", "consortium")
        for check in _checks(data):
            library.checks[heading(result), check["name"]] = {"heading": heading(result), **check}
        library.facts |= _facts_of(data)
        library.facts["remarks"] += [
            {**members(one, "by", "at", "remark"), **about(one)} for one in dictionaries(data.get("remarks"))
        ]
        if result.module in _VERIFYING and not result.check_mode:
            library.facts["verification"] = _verification(library.facts["verification"], data)
        if isinstance(data.get("knowledge"), Mapping):
            library.known.append(data)
        known = [*result_warnings(data), *(one.text for one in library.messages)]
        warnings = data.get("warnings")
        for text in dict.fromkeys(map(str, warnings if isinstance(warnings, list) else ())):
            if text not in known:
                library.messages.append(Message(WARNING, result.task, text, heading(result)))


def heading(result: Result) -> str:
    """The heading of the checks of a result: that of the role if it is one of this collection, else the name of the task."""
    return _HEADINGS.get(result.role) or result.task.rpartition(" : ")[2]


def _failure(result: Result) -> Message:
    failed = [data for data, failed in result.items if failed] or [shown(result.data)]
    text = "\n".join(dict.fromkeys(map(message, failed)))
    level = FAILED
    if result.once:
        level = OF_RUN
    elif result.status == "unreachable" or (result.module and all(unchecked(result, data) for data in failed)):
        level = NOT_CHECKABLE
    elif result.action.rpartition(".")[2] in _VERDICTS:
        level = VERDICT
    code = next((str(code) for data in failed if (code := failure(data).get("code"))), None)
    return Message(level, result.task, text, heading(result), result.play, result.status == "failed", code)


def _facts_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The members of the report about the library as a whole that a result contains."""
    if "worksheet" in data:
        yield "worksheet", str(data["worksheet"] or "") or None
    if isinstance(data.get("questionnaires"), list):
        yield "questionnaire", next(map(str, data["questionnaires"]), None)
    if isinstance(overview := data.get("overview"), Mapping):
        shown_of_page = ("page", "path", "open", "waiting_for_approval", "since", "due", "overdue", "to", "at", "why")
        yield "pages", [members(one, *shown_of_page) for one in dictionaries(overview.get("pages"))]
    if isinstance(data.get("sent"), list):
        yield "sent", [str(one.get("page")) for one in dictionaries(data.get("sent"))]
    if "live" in data:
        yield "live", data["live"]
    if "ready" in data:
        yield "ready", data["ready"]
    if "withdrawn" in data:
        yield "withdrawn", _withdrawn(data["withdrawn"])
    if isinstance(data.get("plan"), Mapping):
        yield "plan", members(data["plan"], "fingerprint", "made", "by", "approved_by", "applies")
    if "evidence" in data:
        parts = ("report", "file", "first", "last", "imported", "loans")
        yield "evidence", [members(one, *parts) for one in dictionaries(data["evidence"])]


def _withdrawn(withdrawal: Any) -> dict[str, Any] | None:
    """The person who withdrew the library, the time and the reason, and who removed it, as far as they are known."""
    if not isinstance(withdrawal, Mapping):
        return None
    removed = withdrawal.get("removed")
    more = {"removed": members(removed, "by", "at")} if isinstance(removed, Mapping) else {}
    return members(withdrawal, "by", "at", "reason") | more


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


def _checks(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for check in dictionaries(data.get("checks")):
        if check.get("status") in (PASS, FAIL, UNKNOWN, WAIVED, LATER):
            texts = {key: str(check.get(key) or "") for key in ("name", "title", "status", "detail", "remedy")}
            yield {**texts, "title": texts["title"] or texts["name"], "reason": check.get("reason")}
