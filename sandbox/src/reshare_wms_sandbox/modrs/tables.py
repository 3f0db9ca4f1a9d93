# SPDX-License-Identifier: GPL-3.0-or-later

"""The lending tables of mod-rs, and the changes that the server makes in them by itself (reshare.md 0.3, 2.3, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from .. import seed
from ..state import Document, State
from .query import Query
from .rest import ModuleCall, Resource

#: The pull-slip rule of locations that the server creates (2.3).
RULE = "RRULE:FREQ=MINUTELY;INTERVAL=10;WKST=MO"
#: Stored in addition to a row's columns: something outside these tables refers to it. No response contains it.
IN_USE = "in_use"


class _Codes(Resource):
    """A table of codes. A row in use is hidden instead of deleted, and a hidden row is in no list.

    reappears: whether the server shows a hidden row again when it encounters the code. new: the fields of a row that
    the server creates.
    """

    read_permission: str
    write_permission: str
    required: tuple[str, ...] = ("code",)
    unique = ("code",)
    #: The column of the sites that refers to this table.
    site_column: str | None = None
    reappears = True
    new: Mapping[str, Any] = {}

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return self.read_permission if method == "GET" else self.write_permission

    def visible(self, call: ModuleCall, rows: list[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
        return [row for row in rows if not row.get("hidden")]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        return _plain(document)

    def delete(self, call: ModuleCall, id: str) -> Response:
        document = self.find(call, id)
        if not self._used(call, document):
            return super().delete(call, id)
        call.sandbox.state.replace(call.tenant, self.path, document, {**document.body, "hidden": True})
        return Response(status_code=204)

    def _used(self, call: ModuleCall, document: Document) -> bool:
        column = self.site_column
        if column is None:
            return bool(document.body.get(IN_USE))
        sites = call.sandbox.state.documents(call.tenant, SITES)
        return bool(document.body.get(IN_USE)) or any(site.body[column] == document.id for site in sites)


class Locations(_Codes):
    """``/rs/hostLMSLocations``: buildings. The code of a WMS branch is its holding code."""

    path = "hostLMSLocations"
    domain = "org.olf.rs.HostLMSLocation"
    properties = (
        *("code", "name", "supplyPreference", "icalRrule", "correspondingDirectoryEntry", "hidden", "lastCompleted"),
    )
    switches = ("hidden",)
    numbers = ("supplyPreference", "lastCompleted")
    references = {"correspondingDirectoryEntry": "directoryEntry"}
    site_column = "location"
    new = {"icalRrule": RULE}

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return f"rs.hostlmslocations.{method.lower()}"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        sites = _sites(call)
        return [_location(document, sites) for document in self._documents(call)]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        return _location(document, _sites(call))


class ShelvingLocations(_Codes):
    """``/rs/shelvingLocations``. The code of a WMS shelving location is its name."""

    path = "shelvingLocations"
    domain = "org.olf.rs.HostLMSShelvingLocation"
    properties = ("code", "name", "supplyPreference", "hidden")
    switches = ("hidden",)
    numbers = ("supplyPreference",)
    read_permission = "rs.shelvingLocations.read"
    write_permission = "rs.shelvingLocations.write"
    site_column = "shelvingLocation"
    reappears = False
    new = {"supplyPreference": 0}


class ShelvingLocationSites(Resource):
    """``/rs/shelvingLocationSites``: differences of a shelving location at one location. A pair can have two rows."""

    path = "shelvingLocationSites"
    domain = "org.olf.rs.ShelvingLocationSite"
    properties = ("location", "shelvingLocation", "supplyPreference")
    required = ("location", "shelvingLocation")
    numbers = ("supplyPreference",)
    references = {"location": Locations.path, "shelvingLocation": ShelvingLocations.path}
    nested = (
        *("location.id", "location.code", "location.name"),
        *("shelvingLocation.id", "shelvingLocation.code", "shelvingLocation.name"),
    )
    since = "2.8"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "rs.shelvingLocations.read" if method == "GET" else "rs.shelvingLocations.write"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        """Rows with the whole location: filters can use fields that the response does not contain."""
        locations = {one.id: _plain(one) for one in call.sandbox.state.documents(call.tenant, Locations.path)}
        return [{**site, "location": locations[site["location"]["id"]]} for site in _sites(call)]

    def shown(self, call: ModuleCall, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "location": {"id": row["location"]["id"]}} for row in rows]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        return next(site for site in _sites(call) if site["id"] == document.id)


class PatronProfiles(_Codes):
    """``/rs/hostLMSPatronProfiles``. WMS supplies only the code STATUS (1.7). A row in use is deleted like any other."""

    path = "hostLMSPatronProfiles"
    domain = "org.olf.rs.HostLMSPatronProfile"
    properties = ("code", "name", "canCreateRequests", "hidden")
    switches = ("canCreateRequests", "hidden")
    read_permission = "rs.hostlmspatronprofiles.read"
    write_permission = "rs.hostlmspatronprofiles.write"
    since = "2.7"

    def _used(self, call: ModuleCall, document: Document) -> bool:
        return False


class ItemLoanPolicies(_Codes):
    """``/rs/hostLMSItemLoanPolicies``. WMS supplies none of them."""

    path = "hostLMSItemLoanPolicies"
    domain = "org.olf.rs.HostLMSItemLoanPolicy"
    properties = ("code", "name", "lendable", "hidden")
    required = ("code", "lendable", "hidden")
    switches = ("lendable", "hidden")
    read_permission = "rs.hostlmsitemloanpolicies.read"
    write_permission = "rs.hostlmsitemloanpolicies.write"
    since = "2.9.1"
    new = {"lendable": True, "hidden": False}

    def bound(self, call: ModuleCall, given: Any, before: Mapping[str, Any]) -> dict[str, Any]:
        return super().bound(call, given, before or self.new)


SITES = ShelvingLocationSites.path
LOCATIONS, SHELVING, PROFILES, POLICIES = Locations(), ShelvingLocations(), PatronProfiles(), ItemLoanPolicies()
TABLES: tuple[Resource, ...] = (LOCATIONS, SHELVING, ShelvingLocationSites(), PROFILES, POLICIES)


def _plain(document: Document) -> dict[str, Any]:
    return {"id": document.id, **{name: value for name, value in document.body.items() if name != IN_USE}}


def _location(document: Document, sites: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    row = _plain(document)
    if "correspondingDirectoryEntry" in row:
        row["correspondingDirectoryEntry"] = {"id": row["correspondingDirectoryEntry"]}
    return {**row, "sites": [site for site in sites if site["location"]["id"] == document.id]}


def _sites(call: ModuleCall) -> list[dict[str, Any]]:
    """The sites as in all responses: the shelving location in full, of the location only the ID."""
    state = call.sandbox.state
    shelving = {one.id: _plain(one) for one in state.documents(call.tenant, ShelvingLocations.path)}
    return [
        {
            **_plain(site),
            "location": {"id": site.body["location"]},
            "shelvingLocation": shelving[site.body["shelvingLocation"]],
        }
        for site in state.documents(call.tenant, SITES)
    ]


# Changes by a seed and by the control interface


class Met(BaseModel):
    """Codes of the library's WMS that mod-rs encounters on an item or a patron."""

    model_config = ConfigDict(extra="forbid")

    location: str | None = None
    shelving_location: str | None = None
    patron_profile: str | None = None
    item_loan_policy: str | None = None


def meet(state: State, library: str, met: Met) -> None:
    """Create rows for codes that the server has not stored yet, and a site row for the pair; show hidden rows again,
    except shelving locations (2.3)."""
    location = _ensure(state, library, LOCATIONS, met.location)
    shelving = _ensure(state, library, SHELVING, met.shelving_location)
    _ensure(state, library, PROFILES, met.patron_profile)
    _ensure(state, library, POLICIES, met.item_loan_policy)
    if location is None or shelving is None:
        return
    pair = {"location": location.id, "shelvingLocation": shelving.id}
    if not any(pair.items() <= site.body.items() for site in state.documents(library, SITES)):
        state.insert(library, SITES, pair)


def _ensure(state: State, library: str, table: _Codes, code: str | None) -> Document | None:
    if code is None:
        return None
    code = code.strip()
    found = next((one for one in state.documents(library, table.path) if one.body["code"] == code), None)
    if found is None:
        return state.insert(library, table.path, {"code": code, "name": code, **table.new})
    if found.body.get("hidden") and table.reappears:
        return state.replace(library, table.path, found, {**found.body, "hidden": False})
    return found


def install(state: State, library: seed.Library, reshare: seed.ReShare) -> None:
    """Install the rows of the seed."""
    codes: dict[str, dict[str, str]] = {}
    for path, rows in (
        (Locations.path, reshare.locations),
        (ShelvingLocations.path, reshare.shelving_locations),
        (PatronProfiles.path, reshare.patron_profiles),
        (ItemLoanPolicies.path, reshare.item_loan_policies),
    ):
        codes[path] = {}
        for row in rows:
            if row.code in codes[path]:
                raise ValueError(f"{path}: two rows have the code {row.code}")
            defaults = POLICIES.new if path == POLICIES.path else {}
            body = {"code": row.code, **defaults, **row.model_dump(exclude_none=True)}
            codes[path][row.code] = state.insert(library.registry_id, path, body).id
    for site in reshare.sites:
        for path, code in ((Locations.path, site.location), (ShelvingLocations.path, site.shelving_location)):
            if code not in codes[path]:
                raise ValueError(f"sites: {path} has no row {code}")
        body = {
            "location": codes[Locations.path][site.location],
            "shelvingLocation": codes[ShelvingLocations.path][site.shelving_location],
        }
        if site.supplyPreference is not None:
            body["supplyPreference"] = site.supplyPreference
        state.insert(library.registry_id, SITES, body)


def export(state: State, library: str) -> dict[str, list[dict[str, Any]]]:
    """The tables in the format of a seed with the IDs of the rows, including hidden rows."""
    paths = (Locations.path, ShelvingLocations.path, PatronProfiles.path, ItemLoanPolicies.path)
    tables = [[{"id": row.id, **row.body} for row in state.documents(library, path)] for path in paths]
    codes = {row["id"]: row["code"] for table in tables[:2] for row in table}
    sites = [
        {
            "id": site.id,
            **site.body,
            "location": codes[site.body["location"]],
            "shelving_location": codes[site.body["shelvingLocation"]],
        }
        for site in state.documents(library, SITES)
    ]
    for site in sites:
        del site["shelvingLocation"]
    return {
        "locations": tables[0],
        "shelving_locations": tables[1],
        "sites": sites,
        "patron_profiles": tables[2],
        "item_loan_policies": tables[3],
    }
