# SPDX-License-Identifier: GPL-3.0-or-later

"""A patron's own account is never changed, whatever barcode and patron type are declared, and an error contains no personal data of
the patron."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Owner
from ansible_collections.reshare.wms.plugins.module_utils._wms import account_marks
from ansible_collections.reshare.wms.plugins.module_utils._wms.scim_user import ADDITIONAL
from support.check_results import check_named, problems_of
from support.controller import run
from support.library import Library, circulation
from support.library_record import Record
from support.reshare_tenant import library_warnings
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
    assert (result["failure"]["code"], result["failure"].get("object")) == (code, "Patron Account 'A1000001'")
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
        {"barcode": "A1000001", "blocked": True, "state": "existing"},
        {**LENDING, "patron_type": "Student"},
        {**LENDING, "patron_type": "Student", "state": "absent"},
    ],
    ids=[
        "present",
        "absent",
        "verified",
        "absent without a type",
        "part",
        "existing",
        "her type",
        "absent with her type",
    ],
)
def test_a_students_account_is_refused(campus, declared, check):
    declared = campus.numbered(declared)
    code = "differs" if declared.get("state") == "verified" else "not_owned"
    whole = {"patron_accounts": [declared]}
    refused(campus, run("patron_account", campus, check, **declared), code)
    refused(campus, run("circulation_configuration", campus, check, configuration=whole), code)


def test_an_account_is_taken_over_on_purpose_only(campus):
    declared = campus.numbered(LENDING)
    pretended, done = (run("patron_account", campus, check, **declared, state="adopted") for check in (True, False))
    assert done["changed"] is True
    for one in (pretended, done):
        (takeover,) = [warning for warning in one["warnings"] if "is taken over" in warning]
        assert (
            "it has no mark of this collection. Overwritten: Patron Type, Last Name, Expiration Date. Kept: First Name, Email."
            in takeover
        )
        assert [word for word in PERSON if word in takeover] == []
    assert (pretended["diff"], pretended["changes"]) == (done["diff"], done["changes"])
    assert done["diff"]["before"]["patron_accounts"]["A1000001"]["family_name"] == "Ahlgren"
    (record,) = campus.patrons("A1000001")
    assert circulation(record)["borrowerCategory"] == "ReShare lending"
    campus.reset()
    again = run("patron_account", campus, **declared, state="adopted")
    assert (again["changed"], library_warnings(again), campus.writes()) == (False, [], {})
    # From then on its mark identifies it.
    assert run("patron_account", campus, **{**declared, "expires": "2098-12-31"})["changed"] is True
    assert run("patron_account", campus, **declared, state="absent")["changed"] is True


def marked(library: Library, **given: Any) -> dict[str, Any]:
    """An account with the mark that this collection writes for the account A1000001 of the library."""
    owner = Owner(given.pop("registry_id", library.id), given.pop("symbol", library.symbol))
    mark = account_marks.mark(owner, {"barcode": "A1000001", "family_name": "ReShare lending"})
    entry = {"businessContext": "Circulation_Info", "key": "customdata4", "value": mark}
    account = {**STUDENT, "familyName": "ReShare lending", "givenName": None, "email": None, **given}
    extensions = {ADDITIONAL: {"oclcKeyValuePairs": [entry]}, **given.get("extensions", {})}
    return {**{name: value for name, value in account.items() if value is not None}, "extensions": extensions}


@pytest.mark.parametrize(
    "given, owned",
    [
        ({}, True),
        ({"registry_id": "100101"}, False),
        ({"symbol": "RESHARE:OTHER"}, False),
        ({"barcode": "A1000002"}, False),
        ({"familyName": "Ahlgren"}, False),
        ({"givenName": "Astrid"}, False),
        ({"email": "astrid@students.example"}, False),
        ({"idAtSource": "aahlgren"}, False),
    ],
    ids=lambda value: next(iter(value), "copy of nothing") if isinstance(value, dict) else "",
)
def test_a_copied_mark_proves_nothing(make, given, owned):
    library = make()
    library.seed["patrons"] = [library.numbered(marked(library, **given))]
    library.install()
    run("borrower_category", library, name="ReShare lending")
    library.reset()
    barcode = given.get("barcode", "A1000001")
    results = [run("patron_account", library, check, barcode=barcode, blocked=True) for check in (True, False)]
    assert [one.get("failure", {}).get("code") for one in results] == [None if owned else "not_owned"] * 2
    assert bool(library.writes()) is owned


def test_the_mark_of_a_library_that_changed_its_symbol_is_renewed(make):
    library = make()
    library.seed["patrons"] = [library.numbered(marked(library, symbol="RESHARE:OLD"))]
    library.install()
    declared = {"barcode": "A1000001", "family_name": "ReShare lending"}
    assert run("patron_account", library, **declared, blocked=True)["failure"]["code"] == "not_owned"
    done = run("patron_account", library, **declared, former_symbols=["reshare:old"])
    assert [change["what"] for change in done["changes"]] == [["mark"]]
    assert run("patron_account", library, **declared)["changed"] is False


def test_without_a_symbol_an_account_is_only_adopted(library):
    declared = {**library.numbered(LENDING), "patron_type": "Student", "reshare_symbol": None, "reshare_url": None}
    assert run("patron_account", library, **declared)["changed"] is True
    assert run("patron_account", library, **declared)["changed"] is False
    later = {**declared, "expires": "2098-12-31"}
    refused_ = run("patron_account", library, **later)
    assert refused_["failure"]["code"] == "not_owned"
    assert "without reshare_symbol, no account is known to be one of this library" in refused_["msg"]
    assert run("patron_account", library, **later, state="adopted")["changed"] is True


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


def test_a_person_is_not_asked_to_change_a_students_account(campus, tmp_path):
    record, by_hand = Record(campus, tmp_path), {"wms_manual_accounts": True}
    record.run("borrower_category", name="ReShare lending", **by_hand)
    campus.reset()
    declared = campus.numbered(LENDING)
    for check in (True, False):
        refused(campus, record.run("patron_account", check, **declared, **by_hand))
    asked = record.run("patron_account", **declared, **by_hand, state="adopted")
    assert asked["pending"] is True
    assert any("is taken over" in warning for warning in asked["warnings"])
