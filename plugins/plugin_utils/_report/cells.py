# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Evaluates the result of a task for each family of a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._results import about, includes, knowledge
from .families import WHOLE_RESHARE, WHOLE_WMS, Families

FAILED, NOT_CHECKABLE, DRIFT, PENDING, RECORDED, STATED, CHANGED, IN_PLACE, NOT_PART = STATES = (
    *("failed", "not_checkable", "drift", "pending", "recorded", "stated", "changed"),
    *("in_place", "not_part"),
)

#: Results that a person's word or a look at the system settled, and what then became of an object.
_SETTLED = {
    "confirmed": "confirmed",
    "read_back": "found in place",
    "recorded": "recorded",
    "discarded": "no longer asked for",
}


def worst(states: Iterable[str]) -> str:
    """The worst of several states."""
    return min(states, key=STATES.index, default=NOT_PART)


@dataclass(frozen=True)
class CellChange:
    """A change that was made, or would be made in check mode. about: the object. before, after: as in the diff."""

    about: Mapping[str, Any]
    action: str
    what: tuple[str, ...] = ()
    before: Any = None
    after: Any = None

    @property
    def name(self) -> str:
        """The object's name; empty for what there is only one of."""
        return str(self.about.get("name") or "")

    def covers(self, other: CellChange) -> bool:
        """Whether this change includes the other one."""
        return self.name == other.name and set(other.what) <= set(self.what)


@dataclass
class Cell:
    """The data about a family.

    done: the changes that were made. recorded: those that were only made in the record. would: the changes found in check mode. asked:
    the changes added to a worksheet. pending_steps: of this run and of earlier ones. compared: whether objects were compared with what
    is declared, and not only written to the record. stated: whether a field of an object is only stated by a person. message: the
    reason of the failure. unchecked: whether the failure only means that the state is unknown. stopped: whether the task ended before
    this family.
    """

    done: list[CellChange] = field(default_factory=list)
    recorded: list[CellChange] = field(default_factory=list)
    would: list[CellChange] = field(default_factory=list)
    asked: list[CellChange] = field(default_factory=list)
    pending_steps: list[dict[str, Any]] = field(default_factory=list)
    compared: bool = True
    stated: bool = False
    message: str | None = None
    unchecked: bool = False
    stopped: bool = False

    @property
    def state(self) -> str:
        """The worst state that applies."""
        failed = self.message is not None and not self.unchecked
        held: dict[str, Any] = {FAILED: failed, NOT_CHECKABLE: self.unchecked or self.stopped}
        held |= {
            DRIFT: self.would and self.compared,
            PENDING: self.pending_steps,
            RECORDED: (self.recorded or self.would) and not self.compared,
        }
        held |= {STATED: self.stated, CHANGED: self.done or self.recorded, IN_PLACE: True}
        return worst(state for state, holds in held.items() if holds)

    def add(self, other: Cell) -> None:
        """Add the data about other objects of the family."""
        self.done += other.done
        self.recorded += other.recorded
        self.would += other.would
        self.asked += other.asked
        self.pending_steps += [one for one in other.pending_steps if one not in self.pending_steps]
        self.compared |= other.compared
        self.stated |= other.stated
        self.stopped |= other.stopped
        if other.message is not None:
            self.unchecked = other.unchecked and (self.message is None or self.unchecked)
            self.message = "\n".join(dict.fromkeys(filter(None, (self.message, other.message))))

    def settle(self, done: Iterable[CellChange]) -> None:
        """Remove the changes found in check mode that have been made since."""
        self.would = [one for one in self.would if not any(change.covers(one) for change in done)]


@dataclass(frozen=True)
class Result:
    """The result of a task for a library, as plain data.

    module: the name of the module within this collection, None for other modules. status: ``ok``, ``failed``, ``ignored`` (failed
    with ignore_errors) or ``unreachable``. action: the module as written in the playbook. role: the outermost of this collection's
    roles to which the task belongs, if any. source: identifies the same task with the same arguments.
    """

    library: str
    task: str
    module: str | None
    status: str
    data: Mapping[str, Any]
    check_mode: bool = False
    action: str = ""
    role: str = ""
    source: Any = None
    play: int = 0

    @property
    def items(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """The results of a loop, or the single result, each with whether it failed."""
        looped = self.data.get("results")
        if not isinstance(looped, list):
            yield self.data, self.status != "ok"
            return
        for item in dictionaries(looped):
            if not item.get("skipped"):
                yield item, bool(item.get("failed"))


def dictionaries(value: Any) -> list[Mapping[str, Any]]:
    """The dictionaries in a list; other values are left out."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def hidden(data: Mapping[str, Any]) -> bool:
    """Whether only the status of a result may be shown."""
    return bool(data.get("_ansible_no_log")) or "censored" in data


def message(data: Mapping[str, Any]) -> str:
    """The message of a failed result."""
    if hidden(data):
        return "The task failed. Its message is hidden (no_log)."
    found = data.get("msg")
    return str(found if found else "The task failed and gave no reason.")


def unchecked(result: Result, data: Mapping[str, Any]) -> bool:
    """Whether a failure only means that the state is unknown: the task was in check mode, or got no response and changed nothing."""
    return result.check_mode or (failure(data).get("no_answer") is True and not data.get("changed"))


def failure(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The failure of a failed result, as data."""
    found = data.get("failure")
    return found if isinstance(found, Mapping) else {}


def cells(result: Result, families: Families) -> dict[str, Cell]:
    """The data in a result of one of this collection's modules, by kind; none for a module that only reads."""
    found: dict[str, Cell] = {}
    if result.module is None or result.module.endswith("_info"):
        return found
    for data, failed in result.items:
        for kind, cell in _of_item(result, data, failed, families).items():
            if kind in found:
                found[kind].add(cell)
            else:
                found[kind] = cell
    return found


def _of_item(result: Result, data: Mapping[str, Any], failed: bool, families: Families) -> dict[str, Cell]:
    if hidden(data):
        return _of_status(result, data, failed, families)
    declared = data.get("declared")
    # The modules that import what people sent only write to the record.
    compared = not str(result.module).startswith("record_")
    found = {str(kind): Cell(compared=compared) for kind in (declared if isinstance(declared, Mapping) else ())}
    steps = list(_steps(data))
    for kind, change in _changes(data, families):
        cell = found.setdefault(kind, Cell(compared=compared))
        waits = any(includes(change.about, step) for step in steps)
        asked = cell.asked if waits else cell.done if compared else cell.recorded
        (cell.would if result.check_mode else asked).append(change)
    for step in steps:
        found.setdefault(str(step["kind"] or _whole(result)), Cell(compared=compared)).pending_steps.append(step)
    known = knowledge([data])
    for one in known["stated"] if known else ():
        found.setdefault(str(one["kind"]), Cell(compared=compared)).stated = True
    if failed:
        for cell in found.values():
            # Changes before the failure are known; the state of all other objects is not.
            cell.stopped = not (cell.done or cell.recorded or cell.pending_steps)
        blamed = found.setdefault(_blamed(result, list(found), families), Cell(compared=compared))
        blamed.message, blamed.unchecked = message(data), unchecked(result, data)
    return found


def _of_status(result: Result, data: Mapping[str, Any], failed: bool, families: Families) -> dict[str, Cell]:
    kind = _blamed(result, (), families)
    cell = Cell(message=message(data), unchecked=unchecked(result, data)) if failed else Cell()
    if data.get("changed"):
        change = CellChange({"kind": kind, "name": "", "identity": {}, "title": families[kind].label}, "updated")
        (cell.would if result.check_mode else cell.done).append(change)
    return {kind: cell} if failed or data.get("changed") or kind in _own(result, families) else {}


def _own(result: Result, families: Families) -> tuple[str, ...]:
    """The kind of the module."""
    return (result.module,) if result.module is not None and result.module in families else ()


def _blamed(result: Result, kinds: Iterable[str], families: Families) -> str:
    """The family at which a failure is shown: the result of a task about many kinds does not contain which of them failed."""
    known = _own(result, families) or tuple(kinds)
    return known[0] if len(known) == 1 else _whole(result)


def _whole(result: Result) -> str:
    return WHOLE_RESHARE if str(result.module).startswith("reshare") else WHOLE_WMS


def _changes(data: Mapping[str, Any], families: Families) -> Iterator[tuple[str, CellChange]]:
    views = _views(data)
    for change in dictionaries(data.get("changes")):
        kind, name = str(change.get("kind")), str(change.get("name") or "")
        what = change.get("what")
        fields = tuple(map(str, what if isinstance(what, list) else ()))
        before, after = (_view(side, families[kind].plural, name) for side in views)
        yield kind, CellChange(about(change), str(change.get("action") or ""), fields, before, after)
    for key, action in _SETTLED.items():
        for settled in dictionaries(data.get(key)):
            yield str(settled.get("kind")), CellChange(about(settled), action)


def _views(data: Mapping[str, Any]) -> tuple[Any, Any]:
    diff = data.get("diff")
    return (diff.get("before"), diff.get("after")) if isinstance(diff, Mapping) else (None, None)


def _view(side: Any, plural: str, name: str) -> Any:
    """One object in a side of a diff: by its name, or the whole side for a table or page."""
    found = side.get(plural) if isinstance(side, Mapping) else None
    return found.get(name) if name and isinstance(found, Mapping) else found


def _steps(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The pending steps and the questions."""
    for step in dictionaries(data.get("pending_steps")):
        details = {"since": step.get("since"), "remark": step.get("remark")}
        yield {**about(step), **details, "question": False, "waits_for_approval": bool(step.get("confirmed"))}
    for question in dictionaries(data.get("questions")):
        details = {"since": None, "remark": "asked in the questionnaire"}
        yield {**about(question), **details, "question": True, "waits_for_approval": False}
