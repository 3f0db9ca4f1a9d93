# SPDX-License-Identifier: GPL-3.0-or-later

"""What a first contact concludes from responses, what it does not conclude, and what it never shows."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.filter.first_contact_page import FilterModule
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._first_contact.contact import (
    FirstContact,
    RecordedExchange,
    SeenReport,
    TaughtScreen,
)
from ansible_collections.reshare.wms.plugins.module_utils._first_contact.observed import OBSERVATIONS, observed
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.contact_files import taught_screen
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import (
    HOLD_REQUEST_POLICY,
    HOLD_REQUEST_POLICY_MAP,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_TYPE_POLICY
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact.assessment import catalogue
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact.contact_page import html
from support.assumptions import entries
from support.file_schemas import conforming
from support.first_contact_examples import (
    ACCOUNT,
    BODIES,
    ENTRIES,
    LISTED,
    LOCATIONS,
    PROBE,
    SETTINGS,
    TOKEN,
    answered,
    confirmed,
    contact,
    contradicted,
    document,
    exchange,
    found,
    listed,
    response,
)
from support.read_screens import taught

CANARY, NUMBER = "canary-4711", 471147114711
#: How a text can be written in another one.
WRITTEN: tuple[Callable[[str], str], ...] = (
    *(str, str.upper, quote, lambda text: text[::-1], lambda text: text.encode().hex()),
    *(lambda text: b64encode(text.encode()).decode(), lambda text: "".join(f"&#{ord(one)};" for one in text)),
)
#: Responses that show nothing of a service.
USELESS = {
    **{f"status {status}": response({"message": "no"}, status) for status in (400, 401, 403, 404, 429, 500, 503)},
    "a page": response("<html><title>Sign in</title></html>"),
    "nothing": response(""),
    "a text": response('"text"'),
    "an object": response({}),
    "a list": response([]),
    "deep": response("[" * 60 + "]" * 60),
}


def test_the_catalogue_has_what_is_observed():
    assert {*catalogue()} == {*OBSERVATIONS}
    assert {one["id"] for one in entries() if "shown" in one} == {*OBSERVATIONS}


def test_systems_that_are_as_assumed_contradict_nothing():
    seen = contact()
    assert contradicted(seen) == {}
    assert (document(seen)["verdict"], document(seen)["stops"]) == ("go_on", [])
    assert sorted({*found(seen)} - confirmed(seen)) == [
        *("directory-copy-shape", "directory-permissions", "gateway-login", "metadata-is-table", "modrs-hidden-rows"),
        *("modrs-list-order", "ncip-agency", "reshare-auto-responder", "reshare-boolean-texts"),
        *("reshare-no-loan-policies", "reshare-patron-check", "reshare-status-profile"),
        *("scim-etag", "scim-patron-type", "scim-schemas", "scim-texts"),
    ]


@pytest.mark.parametrize("answer", USELESS.values(), ids=USELESS)
def test_useless_responses_confirm_nothing(answer):
    assert confirmed(contact(lambda one: answered(one, answer))) == set()


@pytest.mark.parametrize("step", ["token", "login"])
@pytest.mark.parametrize("name", ["a page", "nothing", "an object"])
def test_a_login_without_a_token_contradicts_nothing(name, step):
    """A sign-in page, or a system that is not set up."""
    useless = replace(USELESS[name], cookies={})
    seen = contact(lambda one: answered(one, useless) if one.step.startswith(step) else one)
    assert contradicted(seen) == {}


@pytest.mark.parametrize("name", ["a page", "nothing", "a text", "deep"])
def test_what_is_no_response_of_the_service_contradicts_nothing(name):
    useless = replace(USELESS[name], cookies={})
    assert contradicted(contact(lambda one: answered(one, useless))) == {}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("step", [step for step in BODIES if step != "probe"])
def test_a_rejection_is_no_contradiction(step, status):
    """Whatever the body is. Only the header Retry-After is judged with 429, and the status of three requests."""
    rejected = contact(lambda one: answered(one, replace(one.answer, status=status)) if one.step == step else one)
    assert {*contradicted(rejected)} <= {
        "oclc-retry-after",
        "metadata-scope",
        "gateway-modules",
        "reshare-patron-check",
    }


def account(**circulation: Any) -> dict[str, Any]:
    """The bodies with an account with other circulation data."""
    changed = json.loads(json.dumps(ACCOUNT))
    next(value for name, value in changed.items() if "wmscircpatroninfo" in name)["circulationInfo"].update(circulation)
    return {"account": changed}


def named(name: str) -> dict[str, Any]:
    """The bodies with an account with another name."""
    return {"account": {**ACCOUNT, "name": {"familyName": name}}}


def _branches(name: str) -> list[dict[str, Any]]:
    """The entries of branches of two partners, with one name."""
    status = {"type": {"value": "branch", "label": "Branch"}, "status": {"value": "reference", "label": "Reference"}}
    return [{"id": f"f{number}", "slug": f"f{number}", "name": name, **status} for number in range(2)]


UNKNOWN: list[str] = []


@pytest.mark.parametrize(
    ("bodies", "wrong"),
    [
        ({"token": {**TOKEN, "expires_in": 3600}}, {"oauth-token-lifetime": ["default"]}),
        ({"token": {**TOKEN, "expires_in": "3599"}}, {"oauth-token-lifetime": ["type"]}),
        ({"token": {**TOKEN, "expires_in": -1}}, {"oauth-token-lifetime": UNKNOWN}),
        ({"token": {**TOKEN, "expires_in": "secret"}}, {"oauth-token-lifetime": UNKNOWN}),
        ({"token": {**TOKEN, "context_institution_id": "7"}}, {"oauth-foreign-context": ["ignored"]}),
        ({"token": {**TOKEN, "scopes": None}}, {"oauth-granted-scopes": UNKNOWN}),
        ({"search": {"totalResults": 2, "Resources": [LISTED]}}, {"scim-search-whole": UNKNOWN}),
        ({"search": {"totalResults": 2, "Resources": []}}, {"scim-search-whole": ["paged"]}),
        ({"other case": {"totalResults": 0, "Resources": []}}, {"scim-search-case": UNKNOWN}),
        ({"account": {**ACCOUNT, "externalId": "1"}}, {"scim-search-complete-records": UNKNOWN}),
        (account(homeBranch=100111), {"scim-value-types": ["type"], "scim-search-complete-records": UNKNOWN}),
        (account(borrowerCategory="STUDENT"), {"scim-patron-type": ["normalised"]}),
        ({"locations": {**LOCATIONS, "hasProblems": "no"}}, {"metadata-institution": UNKNOWN}),
        ({"probe": PROBE.replace("Unknown\nItem", "Unknown\nAgency")}, {"ncip-agency": ["refused"]}),
        ({"probe": PROBE.replace("Unknown\nItem", "Out of Order")}, {"ncip-probe": UNKNOWN}),
        ({"copy": [{"slug": "a", "customProperties": {}}, {"slug": "b"}]}, {"directory-copy-shape": UNKNOWN}),
        ({"directory": listed(ENTRIES[::-1])}, {"modrs-list-order": ["order"]}),
        ({"settings": [{"id": "1", "key": "ncip_server_address"}] * 2}, {"modrs-settings-there": UNKNOWN, "reshare-auto-responder": ["missing"]}),
        ({"settings": SETTINGS + SETTINGS[:1]}, {"modrs-settings-there": ["doubled"]}),
        ({"reshare_patron_profile": listed([{"id": "f", "code": "STATUS", "hidden": True}])}, {"modrs-hidden-rows": ["default"]}),
        ({"patron check": {"patronValid": True, "problems": []}}, {"reshare-patron-check": ["type"]}),
        # A list that is shorter than its total, unlike the others.
        ({"reshare_patron_profile": {"results": [], "totalRecords": 1, "total": 1}}, {"modrs-list-total": UNKNOWN}),
        # Two differences: both are named.
        ({"search": {"totalResults": "1", "Resources": [LISTED] * 2}}, {"scim-search-whole": ["type", "doubled"]}),
        (account(homeBranch=100111, isVerified=None, isCircBlocked=None, isFineExempt=None),
         {"scim-value-types": ["type", "missing"], "scim-search-complete-records": UNKNOWN}),
        # A known difference beside one that is not known: nothing is named.
        ({"search": {}}, {"scim-search-whole": UNKNOWN}),
        ({"search": {"Resources": {}}}, {"scim-search-whole": UNKNOWN}),
        ({"search": {"resources": [LISTED], "totalResults": 1}}, {"scim-search-whole": UNKNOWN}),
        ({"token": {**TOKEN, "context_institution_id": None, "contextInstitutionId": 100101}}, {"oauth-context-member": UNKNOWN}),
        ({"token": {**TOKEN, "context_institution_id": None, "institution": "100101"}}, {"oauth-context-member": UNKNOWN}),
        ({"token": {**TOKEN, "token_type": 1}},
         dict.fromkeys(["oauth-context-member", "oauth-token-lifetime", "oauth-granted-scopes", "metadata-scope"], UNKNOWN)),
        # A new member alone is no contradiction.
        ({"token": {**TOKEN, "institution": "100101"}}, {}),
        (named("Bu\u0308cher"), {"scim-texts": ["decomposed"]}),
        (named("A &amp; B"), {"scim-texts": ["entities"]}),
        (named("A &#38; B"), {"scim-texts": ["entities"]}),
        (named("B\u00dcCHER & CO"), {"scim-texts": ["capitals"]}),
        (named("B\u00fccher & Co; A"), {}),
        ({"directory": listed([*ENTRIES, *_branches("Main Library")])}, {}),
        ({"directory": listed([*ENTRIES, *_branches("Adams")])}, {"directory-entry-shape": ["doubled"]}),
    ],
)  # fmt: skip
def test_an_alternative_is_named_only_if_the_whole_response_equals_it(bodies, wrong):
    seen = contact(**bodies)
    assert contradicted(seen) == wrong
    stops = [name for name, others in wrong.items() if others == UNKNOWN]
    assert [name for name, one in found(seen).items() if one["stops"] and not one["alternatives"]] == stops
    assert (document(seen)["verdict"] == "stop") >= bool(stops)


def test_each_response_with_a_rate_limit_is_judged():
    def limited(*given: dict[str, str]) -> FirstContact:
        return FirstContact(exchanges=[exchange("search", "", 429, headers) for headers in given])

    assert contradicted(limited({}, {})) == {"oclc-retry-after": ["missing"]}
    assert contradicted(limited({"Retry-After": "3"}, {"Retry-After": "0"}, {})) == {
        "oclc-retry-after": ["missing", "unit"]
    }
    assert confirmed(limited({"Retry-After": "3"})) == {"oclc-retry-after"}


def test_the_verdict_has_the_reasons_and_the_settings():
    scope = exchange("token for locations", {"code": 403, "message": "Invalid scope(s): WorldCatMetadataAPI"}, 403)
    seen = contact(locations="")
    refused = replace(seen, exchanges=[*(one for one in seen.exchanges if one.step != "locations"), scope])
    made = document(refused, **{"token for locations": "The system returned HTTP 403."})
    assert (made["verdict"], made["stops"]) == ("go_on_with_settings", [])
    assert made["settings"] == ["Set wms_read_locations: false."]
    made = document(FirstContact(), login="The system returned HTTP 401.")
    assert (made["verdict"], made["stops"]) == ("stop", ["Login at ReShare: The system returned HTTP 401."])
    unknown = document(contact(search={}))
    assert (unknown["verdict"], len(unknown["stops"])) == ("stop", 1)
    assert "otherwise than assumed: unknown" in unknown["stops"][0]
    works = document(contact(**{"patron check": {"patronValid": True, "problems": []}}))
    assert (works["verdict"], works["stops"], works["settings"]) == ("go_on", [], [])


def test_an_observation_that_fails_costs_its_own_line_only(monkeypatch):
    def failing(seen: FirstContact) -> dict[str, str]:
        raise KeyError(CANARY)

    monkeypatch.setitem(OBSERVATIONS, "gateway-login", replace(OBSERVATIONS["gateway-login"], look=failing))
    seen = contact()
    assert contradicted(seen) == {"gateway-login": UNKNOWN}
    assert CANARY not in json.dumps(document(seen))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"accessTokenExpiration": None},
        {"accessTokenExpiration": "2026-11-28T12:10:00"},
        {"accessTokenExpiration": []},
    ],
)
def test_a_login_without_a_usable_expiration_agrees(body):
    assert found(contact(login=body))["gateway-login"]["state"] == "agrees"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data())
def test_a_response_can_have_any_shape(data):
    """Any value in place of any member."""

    def hostile(value: Any) -> Any:
        if data.draw(st.integers(0, 9)) == 0:
            return data.draw(JSON)
        if isinstance(value, dict):
            return {name: hostile(inner) for name, inner in value.items()}
        return [hostile(inner) for inner in value] if isinstance(value, list) else value

    seen = contact(**{name: hostile(body) for name, body in BODIES.items() if name != "probe"})
    failed = [one["id"] for one in observed(seen) if "not understood" in one["seen"] and one["steps"]]
    assert failed == []


def seen_screen(
    kind: Kind, *, without: str = "", renamed: Mapping[str, str] | None = None, mark: str = ""
) -> TaughtScreen:
    """What a known screen shows. without: the label of an input that it has not. renamed: other labels. mark: behind each label."""
    labels = {one.name: one.label for one, _values in kind.schema.inputs() if one.label != without}
    drawn = [
        {"is": "text", "role": "label", "input": name, "text": f"{(renamed or {}).get(label, label)}{mark}"}
        for name, label in labels.items()
    ]
    return taught_screen(taught(kind.name, elements=drawn))


def seen_map(columns: Mapping[str, str], wildcard: str = "All") -> TaughtScreen:
    """What the known Hold Request Policy Map shows. columns: their headers. wildcard: what is drawn for all."""
    header = [[at, text] for at, text in enumerate(columns.values())]
    table = {"is": "table", "header": header, "columns": [*columns]}
    values = [{"input": "material_format", "state": [["text", [], [wildcard]]], "value": "All"}]
    return taught_screen(taught("hold_request_policy_map", elements=[table], values=values))


COLUMNS = {one.name: one.label for one in HOLD_REQUEST_POLICY_MAP.columns}
PERIOD = "Default Hold Request Period"


@pytest.mark.parametrize(
    ("screens", "wrong"),
    [
        ([seen_screen(LOAN_POLICY)], {}),
        ([seen_screen(LOAN_POLICY, renamed={"Regular Loan Period": "Loan Period"})], {"loan-policy-screen": ["renamed"]}),
        # A part of the screen: another face has the rest.
        ([seen_screen(HOLD_REQUEST_POLICY, without=PERIOD)], {}),
        ([seen_screen(HOLD_REQUEST_POLICY, without=PERIOD), seen_screen(HOLD_REQUEST_POLICY)], {}),
        ([seen_screen(PATRON_TYPE_POLICY, without="Total Loan Value Limit")], {"patron-type-policy-screen": ["missing"]}),
        ([seen_screen(HOLD_REQUEST_POLICY, mark=" *:")], {"screen-markup": ["renamed"]}),
        ([seen_map(COLUMNS)], {}),
        ([seen_map({**COLUMNS, "hold_request_policy": "Hold Policy"})], {"hold-request-map": ["renamed"]}),
        ([seen_map({**COLUMNS, "hold_request_policy": "Policy"})], {"hold-request-map": UNKNOWN}),
        ([seen_map(COLUMNS, "Any")], {"map-save-whole": ["renamed"]}),
        ([seen_map(COLUMNS, "")], {"map-save-whole": ["missing"]}),
    ],
)  # fmt: skip
def test_a_known_screen_shows_labels_and_words(screens, wrong):
    assert contradicted(FirstContact(screens=screens)) == wrong


def test_a_screen_as_in_the_specs_is_confirmed():
    """When the period of a hold request begins is seen on no screen."""
    seen = FirstContact(screens=[seen_screen(LOAN_POLICY), seen_screen(HOLD_REQUEST_POLICY)])
    assert confirmed(seen) == {"loan-policy-screen", "screen-markup"}
    assert found(seen)["hold-request-screen"]["state"] == "agrees"


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([SeenReport(True, False)], "confirmed"),
        ([SeenReport(True, False), SeenReport(False, False)], None),
        ([SeenReport(True, True)], "contradicted"),
    ],
)
def test_a_report_file_shows_its_columns_and_times(reports, state):
    assert found(FirstContact(reports=reports)).get("report-headers", {}).get("state") == state


Plant = Callable[[Any], Any]
#: How a canary gets into a value: everywhere, or with its own type.
PLANTS: dict[str, Plant] = {
    "instead": lambda value: CANARY,
    "in texts": lambda value: (
        f"{value}{''.join(write(CANARY) for write in WRITTEN)}" if isinstance(value, str) else value
    ),
    "as number": lambda value: NUMBER,
    "as name": lambda value: {CANARY: value, **value} if isinstance(value, dict) else value,
    "in a list": lambda value: [CANARY, *value] if isinstance(value, list) else value,
    "kept": lambda value: value,
}


def planted(value: Any, plants: Callable[[], Plant]) -> Any:
    """A body with canaries, in each value in one of several ways."""
    if isinstance(value, dict):
        value = {name: planted(inner, plants) for name, inner in value.items()}
    elif isinstance(value, list):
        value = [planted(inner, plants) for inner in value]
    return plants()(value)


@given(data=st.data())
def test_no_text_of_a_response_is_shown(data):
    """Wherever it is: in values, names, headers, cookies, addresses, and in what was sent."""

    def with_canaries(one: RecordedExchange) -> RecordedExchange:
        ways = data.draw(st.lists(st.sampled_from(sorted(PLANTS)), min_size=1, max_size=6))
        turn = iter(range(1_000_000))
        body = planted(BODIES[one.step], lambda: PLANTS[ways[next(turn) % len(ways)]])
        answer = response(
            body, data.draw(st.sampled_from([200, 201, 403, 429])), {CANARY: CANARY, "Retry-After": CANARY}
        )
        return replace(
            one,
            url=f"https://{CANARY}",
            sent={"data": {"scope": CANARY}},
            answer=replace(answer, cookies={CANARY: CANARY}),
        )

    made = document(
        replace(
            contact(with_canaries),
            **{"registry_id": CANARY, "patron_type": CANARY, "holding_location": CANARY},
            screens=[seen_screen(LOAN_POLICY, renamed={"Regular Loan Period": CANARY})],
        )
    )
    text = json.dumps(made, ensure_ascii=False)
    assert [write(CANARY) for write in WRITTEN if write(CANARY) in text] == []
    assert str(NUMBER) not in text


def test_the_page_begins_with_the_verdict_and_shows_what_was_observed_alone():
    made = conforming("first-contact", document(contact(search={}), login="The system returned HTTP 401."))
    page = html(made, "adams", ["adams: a warning of the run"])
    assert [one["id"] for one in made["assumptions"] if one["id"] not in page] == []
    assert [name for name in OBSERVATIONS if name not in found(contact(search={})) and f">{name}<" in page] == []
    assert "Rehearsal" in page and "adams" not in json.dumps(made)
    parts = [
        "Stop: do not use the collection",
        "Login at ReShare: ",
        "a warning of the run",
        "Otherwise than assumed",
        "Confirmed",
        "Seen in part",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("text", "is not the file of a first contact"),
        ({"version": 2}, "has version '2' of the format"),
        ({"assumptions": [{"id": 1}]}, "is damaged: assumptions[0].id is not of type text"),
        ({"verdict": "perhaps"}, "is damaged: verdict must be one of"),
    ],
)
def test_the_page_of_other_content_is_an_error_that_names_the_remedy(given, problem):
    page_of = FilterModule().filters()["first_contact_page"]
    content = {**document(contact()), **given} if isinstance(given, dict) else given
    with pytest.raises(AnsibleFilterError, match=f"{re.escape(problem)}.*; pass the return value document"):
        page_of(content, "adams")
