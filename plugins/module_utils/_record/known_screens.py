# SPDX-License-Identifier: GPL-3.0-or-later

"""What the values of a record that were read on screens are worth. It is computed from the known screens in each run, and never stored: a value counts as
seen as long as all on which it rests counts, and its screen was met more than once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from .._core.objects import AboutObject, Kind
from .._core.values import DOT
from .._screens.inputs import inputs_of
from .._screens.patches import TAUGHT, Patch, Patches
from .._screens.readings import facts_digest
from .content import REOPENED, Event, RecordData
from .read_captures import CaptureReading
from .sources import ANSWER, CAPTURE, Attribution, Source


def effective(source: Source, kind: Kind, name: str, content: RecordData, patches: Patches) -> Source:
    """The source of a field, as it counts in this run: a value that is not seen well enough is stated by a person. name: of the field."""
    if source.how != CAPTURE:
        return source
    reading = content.readings.get(str(source.capture))
    if reading is not None and _is_seen(kind, name, reading, content, patches):
        return source
    return replace(source, how=ANSWER)


def _is_seen(kind: Kind, name: str, reading: CaptureReading, content: RecordData, patches: Patches) -> bool:
    if not patches.counting.keys() >= {*reading.patches}:
        return False
    inputs = [one for one in inputs_of(kind) if kind.columns or one == name or one.startswith(f"{name}{DOT}")]
    return all(patches.is_seen(kind, one) for one in inputs) and _is_agreed(reading, content, patches)


def _is_agreed(reading: CaptureReading, content: RecordData, patches: Patches) -> bool:
    """Whether the texts of a screen were met at another object, at another library, or before and after a change; or another person has looked at them."""
    taught = [one for name in reading.patches if (one := patches.counting[name])["says"] == TAUGHT]
    for one in taught:
        others = patches.reviewers.get(one["id"], set()) - {one.get("by")}
        same = (other for other in content.readings.values() if one["id"] in other.patches)
        met = {_met(one), *((content.registry_id, other.object, other.values) for other in (reading, *same))}
        if len(met) == 1 and not others:
            return False
    return bool(taught)


def _met(patch: Patch) -> tuple[str, str, str]:
    """The library, the object and the values of which a screen was taught."""
    values = facts_digest((fact["input"], fact["value"]) for fact in patch["values"])
    return patch["library"], patch.get("object", ""), values


def reopen(content: RecordData, kinds: Iterable[Kind], patches: Patches) -> list[Event]:
    """Forget the fields that rest on revoked patches: they are unknown again. Returns the lines of the history, one for each object."""
    lost = {name for name, one in content.readings.items() if not patches.revoked.keys().isdisjoint(one.patches)}
    events = [event for kind in kinds for event in _reopened(content, kind, lost, patches)] if lost else []
    content.history += events
    return events


def _reopened(content: RecordData, kind: Kind, lost: Collection[str], patches: Patches) -> Iterator[Event]:
    changes = content.pending_of(kind)
    for identity, change in changes.items():
        if change.confirmed is not None and change.confirmed.source.capture in lost:
            # It waited for approval.
            changes[identity] = replace(change, confirmed=None)
    for identity, one in list(content.confirmed_of(kind).items()):
        names = [name for name in one.fields or () if name not in kind.identity_fields]
        gone = [name for name in names if one.source_of(name).capture in lost]
        if gone:
            revocation = _revocation(content, one.source_of(gone[0]), patches)
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
