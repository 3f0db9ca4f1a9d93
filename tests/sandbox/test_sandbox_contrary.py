# SPDX-License-Identifier: GPL-3.0-or-later

"""Other choices of the sandbox: the operators of edits, what each sort of edit does to a request, and how choices are made."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from reshare_wms_sandbox import cli, seed
from reshare_wms_sandbox.contrary import Contrary, choices, first_contact
from reshare_wms_sandbox.contrary.operators import apply
from reshare_wms_sandbox.counters import Call

from support.library import SCIM, Library
from support.sandbox_control import SandboxControl

DOCUMENT: dict[str, Any] = {"id": "7", "on": False, "rows": [{"a": "All", "b": "x y"}, {"a": "z"}], "part": {"n": 1}}

#: An operator with its path, and the members of the document that it changes.
OPERATIONS = {
    "drop": ("id", None, {"id": ...}),
    "drop a value": ("rows/*/*", "All", {"rows": [{"b": "x y"}, {"a": "z"}]}),
    "drop a value of the same type": ("*", 0, {}),
    "drop an object": ("rows/*", {"a": "z"}, {"rows": [{"a": "All", "b": "x y"}]}),
    "keep": ("rows/0", ["b"], {"rows": [{"b": "x y"}, {"a": "z"}]}),
    "rename": ("id", "key", {"id": ..., "key": "7"}),
    "put": ("part/m", 2, {"part": {"n": 1, "m": 2}}),
    "fill": ("rows/*/b", "-", {"rows": [{"a": "All", "b": "x y"}, {"a": "z", "b": "-"}]}),
    "retype": ("id", "number", {"id": 7}),
    "retype a switch": ("on", "text", {"on": "false"}),
    "add": ("**/n", 1, {"part": {"n": 2}}),
    "case": ("rows/*/a", "lower", {"rows": [{"a": "all", "b": "x y"}, {"a": "z"}]}),
    "sub": ("**/b", [" ", "-"], {"rows": [{"a": "All", "b": "x-y"}, {"a": "z"}]}),
    "reverse": ("rows", None, {"rows": [{"a": "z"}, {"a": "All", "b": "x y"}]}),
    "double": ("rows", None, {"rows": [*DOCUMENT["rows"][:1] * 2, *DOCUMENT["rows"][1:] * 2]}),
    "append": ("rows", {"a": "new"}, {"rows": [*DOCUMENT["rows"], {"a": "new"}]}),
    "sort": ("rows/0/b", " ", {}),
    "sort in another order": ("rows/0/a", "l", {"rows": [{"a": "llA", "b": "x y"}, {"a": "z"}]}),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operator_changes_what_its_path_names_and_nothing_else(name):
    path, to, changes = OPERATIONS[name]
    expected = {key: value for key, value in {**DOCUMENT, **changes}.items() if value is not ...}
    assert apply(copy.deepcopy(DOCUMENT), path, name.split()[0], to) == expected


def test_a_path_that_leads_nowhere_changes_nothing():
    assert apply(copy.deepcopy(DOCUMENT), "id/deeper/**/x", "drop", None) == DOCUMENT
    assert apply([1, 2], "", "reverse", None) == [2, 1]


def made(make, assumption: str, alternative: str) -> Library:
    return make(contrary={assumption: alternative})


def acted(library: Library) -> int:
    found = library.http.get(f"{library.base}/_sandbox/contrary", params={"library": library.id}).json()
    assert [(one["library"], len(one)) for one in found] == [(library.id, 4)]
    return found[0]["acted"]


def token(library: Library) -> dict[str, Any]:
    asked = {"grant_type": "client_credentials", "scope": f"configuration context:{library.id}"}
    return library.http.post(f"{library.base}/token", data=asked, auth=(library.key, library.secret)).json()


def policies(library: Library) -> tuple[str, dict[str, str]]:
    headers = {"Authorization": f"Bearer {token(library)['access_token']}"}
    return f"{library.base}/configuration/v1/institutions/{library.id}/loan-policies", headers


def test_a_response_is_edited_for_the_library_that_chose_it_alone(make):
    library, other = made(make, "oauth-context-member", "missing"), make()
    assert "context_institution_id" not in token(library)
    assert token(other)["context_institution_id"] == other.id
    assert acted(library) == 1
    library.install()
    assert acted(library) == 0


def test_what_a_list_did_not_have_before_is_stored_at_its_end():
    contrary = Contrary({"loan-policy-map-screen": "default"})
    rows = [{"policy": name} for name in "abc"]
    kept = contrary.store("", "loan_policy_map", {"rows": rows[1:2]}, {"rows": rows})
    assert kept == {"rows": [rows[1], rows[0], rows[2]]}
    assert contrary.store("", "loan_policy_map", kept, {"rows": rows}) == {"rows": rows}
    assert contrary.store("", "loan_policy_map", None, {}) == {}


def test_a_request_can_be_refused(make):
    library = made(make, "no-configuration-api", "default")
    path, headers = policies(library)
    assert library.http.post(path, json={"fields": {"name": "New"}}, headers=headers).status_code == 405
    assert (library.find_object("loan_policies", "New"), acted(library)) == (None, 1)


def test_the_first_request_with_each_token_can_be_refused(make):
    library = made(make, "oclc-retry-after", "unit")
    for _login in range(2):
        asked = {"grant_type": "client_credentials", "scope": f"SCIM context:{library.id}"}
        given = library.http.post(f"{library.base}/token", data=asked, auth=(library.key, library.secret)).json()
        headers = {"Authorization": f"Bearer {given['access_token']}", "Accept": SCIM}
        address = f"{library.base}/{library.id}/idaas/scim/v2/Users/1"
        found = [library.http.get(address, headers=headers) for _request in range(3)]
        assert [one.status_code for one in found] == [429, 404, 404]
        assert found[0].headers["retry-after"] == "0"


def test_the_first_read_after_a_write_can_be_the_one_of_before(make):
    library = made(make, "save-effect", "delayed")
    path, headers = policies(library)

    def names() -> list[str]:
        return [one["fields"]["name"] for one in library.http.get(path, headers=headers).json()["items"]]

    before = names()
    assert names() == before
    assert library.http.post(path, json={"fields": {"name": "New"}}, headers=headers).status_code == 201
    assert [names(), names()] == [before, [*before, "New"]]
    assert acted(library) == 1


def test_reads_can_be_those_of_a_replica_that_is_some_seconds_behind(make, clock):
    clock.stop()
    library = made(make, "read-after-write", "delayed")
    rows = "rs/shelvingLocations"

    def codes() -> list[str]:
        return [row["code"] for row in library.call_gateway("GET", f"{rows}?perPage=100")]

    before = codes()
    new = library.call_gateway("POST", rows, {"code": "New"})["id"]
    for seconds, shown in ((0, False), (3, False), (2, True)):
        clock.advance(seconds)
        assert (codes() == [*before, "New"], there(library, f"{rows}/{new}")) == (shown, shown)
    library.call_gateway("DELETE", f"{rows}/{new}")
    assert (codes(), there(library, f"{rows}/{new}")) == ([*before, "New"], True)
    clock.advance(5)
    assert (codes(), there(library, f"{rows}/{new}")) == (before, False)


def there(library: Library, path: str) -> bool:
    try:
        return bool(library.call_gateway("GET", path))
    except AssertionError:
        return False


def test_a_library_can_become_contrary(make):
    library = make()
    library.set_setting("check_in_item", "manual")
    library.choose({"modrs-settings-there": "ignored"})
    library.set_setting("check_in_item", "on")
    assert (library.settings()["check_in_item"], acted(library)) == ("manual", 1)
    with pytest.raises(RuntimeError, match="has no alternative"):
        library.choose({"modrs-settings-there": "other"})
    with pytest.raises(RuntimeError, match="does not exist"):
        SandboxControl(library.base).call("POST", "libraries/none/contrary", json={})


def test_a_header_of_a_response_can_be_removed(make):
    patron = {"barcode": "B1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Test"}
    for contrary, shown in (({}, True), ({"scim-etag": "renamed"}, False)):
        library = make(patrons=[patron], contrary=contrary)
        (found,) = library.search("B1").json()["Resources"]
        answer = library.scim("GET", f"/Users/{found['id']}")
        assert (answer.status_code, "etag" in answer.headers) == (200, shown)


def test_a_choice_can_replace_members_of_the_seed():
    given = seed.Library(name="a", registry_id="1", contrary={"scim-search-delay": "delayed"})
    assert Contrary({}).seeded(given).identity.search_delay == 3
    assert given.identity.search_delay == 0


def test_a_choice_for_all_libraries_counts_for_those_that_made_none():
    contrary = Contrary({"scim-schemas": "missing"})
    contrary.choose(seed.Library(name="a", registry_id="1", contrary={"scim-schemas": "order"}))
    contrary.choose(seed.Library(name="b", registry_id="2"))
    found = {
        one: [pair.alternative for pair, _edit in contrary.edits(Call(one, "identity", "users", "GET"))] for one in "12"
    }
    assert found == {"1": ["order"], "2": ["missing"]}


@pytest.mark.parametrize("choice", ["scim-schema=missing", "scim-schemas=nothing", "scim-schemas"])
def test_an_unknown_choice_is_refused_with_a_sentence(capsys, tmp_path, choice):
    assumption, _equals, alternative = choice.partition("=")
    path = tmp_path / "seed.yml"
    path.write_text(f"libraries: [{{name: a, registry_id: '1', contrary: {{{assumption}: '{alternative}'}}}}]")
    for arguments in (["--contrary", choice], ["--seed", str(path)]):
        with pytest.raises(SystemExit) as ended:
            cli.main(["serve", *arguments])
        error = capsys.readouterr().err
        assert (ended.value.code, "Traceback" in error, "pydantic" in error) == (2, False, False)
        assert (
            "; similar: scim-schemas" if assumption == "scim-schema" else "scim-schemas has no alternative"
        ) in error


def test_two_choices_of_an_assumption_are_refused(capsys):
    with pytest.raises(SystemExit):
        cli.main(["serve", *(f"--contrary=scim-schemas={other}" for other in ("order", "missing"))])
    assert "--contrary has scim-schemas twice." in capsys.readouterr().err


def first_contact_file(path: Path, *found: dict[str, Any], **members: Any) -> Path:
    """A file of the playbook first_contact."""
    findings = [{"alternatives": [], **one} for one in found]
    given = {"format": "reshare.wms first contact", "version": 1, "assumptions": findings, **members}
    path.write_text(json.dumps(given))
    return path


def test_the_choices_of_a_first_contact_are_those_that_were_seen(tmp_path):
    found = first_contact.read(
        first_contact_file(
            tmp_path / "contact.json",
            {"id": "oauth-token-lifetime", "state": "contradicted"},
            {"id": "scim-schemas", "state": "contradicted", "alternatives": ["order"]},
            {"id": "scim-value-types", "state": "contradicted", "alternatives": ["type", "missing"]},
            {"id": "metadata-institution", "state": "confirmed"},
            {"id": "ncip-agency", "state": "agrees"},
        )
    )
    assert found.not_played() == ["oauth-token-lifetime", "scim-value-types"]
    seen = {"scim-schemas": "order", "scim-value-types": "type"}
    # As assumed, where nothing was observed.
    assert found.chosen() == seen
    drawn = [found.chosen(number) for number in range(40)]
    assert drawn[0] == found.chosen(0)
    assert [one for one in drawn if not {*seen.items()} <= {*one.items()}] == []
    assert {one.get("scim-custom-data") for one in drawn} == {None, *choices()["scim-custom-data"]}
    as_assumed = {"oauth-token-lifetime", "metadata-institution", "ncip-agency"}
    assert [one for one in drawn if as_assumed & set(one)] == []
    # Responses to these calls were seen, so no draw changes them.
    answered = [Call("", "token", "token", "POST"), Call("", "metadata", "branch_shelving_locations", "GET")]
    pairs = {pair for one in drawn for pair in one.items()} - {*seen.items()}
    edits = [edit for assumption, alternative in pairs for edit in choices()[assumption][alternative]]
    assert [edit for edit in edits for call in answered if edit.meets(call)] == []
    assert any(edit.meets(Call("", "ncip", "CheckInItem", "POST")) for edit in edits)


@pytest.mark.parametrize(
    "wrong", ["no file", "text", "too large", {"version": 2}, {"format": "drift"}, {"assumptions": [{"id": 1}]}]
)
def test_another_file_than_of_a_first_contact_is_refused_with_a_sentence(capsys, tmp_path, wrong):
    path = tmp_path / "contact.json"
    if isinstance(wrong, dict):
        first_contact_file(path, **wrong)
    elif wrong != "no file":
        path.write_text(wrong * (1_000_000 if wrong == "too large" else 1))
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--as", str(path)])
    error = capsys.readouterr().err
    assert (ended.value.code, "Traceback" in error, "pydantic" in error) == (2, False, False)
    assert str(path) in error and len(error.splitlines()) == 1


def test_every_edit_says_what_is_different():
    idle = [
        (assumption, alternative)
        for assumption, alternatives in choices().items()
        for alternative, edits in alternatives.items()
        if not edits or any(not edit.model_fields_set - {"calls", "asked", "answered"} for edit in edits)
    ]
    assert idle == []
