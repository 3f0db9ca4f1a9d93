# SPDX-License-Identifier: GPL-3.0-or-later

"""Read-only lookups of mod-directory, and its public index (reshare.md 4.2, 4.3)."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from .. import seed
from ..modrs.rest import ModuleCall, Resource, not_found
from ..vocabulary import Refdata
from .entries import DirectoryEntries, View, authorities, authority, entries, tag
from .properties import DEFINITIONS, described


class _Listed(Resource):
    """A table that is read-only here."""

    domain = ""
    methods = ("GET",)

    def cap(self, call: ModuleCall) -> int:
        return 100

    def read(self, call: ModuleCall, id: str) -> Response:
        row = next((row for row in self.rows(call) if str(row["id"]) == id), None)
        if row is None:
            raise not_found(self.path, id)
        return JSONResponse(row)


class Symbols(_Listed):
    """``/directory/symbol``."""

    path = "symbol"
    properties = ("symbol", "priority")
    nested = ("authority.id", "authority.symbol", "owner.id", "owner.slug", "owner.name")

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return f"directory.symbol.{'item' if item else 'collection'}.get"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        view = entries(call.sandbox.state, call.library)
        return [
            {**symbol, "owner": {"id": entry.id, "slug": entry.body["slug"], "name": entry.body["name"]}}
            for entry in view.documents.values()
            for symbol in view.short(entry)["symbols"]
        ]


class NamingAuthorities(_Listed):
    """``/directory/namingAuthority``."""

    path = "namingAuthority"
    properties = ("symbol",)

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return f"directory.namingauthority.{'item' if item else 'collection'}.get"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        documents = entries(call.sandbox.state, call.library).documents.values()
        return [authority(call.reshare.tenant, symbol) for symbol in authorities(documents)]


class Services(_Listed):
    """``/directory/service``: the services of all entries."""

    path = "service"
    properties = ("name", "type", "businessFunction", "address")

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return f"directory.service.{'item' if item else 'collection'}.get"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        view = entries(call.sandbox.state, call.library)
        accounts = [one for entry in view.documents.values() for one in entry.body.get("services", ())]
        return [{"id": account["id"], **account.get("service", {})} for account in accounts]


class CustomProperties(_Listed):
    """``/directory/custprops``: the definitions."""

    path = "custprops"
    properties = ("name", "label", "type", "defaultInternal")

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "directory.custprops"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        return [described(call.reshare.tenant, "directory", definition) for definition in DEFINITIONS.values()]


class Tags(_Listed):
    """``/directory/tags``: the tags of all entries."""

    path = "tags"
    properties = ("value", "normValue")

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "directory.tags"

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        documents = entries(call.sandbox.state, call.library).documents.values()
        return [tag(value) for value in sorted({value for document in documents for value in document.body["tags"]})]


RESOURCES: dict[str, Resource] = {
    resource.path: resource
    for resource in (
        DirectoryEntries(),
        Symbols(),
        NamingAuthorities(),
        Services(),
        Refdata("directory"),
        CustomProperties(),
        Tags(),
    )
}


def by_symbols(call: ModuleCall) -> Response:
    """``/directory/entriesBySymbols``: the entries with these symbols, in the order of the symbols."""
    view = entries(call.sandbox.state, call.library)
    owners = {
        (one["authority"], one["symbol"]): document
        for document in view.documents.values()
        for one in document.body["symbols"]
    }
    wanted = [one.upper().partition(":") for one in call.request.query_params.get("symbols", "").split(",")]
    found = [owners[name, symbol] for name, _unused, symbol in wanted if (name, symbol) in owners]
    if call.request.query_params.get("units") in ("yes", "true"):
        # Units are items of the list like other entries.
        found = [one for entry in found for one in (entry, *view.units(entry))]
    kind = call.request.query_params.get("type")
    chosen = [document for document in found if kind in (None, document.body.get("type"))]
    return JSONResponse([_without_units(view.full(document)) for document in chosen])


def _without_units(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name != "units"}


def open_index(view: View, version: str) -> Response:
    """``/directory/externalApi/entry``, public: the entries that this tenant manages."""
    managed = [
        {name: document.body.get(name) for name in ("slug", "name", "description")}
        for document in view.documents.values()
        if document.body.get("status") == "managed" and "parent" not in document.body
    ]
    return JSONResponse({"status": "OK", "hostedEntries": managed, "directoryAppMetadata": {"version": version}})


def open_entry(view: View, slug: str, version: str) -> Response:
    """``/directory/externalApi/entry/{slug}``, public."""
    found = next((document for document in view.documents.values() if document.body["slug"] == slug), None)
    if found is None:
        raise not_found("externalApi/entry", slug)
    return JSONResponse({**view.published(found), "directoryAppMetadata": {"version": version}})
