# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines of OCLC's page "Set up integration" as variables of the roles (docs/oclc-page.md), and the carry-over to Next-Generation
Notifications."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._checks import basis
from support.check_results import check_named
from support.controller import dump, run
from support.library import Library
from support.library_record import Record, titles
from support.roles import Roles, apply_roles

BORROWING, LENDING = "ReShare borrowing", "ReShare lending"

#: The fields of objects without a change of a variable: (kind, name): fields.
BY_DEFAULT: dict[tuple[str, str], dict[str, Any]] = {
    ("loan_policies", BORROWING): {
        "loan_period": {"value": 112, "unit": "days"},
        "overdue_periodic_bill": None,
        "overdue_notification_policy": "ReShare borrowing overdue",
        "recall_notification_policy": "ReShare borrowing recall",
    },
    ("hold_fulfillment_policies", BORROWING): {
        "hold_pickup_notification_policy": "ReShare borrowing pickup",
        "hold_shelf_expiration_notification_policy": "ReShare borrowing shelf expiry",
    },
    ("collection_type_policies", BORROWING): {"fulfill_holds_for": None, "reshelving_period": None},
    ("patron_type_policies", "Student"): {"bill_notification_policy": None},
    ("loan_policies", LENDING): {
        "loan_period": {"value": 126, "unit": "days"},
        "overdue_periodic_bill": None,
        "overdue_notification_policy": "ReShare lending overdue",
        "recall_notification_policy": "ReShare lending recall",
    },
    ("patron_type_policies", LENDING): {"bill_notification_policy": "ReShare lending bill"},
}
VARIABLES: dict[str, Any] = {
    "consortium_loan_period": "4 weeks",
    "consortium_transit_days": 10,
    "borrowing_overdue_bill": "Daily fine",
    "borrowing_long_overdue_policy": "Lost",
    "borrowing_hold_limits": {"Student": 3, "Faculty": "No Limit"},
    "borrowing_hold_request_patron_types": ["Student"],
    "borrowing_fulfill_holds_for": "Branch patrons only",
    "borrowing_reshelving_period": "2 hours",
    "borrowing_pickup_notice": None,
    "borrowing_overdue_notice": {},
    "borrowing_bill_notice_patron_types": ["Student"],
    "lending_overdue_bill": "Daily fine",
    "lending_long_overdue_policy": "Lost",
    "lending_recall_notice": None,
    "lending_account_email": "ill@library.example",
}
SET: dict[tuple[str, str], dict[str, Any]] = {
    ("loan_policies", BORROWING): {
        "loan_period": {"value": 4, "unit": "weeks"},
        "overdue_periodic_bill": "Daily fine",
        "overdue_notification_policy": None,
        "recall_notification_policy": "ReShare borrowing recall",
    },
    ("hold_fulfillment_policies", BORROWING): {
        "hold_pickup_notification_policy": None,
        "hold_shelf_expiration_notification_policy": "ReShare borrowing shelf expiry",
    },
    ("collection_type_policies", BORROWING): {
        "fulfill_holds_for": "Branch patrons only",
        "reshelving_period": "2 hours",
    },
    ("patron_type_policies", "Student"): {"bill_notification_policy": "ReShare borrowing bill"},
    ("hold_limit_policies", "ReShare borrowing Student"): {
        "verified_hold_count_limit": 3,
        "unverified_hold_count_limit": 3,
    },
    ("hold_limit_policies", "ReShare borrowing Faculty"): {"verified_hold_count_limit": "No Limit"},
    ("loan_policies", LENDING): {
        "loan_period": {"value": 38, "unit": "days"},
        "overdue_periodic_bill": "Daily fine",
        "recall_notification_policy": None,
    },
}
#: Objects of the library to which VARIABLES refer; a record contains only those that were adopted or declared.
OWN = {
    "borrower_categories": [{"name": "Student"}, {"name": "Faculty"}],
    "patron_type_policies": [{"name": "Faculty"}],
    "bill_reasons": [{"name": "Fine"}],
    "bill_structures": [{"name": "Daily fine", "bill_reason": "Fine", "bill_type": "Periodic Bill"}],
    "long_overdue_policies": [{"name": "Lost"}],
}
#: The notices that no policy sends with VARIABLES.
NOT_SENT = ["ReShare borrowing overdue", "ReShare borrowing pickup", "ReShare lending recall"]


def circulate(library: Library, roles: Roles, check: bool = False, **options: Any) -> dict[str, Any]:
    """Run the WMS part of the playbook."""
    done = run(
        "circulation_configuration", library, check, **options, configuration=roles["enable_reshare_circulation"]
    )
    assert done.get("msg") is None
    return done


def found(library: Library, expected: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The fields of the library that are expected."""
    there = {key: library.find_object(*key) or {} for key in expected}
    return {key: {name: there[key].get(name) for name in fields} for key, fields in expected.items()}


def notices(library: Library) -> list[str]:
    """The notification policies of the roles."""
    return sorted(one["name"] for one in library.configuration["notification_policies"] if "ReShare" in one["name"])


def test_each_line_of_the_page_has_a_default_and_can_be_set(make):
    library, twin = make(), make()
    circulate(library, Roles(library))
    assert found(library, BY_DEFAULT) == BY_DEFAULT
    assert [row.get("long_overdue_policy") for row in library.rows("loan_policy_map")] == [None] * 4
    assert {row["hold_limit_policy"] for row in library.rows("hold_limit_matrix")} == {LENDING, "Ten"}
    assert "ReShare borrowing bill" not in notices(library)
    assert not library.patrons(library.variables["lending_account_barcode"])[0].get("emails")

    # From the defaults, and in a library without them.
    for one in (library, twin):
        roles = Roles(one, **VARIABLES)
        pretended, made = (circulate(one, roles, check) for check in (True, False))
        assert pretended["diff"] == made["diff"]
        assert found(one, SET) == SET
        assert {row.get("loan_policy"): row.get("long_overdue_policy") for row in one.rows("loan_policy_map")} == {
            **{BORROWING: "Lost", LENDING: "Lost"},
            **{"One year": None, "Four weeks": None},
        }
        limited = {row.get("patron_policy"): row["hold_limit_policy"] for row in one.rows("hold_limit_matrix")}
        assert limited["Student"] == "ReShare borrowing Student"
        barcode = one.variables["lending_account_barcode"]
        assert one.patrons(barcode)[0]["emails"][0]["value"] == "ill@library.example"
        one.reset()
        assert circulate(one, roles)["changed"] is False
        assert not one.writes()
    assert [name for name in notices(library) if name in NOT_SENT] == NOT_SENT
    assert [name for name in notices(twin) if name in NOT_SENT] == []


def test_a_worksheet_asks_for_the_notices_that_are_sent(make, tmp_path: Path):
    record = Record(make(), tmp_path / "record")
    roles = Roles(record.library, **VARIABLES, borrowing_more=OWN)
    circulate(record.library, roles, **record.options)
    record.confirm()
    assert found(record.library, SET) == SET
    assert [name for name in notices(record.library) if name in NOT_SENT] == []
    # The account had to wait for its patron type.
    again = [circulate(record.library, roles, **record.options) for _run in range(2)][-1]
    assert (again["changed"], again["pending"]) == (False, False)


# Next-Generation Notifications

NEXT: dict[str, Any] = {
    "consortium_notifications": "next_generation",
    "borrowing_bill_notice_patron_types": ["Student"],
}
REMOVED: dict[str, Any] = {**NEXT, "consortium_former_notifications": ["legacy"]}
#: What the policies send before and after the carry-over; the templates of the holds were not seen.
ASSIGNED = {
    ("loan_policies", BORROWING): {
        "overdue_notification_policy": None,
        "loan_overdue_notice": "ReShare borrowing overdue",
        "recall_notification_policy": None,
        "recall_notice": "ReShare borrowing recall",
    },
    ("hold_fulfillment_policies", BORROWING): {"hold_pickup_notification_policy": "ReShare borrowing pickup"},
    ("loan_policies", LENDING): {
        "overdue_notification_policy": None,
        "loan_overdue_notice": "ReShare lending overdue",
        "recall_notice": "ReShare lending recall",
    },
    ("patron_type_policies", "Student"): {
        "bill_notification_policy": None,
        "new_bill_notice": "ReShare borrowing bill",
    },
    ("patron_type_policies", LENDING): {"bill_notification_policy": None, "new_bill_notice": "ReShare lending bill"},
}
ENABLED = {"Loan Overdue Notice": True, "New Bill Notice": True, "Recall Notice": True}
LEFT_OVER = [
    f"Notification Policy 'ReShare {direction} {notice}'"
    for direction in ("borrowing", "lending")
    for notice in ("bill", "overdue", "recall")
]
#: OCLC's pages on what enabling disables.
PAGES = ["the corresponding ones", "some (overview)", "all of the library"]


def assert_enabled_last(titles: list[str]) -> None:
    """Templates, then the policies that send them, then the types."""
    first = min(number for number, title in enumerate(titles) if title.startswith("Loan Policy '"))
    templates = [number for number, title in enumerate(titles) if title.startswith("Notification Template")]
    assert templates and max(templates) < first
    assert titles[-1] == "Next-Generation Notifications General Settings"


@pytest.mark.matrix
def test_one_run_carries_a_library_over(make):
    library = make()
    legacy = {"borrowing_bill_notice_patron_types": ["Student"]}
    apply_roles(library, **legacy)
    roles = Roles(library, **NEXT)
    pretended, made = (circulate(library, roles, check) for check in (True, False))
    assert pretended["diff"] == made["diff"]
    assert_enabled_last(titles(made["changes"]))
    assert found(library, ASSIGNED) == ASSIGNED
    assert library.configuration["notification_settings"]["notification_types"] == ENABLED
    assert sorted(titles(made["left_over"])) == LEFT_OVER
    warned = " ".join(made["warnings"])
    assert [part for part in (*PAGES, "consortium_former_notifications") if part not in warned] == []
    for variables in (NEXT, REMOVED, REMOVED):
        library.reset()
        again = circulate(library, Roles(library, **variables))
        assert again["left_over"] == []
    assert (again["changed"], library.writes()) == (False, {})
    assert notices(library) == ["ReShare borrowing pickup", "ReShare borrowing shelf expiry"]


def test_a_worksheet_carries_a_library_over_in_the_same_order(make, tmp_path: Path):
    record, twin = Record(make(), tmp_path / "record"), make()
    library = record.library
    circulate(library, Roles(library), **record.options)
    record.confirm()
    more = {"borrowing_more": {"borrower_categories": [{"name": "Student"}]}}
    for variables in ({}, {**REMOVED, **more}):
        apply_roles(twin, **variables)
    roles = Roles(library, **REMOVED, **more)
    circulate(library, roles, **record.options)
    steps = [(step["title"], step["action"]) for step in record.steps]
    assert_enabled_last([title for title, action in steps if action != "removed"])
    assert {action for _title, action in steps[-5:]} == {"removed"}
    assert all(page in record.worksheet("md").read_text(encoding="utf-8") for page in PAGES)
    for step in record.steps:
        record.make_steps([step])
    record.confirm()
    again = circulate(library, roles, **record.options)
    assert (again["changed"], again["pending"]) == (False, False)
    assert library.comparable()["configuration"] == twin.comparable()["configuration"]


def test_the_labels_of_a_library_carry_its_hold_notices_over(library):
    labels = {"pickup": "Hold Pickup Notice", "shelf_expiry": "Shelf Notice"}
    made = Roles(library, **REMOVED, borrowing_hold_notice_labels=labels)
    circulate(library, made)
    assert notices(library) == []
    sent = library.find_object("hold_fulfillment_policies", BORROWING)
    assert sent["other_settings"] == {
        "Hold Pickup Notice": "ReShare borrowing pickup",
        "Shelf Notice": "ReShare borrowing shelf expiry",
    }
    assert library.configuration["notification_settings"]["notification_types"] == {
        **dict.fromkeys(labels.values(), True),
        **ENABLED,
    }


@pytest.mark.parametrize("store", ["service", "record"])
def test_preflight_reports_which_notifications_are_sent_and_for_how_long(make, tmp_path, monkeypatch, store):
    monkeypatch.setattr(basis, "_today", lambda: date(2027, 5, 29))
    record = Record(make(), tmp_path / "record")
    library = record.library
    options = record.options if store == "record" else {}

    def summary(**variables: Any) -> str:
        roles = Roles(library, **options, lending_account_expires="2099-12-31", **variables)
        return check_named(roles.preflight(), "legacy_notifications")["detail"]

    before = summary()
    assert "legacy: " in before and "in 30 days" in before and "next-generation" not in before
    moved = summary(**NEXT)
    assert "templates 'ReShare borrowing bill', 'ReShare borrowing overdue'" in moved
    assert "enabled types 'Loan Overdue Notice'" in moved
    assert "'ReShare borrowing pickup'" in moved
    assert [page for page in PAGES if page not in moved] == []


# Consequences


@pytest.mark.parametrize(
    ("variables", "warned"),
    [
        ({"borrowing_hold_request_period": "6 days", "borrowing_hold_request_patron_types": ["Student"]}, True),
        # No row selects the policy.
        ({"borrowing_hold_request_period": "6 days"}, False),
        ({"borrowing_hold_request_period": "1 week", "borrowing_hold_request_patron_types": ["Student"]}, False),
    ],
    ids=["short", "not selected", "long enough"],
)
def test_preflight_warns_about_holds_that_expire_before_check_in(library, variables, warned):
    result = Roles(library, **variables).preflight()
    assert check_named(result, "borrowed_items")["status"] == "pass"
    expected = "Hold Request Policy 'ReShare borrowing' has the period 6 days, less than 7 days"
    assert any(expected in warning for warning in result["warnings"]) == warned


def test_preflight_warns_about_the_librarys_own_short_holds(make):
    policy = {"name": "Two months", "default_hold_request_period": {"value": 36, "unit": "hours"}}
    result = Roles(make(configuration={"hold_request_policies": [policy]})).preflight()
    assert any("Hold Request Policy 'Two months' has the period 36 hours" in one for one in result["warnings"])


@pytest.mark.matrix
def test_the_roles_load_the_agreement_and_refuse_an_undeclared_address_before_anything_is_written(
    make, controller, tmp_path
):
    library, sharing = make(), make()
    roles = [{"role": f"reshare.wms.{name}"} for name in ("lending", "borrowing")]
    path = tmp_path / "roles.yml"
    path.write_text(dump([{"hosts": "all", "gather_facts": False, "roles": roles}]), encoding="utf-8")
    email = {"lending_account_email": "ill@library.example"}
    variables = {
        library.name: {**email, "consortium_transit_days": 20},
        sharing.name: {**email, "lending_partner_accounts": {"RESHARE:ALF": "RS-ALF"}},
    }
    done = controller.playbook(str(path), [library, sharing], variables=variables)
    assert done.stats(library)["failures"] == 0
    assert library.find_object("loan_policies", BORROWING)["loan_period"] == {"value": 112, "unit": "days"}
    assert library.find_object("loan_policies", LENDING)["loan_period"] == {"value": 132, "unit": "days"}
    assert "lending_account_email is one address for 2 lending accounts." in done.failure(sharing)
    assert not sharing.calls()
