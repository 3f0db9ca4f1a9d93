# SPDX-License-Identifier: GPL-3.0-or-later

"""Bill reasons and bill structures (wms-circulation.md 6.8, 6.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.composites import ListOf
from ..._core.fields import Field, Schema
from ..._core.values import Choice, Money, Reference, Text, YesNo
from .policy_screens import policy

FIXED, PERIODIC = "Fixed Bill", "Periodic Bill"

# wms-circulation.md 6.8
BILL_REASON = policy(
    "bill_reason",
    "Bill Reason",
    "WMS Circulation > Billing > Bill Reasons",
    Field(
        "associated_with",
        Choice(("Applies to anything", "Only applies to items", "Only applies to holds")),
        "Associated With",
    ),
    Field("auto_calculate_tax", YesNo(), "Auto Calculate Tax?"),
    Field("accounting_code", Text(longest=50), "Accounting Code"),
    Field("tax_type_code", Text(longest=50), "Tax Type Code"),
    Field("tax_type_description", Text(longest=500), "Tax Type Description"),
)


def _amounts_fit_type(fields: Mapping[str, Any]) -> Iterator[str]:
    if fields.get("bill_type") == FIXED and fields.get("recurring_amounts"):
        yield f"a {FIXED} has an Amount and no recurring amounts"
    if fields.get("bill_type") == PERIODIC and fields.get("amount") is not None:
        yield f"a {PERIODIC} has recurring amounts and no single Amount"


# wms-circulation.md 6.9
BILL_STRUCTURE = policy(
    "bill_structure",
    "Bill Structure",
    "WMS Circulation > Billing > Bill Structures",
    Field("bill_reason", Reference(kind="bill_reason"), "Bill Reason", required=True),
    Field("bill_type", Choice((FIXED, PERIODIC)), "Bill Type", required=True, fixed=True),
    Field("amount", Money(), "Amount"),
    Field(
        "recurring_amounts",
        # In the last two columns, only minutes were seen as a unit, so any text is accepted, as on the screen.
        ListOf(
            Schema(
                Field("amount", Money(), "Amount"),
                Field("recurrence", Text(), "Recurrence"),
                Field("duration", Text(), "Duration"),
            ),
            ordered=True,
        ),
        "Recurring Amounts Per Period",
    ),
    cautions=["The Bill Type can only be set when the structure is created."],
    rule=_amounts_fit_type,
)
