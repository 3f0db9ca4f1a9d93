# SPDX-License-Identifier: GPL-3.0-or-later

"""The `record` configuration store: a person makes the changes, and the record has the confirmed and pending ones."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from .._core.objects import AboutObject, CurrentObject, Fields, Identity, Kind, PendingStep, named
from .._core.store import Store
from .._screens.patches import Patch, Patches
from .content import (
    READ_BACK,
    Confirmation,
    Confirmed,
    Event,
    PendingChange,
    RecordData,
    difference,
    fingerprint,
    fulfils,
)
from .file import PageTexts
from .read_captures import CaptureReading
from .seen_values import SeenValues
from .sources import ANSWER, CAPTURE, Attribution, Source

#: The name in place of a person's, for what was read from a system.
READER = "read back"


class RecordStore(Store):
    """Tasks read and write the wanted state. Nothing is stored until the caller saves the content, and the pages with it.

    kinds: the ones in the record. readers: by collection, the systems from which objects can be read; they take precedence over
    confirmed objects. now: the time of this run, UTC, as ``2026-11-25T09:30:00Z``. approval: whether a second person has to approve
    what people confirm. patches: returns the patches of the known screens; called when they are needed.
    """

    def __init__(
        self,
        content: RecordData,
        kinds: Sequence[Kind],
        readers: Mapping[str, Store],
        now: str,
        approval: bool = False,
        patches: Callable[[], Patches] = Patches,
    ):
        self.content = content
        self._patches = patches
        self.approval = approval
        self.read_back: list[AboutObject] = []
        # Values that are unknown again, because their patches were revoked.
        self.reopened: list[Event] = []
        self.warnings: list[str] = []
        # Warnings that other libraries can have, too.
        self.shared_warnings: list[str] = []
        self.page_texts: PageTexts = {}
        self._kinds = {kind.plural: kind for kind in kinds}
        # Owners are not in the record: their collection is kept as their entries.
        self._by_collection = {kind.collection: kind for kind in kinds}
        self._readers = readers
        self.now = now
        self._live: dict[str, list[CurrentObject]] = {}

    @cached_property
    def _read_patches(self) -> Patches:
        return self._patches()

    @property
    def patches(self) -> Patches:
        """The patches of known screens, with the new ones."""
        return self._read_patches.with_more(self.content.patches)

    @cached_property
    def _seen_values(self) -> SeenValues:
        return SeenValues(self.content, self.patches)

    def learn(self, readings: Mapping[str, CaptureReading], patches: Iterable[Patch]) -> None:
        """Keep how values were read, by the digest of the capture, and new patches."""
        self.content.readings |= readings
        self.content.patches += patches
        vars(self).pop("_seen_values", None)

    def source_of(self, kind: Kind, confirmed: Confirmed, name: str) -> Source:
        """How a field counts as learnt in this run."""
        source = confirmed.source_of(name)
        return source if source.how != CAPTURE else self._seen_values.effective(source, kind, name)

    def latest_source(self, kind: Kind, confirmed: Confirmed) -> Source:
        """How the latest field of an object counts as learnt in this run."""
        latest = confirmed.latest
        name = next((name for name in confirmed.fields or () if confirmed.source_of(name) == latest), None)
        return latest if name is None else self.source_of(kind, confirmed, name)

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        kept = self._by_collection.get(kind.collection, kind)
        asked = identities if kept is kind else ()
        self._look(kept, asked)
        return kept.stored(self._wanted(kept), asked, self._live.get(kept.collection))

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> None:
        self._ask(kind, kind.identify(fields), fields)

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        for identity, wanted in kind.replaced(stored.fields, fields).items():
            self._ask(kind, identity, wanted)

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        self._ask(kind, kind.identify(stored.fields), None)

    def defers_writes(self, kind: Kind) -> bool:
        return kind.plural in self._kinds

    def pending_steps(self, kind: Kind) -> list[PendingStep]:
        steps, there, wanted = [], self.known(kind), self._wanted(kind)
        for identity, change in self.content.pending_of(kind).items():
            remark = _remark(change)
            new = kind.listed and identity not in there
            table = kind.table_change(there.get(identity), wanted.get(identity))
            for row in [None] if table is None else table.identities:
                steps.append(PendingStep(kind, identity, change.since, row, new, remark, confirmed=_confirmed(change)))
        return steps

    def leave_out(self, kind: Kind, identity: Identity, names: Collection[str]) -> bool:
        """Remove these fields from the step of an object. Returns whether it had any. A step that waits for approval stays: it was made already."""
        changes = self.content.pending_of(kind)
        change = changes.get(identity)
        if change is None or change.fields is None or change.confirmed is not None:
            return False
        left = {name: value for name, value in change.fields.items() if name not in names}
        if left.keys() == change.fields.keys():
            return False
        if change.impossible is None:
            # A person can have made the change already, and other libraries rely on it.
            self.content.forget(kind, identity, _agreed(kind, change, left))
        del changes[identity]
        if left.keys() - set(kind.identity_fields):
            changes[identity] = replace(change, fields=left, impossible=None)
        return True

    def without_pending(self) -> RecordStore:
        """A copy with the objects that are confirmed or can be read, without pending changes."""
        store = copy.copy(self)
        store.content = replace(self.content, pending={})
        store.read_back, store._live = [], dict(self._live)
        return store

    @contextmanager
    def learning(self, kind: Kind, identity: Identity, attribution: Attribution) -> Iterator[None]:
        """A context in which a person's statement or capture of an object is recorded. With approval, its pending change does not end: it is
        confirmed, and the object stays recorded as it was until the change is approved."""
        objects = self.content.confirmed.setdefault(kind.plural, {})
        changes = self.content.pending_of(kind)
        before, change = objects.get(identity), changes.get(identity)
        known = None if before is None else before.fields
        yield
        if not self.approval or change is None or identity in changes:
            return
        learnt = objects[identity]
        if fulfils(kind, learnt.fields, change, known):
            if before is None:
                del objects[identity]
            else:
                objects[identity] = before
            changes[identity] = replace(
                change, impossible=None, confirmed=_confirmation(kind, change, learnt, attribution)
            )

    def known(self, kind: Kind) -> dict[Identity, Fields]:
        """The known objects: read from a system if possible, else the confirmed ones."""
        if kind.collection not in self._live:
            return self.content.known(kind)
        return kind.by_identity(stored.fields for stored in self._live[kind.collection])

    def readable(self, kind: Kind) -> bool:
        """Whether the objects of a kind can be read from a system."""
        return kind.collection in self._readers

    def look(self) -> None:
        """Compare the pending changes of readable kinds with the systems."""
        for kind in self._kinds.values():
            if self.content.pending_of(kind):
                self._look(kind, ())

    def _look(self, kind: Kind, identities: Sequence[Identity]) -> None:
        reader = self._readers.get(kind.collection)
        if reader is None or kind.collection in self._live:
            return
        asked = dict.fromkeys([*identities, *self.content.pending_of(kind)])
        self._live[kind.collection] = reader.read(kind, list(asked))
        self._settle(kind)

    def _settle(self, kind: Kind) -> None:
        """Confirm pending changes that the system already shows as done."""
        known = self.known(kind)
        for identity, change in list(self.content.pending_of(kind).items()):
            there = known.get(identity)
            if difference(there, change.applied(there)) is None:
                about = AboutObject(kind, identity)
                step = fingerprint(kind, identity, None, change.applied(None))
                self.content.pending_of(kind).pop(identity)
                attribution, what = Attribution(READER, self.now), f"{about.title} found as requested"
                self.content.history.append(Event(attribution, READ_BACK, what, about.key, step=step))
                self.read_back.append(about)

    def _wanted(self, kind: Kind) -> dict[Identity, Fields]:
        wanted = self.known(kind)
        for identity, change in self.content.pending_of(kind).items():
            fields = change.applied(wanted.get(identity))
            if fields is None:
                wanted.pop(identity, None)
            else:
                wanted[identity] = fields
        return wanted

    def _ask(self, kind: Kind, identity: Identity, wanted: Fields | None) -> None:
        known, asked = self.known(kind).get(identity), self.content.pending_of(kind).get(identity)
        if asked is not None and (values := _replaced(kind, known, asked, wanted)):
            confirmed = "" if asked.confirmed is None else ", which a person confirmed"
            (self.warnings if confirmed else self.shared_warnings).append(
                f"{kind.described(identity)}: since {asked.since}, the worksheet requests {values}{confirmed}. The values of this inventory replace that. Find "
                "out whether another inventory declares it: two runs would undo each other"
            )
            # A person can have made the change already, and other libraries rely on it.
            self.content.forget(kind, identity, _agreed(kind, asked, wanted))
            known = self.known(kind).get(identity)
        self.content.ask(kind, identity, known, wanted, self.now[:10])


def _agreed(kind: Kind, asked: PendingChange, wanted: Fields | None) -> list[str]:
    """The fields on which other libraries rely, and whose pending value differs from the value that is wanted now."""
    fields, new = asked.fields or {}, wanted or {}
    agreed = [field.name for field in kind.schema if field.agreed]
    return [name for name in agreed if name in fields and fields[name] != new.get(name)]


def _replaced(kind: Kind, known: Fields | None, asked: PendingChange, wanted: Fields | None) -> str:
    """The values that a pending change requests and that the newly wanted state replaces, for people."""
    before = asked.applied(known)
    if before is None or wanted is None:
        return "" if before == wanted else "its removal" if before is None else "the object"
    rows = kind.table_change(known, before)
    if rows is not None:
        again = kind.table_change(before, wanted)
        return ", ".join(
            kind.describe(named(identity)) for identity in rows.identities if again and identity in again.identities
        )
    fields = {
        name: value for name, value in before.items() if name in (asked.fields or {}) and wanted.get(name) != value
    }
    return ", ".join(f"{name}: {value}" for name, value in kind.show(fields).items())


def _confirmation(kind: Kind, change: PendingChange, learnt: Confirmed, attribution: Attribution) -> Confirmation:
    """How a change was confirmed: seen on the screen only if all of it was. The first person who confirmed it counts. learnt: the object as
    it would be recorded without approval."""
    sources = [learnt.source_of(name) for name in change.fields or ()]
    seen = bool(sources) and all(source.how == CAPTURE for source in sources)
    table = learnt.fields if kind.columns and seen and learnt.fields != change.fields else None
    source = Source(CAPTURE, attribution, sources[0].capture) if seen else Source(ANSWER, attribution)
    return Confirmation(source if change.confirmed is None else change.confirmed.source, table)


def _remark(change: PendingChange) -> str | None:
    """What a person said about a pending change, for people."""
    if change.confirmed is not None:
        return f"confirmed by {change.confirmed.source.attribution.by}, waits for approval"
    if change.impossible is not None:
        return change.impossible.remark
    if change.sent_back is not None:
        return f"sent back: {change.sent_back.remark}"
    return None


def _confirmed(change: PendingChange) -> dict[str, str] | None:
    return None if change.confirmed is None else change.confirmed.source.data
