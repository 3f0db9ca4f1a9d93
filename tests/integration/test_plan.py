# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan is written, reviewed and applied, and nothing else is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._core import reviewed_plan
from ansible_collections.reshare.wms.plugins.module_utils._core.reviewed_plan import document
from support.controller import Run, run
from support.library import Library
from support.library_record import Record
from support.messages import secrets_of, untidy_sentences
from support.roles import Roles

ONBOARD = "reshare.wms.onboard"
PLAN = "Plan the changes of the library"
#: Nobody has recorded the existing patron types.
WAIVED = {"preflight_waivers": {"patron_types": "Nobody is left out."}}


def planned(roles: Roles, directory: Path) -> str:
    """Plan a library, and write the file. Returns its path."""
    result = roles.plan()
    assert result.get("msg") is None
    path = directory / "plan.json"
    path.write_text(document({roles.library.name: result["planned"]}, "John"), encoding="utf-8")
    return str(path)


def keys(changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(change["kind"], change["name"]) for change in changes]


def test_an_interrupted_run_continues_with_the_same_plan(library: Library, tmp_path):
    roles = Roles(library)
    plan = planned(roles, tmp_path)
    assert not library.writes()
    # Half of the run, as if it was interrupted after the first system.
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


def test_a_plan_does_not_change_a_library_and_shows_no_secret(library: Library, tmp_path):
    before = library.settled()
    roles = Roles(library)
    text = Path(planned(roles, tmp_path)).read_text(encoding="utf-8")
    assert library.settled() == before
    assert not library.writes()
    assert [secret for secret in secrets_of(library) if secret in text] == []
    # With other secrets, the fingerprint is the same.
    other = Roles(library, reshare_settings_wms_secret="another secret of the library").plan()
    assert other["planned"]["fingerprint"] == roles.plan()["planned"]["fingerprint"]


def test_the_difference_names_objects_fields_and_values(library: Library, tmp_path):
    plan = planned(Roles(library), tmp_path)
    run("loan_policy", library, name="ReShare borrowing", loan_period="3 days")
    library.add_row("loan_policy_map", {"patron_policy": "Student", "loan_policy": "One year"})
    library.reset()
    changed = Roles(
        library, borrowing_more={"borrower_categories": [{"name": "Visitors"}]}, lending_loan_period="50 days"
    )
    result = changed.plan(plan=plan)
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


def test_a_plan_of_another_library_is_rejected_before_any_request(make, tmp_path):
    one, other = make(), make()
    path = tmp_path / "plan.json"
    found = Roles(one).plan()["planned"]
    for name, entry, words in (
        (one.name, found, "does not contain this library"),
        (other.name, found, "is for another library of this name: Registry ID and tenant are"),
        (other.name, {**found, "changes": ["all"]}, "is damaged: library"),
    ):
        path.write_text(document({name: entry}, "John"), encoding="utf-8")
        other.reset()
        result = Roles(other).plan(plan=str(path))
        assert result["failed"] is True
        assert words in result["msg"]
        assert not other.calls()


def test_a_library_with_worksheets_is_enabled_by_a_second_plan(make, tmp_path):
    library = make()
    record = Record(library, tmp_path / "records")
    roles = Roles(library, **record.options, **WAIVED)
    plan = planned(roles, tmp_path)
    first = json.loads(Path(plan).read_text(encoding="utf-8"))["libraries"][library.name]
    assert ("ill_settings", "") not in keys(first["changes"])
    assert first["pending_steps"]
    roles.declare()
    # All its steps are pending: nothing is left to do, and the plan still applies.
    found = roles.plan(plan=plan)
    assert (found["plan"]["applies"], found["planned"]["changes"]) == (True, [])
    record.confirm()
    result = roles.plan(plan=plan)
    assert result["failure"]["code"] == "not_approved"
    # The account waited for its patron type, which a person had to create.
    assert keys(result["plan"]["new"]) == [("patron_account", f"RESHARE-{library.number}"), ("ill_settings", "")]
    assert roles.plan(plan=planned(roles, tmp_path))["plan"]["applies"] is True


def test_an_approval_without_a_plan_and_an_old_plan_are_refused_before_any_request(library, controller, tmp_path):
    done = controller.playbook(ONBOARD, library, "-e", "plan_approved_by=jane")
    assert done.status == 2
    assert "set either plan, the path of the plan to apply, with plan_approved_by" in done.failure(library)
    roles = Roles(library)
    plan = planned(roles, tmp_path)
    library.reset()
    monday = json.loads(Path(plan).read_text(encoding="utf-8")) | {"made": "2020-01-06T09:00:00Z"}
    Path(plan).write_text(json.dumps({**monday, "fingerprint": reviewed_plan.whole(monday)}), encoding="utf-8")
    refused = roles.plan(plan=plan)
    assert refused["failure"]["code"] == "not_approved"
    assert "was made on 2020-01-06T09:00:00Z, more than 14 days ago (plan_valid_days)." in refused["msg"]
    assert roles.plan(plan=plan, valid_days=0)["failure"].get("fields", []) == ["valid_days"]
    assert not library.calls()
    assert roles.plan(plan=plan, valid_days=36_500)["plan"]["applies"] is True


@pytest.mark.long
@pytest.mark.matrix
def test_a_run_applies_the_plan_and_refuses_a_library_that_was_changed(make, controller):
    one, other, third = libraries = make(), make(), make()
    path, report = controller.directory / "plan.json", controller.directory / "report.html"

    def onboard(*arguments: str, **more: Any) -> Run:
        for library in libraries:
            library.reset()
        return controller.playbook(ONBOARD, libraries, *arguments, **more)

    # The first run is not permitted to enable the third library, so it is not in the plan.
    form = {third.name: {"preflight_authorisation_form": ""}}
    made = onboard("--check", "-e", f"plan_file={path}", "-e", "plan_by=John", variables=form)
    assert [library.name for library in libraries if made.stats(library)["failures"]] == [third.name]
    assert not any(library.writes() for library in libraries)
    plan_file = json.loads(path.read_text(encoding="utf-8"))
    assert (plan_file["by"], list(plan_file["libraries"])) == ("John", [one.name, other.name])
    # A colleague makes a change in WMS in the meantime.
    run("loan_policy", other, name="ReShare borrowing", loan_period="3 days", circulates="always")
    before = [other.settled(), third.settled()]
    callbacks = {"ANSIBLE_CALLBACKS_ENABLED": "recorder,reshare.wms.report", "RESHARE_WMS_REPORT": str(report)}
    done = onboard("-e", f"plan={path}", "-e", "plan_approved_by=Jane", **callbacks)
    assert done.status == 2
    assert "Loan Policy 'ReShare borrowing' (created in the plan, updated now)" in done.failure(other)
    assert "does not contain this library" in done.failure(third)
    assert {done.result(PLAN, library)["failure"]["code"] for library in (other, third)} == {"not_approved"}
    assert [other.settled(), third.settled()] == before
    assert one.live
    written = [change for result in done.changes(one) for change in result["changes"]]
    assert sorted(keys(written)) == sorted(keys(plan_file["libraries"][one.name]["changes"]))
    shown = json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))["libraries"]
    plan = {"fingerprint": plan_file["fingerprint"], "made": plan_file["made"], "by": "John", "approved_by": "Jane"}
    assert shown[one.name]["plan"] == {**plan, "applies": True}
    assert shown[other.name]["plan"] == {**plan, "applies": False}
    page = report.read_text(encoding="utf-8")
    assert plan_file["fingerprint"] in page
    assert "by John, approved by Jane" in page
    # In variables of the inventory, too: nothing is left to do, and two libraries have wrong ones.
    wrong = {other.name: {"plan": ""}, third.name: {"plan_file": "new.json"}}
    again = onboard(variables={one.name: {"plan": str(path)}, **wrong})
    assert again.stats(one)["failures"] == again.stats(one)["changed"] == 0
    assert again.result(PLAN, one)["plan"]["applies"] is True
    assert not one.writes()
    for library in (other, third):
        assert "set either plan, the path of the plan to apply, with plan_approved_by, or plan_file" in again.failure(
            library
        )
        assert not library.calls()
