# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading and writing the objects of a library, with the validation of the screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .. import seed
from ..state import Document, State
from . import references
from .kinds import BY_PLURAL, KINDS, Kind, Shape
from .problems import Problem, invalid
from .values import ALL

_COMBINATION = ("holding_location", "shelving_location", "material_format")
# Fields that accept one type of bill structure only (wms-circulation.md 6.12, 6.19, 6.21).
_BILL_TYPES = {
    "overdue_periodic_bill": "Periodic Bill",
    "bill_for_placing_hold": "Fixed Bill",
    "bill_for_picking_up_hold": "Fixed Bill",
}


def install(state: State, library: seed.Library) -> None:
    """Install the configuration of a seed. Its fields are validated, but not its references: real configurations
    contain broken references that no screen accepts."""
    unknown = sorted(set(library.configuration) - set(BY_PLURAL))
    if unknown or "holding_codes" in library.configuration:
        raise ValueError(f"configuration has no {unknown or 'holding_codes (they are the branches)'}")
    for branch in library.branches:
        state.insert(library.registry_id, "holding_codes", _translation_row(branch))
    for kind in KINDS:
        given = library.configuration.get(kind.plural)
        if kind.listed:
            for fields in given or ():
                state.insert(library.registry_id, kind.plural, tidy(kind, fields))
        else:
            empty: dict[str, Any] = {"rows": []} if kind.shape is Shape.TABLE else {}
            state.insert(library.registry_id, kind.plural, tidy(kind, given or empty), id=kind.plural)


def export(state: State, library: str) -> dict[str, Any]:
    """The configuration in the format of a seed, with holding codes."""
    held = {kind.plural: [document.body for document in state.documents(library, kind.plural)] for kind in KINDS}
    return {plural: bodies if BY_PLURAL[plural].listed else bodies[0] for plural, bodies in held.items()}


def tidy(kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in canonical form: validated, without blanks, and with All where a blank column means that."""
    tidied: dict[str, Any] = _without_blanks(kind.content.model_validate(fields).model_dump())
    return tidied


def create(state: State, library: str, kind: Kind, fields: dict[str, Any]) -> Document:
    name = fields[kind.identity]
    if name in references.names(state, library, kind.plural):
        raise Problem(409, f"{kind.label} '{name}' exists already")
    _refuse_broken(state, library, kind, fields, None)
    return state.insert(library, kind.plural, fields)


def replace(state: State, library: str, kind: Kind, document: Document, fields: dict[str, Any]) -> Document:
    _refuse_fixed(kind, document, fields)
    _refuse_broken(state, library, kind, fields, document)
    if kind.shape is Shape.ROWS:
        _refuse_lost_shelves(state, library, document, fields)
    return state.replace(library, kind.plural, document, fields)


def remove(state: State, library: str, kind: Kind, document: Document) -> None:
    """Delete an object. Policies in use cannot be deleted (wms-circulation.md 2.1)."""
    name = document.body.get(kind.identity, "")
    _refuse_used(f"{kind.label} '{name}' can't be deleted", references.users(state, library, kind.plural, name))
    state.delete(document)


def _translation_row(branch: seed.Branch) -> dict[str, Any]:
    row = {
        "holding_code": branch.holding_code,
        "default_symbol": branch.default_symbol,
        "branch_name": branch.name,
        "branch_registry_id": branch.registry_id,
        "shelving_locations": branch.shelving_locations,
    }
    return {name: value for name, value in row.items() if value}


def _without_blanks(values: Any) -> Any:
    if isinstance(values, list):
        return [_without_blanks(value) for value in values]
    if not isinstance(values, dict):
        return values
    tidied = {name: _without_blanks(value) for name, value in values.items()}
    return {
        name: value for name, value in tidied.items() if value not in (None, "", {}) and (value != [] or name == "rows")
    }


def _refuse_broken(state: State, library: str, kind: Kind, fields: dict[str, Any], document: Document | None) -> None:
    lost = list(references.missing(state, library, kind, fields))
    if lost:
        meant = list(dict.fromkeys(name for _unused, candidates in lost for name in candidates))
        raise invalid([{"field": use.field, "message": _lost(use)} for use, _unused in lost], candidates=meant)
    errors = [*_wrong_bills(state, library, fields), *_shared_combinations(state, library, kind, fields, document)]
    if errors:
        raise invalid(errors)


def _lost(use: references.Use) -> str:
    if use.within == ALL:
        return f"shelving location '{use.name}' requires its holding location in the same row"
    place = f" in {use.within}" if use.within else ""
    return f"'{use.name}' does not exist in the {use.collection.replace('_', ' ')}{place}"


def _wrong_bills(state: State, library: str, fields: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for field, wanted in _BILL_TYPES.items():
        if field in fields:
            bills = (bill.body for bill in state.documents(library, "bill_structures"))
            if any(bill["name"] == fields[field] and bill["bill_type"] != wanted for bill in bills):
                yield {"field": field, "message": f"'{fields[field]}' is not a {wanted}"}


def _shared_combinations(
    state: State, library: str, kind: Kind, fields: Mapping[str, Any], document: Document | None
) -> Iterator[dict[str, str]]:
    # That a combination can be in one rule only is inferred from the action "Move" on the screen (wms-circulation.md
    # 6.24).
    if kind.plural != "collection_type_policies":
        return
    owners = {
        tuple(entry.get(column, ALL) for column in _COMBINATION): other.body["name"]
        for other in state.documents(library, kind.plural)
        if document is None or other.id != document.id
        for entry in other.body.get("locations", ())
    }
    for number, entry in enumerate(fields.get("locations", ())):
        combination = tuple(entry[column] for column in _COMBINATION)
        if combination in owners:
            named = ", ".join(combination)
            yield {"field": f"locations.{number}", "message": f"{named} is already in rule '{owners[combination]}'"}
        owners[combination] = fields["name"]


def _refuse_fixed(kind: Kind, document: Document, fields: Mapping[str, Any]) -> None:
    fixed: tuple[str, ...] = ()
    if kind.shape is Shape.OBJECTS:
        fixed = (kind.identity, *kind.fixed)
    elif kind.shape is Shape.ROWS:
        fixed = tuple({*document.body, *fields} - {"shelving_locations"})
    changed = [field for field in sorted(fixed) if fields.get(field) != document.body.get(field)]
    if changed:
        raise invalid([{"field": field, "message": "cannot be changed"} for field in changed])


def _refuse_lost_shelves(state: State, library: str, document: Document, fields: Mapping[str, Any]) -> None:
    code = document.body["holding_code"]
    kept = references.split(fields.get("shelving_locations"))
    for name in references.split(document.body.get("shelving_locations")):
        if name not in kept:
            _refuse_used(
                f"Shelving location '{name}' cannot be removed from {code}",
                references.users(state, library, "shelving_locations", name, code),
            )


def _refuse_used(what: str, users: list[dict[str, str]]) -> None:
    if users:
        named = ", ".join(f"{user['kind']} '{user['name']}'" for user in users)
        raise Problem(409, f"{what}: it is in use by {named}", users=users)
