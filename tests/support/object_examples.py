# SPDX-License-Identifier: GPL-3.0-or-later

"""An example of every kind of object, in several steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """module: of the kind. plural: its key in a configuration. steps: the values to declare one after the other, by
    name; each changes something. identity: the options that identify the object. filled_in: options that the system
    fills in when they are blank."""

    module: str
    plural: str
    steps: dict[str, Arguments]
    identity: tuple[str, ...] = ()
    filled_in: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.module


def named_object(module: str, plural: str, create: Arguments, update: Arguments, clear: str) -> Example:
    """An example of an object with a name."""
    name = {"name": create.get("name", "ReShare")}
    steps = {
        "create": {**create, **name},
        "update": {**name, **update},
        "clear": {**name, clear: None},
        "remove": {**name, "state": "absent"},
    }
    return Example(module, plural, steps, ("name",))


def table_rows_example(module: str, selecting: Arguments, create: Arguments, update: Arguments) -> Example:
    """An example of a row of a map or matrix."""
    steps = {
        "create": {"rows": [{**selecting, **create}]},
        "update": {"rows": [{**selecting, **update}]},
        "remove": {"rows": [{**selecting, "state": "absent"}]},
    }
    return Example(module, module, steps)


_PLACE = {"holding_location": "TSTM", "shelving_location": "Reserves"}
_SECTION = {"temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}

#: In Service Configuration.
CONFIGURATION = (
    named_object(
        "borrower_category",
        "borrower_categories",
        {"description": "Lent"},
        {"description": "Lent items"},
        "description",
    ),
    named_object(
        "patron_type_policy",
        "patron_type_policies",
        {
            "name": "Visitor",
            "outstanding_bill_value_limit": "10",
            "total_loan_value_limit": "200",
            "max_claimed_lost": 2,
            "max_claimed_returned": "No Limit",
            "max_claimed_never_had": 0,
            "bill_notification_policy": "Overdue",
        },
        {"outstanding_bill_value_limit": "no limit", "max_claimed_never_had": 1},
        "bill_notification_policy",
    ),
    named_object(
        "bill_reason",
        "bill_reasons",
        {"associated_with": "Only applies to items", "auto_calculate_tax": True, "accounting_code": "A1"},
        {"auto_calculate_tax": False},
        "accounting_code",
    ),
    named_object(
        "bill_structure",
        "bill_structures",
        {"bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "2"},
        {"amount": "2.50"},
        "amount",
    ),
    named_object(
        "notification_policy",
        "notification_policies",
        {"notification_type": "Hold Pickup", "subject": "Ready", "start_text": "Dear reader,"},
        {"subject": "Ready for pickup"},
        "start_text",
    ),
    named_object(
        "notification_template",
        "notification_templates",
        {"notification_type": "Hold Pickup", "subject": "Ready", "footer": "Goodbye"},
        {"subject": "Ready for pickup"},
        "footer",
    ),
    named_object(
        "loan_policy",
        "loan_policies",
        {
            "circulates": "always",
            "loan_period": "28 days",
            "fixed_due_dates": ["2027-06-30", "2027-01-31"],
            "include_closed_days": False,
            "accrue_when_closed": True,
            "overdue_periodic_bill": "Daily fine",
            "overdue_notification_policy": "Overdue",
            "loan_overdue_notice": "Reminder",
            "recall_period": "21 days",
            "recall_notification_policy": "Overdue",
            "other_settings": {"Recall loan period": "7 days", "Colour": "blue"},
        },
        {
            "loan_period": "1 month",
            "accrue_when_closed": False,
            "include_closed_days": True,
            "other_settings": {"Colour": None},
        },
        "overdue_periodic_bill",
    ),
    named_object(
        "long_overdue_policy",
        "long_overdue_policies",
        {"loan_long_overdue_notice": "Reminder", "other_settings": {"Long overdue period": "60 days"}},
        {"other_settings": {"Long overdue period": "90 days"}},
        "loan_long_overdue_notice",
    ),
    named_object(
        "loan_limit_policy",
        "loan_limit_policies",
        {"loan_count_limit": "No Limit", "loan_value_limit": "500", "verified_renew_time_limit": 0},
        {"loan_count_limit": 5},
        "loan_value_limit",
    ),
    named_object(
        "hold_limit_policy",
        "hold_limit_policies",
        {"verified_hold_count_limit": "No Limit", "unverified_hold_count_limit": 3},
        {"verified_hold_count_limit": 100},
        "unverified_hold_count_limit",
    ),
    named_object(
        "hold_request_policy",
        "hold_request_policies",
        {
            "default_hold_request_period": "14 days",
            "hold_fixed_due_dates": ["2027-06-30", "2027-01-31"],
            "bill_for_placing_hold": "Hold fee",
        },
        {"hold_fixed_due_dates": ["2027-01-31"]},
        "bill_for_placing_hold",
    ),
    named_object(
        "hold_fulfillment_policy",
        "hold_fulfillment_policies",
        {"hold_shelf_period": "10 days", "item_approval": True, "hold_pickup_notification_policy": "Overdue"},
        {"hold_shelf_period": "2 weeks"},
        "hold_pickup_notification_policy",
    ),
    named_object(
        "collection_type_policy",
        "collection_type_policies",
        {
            "locations": [{"holding_location": "TSTM", "shelving_location": "Stacks"}, {"holding_location": "TSTA"}],
            "default_availability": "Available",
            "fulfill_holds_for": "All patrons",
        },
        {"locations": [{"holding_location": "TSTA"}], "default_availability": "Unavailable"},
        "fulfill_holds_for",
    ),
    Example(
        "loan_policy_map",
        "loan_policy_map",
        {
            "create": {"rows": [{**_PLACE, "loan_policy": "Four weeks", "long_overdue_policy": "Lost"}]},
            "update": {"rows": [{**_PLACE, "loan_policy": "One year"}]},
            "clear": {"rows": [{**_PLACE, "long_overdue_policy": None}]},
            "remove": {"rows": [{**_PLACE, "state": "absent"}]},
        },
    ),
    table_rows_example("loan_limit_matrix", _PLACE, {"loan_limit_policy": "Fifty"}, {"loan_limit_policy": "Other"}),
    table_rows_example(
        "hold_limit_matrix", {"patron_policy": "Faculty"}, {"hold_limit_policy": "Ten"}, {"hold_limit_policy": "Other"}
    ),
    table_rows_example(
        "hold_request_policy_map",
        {"patron_policy": "Faculty"},
        {"hold_request_policy": "Two months"},
        {"hold_request_policy": "Other"},
    ),
    table_rows_example(
        "hold_fulfillment_policy_map",
        _PLACE,
        {"hold_fulfillment_policy": "One week"},
        {"hold_fulfillment_policy": "Other"},
    ),
    table_rows_example(
        "hold_pickup_locations_map",
        _PLACE,
        {"default_pickup_locations": ["Main"]},
        {"default_pickup_locations": ["Main", "Annex"]},
    ),
    Example(
        "shelving_location",
        "shelving_locations",
        {
            "create": {"holding_code": "TSTM", "name": "Interlibrary Loan"},
            "remove": {"holding_code": "TSTM", "name": "Interlibrary Loan", "state": "absent"},
        },
        ("holding_code", "name"),
    ),
    Example(
        "notification_settings",
        "notification_settings",
        {
            "create": {"notification_types": {"Loan Overdue": True}, "other_settings": {"From": "ill@example.org"}},
            "update": {"notification_types": {"Loan Overdue": False, "Hold Pickup": True}},
            "clear": {"other_settings": None},
        },
    ),
    Example(
        "ill_settings",
        "ill_settings",
        {
            "create": {
                "reshare": {"enable": True, **_SECTION},
                "zfl_server": {"host": "zfl.example.org", "port": "9999"},
            },
            "update": {"reshare": {"temporary_item_shelving_location": "Reserves"}},
            "withdraw": {"reshare": {"enable": False}},
            "clear": {"zfl_server": {"port": None}},
        },
    ),
)

#: Further policies, to which rows are changed.
OTHERS: dict[str, list[Arguments]] = {
    "loan_limit_policies": [{"name": "Fifty", "loan_count_limit": 50}, {"name": "Other"}],
    "hold_limit_policies": [{"name": "Ten", "verified_hold_count_limit": 10}, {"name": "Other"}],
    "hold_request_policies": [{"name": "Two months"}, {"name": "Other"}],
    "hold_fulfillment_policies": [{"name": "One week"}, {"name": "Other"}],
}

#: In the other two systems; NN is the number of the library.
PATRON_ACCOUNT = Example(
    "patron_account",
    "patron_accounts",
    {
        "create": {
            "barcode": "LEND-NN",
            "patron_type": "Faculty",
            "home_branch": "91NN",
            "family_name": "ReShare lending",
            "email": "ill@NN.example",
            "expires": "2099-12-31",
        },
        "update": {
            "barcode": "LEND-NN",
            "patron_type": "Faculty",
            "expires": "2098-12-31",
            "home_branch": "92NN",
            "blocked": True,
        },
        "clear": {"barcode": "LEND-NN", "patron_type": "Faculty", "email": None},
        "remove": {"barcode": "LEND-NN", "patron_type": "Faculty", "state": "absent"},
    },
    ("barcode",),
    frozenset({"blocked", "fine_exempt", "verified", "store_checkout_history"}),
)
RESHARE_SETTING = Example(
    "reshare_setting",
    "settings",
    {
        "create": {"key": "ncip_server_address", "value": "https://ncip.example.org"},
        "update": {"key": "ncip_server_address", "value": "https://ncip2.example.org"},
        "clear": {"key": "ncip_server_address", "value": None},
    },
)


def reshare_row(
    module: str, plural: str, identity: Arguments, create: Arguments, update: Arguments, clear: str
) -> Example:
    """An example of a row of one of ReShare's tables."""
    steps = {
        "create": {**identity, **create},
        "update": {**identity, **update},
        "clear": {**identity, clear: None},
        "remove": {**identity, "state": "absent"},
    }
    return Example(module, plural, steps, tuple(identity), frozenset({"pull_slip_rule", "can_create_requests"}))


RESHARE = (
    RESHARE_SETTING,
    reshare_row(
        "reshare_location",
        "locations",
        {"code": "TSTM"},
        {"name": "Main", "supply_preference": 1},
        {"supply_preference": -1},
        "supply_preference",
    ),
    reshare_row(
        "reshare_shelving_location",
        "shelving_locations",
        {"code": "Reserves"},
        {"name": "Reserves", "supply_preference": -1},
        {"supply_preference": 0},
        "supply_preference",
    ),
    reshare_row(
        "reshare_shelving_location_site",
        "shelving_location_sites",
        {"location": "TSTA", "shelving_location": "Stacks"},
        {"supply_preference": 2},
        {"supply_preference": 3},
        "supply_preference",
    ),
    reshare_row(
        "reshare_patron_profile",
        "patron_profiles",
        {"code": "STATUS"},
        {"name": "Everybody", "can_create_requests": True},
        {"can_create_requests": False},
        "can_create_requests",
    ),
    Example(
        "reshare_item_loan_policy",
        "item_loan_policies",
        {
            "create": {"code": "In library", "name": "In library", "lendable": True},
            "update": {"code": "In library", "lendable": False},
            "remove": {"code": "In library", "state": "absent"},
        },
        ("code",),
    ),
    Example(
        "reshare_directory_entry",
        "directory_entries",
        {
            "create": {"slug": "us-main", "lms_location_code": "91NN", "returns": "yes"},
            "update": {"slug": "us-main", "lms_location_code": "92NN"},
            "clear": {"slug": "us-main", "lms_location_code": None, "returns": None},
        },
        ("slug",),
    ),
    Example(
        "reshare_institutional_patron_ids",
        "institutional_patron_ids",
        {
            "create": {"partners": {"RESHARE:ALF": "LEND-ALF"}},
            "update": {"partners": {"alf": "LEND-ALPHA"}},
            "clear": {"partners": {"RESHARE:ALF": None}},
        },
    ),
)
ALL = (*CONFIGURATION, PATRON_ACCOUNT, *RESHARE)

#: The existing rows of ReShare's tables.
TABLES = {
    "locations": [{"code": "TSTA", "name": "Annex"}],
    "shelving_locations": [{"code": "Stacks", "name": "Stacks"}],
}
