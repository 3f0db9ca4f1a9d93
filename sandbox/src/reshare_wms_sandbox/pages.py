# SPDX-License-Identifier: GPL-3.0-or-later

"""A web page per library that shows its state, grouped like the screens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from . import seed
from .configuration.kinds import KINDS, Kind, Shape
from .configuration.models import Fields
from .identity import api as identity
from .identity import records
from .moddirectory import store as directory
from .modrs import settings as modrs
from .modrs import tables
from .ncip import circulation
from .rendering import page
from .state import State

if TYPE_CHECKING:
    from .sandbox import Sandbox

_SECRET = re.compile(r"pass(word)?$|secret|api_key|accesskey|authentication", re.IGNORECASE)
_MASK = "••••••••"
_ACCOUNTS = "Admin > User Management"
_ITEMS = "Circulation > Discover Items"
#: In their order on the page; the names are those of the menus.
_MENUS = (
    "WMS Circulation > Loans",
    "WMS Circulation > Holds and Schedules",
    "WMS Circulation",
    "WMS Circulation > Notifications and Receipts",
    "WMS Circulation > Next-Generation Notifications",
    "WMS Circulation > Billing",
    "WMS Circulation > Integrations",
    "WMS Institution",
    "WorldCat Discovery (and WorldCat Local) > Holding Codes & Shelving Location Messages",
)


#: The sections of ReShare's settings that the integration uses; they come first (reshare.md 0.1).
_SECTIONS = ("hostLMSIntegration", "localNCIP", "wmsSettings", "requests", "autoResponder")


@dataclass(frozen=True)
class ShownObject:
    """An object on the page: its name, and its fields by label."""

    name: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """The content of one screen: entries, or a table (header and rows)."""

    title: str
    entries: list[ShownObject]
    header: list[str]
    rows: list[list[str]]

    @property
    def empty(self) -> bool:
        return not self.entries and not self.rows


@dataclass(frozen=True)
class Group:
    """Screens of one menu."""

    title: str
    parts: list[Part]

    @property
    def short(self) -> str:
        return self.title.rpartition(" > ")[2]

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z]+", "-", self.title.lower()).strip("-")


def routes() -> list[BaseRoute]:
    return [Route("/", _index), Route("/libraries/{registry_id}", _library)]


async def _index(request: Request) -> Response:
    """A page that lists the libraries."""
    sandbox: Sandbox = request.app.state.sandbox
    return page("index.html", libraries=sorted(sandbox.libraries.values(), key=lambda one: one.name))


async def _library(request: Request) -> Response:
    """A page with the state of a library."""
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        return page("missing.html", 404, registry_id=request.path_params["registry_id"])
    groups = list(_groups(sandbox.state, library))
    return page("library.html", library=library, groups=groups, link=_link(sandbox.state, library))


def _link(state: State, library: seed.Library) -> list[tuple[str, str]]:
    """A summary of the link between the two systems."""
    section = state.documents(library.registry_id, "ill_settings")[0].body.get("reshare", {})
    pair = [section.get(f"temporary_item_{part}_location") for part in ("holding", "shelving")]
    rows = {row["key"]: row for row in modrs.settings(state, library)}
    adapter = rows.get("host_lms_integration", {}).get("value")
    return [
        ("ReShare enabled in ILL Settings", _shown(bool(section.get("enable")))),
        ("Temporary item location", " / ".join(filter(None, pair)) or "none"),
        ("ReShare's adapter (host_lms_integration)", adapter or "none"),
    ]


def _groups(state: State, library: seed.Library) -> Iterator[Group]:
    for menu in _MENUS:
        yield Group(menu, [_part(state, library, kind) for kind in KINDS if _menu(kind) == menu])
    yield Group(_ACCOUNTS, [_accounts(state, library)])
    yield Group(_ITEMS, list(_circulation(state, library)))
    yield Group("ReShare settings", list(_settings(state, library)))
    if library.reshare is not None:
        yield Group("ReShare lending tables", list(_tables(state, library)))
        yield Group("ReShare directory", list(_directory(state, library)))


def _menu(kind: Kind) -> str:
    return " > ".join(kind.screen_path[:-1])


def _part(state: State, library: seed.Library, kind: Kind) -> Part:
    bodies = [document.body for document in state.documents(library.registry_id, kind.plural)]
    title = kind.screen_path[-1]
    if kind.shape is Shape.TABLE:
        labels = [
            (name, info.title or name)
            for name, info in kind.fields.model_fields.items()
            # The screens have no such column.
            if name != "precedence" or any(name in row for row in bodies[0]["rows"])
        ]
        rows = [
            [str(number), *(_shown(row.get(name)) for name, _unused in labels)]
            for number, row in enumerate(bodies[0]["rows"], 1)
        ]
        return Part(title, [], ["Row", *(label for _unused, label in labels)], rows)
    if kind.shape is Shape.PAGE:
        return Part(title, list(_sections(kind.fields, bodies[0])), [], [])
    return Part(title, [_entry(kind, body) for body in bodies], [], [])


def _entry(kind: Kind, body: Mapping[str, Any]) -> ShownObject:
    others = {name: value for name, value in body.items() if name != kind.identity}
    return ShownObject(str(body.get(kind.identity, "")), _fields(kind.fields, others))


def _sections(model: type[Fields], body: Mapping[str, Any]) -> Iterator[ShownObject]:
    for name, value in body.items():
        info = model.model_fields.get(name)
        values = value if isinstance(value, dict) else {name: value}
        yield ShownObject(
            (info.title if info else None) or name, [(_label(key), _shown(one)) for key, one in values.items()]
        )


def _fields(model: type[Fields], body: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown: list[tuple[str, str]] = []
    for name, value in body.items():
        info = model.model_fields.get(name)
        if name == "other_settings":
            shown += [(label, _shown(one)) for label, one in value.items()]
        else:
            shown.append(((info.title if info else None) or name, _shown(value)))
    return shown


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case {"value": number, "unit": unit}:
            return f"{number} {unit[:-1] if number == 1 else unit}"
        case dict():
            return ", ".join(f"{_label(name)}: {_shown(one)}" for name, one in value.items())
        case list():
            return "; ".join(map(_shown, value))
    return str(value)


def _accounts(state: State, library: seed.Library) -> Part:
    header = ["Barcode", "Patron type", "Home branch", "Name", "E-mail", "Expires", "Blocked"]
    rows = []
    for document in state.documents(library.registry_id, identity.ACCOUNTS):
        record = document.body["record"]
        info, name = records.circulation(record), record.get("name", {})
        expires = record[records.PERSONA]["oclcExpirationDate"].partition("T")[0]
        who = " ".join(filter(None, (name.get("givenName"), name.get("familyName"))))
        known = [info.get(field) for field in ("barcode", "borrowerCategory", "homeBranch")]
        cells = [*known, who, sorted(records.emails(record)), expires, info["isCircBlocked"]]
        rows.append(list(map(_shown, cells)))
    return Part("Patron accounts", [], header, rows)


#: Circulation: the titles of the tables, and their columns by label.
_CIRCULATION = {
    "temporary_items": (
        "Temporary items",
        {
            **{"Barcode": "barcode", "Title": "title", "Author": "author", "Material format": "material_format"},
            **{"Holding Location": "holding_location", "Shelving Location": "shelving_location", "Request": "request"},
        },
    ),
    "holds": (
        "Holds",
        {
            **{"Item": "barcode", "Patron": "patron_barcode", "Status": "status", "Pickup location": "pickup_location"},
            **{"Hold request policy": "hold_request_policy", "Expires": "expires", "On shelf until": "shelf_until"},
        },
    ),
    "loans": (
        "Loans",
        {
            **{"Item": "barcode", "Patron": "patron_barcode", "Circulation rule": "circulation_rule"},
            **{"Due": "due_date", "Request": "request"},
        },
    ),
}


def _circulation(state: State, library: seed.Library) -> Iterator[Part]:
    found = circulation.export(state, library)
    for name, (title, columns) in _CIRCULATION.items():
        yield _table(title, columns, found[name])
    columns = {"Barcode": "barcode", "Title": "title", "Material format": "material_format"}
    columns |= {"Holding Location": "holding_location", "Shelving Location": "shelving_location"}
    yield _table("The library's items", columns, [item.model_dump() for item in library.items])


def _table(title: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Part:
    cells = [[_shown(row.get(column)) for column in columns.values()] for row in rows]
    return Part(title, [], list(columns), cells)


def _settings(state: State, library: seed.Library) -> Iterator[Part]:
    rows = sorted(modrs.settings(state, library), key=_place)
    for section, members in groupby(rows, key=lambda row: str(row.get("section", ""))):
        cells = [[row["key"], _masked(row, "value"), _masked(row, "defValue")] for row in members]
        yield Part(section, [], ["Key", "Value", "Default"], cells)


#: The lending tables: their titles, and their columns by label.
_TABLES = {
    "locations": (
        "Locations",
        {"Code": "code", "Name": "name", "Supply preference": "supplyPreference", "Hidden": "hidden"},
    ),
    "shelving_locations": (
        "Shelving locations",
        {"Code": "code", "Name": "name", "Supply preference": "supplyPreference", "Hidden": "hidden"},
    ),
    "sites": (
        "Shelving locations at one location",
        {"Location": "location", "Shelving Location": "shelving_location", "Supply preference": "supplyPreference"},
    ),
    "patron_profiles": (
        "Patron profiles",
        {"Code": "code", "Name": "name", "Can create requests": "canCreateRequests", "Hidden": "hidden"},
    ),
    "item_loan_policies": (
        "Item loan policies",
        {"Code": "code", "Name": "name", "Lendable": "lendable", "Hidden": "hidden"},
    ),
}
_PATRON_ID = "local_institutionalPatronId"


def _tables(state: State, library: seed.Library) -> Iterator[Part]:
    found = tables.export(state, library.registry_id)
    for name, (title, columns) in _TABLES.items():
        yield _table(title, columns, found[name])


def _directory(state: State, library: seed.Library) -> Iterator[Part]:
    found = directory.export(state, library)
    copied = {entry["id"]: entry["custom_properties"] for entry in found["directory_copy"]}
    pickups = [entry for entry in found["directory"] if "pickup" in entry["tags"]]
    rows = [[entry["name"], entry["slug"], entry.get("lmsLocationCode", "")] for entry in pickups]
    yield Part("Pickup locations", [], ["Name", "Slug", "LMS location code"], rows)
    own = [entry for entry in found["directory"] if entry["status"] == "Managed" and "parent" not in entry]
    policies = [[entry["name"], *_policies(entry["custom_properties"])] for entry in own]
    yield Part("Own entries", [], ["Name", "Loan policy", "Returns", "Last resort", "Loan to borrow ratio"], policies)
    others = [entry for entry in found["directory"] if entry["type"] == "Institution" and entry not in own]
    rows = [
        [
            entry["name"],
            ", ".join(entry["symbols"]),
            _shown(entry["custom_properties"].get(_PATRON_ID)),
            _shown(copied.get(entry["id"], {}).get(_PATRON_ID)),
        ]
        for entry in others
    ]
    header = ["Partner", "Symbols", "Institutional patron ID", "Known to mod-rs"]
    yield Part("Partners", [], header, rows)


def _policies(values: Mapping[str, list[str]]) -> list[str]:
    names = ("loan_policy", "returns", "last_resort", "InstitutionalLoanToBorrowRatio")
    return [_shown(values.get(f"policy.ill.{name}")) for name in names]


def _place(row: Mapping[str, Any]) -> tuple[int, str]:
    section = str(row.get("section", ""))
    return _SECTIONS.index(section) if section in _SECTIONS else len(_SECTIONS), section


def _masked(row: Mapping[str, Any], column: str) -> str:
    """A value with secrets masked: mod-rs returns secrets in clear text, this page does not show them (reshare.md 2.1)."""
    value = row.get(column, "")
    secret = row.get("settingType") == "Password" or _SECRET.search(row["key"])
    return _MASK if value and secret else value
