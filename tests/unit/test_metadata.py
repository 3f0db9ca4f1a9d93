# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading locations from the WorldCat Metadata API: valid and rejected responses (oclc-apis.md 4.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, TaskError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import normal
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Response
from ansible_collections.reshare.wms.plugins.module_utils._wms.metadata import SCOPE, BranchLocations
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.locations import HOLDING_CODE, SHELVING_LOCATION

URL = "https://metadata.example/worldcat/manage/institution-config/branch-shelving-locations"

MAIN: dict[str, Any] = {
    "branchLocationId": "125571",
    "branchLocationNumber": "33482",
    "branchLocationName": "West Branch",
    "branchLocationHoldingCode": "WEST",
    "branchLocationHoldingSymbol": "OCWMS",
    "defaultHoldingSymbol": True,
    "shelvingLocations": ["Stacks", "Reference"],
    "shelvingLocationScheme": "Library of Congress",
}


#: Of a branch, beside its code.
FIELDS = ("branch_name", "branch_registry_id", "default_symbol", "shelving_locations")


class FakeSession:
    """Returns the same response to every read, and records the calls."""

    def __init__(self, text: str, status: int = 200):
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._text, self._status = text, status

    def read(self, method: str, url: str, **options: Any) -> Response:
        self.calls.append((method, url, options))
        return Response(f"{method} {url}", self._status, {}, self._text, {})


class FakeTokens:
    """Authorises every call."""

    def authorised(self, send, method, url, headers=None, **options):
        return send(method, url, headers={"Authorization": "Bearer tk_1", **(headers or {})}, **options)


def institution(*locations: Any, **more: Any) -> dict[str, Any]:
    return {"hasProblems": False, "id": "91475", "branchLocations": list(locations), **more}


def store(body: Any, status: int = 200) -> BranchLocations:
    return BranchLocations(FakeSession(json.dumps(body), status), FakeTokens(), "https://metadata.example/", "91475")


def read(body: Any, status: int = 200) -> list[CurrentObject]:
    return store(body, status).read(HOLDING_CODE, ())


def refusal(body: Any, status: int = 200) -> str:
    with pytest.raises(CallFailed) as caught:
        read(body, status)
    assert caught.value.status == status
    return str(caught.value)


def without(name: str) -> dict[str, Any]:
    return {member: value for member, value in MAIN.items() if member != name}


def test_the_request_and_the_resulting_locations():
    session = FakeSession(json.dumps(institution(MAIN)))
    (stored,) = BranchLocations(session, FakeTokens(), "https://metadata.example/", "91475").read(HOLDING_CODE, ())
    headers = {"Authorization": "Bearer tk_1", "Accept": "application/json"}
    assert session.calls == [("GET", URL, {"params": {"includeShelvingLocations": "true"}, "headers": headers})]
    fields = {
        "holding_code": "WEST",
        "branch_name": "West Branch",
        "branch_registry_id": "125571",
        "default_symbol": "OCWMS",
        "shelving_locations": "Stacks; Reference",
    }
    assert stored == CurrentObject("WEST", None, fields)
    assert SHELVING_LOCATION.identities([stored.fields]) == [("WEST", "Stacks"), ("WEST", "Reference")]


@pytest.mark.parametrize(
    ("location", "fields"),
    [
        ({**MAIN, "branchLocationId": 125571}, {"branch_registry_id": "125571"}),
        ({**MAIN, "shelvingLocations": ["Stacks ", "", " "]}, {"shelving_locations": "Stacks"}),
        (without("shelvingLocations"), {"shelving_locations": None}),
        (
            {**dict.fromkeys(MAIN), "branchLocationHoldingCode": " WEST ", "branchLocationHoldingSymbol": "", "shelvingLocations": []},
            {"holding_code": "WEST", **dict.fromkeys(FIELDS)},
        ),
    ],
)  # fmt: skip
def test_numbers_are_texts_and_what_is_blank_is_left_out(location, fields):
    (stored,) = read(institution(location, id=91475))
    assert {name: stored.fields.get(name) for name in fields} == fields


def test_names_are_in_the_form_in_which_people_write_them():
    sent = {
        "branchLocationName": "Bu\u0308cher &amp; Karten",
        "shelvingLocations": ["Bu\u0308cher", "Maps &amp; Atlases"],
    }
    (stored,) = read(institution({**MAIN, **sent}))
    assert stored.fields["branch_name"] == "B\u00fccher & Karten"
    assert SHELVING_LOCATION.identities([stored.fields]) == [("WEST", "B\u00fccher"), ("WEST", "Maps & Atlases")]


@pytest.mark.parametrize("code", [None, "", " "])
def test_a_branch_without_a_holding_code_is_ignored(code):
    bare = {**MAIN, "branchLocationHoldingCode": code, "shelvingLocations": None}
    assert [one.id for one in read(institution(MAIN, bare, without("branchLocationHoldingCode")))] == ["WEST"]


def test_branches_of_which_none_has_a_holding_code_are_the_short_form():
    assert "none of its branchLocations has a holding code" in refusal(
        institution(without("branchLocationHoldingCode"))
    )


def test_a_library_without_branches_has_no_locations():
    assert read({"id": "91475", "branchLocations": []}) == []


@pytest.mark.parametrize(
    "body, complaint",
    [
        ([], "it is not of type object"),
        ({}, "it has no id"),
        ({"id": "91475", "hasProblems": False}, "it has no branchLocations"),
        ({"id": None}, "it has no id"),
        ({"id": True}, "id is not a text"),
        ({"id": ["91475"]}, "id is not a text"),
        (institution(hasProblems=None), "hasProblems is neither true nor false"),
        (institution(hasProblems="true"), "hasProblems is neither true nor false"),
        (institution(branchLocations=None), "branchLocations is not a list"),
        (institution(branchLocations={}), "branchLocations is not a list"),
        (institution(None), "one of its branchLocations is not an object"),
        (institution({**MAIN, "branchLocationHoldingCode": 1}), "branchLocationHoldingCode is not a text"),
        (institution({**MAIN, "branchLocationName": {}}), "branchLocationName is not a text"),
        (institution({**MAIN, "branchLocationId": 1.5}), "branchLocationId is not a text"),
        (institution({**MAIN, "branchLocationHoldingSymbol": False}), "branchLocationHoldingSymbol is not a text"),
        (institution({**MAIN, "shelvingLocations": None}), "shelvingLocations is not a list"),
        (institution({**MAIN, "shelvingLocations": "Stacks"}), "shelvingLocations is not a list"),
        (institution({**MAIN, "shelvingLocations": [None]}), "a shelving location of WEST is not a text"),
    ],
)
def test_another_shape_is_refused(body, complaint):
    text = refusal(body)
    assert text.startswith(f"GET {URL} returned ")
    assert complaint in text


def test_a_body_that_is_not_json_is_rejected():
    session = FakeSession("<title>Sign in</title>")
    with pytest.raises(CallFailed, match="Sign in"):
        BranchLocations(session, FakeTokens(), "https://metadata.example", "91475").read(HOLDING_CODE, ())


def test_another_institution_is_refused():
    text = refusal(institution(MAIN, id="128807"))
    assert "returned HTTP 200 with institution 128807 instead of 91475; check wms_registry_id" in text


def test_a_response_with_problems_is_rejected():
    assert "problems with the locations" in refusal({"hasProblems": True})
    assert "problems with the locations" in refusal(institution(MAIN, hasProblems=True))


def test_a_semicolon_in_a_name_is_refused():
    text = refusal(institution({**MAIN, "shelvingLocations": ["Stacks", "Maps; Atlases"]}))
    assert "shelving location 'Maps; Atlases' of Holding Code 'WEST'" in text
    assert HOLDING_CODE.screen in text


@pytest.mark.parametrize(
    "status, body, words",
    [
        (401, {"message": "Unauthorized"}, "HTTP 401: Unauthorized. OCLC rejected a token that it had just issued"),
        (403, {"message": "Forbidden"}, f"(2) The WSKey lacks the scope {SCOPE}"),
        (403, {"message": "Forbidden"}, "if this is impossible, set wms_read_locations to false."),
        (404, None, "HTTP 404: 'null'. Check wms_metadata_url."),
        (400, {"type": "x", "title": "Bad Request", "detail": "No such branch."}, "HTTP 400: No such branch."),
        (406, {"title": "Not Acceptable", "detail": None}, "HTTP 406: Not Acceptable."),
        (500, {}, "HTTP 500: '{}'."),
    ],
)
def test_a_failed_call_has_oclcs_words_and_advice(status, body, words):
    assert words in refusal(body, status)


def test_nothing_can_be_written():
    locations = store(institution(MAIN))
    (stored,) = locations.read(HOLDING_CODE, ())
    with pytest.raises(TaskError, match="WEST"):
        locations.create(HOLDING_CODE, stored.fields)
    with pytest.raises(TaskError, match="WEST"):
        locations.replace(HOLDING_CODE, stored, stored.fields)
    with pytest.raises(TaskError, match="WEST"):
        locations.remove(HOLDING_CODE, stored)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("91475")
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
LOCATIONS = st.fixed_dictionaries({}, optional={name: st.just(value) | ANYTHING for name, value in MAIN.items()})
INSTITUTIONS = st.fixed_dictionaries(
    {"id": st.just("91475") | ANYTHING},
    optional={
        "hasProblems": st.just(False) | ANYTHING,
        "branchLocations": st.lists(LOCATIONS | ANYTHING, max_size=3) | ANYTHING,
    },
)


@given(body=ANYTHING | INSTITUTIONS, status=st.sampled_from([200, 400, 403, 500]))
def test_any_response_gives_a_list_or_an_error(body, status):
    try:
        found = read(body, status)
    except CallFailed as fault:
        assert fault.status == status
        return
    assert status == 200
    for stored in found:
        assert isinstance(stored, CurrentObject)
        assert stored.id == stored.fields["holding_code"]
        assert all(value and isinstance(value, str) for value in stored.fields.values())


@given(names=st.lists(st.text(max_size=10).filter(lambda name: ";" not in name and name.strip()), max_size=5))
def test_every_name_can_be_read_again(names):
    (stored,) = read(institution({**MAIN, "shelvingLocations": names}))
    unique = list(dict.fromkeys(normal(name.strip()) for name in names))
    assert [name for _unused, name in SHELVING_LOCATION.identities([stored.fields])] == unique
