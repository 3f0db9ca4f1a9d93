# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of each library, now and over time, as a self-contained web page. Equal data result in equal text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import jinja2

from ...module_utils._pages.environment import render
from ._assets import ASSETS
from .account import moment
from .confirmed import as_confirmed
from .folder import LeftOut
from .over_time import LibraryHistory, Seen
from .run_document import Data
from .run_page import CHECKS, LOOKS, NONE, sentence, signs, templates
from .states import LINKS

#: The maximum number of entries in a list.
MOST = 20
_LOOKS = {**LOOKS, **LINKS}


@dataclass(frozen=True)
class Segment:
    """A part of a time line: a state, and its width in per cent. title: the state and its first and last day."""

    state: str
    width: float
    title: str


def html(
    status: Data,
    runs: Sequence[Seen],
    left_out: Sequence[LeftOut],
    before: Mapping[str, LibraryHistory],
    title: str | None,
    directors: str = "",
) -> str:
    """The page. status: of all libraries, as in status.py. runs: the accounts, the oldest first. before: the libraries according to them. directors: the
    address of the page for directors."""
    order = [*LOOKS]
    rows = sorted(status["libraries"], key=lambda row: (order.index(row["state"] or NONE), row["library"]))
    states: dict[str, list[str]] = {}
    for row in rows:
        states.setdefault(row["state"] or NONE, []).append(row["library"])
    days = sorted({moment(run.at)[:10] for run in runs})
    command_of = {name: step["command"] for step in status["next"] for name in step["libraries"] if step["command"]}
    return render(
        _environment().get_template("status.html"),
        style=ASSETS["run.css"] + signs(_LOOKS),
        script=ASSETS["run.js"],
        title=title or "ReShare and WMS: where each library is",
        directors=directors,
        headline=sentence(states, {row["library"]: row["confirmed"] for row in rows}) if rows else "No library",
        rehearsal=any(run.sandbox for run in runs),
        filters=[("Show only", states)] if len(states) > 1 else [],
        next=status["next"],
        command_of=command_of,
        rows=[(row["library"], f"l{at}", row) for at, row in enumerate(rows, start=1)],
        histories={name: asdict(history) for name, history in before.items()},
        lines={name: [*_segments(library, days)] for name, library in before.items()} if days else {},
        days=days,
        confirmed={row["library"]: as_confirmed([row["confirmed"]]) for row in rows},
        runs=len(runs),
        last=next((run for run in reversed(runs) if run.changes), None),
        left_out=left_out,
        exceptions=status["exceptions"],
        shown=[*states, *dict.fromkeys(row["link"] for row in rows)],
    )


def _segments(library: LibraryHistory, days: list[str]) -> Iterator[Segment]:
    """The time line of a library. Its columns are the days with a run; of several states on a day, the last one counts."""
    states = {bisect_right(days, run["since"][:10]) - 1: run["state"] for run in library.timeline}
    starts = [*states, len(days)]
    if starts[0]:
        yield Segment(NONE, _per_cent(starts[0], days), _LOOKS[NONE].word)
    for start, end in zip(starts, starts[1:]):
        title = f"{_LOOKS[states[start]].word}, {days[start]} to {days[end - 1]}"
        yield Segment(states[start], _per_cent(end - start, days), title)


def _per_cent(count: int, days: Sequence[Any]) -> float:
    return round(100 * count / len(days), 2)


@cache
def _environment() -> jinja2.Environment:
    return templates(looks=_LOOKS, most=MOST, checks=CHECKS)
