# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks before the live switch: each one fails and passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks import clients
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import without_limits
from support.check_results import check_named, problems_of, unpassed_checks
from support.controller import dump, run
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles, apply_roles

PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
RESERVES = {"holding_location": "TSTM", "shelving_location": "Reserves"}
ONBOARD, WITHDRAW = "reshare.wms.onboard", "reshare.wms.withdraw"
CHECK, SET = "Check the preconditions", "Set the ReShare section of ILL Settings"

Change = Callable[[Library], None]


def configure(**configuration: Any) -> Change:
    """Change the configuration in the library."""

    def change(library: Library) -> None:
        done = run("circulation_configuration", library, configuration=configuration)
        assert (done.get("msg"), done["changed"]) == (None, True)

    return change


def account(**fields: Any) -> Change:
    return lambda library: library.edit_patron(f"RESHARE-{library.number}", **fields)


def setting(key: str, value: str) -> Change:
    return lambda library: library.set_setting(key, value)


def kept(library: Library) -> dict[str, Any]:
    """The state without the patron profiles that mod-rs creates for patrons that it checks."""
    state = library.settled()
    return {**state, "reshare": {**state["reshare"], "patron_profiles": None}}


def judged(library: Library, name: str, *changes: Change, **variables: Any) -> tuple[str, str, dict[str, Any]]:
    """The result of one check for an onboarded library to which a change is made, its text for people, and all checks."""
    roles = apply_roles(library, **variables)
    for change in changes:
        change(library)
    before = kept(library)
    library.reset()
    result = roles.gate()
    assert not library.writes()
    assert kept(library) == before
    text = roles.failure_text(result) or ""
    assert [secret for secret in secrets_of(library) if secret in str(result)] == []
    return check_named(result, name)["status"], text, result


def test_a_library_that_has_everything_passes(library):
    roles = apply_roles(library)
    result = roles.gate()
    assert unpassed_checks(result) == {}
    assert (result["ready"], result["changed"]) == (True, False)
    assert not library.writes()
    assert not roles.failure_text(result)


def test_the_checks_use_one_token_and_one_login(library):
    roles = apply_roles(library)
    library.reset()
    result = roles.gate()
    assert unpassed_checks(result) == {}
    assert library.logins() == 2
    assert library.calls()["token", "token", "POST"] == 1
    reads = {call[1]: count for call, count in library.calls().items() if call[0] == "configuration"}
    assert set(reads.values()) == {1}


#: The patron types of a library.
EVERYBODY = ["Faculty", "ReShare lending", "Student"]

#: Reasons that keep a library from going live: the change, the check that finds it, and one of its problems: code, object, and more.
BROKEN: dict[str, tuple[Change, str, tuple[str, str, dict[str, Any]]]] = {
    "own row above": (
        configure(loan_policy_map=[{"patron_policy": "Faculty", "precedence": 20, "loan_policy": "One year"}]),
        "borrowed_items",
        ("other_policy", "Loan Policy 'One year'", {"row": 1, "patron_types": ["Faculty"]}),
    ),
    "own row for a format": (
        configure(loan_policy_map=[{**PLACE, "material_format": "DVD", "loan_policy": "One year"}]),
        "borrowed_items",
        ("other_policy", "Loan Policy 'One year'", {"row": 1, "material_formats": ["DVD"]}),
    ),
    "no hold": (
        configure(hold_limit_policies=[{"name": "Ten", "verified_hold_count_limit": 0}]),
        "borrowed_items",
        ("limit", "Hold Limit Matrix", {"fields": ["verified_hold_count_limit"], "patron_types": EVERYBODY}),
    ),
    "bill for placing a hold": (
        configure(hold_request_policies=[{"name": "Two months", "bill_for_placing_hold": "Hold fee"}]),
        "borrowed_items",
        ("bill", "Hold Request Policy 'Two months'", {"fields": ["bill_for_placing_hold"], "row": 1}),
    ),
    "other fulfilment": (
        configure(
            hold_fulfillment_policy_map=[{**PLACE, "patron_policy": "Faculty", "hold_fulfillment_policy": "One week"}]
        ),
        "borrowed_items",
        ("other_policy", "Hold Fulfillment Policy 'One week'", {"row": 1, "patron_types": ["Faculty"]}),
    ),
    "unavailable rule": (
        configure(
            collection_type_policies=[
                {
                    "name": "Films",
                    "locations": [{**PLACE, "material_format": "DVD"}],
                    "default_availability": "Unavailable",
                }
            ]
        ),
        "borrowed_items",
        ("unavailable", "Collection Type Policy 'Films'", {"fields": ["default_availability"]}),
    ),
    "rule without holds": (
        configure(collection_type_policies=[{"name": "ReShare borrowing", "fulfill_holds_for": "No patrons"}]),
        "borrowed_items",
        ("unavailable", "Collection Type Policy 'ReShare borrowing'", {"fields": ["fulfill_holds_for"]}),
    ),
    "rule for patrons of the branch": (
        configure(collection_type_policies=[{"name": "ReShare borrowing", "fulfill_holds_for": "Branch patrons only"}]),
        "borrowed_items",
        ("unavailable", "Collection Type Policy 'ReShare borrowing'", {"fields": ["fulfill_holds_for"]}),
    ),
    "catch-all loan limit": (
        configure(loan_limit_matrix=[{"loan_limit_policy": "Fifty"}]),
        "lent_items",
        ("limit", "Loan Limit Policy 'Fifty'", {"fields": ["loan_count_limit"], "row": 4}),
    ),
    "blocked account": (account(blocked=True), "lending_accounts", ("blocked", "Patron Account 'RESHARE-NN'", {})),
    "expired account": (
        account(expires="2020-01-31"),
        "lending_accounts",
        ("expires", "Patron Account 'RESHARE-NN'", {}),
    ),
    "lost setting": (
        setting("check_in_item", "manual"),
        "nothing_differs",
        ("not_applied", "ReShare setting 'check_in_item'", {}),
    ),
}


@pytest.fixture(scope="module")
def of_case(sandbox, tmp_path_factory) -> Callable[[str], tuple[Library, str, str, dict[str, Any]]]:
    """The library of a case, and the result of judged, computed once."""
    state = tmp_path_factory.mktemp("gate") / "state"

    def judge_case(case: str) -> tuple[Library, str, str, dict[str, Any]]:
        library = Library(sandbox, state)
        return library, *judged(library, BROKEN[case][1], BROKEN[case][0])

    return cache(judge_case)


@pytest.mark.parametrize("case", BROKEN)
def test_each_fault_is_a_problem_of_its_check(of_case, case):
    _change, name, (code, described, more) = BROKEN[case]
    library, status, _text, result = of_case(case)
    assert (status, result["ready"]) == ("fail", False)
    expected = {"code": code, "object": library.numbered(described), **more}
    problems = check_named(result, name)["problems"]
    assert [{key: one[key] for key in expected} for one in problems] == [expected]


#: The words in the message about a case, one case for each kind of problem.
MESSAGES = {
    "own row above": ["'One year' (row 1)", "not 'ReShare borrowing'", "(for Faculty)"],
    "own row for a format": ["material format DVD"],
    "no hold": ["Verified Hold Count Limit is 0"],
    "bill for placing a hold": ["Hold Request Policy 'Two months' (row 1) has a bill for holds"],
    "unavailable rule": ["Collection Type rule 'Films' makes items unavailable"],
    "rule without holds": ["Collection Type rule 'ReShare borrowing' fulfils holds for no patrons"],
    "rule for patrons of the branch": ["fulfils holds only for patrons of its branch"],
    "catch-all loan limit": ["items on loan' to 50 for 'ReShare lending'", "Set the library's own patron types"],
    "blocked account": ["RESHARE-NN is blocked", "Run reshare.wms.onboard"],
    "expired account": ["RESHARE-NN", "2020-01-31", "Run reshare.wms.onboard"],
    "lost setting": ["ReShare setting 'check_in_item'", "Run the roles"],
}


@pytest.mark.parametrize("case", MESSAGES)
def test_the_message_names_the_check_the_object_and_the_remedy(of_case, case):
    library, _status, text, _result = of_case(case)
    assert [part for part in library.numbered(MESSAGES[case]) if part not in text] == []
    assert f"[{BROKEN[case][1]}]" in text


LOAN, FULFILMENT = "Loan Policy 'ReShare borrowing'", "Hold Fulfillment Policy 'ReShare borrowing'"
NO_ROW = [{**PLACE, "state": "absent"}]
#: Changes of a live library, and the problems of the check of borrowed items: code, object, fields and row.
CHANGED: dict[str, tuple[dict[str, Any], list[tuple[str, str, list[str], int | None]]]] = {
    "nothing": ({}, []),
    "period": (
        {"loan_policies": [{"name": "ReShare borrowing", "loan_period": "3 weeks"}]},
        [("differs", LOAN, ["loan_period"], None)],
    ),
    "fines": (
        {"loan_policies": [{"name": "ReShare borrowing", "overdue_periodic_bill": "Daily fine"}]},
        [("differs", LOAN, ["overdue_periodic_bill"], None)],
    ),
    "no circulation": (
        {"loan_policies": [{"name": "ReShare borrowing", "circulates": "never"}]},
        [("differs", LOAN, ["circulates"], None)],
    ),
    "bill for picking up a hold": (
        {"hold_fulfillment_policies": [{"name": "ReShare borrowing", "bill_for_picking_up_hold": "Hold fee"}]},
        [("differs", FULFILMENT, ["bill_for_picking_up_hold"], None)],
    ),
    "missing rows": (
        {"loan_policy_map": NO_ROW, "hold_fulfillment_policy_map": NO_ROW},
        [
            ("other_policy", "Loan Policy 'One year'", [], 1),
            ("other_policy", "Hold Fulfillment Policy 'One week'", [], 1),
            ("other_policy", "Loan Policy 'ReShare lending'", [], 2),
            ("other_policy", "Loan Policy 'Four weeks'", [], 3),
        ],
    ),
}


def judge(library: Library, configuration: dict[str, Any]) -> dict[str, Any]:
    """The check of borrowed items of a live library, whatever else is missing."""
    roles = apply_roles(library)
    if configuration:
        configure(**configuration)(library)
    return check_named(roles.preflight(stage="live"), "borrowed_items")


@pytest.mark.parametrize("case", CHANGED)
def test_a_change_of_a_live_library_is_reported(library, case):
    configuration, problems = CHANGED[case]
    found = judge(library, configuration)
    assert [(one["code"], one["object"], one["fields"], one["row"]) for one in found["problems"]] == problems
    assert (found["status"], found["remedy"]) == (("fail", "Run reshare.wms.onboard.") if problems else ("pass", ""))


def test_a_problem_that_applying_the_configuration_does_not_end_has_another_remedy(library):
    row = {**PLACE, "patron_policy": "Student", "loan_policy": "One year"}
    policy = {"name": "ReShare borrowing", "loan_period": "3 weeks"}
    found = judge(library, {"loan_policy_map": [row], "loan_policies": [policy]})
    assert [one["code"] for one in found["problems"]] == ["differs", "other_policy"]
    apply, move = found["remedy"].split(". ", 1)
    assert (apply, move.startswith("Move or change the named row")) == ("Run reshare.wms.onboard", True)


@pytest.mark.parametrize(
    ("limits", "status", "codes"),
    [
        ({"outstanding_bill_value_limit": "5.00"}, "fail", ["differs"]),
        ({"max_claimed_lost": 0}, "fail", ["differs"]),
        ({"max_claimed_lost": 0, "max_claimed_returned": None}, "fail", ["differs", "not_known"]),
        # The meaning of a blank limit and the labels of the other limits are not documented.
        ({"total_loan_value_limit": None}, "unknown", ["not_known"]),
        ({"other_settings": {"Overdue items": "5"}}, "unknown", ["not_known"]),
        ({"other_settings": {"Overdue items": "no limit"}}, "pass", []),
    ],
)
def test_a_patron_type_with_limits_never_passes(library, limits, status, codes):
    roles = apply_roles(library)
    assert check_named(roles.preflight(stage="live"), "lent_items")["status"] == "pass"
    configure(patron_type_policies=[{"name": "ReShare lending", **limits}])(library)
    found = check_named(roles.preflight(stage="live"), "lent_items")
    assert (found["status"], [one["code"] for one in found["problems"]]) == (status, codes)
    assert {one["object"] for one in found["problems"]} <= {"Patron Type Policy 'ReShare lending'"}
    assert {field for one in found["problems"] for field in one["fields"]} == ({*limits} if codes else set())


def test_a_declared_setting_of_a_patron_type_is_no_question(library):
    own = {"name": "ReShare lending", **without_limits(), "other_settings": {"Overdue items": "5"}}
    configuration = {"borrower_categories": [{"name": "ReShare lending"}], "patron_type_policies": [own]}
    found = check_named(apply_roles(library, lending_configuration=configuration).gate(), "lent_items")
    assert (found["status"], found["problems"]) == ("pass", [])


def test_lent_items_can_be_checked_without_borrowed_items(library):
    """The row that the role borrowing adds at the temporary location is not a limit of lent items."""
    roles = apply_roles(library)
    found = check_named(roles.preflight(stage="live", holding_location=None), "lent_items")
    assert (found["status"], found["problems"]) == ("pass", [])


def test_a_changed_limit_is_corrected_by_the_role(library):
    """Only No Limit is declared; any other value on the screen is one that the role changes."""
    roles = apply_roles(library)
    single = {"outstanding_bill_value_limit": "5.00", "max_claimed_returned": 3}
    limited = {"name": "ReShare lending", **single}
    configure(patron_type_policies=[limited])(library)
    declared = {**roles["lending_declared"], "patron_accounts": []}
    assert run("circulation_configuration", library, configuration=declared).get("msg") is None
    assert unpassed_checks(roles.gate()) == {}


def test_an_unlimited_limit_row_and_rows_of_other_types_limit_nothing(library):
    status, _text, result = judged(
        library,
        "lent_items",
        configure(
            loan_limit_policies=[{"name": "Free", "loan_count_limit": "No Limit"}],
            loan_limit_matrix=[
                {"loan_limit_policy": "Free"},
                {"patron_policy": "Faculty", "loan_limit_policy": "Fifty"},
            ],
        ),
    )
    assert (status, unpassed_checks(result)) == ("pass", {})


def test_reshares_own_patron_check_is_made_for_each_account(library):
    """The address in ReShare does not work, which no other check finds. It shows nothing of the account."""
    status, _text, result = judged(
        library,
        "patron_check",
        setting("wms_lookup_patron_endpoint", "https://idm.example.org/Users/.search"),
        reshare_settings_patron_search="https://idm.example.org/Users/.search",
    )
    assert status == "unknown"
    assert problems_of(result, "patron_check") == [
        ("unexpected_response", f"Patron Account 'RESHARE-{library.number}'")
    ]
    assert "Check the setting wms_lookup_patron_endpoint" in check_named(result, "patron_check")["detail"]


def test_reshares_own_patron_checks_count_towards_the_limit_of_its_key(library, monkeypatch):
    """mod-rs searches each account in Identity Management. With an account per partner, they would exceed the limit."""
    partners = ["RESHARE:ALF", "RESHARE:BET"]
    roles = Roles(library, lending_account_pattern="P-{symbol}", lending_partner_symbols=partners)
    roles.declare()
    taken: Counter[str] = Counter()

    class Counting(RateLimiter):
        def __init__(self, state: StateDirectory, host: str, key: str):
            super().__init__(state, host, key)
            self.key = key

        @contextmanager
        def slot(self) -> Iterator[None]:
            taken[self.key] += 1
            with super().slot():
                yield

    monkeypatch.setattr(clients, "RateLimiter", Counting)
    key = roles["wms_key"]
    for patron_check in (False, True):
        taken.clear()
        assert (
            check_named(roles.preflight(stage="live", patron_check=patron_check), "lending_accounts")["status"]
            == "pass"
        )
        # The accounts of the library and of each partner are searched, by this collection and by mod-rs.
        assert taken == {key: (1 + patron_check) * (1 + len(partners))}


# The library's own declarations


#: Rows of the library's own at the temporary location, and for loans of its reserves.
OWN_RULES: dict[str, Any] = {
    "borrowing_more": {
        "loan_policies": [
            {"name": "ReShare faculty", "loan_period": "56 days", "overdue_periodic_bill": "Daily fine"},
            {"name": "ReShare films", "loan_period": "7 days", "circulates": "always"},
        ],
        "loan_policy_map": [
            {**PLACE, "patron_policy": "Faculty", "loan_policy": "ReShare faculty"},
            {**PLACE, "material_format": "DVD", "loan_policy": "ReShare films"},
            # The library's own policy.
            {**PLACE, "patron_policy": "Student", "material_format": "Map", "loan_policy": "Four weeks"},
        ],
        "hold_fulfillment_policy_map": [
            {**PLACE, "patron_policy": "Faculty", "hold_fulfillment_policy": "One week"},
        ],
        "hold_limit_policies": [{"name": "ReShare none", "verified_hold_count_limit": 0}],
        "hold_limit_matrix": [{"patron_policy": "Student", "material_format": "Map", "hold_limit_policy": "ReShare none"}],
    },
    "lending_more": {
        "loan_policies": [{"name": "ReShare reserves", "loan_period": "14 days"}],
        "loan_policy_map": [{**RESERVES, "patron_policy": "ReShare lending", "loan_policy": "ReShare reserves"}],
    },
}  # fmt: skip
#: Rows above those, which nothing declares, the problem, and its scope in words.
OTHER_ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "faculty": (
        "borrowed_items",
        {**PLACE, "patron_policy": "Faculty", "material_format": "DVD", "loan_policy": "Four weeks"},
        {"patron_types": ["Faculty"], "material_formats": ["DVD"]},
        "not 'ReShare faculty' (for Faculty; material format DVD)",
    ),
    "reserves": (
        "lent_items",
        {**RESERVES, "patron_policy": "ReShare lending", "material_format": "Map", "loan_policy": "Four weeks"},
        {"patron_types": ["ReShare lending"], "material_formats": ["Map"]},
        "not 'ReShare reserves' (for ReShare lending; at TSTM, Reserves; material format Map)",
    ),
}


@pytest.fixture(params=["service", "record"])
def ready(request, library, tmp_path) -> Callable[..., tuple[Roles, Change]]:
    """Return a function that creates roles for a library, and one that changes the library's own configuration."""
    if request.param == "service":
        return lambda **variables: (Roles(library, **variables), configure)
    record = Record(library, tmp_path / "record")
    record.declare(
        borrower_categories=[{"name": "Faculty"}, {"name": "Student"}],
        patron_type_policies=[{"name": "Faculty"}, {"name": "Student"}],
        bill_reasons=[{"name": "Fine"}],
        bill_structures=[{"name": "Daily fine", "bill_reason": "Fine", "bill_type": "Periodic Bill"}],
        loan_policies=[{"name": "Four weeks", "loan_period": "28 days"}],
        hold_fulfillment_policies=[{"name": "One week", "hold_shelf_period": "7 days"}],
        shelving_locations=[{"holding_code": "TSTM", "name": "Reserves"}],
    )
    record.confirm()

    def change(**configuration: Any) -> Change:
        def declare(_library: Library) -> None:
            record.declare(**configuration)
            record.confirm()

        return declare

    return lambda **variables: (ConfirmedRoles(library, record, **variables), change)


class ConfirmedRoles(Roles):
    """Roles whose steps are made and confirmed at once."""

    def __init__(self, library: Library, record: Record, **variables: Any):
        super().__init__(library, **record.options, **variables)
        self._record = record

    def declare(self, check: bool = False) -> list[dict[str, Any]]:
        done = super().declare(check)
        if any(one["pending"] for one in done):
            self._record.confirm()
            done = super().declare(check)
        return done


def test_the_librarys_own_declarations_are_expected(library, ready):
    roles, _change = ready(**OWN_RULES)
    assert unpassed_checks(roles.gate(check=True)) == {"patron_check": "later"}
    roles.declare()
    assert unpassed_checks(roles.gate()) == {}
    assert unpassed_checks(roles.preflight(stage="live", patron_check=True)) == {}


@pytest.mark.parametrize("case", OTHER_ROWS)
def test_a_row_above_the_librarys_own_declarations_is_reported_and_the_message_has_its_scope(library, ready, case):
    name, row, scope, part = OTHER_ROWS[case]
    expected = {"code": "other_policy", "object": "Loan Policy 'Four weeks'", "row": 2, **scope}
    roles, change = ready(**OWN_RULES)
    roles.declare()
    change(loan_policy_map=[row])(library)
    for found in (check_named(roles.gate(), name), check_named(roles.preflight(), name)):
        assert found["status"] == "fail"
        assert [{key: one[key] for key in expected} for one in found["problems"]] == [expected]
        assert part in found["detail"]


# Before anything is applied


def test_a_check_that_would_fail_after_the_run_is_reported_before_it(library, ready):
    """A row of the library's own above those that the run would add."""
    roles, change = ready()
    change(loan_policy_map=[{"patron_policy": "Faculty", "precedence": 20, "loan_policy": "Four weeks"}])(library)
    library.reset()
    before = (kept(library), check_named(roles.preflight(), "borrowed_items"))
    pretended = roles.gate(check=True)
    assert kept(library) == before[0]
    assert not library.writes()
    assert {**unpassed_checks(pretended), "ready": pretended["ready"]} == {
        "borrowed_items": "fail",
        "patron_check": "later",
        "ready": False,
    }
    roles.declare()
    real = roles.gate()
    assert unpassed_checks(real) == {"borrowed_items": "fail"}
    checks = [check_named(one, "borrowed_items") for one in (pretended, real)]
    assert before[1] == checks[0] == checks[1]


def test_reshares_patron_check_is_made_in_check_mode_where_nothing_is_left_to_apply(library):
    roles = apply_roles(library)
    assert unpassed_checks(roles.gate(check=True)) == {}
    library.set_setting("wms_api_key", "")
    assert unpassed_checks(roles.gate(check=True)) == {"patron_check": "later"}


def test_pending_steps_are_named_and_the_checks_are_postponed(library, tmp_path):
    record = Record(library, tmp_path / "record")
    roles = Roles(library, **record.options)
    roles.declare()
    files = record.files()
    result = roles.gate()
    assert record.files() == files
    assert {name: check_named(result, name)["status"] for name in ("nothing_pending", "nothing_differs")} == {
        "nothing_pending": "fail",
        "nothing_differs": "pass",
    }
    for name in ("borrowed_items", "lent_items", "patron_check"):
        assert check_named(result, name)["status"] == "unknown"
        assert problems_of(result, name) == [("not_applied", None)]
    assert ("pending", "Loan Policy 'ReShare borrowing'") in problems_of(result, "nothing_pending")


# Waivers


WAIVED = {"borrowed_items": "The faculty council wants its year."}


def test_a_check_that_is_waived_with_a_reason_lets_the_library_pass_and_keeps_it(library):
    change, name, (code, described, _more) = BROKEN["own row above"]
    status, text, result = judged(library, name, change, preflight_waivers=WAIVED)
    assert (status, text, result["ready"]) == ("waived", "", True)
    found = check_named(result, name)
    assert found["reason"] == WAIVED[name]
    assert problems_of(result, name) == [(code, described)]


#: Waivers that are not valid, and the field and similar names in the failure.
WRONG_WAIVERS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "no reason": ({"borrowed_items": ""}, "waivers.borrowed_items.reason", []),
    "blank": ({"borrowed_items": "   "}, "waivers.borrowed_items.reason", []),
    "null": ({"borrowed_items": None}, "waivers.borrowed_items.reason", []),
    "no check": ({"borowed_items": "Fine."}, "waivers.borowed_items", ["borrowed_items"]),
}


@pytest.mark.parametrize("case", WRONG_WAIVERS)
def test_an_invalid_waiver_is_refused(library, case):
    waivers, field, similar = WRONG_WAIVERS[case]
    failed = run("preflight_info", library, waivers=waivers)["failure"]
    assert (failed["code"], failed["fields"]) == ("invalid", [field])
    assert failed.get("candidates", [])[:1] == similar


def test_a_waiver_does_not_hide_another_check(library):
    name = "lending_accounts"
    status, _text, result = judged(library, name, account(blocked=True), preflight_waivers=WAIVED)
    assert (status, [code for code, _object in problems_of(result, name)]) == ("fail", ["blocked"])


def test_a_waiver_for_the_gate_does_not_stop_the_preflight_of_the_same_inventory(library):
    """An inventory has one set of waivers for both roles."""
    roles = Roles(library, preflight_waivers=dict.fromkeys(("borrowed_items", "lent_items", "patron_check"), "Agreed."))
    result = roles.preflight()
    assert result.get("msg") is None
    assert unpassed_checks(result) == {}


# Output for users


@pytest.mark.long
def test_a_failed_check_blocks_that_library_alone_and_withdrawing_never_needs_it(make, controller):
    good, bad, waived, other = make(), make(), make(), make()
    BROKEN["own row above"][0](other)
    variables = {
        bad.name: {"preflight_authorisation_form": ""},
        waived.name: {"preflight_authorisation_form": "", "preflight_waivers": {"authorisation_form": "Sent by mail."}},
    }
    libraries = [good, bad, waived, other]
    before = [one.settled() for one in libraries]
    pretended = controller.playbook(ONBOARD, libraries, "--check", variables=variables)
    assert [one.settled() for one in libraries] == before
    done = controller.playbook(ONBOARD, libraries, variables=variables)
    assert [one.status for one in (pretended, done)] == [2, 2]
    for one in libraries:
        assert pretended.stats(one)["failures"] == done.stats(one)["failures"]
    assert [pretended.failure(one) for one in (bad, other)] == [done.failure(one) for one in (bad, other)]
    assert pretended.result(SET, good)["changed"] is True
    assert unpassed_checks(pretended.result(CHECK, other)) == {"borrowed_items": "fail", "patron_check": "later"}
    assert {one.name: done.stats(one)["failures"] for one in (good, bad, waived)} == {
        good.name: 0,
        bad.name: 1,
        waived.name: 0,
    }
    assert unpassed_checks(done.result(CHECK, bad)) == {"authorisation_form": "fail"}
    enabled = [one.configuration["ill_settings"].get("reshare", {}).get("enable") for one in (good, bad, waived)]
    assert enabled == [True, None, True]
    kept = check_named(done.result(CHECK, waived), "authorisation_form")
    assert (kept["status"], kept["reason"]) == ("waived", "Sent by mail.")
    # They are shown with -v only.
    assert "OCLC accepts the WSKey" not in done.output
    assert [secret for one in (good, bad, waived) for secret in secrets_of(one) if secret in done.output] == []

    run("patron_account", good, barcode=f"RESHARE-{good.number}", blocked=True)
    withdrawn = controller.playbook(
        WITHDRAW, [good, bad], "-e", f"withdraw_libraries={good.name},{bad.name}", variables=variables
    )
    assert withdrawn.status == 0
    assert good.configuration["ill_settings"]["reshare"]["enable"] is False


def test_a_failed_check_prevents_going_live_and_the_message_names_it(library, controller):
    """The role as a whole: a row of the library's own applies to items that faculty borrow."""
    apply_roles(library)
    BROKEN["own row above"][0](library)
    path = controller.directory / "roles.yml"
    path.write_text(
        dump([{"hosts": "all", "gather_facts": False, "roles": ["reshare.wms.enable_reshare"]}]), encoding="utf-8"
    )
    library.reset()
    done = controller.playbook(str(path), library)
    assert done.status == 2
    assert unpassed_checks(done.result(CHECK, library)) == {"borrowed_items": "fail"}
    text = done.failure(library)
    assert text.startswith(f"{library.name}: not enabled. The declared policies apply to borrowed items: no, ")
    assert "[borrowed_items]" in text
    assert untidy_sentences(text) == []
    assert not library.writes()
    assert done.results(SET, library) == []
