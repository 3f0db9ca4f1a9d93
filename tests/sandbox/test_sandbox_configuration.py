# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration service (wms-circulation.md 2, 6; the published OpenAPI document)."""

import pytest
import requests

PROBLEM = "application/problem+json"


def map_of(*rows):
    return {"rows": list(rows)}


def errors(answer) -> dict[str, str]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM), answer.text
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def conflict(answer) -> list[tuple[str, str]]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, PROBLEM), answer.text
    return [(user["kind"], user["name"]) for user in answer.json().get("users", ())]


# Objects


def test_writes_are_conditional(library):
    stored = library.stored("loan-policies", "Four weeks")
    path = f"loan-policies/{stored['id']}"
    for method, fields in (("PUT", stored["fields"]), ("DELETE", None)):
        answer = library.service(method, path, fields)
        assert (answer.status_code, answer.headers["Content-Type"]) == (428, PROBLEM)
    assert library.service("PUT", path, stored["fields"], etag='"stale"').status_code == 412
    assert library.service("PUT", path, stored["fields"], etag=f'"stale", {stored["etag"]}').status_code == 200


def test_lists_have_pages(make):
    names = [f"Reason {number}" for number in range(12)]
    library = make(configuration={"bill_reasons": [{"name": name} for name in names]})
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = library.service("GET", "bill-reasons", params={"limit": 1000, "after": after}).json()
        found += [item["fields"]["name"] for item in page["items"]]
        after, pages = page["next"], pages + 1
    assert (found, pages) == (names, 3)
    assert len(library.service("GET", "bill-reasons", params={"limit": 2}).json()["items"]) == 2
    assert library.service("GET", "bill-reasons", params={"limit": 0}).status_code == 422
    assert library.service("GET", "bill-reasons", params={"after": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "fields", "wrong"),
    [
        ("loan-policies", {"name": "X", "loan_period": {"value": -1, "unit": "days"}}, "loan_period.value"),
        ("loan-policies", {"name": "X", "loan_period": "28 days"}, "loan_period"),
        ("loan-policies", {"name": "X", "loan_period": {"value": 1, "unit": "day"}}, "loan_period.unit"),
        ("loan-policies", {"name": "X", "automatic_renewal": "yes"}, "automatic_renewal"),
        ("loan-policies", {"name": " X "}, "name"),
        ("loan-policies", {}, "name"),
        ("borrower-categories", {"name": "x" * 31}, "name"),
        ("hold-limit-policies", {"name": "X", "verified_hold_count_limit": "no limit"}, "verified_hold_count_limit"),
        ("hold-limit-policies", {"name": "X", "verified_hold_count_limit": True}, "verified_hold_count_limit"),
        ("hold-request-policies", {"name": "X", "hold_fixed_due_dates": ["2026-02-30"]}, "hold_fixed_due_dates.0"),
        ("notification-policies", {"name": "X", "notification_type": "Recall", "end_text": "x" * 501}, "end_text"),
        ("notification-templates", {"name": "x" * 51, "notification_type": "Recall"}, "name"),
        ("loan-policies", {"name": "X", "other_settings": {"Label": ["a"]}}, "other_settings"),
    ],
)
def test_values_are_checked(library, path, fields, wrong):
    assert wrong in errors(library.service("POST", path, fields))


# References


def test_a_name_must_exist(library):
    answer = library.save("loan-policy-map", map_of({"loan_policy": "Four week"}))
    assert "rows.0.loan_policy" in errors(answer)
    assert answer.json()["candidates"] == ["Four weeks"]


def test_patron_type_policy_needs_its_category(library):
    assert "name" in errors(library.service("POST", "patron-type-policies", {"name": "Nobody"}))
    assert library.service("POST", "patron-type-policies", {"name": "Visitor"}).status_code == 201


def test_a_map_names_saved_patron_types_only(library):
    row = {"patron_policy": "Visitor", "loan_policy": "Four weeks"}
    assert "rows.0.patron_policy" in errors(library.save("loan-policy-map", map_of(row)))


def test_shelving_location_belongs_to_its_holding_code(library):
    row = {"loan_policy": "Four weeks", "shelving_location": "Reference"}
    assert (
        "requires its holding location"
        in errors(library.save("loan-policy-map", map_of(row)))["rows.0.shelving_location"]
    )
    elsewhere = {**row, "holding_location": "TSTA"}
    assert "in TSTA" in errors(library.save("loan-policy-map", map_of(elsewhere)))["rows.0.shelving_location"]
    assert library.save("loan-policy-map", map_of({**row, "holding_location": "TSTM"})).status_code == 200


def test_blank_columns_are_all(library):
    answer = library.save(
        "loan-policy-map", map_of({"loan_policy": "Four weeks", "patron_policy": None, "extra": "kept"})
    )
    assert answer.json()["fields"]["rows"] == [
        {
            "patron_policy": "All",
            "material_format": "All",
            "holding_location": "All",
            "shelving_location": "All",
            "loan_policy": "Four weeks",
            "extra": "kept",
        }
    ]


@pytest.mark.parametrize(
    ("path", "name", "users"),
    [
        ("loan-policies", "Four weeks", [("loan_policy_map", "Loan Policy Map")]),
        ("patron-type-policies", "Faculty", [("loan_policy_map", "Loan Policy Map")]),
        ("borrower-categories", "Faculty", [("patron_type_policies", "Faculty")]),
    ],
)
def test_an_object_in_use_is_not_deleted(library, path, name, users):
    stored = library.stored(path, name)
    assert conflict(library.service("DELETE", f"{path}/{stored['id']}", etag=stored["etag"])) == users


# Rules of single kinds


def bill(library, name: str, **fields):
    return library.service("POST", "bill-structures", {"name": name, "bill_reason": "Fine", **fields})


def test_a_bill_structure_requires_the_fields_of_its_type(library):
    library.service("POST", "bill-reasons", {"name": "Fine"}).raise_for_status()
    assert bill(library, "F", bill_type="Fixed Bill", amount="1.00").status_code == 201
    assert bill(library, "P", bill_type="Periodic Bill", recurring_amounts=[{"amount": "0.25"}]).status_code == 201
    assert "" in errors(bill(library, "X", bill_type="Fixed Bill", recurring_amounts=[{"amount": "0.25"}]))
    assert "" in errors(bill(library, "X", bill_type="Periodic Bill", amount="1.00"))
    fixed = library.stored("bill-structures", "F")
    turned = {**fixed["fields"], "bill_type": "Periodic Bill", "amount": None}
    assert "bill_type" in errors(library.service("PUT", f"bill-structures/{fixed['id']}", turned, etag=fixed["etag"]))
    wrong = {"name": "X", "overdue_periodic_bill": "F"}
    assert "overdue_periodic_bill" in errors(library.service("POST", "loan-policies", wrong))


def test_names_are_fixed(library):
    stored = library.stored("loan-policies", "One year")
    answer = library.service("PUT", f"loan-policies/{stored['id']}", {"name": "Else"}, etag=stored["etag"])
    assert "name" in errors(answer)


def test_a_combination_is_in_one_rule_only(library):
    place = {"holding_location": "TSTM", "shelving_location": "Stacks"}
    first = library.service("POST", "collection-type-policies", {"name": "A", "locations": [place]})
    assert first.json()["fields"]["locations"] == [{**place, "material_format": "All"}]
    again = library.service("POST", "collection-type-policies", {"name": "B", "locations": [{}, place]})
    assert "rule 'A'" in errors(again)["locations.1"]
    twice = library.service("POST", "collection-type-policies", {"name": "C", "locations": [{}, {}]})
    assert "locations.1" in errors(twice)
    path = f"collection-type-policies/{first.json()['id']}"
    assert library.service("PUT", path, first.json()["fields"], etag=first.json()["etag"]).status_code == 200


def test_only_the_shelving_locations_of_a_holding_code_change(library):
    stored = library.stored("holding-codes", "TSTM")
    path = f"holding-codes/{stored['id']}"
    longer = {**stored["fields"], "shelving_locations": "Stacks; Reference; ReShare; New;"}
    saved = library.service("PUT", path, longer, etag=stored["etag"]).json()
    assert saved["fields"]["shelving_locations"] == "Stacks; Reference; ReShare; New;"
    other = {**saved["fields"], "branch_name": "Else"}
    assert "branch_name" in errors(library.service("PUT", path, other, etag=saved["etag"]))
    assert library.service("POST", "holding-codes", {}).status_code == 405
    assert library.service("DELETE", path, etag=saved["etag"]).headers["Allow"] == "GET, PUT"


def test_a_shelving_location_in_use_stays(library):
    row = {"loan_policy": "Four weeks", "holding_location": "TSTM", "shelving_location": "Stacks"}
    library.save("loan-policy-map", map_of(row)).raise_for_status()
    for code, status in (("TSTA", 200), ("TSTM", 409)):
        stored = library.stored("holding-codes", code)
        shorter = {**stored["fields"], "shelving_locations": None}
        answer = library.service("PUT", f"holding-codes/{stored['id']}", shorter, etag=stored["etag"])
        assert answer.status_code == status
    assert conflict(answer) == [("loan_policy_map", "Loan Policy Map")]


# Authorisation, paths and media types


def test_requests_without_authorisation_are_rejected(library, make):
    url = f"{library.base}/configuration/v1/institutions/{library.id}/loan-policies"
    for headers, status in (
        ({}, 401),
        ({"Authorization": "Bearer tk_x"}, 401),
        (library.bearer("SCIM"), 403),
        (make().token, 403),
    ):
        answer = requests.get(url, headers=headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    unknown = requests.get(f"{library.base}/configuration/v1/institutions/1/loan-policies", headers=library.token)
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b'{"fields": {"name": NaN}}',
        b'{"fields": {"name": "x", "y": 1e999}}',
        b'{"fields": {"\\ud800": 1}}',
        b"\xff",
    ],
)
def test_an_invalid_body_is_rejected(library, body):
    answer = library.service("POST", "loan-policies", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == PROBLEM
    assert len(library.state()["configuration"]["loan_policies"]) == 2


def test_an_unknown_collection_is_404(library):
    answer = library.service("GET", "nothing")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
