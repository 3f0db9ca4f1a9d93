# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface, the pages and the command."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import requests
from reshare_wms_sandbox.configuration.kinds import KINDS
from reshare_wms_sandbox.testing import running


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


def test_a_kept_connection_is_cut_too(library):
    with requests.Session() as http:
        headers = library.token
        url = f"{library.base}/configuration/v1/institutions/{library.id}/ill-settings"
        assert http.get(url, headers=headers).status_code == 200
        library.inject_fault("configuration", {"cut": "after"})
        with pytest.raises(requests.ConnectionError):
            http.get(url, headers=headers)
        assert http.get(url, headers=headers).status_code == 200


def test_only_lists_are_truncated(library):
    (policy, *_others) = library.service("GET", "loan-policies").json()["items"]
    library.inject_fault("configuration", {"truncate_list": True}, times=-1)
    assert library.service("GET", "loan-policies").json()["items"] == []
    assert library.service("GET", f"loan-policies/{policy['id']}").json() == policy


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


def test_a_misspelt_fault_is_rejected(library):
    body = {"library": library.id, "system": "token", "fault": {"stauts": 500}}
    assert library.http.post(f"{library.base}/_sandbox/faults", json=body).status_code == 422
