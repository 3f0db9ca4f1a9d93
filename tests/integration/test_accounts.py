# SPDX-License-Identifier: GPL-3.0-or-later

"""Patron accounts: the search also finds other people's accounts, and updates preserve all fields."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._wms import account_expiry
from support.controller import run
from support.library import Library, circulation
from support.library_record import Record
from support.reshare_tenant import library_warnings
from support.roles import Roles

ADDITIONAL = "urn:mace:oclc.org:eidm:schema:persona:additionalinfo:20180501"
PERSONA = "urn:mace:oclc.org:eidm:schema:persona:persona:20180305"
UNKNOWN = "urn:mace:oclc.org:eidm:schema:persona:somethingnew:20300101"
DECLARED = {
    "barcode": "LEND-1",
    "patron_type": "Faculty",
    "home_branch": "91NN",
    "family_name": "ReShare lending",
    "expires": "2099-12-31",
}
#: The same for a library that loads its patrons by file.
LOADED = {
    "barcode": "LEND-1",
    "borrowerCategory": "Faculty",
    "homeBranch": "91NN",
    "familyName": "ReShare lending",
    "expires": "2099-12-31",
}


def account(library: Library, **changes: Any) -> dict[str, Any]:
    return {**library.numbered(DECLARED), **changes}


def test_a_new_account_has_what_was_declared(library):
    made = run("patron_account", library, **account(library, email="ill@a.example", blocked=True, fine_exempt=True))
    assert made["changed"] is True
    (record,) = library.patrons("LEND-1")
    info = circulation(record)
    assert (info["borrowerCategory"], info["homeBranch"]) == ("Faculty", library.branch)
    assert (info["isCircBlocked"], info["isFineExempt"]) == (True, True)
    assert record[PERSONA]["oclcExpirationDate"] == "2099-12-31T00:00:00Z"
    assert record["name"]["familyName"] == "ReShare lending"
    assert [email["value"] for email in record["emails"]] == ["ill@a.example"]


def test_somebody_whose_student_number_is_the_barcode_is_left_alone(make):
    reader = {
        "barcode": "R1",
        "borrowerCategory": "Student",
        "homeBranch": "91NN",
        "familyName": "Reader",
        "idAtSource": "LEND-1",
    }
    library = make(patrons=[reader])
    before = library.patrons("R1")
    absent = run("patron_account", library, barcode="LEND-1", state="absent")
    assert absent["changed"] is False
    made = run("patron_account", library, **account(library))
    assert [change["action"] for change in made["changes"]] == ["created"]
    assert library.patrons("R1") == before
    removed = run("patron_account", library, barcode="LEND-1", patron_type="Faculty", state="absent")
    assert removed["changed"] is True
    assert library.patrons("R1") == before


def test_a_barcode_in_another_case_is_another_account(make):
    library = make(patrons=[{**LOADED, "barcode": "lend-1"}])
    failure = run("patron_account", library, **account(library))["failure"]
    assert (failure["code"], failure.get("object")) == ("invalid", "Patron Account 'LEND-1'")
    assert failure.get("candidates", []) == ["lend-1"]
    # If both exist, they are separate accounts.
    both = make(patrons=[{**LOADED, "barcode": "lend-1", "familyName": "Reader"}, {**LOADED, "ours": True}])
    assert run("patron_account", both, **account(both))["changed"] is False
    assert run("patron_account", both, **account(both, expires="2098-01-01"))["changed"] is True
    assert both.patrons("lend-1")[0][PERSONA]["oclcExpirationDate"] == "2099-12-31T00:00:00Z"


def test_unknown_fields_survive_an_update(make):
    loaded = {
        **LOADED,
        "email": "old@x.example",
        "extensions": {UNKNOWN: {"deep": {"er": [1, 2]}}},
        "idAtSource": "HR-77",
    }
    library = make(patrons=[loaded])
    (before,) = library.patrons("LEND-1")
    wanted = account(library, email="new@x.example", expires="2040-01-31", state="adopted")
    assert sorted(run("patron_account", library, **wanted)["changes"][0]["what"]) == ["email", "expires", "mark"]
    (after,) = library.patrons("LEND-1")
    assert after[UNKNOWN] == before[UNKNOWN]
    assert after[PERSONA]["oclcExpirationDate"] == "2040-01-31T00:00:00Z"
    assert after["emails"] == [{**before["emails"][0], "value": "new@x.example"}]
    assert set(after["schemas"]) == {*before["schemas"], ADDITIONAL}
    same = ("id", "name", "urn:mace:oclc.org:eidm:schema:persona:correlationinfo:20180101")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert circulation(after) == circulation(before)


def test_fields_that_are_not_declared_are_not_touched(make):
    library = make(patrons=[{**LOADED, "isCircBlocked": True, "email": "mine@x.example", "ours": True}])
    changed = run(
        "patron_account", library, barcode="LEND-1", patron_type="Faculty", home_branch=library.numbered("92NN")
    )
    assert changed["diff"]["after"]["patron_accounts"]["LEND-1"]["home_branch"] == library.numbered("92NN")
    (record,) = library.patrons("LEND-1")
    assert circulation(record)["isCircBlocked"] is True
    assert record["emails"][0]["value"] == "mine@x.example"


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
class TestVerified:
    """state=verified, for libraries that load patrons by file: the account is read and never written."""

    def test_a_matching_account_passes(self, make, check):
        library = make(patrons=[LOADED])
        seen = run("patron_account", library, check, **account(library, state="verified"))
        assert seen.get("msg") is None
        assert seen["changed"] is False
        assert seen["object"]["barcode"] == "LEND-1"
        assert not library.writes()

    def test_another_value_fails(self, make, check):
        library = make(patrons=[LOADED])
        failed = run("patron_account", library, check, **account(library, state="verified", expires="2098-12-31"))
        failure = failed["failure"]
        assert (failure["code"], failure.get("object")) == ("differs", "Patron Account 'LEND-1'")
        assert failure.get("fields", []) == ["expires"]
        assert not library.writes()

    def test_a_missing_account_fails(self, library, check):
        failure = run("patron_account", library, check, **account(library, state="verified"))["failure"]
        assert (failure["code"], failure.get("object")) == ("differs", "Patron Account 'LEND-1'")
        assert failure.get("fields", []) == []
        assert not library.writes()


def test_an_account_is_created_though_a_search_does_not_find_it_yet(make):
    library = make(identity={"search_delay": 3600})
    made = run("patron_account", library, **account(library))
    assert made.get("msg") is None
    assert made["changed"] is True
    assert library.calls()["identity", "users", "GET"] == 1


def test_messages_of_oclc_become_warning_texts(make):
    library = make(identity={"create_messages": ["Barcode has an unusual length"]})
    made = run("patron_account", library, **account(library))
    assert f"{library.name}: Patron Account 'LEND-1': OCLC says: Barcode has an unusual length" in made["warnings"]


@pytest.mark.parametrize("status", [200, 204])
def test_a_removal_is_reported_whatever_the_response(make, status):
    library = make(patrons=[{**LOADED, "ours": True}], identity={"delete_status": status})
    assert run("patron_account", library, barcode="LEND-1", state="absent")["changed"] is True
    assert not library.patrons("LEND-1")


def test_an_account_without_a_name_is_reported(make):
    nameless = {name: value for name, value in LOADED.items() if name != "familyName"}
    library = make(patrons=[nameless])
    assert len(library_warnings(run("patron_account", library, check=True, **account(library)))) == 1
    other = make(patrons=[LOADED])
    assert library_warnings(run("patron_account", other, check=True, **account(other))) == []


def test_accounts_can_be_kept_without_a_configuration_service(library):
    """As in production today: OCLC itself validates the patron type and the branch."""
    here = account(library, wms_configuration_url=None)
    assert run("patron_account", library, **here)["changed"] is True
    assert run("patron_account", library, **here)["changed"] is False
    assert not [call for call in library.calls() if call[0] == "configuration"]
    failed = run("patron_account", library, **{**here, "barcode": "LEND-2", "patron_type": "Facultie"})
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("unexpected_response", 400)
    assert not library.patrons("LEND-2")


def test_a_patron_type_that_an_account_has_is_not_removed(library):
    run("patron_type_policy", library, name="Visitor")
    run("patron_account", library, **account(library, patron_type="Visitor"))
    run("patron_type_policy", library, name="Visitor", state="absent")
    failed = run("borrower_category", library, name="Visitor", state="absent")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("conflict", 409)
    assert library.find_object("borrower_categories", "Visitor")


def test_accounts_are_searched_for_one_by_one_with_one_token(library):
    accounts = [account(library, barcode=f"LEND-{number}") for number in range(10)]
    made = run("circulation_configuration", library, configuration={"patron_accounts": accounts})
    assert len(made["changes"]) == 10
    library.reset()
    again = run("circulation_configuration", library, configuration={"patron_accounts": accounts})
    assert again["changed"] is False
    assert library.calls()["identity", "search", "POST"] == 10
    assert library.calls()["token", "token", "POST"] == 1


def test_a_read_only_key_is_sufficient_for_state_verified(make):
    library = make(patrons=[LOADED], wskey={"scopes": ["SCIM:read_user", "configuration"]})
    seen = run("patron_account", library, **account(library, state="verified"), wms_scim_scope="SCIM:read_user")
    assert seen.get("msg") is None
    assert seen["changed"] is False


# The expiration date of lending accounts: a date in the past is rejected, and a near one is reported because it
# shortens due dates


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


def test_a_task_that_declares_the_loan_period_says_what_is_shortened(library):
    near = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    configuration = Roles(library, lending_account_expires=near)["lending_declared"]
    made = run("circulation_configuration", library, True, configuration=configuration)
    assert any("shortens loans: the loan period is 126 days" in warning for warning in made["warnings"])


def test_an_expired_account_can_still_be_removed(library):
    account = {"barcode": "LEND-1", "patron_type": "Faculty", "expires": "2020-01-01", "state": "absent"}
    assert run("patron_account", library, **account).get("msg") is None
