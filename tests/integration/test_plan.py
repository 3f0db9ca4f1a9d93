# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan is the account of a check run: it is reviewed and applied, and nothing else is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core import reviewed_plan
from support.controller import Controller, Run, run
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles
from support.run_account import account

ONBOARD = "reshare.wms.onboard"
PLAN = "Plan the changes of the library"
#: Nobody has recorded the existing patron types.
WAIVED = {"preflight_waivers": {"patron_types": "Nobody is left out."}}


def planned(controller: Controller, *libraries: Library, variables: dict[str, Any] | None = None) -> str:
    """The path of the plan of a check run."""
    path = controller.directory / f"plan-{controller.runs}.json"
    given = ("--check", "-e", f"run_file={path}", "-e", "plan_by=John")
    assert controller.playbook(ONBOARD, libraries, *given, variables=variables).status == 0
    return str(path)


def keys(changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(change["kind"], change["name"]) for change in changes]


def changed(path: str, library: Library | None = None, **members: Any) -> None:
    """Change a plan, with the fingerprints of the change: what a person could do who makes them."""
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    (found if library is None else found["libraries"][library.name]).update(members)
    found["plan"]["fingerprint"] = reviewed_plan.whole(found)
    Path(path).write_text(json.dumps(found), encoding="utf-8")


def test_an_interrupted_run_continues_with_the_same_plan(library: Library, controller):
    before = library.settled()
    plan = planned(controller, library)
    text = Path(plan).read_text(encoding="utf-8")
    assert (library.settled(), library.writes()) == (before, {})
    assert [secret for secret in secrets_of(library) if secret in text] == []
    # With other secrets, it is the same plan.
    assert Roles(library, reshare_settings_wms_secret="another secret").plan(plan=plan)["plan"]["applies"] is True
    # Half of the run, as if it was interrupted after the first system.
    roles = Roles(library)
    configuration = roles["enable_reshare_circulation"]
    assert run("circulation_configuration", library, configuration=configuration)["changed"] is True
    found = roles.plan(plan=plan, approved_by="Jane Doe")
    assert found.get("msg") is None
    assert (found["plan"]["applies"], found["plan"]["by"], found["plan"]["approved_by"]) == (True, "John", "Jane Doe")
    assert {change["system"] for change in found["plan"]["done"]} == {"wms"}
    assert keys(found["planned"]["changes"])[0] == ("ill_settings", "")
    roles.onboard()
    assert library.live
    assert roles.plan(plan=plan)["planned"]["changes"] == []


def test_the_difference_names_objects_fields_and_values(library: Library, controller):
    plan = planned(controller, library)
    run("loan_policy", library, name="ReShare borrowing", loan_period="3 days")
    library.add_row("loan_policy_map", {"patron_policy": "Student", "loan_policy": "One year"})
    library.reset()
    roles = Roles(
        library, borrowing_more={"borrower_categories": [{"name": "Visitors"}]}, lending_loan_period="50 days"
    )
    result = roles.plan(plan=plan)
    assert (result["failed"], result["failure"]["code"], result["plan"]["applies"]) == (True, "not_approved", False)
    assert keys(result["plan"]["new"]) == [("borrower_category", "Visitors")]
    assert [one["now"]["name"] for one in result["plan"]["different"]] == ["ReShare borrowing", "ReShare lending", ""]
    text = result["msg"]
    assert text.startswith(f"{library.name}: the changes are not those of the plan {plan}, made on ")
    for part in (
        "Not in the plan: Borrower Category 'Visitors' created.",
        "Loan Policy 'ReShare borrowing' (created in the plan, updated now)",
        'Loan Policy \'ReShare lending\' (loan_period after the change: "126 days" in the plan, "50 days" now)',
        'Loan Policy Map (rows before the change: nothing in the plan, ["Patron Policy Student -> Loan Policy One year"] now',
    ):
        assert part in text
    assert untidy_sentences(text) == []
    assert not library.writes()


def test_what_is_no_plan_of_this_library_is_refused_before_any_request(make, controller):
    one, other = make(), make()
    plan = planned(controller, one)
    own = account(Path(plan))["libraries"][one.name]
    other.reset()

    def refusal(**options: Any) -> str:
        result = Roles(other).plan(plan=plan, **options)
        assert (result["failed"], other.calls()) == (True, {})
        return result["msg"]

    assert "does not contain this library" in refusal()
    changed(plan, libraries={other.name: own})
    assert "is for another library of this name: Registry ID and tenant are" in refusal()
    changed(plan, other, changes=[])
    assert "was changed after it was made: the fingerprint of library" in refusal()
    changed(plan, other, changes=["all"])
    assert "is damaged: library" in refusal()
    changed(plan, other, changes=[], fingerprint=None)
    assert "could not check this library in full" in refusal()
    changed(plan, finished="2020-01-06T09:00:00Z")
    assert "was made on 2020-01-06T09:00:00Z, more than 14 days ago (plan_valid_days)." in refusal()
    assert "valid_days must be 1 to" in refusal(valid_days=0)
    # The account of a run that is no check run of onboard.
    path = controller.directory / "drift.json"
    controller.playbook("reshare.wms.drift", other, "-e", f"run_file={path}")
    other.reset()
    plan = str(path)
    assert (
        "is not a plan. A plan is the account (run_file) of a whole run of reshare.wms.onboard with --check"
        in refusal()
    )


def test_a_library_with_worksheets_is_enabled_by_a_second_plan(make, controller, tmp_path):
    library = make()
    record = Record(library, tmp_path / "records")
    variables = {library.name: {**record.variables, **WAIVED}}
    roles = Roles(library, **record.options, **WAIVED)
    plan = planned(controller, library, variables=variables)
    first = account(Path(plan))["libraries"][library.name]
    assert ("ill_settings", "") not in keys(first["changes"])
    roles.declare()
    # All its steps are pending: nothing is left to do, and the plan still applies.
    found = roles.plan(plan=plan)
    assert (found["plan"]["applies"], found["planned"]["changes"]) == (True, [])
    record.confirm()
    result = roles.plan(plan=plan)
    assert result["failure"]["code"] == "not_approved"
    # The account waited for its patron type, which a person had to create.
    assert keys(result["plan"]["new"]) == [("patron_account", f"RESHARE-{library.number}"), ("ill_settings", "")]
    assert roles.plan(plan=planned(controller, library, variables=variables))["plan"]["applies"] is True


def test_wrong_variables_of_a_plan_are_refused_before_any_request(library, controller):
    plan = controller.directory / "plan.json"
    for given in (["plan_approved_by=jane"], ["plan="], [f"plan={plan}", f"run_file={plan.parent}/./{plan.name}"]):
        done = controller.playbook(ONBOARD, library, *(word for one in given for word in ("-e", one)))
        assert done.status == 2
        assert "set plan, the path of the plan to apply, with plan_approved_by" in done.failure(library)
    assert not library.calls()


@pytest.mark.matrix
def test_a_run_applies_the_plan_and_refuses_a_library_that_was_changed(make, controller):
    one, other, third = libraries = make(), make(), make()
    runs = controller.directory / "runs"

    def onboard(*arguments: str, **more: Any) -> Run:
        for library in libraries:
            library.reset()
        return controller.playbook(ONBOARD, libraries, *arguments, **more)

    # The first run is not permitted to enable the third library, so it is not in the plan.
    form = {third.name: {"preflight_authorisation_form": ""}}
    made = onboard("--check", "-e", f"run_file={runs}", "-e", "plan_by=John", variables=form)
    assert [library.name for library in libraries if made.stats(library)["failures"]] == [third.name]
    assert not any(library.writes() for library in libraries)
    (path,) = runs.glob("*.json")
    plan = account(path)
    approved = {name: found["fingerprint"] is not None for name, found in plan["libraries"].items()}
    assert (plan["plan"]["by"], approved) == ("John", {one.name: True, other.name: True, third.name: False})
    assert f"-e plan={path}" in made.output
    # A colleague makes a change in WMS in the meantime.
    run("loan_policy", other, name="ReShare borrowing", loan_period="3 days", circulates="always")
    before = [other.settled(), third.settled()]
    report = controller.directory / "applied.json"
    done = onboard("-e", f"plan={path}", "-e", "plan_approved_by=Jane", "-e", f"run_file={report}")
    assert done.status == 2
    assert "Loan Policy 'ReShare borrowing' (created in the plan, updated now)" in done.failure(other)
    assert "could not check this library in full" in done.failure(third)
    assert {done.result(PLAN, library)["failure"]["code"] for library in (other, third)} == {"not_approved"}
    assert [other.settled(), third.settled()] == before
    assert one.live
    written = [change for result in done.changes(one) for change in result["changes"]]
    assert sorted(keys(written)) == sorted(keys(plan["libraries"][one.name]["changes"]))
    shown = account(report)["libraries"]
    head = {"fingerprint": plan["plan"]["fingerprint"], "made": plan["finished"], "by": "John", "approved_by": "Jane"}
    assert shown[one.name]["plan"] == {**head, "applies": True}
    assert shown[other.name]["plan"] == {**head, "applies": False}
    assert (shown[other.name]["state"], shown[other.name]["reasons"]) == ("failed", ["not_approved"])
    page = report.with_suffix(".html").read_text(encoding="utf-8")
    assert plan["plan"]["fingerprint"] in page
    assert "by John, approved by Jane" in page
    # In a variable of the inventory, too: nothing is left to do.
    again = onboard("--limit", one.name, variables={one.name: {"plan": str(path)}})
    assert again.stats(one)["failures"] == again.stats(one)["changed"] == 0
    assert again.result(PLAN, one)["plan"]["applies"] is True
    assert not one.writes()
