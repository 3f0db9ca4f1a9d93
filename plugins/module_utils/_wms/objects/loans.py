# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loans: policies, long overdue, limits and the maps that select them (wms-circulation.md 6.12 to 6.16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.errors import quoted
from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.tables import PRECEDENCE, TableKind
from ..._core.values import Choice, Day, Duration, FreeFields, Limit, MoneyLimit, Reference, SetOf, Text, YesNo
from .billing import fixed_bill
from .locations import holding_location, shelving_location
from .notifications import notification_policy, notification_template
from .patrons import material_format, patron_policy
from .screens import LOCATION_ORDER, PATRON_TYPE_MISSING, every_match, first_match, loan_policy_list, policy_list

SCREEN = "WMS Circulation > Loans"


def _grace_is_billed(changed: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A grace period only postpones the bill of an item that is not returned within it (6.12)."""
    grace, bill = after.get("overdue_grace_period"), after.get("overdue_periodic_bill")
    if {"overdue_grace_period", "overdue_periodic_bill"} & set(changed) and bill and grace and grace["value"]:
        yield (
            f"Loan Policy {quoted([after['name']])}: an item that is returned after the Overdue Grace Period ({Duration().show(grace)}) is "
            f"billed for the days of that period too. If these days are to be free, give Bill Structure {quoted([bill])} a first row of "
            "0 for each day in its Recurring Amounts Per Period"
        )


LOAN_POLICY = ObjectKind(
    name="loan_policy",
    plural="loan_policies",
    label="Loan Policy",
    screen=f"{SCREEN} > Loan Policy",
    # wms-circulation.md 6.12
    guide=loan_policy_list(),
    change_warnings=_grace_is_billed,
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field("circulates", Choice(("always", "only with an override", "never")), "Circulates?"),
            Field("loan_period", Duration(), "Regular Loan Period"),
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
            # These fields exist; their labels on the screen were not seen, so they have the words of OCLC's pages (16, row 15).
            Field("recall_period", Duration(), "Recall period"),
            Field("minimum_loan_period", Duration(), "Minimum loan period"),
            Field("recall_grace_period", Duration(), "Recall grace period"),
            fixed_bill("recall_bill", "Recall billing structure"),
            notification_policy("recall_notification_policy", "Recall Notification"),
            notification_template("recall_notice", "Recall Notice"),
            fixed_bill("overdue_periodic_bill", "Overdue Periodic Bill"),
            notification_policy("overdue_notification_policy", "Overdue Notification Policy"),
            notification_template("loan_overdue_notice", "Loan Overdue Notice"),
            notification_template("recall_overdue_notice", "Recall Overdue Notice"),
            notification_template("restricted_loan_overdue_notice", "Restricted Loan Overdue Notice"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

LONG_OVERDUE_POLICY = ObjectKind(
    name="long_overdue_policy",
    plural="long_overdue_policies",
    label="Long Overdue and Lost Policy",
    screen=f"{SCREEN} > Long Overdue Policy",
    # wms-circulation.md 6.14
    guide=policy_list(),
    schema=Schema(
        (
            # That this screen has periods, charges and fees is documented; how their fields are labelled was not seen.
            Field("name", Text(), "Policy Name", required=True),
            notification_template("loan_long_overdue_notice", "Loan Long Overdue Notice"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

LOAN_POLICY_MAP = TableKind(
    name="loan_policy_map",
    plural="loan_policy_map",
    label="Loan Policy Map",
    screen=f"{SCREEN} > Loan Policy Map",
    # wms-circulation.md 6.15
    guide=first_match(LOCATION_ORDER, PATRON_TYPE_MISSING),
    selectors=("patron_policy", "material_format", "holding_location", "shelving_location"),
    schema=Schema(
        (
            patron_policy(),
            material_format(),
            holding_location(),
            shelving_location(),
            Field("loan_policy", Reference(kind="loan_policy"), "Loan Policy", required=True),
            Field("long_overdue_policy", Reference(kind="long_overdue_policy"), "Long Overdue and Lost Policy"),
            PRECEDENCE,
        )
    ),
)

LOAN_LIMIT_POLICY = ObjectKind(
    name="loan_limit_policy",
    plural="loan_limit_policies",
    label="Loan Limit Policy",
    screen=f"{SCREEN} > Loan Limit Policy",
    # wms-circulation.md 6.16
    guide=policy_list("No Limit here is Enable limit: No on the screen."),
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            # "Enable limit: No" on the screen is No Limit here.
            Field("loan_count_limit", Limit(), "Loan Count Limit: Maximum number of items on loan"),
            Field(
                "loan_count_blocks_renewal",
                YesNo(),
                "Loan Count Limit: Block renewal when limit is exceeded",
            ),
            Field(
                "loan_value_limit",
                MoneyLimit(),
                "Loan Value Limit: Maximum monetary value of items on loan",
            ),
            Field(
                "loan_value_blocks_renewal",
                YesNo(),
                "Loan Value Limit: Block renewal when limit is exceeded",
            ),
            Field("verified_renew_time_limit", Limit(), "Verified Renew Time Limit"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

LOAN_LIMIT_MATRIX = TableKind(
    name="loan_limit_matrix",
    plural="loan_limit_matrix",
    label="Loan Limit Matrix",
    screen=f"{SCREEN} > Loan Limit Matrix",
    # wms-circulation.md 6.16
    guide=every_match(LOCATION_ORDER, PATRON_TYPE_MISSING),
    ordered=False,
    # "patron, material format, location" is all that was seen of its columns; that the location is split in two as in
    # the maps is inferred.
    selectors=("patron_policy", "material_format", "holding_location", "shelving_location"),
    schema=Schema(
        (
            patron_policy(),
            material_format(),
            holding_location(),
            shelving_location(),
            Field("loan_limit_policy", Reference(kind="loan_limit_policy"), "Loan Limit Policy", required=True),
        )
    ),
)
