# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters of the roles: notices as objects, and a period that is longer by some days."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._wms.notices import LEGACY, with_notices
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.library_values import LibraryValues

TEXT = {"subject": "S", "start_text": "A", "end_text": "Z"}
MAY_BE = {"pickup": "Pickup Notice"}


def test_a_legacy_notice_is_a_policy_that_the_other_policies_name():
    given = {"loan_policies": [{"name": "P", "circulates": "always"}, {"name": "Other"}]}
    found = with_notices(given, {"overdue": TEXT, "bill": TEXT, "recall": None}, "P", LEGACY, patron_types=["Student"])
    assert given["loan_policies"][0] == {"name": "P", "circulates": "always"}
    assert found == {
        "loan_policies": [
            {
                **{"name": "P", "circulates": "always"},
                **{"overdue_notification_policy": "P overdue", "recall_notification_policy": None},
            },
            {"name": "Other"},
        ],
        "patron_type_policies": [{"name": "Student", "bill_notification_policy": "P bill"}],
        "notification_policies": [
            {"name": "P overdue", "notification_type": "Loan Overdue Notification", **TEXT},
            {"name": "P bill", "notification_type": "Bill Notification", **TEXT},
        ],
    }


def test_a_template_is_assigned_and_its_type_enabled_and_an_unseen_one_stays_legacy():
    texts = {"pickup": TEXT, "shelf_expiry": TEXT, "overdue": TEXT, "recall": {}, "bill": TEXT}
    found = with_notices({}, texts, "P", "next_generation", labels=MAY_BE, former=["legacy"])
    assert [(one["name"], one["notification_type"]) for one in found["notification_templates"]] == [
        ("P pickup", "Pickup Notice"),
        ("P overdue", "Loan Overdue Notice"),
    ]
    assert found["notification_templates"][0]["header"] == "A"
    assert found["notification_settings"] == {
        "notification_types": {"Pickup Notice": True, "Loan Overdue Notice": True}
    }
    assert [(one["name"], one.get("state", "present")) for one in found["notification_policies"]] == [
        ("P pickup", "absent"),
        ("P shelf expiry", "present"),
        ("P overdue", "absent"),
        ("P recall", "absent"),
    ]
    assert found["hold_fulfillment_policies"] == [
        {
            "name": "P",
            "hold_pickup_notification_policy": None,
            "other_settings": {"Pickup Notice": "P pickup"},
            "hold_shelf_expiration_notification_policy": "P shelf expiry",
        }
    ]
    assert found["loan_policies"] == [
        {
            **{"name": "P", "overdue_notification_policy": None, "loan_overdue_notice": "P overdue"},
            **{"recall_notification_policy": None, "recall_notice": None},
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"texts": {"overdue": {"sbject": "S"}}}, "the overdue notice contains 'sbject'; a notice has 'subject'"),
        ({"texts": {"overdue": "Overdue!"}}, "the overdue notice must be a dictionary"),
        ({"texts": {"overdu": TEXT}}, "'overdu' is not a notice; use one of 'pickup'"),
        ({"texts": {}, "notifications": "next"}, "notifications is 'next'; use one of 'legacy', 'next_generation'"),
        ({"texts": {}, "labels": {"overdue": "X"}}, "labels contains 'overdue'; use 'pickup', 'shelf_expiry'"),
    ],
)
def test_a_wrong_notice_is_an_error(arguments: dict[str, Any], part: str):
    with pytest.raises(ValidationError, match=part.replace(".", r"\.")):
        with_notices({}, name="P", **{"notifications": LEGACY, **arguments})


def lenders_period(period: Any, days: Any) -> Any:
    variables = {"consortium_loan_period": period, "consortium_transit_days": days, "lending_loan_period": None}
    return LibraryValues(variables, Templar(DataLoader(), variables=variables))["lending_loan_period"]


@pytest.mark.parametrize(
    ("period", "days", "expected"),
    [("112 days", 14, "126 days"), ("16 weeks", "14", "126 days"), ("1 day", 0, "1 day")],
)
def test_the_lenders_period_is_longer_by_the_transit(period, days, expected):
    assert lenders_period(period, days) == expected


@pytest.mark.parametrize("written", ["{{ lending_loan_period }}", "{{ lending_loan_period | string }}", "{{ again }}"])
def test_an_expression_has_the_value_of_a_variable_that_follows_from_others(written):
    variables = {
        "consortium_loan_period": "112 days",
        "consortium_transit_days": 14,
        "lending_loan_period": None,
        "again": trust_as_template("{{ lending_loan_period }}"),
    }
    values = LibraryValues(variables, Templar(DataLoader(), variables=variables))
    assert values.of(trust_as_template(written)) == "126 days"
    # One from which it follows is not its value, but what is written in it.
    variables["consortium_loan_period"] = trust_as_template("{{ lending_loan_period or '7 days' }}")
    assert values["lending_loan_period"] == "21 days"


@pytest.mark.parametrize(("period", "days"), [("4 months", 14), ("112", 14), (None, 14), ("112 days", "two weeks")])
def test_a_period_to_which_no_days_can_be_added_is_an_error(period, days):
    with pytest.raises(AnsibleError, match="write"):
        lenders_period(period, days)
