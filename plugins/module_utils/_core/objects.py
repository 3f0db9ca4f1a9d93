# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The data model of the planner: current and desired objects, changes, and references."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import ValidationError
from .fields import ListOf, Schema, Section
from .json_shape import Shape
from .values import Reference, SetOf

Identity = tuple[str, ...]
#: The state of an object that is no longer needed: it is managed while it exists, and never created.
EXISTING = "existing"


@dataclass(frozen=True)
class CurrentObject:
    """An object as stored in a system.

    id: the ID in the system; version: the ETag that must still be valid when it is replaced, if the system has one.
    fields: as received, unknown fields included.
    partial: whether a missing field is unknown rather than blank.
    """

    id: str
    version: str | None
    fields: Mapping[str, Any]
    partial: bool = False


@dataclass(frozen=True)
class DesiredObject:
    """One declared object or row.

    fields: canonical, only what was declared (identity included).
    state: ``present``, ``absent``, ``existing``, or ``verified`` (only compared, never written).
    former_marks: values of the mark, in addition to the declared one, that identify an object created by this collection.
    """

    identity: Identity
    fields: Mapping[str, Any]
    state: str = "present"
    former_marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """The declaration of a task for one kind.

    exact: whether the declared rows are the only rows of a map.
    prune: whether objects that are not declared are removed.
    """

    items: tuple[DesiredObject, ...]
    exact: bool = False
    prune: bool = False


@dataclass(frozen=True)
class ObjectReference:
    """A reference from one object to another: the kind and identity of the other object, and the label of the field."""

    kind: str
    identity: Identity
    label: str


@dataclass(frozen=True)
class AboutObject:
    """Something about one object, table or page."""

    kind: Kind
    identity: Identity

    @property
    def key(self) -> str:
        """The object among all objects of a library: ``loan_policies/ReShare borrowing``."""
        return "/".join([self.kind.plural, *self.identity])

    @property
    def name(self) -> str:
        """The identity for people; empty for a table or page."""
        return named(self.identity)

    @property
    def title(self) -> str:
        """The object in a sentence: Loan Policy 'ReShare borrowing'."""
        return self.kind.described(self.identity)

    def includes(self, other: AboutObject) -> bool:
        """Whether the other one is about the same object, or about an entry of this one."""
        return self.kind is other.kind and other.identity[: len(self.identity)] == self.identity

    @property
    def data(self) -> dict[str, Any]:
        """The object for programs, as in all results."""
        identity = self.kind.naming(self.identity)
        return {"kind": self.kind.name, "name": self.name, "identity": identity, "title": self.title}


@dataclass(frozen=True)
class Change(AboutObject):
    """One write, and its description.

    identity: of an entry, that of its owner.
    stored: the current object, None for a creation.
    after: all fields to send, None for a removal.
    what: the fields (or rows) that change, for a summary.
    before_view, after_view: the managed fields as a person writes them, None without an object.
    uses: the references in its declared part. removes: the identities that no longer exist afterwards.
    unmet: the error for a missing object with state=verified.
    unowned: the reason why an object that this collection did not create must not be changed.
    """

    stored: CurrentObject | None
    after: Mapping[str, Any] | None
    what: tuple[str, ...]
    before_view: Mapping[str, Any] | None
    after_view: Mapping[str, Any] | None
    uses: tuple[ObjectReference, ...] = ()
    removes: tuple[Identity, ...] = ()
    unmet: str | None = None
    unowned: str | None = None

    @property
    def sides(self) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """The fields before and after, None without an object."""
        return None if self.stored is None else self.stored.fields, self.after

    @property
    def rows(self) -> list[dict[str, str]]:
        """The identities of the rows of a table that are added, changed, moved or removed."""
        return [self.kind.naming_row(row) for row in self.kind.altered(*self.sides)]

    @property
    def action(self) -> str:
        """``created``, ``updated`` or ``removed``."""
        if self.after is None:
            return "removed"
        return "created" if self.stored is None else "updated"


@dataclass(frozen=True)
class Waiting(AboutObject):
    """A pending step: a change that a person has to make, or that depends on such a change.

    since: the day it was asked for, if known. row: the identity of the row of a table.
    new: whether there is no such object yet. remark: why it could not be done, where somebody said so, or what it waits for.
    """

    since: str | None
    row: Identity | None = None
    new: bool = False
    remark: str | None = None


@dataclass
class KindPlan:
    """The changes of one kind, with warnings for the operator."""

    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ScreenGuide:
    """Instructions for a screen.

    create, edit, remove: the instruction for each action. cautions: known pitfalls of the screen.
    """

    create: str = "Create a new one."
    edit: str = "Open it, then Save."
    remove: str = "Remove it."
    cautions: tuple[str, ...] = ()

    def how(self, action: str) -> str:
        """The sentence for ``created``, ``updated`` or ``removed``."""
        return {"created": self.create, "updated": self.edit, "removed": self.remove}[action]


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind(ABC):
    """A kind of object.

    name: of its module. plural: its key in a bulk configuration, and (with hyphens) its path at a service.
    label: as the screens call one. screen: the path through the menus.
    guide: the instructions for the screen.
    switches: whether saving these (canonical) fields enables something at once (True), disables it (False), or
    neither (None).
    rule: problems of a whole object, given all its (canonical) fields.
    advice: warnings about a change, given the (canonical) fields that change.
    shared: the warning if an existing object is referred to for the first time.
    """

    name: str
    plural: str
    label: str
    screen: str
    record: Schema
    guide: ScreenGuide = ScreenGuide()
    switches: Callable[[Mapping[str, Any]], bool | None] = lambda fields: None
    rule: Callable[[Mapping[str, Any]], Iterable[str]] = lambda fields: ()
    advice: Callable[[Mapping[str, Any]], Iterable[str]] = lambda changed: ()
    shared: str | None = None

    @property
    def shape(self) -> Shape:
        """The shape of the fields that a system may send."""
        return self.record.shape

    @property
    def collection(self) -> str:
        """The collection of a store; several kinds can share one."""
        return self.plural

    @abstractmethod
    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """Parse the declaration of this kind. Raises ValidationError with every problem, each with its object."""

    @abstractmethod
    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        """The changes from *current* to the declaration."""

    @abstractmethod
    def export(self, current: Sequence[CurrentObject]) -> Any:
        """The existing objects, in the form that ``declare`` accepts; empty if there are none."""

    def identities(self, current: Iterable[Mapping[str, Any]]) -> list[Identity]:
        """The identities to which other objects can refer."""
        return []

    def held(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """The entries of an object with these fields that only one object of this kind can have."""
        return iter(())

    def uses(self, fields: Mapping[str, Any]) -> Iterator[ObjectReference]:
        """The references in an object with these (canonical or received) fields."""
        return uses(self.record, self.record.read(fields))

    def uses_of(self, fields: Mapping[str, Any], names: Sequence[str]) -> tuple[ObjectReference, ...]:
        """The references in the named fields."""
        read = self.record.read(fields)
        return tuple(uses(self.record, {name: read[name] for name in names if name in read}))

    def title(self, fields: Mapping[str, Any]) -> str:
        """The name of an object with these fields; empty for a table or page."""
        return ""

    @property
    def identity_fields(self) -> tuple[str, ...]:
        """The fields that make up an identity; none for what there is only one of."""
        return ()

    @property
    def listed(self) -> bool:
        """Whether there can be several objects of this kind; else it is one table or page."""
        return bool(self.identity_fields)

    def naming(self, identity: Identity) -> dict[str, str]:
        """The fields of an identity, with their values."""
        return dict(zip(self.identity_fields, identity))

    def naming_row(self, row: Identity) -> dict[str, str]:
        """The columns that identify a row of a table, with their values."""
        return {}

    def altered(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Identity]:
        """The identities of the rows of a table that are new, changed, moved or removed; none for other kinds."""
        return []

    def identify(self, fields: Mapping[str, Any]) -> Identity:
        """The identity of an object with these fields."""
        return tuple(str(fields.get(name) or "").strip() for name in self.identity_fields)

    def show(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """These (canonical) fields as a person would write them."""
        return self.record.show(fields)

    def changed(self, stored: CurrentObject | None, declared: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the declared fields that differ from the stored object, or that are unknown in it."""
        before = self.record.read(stored.fields) if stored is not None else {}
        changed = set(self.record.differences(before, declared))
        if stored is not None and stored.partial:
            changed |= set(self.record.unknown_fields(stored.fields, declared))
        return tuple(name for name in declared if name in changed)

    def before(self, stored: CurrentObject, declared: Mapping[str, Any]) -> dict[str, Any]:
        """The stored values of the declared fields, as a person writes them."""
        known = {name: value for name, value in declared.items() if not stored.partial or name in stored.fields}
        return self.record.view(self.record.read(stored.fields), known)

    @property
    def references(self) -> set[str]:
        """The kinds to which objects of this kind can refer."""
        return set(_references(self.record))

    def describe(self, name: str) -> str:
        """The label and name of an object of this kind, for messages."""
        return f"{self.label} '{name}'" if name else self.label

    def described(self, identity: Identity) -> str:
        """The label and name of the object of that identity, for messages."""
        return self.describe(named(identity))

    def refuse_broken(self, name: str, fields: Mapping[str, Any]) -> None:
        """Raise ValidationError if an object with these fields violates the rule of its kind."""
        problems = list(self.rule(self.record.read(fields)))
        if problems:
            raise ValidationError(f"{self.describe(name)}: {problem}" for problem in problems)


def named(identity: Identity) -> str:
    """An identity for people."""
    return " / ".join(identity)


def uses(record: Schema, values: Mapping[str, Any]) -> Iterator[ObjectReference]:
    """The references in the given fields of a record, including nested records. Unknown fields contain no references."""
    for entry in record:
        value = values.get(entry.name)
        if value is None:
            continue
        if isinstance(entry.value, Reference):
            yield from _use(entry.label, entry.value, value, values)
        elif isinstance(entry.value, SetOf) and isinstance(entry.value.of, Reference):
            for one in value:
                yield from _use(entry.label, entry.value.of, one, values)
        elif isinstance(entry.value, Section):
            yield from uses(entry.value.record, value)
        elif isinstance(entry.value, ListOf):
            for part in value:
                yield from uses(entry.value.record, part)


def _references(record: Schema) -> Iterator[str]:
    for entry in record:
        if isinstance(entry.value, Reference):
            yield entry.value.kind
        elif isinstance(entry.value, SetOf) and isinstance(entry.value.of, Reference):
            yield entry.value.of.kind
        elif isinstance(entry.value, (Section, ListOf)):
            yield from _references(entry.value.record)


def _use(label: str, reference: Reference, value: str, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
    if value == reference.wildcard:
        return
    identity = (value,) if reference.within is None else (beside.get(reference.within) or "", value)
    yield ObjectReference(reference.kind, identity, label)
