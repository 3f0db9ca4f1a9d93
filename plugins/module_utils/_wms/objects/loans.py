# SPDX-License-Identifier: GPL-3.0-or-later

"""Loans: policies, long overdue, limits and the maps that select them (wms-circulation.md 6.12 to 6.16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.errors import quoted
from ..._core.fields import Field
from ..._core.values import Choice, Day, Duration, Limit, MoneyLimit, Reference, SetOf, Text, YesNo
from .policy_screens import BILL, EVERY_COLUMN, NOTIFICATION, TEMPLATE, policy, policy_map

SCREEN = "WMS Circulation > Loans"


def _grace_is_billed(changed: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Warn that a grace period does not reduce the bill of an item returned after it (6.12)."""
    grace, bill = after.get("overdue_grace_period"), after.get("overdue_periodic_bill")
    if {"overdue_grace_period", "overdue_periodic_bill"} & set(changed) and bill and grace and grace["value"]:
        yield (
            f"Loan Policy {quoted([after['name']])}: an item that is returned after the Overdue Grace Period ({Duration().show(grace)}) is "
            f"billed for the days of that period too. If these days are to be free, give Bill Structure {quoted([bill])} a first row of "
            "0 for each day in its Recurring Amounts Per Period"
        )


# wms-circulation.md 6.12. Changes are not retroactive (2.3).
LOAN_POLICY = policy(
    "loan_policy",
    "Loan Policy",
    f"{SCREEN} > Loan Policy",
    Field("circulates", Choice(("always", "only with an override", "never")), "Circulates?"),
    Field("loan_period", Duration(), "Regular Loan Period", agreed=True),
    # How the screen arranges several dates was not seen.
    Field("fixed_due_dates", SetOf(Day()), "Fixed due date(s)"),
    Field("include_closed_days", YesNo(), "Include closed days in loan period?"),
    # The full list of adjustments was not seen.
    Field("due_date_adjustment", Text(), "Due date adjustment"),
    Field("overdue_grace_period", Duration(), "Overdue Grace Period"),
    Field("accrue_when_closed", YesNo(), "Accrue bills and/or suspension when closed?"),
    Field("renew_period", Duration(), "Renew Period"),
    Field(
        "renew_period_occurs_after",
        Choice(("the renew transaction", "the original due date")),
        "Renew Period occurs after",
    ),
    Field("automatic_renewal", YesNo(), "Automatic Renewal"),
    # The following recall fields exist, but their labels on the screen were not seen: they have the words of OCLC's pages (16, row 15).
    Field("recall_period", Duration(), "Recall period"),
    Field("minimum_loan_period", Duration(), "Minimum loan period"),
    Field("recall_grace_period", Duration(), "Recall grace period"),
    Field("recall_bill", BILL, "Recall billing structure"),
    Field("recall_notification_policy", NOTIFICATION, "Recall Notification"),
    Field("recall_notice", TEMPLATE, "Recall Notice"),
    Field("overdue_periodic_bill", BILL, "Overdue Periodic Bill"),
    Field("overdue_notification_policy", NOTIFICATION, "Overdue Notification Policy"),
    Field("loan_overdue_notice", TEMPLATE, "Loan Overdue Notice"),
    Field("recall_overdue_notice", TEMPLATE, "Recall Overdue Notice"),
    Field("restricted_loan_overdue_notice", TEMPLATE, "Restricted Loan Overdue Notice"),
    cautions=[
        "A change applies to later checkouts, not to loans that exist. OCLC's pages contradict each other on renewals of these loans.",
        "The list has a bulk update 'Accrue bills and/or suspension when closed?', which sets it in all Loan Policies: open this policy instead.",
        "The labels of the recall fields were not seen: they are named here as on OCLC's pages.",
        "A Recall Notification is also sent when an automatic renewal fails.",
    ],
    change_warnings=_grace_is_billed,
)

# wms-circulation.md 6.14. It is documented that this screen also has periods, charges and fees; the labels of their fields were not seen.
LONG_OVERDUE_POLICY = policy(
    "long_overdue_policy",
    "Long Overdue and Lost Policy",
    f"{SCREEN} > Long Overdue Policy",
    Field("loan_long_overdue_notice", TEMPLATE, "Loan Long Overdue Notice"),
)

# wms-circulation.md 6.15
LOAN_POLICY_MAP = policy_map(
    "loan_policy_map",
    "Loan Policy Map",
    f"{SCREEN} > Loan Policy Map",
    EVERY_COLUMN,
    Field("loan_policy", Reference(kind="loan_policy"), "Loan Policy", required=True),
    Field("long_overdue_policy", Reference(kind="long_overdue_policy"), "Long Overdue and Lost Policy"),
)

# wms-circulation.md 6.16. "Enable limit: No" on the screen is No Limit here.
LOAN_LIMIT_POLICY = policy(
    "loan_limit_policy",
    "Loan Limit Policy",
    f"{SCREEN} > Loan Limit Policy",
    Field("loan_count_limit", Limit(), "Loan Count Limit: Maximum number of items on loan"),
    Field("loan_count_blocks_renewal", YesNo(), "Loan Count Limit: Block renewal when limit is exceeded"),
    Field("loan_value_limit", MoneyLimit(), "Loan Value Limit: Maximum monetary value of items on loan"),
    Field("loan_value_blocks_renewal", YesNo(), "Loan Value Limit: Block renewal when limit is exceeded"),
    Field("verified_renew_time_limit", Limit(), "Verified Renew Time Limit"),
    cautions=["No Limit here is Enable limit: No on the screen."],
)

# wms-circulation.md 6.16. Of its columns, only "patron, material format, location" was seen. That the location has two columns, as in the maps,
# is inferred.
LOAN_LIMIT_MATRIX = policy_map(
    "loan_limit_matrix",
    "Loan Limit Matrix",
    f"{SCREEN} > Loan Limit Matrix",
    EVERY_COLUMN,
    Field("loan_limit_policy", Reference(kind="loan_limit_policy"), "Loan Limit Policy", required=True),
    ordered=False,
)
