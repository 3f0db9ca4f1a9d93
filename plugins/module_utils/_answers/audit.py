# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Audits: the objects of a record that a person has to look at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .._core.objects import AboutObject, Kind
from .._record import knowledge
from .._record.knowledge import Knowledge
from .._record.record_store import RecordStore
from .adoption import Question


def recorded(kinds: Sequence[Kind], store: RecordStore) -> list[Knowledge]:
    """The objects of the record that only a person can look at, in the order of the kinds, the oldest first."""
    return [
        one
        for kind in kinds
        if not store.readable(kind)
        for one in sorted(_of_kind(kind, store), key=lambda one: one.oldest(store.now))
    ]


def _of_kind(kind: Kind, store: RecordStore) -> Iterator[Knowledge]:
    objects = store.content.confirmed.get(kind.plural, {})
    return knowledge.of_objects(store, (AboutObject(kind, identity) for identity in sorted(objects)))


def questions(store: RecordStore, found: Sequence[Knowledge]) -> list[Question]:
    """The questions about these objects, with the recorded fields. An object with a pending step is left out: a person opens its
    screen anyway, and an answer would end the step."""
    return [
        Question(one.kind, one.identity, _fields(store, one), store.content.confirmed[one.kind.plural][one.identity])
        for one in found
        if one.identity not in store.content.pending.get(one.kind.plural, {})
    ]


def _fields(store: RecordStore, one: Knowledge) -> dict[str, object]:
    known = store.content.known(one.kind).get(one.identity, {})
    return {name: value for name, value in known.items() if name not in one.kind.identity_fields}
