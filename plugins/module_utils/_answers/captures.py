# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures as a source of the record: read from files, recognised, and merged field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import ValidationError
from .._core.json_shape import ShapeError
from .._core.objects import AboutObject, Declaration, Fields, Identity, Kind
from .._record.content import SEEN, Confirmed, Event, PendingChange, RecordData
from .._record.record_store import RecordStore
from .._record.sources import CAPTURE, HOW, Attribution, Source, is_ahead, parsed
from .._record.steps import Step
from .._screens.capture import Capture, parse
from .._screens.grid import Open
from .._screens.labels import ScreenLabels
from .._screens.recognition import Reading, Sighting, recognise
from . import received
from .comparison import Difference, as_known, differences
from .received import RejectedFile, Skipped

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
    known = {}
    for kind in kinds:
        pending = store.content.pending.get(kind.plural, {}).values()
        stated = kind.declared_fields(declared[kind.name]).values() if kind.name in declared else ()
        objects = [*store.content.known(kind).values(), *(one.fields for one in pending if one.fields), *stated]
        known[kind.name] = [] if kind.columns else objects
    return Screens(kinds, labels, known)


@dataclass(frozen=True)
class Observation(AboutObject):
    """An object in a capture, and the result for the record.

    seen: its (canonical) fields. differs: those that are not as the record or the declaration wants them. changed: whether the record
    changed. before, after: the confirmed fields whose values changed. goes_live: whether it is enabled.
    """

    seen: Fields
    differs: Sequence[Difference]
    changed: bool = False
    before: Fields = field(default_factory=dict)
    after: Fields = field(default_factory=dict)

    @property
    def goes_live(self) -> bool:
        return self.kind.switches(self.seen) is True


@dataclass
class Observed:
    """The result of one capture. kind: None if the screen was not recognised. skipped: what is older than the record."""

    source: str
    capture: Capture
    kind: Kind | None
    objects: list[Observation]
    open: list[Open]
    unplaced: list[str]
    skipped: list[Skipped] = field(default_factory=list)


def observe(
    store: RecordStore,
    kinds: Sequence[Kind],
    captures: Sequence[ReceivedCapture],
    labels: ScreenLabels,
    by: str,
    declared: Mapping[str, Declaration] | None = None,
) -> list[Observed]:
    """Record what captures show, the earliest first. by: who captured. declared: by the name of a kind, to compare with.

    Objects that can be read from a system are not taken: the system is more reliable.
    """
    stated = declared or {}
    there = screens(store, kinds, labels, stated)
    wanted = {kind.name: kind.declared_fields(stated[kind.name]) for kind in kinds if kind.name in stated}
    found = []
    for one in sorted(captures, key=lambda one: (one.capture.at, one.source)):
        reading = there.reading(one.capture)
        result = Observed(one.source, one.capture, reading.kind, [], list(reading.open), reading.unplaced)
        if reading.kind is not None and store.readable(reading.kind):
            reason = "it is read from OCLC; a capture of it is not used"
            result.open, result.unplaced = [Open(reading.kind.label, reason)], []
        else:
            for sighting in reading.objects:
                fields = {} if sighting.kind.columns else wanted.get(sighting.kind.name, {}).get(sighting.identity, {})
                _Observer(store, result, sighting, Attribution(by, one.capture.at), fields).take()
        found.append(result)
    return found


class _Observer:
    """Records one object of a capture. declared: its declared fields."""

    def __init__(
        self, store: RecordStore, result: Observed, sighting: Sighting, attribution: Attribution, declared: Fields
    ):
        self._store = store
        self._content = store.content
        self._now = store.now
        self._result = result
        self._about = AboutObject(sighting.kind, sighting.identity)
        self._attribution = attribution
        self._change = self._content.pending.get(sighting.kind.plural, {}).get(sighting.identity)
        self._known = self._content.known(sighting.kind).get(sighting.identity)
        self._asked = self._change.applied(self._known) if self._change is not None else self._known
        self._declared = declared
        self._seen = as_known(sighting.kind, sighting.fields, self._asked, declared, self._known)

    @property
    def _confirmed(self) -> Confirmed | None:
        return self._content.confirmed.get(self._about.kind.plural, {}).get(self._about.identity)

    @property
    def _wanted(self) -> Fields | None:
        """The fields that the record or the declaration wants; None if the object is to be removed."""
        if self._change is not None and self._change.fields is None:
            return None
        if self._change is not None and self._change.fields is not None and self._about.kind.columns:
            return self._about.kind.rebased(self._known, self._change.fields, self._seen)
        return {**(self._asked or {}), **self._declared}

    def take(self) -> None:
        """Record the fields that are news."""
        kind, identity = self._about.kind, self._about.identity
        differs, before = differences(kind, self._seen, self._wanted), (self._confirmed, self._change)
        news = self._news()
        if news and self._is_valid(news):
            with self._store.learning(kind, identity, self._attribution):
                self._content.observe(kind, identity, news, Source(CAPTURE, self._attribution))
        change = self._content.pending.get(kind.plural, {}).get(identity)
        changed = before != (self._confirmed, change)
        if changed:
            self._note(self._digest() if self._completed(change) else None)
        old, new = self._known or {}, self._content.known(kind).get(identity) or {}
        names = [name for name in new if new[name] != old.get(name, ...)] if changed else []
        self._result.objects.append(
            Observation(
                kind,
                identity,
                self._seen,
                differs,
                changed,
                kind.show({name: old[name] for name in names if name in old}),
                kind.show({name: new[name] for name in names}),
            )
        )

    def _news(self) -> dict[str, Any]:
        """The fields that are not older than those of the record, and not of the same time."""
        news = {name: value for name, value in self._seen.items() if self._is_later(name)}
        partial = list(self._partial(news))
        self._result.open += [Open(self._about.kind.schema[name].label, reason) for name, reason in partial]
        old = [name for name in self._seen if name not in news and self._differs(name)]
        if old and self._confirmed is not None:
            latest = max((self._confirmed.source_of(name) for name in old), key=lambda source: source.attribution.at)
            labels = ", ".join(
                self._about.kind.schema[name].label for name in old if name in self._about.kind.schema.names
            )
            reason = f"{labels or 'it'}: {HOW[latest.how]} ({latest.attribution.by}, {latest.attribution.at}), not earlier than the capture"
            repeated = (self._about.key, self._attribution) in {
                (one.object, one.attribution) for one in self._content.history
            }
            self._result.skipped.append(Skipped(self._result.source, self._about.key, reason, repeated))
        return {name: value for name, value in news.items() if name not in dict(partial)}

    def _is_later(self, name: str) -> bool:
        known, change = self._confirmed, self._change
        if change is not None and change.confirmed is not None and name in (change.fields or ()):
            return change.confirmed.source.attribution.at < self._attribution.at
        if known is None or (known.fields is not None and name not in known.fields):
            return True
        at = known.source_of(name).attribution.at
        return at < self._attribution.at or is_ahead(at, self._now)

    def _differs(self, name: str) -> bool:
        """Whether the record has another value of a field, or that there is no such object."""
        return self._known is None or bool(differences(self._about.kind, {name: self._seen[name]}, self._known))

    def _partial(self, news: Fields) -> Iterator[tuple[str, str]]:
        """Free fields of which the record knows nothing, without labels that are asked for: the record would have these as blank."""
        for one in self._about.kind.schema:
            if one.value.is_free and one.name in news and one.name not in (self._known or {}):
                asked = {*((self._asked or {}).get(one.name) or ()), *(self._declared.get(one.name) or ())}
                if missing := sorted(asked - set(news[one.name] or ())):
                    yield one.name, f"the screen does not show {', '.join(missing)}"

    def _is_valid(self, news: Fields) -> bool:
        """Whether the record can have these fields together. What is not valid becomes open."""
        kind = self._about.kind
        there = kind.updated(self._known or {}, news)
        try:
            if not kind.columns:
                kind.schema.declare(kind.show(there))
        except ValidationError as fault:
            self._result.open += [Open(self._about.title, problem) for problem in fault.problems]
            return False
        return True

    def _completed(self, left: PendingChange | None) -> bool:
        """Whether the capture showed that the step is done: nothing is left of it, or it waits for approval since."""
        before = self._change
        return before is not None and (left is None or (before.confirmed is None and left.confirmed is not None))

    def _digest(self) -> str | None:
        if self._change is None:
            return None
        return Step(self._about.kind, self._about.identity, self._change, self._known, self._asked).digest

    def _note(self, step: str | None) -> None:
        what = f"{self._about.title} seen on the screen"
        self._content.history.append(Event(self._attribution, SEEN, what, self._about.key, step=step))


@dataclass(frozen=True)
class SeenFields:
    """What the captures in a file show of one object. seen: its fields, the later capture counts. at: the time of each field."""

    seen: Fields
    at: Mapping[str, str]

    def credit(self, content: RecordData, about: AboutObject, by: str, wanted: Fields) -> None:
        """Record as seen on the screen what was confirmed and is shown with the wanted value."""
        seen = as_known(about.kind, self.seen, wanted)
        for name, at in self.at.items():
            if name in wanted and not differences(about.kind, {name: seen[name]}, wanted):
                source = Source(CAPTURE, Attribution(by, at))
                content.observe(about.kind, about.identity, {name: seen[name]}, source)


#: By the plural of a kind and the identity of an object.
Shown = Mapping[tuple[str, Identity], SeenFields]


def evidence(captures: Sequence[ReceivedCapture], there: Screens) -> Shown:
    """What captures show of each object."""
    found: dict[tuple[str, Identity], SeenFields] = {}
    for one in sorted(captures, key=lambda one: one.capture.at):
        for sighting in there.reading(one.capture).objects:
            key = (sighting.kind.plural, sighting.identity)
            before = found.get(key, SeenFields({}, {}))
            seen = sighting.kind.updated(before.seen, sighting.fields)
            found[key] = SeenFields(seen, {**before.at, **dict.fromkeys(sighting.fields, one.capture.at)})
    return found
