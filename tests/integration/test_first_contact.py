# SPDX-License-Identifier: GPL-3.0-or-later

"""The first contact with the sandbox, in worlds as assumed and in contrary ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reshare_wms_sandbox.contrary import choices
from reshare_wms_sandbox.testing import running

from contrary.pairs import Pair, pairs
from support.controller import Controller, run
from support.file_schemas import conforming
from support.library import Library
from support.seeds import SEED

_DIRECTORY = copy.deepcopy(SEED["reshare"]["directory"])
_DIRECTORY[1]["custom_properties"] = {"policy.ill.loan_policy": ["lending_all_types"]}
#: A library with something of everything that responses show.
WHOLE: dict[str, Any] = {
    "wskey": {"scopes": ["SCIM", "configuration", "WMS_NCIP", "WorldCatMetadataAPI:get_holding_codes"]},
    "branches": [{**branch, "default_symbol": "LNN"} for branch in SEED["branches"]],
    "patrons": [
        {
            **{"barcode": "PATRON-1", "borrowerCategory": "Student", "homeBranch": "91NN", "expires": "2099-12-31"},
            "familyName": "Bücher & Co",
        }
    ],
    "reshare": {
        "directory": _DIRECTORY,
        "locations": [{"code": "TSTM", "supplyPreference": 1}, {"code": "TSTA"}],
        "shelving_locations": [{"code": "Stacks", "supplyPreference": 2}, {"code": "Reserves"}],
        "sites": [{"location": "TSTM", "shelving_location": "Stacks"}],
        "settings": {"wms_api_key": "key-NN", "wms_api_secret": "secret-of-NN"},
    },
}
OPTIONS = {
    "patron_barcode": "PATRON-1",
    "patron_type": "Student",
    "borrowing_holding_location": "TSTM",
    "transactions": True,
}

_REJECTED = "a rejection is no observation"
#: Pairs that change something in a first contact, and are not observed.
NOT_OBSERVED = {
    **dict.fromkeys(
        (
            *("oauth-foreign-context=renamed", "oauth-disabled-key=refused", "oauth-disabled-key=default"),
            *("scim-write-scope=renamed", "gateway-login=refused"),
        ),
        _REJECTED,
    ),
    "scim-own-correlation=missing": "an account that was not created over the API may have no entry",
    "metadata-is-table=order": "the order has no meaning",
    "reshare-auto-responder=default": "the value of the setting is the choice of the library",
    "modrs-hidden-rows=missing": "a hidden row is in no list",
    "reshare-boolean-texts=missing": "what is not set is not in a response either",
    "directory-copy-shape=type": "whether a value is there is looked at, not its type",
    "crosslink-rejects=default": "the value is the choice of the library",
    **dict.fromkeys(
        ("oauth-token-context=refused", "oauth-token-context=default", "reshare-patron-search=renamed"),
        "ReShare's settings can have another key or address than the collection",
    ),
    "reshare-status-profile=renamed": "a person can have added the profiles",
    "reshare-no-loan-policies=default": "a person can have added the rows",
    "patron-type-policy-screen=renamed": "the labels of the library's own fields are not those of OCLC's page",
    "patron-type-policy-screen=type": "a limit that is a text is understood",
    "loan-policy-screen=type": "no loan policy of the library has one of these values",
}
#: In each run of the tests: one of each system.
FEW = (
    "oauth-granted-scopes=type",
    "scim-value-types=unit",
    "ncip-problem-place=renamed",
    "directory-entry-shape=paged",
)


def contact(library: Library, **more: Any) -> dict[str, Any]:
    return run("first_contact", library, wms_main_branch=library.branch, **OPTIONS, **more)["document"]


def is_of_screens(pair: Pair) -> bool:
    """Whether the screens are other ones."""
    return any(edit.calls.startswith("screens") for edit in choices()[pair.assumption][pair.alternative])


def contradicted(found: dict[str, Any]) -> list[str]:
    """Each with the alternatives that are named, or *unknown*."""
    wrong = [one for one in found["assumptions"] if one["state"] == "contradicted"]
    return [f"{one['id']}={other}" for one in wrong for other in one["alternatives"] or ["unknown"]]


def acted(library: Library) -> bool:
    """Whether the alternative changed a response."""
    found = library.http.get(f"{library.base}/_sandbox/contrary", params={"library": library.id})
    return any(one["acted"] for one in found.json())


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(pair, id=str(pair), marks=[] if str(pair) in FEW else pytest.mark.long)
        for pair in pairs()
        if not is_of_screens(pair)
    ],
)
def test_a_contrary_world_is_named_exactly(make: Callable[..., Library], pair: Pair):
    library = make(contrary={pair.assumption: pair.alternative}, **WHOLE)
    found = contact(library)
    named = contradicted(found)
    assert named == ([str(pair)] if acted(library) and str(pair) not in NOT_OBSERVED else [])
    # What works is no reason to stop, and what stops may have a setting.
    assert found["verdict"] == "go_on" or not pair.works
    assert found["verdict"] != "go_on" or pair.works or not named


def test_the_exceptions_are_pairs():
    assert {*NOT_OBSERVED, *FEW} <= {str(pair) for pair in pairs()}


def test_without_transactions_only_logins_searches_and_lists_are_requested(make: Callable[..., Library]):
    library = make(**WHOLE)
    before = library.comparable()
    found = run("first_contact", library, **{**OPTIONS, "transactions": False})["document"]
    assert (library.writes(), library.comparable()) == ({}, before)
    assert contradicted(found) == []
    assert {"ncip-probe", "reshare-patron-check"}.isdisjoint(one["id"] for one in found["assumptions"])


def test_a_rejected_login_is_not_repeated(make: Callable[..., Library]):
    library = make(**WHOLE)
    result = run("first_contact", library, **OPTIONS, wms_main_branch=library.branch, wms_secret="another secret")
    assert sum(count for (system, _kind, _method), count in library.calls().items() if system == "token") == 1
    assert "/token returned HTTP 401" in result["warnings"][0]
    found = result["document"]
    assert found["verdict"] == "stop"
    assert found["stops"] == [
        "Login at OCLC: The system returned HTTP 401.",
        *(
            f"Login at OCLC with the scope for {name}: The system rejected a login with these credentials before, so it was not repeated."
            for name in ("locations", "NCIP")
        ),
    ]
    assert "gateway-modules" in {one["id"] for one in found["assumptions"]}


def test_a_patron_that_the_search_does_not_find_is_a_warning(make: Callable[..., Library]):
    result = run("first_contact", make(**WHOLE), patron_barcode="PATRON-2")
    assert "Patron Account 'PATRON-2' has no result" in result["warnings"][0]
    assert "PATRON-2" not in json.dumps(result["document"])


@pytest.mark.parametrize(
    "content", ["[", "{}", '{"format": "reshare.wms answers", "library": "adams"}', "[" * 6_000_000]
)
def test_a_damaged_file_is_an_error_before_the_first_request(make: Callable[..., Library], tmp_path: Path, content):
    library, path = make(**WHOLE), tmp_path / "report.json"
    path.write_text(content)
    result = run("first_contact", library, **OPTIONS, wms_main_branch=library.branch, files=[str(path)])
    assert result["failure"]["code"] == "rejected_file" and str(path) in result["msg"]
    assert library.calls() == {}


def test_a_text_that_is_no_report_is_a_warning(make: Callable[..., Library], tmp_path: Path):
    library, path = make(**WHOLE), tmp_path / "notes.txt"
    path.write_text("Canary|P-4711\n")
    result = run(*("first_contact", library), **{**OPTIONS, "transactions": False}, files=[str(path)])
    found = {one["id"]: one for one in result["document"]["assumptions"]}
    assert "report-headers" not in found
    assert "notes.txt is not a known report" in result["warnings"][0]
    assert "4711" not in json.dumps(result["document"])


def test_a_sandbox_behaves_like_the_systems_that_were_seen(make: Callable[..., Library], tmp_path: Path):
    seen = contact(make(contrary={"scim-value-types": "type", "directory-values": "normalised"}, **WHOLE))
    path = tmp_path / "contact.json"
    path.write_text(json.dumps(seen), encoding="utf-8")
    with running("--as", str(path)) as base:
        again = contact(Library(base, tmp_path / "state", **WHOLE))
    assert contradicted(seen) == ["scim-value-types=type", "directory-values=normalised"]
    assert again["assumptions"] == seen["assumptions"]


def test_the_files_of_the_playbook_have_no_data_of_the_library(
    controller: Controller, make: Callable[..., Library], tmp_path: Path
):
    library, other = make(contrary={"metadata-institution": "default"}, **WHOLE), make()
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "events.txt").write_text(
        "Event Date Time|Event Loan Policy|Event Borrower Category|Patron Barcode\n2026-11-02 09:00:00|Canary|Student|P-4711\n"
    )
    given = {
        **{"first_contact_patron_barcode": "PATRON-1", "first_contact_patron_type": "Student"},
        "first_contact_files": str(sent),
    }
    arguments = ("--tags", "transactions", "-e", f"first_contact_dir={tmp_path}/contact")
    both = controller.playbook("reshare.wms.first_contact", [library, other], *arguments)
    assert (both.status, "Choose one with --limit" in both.output) == (2, True)
    assert not (tmp_path / "contact").exists()

    done = controller.playbook(
        *("reshare.wms.first_contact", [library, other], *arguments, "--limit", library.name),
        variables={library.name: given},
    )
    # OCLC reports problems with the locations, so the collection must not be used yet.
    assert (done.status, "hasProblems is true" in done.failure(library)) == (2, True), done.output
    text = (tmp_path / "contact/first-contact.json").read_text(encoding="utf-8")
    written = conforming("first-contact", json.loads(text))
    assert (written["verdict"], contradicted(written)) == ("stop", ["metadata-institution=default"])
    confirmed = {one["id"] for one in written["assumptions"] if one["state"] == "confirmed"}
    assert {"gateway-modules", "report-headers"} <= confirmed
    seed = library.seed
    secrets = [
        library.number,
        library.base,
        "PATRON-1",
        seed["reshare"]["tenant"],
        library.secret,
        "Stacks",
        library.name,
    ]
    secrets += ["Four weeks", "Canary", "P-4711", str(sent)]
    assert [one for one in secrets if one in text] == []
    page = (tmp_path / f"contact/first-contact-{library.name}.html").read_text(encoding="utf-8")
    assert f"First contact: {library.name}" in page
