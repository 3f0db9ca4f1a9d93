# SPDX-License-Identifier: GPL-3.0-or-later

"""Events that bring changes in mod-directory to mod-rs's copy after a delay (reshare.md 2.4, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import seed
from ..clock import Clock
from ..state import Document, State
from . import properties
from .properties import Value

if TYPE_CHECKING:
    from ..sandbox import Sandbox

#: The collection of mod-rs's copy.
COPY = "directoryEntry"
_WAITING = "directory_event"
#: Stored beside the fields of an entry, and in no response: a request in mod-rs refers to it.
IN_USE = "in_use"
#: The custom properties that mod-rs's copy and a FOAF refresh include.
TAKEN = (
    "local_institutionalPatronId",
    "policy.ill.loan_policy",
    "policy.ill.last_resort",
    "policy.ill.returns",
    "policy.ill.InstitutionalLoanToBorrowRatio",
    "folio_location_filter",
)


def milliseconds(clock: Clock) -> int:
    """The time in mod-directory's format."""
    return round(1000 * clock.time())


def emit(sandbox: Sandbox, library: seed.Library, document: Document, deleted: bool = False) -> None:
    """Emit an event about an entry; mod-rs receives it after the tenant's delay."""
    delay = library.reshare.directory_delay if library.reshare else None
    due = sandbox.state.clock.time() + (sandbox.options.directory_delay if delay is None else delay)
    event = {"due": due, "id": document.id, "body": None if deleted else document.body}
    sandbox.state.insert(library.registry_id, _WAITING, event)


def deliver(state: State, library: str, until: float | None = None) -> None:
    """Process the events that have arrived at mod-rs, in order. until: the moment up to which events count as arrived."""
    until = state.clock.time() if until is None else until
    for event in state.documents(library, _WAITING):
        if event.body["due"] > until:
            break
        apply(state, library, event.body["id"], event.body["body"])
        state.delete(event)


def apply(state: State, library: str, id: str, body: Mapping[str, Any] | None) -> None:
    """Apply an event to mod-rs's copy. body: the entry, None if it was deleted."""
    held = state.document(library, COPY, id)
    if body is None:
        if held is not None and held.body.get(IN_USE):
            state.replace(library, COPY, held, _anonymous(held.body, round(state.clock.time())))
        elif held is not None:
            state.delete(held)
        return
    values = taken(held.body["custom_properties"] if held else [], properties.texts(body["custom_properties"]))
    after = {**body, "custom_properties": values}
    if held is None:
        state.insert(library, COPY, after, id)
    elif after != held.body:
        state.replace(library, COPY, held, after)


def _anonymous(body: Mapping[str, Any], seconds: int) -> dict[str, Any]:
    """An entry that was deleted in mod-directory and is kept for the requests that refer to it."""
    mark = f"DELETED-{seconds}-"
    symbols = [{**one, "symbol": mark + one["symbol"]} for one in body["symbols"]]
    named = {name: mark + body[name] for name in ("slug", "name")}
    return {**body, **named, "symbols": symbols, "tags": [*body["tags"], "deleted"]}


def taken(held: Sequence[Value], given: Mapping[str, Sequence[str]]) -> list[Value]:
    """The stored values after an event: of each property, the first value in the event."""
    after = []
    for name in TAKEN:
        values = given.get(name, ())
        old = next((value for value in held if value["name"] == name), None)
        if values and old is not None:
            after.append({**old, "value": values[0]})
        elif len(values) == 1:
            after.append(properties.new_value(name, values[0]))
        # If there is no value yet, a list of several values is only logged.
    return after
