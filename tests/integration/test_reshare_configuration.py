# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole tenant in one task: created, exported, declared again, without showing a secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.controller import run
from support.library import Library
from support.reshare_tenant import (
    LOCAL_ID,
    call_as_colleague,
    count_list_reads,
    directory_entry,
    patron_ids,
    run_refused,
    table_rows,
)

#: Every kind; NN is the library's number.
WHOLE: dict[str, Any] = {
    "settings": {
        "host_lms_integration": "wms2",
        "borrower_check": "ncip",
        "ncip_server_address": "https://ncip.example.org",
        "wms_registry_id": "9NN",
        "wms_api_key": "canary-key",
        "wms_api_secret": "canary-secret",
        "wms_connector_password": "canary-connector",
        "ncip_from_agency_authentication": "canary-agency",
    },
    "locations": [{"code": "TSTM", "name": "Main", "supply_preference": 1}, {"code": "TSTA", "supply_preference": -1}],
    "shelving_locations": [
        {"code": "Stacks"},
        {"code": "Reserves", "name": "Course reserves", "supply_preference": -1},
    ],
    "shelving_location_sites": [
        {"location": "TSTM", "shelving_location": "Stacks", "supply_preference": 2},
        {"location": "TSTM", "shelving_location": "Reserves"},
    ],
    "patron_profiles": [{"code": "STATUS", "name": "Everybody", "can_create_requests": True}],
    "item_loan_policies": [{"code": "In library", "lendable": False}],
    "directory_entries": [
        {"slug": "us", "loan_policy": "lending_physical_only", "returns": "yes", "loan_to_borrow_ratio": "2:1"},
        {"slug": "us-main", "lms_location_code": "91NN"},
    ],
    "institutional_patron_ids": {"partners": {"RESHARE:ALF": "LEND-1", "RESHARE:BET": "LEND-2"}},
}
#: The lists of the declared objects in the order of creation, with their pages.
LISTS = {
    **dict.fromkeys(("hostLMSLocations", "shelvingLocations", "shelvingLocationSites"), 1),
    **dict.fromkeys(("hostLMSPatronProfiles", "hostLMSItemLoanPolicies", "entry"), 1),
    "appSettings": 1,
}


def whole(library: Library) -> dict[str, Any]:
    return library.numbered(WHOLE)


def test_everything_is_predicted_applied_and_then_unchanged(library):
    before = library.settled()
    library.reset()
    pretended = run("reshare_configuration", library, check=True, configuration=whole(library))
    assert pretended.get("msg") is None
    assert not library.writes()
    assert library.settled() == before
    assert count_list_reads(library) == LISTS
    assert library.logins() == 2

    library.reset()
    made = run("reshare_configuration", library, configuration=whole(library))
    assert made.get("msg") is None
    assert made["changes"] == pretended["changes"]
    assert made["diff"] == pretended["diff"]
    assert library.writes() == {
        ("settings", "appSettings", "PUT"): 8,
        ("tables", "hostLMSLocations", "POST"): 2,
        ("tables", "shelvingLocations", "POST"): 2,
        ("tables", "shelvingLocationSites", "POST"): 2,
        ("tables", "hostLMSPatronProfiles", "POST"): 1,
        ("tables", "hostLMSItemLoanPolicies", "POST"): 1,
        ("directory", "entry", "PUT"): 4,
    }
    assert library.settings()["wms_api_secret"] == "canary-secret"
    assert table_rows(library, "sites") == [
        {"location": "TSTM", "shelving_location": "Stacks", "supplyPreference": 2},
        {"location": "TSTM", "shelving_location": "Reserves"},
    ]
    assert directory_entry(library, "us-main")["lmsLocationCode"] == library.branch
    assert patron_ids(library) == {"alpha": ["LEND-1"], "beta": ["LEND-2"]}

    settled = library.settled()
    library.reset()
    again = run("reshare_configuration", library, configuration=whole(library))
    assert (again["changed"], again["changes"], again["diff"]) == (False, [], {"before": {}, "after": {}})
    assert not library.writes()
    assert count_list_reads(library) == LISTS
    assert library.settled() == settled


def test_an_exported_tenant_is_left_alone_and_can_be_put_into_another(make):
    one, other = make(), make()
    run("reshare_configuration", one, configuration=whole(one))
    settled = one.settled()
    one.reset()
    exported = run("reshare_configuration_info", one)
    assert exported["changed"] is False
    # Rows are removed after paging: whoever wants all of them does not know that the list is complete before an empty page.
    assert count_list_reads(one) == {**LISTS, "appSettings": 2}
    assert set(exported["configuration"]) == set(WHOLE)
    again = run("reshare_configuration", one, configuration=exported["configuration"])
    assert (again.get("msg"), again["changed"]) == (None, False)
    assert not one.writes()
    assert one.settled() == settled

    # Values of one library are left out of the other library's declaration.
    configuration = exported["configuration"]
    del configuration["settings"]["wms_registry_id"]
    for branch in configuration["directory_entries"]:
        branch.pop("lms_location_code", None)
    put = run("reshare_configuration", other, configuration=configuration)
    assert put.get("msg") is None
    for table in ("locations", "shelving_locations", "sites", "patron_profiles", "item_loan_policies"):
        assert sorted(table_rows(other, table), key=str) == sorted(table_rows(one, table), key=str)
    assert patron_ids(other) == patron_ids(one)
    assert directory_entry(other, "us")["custom_properties"] == directory_entry(one, "us")["custom_properties"]
    assert run("reshare_configuration", other, configuration=configuration)["changed"] is False


def test_an_export_of_rows_that_mod_rs_made_and_hid_changes_nothing(make):
    library = make(
        reshare={
            "locations": [{"code": "TSTM"}, {"code": "LFMM", "hidden": True}],
            "shelving_locations": [{"code": "General Collection"}, {"code": "Nook", "hidden": True}],
            "sites": [
                {"location": "LFMM", "shelving_location": "General Collection"},
                {"location": "TSTM", "shelving_location": "Nook", "supplyPreference": 1},
            ],
            "patron_profiles": [{"code": "STATUS"}],
            "item_loan_policies": [{"code": "Loan"}],
        }
    )
    before = library.settled()
    configuration = run("reshare_configuration_info", library)["configuration"]
    assert [one["code"] for one in configuration["locations"]] == ["TSTM"]
    again = run("reshare_configuration", library, configuration=configuration)
    assert (again.get("msg"), again["changed"]) == (None, False)
    assert library.settled() == before


def test_an_export_with_repeated_values_can_be_declared_and_corrects_them(make):
    library = make()
    alpha = next(one for one in library.seed["reshare"]["directory"] if one["slug"] == "alpha")
    alpha["custom_properties"] = {"policy.ill.returns": ["yes", "no"], LOCAL_ID: ["A", "B"]}
    library.install()
    exported = run("reshare_configuration_info", library)
    assert exported.get("msg") is None
    made = run("reshare_configuration", library, configuration=exported["configuration"])
    assert made.get("msg") is None
    assert {name: len(values) for name, values in directory_entry(library, "alpha")["custom_properties"].items()} == {
        "policy.ill.returns": 1,
        LOCAL_ID: 1,
    }
    assert run("reshare_configuration", library, configuration=exported["configuration"])["changed"] is False


@pytest.mark.parametrize("kind", list(WHOLE))
def test_one_kind_can_be_exported_alone(library, kind):
    run("reshare_configuration", library, configuration=whole(library))
    library.reset()
    found = run("reshare_configuration_info", library, kinds=[kind])["configuration"]
    assert list(found) == [kind]
    assert set(count_list_reads(library)) <= set(LISTS)
    again = run("reshare_configuration", library, configuration=found)
    assert again["changed"] is False


def test_every_problem_of_every_kind_is_in_one_message(library):
    configuration = {
        "settings": {"borrower_check": "NCIP", "ncip_server_adress": "https://x.example"},
        "locations": [{"code": "TSTM", "supply_preference": "often"}, {"name": "Nameless"}],
        "shelving_location_sites": [{"location": "TSTM"}],
        "directory_entries": [{"slug": "us", "returns": "perhaps"}],
        "patron_ids": {},
    }
    failed = run("reshare_configuration", library, configuration=configuration)
    assert (failed["failure"]["code"], failed["failure"].get("object")) == ("invalid", None)
    wrong = ["patron_ids", "borrower_check", "ncip_server_adress", "supply_preference", "code", "shelving_location"]
    assert failed["failure"].get("fields", []) == [*wrong, "returns"]
    objects = ["ReShare setting borrower_check", "ReShare location 'TSTM'", "ReShare directory entry 'us'"]
    assert [one for one in objects if one not in failed["msg"]] == []
    assert not library.calls()


@pytest.mark.parametrize(
    ("configuration", "fields"),
    [
        ({"locations": {"TSTM": 1}}, ["locations"]),
        ({"settings": ["wms2"]}, ["settings"]),
        ({"institutional_patron_ids": {"ALF": "LEND-1"}}, ["institutional_patron_ids"]),
        ({"institutional_patron_ids": {"partners": ["ALF"]}}, ["partners"]),
        ({"institutional_patron_ids": {"partners": {"ALF": "1"}, "purge": "perhaps"}}, ["purge"]),
        ({"settings": {"borrower_check": "none"}}, ["borrower_check"]),
        ({"locations": [{"code": "TSTM", "state": "gone"}]}, ["state"]),
    ],
)
def test_a_declaration_of_the_wrong_shape_is_refused(library, configuration, fields):
    failure = run_refused(library, "reshare_configuration", configuration=configuration)
    assert (failure["code"], failure.get("fields", [])) == ("invalid", fields)
    assert not library.calls()


def test_nothing_is_written_where_one_kind_can_not_be_planned(make):
    wrong = {**WHOLE, "institutional_patron_ids": {"partners": {"RESHARE:ALF": "1", "RESHARE:GAM": "2"}}}
    library = make()
    failure = run_refused(library, "reshare_configuration", configuration=library.numbered(wrong))
    assert failure.get("object") == "Institutional patron ID of partner 'RESHARE:GAM'"


def test_changes_before_a_failure_are_reported_and_the_next_run_completes_them(library):
    library.fault("tables", "shelvingLocationSites", "POST", status=422, body='{"message": "No."}')
    failed = run("reshare_configuration", library, configuration=whole(library))
    assert (failed["failure"].get("status"), failed["changed"]) == (422, True)
    assert ("reshare_location", "TSTM", "created") in [
        (change["kind"], change["name"], change["action"]) for change in failed["changes"]
    ]
    assert "canary" not in json.dumps(failed)
    assert not patron_ids(library)
    made = run("reshare_configuration", library, configuration=whole(library))
    assert {change["kind"] for change in made["changes"]} >= {
        "reshare_shelving_location_site",
        "reshare_directory_entry",
    }
    assert run("reshare_configuration", library, configuration=whole(library))["changed"] is False


def test_everything_can_be_taken_away_again_in_one_task(make):
    library = make()
    fresh = library.settled()
    configuration = {name: value for name, value in whole(library).items() if name != "settings"}
    run("reshare_configuration", library, configuration=configuration)
    names = {"shelving_location_sites": ("location", "shelving_location")}
    gone: dict[str, Any] = {
        plural: [
            {**{name: one[name] for name in names.get(plural, ("code",))}, "state": "absent"}
            for one in configuration[plural]
        ]
        for plural in (
            "locations",
            "shelving_locations",
            "shelving_location_sites",
            "patron_profiles",
            "item_loan_policies",
        )
    }
    gone["directory_entries"] = [
        {name: None if name != "slug" else one[name] for name in one} for one in configuration["directory_entries"]
    ]
    gone["institutional_patron_ids"] = {"partners": dict.fromkeys(["ALF", "BET"])}
    assert run("reshare_configuration", library, configuration=gone).get("msg") is None
    assert library.settled() == fresh


# Secrets


def test_no_result_has_a_secret(library):
    results = [
        run("reshare_configuration", library, check=True, configuration=whole(library)),
        run("reshare_configuration", library, configuration=whole(library)),
        run("reshare_configuration", library, configuration={"settings": {"wms_api_secret": None}}),
        run("reshare_configuration", library, configuration={"settings": {"wms_api_secret": "canary-other"}}),
        run("reshare_setting", library, key="wms_api_key", value="canary-third"),
        run("reshare_configuration_info", library),
    ]
    assert library.settings()["wms_api_secret"] == "canary-other"
    assert "canary" not in json.dumps(results)
    assert not set(results[5]["configuration"]["settings"]) & {
        "wms_api_key",
        "wms_api_secret",
        "wms_connector_password",
    }
    assert "(secret, as declared)" in json.dumps(results[1]["diff"])


@pytest.mark.usefixtures("impatient")
def test_an_error_about_a_secret_does_not_show_it(library):
    row = next(row for row in library.state()["reshare"]["settings"] if row["key"] == "wms_api_secret")
    body = {"settings": {"wms_api_secret": "canary-new"}}
    # mod-rs repeats the request.
    library.fault("settings", "appSettings", "PUT", status=422, body='{"message": "Value [canary-new] is too long"}')
    failed = run("reshare_configuration", library, configuration=body)
    assert failed["failure"].get("status") == 422
    assert "canary" not in json.dumps(failed)
    # It does not store it.
    stale = json.dumps({**row, "value": "canary-kept"})
    library.fault("settings", "appSettings", "PUT", status=200, body=stale, content_type="application/json")
    failed = run("reshare_configuration", library, configuration=body)
    assert (failed["failure"]["code"], failed["failure"].get("fields", [])) == ("not_seen", ["value"])
    assert "canary" not in json.dumps(failed)
    call_as_colleague(
        library,
        "POST",
        "rs/settings/appSettings",
        {"key": "wms_api_secret", "section": "wmsSettings", "value": "canary-two"},
    )
    failed = run("reshare_configuration", library, configuration=body)
    assert (failed["failure"]["code"], failed["failure"].get("object")) == (
        "invalid",
        "ReShare setting 'wms_api_secret'",
    )
    assert "canary" not in json.dumps(failed)


@pytest.mark.parametrize(
    "settings",
    [[{"key": "wms_api_secret", "value": "canary"}], "wms_api_secret=canary", {"wms_api_secret": {"value": "canary"}}],
    ids=["list", "text", "nested"],
)
def test_settings_of_the_wrong_shape_do_not_tell_what_is_in_them(library, settings):
    failed = run("reshare_configuration", library, configuration={"settings": settings})
    assert failed["failure"]["code"] == "invalid"
    assert "canary" not in json.dumps(failed)


@pytest.mark.parametrize("key", ["shared_index_pass", "patron_store_pass", "S3SecretKey"])
def test_passwords_outside_the_catalogue_are_not_shown_either(make, key):
    """mod-rs marks some rows as passwords; any of them can be declared explicitly."""
    library = make(reshare={"settings": {key: "canary-old"}})
    results = [
        run("reshare_setting", library, key=key, value="canary-new", allow_unknown=True),
        run("reshare_configuration", library, configuration={"settings": {key: "canary-newer"}}, allow_unknown=True),
        run("reshare_configuration_info", library),
    ]
    assert library.settings()[key] == "canary-newer"
    assert "canary" not in json.dumps(results)


def test_no_secret_is_printed(make, controller):
    library = make(
        reshare={"users": [{"username": "admin", "password": "canary-password"}]}, wskey={"secret": "canary-own"}
    )
    bulk = {"reshare.wms.reshare_configuration": {"configuration": "{{ whole }}"}}
    tasks = [
        {"name": "pretend", **bulk, "check_mode": True},
        {"name": "make", **bulk},
        {"name": "again", **bulk},
        {"name": "export", "reshare.wms.reshare_configuration_info": {}, "register": "exported"},
        {"name": "apply", "reshare.wms.reshare_configuration": {"configuration": "{{ exported.configuration }}"}},
        {"name": "fail", "reshare.wms.reshare_configuration": {"configuration": "{{ wrong }}"}, "ignore_errors": True},
    ]
    wrong = {**whole(library), "locations": [{"code": "LFMM"}]}
    wrong["settings"] = {**wrong["settings"], "wms_api_secret": "canary-changed"}
    more = {library.name: {"whole": whole(library), "wrong": wrong}}
    played = controller.play(tasks, library, "-vvvv", "--diff", variables=more)
    changed = [
        line["result"].get("changed")
        for line in played.lines
        if line["host"] == library.name and line["status"] != "stats"
    ]
    assert changed[:5] == [True, True, False, False, False]
    assert played.results("fail", library)[0]["failure"].get("object") == "Holding Code 'LFMM'"
    assert library.settings()["wms_api_secret"] == "canary-secret"
    assert "canary" not in played.output
    assert "LEND-1" in played.output
