# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that apply to an item and a patron type: with a service, with a record, and for a future run."""

from __future__ import annotations

from typing import Any

import pytest

from support.controller import run
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles, apply_roles

PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}


def looked_up(library: Library, **asked: Any) -> dict[str, Any]:
    """The result of a read-only task with one token and one list per kind."""
    library.reset()
    found = run("policy_resolution_info", library, **asked)
    assert found.get("msg") is None
    assert not library.writes()
    assert set(library.calls().values()) == {1}
    assert run("policy_resolution_info", library, True, **asked) == found
    assert [secret for secret in secrets_of(library) if secret in str(found)] == []
    assert [problem for problem in found["problems"] if untidy_sentences(problem)] == []
    return found


def only(found: dict[str, Any]) -> dict[str, Any]:
    (one,) = found["resolutions"]
    return one


def picked(found: dict[str, Any], name: str) -> dict[str | None, tuple[str, int] | None]:
    """The policy of a kind for each patron type, with the row that selects it."""
    return {one["patron_type"]: one[name] and (one[name]["name"], one[name]["row"]) for one in found["resolutions"]}


def test_every_policy_is_returned_with_the_row_that_selects_it(library):
    one = only(looked_up(library, patron_types=["Student"], holding_location="TSTM", shelving_location="Reserves"))
    assert (one["loan_policy"]["name"], one["loan_policy"]["row"]) == ("Four weeks", 2)
    assert one["loan_policy"]["fields"]["loan_period"] == "28 days"
    assert one["long_overdue_policy"] is None
    assert [(pick["name"], pick["row"]) for pick in one["loan_limit_policies"]] == [("Fifty", 1)]
    assert (one["loan_limits"], one["hold_limits"]) == ({"loan_count_limit": 50}, {"verified_hold_count_limit": 10})
    assert (one["hold_request_policy"]["name"], one["hold_request_policy"]["row"]) == ("Two months", 1)
    assert one["hold_fulfillment_policy"]["fields"]["hold_shelf_period"] == "7 days"
    assert one["collection_type_rule"]["name"] == "Closed"
    assert one["pickup_locations"]["default_pickup_locations"] == ["Main"]
    near = {"map": "loan_policy_map", "row": 1, "says": "Patron Policy Faculty -> Loan Policy One year"}
    assert {**near, "why": "is for Patron Policy Faculty only"} in one["near"]


def test_the_long_overdue_policy_comes_from_the_row_that_decides(make):
    rows = [
        {"holding_location": "TSTA", "loan_policy": "Four weeks"},
        {"loan_policy": "Four weeks", "long_overdue_policy": "Lost"},
    ]
    library = make(configuration={"loan_policy_map": {"rows": rows}})
    assert only(looked_up(library, patron_types=["Student"], holding_location="TSTA"))["long_overdue_policy"] is None
    found = only(looked_up(library, patron_types=["Student"], holding_location="TSTM"))
    assert (found["long_overdue_policy"]["name"], found["long_overdue_policy"]["row"]) == ("Lost", 2)


def test_the_defaults_are_every_patron_type_and_every_named_format(make):
    rows = [{"material_format": "DVD", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
    found = looked_up(make(configuration={"loan_policy_map": {"rows": rows}}))
    assert [
        (one["patron_type"], one["material_format"], one["loan_policy"]["row"]) for one in found["resolutions"]
    ] == [("Faculty", "DVD", 1), ("Faculty", None, 2), ("Student", "DVD", 1), ("Student", None, 2)]


# The three states


def test_the_prediction_for_a_run_equals_its_result(library):
    roles = Roles(library)
    before = looked_up(library, **PLACE)
    assert picked(before, "loan_policy") == {"Faculty": ("One year", 1), "Student": ("Four weeks", 2)}
    state = library.settled()
    predicted = looked_up(library, **PLACE, configuration=roles["borrowing_declared"])
    assert library.settled() == state
    assert set(picked(predicted, "loan_policy").values()) == {("ReShare borrowing", 1)}
    assert set(picked(predicted, "hold_fulfillment_policy").values()) == {("ReShare borrowing", 1)}
    done = run("circulation_configuration", library, configuration=roles["borrowing_declared"])
    assert done["changed"] is True
    assert looked_up(library, **PLACE)["resolutions"] == predicted["resolutions"]


def test_a_record_resolves_confirmed_policies_and_with_a_configuration_future_ones(library, tmp_path):
    record = Record(library, tmp_path / "record")
    record.declare(loan_policies=[{"name": "Old", "loan_period": "5 days"}], loan_policy_map=[{"loan_policy": "Old"}])
    assert only(record.run("policy_resolution_info"))["loan_policy"] is None
    record.confirm()
    record.declare(
        loan_policies=[{"name": "New", "loan_period": "9 days"}],
        loan_policy_map=[{"holding_location": "TSTM", "loan_policy": "New"}],
    )
    files = record.files()
    library.reset()
    assert only(record.run("policy_resolution_info", holding_location="TSTM"))["loan_policy"]["name"] == "Old"
    coming = record.run(
        "policy_resolution_info", holding_location="TSTM", configuration={"borrower_categories": [{"name": "Guest"}]}
    )
    assert (only(coming)["loan_policy"]["name"], only(coming)["loan_policy"]["row"]) == ("New", 1)
    assert record.files() == files
    assert not library.writes()


def test_an_onboarded_record_gives_what_its_twin_with_a_service_gives(library, make, tmp_path):
    record, twin = Record(library, tmp_path / "record"), make()
    apply_roles(twin)
    Roles(library, **record.options).declare()
    record.confirm()
    asked = {"patron_types": ["ReShare lending"], **PLACE}
    one, other = only(record.run("policy_resolution_info", **asked)), only(looked_up(twin, **asked))
    for name in ("loan_policy", "hold_fulfillment_policy", "collection_type_rule", "loan_limits"):
        assert (name, one[name]) == (name, other[name])


# Problems of maps


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (
            [{"loan_policy": "Four weeks"}, {"patron_policy": "Faculty", "loan_policy": "One year"}],
            ["Loan Policy Map: row 2 (Patron Policy Faculty", "can never apply, because row 1 ("],
        ),
        (
            [{"patron_policy": "Faculty", "loan_policy": "One year"}],
            ["Loan Policy Map: no row matches everything else"],
        ),
        (
            [
                {"material_format": "DVD", "loan_policy": "Four weeks"},
                {"patron_policy": "Faculty", "loan_policy": "One year"},
                {"loan_policy": "Four weeks"},
            ],
            ["Loan Policy Map: row 1 (Material Format DVD", "overlaps row 2 (Patron Policy Faculty"],
        ),
    ],
    ids=["hidden", "no catch-all", "overlap"],
)
def test_problems_of_a_map_are_reported(make, rows, parts):
    found = looked_up(make(configuration={"loan_policy_map": {"rows": rows}}))
    assert [part for part in parts if not any(part in problem for problem in found["problems"])] == []


def test_a_combination_in_two_rules_is_reported(make):
    """Which of them applies is not documented by OCLC (wms-circulation.md 6.24)."""
    rules = [
        {"name": "Closed", "default_availability": "Unavailable", "locations": [{"holding_location": "TSTM"}]},
        {"name": "Open", "default_availability": "Available", "locations": [{"holding_location": "TSTM"}]},
    ]
    found = looked_up(make(configuration={"collection_type_policies": rules}))
    assert [problem for problem in found["problems"] if "Closed" in problem and "Open" in problem]


def test_maps_in_order_have_no_problems(library):
    assert looked_up(library)["problems"] == []


# Invalid input


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"patron_types": ["Facutly"]}, "Similar: 'Faculty'"),
        ({"holding_location": "TSTN"}, "Similar: 'TSTM'"),
        ({"shelving_location": "Reserves"}, "holding_location"),
    ],
)
def test_an_unknown_name_is_an_error(library, asked, part):
    found = run("policy_resolution_info", library, **asked)
    assert part in " ".join([found.get("msg", ""), *found["warnings"], *found.get("problems", [])])
