# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of the libraries, for directors: a self-contained web page for a screen and for paper, with the names of libraries for people. Equal data result
in equal text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ...module_utils._core.texts import counted
from ...module_utils._pages.environment import render
from ._assets import ASSETS
from .account import moment
from .confirmed import as_confirmed
from .over_time import LibraryHistory
from .run_document import YES, Data
from .run_page import LOOKS, NONE, signs, templates
from .states import LINKS, LIVE

_LOOKS = {**LOOKS, **LINKS}
#: The number of days whose changes are listed.
DAYS = 31


def html(
    document: Data, status: Data, before: Mapping[str, LibraryHistory], names: Mapping[str, str], title: str | None
) -> str:
    """The page. document: the account of the run. status: of all libraries, as in status.py. before: the libraries as the accounts of earlier runs show them.
    names: of the libraries, for people."""
    rows = sorted(status["libraries"], key=lambda row: (names[row["library"]].casefold(), row["library"]))
    since = moment(datetime.fromisoformat(document["finished"]) - timedelta(days=DAYS))
    known = {row["library"]: before.get(row["library"], LibraryHistory()).events for row in rows}
    recent = {name: [event for event in events if event["at"] >= since] for name, events in known.items()}
    states = [state for row in rows for state in (row["link"], row["state"] or NONE)]
    live = sum(row["link"] == LIVE for row in rows)
    return render(
        templates(looks=_LOOKS).get_template("directors.html"),
        style=ASSETS["run.css"] + signs(_LOOKS),
        script="",
        title=title or "ReShare and WMS",
        headline=f"{live} of {counted(len(rows), 'library is', 'libraries are')} live",
        at=document["finished"],
        since=since,
        rehearsal=document["sandbox"] == YES,
        rows=rows,
        confirmed={row["library"]: as_confirmed([row["confirmed"]]) for row in rows},
        names=names,
        exceptions=[(names[row["library"]], status["exceptions"].get(row["library"], ())) for row in rows],
        changes=[(names[name], events) for name, events in recent.items() if events],
        shown=dict.fromkeys(
            [*states, *(event["state"] for events in recent.values() for event in events if "state" in event)]
        ),
    )
