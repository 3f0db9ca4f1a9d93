# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook withdraw has stopped at a library, as data and as lines (docs/saturday-night.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...module_utils._core.errors import first_of
from .collected import Result
from .run_document import Data
from .states import ASKED, BY_HAND, NOT_STOPPED, STOP_STATES, STOPPED_NOW, WOULD_STOP

#: The module of the task that disables the link.
_PAGE = "ill_settings"
#: The maximum number of libraries that a line names.
_NAMED = 4


@dataclass(frozen=True)
class Stop:
    """what: is stopped. effect: when, and how that is known. by_hand: who stops it otherwise, and how."""

    what: str
    effect: str
    by_hand: str


LINK, OPEN_REQUESTS = "link", "open_requests"
#: By their codes; those of the ReShare tenant are in roles/reshare_settings/vars.
STOPS = {
    "new_requests": Stop(
        "new requests of the library's patrons",
        "at once (inferred)",
        "the administrator of the ReShare tenant clears Can create requests of the patron profile STATUS",
    ),
    "automatic_answers": Stop(
        "automatic answers to partners",
        "at once; a request then waits for the staff",
        "the administrator of the ReShare tenant sets Auto responder to Off",
    ),
    "new_loans": Stop(
        "new requests from partners",
        "when a partner's copy of the directory has it, which can take two days or longer",
        "the hosting provider sets policy.ill.loan_policy of the library's directory entry to Not lending",
    ),
    LINK: Stop(
        "the link in ILL Settings",
        "on save; the effect on requests and items under way is not documented by OCLC",
        "the contact of the library saves Enable: No, as on the worksheet",
    ),
    OPEN_REQUESTS: Stop(
        "requests that partners have already sent",
        "",
        "no system stops them: phone the library's staff, who must not fill them, and who still receive and return items",
    ),
}


def stops(found: Iterable[Result]) -> list[Data]:
    """The state of each stop of a library, given the results of its tasks."""
    states = {OPEN_REQUESTS: BY_HAND}
    for one in found:
        code = LINK if one.of.module == _PAGE else _code(one.data.get("item"))
        if code in STOPS:
            states[code] = _state(one)
    return [{"code": code, "state": states.get(code, NOT_STOPPED)} for code in STOPS]


def stop_lines(document: Data) -> Iterator[str]:
    """A line for each stop in each state, with its libraries if they are several."""
    libraries = document["libraries"]
    for state, word in STOP_STATES.items():
        for code, stop in STOPS.items():
            names = [name for name, one in libraries.items() if {"code": code, "state": state} in one["stops"]]
            more = stop.effect if state in (STOPPED_NOW, WOULD_STOP) else stop.by_hand
            if names:
                who = f" ({first_of(names, _NAMED)})" if len(libraries) > 1 else ""
                yield f"{word}: {stop.what}{who}: {more}."


def _code(item: object) -> str:
    return str(item.get("key")) if isinstance(item, Mapping) else ""


def _state(one: Result) -> str:
    if one.failed:
        return NOT_STOPPED
    if one.data.get("changes") and one.check:
        return WOULD_STOP
    return ASKED if one.data.get("pending") else STOPPED_NOW
