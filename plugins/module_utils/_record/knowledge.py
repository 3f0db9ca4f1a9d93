# SPDX-License-Identifier: GPL-3.0-or-later

"""How the values of a library were learnt, and how old they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from .._core.objects import AboutObject, Declaration, Identity, Kind
from .content import Confirmed
from .record_store import READER, RecordStore
from .sources import HOW, READ, Attribution, Source, is_ahead, oldest_first, parsed

#: The sources of an object by field; None stands for the object itself, if it has no field but its name, or does not exist.
#: Optional: for the pylint of ansible-test.
Sources = Mapping[Optional[str], Source]  # noqa: UP045


@dataclass(frozen=True)
class Knowledge(AboutObject):
    """How an object of a library was learnt. sources: of its known fields, at least one."""

    sources: Sources

    def entry(self, now: str, days: int) -> dict[str, Any]:
        """The object as plain data, with its oldest field. days: the age in days at which it is stale; 0 for never."""
        field, source = min(self.sources.items(), key=lambda item: _order(item[1], now))
        known = age(source.attribution.at, now)
        counts = Counter(source.how for source in self.sources.values())
        return {
            **self.data,
            "fields": {how: counts[how] for how in HOW},
            "field": field,
            "how": source.how,
            "by": source.attribution.by,
            "at": source.attribution.at,
            "days": known,
            "stale": days > 0 and (known is None or known > days),
        }

    def oldest(self, now: str) -> tuple[bool, str]:
        """The sort key of the object, which is the sort key of its oldest field."""
        return min(_order(source, now) for source in self.sources.values())


def of_declared(store: RecordStore, kinds: Iterable[Kind], wanted: Mapping[str, Declaration]) -> Iterator[Knowledge]:
    """The declared objects, each with its declared fields that are known. An unknown field is a pending change."""
    for kind in kinds:
        objects = kind.declared_fields(wanted[kind.name]) if kind.name in wanted else {}
        for identity, fields in objects.items():
            yield from _known(store, kind, identity, list(fields))


def of_objects(store: RecordStore, objects: Iterable[AboutObject]) -> Iterator[Knowledge]:
    """These objects, with all fields that are known."""
    for about in objects:
        confirmed = store.content.confirmed_of(about.kind).get(about.identity)
        yield from _known(store, about.kind, about.identity, list((confirmed and confirmed.fields) or ()))


def _known(store: RecordStore, kind: Kind, identity: Identity, names: Sequence[str]) -> Iterator[Knowledge]:
    own = [name for name in names if name not in kind.identity_fields]
    confirmed = store.content.confirmed_of(kind).get(identity)
    if store.readable(kind) or not store.defers_writes(kind):
        # What can be read is never taken from the record.
        confirmed = Confirmed(dict.fromkeys(names), Source(READ, Attribution(READER, store.now)))
    if confirmed is not None:
        there = confirmed.fields or {}
        sources: dict[str | None, Source] = {
            name: store.source_of(kind, confirmed, name) for name in own if name in there
        }
        yield Knowledge(kind, identity, sources or {None: confirmed.latest})


def _order(source: Source, now: str) -> tuple[bool, str]:
    return oldest_first(age(source.attribution.at, now), source.attribution.at)


def age(at: str, now: str) -> int | None:
    """The whole days since a time. None if it is unreadable or in the future, so that it proves nothing."""
    then, present = parsed(at), parsed(now)
    if then is None or present is None or is_ahead(at, now):
        return None
    return max(0, (present - then).days)
