# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway (reshare.md 3.1, 3.4, 3.5)."""

APP = "/rs/settings/appSettings"


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


# The token endpoint (oclc-apis.md 1)


def test_the_lifetime_alternates_between_number_and_text(library):
    kinds = {type(library.ask_token("SCIM").json()["expires_in"]) for _unused in range(2)}
    assert kinds == {int, str}


def test_broad_scope_becomes_the_parts_on_the_key(make):
    library = make(wskeys=[{"key": "key-NN", "secret": "s", "scopes": ["SCIM:read_user", "SCIM:delete_user"]}])
    assert library.ask_token("SCIM").json()["scopes"] == "SCIM:read_user SCIM:delete_user"


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
