# SPDX-License-Identifier: GPL-3.0-or-later

"""What the record of a library says was in place at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.objects import AboutObject, Fields, Kind
from ...module_utils._record.content import (
    APPROVED,
    CONFIRMED,
    FOUND,
    NOT_FOUND,
    READ_BACK,
    SEEN,
    Event,
    RecordData,
    difference,
)
from ...module_utils._wms.catalogue import DECLARABLE
from .earlier_values import NOT_THERE, UNKNOWN, EarlierObject, earlier_object

#: The lines of the history after which the state of an object is known.
_KNOWN = (FOUND, NOT_FOUND, CONFIRMED, SEEN, APPROVED, READ_BACK)


def of_record(content: RecordData, day: str) -> list[EarlierObject]:
    """The objects that were changed after the day, or that a step of the worksheet changes since. Raises ValidationError if the record says nothing about
    that day."""
    if content.withdrawal is not None:
        raise ValidationError(
            f"the library was withdrawn on {content.withdrawal.attribution.at[:10]}; enable it again first, with onboard and enable_reshare_again"
        )
    begins = min((event.attribution.at[:10] for event in content.history), default=None)
    if begins is None or begins > day:
        since = "has no history yet" if begins is None else f"begins on {begins}"
        raise ValidationError(f"its record {since}, so nothing is known of {day}. Choose a later day", fields=["day"])
    return [one for kind in DECLARABLE for one in _of_kind(content, kind, day)]


def _of_kind(content: RecordData, kind: Kind, day: str) -> Iterator[EarlierObject]:
    known, pending = content.known(kind), content.pending_of(kind)
    earlier = content.earlier.get(kind.plural, ())
    named = {event.object for event in content.history}
    there = {*known, *pending, *(one.identity for one in earlier)}
    for identity in sorted(there):
        about = AboutObject(kind, identity)
        seen = any(_is_known(event, about, day) for event in content.history)
        since = [one for one in earlier if one.identity == identity and one.until[:10] > day]
        change = pending.get(identity)
        asked = change is not None and change.since > day
        if not (since or asked or (about.key in named and not seen)):
            continue
        then = min(since, key=lambda one: one.until).fields if since else known.get(identity)
        wanted = known.get(identity) if change is None else change.applied(known.get(identity))
        if not seen:
            yield earlier_object(about, None, UNKNOWN)
        elif then is None:
            yield earlier_object(about, None, NOT_THERE)
        elif (given := _declared(about, wanted, then)) is not None:
            yield earlier_object(about, given)


def _is_known(event: Event, about: AboutObject, day: str) -> bool:
    """Whether the state of an object is known after a line of the history, which is not later than the day."""
    return event.object == about.key and event.event in _KNOWN and event.attribution.at[:10] <= day


def _declared(about: AboutObject, wanted: Fields | None, then: Fields) -> object:
    """The declaration that leads from the wanted state of an object to the earlier one; None if they are equal. Fields of which nothing was known
    then stay as they are."""
    kind = about.kind
    target = then if kind.columns else {**(wanted or {}), **then}
    change = difference(wanted, target)
    if change is None:
        return None
    fields = {**kind.naming(about.identity), **(change.fields or {})}
    return kind.as_declaration(about.identity, wanted, fields, exists=wanted is not None)
