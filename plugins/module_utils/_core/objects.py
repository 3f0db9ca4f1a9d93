# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""What objects are to the planner: what is stored, what is declared, what changes, and what names what."""

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
#: The state of an object that nothing needs any more: it is kept as declared while it exists, and never made.
EXISTING = "existing"


@dataclass(frozen=True)
class CurrentObject:
    """An object as a system holds it.

    id: the system's own handle; version: what must still be true when it is replaced (an ETag), if the system has that.
    fields: as received, unknown fields included.
    partial: whether a field that is not among them is unknown, rather than blank.
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
    former_marks: values by which an object that this collection made is recognised besides the declared one.
    """

    identity: Identity
    fields: Mapping[str, Any]
    state: str = "present"
    former_marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """What a task declares for one kind.

    exact: for a map, that its rows are all there is.
    prune: for objects, that what is not declared is removed.
    """

    items: tuple[DesiredObject, ...]
    exact: bool = False
    prune: bool = False


@dataclass(frozen=True)
class ObjectReference:
    """That an object names another one: the kind and identity named, and the label of the field that does."""

    kind: str
    identity: Identity
    label: str


@dataclass(frozen=True)
class Change:
    """One write, and how to tell of it.

    stored: what is there, None if it is to be made.
    after: all fields to send, None if it is to be removed.
    what: the fields (or rows) that change, for a summary.
    before_view, after_view: the managed fields as a person would write them, None where there is no object.
    uses: what the declared part of it names. removes: the identities that are gone afterwards.
    unmet: of something that is only to be verified and doesn't exist: the fault that this is.
    unowned: of something that somebody else made: why it must not be changed.
    """

    kind: Kind
    name: str
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
        """The fields before and after, None where there is no object."""
        return None if self.stored is None else self.stored.fields, self.after

    @property
    def title(self) -> str:
        """The object in a sentence: Loan Policy 'ReShare borrowing'."""
        return self.kind.describe(self.name)

    @property
    def action(self) -> str:
        """``created``, ``updated`` or ``removed``."""
        if self.after is None:
            return "removed"
        return "created" if self.stored is None else "updated"


@dataclass(frozen=True)
class Waiting:
    """Something declared that a person still has to bring about, or that waits for such a thing.

    identity: of the object or row. title: of the object or table, for people. since: the day it was asked for, if known.
    new: whether there is no such object yet. remark: why it could not be done, where somebody said so, or what it waits for.
    """

    identity: Identity
    title: str
    since: str | None
    new: bool = False
    remark: str | None = None


@dataclass
class KindPlan:
    """What has to change in one kind, and what a person should know about it."""

    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ScreenGuide:
    """What a person does at a screen.

    create, edit, remove: how. cautions: what is known to go wrong there.
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
    guide: what a person does there.
    switches: whether saving these (canonical) fields makes something live at once (True), takes it down (False), or
        neither (None).
    rule: problems of a whole object, given all its (canonical) fields.
    advice: what a person should know about a change, given the (canonical) fields that change.
    shared: what a person should know where one that was there before is named for the first time.
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
        """What a system may send for the fields of one."""
        return self.record.shape

    @property
    def collection(self) -> str:
        """Where a store keeps it; several kinds can share one."""
        return self.plural

    @abstractmethod
    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """Read what was declared for this kind. Raises ValidationError with every problem, each naming its object."""

    @abstractmethod
    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        """The changes that bring *current* to what is declared."""

    @abstractmethod
    def export(self, current: Sequence[CurrentObject]) -> Any:
        """What exists, in the shape that ``declare`` takes; empty where nothing does."""

    def identities(self, current: Iterable[Mapping[str, Any]]) -> list[Identity]:
        """What other objects can name."""
        return []

    def held(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """What an object with these fields has that only one object of this kind can have."""
        return iter(())

    def uses(self, fields: Mapping[str, Any]) -> Iterator[ObjectReference]:
        """What an object with these (canonical or received) fields names."""
        return uses(self.record, self.record.read(fields))

    def uses_of(self, fields: Mapping[str, Any], names: Sequence[str]) -> tuple[ObjectReference, ...]:
        """What the named ones of these fields name."""
        read = self.record.read(fields)
        return tuple(uses(self.record, {name: read[name] for name in names if name in read}))

    def title(self, fields: Mapping[str, Any]) -> str:
        """The name of an object with these fields; empty for what there is only one of."""
        return ""

    def naming(self, identity: Identity) -> dict[str, str]:
        """The fields that make up an identity; none for what there is only one of."""
        return {}

    def changed(self, stored: CurrentObject | None, declared: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the declared fields that are otherwise in what is stored, or that it says nothing about."""
        before = self.record.read(stored.fields) if stored is not None else {}
        changed = set(self.record.differences(before, declared))
        if stored is not None and stored.partial:
            changed |= set(self.record.unknown_fields(stored.fields, declared))
        return tuple(name for name in declared if name in changed)

    def before(self, stored: CurrentObject, declared: Mapping[str, Any]) -> dict[str, Any]:
        """What the declared fields hold in what is stored, as a person would write it."""
        known = {name: value for name, value in declared.items() if not stored.partial or name in stored.fields}
        return self.record.view(self.record.read(stored.fields), known)

    @property
    def references(self) -> set[str]:
        """The kinds that objects of this kind can name."""
        return set(_references(self.record))

    def describe(self, name: str) -> str:
        """An object of this kind in a sentence."""
        return f"{self.label} '{name}'" if name else self.label

    def described(self, identity: Identity) -> str:
        """The object of that identity in a sentence."""
        return self.describe(named(identity))

    def refuse_broken(self, name: str, fields: Mapping[str, Any]) -> None:
        """Raise ValidationError if an object with these fields breaks the rule of its kind."""
        problems = list(self.rule(self.record.read(fields)))
        if problems:
            raise ValidationError(f"{self.describe(name)}: {problem}" for problem in problems)


def named(identity: Identity) -> str:
    """An identity for people."""
    return " / ".join(identity)


def uses(record: Schema, values: Mapping[str, Any]) -> Iterator[ObjectReference]:
    """What the given fields of a record name, nested records included; unknown fields name nothing."""
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
