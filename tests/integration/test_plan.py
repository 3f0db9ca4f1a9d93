# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan is written, reviewed and applied, and nothing else is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.reviewed_plan import document
from support.controller import run
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
    changed = Roles(library, borrowing_more={"borrower_categories": [{"name": "Visitors"}]}, lending_loan_period="50 days")
    result = changed.plan(plan=plan)
    assert (result["failed"], result["failure"]["code"], result["plan"]["applies"]) == (True, "not_approved", False)
    assert keys(result["plan"]["new"]) == [("borrower_category", "Visitors")]
    assert [one["now"]["name"] for one in result["plan"]["different"]] == ["ReShare borrowing", "ReShare lending", ""]
    text = result["msg"]
    assert text.startswith(f"{library.name}: the changes are not those of the plan {plan}, made on ")
    for part in (
        "Not in the plan: Borrower Category 'Visitors' created.",
        "Loan Policy 'ReShare borrowing' (created in the plan, updated now)",
        'Loan Policy \'ReShare lending\' (loan_period after the change: "56 days" in the plan, "50 days" now)',
        "Loan Policy Map (rows before the change: nothing in the plan, [\"Patron Policy Student -> Loan Policy One year\"] now",
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
    assert first["waiting"]
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


def test_a_run_applies_the_plan_and_refuses_a_library_that_was_changed(make, controller):
    one, other = make(), make()
    libraries, path, report = [one, other], controller.directory / "plan.json", controller.directory / "report.html"

    def onboard(*arguments: str, **environment: str):
        for library in libraries:
            library.reset()
        return controller.playbook(ONBOARD, libraries, *arguments, **environment)

    made = onboard("--check", "-e", f"plan_file={path}", "-e", "plan_by=John")
    assert made.status == 0, made.output
    assert not one.writes() and not other.writes()
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["by"], list(told["libraries"])) == ("John", [one.name, other.name])
    # A colleague makes a change in WMS in the meantime.
    run("loan_policy", other, name="ReShare borrowing", loan_period="3 days", circulates="always")
    before = other.settled()
    callbacks = {"ANSIBLE_CALLBACKS_ENABLED": "recorder,reshare.wms.report", "RESHARE_WMS_REPORT": str(report)}
    done = onboard("-e", f"plan={path}", "-e", "plan_approved_by=Jane Doe", **callbacks)
    assert done.status == 2
    assert "Loan Policy 'ReShare borrowing' (created in the plan, updated now)" in done.failure(other)
    assert done.result(PLAN, other)["failure"]["code"] == "not_approved"
    assert other.settled() == before
    assert one.live
    written = [change for result in done.changes(one) for change in result["changes"]]
    assert keys(written) == [
        *[key for system in ("wms", "reshare") for key in keys(of(told["libraries"][one.name], system))],
        ("ill_settings", ""),
    ]
    shown = json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))["libraries"]
    plan = {"fingerprint": told["fingerprint"], "made": told["made"], "by": "John", "approved_by": "Jane Doe"}
    assert shown[one.name]["plan"] == {**plan, "applies": True}
    assert shown[other.name]["plan"] == {**plan, "applies": False}
    page = report.read_text(encoding="utf-8")
    assert told["fingerprint"] in page and "approved by Jane Doe" in page
    # Nothing is left to do at the first library.
    again = onboard("-e", f"plan={path}", "--limit", one.name)
    assert (again.status, again.stats(one)["changed"]) == (0, 0)
    assert not one.writes()


def of(library: dict[str, Any], system: str) -> list[dict[str, Any]]:
    """The planned changes in one system, without the live switch, which is the last one."""
    return [one for one in library["changes"] if one["system"] == system and one["kind"] != "ill_settings"]


def test_variables_of_a_plan_that_are_wrong_stop_the_run(library: Library, controller):
    for arguments in (["-e", "plan="], ["-e", "plan_file=plan.json"], ["-e", "plan=a", "-e", "plan_file=b", "--check"]):
        done = controller.playbook(ONBOARD, library, *arguments)
        assert done.status == 2
        assert "Nothing was changed." in done.failure(library)
    assert not library.calls()
