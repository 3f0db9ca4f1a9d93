# SPDX-License-Identifier: GPL-3.0-or-later

"""The cause that is named is the cause that was seen: what was observed comes first, and only a verdict makes a check fail."""

from __future__ import annotations

import json
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._checks import tenant_checks
from ansible_collections.reshare.wms.plugins.module_utils._checks.basis import CheckedLibrary
from ansible_collections.reshare.wms.plugins.module_utils._core.checks import Check, Problem
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, ValidationError, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._http.session import SANDBOX_HEADER, Session
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks import review
from ansible_collections.reshare.wms.plugins.module_utils._reshare import patron_check
from ansible_collections.reshare.wms.plugins.module_utils._reshare.directory import Directory
from ansible_collections.reshare.wms.plugins.module_utils._reshare.gateway import Gateway
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.settings import SETTING
from ansible_collections.reshare.wms.plugins.module_utils._reshare.settings_store import AppSettings
from ansible_collections.reshare.wms.plugins.module_utils._wms.ncip_problems import NcipProblem, ProblemElement
from ansible_collections.reshare.wms.plugins.module_utils._wms.oauth import TokenSource
from support.fake_http import JSON, Reply, Script, fake_responses

HTML = {"Content-Type": "text/html"}
LOGIN: Script = {"POST /authn/login-with-expiry": [Reply(b"{}", 201, {**JSON, "x-okapi-token": "token"})]}
MODULES = "GET /_/proxy/tenants/tenant/modules"
SETTINGS = "GET /rs/settings/appSettings"


@pytest.fixture
def gateway(tmp_path):
    login = {"tenant": "tenant", "username": "admin", "password": "password"}
    return Gateway(Session(retries=0), StateDirectory(str(tmp_path / "state")), url="https://x", **login)


def reply(body: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(body).encode(), status)


# Responses


@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        (401, '{"message": "Invalid token"}', "refused"),
        (403, "Access requires permission: rs.x", "refused"),
        (403, "", "refused"),
        (401, "<html><title>Sign in</title>", "unexpected_response"),
        (403, "<!DOCTYPE html><p>Blocked by the firewall", "unexpected_response"),
        (429, "{}", "unexpected_response"),
        (503, "<html>", "unreachable"),
    ],
)
def test_only_the_service_itself_rejects_credentials(status, text, code):
    failed = Response("GET /x", status, {}, text, {}).failure(lambda _answer: None, {403: ("The cause.",)})
    assert str(failed).startswith(f"GET /x returned HTTP {status}: ")
    assert (failed.code, failed.status) == (code, status)
    assert ("A proxy, firewall or sign-in page" in str(failed)) == (code == "unexpected_response" and status != 429)


@pytest.mark.parametrize(
    ("body", "seen"), [(b"<title>Sign in</title>", "an HTML page ('Sign in')"), (b'{"x": "secret"}', "another content")]
)
def test_a_success_without_a_token_is_described(gateway, body, seen):
    with fake_responses({"POST /authn/login-with-expiry": [Reply(body)]}), pytest.raises(CallFailed) as failed:
        gateway.log_in()
    text = f"POST https://x/authn/login-with-expiry returned HTTP 200 with {seen} instead of a token; check the URL"
    assert (text in str(failed.value), failed.value.code) == (True, "unexpected_response")
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize(
    "answer", [reply({"message": "no such scope"}, 403), reply({"access_token": "x", "scope": "other"})]
)
def test_a_key_of_another_library_is_named_beside_the_missing_scope(tmp_path, answer):
    state, login = StateDirectory(str(tmp_path / "state")), {"url": "https://x/token", "key": "key", "secret": "secret"}
    tokens = TokenSource(Session(retries=0), state, **login, registry_id="91475", scopes=["SCIM"])
    with fake_responses({"POST /token": [answer]}), pytest.raises(CallFailed) as failed:
        tokens.log_in()
    assert failed.value.code == "refused"
    assert "(1) wms_key or wms_registry_id is that of another library" in str(failed.value)
    assert "(2) The WSKey lacks the scope SCIM " in str(failed.value)
    assert "wms_read_locations" not in str(failed.value)


# Checks


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (ValidationError("wrong"), "fail"),
        (CallFailed("rejected", 401), "fail"),
        (CallFailed("throttled", 429), "unknown"),
        (CallFailed("HTML", 200), "unknown"),
        (CallFailed("down", 502), "unknown"),
        (CallFailed("a page", 403, refused=False), "unknown"),
        (WriteConflict("lost"), "unknown"),
        (NcipProblem([ProblemElement("User Blocked", "", "", "")], "", 200), "fail"),
        (NcipProblem([ProblemElement("Temporary Processing Failure", "", "", "")], "", 200), "unknown"),
    ],
)
def test_a_check_fails_only_by_a_verdict(fault, status):
    assert Check("name", "Title").judged(fault).status == status


def checked() -> CheckedLibrary:
    call: Any = SimpleNamespace(params={"expected": {}}, params_raw={})
    return CheckedLibrary(call, SimpleNamespace())  # type: ignore[arg-type]  # no client is used


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        ([], "pass"),
        (["unreachable"], "unknown"),
        (["unexpected_response", "not_known"], "unknown"),
        (["unreachable", "refused"], "fail"),
    ],
)
def test_problems_without_a_verdict_do_not_fail_a_check(codes, status):
    found = checked().guarded("reshare_permissions", lambda _library: [Problem("text", code) for code in codes], None)
    assert found.status == status


def test_a_system_that_does_not_respond_is_described_once():
    library = checked()

    def look(_library: CheckedLibrary) -> list[Problem]:
        raise CallFailed("GET /x: connection refused; check the URL", 502)

    first, *others = [library.guarded(name, look, None) for name in ("lending_accounts", "patron_types", "locations")]
    assert (first.status, first.detail) == ("unknown", "GET /x: connection refused; check the URL")
    assert [(one.status, one.detail) for one in others] == [("unknown", "see lending_accounts")] * 2


@pytest.mark.parametrize(
    ("answer", "status", "shown"),
    [
        (reply([{"id": "mod-rs-2.18.8"}]), "pass", "mod-rs 2.18.8"),
        (reply([{"id": "mod-rs-2.9.0"}]), "fail", "needs 2.11.0 or newer"),
        (reply({"message": "Invalid token"}, 401), "unknown", "HTTP 401: Invalid ***"),
        (Reply(b"<html><title>Sign in</title>", 200, HTML), "unknown", "an HTML page ('Sign in') instead of JSON"),
        (Reply(b"Busy", 503, {}), "unknown", "HTTP 503: 'Busy'"),
    ],
)
def test_the_version_of_mod_rs_is_judged_only_from_a_list(gateway, answer, status, shown):
    with fake_responses({**LOGIN, MODULES: [answer]}):
        found = tenant_checks.version(SimpleNamespace(clients=SimpleNamespace(gateway=gateway)))
    assert found.status == status
    assert shown in found.detail
    assert ("2.11.0" in found.detail) == (status == "fail")


@pytest.mark.parametrize(("status", "failed"), [(403, "fail"), (500, "unknown")])
def test_lists_that_cannot_be_read_in_the_same_way_are_described_once(gateway, status, failed):
    """Each list is a problem as data. No advice is about a permission unless one is missing."""
    plan = SimpleNamespace(fault=None, reconciler=SimpleNamespace(known=lambda _kind: None))
    library: Any = SimpleNamespace(
        tenant_plan=plan, clients=SimpleNamespace(gateway=gateway), expected={"stage": "planned"}
    )
    lists = ("hostLMSLocations", "shelvingLocations", "shelvingLocationSites", "hostLMSPatronProfiles")
    busy = {
        f"GET /rs/{one}": [Reply(b"<html><title>Busy</title>" if status == 500 else b"Denied", status, {})]
        for one in lists
    }
    others = {call: [reply([])] for call in ("GET /rs/hostLMSItemLoanPolicies", "GET /directory/entry")}
    with fake_responses({**LOGIN, SETTINGS: [reply([], 404)], **others, **busy}):
        problems = [one for one in tenant_checks.permissions(library) if "https://x/rs/h" in one.text]
    found = checked().guarded("reshare_permissions", lambda _library: problems, None)
    assert (len(problems), found.status, found.remedy) == (4, failed, "")
    assert found.detail.startswith("reshare location, reshare shelving location, ")
    assert found.detail.count("https://") == 1
    assert ("permission" in found.detail) == (status == 403)


# Lists without what every tenant has


@pytest.mark.parametrize(("unpaged", "permission"), [([], True), ([{"id": "1", "key": "host_lms_integration"}], False)])
def test_pages_counted_from_zero_are_no_missing_permission(gateway, unpaged, permission):
    """The first response is page 1, the second one is the list without the number of a page."""
    looks = {
        SETTINGS: lambda: AppSettings(gateway).read(SETTING),
        "GET /directory/entry": lambda: Directory(gateway).entries(full=False),
    }
    for call, look in looks.items():
        bodies = [[], unpaged] if call == SETTINGS else [{"results": rows, "totalRecords": 0} for rows in ([], unpaged)]
        with fake_responses({**LOGIN, call: [*map(reply, bodies)]}), pytest.raises(CallFailed) as failed:
            look()
        assert f"{call.replace(' ', ' https://x')}: page 1 lacks" in str(failed.value)
        assert (failed.value.permission is not None, failed.value.is_verdict) == (permission, permission)
        assert ("counts pages from 0" if not permission else "seems to lack the permission") in " ".join(
            str(failed.value).replace("seems to count", "counts").split()
        )


# The patron check


def body(**problem: str) -> dict[str, Any]:
    return {"patronValid": False, "problems": json.dumps([problem])}


NO_TOKEN = "NCIP2 WMS Client failed to call authenticate"
NO_LOOKUP = "NCIP2WMS Client failed to call Lookup User or parse returned results"


def returned(status: int) -> str:
    return f"Http call to https://x returned response code {status}.  Response body: {'busy ' * 1000}"


@pytest.mark.parametrize(
    ("answer", "code", "shown", "asked"),
    [
        (body(detail="did not return a matching patron", type="Unknown User"), "refused", "rejects the account L-1", 2),
        ({"patronValid": False, "problems": ["Record status is not valid."]}, "refused", "rejects the account L-1", 2),
        (body(type=NO_LOOKUP, detail=returned(429)), "unexpected_response", "Rate limit exceeded", 1),
        (body(type=NO_LOOKUP, detail=returned(503)), "unreachable", "Retry later", 1),
        (
            body(type=NO_LOOKUP, detail="circ.example: Name or service not known"),
            "unexpected_response",
            "lookup_patron",
            1,
        ),
        (body(type=NO_LOOKUP, detail=returned(403)), "refused", "search at OCLC was rejected", 1),
        (body(detail=NO_TOKEN, value=returned(401)), "refused", "login at OCLC was rejected", 1),
        (body(detail=NO_TOKEN, value=returned(502)), "unreachable", "login at OCLC has no result", 1),
        (
            {},
            "unexpected_response",
            "/rs/patron/L-1/canCreateRequest returned HTTP 200 with another content instead of",
            1,
        ),
        ({"patronValid": None, "status": "X"}, "unexpected_response", "search at OCLC has no result", 1),
    ],
)
def test_reshare_rejects_an_account_only_if_it_has_read_it(gateway, answer, code, shown, asked):
    with fake_responses(
        {**LOGIN, **{f"GET /rs/patron/{one}/canCreateRequest": [reply(answer)] for one in ("L-1", "L-2")}}
    ):
        guard, turn = SimpleNamespace(login=lambda send: send()), nullcontext
        found = list(patron_check.problems(gateway, guard, turn, ["L-1", "L-2"]))
    (barcode, fault), *others = found
    assert (barcode, fault.code, len(others) + 1) == ("L-1", code, asked)
    assert shown in str(fault)
    assert len(str(fault)) < 800


# The sandbox


@pytest.mark.parametrize(
    ("status", "headers", "known"),
    [(200, {}, False), (200, {SANDBOX_HEADER: "1"}, True), (502, {}, None), (503, {SANDBOX_HEADER: "1"}, True)],
)
def test_before_a_response_that_shows_it_the_sandbox_is_not_known(status, headers, known):
    session, met = Session(retries=0), list[bool]()
    session.on_answer = lambda _url, sandbox: met.append(sandbox)
    assert session.sandbox is None
    with fake_responses({"GET /": [Reply(b"", status, headers)]}):
        session.read("GET", "https://x/")
    assert (session.sandbox, met) == (known, [] if known is None else [known])


@pytest.mark.parametrize(
    ("planned", "now", "words"),
    [
        ("yes", True, None),
        ("unknown", False, None),
        ("yes", None, None),
        ("yes", False, "made with the sandbox, but the systems of this run are not the sandbox"),
        ("no", True, "made with other systems, but the systems of this run are the sandbox"),
    ],
)
def test_a_plan_is_of_other_systems_only_if_both_are_known(planned, now, words):
    approved: Any = {"sandbox": planned, "changes": []}
    plan: Any = SimpleNamespace(path="plan.json", fingerprint="f", made="2026-01-01", by="Ann")
    call: Any = SimpleNamespace(params={"approved_by": "Bob"}, library="adams")
    result = review._judged(call, plan, approved, {"changes": []}, now)
    assert result["plan"]["applies"] is (words is None)
    assert words is None or words in result["msg"]
