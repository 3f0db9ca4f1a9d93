# SPDX-License-Identifier: GPL-3.0-or-later

"""An NCIP client with the messages of ReShare's WMS2 client (oclc-apis.md 3.2, 3.3; wms-circulation.md 5.3), and a
library to test it with."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import requests

from support.sandbox_clock import NOW
from support.system_client import SMALL_SEED, SystemClient

NS = "{http://www.niso.org/2008/ncip}"
OCLC = "http://oclc.org/ncip/schemes/"
NISO = "http://www.niso.org/ncip/v1_0/imp1/schemes/"
KEYS = [{"key": "ncip-NN", "secret": "ncip-secret-NN", "scopes": ["SCIM", "configuration", "WMS_NCIP"]}]
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<ns1:NCIPMessage xmlns:ns1="http://www.niso.org/2008/ncip"
 ns1:version="http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"><ns1:{kind}>{content}</ns1:{kind}>
</ns1:NCIPMessage>"""

NOT_OUT = ("Item Not Checked Out", "ITEM_NOT_CHECKED_OUT")
RESHARE_PAIR = {"holding_location": "TSTM", "shelving_location": "ReShare"}

ITEMS = [
    {"barcode": "OWN1", "title": "A book", "holding_location": "TSTM", "shelving_location": "Stacks"},
    {"barcode": "OWN2", "title": "A lexicon", "holding_location": "TSTM", "shelving_location": "Reference"},
    {
        **{"barcode": "OWN3", "holding_location": "TSTM", "shelving_location": "Stacks", "material_format": "DVD"},
        **{"temporary_holding_location": "TSTA", "temporary_shelving_location": "Stacks"},
    },
]
PATRONS = [
    {"barcode": "P1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "One"},
    {"barcode": "P2", "borrowerCategory": "Faculty", "homeBranch": "91NN", "familyName": "Two"},
    {"barcode": "OFF", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Off", "isCircBlocked": True},
    {
        **{"barcode": "OLD", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Old"},
        **{"expires": "2020-01-31"},
    },
]
CONFIGURATION: dict[str, Any] = {
    **SMALL_SEED["configuration"],
    "loan_policies": [{**policy, "circulates": "always"} for policy in SMALL_SEED["configuration"]["loan_policies"]],
    "hold_request_policies": [{"name": "Two weeks", "default_hold_request_period": {"value": 2, "unit": "weeks"}}],
    "hold_request_policy_map": {"rows": [{"hold_request_policy": "Two weeks"}]},
    "hold_fulfillment_policies": [{"name": "Ten days", "hold_shelf_period": {"value": 10, "unit": "days"}}],
    "hold_fulfillment_policy_map": {"rows": [{"hold_fulfillment_policy": "Ten days"}]},
}
SETTINGS = {
    "enable": True,
    "temporary_item_holding_location": "TSTM",
    "temporary_item_shelving_location": "ReShare",
}


def days_from_now(number: int) -> str:
    """The last minute of a day, that many days from now."""
    return (datetime.fromisoformat(NOW) + timedelta(days=number)).strftime("%Y-%m-%dT23:59:00Z")


def circulating_seed(**configuration: Any) -> dict[str, Any]:
    """The seed of a library that lends and borrows through ReShare; keywords replace parts of its configuration."""
    members = {"wskeys": KEYS, "items": ITEMS, "patrons": PATRONS}
    configured = {**CONFIGURATION, "ill_settings": {"reshare": SETTINGS}, **configuration}
    return copy.deepcopy({**members, "configuration": configured})


def value(name: str, text: str, scheme: str | None = None) -> str:
    attribute = f' ns1:Scheme="{scheme}"' if scheme else ""
    return f"<ns1:{name}{attribute}>{escape(text)}</ns1:{name}>"


def group(name: str, *parts: str) -> str:
    return f"<ns1:{name}>{''.join(parts)}</ns1:{name}>"


def agency(text: str) -> str:
    return value("AgencyId", text, f"{OCLC}agencyid/institutionid.scm")


def header(sender: str, receiver: str | None = None, system: str = "ReShare") -> str:
    scheme = f"{OCLC}systemid/oclcsystemid.scm"
    profile = f"{OCLC}applicationprofiletype/circillapplicationprofiletype.scm"
    return group(
        "InitiationHeader",
        value("FromSystemId", system, scheme),
        group("FromAgencyId", agency(sender)),
        value("ToSystemId", "WMS Circ", scheme),
        group("ToAgencyId", agency(receiver or sender)),
        value("ApplicationProfileType", "2.00", profile),
    )


def request_id(number: str) -> str:
    scheme = f"{OCLC}requestidentifiertype/circillrequestidentifiertype.scm"
    kind = value("RequestIdentifierType", "ILL Request Id", scheme)
    return group("RequestId", kind, value("RequestIdentifierValue", f"ReShareRequest{number}"))


def user_id(barcode: str, kind: str = "Barcode") -> str:
    scheme = f"{NISO}visibleuseridentifiertype/visibleuseridentifiertype.scm"
    return group("UserId", value("UserIdentifierType", kind, scheme), value("UserIdentifierValue", barcode))


def item_id(barcode: str, kind: str = "Barcode", owner: str = "") -> str:
    scheme = f"{NISO}visibleitemidentifiertype/visibleitemidentifiertype.scm"
    parts = value("ItemIdentifierType", kind, scheme), value("ItemIdentifierValue", barcode)
    return group("ItemId", *([agency(owner)] if owner else []), *parts)


def message(kind: str, *parts: str) -> str:
    return MESSAGE.format(kind=kind, content="".join(parts))


class NcipClient:
    """ReShare as an NCIP client of a library's WMS."""

    def __init__(self, library: SystemClient):
        self.library = library
        self.branch: str = library.seed["branches"][0]["registry_id"]
        self.token = library.bearer("WMS_NCIP")

    def post(self, body: str | bytes, **headers: str) -> requests.Response:
        sent = {"Content-Type": "application/xml", **self.token, **headers}
        content = body.encode() if isinstance(body, str) else body
        return self.library.http.post(f"{self.library.base}/ncip", data=content, headers=sent)

    def send(self, kind: str, *parts: str, sender: str | None = None) -> NcipResponse:
        response = self.post(message(kind, header(sender or self.branch), *parts))
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"] == "application/xml"
        return NcipResponse(response.content)

    def accept(self, barcode: str, patron: str = "P1", pickup: str | None = None, **parts: str) -> NcipResponse:
        """parts: elements that replace the usual ones, by name."""
        description = group("BibliographicDescription", value("Author", "An author"), value("Title", "A title"))
        whole = {
            "RequestId": request_id(barcode),
            "RequestedActionType": value("RequestedActionType", "Hold For Fulfillment", "http://www.oclc.org/x.scm"),
            "UserId": user_id(patron),
            "ItemId": item_id(barcode, owner=self.library.id),
            "ItemOptionalFields": group("ItemOptionalFields", description, group("ItemDescription")),
            "PickupLocation": value("PickupLocation", pickup or self.branch, f"{OCLC}pickuplocation/branchid.scm"),
            **parts,
        }
        return self.send("AcceptItem", *whole.values())

    def check_out(self, barcode: str, patron: str = "P1", number: str = "1") -> NcipResponse:
        return self.send("CheckOutItem", user_id(patron), item_id(barcode), request_id(number))

    def check_in(self, barcode: str, kind: str = "Barcode") -> NcipResponse:
        wanted = value("ItemElementType", "Bibliographic Description", "http://www.niso.org/x.scm")
        return self.send("CheckInItem", item_id(barcode, kind), wanted)

    def state(self, what: str) -> list[dict[str, Any]]:
        return self.library.state()["circulation"][what]


class NcipResponse:
    """A response."""

    def __init__(self, content: bytes):
        self.content = content
        self.root = ElementTree.fromstring(content)
        assert self.root.tag == f"{NS}NCIPMessage"
        assert self.root.get(f"{NS}version", "").endswith("/ncip_v2_02.xsd")
        self.body = self.root[0]

    @property
    def kind(self) -> str:
        return self.body.tag.removeprefix(NS)

    def text(self, *path: str) -> str | None:
        return self.body.findtext("/".join(NS + name for name in path))

    @property
    def names(self) -> list[str]:
        """The names of the elements other than the header, in order."""
        return [part.tag.removeprefix(NS) for part in self.body if part.tag != f"{NS}ResponseHeader"]

    @property
    def problem(self) -> tuple[str | None, str | None]:
        assert "Problem" in self.names, self.content
        return self.text("Problem", "ProblemType"), self.text("Problem", "ProblemDetail")

    @property
    def due(self) -> str:
        assert self.names == ["ItemId", "UserId", "DateDue"], self.content
        return self.text("DateDue") or ""

    def ok(self) -> NcipResponse:
        assert "Problem" not in self.names, self.content
        return self
