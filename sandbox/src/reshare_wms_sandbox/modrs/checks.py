# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that mod-rs runs for a client: of a patron with the stored settings, and of a circulation system with settings
in the request (reshare.md 1.7, 1.9)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from .. import seed
from . import hostlms, settings, tables, wms
from .catalogue import version
from .messages import Given
from .rest import ModuleCall, Resource
from .wms import Client, Json


class Patrons(Resource):
    """``/rs/patron/{id}/canCreateRequest``."""

    path = "patron"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "rs.patronrequests.item.post"

    def can_create_request(self, call: ModuleCall, patron: str) -> Response:
        """Whether the library's WMS lets a patron borrow, as mod-rs checks it before a request."""
        rows = settings.stored(call.sandbox.state, call.library)
        effective = {key: row.get("value", row.get("defValue")) for key, row in rows.items()}
        found = {key: value for key, value in effective.items() if value is not None}
        # Read from the value only; the default is ignored (2.1).
        adapter = rows.get("host_lms_integration", {}).get("value")
        details = hostlms.lookup_patron(adapter, Client(call.sandbox, found, wms.own_hosts(call.request)), patron)
        return JSONResponse(_verdict(call, details))


class HostLmsTests(Resource):
    """``/rs/testHostLMS/{action}``: all settings are parameters of the request."""

    path = "testHostLMS"
    since = "2.13"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        return "rs.testHostLMS"

    def act(self, call: ModuleCall, action: str) -> Response:
        given = dict(call.request.query_params)
        adapter = given.get("lms")
        needed, complaint, act = ACTIONS[action]
        if not adapter:
            return JSONResponse({"error": "lms not supplied"})
        if adapter not in hostlms.ADAPTERS:
            return JSONResponse({"error": f"unable to determine service for lms: {adapter}"})
        if not all(given.get(name) for name in needed):
            return JSONResponse({"error": complaint})
        names = {key: given[name] for key, name in _PARAMETERS.items() if name in given}
        client = Client(call.sandbox, {**names, "borrower_check": "ncip"}, wms.own_hosts(call.request))
        return JSONResponse(act(adapter, client, given))


_PARAMETERS = {
    "ncip_server_address": "ncipServerAddress",
    "ncip_from_agency": "ncipFromAgency",
    "ncip_to_agency": "ncipToAgency",
    "ncip_app_profile": "ncipAppProfile",
    "wms_api_key": "wmsApiKey",
    "wms_api_secret": "wmsApiSecret",
    "wms_lookup_patron_endpoint": "wmsLookupPatronEndpoint",
    "wms_registry_id": "wmsRegistryId",
}


def _verdict(call: ModuleCall, details: Json) -> Json:
    """The response to the client, which does not identify the patron."""
    problems, valid = details.get("problems"), False
    if details["result"]:
        refusal = _refusal(call, details)
        problems, valid = refusal or problems, refusal is None
    shown = {} if problems is None else {"problems": _shown(problems)}
    return {"patronValid": valid, **shown, "status": details.get("status")}


def _refusal(call: ModuleCall, details: Json) -> list[str] | None:
    profile = _profile(call, details.get("userProfile"))
    if details["status"] != "OK":
        return ["Record status is not valid."]
    if profile is not None and profile.get("canCreateRequests") is False:
        return [f"Patron profile ({profile['code']}) is configured to not allow requesting in ReShare."]
    return None


def _profile(call: ModuleCall, code: str | None) -> Mapping[str, Any] | None:
    """The row of the patron's profile; the server creates it or shows it again (2.3)."""
    table = tables.PatronProfiles
    if code is None or version(table.since) > version(call.reshare.mod_rs):
        return None
    tables.meet(call.sandbox.state, call.tenant, tables.Met(patron_profile=code))
    rows = (document.body for document in call.sandbox.state.documents(call.tenant, table.path))
    return next(row for row in rows if row["code"] == code)


def _shown(problems: Any) -> str:
    """The text that Java produces for a list of texts, and for a list of JSON objects."""
    if isinstance(problems, str):
        return problems
    if all(isinstance(problem, str) for problem in problems):
        return f"[{', '.join(problems)}]"
    return json.dumps(problems, separators=(",", ":"), ensure_ascii=False)


Act = Callable[[str, Client, Given], Json]
_ACCEPTED = ("itemBarcode", "requestId", "userId", "author", "title", "pickupLocation")
#: For each test: the required parameters, the message if one is missing, and the function that runs it.
ACTIONS: dict[str, tuple[tuple[str, ...], str, Act]] = {
    "validate": (("patronId",), "no patronId supplied", hostlms.validate),
    "checkOut": (
        ("requestId", "itemBarcode", "borrowerBarcode"),
        "Need to supply the requestId, itemBarcode and borrowerBarcode parameters to test check out",
        hostlms.check_out,
    ),
    "checkIn": (("itemBarcode",), "Need to supply the itemBarcode to check the item in", hostlms.check_in),
    "acceptItem": (
        _ACCEPTED,
        f"Need to supply all the following fields {', '.join(_ACCEPTED)} to accept the item",
        hostlms.accept_item,
    ),
}
PATRONS, TESTS = Patrons(), HostLmsTests()
