# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures in files: read, and recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.json_shape import ShapeError
from .._core.objects import Declaration, Fields, Identity, Kind
from .._record.record_store import RecordStore
from .._record.sources import is_ahead, parsed
from .._screens.capture import Capture, parse
from .._screens.joining import joined
from .._screens.labels import ScreenLabels
from .._screens.recognition import Reading, recognise
from . import received
from .received import RejectedFile

_AGAIN = "Capture the screen again"


@dataclass(frozen=True)
class ReceivedCapture:
    """A capture with its file. source: the same for messages."""

    source: str
    capture: Capture


def read(source: str, given: Any, now: str, earlier: int = 0) -> list[ReceivedCapture]:
    """The captures in parsed JSON. Raises RejectedFile if one is damaged, or dated in the future. earlier: the number of captures that the same run
    has read from other files."""
    found: list[ReceivedCapture] = []
    captures = given if isinstance(given, list) else [given]
    if len(captures) > received.MOST_CAPTURES:
        text = (
            f"{source} has {len(captures)} captures; at most {received.MOST_CAPTURES} are read from a file. Divide it"
        )
        raise RejectedFile(text, received.DAMAGED)
    if earlier + len(captures) > received.MOST_CAPTURES:
        text = f"{source} was left for another run: at most {received.MOST_CAPTURES} captures are read in one. Run the playbook again"
        raise RejectedFile(text, received.DAMAGED)
    for one in captures:
        try:
            capture = parse(one)
        except ShapeError as fault:
            raise RejectedFile(f"{source} has a damaged capture: {fault}. {_AGAIN}", received.DAMAGED) from None
        if parsed(capture.at) is None:
            text = f"{source} has a capture whose time is not one such as 2026-11-25T09:30:00Z. {_AGAIN}"
            raise RejectedFile(text, received.DAMAGED)
        if is_ahead(capture.at, now):
            raise RejectedFile(
                f"{source} has a capture dated {capture.at}, which is in the future. Correct the clock of the computer on which the screen "
                f"was captured. {_AGAIN}",
                received.FUTURE,
            )
        found.append(ReceivedCapture(source, capture))
    return found


def pages_joined(captures: Sequence[ReceivedCapture]) -> list[ReceivedCapture]:
    """The captures, the earliest first, with the pages of each map as one."""
    found = []
    for one in joined([each.capture for each in captures]):
        sources = dict.fromkeys(captures[at].source for at in one.parts)
        found.append(ReceivedCapture(", ".join(sources), one.capture))
    return sorted(found, key=lambda one: (one.capture.at, one.source))


@dataclass(frozen=True)
class Screens:
    """What is known to recognise captures of one library.

    kinds: of the record. known: by the name of a kind, objects whose free fields have labels that may be seen.
    """

    kinds: Sequence[Kind]
    labels: ScreenLabels
    known: Mapping[str, Sequence[Fields]]

    def reading(self, capture: Capture) -> Reading:
        """What a capture shows."""
        return recognise(capture, self.kinds, self.labels, self.known)


def screens(
    store: RecordStore, kinds: Sequence[Kind], labels: ScreenLabels, declared: Mapping[str, Declaration]
) -> Screens:
    """The screens of a library with a record. declared: by the name of a kind."""
    known, names = {}, _names(store, kinds)
    for kind in kinds:
        pending = store.content.pending.get(kind.plural, {}).values()
        stated = kind.declared_fields(declared[kind.name]) if kind.name in declared else {}
        objects = [
            *store.content.known(kind).values(),
            *(one.fields for one in pending if one.fields),
            *stated.values(),
        ]
        known[kind.name] = [] if kind.columns else objects
        names[kind.name] += [identity[-1] for identity in stated if identity]
    return Screens(kinds, labels.knowing(names), known)


def knowing(store: RecordStore, kinds: Sequence[Kind], labels: ScreenLabels) -> ScreenLabels:
    """The labels, with the names that are known to a library with a record."""
    return labels.knowing(_names(store, kinds))


def _names(store: RecordStore, kinds: Sequence[Kind]) -> dict[str, list[str]]:
    """The names of the objects that a library has, or that its worksheet asks for, by the name of their kind."""
    content = store.content
    # Of the record alone: what this run has read of a system must not change a page.
    there = {kind.name: {**content.known(kind), **content.pending.get(kind.plural, {})} for kind in kinds}
    return {name: [identity[-1] for identity in identities if identity] for name, identities in there.items()}


@dataclass(frozen=True)
class SeenFields:
    """What the captures in a file show of one object. seen: its fields, the later capture counts. at: the time of each field."""

    seen: Fields
    at: Mapping[str, str]


#: By the plural of a kind and the identity of an object.
Shown = Mapping[tuple[str, Identity], SeenFields]


def evidence(captures: Sequence[ReceivedCapture], there: Screens) -> Shown:
    """What captures show of each object."""
    found: dict[tuple[str, Identity], SeenFields] = {}
    for one in pages_joined(captures):
        for sighting in there.reading(one.capture).objects:
            key = (sighting.kind.plural, sighting.identity)
            before = found.get(key, SeenFields({}, {}))
            seen = sighting.kind.updated(before.seen, sighting.fields)
            found[key] = SeenFields(seen, {**before.at, **dict.fromkeys(sighting.fields, one.capture.at)})
    return found
