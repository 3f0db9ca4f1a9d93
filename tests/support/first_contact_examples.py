# SPDX-License-Identifier: GPL-3.0-or-later

"""What a first contact with systems that are as assumed sends and receives."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._first_contact.contact import FirstContact, RecordedExchange
from ansible_collections.reshare.wms.plugins.module_utils._first_contact.observed import observed
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tables_store import PATHS
from ansible_collections.reshare.wms.plugins.module_utils._wms.scim_user import CIRCULATION, CORE, CORRELATION, PERSONA
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact import assessment

SCOPES = "SCIM WorldCatMetadataAPI:get_holding_codes"
TOKEN = {
    **{
        "access_token": "tk_1",
        "expires_in": 1199,
        "expires_at": "2026-11-28 12:20:00Z",
        "context_institution_id": "100101",
    },
    **{"scope": SCOPES, "scopes": SCOPES},
}
ACCOUNT = {
    "id": "1f3c",
    "schemas": [CORE, PERSONA, CIRCULATION, CORRELATION],
    "name": {"familyName": "Test"},
    PERSONA: {"institutionId": "100101", "oclcExpirationDate": "2030-12-31T00:00:00Z"},
    CIRCULATION: {
        "circulationInfo": {
            **{"barcode": "PATRON-1", "borrowerCategory": "Student", "homeBranch": "100111"},
            **dict.fromkeys(("isCircBlocked", "isVerified", "isFineExempt"), False),
        }
    },
    CORRELATION: {
        "correlationInfo": [
            {"sourceSystem": "urn:mace:oclc:idm:adams", "idAtSource": "6a0b6a4e-0d5e-4f4c-8d5e-2b1f0c3d4e5f"}
        ]
    },
    "meta": {"version": '"1"', "resourceType": "User"},
}
LISTED = {**ACCOUNT, "meta": {"resourceType": "User"}}
LOCATIONS = {
    "id": "100101",
    "hasProblems": False,
    "branchLocations": [
        {
            **{"branchLocationId": "100111", "branchLocationHoldingCode": "ADMM", "shelvingLocations": ["Stacks"]},
            **{"branchLocationHoldingSymbol": "ADM", "defaultHoldingSymbol": True, "shelvingLocationScheme": "shelf"},
        }
    ],
}
PROBE = """<ncip:NCIPMessage xmlns:ncip="http://www.niso.org/2008/ncip"><ncip:CheckInItemResponse><ncip:Problem><ncip:ProblemType>Unknown
Item</ncip:ProblemType><ncip:ProblemDetail>no such item</ncip:ProblemDetail></ncip:Problem></ncip:CheckInItemResponse></ncip:NCIPMessage>"""
SETTINGS = [
    {"id": f"s{number}", "key": key, "value": "1"}
    for number, key in enumerate(
        (
            "host_lms_integration",
            "ncip_server_address",
            "wms_registry_id",
            "wms_api_key",
            "wms_api_secret",
            "auto_responder_status",
        )
    )
]
ROWS: dict[str, list[dict[str, Any]]] = {
    "reshare_location": [
        {"id": "a", "code": "ADMM", "hidden": False, "sites": [{"id": "e"}]},
        {"id": "b", "code": "ADML", "hidden": False, "sites": []},
    ],
    "reshare_shelving_location": [{"id": "c", "code": "Stacks", "supplyPreference": 1}],
    "reshare_shelving_location_site": [
        {"id": "e", "location": {"id": "a"}, "shelvingLocation": {"id": "c", "code": "Stacks"}}
    ],
    "reshare_patron_profile": [{"id": "f", "code": "STATUS"}],
    "reshare_item_loan_policy": [],
}
ENTRIES = [
    {
        **{"id": f"e{number}", "slug": name.lower(), "name": name},
        **{
            "type": {"value": "institution", "label": "Institution"},
            "status": {"value": "managed", "label": "Managed"},
        },
        "symbols": [{"symbol": name[:3].upper(), "authority": {"symbol": "RESHARE"}}],
        "customProperties": {
            "policy.ill.loan_policy": [{"id": number, "value": {"value": "lending", "label": "Lending"}}]
        },
    }
    for number, name in enumerate(("Adams", "Baker"))
]


def listed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of a list."""
    return {"results": rows, "totalRecords": len(rows), "total": len(rows)}


#: The bodies of the responses, by step.
BODIES: dict[str, Any] = {
    "token": TOKEN,
    "search": {"totalResults": 1, "Resources": [LISTED]},
    "other case": {"totalResults": 1, "Resources": [LISTED]},
    "account": ACCOUNT,
    "token for locations": TOKEN,
    "locations": LOCATIONS,
    "probe": PROBE,
    "login": {"accessTokenExpiration": "2026-11-28T12:10:00Z"},
    "modules": [{"id": "mod-rs-2.18.8"}, {"id": "mod-directory-2.11.1"}],
    "settings": SETTINGS,
    **{name: listed(ROWS[name]) for name in PATHS},
    "directory": listed(ENTRIES),
    "full directory": listed(ENTRIES),
    "copy": listed([{"slug": "adams", "customProperties": {}}]),
    "patron check": {"patronValid": True, "problems": "", "status": "OK"},
}
HEADERS = MappingProxyType({"Date": "Sat, 28 Nov 2026 12:00:00 GMT", "ETag": '"1"'})


def response(body: Any, status: int = 200, headers: Mapping[str, str] = HEADERS) -> Response:
    """A response with a body, as JSON unless it is a text."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Response("GET https://example.org", status, headers, text, {"folioAccessToken": "tk_2"})


def exchange(step: str, body: Any, status: int = 200, headers: Mapping[str, str] = HEADERS) -> RecordedExchange:
    """An exchange of a step."""
    sent = {"data": {"scope": f"{SCOPES} context:100101"}} if step.startswith("token") else {}
    url = "https://okapi.example.org/authn/login-with-expiry" if step == "login" else "https://example.org"
    return RecordedExchange(step, url, sent, response(body, status, headers))


def contact(change: Callable[[RecordedExchange], RecordedExchange] = lambda one: one, **bodies: Any) -> FirstContact:
    """A first contact. bodies: they replace the usual ones, by step. change: applied to each exchange."""
    # All tokens have the same shape.
    tokens = {"token for locations": bodies["token"]} if "token" in bodies else {}
    exchanges = [change(exchange(step, body)) for step, body in {**BODIES, **tokens, **bodies}.items()]
    return FirstContact("100101", "Student", "ADMM", exchanges)


def answered(one: RecordedExchange, answer: Response) -> RecordedExchange:
    """The exchange with another response."""
    return replace(one, answer=answer)


def document(seen: FirstContact, **unanswered: str) -> dict[str, Any]:
    """The content of the file. unanswered: the steps without a usable response."""
    return assessment.assessment_document([*observed(seen)], unanswered, True)


def found(seen: FirstContact) -> dict[str, dict[str, Any]]:
    """The findings, by the id of the assumption."""
    return {one["id"]: one for one in document(seen)["assumptions"]}


def contradicted(seen: FirstContact) -> dict[str, list[str]]:
    """The assumptions that are contradicted, with their alternatives; the list is empty if none is known."""
    return {name: one["alternatives"] for name, one in found(seen).items() if one["state"] == assessment.CONTRADICTED}


def confirmed(seen: FirstContact) -> set[str]:
    """The assumptions that are confirmed."""
    return {name for name, one in found(seen).items() if one["state"] == assessment.CONFIRMED}
