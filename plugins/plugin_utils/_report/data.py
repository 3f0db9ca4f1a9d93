# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""A run as plain data, for the page and the JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.files import read_regular

from .._results import knowledge
from .cells import FAILED, IN_PLACE, NOT_CHECKABLE, RECORDED, STATES, Cell, CellChange, worst
from .families import WHOLE_RESHARE, WHOLE_WMS, Families
from .run import FAIL, LATER, PASS, UNKNOWN, VERDICT, WAIVED, WARNING, LibraryRun, Run

FORMAT, VERSION = "reshare.wms report", 1

#: Plain data, as in JSON.
Data = dict[str, Any]

#: The order of the checks: those that need attention first.
_CHECK_ORDER = (FAIL, UNKNOWN, LATER, WAIVED, PASS)
_CHECK_STATES = {FAIL: FAILED, UNKNOWN: NOT_CHECKABLE, LATER: IN_PLACE, WAIVED: IN_PLACE, PASS: IN_PLACE}


@dataclass(frozen=True)
class Frame:
    """The data about a run in addition to its results. check_mode: whether it was started with --check."""

    started: datetime
    finished: datetime
    playbook: str
    check_mode: bool = False


def report(run: Run, frame: Frame, failures: Mapping[str, int]) -> Data | None:
    """The run as data; None if no task of this collection ran.

    failures: the number of failed tasks of each library that were not rescued.
    """
    found = run.reported(failures)
    if not any(library.ours for library in found.values()):
        return None
    kinds = {kind for library in found.values() for kind in library.cells} - {WHOLE_WMS, WHOLE_RESHARE}
    libraries = {name: _library(library, kinds, run.families) for name, library in found.items()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "started": _time(frame.started),
        "finished": _time(frame.finished),
        "playbook": frame.playbook,
        "check_mode": frame.check_mode or run.check_mode,
        "sandbox": run.sandbox,
        "summary": {state: [name for name, one in libraries.items() if one["state"] == state] for state in STATES},
        "libraries": libraries,
        "inventory": run.inventory,
    }


def dump(data: Data) -> str:
    """The text of the JSON file."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n"


def is_report(path: Path) -> bool:
    """Whether a file is the JSON file of a report, by its first member."""
    beginning = dump({"format": FORMAT}).rstrip("\n}").encode()
    try:
        return read_regular(path, len(beginning)) == beginning
    except OSError:
        return False


def _time(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _library(library: LibraryRun, kinds: Iterable[str], known: Families) -> Data:
    families = {kind: _family(library.cells[kind].values()) for kind in known.sorted(library.cells)}
    levels = {message.level for message in library.messages}
    if library.unreachable or levels - {WARNING}:
        # The run ended early for this library: the state of the families that only other libraries have is unknown.
        families |= {kind: _family([Cell(stopped=True)]) for kind in kinds if kind not in families}
    states = [family["state"] for family in families.values()]
    states += [_CHECK_STATES[check["status"]] for check in library.checks.values()]
    states += levels & {FAILED, NOT_CHECKABLE}
    if VERDICT in levels and STATES.index(worst(states)) >= STATES.index(RECORDED):
        # The verdict is about something that the other states do not contain.
        states.append(FAILED)
    return {
        "state": worst(states),
        "seconds": round(library.seconds, 1),
        "families": {kind: families[kind] for kind in known.sorted(families)},
        "checks": sorted(library.checks.values(), key=lambda check: _CHECK_ORDER.index(check["status"])),
        "messages": [
            {"level": one.level, "code": one.code, "heading": one.heading, "task": one.task, "text": one.text}
            for one in library.messages
        ],
        "worksheet": library.worksheet,
        "questionnaire": library.questionnaire,
        "remarks": library.remarks,
        "live": library.live,
        "withdrawn": library.withdrawn,
        "plan": library.plan,
        "evidence": library.evidence,
        "knowledge": knowledge(library.known),
        "verification": library.verification,
        "unreachable": library.unreachable,
    }


def _family(cells: Iterable[Cell]) -> Data:
    whole = Cell(compared=False)
    for cell in cells:
        whole.add(cell)
    kept = {"done": whole.done, "recorded": whole.recorded, "would": whole.would, "asked": whole.asked}
    changes = [(change, status) for status, some in kept.items() for change in some]
    return {
        "state": whole.state,
        "changes": [_change(*one) for one in changes],
        "pending_steps": whole.pending_steps,
        "diff": [{"name": change.name, "before": change.before, "after": change.after} for change, status in changes],
        "message": whole.message,
    }


def _change(change: CellChange, status: str) -> Data:
    return {**change.about, "action": change.action, "what": list(change.what), "status": status}


def changed(data: Data, status: str) -> int:
    """The number of libraries with a change of this status, whatever their state."""
    families = (library["families"].values() for library in data["libraries"].values())
    return sum(any(change["status"] == status for one in group for change in one["changes"]) for group in families)
