# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""NCIP for resource sharing under the configured policies (oclc-apis.md 3; wms-circulation.md 2.2, 5, 6)."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
import requests
from circulating import (
    CONFIGURATION,
    ITEMS,
    MESSAGE,
    NS,
    PATRONS,
    SETTINGS,
    Broker,
    agency,
    group,
    header,
    item_id,
    message,
    request_id,
    seed,
    user_id,
    value,
)
from reshare_wms_sandbox.testing import running

UNKNOWN_USER = ("Unknown User", "UNKNOWN_USER")
UNKNOWN_ITEM = ("Unknown Item", "UNKNOWN_ITEM")
NOT_OUT = ("Item Not Checked Out", "ITEM_NOT_CHECKED_OUT")
TOO_MANY_HOLDS = ("Element Rule Violated", "HOLD_LIMIT_EXCEEDED")
TOO_MANY_LOANS = ("Maximum Check Outs Exceeded", "LOAN_LIMIT_EXCEEDED")
RESHARE_PAIR = {"holding_location": "TSTM", "shelving_location": "ReShare"}


@pytest.fixture
def broker(make) -> Broker:
    return Broker(make(**seed()))


@pytest.fixture
def with_configuration(make):
    """Makes a library with some of its configuration changed."""

    def with_configuration(**configuration) -> Broker:
        return Broker(make(**seed(**configuration)))

    return with_configuration


def days_from_now(number: int) -> str:
    """The last minute of a day."""
    return (datetime.now(UTC) + timedelta(days=number)).strftime("%Y-%m-%dT23:59:00Z")


def limits(kind: str, count, **columns):
    """A policy with a limit, and a matrix with one row that names it."""
    policy, row = {"name": "Limit"}, {f"{kind}_limit_policy": "Limit", **columns}
    field = "loan_count_limit" if kind == "loan" else "verified_hold_count_limit"
    return {f"{kind}_limit_policies": [{**policy, field: count}], f"{kind}_limit_matrix": {"rows": [row]}}


# The two stories


def test_borrowing(make):
    """From a library that isn't linked to the returned book (5.1)."""
    library = make(**seed(ill_settings={}))
    broker = Broker(library)
    assert broker.accept("R-1").problem == ("Unauthorized Service For Agency", "INTEGRATION_NOT_ENABLED")

    fields = {"name": "Borrowed", "circulates": "always", "loan_period": {"value": 3, "unit": "weeks"}}
    assert library.configuration("POST", "loan-policies", fields).status_code == 201
    rows = [{**RESHARE_PAIR, "loan_policy": "Borrowed"}, *CONFIGURATION["loan_policy_map"]["rows"]]
    assert library.save("loan-policy-map", {"rows": rows}).status_code == 200
    assert library.save("ill-settings", {"reshare": SETTINGS}).status_code == 200

    accepted = broker.accept("R-1").ok()
    assert (accepted.kind, accepted.names) == ("AcceptItemResponse", ["RequestId", "ItemId"])
    (item,) = broker.state("temporary_items")
    assert item == {
        **RESHARE_PAIR,
        **{"barcode": "R-1", "material_format": "Other", "request": "ReShareRequestR-1"},
        **{"title": "A title", "author": "An author", "call_number": ""},
    }
    (hold,) = broker.state("holds")
    assert (hold["barcode"], hold["patron_barcode"], hold["status"]) == ("R-1", "P1", "Pending")
    assert (hold["hold_request_policy"], hold["expires"]) == ("Two weeks", days_from_now(14))
    assert hold["pickup_location"] == broker.branch

    broker.check_in("R-1").ok()
    (hold,) = broker.state("holds")
    assert (hold["status"], hold["hold_fulfillment_policy"]) == ("On hold shelf", "Ten days")
    assert hold["shelf_until"] == days_from_now(10)

    assert broker.check_out("R-1").due == days_from_now(21)
    (loan,) = broker.state("loans")
    assert (loan["barcode"], loan["patron_barcode"], loan["circulation_rule"]) == ("R-1", "P1", "Borrowed")
    assert loan["due_date"] == days_from_now(21)
    assert broker.state("holds") == []

    broker.check_in("R-1").ok()
    assert library.state()["circulation"] == {"temporary_items": [], "holds": [], "loans": []}
    assert broker.check_in("R-1").problem == UNKNOWN_ITEM


def test_lending(make):
    """To an account that is made for it (5.2)."""
    library = make(**seed())
    broker = Broker(library)
    assert broker.check_out("OWN1", "LEND-1").problem == UNKNOWN_USER

    library.configuration("POST", "borrower-categories", {"name": "Lending"}).raise_for_status()
    no_limit = {"name": "Lending", "every_limit": "No Limit"}
    library.configuration("POST", "patron-type-policies", no_limit).raise_for_status()
    fields = {"name": "Lent", "circulates": "always", "loan_period": {"value": 56, "unit": "days"}}
    library.configuration("POST", "loan-policies", fields).raise_for_status()
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


def test_libraries_are_apart(make):
    first, second = Broker(make(**seed())), Broker(make(**seed()))
    first.accept("R-1").ok()
    first.check_out("OWN1").ok()
    assert second.library.state()["circulation"] == {"temporary_items": [], "holds": [], "loans": []}
    assert second.check_out("R-1").problem == UNKNOWN_ITEM
    second.accept("R-1").ok()
    second.check_out("OWN1").ok()
    assert second.send("CheckInItem", item_id("OWN1"), sender=first.branch).problem[0] == "Unknown Agency"


def test_the_library_is_the_tokens_context(make):
    owner = Broker(make(**seed()))
    shared = make(
        wskeys=[{"key": "s-NN", "secret": "s", "scopes": ["WMS_NCIP"], "contexts": ["9NN", owner.library.id]}]
    )
    owner.token = shared.bearer(f"WMS_NCIP context:{owner.library.id}")
    owner.check_out("OWN1").ok()
    assert len(owner.state("loans")) == 1
    assert owner.library.counters()["ncip", "CheckOutItem", "POST"] == 1
    assert shared.counters() == {}


def test_circulation_survives_a_restart(tmp_path, broker):
    path, database = tmp_path / "seed.yml", tmp_path / "state.sqlite"
    path.write_text(json.dumps({"libraries": [broker.library.seed]}), encoding="utf-8")
    for expected in (0, 1):
        with running("--seed", str(path), "--database", str(database)) as base:
            there = Broker(type(broker.library)(base, requests.Session(), broker.library.seed))
            assert [len(there.state(what)) for what in ("temporary_items", "holds", "loans")] == [expected] * 3
            if not expected:
                there.library.control("ncip", {"due_date_format": "no_zone"})
                there.accept("R-1").ok()
                there.check_out("OWN1").ok()
            else:
                there.check_in("OWN1").ok()
                assert "Z" not in there.check_out("OWN1").due
    broker.accept("R-1").ok()
    broker.library.install()
    assert broker.library.state()["circulation"] == {"temporary_items": [], "holds": [], "loans": []}


# Who may call, and with what


def test_scope(make):
    library = make(**seed())
    for token, status in (({"Authorization": ""}, 401), ({"Authorization": "Bearer tk_x"}, 401), (library.token, 403)):
        answer = library.http.post(f"{library.base}/ncip", data=b"<x/>", headers=token)
        assert (answer.status_code, list(answer.json())) == (status, ["message"])


def test_expired_token(make):
    keys = [{"key": "short-NN", "secret": "s", "scopes": ["WMS_NCIP"], "token_lifetime": 0.1}]
    broker = Broker(make(**{**seed(), "wskeys": keys}))
    time.sleep(0.15)
    assert broker.post(message("CheckInItem", header(broker.branch), item_id("X"))).status_code == 401


def test_only_post(broker):
    assert requests.get(f"{broker.library.base}/ncip", headers=broker.token).status_code == 405


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
def test_no_ncip_message(broker, body):
    answer = broker.post(body)
    assert (answer.status_code, bool(answer.text)) == (400, True)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert broker.library.counters()["ncip", "ncip", "POST"] == 1


def test_message_as_mod_rs_writes_its_own(broker):
    """Attributes without a prefix, another version 2."""
    content = header(broker.branch) + item_id("OWN1")
    body = MESSAGE.format(kind="CheckInItem", content=content)
    plain = body.replace("ns1:version", "version").replace("ns1:Scheme", "Scheme").replace("v2_02", "v2_01")
    answer = broker.post(plain)
    assert answer.status_code == 200 and b"ITEM_NOT_CHECKED_OUT" in answer.content
    assert b"oclcsystemid.scm" in answer.content


@pytest.mark.parametrize("kind", ["LookupUser", "RequestItem", "DeleteItem", "CreateUserFiscalTransaction"])
def test_other_messages(broker, kind):
    answer = broker.send(kind, user_id("P1"))
    assert answer.kind == "Problem"
    assert (answer.text("ProblemType"), answer.text("ProblemValue")) == ("Unsupported Service", kind)
    assert answer.body[0].get(f"{NS}Scheme", "").endswith("/generalprocessingerror.scm")
    assert broker.library.counters()["ncip", kind, "POST"] == 1


# What answers look like


def test_header_is_swapped(broker):
    body = message("CheckInItem", header(broker.branch, broker.library.id), item_id("OWN1"))
    for content in (body, body.replace("OWN1", "NOBODYS")):
        answer = broker.post(content).text
        names = ("FromSystemId", "FromAgencyId", "ToSystemId", "ToAgencyId")
        assert [answer.index(f":{name}") for name in names] == sorted(answer.index(f":{name}") for name in names)
        assert answer.index("WMS Circ") < answer.index(broker.library.id) < answer.index(">ReShare<")
        assert answer.count("systemid/oclcsystemid.scm") == 2 and answer.count("agencyid/institutionid.scm") == 2
        assert "ApplicationProfileType" not in answer


def test_identifiers_are_echoed(broker):
    accepted = broker.accept("R-1")
    assert accepted.text("RequestId", "RequestIdentifierValue") == "ReShareRequestR-1"
    assert accepted.text("RequestId", "RequestIdentifierType") == "ILL Request Id"
    assert accepted.text("ItemId", "ItemIdentifierValue") == "R-1"
    assert accepted.text("ItemId", "AgencyId") == broker.library.id
    out = broker.check_out("OWN1")
    assert out.text("ItemId", "AgencyId") is None
    assert out.text("ItemId", "ItemIdentifierType") == "Barcode"


def test_problem(broker):
    answer = broker.check_out("NOBODYS")
    assert (answer.kind, answer.names) == ("CheckOutItemResponse", ["Problem"])
    assert answer.problem == UNKNOWN_ITEM
    assert answer.text("Problem", "ProblemElement") == "ItemIdentifierValue"
    assert answer.text("Problem", "ProblemValue") == f"{broker.library.id}/NOBODYS"
    scheme = answer.body.find(f"{NS}Problem/{NS}ProblemType").get(f"{NS}Scheme")
    assert scheme == "http://www.niso.org/ncip/v1_0/schemes/processingerrortype/checkoutitemprocessingerror.scm"


def test_barcodes_with_markup(make):
    members = seed()
    barcode = "<A&B> \u00e9"
    items = [{**ITEMS[0], "barcode": barcode, "title": "<script>alert(1)</script>"}]
    broker = Broker(make(**{**members, "items": items}))
    assert broker.check_out(barcode).ok().text("ItemId", "ItemIdentifierValue") == barcode
    page = requests.get(f"{broker.library.base}/libraries/{broker.library.id}").text
    assert "&lt;A&amp;B&gt;" in page and "<script>" not in page


@pytest.mark.parametrize(
    ("format", "pattern"),
    [
        ("utc", "%Y-%m-%dT%H:%M:%SZ"),
        ("offset", "%Y-%m-%dT%H:%M:%S-05:00"),
        ("milliseconds", "%Y-%m-%dT%H:%M:%S.000Z"),
        ("no_zone", "%Y-%m-%dT%H:%M:%S"),
    ],
)
def test_formats_of_due_dates(make, format, pattern):
    broker, other = Broker(make(**seed())), Broker(make(**seed()))
    for name in ("offset", format):
        assert broker.library.control("ncip", {"due_date_format": name}).status_code == 204
    due = broker.check_out("OWN1").due
    assert datetime.strptime(due, pattern)
    moment = datetime.fromisoformat(due)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    assert moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") == days_from_now(28)
    assert broker.state("loans")[0]["due_date"] == days_from_now(28)
    assert other.check_out("OWN1").due.endswith("Z")


def test_wrong_switches(broker):
    assert broker.library.control("ncip", {"due_date_format": "local"}).status_code == 422
    assert broker.library.control("ncip", {"date_format": "utc"}).status_code == 422
    url = f"{broker.library.base}/_sandbox/libraries/1/ncip"
    assert requests.post(url, json={"due_date_format": "utc"}).status_code == 404


# Agencies


def test_agencies(broker):
    library = broker.library
    for own in (library.id, library.seed["symbol"], library.seed["branches"][1]["registry_id"]):
        assert broker.send("CheckInItem", item_id("OWN1"), sender=own).problem == NOT_OUT
    wrong = broker.send("CheckInItem", item_id("OWN1"), sender="128807")
    assert wrong.problem == ("Unknown Agency", "UNKNOWN_AGENCY")
    assert wrong.text("Problem", "ProblemElement") == "FromAgencyId"
    body = message("CheckInItem", header(broker.branch, "128807"), item_id("OWN1"))
    assert b"ToAgencyId</" in broker.post(body).content


def test_without_a_header(broker):
    for content in ("", group("InitiationHeader", group("FromAgencyId", agency(broker.branch)))):
        answer = broker.post(message("CheckInItem", content, item_id("OWN1")))
        assert answer.status_code == 200 and b"Needed Data Missing" in answer.content


# AcceptItem


@pytest.mark.parametrize("settings", [{}, {"reshare": {**SETTINGS, "enable": False}}, {"relais_d2d": SETTINGS}])
def test_accept_needs_the_integration(with_configuration, settings):
    broker = with_configuration(ill_settings=settings)
    assert broker.accept("R-1").problem == ("Unauthorized Service For Agency", "INTEGRATION_NOT_ENABLED")
    assert broker.state("temporary_items") == []
    broker.check_out("OWN1").ok()


def test_accept_for_another_system(broker):
    body = message("AcceptItem", header(broker.branch, system="Relais D2D"), request_id("1"))
    assert b"INTEGRATION_NOT_ENABLED" in broker.post(body).content


@pytest.mark.parametrize(
    ("patron", "problem"),
    [
        ("NOBODY", UNKNOWN_USER),
        ("p1", UNKNOWN_USER),
        ("OFF", ("User Blocked", "PATRON_BLOCKED")),
        ("OLD", ("User Blocked", "PATRON_EXPIRED")),
    ],
)
def test_patrons_that_may_not_borrow(broker, patron, problem):
    assert broker.accept("R-1", patron).problem == problem
    assert broker.check_out("OWN1", patron).problem == problem
    assert broker.library.state()["circulation"] == {"temporary_items": [], "holds": [], "loans": []}


def test_the_last_day_of_an_account(make):
    today = datetime.now(UTC).date()
    patrons = [{**PATRONS[0], "expires": today.isoformat()}]
    broker = Broker(make(**{**seed(), "patrons": patrons}))
    assert broker.check_out("OWN1").due == days_from_now(0)  # cut short


def test_a_symbol_is_no_user(broker):
    answer = broker.send("CheckOutItem", user_id("P1", "OCLC Institution Symbol"), item_id("OWN1"))
    assert answer.problem == UNKNOWN_USER


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
def test_accept_needs(broker, name, element):
    for content in ("", group(name)):
        answer = broker.accept("R-1", **{name: content})
        assert answer.problem[0] == "Needed Data Missing"
        assert answer.text("Problem", "ProblemElement") == element
    assert broker.state("temporary_items") == []


def test_accept_takes_two_actions(broker):
    broker.accept("R-1", RequestedActionType=value("RequestedActionType", "Circulate")).ok()
    wrong = broker.accept("R-2", RequestedActionType=value("RequestedActionType", "Hold For Pickup"))
    assert wrong.problem == ("Element Rule Violated", "UNSUPPORTED_ACTION")


@pytest.mark.parametrize("barcode", ["OWN1", "R-1"])
def test_duplicate_barcode(broker, barcode):
    broker.accept("R-1").ok()
    answer = broker.accept(barcode, "P2")
    assert answer.problem == ("Cannot Accept Item", "DUPLICATE_BARCODE")
    assert answer.text("Problem", "ProblemValue") == f"{broker.library.id}/{barcode}"
    assert len(broker.state("holds")) == 1


def test_several_volumes_of_one_request(broker):
    for volume in ("R-1-0001", "R-1-0002"):
        broker.accept(volume, RequestId=request_id("R-1")).ok()
    assert {hold["request"] for hold in broker.state("holds")} == {"ReShareRequestR-1"}


def test_item_types(broker):
    wrong = broker.accept("R-1", ItemId=item_id("R-1", "ILL Request Id"))
    assert wrong.problem == ("Element Rule Violated", "UNSUPPORTED_IDENTIFIER_TYPE")
    broker.accept("R-1", ItemId=group("ItemId", value("ItemIdentifierValue", "R-1"))).ok()


def test_unknown_pickup_location(broker):
    for wrong in ("TSTM", "1", broker.library.id):
        answer = broker.accept("R-1", pickup=wrong)
        assert answer.problem == ("Element Rule Violated", "UNKNOWN_PICKUP_LOCATION")
        assert answer.text("Problem", "ProblemValue") == wrong


def test_pickup_locations_map(with_configuration):
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


# Hold limits


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hold_limit(with_configuration, count):
    broker = with_configuration(**limits("hold", count))
    for number in range(count):
        broker.accept(f"R-{number}").ok()
    assert broker.accept("R-9").problem == TOO_MANY_HOLDS
    assert len(broker.state("temporary_items")) == count
    if count:
        broker.accept("R-8", "P2").ok()
        broker.check_out("R-0").ok()  # fills a hold
        broker.accept("R-9").ok()


def test_every_matching_hold_limit_counts(with_configuration):
    policies = [{"name": "Many", "verified_hold_count_limit": 9}, {"name": "One", "verified_hold_count_limit": 1}]
    rows = [
        {"patron_policy": "Student", "hold_limit_policy": "Many"},
        {"material_format": "Other", "hold_limit_policy": "One"},
        {"material_format": "DVD", "hold_limit_policy": "One"},
    ]
    broker = with_configuration(hold_limit_policies=policies, hold_limit_matrix={"rows": rows})
    broker.accept("R-1").ok()
    assert broker.accept("R-2").problem == TOO_MANY_HOLDS
    broker.library.save("hold-limit-matrix", {"rows": [rows[0], rows[2]]}).raise_for_status()
    broker.accept("R-2").ok()


@pytest.mark.parametrize("limit", ["No Limit", None])
def test_no_hold_limit(with_configuration, limit):
    broker = with_configuration(**limits("hold", limit))
    for number in range(5):
        broker.accept(f"R-{number}").ok()


def test_unverified_patrons_have_their_own_limit(make):
    members = seed(**limits("hold", "No Limit"))
    members["configuration"]["hold_limit_policies"][0]["unverified_hold_count_limit"] = 0
    members["patrons"] = [*PATRONS, {**PATRONS[0], "barcode": "NEW", "isVerified": False}]
    broker = Broker(make(**members))
    broker.accept("R-1").ok()
    assert broker.accept("R-2", "NEW").problem == TOO_MANY_HOLDS


# Hold periods


def test_hold_request_policy_is_the_first_that_matches(with_configuration):
    policies = [
        {"name": "A day", "default_hold_request_period": {"value": 1, "unit": "days"}},
        {"name": "An hour", "default_hold_request_period": {"value": 1, "unit": "hours"}},
        {"name": "Never"},
    ]
    rows = [
        {"material_format": "Book", "hold_request_policy": "An hour"},
        {"patron_policy": "Faculty", "hold_request_policy": "Never"},
        {"material_format": "Other", "hold_request_policy": "A day"},
        {"hold_request_policy": "An hour"},
    ]
    broker = with_configuration(hold_request_policies=policies, hold_request_policy_map={"rows": rows})
    broker.accept("R-1").ok()
    broker.accept("R-2", "P2").ok()
    found = {hold["barcode"]: (hold["hold_request_policy"], hold["expires"]) for hold in broker.state("holds")}
    assert found == {"R-1": ("A day", days_from_now(1)), "R-2": ("Never", None)}


def test_no_hold_request_policy(with_configuration):
    rows = [{"patron_policy": "Faculty", "hold_request_policy": "Two weeks"}]
    broker = with_configuration(hold_request_policy_map={"rows": rows})
    assert broker.accept("R-1").problem == ("Cannot Accept Item", "NO_HOLD_REQUEST_POLICY")
    broker.accept("R-1", "P2").ok()


def test_fixed_dates_come_before_the_period(with_configuration):
    days = [days_from_now(number)[:10] for number in (90, -3, 30)]
    policy = {"name": "Fixed", "default_hold_request_period": {"value": 1, "unit": "days"}}
    broker = with_configuration(
        hold_request_policies=[{**policy, "hold_fixed_due_dates": days}],
        hold_request_policy_map={"rows": [{"hold_request_policy": "Fixed"}]},
    )
    broker.accept("R-1").ok()
    assert broker.state("holds")[0]["expires"] == days_from_now(30)


def test_a_hold_that_ran_out_is_gone(with_configuration):
    policy = {"name": "Now", "default_hold_request_period": {"value": 0, "unit": "minutes"}}
    rows = [{"hold_request_policy": "Now"}]
    holds = {"hold_request_policies": [policy], "hold_request_policy_map": {"rows": rows}}
    broker = with_configuration(**holds, **limits("hold", 1))
    broker.accept("R-1").ok()
    broker.accept("R-2").ok()
    assert broker.state("holds") == []
    assert broker.check_in("R-1").problem == NOT_OUT
    broker.check_out("R-1", "P2").ok()


def test_what_is_on_the_shelf_stays_there():
    """Staff clear the shelf (6.21); the period of the request is over."""
    from reshare_wms_sandbox import seed as seeds
    from reshare_wms_sandbox.ncip.circulation import HOLDS, ON_SHELF, PENDING, Desk
    from reshare_wms_sandbox.state import State

    state, library = State(":memory:"), seeds.Library(name="test", registry_id="1")
    for status in (PENDING, ON_SHELF):
        state.insert("1", HOLDS, {"status": status, "expires": days_from_now(1), "barcode": status})
    for later, found in ((0, [PENDING, ON_SHELF]), (2, [ON_SHELF])):
        desk = Desk(state, library, datetime.now(UTC) + timedelta(days=later))
        assert [hold.body["barcode"] for hold in desk.holds()] == found


# Trapping


def test_an_item_is_trapped_once(broker):
    broker.accept("R-1").ok()
    broker.check_in("R-1").ok()
    assert broker.check_in("R-1").problem == NOT_OUT


def test_without_a_hold_fulfillment_policy(with_configuration):
    broker = with_configuration(hold_fulfillment_policy_map={"rows": []})
    broker.accept("R-1").ok()
    broker.check_in("R-1").ok()
    (hold,) = broker.state("holds")
    assert (hold["status"], hold["hold_fulfillment_policy"], hold["shelf_until"]) == ("On hold shelf", None, None)


def test_hold_fulfillment_policy_is_the_first_that_matches(with_configuration):
    policies = [
        {"name": "Short", "hold_shelf_period": {"value": 2, "unit": "days"}},
        *CONFIGURATION["hold_fulfillment_policies"],
    ]
    rows = [
        {"holding_location": "TSTA", "hold_fulfillment_policy": "Ten days"},
        {**RESHARE_PAIR, "hold_fulfillment_policy": "Short"},
        {"hold_fulfillment_policy": "Ten days"},
    ]
    broker = with_configuration(hold_fulfillment_policies=policies, hold_fulfillment_policy_map={"rows": rows})
    broker.accept("R-1").ok()
    broker.check_in("R-1").ok()
    assert broker.state("holds")[0]["shelf_until"] == days_from_now(2)


def test_a_collection_that_fills_no_holds(with_configuration):
    closed = {"name": "Closed", "locations": [{"holding_location": "TSTM"}], "fulfill_holds_for": "No patrons"}
    broker = with_configuration(collection_type_policies=[closed])
    broker.accept("R-1").ok()
    assert broker.check_in("R-1").problem == NOT_OUT
    assert broker.state("holds")[0]["status"] == "Pending"
    own = {"name": "ReShare", "locations": [RESHARE_PAIR], "default_availability": "Available"}
    broker.library.configuration("POST", "collection-type-policies", own).raise_for_status()
    broker.check_in("R-1").ok()


def test_somebody_elses_hold(broker):
    broker.accept("R-1").ok()
    problem = ("Resource Cannot Be Provided", "ITEM_ON_HOLD_FOR_ANOTHER_PATRON")
    assert broker.check_out("R-1", "P2").problem == problem
    broker.check_in("R-1").ok()
    assert broker.check_out("R-1", "P2").problem == problem
    broker.check_out("R-1").ok()


def test_the_patron_of_a_hold_is_gone(broker):
    broker.accept("R-1").ok()
    user = broker.library.search("P1").json()["Resources"][0]["id"]
    assert broker.library.scim("DELETE", f"/Users/{user}").status_code == 200
    assert broker.check_in("R-1").problem == NOT_OUT


# Loans


def test_first_match_decides(with_configuration):
    """The classic trap: an earlier row for a patron type gives a year on a borrowed book (2.2, 10)."""
    short = {"name": "Borrowed", "loan_period": {"value": 14, "unit": "days"}}
    early = [{"patron_policy": "Faculty", "loan_policy": "One year"}]
    own, late = [{**RESHARE_PAIR, "loan_policy": "Borrowed"}], [{"loan_policy": "Four weeks"}]
    policies = [*CONFIGURATION["loan_policies"], short]
    broker = with_configuration(loan_policies=policies, loan_policy_map={"rows": early + own + late})
    for barcode, patron in (("R-1", "P1"), ("R-2", "P2")):
        broker.accept(barcode, patron).ok()
        broker.check_out(barcode, patron).ok()
    broker.library.save("loan-policy-map", {"rows": own + early + late}).raise_for_status()
    broker.accept("R-3", "P2").ok()
    broker.check_out("R-3", "P2").ok()
    broker.check_out("OWN1", "P1").ok()
    rules = {loan["barcode"]: loan["circulation_rule"] for loan in broker.state("loans")}
    assert rules == {"R-1": "Borrowed", "R-2": "One year", "R-3": "Borrowed", "OWN1": "Four weeks"}


@pytest.mark.parametrize(
    ("row", "matches"),
    [
        ({"patron_policy": "Student"}, True),
        ({"patron_policy": "Faculty"}, False),
        ({"material_format": "DVD"}, True),
        ({"material_format": "Book"}, False),
        ({"holding_location": "TSTA"}, True),
        ({"holding_location": "TSTA", "shelving_location": "Stacks"}, True),
        ({"holding_location": "TSTM"}, False),
        ({"patron_policy": "Student", "material_format": "DVD", "holding_location": "TSTM"}, False),
    ],
)
def test_every_column_must_match(with_configuration, row, matches):
    """Of a DVD that is at a temporary location now, which beats its permanent one (2.2)."""
    rows = [{**row, "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
    broker = with_configuration(loan_policy_map={"rows": rows})
    broker.check_out("OWN3").ok()
    assert (broker.state("loans")[0]["circulation_rule"] == "One year") is matches


def test_long_overdue_policy_comes_from_the_row(with_configuration):
    rows = [{"loan_policy": "Four weeks", "long_overdue_policy": "Lost"}]
    broker = with_configuration(long_overdue_policies=[{"name": "Lost"}], loan_policy_map={"rows": rows})
    broker.check_out("OWN1").ok()
    assert broker.state("loans")[0]["long_overdue_policy"] == "Lost"


def test_no_row_matches(with_configuration):
    rows = [{"patron_policy": "Faculty", "loan_policy": "One year"}]
    broker = with_configuration(loan_policy_map={"rows": rows})
    assert broker.check_out("OWN1").problem == ("Resource Cannot Be Provided", "NO_LOAN_POLICY")
    broker.check_out("OWN1", "P2").ok()


@pytest.mark.parametrize(
    ("circulates", "detail"),
    [("never", "ITEM_DOES_NOT_CIRCULATE"), ("only with an override", "OVERRIDE_REQUIRED"), (None, None)],
)
def test_circulates(with_configuration, circulates, detail):
    policy = {"name": "Only", "circulates": circulates, "loan_period": {"value": 1, "unit": "days"}}
    rows = [{"loan_policy": "Only"}]
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": rows})
    answer = broker.check_out("OWN1")
    if detail is None:
        answer.ok()
    else:
        assert answer.problem == ("Item Does Not Circulate", detail)
        assert broker.state("loans") == []


@pytest.mark.parametrize(("value_", "unit", "days"), [(0, "days", 0), (3, "days", 3), (2, "weeks", 14)])
def test_days_and_weeks_end_with_a_day(with_configuration, value_, unit, days):
    policy = {"name": "Only", "loan_period": {"value": value_, "unit": unit}}
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": [{"loan_policy": "Only"}]})
    assert broker.check_out("OWN1").due == days_from_now(days)


@pytest.mark.parametrize(("value_", "unit", "minutes"), [(90, "minutes", 90), (2, "hours", 120)])
def test_minutes_and_hours_are_exact(with_configuration, value_, unit, minutes):
    policy = {"name": "Only", "loan_period": {"value": value_, "unit": unit}}
    broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": [{"loan_policy": "Only"}]})
    due = datetime.fromisoformat(broker.check_out("OWN1").due)
    assert abs(due - datetime.now(UTC) - timedelta(minutes=minutes)) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-10", 1, "2027-01-10"),
        ("2026-05-31", 12, "2027-05-31"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2026-05-31", 99_999, "9999-12-31"),
    ],
)
def test_months_aim_at_the_same_day(start, months, due):
    from reshare_wms_sandbox.ncip import dates

    moment = datetime.fromisoformat(f"{start}T10:00:00Z")
    assert dates.kept(dates.end_of({"value": months, "unit": "months"}, moment)) == f"{due}T23:59:00Z"


def test_the_longest_periods(with_configuration):
    for unit in ("minutes", "weeks", "months"):
        policy = {"name": "Only", "loan_period": {"value": 99_999, "unit": unit}}
        broker = with_configuration(loan_policies=[policy], loan_policy_map={"rows": [{"loan_policy": "Only"}]})
        assert broker.check_out("OWN1").due


def test_without_a_period(with_configuration):
    rows = [{"loan_policy": "Blank"}]
    broker = with_configuration(loan_policies=[{"name": "Blank"}], loan_policy_map={"rows": rows})
    assert broker.check_out("OWN1").due == "2099-01-01T23:59:00Z"


def test_the_account_cuts_a_loan_short(make):
    patrons = [{**PATRONS[0], "expires": days_from_now(5)[:10]}]
    broker = Broker(make(**{**seed(), "patrons": patrons}))
    assert broker.check_out("OWN1").due == days_from_now(5)


def test_policies_are_not_retroactive(broker):
    broker.check_out("OWN1").ok()
    stored = broker.library.named("loan-policies", "Four weeks")
    fields = {"name": "Four weeks", "loan_period": {"value": 1, "unit": "days"}}
    broker.library.configuration("PUT", f"loan-policies/{stored['id']}", fields, etag=stored["etag"]).raise_for_status()
    assert broker.state("loans")[0]["due_date"] == days_from_now(28)
    assert broker.check_out("OWN2").due == days_from_now(1)


def test_temporary_items_stay_where_they_were_put(broker):
    broker.accept("R-1").ok()
    pair = {"temporary_item_holding_location": "TSTA", "temporary_item_shelving_location": "Stacks"}
    broker.library.save("ill-settings", {"reshare": {"enable": True, **pair}}).raise_for_status()
    broker.accept("R-2").ok()
    found = [(item["holding_location"], item["shelving_location"]) for item in broker.state("temporary_items")]
    assert found == [("TSTM", "ReShare"), ("TSTA", "Stacks")]


# Loan limits


@pytest.mark.parametrize("limit", ["No Limit", None, 3])
def test_loan_limit_that_is_not_reached(with_configuration, limit):
    broker = with_configuration(**limits("loan", limit))
    for item in ITEMS:
        broker.check_out(item["barcode"]).ok()


def test_loan_limit(with_configuration):
    broker = with_configuration(**limits("loan", 1))
    broker.check_out("OWN1").ok()
    assert broker.check_out("OWN2").problem == TOO_MANY_LOANS
    broker.check_out("OWN2", "P2").ok()
    broker.check_in("OWN1").ok()
    broker.check_out("OWN3").ok()


def test_the_most_restrictive_loan_limit_counts(with_configuration):
    policies = [{"name": "Many", "loan_count_limit": 9}, {"name": "One", "loan_count_limit": 1}]
    rows = [
        {"loan_limit_policy": "Many"},
        {**RESHARE_PAIR, "loan_limit_policy": "One"},
        {"patron_policy": "Student", "material_format": "Other", "loan_limit_policy": "Many"},
    ]
    broker = with_configuration(loan_limit_policies=policies, loan_limit_matrix={"rows": rows})
    broker.check_out("OWN1").ok()
    for barcode in ("R-1", "R-2"):
        broker.accept(barcode).ok()
    broker.check_out("R-1").ok()  # the row counts the loans that it covers
    assert broker.check_out("R-2").problem == TOO_MANY_LOANS
    broker.check_out("OWN2").ok()


# CheckInItem


def test_check_in_by_request(broker):
    for barcode in ("OWN1", "OWN2"):
        broker.check_out(barcode, number="R-1").ok()
    broker.check_out("OWN3", number="R-2").ok()
    answer = broker.check_in("ReShareRequestR-1", "ILL Request Id").ok()
    assert answer.text("ItemId", "ItemIdentifierType") == "ILL Request Id"
    assert [loan["barcode"] for loan in broker.state("loans")] == ["OWN3"]
    broker.check_in("ReShareRequestR-1", "ILL Request Id").ok()
    broker.check_in("unknown", "ILL Request Id").ok()


def test_check_in_of_an_unknown_kind(broker):
    assert broker.check_in("OWN1", "RFID").problem == ("Element Rule Violated", "UNSUPPORTED_IDENTIFIER_TYPE")


# Counters, faults, pages


def test_counters(broker):
    broker.accept("R-1")
    broker.check_in("R-1")
    broker.check_out("R-1")
    broker.check_out("OWN1")
    assert broker.library.counters() == {
        ("token", "token", "POST"): 1,
        ("ncip", "AcceptItem", "POST"): 1,
        ("ncip", "CheckInItem", "POST"): 1,
        ("ncip", "CheckOutItem", "POST"): 2,
    }


def test_faults(broker):
    body = message("CheckOutItem", header(broker.branch), user_id("P1"), item_id("OWN1"))
    fault = {"status": 503, "body": "<h1>Sorry</h1>", "content_type": "text/html"}
    broker.library.fault("ncip", fault, kind="CheckOutItem")
    assert broker.check_in("OWN1").problem == NOT_OUT
    assert (broker.post(body).status_code, broker.state("loans")) == (503, [])
    broker.library.fault("ncip", {"cut": "before"})
    with pytest.raises(requests.ConnectionError):
        broker.post(body)
    assert broker.state("loans") == []
    broker.library.fault("ncip", {"cut": "after"}, kind="CheckOutItem")
    with pytest.raises(requests.ConnectionError):
        broker.post(body)
    assert len(broker.state("loans")) == 1
    start = time.monotonic()
    broker.library.fault("ncip", {"delay": 0.3})
    broker.check_in("OWN1").ok()
    assert time.monotonic() - start >= 0.3


def test_page(broker):
    broker.accept("R-1").ok()
    broker.accept("R-2", "P2").ok()
    broker.check_out("R-2", "P2").ok()
    page = requests.get(f"{broker.library.base}/libraries/{broker.library.id}").text
    for text in ("Discover Items", "Temporary items", "Pending", "Circulation rule", "One year", "A lexicon"):
        assert text in page
    assert broker.library.state()["items"][0]["barcode"] == "OWN1"


def test_wrong_items_in_a_seed(broker):
    for items in ([ITEMS[0], ITEMS[0]], [{"barcode": "X"}], [{**ITEMS[0], "shelf": "A"}]):
        answer = requests.post(
            f"{broker.library.base}/_sandbox/libraries", json={**broker.library.seed, "items": items}
        )
        assert answer.status_code == 422


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
