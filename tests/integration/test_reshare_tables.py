# SPDX-License-Identifier: GPL-3.0-or-later

"""ReShare's lending tables: the resulting rows in mod-rs, and changes that mod-rs and other people make."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from reshare_wms_sandbox.testing import running

from support.controller import run
from support.held_calls import run_while
from support.library import Library
from support.reshare_tenant import (
    call_as_colleague,
    directory_entry,
    discover_codes,
    library_warnings,
    run_refused,
    table_rows,
    user_with,
)

PULL_SLIPS = "RRULE:FREQ=DAILY;BYHOUR=8"
THERE: dict[str, Any] = {
    "locations": [{"code": "TSTA", "name": "Annex"}],
    "shelving_locations": [{"code": "Stacks", "name": "Stacks"}],
}
SITE = {"location": "TSTA", "shelving_location": "Stacks"}
TITLE = "ReShare shelving location site 'TSTA / Stacks'"
SITES = ("tables", "shelvingLocationSites")


@pytest.fixture
def library(make) -> Library:
    return make(reshare=THERE)


# Changes that mod-rs makes by itself


@pytest.mark.parametrize(
    ("module", "table", "met"),
    [
        # A row in use is only hidden, and shown again when mod-rs encounters the code.
        ("reshare_location", "locations", "location"),
        # In use or not, it is deleted, and created again.
        ("reshare_patron_profile", "patron_profiles", "patron_profile"),
    ],
)
def test_a_row_that_reappears_by_itself_is_removed_again(make, module, table, met):
    library = make(reshare={table: [{"code": "Reserves", "in_use": True}]})
    for _turn in range(2):
        gone = run(module, library, code="Reserves", state="absent")
        assert [change["action"] for change in gone["changes"]] == ["removed"]
        library.reset()
        assert run(module, library, code="Reserves", state="absent")["changed"] is False
        assert not library.writes()
        discover_codes(library, **{met: "Reserves"})
        (there,) = table_rows(library, table)
        assert not there.get("hidden")


def test_a_hidden_shelving_location_stays_hidden(make):
    library = make(reshare={"shelving_locations": [{"code": "Reserves", "in_use": True}]})
    run("reshare_shelving_location", library, code="Reserves", state="absent")
    discover_codes(library, shelving_location="Reserves")
    assert table_rows(library, "shelving_locations")[0]["hidden"] is True


def test_rows_that_mod_rs_makes_by_itself_are_edited_and_keep_the_rest(library):
    discover_codes(
        library, location="TSTM", shelving_location="Reserves", patron_profile="STATUS", item_loan_policy="In library"
    )
    library.reset()
    run("reshare_location", library, code="TSTM", supply_preference=1)
    run("reshare_patron_profile", library, code="STATUS", name="Everybody")
    run("reshare_item_loan_policy", library, code="In library", lendable=False)
    assert {method for _system, _kind, method in library.writes()} == {"PUT"}
    made = {
        "icalRrule": "RRULE:FREQ=MINUTELY;INTERVAL=10;WKST=MO",
        "code": "TSTM",
        "name": "TSTM",
        "supplyPreference": 1,
    }
    assert table_rows(library, "locations")[1] == made
    assert table_rows(library, "patron_profiles") == [{"code": "STATUS", "name": "Everybody"}]
    assert table_rows(library, "item_loan_policies")[0]["lendable"] is False


@pytest.mark.parametrize(
    ("module", "table", "code"),
    [("reshare_location", "locations", "TSTA"), ("reshare_shelving_location", "shelving_locations", "Stacks")],
)
def test_a_hidden_row_that_a_site_names_is_shown_again(make, module, table, code):
    hidden = {name: [{**row, "hidden": row["code"] == code} for row in given] for name, given in THERE.items()}
    library = make(reshare={**hidden, "sites": [SITE]})
    shown = run(module, library, code=code, supply_preference=3)
    assert shown.get("msg") is None
    assert [change["action"] for change in shown["changes"]] == ["created"]
    assert table_rows(library, table) == [{"code": code, "name": code, "supplyPreference": 3, "hidden": False}]
    library.reset()
    assert run(module, library, code=code, supply_preference=3)["changed"] is False
    assert not library.writes()


@pytest.mark.parametrize(
    ("module", "table", "label", "code", "advice"),
    [
        (
            "reshare_location",
            "locations",
            "location",
            "TSTM",
            "ReShare shows a hidden location again when it next receives its code",
        ),
        (
            "reshare_shelving_location",
            "shelving_locations",
            "shelving location",
            "Stacks",
            "Ask the hosting provider to show it again",
        ),
        ("reshare_item_loan_policy", "item_loan_policies", "item loan policy", "BOOK", "Ask the hosting provider"),
    ],
)
def test_a_hidden_row_that_nothing_names_is_refused_with_a_message_about_who_shows_it_again(
    make, module, table, label, code, advice
):
    library = make(reshare={table: [{"code": code, "hidden": True}]})
    before = library.settled()
    failed = run(module, library, code=code, name="Main")
    failure = failed["failure"]
    assert (failure["code"], failure.get("object")) == ("unexpected_response", f"ReShare {label} '{code}'")
    assert advice in failed["msg"]
    assert failed["changed"] is False
    assert library.settled() == before


def test_a_site_of_a_hidden_location_can_still_be_edited(make):
    hidden = {**THERE, "locations": [{"code": "TSTA", "hidden": True}]}
    library = make(reshare={**hidden, "sites": [SITE]})
    run("reshare_shelving_location_site", library, **SITE, supply_preference=-1)
    assert table_rows(library, "sites") == [{**SITE, "supplyPreference": -1}]


def test_a_hidden_location_and_its_site_come_back_in_one_task(make):
    hidden = {**THERE, "locations": [{"code": "TSTA", "hidden": True}]}
    library = make(reshare={**hidden, "sites": [SITE]})
    configuration = {
        "locations": [{"code": "TSTA", "supply_preference": 1}],
        "shelving_location_sites": [{**SITE, "supply_preference": 2}],
    }
    made = run("reshare_configuration", library, configuration=configuration)
    assert made.get("msg") is None
    assert table_rows(library, "locations") == [
        {"code": "TSTA", "name": "TSTA", "supplyPreference": 1, "hidden": False}
    ]
    assert table_rows(library, "sites") == [{**SITE, "supplyPreference": 2}]
    assert run("reshare_configuration", library, configuration=configuration)["changed"] is False


def test_a_site_that_mod_rs_made_without_a_preference_is_edited_not_made(library):
    discover_codes(library, **SITE)
    assert table_rows(library, "sites") == [SITE]
    library.reset()
    edited = run("reshare_shelving_location_site", library, **SITE, supply_preference=0)
    assert [change["action"] for change in edited["changes"]] == ["updated"]
    assert library.writes() == {(*SITES, "PUT"): 1}
    assert table_rows(library, "sites") == [{**SITE, "supplyPreference": 0}]


def test_a_pair_that_mod_rs_makes_meanwhile_is_not_made_twice(library):
    # The location is read for the plan, and with its sites immediately before a site would be created.
    act = partial(discover_codes, library, **SITE)
    made = run_while(
        library,
        ("tables", "hostLMSLocations", "GET"),
        2,
        act,
        "reshare_shelving_location_site",
        **SITE,
        supply_preference=2,
    )
    assert made["changed"] is True
    assert library.writes() == {(*SITES, "PUT"): 1}
    assert table_rows(library, "sites") == [{**SITE, "supplyPreference": 2}]


@pytest.mark.parametrize("where", ["after", "middle"])
def test_a_pair_whose_answer_got_lost_is_not_made_twice(library, where):
    library.fault(*SITES, "POST", cut=where)
    made = run("reshare_shelving_location_site", library, **SITE, supply_preference=2)
    assert [change["action"] for change in made["changes"]] == ["created"]
    assert library.writes() == {(*SITES, "POST"): 1}
    assert table_rows(library, "sites") == [{**SITE, "supplyPreference": 2}]


def test_a_pair_that_exists_twice_is_not_guessed_between(make):
    library = make(reshare={**THERE, "sites": [SITE, SITE]})
    failure = run_refused(library, "reshare_shelving_location_site", **SITE, supply_preference=2)
    assert (failure["code"], failure.get("object")) == ("invalid", TITLE)


# Changes by other people


def test_a_concurrent_change_is_kept(make):
    library = make(reshare={"locations": [{"code": "TSTM", "name": "Main"}]})
    row = library.state()["reshare"]["locations"][0]["id"]
    act = partial(call_as_colleague, library, "PUT", f"rs/hostLMSLocations/{row}", {"name": "Main Library"})
    # It reads the row again immediately before it writes.
    made = run_while(
        library, ("tables", "hostLMSLocations", "GET"), 2, act, "reshare_location", code="TSTM", supply_preference=1
    )
    assert made["changed"] is True
    assert table_rows(library, "locations") == [{"code": "TSTM", "name": "Main Library", "supplyPreference": 1}]


@pytest.mark.parametrize(
    ("module", "path", "table", "met"),
    [
        ("reshare_location", "hostLMSLocations", "locations", "location"),
        ("reshare_patron_profile", "hostLMSPatronProfiles", "patron_profiles", "patron_profile"),
    ],
)
def test_a_code_that_mod_rs_meets_meanwhile_is_edited(make, module, path, table, met):
    library = make()
    act = partial(discover_codes, library, **{met: "TSTM"})
    made = run_while(library, ("tables", path, "POST"), 1, act, module, code="TSTM", name="Main")
    assert made.get("msg") is None
    assert made["changed"] is True
    (row,) = table_rows(library, table)
    assert (row["code"], row["name"]) == ("TSTM", "Main")


@pytest.mark.parametrize("where", ["after", "middle", "before"])
def test_a_write_without_a_response_is_done_once(make, where):
    library = make(reshare={"locations": [{"code": "TSTA", "name": "Annex"}]})
    library.fault("tables", "hostLMSLocations", "POST", cut=where)
    assert run("reshare_location", library, code="TSTM")["changed"] is True
    library.fault("tables", "hostLMSLocations", "PUT", cut=where)
    assert run("reshare_location", library, code="TSTM", supply_preference=1)["changed"] is True
    library.fault("tables", "hostLMSLocations", "DELETE", cut=where if where != "middle" else "after")
    assert run("reshare_location", library, code="TSTA", state="absent")["changed"] is True
    assert table_rows(library, "locations") == [{"code": "TSTM", "name": "TSTM", "supplyPreference": 1}]
    assert set(library.writes().values()) == {2 if where == "before" else 1}


def test_a_row_that_a_person_removes_meanwhile_is_made_again(make):
    library = make(reshare={"locations": [{"code": "TSTM", "name": "Main"}]})
    row = library.state()["reshare"]["locations"][0]["id"]
    act = partial(call_as_colleague, library, "DELETE", f"rs/hostLMSLocations/{row}")
    place = ("tables", "hostLMSLocations", "GET")
    made = run_while(library, place, 2, act, "reshare_location", code="TSTM", supply_preference=1)
    assert made.get("msg") is None
    assert table_rows(library, "locations") == [{"code": "TSTM", "name": "TSTM", "supplyPreference": 1}]


@pytest.mark.usefixtures("impatient")
def test_a_change_that_mod_rs_does_not_keep_is_reported(make):
    library = make(reshare={"locations": [{"code": "TSTM", "name": "Main"}]})
    kept = json.dumps(library.state()["reshare"]["locations"][0])
    library.fault("tables", "hostLMSLocations", "PUT", status=200, body=kept, content_type="application/json")
    failed = run("reshare_location", library, code="TSTM", supply_preference=1)
    failure = failed["failure"]
    assert (failure["code"], failure.get("fields", [])) == ("not_seen", ["supply_preference"])
    assert failed["changed"] is False


# Values


@pytest.mark.parametrize("code", [" Reserves ", "Children's ", "Reserves\t"])
def test_values_that_the_server_trims_converge(make, code):
    """WMS shows such names, with trailing blanks and apostrophes."""
    library = make(
        branches=[
            {
                "name": "Main",
                "registry_id": "91NN",
                "holding_code": "TSTM",
                "shelving_locations": "Reserves; Children's",
            }
        ]
    )
    declared = {"code": code, "name": f" {code} ", "supply_preference": " -1 "}
    assert run("reshare_shelving_location", library, **declared)["changed"] is True
    assert table_rows(library, "shelving_locations") == [
        {"code": code.strip(), "name": code.strip(), "supplyPreference": -1}
    ]
    library.reset()
    assert run("reshare_shelving_location", library, **declared)["changed"] is False
    assert not library.writes()


@pytest.mark.parametrize(
    "module", ["reshare_location", "reshare_shelving_location", "reshare_patron_profile", "reshare_item_loan_policy"]
)
@pytest.mark.parametrize("given", [{}, {"name": None}, {"name": " "}], ids=["not declared", "null", "blank"])
def test_a_row_that_is_made_with_a_blank_name_settles(make, module, given):
    library = make()
    code = {"reshare_location": "TSTM", "reshare_shelving_location": "Stacks"}.get(module, "STATUS")
    assert run(module, library, code=code, **given)["changed"] is True
    library.reset()
    assert run(module, library, code=code, **given)["changed"] is False
    assert not library.writes()


def test_a_blank_text_clears_and_converges(make):
    library = make(reshare={"locations": [{"code": "TSTM", "name": "Main", "icalRrule": PULL_SLIPS}]})
    assert run("reshare_location", library, code="TSTM", pull_slip_rule="  ")["changed"] is True
    assert run("reshare_location", library, code="TSTM", pull_slip_rule="  ")["changed"] is False
    assert table_rows(library, "locations") == [{"code": "TSTM", "name": "Main"}]


def test_codes_that_wms_does_not_have_are_refused_with_similar_ones(library):
    failure = run_refused(library, "reshare_location", code="TSTN", supply_preference=1)
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "Holding Code 'TSTN'")
    assert {"TSTM", "TSTA"} <= set(failure.get("candidates", []))
    failure = run_refused(library, "reshare_shelving_location", code="Reserve")
    assert (failure["code"], failure.get("candidates", [])[0]) == ("unknown_reference", "Reserves")
    # One wrong code stops the whole declaration.
    both = {"locations": [{"code": "TSTM"}, {"code": "LFMM"}]}
    failure = run_refused(library, "reshare_configuration", configuration=both)
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "Holding Code 'LFMM'")


def test_check_mode_knows_the_shelving_locations_of_an_earlier_task(library):
    declared = {"shelving_locations": [{"holding_code": "TSTM", "name": "Interlibrary Loan"}]}
    named = {"shelving_locations": [{"code": "Interlibrary Loan"}, {"code": "Reserves"}]}
    pretend = partial(run, library=library, check=True)
    earlier = pretend("circulation_configuration", configuration=declared)["diff"]

    def unknown(result: dict[str, Any]) -> list[str]:
        return [text for text in library_warnings(result) if "does not exist" in text]

    assert unknown(pretend("reshare_configuration", configuration=named, earlier_diff=earlier)) == []
    misspelt = {"shelving_locations": [{"code": "Interlibary Loan"}]}
    (warning,) = unknown(pretend("reshare_configuration", configuration=misspelt, earlier_diff=earlier))
    assert "'Interlibrary Loan'" in warning
    assert len(unknown(pretend("reshare_configuration", configuration=named))) == 1

    page = {"temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Interlibrary Loan"}
    assert unknown(pretend("ill_settings", reshare=page, earlier_diff=earlier)) == []
    assert len(unknown(pretend("ill_settings", reshare=page))) == 1
    other = {"ill_settings": {"reshare": {**page, "temporary_item_holding_location": "TSTA"}}}
    assert len(unknown(pretend("circulation_configuration", configuration=other, earlier_diff=earlier))) == 1

    # Outside check mode, only what exists counts.
    refused = run_refused(library, "reshare_configuration", configuration=named, earlier_diff=earlier)
    assert refused["code"] == "unknown_reference"
    wrong = {"after": {"shelving_locations": {"TSTM": "Interlibrary Loan"}}}
    failure = run_refused(library, "reshare_configuration", check=True, configuration=named, earlier_diff=wrong)
    assert (failure["code"], failure.get("fields", [])) == ("invalid", ["earlier_diff"])


def test_without_a_configuration_service_codes_are_left_to_the_operator(library):
    made = run("reshare_location", library, code="LFMM", wms_configuration_url=None)
    assert made["changed"] is True
    # One at each system: WMS only for the proof of identity.
    assert library.logins() == 2


def test_a_row_that_wms_no_longer_has_can_still_be_kept_from_lending(make):
    library = make(reshare={"locations": [{"code": "GONE"}]})
    assert run("reshare_location", library, code="GONE", supply_preference=-1)["changed"] is True
    assert run("reshare_location", library, code="GONE", state="absent")["changed"] is True
    assert not table_rows(library, "locations")


@pytest.mark.parametrize(
    ("wrong", "about", "meant"),
    [
        ({"location": "TSTB"}, "ReShare location 'TSTB'", ["TSTA"]),
        ({"shelving_location": "Stack"}, "ReShare shelving location 'Stack'", ["Stacks"]),
    ],
)
def test_a_site_of_rows_that_reshare_does_not_have_is_refused(library, wrong, about, meant):
    failure = run_refused(library, "reshare_shelving_location_site", **{**SITE, **wrong}, supply_preference=1)
    assert (failure["code"], failure.get("object"), failure.get("candidates", [])) == (
        "unknown_reference",
        about,
        meant,
    )


def test_a_location_is_removed_with_its_sites(make):
    library = make(reshare={**THERE, "sites": [SITE]})
    failure = run_refused(library, "reshare_location", code="TSTA", state="absent")
    assert (failure["code"], failure.get("object")) == ("in_use", "ReShare location 'TSTA'")
    gone = {
        "locations": [{"code": "TSTA", "state": "absent"}],
        "shelving_location_sites": [{**SITE, "state": "absent"}],
    }
    assert run("reshare_configuration", library, configuration=gone)["changed"] is True
    assert (table_rows(library, "sites"), table_rows(library, "locations")) == ([], [])


# Lists


@pytest.fixture(scope="module")
def small_pages():
    with running("--settings-page-cap", "7") as base:
        yield base


def test_every_row_is_read_though_pages_are_shorter_than_asked(small_pages, tmp_path):
    codes = [f"Shelf {number:02}" for number in range(20)]
    given = {"locations": [{"code": "TSTM"}], "shelving_locations": [{"code": code} for code in codes]}
    sites = [{"location": "TSTM", "shelving_location": code} for code in codes]
    library = Library(small_pages, tmp_path / "state", reshare={**given, "sites": sites, "settings": {"zz_last": "1"}})
    found = run("reshare_configuration_info", library)["configuration"]
    assert [one["code"] for one in found["shelving_locations"]] == codes
    assert len(found["shelving_location_sites"]) == 20
    assert found["settings"]["loggingZ3950Responder"] == "no"

    library.reset()
    assert run("reshare_setting", library, key="zz_last", value="2", allow_unknown=True)["changed"] is True
    assert library.settings()["zz_last"] == "2"
    assert library.writes() == {("settings", "appSettings", "PUT"): 1}

    last = {**sites[-1], "supply_preference": 1}
    library.reset()
    assert run("reshare_shelving_location_site", library, **last)["changed"] is True
    assert library.writes() == {(*SITES, "PUT"): 1}
    # On any page: a page from which rows were removed is not the last one.
    run("reshare_setting", library, key="zz_last", value="2", allow_unknown=True)
    assert library.settings()["zz_last"] == "2"


# Accounts and versions


def test_a_table_that_an_older_mod_rs_lacks_is_not_a_missing_permission(make):
    library = make(reshare={**THERE, "mod_rs": "2.7.0"})
    failure = run_refused(library, "reshare_shelving_location_site", **SITE, supply_preference=1)
    assert (failure["code"], failure.get("status")) == ("unexpected_response", 404)


def test_the_permission_that_an_account_lacks_is_returned(make):
    library = make(
        reshare={
            "users": [
                user_with(
                    *(
                        "rs.settings.read",
                        "rs.hostlmslocations.read",
                        "rs.shelvingLocations.read",
                        "directory.entry.read",
                    )
                )
            ]
        }
    )
    failed = run("reshare_location", library, code="TSTM")
    failure = failed["failure"]
    assert (failure["code"], failure.get("permission")) == ("refused", "rs.hostlmslocations.post")
    assert failed["changed"] is False
    failure = run_refused(library, "reshare_patron_profile", code="STATUS")
    assert (failure["code"], failure.get("permission")) == ("refused", "rs.hostlmspatronprofiles.read")


def test_nothing_else_of_the_tenant_is_touched(library):
    before = library.settled()
    run("reshare_location", library, code="TSTM", supply_preference=1)
    run("reshare_location", library, code="TSTM", state="absent")
    assert library.settled() == before
    assert directory_entry(library, "us")["status"] == "Managed"
