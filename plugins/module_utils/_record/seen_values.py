# SPDX-License-Identifier: GPL-3.0-or-later

"""Which recorded values that were read on screens count as seen. This is computed from the known screens in each run, and never stored: a value counts as
seen as long as all patches on which it rests count, and its screen was met more than once, or reviewed by another person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .._core.composites import DOT
from .._core.objects import AboutObject, Kind
from .._screens.inputs import inputs_of
from .._screens.patches import TAUGHT, Patch, Patches
from .._screens.readings import facts_digest
from .content import REOPENED, Event, RecordData
from .read_captures import CaptureReading
from .sources import ANSWER, CAPTURE, Attribution, Source


@dataclass(frozen=True)
class SeenValues:
    """Which values of a library count as seen, given its record and the patches: created again if one of them changes."""

    content: RecordData
    patches: Patches

    def effective(self, source: Source, kind: Kind, name: str) -> Source:
        """The source of a field, as it counts in this run: a value that is not seen well enough counts as stated. name: of the field."""
        if source.how != CAPTURE or (source.capture in self._agreed and self._is_seen(kind, name)):
            return source
        return replace(source, how=ANSWER)

    def _is_seen(self, kind: Kind, name: str) -> bool:
        inputs = [path for path in inputs_of(kind) if kind.columns or path == name or path.startswith(f"{name}{DOT}")]
        return all(self.patches.is_seen(kind, path) for path in inputs)

    @cached_property
    def _agreed(self) -> frozenset[str | None]:
        """The captures that use only patches that count, and whose texts were confirmed more than once."""
        return frozenset(capture for capture, reading in self.content.readings.items() if self._is_agreed(reading))

    def _is_agreed(self, reading: CaptureReading) -> bool:
        """Whether the texts of a screen were met at another object, at another library, or before and after a change; or were reviewed by another person."""
        counting = self.patches.counting
        if not counting.keys() >= {*reading.patches}:
            return False
        taught = [patch for name in reading.patches if (patch := counting[name])["says"] == TAUGHT]
        return bool(taught) and all(
            len(self._met_by[patch["id"]]) > 1 or self.patches.reviewers.get(patch["id"], set()) - {patch.get("by")}
            for patch in taught
        )

    @cached_property
    def _met_by(self) -> Mapping[str, set[tuple[str, str, str]]]:
        """By the IDs of patches that teach a screen, where the screen was met."""
        met = {name: {_met(patch)} for name, patch in self.patches.counting.items() if patch["says"] == TAUGHT}
        for reading in self.content.readings.values():
            for name in met.keys() & {*reading.patches}:
                met[name].add((self.content.registry_id, reading.object, reading.values))
        return met


def _met(patch: Patch) -> tuple[str, str, str]:
    """The library, the object and the values with which a screen was taught."""
    values = facts_digest((fact["input"], fact["value"]) for fact in patch["values"])
    return patch["library"], patch.get("object", ""), values


def reopen(content: RecordData, kinds: Iterable[Kind], patches: Patches) -> list[Event]:
    """Forget the fields that rest on revoked patches: they are unknown again. Returns the lines of the history, one for each object."""
    revoked = patches.revoked.keys()
    lost = {name for name, reading in content.readings.items() if not revoked.isdisjoint(reading.patches)}
    events = [event for kind in kinds for event in _reopened(content, kind, lost, patches)] if lost else []
    content.history += events
    return events


def _reopened(content: RecordData, kind: Kind, lost: Collection[str], patches: Patches) -> Iterator[Event]:
    changes = content.pending_of(kind)
    for identity, change in changes.items():
        if change.confirmed is not None and change.confirmed.source.capture in lost:
            # It waited for approval.
            changes[identity] = replace(change, confirmed=None)
    for identity, confirmed in list(content.confirmed_of(kind).items()):
        names = [name for name in confirmed.fields or () if name not in kind.identity_fields]
        gone = [name for name in names if confirmed.source_of(name).capture in lost]
        if gone:
            revocation = _revocation(content, confirmed.source_of(gone[0]), patches)
            yield _event(AboutObject(kind, identity), gone, revocation)
            if len(gone) < len(names):
                content.forget(kind, identity, gone)
            else:
                del content.confirmed[kind.plural][identity]


def _revocation(content: RecordData, source: Source, patches: Patches) -> Patch:
    return next(
        patches.revoked[name] for name in content.readings[str(source.capture)].patches if name in patches.revoked
    )


def _event(about: AboutObject, gone: Iterable[str], revocation: Patch) -> Event:
    schema = about.kind.schema
    labels = ", ".join(schema[name].label for name in gone if name in schema.names)
    what = f"{about.title} is unknown again{f' ({labels})' if labels else ''}: how it was read was revoked"
    return Event(Attribution(str(revocation.get("by")), revocation["at"]), REOPENED, what, about.key)
