# SPDX-License-Identifier: GPL-3.0-or-later

"""Going back to what was in place on a day: the remedy for a bad wave that is no edit by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.earlier_values import NOT_THERE, UNKNOWN
from support.controller import Controller, Run
from support.library import Library
from support.library_record import Record
from support.returned_values import undocumented

RESTORE = "reshare.wms.restore"
#: The day on which everything was fine, long before today.
DAY = "2026-01-15"
WAVE = {
    "consortium_loan_period": "3 days",
    "borrowing_more": {"loan_policies": [{"name": "Pilot", "loan_period": "1 day"}]},
    "reshare_settings_more": {"settings": {"max_requests": 7}},
}


class Wave:
    """Two libraries, one with a service and one with worksheets, and the reports of their runs."""

    def __init__(self, controller: Controller, served: Library, record: Record, reports: Path):
        self.controller, self.served, self.record, self.reports = controller, served, record, reports
        self.libraries = [served, record.library]

    def run(self, playbook: str, *arguments: str, **more: Any) -> Run:
        """Run a playbook for both; the report is kept."""
        given = {self.served.name: more, self.record.library.name: {**self.record.variables, **more}}
        return self.controller.playbook(
            playbook,
            self.libraries,
            *arguments,
            variables=given,
            ANSIBLE_CALLBACKS_ENABLED="recorder,reshare.wms.report",
            RESHARE_WMS_REPORT=str(self.reports / f"{self.controller.runs}.html"),
        )

    def restore(self, *arguments: str, day: str = DAY) -> Run:
        return self.run(
            RESTORE, "--limit", "all", "-e", f"restore_to={day}", "-e", f"restore_reports={self.reports}", *arguments
        )

    def age(self) -> None:
        """Let all that was done until now be of that day."""
        self.record.rewrite(r"\d{4}-\d\d-\d\d(?=T)|(?<=since: ')[\d-]+", DAY)
        for path in self.reports.glob("*.json"):
            report = json.loads(path.read_text(encoding="utf-8"))
            times = {name: re.sub(r"^[\d-]+", DAY, report[name]) for name in ("started", "finished")}
            path.write_text(json.dumps({**report, **times}), encoding="utf-8")

    @property
    def values(self) -> Sequence[Any]:
        """The loan period of the wave, of both, and the setting of ReShare at both."""
        policy = self.served.find_object("loan_policies", "ReShare borrowing")
        recorded = {one["name"]: one for one in self.record.confirmed("loan_policies")}["ReShare borrowing"]
        assert policy is not None
        settings = [library.settings().get("max_requests") for library in self.libraries]
        return policy["loan_period"], recorded["loan_period"], *settings


def test_a_wave_is_undone_at_libraries_with_a_service_and_with_worksheets(make, controller, tmp_path):
    wave = Wave(controller, make(), Record(make(), tmp_path / "record"), tmp_path / "reports")
    served, record = wave.served, wave.record
    assert wave.run("reshare.wms.onboard").status == 0
    record.confirm()
    wave.age()
    before = wave.values
    map_before = record.confirmed("loan_policy_map")

    assert wave.run("reshare.wms.onboard", **WAVE).status == 0
    record.confirm()
    assert [wave.values[at] == before[at] for at in range(4)] == [False] * 4
    for library in wave.libraries:
        library.reset()
    files = record.files()
    plan = tmp_path / "plan.json"
    shown = wave.restore("--check", "--diff", "-e", f"plan_file={plan}", "-e", "plan_by=john")
    assert shown.status == 0, shown.output
    assert ([one.writes() for one in wave.libraries], record.files()) == ([{}, {}], files)
    read = shown.result("Find what was in place on the day", served)
    found = [read["libraries"][one.name] for one in wave.libraries]
    assert [undocumented("restore_info", {**read, "libraries": one}) for one in found] == [[], []]
    left = [{one["title"]: one["reason"] for one in result["left_alone"]} for result in found]
    # The account of the library with worksheets was made when its patron type was confirmed.
    account = left[1].pop(f"Patron Account 'RESHARE-{record.library.number}'")
    pilot = "Loan Policy 'Pilot'"
    assert (left, account) == ([{pilot: NOT_THERE}, {pilot: UNKNOWN}], NOT_THERE)

    restored = tmp_path / "restored"
    given = ("-e", f"plan={plan}", "-e", "plan_approved_by=jane", "-e", f"restore_dir={restored}")
    done = wave.restore(*given)
    assert done.status == 0, done.output
    assert [step["name"] for step in record.steps] == [
        "loan_policies/ReShare borrowing",
        "loan_policies/ReShare lending",
    ]
    assert "max_requests: null" in (restored / served.name / "restored.yml").read_text(encoding="utf-8")
    assert "Next, compare with the inventory" in done.output
    record.confirm()
    assert wave.values == before
    assert record.confirmed("loan_policy_map") == map_before
    for library in wave.libraries:
        library.reset()
    again = wave.restore()
    assert [again.stats(one)["changed"] for one in wave.libraries] == [0, 0], again.output
    assert [one.writes() for one in wave.libraries] == [{}, {}]
