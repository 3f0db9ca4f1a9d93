# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading before and after a write: the owner of an object, and whether it is as written, as before, or changed by
others."""

from __future__ import annotations

import copy
import json
from contextlib import nullcontext
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject, Owner
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Interrupted, Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._reshare import directory, tables_store
from ansible_collections.reshare.wms.plugins.module_utils._reshare.gateway import Gateway
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.lending_tables import LOCATION
from ansible_collections.reshare.wms.plugins.module_utils._wms import identity, scim_user
from ansible_collections.reshare.wms.plugins.module_utils._wms.oauth import TokenSource
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT
from support.fake_http import JSON, Reply, Script, fake_responses

ID = "91475"
OK = Reply(b"{}", 200)
LOGIN: Script = {"POST /authn/login-with-expiry": [Reply(b"{}", 201, {**JSON, "x-okapi-token": "token"})]}
TOKEN: Script = {"POST /token": [Reply(json.dumps({"access_token": "token"}).encode())]}


def replies(*bodies: Any) -> list[Reply]:
    return [Reply(json.dumps(body).encode()) for body in bodies]


@pytest.fixture
def gateway(tmp_path):
    login = {"tenant": "tenant", "username": "admin", "password": "password"}
    return Gateway(Session(retries=0), StateDirectory(str(tmp_path / "state")), url="https://x", **login)


@pytest.fixture
def accounts(tmp_path):
    http, state = Session(retries=0), StateDirectory(str(tmp_path / "state"))
    login = {"url": "https://x/token", "key": "key", "secret": "secret"}
    tokens = TokenSource(http, state, **login, registry_id=ID, scopes=["SCIM"])
    return identity.IdentityManagement(http, tokens, RateLimiter(state, "key"), "https://x", ID, lambda text: None)


# ReShare


def entry(returns: str, loan_policy: str) -> dict[str, Any]:
    properties = {"policy.ill.returns": returns, "policy.ill.loan_policy": loan_policy}
    values = {name: [{"id": name, "value": value}] for name, value in properties.items()}
    return {"id": "e1", "slug": "adams", "customProperties": values}


def change_entry(gateway: Gateway, *kept: tuple[str, str]) -> None:
    """Set returns to no, and the loan policy to not_lending. kept: the entry as it is read after the write."""
    lists = [{"results": [entry(*values)], "totalRecords": 1} for values in (("yes", "lending_all_types"), *kept)]
    script = {**LOGIN, "GET /directory/entry": replies(*lists), "PUT /directory/entry/e1": [OK]}
    wanted = {"slug": "adams", "returns": "no", "loan_policy": "not_lending"}
    declared = {DIRECTORY_ENTRY.name: DIRECTORY_ENTRY.declare([wanted])}
    with fake_responses(script) as sent:
        store = directory.Directory(gateway)
        Reconciler([DIRECTORY_ENTRY], lambda _kind: store).run(declared, check_mode=False)
    assert sent["PUT /directory/entry/e1"] == 1


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (("yes", "lending_all_types"), "not_seen"),
        (("yes", "not_lending"), "refused"),
        (("other", "not_lending"), "refused"),
    ],
)
def test_an_entry_that_is_not_as_written_can_mean_that_a_permission_lacks(gateway, kept, code):
    with pytest.raises(Interrupted, match="seems to lack the permission") as found:
        change_entry(gateway, kept)
    assert (found.value.fault.code, found.value.fault.permission) == (code, "directory.entry.managed-item.put")


def test_an_entry_that_is_shown_a_moment_later_is_changed(gateway):
    change_entry(gateway, ("yes", "lending_all_types"), ("no", "not_lending"))


def row_after(gateway: Gateway, method: str, *read: Reply) -> CurrentObject | None:
    """A row of a table, read after a write."""
    script = {**LOGIN, "GET /rs/hostLMSLocations/l1": read, f"{method} /rs/hostLMSLocations/l1": [OK]}
    with fake_responses(script):
        return tables_store.Tables(gateway).by_id(LOCATION, "l1")


def test_a_row_is_gone_if_its_id_is_unknown_or_it_is_hidden(gateway):
    row = {"id": "l1", "code": "MAIN", "name": "Main"}
    there = row_after(gateway, "DELETE", *replies(row))
    assert there is not None and there.fields["code"] == "MAIN"
    assert row_after(gateway, "DELETE", *replies({**row, "hidden": True})) is None
    assert row_after(gateway, "DELETE", Reply(b"{}", 404)) is None


@pytest.mark.parametrize(
    ("pages", "wrong"),
    [
        ([([1], {"totalRecords": 2}), ([], {"totalRecords": 2})], "a list of 1 that names a total of 2"),
        ([([1], {"totalRecords": 0})], "a list of 1 that names a total of 0"),
        ([([1], {}), ([2], {}), ([], {})], None),
        ([([1], {"total": 2}), ([2], {"total": 2})], None),
        ([([], {"totalRecords": 0})], None),
    ],
)
def test_a_list_of_reshare_is_as_long_as_it_says(gateway, pages, wrong):
    lists = [{"results": [{"id": str(one)} for one in rows], **more} for rows, more in pages]
    with fake_responses({**LOGIN, "GET /rs/x": replies(*lists)}) as sent:
        if wrong is None:
            assert len(gateway.rows("/rs/x", {"id": (str, None)})) == sum(len(rows) for rows, _more in pages)
            assert sent["GET /rs/x"] == len(pages)
        else:
            with pytest.raises(CallFailed, match=wrong):
                gateway.rows("/rs/x", {"id": (str, None)})


@pytest.mark.parametrize("body", [{}, {"error": 500, "message": "no"}, {"results": None}, [], {"Results": []}])
def test_a_response_of_reshare_without_a_list_is_no_empty_list(gateway, body):
    with fake_responses({**LOGIN, "GET /rs/x": replies(body)}), pytest.raises(CallFailed, match="JSON structure"):
        gateway.rows("/rs/x", {})


# Identity Management


def record(institution: str | None = ID, **info: Any) -> dict[str, Any]:
    circulation = {"barcode": "B-1", "borrowerCategory": "Student", "homeBranch": "911001", **info}
    persona = {"oclcExpirationDate": "2030-01-01T00:00:00Z"}
    return {
        "id": "1",
        "schemas": [scim_user.CORE, scim_user.PERSONA, scim_user.CIRCULATION],
        scim_user.PERSONA: persona if institution is None else {**persona, "institutionId": institution},
        scim_user.CIRCULATION: {"circulationInfo": circulation},
        "name": {"familyName": "Lending"},
    }


def change_account(accounts: identity.IdentityManagement, before: dict[str, Any], kept: dict[str, Any]) -> None:
    script = {**TOKEN, "GET /Users/1": replies(before), "PUT /Users/1": replies(kept)}
    fields = scim_user.flat(before)
    with fake_responses(script):
        accounts.replace(PATRON_ACCOUNT, CurrentObject("1", None, fields), {**fields, "patron_type": "Faculty"})


GONE = Reply(b"{}", 404)
HTML = Reply(b"<html><title>Firewall</title></html>", 200, {"Content-Type": "text/html"})


def test_an_account_that_a_search_returns_in_another_form_is_not_changed_by_somebody_else(accounts):
    found, single = (
        {**record(), "name": {"familyName": name}} for name in ("B\u00fccher &amp; Co", "Bu\u0308cher & Co")
    )
    fields = scim_user.flat(found)
    changed = {**single, scim_user.CIRCULATION: record(borrowerCategory="Faculty")[scim_user.CIRCULATION]}
    for there, conflict in (({**single, "phoneNumbers": [{"value": "1"}]}, True), (single, False)):
        script = {**TOKEN, "GET /Users/1": replies(there, changed), "PUT /Users/1": replies(changed)}
        refused = pytest.raises(WriteConflict) if conflict else nullcontext()
        with refused, fake_responses(script) as sent:
            accounts.replace(PATRON_ACCOUNT, CurrentObject("1", None, fields), {**fields, "patron_type": "Faculty"})
        assert sent["PUT /Users/1"] == (not conflict)


def apply_account(accounts: identity.IdentityManagement, found: Any, declared: Any, *read: Reply, write: Script) -> Any:
    """Apply an account. found: by the search. read: the responses to reads by its ID."""
    script = {**TOKEN, "POST /Users/.search": replies(found), "GET /Users/1": read, **write}
    wanted = {PATRON_ACCOUNT.name: PATRON_ACCOUNT.declare([{"barcode": "B-1", **declared}])}
    with fake_responses(script):
        return Reconciler([PATRON_ACCOUNT], lambda _kind: accounts).run(wanted, check_mode=False)


NONE = {"totalResults": 0}
FIELDS = {"family_name": "Lending", "patron_type": "Student", "home_branch": "911001", "expires": "2030-01-01"}


@pytest.mark.parametrize(
    ("found", "declared", "read", "write", "code"),
    [
        # The response to a create is an echo.
        (NONE, FIELDS, replies(record()), {"POST /Users": replies(record())}, None),
        (NONE, FIELDS, [GONE, *replies(record())], {"POST /Users": replies({"id": "1"})}, None),
        (NONE, FIELDS, [GONE], {"POST /Users": replies(record())}, "not_seen"),
        (NONE, FIELDS, [HTML], {"POST /Users": replies(record())}, "not_seen"),
        (
            NONE,
            FIELDS,
            replies(record(borrowerCategory=None)),
            {"POST /Users": replies(record())},
            "unexpected_response",
        ),
        (NONE, FIELDS, replies(record("5")), {"POST /Users": replies({"id": "1"})}, "unexpected_response"),
    ],
)
def test_a_created_account_is_read_by_its_id(accounts, found, declared, read, write, code):
    if code is None:
        assert [one.action for one in apply_account(accounts, found, declared, *read, write=write).changes] == [
            "created"
        ]
        return
    with pytest.raises(Interrupted) as stopped:
        apply_account(accounts, found, declared, *read, write=write)
    assert (stopped.value.fault.code, stopped.value.outcome.changes) == (code, [])


@pytest.mark.parametrize("mark", [None, "reshare.wms 914"])
def test_an_account_without_its_whole_mark_is_not_the_one_that_was_written(accounts, mark):
    """The plan alone would not write the mark again."""
    owner, kept = Owner(ID, "RESHARE:ABC"), record()
    if mark is not None:
        kept[scim_user.ADDITIONAL] = {"oclcKeyValuePairs": [{"key": "customdata4", "value": mark}]}
    script = {
        **TOKEN,
        "POST /Users/.search": replies(NONE),
        "POST /Users": replies(record()),
        "GET /Users/1": replies(kept),
    }
    wanted = replace(PATRON_ACCOUNT.declare([{"barcode": "B-1", **FIELDS}]), owner=owner)
    with fake_responses(script), pytest.raises(Interrupted, match="did not store it as sent") as stopped:
        Reconciler([PATRON_ACCOUNT], lambda _kind: accounts).run({PATRON_ACCOUNT.name: wanted}, check_mode=False)
    assert (stopped.value.fault.code, stopped.value.fault.fields) == ("unexpected_response", ("mark",))


@pytest.mark.parametrize("answer", [HTML, Reply(b"", 204)])
def test_a_removed_account_is_gone_only_if_its_id_is_unknown(accounts, answer):
    stays, write = replies(record()), {"DELETE /Users/1": [answer]}
    there = {"totalResults": 1, "Resources": [record()]}
    owned = mock.patch.object(type(PATRON_ACCOUNT), "unowned", lambda *_arguments: None)
    with owned:
        removed = apply_account(accounts, there, {"state": "absent"}, *stays, GONE, write=write)
        assert [one.action for one in removed.changes] == ["removed"]
        with pytest.raises(Interrupted) as stopped:
            apply_account(accounts, there, {"state": "absent"}, *stays, write=write)
    assert (stopped.value.fault.code, stopped.value.outcome.changes) == ("not_seen", [])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "detail": "Authentication failure.",
            "status": "401",
        },
        {"totalResults": 1, "resources": [record()]},
        {"resources": [record()]},
        {"totalResults": 1},
        {"totalResults": 0, "Resources": [record()]},
        {"totalResults": 2, "Resources": [record()]},
        {"totalResults": "1", "Resources": []},
    ],
)
def test_a_search_whose_response_is_no_whole_list_finds_nothing_out(accounts, body):
    with fake_responses({**TOKEN, "POST /Users/.search": replies(body)}), pytest.raises(CallFailed, match="list"):
        accounts.read(PATRON_ACCOUNT, [("B-1",)])


@pytest.mark.parametrize("body", [{"totalResults": 0}, {"totalResults": "0", "Resources": []}, {"Resources": []}])
def test_a_search_without_a_result_says_so(accounts, body):
    with fake_responses({**TOKEN, "POST /Users/.search": replies(body)}):
        assert accounts.read(PATRON_ACCOUNT, [("B-1",)]) == []


@pytest.mark.parametrize("institution", [ID, int(ID), None])
def test_an_account_of_this_institution_or_of_no_named_one_is_changed(accounts, institution):
    change_account(accounts, record(institution), record(institution, borrowerCategory="Faculty"))


@pytest.mark.parametrize("institution", ["128807", "", 0])
def test_an_account_of_another_institution_is_neither_found_nor_written(accounts, institution):
    foreign = record(institution)
    message = (
        f"'B-1' .id 1. belongs to institution {institution}, not to {ID}; check wms_identity_url and wms_registry_id"
    )
    with pytest.raises(CallFailed, match=message):
        change_account(accounts, foreign, copy.deepcopy(foreign))
    found = {"totalResults": 1, "Resources": [foreign]}
    with fake_responses({**TOKEN, "POST /Users/.search": replies(found)}), pytest.raises(CallFailed, match=message):
        accounts.read(PATRON_ACCOUNT, [("B-1",)])
