# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures in files: read, and recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .._core.errors import ValidationError
from .._core.json_shape import ShapeError
from .._core.objects import Declaration, Fields, Identity, Kind
from .._record.content import ScreenLabel
from .._record.record_store import RecordStore
from .._record.sources import Attribution, is_ahead, parsed
from .._screens.capture import Capture, parse
from .._screens.joining import joined
from .._screens.labels import ScreenLabels, about, of_entries
from .._screens.recognition import recognise, seen_names
from .._screens.screen import Reading
from . import received
from .received import RejectedFile

_AGAIN = "Capture the screen again"


@dataclass(frozen=True)
class ReceivedCapture:
    """A capture with its file. source: the same for messages. stated: what a person stated beside it about texts on the screens, and the inventory does
    not say, as entries of labels."""

    source: str
    capture: Capture
    stated: Sequence[tuple[str, str]] = ()


def read(source: str, given: Any, now: str, labels: ScreenLabels, earlier: int = 0) -> list[ReceivedCapture]:
    """The captures in parsed JSON. Raises RejectedFile if one is damaged, or dated in the future. labels: of the inventory. earlier: the number of
    captures that the same run has read from other files."""
    found: list[ReceivedCapture] = []
    known, count = set(labels.entries), 0
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
            stated = [entry for entry in labels.stated(capture.labels).entries if entry not in known]
        except (ShapeError, ValidationError) as fault:
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
        count += len(stated)
        if count > received.MOST_STATED:
            text = f"{source} states more than {received.MOST_STATED} times what a text on the screens means; divide it"
            raise RejectedFile(text, received.DAMAGED)
        found.append(ReceivedCapture(source, capture, stated))
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

    def with_names(self, captures: Sequence[ReceivedCapture]) -> Screens:
        """The same, with the names of the objects that captures show."""
        names: dict[str, list[str]] = {}
        for one in captures:
            for kind, name in seen_names(one.capture, self.kinds, self.labels, self.known):
                names.setdefault(kind, []).append(name)
        return replace(self, labels=self.labels.knowing(names))


def screens(
    store: RecordStore, kinds: Sequence[Kind], labels: ScreenLabels, declared: Mapping[str, Declaration]
) -> Screens:
    """The screens of a library with a record. declared: by the name of a kind."""
    known, names = {}, {}
    for kind in kinds:
        pending = store.content.pending_of(kind).values()
        stated = kind.declared_fields(declared[kind.name]) if kind.name in declared else {}
        objects = [
            *store.content.known(kind).values(),
            *(one.fields for one in pending if one.fields),
            *stated.values(),
        ]
        known[kind.name] = [] if kind.columns else objects
        names[kind.name] = [identity[-1] for identity in stated if identity]
    return Screens(kinds, knowing(store, kinds, labels).knowing(names), known)


def knowing(store: RecordStore, kinds: Sequence[Kind], labels: ScreenLabels) -> ScreenLabels:
    """The labels, with those that persons stated about the screens of a library with a record, and the names that are known to it."""
    stated = of_entries((one.path, one.text) for one in store.content.screen_labels)
    return labels.stated(stated, "screen_labels of the record").knowing(_names(store, kinds))


def learn(store: RecordStore, captures: Sequence[ReceivedCapture], by: str) -> None:
    """Keep what persons stated beside captures about texts on the screens; the latest statement about a text counts."""
    there = {about(one.path, one.text): one for one in store.content.screen_labels}
    for one in sorted(captures, key=lambda one: one.capture.at):
        for path, text in one.stated:
            before = there.get(about(path, text))
            if before is None or (before.path, before.text) != (path, text):
                there[about(path, text)] = ScreenLabel(path, text, Attribution(by, one.capture.at))
    store.content.screen_labels = [*there.values()]


def _names(store: RecordStore, kinds: Sequence[Kind]) -> dict[str, list[str]]:
    """The names of the objects that a library has, or that its worksheet asks for, by the name of their kind. Those to which others refer are there, too."""
    content, names = store.content, {kind.name: set[str]() for kind in kinds}
    for kind in kinds:
        # Of the record alone: what this run has read of a system must not change a page.
        known, pending = content.known(kind), content.pending_of(kind)
        names[kind.name] |= {identity[-1] for identity in (*known, *pending) if identity}
        for fields in (*known.values(), *(change.fields or {} for change in pending.values())):
            for one in kind.uses(fields):
                names.setdefault(one.kind, set()).add(one.identity[-1])
    return {name: sorted(those) for name, those in names.items()}


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
    whole = pages_joined(captures)
    named = there.with_names(whole)
    for one in whole:
        for sighting in named.reading(one.capture).objects:
            key = (sighting.kind.plural, sighting.identity)
            before = found.get(key, SeenFields({}, {}))
            seen = sighting.kind.updated(before.seen, sighting.fields)
            found[key] = SeenFields(seen, {**before.at, **dict.fromkeys(sighting.fields, one.capture.at)})
    return found
