# SPDX-License-Identifier: GPL-3.0-or-later

"""The dialect of Identity Management (oclc-apis.md 2)."""

import re
from typing import Any

import pytest

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
P = "urn:mace:oclc.org:eidm:schema:persona:"
PERSONA, CIRCULATION = f"{P}persona:20180305", f"{P}wmscircpatroninfo:20180101"
CORRELATION, NOTES, NEW_NOTES = f"{P}correlationinfo:20180101", f"{P}notes:20180101", f"{P}newnotes:20180101"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def body(library, barcode: str, **more: Any) -> dict[str, Any]:
    info = {"barcode": barcode, "borrowerCategory": "Student", "homeBranch": library.seed["branches"][0]["registry_id"]}
    return {
        "schemas": [CORE, PERSONA, CIRCULATION, *(urn for urn in more if urn.startswith("urn:"))],
        "name": {"familyName": "ReShare"},
        PERSONA: {"institutionId": library.id},
        CIRCULATION: {"circulationInfo": {**info, **more.pop("info", {})}},
        **more,
    }


def create(library, barcode: str, **more: Any):
    answer = library.scim("POST", "/Users", body(library, barcode, **more))
    assert answer.status_code == 201, answer.text
    return answer


def test_create_sets_the_defaults(library):
    answer = create(library, "B1", info={"homeBranch": int(library.seed["branches"][0]["registry_id"])})
    record = answer.json()
    info = record[CIRCULATION]["circulationInfo"]
    assert record["externalId"] == "B1"
    assert record["userName"] == "NOT SUPPORTED"
    assert info["homeBranch"] == library.seed["branches"][0]["registry_id"]
    assert (info["isVerified"], info["isCircBlocked"], info["isFineExempt"]) == (True, False, False)
    assert record[PERSONA]["oclcExpirationDate"] == "2031-03-02T00:00:00Z"
    assert record[PERSONA]["oclcPPID"] == record["id"]
    assert len(record[CORRELATION]["correlationInfo"]) == 1
    assert record["meta"]["version"] == answer.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])
    location = record["meta"]["location"]
    assert location == f"{library.base}/{library.id}/idaas/scim/v2/Users/{record['id']}"


def test_a_search_matches_other_accounts_too(make):
    patrons = [
        {"barcode": "B1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Right"},
        {"barcode": "b1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Case"},
        {
            "barcode": "X",
            "borrowerCategory": "Student",
            "homeBranch": "91NN",
            "familyName": "Source",
            "idAtSource": "B1",
        },
    ]
    found = make(patrons=patrons).search("B1").json()
    assert [one["name"]["familyName"] for one in found["Resources"]] == ["Right", "Case", "Source"]


def test_replacing_loses_what_is_left_out(library):
    made = create(library, "B1", emails=[{"value": "a@b.example"}], **{f"{P}custom:1": {"kept": True}})
    record = made.json()
    assert record[f"{P}custom:1"] == {"kept": True}
    shorter = {name: value for name, value in record.items() if name not in ("emails", CORRELATION)}
    answer = library.scim("PUT", f"/Users/{record['id']}", shorter, **{"If-Match": made.headers["ETag"]})
    assert answer.status_code == 200
    assert "emails" not in answer.json() and CORRELATION not in answer.json()
    assert answer.json()[f"{P}custom:1"] == {"kept": True}
    assert answer.headers["ETag"] != made.headers["ETag"]


def test_extension_without_its_urn_is_ignored(library):
    record = create(library, "B1").json()
    changed = {**record, f"{P}custom:1": {"x": 1}}
    assert f"{P}custom:1" not in library.scim("PUT", f"/Users/{record['id']}", changed).json()


def test_a_stale_if_match_is_rejected(library):
    made = create(library, "B1")
    record = made.json()
    assert library.scim("PUT", f"/Users/{record['id']}", record).status_code == 200  # optional
    stale = library.scim("PUT", f"/Users/{record['id']}", record, **{"If-Match": made.headers["ETag"]})
    assert stale.status_code == 412
    assert stale.json()["schemas"] == [ERROR] and stale.json()["status"] == "412"


def test_new_notes_become_notes(library):
    record = create(library, "B1", **{NEW_NOTES: {"newNotes": [{"note": "hello"}]}}).json()
    assert NEW_NOTES not in record
    assert record[NOTES]["notes"][0]["note"] == "hello"


def test_a_duplicate_barcode_is_rejected(library, make):
    create(library, "B1")
    assert library.scim("POST", "/Users", body(library, "B1")).status_code == 409
    assert library.scim("POST", "/Users", body(library, "b1")).status_code == 201
    other = make(identity={"duplicate_barcode_status": 500, "rate_limit": False})
    create(other, "B1")
    answer = other.scim("POST", "/Users", body(other, "B1"))
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("Unable to create user.")


def test_a_changed_barcode_can_not_be_used_again(library):
    answer = create(library, "B1")
    changed = body(library, "B2")
    library.scim("PUT", f"/Users/{answer.json()['id']}", changed).raise_for_status()
    assert library.scim("POST", "/Users", body(library, "B1")).status_code == 409
    library.scim("DELETE", f"/Users/{answer.json()['id']}").raise_for_status()
    create(library, "B1")


def test_a_duplicate_mail_address_is_rejected(library):
    mail = {"emails": [{"value": "a@b.example"}]}
    create(library, "B1", **mail)
    answer = library.scim("POST", "/Users", body(library, "B2", **mail))
    assert answer.status_code == 500
    second = create(library, "B2").json()
    answer = library.scim("PUT", f"/Users/{second['id']}", {**second, **mail})
    assert (answer.status_code, answer.json()["detail"]) == (500, "Unable to to handle the request.")


@pytest.mark.parametrize(
    "info",
    [{"barcode": ""}, {"borrowerCategory": "Nobody"}, {"homeBranch": "1"}, {"homeBranch": "x"}, {"isVerified": "yes"}],
)
def test_an_account_with_unknown_names_is_rejected(library, info):
    assert library.scim("POST", "/Users", body(library, "B1", info=info)).status_code == 400


def test_requests_like_oclcs_samples_are_accepted(library):
    """The path of all users with a trailing slash, and Accept: application/json to read or delete an account."""
    plain = {"Accept": "application/json"}
    made = library.scim("POST", "/Users/", body(library, "B1"))
    assert made.status_code == 201
    path = f"/Users/{made.json()['id']}"
    assert library.scim("GET", path, **plain).json() == made.json()
    assert library.scim("PUT", path, made.json(), **plain).status_code == 415
    assert library.scim("DELETE", path, **plain).status_code == 200


def test_more_than_120_calls_a_minute_are_429(make, clock):
    library = make(identity={})

    def statuses(calls: int) -> set[int]:
        return {library.scim("GET", "/Users/1").status_code for _unused in range(calls)}

    assert statuses(119) == {404}
    clock.advance(59)
    assert statuses(1) == {404}
    refused = library.scim("GET", "/Users/1")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2")
    clock.advance(1)
    assert statuses(119) == {404}
    assert statuses(1) == {429}


def test_a_create_can_return_messages(make):
    library = make(identity={"create_messages": [{"message": "look out"}], "rate_limit": False})
    record = create(library, "B1").json()
    assert record[f"{P}messages:20180305"] == {"messages": [{"message": "look out"}]}
    assert f"{P}messages:20180305" not in library.scim("GET", f"/Users/{record['id']}").json()
