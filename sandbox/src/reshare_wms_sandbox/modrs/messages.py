# SPDX-License-Identifier: GPL-3.0-or-later

"""The NCIP messages that ReShare's WMS2 client sends, and the parts of the responses that it reads (reshare.md 1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, tostring

from ..ncip.wire import NAMESPACE, VERSION

_OCLC, _NISO = "http://oclc.org/ncip/schemes/", "http://www.niso.org/ncip/v1_0/imp1/schemes/"
_SYSTEM = f"{_OCLC}systemid/oclcsystemid.scm"
#: Agencies always have the type of an institution.
_AGENCY = f"{_OCLC}agencyid/institutionid.scm"
_PROFILE = f"{_OCLC}applicationprofiletype/circillapplicationprofiletype.scm"
_REQUEST_TYPE = f"{_OCLC}requestidentifiertype/circillrequestidentifiertype.scm"
_ACTION = "http://www.oclc.org/ncip/schemes/ws-illv1_0requestedactiontype/requestedactiontype.scm"
_PICKUP = f"{_OCLC}pickuplocation/branchid.scm"
_ELEMENT_TYPE = "http://www.niso.org/ncip/v1_0/schemes/itemelementtype/itemelementtype.scm"

Given = Mapping[str, str]


def accept_item_for_pickup(settings: Given, given: Given) -> Element:
    return accept_item(settings, given, "Hold For Pickup")


def accept_item(settings: Given, given: Given, action: str = "Hold For Fulfillment") -> Element:
    texts = {name: given[key] for name, key in (("Author", "author"), ("Title", "title")) if given.get(key)}
    number = [_text("CallNumber", given["callNumber"])] if given.get("callNumber") else []
    return _parts(
        "AcceptItem",
        _header(settings),
        _request(given["requestId"]),
        _text("RequestedActionType", action, _ACTION),
        _barcode("User", given["userId"]),
        _barcode("Item", given["itemBarcode"], _text("AgencyId", settings.get("wms_registry_id", ""), _AGENCY)),
        _parts(
            "ItemOptionalFields",
            _parts("BibliographicDescription", *(_text(name, text) for name, text in texts.items())),
            _parts("ItemDescription", *number),
        ),
        _text("PickupLocation", given["pickupLocation"], _PICKUP),
    )


def check_out_item(settings: Given, given: Given) -> Element:
    user, item = _barcode("User", given["borrowerBarcode"]), _barcode("Item", given["itemBarcode"])
    return _parts("CheckOutItem", _header(settings), user, item, _request(given["requestId"]))


def check_in_item(settings: Given, given: Given) -> Element:
    wanted = _text("ItemElementType", "Bibliographic Description", _ELEMENT_TYPE)
    return _parts("CheckInItem", _header(settings), _barcode("Item", given["itemBarcode"]), wanted)


def written(message: Element) -> bytes:
    root = _parts("NCIPMessage", message)
    root.set(_tag("version"), VERSION)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def value(element: Element, *path: str) -> str | None:
    """The text of an element in a response."""
    return element.findtext("/".join(map(_tag, path)))


def problems(response: Element) -> list[dict[str, Any]]:
    """The Problems of a response in the client's format."""
    names = {"type": "ProblemType", "detail": "ProblemDetail", "element": "ProblemElement", "value": "ProblemValue"}
    found = response.findall(_tag("Problem"))
    texts = [{key: value(problem, name) for key, name in names.items()} for problem in found]
    return [{key: text for key, text in one.items() if text is not None} for one in texts]


def due_date(response: Element) -> str | None:
    """DateDue in the client's format."""
    sent = value(response, "DateDue")
    if sent is None:
        return None
    moment = datetime.fromisoformat(sent)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _header(settings: Given) -> Element:
    sender = settings.get("ncip_from_agency", "")
    receiver = settings.get("ncip_to_agency") or sender
    return _parts(
        "InitiationHeader",
        _text("FromSystemId", "ReShare", _SYSTEM),
        _parts("FromAgencyId", _text("AgencyId", sender, _AGENCY)),
        _text("ToSystemId", "WMS Circ", _SYSTEM),
        _parts("ToAgencyId", _text("AgencyId", receiver, _AGENCY)),
        _text("ApplicationProfileType", "2.00", _PROFILE),
    )


def _request(number: str) -> Element:
    kind = _text("RequestIdentifierType", "ILL Request Id", _REQUEST_TYPE)
    return _parts("RequestId", kind, _text("RequestIdentifierValue", f"ReShareRequest{number}"))


def _barcode(what: str, barcode: str, *agency: Element) -> Element:
    scheme = f"visible{what.lower()}identifiertype"
    kind = _text(f"{what}IdentifierType", "Barcode", f"{_NISO}{scheme}/{scheme}.scm")
    return _parts(f"{what}Id", *agency, kind, _text(f"{what}IdentifierValue", barcode))


def _parts(name: str, *parts: Element) -> Element:
    element = Element(_tag(name))
    element.extend(parts)
    return element


def _text(name: str, text: str, scheme: str | None = None) -> Element:
    element = Element(_tag(name), {} if scheme is None else {_tag("Scheme"): scheme})
    element.text = text
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
