# SPDX-License-Identifier: GPL-3.0-or-later

"""The task that shows what OCLC and the ReShare directory contain about a library that is not configured yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .._core.errors import CallFailed
from .._core.values import split_names
from .._reshare.directory import Directory, refdata, symbol_name
from .._task.arguments import CREDENTIALS, RESHARE, WMS
from .._task.task import Call, Result, task
from .._wms import metadata
from .._wms.oauth import OtherInstitution
from .._wms.objects.locations import HOLDING_CODE
from .clients import Clients

_ID = "wms_registry_id"


@task({}, (HOLDING_CODE,))
def info_task(call: Call) -> Result:
    """The work of library_info."""
    call.require(*(name for name in (*CREDENTIALS[WMS], *CREDENTIALS[RESHARE]) if name != _ID))
    refused: dict[str, str] = {}
    if not call.params[_ID]:
        registry_id = _unless_refused(_ID, refused, Clients(call).institution_of_key)
        call = replace(call, params={**call.params, _ID: registry_id or None})
    clients = Clients(call, [metadata.SCOPE])
    locations = name = None
    if not call.params["wms_read_locations"]:
        refused["holding_codes"] = "wms_read_locations is false"
    elif call.params[_ID]:
        locations = _unless_refused("holding_codes", refused, lambda: _holding_codes(clients))
        name = clients.locations.institution_name
    else:
        refused["holding_codes"] = f"they cannot be read without {_ID}"
    # A rejected login is an error of the variables, not a missing permission.
    clients.gateway.log_in()
    entries = _unless_refused("directory", refused, lambda: _entries(Directory(clients.gateway)))
    facts = {"institution_name": name, "holding_codes": locations, "directory": entries, "refused": refused}
    return facts | clients.result()


def _unless_refused(name: str, refused: dict[str, str], read: Callable[[], Any]) -> Any:
    """The result of reading; None, with the reason in *refused*, if the credentials lack the permission."""
    try:
        return read()
    except OtherInstitution:
        raise
    except CallFailed as fault:
        if not fault.refused or fault.status == 401:
            raise
        refused[name] = str(fault)
        return None


def _holding_codes(clients: Clients) -> list[dict[str, Any]]:
    """The rows of the Holding Codes Translation Table, with the shelving locations as a list."""
    rows = [stored.fields for stored in clients.locations.read(HOLDING_CODE, ())]
    return [
        {name: row.get(name) for name in HOLDING_CODE.schema.names}
        | {"shelving_locations": split_names(row.get("shelving_locations"))}
        for row in rows
    ]


def _entries(directory: Directory) -> dict[str, list[dict[str, Any]]]:
    """The institutions that the tenant manages, with their symbols, and its pickup locations (reshare.md 4.1). Both are sorted by slug. If it manages
    no institution, all institutions: a person finds the library by its name.

    Raises CallFailed if the directory is empty.
    """
    entries = sorted(directory.entries(full=False), key=lambda entry: _text(entry, "slug"))
    institutions = [entry for entry in entries if refdata(entry.get("type")) == "institution"]
    return {
        "institutions": [
            _names(entry)
            | {"symbols": [symbol_name(symbol) for symbol in entry.get("symbols") or ()], "managed": _is_managed(entry)}
            for entry in [*filter(_is_managed, institutions)] or institutions
        ],
        "pickup_locations": [
            _names(entry) | {"lms_location_code": _text(entry, "lmsLocationCode") or None}
            for entry in entries
            if _is_managed(entry) and any(str(refdata(tag)).casefold() == "pickup" for tag in entry.get("tags") or ())
        ],
    }


def _is_managed(entry: Mapping[str, Any]) -> bool:
    return bool(refdata(entry.get("status")) == "managed")


def _names(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(entry, name) for name in ("slug", "name")}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value).strip()
