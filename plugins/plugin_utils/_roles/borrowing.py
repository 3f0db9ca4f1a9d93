# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role borrowing declares."""

from __future__ import annotations

from typing import Any

from ...module_utils._wms.notices import NOTICES, former_notices, with_notices
from .._variables.variable_values import Values
from .merging import Configuration, Objects, absent, former, merged

#: The kinds of the policies that have the role's name.
_NAMED = (
    *("loan_policies", "loan_limit_policies", "hold_request_policies", "hold_fulfillment_policies"),
    "collection_type_policies",
)


def role_configuration(values: Values) -> Configuration:
    """borrowing_configuration with the notices, the rows and policies that lists of the library ask for, the objects with a former
    name, which are removed, and borrowing_more."""
    return merged(
        with_notices(
            _with_settings_of_the_rule(values["borrowing_configuration"], values),
            {notice: values[f"borrowing_{notice}_notice"] for notice in NOTICES},
            name=values["borrowing_policy_name"],
            notifications=values["consortium_notifications"],
            patron_types=values["borrowing_bill_notice_patron_types"],
            labels=values["borrowing_hold_notice_labels"],
            former=values["consortium_former_notifications"],
        ),
        _hold_limits(values),
        {"hold_request_policy_map": _hold_request_rows(values), "hold_pickup_locations_map": _pickup_rows(values)},
        _former(values),
        values["borrowing_more"],
    )


def configuration(values: Values) -> Configuration:
    """The default of borrowing_configuration: the temporary location, and the policies that apply there."""
    name = values["borrowing_policy_name"]
    holding, shelving = values["borrowing_holding_location"], values["borrowing_shelving_location"]
    location = {"holding_location": holding, "shelving_location": shelving}
    long_overdue = values["borrowing_long_overdue_policy"]
    return {
        "shelving_locations": [{"holding_code": holding, "name": shelving}],
        "loan_policies": [_loan_policy(name, values)],
        "loan_policy_map": [{**location, "loan_policy": name, "long_overdue_policy": long_overdue}],
        # No renewals at the temporary location, because they have to be requested in the ILL system. OCLC documents this for its own ILL
        # systems; for ReShare it is inferred.
        "loan_limit_policies": [
            {
                "name": name,
                "loan_count_limit": "No Limit",
                "loan_value_limit": "No Limit",
                "verified_renew_time_limit": 0,
            }
        ],
        "loan_limit_matrix": [{**location, "loan_limit_policy": name}],
        "hold_request_policies": [
            {
                "name": name,
                "default_hold_request_period": values["borrowing_hold_request_period"],
                "bill_for_placing_hold": None,
            }
        ],
        "hold_fulfillment_policies": [_hold_fulfillment_policy(name, values)],
        "hold_fulfillment_policy_map": [{**location, "hold_fulfillment_policy": name}],
        # A separate rule, so that no broader rule prevents holds at the temporary location (inferred).
        "collection_type_policies": [{"name": name, "default_availability": "Available", "locations": [location]}],
    }


def _loan_policy(name: str, values: Values) -> dict[str, Any]:
    return {
        "name": name,
        "circulates": "always",
        "loan_period": values["borrowing_loan_period"],
        # No due dates on days on which items cannot be returned (OCLC: items falling due when closed).
        "include_closed_days": False,
        "automatic_renewal": False,
        "overdue_periodic_bill": values["borrowing_overdue_bill"],
    }


def _hold_fulfillment_policy(name: str, values: Values) -> dict[str, Any]:
    return {
        "name": name,
        "hold_shelf_period": values["borrowing_hold_shelf_period"],
        "exclude_closed_hours": True,
        "bill_for_picking_up_hold": None,
        # Both would delay pickup (inferred).
        "item_approval": False,
        "item_preparation": False,
    }


def _with_settings_of_the_rule(configuration: Configuration, values: Values) -> Configuration:
    """The fields of the rule that are managed only if the library sets them."""
    given = {field: values[f"borrowing_{field}"] for field in ("fulfill_holds_for", "reshelving_period")}
    fields = {field: value for field, value in given.items() if value is not None}
    name, rules = values["borrowing_policy_name"], configuration.get("collection_type_policies") or ()
    return {
        **configuration,
        "collection_type_policies": [{**rule, **fields} if rule.get("name") == name else rule for rule in rules],
    }


def _hold_limits(values: Values) -> Configuration:
    """One policy per patron type, so a changed limit changes the policy."""
    limits, name = values["borrowing_hold_limits"], values["borrowing_policy_name"]
    policies = [
        {"name": f"{name} {patron_type}", "verified_hold_count_limit": limit, "unverified_hold_count_limit": limit}
        for patron_type, limit in limits.items()
    ]
    rows = [{"patron_policy": patron_type, "hold_limit_policy": f"{name} {patron_type}"} for patron_type in limits]
    return {"hold_limit_policies": policies, "hold_limit_matrix": rows}


def _hold_request_rows(values: Values) -> Objects:
    name, types = values["borrowing_policy_name"], values["borrowing_hold_request_patron_types"]
    return [{"patron_policy": patron_type, "hold_request_policy": name} for patron_type in types]


def _pickup_rows(values: Values) -> Objects:
    """A row for all other items is never removed, because it may be the library's own."""
    branches, others = values["borrowing_pickup_locations"], values["borrowing_other_pickup_locations"]
    row = {
        "holding_location": values["borrowing_holding_location"],
        "shelving_location": values["borrowing_shelving_location"],
        "default_pickup_locations": branches,
        "state": "present" if branches else "absent",
    }
    return [row, *([{"default_pickup_locations": others}] if others else ())]


def _former(values: Values) -> Configuration:
    names = former(values["borrowing_former_policy_names"], values["borrowing_policy_name"])
    limits = [f"{name} {patron_type}" for name in names for patron_type in values["borrowing_hold_limits"]]
    return {
        **former_notices(names, NOTICES),
        "hold_limit_policies": absent(limits),
        **{kind: absent(names) for kind in _NAMED},
    }
