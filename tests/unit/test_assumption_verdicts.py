# SPDX-License-Identifier: GPL-3.0-or-later

"""What a first contact concludes from responses, what it does not conclude, and what it never shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.filter.first_contact_page import FilterModule
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import ROWS
from ansible_collections.reshare.wms.plugins.module_utils._first_contact import file_observations
from ansible_collections.reshare.wms.plugins.module_utils._first_contact.assessment import (
    NOT_SHOWN,
    OBSERVATIONS,
    document,
)
from ansible_collections.reshare.wms.plugins.module_utils._first_contact.contact import (
    CONFIRMED,
    CONTRADICTED,
    NO_RESPONSE,
    FirstContact,
    RecordedExchange,
    SeenReport,
)
from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import FORMAT, parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import SPEC_LABELS
from ansible_collections.reshare.wms.plugins.module_utils._screens.legibility import LegibleCapture, legible
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import (
    HOLD_REQUEST_POLICY,
    HOLD_REQUEST_POLICY_MAP,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_TYPE_POLICY
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact_page.contact_page import headline, html
from support.assumptions import entries
from support.file_schemas import conforming
from support.first_contact_examples import (
    ACCOUNT,
    BODIES,
    ENTRIES,
    LISTED,
    LOCATIONS,
    PROBE,
    TOKEN,
    answered,
    contact,
    exchange,
    found,
    response,
    states,
)

#: Assumptions that files of people show, but not those of a first contact: only what was saved, delivered or lent.
AFTER_SAVE = {
    *("save-effect", "map-order", "ill-settings-other-sections", "long-overdue-screen"),
    *("report-directory", "ncip-item-format", "no-matching-row"),
}
CANARY, NUMBER = "canary-4711", 471147114711
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


def test_every_assumption_that_responses_show_is_judged_or_has_a_reason():
    by_response = {one["id"] for one in entries() if one["observed"]["by"] == "response"}
    of_files = {*file_observations.OBSERVATIONS}
    assert sorted({*OBSERVATIONS, *NOT_SHOWN} - of_files) == sorted(by_response)
    by_file = {one["id"] for one in entries() if one["observed"]["by"] in ("capture", "report")}
    assert of_files <= by_file and by_file - of_files == AFTER_SAVE


def test_systems_that_are_as_assumed_contradict_nothing():
    seen = contact()
    assert states(seen, CONTRADICTED) == {}
    assert sorted(states(seen, CONFIRMED)) == [
        *("directory-copy-shape", "directory-entry-shape", "directory-values", "gateway-modules", "metadata-branch-id"),
        *("metadata-holding-code", "metadata-institution", "metadata-scope", "metadata-symbols", "modrs-list-total"),
        *(
            "modrs-settings-there",
            "modrs-sites",
            "ncip-address",
            "ncip-probe",
            "ncip-problem-place",
            "ncip-problem-status",
        ),
        *(
            "oauth-context-member",
            "oauth-granted-scopes",
            "oauth-token-lifetime",
            "scim-institution",
            "scim-own-correlation",
        ),
        *("scim-search-case", "scim-search-complete-records", "scim-search-whole", "scim-value-types"),
    ]


@pytest.mark.parametrize("answer", USELESS.values(), ids=USELESS)
def test_useless_responses_confirm_nothing(answer):
    assert states(contact(lambda one: answered(one, answer)), CONFIRMED) == {}


@pytest.mark.parametrize("step", ["token", "login"])
@pytest.mark.parametrize("name", ["a page", "nothing", "an object"])
def test_a_login_without_a_token_contradicts_nothing(name, step):
    """A sign-in page, or a system that is not set up."""
    useless = replace(USELESS[name], cookies={})
    seen = contact(lambda one: answered(one, useless) if one.step == step else one)
    assert states(seen, CONTRADICTED) == {}


@pytest.mark.parametrize("name", ["a page", "nothing", "a text", "deep"])
def test_what_is_no_response_of_the_service_contradicts_nothing(name):
    useless = replace(USELESS[name], cookies={})
    assert states(contact(lambda one: answered(one, useless)), CONTRADICTED) == {}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("step", [step for step in BODIES if step != "probe"])
def test_a_rejection_is_no_contradiction(step, status):
    """Whatever the body is. Only the header Retry-After is judged with 429."""
    rejected = contact(lambda one: answered(one, replace(one.answer, status=status)) if one.step == step else one)
    assert {*states(rejected, CONTRADICTED)} <= {"oclc-retry-after"}


def test_a_step_without_a_response_has_its_reason():
    seen = FirstContact("100101", unanswered={"search": NO_RESPONSE})
    assert found(seen)["scim-search-whole"]["reason"] == NO_RESPONSE
    assert states(seen, CONFIRMED) == states(seen, CONTRADICTED) == {}


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


@pytest.mark.parametrize(
    ("bodies", "wrong"),
    [
        ({"token": {**TOKEN, "expires_in": 3600}}, {"oauth-token-lifetime": "default"}),
        ({"token": {**TOKEN, "expires_in": -1}}, {"oauth-token-lifetime": None}),
        ({"token": {**TOKEN, "expires_in": "secret"}}, {"oauth-token-lifetime": "type"}),
        ({"token": {**TOKEN, "context_institution_id": "7"}}, {"oauth-foreign-context": "ignored"}),
        ({"token": {**TOKEN, "scopes": None}}, {"oauth-granted-scopes": None}),
        ({"search": {"totalResults": 2, "Resources": [LISTED]}}, {"scim-search-whole": "paged"}),
        ({"other_case": {"totalResults": 0, "Resources": []}}, {"scim-search-case": None}),
        ({"other_case": {"totalResults": 2, "Resources": [LISTED, {**LISTED, "id": "2"}]}}, {"scim-search-case": "doubled"}),
        ({"account": {**ACCOUNT, "externalId": "1"}}, {"scim-search-complete-records": None}),
        (account(homeBranch=100111), {"scim-value-types": "type"}),
        (account(borrowerCategory="STUDENT"), {"scim-patron-type": "normalised"}),
        (named("Bu\u0308cher"), {"scim-texts": "decomposed"}),
        (named("A &amp; B"), {"scim-texts": "entities"}),
        (named("A &#38; B"), {"scim-texts": "entities"}),
        (named("B\u00dcCHER & CO"), {"scim-texts": "capitals"}),
        (named("B\u00fccher & Co; A"), {}),
        ({"locations": {**LOCATIONS, "hasProblems": "no"}}, {"metadata-institution": None}),
        ({"probe": PROBE.replace("Unknown\nItem", "Unknown\nAgency")}, {}),
        ({"copy": [{"slug": "a", "customProperties": {}}, {"slug": "b"}]}, {"directory-copy-shape": None}),
        ({"directory": ENTRIES[::-1]}, {"modrs-list-order": "order"}),
        ({"directory": [*ENTRIES, *_branches("Main Library")]}, {}),
        ({"directory": [*ENTRIES, *_branches("Adams")]}, {"directory-entry-shape": "doubled"}),
        ({"settings": [{"id": "1", "key": "ncip_server_address"}] * 2}, {"modrs-settings-there": "doubled", "reshare-auto-responder": "missing"}),
        ({"reshare_patron_profile": [{"id": "f", "code": "STATUS", "hidden": True}]}, {"modrs-hidden-rows": "default"}),
        ({"patron check": {"patronValid": True, "problems": []}}, {"reshare-patron-check": "type"}),
    ],
)  # fmt: skip
def test_a_response_contradicts_what_it_is_about(bodies, wrong):
    assert states(contact(**bodies), CONTRADICTED) == wrong


def test_the_header_of_a_rate_limit_is_judged():
    def limited(**headers: str) -> dict[str, str | None]:
        return states(
            FirstContact(exchanges=[exchange("search", "", 429, {}), exchange("search", "", 429, headers)]),
            CONTRADICTED,
        )

    assert limited() == {"oclc-retry-after": "missing"}
    seen = FirstContact(exchanges=[exchange("search", "", 429, {"Retry-After": value}) for value in ("3", "0")])
    assert states(seen, CONTRADICTED) == {"oclc-retry-after": "unit"}
    assert [*states(FirstContact(exchanges=seen.exchanges[:1]), CONFIRMED)] == ["oclc-retry-after"]


def test_an_alternative_that_is_not_known_stops():
    one = found(contact(token={**TOKEN, "expires_in": -1}))["oauth-token-lifetime"]
    assert (one["stops"], "maintainers" in one["meaning"]) == (True, True)
    known = found(contact(**account(homeBranch=100111)))["scim-value-types"]
    assert (known["stops"], known["meaning"]) == (
        False,
        "homeBranch is a number. The collection works with it. Nothing has to be set.",
    )


def seen_screen(
    kind: Kind, *, without: str = "", more: Sequence[str] = (), value: str = "", title: str = ""
) -> LegibleCapture:
    """What a capture of a form shows. without: the label of an input. more: labels that are not those of inputs. value: of every field."""
    labels = [one.label for one in kind.schema.inputs(()) if one.value.control != ROWS and one.label != without]
    fields = [
        {"type": "field", "label": label, "value": value, "control": "text", "group": [], "state": []}
        for label in (*labels, *more)
    ]
    head = {"format": FORMAT, "version": 1, "at": "2026-11-29T09:00:00Z", "title": title, "address": title}
    heading = {"type": "heading", "text": kind.screen_path[-1]}
    return legible(parse({**head, "items": [heading, *fields]}), [kind], SPEC_LABELS)


def seen_map(header: Sequence[str], *rows: Sequence[str]) -> LegibleCapture:
    """What a capture of the Hold Request Policy Map shows."""
    kind = HOLD_REQUEST_POLICY_MAP
    table = {"type": "table", "label": None, "group": None, "header": [*header], "rows": [[*row] for row in rows]}
    head = {"format": FORMAT, "version": 1, "at": "2026-11-29T09:00:00Z", "title": "", "address": ""}
    items = [{"type": "heading", "text": kind.screen_path[-1]}, {**table, "around": [], "doubts": []}]
    return legible(parse({**head, "items": items}), [kind], SPEC_LABELS)


COLUMNS = ("Patron Policy", "Material Format", "Hold Request Policy")
PERIOD = "Default Hold Request Period"


@pytest.mark.parametrize(
    ("captures", "state", "found"),
    [
        ([seen_screen(LOAN_POLICY)], CONFIRMED, {"loan-policy-screen": None, "screen-markup": None}),
        # When its period begins is seen on no screen.
        ([seen_screen(HOLD_REQUEST_POLICY)], CONFIRMED, {"screen-markup": None}),
        ([seen_screen(HOLD_REQUEST_POLICY, without=PERIOD, more=["Period"])], CONTRADICTED, {"hold-request-screen": "renamed"}),
        # A part of the screen: another capture has the rest.
        ([seen_screen(HOLD_REQUEST_POLICY, without=PERIOD)], CONTRADICTED, {}),
        ([seen_screen(HOLD_REQUEST_POLICY, without=PERIOD, more=["Period"]), seen_screen(HOLD_REQUEST_POLICY)], CONTRADICTED, {}),
        ([seen_screen(LOAN_POLICY, value="always (see below)")], CONTRADICTED, {"loan-policy-screen": "type"}),
        ([seen_screen(PATRON_TYPE_POLICY, without="Total Loan Value Limit")], CONTRADICTED, {"patron-type-policy-screen": "missing"}),
        ([seen_screen(HOLD_REQUEST_POLICY, value="Two we...")], CONTRADICTED, {"screen-markup": "normalised"}),
        ([seen_map(COLUMNS, ["Student", "All", "Four weeks"])], CONFIRMED, {"screen-markup": None}),
        ([seen_map((*COLUMNS, "Branch"), ["Student", "All", "Four weeks", "Main"])], CONTRADICTED, {"hold-request-map": "missing"}),
        ([seen_map((*COLUMNS[:2], "Hold Policy"), ["Student", "All", "Four weeks"])], CONTRADICTED, {"hold-request-map": "renamed"}),
        ([seen_map(COLUMNS, ["Student", "Any", "Four weeks"])], CONTRADICTED, {"map-save-whole": "renamed"}),
        ([seen_map(COLUMNS, ["Student", "", "Four weeks"])], CONTRADICTED, {"map-save-whole": "missing"}),
    ],
)  # fmt: skip
def test_a_capture_shows_labels_and_words(captures, state, found):
    assert states(FirstContact(captures=captures), state) == found


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([SeenReport(True, False)], CONFIRMED),
        ([SeenReport(True, False), SeenReport(False, False)], "not_observed"),
        ([SeenReport(True, True)], CONTRADICTED),
    ],
)
def test_a_report_file_shows_its_columns_and_times(reports, state):
    assert found(FirstContact(reports=reports))["report-headers"]["state"] == state


def test_without_files_the_place_of_a_capture_or_report_is_named():
    by_id = found(contact())
    assert by_id["hold-request-screen"]["reason"] == "A capture of the screen shows it: Hold Request Policy."
    assert by_id["report-headers"]["reason"].startswith("A report file of OCLC shows it: ")


Plant = Callable[[Any], Any]
#: How a canary gets into a value: everywhere, or with its own type.
PLANTS: dict[str, Plant] = {
    "instead": lambda value: CANARY,
    "in texts": lambda value: f"{value}{CANARY}" if isinstance(value, str) else value,
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
            captures=[seen_screen(LOAN_POLICY, title=CANARY, more=[CANARY], value=CANARY)],
        ),
        False,
    )
    assert CANARY not in json.dumps(made)
    assert str(NUMBER) not in json.dumps(made)


def test_the_page_shows_every_assumption_in_its_section():
    made = conforming("first-contact", document(contact(token={**TOKEN, "expires_in": -1}), True))
    page = html(made, "adams")
    assert [one["id"] for one in made["assumptions"] if one["id"] not in page] == []
    assert headline(made) in page and "Do not use the collection for this library yet" in page
    assert "Rehearsal" in page and "adams" not in json.dumps(made)
    assert page.index("to be settled first") < page.index("Confirmed") < page.index("Only a person can find it out")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("text", "is not a contact file of this collection"),
        ({"version": 2}, "has version '2' of the format"),
        ({"assumptions": [{"id": 1}]}, "is damaged: assumptions[0].id is not of type text"),
        ({"counts": {}}, "is damaged: counts.confirmed is missing"),
    ],
)
def test_the_page_of_other_content_is_an_error_that_names_the_remedy(given, problem):
    page_of = FilterModule().filters()["first_contact_page"]
    content = {**document(contact(), True), **given} if isinstance(given, dict) else given
    with pytest.raises(AnsibleFilterError, match=f"{re.escape(problem)}.*; pass the return value document"):
        page_of(content, "adams")
