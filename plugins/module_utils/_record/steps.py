# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps from the confirmed to the wanted state of a library: one per object, page or table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .._core.composites import Line
from .._core.objects import AboutObject, Fields, Kind, Sides, TableChange
from .._core.order import in_order
from .content import PendingChange, fingerprint
from .record_store import RecordStore


@dataclass(frozen=True)
class Step(AboutObject):
    """One pending change.

    known: the object before the change; None if unknown. wanted: after the change; None for a removal.
    """

    change: PendingChange
    known: Fields | None
    wanted: Fields | None

    @property
    def sides(self) -> Sides:
        """The fields before and after the change."""
        return self.known, self.wanted

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
    def ends_link(self) -> bool:
        """Whether the change disables something at once."""
        return self._switches is False

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
        return fingerprint(
            self.kind, self.identity, self.known, self.wanted, None if back is None else back.attribution.at
        )

    @property
    def lines(self) -> list[Line]:
        """The fields to fill in."""
        return list(self.kind.schema.lines(self.known, self.change.fields or {}))

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
    unsorted = [step for kind in kinds for step in _of(kind, store)]
    return sorted(in_order(kinds, unsorted), key=lambda step: step.urgency)


def before_live(pending: Iterable[Step], ended: Collection[Step] = ()) -> list[str]:
    """The titles of the steps that have to end before any that goes live. ended: those that do now."""
    return [step.title for step in pending if step not in ended and not step.goes_live]


def _of(kind: Kind, store: RecordStore) -> Iterator[Step]:
    # Readable objects may have changed since the worksheet was written; a confirmation is still valid.
    known = {} if store.readable(kind) else store.known(kind)
    for identity, change in sorted(store.content.pending_of(kind).items()):
        there = known.get(identity)
        yield Step(kind, identity, change, there, change.applied(there))
