# SPDX-License-Identifier: GPL-3.0-or-later

"""Every precondition of a library, failing and passing, in a read-only task."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._checks import basis
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import without_limits
from support.check_results import check_named, errors_of, problems_of, unpassed_checks
from support.controller import run
from support.environment import ROOT
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.reshare_tenant import call_as_colleague, directory_of
from support.roles import Roles, apply_roles

PREFLIGHT = "reshare.wms.preflight"
CHECKS = [
    "wms_key", "wms_institution", "locations", "circulation_plan", "lending_accounts", "patron_types", "legacy_notifications",
    "authorisation_form", "reshare_login", "reshare_tenant", "reshare_version", "reshare_permissions", "reshare_plan",
    "borrowed_items", "lent_items",
]  # fmt: skip
#: Checks that need an OCLC token, and those that need a login to ReShare.
AT_OCLC = dict.fromkeys(
    [
        "locations", "circulation_plan", "lending_accounts", "patron_types", "legacy_notifications", "borrowed_items",
        "lent_items",
    ],
    "unknown",
)  # fmt: skip
AT_RESHARE = dict.fromkeys(["reshare_tenant", "reshare_version", "reshare_permissions", "reshare_plan"], "unknown")
#: Checks that are not possible if the declared circulation configuration is invalid.
MAPS = dict.fromkeys(["borrowed_items", "lent_items"], "unknown")
DOWN = "http://127.0.0.1:9"


def looked(library: Library, **variables: Any) -> tuple[dict[str, Any], str]:
    """The checks of the role preflight, and their text for people. Nothing is written."""
    before = library.settled()
    library.reset()
    roles = Roles(library, **variables)
    result = roles.preflight()
    assert result.get("msg") is None
    assert not library.writes()
    assert library.settled() == before
    assert [one["name"] for one in result["checks"]] == CHECKS
    assert result["changed"] is False
    assert [secret for secret in secrets_of(library) if secret in str(result)] == []
    return result, roles.failure_text(result) or ""


def test_a_library_as_it_is_before_anything_is_set_up_is_ready(library):
    result, text = looked(library)
    assert (unpassed_checks(result), result["ready"], text) == ({}, True, "")
    assert library.calls()["token", "token", "POST"] == 1
    assert library.logins() == 2
    # What a passed check shows.
    assert check_named(result, "patron_types")["detail"] == "Faculty, Student"
    assert check_named(result, "reshare_version")["detail"] == "mod-rs 2.18.8"


def test_all_checks_run_in_check_mode_too(library):
    roles = Roles(library)
    found = [run("preflight_info", library, one, expected=roles["preflight_expected"]) for one in (False, True)]
    assert found[0] == found[1]


# The key


#: Keys that are rejected: changes of the library and of its variables, the failure of the check, and words in its message.
KEYS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[str]]] = {
    "wrong secret": (
        {},
        {"wms_secret": "wrong"},
        {"code": "refused", "status": 401},
        ["HTTP 401", "Check wms_key and wms_secret"],
    ),
    "a scope is lacking": (
        {"wskey": {"scopes": ["configuration"]}},
        {},
        {"code": "refused", "status": 403},
        ["Invalid scope(s): SCIM", "wms_key or wms_registry_id is that of another library", "ask OCLC to add it"],
    ),
    "a scope is left out": (
        {"wskey": {"scopes": ["configuration"], "partial": True}},
        {},
        {"code": "refused", "permission": "SCIM", "status": None},
        ["lacks the scope SCIM (granted: configuration)", "wms_registry_id", "ask OCLC to add it to the WSKey"],
    ),
    "key of another institution": (
        {"wskey": {"contexts": ["128807"]}},
        {},
        {"code": "refused", "status": 403},
        ["not allowed to view contextInstitutionId 9NN", "wms_key or wms_registry_id is that of another library"],
    ),
    "nothing there": (
        {},
        {"wms_token_url": f"{DOWN}/token"},
        {"code": "unreachable", "no_answer": True},
        ["/token", "connection refused"],
    ),
    "no key": (
        {},
        {"wms_key": None, "wms_secret": None},
        {"code": "invalid", "fields": ["wms_key", "wms_secret"]},
        ["set wms_key, wms_secret"],
    ),
}


@pytest.fixture(scope="module")
def refused(sandbox, tmp_path_factory) -> Callable[[str], tuple[Library, dict[str, Any], str]]:
    """A library whose key is rejected, and the checks for it."""
    state = tmp_path_factory.mktemp("keys") / "state"

    def found(case: str) -> tuple[Library, dict[str, Any], str]:
        changes, variables, _failure, _parts = KEYS[case]
        library = Library(sandbox, state, **changes)
        return library, *looked(library, **variables)

    return cache(found)


@pytest.mark.parametrize("case", KEYS)
def test_a_key_that_is_refused_is_tried_once_and_the_rest_is_unknown(refused, case):
    library, result, _text = refused(case)
    failure = KEYS[case][2]
    # A system that does not respond is not a rejection.
    status = "unknown" if case == "nothing there" else "fail"
    assert unpassed_checks(result) == {"wms_key": status, "wms_institution": "unknown", **AT_OCLC}
    reported = check_named(result, "wms_key")["failure"]
    assert {name: reported.get(name) for name in failure} == failure
    assert problems_of(result, "circulation_plan") == [("depends", "wms_key")]
    assert library.calls()["token", "token", "POST"] <= 1
    assert library.key_works()


@pytest.mark.parametrize("case", KEYS)
def test_the_message_about_a_rejected_key_names_the_remedy_and_says_it_once(refused, case):
    library, _result, text = refused(case)
    parts = library.numbered(KEYS[case][3])
    assert [part for part in parts if part not in text] == []
    assert untidy_sentences(text) == []
    assert text.count(parts[0]) == 1


def test_a_token_for_another_institution_is_told_apart_and_asked_for_once(library):
    body = {"access_token": "tk_x", "context_institution_id": "128807", "scope": "SCIM configuration"}
    answer = {"status": 200, "body": json.dumps(body), "content_type": "application/json"}
    library.fault("token", "token", "POST", times=-1, **answer)
    result, _text = looked(library)
    assert unpassed_checks(result) == {"wms_institution": "fail", **AT_OCLC}
    assert problems_of(result, "wms_institution") == [("refused", None)]
    assert library.calls()["token", "token", "POST"] == 1


# Configuration in WMS


MISSING, PARTNER = "unknown_reference", "Institutional patron ID of partner"

#: Errors that the tasks which apply the configuration report: the variables, the checks that find them, and the single
#: errors: code and object.
REFUSED: dict[str, tuple[dict[str, Any], dict[str, str], list[tuple[str, str | None]]]] = {
    "main branch": ({"wms_main_branch": "91770"}, {"circulation_plan": "fail", **MAPS}, [(MISSING, "Branch '91770'")]),
    "several faults": (
        {
            "borrowing_more": {
                "loan_policy_map": [{"patron_policy": "Faculty", "loan_policy": "One yaer"}],
                "loan_policies": [{"name": "Short", "loan_period": "soon"}],
                "bill_reasons": [{}],
            },
            "lending_more": {"loan_polices": []},
        },
        {"circulation_plan": "fail", **MAPS},
        [("invalid", None), ("invalid", "Loan Policy 'Short'"), ("invalid", "Bill Reason")],
    ),
    "several names": (
        {
            "borrowing_more": {
                "loan_policy_map": [{"patron_policy": "Facluty", "loan_policy": "One yaer"}],
                "hold_limit_matrix": [{"hold_limit_policy": "Tenn"}],
                "shelving_locations": [{"holding_code": "TSTX", "name": "Reserves"}],
            }
        },
        {"circulation_plan": "fail", **MAPS},
        [
            (MISSING, "Holding Code 'TSTX'"),
            (MISSING, "Patron Type Policy 'Facluty'"),
            (MISSING, "Loan Policy 'One yaer'"),
            (MISSING, "Hold Limit Policy 'Tenn'"),
        ],
    ),
    "partner": (
        {"lending_partner_accounts": {"RESHARE:NOBODY": "LEND-1", "RESHARE:NOONE": "LEND-2"}},
        {"reshare_plan": "fail"},
        [("invalid", f"{PARTNER} 'RESHARE:NOBODY'"), ("invalid", f"{PARTNER} 'RESHARE:NOONE'")],
    ),
    "pickup place": (
        {"reshare_settings_pickup_entries": {"us-mian": "91NN", "us-annexe": "91NN"}},
        {"reshare_plan": "fail"},
        [(MISSING, "ReShare directory entry 'us-mian'"), (MISSING, "ReShare directory entry 'us-annexe'")],
    ),
    "shelving location": (
        {
            "reshare_settings_more": {
                "shelving_location_sites": [{"location": "TSTM", "shelving_location": "Stakcs", "supply_preference": 1}]
            }
        },
        {"reshare_plan": "fail"},
        [(MISSING, "ReShare location 'TSTM'"), (MISSING, "ReShare shelving location 'Stakcs'")],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("with_record", [False, True], ids=["service", "record"])
def test_errors_of_later_tasks_are_found_before_the_first_write(make, tmp_path, case, with_record):
    changes, checks, errors = REFUSED[case]
    library = make()
    variables = library.numbered(changes)
    if with_record:
        variables |= Record(library, tmp_path).options | {"preflight_waivers": {"patron_types": "Nobody is left out."}}
    result, text = looked(library, **variables)
    assert unpassed_checks(result, *(["patron_types"] if with_record else [])) == checks
    assert untidy_sentences(text) == []
    check = check_named(result, next(iter(checks)))
    assert list(dict.fromkeys(problems_of(result, check["name"]))) == [
        (code, library.numbered(about)) for code, about in errors
    ]
    # The tasks report the same errors with the same texts.
    roles = Roles(library, **variables)
    # Without the variable for which the first task would already refuse the institution.
    first = {**roles.options, "reshare_settings_pickup_entries": None}
    applied = [
        run("circulation_configuration", library, **first, configuration=roles["enable_reshare_circulation"]),
        run("reshare_configuration", library, **roles.options, configuration=roles["reshare_settings_declared"]),
    ]
    failed = applied[0 if "circulation_plan" in checks else 1]
    assert failed["failure"] == check["failure"]
    assert failed["msg"].rstrip(".") == f"{library.name}: {check['detail']}"


def test_objects_that_the_run_creates_are_not_missing(library):
    """Only the run itself creates the shelving location that ReShare names, and the policy that the map names."""
    more = {
        "loan_policies": [{"name": "Week"}],
        "loan_policy_map": [{"patron_policy": "Faculty", "loan_policy": "Week"}],
    }
    assert unpassed_checks(looked(library, borrowing_more=more)[0]) == {}


def test_accounts_are_only_missing_if_no_task_creates_them(library):
    assert unpassed_checks(looked(library)[0]) == {}
    result, _text = looked(library, lending_account_state="verified")
    # Its patron type does not exist either.
    assert unpassed_checks(result) == {}
    run("borrower_category", library, name="ReShare lending")
    result, _text = looked(library, lending_account_state="verified")
    assert unpassed_checks(result) == {"circulation_plan": "fail", **MAPS}
    assert problems_of(result, "circulation_plan") == [("differs", f"Patron Account 'RESHARE-{library.number}'")]


def day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("variables", "soon"),
    [
        ({"lending_account_expires": day(60)}, True),
        ({"lending_account_expires": day(60), "preflight_account_days": 30, "lending_loan_period": "28 days"}, False),
        ({"lending_account_expires": day(120), "lending_loan_period": "28 days"}, False),
    ],
)
@pytest.mark.parametrize("there", [False, True])
def test_accounts_that_are_soon_unusable_are_reported(library, there, variables, soon):
    """The run corrects a blocked or expired account, so the check uses the declared values."""
    if there:
        apply_roles(library)
        library.edit_patron(f"RESHARE-{library.number}", blocked=True, expires="2020-01-31")
    result, _text = looked(library, **variables)
    assert unpassed_checks(result) == ({"lending_accounts": "fail"} if soon else {})
    expected = [("expires", f"Patron Account 'RESHARE-{library.number}'")] if soon else []
    assert problems_of(result, "lending_accounts") == expected


def test_patron_types_that_nobody_knows_can_not_be_checked(make):
    nothing = {"borrower_categories": [], "patron_type_policies": []}
    tables = dict.fromkeys(("loan_policy_map", "loan_limit_matrix"), {"rows": []})
    result, _text = looked(make(configuration={**nothing, **tables}))
    assert unpassed_checks(result) == {"patron_types": "unknown"}
    assert problems_of(result, "patron_types") == [("not_known", "Patron Type Policy")]


@pytest.mark.parametrize(("today", "status"), [("2027-06-27", "pass"), ("2027-06-28", "pass"), ("2027-06-29", "fail")])
def test_legacy_notifications_count_once_they_have_ended(library, monkeypatch, today, status):
    """They stop working after 28 June 2027 (wms-circulation.md 6.11)."""
    monkeypatch.setattr(basis, "_today", lambda: date.fromisoformat(today))
    result = Roles(library).preflight()
    assert check_named(result, "legacy_notifications")["status"] == status
    assert (("legacy", "Notification Policy 'Overdue'") in problems_of(result, "legacy_notifications")) == (
        status == "fail"
    )


def test_legacy_notifications_that_are_declared_count_too(library, monkeypatch):
    monkeypatch.setattr(basis, "_today", lambda: date(2028, 1, 1))
    result = Roles(library, lending_account_expires="2099-12-31").preflight()
    assert check_named(result, "legacy_notifications")["status"] == "fail"
    expected = ("legacy", "Notification Policy 'ReShare borrowing overdue'")
    assert expected in problems_of(result, "legacy_notifications")


def test_a_missing_declaration_of_the_signed_form_fails_and_the_message_names_the_remedy(library):
    result, text = looked(library, preflight_authorisation_form="")
    assert unpassed_checks(result) == {"authorisation_form": "fail"}
    (problem,) = check_named(result, "authorisation_form")["problems"]
    assert (problem["code"], problem["fields"]) == ("invalid", ["preflight_authorisation_form"])
    assert "legal@oclc.org" in text
    assert "set preflight_authorisation_form to the date" in text
    assert untidy_sentences(text) == []


@pytest.mark.parametrize("signed", [False, "no", "not yet", "2199-01-01", "2026-02-30"])
def test_a_form_that_was_not_signed_is_not_declared_as_signed(library, signed):
    """YAML converts a no to false, and a task converts that to a text."""
    found = run("preflight_info", library, expected={"authorisation_form": signed})
    assert found.get("failed") or check_named(found, "authorisation_form")["status"] == "fail"


# ReShare


@pytest.mark.parametrize(
    ("variables", "status", "failure", "words"),
    [
        ({"reshare_password": "wrong"}, "fail", ("refused", 422), "Check reshare_username, reshare_password"),
        ({"reshare_url": f"{DOWN}/gateway"}, "unknown", ("unreachable", None), "connection refused"),
    ],
    ids=["wrong password", "down"],
)
def test_without_a_login_the_rest_of_reshare_is_unknown_and_the_message_says_it_once(
    library, variables, status, failure, words
):
    result, text = looked(library, **variables)
    assert unpassed_checks(result) == {"reshare_login": status, **AT_RESHARE}
    reported = check_named(result, "reshare_login")["failure"]
    assert (reported["code"], reported.get("status")) == failure
    assert problems_of(result, "reshare_plan") == [("depends", "reshare_login")]
    assert text.count(words) == 1


def test_something_else_at_reshares_address_is_asked_once(library):
    library.answer_with_html("gateway")
    result, _text = looked(library)
    assert unpassed_checks(result) == {"reshare_login": "unknown", **AT_RESHARE}
    assert problems_of(result, "reshare_login") == [("unexpected_response", None)]
    assert library.calls()["gateway", "login-with-expiry", "POST"] == 1


def test_an_old_mod_rs_is_reported_and_the_message_has_the_required_version(make):
    result, text = looked(make(reshare={"mod_rs": "2.9.0"}))
    assert check_named(result, "reshare_version")["status"] == "fail"
    assert problems_of(result, "reshare_version") == [("unsupported", "mod-rs")]
    assert "mod-rs is 2.9.0; WMS2 needs 2.11.0 or newer: ask the hosting provider for an upgrade" in text
    assert untidy_sentences(text) == []


def with_permissions(*names: str) -> dict[str, Any]:
    return {"users": [{"username": "admin", "password": "password-of-NN", "permissions": list(names)}]}


def test_missing_permissions_of_the_account_are_named(make):
    allowed = with_permissions("rs.settings.read", "directory.all", "okapi.proxy.tenants.modules.list")
    result, text = looked(make(reshare=allowed))
    assert unpassed_checks(result) == {"reshare_permissions": "fail", "reshare_plan": "unknown"}
    problems = check_named(result, "reshare_permissions")["problems"]
    assert {one["code"] for one in problems} == {"refused"}
    lacking = {one["permission"] for one in problems}
    assert lacking >= {"rs.hostlmslocations.get", "rs.shelvingLocations.read", "rs.hostlmspatronprofiles.read"}
    assert untidy_sentences(text) == []


def test_the_access_for_which_the_guide_asks_is_sufficient(make, controller):
    guide = (ROOT / "docs/pilot.md").read_text(encoding="utf-8")
    permissions = re.findall(r"(?m)^- ((?:rs|directory)\.\S+)$", guide)
    scopes = re.findall(r"(?m)^- .+, scope (\S+):", guide)
    library = make(
        reshare=with_permissions(*permissions, "okapi.proxy.tenants.modules.list"),
        # The last one is that of the service in the place of Service Configuration.
        wskey={"scopes": [*scopes, "configuration"]},
    )
    for playbook in ("onboard", "verify"):
        done = controller.playbook(f"reshare.wms.{playbook}", library)
        assert done.status == 0, done.output
    assert any(api == "ncip" for api, _call, _method in library.calls())


def test_a_list_in_which_nothing_is_declared_does_not_keep_the_library_from_going_live(make, controller):
    shelves = ("rs.shelvingLocations.read", "rs.shelvingLocations.write")
    others = ("rs.directoryentry.get", "rs.patronrequests.item.post", "okapi.proxy.tenants.modules.list")
    library = make(
        reshare=with_permissions("rs.settings.read", "rs.settings.write", "directory.all", *shelves, *others)
    )
    found = controller.playbook("reshare.wms.onboard", library)
    assert found.status == 0, found.output
    assert check_named(found.result("Check the preconditions", library), "reshare_permissions")["status"] == "pass"


def test_a_gateway_that_does_not_tell_its_versions_can_not_be_checked(make):
    library = make(reshare=with_permissions("rs.all", "directory.all"))
    result, _text = looked(library)
    assert unpassed_checks(result) == {"reshare_version": "unknown"}
    assert problems_of(result, "reshare_version") == [("refused", None)]
    assert "okapi.proxy.tenants.modules.list" in check_named(result, "reshare_version")["detail"]
    result, text = looked(library, preflight_waivers={"reshare_version": "Seen by mail on 3 November."})
    assert (result["ready"], text) == (True, "")
    assert check_named(result, "reshare_version")["reason"] == "Seen by mail on 3 November."


# CrossLink

EXPORT = "crosslink_export"


def exported(library: Library, stage: str) -> dict[str, Any]:
    """The check, which never stops the library."""
    result = Roles(library, preflight_crosslink_export=True).preflight(stage=stage)
    others = [one["status"] for one in result["checks"] if one["name"] != EXPORT]
    assert result["ready"] is not bool({"fail", "unknown"} & set(others))
    return check_named(result, EXPORT) | {"found": problems_of(result, EXPORT)}


def test_what_crosslinks_export_would_reject_is_named_and_never_stops_a_library(make):
    rows = {"locations": [{"code": "LFMM", "supplyPreference": 10001}], "settings": {"ncip_from_agency": "1"}}
    library = make(reshare={**rows, "directory": directory_of(2)[1:]})
    body = {"section": "other", "key": "max_requests", "value": "1"}
    call_as_colleague(library, "POST", "rs/settings/appSettings", body)
    check = exported(library, "live")
    assert check["found"] == [
        ("invalid", "ReShare setting 'ncip_server_address'"),
        ("invalid", "ReShare setting 'max_requests'"),
        ("invalid", "ReShare location 'LFMM'"),
        ("invalid", "directory"),
    ]
    assert (check["status"], check["reason"]) == ("waived", "the link does not depend on it")
    assert untidy_sentences(f"{check['title']}: {check['detail']}. {check['remedy']}") == []


def test_the_configuration_that_is_declared_is_what_crosslinks_export_would_reject(make):
    library = make(reshare={"directory": directory_of(2)})
    assert exported(library, "live")["status"] == "pass"
    assert exported(library, "planned")["found"] == [("unsupported", "ReShare setting 'host_lms_integration'")]


@pytest.mark.parametrize("fault", [{"directory": []}, {"mod_directory": None}, with_permissions("rs.settings.read")])
def test_a_tenant_that_crosslinks_export_cannot_be_compared_with_is_not_stopped_by_it(make, fault):
    assert exported(make(reshare=fault), "live")["status"] == "waived"


# With a record


def test_a_record_that_knows_only_what_is_made_for_reshare_does_not_know_the_patron_types(library, tmp_path):
    """Objects that this collection declared and somebody confirmed are no information about the library's own patron
    types."""
    record = Record(library, tmp_path / "record")
    record.declare(
        borrower_categories=[{"name": "ReShare lending"}],
        patron_type_policies=[{"name": "ReShare lending", **without_limits()}],
    )
    record.confirm()
    result = Roles(library, **record.options).preflight()
    assert check_named(result, "patron_types")["status"] == "unknown"


def test_an_adopted_library_whose_maps_treat_all_patrons_alike_needs_no_names(library, tmp_path):
    record = Record(library, tmp_path / "record")
    asked = {"loan_policy_map": [{"patron_policy": "ReShare lending", "loan_policy": "Four weeks"}]}
    rows = [{"loan_policy": "Four weeks"}]
    record.run("record_questions", configuration=asked)
    path = record.send_file(record.questionnaire_answers({"loan_policy_map": rows}), "answers.json")
    assert record.run("record_import", configuration=asked, files=[path]).get("msg") is None
    assert check_named(Roles(library, **record.options).preflight(), "patron_types")["status"] == "pass"


def test_a_key_that_cannot_read_locations_is_the_reason_and_the_message_names_the_variable(make, tmp_path):
    library = make(wskey={"scopes": ["SCIM"]})
    options = Record(library, tmp_path / "record").options
    result, text = looked(library, **options, wms_read_locations=False)
    assert unpassed_checks(result) == {"locations": "unknown", "patron_types": "unknown"}
    assert check_named(result, "locations")["problems"][0]["fields"] == ["wms_read_locations"]
    assert "cannot be checked, the library's WSKey cannot read locations (wms_read_locations is false)" in text
    assert untidy_sentences(text) == []


def test_without_any_store_one_check_names_both_ways_and_the_others_refer_to_it(library):
    result, text = looked(library, wms_configuration_url=None)
    (error,) = errors_of(check_named(result, "circulation_plan"))
    assert (error["code"], error["fields"]) == ("invalid", ["wms_record_dir", "wms_configuration_url"])
    for name in ("locations", "patron_types", "legacy_notifications"):
        assert problems_of(result, name) == [("depends", "circulation_plan")]
    assert text.count("set wms_record_dir") == 1


def test_a_service_in_trouble_makes_checks_impossible_not_wrong(library):
    library.fault("configuration", "*", "GET", times=-1, status=503, body="Try later.")
    result, text = looked(library)
    # Accounts are in Identity Management.
    assert unpassed_checks(result, "lending_accounts") == {
        name: "unknown" for name in (*AT_OCLC, "reshare_plan") if name != "lending_accounts"
    }
    assert problems_of(result, "reshare_plan") == [("depends", "circulation_plan")]
    failure = check_named(result, "circulation_plan")["failure"]
    assert (failure["code"], failure.get("status")) == ("unreachable", 503)
    assert untidy_sentences(text) == []
    # The system is described once, also for requests of other paths.
    assert text.count("HTTP 503") == 1
    assert text.endswith("; not checked because of that: " + ", ".join(unpassed_checks(result, "circulation_plan")))


# Output for users


@pytest.mark.matrix
def test_the_playbook_reports_missing_items_in_one_message_per_library_and_writes_nothing(make, controller):
    good, faulty, unreachable = make(), make(), make()
    libraries = [good, faulty, unreachable]
    before = [one.settled() for one in libraries]
    for one in libraries:
        one.reset()
    done = controller.playbook(
        PREFLIGHT,
        libraries,
        "-v",
        variables={
            unreachable.name: {"reshare_url": f"{DOWN}/gateway"},
            faulty.name: {
                "reshare_settings_pickup_entries": {"us-mian": faulty.branch},
                "preflight_authorisation_form": "",
                "preflight_waivers": {"authorisation_form": "Sent by mail."},
            },
        },
    )
    assert done.status == 2
    assert [done.stats(one)["failures"] for one in libraries] == [0, 1, 1]
    for library, part in (
        (
            faulty,
            "The declared ReShare configuration can be applied: no, ReShare directory entry 'us-mian' does not exist",
        ),
        (unreachable, "ReShare is reachable and accepts the login: cannot be checked, "),
    ):
        text = done.failure(library)
        assert text.startswith(f"{library.name}: not ready. ")
        assert part in text
        assert re.search(r"\[\w+\]", text)
    for library, sentence in (
        (good, "passed: OCLC accepts the WSKey, with all scopes [wms_key]"),
        (faulty, "waived: OCLC has the signed authorisation form for ReShare. "),
        (faulty, ". Waived because: Sent by mail [authorisation_form]"),
        (unreachable, "cannot be checked: ReShare is reachable and accepts the login. "),
    ):
        assert any(f"<{library.name}> " in line and sentence in line for line in done.output.splitlines())
    assert [one.state() for one in libraries] == before
    assert [one.writes() for one in libraries] == [{}, {}, {}]
    assert [one.calls()["token", "token", "POST"] for one in libraries] == [1, 1, 1]
    assert [secret for one in libraries for secret in secrets_of(one) if secret in done.output] == []
