# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults as clients see them, on real sockets (oclc-apis.md 8, item 5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support.waiting import wait_until


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
