# SPDX-License-Identifier: GPL-3.0-or-later

"""ReShare's own patron check, and its tests of a circulation system (reshare.md 1.1 to 1.7, 1.9)."""

import json
from typing import Any

import pytest

from support.ncip_client import PATRONS, NcipClient, circulating_seed, days_from_now

APP, PROFILES, TESTS = "/rs/settings/appSettings", "/rs/hostLMSPatronProfiles", "/rs/testHostLMS"
USERS = [
    {"username": "admin", "password": "right"},
    {"username": "requester", "password": "right", "permissions": ["rs.patronrequests.item.post"]},
    {"username": "tester", "password": "right", "permissions": ["rs.testHostLMS"]},
    {"username": "everything", "password": "right", "permissions": ["rs.all"]},
]
OK = {"patronValid": True, "status": "OK"}
BLOCKED = {"patronValid": False, "problems": "[Record status is not valid.]", "status": "BLOCKED"}
OCLC = "https://{id}.share.worldcat.org/idaas/scim/v2/Users/.search"
NO_LOOKUP = "NCIP2WMS Client failed to call Lookup User or parse returned results"


def settings(base: str) -> dict[str, Any]:
    """The settings that the integration needs (0.1); NN stands for the library's number."""
    return {
        **{"host_lms_integration": "wms2", "borrower_check": "ncip"},
        **{"ncip_server_address": "https://circ.sd00.worldcat.org/ncip", "ncip_from_agency": "91NN"},
        **{"wms_api_key": "ncip-NN", "wms_api_secret": "ncip-secret-NN", "wms_registry_id": "9NN"},
        "wms_lookup_patron_endpoint": f"{base}/9NN/idaas/scim/v2/Users/.search",
    }


@pytest.fixture
def tenant(make, base):
    """Install a library whose tenant has these settings in addition to the required ones; null removes the value."""

    def tenant(changes: dict[str, Any] | None = None, patrons: list[Any] | None = None, **reshare: Any):
        given = {**settings(base), **(changes or {})}
        members = {"tenant": "tenant-NN", "users": USERS, "settings": given, **reshare}
        return make(**{**circulating_seed(), "patrons": PATRONS + (patrons or []), "reshare": members})

    return tenant


def check(library, patron: str = "P1", username: str = "admin") -> dict[str, Any]:
    answer = library.call("GET", f"/rs/patron/{patron}/canCreateRequest", username=username)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(verdict: dict[str, Any]) -> dict[str, Any]:
    """The one problem of a failed check."""
    assert (verdict["patronValid"], verdict["status"]) == (False, "FAIL")
    (found,) = json.loads(verdict["problems"])
    return found


def store(library, key: str, value: str | None) -> None:
    (row,) = library.get_rows(f"{APP}?filters=key=={key}")
    assert library.call("PUT", f"{APP}/{row['id']}", {"value": value}).status_code == 200


# The check


def test_the_check_passes_or_reports_a_blocked_patron(tenant):
    library = tenant()
    assert check(library) == OK
    assert check(library, "OFF") == BLOCKED
    assert check(library, "OLD") == BLOCKED
    assert problem(check(library, "NOBODY")) == {
        "detail": "NCIP2WMS Client did not return a matching patron",
        "type": "Unknown User",
        "element": "User",
    }


def test_each_missing_setting_has_its_own_problem(tenant):
    library = tenant(dict.fromkeys(settings(""), None))
    not_configured = check(library)
    assert (not_configured["patronValid"], not_configured["status"]) == (False, None)
    assert not_configured["problems"].startswith("Host LMS integration not configured")
    store(library, "host_lms_integration", "wms2")
    assert check(library, "NOBODY") == OK  # no method yet
    store(library, "borrower_check", "ncip")
    undefined = "ncip_server_address, ncip_from_agency and ncip_app_profile must be defined"
    expected = {"patronValid": False, "problems": f"Unexpected problem in NCIP Call: {undefined}", "status": "FAIL"}
    assert check(library) == expected
    store(library, "ncip_server_address", "https://circ.sd00.worldcat.org/ncip")
    assert problem(check(library))["type"] == "Missing credentials "
    store(library, "wms_api_key", library.key)
    store(library, "wms_api_secret", library.secret)
    assert problem(check(library))["type"] == "Missing lookupPatronEndpoint "
    store(library, "wms_lookup_patron_endpoint", f"{library.base}/{library.id}/idaas/scim/v2/Users/.search")
    assert check(library) == OK
    assert problem(check(library, "NOBODY"))["type"] == "Unknown User"


@pytest.mark.parametrize(
    ("adapter", "status", "text"),
    [
        ("wms", "FAIL", "Unknown User"),
        ("manual", "OK", None),
        ("WMS2", None, "not configured"),
        ("koha", "FAIL", "koha"),
    ],
)
def test_each_adapter_has_its_result(tenant, adapter, status, text):
    verdict = check(tenant({"host_lms_integration": adapter}), "NOBODY")
    assert verdict["status"] == status
    assert text in verdict["problems"] if text else verdict == OK


# Addresses


@pytest.mark.parametrize("form", ["{base}/{id}", "{local}/{id}", "https://{id}.share.worldcat.org"])
def test_addresses_of_the_sandbox_reach_it(tenant, form):
    library = tenant()
    local = library.base.replace("127.0.0.1", "localhost")
    address = form.format(base=library.base, local=local, id=library.id)
    store(library, "wms_lookup_patron_endpoint", f"{address}/idaas/scim/v2/Users/.search")
    assert problem(check(library, "NOBODY"))["type"] == "Unknown User"


@pytest.mark.parametrize(
    "address",
    [
        "https://idm.example.org/{id}/idaas/scim/v2/Users/.search",
        "{base}1/{id}/idaas/scim/v2/Users/.search",
        "http://{id}.share.worldcat.org/idaas/scim/v2/Users/.search",
        "http://[x/idaas/scim/v2/Users/.search",
        "idaas",
    ],
)
def test_other_addresses_cannot_be_resolved(tenant, address):
    library = tenant()
    wrong = address.format(base=library.base, id=library.id)
    store(library, "wms_lookup_patron_endpoint", wrong)
    assert problem(check(library)) == {"type": NO_LOOKUP, "detail": f"{wrong}: Name or service not known"}


@pytest.mark.parametrize("path", ["/idaas/scim/v2/Users", "/idaas/scim/v2", "/idaas/scim/v2/Users/.search/", "/x"])
def test_an_incomplete_address_is_404(tenant, path):
    library = tenant()
    store(library, "wms_lookup_patron_endpoint", f"{library.base}/{library.id}{path}")
    detail = problem(check(library))["detail"]
    # It names the NCIP server, whichever address it called.
    assert detail.startswith("Http call to https://circ.sd00.worldcat.org/ncip returned response code 404.")
    assert "Unsupported endpoint." in detail


def test_the_address_of_another_library_is_403(tenant, make):
    other, library = make(**circulating_seed()), tenant()
    for address in (f"{library.base}/{other.id}/idaas/scim/v2/Users/.search", OCLC.format(id=other.id)):
        store(library, "wms_lookup_patron_endpoint", address)
        assert "returned response code 403.  Response body: {" in problem(check(library))["detail"]


def test_a_key_without_the_scope_fails_to_authenticate(make, base):
    keys = [{"key": "ncip-NN", "secret": "ncip-secret-NN", "scopes": ["WMS_NCIP"]}]
    reshare = {"tenant": "tenant-NN", "users": USERS, "settings": settings(base)}
    found = problem(check(make(**{**circulating_seed(), "wskeys": keys, "reshare": reshare})))
    assert found["detail"] == "NCIP2 WMS Client failed to call authenticate"
    assert "response code 403" in found["value"] and "Invalid scope(s): SCIM:read_user" in found["value"]


def test_a_wrong_secret_costs_two_of_five_attempts(tenant):
    """The check searches by ID, then by user name, with a new token each time (1.4, 1.5)."""
    library = tenant({"wms_api_secret": "wrong"})
    for enabled in (True, True, False):
        assert "response code 401" in problem(check(library))["value"]
        assert library.state()["wskeys"][0]["enabled"] is enabled
    assert library.ask_token("SCIM").status_code == 401


def test_the_check_counts_against_the_keys_rate_limit(make, base):
    reshare = {"tenant": "tenant-NN", "users": USERS, "settings": settings(base)}
    library = make(**{**circulating_seed(), "identity": {"rate_limit": True}, "reshare": reshare})
    for _unused in range(120):
        library.search("P1")
    assert "response code 429" in problem(check(library))["detail"]


def test_the_check_is_not_counted_and_not_affected_by_faults(tenant):
    library = tenant()
    library.inject_fault("identity", {"status": 500}, times=-1)
    library.inject_fault("token", {"status": 500}, times=-1)
    assert check(library) == OK
    counters = library.calls()
    assert counters["tables", "patron", "GET"] == 1
    assert not {"identity", "token"} & {system for system, _kind, _method in counters}


# Search results


def test_the_first_hit_counts_even_if_it_is_the_wrong_one(tenant):
    wrong = {**PATRONS[0], "barcode": "off"}
    library = tenant(patrons=[wrong])
    assert check(library, "off") == BLOCKED  # that is OFF
    NcipClient(library).check_out("OWN1", "off").ok()


def test_an_id_at_source_is_found(tenant):
    library = tenant(patrons=[{**PATRONS[0], "barcode": "P9", "idAtSource": "s1234"}])
    assert check(library, "s1234") == OK


def test_an_account_is_expired_on_its_last_day(tenant):
    """ReShare treats it as expired while WMS still lends."""
    library = tenant(patrons=[{**PATRONS[0], "barcode": "LAST", "expires": days_from_now(0)[:10]}])
    assert check(library, "LAST") == BLOCKED
    NcipClient(library).check_out("OWN1", "LAST").ok()


def test_an_id_with_a_quote_is_not_escaped(tenant):
    assert "response code 400" in problem(check(tenant(), 'a"b'))["detail"]


# Patron profiles


def test_the_status_becomes_a_profile(tenant):
    library = tenant()
    check(library, "OFF")
    check(library, "NOBODY")
    assert library.get_rows(PROFILES) == []
    check(library)
    (profile,) = library.get_rows(PROFILES)
    assert (profile["code"], profile["name"]) == ("STATUS", "STATUS")
    assert library.call("PUT", f"{PROFILES}/{profile['id']}", {"canCreateRequests": False}).status_code == 200
    text = "[Patron profile (STATUS) is configured to not allow requesting in ReShare.]"
    assert check(library) == {"patronValid": False, "problems": text, "status": "OK"}
    assert check(library, "OFF") == BLOCKED


# Permissions


def test_the_check_requires_its_permission(tenant):
    library = tenant()
    assert check(library, username="requester") == OK
    assert check(library, username="everything") == OK
    refused = library.call("GET", "/rs/patron/P1/canCreateRequest", username="tester")
    assert refused.status_code == 403
    assert refused.text.endswith("requires permission: rs.patronrequests.item.post")
    assert library.gateway("GET", "/rs/patron/P1/canCreateRequest").status_code == 401
    assert library.call("GET", f"{TESTS}/validate", username="requester").status_code == 403
    assert library.call("GET", f"{TESTS}/validate", username="tester").json() == {"error": "lms not supplied"}
