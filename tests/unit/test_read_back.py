# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading before and after a write: the owner of an object, and whether it is as written, as before, or changed by
others."""

from __future__ import annotations

import copy
import json
from contextlib import nullcontext
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Interrupted, Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._reshare import directory
from ansible_collections.reshare.wms.plugins.module_utils._reshare.gateway import Gateway
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY
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


def change_entry(gateway: Gateway, *kept: tuple[str, str]) -> int:
    """Set returns to no. kept: the entry as it is read after each write. Returns the number of writes."""
    lists = [{"results": [entry(*values)], "totalRecords": 1} for values in (("yes", "not_lending"), *kept)]
    writes = [OK for _list in kept]
    script = {**LOGIN, "GET /directory/entry": replies(*lists), "PUT /directory/entry/e1": writes}
    declared = {DIRECTORY_ENTRY.name: DIRECTORY_ENTRY.declare([{"slug": "adams", "returns": "no"}])}
    with fake_responses(script) as sent:
        store = directory.Directory(gateway)
        Reconciler([DIRECTORY_ENTRY], lambda _kind: store).run(declared, check_mode=False)
    return sent["PUT /directory/entry/e1"]


@pytest.mark.parametrize("kept", [("other", "not_lending"), ("yes", "lending_all_types")])
def test_an_entry_that_a_person_edits_just_after_it_was_written_is_written_again(gateway, kept):
    assert change_entry(gateway, kept, ("no", "not_lending")) == 2


def test_another_field_that_a_person_edits_is_kept(gateway):
    assert change_entry(gateway, ("no", "lending_all_types")) == 1


def test_an_entry_that_stays_as_it_was_means_that_a_permission_lacks(gateway):
    with pytest.raises(Interrupted, match="accepted, but not stored. The account seems to lack") as found:
        change_entry(gateway, ("yes", "not_lending"))
    assert found.value.fault.permission == "directory.entry.managed-item.put"


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
    script = {**TOKEN, "GET /Users/1": replies(before, kept), "PUT /Users/1": replies(kept)}
    fields = scim_user.flat(before)
    with fake_responses(script):
        accounts.replace(PATRON_ACCOUNT, CurrentObject("1", None, fields), {**fields, "patron_type": "Faculty"})


def test_an_account_that_a_person_changes_just_after_it_was_written_is_a_conflict(accounts):
    with pytest.raises(WriteConflict, match="'B-1' differs from what was written"):
        change_account(accounts, record(), record(borrowerCategory="Visitor"))
    with pytest.raises(CallFailed, match="OCLC accepted the change but did not store"):
        change_account(accounts, record(), record())


def test_an_account_that_a_search_returns_in_another_form_is_not_changed_by_somebody_else(accounts):
    found, single = (
        {**record(), "name": {"familyName": name}} for name in ("B\u00fccher &amp; Co", "Bu\u0308cher & Co")
    )
    fields = scim_user.flat(found)
    changed = {**single, scim_user.CIRCULATION: record(borrowerCategory="Faculty")[scim_user.CIRCULATION]}
    for there, conflict in (({**single, "phoneNumbers": [{"value": "1"}]}, True), (single, False)):
        script = {**TOKEN, "GET /Users/1": replies(there, changed), "PUT /Users/1": replies(changed)}
        with fake_responses(script) as sent, pytest.raises(WriteConflict) if conflict else nullcontext():
            accounts.replace(PATRON_ACCOUNT, CurrentObject("1", None, fields), {**fields, "patron_type": "Faculty"})
        assert sent["PUT /Users/1"] == (not conflict)


def create_account(accounts: identity.IdentityManagement, response: dict[str, Any], *read: dict[str, Any]) -> int:
    """Create the account of record(). Returns how often it was read."""
    script = {**TOKEN, "POST /Users": replies(response), "GET /Users/1": replies(*read)}
    with fake_responses(script) as sent:
        accounts.create(PATRON_ACCOUNT, scim_user.flat(record()))
    return sent["GET /Users/1"]


def test_a_created_account_is_read_only_if_the_response_lacks_something(accounts):
    assert create_account(accounts, record()) == 0
    assert create_account(accounts, {"id": "1"}, record()) == 1
    with pytest.raises(CallFailed, match="OCLC accepted the change but did not store Patron Type"):
        create_account(accounts, record(borrowerCategory=None), record(borrowerCategory=None))
    with pytest.raises(CallFailed, match=f"belongs to institution 5, not to {ID}"):
        create_account(accounts, record("5"))


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
