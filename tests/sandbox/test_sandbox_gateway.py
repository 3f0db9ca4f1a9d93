import re

import pytest
import requests

# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway (reshare.md 3.1, 3.4, 3.5)."""

APP = "/rs/settings/appSettings"


def test_a_login_with_expiry_sets_cookies(library):
    answer = library.login("/authn/login-with-expiry")
    assert answer.status_code == 201
    assert set(answer.json()) == {"accessTokenExpiration", "refreshTokenExpiration"}
    cookies = {cookie.name: cookie for cookie in answer.cookies}
    assert (cookies["folioAccessToken"].path, cookies["folioRefreshToken"].path) == ("/", "/authn")
    assert all(cookie.secure for cookie in cookies.values())
    access = cookies["folioAccessToken"].value
    assert library.gateway("GET", APP, headers={"X-Okapi-Token": access}).status_code == 200
    assert library.gateway("GET", APP, headers={"Cookie": f"folioAccessToken={access}"}).status_code == 200


def test_the_old_login_returns_a_token(library):
    answer = library.login()
    assert answer.status_code == 201
    assert answer.json()["okapiToken"] == answer.headers["x-okapi-token"]


def test_only_the_offered_logins_work(make):
    old = make(
        reshare={
            "tenant": "t-NN",
            "logins": {"with_expiry": False},
            "users": [{"username": "admin", "password": "right"}],
        }
    )
    new = make(
        reshare={"tenant": "t-NN", "logins": {"legacy": False}, "users": [{"username": "admin", "password": "right"}]}
    )
    missing = old.login("/authn/login-with-expiry")
    assert missing.status_code == 404
    assert missing.text.startswith("No suitable module found for path /authn/login-with-expiry for tenant t-")
    assert (old.login().status_code, new.login().status_code) == (201, 404)


def test_five_failures_lock_the_account(library):
    codes = [library.login(password="wrong").json()["errors"][0]["code"] for _unused in range(5)]
    assert codes == ["password.incorrect"] * 4 + ["password.incorrect.block.user"]
    assert library.login().json()["errors"][0]["code"] == "user.blocked"
    assert library.state()["reshare"]["users"] == [{"username": "admin", "locked": True}]


def test_newer_logins_fail_with_one_code(make):
    users = [{"username": "admin", "password": "right"}]
    library = make(reshare={"tenant": "t-NN", "mod_login": "7.13.1", "users": users})
    answers = [*(library.login(password="wrong") for _attempt in range(5)), library.login()]
    assert {answer.status_code for answer in answers} == {422}
    codes = {answer.json()["errors"][0]["code"] for answer in answers}
    assert codes == {"wrong.username.or.wrong.password.or.account.blocked"}


def test_a_successful_login_resets_the_failures(library):
    for _unused in range(2):
        for _unused in range(4):
            library.login(password="wrong")
        assert library.login().status_code == 201


def test_a_missing_or_invalid_token_is_rejected(library, make):
    missing = library.gateway("GET", APP)
    assert (missing.status_code, missing.text) == (401, "Token missing, access requires permission: rs.settings.get")
    assert library.gateway("GET", APP, headers={"X-Okapi-Token": "x"}).text == "Invalid token"
    assert library.gateway("GET", APP, headers=make().okapi()).status_code == 401
    both = {**library.okapi(), "Authorization": "Bearer other"}
    assert library.gateway("GET", APP, headers=both).status_code == 400


def test_a_missing_permission_is_403(make):
    users = [{"username": "admin", "password": "right", "permissions": ["rs.settings.read"]}]
    library = make(reshare={"tenant": "t-NN", "users": users})
    token = library.okapi()
    row = library.gateway("GET", APP, headers=token).json()[0]
    answer = library.gateway("PUT", f"{APP}/{row['id']}", headers=token, json={"value": "x"})
    assert answer.status_code == 403
    assert answer.text.startswith("Access for user 'admin' (")
    assert answer.text.endswith(") requires permission: rs.settings.put")


def test_installed_modules_are_listed(library):
    proxy, token = f"/_/proxy/tenants/{library.seed['reshare']['tenant']}", library.okapi()
    modules = library.gateway("GET", f"{proxy}/modules", headers=token).json()
    assert {"id": "mod-rs-2.18.8"} in modules
    narrowed = library.gateway("GET", f"{proxy}/modules?provide=rs&full=true", headers=token).json()
    assert [module["id"] for module in narrowed] == ["mod-rs-2.18.8"]
    assert library.gateway("GET", "/_/version").status_code == 200


# The token endpoint (oclc-apis.md 1)


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
