# SPDX-License-Identifier: GPL-3.0-or-later

"""The lending tables of mod-rs, its reference data, and their pitfalls (reshare.md 2.3, 3.2 to 3.4)."""

import re

import pytest

LOCATIONS, SHELVING, SITES = "/rs/hostLMSLocations", "/rs/shelvingLocations", "/rs/shelvingLocationSites"
PROFILES, POLICIES = "/rs/hostLMSPatronProfiles", "/rs/hostLMSItemLoanPolicies"
ADMIN = {"username": "admin", "password": "right"}


@pytest.fixture
def library(make):
    return with_rows(
        make,
        locations=[
            {"code": "TSTM", "name": "Main", "supplyPreference": 1},
            {"code": "TSTA"},
            {"code": "OLD", "hidden": True},
        ],
        shelving_locations=[{"code": "Stacks"}, {"code": "Reference", "supplyPreference": -1}],
        sites=[
            {"location": "TSTM", "shelving_location": "Stacks"},
            {"location": "TSTM", "shelving_location": "Reference", "supplyPreference": 0},
        ],
        patron_profiles=[{"code": "STATUS", "in_use": True}],
        item_loan_policies=[{"code": "BOOK"}, {"code": "MAP", "lendable": False}],
    )


def with_rows(make, **members):
    return make(reshare={"tenant": "t-NN", "users": [ADMIN], **members})


def row(library, path, code):
    (found,) = library.get_rows(f"{path}?filters=code=={code}")
    return found


def created(library, path, body):
    answer = library.call("POST", path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_rows_have_the_format_of_responses(library):
    assert row(library, LOCATIONS, "TSTA").keys() == {"id", "code", "sites"}
    main = row(library, LOCATIONS, "TSTM")
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", main["id"])
    assert (main["name"], main["supplyPreference"]) == ("Main", 1)
    assert sorted(main["sites"], key=lambda one: one["id"]) == library.get_rows(f"{SITES}?sort=id;asc")
    assert row(library, SHELVING, "Reference").keys() == {"id", "code", "supplyPreference"}
    assert row(library, PROFILES, "STATUS").keys() == {"id", "code"}
    assert {one["code"]: (one["lendable"], one["hidden"]) for one in library.get_rows(POLICIES)} == {
        "BOOK": (True, False),
        "MAP": (False, False),
    }


@pytest.mark.parametrize(
    ("given", "stored"),
    [(True, True), ("true", True), ("yes", True), ("1", True), (" On ", True), ("no", False), (0, False), ("", None)],
)
def test_texts_are_converted_to_booleans(library, given, stored):
    profile = row(library, PROFILES, "STATUS")
    answer = library.call("PUT", f"{PROFILES}/{profile['id']}", {"canCreateRequests": given})
    assert (answer.status_code, answer.json().get("canCreateRequests")) == (200, stored)
    assert library.call("PUT", f"{PROFILES}/{profile['id']}", {"canCreateRequests": "maybe"}).status_code == 422


def test_a_pair_can_have_two_sites(library):
    (site,) = library.get_rows(f"{SITES}?filters=supplyPreference isNull")
    pair = {name: {"id": site[name]["id"]} for name in ("location", "shelvingLocation")}
    again = created(library, SITES, {**pair, "supplyPreference": -1})
    assert again["id"] != site["id"] and again["shelvingLocation"]["code"] == "Stacks"
    assert len(library.get_rows(f"{SITES}?filters=shelvingLocation.code==Stacks")) == 2
    assert library.call("DELETE", f"{SITES}/{again['id']}").status_code == 204
    assert len(library.get_rows(SITES)) == 2


def test_a_site_needs_both_rows(library):
    main = row(library, LOCATIONS, "TSTM")
    wrong = library.call("POST", SITES, {"location": {"id": main["id"]}, "shelvingLocation": {"id": "nothing"}})
    assert (wrong.status_code, wrong.json()["message"]) == (422, "Property [shelvingLocation] cannot be null")
    shelf = row(library, SHELVING, "Stacks")
    as_texts = created(library, SITES, {"location": main["id"], "shelvingLocation": shelf["id"]})
    assert as_texts["shelvingLocation"]["code"] == "Stacks"
    both = library.call("POST", SITES, {"location": {"code": "TSTM"}, "shelvingLocation": "Stacks"}).json()
    assert (both["total"], len(both["_embedded"]["errors"])) == (2, 2)


def test_hidden_rows_are_in_no_list_but_keep_their_code(library):
    for query in ("", "?filters=hidden==true", "?filters=hidden", "?filters=code==OLD", "?term=OLD&match=code"):
        assert "OLD" not in [one["code"] for one in library.get_rows(f"{LOCATIONS}{query}")]
    assert library.get_rows(f"{LOCATIONS}?stats=true")["totalRecords"] == 2
    refused = library.call("POST", LOCATIONS, {"code": "OLD"})
    assert (refused.status_code, refused.json()["message"][-14:]) == (422, "must be unique")


@pytest.mark.parametrize(
    ("path", "read", "write"),
    [
        (LOCATIONS, "rs.hostlmslocations.get", "rs.hostlmslocations.post"),
        (SHELVING, "rs.shelvingLocations.read", "rs.shelvingLocations.write"),
        (SITES, "rs.shelvingLocations.read", "rs.shelvingLocations.write"),
        (PROFILES, "rs.hostlmspatronprofiles.read", "rs.hostlmspatronprofiles.write"),
        (POLICIES, "rs.hostlmsitemloanpolicies.read", "rs.hostlmsitemloanpolicies.write"),
        ("/rs/directoryEntry", "rs.directoryentry.get", "rs.directoryentry.post"),
        ("/rs/refdata", "rs.refdata.get", None),
    ],
)
def test_tables_require_their_permissions(make, path, read, write):
    users = [
        ADMIN,
        {"username": "none", "password": "right", "permissions": ["rs.settings.read"]},
        {"username": "reader", "password": "right", "permissions": [read]},
        {"username": "all", "password": "right", "permissions": ["rs.all"]},
    ]
    library = with_rows(make, users=users)
    refused = library.call("GET", path, username="none")
    assert (refused.status_code, refused.text.rpartition(" ")[2]) == (403, read)
    for username in ("reader", "all"):
        library.get_rows(path, username)
    if write is None:
        return
    refused = library.call("POST", path, {"code": "X"}, "reader")
    assert (refused.status_code, refused.text.rpartition(" ")[2]) == (403, write)
    assert library.call("POST", path, {"code": "X"}, "all").status_code in (201, 422)


def test_reference_data_have_ids_values_and_labels(library):
    (methods,) = library.get_rows("/rs/refdata?filters=desc==BorrowerCheckMethod")
    assert [(one["value"], one["label"]) for one in methods["values"]] == [("none", "None"), ("ncip", "NCIP")]
    assert len(library.get_rows("/rs/refdata?perPage=1000")) < 100
    assert library.call("GET", f"/rs/refdata/{methods['id']}").json() == methods
    assert [one["value"] for one in library.get_rows("/rs/refdata/DirectoryEntry/Status")] == ["managed", "reference"]
    assert library.call("GET", "/rs/refdata/DirectoryEntry/Such").status_code == 404
    assert len(library.get_rows("/rs/refdata")) == 10
    adapters = library.get_rows("/rs/refdata?filters=desc==HostLMSIntegrationAdapter")[0]["values"]
    assert "wms2" in [one["value"] for one in adapters]
    statuses = library.get_rows("/rs/refdata?filters=desc==AutoResponder")[0]["values"]
    assert "on:_loaned_and_cannot_supply" in [one["value"] for one in statuses]
