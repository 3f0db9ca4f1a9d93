# SPDX-License-Identifier: GPL-3.0-or-later

"""The effects of the messages AcceptItem, CheckOutItem and CheckInItem (wms-circulation.md 5; oclc-apis.md 3.3 to 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from ..clock import written
from . import dates, policies, wire
from .circulation import PENDING, TEMPORARY_FORMAT, Desk, LocatedItem, Patron, case_of_loan
from .policies import Case, Fields
from .problems import RejectedMessage, missing
from .wire import Identifier, Message

_BARCODE, _REQUEST = "Barcode", "ILL Request Id"
#: The system that sends messages for the integration whose section of ILL Settings has the location.
_SYSTEM = "ReShare"
#: The action that ReShare requests, and that of OCLC's sample (3.3).
_ACTIONS = ("Hold For Fulfillment", "Circulate")


def accept_item(desk: Desk, message: Message) -> list[Element]:
    """Create a temporary item at the location of ILL Settings, with a hold for the patron (5.1, step 2)."""
    holding, shelving = _temporary_location(desk, message)
    request, barcode = message.identifier("RequestId"), _barcode(message, "ItemId")
    description = _description(message)
    patron = _patron(desk, message)
    if desk.item(barcode.value) is not None:
        raise RejectedMessage("Cannot Accept Item", "DUPLICATE_BARCODE", "ItemIdentifierValue", _full(desk, barcode))
    case = Case(patron.type, TEMPORARY_FORMAT, holding, shelving)
    hold = {"request": request.value, **_hold(desk, message, patron, case)}
    place = {"holding_location": holding, "shelving_location": shelving}
    with desk.state.transaction():
        item = desk.add_temporary_item({"barcode": barcode.value, **place, **description, "request": request.value})
        desk.add_hold(item, patron, hold)
    return [wire.identifier("RequestId", request), wire.identifier("ItemId", barcode)]


def check_out_item(desk: Desk, message: Message) -> list[Element]:
    """Lend an item for the period that the Loan Policy Map selects (5.1, step 4; 5.2, step 2)."""
    barcode = _barcode(message, "ItemId")
    patron = _patron(desk, message)
    item = _item(desk, barcode)
    _refuse_unavailable(desk, item, patron, barcode)
    policy, row = _loan_policy(desk, item, patron, barcode)
    _refuse_too_many_loans(desk, item, patron)
    due = _due(policy, patron, desk.now)
    fields: dict[str, Any] = {
        "due_date": written(due),
        "circulation_rule": policy["name"],
        "long_overdue_policy": row.get("long_overdue_policy"),
        "request": message.text("RequestId", "RequestIdentifierValue") or None,
    }
    with desk.state.transaction():
        desk.lend(item, patron, fields)
    user = message.identifier("UserId")
    date_due = wire.simple("DateDue", dates.sent(desk.state, desk.id, due))
    return [wire.identifier("ItemId", barcode), wire.identifier("UserId", user), date_due]


def check_in_item(desk: Desk, message: Message) -> list[Element]:
    """End a loan, or trap the hold on a borrowed item that has just arrived (5.1, steps 3 and 5; 5.2, step 4)."""
    identifier = _barcode(message, "ItemId", _BARCODE, _REQUEST)
    with desk.state.transaction():
        if identifier.is_of_type(_REQUEST):
            # An unknown item, or one that is not on loan, is a success (3.3).
            for loan in desk.loans():
                if loan.body["request"] == identifier.value:
                    desk.end(loan)
        else:
            _return(desk, _item(desk, identifier), identifier)
    return [wire.identifier("ItemId", identifier)]


HANDLERS: dict[str, Callable[[Desk, Message], list[Element]]] = {
    "AcceptItem": accept_item,
    "CheckOutItem": check_out_item,
    "CheckInItem": check_in_item,
}


def carry_out(desk: Desk, message: Message) -> list[Element]:
    """Carry out a message. Returns the content of its response."""
    handler = HANDLERS.get(message.kind)
    if handler is None:
        raise RejectedMessage("Unsupported Service", "UNSUPPORTED_SERVICE", value=message.kind, general=True)
    _refuse_foreign_agencies(desk, message)
    return handler(desk, message)


# The patron, the item and the agencies of a message


def _refuse_foreign_agencies(desk: Desk, message: Message) -> None:
    """Both agencies have to be the library's own. Institution or branch: the sources disagree, so both are accepted
    (3.3)."""
    library = desk.library
    known = {library.registry_id, library.symbol, *(branch.registry_id for branch in library.branches)} - {""}
    header = message.header
    if header is None:
        raise missing("InitiationHeader")
    for element, term in (("FromAgencyId", header.from_agency), ("ToAgencyId", header.to_agency)):
        if term is None or not term.value:
            raise missing(element)
        if term.value not in known:
            raise RejectedMessage("Unknown Agency", "UNKNOWN_AGENCY", element, term.value, general=True)


def _temporary_location(desk: Desk, message: Message) -> tuple[str, str]:
    """The pair of locations of ILL Settings, if the integration is enabled there (4)."""
    settings = desk.state.documents(desk.id, "ill_settings")[0].body.get("reshare", {})
    system = message.header.from_system if message.header else None
    if not settings.get("enable") or (system is not None and system.value != _SYSTEM):
        value = system.value if system else ""
        raise RejectedMessage(
            "Unauthorized Service For Agency", "INTEGRATION_NOT_ENABLED", "FromSystemId", value, general=True
        )
    return settings["temporary_item_holding_location"], settings["temporary_item_shelving_location"]


def _barcode(message: Message, name: str, *types: str) -> Identifier:
    identifier = message.identifier(name)
    if not identifier.is_of_type(*(types or (_BARCODE,))):
        element = f"{name.removesuffix('Id')}IdentifierType"
        raise RejectedMessage("Element Rule Violated", "UNSUPPORTED_IDENTIFIER_TYPE", element)
    return identifier


def _patron(desk: Desk, message: Message) -> Patron:
    """The patron, if the account may borrow."""
    identifier = message.identifier("UserId")
    patron = desk.patron(identifier.value) if identifier.is_of_type(_BARCODE) else None
    place = "UserIdentifierValue", _full(desk, identifier)
    if patron is None:
        raise RejectedMessage("Unknown User", "UNKNOWN_USER", *place)
    if patron.blocked:
        raise RejectedMessage("User Blocked", "PATRON_BLOCKED", *place)
    # The account is valid until the end of its last day (2.3).
    if patron.last_day < desk.now.date().isoformat():
        raise RejectedMessage("User Blocked", "PATRON_EXPIRED", *place)
    return patron


def _item(desk: Desk, barcode: Identifier) -> LocatedItem:
    item = desk.item(barcode.value)
    if item is None:
        raise RejectedMessage("Unknown Item", "UNKNOWN_ITEM", "ItemIdentifierValue", _full(desk, barcode))
    return item


def _full(desk: Desk, identifier: Identifier) -> str:
    """A value in the format of OCLC's samples (3.4)."""
    return f"{desk.id}/{identifier.value}"


# Holds


def _description(message: Message) -> dict[str, str]:
    """The description of a borrowed item, if it is requested in a way that is supported."""
    action = message.needed("RequestedActionType")
    if action not in _ACTIONS:
        raise RejectedMessage("Element Rule Violated", "UNSUPPORTED_ACTION", "RequestedActionType", action)
    return {
        "title": message.needed("ItemOptionalFields", "BibliographicDescription", "Title"),
        "author": message.text("ItemOptionalFields", "BibliographicDescription", "Author"),
        "call_number": message.text("ItemOptionalFields", "ItemDescription", "CallNumber"),
    }


def _hold(desk: Desk, message: Message, patron: Patron, case: Case) -> dict[str, Any]:
    """The patron's hold on a borrowed item, if the policies allow it."""
    pickup = _pickup_location(desk, message, case)
    policy = _hold_request_policy(desk, case)
    _refuse_too_many_holds(desk, patron, case)
    ends = _end_of_hold(policy, desk.now)
    expires = None if ends is None else written(ends)
    return {"pickup_location": pickup, "hold_request_policy": policy["name"], "expires": expires}


def _pickup_location(desk: Desk, message: Message, case: Case) -> str:
    """The pickup branch of the message, if the item may be picked up there (6.23)."""
    given = message.needed("PickupLocation")
    rows = (row.body for row in desk.state.documents(desk.id, "holding_codes"))
    branch = next((row for row in rows if row.get("branch_registry_id") == given), None)
    if branch is None:
        raise RejectedMessage("Element Rule Violated", "UNKNOWN_PICKUP_LOCATION", "PickupLocation", given)
    allowed = policies.pickup_locations(desk.state, desk.id, case)
    if allowed is not None and branch.get("branch_name") not in allowed:
        raise RejectedMessage("Element Rule Violated", "PICKUP_LOCATION_NOT_ALLOWED", "PickupLocation", given)
    return given


def _hold_request_policy(desk: Desk, case: Case) -> Fields:
    policy = policies.hold_request_policy(desk.state, desk.id, case)
    if policy is None:
        raise RejectedMessage("Cannot Accept Item", "NO_HOLD_REQUEST_POLICY", "UserIdentifierValue")
    return policy


def _refuse_too_many_holds(desk: Desk, patron: Patron, case: Case) -> None:
    """Every row of the Hold Limit Matrix that matches applies (6.18). All holds here are on temporary items, so a row
    covers all holds of a patron or none."""
    held = sum(hold.body["account"] == patron.account for hold in desk.holds())
    for _unused, limit in policies.hold_limits(desk.state, desk.id, case, patron.verified):
        if held >= limit:
            raise RejectedMessage("Element Rule Violated", "HOLD_LIMIT_EXCEEDED", "UserIdentifierValue", patron.barcode)


def _end_of_hold(policy: Fields, now: datetime) -> datetime | None:
    """The next fixed date, or else the end of the period (6.19)."""
    period = policy.get("default_hold_request_period")
    ends = None if period is None else dates.end_of(period, now)
    return next(iter(dates.next_fixed(policy.get("hold_fixed_due_dates"), now)), ends)


# Loans


def _refuse_unavailable(desk: Desk, item: LocatedItem, patron: Patron, barcode: Identifier) -> None:
    place = "ItemIdentifierValue", _full(desk, barcode)
    if desk.loan_of(item) is not None:
        raise RejectedMessage("Resource Cannot Be Provided", "ITEM_ON_LOAN", *place)
    hold = desk.hold_on(item)
    if hold is not None and hold.body["account"] != patron.account:
        raise RejectedMessage("Resource Cannot Be Provided", "ITEM_ON_HOLD_FOR_ANOTHER_PATRON", *place)


def _loan_policy(desk: Desk, item: LocatedItem, patron: Patron, barcode: Identifier) -> tuple[Fields, Fields]:
    """The policy, if the item circulates under it without an override (6.12)."""
    place = "ItemIdentifierValue", _full(desk, barcode)
    found = policies.loan_policy(desk.state, desk.id, item.case(patron))
    if found is None:
        raise RejectedMessage("Resource Cannot Be Provided", "NO_LOAN_POLICY", *place)
    match found[0].get("circulates"):
        case "never":
            raise RejectedMessage("Item Does Not Circulate", "ITEM_DOES_NOT_CIRCULATE", *place)
        case "only with an override":
            raise RejectedMessage("Item Does Not Circulate", "OVERRIDE_REQUIRED", *place)
    return found


def _refuse_too_many_loans(desk: Desk, item: LocatedItem, patron: Patron) -> None:
    """Every row of the Loan Limit Matrix that matches applies to the loans that it covers (6.16)."""
    lent = [case_of_loan(loan, patron) for loan in desk.loans() if loan.body["account"] == patron.account]
    for row, limit in policies.loan_limits(desk.state, desk.id, item.case(patron)):
        if sum(policies.covers(row, one) for one in lent) >= limit:
            raise RejectedMessage(
                "Maximum Check Outs Exceeded", "LOAN_LIMIT_EXCEEDED", "UserIdentifierValue", patron.barcode
            )


def _due(policy: Fields, patron: Patron, now: datetime) -> datetime:
    """The end of the period, or else the last day of the account or the next fixed date, if that is earlier (6.12)."""
    period = policy.get("loan_period")
    ends = dates.WITHOUT_PERIOD if period is None else dates.end_of(period, now)
    return min([ends, dates.end_of_day(patron.last_day), *dates.next_fixed(policy.get("fixed_due_dates"), now)])


def _return(desk: Desk, item: LocatedItem, barcode: Identifier) -> None:
    loan = desk.loan_of(item)
    if loan is not None:
        desk.end(loan)
    elif not _trapped(desk, item):
        place = "ItemIdentifierValue", _full(desk, barcode)
        raise RejectedMessage("Item Not Checked Out", "ITEM_NOT_CHECKED_OUT", *place)


def _trapped(desk: Desk, item: LocatedItem) -> bool:
    """Whether the item goes to the hold shelf, for the period that the Hold Fulfillment Policy Map selects (6.21)."""
    hold = desk.hold_on(item)
    patron = desk.holder(hold) if hold is not None and hold.body["status"] == PENDING else None
    if hold is None or patron is None:
        return False
    if not policies.fills_holds(desk.state, desk.id, item.case(patron), patron.home_branch):
        return False
    policy = policies.hold_fulfillment_policy(desk.state, desk.id, item.case(patron)) or {}
    period = policy.get("hold_shelf_period")
    until = None if period is None else written(dates.end_of(period, desk.now))
    desk.trap(hold, {"hold_fulfillment_policy": policy.get("name"), "shelf_until": until})
    return True
