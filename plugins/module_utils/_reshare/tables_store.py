# SPDX-License-Identifier: GPL-3.0-or-later

"""The lending tables of mod-rs: locations, shelving locations, sites, patron profiles, loan policies (reshare.md 2.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .._core.errors import CallFailed, WriteConflict
from .._core.fields import filled
from .._core.json_shape import ID, SCALAR, Shape
from .._core.objects import CurrentObject, Identity, Kind
from .._core.store import Store
from .gateway import Gateway
from .objects.lending_tables import ITEM_LOAN_POLICY, LOCATION, PATRON_PROFILE, SHELVING_LOCATION, SITE

#: The paths of the lists, by kind.
PATHS = {
    LOCATION.name: "/rs/hostLMSLocations",
    SHELVING_LOCATION.name: "/rs/shelvingLocations",
    SITE.name: "/rs/shelvingLocationSites",
    PATRON_PROFILE.name: "/rs/hostLMSPatronProfiles",
    ITEM_LOAN_POLICY.name: "/rs/hostLMSItemLoanPolicies",
}

#: The name of a field in mod-rs, if it differs.
_WIRE = {
    "supply_preference": "supplyPreference",
    "can_create_requests": "canCreateRequests",
    "pull_slip_rule": "icalRrule",
    "shelving_location": "shelvingLocation",
}

#: The fields that contain another row.
_ROWS = {"location": LOCATION, "shelving_location": SHELVING_LOCATION}


#: The shape of a row to which a site refers.
_NAMED = {"id": ID, "code": SCALAR}

#: The sites of a location.
_SITES = {"id": ID, "sites": ([{"shelvingLocation": (_NAMED, None)}], None)}


def row_shape(kind: Kind) -> dict[str, Shape]:
    """The shape of a row."""
    fields = {name: (*SCALAR, _NAMED) if kind is SITE and name in _ROWS else SCALAR for name in kind.schema.names}
    return {"id": ID, **{_WIRE.get(name, name): shape for name, shape in fields.items()}}


class Tables(Store):
    """The lending tables of one tenant, as a store.

    Deleting a row in use only hides it. Hidden rows are not in any list, so they count as removed. Instead of creating a row that
    is hidden, this store shows it again. mod-rs does the same when it receives the code of a location, but not of a shelving location.
    """

    def __init__(self, gateway: Gateway):
        self._gateway = gateway
        #: For each kind, the IDs by code, and the codes by ID.
        self._ids: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}

    def read(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[CurrentObject]:
        rows = self._gateway.rows(PATHS[kind.name], row_shape(kind))
        if kind is not SITE:
            self._ids[kind.name] = {str(row.get("code")): str(row["id"]) for row in rows}
            self._codes[kind.name] = {id: code for code, id in self._ids[kind.name].items()}
        # Sorted by identity: the list is in the order of IDs, which has no meaning.
        stored = [self._stored(kind, row) for row in rows]
        return sorted(
            stored, key=lambda row: [str(part) for identity in kind.identities([row.fields]) for part in identity]
        )

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> str:
        body = self._body(kind, filled(fields))
        if kind is SITE:
            self._refuse_second(fields)
        try:
            made = self._gateway.write("POST", PATHS[kind.name], body).json_object({"id": ID})
        except CallFailed as fault:
            if fault.status != 422 or "must be unique" not in str(fault):
                raise
            if any(stored.fields["code"] == fields["code"] for stored in self.read(kind)):
                raise WriteConflict(
                    f"{kind.describe(fields['code'])} was created by someone else in the meantime"
                ) from None
            made = {"id": self._hidden(kind, fields["code"])}
            self._put(kind, made["id"], {**body, "hidden": False})
        if kind is not SITE:
            self._ids.setdefault(kind.name, {})[fields["code"]] = str(made["id"])
        return str(made["id"])

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        what = kind.describe(kind.title(stored.fields))
        now = self.by_id(kind, stored.id)
        if now is None:
            raise WriteConflict(f"{what} was removed by someone else in the meantime")
        if now.fields != stored.fields:
            raise WriteConflict(f"{what} was changed by someone else in the meantime")
        names = set(fields) | set(stored.fields)
        changed = {name: fields.get(name) for name in names if fields.get(name) != stored.fields.get(name)}
        self._put(kind, stored.id, self._body(kind, changed))

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        self._gateway.write("DELETE", self._path(kind, stored.id))

    def by_id(self, kind: Kind, id: str) -> CurrentObject | None:
        row = self._gateway.single(self._path(kind, id), {**row_shape(kind), "hidden": SCALAR})
        # Hidden rows count as removed.
        return None if row is None or row.get("hidden") in (True, "true") else self._stored(kind, row)

    def _path(self, kind: Kind, row: str) -> str:
        return f"{PATHS[kind.name]}/{quote(row, safe='')}"

    def _put(self, kind: Kind, row: str, body: Mapping[str, Any]) -> None:
        self._gateway.write("PUT", self._path(kind, row), {"id": row, **body})

    def _refuse_second(self, fields: Mapping[str, Any]) -> None:
        """Refuse a second row for one pair: it makes availability fail, but mod-rs allows it. Checked directly before creation."""
        location, shelf = (self._row_id(row, fields[name]) for name, row in _ROWS.items())
        # Not from the list of sites: if it is wrongly empty, it must not lead to a second row.
        sites = self._gateway.read(self._path(LOCATION, location)).json_object(_SITES).get("sites") or ()
        if any((site.get("shelvingLocation") or {}).get("id") == shelf for site in sites):
            raise WriteConflict(
                f"{SITE.describe(SITE.title(fields))} already exists, although ReShare's list does not contain it"
            )

    def _hidden(self, kind: Kind, code: str) -> str:
        """The ID of a hidden row. It is only in the sites that refer to it, not in any list."""
        member = _WIRE.get(kind.name.removeprefix("reshare_"), kind.name.removeprefix("reshare_"))
        sites = self._gateway.rows(PATHS[SITE.name], {member: (_NAMED, None)})
        candidates = {str((site.get(member) or {}).get("id")) for site in sites}
        for row in sorted(candidates - set(self._ids.get(kind.name, {}).values()) - {"None"}):
            known = self._gateway.read(self._path(kind, row)).json_object(row_shape(kind))
            if known.get("code") == code and known.get("hidden"):
                return row
        again = "ReShare shows a hidden location again when it next receives its code; retry later, or ask"
        raise CallFailed(
            f"{kind.describe(code)} exists, but no list of ReShare contains it: it is hidden, or the list was incomplete. "
            f"{again if kind is LOCATION else 'Ask'} the hosting provider to show it again",
            about=kind.describe(code),
        )

    def _stored(self, kind: Kind, row: Mapping[str, Any]) -> CurrentObject:
        fields = {}
        for name in kind.schema.names:
            value = row.get(_WIRE.get(name, name))
            fields[name] = self._code(_ROWS[name], value) if name in _ROWS and isinstance(value, Mapping) else value
        return kind.received(str(row["id"]), None, fields)

    def _code(self, kind: Kind, row: Mapping[str, Any]) -> str:
        """The code of a row to which a site refers. The site may contain only its ID."""
        if row.get("code"):
            return str(row["code"])
        wanted = str(row["id"])
        if kind.name not in self._codes:
            self.read(kind)
        known = self._codes[kind.name].get(wanted)
        return known or str(self._gateway.read(self._path(kind, wanted)).json_object(row_shape(kind)).get("code"))

    def _body(self, kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name in kind.schema.names:
            if name in fields:
                value = fields[name]
                if value is None:
                    # Not every field may be null; ``unset`` is the value of a blank field.
                    value = kind.schema[name].value.unset
                row = _ROWS.get(name) if kind is SITE else None
                body[_WIRE.get(name, name)] = value if row is None else {"id": self._row_id(row, value)}
        return body

    def _row_id(self, kind: Kind, code: str) -> str:
        if code not in self._ids.get(kind.name, {}):
            self.read(kind)
        try:
            return self._ids[kind.name][code]
        except KeyError:
            raise WriteConflict(
                f"ReShare's list does not contain the {kind.describe(code)} that a site requires"
            ) from None
