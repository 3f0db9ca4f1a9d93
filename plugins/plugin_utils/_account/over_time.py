# SPDX-License-Identifier: GPL-3.0-or-later

"""The libraries over time, from the accounts of runs in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .account import moment
from .confirmed import confirmed_at
from .lines import changes_line
from .run_document import DONE, WOULD, YES, Data
from .states import DRIFT, FAILED, NOT_CHECKABLE, NOT_READ, PENDING

#: The actions of steps that a person made.
_BY_PEOPLE = ("confirmed", "found in place")


@dataclass(frozen=True)
class Seen:
    """What a run found out about the libraries. file: the name of its account in the folder. changes: what it changed, in a sentence; empty if nothing."""

    file: str
    at: datetime
    playbook: str
    sandbox: bool
    libraries: Mapping[str, Mapping[str, Any]]
    changes: str = ""


@dataclass
class LibraryHistory:
    """A library, as the runs so far show it.

    state: the last one that a run found; None before any. since: the end of the run that found it first. timeline: each state, with the end of the run that
    found it first. confirmed: the oldest confirmation on which the state rests (``confirmed_at``). events: each change of the state of the library or
    its link, and each number of objects that a run changed, with the end of that run (``at``). found: the titles of objects that are not as declared, each
    with the end of the run that found it first. file: the newest account. files: the newest account with each member.
    """

    state: str | None = None
    reasons: list[str] = field(default_factory=list)
    since: str | None = None
    confirmed: str | None = None
    link: str = NOT_READ
    timeline: list[Data] = field(default_factory=list)
    events: list[Data] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    verified: Data | None = None
    compared: str | None = None
    seen: str = ""
    file: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def apply(self, run: Seen, library: Mapping[str, Any]) -> None:
        """Add what a run found out."""
        self.seen, self.file = moment(run.at), run.file
        if library["changed"]:
            self.events.append({"at": self.seen, "changed": library["changed"]})
        if library["state"] is not None:
            self._judged(library)
            self.files["state"] = run.file
        if library["link"] != NOT_READ:
            if library["link"] != self.link:
                self.events.append({"at": self.seen, "state": library["link"]})
            self.link = library["link"]
            self.files["link"] = run.file
        if library["verified"]:
            self.verified = {"at": self.seen, "state": library["verified"]}
            self.files["verified"] = run.file

    def _judged(self, library: Mapping[str, Any]) -> None:
        if library["state"] != self.state:
            self.state, self.since = library["state"], self.seen
            self.timeline.append({"since": self.seen, "state": self.state})
            self.events.append({"at": self.seen, "state": self.state})
        self.reasons, self.confirmed = library["reasons"], library["confirmed"]
        if self.state not in (FAILED, NOT_CHECKABLE):
            # A failed or incomplete run does not prove that earlier differences are gone.
            self.compared = self.seen
            self.found = {title: self.found.get(title, self.seen) for title in library["differing"]}


def seen(file: str, at: datetime, account: Data) -> Seen:
    """What is kept of an account."""
    libraries = {
        name: {
            **{member: library[member] for member in ("state", "reasons", "link")},
            "verified": (library["verification"] or {}).get("state"),
            "differing": _differing(library),
            "confirmed": confirmed_at(library),
            "changed": _changed(library),
        }
        for name, library in account["libraries"].items()
    }
    changes = "" if account["check_mode"] else changes_line(account)
    return Seen(file, at, account["playbook"], account["sandbox"] == YES, libraries, changes)


def over_time(runs: Iterable[Seen]) -> dict[str, LibraryHistory]:
    """The libraries over time. runs: the oldest first. Equal runs result in equal data."""
    libraries: dict[str, LibraryHistory] = {}
    for run in runs:
        for name, library in run.libraries.items():
            libraries.setdefault(name, LibraryHistory()).apply(run, library)
    return dict(sorted(libraries.items()))


def superseded(runs: Iterable[Seen], libraries: Mapping[str, LibraryHistory]) -> list[str]:
    """The files that are not the newest account of any library, and from which no library has its state, its link or its verification."""
    newest = {file for library in libraries.values() for file in (library.file, *library.files.values())}
    return [run.file for run in runs if run.file not in newest]


def _differing(library: Mapping[str, Any]) -> list[str]:
    state, titles = library["state"], [step["title"] for step in library["pending"]]
    would = [change["title"] for change in library["changes"] if change["status"] == WOULD]
    titles = [*would, *titles] if state == DRIFT else titles if state == PENDING else []
    return list(dict.fromkeys(str(title or "") for title in titles))


def _changed(library: Mapping[str, Any]) -> int:
    """The number of objects that a run changed, or that a person had changed according to it."""
    made = [change for change in library["changes"] if change["status"] == DONE or change["action"] in _BY_PEOPLE]
    return len({(change["kind"], str(change["identity"])) for change in made})
