# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in to ReShare, differences between versions and permissions, and pitfalls of the settings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.controller import run
from support.held_calls import holding, until_held
from support.reshare_tenant import call_as_colleague, fail_logins, library_warnings, run_refused, user_with

SETTING = {"key": "max_requests", "value": "3"}
LOGINS = [{"legacy": False}, {"with_expiry": False}, {}]
both_logins = pytest.mark.parametrize("logins", LOGINS, ids=["expiring", "old", "either"])

#: One object of each of ReShare's systems: settings, a table, the directory.
EVERYTHING: dict[str, Any] = {
    "settings": {"max_requests": 3, "ncip_server_address": "https://ncip.example.org"},
    "locations": [{"code": "TSTM", "supply_preference": 1}],
    "directory_entries": [{"slug": "us-main", "returns": "yes"}],
    "institutional_patron_ids": {"partners": {"ALF": "LEND-1"}},
}


# Login


@both_logins
def test_both_ways_to_log_in_work_for_all_systems(make, logins):
    library = make(reshare={"logins": logins})
    library.reset()
    made = run("reshare_configuration", library, configuration=EVERYTHING)
    assert made.get("msg") is None
    assert len(made["changes"]) == 5
    assert library.logins() == (
        3 if logins == LOGINS[1] else 2
    )  # With the token of WMS; an old gateway responds with 404 first.
    assert run("reshare_configuration", library, configuration=EVERYTHING)["changed"] is False


@both_logins
@pytest.mark.parametrize(
    "place",
    [
        ("settings", "appSettings", "GET"),
        ("settings", "appSettings", "PUT"),
        ("tables", "hostLMSLocations", "GET"),
        ("tables", "hostLMSLocations", "POST"),
        ("directory", "entry", "GET"),
        ("directory", "entry", "PUT"),
        ("tables", "directoryEntry", "GET"),
    ],
    ids=" ".join,
)
def test_a_token_that_expires_in_the_middle_is_renewed(make, logins, place):
    library = make(reshare={"logins": logins})
    expired = {"status": 401, "body": "Access token has expired"}
    library.fault(*place, **expired)
    made = run("reshare_configuration", library, configuration=EVERYTHING)
    assert made.get("msg") is None
    assert len(made["changes"]) == 5
    assert run("reshare_configuration", library, configuration=EVERYTHING)["changed"] is False


def test_tokens_that_live_shorter_than_the_run_are_renewed_as_often_as_need_be(make):
    library = make(reshare={"token_lifetime": 20})
    for system in ("settings", "directory"):
        library.fault(system, "*", "GET", delay=20)
    library.reset()
    with ThreadPoolExecutor() as pool, holding(library) as clock:
        # One read after the other, so that each token expires during another one.
        task = pool.submit(run, "reshare_configuration", library, configuration=EVERYTHING, parallel_requests=1)
        for number in (1, 2):
            until_held(library, number, task)
            clock.advance(20)
    made = task.result()
    assert made.get("msg") is None
    assert len(made["changes"]) == 5
    assert library.calls()["gateway", "login-with-expiry", "POST"] == 3


def test_an_account_one_failure_from_being_locked_still_works(library):
    fail_logins(library, 4)
    assert run("reshare_setting", library, **SETTING)["changed"] is True
    assert library.state()["reshare"]["users"][0]["locked"] is False
    # A successful login resets the count.
    fail_logins(library, 4)
    assert run("reshare_configuration_info", library)["changed"] is False


def test_an_account_one_failure_from_being_locked_meets_one_wrong_password_only(library):
    fail_logins(library, 3)
    for module, arguments in (("reshare_setting", SETTING), ("reshare_configuration_info", {})):
        failed = run(module, library, **arguments, reshare_password="wrong")
        assert failed["failed"] is True
    assert library.calls() == {("gateway", "login-with-expiry", "POST"): 1}
    assert library.state()["reshare"]["users"][0]["locked"] is False
    assert run("reshare_setting", library, **SETTING)["changed"] is True


@pytest.mark.parametrize("mod_login", ["7.11.1", "7.13.1"])
@both_logins
def test_a_wrong_password_is_tried_once_and_the_message_says_why(make, logins, mod_login):
    """Newer modules respond to every failure with one code."""
    library = make(reshare={"logins": logins, "mod_login": mod_login})
    fail_logins(library, 0 if logins == LOGINS[1] else 4)
    failed = run("reshare_setting", library, **SETTING, reshare_password="wrong")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", 422)
    assert "Check reshare_username, reshare_password and reshare_tenant" in failed["msg"]
    assert "five failed logins lock the account" in failed["msg"]
    tried = {call for call in library.calls() if call[0] == "gateway"}
    assert {call[1] for call in tried} <= {"login-with-expiry", "login"}
    # If the gateway does not support this login, no attempt was made.
    assert sum(library.calls().values()) == (2 if logins == LOGINS[1] else 1)


@pytest.mark.parametrize(
    ("wrong", "code", "status", "part"),
    [
        ({"reshare_tenant": "elsewhere"}, "refused", 400, "No such Tenant elsewhere"),
        ({"reshare_url": "http://127.0.0.1:9"}, "unreachable", None, "connection refused"),
        ({"reshare_url": "{base}"}, "unexpected_response", 404, "Check reshare_url"),
        ({"reshare_username": "nobody"}, "refused", 422, "No user found by username"),
        ({"reshare_password": None}, "invalid", None, "set reshare_password"),
    ],
)
def test_a_failed_login_has_a_code_and_a_message_about_its_cause(library, wrong, code, status, part):
    given = {name: value and value.format(base=library.base) for name, value in wrong.items()}
    before = library.settled()
    failed = run("reshare_setting", library, **SETTING, **given)
    assert (failed["failure"]["code"], failed["failure"].get("status")) == (code, status)
    assert part in failed["msg"]
    assert library.settled() == before


# Versions and permissions


@pytest.mark.parametrize("version", ["2.18.8", "2.19.0"])
def test_both_versions_show_all_settings_to_an_account_with_the_set_of_permissions(make, version):
    library = make(reshare={"mod_rs": version, "users": [user_with("rs.settings.write", "directory.entry.read")]})
    made = run("reshare_configuration", library, configuration={"settings": EVERYTHING["settings"]})
    assert made.get("msg") is None
    assert len(made["changes"]) == 2
    assert run("reshare_configuration", library, configuration={"settings": EVERYTHING["settings"]})["changed"] is False


FEW = ("rs.settings.get", "rs.settings.item.get", "rs.settings.put", "rs.settings.post")
SECTION = "rs.settings.getsection."


@pytest.mark.parametrize(
    "sections",
    [
        (),
        ("hostlmsintegration", "requests"),
        ("autoresponder", "featureflags", "hostlmsintegration", "other", "requests", "z3950"),
    ],
    ids=["none", "some", "all that there are"],
)
@pytest.mark.parametrize("key", ["max_requests", "wms_api_key", "wms_registry_id"])
def test_from_2_19_a_partial_list_never_makes_a_second_row(make, sections, key):
    """mod-rs allows a second row of a key that exists but is not shown."""
    library = make(reshare={"mod_rs": "2.19.0", "users": [user_with(*FEW, *(SECTION + one for one in sections))]})
    asked = {"reshare_setting": {"key": key, "value": "3000"}, "reshare_configuration_info": {"kinds": ["settings"]}}
    for module, arguments in asked.items():
        failure = run_refused(library, module, **arguments)
        assert (failure["code"], failure.get("permission")) == ("refused", "rs.settings.getsection.all")


def test_before_2_19_the_same_account_sees_everything(make):
    library = make(reshare={"mod_rs": "2.18.8", "users": [user_with(*FEW, "directory.entry.read")]})
    assert run("reshare_setting", library, **SETTING)["changed"] is True
    assert run("reshare_setting", library, key="wms_registry_id", value="1")["changed"] is True


def test_a_setting_that_an_older_mod_rs_lacks_is_reported(make):
    older, newer = make(reshare={"mod_rs": "2.18.8"}), make(reshare={"mod_rs": "2.19.0"})
    failure = run_refused(older, "reshare_setting", key="default_loan_period", value="56")
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "ReShare setting 'default_loan_period'")
    assert run("reshare_setting", newer, key="default_loan_period", value="28")["changed"] is True


def test_an_empty_list_never_makes_rows(library):
    library.fault("settings", "appSettings", "GET", times=-1, truncate_list=True)
    failure = run_refused(library, "reshare_setting", **SETTING)
    assert (failure["code"], failure.get("permission")) == ("refused", "rs.settings.getsection.all")


# Settings


def test_a_key_that_exists_twice_is_reported_and_others_are_still_set(library):
    call_as_colleague(
        library, "POST", "rs/settings/appSettings", {"key": "max_requests", "section": "requests", "value": "9"}
    )
    failure = run_refused(
        library, "reshare_configuration", configuration={"settings": {"max_requests": 3, "minimum_cost": None}}
    )
    assert (failure["code"], failure.get("object")) == ("invalid", "ReShare setting 'max_requests'")
    # A key that exists once is not affected.
    assert run("reshare_setting", library, key="check_duplicate_time", value="5")["changed"] is True


def test_duplicate_keys_can_be_exported_with_a_warning_text(library):
    """They block the migration to ReShare's successor (reshare.md 5.6)."""
    call_as_colleague(
        library, "POST", "rs/settings/appSettings", {"key": "max_requests", "section": "requests", "value": "9"}
    )
    found = run("reshare_configuration_info", library)
    assert found.get("msg") is None
    (text,) = library_warnings(found)
    assert "ReShare setting 'max_requests' exists 2 times (ids '" in text and "Remove all but one" in text


def test_only_the_meant_key_is_changed_whatever_the_filter_does(library):
    """mod-rs drops a filter that it cannot parse, and returns everything."""
    before = library.settings()
    run("reshare_setting", library, key="ncip_to_agency", value="12345")
    assert library.settings() == {**before, "ncip_to_agency": "12345"}


@pytest.mark.parametrize("value", [" 12345 ", "12345\n", 12345])
def test_a_value_that_the_server_trims_converges(library, value):
    assert run("reshare_setting", library, key="ncip_from_agency", value=value)["changed"] is True
    assert library.settings()["ncip_from_agency"] == "12345"
    library.reset()
    assert run("reshare_setting", library, key="ncip_from_agency", value=value)["changed"] is False
    assert not library.writes()


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_blank_value_sets_a_setting_back_to_its_default(make, value):
    library = make(reshare={"settings": {"ncip_app_profile": "OTHER"}})
    assert run("reshare_setting", library, key="ncip_app_profile", value=value)["changed"] is True
    assert library.settings()["ncip_app_profile"] is None
    library.reset()
    assert run("reshare_setting", library, key="ncip_app_profile", value=value)["changed"] is False
    # Its default is the current value.
    assert run("reshare_setting", library, key="ncip_app_profile", value="EZBORROW")["changed"] is False
    assert not library.writes()


def test_hidden_settings_are_found(library):
    assert run("reshare_setting", library, key="pull_slip_max_items", value="50")["changed"] is True
    assert run("reshare_setting", library, key="wmsSettings.feature_flag", value=True)["changed"] is True
    assert library.settings()["wmsSettings.feature_flag"] == "true"


def test_a_flag_that_mod_rs_creates_again_is_a_difference_with_its_reason(library):
    flag = {"key": "automaticFees.feature_flag", "value": False}
    assert len(library_warnings(run("reshare_setting", library, **flag))) == 1
    unchanged = run("reshare_setting", library, **flag)
    assert (unchanged["changed"], library_warnings(unchanged)) == (False, [])
    library.trigger("reference_data")
    compared = run("reshare_setting", library, check=True, **flag)
    assert compared["changed"] is True
    (text,) = library_warnings(compared)
    assert "whenever its reference data is loaded" in text
    assert run("reshare_setting", library, **flag)["changed"] is True
    assert library.settings()[flag["key"]] == "false"
    # Its own value needs no warning.
    assert not library_warnings(run("reshare_setting", library, key=flag["key"], value=True))


def test_a_boolean_is_the_word_that_was_written_or_refused(library):
    """mod-rs would store 'True', which ReShare's screens do not accept as 'yes'."""
    call_as_colleague(library, "POST", "rs/settings/appSettings", {"key": "our_own", "section": "other", "value": "1"})
    settings = {"combine_fill_and_ship": True, "combine_returned_by_patron_and_return_ship": True}
    assert run("reshare_configuration", library, configuration={"settings": settings})["changed"] is True
    assert {library.settings()[key] for key in settings} == {"yes"}
    for key in ("request_id_prefix", "our_own"):
        failure = run_refused(library, "reshare_setting", key=key, value=True, allow_unknown=True)
        assert (failure["code"], failure.get("object")) == ("invalid", f"ReShare setting '{key}'")
    bulk = {"configuration": {"settings": {"our_own": True}}, "allow_unknown": True}
    failure = run_refused(library, "reshare_configuration", **bulk)
    assert (failure["code"], failure.get("object")) == ("invalid", "ReShare setting 'our_own'")
    assert library.settings()["our_own"] == "1"


def test_unknown_keys_are_changed_only_explicitly_and_never_created(library):
    call_as_colleague(library, "POST", "rs/settings/appSettings", {"key": "our_own", "section": "other", "value": "1"})
    failure = run_refused(library, "reshare_setting", key="our_own", value="2")
    assert (failure["code"], failure.get("object")) == ("invalid", "ReShare setting 'our_own'")
    assert run("reshare_setting", library, key="our_own", value="2", allow_unknown=True)["changed"] is True
    assert library.settings()["our_own"] == "2"
    failure = run_refused(library, "reshare_setting", key="our_onw", value="2", allow_unknown=True)
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "ReShare setting 'our_onw'")
    assert failure.get("candidates", []) == ["our_own"]


def test_a_new_adapter_is_not_chosen_where_mod_rs_lacks_it(make):
    library = make(reshare={"mod_rs": "2.10.3"})
    failure = run_refused(library, "reshare_setting", key="host_lms_integration", value="wms2")
    assert (failure["code"], failure.get("object")) == ("error", "ReShare setting 'host_lms_integration'")
    assert run("reshare_setting", library, key="host_lms_integration", value="wms")["changed"] is True


def test_logging_that_stores_the_wskey_is_a_warning_text(make):
    library = make(reshare={"settings": {"loggingZ3950Responder": "yes", "wms_api_secret": "hush"}})
    (text,) = library_warnings(run("reshare_setting", library, **SETTING))
    assert "loggingZ3950Responder is on" in text and "WSKey" in text
    assert "hush" not in text
    off = run("reshare_setting", library, key="loggingZ3950Responder", value=False)
    assert not library_warnings(off)
