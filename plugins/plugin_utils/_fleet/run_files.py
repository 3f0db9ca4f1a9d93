# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON files of earlier runs: reports and drift files. They are not trusted before they are parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from ...module_utils._core.checks import FAIL
from ...module_utils._core.errors import ValidationError
from ...module_utils._core.files import below, check_folder, read_regular
from ...module_utils._core.json_shape import load
from .._comparison import outcomes
from .._comparison.results import format_of
from .._report import data
from .._report.cells import CHANGED, DRIFT, FAILED, IN_PLACE, NOT_CHECKABLE, NOT_PART, PENDING, RECORDED, STATED, WOULD
from .._report.data import Data

#: The format of the data about the consortium over time. Such a file may be in the folder, too.
FORMAT, VERSION = "reshare.wms fleet", 1

#: The kinds of files.
REPORT, DRIFT_FILE = "report", "drift"

#: The maximum size of a file in bytes, and the maximum number of files.
LARGEST, MOST = 64_000_000, 10_000

#: How far ahead of this machine's clock a run may be: other clocks may be wrong.
_AHEAD = timedelta(days=1)

#: The families whose state shows that objects were compared with the inventory.
_COMPARED = (DRIFT, PENDING, STATED, CHANGED, IN_PLACE)

#: The states of a drift file as states of a report. A failure of any kind means that the state is unknown.
_STATES_OF_DRIFT = dict.fromkeys(outcomes.STATES, NOT_CHECKABLE) | {
    outcomes.IN_PLACE: IN_PLACE,
    outcomes.STATED: STATED,
    outcomes.PENDING: PENDING,
    outcomes.DRIFT: DRIFT,
}


#: What is made of a file.
Run = TypeVar("Run")


class _Unusable(Exception):
    """A file that is left out. The text is the reason."""


@dataclass(frozen=True)
class LibraryOutcome:
    """What a run found out about a library.

    state: one of a report, None if nothing was compared. drift: the titles of the objects that are not as declared. pending: the titles
    of pending steps and questions, with the day since when, if it is in the file. verified: the outcome of the verification, if the run
    made one. evidence: the last day of OCLC's reports in the record. knowledge: the time and source of the oldest value, and the number
    of stale objects.
    """

    state: str | None
    drift: tuple[str, ...]
    pending: Mapping[str, str | None]
    live: bool | None
    withdrawn: Mapping[str, Any] | None
    verified: str | None = None
    evidence: str | None = None
    knowledge: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RunFile:
    """A run. file: its name in the folder. kind: ``report`` or ``drift``. at: its end. began: its beginning; for a drift file, its end."""

    file: str
    kind: str
    at: datetime
    began: datetime
    playbook: str
    check_mode: bool
    sandbox: bool
    libraries: Mapping[str, LibraryOutcome]


@dataclass(frozen=True)
class LeftOut:
    """A file that is not used."""

    file: str
    reason: str


def read(folder: Path, now: datetime) -> tuple[list[RunFile], list[LeftOut]]:
    """The runs in a folder and its subfolders, the oldest first, and the files that are not used.

    Raises ValidationError if the folder does not exist, or has more than MOST files.
    """
    parsed, left_out = _each(folder, lambda name, given: _run(name, given, now))
    return sorted(_joined(parsed), key=lambda run: (run.at, run.kind, run.file)), left_out


def reports(folder: Path, now: datetime) -> tuple[list[tuple[datetime, Data]], list[LeftOut]]:
    """The reports in a folder and its subfolders, each with the end of its run, the oldest first, and the files that are not used. Raises as ``read``."""

    def report(name: str, given: Any) -> tuple[datetime, Data] | None:
        return (
            (_moment(given["finished"], now), given)
            if format_of(given, data.FILE, outcomes.FILE) is data.FILE
            else None
        )

    parsed, left_out = _each(folder, report)
    return sorted(parsed, key=lambda one: one[0]), left_out


def _each(folder: Path, parse: Callable[[str, Any], Run | None]) -> tuple[list[Run], list[LeftOut]]:
    """What the files of a folder contain, each content once. parse: raises ValueError with the reason why a file is not used."""
    check_folder(folder)
    paths = sorted(path for path in below(folder) if path.name.endswith(".json"))
    if len(paths) > MOST:
        raise ValidationError(f"{folder} has more than {MOST} JSON files. Move those of old runs to another directory")
    found, left_out, known = [], [], set()
    for path in paths:
        # The bytes of a name need not be text.
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
        try:
            content = _content(path)
            digest = hashlib.sha256(content).digest()
            one = None if digest in known else _parsed(name, content, parse)
        except _Unusable as fault:
            left_out.append(LeftOut(name, str(fault)))
            continue
        known.add(digest)
        found += [] if one is None else [one]
    return found, left_out


def _joined(runs: list[RunFile]) -> Iterator[RunFile]:
    """The runs, each once: a run can have written both files. Its drift file has the states, and its report more about the libraries."""
    reports = [run for run in runs if run.kind == REPORT]
    used = set()
    for run in runs:
        if run.kind == DRIFT_FILE:
            same = (
                one for one in reports if one.began <= run.at <= one.at and one.libraries.keys() <= run.libraries.keys()
            )
            if report := next(same, None):
                used.add(report.file)
                seen = {name: _with_report(one, report.libraries.get(name)) for name, one in run.libraries.items()}
                run = replace(run, libraries=seen, playbook=report.playbook)
            yield run
    yield from (one for one in reports if one.file not in used)


def _with_report(drift: LibraryOutcome, report: LibraryOutcome | None) -> LibraryOutcome:
    if report is None:
        return drift
    days = {step: report.pending.get(step) for step in drift.pending}
    return replace(drift, pending=days, verified=report.verified, evidence=report.evidence)


def _content(path: Path) -> bytes:
    try:
        content = read_regular(path, LARGEST + 1)
    except OSError as fault:
        raise _Unusable(f"cannot be read: {fault.strerror}") from None
    if len(content) > LARGEST:
        raise _Unusable(f"is larger than {LARGEST // 1_000_000} MB")
    return content


def _parsed(name: str, content: bytes, parse: Callable[[str, Any], Run | None]) -> Run | None:
    """What a file contains; None for data about the consortium over time."""
    try:
        given = load(content)
    except ValueError:
        raise _Unusable("is not JSON") from None
    if isinstance(given, dict) and given.get("format") == FORMAT:
        return None
    try:
        return parse(name, given)
    except ValueError as fault:
        raise _Unusable(str(fault)) from None


def _run(name: str, given: Any, now: datetime) -> RunFile:
    reader = _report if format_of(given, data.FILE, outcomes.FILE) is data.FILE else _drift
    return reader(name, _moment(given["finished"], now), given)


def _report(name: str, at: datetime, given: Mapping[str, Any]) -> RunFile:
    libraries = {library: _reported(one) for library, one in given["libraries"].items()}
    began = _moment(given["started"], at, "started")
    return RunFile(name, REPORT, at, began, given["playbook"], given["check_mode"], given["sandbox"], libraries)


def _drift(name: str, at: datetime, given: Mapping[str, Any]) -> RunFile:
    libraries = {library: _drifted(one) for library, one in given["libraries"].items()}
    return RunFile(name, DRIFT_FILE, at, at, "reshare.wms.drift", True, given["sandbox"], libraries)


def _reported(given: Mapping[str, Any]) -> LibraryOutcome:
    families = list(given["families"].values())
    compared = any(family["state"] in _COMPARED for family in families)
    found = [
        (one["title"], family["state"]) for family in families for one in family["changes"] if one["status"] == WOULD
    ]
    drift = [title for title, of_family in found if of_family != PENDING]
    # A link that is not live yet is pending without a step.
    pending = dict.fromkeys(title or "" for title, of_family in found if of_family == PENDING)
    pending |= {one["title"] or "": _day(one["since"]) for family in families for one in family["pending_steps"]}
    state = {CHANGED: IN_PLACE, RECORDED: None, NOT_PART: None}.get(given["state"], given["state"])
    verification = given["verification"]
    return LibraryOutcome(
        state=state if compared or state in (FAILED, NOT_CHECKABLE) else None,
        drift=_titles(drift),
        pending=pending,
        live=given["live"],
        withdrawn=given["withdrawn"],
        verified=verification["state"] if verification else None,
        evidence=max(filter(None, (_day(one.get("last")) for one in given["evidence"])), default=None),
        knowledge=_knowledge(given["knowledge"]),
    )


def _drifted(given: Mapping[str, Any]) -> LibraryOutcome:
    failed = [check["title"] for check in given["checks"] if check["status"] == FAIL]
    return LibraryOutcome(
        state=_STATES_OF_DRIFT[given["state"]],
        drift=_titles([*(one["title"] for one in given["drift"]), *failed]),
        pending={one["title"] or "": None for one in given["pending"]},
        live=given["live"],
        withdrawn=given["withdrawn"],
        knowledge=_knowledge(given["knowledge"]),
    )


def _titles(titles: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title or "" for title in titles))


def _knowledge(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not given or not given["oldest"]:
        return None
    return {"oldest": given["oldest"]["at"], "how": given["oldest"]["how"], "stale": len(given["stale"])}


def _moment(text: str, now: datetime, name: str = "finished") -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"is damaged: {name} is not a time with its time zone") from None
    if at > now + _AHEAD:
        raise ValueError(f"is damaged: {name} is in the future")
    return at.replace(microsecond=0)


def _day(text: str | None) -> str | None:
    """A day as ``2026-11-25``; None for anything else."""
    try:
        return date.fromisoformat((text or "")[:10]).isoformat()
    except ValueError:
        return None
