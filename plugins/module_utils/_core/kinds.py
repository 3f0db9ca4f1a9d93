# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of single objects: named objects, pages, and entries within another object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from .errors import Differs, Faults, UnknownReference, ValidationError, candidates, quoted, similar
from .fields import filled
from .json_shape import Shape
from .objects import (
    ADOPTED,
    EXISTING,
    FORMER_SYMBOLS,
    STATES,
    Change,
    CurrentObject,
    Declaration,
    DesiredObject,
    Fields,
    Identity,
    Kind,
    KindPlan,
    Marks,
    Owner,
    as_absent,
    named,
)
from .texts import look_alike
from .values import ListInText, ObjectReference


@dataclass(frozen=True, eq=False, kw_only=True)
class ObjectKind(Kind):
    """Objects that are created, changed and removed one by one, identified by one or more fields.

    identity: those fields.
    takeover: the advice if an object is declared with an exclusive entry that another object has.
    create_defaults: the fields of a new object in addition to the declared ones.
    marks: how its objects are marked. An object that is not marked as one of the library, or that has data of a person, is changed or
    removed only if it is declared as ``adopted``.
    personal: the fields with other values in an object of a person. public: the fields that may be shown of such an object.
    """

    identity: tuple[str, ...] = ("name",)
    states: tuple[str, ...] = STATES
    takeover: str = ""
    create_defaults: Callable[[Fields], Fields] = lambda wanted: {}
    marks: Marks | None = None
    personal: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        return self.marks is not None

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        options = super().arguments
        if self.marks is None:
            return options
        del options[self.marks.field]
        return {**options, FORMER_SYMBOLS: {"type": "list", "elements": "str", "default": []}}

    @property
    def prunable(self) -> bool:
        return True

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        faults = Faults()
        items = self.items(given, faults)
        if prune and not items:
            problem = (
                f"{self.label}: prune with an empty list would remove all of them; declare the objects to keep, or remove "
                "objects by name with state absent"
            )
            faults.note(ValidationError(problem, about=self.label, fields=["prune"]))
        faults.report()
        return Declaration(items, prune=prune)

    def removing(self, given: Any) -> Any:
        return as_absent(given)

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        plan, faults, there = KindPlan(), Faults(), Index(self, current)
        for item in declaration.items:
            with faults.noted():
                owner = declaration.owner and replace(declaration.owner, former=item.former_symbols)
                change = self._change(there.find(item.identity), item, owner, current)
                if change is not None:
                    plan.warnings += self._taken_over(change, item, owner)
                    plan.changes.append(change)
                    plan.warnings += self.change_warnings(
                        {name: item.fields[name] for name in change.what if name in item.fields}, change.after or {}
                    )
        faults.report()
        if declaration.prune:
            kept = {item.identity for item in declaration.items}
            plan.changes += [self._removal(one) for one in current if self.identify(one.fields) not in kept]
        self._refuse_shared(current, plan.changes)
        return plan

    def _change(
        self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None, current: Sequence[CurrentObject]
    ) -> Change | None:
        name = named(item.identity)
        if item.state == EXISTING and stored is None:
            return None
        if item.state == "absent":
            return self._removal(stored, self._unowned(stored, item, owner)) if stored is not None else None
        if stored is None and self.create_hint is not None:
            known = [self.title(one.fields) for one in current]
            text = f"{self.describe(name)} does not exist. {similar(name, known)} {self.create_hint}"
            raise UnknownReference(text, self.describe(name), meant=candidates(name, known))
        if stored is None:
            self._refuse_look_alike(item.identity)
        wanted = self._marked(stored, item, owner)
        changed, after = self.compare(stored, wanted)
        if stored is not None and not changed:
            return None
        if item.state == "verified":
            return self._verified(item, stored, changed)
        self._refuse_fixed(name, stored, changed)
        born = self.create_defaults(wanted) if stored is None else {}
        after = {**born, **after}
        self.refuse_broken(name, after, None if stored is None else changed)
        return Change(
            self,
            item.identity,
            stored,
            after,
            changed,
            self.before(stored, wanted) if stored is not None else None,
            self.schema.show({**born, **wanted}),
            tuple(self.schema.uses(after, changed)),
            unowned=self._unowned(stored, item, owner),
        )

    def _marked(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> Fields:
        """The declared fields, with the mark if the object has to get it: a new one, one that changes or is taken over, and one of the library
        whose mark has a former symbol. A mark cannot be declared."""
        if self.marks is None:
            return item.fields
        wanted = {name: value for name, value in item.fields.items() if name != self.marks.field}
        if owner is None or item.state == "verified":
            return wanted
        there = {} if stored is None else stored.fields
        mark = {self.marks.field: self.marks.made(owner, self.schema.merge(there, wanted))}
        if stored is None or self.compare(stored, wanted)[0] or item.state == ADOPTED:
            return wanted | mark
        former = (
            self.marks.other(owner, there) is None and self.marks.other(replace(owner, former=()), there) is not None
        )
        return wanted | mark if former else wanted

    def _unowned(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> str | None:
        """The reason why an object must not be changed: it is not marked as one of the library, or it has data of a person."""
        reasons = self._foreign(stored, owner)
        if self.marks is None or stored is None or item.state == ADOPTED or not reasons:
            return None
        shown = self.schema.show({name: stored.fields[name] for name in self.public if name in stored.fields})
        values = ", ".join(f"{self.schema[name].label} {value!r}" for name, value in shown.items()) or "no details"
        advice = self.marks.advice if item.state == "present" else "If it is meant, change it on the screen"
        return (
            f"{self.describe(named(item.identity))} exists and was not made by this collection for this library: {'; '.join(reasons)} "
            f"(current values: {values}). Correct the {self.schema[self.identity[0]].label}. {advice}"
        )

    def _foreign(self, stored: CurrentObject | None, owner: Owner | None) -> list[str]:
        if self.marks is None or stored is None:
            return []
        found = self.marks.other(owner, stored.fields), self.marks.theirs(stored.fields)
        return [reason for reason in found if reason is not None]

    def _taken_over(self, change: Change, item: DesiredObject, owner: Owner | None) -> Iterator[str]:
        """The warning about an object that is changed although it is not one of the library."""
        reasons = self._foreign(change.stored, owner) if item.state == ADOPTED else []
        if change.stored is not None and reasons:
            there = change.stored.fields
            lost = [self.schema[name].label for name in change.what if name in there]
            kept = [self.schema[name].label for name in self.personal if name in there and name not in change.what]
            yield (
                f"{change.title} is taken over (state {ADOPTED}): {'; '.join(reasons)}. Overwritten: {', '.join(lost) or 'nothing'}. "
                f"Kept: {', '.join(kept) or 'nothing'}. --diff shows the values"
            )

    def _removal(self, stored: CurrentObject, unowned: str | None = None) -> Change:
        identity = self.identify(stored.fields)
        views = self.schema.show(stored.fields), None
        return Change(self, identity, stored, None, (), *views, removes=(identity,), unowned=unowned)

    def _verified(self, item: DesiredObject, stored: CurrentObject | None, changed: tuple[str, ...]) -> Change:
        """Raise Differs for an object that is not as declared. One that does not exist may depend on missing objects, which are
        not known here."""
        wanted = item.fields
        unmet = self._unverified(named(item.identity), stored, wanted, changed)
        if stored is not None:
            raise Differs(unmet, self.described(item.identity), fields=changed)
        views = None, self.schema.show(wanted)
        return Change(
            self,
            item.identity,
            None,
            wanted,
            changed,
            *views,
            tuple(self.schema.uses(wanted, changed)),
            unmet=unmet,
        )

    def _unverified(
        self,
        name: str,
        stored: CurrentObject | None,
        wanted: Fields,
        changed: Sequence[str],
    ) -> str:
        if stored is None:
            return f"{self.describe(name)} does not exist; state=verified does not create it"
        is_now = self.before(stored, {field: wanted[field] for field in changed})
        shown = self.schema.show({field: wanted[field] for field in changed})
        # An object of a person: only what is public is shown.
        theirs = any(field in self.personal for field in changed)
        differing = "; ".join(
            f"{self.schema[field].label} is another one"
            if theirs and field not in self.public
            else f"{self.schema[field].label} is {is_now[field]!r}, not {shown[field]!r}"
            for field in changed
        )
        return f"{self.describe(name)} is not as declared: {differing}. Nothing was written because of state=verified"

    def _refuse_look_alike(self, identity: Identity) -> None:
        """Raise ValidationError for a name of a new object that looks like another name. An existing object may have any name."""
        found = {field: reason for field, text in zip(self.identity, identity) if (reason := look_alike(text))}
        problems = (f"{self.schema[field].label} {reason}" for field, reason in found.items())
        if found:
            raise ValidationError(*problems, fields=found).concerning(self.describe(named(identity)))

    def _refuse_fixed(self, name: str, stored: CurrentObject | None, changed: Iterable[str]) -> None:
        fixed = [self.schema[field] for field in changed if self.schema[field].fixed]
        if stored is not None and fixed:
            raise ValidationError(
                f"{quoted(field.label for field in fixed)} can only be set on creation; "
                "create another object with a new name, or remove this one first",
                fields=(field.name for field in fixed),
            ).concerning(self.describe(name))

    def _refuse_shared(self, current: Sequence[CurrentObject], changes: Sequence[Change]) -> None:
        if self.exclusive is None or not changes:
            return
        after = {self.title(one.fields): one.fields for one in current}
        after.update({change.name: change.after or {} for change in changes})
        owners: dict[tuple[str, ...], str] = {}
        for name, fields in after.items():
            for entry in self.held(fields):
                owner = owners.setdefault(entry, name)
                if owner != name:
                    problem = f"{', '.join(entry)} is already in {self.describe(owner)}. {self.takeover}"
                    raise ValidationError(problem, fields=[self.exclusive]).concerning(self.describe(name))

    @property
    def identity_fields(self) -> tuple[str, ...]:
        return self.identity

    def title(self, fields: Fields) -> str:
        return named(self.identify(fields))

    def export(self, current: Sequence[CurrentObject]) -> list[dict[str, Any]]:
        return [self.schema.show(one.fields) for one in current]


class Index:
    """The objects of a kind by identity, built once for a list."""

    def __init__(self, kind: ObjectKind, current: Sequence[CurrentObject]):
        self._kind = kind
        self._same: dict[Identity, list[CurrentObject]] = {}
        self._folded: dict[str, list[str]] = {}
        for one in current:
            identity = kind.identify(one.fields)
            self._same.setdefault(identity, []).append(one)
            self._folded.setdefault(named(identity).casefold(), []).append(named(identity))

    def find(self, identity: Identity) -> CurrentObject | None:
        """The object of that identity. Raises ValidationError if it exists twice, or only in different upper and lower case."""
        name = named(identity)
        same = self._same.get(identity, [])
        if len(same) > 1:
            raise ValidationError(
                f"{self._kind.describe(name)} exists {len(same)} times (ids {quoted(one.id for one in same)}); "
                "rename or remove all but one manually",
                about=self._kind.describe(name),
            )
        if same:
            return same[0]
        if folded := self._folded.get(name.casefold()):
            raise ValidationError(
                f"{self._kind.describe(name)} does not exist. {similar(name, folded)} Use this spelling.",
                about=self._kind.describe(name),
                meant=folded,
            )
        return None


@dataclass(frozen=True, eq=False, kw_only=True)
class PageKind(Kind):
    """A page of settings: it always exists, and is never created or removed."""

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        try:
            return Declaration((DesiredObject((), self.schema.declare(given)),))
        except ValidationError as fault:
            raise fault.concerning(self.label) from None

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        (stored,) = current
        (item,) = declaration.items
        changed, after = self.compare(stored, item.fields)
        if not changed:
            return KindPlan()
        self.refuse_broken("", after, changed)
        managed = {name: item.fields[name] for name in changed}
        view = self.before(stored, managed), self.schema.show(managed)
        change = Change(self, (), stored, after, changed, *view, tuple(self.schema.uses(after, changed)))
        return KindPlan([change], list(self.change_warnings(managed, after)))

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        (page,) = current
        return self.show(filled(page))

    def export(self, current: Sequence[CurrentObject]) -> dict[str, Any]:
        (stored,) = current
        return self.schema.show(stored.fields)


@dataclass(frozen=True, eq=False, kw_only=True)
class EntryKind(Kind):
    """Names in a list that is one field of another object, such as the shelving locations of a holding code.

    owner: the kind of that other object, which is never created or removed here.
    cell: the field of the owner with the list; its value type splits and joins it.
    owned_by: the field of a declaration with the name of the owner.
    """

    owner: ObjectKind
    cell: str
    owned_by: str
    states: tuple[str, ...] = STATES

    @property
    def shape(self) -> Shape:
        return self.owner.shape

    @property
    def collection(self) -> str:
        return self.owner.collection

    def canonical(self, raw: Fields) -> Fields:
        return self.owner.canonical(raw)

    @property
    def cell_type(self) -> ListInText:
        """The type of the owner's field that lists the entries."""
        return cast(ListInText, self.owner.schema[self.cell].value)

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        faults = Faults()
        items = self.items(given, faults)
        faults.report()
        return Declaration(items)

    def _title_of(self, raw: Fields, number: int) -> str:
        return self.describe(str(raw.get("name") or ""))

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        plan, faults, there = KindPlan(), Faults(), Index(self.owner, current)
        by_owner: dict[str, list[DesiredObject]] = {}
        for item in declaration.items:
            by_owner.setdefault(item.identity[0], []).append(item)
        for name, items in by_owner.items():
            with faults.noted():
                self._plan_owner(plan, self._owner(there, current, name, items[0]), name, items)
        faults.report()
        return plan

    def _owner(self, there: Index, current: Sequence[CurrentObject], name: str, item: DesiredObject) -> CurrentObject:
        stored = there.find((name,))
        if stored is None:
            known = [identity[0] for identity in self.owner.identities(one.fields for one in current)]
            raise UnknownReference(
                f"{self.describe(item.identity[1])}: there is no {self.owner.describe(name)}. "
                f"{similar(name, known)} {self.owner.create_hint}",
                self.owner.describe(name),
                meant=candidates(name, known),
            )
        return stored

    def _plan_owner(self, plan: KindPlan, stored: CurrentObject, owner: str, items: Sequence[DesiredObject]) -> None:
        value = self.cell_type
        before = value.split(stored.fields.get(self.cell))
        plan.warnings += [
            f"{self.owner.describe(owner)}: {fault}" for fault in value.faults(stored.fields.get(self.cell))
        ]
        there = dict.fromkeys(before)
        for item in items:
            if item.state == "absent":
                there.pop(item.identity[1], None)
            else:
                there.setdefault(item.identity[1])
        known = set(before)
        added = [name for name in there if name not in known]
        self._refuse_unfit(owner, added, list(there))
        after = [*(name for name in before if name in there), *added]
        if after == before:
            return
        gone = tuple((owner, name) for name in before if name not in there)
        what = (*(f"+ {name}" for name in added), *(f"- {name}" for _owner, name in gone))
        fields = {**stored.fields, self.cell: value.join(after)}
        views = {self.cell: before}, {self.cell: after}
        plan.changes.append(Change(self, (owner,), stored, fields, what, *views, removes=gone))

    def _refuse_unfit(self, owner: str, added: Sequence[str], after: Sequence[str]) -> None:
        """Raise ValidationError for names that cannot be added: a name that differs from another one only in upper and lower case,
        or that violates the rules for new names."""
        folded = Counter(name.casefold() for name in after)
        faults = Faults()
        for name in added:
            why = [f", and cannot be added: {unfit}" for unfit in self.cell_type.unfit(name)]
            if folded[name.casefold()] > 1:
                why.append("")
            if why:
                known = [one for one in after if one != name]
                problems = (
                    f"{self.describe(name)} in {owner} does not exist{reason}. {similar(name, known)}" for reason in why
                )
                faults.note(
                    ValidationError(
                        *problems, about=self.describe(name), fields=["name"], meant=candidates(name, known)
                    )
                )
        faults.report()

    @property
    def identity_fields(self) -> tuple[str, ...]:
        return (self.owned_by, "name")

    @property
    def listed_in_cell(self) -> str | None:
        return "name"

    def spread(self, fields: Fields) -> list[Fields]:
        """The entries in the cell of their owner."""
        return [{**fields, "name": name} for name in self.cell_type.split(fields.get("name"))]

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        return self.naming(identity) if identity in self.identities(current) else None

    def by_identity(self, current: Iterable[Fields]) -> dict[Identity, Fields]:
        found = [(self.owner.title(one), name) for one in current for name in self.cell_type.split(one.get(self.cell))]
        return {identity: self.naming(identity) for identity in found}

    def stored(
        self,
        objects: Mapping[Identity, Fields],
        asked: Iterable[Identity],
        system: Sequence[CurrentObject] | None,
    ) -> list[CurrentObject]:
        """If the owners cannot be read, those of known entries and of the entries that a task needs."""
        owners = {self.owner.title(one.fields): dict(one.fields) for one in system or ()}
        if system is None:
            owners = {code: {self.owner.identity[0]: code} for code, *_rest in sorted({*objects, *asked})}
        for code, fields in owners.items():
            fields[self.cell] = self.cell_type.join([name for owner, name in objects if owner == code])
        return [CurrentObject(code, None, fields) for code, fields in owners.items()]

    def replaced(self, before: Fields, after: Fields) -> dict[Identity, Fields | None]:
        old, new = (set(self.identities([fields])) for fields in (before, after))
        return {identity: self.naming(identity) if identity in new else None for identity in sorted(old ^ new)}

    def uses(self, fields: Fields) -> Iterator[ObjectReference]:
        return iter(())

    def export(self, current: Sequence[CurrentObject]) -> list[Fields]:
        return list(self.by_identity(one.fields for one in current).values())
