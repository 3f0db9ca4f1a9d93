# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A patron's own account is never changed, whatever barcode is declared, and an error contains no personal data of the
patron."""

from __future__ import annotations

from typing import Any

import pytest

from support.check_results import check_named, problems_of
from support.controller import run
from support.library import Library, circulation
from support.library_record import Record
from support.roles import Roles

STUDENT = {
    "barcode": "A1000001",
    "borrowerCategory": "Student",
    "homeBranch": "91NN",
    "familyName": "Ahlgren",
    "givenName": "Astrid",
    "email": "astrid@students.example",
    "expires": "2028-07-31",
}
LENDING = {
    "barcode": "A1000001",
    "patron_type": "ReShare lending",
    "home_branch": "91NN",
    "family_name": "ReShare lending",
    "expires": "2099-12-31",
}
PERSON = ("Ahlgren", "Astrid", "astrid@", "2028-07-31")


@pytest.fixture
def campus(make):
    """A library with a student."""
    library = make(patrons=[STUDENT])
    run("borrower_category", library, name="ReShare lending")
    library.reset()
    return library


def refused(library: Library, result: dict[str, Any], code: str = "not_owned") -> None:
    assert (result["failure"]["code"], result["failure"]["object"]) == (code, "Patron Account 'A1000001'")
    assert [word for word in PERSON if word in str(result)] == []
    assert not library.writes()


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
@pytest.mark.parametrize(
    "declared",
    [
        LENDING,
        {**LENDING, "state": "absent"},
        {**LENDING, "state": "verified"},
        {"barcode": "A1000001", "state": "absent"},
        {"barcode": "A1000001", "blocked": True},
    ],
    ids=["present", "absent", "verified", "absent without a type", "part"],
)
def test_a_students_account_is_refused(campus, declared, check):
    declared = campus.numbered(declared)
    code = "differs" if declared.get("state") == "verified" else "not_owned"
    whole = {"patron_accounts": [declared]}
    refused(campus, run("patron_account", campus, check, **declared), code)
    refused(campus, run("circulation_configuration", campus, check, configuration=whole), code)


def test_the_message_about_a_students_account_describes_it_without_the_person(campus):
    told = run("patron_account", campus, **campus.numbered(LENDING))["msg"]
    assert "Patron Account 'A1000001' exists and was not made by this collection" in told
    assert f"Patron Type 'Student', Home Branch '{campus.branch}'" in told


def test_an_account_is_taken_over_on_purpose_only(campus):
    declared = campus.numbered(LENDING)
    assert run("patron_account", campus, **declared, state="adopted")["changed"] is True
    (record,) = campus.patrons("A1000001")
    assert circulation(record)["borrowerCategory"] == "ReShare lending"
    # From then on its patron type identifies it.
    assert run("patron_account", campus, **{**declared, "expires": "2098-12-31"})["changed"] is True
    assert run("patron_account", campus, **declared, state="absent")["changed"] is True


@pytest.mark.parametrize("adopted", [False, True])
def test_preflight_finds_a_students_barcode(campus, adopted):
    variables = {"lending_account_barcode": "A1000001", "lending_adopted_accounts": ["A1000001"] if adopted else []}
    result = Roles(campus, **variables).preflight()
    check = check_named(result, "circulation_plan")
    assert check["status"] == ("pass" if adopted else "fail")
    expected = [] if adopted else [("not_owned", "Patron Account 'A1000001'")]
    assert problems_of(result, "circulation_plan") == expected
    assert [word for word in PERSON if word in str(check)] == []


def test_with_a_record_a_students_account_is_refused(campus, tmp_path):
    record = Record(campus, tmp_path)
    record.run("borrower_category", name="ReShare lending")
    campus.reset()
    declared = {"patron_accounts": [campus.numbered(LENDING)]}
    refused(campus, record.run("circulation_configuration", configuration=declared))


def test_a_person_who_makes_the_accounts_is_told_by_the_text_of_a_warning(campus, tmp_path):
    record, by_hand = Record(campus, tmp_path), {"wms_manual_accounts": True}
    record.run("borrower_category", name="ReShare lending", **by_hand)
    asked = record.run("patron_account", **campus.numbered(LENDING), **by_hand)
    assert asked.get("msg") is None
    assert any("was not made by this collection" in warning for warning in asked["warnings"])
