# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of a consortium over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ansible_collections.reshare.wms.plugins.plugin_utils._fleet import history
from ansible_collections.reshare.wms.plugins.plugin_utils._fleet.run_files import LeftOut, LibraryOutcome, RunFile

#: The first run, on a Monday.
BEGAN = datetime(2025, 10, 6, 2, 0, 41, tzinfo=UTC)
MERGER = {"by": "Jane Doe", "at": "2026-01-05T10:00:00Z", "reason": "Merger"}


def seen(state: str | None = "in_place", **given: Any) -> LibraryOutcome:
    """What a run found out about a library."""
    empty = {"drift": (), "pending": {}, "live": None, "withdrawn": None}
    return LibraryOutcome(state=state, **{**empty, **given})


def run_file(day: int, kind: str = "drift", **libraries: LibraryOutcome) -> RunFile:
    """A run, that many days after the first one."""
    at = BEGAN + timedelta(days=day)
    return RunFile(f"{at:%Y-%m-%d}.json", kind, at, at, f"reshare.wms.{kind}", True, False, libraries)


def libraries_of(*runs: RunFile) -> dict[str, Any]:
    """The libraries over these runs."""
    return history.fleet(runs, [])["libraries"]


def fleet_over_weeks(count: int, weeks: int, left_out: Sequence[LeftOut] = ()) -> dict[str, Any]:
    """A consortium of that size with a run each week, and libraries of every state."""
    runs = [
        run_file(7 * week, **{f"{('north', 'south')[at % 2]}-college-{at:03}": _fate(at, week) for at in range(count)})
        for week in range(weeks)
    ]
    return history.fleet(runs, left_out)


def _fate(at: int, week: int) -> LibraryOutcome:
    """The library with that number: it goes live after some weeks, and then has one of eight fates."""
    if week < at % 7:
        return seen(None)
    if week < 8 + at % 5:
        return seen("pending", pending={"ILL Settings": "2025-10-10", "Loan Policy Map": None}, live=False)
    known = {"oldest": "2025-10-10T09:30:00Z", "how": "answer", "stale": at % 3}
    fates = {
        0: seen("drift", drift=("Loan Policy Map", "Loan Policy 'ReShare borrowing'"), live=True),
        1: seen("stated", live=True, knowledge=known),
        2: seen("in_place", live=False, withdrawn=MERGER),
        3: seen("not_checkable") if week % 4 else seen("in_place", live=True),
        4: seen("failed") if week > 30 else seen("in_place", live=True),
        5: seen("drift" if week % 10 == 3 else "in_place", drift=("ILL Settings",), live=True),
    }
    return fates.get(at % 8, seen("in_place", live=True, verified="pass", evidence="2026-01-31"))
