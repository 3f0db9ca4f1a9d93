# SPDX-License-Identifier: GPL-3.0-or-later

"""Branches and shelving locations in the WorldCat Metadata API (oclc-apis.md 4.1)."""

from typing import Any

import pytest
import requests

SCOPE = "WorldCatMetadataAPI:get_holding_codes"
PATH = "/worldcat/manage/institution-config/branch-shelving-locations"
FULL = {"includeShelvingLocations": "true"}
#: A key without scopes in its seed.
KEYS = [{"key": "key-NN", "secret": "secret-NN"}]


@pytest.fixture
def library(make):
    return make(wskeys=KEYS)


def ask(library, parameters: Any = None, method: str = "GET", path: str = PATH, **headers: str) -> requests.Response:
    sent = {"Accept": "application/json", **headers}
    if "Authorization" not in sent:
        sent |= library.bearer(SCOPE)
    return library.http.request(method, f"{library.base}/metadata{path}", params=parameters, headers=sent)


def found(library, parameters: Any = None) -> dict[str, Any]:
    answer = ask(library, parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


@pytest.mark.parametrize("parameters", [None, {"includeShelvingLocations": "false"}])
def test_the_short_form_has_branches_only(library, parameters):
    answer = found(library, parameters)
    locations = answer.pop("branchLocations")
    assert answer.pop("institutionNumber") != library.id
    assert answer == {
        "hasProblems": False,
        "id": library.id,
        "institutionName": library.seed["institution_name"],
        "oclcSymbol": library.seed["symbol"],
    }
    assert [set(one) for one in locations] == [{"branchLocationId", "branchLocationNumber", "branchLocationName"}] * 2
    branches = [(branch["registry_id"], branch["name"]) for branch in library.seed["branches"]]
    assert [(one["branchLocationId"], one["branchLocationName"]) for one in locations] == branches
    assert all(isinstance(one["branchLocationNumber"], str) for one in locations)


def test_the_full_form_has_shelving_locations(make):
    branches = [
        {"name": "Main", "registry_id": "91NN", "holding_code": "TSTM", "default_symbol": "LNN"},
        {"name": "Law", "registry_id": "92NN", "holding_code": "TSTL", "default_symbol": "LAW"},
        {"name": "Annex", "registry_id": "93NN", "holding_code": "TSTA", "shelving_locations": "Stacks; Children's"},
    ]
    library = make(wskeys=KEYS, branches=branches)
    main, law, annex = found(library, FULL)["branchLocations"]
    assert main.pop("branchLocationNumber") and main.pop("branchLocationId") and main.pop("branchLocationName")
    assert main == {
        "branchLocationHoldingCode": "TSTM",
        "branchLocationHoldingSymbol": library.seed["symbol"],
        "defaultHoldingSymbol": True,
        "shelvingLocations": [],
        "shelvingLocationScheme": "Library of Congress",
    }
    assert (law["branchLocationHoldingSymbol"], law["defaultHoldingSymbol"]) == ("LAW", False)
    assert annex["shelvingLocations"] == ["Stacks", "Children's"]
    assert "branchLocationHoldingSymbol" not in annex and "defaultHoldingSymbol" not in annex


def test_one_branch_can_be_selected(library):
    branch = library.seed["branches"][1]["registry_id"]
    (location,) = found(library, {"branchLocationLimit": branch, **FULL})["branchLocations"]
    assert (location["branchLocationId"], location["branchLocationHoldingCode"]) == (branch, "TSTA")
    assert found(library, {"branchLocationLimit": "1"}) == {"hasProblems": False, "id": library.id}


def test_a_library_without_branches_has_the_shortest_response(make):
    library = make(wskeys=KEYS, branches=[])
    assert found(library, FULL) == {"hasProblems": False, "id": library.id}


def test_the_institution_is_the_context_of_the_token(library, make):
    shared = make(wskeys=[{"key": "shared-NN", "secret": "s", "contexts": ["9NN", library.id, "1"]}])
    assert ask(shared).json()["id"] == shared.id
    other = ask(shared, **shared.bearer(f"{SCOPE} context:{library.id}"))
    assert other.json()["id"] == library.id
    assert ask(shared, **shared.bearer(f"{SCOPE} context:1")).status_code == 403


def test_an_insufficient_scope_is_403(library):
    answer = ask(library, **library.bearer("SCIM configuration"))
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
