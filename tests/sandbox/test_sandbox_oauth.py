# SPDX-License-Identifier: GPL-3.0-or-later

"""The token endpoint (oclc-apis.md 1)."""

import re

import pytest
import requests


def test_the_response_has_the_members_of_a_live_one(library):
    answer = library.ask_token("SCIM configuration").json()
    assert set(answer) == {
        "access_token",
        "token_type",
        "expires_in",
        "expires_at",
        "scope",
        "scopes",
        "authenticating_institution_id",
        "context_institution_id",
        "principalID",
        "principalIDNS",
    }
    assert answer["access_token"].startswith("tk_")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", answer["expires_at"])


def test_the_lifetime_alternates_between_number_and_text(library):
    kinds = {type(library.ask_token("SCIM").json()["expires_in"]) for _unused in range(2)}
    assert kinds == {int, str}


def test_context_word_is_not_in_the_scopes(library):
    answer = library.ask_token(f"SCIM:read_user context:{library.id}").json()
    assert answer["scope"] == answer["scopes"] == "SCIM:read_user"
    assert answer["context_institution_id"] == library.id


def test_a_key_with_several_contexts_acts_for_each(make):
    other = make()
    shared = make(wskeys=[{"key": "shared-NN", "secret": "s", "contexts": ["9NN", other.id]}])
    answer = shared.ask_token(f"configuration context:{other.id}").json()
    assert answer["context_institution_id"] == other.id
    assert answer["authenticating_institution_id"] == shared.id


def test_a_foreign_context_is_403(library):
    answer = library.ask_token("SCIM context:1")
    assert (answer.status_code, answer.json()["code"]) == (403, 403)
    assert "contextInstitutionId 1" in answer.json()["message"]


def test_a_scope_that_is_not_on_the_key_is_403(library):
    answer = library.ask_token("SCIM WMS_NCIP")
    assert answer.status_code == 403
    assert answer.json() == {
        "code": 403,
        "message": "Invalid scope(s): WMS_NCIP (WMS_NCIP) [Invalid service specified, Not on key]",
    }


def test_a_partial_key_grants_the_scopes_that_it_has(make):
    library = make(wskeys=[{"key": "key-NN", "secret": "s", "scopes": ["SCIM"], "partial": True}])
    assert library.ask_token("SCIM configuration").json()["scopes"] == "SCIM"
    assert library.ask_token("configuration").status_code == 403


def test_broad_scope_becomes_the_parts_on_the_key(make):
    library = make(wskeys=[{"key": "key-NN", "secret": "s", "scopes": ["SCIM:read_user", "SCIM:delete_user"]}])
    assert library.ask_token("SCIM").json()["scopes"] == "SCIM:read_user SCIM:delete_user"


@pytest.mark.parametrize("auth", [("key-unknown", "x"), ("", "")])
def test_unknown_credentials_are_401(library, auth):
    answer = library.ask_token("SCIM", auth=auth)
    assert answer.status_code == 401
    assert "No valid authentication credentials found in request" in answer.text


def test_five_failures_disable_the_key(library):
    for _unused in range(5):
        assert library.ask_token("SCIM", auth=(library.key, "wrong")).status_code == 401
    assert library.ask_token("SCIM").status_code == 401
    assert library.state()["wskeys"][0]["enabled"] is False
    library.http.post(f"{library.base}/_sandbox/keys/{library.key}/enable").raise_for_status()
    assert library.ask_token("SCIM").status_code == 200


def test_four_failures_within_five_minutes_do_not(library, clock):
    for failures, passing in ((4, 301), (4, 0)):
        for _unused in range(failures):
            library.ask_token("SCIM", auth=(library.key, "wrong"))
        clock.advance(passing)
    assert library.ask_token("SCIM").status_code == 200


def test_token_expires(make, clock):
    library = make(wskeys=[{"key": "key-NN", "secret": "s", "token_lifetime": 20}])
    headers = library.bearer("configuration")
    url = f"{library.base}/configuration/v1/institutions/{library.id}/ill-settings"
    clock.advance(19)
    assert requests.get(url, headers=headers).status_code == 200
    clock.advance(1)
    assert requests.get(url, headers=headers).status_code == 401
