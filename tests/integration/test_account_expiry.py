# SPDX-License-Identifier: GPL-3.0-or-later

"""The expiration date of lending accounts: a date in the past is rejected, and a near one is reported because it
shortens due dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._wms import account_expiry
from support.check_results import check_named
from support.controller import run
from support.library_record import Record
from support.roles import Roles

TODAY = date(2026, 11, 25)
EIGHT_WEEKS = {"value": 56, "unit": "days"}


@pytest.mark.parametrize(
    ("expires", "period", "parts"),
    [
        ("2035-12-31", EIGHT_WEEKS, []),
        ("2027-01-20", EIGHT_WEEKS, ["is in 56 days, less than 90"]),
        ("2027-01-19", EIGHT_WEEKS, ["is in 55 days and shortens loans", "is 56 days, until 2027-01-20"]),
        ("2027-12-31", {"value": 24, "unit": "months"}, ["shortens loans", "until 2028-11-25"]),
        ("2027-02-22", None, ["is in 89 days, less than 90"]),
        ("2027-02-23", None, []),
        ("2027-02-23", {"value": 3, "unit": "hours"}, []),
        ("2999-01-01", {"value": 99_999, "unit": "months"}, ["shortens loans", "until 9999-12-31"]),
    ],
)
def test_a_near_expiration_date_is_a_warning(expires, period, parts):
    warnings = " ".join(account_expiry.near(expires, TODAY, [period] if period else []))
    assert [part for part in parts if part not in warnings] == []
    assert bool(warnings) == bool(parts)


def test_today_is_not_in_the_past():
    assert account_expiry.past("2026-11-25", TODAY) is None
    assert "2026-11-24 is in the past" in account_expiry.past("2026-11-24", TODAY)


def test_a_date_in_the_past_is_not_written(library, tmp_path):
    before = library.settled()
    configuration = Roles(library, lending_account_expires="2020-01-01")["lending_declared"]
    for declare in (
        lambda check: run("circulation_configuration", library, check, configuration=configuration),
        lambda check: Record(library, tmp_path).run("circulation_configuration", check, configuration=configuration),
    ):
        for check in (True, False):
            failed = declare(check)
            assert failed["failed"] is True
            assert (
                f"Patron Account 'RESHARE-{library.number}': Expiration Date 2020-01-01 is in the past" in failed["msg"]
            )
    assert library.settled() == before


def test_preflight_refuses_a_date_in_the_past_and_one_that_shortens_loans(library):
    found = Roles(library, lending_account_expires="2020-01-01").preflight()
    assert check_named(found, "circulation_plan")["status"] == "fail"
    near = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    for periods, status in (("56 days", "fail"), ("3 weeks", "pass")):
        expires = {"lending_account_expires": near, "preflight_account_days": 20}
        found = check_named(Roles(library, **expires, lending_loan_period=periods).preflight(), "lending_accounts")
        assert found["status"] == status
        assert (f"shortens loans: the loan period is {periods}" in found["detail"]) == (status == "fail")


def test_a_task_that_declares_the_loan_period_says_what_is_shortened(library):
    near = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    configuration = Roles(library, lending_account_expires=near)["lending_declared"]
    made = run("circulation_configuration", library, True, configuration=configuration)
    assert any("shortens loans: the loan period is 126 days" in warning for warning in made["warnings"])


def test_an_expired_account_can_still_be_removed(library):
    account = {"barcode": "LEND-1", "patron_type": "Faculty", "expires": "2020-01-01", "state": "absent"}
    assert run("patron_account", library, **account).get("msg") is None
