# SPDX-License-Identifier: GPL-3.0-or-later

"""A run as plain data, for the page and the JSON file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.files import read_regular
from ...module_utils._core.json_shape import ANYTHING, COUNT, Closed, Each, OneOf
from .._comparison.results import (
    ABOUT,
    ABOUT_TEXTS,
    FINDING,
    KNOWLEDGE,
    LIVE,
    TEXT_OR_NULL,
    WITHDRAWN,
    FileFormat,
    dump,
    knowledge,
    members,
)
from .cells import (
    CHANGED,
    DONE,
    FAILED,
    IN_PLACE,
    NOT_CHECKABLE,
    PENDING,
    RECORDED,
    STATED,
    STATES,
    STATUSES,
    Cell,
    CellChange,
    combined,
    worst,
)
from .families import WHOLE_RESHARE, WHOLE_WMS, in_order
from .links import LINKS, NOT_LIVE, NOT_READ, link_of
from .links import LIVE as LIVE_LINK
from .run import OF_RUN, VERDICT, WARNING, LibraryRun, Run

#: Plain data, as in JSON.
Data = dict[str, Any]

#: The kind of the page that enables the link.
_LINK = "ill_settings"

_STATE = OneOf(STATES)
_CHANGE = Closed(
    {**ABOUT, "action": str, "what": [str], "status": OneOf(STATUSES)},
    {"earlier": (dict, None)},
    about={
        **ABOUT_TEXTS,
        "earlier": "only of a change that was made: what it replaces, as a configuration; null if there was nothing",
        "status": "recorded if made in the record only, would if found in check mode, asked if added to a worksheet",
    },
)
_STEP = Closed(
    {
        **ABOUT,
        **dict.fromkeys(("since", "remark", "waits_for"), TEXT_OR_NULL),
        **dict.fromkeys(("question", "waits_for_approval"), bool),
    },
    about={
        **ABOUT_TEXTS,
        "waits_for": "the object that a person has to create first",
        "question": "whether it is a question of a questionnaire",
        "waits_for_approval": "whether it is confirmed and waits for a second person",
    },
)
_FAMILY = Closed(
    {
        **{"state": _STATE, "changes": [_CHANGE], "pending_steps": [_STEP]},
        "diff": [Closed({"name": str, "before": ANYTHING, "after": ANYTHING})],
        "message": TEXT_OR_NULL,
    },
    about={"diff": "one for each of changes, in the same order", "message": "the reason of the failure"},
)
_CHECK = Closed(
    {
        **{"heading": str, "name": str, "title": str, "status": OneOf((FAIL, UNKNOWN, LATER, WAIVED, PASS))},
        **{"detail": str, "remedy": str, "reason": TEXT_OR_NULL},
    }
)
_MESSAGE = Closed(
    {
        **{"level": OneOf((FAILED, NOT_CHECKABLE, VERDICT, WARNING)), "code": TEXT_OR_NULL},
        **{"heading": str, "task": str, "text": str},
    }
)
_VERIFICATION = Closed(
    {"state": OneOf((PASS, FAIL, UNKNOWN)), "transactions": bool, "left_behind": list},
    about={"transactions": "whether test items were lent"},
)
_REMARK = Closed({**dict.fromkeys(("by", "at", "remark"), TEXT_OR_NULL), **ABOUT}, about=ABOUT_TEXTS)
_PLAN = Closed({**dict.fromkeys(("fingerprint", "made", "by", "approved_by"), TEXT_OR_NULL), "applies": (bool, None)})
_EVIDENCE = {
    **dict.fromkeys(("report", "file", "first", "last", "imported"), TEXT_OR_NULL),
    "loans": (COUNT, None),
}
_PAGE = Closed(
    {
        **{"page": str, "path": str, "open": COUNT, "waiting_for_approval": COUNT, "overdue": bool},
        **dict.fromkeys(("since", "due", "to", "at", "why"), TEXT_OR_NULL),
    },
    about={"why": "why it would be sent now"},
)
_LIBRARY = Closed(
    {
        **{"state": _STATE, "seconds": (int, float), "families": Each(_FAMILY), "checks": [_CHECK]},
        **{"messages": [_MESSAGE], "worksheet": TEXT_OR_NULL, "questionnaire": TEXT_OR_NULL, "live": (bool, None)},
        **{"verification": (_VERIFICATION, None), "remarks": [_REMARK], "withdrawn": (WITHDRAWN, None)},
        **{"pages": [_PAGE], "sent": [str], "ready": (bool, None)},
        **{"plan": (_PLAN, None), "evidence": [_EVIDENCE], "knowledge": (KNOWLEDGE, None), "unreachable": bool},
    },
    about={
        "state": "the worst of all states below",
        "seconds": "the time of all its tasks",
        "families": "by the name of the module",
        "remarks": "of people in confirmations and answers; without an object, about the whole file",
        "plan": "the plan that was applied",
        "evidence": "the reports of OCLC in its record, as preflight_info returns them",
        "worksheet": "path",
        "questionnaire": "path",
        "pages": "those that wait for the contact, as record_info returns them",
        "sent": "the pages that this run sent",
        "live": LIVE,
        "ready": "whether the go-live checks passed; null if they were not made",
        "knowledge": "how the objects in WMS were learnt",
    },
)
_NEXT = Closed(
    {"why": str, "libraries": [str], "playbook": str, "command": str},
    about={"command": "without options of the command line that can contain secrets"},
)
#: The JSON file.
FILE = FileFormat(
    "reshare.wms report",
    1,
    Closed(
        {
            **dict.fromkeys(("started", "finished", "playbook"), str),
            **{"check_mode": bool, "sandbox": bool, "summary": Each([str], STATES), "links": Each([str], LINKS)},
            **{"libraries": Each(_LIBRARY), "next": [_NEXT]},
            "messages": [str],
            "inventory": (Closed({"summary": str, "findings": [FINDING], "consortium": dict}), None),
        },
        about={
            "sandbox": "whether any result came from the sandbox",
            "summary": "the names of the libraries by state",
            "links": "the names of the libraries by the state of their links",
            "next": "what to do next, the most urgent first",
            "messages": "what is wrong with the run as a whole, and with no single library",
            "inventory": "the libraries compared with each other",
        },
    ),
)
#: The states of the checks, in their order: those that need attention first.
_CHECK_STATES = {FAIL: FAILED, UNKNOWN: NOT_CHECKABLE, LATER: IN_PLACE, WAIVED: IN_PLACE, PASS: IN_PLACE}


def report(run: Run, finished: datetime, check_mode: bool, failures: Mapping[str, int]) -> Data | None:
    """The run as data; None if no task of this collection ran.

    check_mode: whether it was started with --check. failures: the number of failed tasks of each library that were not rescued.
    """
    found = run.reported(failures)
    if not found:
        return None
    kinds = {kind for library in found.values() for kind in library.cells} - {WHOLE_WMS, WHOLE_RESHARE}
    libraries = {name: _library(library, kinds) for name, library in found.items()}
    links = {name: link_of(one["live"], one["withdrawn"]) for name, one in libraries.items()}
    return {
        **FILE.head,
        "started": run.started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "playbook": ", ".join(dict.fromkeys(run.playbooks)),
        "check_mode": check_mode or run.check_mode,
        "sandbox": run.sandbox,
        "summary": {state: [name for name, one in libraries.items() if one["state"] == state] for state in STATES},
        "links": {link: [name for name, one in links.items() if one == link] for link in LINKS},
        "libraries": libraries,
        # Added by those who know how the run was started (next_steps.py).
        "next": [],
        "messages": run.messages,
        "inventory": run.inventory,
    }


def is_report(path: Path) -> bool:
    """Whether a file is the JSON file of a report, by its first member."""
    beginning = dump({"format": FILE.name}).rstrip("\n}").encode()
    try:
        return read_regular(path, len(beginning)) == beginning
    except OSError:
        return False


def _library(library: LibraryRun, kinds: Iterable[str]) -> Data:
    families = {kind: _family(combined(cells.values())) for kind, cells in library.cells.items()}
    messages = [message for message in library.messages if message.level != OF_RUN]
    levels = {message.level for message in messages}
    if library.unreachable or levels - {WARNING}:
        # The run ended early for this library: the state of the families that only other libraries have is unknown.
        families = {kind: _family(Cell(stopped=True)) for kind in kinds} | families
    states = [family["state"] for family in families.values()]
    states += [_CHECK_STATES[check["status"]] for check in library.checks.values()]
    states += levels & {FAILED, NOT_CHECKABLE}
    states += [PENDING] if library.facts["pages"] else []
    if VERDICT in levels and STATES.index(worst(states)) >= STATES.index(RECORDED):
        # The verdict is about something that the other states do not contain.
        states.append(FAILED)
    return {
        "state": worst(states),
        "seconds": round(library.seconds, 1),
        "families": {kind: families[kind] for kind in in_order(families)},
        "checks": sorted(library.checks.values(), key=lambda check: list(_CHECK_STATES).index(check["status"])),
        "messages": [members(vars(one), "level", "code", "heading", "task", "text") for one in messages],
        **library.facts,
        "knowledge": knowledge(library.known),
        "unreachable": library.unreachable,
    }


def _family(cell: Cell) -> Data:
    changes = sorted(cell.changes, key=lambda change: STATUSES.index(change.status))
    return {
        "state": cell.state,
        "changes": [_change(one) for one in changes],
        "pending_steps": cell.pending_steps,
        "diff": [{"name": one.name, "before": one.before, "after": one.after} for one in changes],
        "message": cell.message,
    }


def _change(one: CellChange) -> Data:
    made = (
        {"earlier": one.earlier} if one.status == DONE and (one.earlier is not None or one.action == "created") else {}
    )
    return {**one.about, "action": one.action, "what": list(one.what), "status": one.status, **made}


def entries(data: Data, part: str) -> Iterator[tuple[str, Data]]:
    """The changes or pending_steps of all families, each with the name of its library."""
    for name, library in data["libraries"].items():
        for family in library["families"].values():
            yield from ((name, entry) for entry in family[part])


def went_live(data: Data) -> list[str]:
    """The libraries whose link this run enabled."""
    switched = {
        name for name, change in entries(data, "changes") if change["kind"] == _LINK and change["status"] == DONE
    }
    return [name for name in data["links"][LIVE_LINK] if name in switched]


def ready_to_go_live(data: Data) -> list[str]:
    """The libraries whose link is not live although the go-live checks passed and nothing is pending: it was held back. A link that no record has
    is not live, either."""
    done = {name for state in (RECORDED, STATED, CHANGED, IN_PLACE) for name in data["summary"][state]}
    found = [] if data["check_mode"] else [*data["links"][NOT_LIVE], *data["links"][NOT_READ]]
    configured = {name for name, library in data["libraries"].items() if library["ready"] and library["families"]}
    return [name for name in found if name in done & configured]


def changed(data: Data, status: str) -> int:
    """The number of libraries with a change of this status, whatever their state."""
    return len({name for name, change in entries(data, "changes") if change["status"] == status})
