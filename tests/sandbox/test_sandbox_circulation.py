# SPDX-License-Identifier: GPL-3.0-or-later

"""Circulation by the configured policies: holds, loans and their limits (wms-circulation.md 2.2, 5, 6)."""

from datetime import datetime, timedelta

import pytest

from support.ncip_client import (
    CONFIGURATION,
    ITEMS,
    NOT_OUT,
    PATRONS,
    RESHARE_PAIR,
    NcipClient,
    circulating_seed,
    days_from_now,
)
from support.sandbox_clock import NOW

TOO_MANY_HOLDS = ("Element Rule Violated", "HOLD_LIMIT_EXCEEDED")
TOO_MANY_LOANS = ("Maximum Check Outs Exceeded", "LOAN_LIMIT_EXCEEDED")


def limits(kind: str, count, **columns):
    """A policy with a limit, and a matrix with one row that names it."""
    policy, row = {"name": "Limit"}, {f"{kind}_limit_policy": "Limit", **columns}
    field = "loan_count_limit" if kind == "loan" else "verified_hold_count_limit"
    return {f"{kind}_limit_policies": [{**policy, field: count}], f"{kind}_limit_matrix": {"rows": [row]}}


# Hold limits


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_reached_hold_limit_rejects_a_hold(with_configuration, count):
    broker = with_configuration(**limits("hold", count))
    for number in range(count):
        broker.accept(f"R-{number}").ok()
    assert broker.accept("R-9").problem == TOO_MANY_HOLDS
    assert len(broker.state("temporary_items")) == count
    if count:
        broker.accept("R-8", "P2").ok()
        broker.check_out("R-0").ok()  # fills a hold
        broker.accept("R-9").ok()


def test_every_matching_hold_limit_counts(with_configuration):
    policies = [{"name": "Many", "verified_hold_count_limit": 9}, {"name": "One", "verified_hold_count_limit": 1}]
    rows = [
        {"patron_policy": "Student", "hold_limit_policy": "Many"},
        {"material_format": "Other", "hold_limit_policy": "One"},
        {"material_format": "DVD", "hold_limit_policy": "One"},
    ]
    broker = with_configuration(hold_limit_policies=policies, hold_limit_matrix={"rows": rows})
    broker.accept("R-1").ok()
    assert broker.accept("R-2").problem == TOO_MANY_HOLDS
    broker.library.save("hold-limit-matrix", {"rows": [rows[0], rows[2]]}).raise_for_status()
    broker.accept("R-2").ok()


# Hold periods


def test_hold_request_policy_is_the_first_that_matches(with_configuration):
    policies = [
        {"name": "A day", "default_hold_request_period": {"value": 1, "unit": "days"}},
        {"name": "An hour", "default_hold_request_period": {"value": 1, "unit": "hours"}},
        {"name": "Never"},
    ]
    rows = [
        {"material_format": "Book", "hold_request_policy": "An hour"},
        {"patron_policy": "Faculty", "hold_request_policy": "Never"},
        {"material_format": "Other", "hold_request_policy": "A day"},
        {"hold_request_policy": "An hour"},
    ]
    broker = with_configuration(hold_request_policies=policies, hold_request_policy_map={"rows": rows})
    broker.accept("R-1").ok()
    broker.accept("R-2", "P2").ok()
    found = {hold["barcode"]: (hold["hold_request_policy"], hold["expires"]) for hold in broker.state("holds")}
    assert found == {"R-1": ("A day", days_from_now(1)), "R-2": ("Never", None)}


def test_without_a_hold_request_policy_an_item_is_rejected(with_configuration):
    rows = [{"patron_policy": "Faculty", "hold_request_policy": "Two weeks"}]
    broker = with_configuration(hold_request_policy_map={"rows": rows})
    assert broker.accept("R-1").problem == ("Cannot Accept Item", "NO_HOLD_REQUEST_POLICY")
    broker.accept("R-1", "P2").ok()


def test_fixed_dates_come_before_the_period(with_configuration):
    days = [days_from_now(number)[:10] for number in (90, -3, 30)]
    policy = {"name": "Fixed", "default_hold_request_period": {"value": 1, "unit": "days"}}
    broker = with_configuration(
        hold_request_policies=[{**policy, "hold_fixed_due_dates": days}],
        hold_request_policy_map={"rows": [{"hold_request_policy": "Fixed"}]},
    )
    broker.accept("R-1").ok()
    assert broker.state("holds")[0]["expires"] == days_from_now(30)


# Trapped holds


def test_hold_fulfillment_policy_is_the_first_that_matches(with_configuration):
    policies = [
        {"name": "Short", "hold_shelf_period": {"value": 2, "unit": "days"}},
        *CONFIGURATION["hold_fulfillment_policies"],
    ]
    rows = [
        {"holding_location": "TSTA", "hold_fulfillment_policy": "Ten days"},
        {**RESHARE_PAIR, "hold_fulfillment_policy": "Short"},
        {"hold_fulfillment_policy": "Ten days"},
    ]
    broker = with_configuration(hold_fulfillment_policies=policies, hold_fulfillment_policy_map={"rows": rows})
    broker.accept("R-1").ok()
    broker.check_in("R-1").ok()
    assert broker.state("holds")[0]["shelf_until"] == days_from_now(2)


@pytest.mark.parametrize(("home", "problem"), [("91NN", None), ("92NN", NOT_OUT)])
def test_a_collection_for_the_patrons_of_its_branch(make, home, problem):
    rule = {"name": "Branch", "locations": [{"holding_location": "TSTM"}], "fulfill_holds_for": "Branch patrons only"}
    seed = circulating_seed(collection_type_policies=[rule])
    broker = NcipClient(make(**{**seed, "patrons": [{**PATRONS[0], "homeBranch": home}]}))
    broker.accept("R-1").ok()
    answer = broker.check_in("R-1")
    assert answer.ok() if problem is None else answer.problem == problem


def test_a_collection_that_fills_no_holds(with_configuration):
    closed = {"name": "Closed", "locations": [{"holding_location": "TSTM"}], "fulfill_holds_for": "No patrons"}
    broker = with_configuration(collection_type_policies=[closed])
    broker.accept("R-1").ok()
    assert broker.check_in("R-1").problem == NOT_OUT
    assert broker.state("holds")[0]["status"] == "Pending"
    own = {"name": "ReShare", "locations": [RESHARE_PAIR], "default_availability": "Available"}
    broker.library.service("POST", "collection-type-policies", own).raise_for_status()
    broker.check_in("R-1").ok()


def test_an_item_on_hold_is_not_lent_to_another_patron(broker):
    broker.accept("R-1").ok()
    problem = ("Resource Cannot Be Provided", "ITEM_ON_HOLD_FOR_ANOTHER_PATRON")
    assert broker.check_out("R-1", "P2").problem == problem
    broker.check_in("R-1").ok()
    assert broker.check_out("R-1", "P2").problem == problem
    broker.check_out("R-1").ok()


# Loans


def test_the_first_matching_row_applies(with_configuration):
    """The typical misconfiguration: an earlier row for a patron type gives a year on a borrowed book (2.2, 10)."""
    short = {"name": "Borrowed", "loan_period": {"value": 14, "unit": "days"}}
    early = [{"patron_policy": "Faculty", "loan_policy": "One year"}]
    own, late = [{**RESHARE_PAIR, "loan_policy": "Borrowed"}], [{"loan_policy": "Four weeks"}]
    policies = [*CONFIGURATION["loan_policies"], short]
    broker = with_configuration(loan_policies=policies, loan_policy_map={"rows": early + own + late})
    for barcode, patron in (("R-1", "P1"), ("R-2", "P2")):
        broker.accept(barcode, patron).ok()
        broker.check_out(barcode, patron).ok()
    broker.library.save("loan-policy-map", {"rows": own + early + late}).raise_for_status()
    broker.accept("R-3", "P2").ok()
    broker.check_out("R-3", "P2").ok()
    broker.check_out("OWN1", "P1").ok()
    rules = {loan["barcode"]: loan["circulation_rule"] for loan in broker.state("loans")}
    assert rules == {"R-1": "Borrowed", "R-2": "One year", "R-3": "Borrowed", "OWN1": "Four weeks"}


@pytest.mark.parametrize(
    ("row", "matches"),
    [
        ({"patron_policy": "Student"}, True),
        ({"patron_policy": "Faculty"}, False),
        ({"material_format": "DVD"}, True),
        ({"material_format": "Book"}, False),
        ({"holding_location": "TSTA"}, True),
        ({"holding_location": "TSTA", "shelving_location": "Stacks"}, True),
        ({"holding_location": "TSTM"}, False),
        ({"patron_policy": "Student", "material_format": "DVD", "holding_location": "TSTM"}, False),
    ],
)
def test_every_column_must_match(with_configuration, row, matches):
    """For a DVD at a temporary location, which has priority over its permanent one (2.2)."""
    rows = [{**row, "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
    broker = with_configuration(loan_policy_map={"rows": rows})
    broker.check_out("OWN3").ok()
    assert (broker.state("loans")[0]["circulation_rule"] == "One year") is matches


def test_without_a_matching_row_nothing_is_lent(with_configuration):
    rows = [{"patron_policy": "Faculty", "loan_policy": "One year"}]
    broker = with_configuration(loan_policy_map={"rows": rows})
    assert broker.check_out("OWN1").problem == ("Resource Cannot Be Provided", "NO_LOAN_POLICY")
    broker.check_out("OWN1", "P2").ok()


@pytest.mark.parametrize(
    ("circulates", "detail"),
    [("never", "ITEM_DOES_NOT_CIRCULATE"), ("only with an override", "OVERRIDE_REQUIRED"), (None, None)],
)
def test_an_item_that_does_not_circulate_is_not_lent(with_configuration, circulates, detail):
    policy = {"name": "Only", "circulates": circulates, "loan_period": {"value": 1, "unit": "days"}}
    rows = [{"loan_policy": "Only"}]
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": rows})
    answer = broker.check_out("OWN1")
    if detail is None:
        answer.ok()
    else:
        assert answer.problem == ("Item Does Not Circulate", detail)
        assert broker.state("loans") == []


@pytest.mark.parametrize(("value_", "unit", "minutes"), [(90, "minutes", 90), (2, "hours", 120)])
def test_minutes_and_hours_are_exact(with_configuration, value_, unit, minutes):
    policy = {"name": "Only", "loan_period": {"value": value_, "unit": unit}}
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": [{"loan_policy": "Only"}]})
    due = datetime.fromisoformat(broker.check_out("OWN1").due)
    assert due - datetime.fromisoformat(NOW) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-10", 1, "2027-01-10"),
        ("2026-05-31", 12, "2027-05-31"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2026-05-31", 99_999, "9999-12-31"),
    ],
)
def test_months_aim_at_the_same_day(start, months, due):
    from reshare_wms_sandbox.ncip import dates

    moment = datetime.fromisoformat(f"{start}T10:00:00Z")
    ends = dates.end_of({"value": months, "unit": "months"}, moment)
    assert ends == datetime.fromisoformat(f"{due}T23:59:00Z")


@pytest.mark.parametrize(("expires", "due"), [("2105-06-30", "2099-01-01"), ("2090-06-30", "2090-06-30")])
def test_without_a_period_a_loan_ends_with_the_account_or_on_a_distant_date(make, expires, due):
    seed = circulating_seed(loan_policies=[{"name": "Blank"}], loan_policy_map={"rows": [{"loan_policy": "Blank"}]})
    broker = NcipClient(make(**{**seed, "patrons": [{**PATRONS[0], "expires": expires}]}))
    assert broker.check_out("OWN1").due == f"{due}T23:59:00Z"


def test_the_account_cuts_a_loan_short(make):
    patrons = [{**PATRONS[0], "expires": days_from_now(5)[:10]}]
    broker = NcipClient(make(**{**circulating_seed(), "patrons": patrons}))
    assert broker.check_out("OWN1").due == days_from_now(5)


@pytest.mark.parametrize(("fixed", "due"), [([-2, 40], 28), ([-2, 3, 9], 3), ([0], 0), ([-2], 28)])
def test_the_next_fixed_due_date_cuts_a_loan_short(with_configuration, fixed, due):
    policy = {"name": "Only", "loan_period": {"value": 28, "unit": "days"}}
    policy["fixed_due_dates"] = [days_from_now(days)[:10] for days in fixed]
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": [{"loan_policy": "Only"}]})
    assert broker.check_out("OWN1").due == days_from_now(due)


# Loan limits


@pytest.mark.parametrize("limit", ["No Limit", None, 3])
def test_a_loan_limit_that_is_not_reached_allows_a_loan(with_configuration, limit):
    broker = with_configuration(**limits("loan", limit))
    for item in ITEMS:
        broker.check_out(item["barcode"]).ok()


def test_a_reached_loan_limit_rejects_a_loan(with_configuration):
    broker = with_configuration(**limits("loan", 1))
    broker.check_out("OWN1").ok()
    assert broker.check_out("OWN2").problem == TOO_MANY_LOANS
    broker.check_out("OWN2", "P2").ok()
    broker.check_in("OWN1").ok()
    broker.check_out("OWN3").ok()


def test_the_most_restrictive_loan_limit_applies(with_configuration):
    policies = [{"name": "Many", "loan_count_limit": 9}, {"name": "One", "loan_count_limit": 1}]
    rows = [
        {"loan_limit_policy": "Many"},
        {**RESHARE_PAIR, "loan_limit_policy": "One"},
        {"patron_policy": "Student", "material_format": "Other", "loan_limit_policy": "Many"},
    ]
    broker = with_configuration(loan_limit_policies=policies, loan_limit_matrix={"rows": rows})
    broker.check_out("OWN1").ok()
    for barcode in ("R-1", "R-2"):
        broker.accept(barcode).ok()
    broker.check_out("R-1").ok()  # the row counts the loans that it covers
    assert broker.check_out("R-2").problem == TOO_MANY_LOANS
    broker.check_out("OWN2").ok()
