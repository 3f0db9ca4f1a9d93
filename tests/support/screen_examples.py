# SPDX-License-Identifier: GPL-3.0-or-later

"""A library for the sandbox's screens: every kind, every type of field, and texts that a page can break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from reshare_wms_sandbox.configuration.kinds import KINDS

from support.seeds import changed_seed

MARKUPS = ("plain", "cells", "aria", "frames", "app")
#: Whether the page and its frames are drawn.
READY = """
const documents = (one) => [one.document, ...Array.from(one.frames, documents).flat()];
return documents(window).every((one) => one.documentElement?.dataset.ready === "1");
"""
QUOTES = "Say \"no\" & 'yes' </script><b>1</b> {{ 7*7 }}"
RIGHT_TO_LEFT = "השאלה רגילה (א)"
LINES = 'Dear reader,\n\n"Books" & <i>more</i> wait.\nשלום'
ROWS = 200


def _rows() -> list[dict[str, Any]]:
    some = [
        {"patron_policy": f"Type {number}", "material_format": "Book & Score", "loan_policy": QUOTES}
        for number in range(ROWS - 3)
    ]
    places = [
        {"holding_location": "TSTM", "shelving_location": 'R&D "old"', "loan_policy": RIGHT_TO_LEFT},
        {"holding_location": "TSTA", "loan_policy": "Blank", "long_overdue_policy": QUOTES},
    ]
    return [*some, *places, {"loan_policy": QUOTES, "precedence": 900}]


_EVERY_LOAN_FIELD = {
    "circulates": "only with an override",
    "loan_period": {"value": 28, "unit": "days"},
    "fixed_due_dates": ["2027-01-31", "2027-06-30"],
    "include_closed_days": True,
    "due_date_adjustment": "Next open & staffed day",
    "overdue_grace_period": {"value": 0, "unit": "hours"},
    "renew_period": {"value": 1, "unit": "months"},
    "renew_period_occurs_after": "the original due date",
    "automatic_renewal": True,
    "recall_bill": QUOTES,
    "overdue_notification_policy": RIGHT_TO_LEFT,
    "loan_overdue_notice": "A notice that was deleted",
    "other_settings": {"Max renewals": 3, 'Show "due" & time': True, "Note": LINES, "Factor": 1.5, "Quiet": False},
}

CONFIGURATION: dict[str, Any] = {
    "borrower_categories": [{"name": 'Faculty & "Staff"', "description": LINES}, {"name": RIGHT_TO_LEFT}],
    "notification_policies": [
        {"name": RIGHT_TO_LEFT, "notification_type": "Loan Overdue", "start_text": LINES, "subject": QUOTES}
    ],
    "notification_templates": [
        {"name": "Reminder <1>", "notification_type": "Loan Overdue", "header": f"\n{LINES}", "footer": "</textarea>"}
    ],
    "bill_reasons": [{"name": QUOTES, "associated_with": "Only applies to holds", "auto_calculate_tax": True}],
    "bill_structures": [
        {
            "name": "Daily & more",
            "bill_reason": QUOTES,
            "bill_type": "Periodic Bill",
            "recurring_amounts": [
                {"amount": "0.00", "recurrence": "1 day", "duration": "3 days"},
                {"amount": "0.25", "recurrence": '1 "day"'},
            ],
        },
        {"name": QUOTES, "bill_reason": QUOTES, "bill_type": "Fixed Bill", "amount": "1.00"},
    ],
    "patron_type_policies": [
        {
            "name": 'Faculty & "Staff"',
            "outstanding_bill_value_limit": "20.00",
            "total_loan_value_limit": "No Limit",
            "max_claimed_lost": 0,
            "max_claimed_returned": "No Limit",
            "use_patron_supplied_email": True,
        },
        {"name": RIGHT_TO_LEFT, "outstanding_bill_value_limit": "No Limit"},
    ],
    "loan_policies": [
        {"name": QUOTES, **_EVERY_LOAN_FIELD},
        {"name": RIGHT_TO_LEFT},
        {"name": "Blank", "circulates": "always"},
    ],
    "long_overdue_policies": [{"name": QUOTES, "loan_long_overdue_notice": "Reminder <1>"}],
    "loan_policy_map": {"rows": _rows()},
    "hold_limit_policies": [
        {"name": "Ten", "verified_hold_count_limit": 10, "unverified_hold_count_limit": "No Limit"}
    ],
    "hold_request_policies": [{"name": "Two months", "hold_fixed_due_dates": ["2027-12-31"]}],
    "hold_fulfillment_policies": [
        {"name": "One week", "hold_shelf_period": {"value": 7, "unit": "days"}, "item_approval": True}
    ],
    "hold_pickup_locations_map": {
        "rows": [
            {"holding_location": "TSTM", "default_pickup_locations": ["Main", 'Annex & "Law"', "ספרייה"]},
            {"default_pickup_locations": ["Main"], "alternative_pickup_locations": ['Annex & "Law"']},
        ]
    },
    "collection_type_policies": [
        {
            "name": 'Closed & "rare"',
            "locations": [
                {"holding_location": "TSTM", "shelving_location": 'R&D "old"'},
                {"material_format": "Book"},
            ],
            "default_availability": "Unavailable",
            "fulfill_holds_for": "No patrons",
        }
    ],
    "notification_settings": {
        "notification_types": {"Loan Overdue": True, 'Hold "Pickup" & more': False},
        "other_settings": {"Reply to": "a@example.org"},
    },
    "ill_settings": {
        "reshare": {
            "enable": True,
            "temporary_item_holding_location": "TSTM",
            "temporary_item_shelving_location": "Stacks",
        },
        "relais_d2d": {"enable": False, "temporary_item_holding_location": "TSTA"},
        "tipasa_and_worldshare_ill": {
            "borrowing_institution_patron_barcode": QUOTES,
            "other_settings": {"Fee & more": "Fine"},
        },
        "zfl_server": {"host": "zfl.example.org", "port": "8080"},
    },
}


def screens_seed() -> dict[str, Any]:
    """The members of a library's seed."""
    seed = changed_seed(configuration=CONFIGURATION)
    main, annex = seed["branches"]
    main["shelving_locations"] = 'Stacks; R&D "old";'
    main["name"] = f"Main {RIGHT_TO_LEFT}"
    return {"branches": [main, annex], "configuration": seed["configuration"]}


def every_screen(configuration: dict[str, Any]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """The screens of a library: plural, name and fields of each object, without a name of each table and page."""
    for kind in KINDS:
        if kind.listed:
            yield from ((kind.plural, body[kind.identity], body) for body in configuration[kind.plural])
        else:
            yield kind.plural, None, configuration[kind.plural]


def screen_path(library: str, plural: str, name: str | None = None, **query: Any) -> str:
    """The path of a screen in the sandbox."""
    named = {} if name is None else {"name": name}
    return f"/screens/{library}/{plural}?{urlencode({**query, **named})}"
