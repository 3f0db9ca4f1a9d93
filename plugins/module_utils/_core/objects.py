# SPDX-License-Identifier: GPL-3.0-or-later

"""The data model of the planner: current and desired objects, changes, and references."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Optional

from .errors import Faults, ValidationError
from .fields import Field, Schema, in_sentence, not_blank
from .json_shape import Shape
from .texts import LONGEST_NAME
from .values import ObjectReference

Identity = tuple[str, ...]
#: The fields of an object by their names. Canonical fields: one that is None is blank. A table has the one field ``rows``.
Fields = Mapping[str, Any]
#: The fields of an object before and after a change; None where there is no object. Optional: for the pylint of ansible-test.
Sides = tuple[Optional[Fields], Optional[Fields]]  # noqa: UP045
#: The option of marked objects with the symbols that the library had before.
FORMER_SYMBOLS = "former_symbols"
#: The states of most objects.
STATES = ("present", "absent")
#: The state of an object that is managed although this collection did not create it.
ADOPTED = "adopted"
#: The state of an object that is no longer needed: it is managed while it exists, and never created.
EXISTING = "existing"


@dataclass(frozen=True)
class CurrentObject:
    """An object as stored in a system.

    id: the ID in the system; version: the ETag that must still be valid when it is replaced, if the system has one.
    fields: canonical, without blank ones. raw: as received, with unknown fields.
    partial: whether a field that is missing in *raw* is unknown rather than blank.
    """

    id: str
    version: str | None
    fields: Fields
    raw: Fields = field(default_factory=dict)
    partial: bool = False

    @property
    def known(self) -> Fields:
        """The canonical fields; of a partial object also those that are known to be blank, as None."""
        blank = (name for name, value in self.raw.items() if value is None) if self.partial else ()
        return {**dict.fromkeys(blank), **self.fields}

    def replaced_by(self, fields: Fields) -> Fields:
        """The object to send with these (canonical) fields: unchanged fields stay as received."""
        changed = {name: value for name, value in fields.items() if self.fields.get(name) != value}
        return {**self.raw, **changed}


@dataclass(frozen=True)
class DesiredObject:
    """One declared object or row.

    fields: canonical, only what was declared (identity included).
    state: ``present``, ``absent``, ``existing``, or ``verified`` (only compared, never written).
    former_symbols: the symbols that the library had before; its objects can still be marked with them.
    """

    identity: Identity
    fields: Fields
    state: str = "present"
    former_symbols: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owner:
    """The library to which marked objects belong."""

    registry_id: str
    symbol: str


@dataclass(frozen=True)
class Declaration:
    """The declaration of a task for one kind.

    exact: whether the declared rows are the only rows of a map.
    prune: whether objects that are not declared are removed.
    owner: the library, for kinds whose objects are marked; None if its symbol is not known.
    former: values that are no longer needed, for kinds that must not replace other values still in use.
    """

    items: tuple[DesiredObject, ...]
    exact: bool = False
    prune: bool = False
    owner: Owner | None = None
    former: frozenset[str] = frozenset()


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
        """Whether *other* is about the same object, or about an entry of it."""
        return self.kind is other.kind and other.identity[: len(self.identity)] == self.identity

    @property
    def data(self) -> dict[str, Any]:
        """The object for programs, as in all results."""
        identity = self.kind.naming(self.identity)
        return {"kind": self.kind.name, "name": self.name, "identity": identity, "title": self.title}


@dataclass(frozen=True)
class Change(AboutObject):
    """One write, and its description.

    identity: of the object; for an entry, of its owner.
    stored: the current object, None for a creation.
    after: all fields to send, None for a removal.
    what: the fields (or rows) that change, for a summary.
    before_view, after_view: the managed fields as a person writes them, None without an object.
    uses: the references in its declared part. removes: the identities that no longer exist afterwards.
    unmet: the error for a missing object with state=verified.
    unowned: the reason why an object that this collection did not create must not be changed.
    """

    stored: CurrentObject | None
    after: Fields | None
    what: tuple[str, ...]
    before_view: Fields | None
    after_view: Fields | None
    uses: tuple[ObjectReference, ...] = ()
    removes: tuple[Identity, ...] = ()
    unmet: str | None = None
    unowned: str | None = None

    @property
    def sides(self) -> Sides:
        """The fields before and after, None without an object."""
        return None if self.stored is None else self.stored.fields, self.after

    @property
    def rows(self) -> list[dict[str, str]]:
        """The identities of the rows of a table that are added, changed, moved or removed."""
        table = self.kind.table_change(*self.sides)
        return [] if table is None else [self.kind.naming_row(row) for row in table.identities]

    @property
    def action(self) -> str:
        """``created``, ``updated`` or ``removed``."""
        if self.after is None:
            return "removed"
        return "created" if self.stored is None else "updated"

    @property
    def earlier(self) -> dict[str, Any] | None:
        """What the change replaces, as a configuration that restores it; None for a creation."""
        objects = self.kind.earlier(self)
        return None if objects is None else {self.kind.plural: objects}


@dataclass(frozen=True)
class RowChange:
    """A row of a table after a change, or a row that is removed.

    identity: the values of the selectors. mark: ``stays``, ``new``, ``changed``, ``moved`` or ``gone``. text: the row in one line. before: the
    row before, was: the same in one line.
    where: the instruction for its position; empty if the position does not change or does not matter.
    """

    row: Fields
    identity: Identity
    mark: str
    text: str
    before: Fields | None = None
    was: str = ""
    where: str = ""


@dataclass(frozen=True)
class TableChange:
    """The change of a table, row by row.

    rows: the rows after the change. gone: the removed rows. ordered: whether their order matters. why: the explanation of the order.
    """

    rows: Sequence[RowChange]
    gone: Sequence[RowChange]
    ordered: bool
    why: str

    @property
    def altered(self) -> list[RowChange]:
        """The rows that are new, changed, moved or removed."""
        return [change for change in (*self.rows, *self.gone) if change.mark != "stays"]

    @property
    def identities(self) -> list[Identity]:
        """The identities of the altered rows."""
        return list(dict.fromkeys(change.identity for change in self.altered))


@dataclass(frozen=True)
class PendingStep(AboutObject):
    """A pending step: a change that a person has to make, or that depends on such a change.

    since: the day it was asked for, if known. row: the identity of the row of a table.
    new: whether the object does not exist yet. remark: the reason that a person gave why it could not be done, or what it waits for.
    waits_for: the object that a person has to create first, if there is one. confirmed: how, by whom (by) and when (at) it was
    confirmed, if it waits for the approval of a second person.
    """

    since: str | None
    row: Identity | None = None
    new: bool = False
    remark: str | None = None
    waits_for: str | None = None
    confirmed: Mapping[str, str] | None = field(default=None, compare=False)


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
    label: of one object, as on the screens. screen: the path through the menus.
    guide: the instructions for the screen.
    identity_fields: the fields that make up an identity; none for a single-instance kind.
    selectors: the columns that identify a row of a table. ordered: whether the order of its rows matters.
    states: the states that may be declared; none for a page.
    switches: whether saving these (canonical) fields enables something at once (True), disables it (False), or
    neither (None).
    exclusive: a field (of entries) whose entries may be in only one object of this kind.
    rule: problems of a whole object, given all its (canonical) fields.
    change_warnings: the warnings about a change, given the (canonical) fields that change, and all fields after it.
    shared: the warning if an existing object is referred to for the first time.
    create_hint: who creates these objects, if a task cannot.
    """

    name: str
    plural: str
    label: str
    screen: str
    schema: Schema
    guide: ScreenGuide = ScreenGuide()
    identity_fields: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    ordered: bool = False
    states: tuple[str, ...] = ()
    switches: Callable[[Fields], bool | None] = lambda fields: None
    rule: Callable[[Fields], Iterable[str]] = lambda fields: ()
    change_warnings: Callable[[Fields, Fields], Iterable[str]] = lambda changed, after: ()
    exclusive: str | None = None
    shared: str | None = None
    create_hint: str | None = None

    #: The fields that only this collection writes, so that no declaration has them.
    own_fields: ClassVar[tuple[str, ...]] = ()
    #: Whether undeclared objects can be removed.
    prunable: ClassVar[bool] = False
    #: The field whose values are a list in one cell of the screen; None if each object has a row or screen of its own.
    listed_in_cell: ClassVar[str | None] = None

    @property
    def shape(self) -> Shape:
        """The shape of the fields that a system may send."""
        return self.schema.shape

    @property
    def collection(self) -> str:
        """The collection of a store; several kinds can share one."""
        return self.plural

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        """The options of its module, as Ansible's argument spec."""
        options = self.schema.arguments
        for name in self.identity_fields:
            options[name]["required"] = True
        if self.states:
            options["state"] = {"type": "str", "choices": list(self.states), "default": "present"}
        return options

    @property
    def screen_path(self) -> list[str]:
        """The entries of the menus that lead to the screen. The last one is the name of the screen."""
        return self.screen.split(" > ")

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns on the screen; none unless it is a table."""
        return ()

    def received(self, id: str, version: str | None, raw: Fields) -> CurrentObject:
        """An object as a system sent it."""
        return CurrentObject(id, version, self.canonical(raw), raw)

    def canonical(self, raw: Fields) -> Fields:
        """The canonical form of the fields that a system sent, without blank ones."""
        return self.schema.read(raw)

    def items(self, given: Any, faults: Faults, repeatable: bool = False) -> tuple[DesiredObject, ...]:
        """The declared objects or rows. Notes every problem, each with its object.

        repeatable: whether the same one may be declared more than once.
        """
        if not isinstance(given, list) or not all(isinstance(item, Mapping) for item in given):
            raise ValidationError(f"{self.plural} must be a list of dictionaries", fields=[self.plural])
        items = []
        for number, raw in enumerate(given, start=1):
            try:
                items.append(self._item(raw))
            except ValidationError as fault:
                faults.note(fault.concerning(self._title_of(raw, number)))
        for identity, count in Counter(item.identity for item in items).items():
            if count > 1 and not repeatable:
                title = self.described(identity)
                faults.note(ValidationError(f"{title} is declared {count} times in one task", about=title))
        return tuple(items)

    def _title_of(self, raw: Fields, number: int) -> str:
        """A declared object in messages, before it is parsed. number: from 1."""
        return self.describe(self.title(raw))

    def _item(self, raw: Fields) -> DesiredObject:
        state = raw.get("state") or "present"
        if state not in self.states:
            problem = f"state is '{state}'; it must be one of {', '.join(self.states)}"
            raise ValidationError(problem, fields=["state"])
        identity, fields = self._wanted_fields({name: value for name, value in raw.items() if name != "state"})
        blank = [self.schema[name] for name in self.identity_fields if fields.get(name) is None]
        if blank:
            raise ValidationError(*(f"has no {field.title}" for field in blank), fields=(field.name for field in blank))
        return DesiredObject(identity, fields, state)

    def _wanted_fields(self, raw: Fields) -> tuple[Identity, Fields]:
        """The identity and the canonical fields of a declared object or row."""
        fields = self.schema.declare(raw)
        return self.identify(fields), fields

    @abstractmethod
    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """Parse the declaration of this kind. Raises ValidationError with every problem, each with its object."""

    @abstractmethod
    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        """The changes from *current* to the declaration."""

    def removing(self, given: Any) -> Any:
        """The declaration that removes the objects of the given one; empty if they are kept."""
        return ()

    def declared_objects(self, declaration: Declaration) -> list[Fields]:
        """The objects that a library with this declaration alone would have."""
        return [item.fields for item in declaration.items if item.state != "absent"]

    def declared_warnings(self, declaration: Declaration) -> list[str]:
        """The warnings that follow from the declared objects alone."""
        return []

    def declared_uses(self, declaration: Declaration) -> set[ObjectReference]:
        """The references in the declared fields, also of objects that are declared absent."""
        return {use for fields in self.declared_fields(declaration).values() for use in self.uses(fields)}

    def declared_fields(self, declaration: Declaration) -> dict[Identity, Fields]:
        """The declared fields of each object, also of those that are declared absent."""
        return {item.identity: item.fields for item in declaration.items}

    def undeclared(self, current: Sequence[CurrentObject], declaration: Declaration) -> Iterator[tuple[str, Fields]]:
        """The objects or rows of a table that a declaration does not contain, each in words and as fields."""
        mine = {item.identity for item in declaration.items}
        for stored in current:
            if (identity := self.identify(stored.fields)) not in mine:
                yield self.described(identity), stored.fields

    @abstractmethod
    def export(self, current: Sequence[CurrentObject]) -> Any:
        """The existing objects, in the form that ``declare`` accepts; empty if there are none."""

    def identities(self, current: Iterable[Fields]) -> list[Identity]:
        """The identities to which other objects can refer."""
        return list(self.by_identity(current)) if self.listed else []

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        """The object of that identity as a person writes it; None if it does not exist."""
        fields = next((fields for fields in current if self.identify(fields) == identity), None)
        return None if fields is None else self.show(fields)

    def by_identity(self, current: Iterable[Fields]) -> dict[Identity, Fields]:
        """The objects in a collection, by their identity."""
        return {self.identify(fields): fields for fields in current}

    def stored(
        self, objects: Mapping[Identity, Fields], asked: Iterable[Identity], system: Sequence[CurrentObject] | None
    ) -> list[CurrentObject]:
        """The collection of a library with these objects.

        asked: the identities that a task needs. system: the collection as a system has it, None if it cannot be read.
        """
        if not self.listed:
            objects = {(): objects.get((), {})}
        partial = not self.listed or system is None
        return [
            CurrentObject(repr(identity), None, not_blank(fields), fields, partial)
            for identity, fields in objects.items()
        ]

    def replaced(self, before: Fields, after: Fields) -> dict[Identity, Fields | None]:
        """By identity, the objects that change if *after* replaces *before* in the collection; None for a removed one."""
        return {self.identify(after): after}

    def held(self, fields: Fields) -> list[tuple[str, ...]]:
        """The exclusive entries of an object with these fields: only one object of the kind can have each."""
        entries = fields.get(self.exclusive) if self.exclusive else ()
        return [tuple(map(str, entry.values())) for entry in entries or ()]

    def uses(self, fields: Fields) -> Iterator[ObjectReference]:
        """The references in an object with these (canonical) fields."""
        return self.schema.uses(fields)

    def title(self, fields: Fields) -> str:
        """The name of an object with these fields; empty for a table or page."""
        return ""

    @property
    def listed(self) -> bool:
        """Whether there can be several objects of this kind; else it is one table or page."""
        return bool(self.identity_fields)

    def naming(self, identity: Identity) -> dict[str, str]:
        """The fields of an identity, with their values."""
        return dict(zip(self.identity_fields, identity))

    def naming_row(self, row: Identity) -> dict[str, str]:
        """The columns that identify a row of a table, with their values."""
        return dict(zip(self.selectors, row))

    def identify(self, fields: Fields) -> Identity:
        """The identity of an object with these fields."""
        return tuple(str(fields.get(name) or "").strip() for name in self.identity_fields)

    def show(self, fields: Fields) -> dict[str, Any]:
        """These (canonical) fields as a person would write them."""
        return self.schema.show(fields)

    def compare(self, stored: CurrentObject | None, wanted: Fields) -> tuple[tuple[str, ...], Fields]:
        """The names of the declared fields that differ from the stored object, or that are unknown in it; and all fields of the object with
        the declared ones."""
        changed, after = self.schema.compare({} if stored is None else stored.fields, wanted)
        if stored is not None and stored.partial:
            unknown = self.schema.unknown_fields(stored.raw, wanted)
            changed = tuple(name for name in wanted if name in changed or name in unknown)
        return changed, after

    def difference(self, name: str, is_now: Any, wanted: Any, changed: Collection[str]) -> str:
        """A field that is not as declared, in words. changed: all such fields of the object."""
        return f"{name} is {in_sentence(is_now)}, not {in_sentence(wanted)}"

    def unknown_fields(self, known: Fields, wanted: Fields) -> tuple[str, ...]:
        """The names of the declared fields that are missing in *known* (a blank field is not missing)."""
        return self.schema.unknown_fields(known, wanted)

    def updated(self, known: Fields, fields: Fields) -> Fields:
        """The known object with the given (canonical) fields."""
        return self.schema.merge(known, fields)

    def rebased(self, known: Fields | None, wanted: Fields, there: Fields) -> Fields:
        """The object after a change. known: the object when the change was requested. there: the object now. wanted: the fields that change."""
        return {**there, **wanted}

    def table_change(self, before: Fields | None, after: Fields | None) -> TableChange | None:
        """The change row by row; None unless it is a table."""
        return None

    def as_declaration(self, identity: Identity, known: Fields | None, fields: Fields | None, exists: bool) -> Any:
        """A pending change in the form that ``declare`` accepts. fields: those that change, None for a removal."""
        if not self.listed:
            return self.schema.show(fields or {})
        if fields is None:
            return [{**self.naming(identity), "state": "absent"}]
        # A person can change the object, whoever created it.
        adopted = {"state": ADOPTED} if exists and ADOPTED in self.states else {}
        return [{**self.schema.show(fields), **adopted}]

    def earlier(self, change: Change) -> Any:
        """What a change replaces, in the form that ``declare`` accepts; None for a creation."""
        if change.before_view is None:
            return None
        names = [name for name in change.before_view if not change.what or name in change.what]
        fields = {**self.naming(change.identity), **{name: change.before_view[name] for name in names}}
        return [fields] if self.listed else fields

    @property
    def references(self) -> set[str]:
        """The kinds to which objects of this kind can refer."""
        return self.schema.referenced_kinds

    def describe(self, name: str) -> str:
        """The label and name of an object of this kind, for messages. Only names longer than any on a screen are cut off."""
        shown = name if len(name) <= LONGEST_NAME else f"{name[:60]}…"
        return f"{self.label} '{shown}'" if name else self.label

    def described(self, identity: Identity) -> str:
        """The label and name of the object of that identity, for messages."""
        return self.describe(named(identity))


def named(identity: Identity) -> str:
    """An identity for people."""
    return " / ".join(identity)
