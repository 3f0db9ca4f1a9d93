# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeds of fictitious libraries. NN stands for the number of a library, see `numbered`."""

from __future__ import annotations

import copy
from typing import Any

#: A library that has used WMS for years; NN stands for its number.
SEED: dict[str, Any] = {
    "name": "libraryNN",
    "registry_id": "9NN",
    "symbol": "LNN",
    "institution_name": "Library NN",
    "branches": [
        {
            "name": "Main",
            "registry_id": "91NN",
            "holding_code": "TSTM",
            "shelving_locations": "Stacks; Reference; Reserves",
        },
        {"name": "Annex", "registry_id": "92NN", "holding_code": "TSTA", "shelving_locations": "Stacks"},
    ],
    "wskeys": [{"key": "key-NN", "secret": "secret-of-NN"}],
    "configuration": {
        "borrower_categories": [{"name": "Student"}, {"name": "Faculty"}, {"name": "Visitor"}],
        "notification_policies": [{"name": "Overdue", "notification_type": "Loan Overdue"}],
        "notification_templates": [{"name": "Reminder", "notification_type": "Loan Overdue"}],
        "bill_reasons": [{"name": "Fine"}],
        "bill_structures": [
            {"name": "Daily fine", "bill_reason": "Fine", "bill_type": "Periodic Bill"},
            {"name": "Hold fee", "bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "1.00"},
        ],
        "patron_type_policies": [{"name": "Student"}, {"name": "Faculty"}],
        "loan_policies": [
            {
                "name": "Four weeks",
                "loan_period": {"value": 28, "unit": "days"},
                "overdue_notification_policy": "Overdue",
            },
            {"name": "One year", "loan_period": {"value": 12, "unit": "months"}},
        ],
        "long_overdue_policies": [{"name": "Lost"}],
        "loan_policy_map": {
            "rows": [{"patron_policy": "Faculty", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
        },
        "loan_limit_policies": [{"name": "Fifty", "loan_count_limit": 50}],
        "loan_limit_matrix": {"rows": [{"patron_policy": "Student", "loan_limit_policy": "Fifty"}]},
        "hold_limit_policies": [{"name": "Ten", "verified_hold_count_limit": 10}],
        "hold_limit_matrix": {"rows": [{"hold_limit_policy": "Ten"}]},
        "hold_request_policies": [{"name": "Two months", "default_hold_request_period": {"value": 60, "unit": "days"}}],
        "hold_request_policy_map": {"rows": [{"hold_request_policy": "Two months"}]},
        "hold_fulfillment_policies": [{"name": "One week", "hold_shelf_period": {"value": 7, "unit": "days"}}],
        "hold_fulfillment_policy_map": {"rows": [{"hold_fulfillment_policy": "One week"}]},
        "hold_pickup_locations_map": {"rows": [{"default_pickup_locations": ["Main"]}]},
        "collection_type_policies": [
            {"name": "Closed", "locations": [{"holding_location": "TSTM", "shelving_location": "Reserves"}]}
        ],
    },
    "reshare": {
        "tenant": "tenant-NN",
        "users": [{"username": "admin", "password": "password-of-NN"}],
        "directory": [
            {"slug": "consortium", "name": "Consortium", "type": "Consortium", "members": ["us", "alpha", "beta"]},
            {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]},
            {
                "slug": "us-main",
                "name": "Main",
                "type": "Branch",
                "status": "Managed",
                "parent": "us",
                "tags": ["pickup"],
            },
            {"slug": "alpha", "name": "Alpha College", "symbols": ["RESHARE:ALF"]},
            {"slug": "beta", "name": "Beta University", "symbols": ["RESHARE:BET"]},
        ],
    },
}

#: The objects that OCLC created for the library: holding codes, their branches, and some shelving locations.
HOLDING_CODES = (
    {"holding_code": "ADMM", "branch_registry_id": "100102", "shelving_locations": "Stacks; Reference"},
    {"holding_code": "ADML", "branch_registry_id": "100103", "shelving_locations": "Stacks;"},
)


def changed_seed(**changes: Any) -> dict[str, Any]:
    """The seed with some members replaced; of ``configuration``, ``reshare`` and ``wskey`` (the first one), only the
    given members are replaced."""
    seed = copy.deepcopy(SEED)
    seed["configuration"].update(changes.pop("configuration", {}))
    seed["reshare"].update(changes.pop("reshare", {}))
    seed["wskeys"][0].update(changes.pop("wskey", {}))
    return {**seed, **changes}


def numbered(value: Any, number: str) -> Any:
    """Replace NN in a value with the number of a library."""
    if isinstance(value, dict):
        return {numbered(name, number): numbered(one, number) for name, one in value.items()}
    if isinstance(value, list):
        return [numbered(one, number) for one in value]
    return value.replace("NN", number) if isinstance(value, str) else value
