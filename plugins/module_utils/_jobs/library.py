# SPDX-License-Identifier: GPL-3.0-or-later

"""The task that shows what OCLC and the ReShare directory contain about a library that is not configured yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._core.errors import CallFailed
from .._core.values import split_names
from .._reshare.own_entries import own_entries
from .._task.arguments import CREDENTIALS, RESHARE, WMS
from .._task.task import Call, Result, task
from .._wms import metadata
from .._wms.oauth import OtherInstitution
from .._wms.objects.locations import HOLDING_CODE
from .clients import Clients

_NOT_READ = "wms_read_locations is false"


@task({}, (HOLDING_CODE,))
def info_task(call: Call) -> Result:
    """The work of library_info."""
    call.require(*CREDENTIALS[WMS], *CREDENTIALS[RESHARE])
    clients = Clients(call, [metadata.SCOPE])
    refused: dict[str, str] = {}
    locations = None
    if call.params["wms_read_locations"]:
        locations = _unless_refused("holding_codes", refused, lambda: _holding_codes(clients))
    else:
        refused["holding_codes"] = _NOT_READ
    # A rejected login is an error of the variables, not a missing permission.
    clients.gateway.log_in()
    entries = _unless_refused("directory", refused, lambda: own_entries(clients.gateway))
    return {"holding_codes": locations, "directory": entries, "refused": refused, **clients.result()}


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
    rows = [one.fields for one in clients.locations.read(HOLDING_CODE, ())]
    return [
        {name: row.get(name) for name in HOLDING_CODE.schema.names}
        | {"shelving_locations": split_names(row.get("shelving_locations"))}
        for row in rows
    ]
