# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface, the pages and the command."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import requests
from reshare_wms_sandbox.configuration.kinds import KINDS
from reshare_wms_sandbox.testing import running

from support.waiting import wait_until


def test_calls_are_counted_by_kind_and_method(library):
    library.ask_token("SCIM")
    library.service("GET", "loan-policies")
    library.search("x")
    library.get_settings()
    assert library.calls() == {
        ("token", "token", "POST"): 2,
        ("configuration", "loan_policies", "GET"): 1,
        ("identity", "search", "POST"): 1,
        ("gateway", "login", "POST"): 1,
        ("settings", "appSettings", "GET"): 1,
    }
    library.http.post(f"{library.base}/_sandbox/counters/reset", params={"library": library.id})
    assert library.calls() == {}


def test_the_clock_stands_still_goes_on_and_is_the_machine_s_again(library, clock):
    def now() -> datetime:
        return datetime.fromisoformat(library.http.get(f"{library.base}/_sandbox/clock").json()["now"])

    clock.stop("2028-02-29T12:00:00+01:00")
    assert now() == datetime.fromisoformat("2028-02-29T11:00:00Z")
    clock.advance(1.5)
    clock.stop()
    assert now() == datetime.fromisoformat("2028-02-29T11:00:01.5Z")
    answer = library.ask_token("SCIM")
    assert answer.headers["Date"] == "Tue, 29 Feb 2028 11:00:01 GMT"
    assert answer.json()["expires_at"] == "2028-02-29 11:20:00Z"
    clock.reset()
    before = datetime.now(UTC)
    assert before <= now()
    clock.advance(3600)
    assert before + timedelta(hours=1) <= now()


@pytest.mark.parametrize("setting", [{"advance": -1}, {"at": "2028-02-29T12:00:00"}, {"faster": 2}])
def test_wrong_settings_of_the_clock_are_rejected(library, setting):
    assert library.http.post(f"{library.base}/_sandbox/clock", json=setting).status_code == 422


def test_token_counts_for_its_context(make):
    other = make()
    shared = make(wskeys=[{"key": "shared-NN", "secret": "s", "contexts": ["9NN", other.id]}])
    shared.ask_token(f"SCIM context:{other.id}")
    assert shared.calls() == {}
    assert other.calls() == {("token", "token", "POST"): 1}


def test_state_has_the_seeds_shape(library):
    configuration = library.state()["configuration"]
    assert set(configuration) == {kind.plural for kind in KINDS}
    assert configuration["loan_policies"] == library.seed["configuration"]["loan_policies"]
    assert [row["loan_policy"] for row in configuration["loan_policy_map"]["rows"]] == ["One year", "Four weeks"]
    assert configuration["ill_settings"] == {}


def test_a_library_is_replaced_whole(library):
    library.service("POST", "loan-policies", {"name": "New"}).raise_for_status()
    before = library.token
    library.install()
    assert len(library.state()["configuration"]["loan_policies"]) == 2
    url = f"{library.base}/configuration/v1/institutions/{library.id}/loan-policies"
    assert requests.get(url, headers=before).status_code == 401  # its tokens are gone too


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"brnaches": []}, 422),
        ({"configuration": {"loan_policy": []}}, 422),
        ({"configuration": {"loan_policies": [{"name": "X", "loan_period": "28 days"}]}}, 422),
        ({"patrons": [{"bracode": "x"}]}, 422),
        ({"registry_id": "1"}, 409),
    ],
)
def test_wrong_seeds_are_rejected(library, change, status):
    answer = library.http.post(f"{library.base}/_sandbox/libraries", json={**library.seed, **change})
    assert (answer.status_code, "error" in answer.json()) == (status, True)
    assert library.state()["configuration"]["loan_policies"]


def test_every_response_has_the_header_of_the_sandbox(library):
    for path in ("/", "/nothing", "/token", "/_sandbox/libraries", "/gateway/nothing", "/1/idaas/scim/v2/Users"):
        assert requests.get(library.base + path).headers["X-Reshare-WMS-Sandbox"] == "1"


def test_state_survives_a_restart(tmp_path, library):
    seed, database = tmp_path / "seed.yml", tmp_path / "state.sqlite"
    seed.write_text(json.dumps({"libraries": [library.seed]}), encoding="utf-8")
    arguments = ("--seed", str(seed), "--database", str(database))
    for expected in (2, 3):
        with running(*arguments) as base:
            there = library.at(base)
            assert len(there.state()["configuration"]["loan_policies"]) == expected
            there.service("POST", "loan-policies", {"name": "New"})


def test_the_consortium_is_installed_at_the_start(http):
    with running("--consortium", "--settings-page-cap", "7") as base:
        libraries = http.get(f"{base}/_sandbox/libraries").json()
        assert [one["name"] for one in libraries] == ["adams", "baker", "curie", "darwin", "euler", "franklin"]
        for one in libraries:
            assert http.get(f"{base}/libraries/{one['registry_id']}").status_code == 200
            state = http.get(f"{base}/_sandbox/libraries/{one['registry_id']}/state").json()
            last = state["configuration"]["loan_policy_map"]["rows"][-1]
            assert {value for name, value in last.items() if "policy" not in name or name == "patron_policy"} == {"All"}
        headers = {"X-Okapi-Tenant": "adams"}
        login = {"username": "adams-admin", "password": "adams-admin-password"}
        headers["X-Okapi-Token"] = http.post(f"{base}/gateway/authn/login", json=login, headers=headers).json()[
            "okapiToken"
        ]
        assert len(http.get(f"{base}/gateway/rs/settings/appSettings?perPage=1000", headers=headers).json()) == 7


def test_the_seeded_consortium_names_nothing_that_is_missing():
    from reshare_wms_sandbox import installation, seed
    from reshare_wms_sandbox.configuration import references
    from reshare_wms_sandbox.sandbox import Sandbox
    from reshare_wms_sandbox.state import State

    sandbox = Sandbox(State(":memory:"))
    installation.install_new(sandbox, seed.read(seed.bundled()).libraries)
    for id in sandbox.libraries:
        for kind in KINDS:
            for document in sandbox.state.documents(id, kind.plural):
                assert list(references.missing(sandbox.state, id, kind, document.body)) == [], (id, kind.plural)


def test_openapi_is_stable_and_served(library):
    command = [sys.executable, "-m", "reshare_wms_sandbox", "openapi"]
    first, second = (subprocess.run(command, capture_output=True, check=True, text=True).stdout for _unused in range(2))
    assert first == second and first.endswith("}\n")
    document = json.loads(first)
    assert library.http.get(f"{library.base}/configuration/v1/openapi.json").json() == document
    assert all(path.startswith("/institutions/{registry_id}/") for path in document["paths"])
    assert {"LoanPolicy", "StoredLoanPolicy", "LoanPolicyList", "LoanPolicyMap", "Problem"} <= set(
        document["components"]["schemas"]
    )


def test_the_document_of_all_has_what_is_served_and_nothing_else(make, clock):
    users = [{"username": "admin", "password": "right"}]
    library = make(reshare={"tenant": "t-NN", "users": users, "mod_directory": "2.12.0", "mod_rs": "2.18.8"})
    document = library.http.get(f"{library.base}/openapi.json").json()
    paths = document["paths"]
    operations = {(method.upper(), path): one for path, item in paths.items() for method, one in item.items()}
    assert all(one["summary"] and one["tags"] for one in operations.values())
    named = {scheme for one in operations.values() for required in one["security"] for scheme in required}
    assert named == document["components"]["securitySchemes"].keys()
    assert {
        "/token",
        "/ncip",
        "/healthz",
        "/{registry_id}/idaas/scim/v2/Users",
        "/gateway/rs/settings/appSettings/{id}",
    } <= paths.keys()
    configuration = library.http.get(f"{library.base}/configuration/v1/openapi.json").json()
    assert {f"/configuration/v1{path}" for path in configuration["paths"]} <= paths.keys()

    # Whether the others exist: an unknown path or method has another response. tests/api tests those of the configuration service.
    names = {"registry_id": library.id, "tenant": library.seed["reshare"]["tenant"], "action": "validate"}
    headers = {**library.okapi(), "X-Okapi-Tenant": names["tenant"]}
    absent = re.compile(
        "Not Found|Method Not Allowed|No suitable module|.*There is no such resource|.*Unsupported endpoint"
    )

    def exists(method: str, path: str) -> bool:
        address = re.sub(r"{(\w+)}", lambda name: names.get(name[1], "none"), path)
        return not absent.match(library.http.request(method, library.base + address, headers=headers).text)

    paths = ("/none/none/none", "/gateway/rs/none", "/metadata/none", "/1/idaas/scim/v2/none")
    assert [exists("GET", path) for path in paths] + [exists("PUT", "/token")] == [False] * 5
    assert [one for one in operations if not one[1].startswith("/configuration/") and not exists(*one)] == []


# Faults as clients see them, on real sockets (oclc-apis.md 8, item 5)


def test_a_status_replaces_the_response(library):
    fault = {"status": 503, "body": "<h1>Sorry</h1>", "content_type": "text/html", "headers": {"Retry-After": "1"}}
    library.inject_fault("configuration", fault, kind="loan-policies", times=2)
    for status in (503, 503, 200):
        answer = library.service("GET", "loan-policies")
        assert answer.status_code == status
        assert answer.headers["X-Reshare-WMS-Sandbox"] == "1"
        assert library.service("GET", "bill-reasons").status_code == 200


def test_status_has_its_headers(library):
    library.inject_fault("token", {"status": 429, "headers": {"Retry-After": "7"}})
    answer = library.ask_token("SCIM")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("where", "made"), [("before", 2), ("after", 3), ("middle", 3)])
def test_a_cut_connection_leaves_the_state_of_its_stage(library, where, made):
    library.token  # noqa: B018 (the token is got before the fault is switched on)
    library.inject_fault("configuration", {"cut": where}, method="POST")
    broken = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    with pytest.raises(broken):
        library.service("POST", "loan-policies", {"name": "New"})
    assert len(library.state()["configuration"]["loan_policies"]) == made
    assert library.service("GET", "loan-policies").status_code == 200


def test_a_kept_connection_is_cut_too(library):
    with requests.Session() as http:
        headers = library.token
        url = f"{library.base}/configuration/v1/institutions/{library.id}/ill-settings"
        assert http.get(url, headers=headers).status_code == 200
        library.inject_fault("configuration", {"cut": "after"})
        with pytest.raises(requests.ConnectionError):
            http.get(url, headers=headers)
        assert http.get(url, headers=headers).status_code == 200


def test_a_delayed_call_is_held_until_the_clock_advances(library, clock):
    library.token  # noqa: B018
    library.inject_fault("configuration", {"delay": 30})
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(library.service, "GET", "ill-settings")
        wait_until(lambda: library.fault_hits() == [1])
        clock.advance(29)
        # When another call has been answered, a call that was not held would have been answered too.
        assert library.bearer()
        assert not answer.done()
        clock.advance(1)
        assert answer.result().status_code == 200


def test_truncated_lists_are_empty(library):
    token = library.okapi()
    library.inject_fault("configuration", {"truncate_list": True})
    library.inject_fault("settings", {"truncate_list": True})
    library.inject_fault("identity", {"truncate_list": True})
    assert library.service("GET", "loan-policies").json() == {"items": [], "next": None}
    assert library.gateway("GET", "/rs/settings/appSettings", headers=token).json() == []
    assert library.search("x").json()["totalResults"] == 0


def test_only_lists_are_truncated(library):
    (policy, *_others) = library.service("GET", "loan-policies").json()["items"]
    library.inject_fault("configuration", {"truncate_list": True}, times=-1)
    assert library.service("GET", "loan-policies").json()["items"] == []
    assert library.service("GET", f"loan-policies/{policy['id']}").json() == policy


@pytest.mark.parametrize("how", ["plain", "gzip"])
def test_a_flood_ends_when_the_client_hangs_up(library, how):
    library.inject_fault("configuration", {"flood": how})
    url = f"{library.base}/configuration/v1/institutions/{library.id}/ill-settings"
    with requests.get(url, headers=library.token, stream=True, timeout=30) as answer:
        assert len(answer.raw.read(2**24, decode_content=True)) == 2**24
    assert library.service("GET", "ill-settings").status_code == 200


def test_faults_are_listed_with_the_number_of_affected_calls(library):
    library.token  # noqa: B018
    library.inject_fault("configuration", {"status": 500}, times=2)
    library.inject_fault("identity", {"status": 500}, times=-1)
    for _call in range(3):
        library.service("GET", "ill-settings")
    faults = library.http.get(f"{library.base}/_sandbox/faults", params={"library": library.id}).json()
    assert [(one["system"], one["times"], one["met"]) for one in faults] == [
        ("configuration", 2, 2),
        ("identity", -1, 0),
    ]


def test_a_probability_affects_a_share_of_the_calls(make):
    """Some of the calls are affected, by one effect or the other; the same ones for the same seed, whatever other
    libraries do."""

    def statuses(seed, *libraries):
        for library in libraries:
            library.install()
            effects = [{"status": 500}, {"status": 503}]
            library.inject_fault("token", effects, times=-1, probability=0.3, seed=seed)
        answers = [[library.ask_token("SCIM").status_code for library in libraries] for _turn in range(60)]
        for library in libraries:
            library.http.delete(f"{library.base}/_sandbox/faults", params={"library": library.id})
        return [answer[0] for answer in answers]

    one, other = make(), make()
    first = statuses(1, one)
    assert set(first) == {200, 500, 503}
    assert first.count(200) > 20
    assert statuses(1, one, other) == first
    assert statuses(2, one) != first


def test_chance_uses_up_only_what_it_strikes(library):
    library.inject_fault("token", {"status": 500}, times=3, probability=0.5)
    assert [library.ask_token("SCIM").status_code for _turn in range(40)].count(500) == 3


def test_cleared_faults_have_no_effect(library):
    library.inject_fault("*", {"status": 500}, times=-1)
    assert library.ask_token("SCIM").status_code == 500
    library.http.delete(f"{library.base}/_sandbox/faults", params={"library": library.id})
    assert library.ask_token("SCIM").status_code == 200


def test_faults_of_others_do_not_matter(library, make):
    make().inject_fault("*", {"status": 500}, times=-1)
    assert library.ask_token("SCIM").status_code == 200


def test_a_misspelt_fault_is_rejected(library):
    body = {"library": library.id, "system": "token", "fault": {"stauts": 500}}
    assert library.http.post(f"{library.base}/_sandbox/faults", json=body).status_code == 422
