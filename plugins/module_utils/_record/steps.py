# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The steps from the confirmed to the wanted state of a library: one per object, page or table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from .._core.fields import DOT, ListOf, Schema, Section
from .._core.objects import AboutObject, Fields, Kind, TableChange
from .._core.order import in_order
from .._core.values import FieldType, FreeFields
from .content import PendingChange, fingerprint
from .store import RecordStore

#: The text for a field without a value.
BLANK = ""


@dataclass(frozen=True)
class Line:
    """A field to fill in: the name of its input, its label, the value to enter, and the current value (None if unknown)."""

    name: str
    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True)
class Step(AboutObject):
    """One pending change.

    known: the object before the change; None if unknown. wanted: after the change; None for a removal.
    """

    change: PendingChange
    known: Fields | None
    wanted: Fields | None

    @property
    def action(self) -> str:
        """``created``, ``updated`` or ``removed``."""
        if self.wanted is None:
            return "removed"
        if self.known is not None or not self.kind.listed:
            return "updated"
        # Whether a readable object exists is not known here: the change has either all fields of a new object, or some of them.
        return "updated" if self.kind.schema.missing_required(self.wanted) else "created"

    @property
    def goes_live(self) -> bool:
        """Whether the change enables something at once."""
        return self._switches is True

    @property
    def urgency(self) -> int:
        """The sort key: changes that disable something first, changes that go live last."""
        return {False: 0, None: 1, True: 2}[self._switches]

    @property
    def _switches(self) -> bool | None:
        return None if self.change.fields is None else self.kind.switches(self.change.fields)

    @cached_property
    def digest(self) -> str:
        """A digest of the requested change."""
        back = self.change.sent_back
        return fingerprint(self.kind, self.identity, self.known, self.wanted, None if back is None else back.said.at)

    @property
    def lines(self) -> list[Line]:
        """The fields to fill in."""
        return list(lines(self.kind.schema, self.known, self.change.fields or {}))

    @cached_property
    def table(self) -> TableChange | None:
        """The change of a table row by row; None for any other object."""
        return self.kind.table_change(self.known, self.wanted)

    @property
    def asked(self) -> list[str]:
        """The requested change, in sentences, for a confirmation."""
        if self.table is not None:
            return [f"{change.mark}: {change.text}" for change in (*self.table.rows, *self.table.gone)]
        return [f"{line.label}: {line.value or 'blank'}" for line in self.lines] or [self.action]

    @property
    def declares(self) -> dict[str, Any]:
        """The step as a configuration, in the form that circulation_configuration accepts."""
        exists = self.action == "updated"
        return {self.kind.plural: self.kind.as_declaration(self.identity, self.known, self.change.fields, exists)}


def steps(kinds: Sequence[Kind], store: RecordStore) -> list[Step]:
    """All steps of a library in the order in which they have to be made: steps that disable a link, then the other steps in the
    order of every task, then steps that go live."""
    found = [step for kind in kinds for step in _of(kind, store)]
    return sorted(in_order(kinds, found, lambda step: (step.known, step.wanted)), key=lambda step: step.urgency)


def _of(kind: Kind, store: RecordStore) -> Iterator[Step]:
    # Readable objects may have changed since the worksheet was written; a confirmation is still valid.
    known = {} if store.readable(kind) else store.known(kind)
    for identity, change in sorted(store.content.pending.get(kind.plural, {}).items()):
        there = known.get(identity)
        yield Step(kind, identity, change, there, change.applied(there))


def lines(schema: Schema, known: Fields | None, fields: Fields, prefix: str = "") -> Iterator[Line]:
    """The fields that differ from what is known (None if nothing is), each as texts."""
    for field in schema:
        if field.name not in fields:
            continue
        name, value, before = f"{prefix}{field.name}", fields[field.name], (known or {}).get(field.name)
        unknown = known is None or field.name not in known
        if not unknown and value == before:
            continue
        if isinstance(field.value, Section):
            # A section that is cleared is cleared field by field.
            inside = dict.fromkeys(field.value.schema.names) if value is None else value
            inner = {name: one for name, one in inside.items() if (before or {}).get(name, ...) != one}
            for line in lines(field.value.schema, before, inner, f"{name}{DOT}"):
                yield replace(line, label=f"{field.label}: {line.label}")
        elif isinstance(field.value, FreeFields):
            for label in sorted({*(value or {}), *(before or {})}):
                new, old = ((one or {}).get(label, field.value.unset) for one in (value, before))
                if new != old:
                    yield Line(f"{name}{DOT}{label}", label, shown(new), None if unknown else shown(old))
        else:
            yield Line(name, field.label, told(field.value, value), None if unknown else told(field.value, before))


def told(value: FieldType, canonical: Any) -> str:
    """The text of a value on the screen; several values have one line each."""
    return shown(_entries(value, canonical) if isinstance(value, ListOf) else value.show(canonical))


def _entries(value: ListOf, canonical: Any) -> list[str]:
    """Each entry of a list in one line."""
    return [
        ", ".join(f"{value.schema[name].label} {shown(one)}" for name, one in value.schema.show(entry).items())
        for entry in canonical or ()
    ]


def shown(value: Any) -> str:
    """The text that a person enters or ticks."""
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
