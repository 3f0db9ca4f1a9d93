# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook withdraw has stopped at a library, as data and as lines (docs/libraries.md#emergency-stop)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...module_utils._core.errors import first_of
from .._roles.role_defaults import written
from .collected import Result
from .run_document import Data
from .states import ASKED, BY_HAND, LIVE, NOT_STOPPED, STOP_STATES, STOPPED_NOW, WOULD_STOP

#: The stops by their codes. Those without a configuration are not in the ReShare tenant.
STOPS = written("vars")["reshare_settings_stops"]


def stops(results: Iterable[Result]) -> list[Data]:
    """The state of each stop of a library, given the results of its tasks. The results for stops in the tenant have the code in the item of a loop."""
    states = {"open_requests": BY_HAND}
    for result in results:
        item = result.data.get("item")
        states["link" if result.of.module == "ill_settings" else str(isinstance(item, dict) and item.get("key"))] = (
            _state(result)
        )
    return [{"code": code, "state": states.get(code, NOT_STOPPED)} for code in STOPS]


def _state(result: Result) -> str:
    if result.failed:
        return NOT_STOPPED
    if result.check and result.data.get("changes"):
        return WOULD_STOP
    return ASKED if result.data.get("pending") else STOPPED_NOW


def stop_lines(document: Data) -> Iterator[str]:
    """A line for each stop in each state, with its libraries if they are several."""
    libraries = document["libraries"]
    for state, word in STOP_STATES.items():
        for code, stop in STOPS.items():
            names = [name for name, library in libraries.items() if {"code": code, "state": state} in library["stops"]]
            where = f" ({first_of(names, 4)})" if len(libraries) > 1 else ""
            if names:
                more = stop["when" if state in (STOPPED_NOW, WOULD_STOP) else "otherwise"]
                yield f"{word}: {stop['what']}{where}: {more}."
    # In a later run, the library is still withdrawn, and a person has not made the step yet.
    withdrawn = [name for name, library in libraries.items() if library["withdrawn"] and not library["stops"]]
    if live := [name for name in withdrawn if libraries[name]["link"] == LIVE]:
        yield f"Not stopped: the link of {first_of(live, 4)}, until a person saves ILL Settings with Enable: No."
