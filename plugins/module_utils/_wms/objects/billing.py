# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bill reasons and bill structures (wms-circulation.md 6.8, 6.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.fields import Field, ListOf, Schema
from ..._core.kinds import ObjectKind
from ..._core.values import Choice, FreeFields, Money, Reference, Text, YesNo
from .screens import policy_list

FIXED, PERIODIC = "Fixed Bill", "Periodic Bill"

BILL_REASON = ObjectKind(
    name="bill_reason",
    plural="bill_reasons",
    label="Bill Reason",
    screen="WMS Circulation > Billing > Bill Reasons",
    # wms-circulation.md 6.8
    guide=policy_list(),
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field(
                "associated_with",
                Choice(("Applies to anything", "Only applies to items", "Only applies to holds")),
                "Associated With",
            ),
            Field("auto_calculate_tax", YesNo(), "Auto Calculate Tax?"),
            Field("accounting_code", Text(longest=50), "Accounting Code"),
            Field("tax_type_code", Text(longest=50), "Tax Type Code"),
            Field("tax_type_description", Text(longest=500), "Tax Type Description"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)


def _amounts_fit_type(fields: Mapping[str, Any]) -> Iterator[str]:
    if fields.get("bill_type") == FIXED and fields.get("recurring_amounts"):
        yield f"a {FIXED} has an Amount and no recurring amounts"
    if fields.get("bill_type") == PERIODIC and fields.get("amount") is not None:
        yield f"a {PERIODIC} has recurring amounts and no single Amount"


BILL_STRUCTURE = ObjectKind(
    name="bill_structure",
    plural="bill_structures",
    label="Bill Structure",
    screen="WMS Circulation > Billing > Bill Structures",
    # wms-circulation.md 6.9
    guide=policy_list("The Bill Type can only be set when the structure is created."),
    rule=_amounts_fit_type,
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field("bill_reason", Reference(kind="bill_reason"), "Bill Reason", required=True),
            Field("bill_type", Choice((FIXED, PERIODIC)), "Bill Type", required=True, fixed=True),
            Field("amount", Money(), "Amount"),
            Field(
                "recurring_amounts",
                # Only minutes were seen as a unit of the last two columns: they are passed as the screen has them.
                ListOf(
                    Schema(
                        (
                            Field("amount", Money(), "Amount"),
                            Field("recurrence", Text(), "Recurrence"),
                            Field("duration", Text(), "Duration"),
                        )
                    ),
                    ordered=True,
                ),
                "Recurring Amounts Per Period",
            ),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)


def fixed_bill(name: str, label: str) -> Field:
    """A field that names a bill structure."""
    return Field(name, Reference(kind="bill_structure"), label)
