# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory: lending flags, pickup codes, and the patron to whom items lent to each partner are checked out."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._reshare import directory as collection
from support.controller import run
from support.held_calls import run_while
from support.library import Library
from support.reshare_tenant import (
    LOCAL_ID,
    ask_peers,
    call_as_colleague,
    consortium_entry,
    count_list_reads,
    directory_entry,
    directory_of,
    library_warnings,
    patron_ids,
    run_refused,
    user_with,
)

ENTRY, PATRON_IDS = "reshare_directory_entry", "reshare_institutional_patron_ids"
ENTRIES = ("directory", "entry")
PARTNER = "Institutional patron ID of partner"
RATIO, POLICY = "policy.ill.InstitutionalLoanToBorrowRatio", "policy.ill.loan_policy"
ONLY_LOCAL = user_with("directory.entry.read", "directory.entry.item-local.put", "rs.directoryentry.read")


def tenant(**changes: Any) -> dict[str, Any]:
    """A directory in which tasks must not change anything else. Keywords: custom properties of alpha, by name."""
    own = {
        "slug": "us",
        "name": "Library NN",
        "status": "Managed",
        "symbols": ["RESHARE:LNN", "ISIL:US-LNN"],
        "description": "A library",
        "custom_properties": {"url": ["https://NN.example"], RATIO: ["1:1"]},
    }
    pickup = {
        "slug": "us-main",
        "name": "Main",
        "type": "Branch",
        "status": "Managed",
        "parent": "us",
        "tags": ["pickup"],
        "description": "At the front door",
    }
    alpha = {
        "slug": "alpha",
        "name": "Alpha College",
        "symbols": ["RESHARE:ALF", "ISIL:US-ALF"],
        "custom_properties": {"url": ["https://alpha.example"], **changes},
    }
    beta = {"slug": "beta", "name": "Beta University", "symbols": ["RESHARE:BET"]}
    return {"directory": [consortium_entry(["us", "alpha", "beta"]), own, pickup, alpha, beta]}


@pytest.fixture
def library(make) -> Library:
    return make(reshare=tenant())


# Entries


def test_an_entry_is_edited_cleared_and_otherwise_left_alone(library):
    before = directory_entry(library, "us")
    flags = {
        "loan_policy": "lending_physical_only",
        "returns": "yes",
        "last_resort": "no",
        "loan_to_borrow_ratio": "3:1",
    }
    properties = {
        POLICY: ["lending_physical_only"],
        "policy.ill.returns": ["yes"],
        "policy.ill.last_resort": ["no"],
        RATIO: ["3:1"],
    }

    library.reset()
    pretended = run(ENTRY, library, check=True, slug="us", **flags)
    assert not library.writes()
    made = run(ENTRY, library, slug="us", **flags)
    assert made["changes"] == pretended["changes"]
    assert library.writes() == {(*ENTRIES, "PUT"): 1}
    url = {"url": [library.numbered("https://NN.example")]}
    assert directory_entry(library, "us") == {**before, "custom_properties": {**url, **properties}}

    library.reset()
    assert run(ENTRY, library, slug="us", **flags)["changed"] is False
    assert not library.writes()

    run(ENTRY, library, slug="us", returns="other", loan_policy="not_lending")
    assert directory_entry(library, "us")["custom_properties"][POLICY] == ["not_lending"]
    cleared = run(ENTRY, library, slug="us", **dict.fromkeys(flags))
    assert cleared["changed"] is True
    assert directory_entry(library, "us") == {**before, "custom_properties": url}
    assert run(ENTRY, library, slug="us", **dict.fromkeys(flags))["changed"] is False


def test_the_code_of_a_pickup_place_is_set_and_cleared(library):
    before = directory_entry(library, "us-main")
    assert run(ENTRY, library, slug="us-main", lms_location_code=library.branch)["changed"] is True
    assert directory_entry(library, "us-main") == {**before, "lmsLocationCode": library.branch}
    library.reset()
    assert run(ENTRY, library, slug="us-main", lms_location_code=f" {library.branch} ")["changed"] is False
    assert not library.writes()
    run(ENTRY, library, slug="us-main", lms_location_code=None)
    assert directory_entry(library, "us-main") == before


def test_an_entry_that_is_not_there_is_never_made(library):
    failure = run_refused(library, ENTRY, slug="us-mian", returns="yes")
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "ReShare directory entry 'us-mian'")
    assert failure.get("candidates", []) == ["us-main"]
    assert run_refused(library, ENTRY, slug="us-main", state="absent")["code"] == "invalid"


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ({"loan_policy": "lending"}, ["loan_policy"]),
        ({"returns": "maybe"}, ["returns"]),
        # Rejected by Ansible itself.
        ({"loan_policies": "not_lending"}, []),
    ],
)
def test_a_flag_that_reshare_does_not_know_is_refused(library, flag, fields):
    failure = run_refused(library, ENTRY, slug="us", **flag)
    assert (failure["code"], failure.get("fields", [])) == ("invalid", fields)
    assert failure.get("object") == ("ReShare directory entry 'us'" if fields else None)


def test_a_branch_that_wms_does_not_have_is_refused_with_similar_ones(library):
    failure = run_refused(library, ENTRY, slug="us-main", lms_location_code=library.branch + "0")
    assert (failure["code"], failure.get("object")) == ("unknown_reference", f"Branch '{library.branch}0'")
    assert failure.get("candidates", [])[0] == library.branch


def test_repeated_values_of_a_flag_are_corrected_and_shown(make):
    """mod-rs ignores several values if it has none yet, so the first one is not reliable."""
    library = make(reshare=tenant(**{"policy.ill.returns": ["yes", "no"]}))
    mended = run(ENTRY, library, slug="alpha", returns="yes")
    assert directory_entry(library, "alpha")["custom_properties"]["policy.ill.returns"] == ["yes"]
    shown = [dict(*mended["diff"][side].values())["alpha"]["returns"] for side in ("before", "after")]
    assert shown == ["yes, no", "yes"]
    assert run(ENTRY, library, slug="alpha", returns="yes")["changed"] is False


def test_a_concurrent_change_of_an_entry_is_kept(library):
    main = directory_entry(library, "us-main")["id"]
    act = partial(call_as_colleague, library, "PUT", f"directory/entry/{main}", {"lmsLocationCode": "9"})
    # It reads the entry again immediately before it writes.
    made = run_while(library, (*ENTRIES, "GET"), 2, act, ENTRY, slug="us-main", returns="yes")
    assert made["changed"] is True
    assert directory_entry(library, "us-main")["lmsLocationCode"] == "9"
    assert directory_entry(library, "us-main")["custom_properties"] == {"policy.ill.returns": ["yes"]}


# Permissions


def test_an_account_that_may_change_local_properties_only_sets_patron_ids(make):
    library = make(reshare={**tenant(), "users": [ONLY_LOCAL]})
    made = run(PATRON_IDS, library, partners={"RESHARE:ALF": "LEND-1"})
    assert made.get("msg") is None
    assert patron_ids(library) == {"alpha": ["LEND-1"]}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("given", [{"lms_location_code": "91NN"}, {"returns": "yes"}])
def test_values_that_mod_directory_drops_silently_are_not_seen(make, given):
    directory = tenant()["directory"]
    # A public property that the entry does not have yet would be stored.
    main = next(entry for entry in directory if entry["slug"] == "us-main")
    main["custom_properties"] = {"policy.ill.returns": ["no"]}
    library = make(reshare={**tenant(), "directory": directory, "users": [ONLY_LOCAL]})
    before = library.settled()
    failed = run(ENTRY, library, slug="us-main", **library.numbered(given))
    failure = failed["failure"]
    assert (failure["code"], failure.get("object")) == ("not_seen", "ReShare directory entry 'us-main'")
    assert (failure.get("fields", []), failure.get("permission")) == ([*given], "directory.entry.managed-item.put")
    assert failed["changed"] is False
    after = library.settled()
    assert after["reshare"]["directory"] == before["reshare"]["directory"]


def test_managed_entries_need_no_permission_for_all_entries(make):
    few = user_with("directory.entry.read", "directory.entry.managed-item.put", "rs.directoryentry.read")
    library = make(reshare={**tenant(), "users": [few]})
    assert run(ENTRY, library, slug="us-main", lms_location_code=library.branch)["changed"] is True
    failed = run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    # mod-directory responds with 401 instead of 403.
    failure = failed["failure"]
    assert (failure.get("status"), failure.get("permission")) == (401, "directory.entry.item-local.put")
    # One token and at most two logins per task, and one for a permission that is missing: with 403, a token can have expired.
    assert library.logins() <= 7


@pytest.mark.parametrize("module", [PATRON_IDS, ENTRY, "reshare_configuration_info"])
def test_a_directory_that_can_not_be_read_names_the_permission(make, module):
    arguments: dict[str, Any] = {PATRON_IDS: {"partners": {"ALF": "1"}}, ENTRY: {"slug": "us", "returns": "yes"}}.get(
        module, {}
    )
    library = make(reshare={**tenant(), "users": [user_with("rs.all")]})
    failure = run_refused(library, module, **arguments)
    assert (failure.get("status"), failure.get("permission")) == (403, "directory.entry.collection.get")
    # Some gateways respond with an empty list.
    library = make(reshare=tenant())
    library.fault(*ENTRIES, "GET", times=-1, truncate_list=True)
    failure = run_refused(library, module, **arguments)
    assert (failure["code"], failure.get("status")) == ("refused", None)
    assert failure.get("permission") == "directory.entry.collection.get"


def test_a_tenant_without_mod_directory_is_not_a_missing_permission(make):
    library = make(reshare={**tenant(), "mod_directory": None})
    for module, arguments in ((PATRON_IDS, {"partners": {"ALF": "1"}}), (ENTRY, {"slug": "us", "returns": "yes"})):
        failure = run_refused(library, module, **arguments)
        assert (failure["code"], failure.get("status")) == ("unexpected_response", 404)


# Institutional patron IDs


def test_patron_ids_are_created_changed_and_removed(library):
    partners = {"RESHARE:ALF": "LEND-1", "bet": " LEND-2 "}
    before = directory_entry(library, "alpha")
    library.reset()
    pretended = run(PATRON_IDS, library, check=True, partners=partners)
    assert (library.writes().total(), patron_ids(library)) == (0, {})
    made = run(PATRON_IDS, library, partners=partners)
    assert made["changes"] == pretended["changes"]
    assert library.writes() == {(*ENTRIES, "PUT"): 2}
    assert patron_ids(library) == {"alpha": ["LEND-1"], "beta": ["LEND-2"]}
    assert directory_entry(library, "alpha") == {
        **before,
        "custom_properties": {**before["custom_properties"], LOCAL_ID: ["LEND-1"]},
    }

    # The same partners by other names.
    library.reset()
    assert run(PATRON_IDS, library, partners={"ISIL:US-ALF": "LEND-1", "RESHARE:BET": "LEND-2"})["changed"] is False
    assert not library.writes()

    changed = run(PATRON_IDS, library, partners={"ALF": "LEND-9", "BET": "LEND-2"})
    assert [change["name"] for change in changed["changes"]] == ["ALF"]
    assert library.writes() == {(*ENTRIES, "PUT"): 1}
    run(PATRON_IDS, library, partners={"ALF": None})
    assert patron_ids(library) == {"beta": ["LEND-2"]}
    assert run(PATRON_IDS, library, partners={"ALF": None})["changed"] is False
    run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    purged = run(PATRON_IDS, library, partners={"ALF": "LEND-1"}, purge=True)
    assert [change["name"] for change in purged["changes"]] == ["beta"]
    assert patron_ids(library) == {"alpha": ["LEND-1"]}
    assert directory_entry(library, "beta")["custom_properties"] == {}


def test_barcodes_may_be_written_as_numbers(library):
    assert run(PATRON_IDS, library, partners={"ALF": 21234})["changed"] is True
    assert patron_ids(library) == {"alpha": ["21234"]}
    assert run(PATRON_IDS, library, partners={"ALF": "21234"})["changed"] is False


def test_without_purge_undeclared_ids_stay(make):
    library = make(reshare=tenant(**{LOCAL_ID: ["LEND-1"]}))
    assert run(PATRON_IDS, library, partners={"BET": "LEND-2"})["changed"] is True
    assert patron_ids(library) == {"alpha": ["LEND-1"], "beta": ["LEND-2"]}
    failure = run_refused(library, PATRON_IDS, partners={}, purge=True)
    assert (failure["code"], failure.get("fields", [])) == ("invalid", ["purge"])


@pytest.mark.parametrize("values", [["LEND-1", "LEND-2"], ["LEND-2", "LEND-1", "LEND-1"], ["LEND-1", "LEND-1"]])
def test_repeated_patron_ids_are_corrected_and_shown(make, values):
    library = make(reshare=tenant(**{LOCAL_ID: values}))
    assert patron_ids(library) == {"alpha": values}
    library.reset()
    pretended = run(PATRON_IDS, library, check=True, partners={"ALF": "LEND-1"})
    assert not library.writes()
    mended = run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    for result in (pretended, mended):
        shown = [dict(*result["diff"][side].values())["ALF"]["barcode"] for side in ("before", "after")]
        assert shown == [values, "LEND-1"]
    assert patron_ids(library) == {"alpha": ["LEND-1"]}
    assert library.writes() == {(*ENTRIES, "PUT"): 1}
    assert run(PATRON_IDS, library, partners={"ALF": "LEND-1"})["changed"] is False


@pytest.mark.usefixtures("impatient")
def test_a_patron_id_beside_which_somebody_else_sets_one_is_an_error_and_the_next_run_removes_the_other(library):
    alpha = directory_entry(library, "alpha")["id"]
    body = {"customProperties": {LOCAL_ID: [{"value": "THEIRS"}]}}
    act = partial(call_as_colleague, library, "PUT", f"directory/entry/{alpha}", body)
    failed = run_while(library, (*ENTRIES, "GET"), 2, act, PATRON_IDS, partners={"ALF": "LEND-1"})
    assert (failed["failure"]["code"], failed["changed"]) == ("unexpected_response", False)
    assert patron_ids(library) == {"alpha": ["LEND-1", "THEIRS"]}
    assert run(PATRON_IDS, library, partners={"ALF": "LEND-1"})["changed"] is True
    assert patron_ids(library) == {"alpha": ["LEND-1"]}


@pytest.mark.parametrize("where", ["after", "middle", "before"])
def test_a_patron_id_whose_answer_got_lost_is_not_added_twice(library, where):
    library.fault(*ENTRIES, "PUT", cut=where)
    made = run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    assert made["changed"] is True
    assert patron_ids(library) == {"alpha": ["LEND-1"]}
    assert library.writes()[*ENTRIES, "PUT"] == (2 if where == "before" else 1)


def test_patron_ids_survive_when_mod_directory_asks_its_peers(make):
    peer = make(
        reshare={"directory": [{"slug": "peer-NN", "name": "Renamed", "status": "Managed", "symbols": ["RESHARE:PNN"]}]}
    )
    slug, symbol = f"peer-{peer.number}", f"P{peer.number}"
    theirs = {"slug": slug, "name": "Old name", "symbols": [f"RESHARE:{symbol}"]}
    own = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]}
    library = make(reshare={"directory": [own, theirs]})
    run(PATRON_IDS, library, partners={symbol: "LEND-1"})
    assert ask_peers(library, {slug: {"url": ["https://peer.example"]}}) == [slug]
    assert directory_entry(library, slug)["name"] == "Renamed"
    assert patron_ids(library) == {slug: ["LEND-1"]}
    library.reset()
    assert run(PATRON_IDS, library, partners={symbol: "LEND-1"})["changed"] is False
    assert not library.writes()
    # From then on the partner has no status, but still counts as a partner.
    assert "status" not in directory_entry(library, slug)
    exported = run("reshare_configuration_info", library)["configuration"]
    assert exported["institutional_patron_ids"]["partners"] == {f"RESHARE:{symbol}": "LEND-1"}
    assert run(PATRON_IDS, library, partners={symbol: "LEND-2"})["changed"] is True
    assert patron_ids(library) == {slug: ["LEND-2"]}


def test_flags_and_patron_id_of_one_entry_are_set_in_one_task(library):
    configuration = {
        "directory_entries": [{"slug": "alpha", "returns": "yes"}],
        "institutional_patron_ids": {"partners": {"ALF": "LEND-1"}},
    }
    assert run("reshare_configuration", library, configuration=configuration)["changed"] is True
    properties = {"url": ["https://alpha.example"], "policy.ill.returns": ["yes"], LOCAL_ID: ["LEND-1"]}
    assert directory_entry(library, "alpha")["custom_properties"] == properties
    assert run("reshare_configuration", library, configuration=configuration)["changed"] is False


def test_a_symbol_is_never_taken_for_another_entry_s(make):
    """A filter result must match exactly: neither a part of a symbol nor a symbol of a branch or consortium is
    accepted."""
    directory = tenant()["directory"]
    directory[0]["symbols"] = ["RESHARE:RING"]
    directory[2]["symbols"] = ["RESHARE:DESK"]
    library = make(reshare={"directory": directory})
    for symbol in ("AL", "ALF2", "RING", "DESK", "alpha", "Alpha College"):
        failure = run_refused(library, PATRON_IDS, partners={symbol: "1"})
        assert (failure["code"], failure.get("object")) == ("invalid", f"{PARTNER} '{symbol}'")


def test_an_interrupted_run_is_completed_by_the_next(make):
    library = make(reshare={"directory": directory_of(6), "directory_delay": 0})
    partners = {f"P00{number}": f"LEND-{number}" for number in range(1, 6)}
    for status in (None, None, 422):
        library.fault(*ENTRIES, "PUT", **({"delay": 0} if status is None else {"status": status, "body": "No"}))
    failed = run(PATRON_IDS, library, partners=partners)
    done = len(failed["changes"])
    # Other writes can be in flight when the third one is rejected.
    assert (failed["failed"], failed["changed"], 2 <= done <= 4) == (True, True, True)
    assert len(patron_ids(library)) == done
    made = run(PATRON_IDS, library, partners=partners)
    assert len(made["changes"]) == 5 - done
    assert len(patron_ids(library)) == 5


# mod-rs's copy


def test_mod_rs_has_the_patron_ids_when_the_task_ends(make):
    library = make(reshare={**tenant(**{LOCAL_ID: ["OLD"]}), "directory_delay": 0.4})
    made = run(PATRON_IDS, library, partners={"ALF": "LEND-1", "BET": "LEND-2"})
    assert not library_warnings(made)
    assert patron_ids(library, "directory_copy") == {"alpha": ["LEND-1"], "beta": ["LEND-2"]}
    run(PATRON_IDS, library, partners={"ALF": None})
    assert patron_ids(library, "directory_copy") == {"beta": ["LEND-2"]}


@pytest.mark.usefixtures("impatient")
def test_the_warning_text_of_a_stale_copy_in_mod_rs_names_the_partners(make):
    library = make(reshare={**tenant(), "directory_delay": 3600})
    pretended = run(PATRON_IDS, library, check=True, partners={"ALF": "LEND-1"})
    assert not library_warnings(pretended)
    made = run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    assert made["changed"] is True
    (text,) = library_warnings(made)
    assert "mod-rs's copy of the directory does not yet contain all institutional patron IDs" in text
    assert patron_ids(library) == {"alpha": ["LEND-1"]}


@pytest.mark.parametrize("barcode", ["LEND-1", None])
def test_the_warning_text_of_an_old_mod_rs_says_that_its_copy_lacks_the_patron_ids(make, barcode):
    """Known from the first read: the task does not wait."""
    library = make(reshare={**tenant(**{LOCAL_ID: ["OLD"]}), "mod_rs": "2.11.7", "directory_delay": 3600})
    made = run(PATRON_IDS, library, partners={"ALF": barcode})
    assert made["changed"] is True
    assert count_list_reads(library)["directoryEntry"] == 1
    (text,) = library_warnings(made)
    assert collection.ONLY_SHORT in text


def test_a_copy_without_any_custom_property_is_current(make):
    """mod-rs never sends symbols; empty custom properties are what shows that the list is complete."""
    plain = [{name: value for name, value in entry.items() if name != "custom_properties"} for entry in directory_of(2)]
    library = make(reshare={"directory": plain, "directory_delay": 0})
    assert run(PATRON_IDS, library, partners={"P001": "LEND-1"})["changed"] is True
    removed = run(PATRON_IDS, library, partners={"P001": None})
    assert removed["changed"] is True and not library_warnings(removed)
    assert patron_ids(library, "directory_copy") == {}


def test_an_account_that_may_not_see_mod_rs_s_copy_still_has_its_result(make):
    """Everything has been written by then, so the result must report the changes."""
    library = make(reshare={**tenant(), "users": [user_with("directory.entry.read", "directory.entry.item-local.put")]})
    made = run(PATRON_IDS, library, partners={"ALF": "LEND-1"})
    assert made["changed"] is True
    assert patron_ids(library) == {"alpha": ["LEND-1"]}
    assert made.get("failed") is not True
    assert len(library_warnings(made)) == 1


# Size
