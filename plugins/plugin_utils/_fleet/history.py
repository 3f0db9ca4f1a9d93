# SPDX-License-Identifier: GPL-3.0-or-later

"""The libraries over time, from the runs in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from .._report.cells import DRIFT, FAILED, IN_PLACE, NOT_CHECKABLE, PENDING, STATED
from .._report.links import LINKS, NOT_READ, link_of
from .run_files import FORMAT, VERSION, LeftOut, LibraryOutcome, RunFile

#: The states of a library, the worst first, and the state of one that was never compared.
NOT_COMPARED = "not_compared"
STATES = (FAILED, NOT_CHECKABLE, DRIFT, PENDING, STATED, IN_PLACE, NOT_COMPARED)

#: The states that do not show whether earlier drift is gone.
_NO_PROOF = (FAILED, NOT_CHECKABLE)

Data = dict[str, Any]


@dataclass
class Drift:
    """A period in which a library was not as declared. gone: None as long as no later run showed the contrary."""

    found: str
    gone: str | None = None
    objects: list[str] = field(default_factory=list)


@dataclass
class LibraryHistory:
    """A library, as the runs so far show it. steps: the pending steps, each with the day since when."""

    state: str = NOT_COMPARED
    since: str | None = None
    live: bool | None = None
    link: str = NOT_READ
    link_since: str | None = None
    withdrawn: Mapping[str, Any] | None = None
    steps: dict[str, str] = field(default_factory=dict)
    drift: list[Drift] = field(default_factory=list)
    verified: Data | None = None
    evidence: str | None = None
    knowledge: Mapping[str, Any] | None = None
    compared: str | None = None
    seen: str = ""
    timeline: list[Data] = field(default_factory=list)

    def apply(self, at: datetime, seen: LibraryOutcome) -> None:
        """Add what a run found out."""
        moment = _text(at)
        self.seen = moment
        if seen.state is not None:
            self._compare(moment, seen, seen.state)
        if seen.live is not None:
            self.live = seen.live
        if seen.withdrawn or seen.live is not None:
            # A run that did not read ILL Settings does not know whether the library is withdrawn.
            self.withdrawn = dict(seen.withdrawn) if seen.withdrawn else None
        link = link_of(self.live, self.withdrawn)
        if link != self.link:
            self.link, self.link_since = link, moment
        if seen.verified:
            self.verified = {"at": moment, "outcome": seen.verified}
        self.evidence = max(filter(None, (self.evidence, seen.evidence)), default=None)
        self.knowledge = seen.knowledge or self.knowledge

    def data(self) -> Data:
        """The library in the JSON file."""
        data = {"pending" if name == "steps" else name: value for name, value in asdict(self).items() if name != "live"}
        steps = self.steps
        return data | {"pending": {"since": min(steps.values()), "steps": sorted(steps)} if steps else None}

    def _compare(self, moment: str, seen: LibraryOutcome, state: str) -> None:
        if state != self.state:
            self.state, self.since = state, moment
            self.timeline.append({"since": moment, "state": state})
        if state == NOT_CHECKABLE:
            return
        if state != FAILED:
            self.compared = moment
        if state != FAILED or seen.pending:
            self.steps = {step: day or self.steps.get(step) or moment[:10] for step, day in seen.pending.items()}
        open_drift = self.drift[-1] if self.drift and self.drift[-1].gone is None else None
        if state == DRIFT:
            if open_drift is None:
                open_drift = Drift(moment)
                self.drift.append(open_drift)
            open_drift.objects += [title for title in seen.drift if title not in open_drift.objects]
        elif open_drift is not None and state not in _NO_PROOF:
            open_drift.gone = moment


def fleet(runs: Sequence[RunFile], left_out: Iterable[LeftOut]) -> Data:
    """The consortium over time. runs: the oldest first. Equal runs result in equal data."""
    libraries: dict[str, LibraryHistory] = {}
    weeks: list[Data] = []
    for week, group in groupby(runs, lambda run: _week(run.at.date())):
        of_week = list(group)
        for run in of_week:
            for name, seen in run.libraries.items():
                libraries.setdefault(name, LibraryHistory()).apply(run.at, seen)
        weeks.append(_summary(week, len(of_week), libraries))
    known = {name: library.data() for name, library in sorted(libraries.items())}
    return {
        "format": FORMAT,
        "version": VERSION,
        "first": _text(runs[0].at) if runs else None,
        "last": _text(runs[-1].at) if runs else None,
        "sandbox": any(run.sandbox for run in runs),
        "states": {state: [name for name, one in known.items() if one["state"] == state] for state in STATES},
        "links": {link: [name for name, one in known.items() if one["link"] == link] for link in LINKS},
        "weeks": weeks,
        "libraries": known,
        "runs": [_run(run) for run in runs],
        "left_out": [asdict(one) for one in left_out],
    }


def _summary(week: str, runs: int, libraries: Mapping[str, LibraryHistory]) -> Data:
    """The consortium at the end of a week."""
    states, links = (Counter(getattr(one, name) for one in libraries.values()) for name in ("state", "link"))
    periods = [period for one in libraries.values() for period in one.drift]
    end = (date.fromisoformat(week) + timedelta(days=7)).isoformat()
    found, gone = (sum(week <= (getattr(one, name) or "") < end for one in periods) for name in ("found", "gone"))
    return {
        "week": week,
        "runs": runs,
        "libraries": len(libraries),
        "states": {state: states[state] for state in STATES},
        "links": {link: links[link] for link in LINKS},
        "drift_found": found,
        "drift_gone": gone,
    }


def _run(run: RunFile) -> Data:
    described = {"file": run.file, "kind": run.kind, "finished": _text(run.at), "playbook": run.playbook}
    return {**described, "check_mode": run.check_mode, "sandbox": run.sandbox, "libraries": len(run.libraries)}


def _week(day: date) -> str:
    """The Monday of a week; the first week of the calendar may begin later."""
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1)).isoformat()


def _text(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat()}Z"
