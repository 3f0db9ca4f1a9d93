# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""References from the fields of one object to other objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import ListOf, Schema, Section
from .values import Reference, SetOf


@dataclass(frozen=True)
class ObjectReference:
    """A reference from one object to another: the kind and identity of the other object, and the label of the field."""

    kind: str
    identity: tuple[str, ...]
    label: str


def uses(schema: Schema, values: Mapping[str, Any]) -> Iterator[ObjectReference]:
    """The references in the given fields of an object, including nested ones. Unknown fields contain no references."""
    for entry in schema:
        value = values.get(entry.name)
        if value is None:
            continue
        if isinstance(entry.value, Reference):
            yield from _use(entry.label, entry.value, value, values)
        elif isinstance(entry.value, SetOf) and isinstance(entry.value.of, Reference):
            for one in value:
                yield from _use(entry.label, entry.value.of, one, values)
        elif isinstance(entry.value, Section):
            yield from uses(entry.value.schema, value)
        elif isinstance(entry.value, ListOf):
            for part in value:
                yield from uses(entry.value.schema, part)


def referenced_kinds(schema: Schema) -> Iterator[str]:
    """The kinds to which objects with this schema can refer."""
    for entry in schema:
        if isinstance(entry.value, Reference):
            yield entry.value.kind
        elif isinstance(entry.value, SetOf) and isinstance(entry.value.of, Reference):
            yield entry.value.of.kind
        elif isinstance(entry.value, (Section, ListOf)):
            yield from referenced_kinds(entry.value.schema)


def _use(label: str, reference: Reference, value: str, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
    if value == reference.wildcard:
        return
    identity = (value,) if reference.within is None else (beside.get(reference.within) or "", value)
    yield ObjectReference(reference.kind, identity, label)
