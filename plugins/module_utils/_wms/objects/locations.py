# SPDX-License-Identifier: GPL-3.0-or-later

"""Holding codes and their shelving locations: the Holding Codes Translation Table (wms-circulation.md 6.1, 6.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..._core.errors import Faults, UnknownReference, ValidationError, candidates, similar
from ..._core.fields import Field, Schema
from ..._core.json_shape import Shape
from ..._core.kinds import Index, ObjectKind
from ..._core.objects import (
    STATES,
    Change,
    CurrentObject,
    Declaration,
    DesiredObject,
    Fields,
    Identity,
    Kind,
    KindPlan,
    ScreenGuide,
)
from ..._core.texts import look_alike
from ..._core.values import Text, join_names, split_names

SCREEN = "WorldCat Discovery (and WorldCat Local) > Holding Codes & Shelving Location Messages"


#: A name is an entry of a list, so it cannot contain the separator.
_NAME = Text(forbidden=(";",))
#: Migration rules of [TTD].
_NEW_NAME = Text(longest=150, forbidden=("&", "--"))

#: The field of a holding code that lists its shelving locations.
_CELL = "shelving_locations"


HOLDING_CODE = ObjectKind(
    name="holding_code",
    plural="holding_codes",
    label="Holding Code",
    screen=f"{SCREEN} > Holding Codes Translation Table",
    create_hint="OCLC issues these codes (profiling@oclc.org).",
    # wms-circulation.md 6.2
    identity_fields=("holding_code",),
    schema=Schema(
        Field("holding_code", Text(), "Holding Location"),
        Field("default_symbol", Text(), "Default Symbol"),
        Field("branch_name", Text(), "Branch Name"),
        Field("branch_registry_id", Text(), "Branch Registry ID"),
        Field(_CELL, Text(), "Shelving Location"),
    ),
)


class BranchKind(ObjectKind):
    """Branches, identified by their Registry ID or name; read from the rows of the table. OCLC creates them."""

    @property
    def collection(self) -> str:
        return HOLDING_CODE.collection


BRANCH = BranchKind(
    name="branch",
    plural="branches",
    label="Branch",
    screen=HOLDING_CODE.screen,
    # Not self-service (wms-circulation.md 6.1).
    identity_fields=("branch_registry_id",),
    create_hint="A branch is created in the WorldCat Registry after OCLC has issued its holding code (profiling@oclc.org).",
    schema=HOLDING_CODE.schema,
)

#: Branches as in a list of names (wms-circulation.md 6.23).
PICKUP_LOCATION = replace(
    BRANCH, name="pickup_location", plural="pickup_locations", label="branch", identity_fields=("branch_name",)
)


class ShelvingKind(Kind):
    """Shelving locations: names in a list, which is a field of a holding code. The collection never creates or removes holding codes."""

    listed_in_cell = "name"

    @property
    def shape(self) -> Shape:
        return HOLDING_CODE.shape

    @property
    def collection(self) -> str:
        return HOLDING_CODE.collection

    def canonical(self, raw: Fields) -> Fields:
        return HOLDING_CODE.canonical(raw)

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        faults = Faults()
        items = self.items(given, faults)
        faults.report()
        return Declaration(items)

    def _title_of(self, raw: Fields, number: int) -> str:
        return self.describe(str(raw.get("name") or ""))

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        plan, faults, there = KindPlan(), Faults(), Index(HOLDING_CODE, current)
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
            known = [identity[0] for identity in HOLDING_CODE.identities(existing.fields for existing in current)]
            raise UnknownReference(
                f"{self.describe(item.identity[1])}: there is no {HOLDING_CODE.describe(name)}. "
                f"{similar(name, known)} {HOLDING_CODE.create_hint}",
                HOLDING_CODE.describe(name),
                meant=candidates(name, known),
            )
        return stored

    def _plan_owner(self, plan: KindPlan, stored: CurrentObject, owner: str, items: Sequence[DesiredObject]) -> None:
        cell = (stored.fields.get(_CELL) or "").strip()
        if cell.startswith(";") or cell.endswith(";"):
            plan.warnings.append(
                f"{HOLDING_CODE.describe(owner)}: its list of shelving locations starts or ends with a semicolon, which removes availability "
                "from Discovery; the next change to the list removes the semicolon"
            )
        before = split_names(cell)
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
        fields = {**stored.fields, _CELL: join_names(after)}
        views = {_CELL: before}, {_CELL: after}
        plan.changes.append(Change(self, (owner,), stored, fields, what, *views, removes=gone))

    def _refuse_unfit(self, owner: str, added: Sequence[str], after: Sequence[str]) -> None:
        """Raise ValidationError for names that cannot be added: a name that differs from another one only in upper and lower case,
        or that violates the rules for new names."""
        folded = Counter(name.casefold() for name in after)
        faults = Faults()
        for name in added:
            why = [f", and cannot be added: {unfit}" for unfit in _unfit(name)]
            if folded[name.casefold()] > 1:
                why.append("")
            if why:
                known = [other for other in after if other != name]
                problems = (
                    f"{self.describe(name)} in {owner} does not exist{reason}. {similar(name, known)}" for reason in why
                )
                faults.note(
                    ValidationError(
                        *problems, about=self.describe(name), fields=["name"], meant=candidates(name, known)
                    )
                )
        faults.report()

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        return self.naming(identity) if identity in self.identities(current) else None

    def by_identity(self, current: Iterable[Fields]) -> dict[Identity, Fields]:
        identities = [(HOLDING_CODE.title(code), name) for code in current for name in split_names(code.get(_CELL))]
        return {identity: self.naming(identity) for identity in identities}

    def stored(
        self, objects: Mapping[Identity, Fields], asked: Iterable[Identity], system: Sequence[CurrentObject] | None
    ) -> list[CurrentObject]:
        """If the holding codes cannot be read, those of known entries, and of entries that a task needs."""
        owners = {HOLDING_CODE.title(existing.fields): dict(existing.fields) for existing in system or ()}
        if system is None:
            owners = {code: {"holding_code": code} for code, *_rest in sorted({*objects, *asked})}
        for code, fields in owners.items():
            fields[_CELL] = join_names([name for owner, name in objects if owner == code])
        return [CurrentObject(code, None, fields) for code, fields in owners.items()]

    def replaced(self, before: Fields, after: Fields) -> dict[Identity, Fields | None]:
        old, new = (set(self.identities([fields])) for fields in (before, after))
        return {identity: self.naming(identity) if identity in new else None for identity in sorted(old ^ new)}

    def earlier(self, change: Change) -> list[Fields]:
        """The entries that the change removes, and, with state absent, the entries that it adds."""
        before, after = (fields or {} for fields in change.sides)
        entries = self.replaced(before, after).items()
        return [{**self.naming(identity), **({"state": "absent"} if added else {})} for identity, added in entries]

    def export(self, current: Sequence[CurrentObject]) -> list[Fields]:
        return list(self.by_identity(stored.fields for stored in current).values())


def _unfit(name: str) -> Iterator[str]:
    """The reasons why a name must not be added. Existing names are not checked."""
    try:
        _NEW_NAME.normalise(name)
    except ValueError as problem:
        yield f"it {problem} (OCLC's rules for names of shelving locations)"
    if reason := look_alike(name):
        yield f"it {reason}"


SHELVING_LOCATION = ShelvingKind(
    name="shelving_location",
    plural="shelving_locations",
    label="Shelving Location",
    screen=HOLDING_CODE.screen,
    # wms-circulation.md 6.2
    guide=ScreenGuide(
        create="Add the name to the end of the list in the Shelving Location cell of this holding code, Save Changes.",
        remove="Remove the name from the list in the Shelving Location cell of this holding code, Save Changes.",
        cautions=(
            "Copy the cell into a plain-text file before you edit it.",
            "Names are separated by a semicolon and a space. No semicolon at the start or end of the list: availability "
            "would disappear from Discovery.",
            "Names are case-sensitive.",
            "A new shelving location can be chosen in Circulation after several minutes.",
        ),
    ),
    shared=(
        "already exists, and rows that this task adds are the first to refer to it: items of the library in this shelving "
        "location get the same policies. If there are such items, declare another name (borrowing_shelving_location)"
    ),
    identity_fields=("holding_code", "name"),
    states=STATES,
    schema=Schema(
        Field("holding_code", Text(), "Holding Location", required=True),
        Field("name", _NAME, "Shelving Location", required=True),
    ),
)


class ShelvingNameKind(ShelvingKind):
    """Shelving locations identified by their name alone, without the holding code, as in ReShare."""

    def identities(self, current: Iterable[Mapping[str, Any]]) -> list[Identity]:
        return sorted({identity[1:] for identity in super().identities(current)})


SHELVING_LOCATION_NAME = ShelvingNameKind(
    name="shelving_location_name",
    plural="shelving_location_names",
    label="WMS Shelving Location",
    screen=HOLDING_CODE.screen,
    # reshare.md 2.3
    identity_fields=SHELVING_LOCATION.identity_fields,
    schema=SHELVING_LOCATION.schema,
)


def listed_in(diff: Mapping[str, Any]) -> dict[str, set[Identity]]:
    """The shelving locations after the changes in a diff of their cells, by kind."""
    cells = (diff.get("after") or {}).get(SHELVING_LOCATION.plural) or {}
    identities: set[Identity] = {(code, name) for code, cell in cells.items() for name in cell[_CELL]}
    return {SHELVING_LOCATION.name: identities, SHELVING_LOCATION_NAME.name: {(name,) for _code, name in identities}}
