# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of single objects: named objects and pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import Differs, Faults, UnknownReference, ValidationError, candidates, quoted, similar
from .fields import filled, in_sentence
from .objects import (
    EXISTING,
    STATES,
    Change,
    CurrentObject,
    Declaration,
    DesiredObject,
    Fields,
    Identity,
    Kind,
    KindPlan,
    Owner,
    named,
)
from .texts import look_alike, normal


class FieldsKind(Kind):
    """Objects and pages, whose fields are compared one by one."""

    def before(self, stored: CurrentObject, wanted: Fields) -> dict[str, Any]:
        """The stored values of the declared fields, as a person writes them."""
        known = {name: value for name, value in wanted.items() if not stored.partial or name in stored.raw}
        return self.schema.view(stored.fields, known)

    def refuse_broken(self, name: str, fields: Fields, changed: Collection[str] | None) -> None:
        """Raise ValidationError if an object with these fields violates the rule of its kind, or if a required field is blank. changed: the
        fields that change; None for a new object. Other fields of an existing object may be blank."""
        missing = self.schema.missing_required(fields)
        lacking = [field for field in missing if changed is None or field.name in changed]
        if lacking:
            raise ValidationError(
                *(f"{self.describe(name)} requires {field.title}" for field in lacking),
                about=self.describe(name),
                fields=(field.name for field in lacking),
            )
        problems = list(self.rule(fields))
        if problems:
            raise ValidationError(*problems).concerning(self.describe(name))


@dataclass(frozen=True, eq=False, kw_only=True)
class ObjectKind(FieldsKind):
    """Objects that are created, changed and removed one by one, identified by one or more fields.

    takeover: the advice if an object is declared with an exclusive entry that another object has.
    create_defaults: the fields of a new object in addition to the declared ones.
    """

    identity_fields: tuple[str, ...] = ("name",)
    states: tuple[str, ...] = STATES
    takeover: str = ""
    create_defaults: Callable[[Fields], Fields] = lambda wanted: {}
    prunable = True

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
                change = self._change(there.find(item.identity), item, declaration.owner, current)
                if change is not None:
                    plan.warnings += self.taken_over(change, item, declaration.owner)
                    plan.changes.append(change)
                    plan.warnings += self.change_warnings(
                        {name: item.fields[name] for name in change.what if name in item.fields}, change.after or {}
                    )
        faults.report()
        if declaration.prune:
            kept = {item.identity for item in declaration.items}
            plan.changes += [self._removal(stored) for stored in current if self.identify(stored.fields) not in kept]
        self._refuse_shared(current, plan.changes)
        return plan

    def _change(
        self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None, current: Sequence[CurrentObject]
    ) -> Change | None:
        name = named(item.identity)
        if item.state == EXISTING and stored is None:
            return None
        if item.state == "absent":
            return self._removal(stored, self.unowned(stored, item, owner)) if stored is not None else None
        if stored is None and self.create_hint is not None:
            known = [self.title(existing.fields) for existing in current]
            text = f"{self.describe(name)} does not exist. {similar(name, known)} {self.create_hint}"
            raise UnknownReference(text, self.describe(name), meant=candidates(name, known))
        if stored is None:
            self._refuse_look_alike(item.identity)
        wanted = self.wanted_fields(stored, item, owner)
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
            unowned=self.unowned(stored, item, owner),
        )

    def wanted_fields(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> Fields:
        """The declared fields, with those that only this collection writes."""
        return item.fields

    def unowned(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> str | None:
        """The reason why an object that does not belong to the library must not be changed."""
        return None

    def taken_over(self, change: Change, item: DesiredObject, owner: Owner | None) -> Iterator[str]:
        """The warning about an object that is changed although it does not belong to the library."""
        return iter(())

    def difference(self, name: str, is_now: Any, wanted: Any, changed: Collection[str]) -> str:
        return f"{self.schema[name].label} is {in_sentence(is_now)}, not {in_sentence(wanted)}"

    def _removal(self, stored: CurrentObject, unowned: str | None = None) -> Change:
        identity = self.identify(stored.fields)
        views = self.schema.show(stored.fields), None
        return Change(self, identity, stored, None, (), *views, removes=(identity,), unowned=unowned)

    def _verified(self, item: DesiredObject, stored: CurrentObject | None, changed: tuple[str, ...]) -> Change:
        """Raise Differs for an object that is not as declared. For a missing object, return a change with *unmet*: it may depend on
        other missing objects, which are not known here."""
        wanted = self.schema.show(item.fields)
        if stored is None:
            unmet = f"{self.described(item.identity)} does not exist; state=verified does not create it"
            uses = tuple(self.schema.uses(item.fields, changed))
            return Change(self, item.identity, None, item.fields, changed, None, wanted, uses, unmet=unmet)
        is_now = self.before(stored, item.fields)
        differing = "; ".join(self.difference(field, is_now[field], wanted[field], changed) for field in changed)
        raise Differs(
            f"{self.described(item.identity)} is not as declared: {differing}. Nothing was written because of state=verified",
            self.described(item.identity),
            fields=changed,
        )

    def _refuse_look_alike(self, identity: Identity) -> None:
        """Raise ValidationError for a name of a new object that looks like another name. An existing object may have any name."""
        reasons = {field: reason for field, text in zip(self.identity_fields, identity) if (reason := look_alike(text))}
        problems = (f"{self.schema[field].label} {reason}" for field, reason in reasons.items())
        if reasons:
            raise ValidationError(*problems, fields=reasons).concerning(self.describe(named(identity)))

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
        after = {self.title(stored.fields): stored.fields for stored in current}
        after.update({change.name: change.after or {} for change in changes})
        owners: dict[tuple[str, ...], str] = {}
        for name, fields in after.items():
            for entry in self.held(fields):
                owner = owners.setdefault(entry, name)
                if owner != name:
                    problem = f"{', '.join(entry)} is already in {self.describe(owner)}. {self.takeover}"
                    raise ValidationError(problem, fields=[self.exclusive]).concerning(self.describe(name))

    def title(self, fields: Fields) -> str:
        return named(self.identify(fields))

    def export(self, current: Sequence[CurrentObject]) -> list[dict[str, Any]]:
        return [self.schema.show(stored.fields) for stored in current]


class Index:
    """The objects of a kind by identity, built once for a list."""

    def __init__(self, kind: ObjectKind, current: Sequence[CurrentObject]):
        self._kind = kind
        self._same: dict[Identity, list[CurrentObject]] = {}
        self._folded: dict[str, list[str]] = {}
        for stored in current:
            identity = kind.identify(stored.fields)
            self._same.setdefault(identity, []).append(stored)
            self._folded.setdefault(normal(named(identity), fold=True), []).append(named(identity))

    def find(self, identity: Identity) -> CurrentObject | None:
        """The object of that identity, None if there is none. Raises ValidationError if it exists twice, or if only another form of its name exists
        (UnknownReference if a task cannot create the object)."""
        name = named(identity)
        same = self._same.get(identity, [])
        if len(same) > 1:
            raise ValidationError(
                f"{self._kind.describe(name)} exists {len(same)} times (ids {quoted(stored.id for stored in same)}); "
                "rename or remove all but one manually",
                about=self._kind.describe(name),
            )
        if same:
            return same[0]
        if folded := self._folded.get(normal(name, fold=True)):
            error = ValidationError if self._kind.create_hint is None else UnknownReference
            raise error(
                f"{self._kind.describe(name)} does not exist. {similar(name, folded)} Use this spelling.",
                about=self._kind.describe(name),
                meant=folded,
            )
        return None


class PageKind(FieldsKind):
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
        uses = self.schema.uses(after, changed)
        if self.switches({name: after.get(name) for name in changed}) is False:
            # Already broken references must not prevent disabling an integration.
            known = set(self.schema.uses(stored.fields, changed))
            uses = (use for use in uses if use not in known)
        change = Change(self, (), stored, after, changed, *view, tuple(uses))
        return KindPlan([change], list(self.change_warnings(managed, after)))

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        (page,) = current
        return self.show(filled(page))

    def export(self, current: Sequence[CurrentObject]) -> dict[str, Any]:
        (stored,) = current
        return self.schema.show(stored.fields)


def as_absent(given: Any) -> Any:
    """The declared items of a kind, each with state absent. Invalid ones stay as they are, for ``declare`` to reject."""
    if not isinstance(given, list):
        return given
    return [{**item, "state": "absent"} if isinstance(item, Mapping) else item for item in given]
