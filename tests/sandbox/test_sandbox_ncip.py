# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP for resource sharing: authorisation, required elements, and the format of responses (oclc-apis.md 3)."""

from datetime import datetime, timedelta

import pytest
import requests
from reshare_wms_sandbox.testing import running

from support.ncip_client import (
    CONFIGURATION,
    ITEMS,
    MESSAGE,
    NOT_OUT,
    NS,
    RESHARE_PAIR,
    NcipClient,
    agency,
    circulating_seed,
    days_from_now,
    group,
    header,
    item_id,
    message,
    request_id,
    user_id,
    value,
)

UNKNOWN_USER = ("Unknown User", "UNKNOWN_USER")
UNKNOWN_ITEM = ("Unknown Item", "UNKNOWN_ITEM")


# The two transactions


def test_a_lent_item_is_checked_out_and_in(make):
    """To an account that is created for it (5.2)."""
    library = make(**circulating_seed())
    broker = NcipClient(library)
    assert broker.check_out("OWN1", "LEND-1").problem == UNKNOWN_USER

    library.service("POST", "borrower-categories", {"name": "Lending"}).raise_for_status()
    no_limit = {"name": "Lending", "outstanding_bill_value_limit": "No Limit"}
    library.service("POST", "patron-type-policies", no_limit).raise_for_status()
    fields = {"name": "Lent", "circulates": "always", "loan_period": {"value": 56, "unit": "days"}}
    library.service("POST", "loan-policies", fields).raise_for_status()
    rows = [{"patron_policy": "Lending", "loan_policy": "Lent"}, *CONFIGURATION["loan_policy_map"]["rows"]]
    library.save("loan-policy-map", {"rows": rows}).raise_for_status()
    core, p = "urn:ietf:params:scim:schemas:core:2.0:User", "urn:mace:oclc.org:eidm:schema:persona:"
    persona, circulation = f"{p}persona:20180305", f"{p}wmscircpatroninfo:20180101"
    info = {"barcode": "LEND-1", "borrowerCategory": "Lending", "homeBranch": broker.branch}
    account = {
        "schemas": [core, persona, circulation],
        "name": {"familyName": "ReShare"},
        persona: {"institutionId": library.id},
        circulation: {"circulationInfo": info},
    }
    user = library.scim("POST", "/Users", account).json()["id"]

    lent = broker.check_out("OWN1", "LEND-1")
    assert lent.kind == "CheckOutItemResponse"
    assert lent.due == days_from_now(56)
    assert lent.text("UserId", "UserIdentifierValue") == "LEND-1"
    assert [loan["circulation_rule"] for loan in broker.state("loans")] == ["Lent"]
    assert broker.check_out("OWN1", "P1").problem == ("Resource Cannot Be Provided", "ITEM_ON_LOAN")
    assert library.scim("DELETE", f"/Users/{user}").status_code == 409

    broker.check_in("OWN1").ok()
    assert broker.state("loans") == []
    assert broker.check_in("OWN1").problem == NOT_OUT
    assert library.scim("DELETE", f"/Users/{user}").status_code == 200
    assert broker.check_out("OWN1", "P1").due == days_from_now(28)


# Authorisation and media types


def test_the_scope_is_required(make):
    library = make(**circulating_seed())
    for token, status in (({"Authorization": ""}, 401), ({"Authorization": "Bearer tk_x"}, 401), (library.token, 403)):
        answer = library.http.post(f"{library.base}/ncip", data=b"<x/>", headers=token)
        assert (answer.status_code, list(answer.json())) == (status, ["message"])


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no XML",
        b"<ns1:NCIPMessage>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><x/>',
        b'<?xml version="1.0" encoding="utf-16"?><x/>',
        f"{ENTITIES}<x>&b;</x>".encode(),
        f"{EXTERNAL}<x>&a;</x>".encode(),
        MESSAGE.format(kind="CheckInItem", content=item_id("A"))
        .replace("<ns1:NCIPM", "<!DOCTYPE x>\n<ns1:NCIPM")
        .encode(),
        b"<x/>",
        b'<NCIPMessage version="http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd"><CheckInItem/></NCIPMessage>',
        b'<NCIPMessage xmlns="http://www.niso.org/2008/ncip"><CheckInItem/></NCIPMessage>',
        MESSAGE.format(kind="CheckInItem", content="").replace("v2_02", "v1_0").encode(),
        MESSAGE.replace("<ns1:{kind}>{content}</ns1:{kind}>", "").encode(),
        MESSAGE.format(kind="CheckInItem", content=item_id("A") + item_id("B")).encode(),
        MESSAGE.format(kind="CheckInItem", content=item_id("A") + header("1")).encode(),
        MESSAGE.format(kind="CheckInItem", content=item_id("A") + user_id("P1")).encode(),
        MESSAGE.format(kind="CheckOutItem", content=item_id("A") + user_id("P1")).encode(),
        MESSAGE.format(kind="AcceptItem", content=request_id("1") + value("Holding", "x")).encode(),
    ],
)
def test_a_body_that_is_no_ncip_message_is_400(broker, body):
    answer = broker.post(body)
    assert (answer.status_code, bool(answer.text)) == (400, True)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert broker.library.calls()["ncip", "ncip", "POST"] == 1


def test_a_message_in_mod_rs_format_is_accepted(broker):
    """Attributes without a prefix, and another version 2."""
    content = header(broker.branch) + item_id("OWN1")
    body = MESSAGE.format(kind="CheckInItem", content=content)
    plain = body.replace("ns1:version", "version").replace("ns1:Scheme", "Scheme").replace("v2_02", "v2_01")
    answer = broker.post(plain)
    assert answer.status_code == 200 and b"ITEM_NOT_CHECKED_OUT" in answer.content
    assert b"oclcsystemid.scm" in answer.content


@pytest.mark.parametrize("kind", ["LookupUser", "RequestItem", "DeleteItem", "CreateUserFiscalTransaction"])
def test_other_messages_are_unsupported(broker, kind):
    answer = broker.send(kind, user_id("P1"))
    assert answer.kind == "Problem"
    assert (answer.text("ProblemType"), answer.text("ProblemValue")) == ("Unsupported Service", kind)
    assert answer.body[0].get(f"{NS}Scheme", "").endswith("/generalprocessingerror.scm")
    assert broker.library.calls()["ncip", kind, "POST"] == 1


# The format of responses


def test_a_problem_has_type_detail_element_and_value(broker):
    answer = broker.check_out("NOBODYS")
    assert (answer.kind, answer.names) == ("CheckOutItemResponse", ["Problem"])
    assert answer.problem == UNKNOWN_ITEM
    assert answer.text("Problem", "ProblemElement") == "ItemIdentifierValue"
    assert answer.text("Problem", "ProblemValue") == f"{broker.library.id}/NOBODYS"
    scheme = answer.body.find(f"{NS}Problem/{NS}ProblemType").get(f"{NS}Scheme")
    assert scheme == "http://www.niso.org/ncip/v1_0/schemes/processingerrortype/checkoutitemprocessingerror.scm"


def test_barcodes_with_markup_are_escaped(make):
    members = circulating_seed()
    barcode = "<A&B> \u00e9"
    items = [{**ITEMS[0], "barcode": barcode, "title": "<script>alert(1)</script>"}]
    broker = NcipClient(make(**{**members, "items": items}))
    assert broker.check_out(barcode).ok().text("ItemId", "ItemIdentifierValue") == barcode
    page = requests.get(f"{broker.library.base}/libraries/{broker.library.id}").text
    assert "&lt;A&amp;B&gt;" in page and "<script>" not in page


def test_a_due_date_can_be_that_of_a_zone_west_of_utc(make):
    broker = NcipClient(make(**circulating_seed(), contrary={"ncip-due-time": "normalised"}))
    sent, stored = broker.check_out("OWN1").due, broker.state("loans")[0]["due_date"]
    assert datetime.fromisoformat(sent) - datetime.fromisoformat(stored) == timedelta(hours=5)


# Agencies


def test_without_a_header_needed_data_is_missing(broker):
    for content in ("", group("InitiationHeader", group("FromAgencyId", agency(broker.branch)))):
        answer = broker.post(message("CheckInItem", content, item_id("OWN1")))
        assert answer.status_code == 200 and b"Needed Data Missing" in answer.content


# AcceptItem


@pytest.mark.parametrize(
    ("patron", "problem"),
    [
        ("NOBODY", UNKNOWN_USER),
        ("p1", UNKNOWN_USER),
        ("OFF", ("User Blocked", "PATRON_BLOCKED")),
        ("OLD", ("User Blocked", "PATRON_EXPIRED")),
    ],
)
def test_patrons_that_may_not_borrow_are_rejected(broker, patron, problem):
    assert broker.accept("R-1", patron).problem == problem
    assert broker.check_out("OWN1", patron).problem == problem
    assert broker.library.state()["circulation"] == {"temporary_items": [], "holds": [], "loans": []}


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("RequestId", "RequestIdentifierValue"),
        ("RequestedActionType", "RequestedActionType"),
        ("UserId", "UserIdentifierValue"),
        ("ItemId", "ItemIdentifierValue"),
        ("ItemOptionalFields", "Title"),
        ("PickupLocation", "PickupLocation"),
    ],
)
def test_accept_item_requires_its_elements(broker, name, element):
    for content in ("", group(name)):
        answer = broker.accept("R-1", **{name: content})
        assert answer.problem[0] == "Needed Data Missing"
        assert answer.text("Problem", "ProblemElement") == element
    assert broker.state("temporary_items") == []


@pytest.mark.parametrize("barcode", ["OWN1", "R-1"])
def test_a_duplicate_barcode_is_rejected(broker, barcode):
    broker.accept("R-1").ok()
    answer = broker.accept(barcode, "P2")
    assert answer.problem == ("Cannot Accept Item", "DUPLICATE_BARCODE")
    assert answer.text("Problem", "ProblemValue") == f"{broker.library.id}/{barcode}"
    assert len(broker.state("holds")) == 1


def test_an_unknown_pickup_location_is_rejected(broker):
    for wrong in ("TSTM", "1", broker.library.id):
        answer = broker.accept("R-1", pickup=wrong)
        assert answer.problem == ("Element Rule Violated", "UNKNOWN_PICKUP_LOCATION")
        assert answer.text("Problem", "ProblemValue") == wrong


def test_the_pickup_locations_map_restricts_branches(with_configuration):
    rows = [
        {**RESHARE_PAIR, "default_pickup_locations": ["Main"]},
        {"default_pickup_locations": ["Main"], "alternative_pickup_locations": ["Annex"]},
    ]
    broker = with_configuration(hold_pickup_locations_map={"rows": rows})
    annex = broker.library.seed["branches"][1]["registry_id"]
    refused = ("Element Rule Violated", "PICKUP_LOCATION_NOT_ALLOWED")
    assert broker.accept("R-1", pickup=annex).problem == refused
    broker.accept("R-1").ok()
    broker.library.save("hold-pickup-locations-map", {"rows": rows[1:]}).raise_for_status()
    broker.accept("R-2", pickup=annex).ok()


def test_an_empty_pickup_locations_map_allows_every_branch_and_one_row_shuts_out_the_rest(with_configuration):
    broker = with_configuration(hold_pickup_locations_map={"rows": []})
    annex = broker.library.seed["branches"][1]["registry_id"]
    broker.accept("R-1", pickup=annex).ok()
    other = [{"holding_location": "TSTA", "shelving_location": "Stacks", "default_pickup_locations": ["Main"]}]
    broker.library.save("hold-pickup-locations-map", {"rows": other}).raise_for_status()
    refused = ("Element Rule Violated", "PICKUP_LOCATION_NOT_ALLOWED")
    assert broker.accept("R-2").problem == refused


# CheckInItem


def test_an_item_can_be_checked_in_by_its_request(broker):
    for barcode in ("OWN1", "OWN2"):
        broker.check_out(barcode, number="R-1").ok()
    broker.check_out("OWN3", number="R-2").ok()
    answer = broker.check_in("ReShareRequestR-1", "ILL Request Id").ok()
    assert answer.text("ItemId", "ItemIdentifierType") == "ILL Request Id"
    assert [loan["barcode"] for loan in broker.state("loans")] == ["OWN3"]
    broker.check_in("ReShareRequestR-1", "ILL Request Id").ok()
    broker.check_in("unknown", "ILL Request Id").ok()


# Counters, faults, pages


def test_the_seeded_items_circulate_by_their_maps():
    with running("--consortium") as base, requests.Session() as http:
        expected = {
            ("adams", "100101", "100111", "A1000001"): {"A19000001": "Three weeks", "A19000002": None},
            ("curie", "100301", "100311", "C3000001"): {"C39000001": "One year", "C39000002": None},
            ("franklin", "100601", "100611", "F6000001"): {"F69000001": "Standard", "F69000002": "Music"},
        }
        for (name, id, branch, patron), rules in expected.items():
            query = {"grant_type": "client_credentials", "scope": "WMS_NCIP"}
            auth = (f"{name}-wskey", f"{name}-wskey-secret")
            token = http.post(f"{base}/token", params=query, auth=auth).json()["access_token"]
            for barcode in rules:
                body = message("CheckOutItem", header(branch), user_id(patron), item_id(barcode))
                http.post(f"{base}/ncip", data=body.encode(), headers={"Authorization": f"Bearer {token}"})
            loans = http.get(f"{base}/_sandbox/libraries/{id}/state").json()["circulation"]["loans"]
            found = {loan["barcode"]: loan["circulation_rule"] for loan in loans}
            assert found == {barcode: rule for barcode, rule in rules.items() if rule}
