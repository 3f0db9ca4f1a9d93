# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of every kind of object, in requests and responses (wms-circulation.md 4 and 6).

A field's title is its label on the screen. A blank field can be missing or null. ``x-reference`` names the collection
in which a field's name is looked up; ``within`` names the field that holds the other half of the reference.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from .values import (
    ALL,
    Day,
    Duration,
    Labels,
    Limit,
    Line,
    Line30,
    Line50,
    Line255,
    Money,
    MoneyLimit,
    Switches,
    Text,
    Text500,
    Text50000,
)

FIXED, PERIODIC = "Fixed Bill", "Periodic Bill"
LARGEST_PRECEDENCE = 1_000_000


def field(label: str, **more: Any) -> Any:
    """A field that can be blank."""
    return Field(default=None, title=label, **more)


def required(label: str, **more: Any) -> Any:
    """A field that is required to save an object."""
    return Field(title=label, **more)


def reference(label: str, collection: str, within: str | None = None, default: Any = None) -> Any:
    """A field that refers to another object by name."""
    target: Any = {"collection": collection, **({"within": within} if within else {})}
    if default is ...:
        return Field(title=label, json_schema_extra={"x-reference": target})
    return Field(default=default, title=label, json_schema_extra={"x-reference": target})


def refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("rule", message)


class Fields(BaseModel):
    """Unknown fields are kept unchanged, so that an older client does not remove fields of a newer screen."""

    model_config = ConfigDict(extra="allow", strict=True)


class Columns(Fields):
    """Fields in which a blank can mean All."""

    @model_validator(mode="after")
    def blank_is_all(self) -> Columns:
        for name, info in type(self).model_fields.items():
            if info.default == ALL and getattr(self, name) is None:
                setattr(self, name, ALL)
        return self


# Locations (wms-circulation.md 6.2)


class HoldingCode(Fields):
    """A row of the Holding Codes Translation Table. Only the shelving locations can be changed."""

    holding_code: Line = required("Holding Location", examples=["ADMC"])
    default_symbol: Line | None = field("Default Symbol")
    branch_name: Line | None = field("Branch Name")
    branch_registry_id: Line | None = field("Branch Registry ID")
    shelving_locations: Text | None = field(
        "Shelving Location",
        description="The text of the cell: names separated by a semicolon and a space.",
        examples=["Stacks; Reference"],
    )


# Patron types (wms-circulation.md 6.5, 6.6)


class BorrowerCategory(Fields):
    """A patron type."""

    name: Line30 = required("Patron type", examples=["Faculty"])
    description: Text | None = field("Description")


class PatronTypePolicy(Fields):
    """The account-level limits of a patron type."""

    name: Line = reference("Policy Name", "borrower_categories", default=...)
    use_patron_supplied_email: bool | None = field("Use patron-supplied email for notifications")
    outstanding_bill_value_limit: MoneyLimit | None = field("Outstanding Bill Value Limit")
    total_loan_value_limit: MoneyLimit | None = field("Total Loan Value Limit")
    max_claimed_lost: Limit | None = field("Max number claimed lost")
    max_claimed_returned: Limit | None = field("Max number claimed returned")
    max_claimed_never_had: Limit | None = field("Max number claimed never had")
    bill_notification_policy: Line | None = reference("Bill notification", "notification_policies")
    new_bill_notice: Line | None = reference("New Bill Notice", "notification_templates")
    suspension_notice: Line | None = reference("Suspension Notice", "notification_templates")
    other_settings: Labels | None = field("other settings")


# Notifications (wms-circulation.md 6.10, 6.11)


class NotificationPolicy(Fields):
    """A legacy Notification Policy."""

    name: Line = required("Policy Name")
    description: Text | None = field("Description")
    notification_type: Line = required("Notification Type", examples=["Hold Pickup"])
    subject: Line | None = field("Subject")
    start_text: Text500 | None = field("Start Text")
    end_text: Text500 | None = field("End Text")
    other_settings: Labels | None = field("other settings")


class NotificationTemplate(Fields):
    """A template of Next-Generation Notifications."""

    name: Line50 = required("Name")
    notification_type: Line = required(
        "notification type", description="Set on creation, cannot be changed afterwards."
    )
    subject: Line255 | None = field("Subject")
    logo: Line | None = field("Logo")
    header: Text50000 | None = field("Header")
    footer: Text50000 | None = field("Footer")
    other_settings: Labels | None = field("other settings")


class NotificationSettings(Fields):
    """Next-Generation Notifications > General Settings."""

    notification_types: Switches | None = field("enable notification types", examples=[{"Loan Overdue": True}])
    other_settings: Labels | None = field("other settings")


# Billing (wms-circulation.md 6.8, 6.9)


class BillReason(Fields):
    """A reason for a bill."""

    name: Line = required("Policy Name")
    associated_with: Literal["Applies to anything", "Only applies to items", "Only applies to holds"] | None = field(
        "Associated With"
    )
    auto_calculate_tax: bool | None = field("Auto Calculate Tax?")
    accounting_code: Line50 | None = field("Accounting Code")
    tax_type_code: Line50 | None = field("Tax Type Code")
    tax_type_description: Text500 | None = field("Tax Type Description")
    other_settings: Labels | None = field("other settings")


class RecurringAmount(Fields):
    """A row of Recurring Amounts Per Period."""

    amount: Money | None = field("Amount")
    recurrence: Line | None = field("Recurrence")
    duration: Line | None = field("Duration")


class BillStructure(Fields):
    """The amount of a bill."""

    name: Line = required("Policy Name")
    bill_reason: Line = reference("Bill Reason", "bill_reasons", default=...)
    bill_type: Literal["Fixed Bill", "Periodic Bill"] = required(
        "Bill Type", description="Set on creation, cannot be changed afterwards."
    )
    amount: Money | None = field("Amount", description="For a Fixed Bill.", examples=["0.50"])
    recurring_amounts: list[RecurringAmount] | None = field(
        "Recurring Amounts Per Period", description="For a Periodic Bill; evaluated from top to bottom."
    )
    other_settings: Labels | None = field("other settings")

    @model_validator(mode="after")
    def amounts_fit_type(self) -> BillStructure:
        if self.bill_type == FIXED and self.recurring_amounts:
            raise refuse("a Fixed Bill requires an amount and has no recurring amounts")
        if self.bill_type == PERIODIC and self.amount is not None:
            raise refuse("a Periodic Bill requires recurring amounts and has no single amount")
        return self


# Loans (wms-circulation.md 6.12 to 6.16)


class LoanPolicy(Fields):
    """The period of a loan, with its renewals, notices and bills."""

    name: Line = required("Policy Name", examples=["Three weeks"])
    circulates: Literal["always", "only with an override", "never"] | None = field("Circulates?")
    loan_period: Duration | None = field("Regular Loan Period")
    fixed_due_dates: list[Day] | None = field("Fixed due date(s)")
    include_closed_days: bool | None = field("Include closed days in loan period?")
    due_date_adjustment: Line | None = field("Due date adjustment")
    overdue_grace_period: Duration | None = field("Overdue Grace Period")
    accrue_when_closed: bool | None = field("Accrue bills and/or suspension when closed?")
    renew_period: Duration | None = field("Renew Period")
    renew_period_occurs_after: Literal["the renew transaction", "the original due date"] | None = field(
        "Renew Period occurs after"
    )
    automatic_renewal: bool | None = field("Automatic Renewal")
    recall_period: Duration | None = field("Recall period")
    minimum_loan_period: Duration | None = field("Minimum loan period")
    recall_grace_period: Duration | None = field("Recall grace period")
    recall_bill: Line | None = reference("Recall billing structure", "bill_structures")
    recall_notification_policy: Line | None = reference("Recall Notification", "notification_policies")
    recall_notice: Line | None = reference("Recall Notice", "notification_templates")
    overdue_periodic_bill: Line | None = reference("Overdue Periodic Bill", "bill_structures")
    overdue_notification_policy: Line | None = reference("Overdue Notification Policy", "notification_policies")
    loan_overdue_notice: Line | None = reference("Loan Overdue Notice", "notification_templates")
    recall_overdue_notice: Line | None = reference("Recall Overdue Notice", "notification_templates")
    restricted_loan_overdue_notice: Line | None = reference("Restricted Loan Overdue Notice", "notification_templates")
    other_settings: Labels | None = field("other settings")


class LongOverduePolicy(Fields):
    """The settings for long overdue items."""

    name: Line = required("Policy Name")
    loan_long_overdue_notice: Line | None = reference("Loan Long Overdue Notice", "notification_templates")
    other_settings: Labels | None = field("other settings")


class LoanLimitPolicy(Fields):
    """Limits on the loans of a patron."""

    name: Line = required("Policy Name")
    loan_count_limit: Limit | None = field("Loan Count Limit: Maximum number of items on loan")
    loan_count_blocks_renewal: bool | None = field("Loan Count Limit: Block renewal when limit is exceeded")
    loan_value_limit: MoneyLimit | None = field("Loan Value Limit: Maximum monetary value of items on loan")
    loan_value_blocks_renewal: bool | None = field("Loan Value Limit: Block renewal when limit is exceeded")
    verified_renew_time_limit: Limit | None = field("Verified Renew Time Limit")
    other_settings: Labels | None = field("other settings")


class PatronAndFormat(Columns):
    patron_policy: Line | None = reference("Patron Policy", "patron_type_policies", default=ALL)
    material_format: Line | None = Field(default=ALL, title="Material Format")


class Location(Columns):
    holding_location: Line | None = reference("Holding Location", "holding_codes", default=ALL)
    shelving_location: Line | None = reference(
        "Shelving Location", "shelving_locations", within="holding_location", default=ALL
    )


class Placed(Columns):
    """A row of a table in which order matters. The screen has no column for the precedence: a client that places rows
    stores it here, so that every client reads the same value."""

    precedence: Annotated[int, Field(ge=-LARGEST_PRECEDENCE, le=LARGEST_PRECEDENCE)] | None = field("precedence")


class LoanPolicyMapRow(Placed, Location, PatronAndFormat):
    """A row of the Loan Policy Map. The first row that matches applies."""

    loan_policy: Line = reference("Loan Policy", "loan_policies", default=...)
    long_overdue_policy: Line | None = reference("Long Overdue and Lost Policy", "long_overdue_policies")


class LoanLimitMatrixRow(Location, PatronAndFormat):
    """A row of the Loan Limit Matrix. The most restrictive row that matches applies."""

    loan_limit_policy: Line = reference("Loan Limit Policy", "loan_limit_policies", default=...)


# Holds (wms-circulation.md 6.17 to 6.23)


class HoldLimitPolicy(Fields):
    """Limits on the holds of a patron."""

    name: Line = required("Policy Name")
    verified_hold_count_limit: Limit | None = field("Verified Hold Count Limit")
    unverified_hold_count_limit: Limit | None = field("Unverified Hold Count Limit")
    other_settings: Labels | None = field("other settings")


class HoldRequestPolicy(Fields):
    """The period of a hold request."""

    name: Line = required("Policy Name")
    default_hold_request_period: Duration | None = field("Default Hold Request Period")
    hold_fixed_due_dates: list[Day] | None = field("Hold Fixed Due Date(s)")
    bill_for_placing_hold: Line | None = reference("Bill for placing hold", "bill_structures")
    forwarding_policy: Line | None = field("Forwarding Policy")
    hold_request_expiry_notification_policy: Line | None = reference(
        "Hold Request Expiry notification", "notification_policies"
    )
    hold_request_expiration_confirmation: Line | None = reference(
        "Hold Request Expiration Confirmation", "notification_templates"
    )
    other_settings: Labels | None = field("other settings")


class HoldFulfillmentPolicy(Fields):
    """The hold shelf period, with its notices and bills."""

    name: Line = required("Policy Name")
    hold_shelf_period: Duration | None = field("Hold Shelf Period")
    exclude_closed_hours: bool | None = field("Exclude closed hours")
    in_house_use_period: Line | None = field("In-House Use Period")
    hold_shelf_expiration_notification_policy: Line | None = reference(
        "Hold Shelf Expiration Notification Policy", "notification_policies"
    )
    bill_for_picking_up_hold: Line | None = reference("Bill For Picking Up Hold", "bill_structures")
    item_approval: bool | None = field("Item Approval")
    item_preparation: bool | None = field("Item Preparation")
    hold_pickup_notification_policy: Line | None = reference("Hold Pickup Notification Policy", "notification_policies")
    other_settings: Labels | None = field("other settings")


class HoldLimitMatrixRow(PatronAndFormat):
    """A row of the Hold Limit Matrix. Every row that matches applies."""

    hold_limit_policy: Line = reference("Hold Limits Policy", "hold_limit_policies", default=...)


class HoldRequestPolicyMapRow(Placed, PatronAndFormat):
    """A row of the Hold Request Policy Map. The first row that matches applies."""

    hold_request_policy: Line = reference("Hold Request Policy", "hold_request_policies", default=...)


class HoldFulfillmentPolicyMapRow(Placed, Location, PatronAndFormat):
    """A row of the Hold Fulfillment Policy Map. The first row that matches applies."""

    hold_fulfillment_policy: Line = reference("Hold Fulfillment Policy", "hold_fulfillment_policies", default=...)


class HoldPickupLocationsMapRow(Placed, Location):
    """A row of the Hold Pickup Locations Map."""

    default_pickup_locations: list[Line] | None = field("Default Pickup Locations")
    alternative_pickup_locations: list[Line] | None = field("Alternate/Alternative Pickup Locations")


# Collection types (wms-circulation.md 6.24)


class Combination(Location):
    """A location with a material format."""

    material_format: Line | None = Field(default=ALL, title="Material Format")


class CollectionTypePolicy(Fields):
    """A rule for the items of some locations. The most specific combination applies."""

    name: Line = required("Rule name")
    locations: list[Combination] | None = field(
        "Locations", description="A combination can be in one rule only, and only once."
    )
    default_availability: Literal["Available", "Unavailable"] | None = field("Default availability")
    fulfill_holds_for: Line | None = field("Fulfill Holds For")
    fulfill_holds_by_item_status: Line | None = field("Fulfill Holds By Item Status")
    reshelving_period: Line | None = field("Reshelving period")
    in_processing_mode: Line | None = field("In Processing Mode")
    other_settings: Labels | None = field("other settings")


# ILL Settings (wms-circulation.md 4)


class TemporaryPair(Fields):
    temporary_item_holding_location: Line | None = reference("Temporary Item Holding Location", "holding_codes")
    temporary_item_shelving_location: Line | None = reference(
        "Temporary Item Shelving Location", "shelving_locations", within="temporary_item_holding_location"
    )


class Integration(TemporaryPair):
    """An integration. It is live once it is saved as enabled, which requires both locations."""

    enable: bool | None = field("Enable")

    @model_validator(mode="after")
    def complete_when_enabled(self) -> Integration:
        if self.enable and not (self.temporary_item_holding_location and self.temporary_item_shelving_location):
            raise refuse(
                "can't be enabled without Temporary Item Holding Location and Temporary Item Shelving Location"
            )
        return self


class WorldShareILL(TemporaryPair):
    """Tipasa and WorldShare ILL."""

    enable: bool | None = field("Enable")
    borrowing_institution_patron_barcode: Line | None = field("borrowing institution patron barcode")
    other_settings: Labels | None = field("other settings")


class ZflServer(Fields):
    """ZFL-Server."""

    host: Line | None = field("host")
    port: Line | None = field("port")
    other_settings: Labels | None = field("other settings")


class IllSettings(Fields):
    """The page ILL Settings. An enabled integration is live once the page is saved."""

    reshare: Integration | None = field("ReShare")
    relais_d2d: Integration | None = field("Relais D2D")
    tipasa_and_worldshare_ill: WorldShareILL | None = field("Tipasa and WorldShare ILL")
    zfl_server: ZflServer | None = field("ZFL-Server")
