# SPDX-License-Identifier: GPL-3.0-or-later

"""Verification with the sandbox: ReShare's NCIP transactions, their failures, and objects that are left behind."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._http import session
from ansible_collections.reshare.wms.plugins.module_utils._wms import ncip
from support.controller import run
from support.library import Library
from support.library_operations import LibraryOperations
from support.run_account import account

VERIFY = "reshare.wms.verify"
BORROW = ("borrow_accept", "borrow_checkout", "borrow_due_date", "borrow_checkin")
LEND = ("lend_checkout", "lend_due_date", "lend_checkin")

#: A library that is linked, with a test patron and a test item.
LINKED: dict[str, Any] = {
    "wskey": {"scopes": ["SCIM", "configuration", "WMS_NCIP"]},
    "branches": [
        {
            "name": "Main",
            "registry_id": "91NN",
            "holding_code": "TSTM",
            "shelving_locations": "Stacks; Reference; Reserves; Interlibrary Loan",
        },
        {"name": "Annex", "registry_id": "92NN", "holding_code": "TSTA", "shelving_locations": "Stacks"},
    ],
    "items": [
        {"barcode": "ITEM-1", "title": "Walden", "holding_location": "TSTM", "shelving_location": "Stacks"},
        {"barcode": "ITEM-2", "title": "Emma", "holding_location": "TSTM", "shelving_location": "Stacks"},
    ],
    "patrons": [
        {"barcode": "PATRON-1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Test"},
        {"barcode": "LEND-1", "borrowerCategory": "Faculty", "homeBranch": "91NN", "familyName": "ReShare"},
        {
            **{"barcode": "LEND-2", "borrowerCategory": "Faculty", "homeBranch": "91NN", "familyName": "Blocked"},
            **{"isCircBlocked": True},
        },
    ],
    "configuration": {
        "ill_settings": {
            "reshare": {
                "enable": True,
                "temporary_item_holding_location": "TSTM",
                "temporary_item_shelving_location": "Interlibrary Loan",
            }
        }
    },
}
BORROWING = {
    "patron_barcode": "PATRON-1",
    "patron_type": "Student",
    "pickup_branch": "91NN",
    "holding_location": "TSTM",
    "shelving_location": "Interlibrary Loan",
}
LENDING = {
    "item_barcode": "ITEM-1",
    "account_barcode": "LEND-1",
    "patron_type": "Faculty",
    "holding_location": "TSTM",
    "shelving_location": "Stacks",
}


@pytest.fixture
def linked(make) -> Library:
    return make(**LINKED)


def probe(library: Library, **changes: Any) -> dict[str, Any]:
    return run("ncip_probe", library, **_arguments(library, changes))


def story(library: Library, **changes: Any) -> dict[str, Any]:
    return run("ncip_verification", library, **_arguments(library, changes))


def _arguments(library: Library, changes: dict[str, Any]) -> dict[str, Any]:
    ways = {"wms_ncip_url": f"{library.base}/ncip", "from_agency": library.branch, "to_agency": library.branch}
    return library.numbered({**ways, **changes})


def borrow(library: Library, **changes: Any) -> dict[str, Any]:
    return story(library, borrowing={**BORROWING, **changes})


def lend(library: Library, **changes: Any) -> dict[str, Any]:
    return story(library, lending={**LENDING, **changes})


def statuses(result: dict[str, Any]) -> dict[str, str]:
    assert "checks" in result, result.get("msg")
    return {check["name"]: check["status"] for check in result["checks"]}


def check(result: dict[str, Any], name: str) -> dict[str, Any]:
    return next(check for check in result["checks"] if check["name"] == name)


def failures(result: dict[str, Any]) -> dict[str, str]:
    """The codes of the errors that decided checks, by the name of the check."""
    return {check["name"]: check["failure"]["code"] for check in result["checks"] if check["failure"]}


def circulation(library: Library) -> dict[str, int]:
    return {name: len(found) for name, found in library.state()["circulation"].items()}


def messages(library: Library) -> list[str]:
    return sorted(kind for system, kind, _method in library.calls().elements() if system == "ncip")


def left_behind(result: dict[str, Any]) -> list[tuple[str, str, str | None, bool]]:
    return [tuple(one[name] for name in ("kind", "barcode", "account", "certain")) for one in result["left_behind"]]


NOTHING = {"temporary_items": 0, "holds": 0, "loans": 0}


def answer(kind: str, content: str) -> dict[str, Any]:
    """A possible response of WMS."""
    text = f'<n:NCIPMessage xmlns:n="{ncip.NAMESPACE}" n:version="{ncip.VERSION}"><n:{kind}Response>{content}'
    return {"status": 200, "body": f"{text}</n:{kind}Response></n:NCIPMessage>", "content_type": "application/xml"}


def problem(type: str, detail: str) -> str:
    return f"<n:Problem><n:ProblemType>{type}</n:ProblemType><n:ProblemDetail>{detail}</n:ProblemDetail></n:Problem>"


def lent(item: str, user: str, due: str) -> str:
    ids = [("Item", item), ("User", user)]
    identifiers = "".join(
        f"<n:{n}Id><n:{n}IdentifierValue>{escape(v)}</n:{n}IdentifierValue></n:{n}Id>" for n, v in ids
    )
    return f"{identifiers}<n:DateDue>{due}</n:DateDue>"


# The probe


def test_the_probe_passes_and_changes_nothing(linked):
    before = linked.settled()
    found = probe(linked)
    assert (found["changed"], found["answered"], statuses(found)) == (False, "Unknown Item", {"ncip_probe": "pass"})
    assert failures(found) == {}
    assert found["sandbox"] is True
    assert linked.settled() == before
    assert messages(linked) == ["CheckInItem"]


def test_in_check_mode_the_probe_is_not_sent(linked):
    found = probe(linked, check=True)
    assert (found["changed"], found["answered"]) == (False, None)
    assert (statuses(found), failures(found)) == ({"ncip_probe": "unknown"}, {})
    assert not linked.calls()


def test_a_probe_with_the_barcode_of_an_item_passes_with_another_answer(linked):
    found = probe(linked, barcode="ITEM-2")
    assert (found["changed"], found["answered"], statuses(found)) == (
        False,
        "Item Not Checked Out",
        {"ncip_probe": "pass"},
    )


def test_a_probe_that_checked_an_item_in_is_reported_as_a_change(linked):
    linked.fault(
        "ncip", "CheckInItem", **answer("CheckInItem", lent("Z-1", "x", "")[: lent("Z-1", "x", "").index("<n:U")])
    )
    found = probe(linked, barcode="Z-1")
    assert (found["changed"], found["answered"], statuses(found)) == (True, "checked in", {"ncip_probe": "fail"})


def refused_probe(library: Library, status: str = "fail", **changes: Any) -> tuple[str, int | None, str | None]:
    """The code, HTTP status and WMS's answer of a probe that has to fail, or to have no result."""
    found = probe(library, **changes)
    assert not found.get("failed")
    assert (found["changed"], statuses(found)) == (False, {"ncip_probe": status})
    failure = check(found, "ncip_probe")["failure"]
    return failure["code"], failure.get("status"), found["answered"]


def test_a_wrong_agency_fails_the_probe(linked):
    assert refused_probe(linked, from_agency="999999") == ("unexpected_response", 200, "Unknown Agency")


def test_a_missing_scope_fails_without_sending_a_message(make):
    library = make(**{**LINKED, "wskey": {"scopes": ["SCIM", "configuration"]}})
    assert refused_probe(library) == ("refused", 403, None)
    assert not messages(library)
    played = lend(library)
    assert (played["changed"], list(statuses(played).values())) == (False, ["fail", "unknown", "unknown"])
    assert failures(played) == {"lend_checkout": "refused"}
    assert (played["left_behind"], messages(library)) == ([], [])


def test_a_probe_at_a_wrong_address_has_no_result(linked):
    nowhere = refused_probe(linked, "unknown", wms_ncip_url=f"{linked.base}/nowhere/ncip")
    assert nowhere == ("unexpected_response", 404, None)
    silent = refused_probe(linked, "unknown", wms_ncip_url="http://127.0.0.1:9/ncip")
    assert silent == ("unreachable", None, None)


def test_a_response_of_a_proxy_is_no_result_of_the_probe(linked):
    linked.answer_with_html("ncip")
    assert refused_probe(linked, "unknown") == ("unexpected_response", 200, None)


@pytest.mark.parametrize(
    "effect", [{"status": 500, "body": "Oops"}, {"cut": "before"}, {"cut": "after"}, {"cut": "middle"}]
)
def test_a_failed_probe_is_not_repeated(linked, effect):
    linked.fault("ncip", **effect)
    assert refused_probe(linked, "unknown") == ("unreachable", effect.get("status"), None)
    assert len(messages(linked)) == 1


def test_a_missing_python_library_is_reported_before_any_request(linked, monkeypatch):
    """Also by the tasks that do not need it: a playbook would stop halfway."""
    monkeypatch.setattr(session, "defusedxml", None)
    linked.reset()
    for found in (probe(linked), run("circulation_configuration_info", linked)):
        assert found["failed"] and "the Python library defusedxml is missing" in found["msg"]
    assert linked.calls() == {}


# The transactions


def test_borrowing_and_lending_pass(linked):
    found = story(linked, borrowing=BORROWING, lending=LENDING)
    assert statuses(found) == dict.fromkeys([*BORROW, *LEND], "pass")
    assert (found["changed"], found["answered"]) == (True, {})
    assert messages(linked) == sorted(["AcceptItem", *["CheckOutItem", "CheckInItem"] * 2])
    assert circulation(linked)["loans"] == circulation(linked)["holds"] == 0
    ((kind, barcode, *rest),) = left_behind(found)
    assert (kind, barcode.startswith("ZZ-VERIFY-"), rest) == ("temporary_item", True, [None, True])
    assert f"{linked.name}: left behind: {found['left_behind'][0]['detail']}" in found["warnings"]
    assert linked.logins() == 1


def test_in_check_mode_nothing_is_sent(linked):
    found = story(linked, borrowing=BORROWING, lending=LENDING, check=True)
    assert statuses(found) == dict.fromkeys([*BORROW, *LEND], "unknown")
    assert found["changed"] is True and found["left_behind"] == []
    assert not linked.calls()


def test_borrowing_or_lending_is_required(linked):
    failure = story(linked)["failure"]
    assert (failure["code"], failure.get("fields", [])) == ("invalid", ["borrowing", "lending"])
    # Ansible checks the suboptions.
    assert story(linked, borrowing={"patron_barcode": "x"})["failure"]["code"] == "invalid"
    assert not linked.calls()


@pytest.mark.parametrize("form", ["offset", "milliseconds", "no_zone"])
def test_every_format_of_a_due_date_passes(linked, form):
    linked.trigger("ncip", {"due_date_format": form})
    found = lend(linked)
    assert statuses(found) == dict.fromkeys(LEND, "pass")


def test_a_borrowed_item_with_an_existing_barcode_fails(linked):
    found = borrow(linked, barcode="ITEM-1")
    assert list(statuses(found).values()) == ["fail", "unknown", "unknown", "unknown"]
    assert found["answered"] == {"borrow_accept": "Cannot Accept Item"}
    assert failures(found).keys() == {"borrow_accept"}
    assert found["left_behind"] == [] and circulation(linked) == NOTHING
    assert found["changed"] is True


def test_a_link_that_is_not_enabled_fails(make):
    library = make(**{**LINKED, "configuration": {}})
    assert borrow(library)["answered"] == {"borrow_accept": "Unauthorized Service For Agency"}


def test_a_blocked_account_fails(linked):
    found = lend(linked, account_barcode="LEND-2")
    assert list(statuses(found).values()) == ["fail", "unknown", "unknown"]
    assert found["answered"] == {"lend_checkout": "User Blocked"}
    assert messages(linked) == ["CheckOutItem"]


def test_a_patron_over_a_loan_limit_fails(make):
    limits = {"loan_limit_policies": [{"name": "None", "loan_count_limit": 0}]}
    limits["loan_limit_matrix"] = {"rows": [{"loan_limit_policy": "None"}]}
    library = make(**{**LINKED, "configuration": {**LINKED["configuration"], **limits}})
    found = borrow(library)
    assert list(statuses(found).values()) == ["pass", "fail", "unknown", "unknown"]
    assert found["answered"] == {"borrow_checkout": "Maximum Check Outs Exceeded"}
    # Checking it in now would put it on the hold shelf and notify the patron.
    assert messages(library) == ["AcceptItem", "CheckOutItem"]
    assert circulation(library) == {"temporary_items": 1, "holds": 1, "loans": 0}
    there, section = library.state()["circulation"], library.configuration["ill_settings"]["reshare"]
    (item,), (hold,) = there["temporary_items"], there["holds"]
    assert left_behind(found) == [("temporary_item", item["barcode"], "PATRON-1", True)]
    assert item["holding_location"] == section["temporary_item_holding_location"]
    assert item["shelving_location"] == section["temporary_item_shelving_location"]
    assert hold["status"] == "Pending"


# Due dates


def test_an_earlier_due_date_fails(linked):
    found = borrow(linked, patron_type="Faculty")
    due = check(found, "borrow_due_date")
    assert (due["status"], statuses(found)["borrow_checkin"]) == ("fail", "pass")
    # The policy is known: no error, but another date.
    assert due["failure"] is None and due["remedy"]


def test_an_earlier_due_date_can_be_a_fixed_one(linked):
    run("loan_policy", linked, name="One year", fixed_due_dates=["2099-06-30"])
    due = check(borrow(linked, patron_type="Faculty"), "borrow_due_date")
    assert (due["status"], due["failure"]) == ("unknown", None)


def test_a_later_due_date_can_be_that_of_a_closed_day(linked):
    due = check(lend(linked, patron_type="Student"), "lend_due_date")
    assert (due["status"], due["failure"]) == ("unknown", None)


def unjudged(found: dict[str, Any]) -> dict[str, Any]:
    """The failure because of which the expected due date is unknown."""
    assert statuses(found) == {**dict.fromkeys(LEND, "pass"), "lend_due_date": "unknown"}
    return check(found, "lend_due_date")["failure"]


def test_a_due_date_that_cannot_be_judged_is_unknown(linked):
    failure = unjudged(lend(linked, patron_type="Facluty"))
    assert (failure.get("object"), failure.get("candidates", [])) == ("Patron Type Policy 'Facluty'", ["Faculty"])
    failure = unjudged(story(linked, lending=LENDING, wms_configuration_url=None))
    assert "wms_record_dir" in failure.get("fields", [])


@pytest.mark.parametrize(
    "rows, about",
    [
        ([{"material_format": "Book", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}], "Loan Policy Map"),
        ([{"material_format": "Book", "loan_policy": "One year"}], "Loan Policy Map"),
        ([{"loan_policy": "Endless"}], "Loan Policy 'Endless'"),
    ],
)
def test_a_map_that_does_not_determine_the_due_date_is_unknown(make, rows, about):
    policies = [
        {"name": "Four weeks", "loan_period": {"value": 28, "unit": "days"}},
        {"name": "One year", "loan_period": {"value": 12, "unit": "months"}},
        {"name": "Endless"},
    ]
    configuration = {**LINKED["configuration"], "loan_policies": policies, "loan_policy_map": {"rows": rows}}
    library = make(**{**LINKED, "configuration": configuration})
    failure = unjudged(lend(library))
    assert (failure["code"], failure.get("object")) == ("error", about)
    if "Book" in str(rows):
        assert statuses(lend(library, material_format="Book"))["lend_due_date"] == "pass"


def test_a_due_date_in_an_unknown_format_is_not_judged(linked):
    linked.fault("ncip", "CheckOutItem", **answer("CheckOutItem", lent("ITEM-1", "LEND-1", "next Tuesday")))
    found = lend(linked)
    assert statuses(found) == {"lend_checkout": "pass", "lend_due_date": "unknown", "lend_checkin": "pass"}
    assert failures(found) == {"lend_due_date": "unexpected_response"}


# Faults during a transaction


LOST = pytest.mark.parametrize("effect", [{"cut": "after"}, {"cut": "middle"}], ids=["after", "middle"])


@LOST
def test_a_loan_with_a_lost_response_is_checked_in(linked, effect):
    linked.fault("ncip", "CheckOutItem", **effect)
    found = lend(linked)
    assert statuses(found) == {"lend_checkout": "unknown", "lend_due_date": "unknown", "lend_checkin": "pass"}
    assert failures(found) == {"lend_checkout": "unreachable"}
    assert messages(linked) == ["CheckInItem", "CheckOutItem"]
    assert circulation(linked) == NOTHING and found["left_behind"] == []


@pytest.mark.parametrize("effect", [{"cut": "before"}, {"status": 502}], ids=["cut", "502"])
def test_a_loan_that_was_not_made_is_recognised_at_check_in(linked, effect):
    linked.fault("ncip", "CheckOutItem", **effect)
    found = lend(linked)
    assert statuses(found) == {"lend_checkout": "unknown", "lend_due_date": "unknown", "lend_checkin": "pass"}
    assert (failures(found), circulation(linked)) == ({"lend_checkout": "unreachable"}, NOTHING)


def test_an_html_page_in_place_of_a_loan_is_no_result(linked):
    linked.answer_with_html("ncip", "CheckOutItem")
    found = borrow(linked)
    assert statuses(found)["borrow_checkout"] == "unknown"
    assert failures(found)["borrow_checkout"] == "unexpected_response"
    assert "CheckInItem" in messages(linked)


def test_a_temporary_item_with_a_lost_response_is_reported(linked):
    linked.fault("ncip", "AcceptItem", cut="after")
    found = borrow(linked, barcode="ZZ-1")
    assert set(statuses(found).values()) == {"unknown"}
    assert failures(found) == {"borrow_accept": "unreachable"}
    assert left_behind(found) == [("temporary_item", "ZZ-1", "PATRON-1", False)]
    assert messages(linked) == ["AcceptItem"]
    assert circulation(linked) == {"temporary_items": 1, "holds": 1, "loans": 0}


@pytest.mark.parametrize(
    ("effect", "status"),
    [({"cut": "before"}, "unknown"), (answer("CheckInItem", problem("Odd", "ODD")), "fail")],
    ids=["cut", "odd"],
)
def test_an_item_that_cannot_be_checked_in_is_left_behind(linked, effect, status):
    linked.fault("ncip", "CheckInItem", **effect)
    found = lend(linked)
    assert statuses(found) == {"lend_checkout": "pass", "lend_due_date": "pass", "lend_checkin": status}
    assert left_behind(found) == [("loan", "ITEM-1", "LEND-1", False)]
    assert circulation(linked)["loans"] == 1
    assert messages(linked) == ["CheckInItem", "CheckOutItem"]


def test_a_response_about_another_item_fails(linked):
    linked.fault("ncip", "CheckOutItem", **answer("CheckOutItem", lent("ITEM-2", "LEND-1", "2026-12-24T23:59:00Z")))
    found = lend(linked)
    assert (failures(found), found["answered"]) == ({"lend_checkout": "unexpected_response"}, {})


def test_a_rate_limited_message_is_sent_again(linked):
    linked.fault("ncip", "CheckOutItem", status=429, headers={"Retry-After": "0"})
    assert statuses(lend(linked)) == dict.fromkeys(LEND, "pass")


# The playbook


@pytest.mark.long
def test_an_onboarded_library_is_verified(make, controller):
    changes = {name: LINKED[name] for name in ("wskey", "items", "patrons")}
    one, other, silent = make(**changes), make(**changes), make(**{**changes, "wskey": {}})
    libraries = (one, other, silent)
    for library in libraries:
        LibraryOperations(library).onboard()
        library.reset()
    address = {"reshare_settings_ncip_address": f"{one.base}/ncip"}
    played = {
        "verify_borrowing": {"patron_barcode": "PATRON-1", "patron_type": "Student"},
        "verify_lending": {"item_barcode": "ITEM-1", "holding_location": "TSTM", "shelving_location": "Stacks"},
    }
    # What OCLC may ask for: the ID of the institution, not of its main branch.
    institution = {"verify_agency": other.variables["wms_registry_id"]}
    variables = {
        one.name: {**address, **played},
        other.name: {**address, **institution},
        silent.name: {**address, **played},
    }

    pretended = controller.playbook(VERIFY, [one, other], "--check", variables=variables)
    assert pretended.status == 0
    assert (
        pretended.result("Combine the results of the checks", one)["ansible_facts"]["verify_result"]["unknown_checks"]
        == 8
    )
    assert not one.calls() and not other.calls()

    path = controller.directory / "run.json"
    done = controller.playbook(VERIFY, libraries, "-e", f"run_file={path}", variables=variables)
    assert done.status == 2
    result = done.result("Combine the results of the checks", one)["ansible_facts"]["verify_result"]
    assert statuses(result) == dict.fromkeys(["ncip_probe", *BORROW, *LEND], "pass")
    assert len(result["left_behind"]) == 1
    assert circulation(one)["loans"] == circulation(one)["holds"] == 0
    assert done.stats(one)["changed"] == 1
    report = account(path)["libraries"]
    assert [
        (report[library.name]["verification"]["state"], report[library.name]["verification"]["transactions"])
        for library in libraries
    ] == [("pass", True), ("pass", False), ("fail", False)]
    assert report[one.name]["verification"]["left_behind"] == [found["detail"] for found in result["left_behind"]]
    assert "This run lent and returned test items at 1 library." in done.output

    # Without the other options, only the probe is sent.
    assert (done.stats(other)["failures"], messages(other)) == (0, ["CheckInItem"])

    result = done.result("Combine the results of the checks", silent)["ansible_facts"]["verify_result"]
    assert (statuses(result), failures(result)) == ({"ncip_probe": "fail"}, {"ncip_probe": "refused"})
    assert not messages(silent)


@pytest.mark.matrix
def test_a_library_that_lends_for_too_short_a_time_fails_with_a_message_for_each_check(linked, controller):
    lending = {**LENDING, "account_barcode": "PATRON-1"}
    cases = [
        {"patron_type": "Student", "location": "temporary", "loan_period": "4 weeks", "test_patron": "PATRON-1"},
        {
            **{
                "patron_type": "Faculty",
                "holding_location": "TSTM",
                "shelving_location": "Stacks",
                "loan_period": "24 months",
            },
            **{"test_patron": "LEND-1", "test_item": "ITEM-2"},
        },
        {"patron_type": "Faculty", "location": "temporary", "fine": None},
    ]
    variables = {"wms_ncip_url": f"{linked.base}/ncip", "verify_lending": lending, "circulation_expectations": cases}
    done = controller.playbook(VERIFY, linked, variables={linked.name: variables})
    assert done.status == 2
    result = done.result("Combine the results of the checks", linked)["ansible_facts"]["verify_result"]
    assert [(one["name"], one["status"]) for one in result["checks"] if one["name"].endswith("due_date")] == [
        ("lend_due_date", "fail"),
        ("borrow_due_date", "pass"),
        ("lend_due_date", "fail"),
    ]
    text = done.failure(linked)
    assert text.startswith(f"{linked.name}: the link does not work as it should. The due date of the lent item")
    assert "matches the loan policy: no, WMS reports " in text and text.endswith("[lend_due_date]")
    assert "the library expects a loan period of 24 months for the patron type 'Faculty'" in text
