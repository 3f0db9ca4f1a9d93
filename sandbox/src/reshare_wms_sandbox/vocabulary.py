# SPDX-License-Identifier: GPL-3.0-or-later

"""Reference data of ReShare's modules: values that are given by ID. The IDs differ between tenants (reshare.md 2.2,
2.5, 4.1)."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from starlette.responses import JSONResponse, Response

from . import seed
from .modrs.query import Query
from .modrs.rest import ModuleCall, Resource, not_found, selected, with_stats

_YES_NO = ("Yes", "No")
_METHOD = ("None", "NCIP")
_ON_OFF = ("On", "Off")
_ENTRIES = {
    "DirectoryEntry.Type": ("Consortium", "Institution", "Branch"),
    "DirectoryEntry.Status": ("Managed", "Reference"),
    "YNO": ("Yes", "No", "Other"),
    "LoanPolicy": ("Lending all types", "Lending physical only", "Lending electronic only", "Not lending"),
}
#: Vocabularies by module, their values by label. The stored value is the label in lower case, with underscores for
#: blanks.
VOCABULARIES: dict[str, dict[str, tuple[str, ...]]] = {
    "directory": _ENTRIES,
    "rs": {
        **_ENTRIES,
        "HostLMSIntegrationAdapter": (
            *("ALMA", "Aleph", "FOLIO", "Koha", "Manual", "Millennium", "Horizon", "Polaris"),
            *("Sierra", "Symphony", "TLC", "Voyager", "WMS", "WMS2", "NCSU", "Evergreen"),
        ),
        "BorrowerCheckMethod": _METHOD,
        "CheckOutMethod": _METHOD,
        "CheckInMethod": _METHOD,
        "AcceptItemMethod": _METHOD,
        "RequestItemMethod": _METHOD,
        "CheckInOnReturn": _ON_OFF,
        "NCIPDueDate": _ON_OFF,
        "NCIPAcceptItemUseBarcode": _YES_NO,
        "NCIPRequestItemUseTitle": _YES_NO,
        "YesNo": _YES_NO,
        "AutoResponder": (
            *("Off", "On: will supply only", "On: will supply and cannot supply", "On: loaned and cannot supply"),
        ),
        "AutoResponder_Cancel": _ON_OFF,
        "AutoResponder_Local": _ON_OFF,
        "AutoResponder_Service_type_copy": ("Off", "On: loaned and cannot supply"),
        "AutoSupply": ("Off", "On: available", "On: supplied"),
        "RequestRoutingAdapter": ("FOLIOSharedIndex", "Static", "Disabled"),
    },
}
_MOST = 100


@cache
def stable_id(tenant: str, *words: str) -> str:
    """The ID of something that a module creates for a tenant; always the same for that tenant."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("sandbox", tenant, *words))).hex


def normal(label: str) -> str:
    """The stored value of a label (2.1)."""
    return "_".join(label.strip().lower().split())


class Vocabulary:
    """The values of one vocabulary in a module of a tenant."""

    def __init__(self, tenant: str, module: str, name: str):
        self.name = name
        self.id = stable_id(tenant, module, name)
        labels = VOCABULARIES[module].get(name, ())
        self._values = {normal(label): (stable_id(tenant, module, name, label), label) for label in labels}

    def value(self, value: str) -> dict[str, Any]:
        """A value as in responses."""
        id, label = self._values[value]
        return {"id": id, "value": value, "label": label}

    def values(self) -> list[dict[str, Any]]:
        return [self.value(value) for value in self._values]

    def by_id(self, id: object) -> str | None:
        return next((value for value, (its_id, _unused) in self._values.items() if its_id == id), None)

    def by_label(self, text: str) -> str | None:
        return normal(text) if normal(text) in self._values else None


class Refdata(Resource):
    """``/refdata`` of a module: the vocabularies with their values. ``/refdata/{domain}/{property}``: the values of
    one."""

    path = "refdata"
    properties = ("desc", "internal")
    nested = ("values.id", "values.value", "values.label")
    methods = ("GET",)

    def __init__(self, module: str):
        self.module = module

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "rs.refdata.get" if self.module == "rs" else "directory.refdata"

    def cap(self, call: ModuleCall) -> int:
        return _MOST

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        names = [Vocabulary(call.reshare.tenant, self.module, name) for name in VOCABULARIES[self.module]]
        return [{"id": one.id, "desc": one.name, "internal": False, "values": one.values()} for one in names]

    def read(self, call: ModuleCall, id: str) -> Response:
        row = next((row for row in self.rows(call) if row["id"] == id), None)
        if row is None:
            raise not_found(self.path, id)
        return JSONResponse(row)

    def lookup(self, call: ModuleCall, domain: str, name: str) -> Response:
        if f"{domain}.{name}" not in VOCABULARIES[self.module]:
            raise not_found(self.path, f"{domain}/{name}")
        values = Vocabulary(call.reshare.tenant, self.module, f"{domain}.{name}").values()
        query = Query(call.request.query_params.multi_items(), ("id", "value", "label"), _MOST)
        found = selected(query, values)
        page = query.cut(found)
        return JSONResponse(with_stats(page, query, len(found)) if query.stats else page)
