# SPDX-License-Identifier: GPL-3.0-or-later

"""The libraries of the project's own collections, with what is on their screens."""

from __future__ import annotations

LIBRARIES = {
    "A": {"registry_id": "100101", "symbol": "ADM", "display_name": "Adams College", "people": ["Jane Doe"]},
    "B": {"registry_id": "100202", "symbol": "BKR", "display_name": "Baker University", "people": ["Max Roe"]},
    "C": {"registry_id": "100303", "symbol": "CVL", "display_name": "Carver Institute", "people": ["Ann Poe"]},
}
NAMES = {
    "A": {"bill_structure": ["Fine", "Daily fine"], "notification_policy": ["Standard notices"], "borrower_category": ["Adults", "Staff"],
          "patron_type_policy": ["Adults", "Staff"], "loan_policy": ["Regular", "Short"], "holding_code": ["MAIN", "EAST"]},
    "B": {"bill_structure": ["Books late", "Media late"], "notification_policy": ["By mail"], "borrower_category": ["Students", "Guests"],
          "patron_type_policy": ["Students", "Guests"], "loan_policy": ["Books", "Media"], "holding_code": ["BAKA"]},
    "C": {"bill_structure": ["Weekly"], "notification_policy": ["SMS"], "borrower_category": ["Members", "Friends"],
          "patron_type_policy": ["Members", "Friends"], "loan_policy": ["Four weeks", "One day"], "holding_code": ["CRVA", "CRVB"]},
}  # fmt: skip


def loan_policies(names: dict[str, list[str]], at: int) -> list[dict[str, str]]:
    """The two Loan Policies of a library."""
    first, second = names["loan_policy"]
    bills = names["bill_structure"]
    return [
        {"name": first, "loan_period": f"{28 + 7 * at} days", "include_closed_days": "Yes", "renew_period": f"{2 + at} weeks", "automatic_renewal": "No",
         "overdue_periodic_bill": bills[0], "overdue_notification_policy": names["notification_policy"][0],
         "circulates": "always", "due_date_adjustment": f"{first}, next day"},
        {"name": second, "loan_period": f"{3 + at} days", "include_closed_days": "No", "renew_period": "" if at else "4 hours", "automatic_renewal": "Yes",
         "overdue_periodic_bill": bills[-1], "overdue_notification_policy": "", "circulates": "never", "due_date_adjustment": ""},
    ]  # fmt: skip


def patron_types(names: dict[str, list[str]], at: int) -> list[dict[str, str]]:
    """The two Patron Type Policies of a library."""
    first, second = names["patron_type_policy"]
    return [
        {"name": first, "use_patron_supplied_email": "Yes", "outstanding_bill_value_limit": f"{10 + at}.50", "max_claimed_lost": f"{3 + at}"},
        {"name": second, "use_patron_supplied_email": "No", "outstanding_bill_value_limit": "No Limit", "max_claimed_lost": "No Limit"},
    ]  # fmt: skip


def map_rows(names: dict[str, list[str]], at: int) -> list[list[str]]:
    """The rows of a map: patron policy, material format, holding location, shelving location, loan policy, long overdue policy."""
    one, two = names["patron_type_policy"]
    policies = names["loan_policy"]
    rows = [[one, "All", place, "All", policies[0], ""] for place in names["holding_code"]]
    rows += [[two, material, "All", "All", policies[1], ""] for material in ("Book", "DVD", "Map")[: 3 - at % 2]]
    return [*rows, ["All", "All", "All", "All", policies[0], ""]]


LABELS = {
    "name": "Policy Name", "loan_period": "Regular Loan Period", "include_closed_days": "Include closed days in loan period?", "renew_period": "Renew Period",
    "automatic_renewal": "Automatic Renewal", "overdue_periodic_bill": "Overdue Periodic Bill", "overdue_notification_policy": "Overdue Notification Policy",
    "circulates": "Circulates?", "due_date_adjustment": "Due date adjustment", "use_patron_supplied_email": "Use patron-supplied email for notifications",
    "outstanding_bill_value_limit": "Outstanding Bill Value Limit",
    "max_claimed_lost": "Max number claimed lost",
    "patron_policy": "Patron Policy", "material_format": "Material Format", "holding_location": "Holding Location",
    "shelving_location": "Shelving Location", "loan_policy": "Loan Policy", "long_overdue_policy": "Long Overdue and Lost Policy",
}  # fmt: skip
COLUMNS = (
    "patron_policy",
    "material_format",
    "holding_location",
    "shelving_location",
    "loan_policy",
    "long_overdue_policy",
)
CHOICES = {"circulates": ("always", "only with an override", "never")}
PERIODS, TICKS = (
    ("loan_period", "renew_period"),
    ("include_closed_days", "automatic_renewal", "use_patron_supplied_email"),
)
LISTS = {"overdue_periodic_bill": "bill_structure", "overdue_notification_policy": "notification_policy"}
LIMITS = ("outstanding_bill_value_limit", "max_claimed_lost")
UNITS = ("hours", "days", "weeks", "months")
