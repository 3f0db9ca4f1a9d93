# SPDX-License-Identifier: GPL-3.0-or-later

"""Systems in trouble: reads are retried, writes are never repeated blindly, and the result is the declared
configuration."""

from __future__ import annotations

import base64
import json
import resource
import socket
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._http import session
from support.check_results import unpassed_checks
from support.controller import run
from support.held_calls import run_while
from support.library import Library
from support.messages import secrets_of
from support.roles import apply_roles

ROW = {"patron_policy": "Student", "loan_policy": "One year"}
BUSY = {"status": 503, "body": "Try later", "headers": {"Retry-After": "0"}}
PACED = {"status": 429, "headers": {"Retry-After": "0"}}
ACCOUNT = {
    "barcode": "LEND-1",
    "patron_type": "Faculty",
    "home_branch": "91NN",
    "family_name": "ReShare lending",
    "expires": "2099-12-31",
}


@pytest.mark.parametrize(
    ("options", "fault", "failure"),
    [
        ({}, {"status": 403, "body": "Forbidden"}, {"code": "refused", "status": 403}),
        ({}, {"status": 503, "body": "Try later."}, {"code": "unreachable", "status": 503, "no_answer": True}),
        ({"wms_configuration_url": "http://127.0.0.1:9"}, {}, {"code": "unreachable", "no_answer": True}),
        (
            {"loan_period": ["28 days"]},
            {},
            {"code": "invalid", "object": "Loan Policy 'Weeks'", "fields": ["loan_period"]},
        ),
    ],
)
def test_a_failure_has_a_code(library, options, fault, failure):
    if fault:
        library.fault("configuration", times=-1, **fault)
    result = run("loan_policy", library, retries=0, **{"name": "Weeks", "loan_period": "4 weeks", **options})
    assert result["failed"] is True
    request = result["failure"].pop("request", "")
    assert (" http://" in request) is (failure["code"] != "invalid")
    assert result["failure"] == failure


def error(result: dict[str, Any]) -> tuple[str, str | None, int | None]:
    """The code, object and HTTP status of a failed task."""
    failure = result["failure"]
    return failure["code"], failure.get("object"), failure.get("status")


def failure_of(library: Library, module: str, **arguments: Any) -> tuple[str, str | None, list[str]]:
    """The code, object and candidates of a failed task."""
    failure = run(module, library, **arguments)["failure"]
    return failure["code"], failure.get("object"), failure.get("candidates", [])


@pytest.mark.parametrize(
    ("module", "arguments", "failure"),
    [
        ("bill_reason", {"name": "Fine", "state": "absent"}, ("in_use", "Bill Reason 'Fine'", [])),
        ("patron_account", {**ACCOUNT, "state": "verified"}, ("differs", "Patron Account 'LEND-1'", [])),
        ("borrower_category", {"name": "Lent"}, ("unexpected_response", "Borrower Category 'Lent'", [])),
    ],
)
def test_a_failure_has_the_object_and_similar_names(library, module, arguments, failure):
    library.fault("configuration", "borrower_categories", "POST", times=-1, status=422, body="No")
    assert failure_of(library, module, **library.numbered(arguments)) == failure
    assert not library.configuration["ill_settings"]


@pytest.fixture
def account(library: Library) -> dict:
    return library.numbered(ACCOUNT)


@pytest.fixture
def port() -> Iterator[socket.socket]:
    """A port on which nothing listens yet."""
    with socket.socket() as owner:
        owner.bind(("127.0.0.1", 0))
        yield owner


@pytest.fixture
def closed(port: socket.socket) -> int:
    """The number of a port that is closed."""
    return port.getsockname()[1]


# Reads


@pytest.mark.parametrize(
    "effect", [BUSY, PACED, {"cut": "before"}, {"cut": "middle"}], ids=["503", "429", "cut", "half"]
)
def test_a_read_is_retried(library, effect):
    library.fault("configuration", "bill_reasons", "GET", times=2, **effect)
    assert run("bill_reason", library, name="Lost", retries=2)["changed"] is True


@pytest.mark.parametrize("effect", [BUSY, {"cut": "before"}], ids=["503", "cut"])
def test_reads_of_the_other_systems_are_retried(library, account, effect):
    for system, kind, method in [("identity", "search", "POST"), ("identity", "users", "GET")]:
        library.fault(system, kind, method, **effect)
    assert run("patron_account", library, **account)["changed"] is True
    library.fault("settings", "*", "GET", **effect)
    assert run("reshare_setting", library, key="max_requests", value="3", retries=2)["changed"] is True


def test_a_read_that_keeps_failing_is_explained_by_the_message(library):
    library.fault("configuration", "bill_reasons", times=-1, **BUSY)
    failed = run("bill_reason", library, name="Lost", retries=2)
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("unreachable", 503)
    assert failed["msg"].startswith(
        f"{library.name}: GET {library.base}/configuration/v1/institutions/{library.id}/bill-reasons"
    )
    assert "returned HTTP 503: 'Try later'" in failed["msg"]
    assert library.calls()["configuration", "bill_reasons", "GET"] == 3


@pytest.mark.parametrize(
    ("module", "arguments", "place"),
    [
        ("bill_reason", {"name": "Lost"}, ("token",)),
        ("bill_reason", {"name": "Lost"}, ("configuration",)),
        ("patron_account", ACCOUNT, ("identity",)),
        ("reshare_setting", {"key": "max_requests", "value": "3"}, ("gateway",)),
        ("reshare_setting", {"key": "max_requests", "value": "3"}, ("settings",)),
    ],
)
def test_an_html_page_in_place_of_a_response_is_explained(library, module, arguments, place):
    library.answer_with_html(*place)
    failed = run(module, library, **library.numbered(arguments))
    assert (error(failed)[0], error(failed)[2]) == ("unexpected_response", 200)
    assert not library.writes()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", [("token",), ("configuration", "*", "GET"), ("configuration", "*", "POST")])
def test_a_redirect_is_not_followed_and_the_message_has_its_address(make, place, status):
    library, other = make(), make()
    elsewhere = f"{other.base}/configuration/v1/institutions/{other.id}/bill-reasons"
    library.fault(*place, times=-1, status=status, headers={"Location": f"{elsewhere}?state=canary#canary"})
    failed = run("bill_reason", library, name="Lost")
    assert f"a redirect to {elsewhere}. Redirects are not followed; correct the URL" in failed["msg"]
    assert "canary" not in failed["msg"]
    assert not other.calls()
    assert len(library.configuration["bill_reasons"]) == 1


@pytest.mark.parametrize("how", ["plain", "gzip"])
def test_an_endless_response_is_not_read_completely(library, how):
    """A service cannot fill the controller's memory either: the limit applies to the decompressed response."""
    library.fault("configuration", "bill_reasons", "GET", times=-1, flood=how)
    failed = run("bill_reason", library, name="Lost")
    # Not complete.
    assert error(failed)[0] == "unreachable"
    assert library.calls()["configuration", "bill_reasons", "GET"] == 1


def test_an_object_is_looked_up_after_an_endless_response(library):
    library.fault("configuration", "bill_reasons", "POST", flood="plain")
    assert run("bill_reason", library, name="Lost")["changed"] is True
    assert [reason["name"] for reason in library.configuration["bill_reasons"]] == ["Fine", "Lost"]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({}, 0.25),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 7.5 "}, 7.5),
        ({"Retry-After": "1000000"}, 60),
        ({"Retry-After": "soon"}, 0.25),
        ({"Retry-After": "-5"}, 0.25),
        ({"Retry-After": "nan"}, 0.25),
        # A date is relative to that of the response: the clock here can be wrong.
        ({"Retry-After": "Fri, 01 Jan 2010 00:00:09 GMT", "Date": "Fri, 01 Jan 2010 00:00:00 GMT"}, 9),
        ({"Retry-After": "Tue, 01 Jan 2075 00:00:09 GMT", "Date": "Tue, 01 Jan 2075 00:00:00 GMT"}, 9),
        ({"Retry-After": "Tue, 01 Jan 2075 00:00:00 GMT", "Date": "Tue, 01 Jan 2075 00:00:09 GMT"}, 0.25),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_retry_after_is_respected(library, monkeypatch, method, headers, waits):
    slept: list[float] = []
    monkeypatch.setattr(session.time, "sleep", slept.append)
    library.fault("configuration", "bill_reasons", method, status=429, headers=headers)
    assert run("bill_reason", library, name="Lost")["changed"] is True
    assert slept == [pytest.approx(waits, rel=0.21)]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_service_that_stays_busy_or_down_is_reported_and_the_message_has_a_remedy(library, status):
    library.fault("settings", times=-1, status=status, body="<h1>Sorry</h1>", content_type="text/html")
    failed = run("reshare_setting", library, key="max_requests", value="3")
    assert error(failed) == ("unexpected_response" if status == 429 else "unreachable", None, status)
    # The message has the remedy.
    assert "ry later" in failed["msg"]


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=UTF-8", "text/xml; charset=no-such"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_without_a_charset_is_utf_8(library, content_type, mark):
    library.fault("configuration", status=422, body=f'{mark}{{"detail": "Gebühr"}}', content_type=content_type)
    assert "HTTP 422: Gebühr." in run("bill_reason", library, name="Lost")["msg"]


# Secrets


def test_the_text_of_an_error_page_that_repeats_what_it_was_sent_shows_no_secret(library):
    credentials = base64.b64encode(f"{library.key}:{library.secret}".encode()).decode()
    library.fault("token", status=400, body=f"Refused: Authorization: Basic {credentials}")
    failed = run("bill_reason", library, name="Lost")
    assert "Refused: Authorization: Basic ********" in failed["msg"]

    token = {"access_token": "canary-token", "scope": "configuration", "context_institution_id": library.id}
    library.fault("token", status=200, body=json.dumps(token), content_type="application/json")
    library.fault("configuration", status=400, body='{"detail": "Who is canary-token?"}')
    failed = run("bill_reason", library, name="Lost")
    assert "Who is ********?" in failed["msg"]

    body = f"{library.options['reshare_username']} {library.options['reshare_password']}"
    library.fault("gateway", times=-1, status=400, body=body)
    failed = run("reshare_setting", library, key="max_requests", value="3")
    assert "HTTP 400: 'admin ***" in failed["msg"]
    assert [secret for secret in secrets_of(library) if secret in str(failed)] == []


def test_a_netrc_file_does_not_replace_a_token(library, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password canary\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert run("bill_reason", library, name="Lost")["changed"] is True


# Calls that are never sent

#: Addresses without a connection: the server, and the expected message.
UNREACHABLE = {
    "refused": ("http://127.0.0.1:{closed}/", "connection refused; check the URL and whether the service is running"),
    "no such host": ("http://nowhere.invalid/", "the host name cannot be resolved; check the URL"),
    "no address": ("http:///", "the request could not be sent (InvalidURL); check the URL"),
    "no scheme": ("nowhere", "the request could not be sent (MissingSchema); check the URL"),
    "http at https": ("https://127.0.0.1:{open}/", "TLS handshake failed; check that the URL is https"),
}


@pytest.mark.parametrize("case", UNREACHABLE)
def test_a_write_that_was_certainly_not_sent_is_not_uncertain_and_the_message_has_the_cause(sandbox, closed, case):
    address, reason = UNREACHABLE[case]
    url = address.format(closed=closed, open=sandbox.rpartition(":")[2])
    for send in (session.Session(retries=1).write, session.Session(retries=1).read):
        with pytest.raises(CallFailed) as failed:
            send("POST", url)
        assert str(failed.value).startswith(f"POST {url}: {reason}")


def test_the_message_about_an_unreachable_proxy_has_no_password(closed, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://somebody:canary@127.0.0.1:{closed}")
    with pytest.raises(CallFailed, match="the proxy could not connect; check the proxy's URL") as failed:
        session.Session(retries=1).write("POST", "http://service.invalid/")
    assert (failed.value.code, failed.value.no_answer) == ("unreachable", True)
    assert "canary" not in str(failed.value)


def test_a_write_is_retried_once_a_server_listens(port, closed, monkeypatch):
    pauses: list[float] = []

    def start(seconds: float) -> None:
        pauses.append(seconds)
        port.listen()

    monkeypatch.setattr(session.time, "sleep", start)
    # It accepts, and then does not respond: from here on, the call may have been processed.
    with pytest.raises(WriteConflict) as moved:
        session.Session(timeout=0.2).write("POST", f"http://127.0.0.1:{closed}/")
    assert moved.value.uncertain
    # A busy machine can be too slow for the first connection.
    assert pauses


# Tokens


def test_a_token_that_expires_in_the_middle_is_renewed(library, account):
    library.fault("configuration", "bill_reasons", "POST", status=401)
    assert run("bill_reason", library, name="Lost")["changed"] is True
    assert library.calls()["token", "token", "POST"] == 2

    library.reset()
    library.fault("identity", "users", "POST", status=401)
    assert run("patron_account", library, **account)["changed"] is True
    assert library.calls()["token", "token", "POST"] == 2

    library.reset()
    library.fault("settings", "appSettings", "PUT", status=401)
    assert run("reshare_setting", library, key="max_requests", value="3")["changed"] is True
    # One more for the token that proves the institution.
    assert library.logins() == 3
    assert library.settings()["max_requests"] == "3"


def test_tokens_that_expire_at_once_end_in_a_clear_error(make):
    library = make(wskey={"token_lifetime": 0}, reshare={"token_lifetime": 0})
    failed = run("bill_reason", library, name="Lost")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", 401)
    assert library.calls()["token", "token", "POST"] == 2
    failed = run("reshare_setting", library, key="max_requests", value="3")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", 401)
    assert not library.writes()


def test_a_token_with_fewer_scopes_than_requested_is_rejected(make):
    library = make(wskey={"scopes": ["configuration"], "partial": True})
    failed = run("patron_account", library, **library.numbered(ACCOUNT))
    assert (failed["failure"]["code"], failed["failure"].get("permission")) == ("refused", "SCIM")
    assert not library.writes()
    # Tasks that need no other scope continue.
    assert run("bill_reason", library, name="Lost")["changed"] is True


def test_a_read_only_key_can_verify_but_not_write(make):
    library = make(wskey={"scopes": ["SCIM:read_user", "configuration"], "partial": True})
    failed = run("patron_account", library, **library.numbered(ACCOUNT))
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", 403)
    assert library.writes()["identity", "users", "POST"] == 1
    assert not library.patrons("LEND-1")


@pytest.mark.parametrize("own", ["context_institution_id", "contextInstitutionId"])
def test_a_token_for_another_institution_is_refused_before_any_call(library, own):
    """Also one that names both."""
    contexts = {"context_institution_id": "128807", "contextInstitutionId": "128807", own: library.id}
    answer = {"access_token": "tk_x", "scope": "configuration", **contexts}
    library.fault("token", status=200, body=json.dumps(answer), content_type="application/json")
    failed = run("bill_reason", library, name="Lost")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", None)
    assert set(library.calls()) == {("token", "token", "POST")}


# Writes whose response is lost


@pytest.mark.parametrize("where", ["after", "middle"])
def test_an_object_is_not_created_twice_after_a_lost_response(library, where):
    library.fault("configuration", "bill_reasons", "POST", cut=where)
    made = run("bill_reason", library, name="Lost")
    assert made["changed"] is True
    assert made["object"] == {"name": "Lost"}
    assert [change["action"] for change in made["changes"]] == ["created"]
    assert library.writes() == {("configuration", "bill_reasons", "POST"): 1}
    assert [reason["name"] for reason in library.configuration["bill_reasons"]] == ["Fine", "Lost"]


@pytest.mark.parametrize("effect", [{"cut": "before"}, {"status": 502, "body": "Bad gateway"}], ids=["cut", "502"])
def test_a_write_is_repeated_once_it_is_certain_that_it_did_not_arrive(library, effect):
    library.fault("configuration", "bill_reasons", "POST", **effect)
    made = run("bill_reason", library, name="Lost")
    assert made["changed"] is True
    assert library.writes() == {("configuration", "bill_reasons", "POST"): 2}
    # The list before each write, and the object after the second one.
    assert library.calls()["configuration", "bill_reasons", "GET"] == 3
    assert len(library.configuration["bill_reasons"]) == 2


def test_changes_and_removals_are_not_repeated_after_a_lost_response(library):
    library.fault("configuration", "loan_policy_map", "PUT", cut="after")
    mapped = run("loan_policy_map", library, rows=[ROW])
    assert mapped["changed"] is True
    assert len(mapped["changes"]) == 1
    assert len(library.rows("loan_policy_map")) == 3

    library.fault("configuration", "bill_structures", "DELETE", cut="after")
    removed = run("bill_structure", library, name="Hold fee", state="absent")
    assert removed["changed"] is True
    assert removed["object"] is None
    assert library.find_object("bill_structures", "Hold fee") is None

    library.fault("settings", "appSettings", "PUT", cut="after")
    assert run("reshare_setting", library, key="max_requests", value="3")["changed"] is True
    assert library.settings()["max_requests"] == "3"
    assert set(library.writes().values()) == {1}


def test_an_account_is_not_created_twice_after_a_lost_response(library, account):
    library.fault("identity", "users", "POST", cut="after")
    made = run("patron_account", library, **account)
    assert made["changed"] is True
    assert library.writes() == {("identity", "users", "POST"): 1}
    assert len(library.patrons("LEND-1")) == 1
    assert run("patron_account", library, **account)["changed"] is False


def test_a_change_of_an_account_is_not_repeated_after_a_lost_response(library, account):
    run("patron_account", library, **account)
    library.reset()
    library.fault("identity", "users", "PUT", cut="after")
    assert run("patron_account", library, **account | {"expires": "2098-12-31"})["changed"] is True
    assert library.writes() == {("identity", "users", "PUT"): 1}
    library.fault("identity", "users", "DELETE", cut="after")
    assert run("patron_account", library, **account, state="absent")["changed"] is True
    assert not library.patrons("LEND-1")


def test_an_account_that_somebody_else_changes_meanwhile_is_planned_anew(library, account):
    run("patron_account", library, **account)
    library.reset()
    library.fault("identity", "users", "PUT", status=412, body="{}", content_type="application/scim+json")
    assert run("patron_account", library, **account | {"expires": "2098-12-31"})["changed"] is True
    assert library.calls()["identity", "search", "POST"] == 2
    assert library.writes() == {("identity", "users", "PUT"): 2}


def test_an_account_that_is_not_searchable_yet_is_not_created_twice(make):
    """A new account may not be searchable at first, so it cannot be determined whether a write without a response
    created it."""
    library = make(identity={"search_delay": 3600})
    account = library.numbered(ACCOUNT)
    library.fault("identity", "users", "POST", cut="after")
    failed = run("patron_account", library, **account)
    assert failed["failed"] is True
    assert (failed["failure"]["code"], failed["failure"].get("object")) == ("conflict", "Patron Account 'LEND-1'")
    assert library.writes() == {("identity", "users", "POST"): 1}
    assert len(library.patrons("LEND-1")) == 1


def test_writes_that_never_arrive_end_in_a_clear_error(library):
    library.fault("configuration", "bill_reasons", "POST", times=-1, cut="before")
    failed = run(
        "circulation_configuration",
        library,
        configuration={"borrower_categories": [{"name": "Lent"}], "bill_reasons": [{"name": "Lost"}]},
    )
    assert failed["failure"].get("object") == "Bill Reason 'Lost'"
    assert failed["changed"] is True
    assert [change["name"] for change in failed["changes"]] == ["Lent"]
    assert failed["diff"]["after"] == {"borrower_categories": {"Lent": {"name": "Lent"}}}
    assert library.writes()["configuration", "bill_reasons", "POST"] <= 5


# Lists that are empty although objects exist

Arguments = dict[str, Any]

#: An existing object: its module, its new values, the call whose list is empty, and the error and a part of the message if it
#: stays empty.
EMPTIED: dict[str, tuple[str, Arguments, tuple[str, str, str], tuple[str, str, int | None], str]] = {
    "object": (
        "loan_policy",
        {"name": "Four weeks", "loan_period": "3 weeks"},
        ("configuration", "loan_policies", "GET"),
        ("conflict", "Loan Policy 'Four weeks'", 409),
        "HTTP 409: Loan Policy 'Four weeks' exists already. Check the object on the screen, and run the task again",
    ),
    "account": (
        "patron_account",
        {**ACCOUNT, "expires": "2098-12-31"},
        ("identity", "search", "POST"),
        ("conflict", "Patron Account 'LEND-1'", 409),
        "HTTP 409: A user with this barcode exists already. Possible causes: (1) Another account holds this barcode",
    ),
    "location": (
        "reshare_location",
        {"code": "TSTA", "supply_preference": 5},
        ("tables", "hostLMSLocations", "GET"),
        ("unexpected_response", "ReShare location 'TSTA'", None),
        "'TSTA' exists, but no list of ReShare contains it: it is hidden, or the list was incomplete",
    ),
    "site": (
        "reshare_shelving_location_site",
        {"location": "TSTA", "shelving_location": "Stacks", "supply_preference": 5},
        ("tables", "shelvingLocationSites", "GET"),
        ("conflict", "ReShare shelving location site 'TSTA / Stacks'", None),
        "already exists, although ReShare's list does not contain it",
    ),
}


@pytest.fixture
def there(make) -> Library:
    """A library that has these objects."""
    location = {"code": "TSTA", "name": "As the library calls it", "supplyPreference": 1}
    site = {"location": "TSTA", "shelving_location": "Stacks", "supplyPreference": 1}
    tables = {"locations": [location], "shelving_locations": [{"code": "Stacks"}], "sites": [site]}
    library = make(reshare=tables)
    run("patron_account", library, **library.numbered(ACCOUNT))
    library.reset()
    return library


@pytest.mark.parametrize("case", EMPTIED)
def test_objects_missing_from_an_empty_list_are_not_written_and_the_message_says_why(there, case):
    module, arguments, place, expected, reason = EMPTIED[case]
    before = there.settled()
    there.fault(*place, times=-1, truncate_list=True)
    failed = run(module, there, **there.numbered(arguments))
    assert error(failed) == expected
    assert reason in failed["msg"]
    assert failed["changed"] is False
    assert there.settled() == before


@pytest.mark.parametrize("case", EMPTIED)
def test_a_temporarily_empty_list_changes_nothing(make, there, case):
    module, arguments, place, _error, _message = EMPTIED[case]
    there.fault(*place, truncate_list=True)
    done = run(module, there, **there.numbered(arguments))
    assert [change["action"] for change in done["changes"]] == ["updated"]
    emptied = there.comparable()
    there.install()
    run("patron_account", there, **there.numbered(ACCOUNT))
    run(module, there, **there.numbered(arguments))
    assert there.comparable() == emptied


@pytest.mark.parametrize(
    "body", ['{"items": []}', '{"fields": {"rows": []}}', '{"fields": [], "etag": "1"}', "[]", "null"]
)
def test_a_map_without_its_version_is_not_written_over(library, body):
    before = library.configuration
    library.fault("configuration", "loan_policy_map", "GET", times=-1, status=200, body=body)
    failed = run("loan_policy_map", library, rows=[ROW])
    assert error(failed) == ("unexpected_response", None, 200)
    assert not library.writes()
    assert library.configuration == before


def test_pages_that_follow_themselves_end(library):
    page = '{"items": [], "next": "7"}'
    library.fault("configuration", "bill_reasons", "GET", times=-1, status=200, body=page)
    assert error(run("bill_reason", library, name="Lost")) == ("unexpected_response", None, 200)
    assert library.calls()["configuration", "bill_reasons", "GET"] == 2


# Clocks


@pytest.mark.parametrize("minutes", [-90, -7, 7, 90])
def test_a_clock_that_is_wrong_or_set_meanwhile_changes_nothing(library, monkeypatch, minutes):
    real = time.time
    roles = apply_roles(library)
    monkeypatch.setattr(time, "time", lambda: real() + 60 * minutes)
    roles.declare()
    assert not library.writes()
    assert unpassed_checks(roles.gate()) == {}
    run("patron_account", library, **library.numbered(ACCOUNT))
    failed = run("bill_reason", library, name="Lost", wms_secret="wrong")
    assert failed["failure"]["code"] == "refused"
    library.reset()
    again = run("bill_reason", library, name="Lost", wms_secret="wrong")
    assert again["failure"]["code"] == "refused"
    # Without a login: the clock is not older than the note.
    assert library.logins() == 0 or (abs(minutes) > 5 and library.logins() == 1)
    monkeypatch.setattr(time, "time", real)
    assert run("bill_reason", library, name="Lost")["changed"] is True


# The state directory


@pytest.fixture
def no_room() -> Iterator[None]:
    """No file can be written except an empty one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("module", ["patron_account", "bill_reason"])
def test_a_state_directory_on_a_full_disk_is_reported_and_the_message_has_a_remedy(library, account, request, module):
    arguments = {"patron_account": account, "bill_reason": {"name": "Lost"}}[module]
    request.getfixturevalue("no_room")
    failed = run(module, library, **arguments)
    assert error(failed) == ("file_error", str(library.state_dir), None)
    message = f"{library.name}: the state directory {library.state_dir} cannot be used: File too large; set state_dir to another directory"
    assert failed["msg"] == message


def test_a_rejected_login_that_cannot_be_recorded_is_reported(library, request):
    run("bill_reason", library, name="Lost")
    request.getfixturevalue("no_room")
    failed = run("bill_reason", library, name="Lost", wms_secret="wrong")
    assert error(failed) == ("file_error", str(library.state_dir), None)


# Concurrent writes


def test_a_row_that_somebody_else_adds_meanwhile_survives(library):
    made = run_while(
        library,
        ("configuration", "loan_policy_map", "PUT"),
        1,
        lambda: library.add_row("loan_policy_map", {"holding_location": "TSTA", "loan_policy": "Four weeks"}),
        "loan_policy_map",
        rows=[ROW],
    )
    assert made["changed"] is True
    matched = [(row["holding_location"], row["patron_policy"]) for row in library.rows("loan_policy_map")]
    assert matched == [("TSTA", "All"), ("All", "Faculty"), ("All", "Student"), ("All", "All")]
    assert len(made["object"]["rows"]) == 4


def test_a_row_that_somebody_else_creates_identically_is_not_a_change(library):
    place = ("configuration", "loan_policy_map", "PUT")
    made = run_while(library, place, 1, lambda: library.add_row("loan_policy_map", ROW), "loan_policy_map", rows=[ROW])
    assert made["changed"] is False
    assert made["changes"] == []
    assert len(library.rows("loan_policy_map")) == 3


def test_a_race_that_is_always_lost_ends(library):
    library.fault(
        "configuration", "loan_policy_map", "PUT", times=-1, status=412, body="{}", content_type="application/json"
    )
    before = library.configuration
    failed = run("loan_policy_map", library, rows=[ROW])
    assert failed["failure"]["code"] == "conflict"
    assert failed["changed"] is False
    assert library.configuration == before
    assert library.writes().total() <= 5


@pytest.mark.usefixtures("impatient")
def test_a_setting_that_somebody_else_changes_meanwhile_is_no_change_of_this_run(library):
    """mod-rs has no lock: the list is read again after the last write."""
    # Before the second reading.
    place, setting = ("settings", "appSettings", "GET"), {"key": "max_requests", "value": "3"}
    act = partial(library.set_setting, "max_requests", "4")
    failed = run_while(library, place, 2, act, "reshare_setting", **setting)
    assert (failed["failure"]["code"], failed["failure"]["fields"]) == ("unexpected_response", ["value"])
    assert "value is '4', not '3'" in failed["msg"]
    assert (failed["changed"], library.settings()["max_requests"]) == (False, "4")
    assert run("reshare_setting", library, **setting)["changed"] is True


# OCLC's messages about accounts


def test_the_message_about_an_address_that_another_account_has_explains_it(make):
    library = make(
        patrons=[{"barcode": "A1", "borrowerCategory": "Student", "homeBranch": "91NN", "email": "ill@x.example"}]
    )
    failed = run("patron_account", library, **library.numbered(ACCOUNT), email="ill@x.example")
    assert "HTTP 500: Unable to create user. Please contact Customer Support." in failed["msg"]
    assert "set a different address for each account, or none. The request was not repeated" in failed["msg"]
    assert library.writes() == {("identity", "users", "POST"): 1}
    assert not library.patrons("LEND-1")


def test_changes_before_a_failure_are_kept_and_the_message_names_them(library):
    library.fault("configuration", "bill_reasons", "POST", times=-1, status=422, body='{"detail": "No."}')
    declared = {"configuration": {"borrower_categories": [{"name": "Lent"}], "bill_reasons": [{"name": "Lost"}]}}
    failed = run("circulation_configuration", library, **declared)
    assert error(failed) == ("unexpected_response", "Bill Reason 'Lost'", 422)
    assert (failed["changed"], [change["name"] for change in failed["changes"]]) == (True, ["Lent"])
    # The message has both.
    assert "HTTP 422: No. Done before: Borrower Category 'Lent' created." in failed["msg"]
    assert library.find_object("borrower_categories", "Lent")
