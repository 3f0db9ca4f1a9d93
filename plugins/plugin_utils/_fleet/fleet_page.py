# SPDX-License-Identifier: GPL-3.0-or-later

"""The consortium over time as a self-contained web page, with the look of a report. Equal data result in equal text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2

from ...module_utils._pages.environment import render
from .._report._assets import ASSETS
from .._report.cells import DRIFT, FAILED, NOT_CHECKABLE, PENDING
from .._report.links import LINKS, LIVE, NOT_LIVE, NOT_READ, WITHDRAWN, links_line
from .._report.report_page import AT_FIRST, CHECKS, LOOKS, Look, sentence, state_signs, templates
from .history import NOT_COMPARED, STATES, Data

#: The most entries of a list; the JSON file has them all.
MOST = 20

_LOOKS = {
    **LOOKS,
    DRIFT: Look(LOOKS[DRIFT].sign, "drift", "Not as declared in the inventory."),
    NOT_CHECKABLE: Look(
        "?", "not checked", "A system did not respond, or a run ended earlier. Earlier drift may still be there."
    ),
    NOT_COMPARED: Look("\u2013", "not compared", "No run compared the library with the inventory."),
    LIVE: Look("\u25cf", "live", "The last run that read ILL Settings found Enable: Yes."),
    WITHDRAWN: Look("\u25d1", "withdrawn", "A person withdrew the library."),
    NOT_LIVE: Look("\u25cb", "not live", "The last run that read ILL Settings found that ReShare is not enabled."),
    NOT_READ: Look("\u2013", "not read", "No run read ILL Settings, or the record does not contain them."),
}

#: The states that the headline contains, the worst first: the text for one library, and for several.
_WORRIES = {
    FAILED: ("failed in its last run", "failed in their last run"),
    NOT_CHECKABLE: ("could not be checked in its last run", "could not be checked in their last run"),
    DRIFT: ("is not as declared", "are not as declared"),
    PENDING: ("has pending steps", "have pending steps"),
    NOT_COMPARED: ("was never compared with the inventory", "were never compared with the inventory"),
}


@dataclass(frozen=True)
class Segment:
    """A part of a time line: a state, and its width in per cent. title: the state and its first and last day."""

    state: str
    width: float
    title: str


#: The columns that are shown if a library has something in them.
_COLUMNS = {
    "pending": "Pending since",
    "drift": "Drift found",
    "verified": "Verified",
    "evidence": "Evidence until",
    "knowledge": "Oldest value",
}


def html(data: Data, title: str | None, other: str) -> str:
    """The page. title: the text above the headline. other: the name of the JSON file in the same folder."""
    names = [name for state in STATES for name in data["states"][state]]
    shown = [state for state in STATES if data["states"][state] or any(week["states"][state] for week in data["weeks"])]
    shown += [link for link in LINKS if data["links"][link] or any(week["links"][link] for week in data["weeks"])]
    return render(
        _environment().get_template("fleet.html"),
        style=ASSETS["fleet.css"] + state_signs(_LOOKS),
        script=ASSETS["report.js"],
        title=title or "ReShare and WMS: the consortium over time",
        headline=headline(data),
        outcome=links_line(data["links"]),
        data=data,
        other=other,
        rehearsal="at least one of the runs",
        find="Find a name",
        filters=[("State", data["states"]), ("Link", data["links"])],
        writer="playbook reshare.wms.fleet",
        rows=[(name, f"l{at}", data["libraries"][name]) for at, name in enumerate(names, start=1)],
        shown=shown,
        at_first=AT_FIRST,
        given={key: title for key, title in _COLUMNS.items() if any(one[key] for one in data["libraries"].values())},
        segments=_segments(data),
    )


def headline(data: Data) -> str:
    """The last known state of all libraries, in one sentence."""
    total = len(data["libraries"])
    if not total:
        return "No run compared a library"
    return sentence(data["states"], total, _WORRIES, ("is as declared", "are as declared"))


def _segments(data: Data) -> Callable[[Mapping[str, Any]], Iterator[Segment]]:
    """The time line of a library. Its columns are the days with a run."""
    days = sorted({run["finished"][:10] for run in data["runs"]})

    def column(moment: str) -> int:
        return bisect_right(days, moment[:10]) - 1

    def segments(library: Mapping[str, Any]) -> Iterator[Segment]:
        # Of several states on a day, the last one.
        states = {column(one["since"]): one["state"] for one in library["timeline"]}
        starts = [*states, len(days)]
        if starts[0]:
            yield Segment(NOT_COMPARED, _per_cent(starts[0], days), _LOOKS[NOT_COMPARED].word)
        for start, end in zip(starts, starts[1:]):
            state = states[start]
            yield Segment(
                state, _per_cent(end - start, days), f"{_LOOKS[state].word}, {days[start]} to {days[end - 1]}"
            )

    return segments


def _per_cent(count: int, days: list[str]) -> float:
    return round(100 * count / len(days), 2)


@cache
def _environment() -> jinja2.Environment:
    words = {status: look.word for status, look in CHECKS.items()}
    return templates(looks=_LOOKS, most=MOST, verified=words)
