# SPDX-License-Identifier: GPL-3.0-or-later

"""The adapter through which mod-rs uses the library's circulation system (reshare.md 1.1 to 1.3, 1.5, 1.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from xml.etree.ElementTree import Element

from ..vocabulary import VOCABULARIES, normal
from . import messages
from .messages import Given
from .rest import module_exception
from .wms import Client, Exchange, Json, Problems

Message = Callable[[Given, Given], Element]

#: Values of host_lms_integration that mod-rs implements.
ADAPTERS = frozenset(map(normal, VOCABULARIES["rs"]["HostLMSIntegrationAdapter"]))
_WMS = ("wms", "wms2")
_NCIP = "ncip"
_SPOOFED: Json = {"result": True, "status": "OK", "reason": "spoofed"}
_NOT_CONFIGURED: Json = {
    "result": False,
    "problems": "Host LMS integration not configured: "
    "Choose Host LMS in settings or deconfigure host LMS integration in settings.",
}
_UNDEFINED = "ncip_server_address, ncip_from_agency and ncip_app_profile must be defined"
#: The only profile that WMS ever returns: the name of the field whose value is OK (1.7).
_PROFILE = "STATUS"
#: The one problem of a check-in that counts as success (1.6).
_CHECKED_IN = ("item not checked out", "9022", "not on loan", "unknown item")


def lookup_patron(adapter: str | None, client: Client, patron: str) -> Json:
    if adapter not in ADAPTERS:
        return _NOT_CONFIGURED
    # Any method other than exactly "ncip" has no effect, although the screen shows it as set (0.4).
    if adapter == "manual" or client.settings.get("borrower_check") != _NCIP:
        return _SPOOFED
    found = _lookup(adapter, client, patron)
    # The second look-up is by user name, which this client does not support: it searches for the text "null" (1.5).
    again = found if found["result"] else _lookup(adapter, client, "null")
    return {**(again if again["result"] else found), "reason": _NCIP}


def _lookup(adapter: str | None, client: Client, patron: str) -> Json:
    failed: Json = {"status": "FAIL", "result": False}
    if not _defined(client.settings):
        return {**failed, "problems": f"Unexpected problem in NCIP Call: {_UNDEFINED}"}
    try:
        _refuse_adapter(adapter)
        user = client.lookup_user(patron)
    except Problems as problems:
        return {**failed, "problems": problems.found}
    return {
        "status": user.status,
        "userProfile": _PROFILE if user.status == "OK" else None,
        "result": True,
        "userid": user.id,
        "givenName": user.given_name or None,
        "surname": user.surname or None,
        "email": user.email,
    }


def validate(adapter: str, client: Client, given: Given) -> Json:
    return {**lookup_patron(adapter, client, given["patronId"]), "logging": _logged(None)}


def check_out(adapter: str, client: Client, given: Given) -> Json:
    answer, result = _circulated(adapter, client, messages.check_out_item, given)
    if answer is None:
        return result
    user, item = ("UserId", "UserIdentifierValue"), ("ItemId", "ItemIdentifierValue")
    found = {"userId": messages.value(answer, *user), "itemId": messages.value(answer, *item)}
    return {**result, "dueDate": messages.due_date(answer), **found}


def check_in(adapter: str, client: Client, given: Given) -> Json:
    result = _circulated(adapter, client, messages.check_in_item, given)[1]
    problems = result.get("problems", ())
    if len(problems) == 1 and str(problems[0].get("type")).lower() in _CHECKED_IN:
        rest = {name: value for name, value in result.items() if name != "problems"}
        return {**rest, "result": True, "already_checked_in": True}
    return {**result, "already_checked_in": False}


def accept_item(adapter: str, client: Client, given: Given) -> Json:
    """The older client sends another action; whether WMS accepts it depends on WMS (1.2)."""
    message = messages.accept_item if adapter == "wms2" else messages.accept_item_for_pickup
    return _circulated(adapter, client, message, given)[1]


def _circulated(adapter: str, client: Client, message: Message, given: Given) -> tuple[Element | None, Json]:
    """Send an NCIP message. Returns mod-rs's result for the response."""
    if adapter == "manual":
        return None, {"result": True, "reason": "spoofed", "logging": _logged(None)}
    if not _defined(client.settings):
        raise module_exception(_UNDEFINED)
    try:
        _refuse_adapter(adapter)
        answer, exchange = client.send(message(client.settings, given))
    except Problems as problems:
        failed = {"reason": _NCIP, "result": False, "problems": problems.found}
        return None, {**failed, "logging": _logged(problems.exchange)}
    return answer, {"reason": _NCIP, "result": True, "logging": _logged(exchange)}


def _defined(found: Given) -> bool:
    """Whether the settings that every call reads are set; an empty text counts as set (1.3)."""
    agency = found.get("ncip_to_agency") or found.get("ncip_from_agency")
    return None not in (found.get("ncip_server_address"), agency, found.get("ncip_app_profile"))


def _refuse_adapter(adapter: str | None) -> None:
    if adapter not in _WMS:
        detail = "NCIP2 Client failed to call NCIP server or parse returned results"
        raise Problems([{"detail": detail, "value": f"The sandbox does not simulate a system of {adapter}."}])


def _logged(exchange: Exchange | None) -> Json:
    found = asdict(exchange) if exchange else {}
    return {
        "protocolType": "NCIP",
        "protocolMethod": "POST",
        "url": found.get("url"),
        "requestBody": found.get("request"),
        "responseStatus": str(found["status"]) if found else None,
        "responseBody": found.get("response"),
        "duration": 0,
    }
