# SPDX-License-Identifier: GPL-3.0-or-later

"""Evaluates the result of a task for each family of a library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...module_utils._core.errors import NotSeen
from ...module_utils._core.json_shape import dictionaries
from .._comparison.results import ABOUT, about, first_go_live, includes, knowledge, members, still_usable
from .families import WHOLE_RESHARE, WHOLE_WMS, families, family_of

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


#: The statuses of a change.
DONE, IN_RECORD, WOULD, ASKED = STATUSES = ("done", "recorded", "would", "asked")


@dataclass(frozen=True)
class CellChange:
    """A change of an object.

    about: the object. status: whether it was made, made in the record only, found in check mode, or added to a worksheet.
    before, after: as in the diff. earlier: what it replaces, as a configuration; None if there was nothing, or if the result does not have it. first: whether
    it makes a link live for the first time.
    """

    about: Mapping[str, Any]
    status: str
    action: str
    what: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    earlier: Any = None
    first: bool = False

    @property
    def name(self) -> str:
        """The object's name; empty for a single-instance kind."""
        return str(self.about.get("name") or "")

    def settles(self, other: CellChange) -> bool:
        """Whether this is a change that was made since, and includes the other one, which was found in check mode."""
        same = self.name == other.name and set(other.what) <= set(self.what)
        return same and self.status in (DONE, ASKED) and other.status == WOULD


@dataclass
class Cell:
    """The data about a family.

    pending_steps: of this run and of earlier ones. compared: whether objects were compared with what is declared, and not only written
    to the record. stated: whether a field of an object is only stated by a person. message: the reason of the failure. unchecked:
    whether the failure only means that the state is unknown. stopped: whether the task ended before this family.
    """

    changes: list[CellChange] = field(default_factory=list)
    pending_steps: list[dict[str, Any]] = field(default_factory=list)
    compared: bool = True
    stated: bool = False
    message: str | None = None
    unchecked: bool = False
    stopped: bool = False

    def has(self, *statuses: str) -> bool:
        """Whether there is a change with one of these statuses."""
        return any(change.status in statuses for change in self.changes)

    @property
    def state(self) -> str:
        """The worst state that applies."""
        applies = {
            FAILED: self.message is not None and not self.unchecked,
            NOT_CHECKABLE: self.unchecked or self.stopped,
            DRIFT: self.compared and any(one.status == WOULD and not one.first for one in self.changes),
            PENDING: self.pending_steps or self.has(WOULD),
            RECORDED: not self.compared and self.has(IN_RECORD, WOULD),
            STATED: self.stated,
            CHANGED: self.has(DONE, IN_RECORD),
            IN_PLACE: True,
        }
        return worst(state for state, holds in applies.items() if holds)

    def add(self, other: Cell) -> None:
        """Add the data about other objects of the family."""
        self.changes += other.changes
        self.pending_steps += [one for one in other.pending_steps if one not in self.pending_steps]
        self.compared |= other.compared
        self.stated |= other.stated
        self.stopped |= other.stopped
        if other.message is not None:
            self.unchecked = other.unchecked and (self.message is None or self.unchecked)
            self.message = "\n".join(dict.fromkeys(filter(None, (self.message, other.message))))


def combined(cells: Iterable[Cell]) -> Cell:
    """The data of several results about a family."""
    whole = Cell(compared=False)
    for cell in cells:
        whole.add(cell)
    return whole


@dataclass(frozen=True)
class Result:
    """The result of a task for a library, as plain data.

    module: the name of the module within this collection, None for other modules. status: ``ok``, ``failed``, ``ignored`` (failed
    with ignore_errors) or ``unreachable``. action: the module as written in the playbook. role: the outermost of this collection's
    roles to which the task belongs, if any. source: identifies the same task with the same arguments. once: whether it is one task for all libraries.
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
    once: bool = False

    @property
    def items(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """The data of the results of a loop, or of the single result, each with whether it failed."""
        looped = self.data.get("results")
        if not isinstance(looped, list):
            yield shown(self.data), self.status != "ok"
            return
        for item in dictionaries(looped):
            if not item.get("skipped"):
                yield shown(item), bool(item.get("failed"))


def shown(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data that may be shown. Those of a result with no_log are only its status."""
    if not (data.get("_ansible_no_log") or "censored" in data):
        return data
    status = {"changed": data.get("changed"), "failure": {"no_answer": failure(data).get("no_answer")}}
    return {**status, "censored": True, "msg": "The task failed. Its message is hidden (no_log)."}


def message(data: Mapping[str, Any]) -> str:
    """The message of a failed result."""
    return str(data.get("msg") or "The task failed and gave no reason.")


def unchecked(result: Result, data: Mapping[str, Any]) -> bool:
    """Whether a failure only means that the state is unknown: the task was in check mode, got no response and changed nothing, or does not see yet what
    it has written."""
    found = failure(data)
    no_answer = found.get("no_answer") is True and not data.get("changed")
    return result.check_mode or no_answer or found.get("code") == NotSeen.code


def failure(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The failure of a failed result, as data."""
    found = data.get("failure")
    return found if isinstance(found, Mapping) else {}


def cells(result: Result) -> dict[str, Cell]:
    """The data in a result of one of this collection's modules, by kind; none for a module that only reads."""
    found: dict[str, list[Cell]] = defaultdict(list)
    if result.module is not None and not result.module.endswith("_info"):
        for data, failed in result.items:
            for kind, cell in (_of_status if "censored" in data else _of_item)(result, data, failed).items():
                found[kind].append(cell)
    return {kind: combined(parts) for kind, parts in found.items()}


def _of_item(result: Result, data: Mapping[str, Any], failed: bool) -> dict[str, Cell]:
    counts = data.get("declared")
    # The modules that import what people sent only write to the record.
    compared = not str(result.module).startswith("record_")
    found: dict[str, Cell] = defaultdict(lambda: Cell(compared=compared))
    found |= {str(kind): Cell(compared=compared) for kind in (counts if isinstance(counts, Mapping) else ())}
    steps = list(_steps(data))
    for changed, *details in _changes(data):
        waits = any(includes(changed, step) for step in steps)
        status = WOULD if result.check_mode else IN_RECORD if not compared else ASKED if waits else DONE
        found[str(changed["kind"])].changes.append(CellChange(changed, status, *details))
    for left in still_usable(data) if result.check_mode else ():
        found[str(left["kind"])].changes.append(CellChange(left, WOULD, "left over"))
    for step in steps:
        of_kind = found[str(step["kind"] or _whole(result))]
        # Nobody has been asked to make the link live yet.
        if not any(one.first and one.status == WOULD for one in of_kind.changes):
            of_kind.pending_steps.append(step)
    for one in (knowledge([data]) or {"stated": ()})["stated"]:
        found[str(one["kind"])].stated = True
    if failed:
        for cell in found.values():
            # Changes before the failure are known; the state of all other objects is not.
            cell.stopped = not (cell.has(DONE, IN_RECORD) or cell.pending_steps)
        blamed = found[_blamed(result, list(found))]
        blamed.message, blamed.unchecked = message(data), unchecked(result, data)
    return found


def _of_status(result: Result, data: Mapping[str, Any], failed: bool) -> dict[str, Cell]:
    kind = _blamed(result, ())
    cell = Cell(message=message(data), unchecked=unchecked(result, data)) if failed else Cell()
    if data["changed"]:
        about_kind = {"kind": kind, "name": "", "identity": {}, "title": family_of(kind).label}
        cell.changes.append(CellChange(about_kind, WOULD if result.check_mode else DONE, "updated"))
    return {kind: cell} if failed or data["changed"] or kind == result.module else {}


def _blamed(result: Result, kinds: Sequence[str]) -> str:
    """The family at which a failure is shown: the result of a task about many kinds does not contain which of them failed."""
    if result.module in families():
        return str(result.module)
    return kinds[0] if len(kinds) == 1 else _whole(result)


def _whole(result: Result) -> str:
    return WHOLE_RESHARE if str(result.module).startswith("reshare") else WHOLE_WMS


def _changes(data: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The object of each change, with its action, its fields, and the object before and after it."""
    diff = data.get("diff") or {}
    for change in dictionaries(data.get("changes")):
        sides = (_view(diff.get(side) or {}, change) for side in ("before", "after"))
        yield (
            about(change),
            str(change.get("action") or ""),
            tuple(change.get("what") or ()),
            *sides,
            change.get("earlier"),
            first_go_live(data, change),
        )
    for key, action in _SETTLED.items():
        for settled in dictionaries(data.get(key)):
            yield about(settled), action


def _view(side: Mapping[str, Any], change: Mapping[str, Any]) -> Any:
    """The object of a change in a side of a diff: by its name, or the whole table or page."""
    found, name = side.get(family_of(str(change.get("kind"))).plural), change.get("name")
    return found.get(name) if name and isinstance(found, Mapping) else found


def _steps(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The pending steps and the questions."""
    for step in dictionaries(data.get("pending_steps")):
        waits = bool(step.get("confirmed"))
        yield {**members(step, *ABOUT, "since", "remark", "waits_for"), "question": False, "waits_for_approval": waits}
    for question in dictionaries(data.get("questions")):
        details = {"since": None, "remark": "asked in the questionnaire", "waits_for": None}
        yield {**about(question), **details, "question": True, "waits_for_approval": False}
