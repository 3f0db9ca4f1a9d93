# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks before the live switch: each one fails and passes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from support.check_results import check_named, unpassed_checks
from support.controller import dump, run
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles, apply_roles

PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
RESERVES = {"holding_location": "TSTM", "shelving_location": "Reserves"}
ONBOARD, WITHDRAW = "reshare.wms.onboard", "reshare.wms.withdraw"
SET = "Set the ReShare section of ILL Settings"

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


#: Reasons that keep a library from going live: the change, the check that finds it, and the words in its text.
BROKEN: dict[str, tuple[Change, str, list[str]]] = {
    "own row above": (
        configure(loan_policy_map=[{"patron_policy": "Faculty", "precedence": 20, "loan_policy": "One year"}]),
        "borrowed_items",
        ["'One year' (row 1)", "not 'ReShare borrowing'", "Faculty"],
    ),
    "own row for the pair": (
        configure(loan_policy_map=[{**PLACE, "patron_policy": "Student", "loan_policy": "Four weeks"}]),
        "borrowed_items",
        ["'Four weeks' (row 1)", "not 'ReShare borrowing'", "Student"],
    ),
    "own row for a format": (
        configure(loan_policy_map=[{**PLACE, "material_format": "DVD", "loan_policy": "One year"}]),
        "borrowed_items",
        ["'One year' (row 1)", "not 'ReShare borrowing'", "DVD"],
    ),
    "no hold": (
        configure(hold_limit_policies=[{"name": "Ten", "verified_hold_count_limit": 0}]),
        "borrowed_items",
        ["Verified Hold Count Limit is 0", "Student"],
    ),
    "no hold for one type": (
        configure(
            hold_limit_policies=[{"name": "None", "verified_hold_count_limit": 0}],
            hold_limit_matrix=[{"patron_policy": "Student", "hold_limit_policy": "None"}],
        ),
        "borrowed_items",
        ["Verified Hold Count Limit is 0", "(for Student)"],
    ),
    "bill for placing a hold": (
        configure(hold_request_policies=[{"name": "Two months", "bill_for_placing_hold": "Hold fee"}]),
        "borrowed_items",
        ["Hold Request Policy 'Two months' (row 1) has a bill for holds"],
    ),
    "other fulfilment": (
        configure(
            hold_fulfillment_policy_map=[{**PLACE, "patron_policy": "Faculty", "hold_fulfillment_policy": "One week"}]
        ),
        "borrowed_items",
        ["Hold Fulfillment Policy is 'One week' (row 1), not 'ReShare borrowing'", "(for Faculty)"],
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
        ["Collection Type rule 'Films' makes items unavailable"],
    ),
    "rule without holds": (
        configure(collection_type_policies=[{"name": "ReShare borrowing", "fulfill_holds_for": "No patrons"}]),
        "borrowed_items",
        ["Collection Type rule 'ReShare borrowing' fulfils holds for no patrons"],
    ),
    "rule for patrons of the branch": (
        configure(collection_type_policies=[{"name": "ReShare borrowing", "fulfill_holds_for": "Branch patrons only"}]),
        "borrowed_items",
        ["Collection Type rule 'ReShare borrowing' fulfils holds only for patrons of its branch"],
    ),
    "catch-all loan limit": (
        configure(loan_limit_matrix=[{"loan_limit_policy": "Fifty"}]),
        "lent_items",
        ["items on loan' to 50 for", "'ReShare lending'", "Set the library's own patron types"],
    ),
    "loan limit of a location": (
        configure(loan_limit_matrix=[{"holding_location": "TSTM", "loan_limit_policy": "Fifty"}]),
        "lent_items",
        ["items on loan' to 50 for", "'ReShare lending'"],
    ),
    "loan limit of a format": (
        configure(loan_limit_matrix=[{"material_format": "DVD", "loan_limit_policy": "Fifty"}]),
        "lent_items",
        ["items on loan' to 50 for", "'ReShare lending'"],
    ),
    "blocked account": (account(blocked=True), "lending_accounts", ["RESHARE-", "is blocked: unblock it"]),
    "expired account": (
        account(expires="2020-01-31"),
        "lending_accounts",
        ["RESHARE-", "2020-01-31", "Set a later date"],
    ),
    "lost setting": (
        setting("check_in_item", "manual"),
        "in_place",
        ["ReShare setting 'check_in_item'", "Run the roles"],
    ),
    "fines": (
        configure(loan_policies=[{"name": "ReShare borrowing", "overdue_periodic_bill": "Daily fine"}]),
        "in_place",
        ["Loan Policy 'ReShare borrowing'", "Run the roles"],
    ),
    "limit of the patron type": (
        configure(patron_type_policies=[{"name": "ReShare lending", "every_limit": None}]),
        "in_place",
        ["Patron Type Policy 'ReShare lending'", "Run the roles"],
    ),
    "faculty's row moved up": (
        configure(
            loan_policy_map={
                "exact": True,
                "rows": [
                    {"patron_policy": "Faculty", "loan_policy": "One year", "precedence": 12},
                    {**PLACE, "loan_policy": "ReShare borrowing"},
                    {"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"},
                    {"loan_policy": "Four weeks"},
                ],
            }
        ),
        "borrowed_items",
        ["'One year' (row 1)", "not 'ReShare borrowing'", "Faculty"],
    ),
}


@pytest.fixture(scope="module")
def told(sandbox, tmp_path_factory) -> Callable[[str], tuple[str, str, dict[str, Any]]]:
    """The result of judged for a case, computed once."""
    state = tmp_path_factory.mktemp("gate") / "state"
    return cache(lambda case: judged(Library(sandbox, state), BROKEN[case][1], BROKEN[case][0]))


@pytest.mark.parametrize("case", BROKEN)
def test_each_fault_is_named_by_its_check(told, case):
    _change, name, parts = BROKEN[case]
    status, text, result = told(case)
    assert (status, result["ready"]) == ("fail", False)
    assert [part for part in parts if part not in text] == []
    assert f"[{name}]" in text


@pytest.mark.parametrize("case", BROKEN)
def test_a_failure_message_consists_of_sentences(told, case):
    _status, text, _result = told(case)
    assert untidy_sentences(text) == []


@pytest.mark.parametrize("case", ["own row above", "bill for placing a hold", "no hold", "unavailable rule"])
def test_a_failure_message_states_the_remedy(told, case):
    _status, _text, result = told(case)
    assert check_named(result, BROKEN[case][1])["remedy"]


def judge(library: Library, *changes: Change) -> tuple[str, str]:
    """The check of borrowed items of a live library, whatever else is missing."""
    roles = apply_roles(library)
    for change in changes:
        change(library)
    found = check_named(roles.preflight(stage="live"), "borrowed_items")
    return found["status"], found["detail"]


def test_a_period_other_than_the_declared_one_is_reported(library):
    assert judge(library) == ("pass", "")
    status, text = judge(library, configure(loan_policies=[{"name": "ReShare borrowing", "loan_period": "3 weeks"}]))
    assert status == "fail"
    assert (
        "the Loan Policy 'ReShare borrowing' is not as declared: Regular Loan Period is '3 weeks', not '112 days'"
        in text
    )


def test_fines_on_the_policy_are_reported(library):
    change = configure(loan_policies=[{"name": "ReShare borrowing", "overdue_periodic_bill": "Daily fine"}])
    status, text = judge(library, change)
    assert status == "fail"
    assert (
        "the Loan Policy 'ReShare borrowing' is not as declared: Overdue Periodic Bill is 'Daily fine', not blank"
        in text
    )


def test_a_policy_that_does_not_circulate_is_reported(library):
    status, text = judge(library, configure(loan_policies=[{"name": "ReShare borrowing", "circulates": "never"}]))
    assert status == "fail"
    assert "the Loan Policy 'ReShare borrowing' is not as declared: Circulates? is 'never', not 'always'" in text


def test_a_bill_for_picking_up_a_hold_is_reported(library):
    change = configure(
        hold_fulfillment_policies=[{"name": "ReShare borrowing", "bill_for_picking_up_hold": "Hold fee"}]
    )
    status, text = judge(library, change)
    assert status == "fail"
    assert (
        "the Hold Fulfillment Policy 'ReShare borrowing' is not as declared: Bill For Picking Up Hold is 'Hold fee', not blank"
        in text
    )


def test_missing_rows_are_reported(library):
    rows = [{**PLACE, "state": "absent"}]
    status, text = judge(library, configure(loan_policy_map=rows, hold_fulfillment_policy_map=rows))
    assert status == "fail"
    assert "the Loan Policy is 'One year' (row 1), not 'ReShare borrowing' (for Faculty)" in text
    assert "the Hold Fulfillment Policy is 'One week' (row 1), not 'ReShare borrowing'" in text


@pytest.mark.parametrize(
    "limit",
    [
        {"every_limit": None},
        {"every_limit": None, "outstanding_bill_value_limit": "5.00"},
        {"every_limit": None, "max_claimed_lost": 0},
    ],
)
def test_a_patron_type_with_limits_is_reported(library, limit):
    roles = apply_roles(library)
    assert check_named(roles.preflight(stage="live"), "lent_items")["status"] == "pass"
    configure(patron_type_policies=[{"name": "ReShare lending", **limit}])(library)
    found = check_named(roles.preflight(stage="live"), "lent_items")
    assert found["status"] == "fail"
    assert "the Patron Type Policy 'ReShare lending' is not as declared: " in found["detail"]
    assert ", not 'No Limit'" in found["detail"]


def test_lent_items_can_be_checked_without_borrowed_items(library):
    """The row that the role borrowing adds at the temporary location is not a limit of lent items."""
    roles = apply_roles(library)
    found = check_named(roles.preflight(stage="live", holding_location=None), "lent_items")
    assert (found["status"], found["detail"]) == ("pass", "")


def test_a_changed_limit_is_corrected_by_the_role(library):
    """Only No Limit is declared; any other value on the screen is one that the role changes."""
    roles = apply_roles(library)
    single = {"outstanding_bill_value_limit": "5.00", "max_claimed_returned": 3}
    limited = {"name": "ReShare lending", "every_limit": None, **single}
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
    """The WSKey in ReShare does not work, which no other check finds."""
    status, text, result = judged(
        library,
        "patron_check",
        setting("wms_lookup_patron_endpoint", "https://idm.example.org/Users/.search"),
        reshare_settings_patron_search="https://idm.example.org/Users/.search",
    )
    assert status == "fail"
    assert f"RESHARE-{library.number}" in text
    assert untidy_sentences(text) == []


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
#: Rows above those, which nothing declares, and how the check names them.
OTHER_ROWS: dict[str, tuple[str, dict[str, Any], str]] = {
    "faculty": (
        "borrowed_items",
        {**PLACE, "patron_policy": "Faculty", "material_format": "DVD", "loan_policy": "Four weeks"},
        "not 'ReShare faculty' (for Faculty; material format DVD)",
    ),
    "reserves": (
        "lent_items",
        {**RESERVES, "patron_policy": "ReShare lending", "material_format": "Map", "loan_policy": "Four weeks"},
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
def test_a_row_above_the_librarys_own_declarations_is_reported(library, ready, case):
    name, row, part = OTHER_ROWS[case]
    roles, change = ready(**OWN_RULES)
    roles.declare()
    change(loan_policy_map=[row])(library)
    for found in (check_named(roles.gate(), name), check_named(roles.preflight(), name)):
        assert found["status"] == "fail"
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
    told = [check_named(one, "borrowed_items") for one in (pretended, real)]
    assert before[1] == told[0] == told[1]


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
    assert {name: check_named(result, name)["status"] for name in ("nothing_pending", "in_place")} == {
        "nothing_pending": "fail",
        "in_place": "pass",
    }
    for name in ("borrowed_items", "lent_items", "patron_check"):
        found = check_named(result, name)
        assert (found["status"], found["detail"]) == ("unknown", "checked once the declared configuration is applied")
    text = roles.failure_text(result)
    assert "No worksheet step is pending: no, " in text
    assert "Loan Policy 'ReShare borrowing'" in text
    assert "import its confirmation (reshare.wms.confirm)" in text
    assert untidy_sentences(text) == []


# Waivers


WAIVED = {"borrowed_items": "The faculty council wants its year."}


def test_a_check_that_is_waived_with_a_reason_lets_the_library_pass_and_keeps_it(library):
    change, name, _parts = BROKEN["own row above"]
    status, text, result = judged(library, name, change, preflight_waivers=WAIVED)
    assert (status, text, result["ready"]) == ("waived", "", True)
    found = check_named(result, name)
    assert found["reason"] == WAIVED[name]
    assert "'One year'" in found["detail"]


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_waiver_requires_a_reason(library, reason):
    roles = apply_roles(library, preflight_waivers={"borrowed_items": reason})
    failed = roles.gate()
    assert failed["failed"] is True
    assert failed["msg"].startswith(f"{library.name}: ")
    assert "the check 'borrowed_items' needs a reason" in failed["msg"]


def test_a_waiver_of_something_that_is_not_checked_is_refused(library):
    failed = apply_roles(library, preflight_waivers={"borowed_items": "Fine."}).gate()
    assert failed["failed"] is True
    assert failed["msg"].startswith(f"{library.name}: option waivers: there is no check 'borowed_items'.")
    assert "Similar: 'borrowed_items'" in failed["msg"]
    assert untidy_sentences(failed["msg"]) == []


def test_a_waiver_does_not_hide_another_check(library):
    status, text, _result = judged(library, "lending_accounts", account(blocked=True), preflight_waivers=WAIVED)
    assert status == "fail"
    assert "is blocked" in text


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
    assert "not enabled. The declared policies apply to borrowed items: no, " in pretended.failure(other)
    assert {one.name: done.stats(one)["failures"] for one in (good, bad, waived)} == {
        good.name: 0,
        bad.name: 1,
        waived.name: 0,
    }
    text = done.failure(bad)
    assert text.startswith(f"{bad.name}: not enabled. OCLC has the signed authorisation form for ReShare: no, ")
    assert "[authorisation_form]" in text
    assert "set preflight_authorisation_form to the date" in text
    assert untidy_sentences(text) == []
    enabled = [one.configuration["ill_settings"].get("reshare", {}).get("enable") for one in (good, bad, waived)]
    assert enabled == [True, None, True]
    kept = check_named(done.result("Check the preconditions", waived), "authorisation_form")
    assert (kept["status"], kept["reason"]) == ("waived", "Sent by mail.")
    # They are shown with -v only.
    assert "OCLC accepts the WSKey" not in done.output
    assert [secret for one in (good, bad, waived) for secret in secrets_of(one) if secret in done.output] == []

    run("patron_account", good, barcode=f"RESHARE-{good.number}", blocked=True)
    withdrawn = controller.playbook(WITHDRAW, [good, bad], variables=variables)
    assert withdrawn.status == 0
    assert good.configuration["ill_settings"]["reshare"]["enable"] is False


def test_a_row_of_the_library_above_the_declared_ones_prevents_going_live(library, controller):
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
    assert f"{library.name}: not enabled. The declared policies apply to borrowed items: no, " in done.failure(library)
    assert not library.writes()
    assert done.results(SET, library) == []
