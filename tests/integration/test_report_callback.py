# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of real runs: the callback's files, and that it never affects a run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.controller import Controller, Run, dump
from support.environment import ROOT
from support.file_schemas import conforming
from support.library import Library
from support.library_record import Record

ONBOARD = "reshare.wms.onboard"
FINE = ("in_place", "changed")
POLICY = {"reshare.wms.loan_policy": {"name": "ReShare borrowing", "loan_period": "28 days"}}
SECRETS = ("secret-of-", "password-of-")


class Reporter:
    """Runs playbooks with the callback, and reads its files."""

    def __init__(self, controller: Controller):
        self.controller = controller
        self.path = controller.directory / "reports/new/run.html"

    def playbook(self, *arguments: Any, path: Path | None = None, **more: Any) -> Run:
        done = self.controller.playbook(*arguments, **self._enabled(path), **more)
        # Registered results have values that newer releases of Ansible report as deprecated if they are evaluated.
        assert "DEPRECATION" not in done.output
        return done

    def play(self, *arguments: Any, path: Path | None = None, **more: Any) -> Run:
        return self.controller.play(*arguments, **self._enabled(path), **more)

    def _enabled(self, path: Path | None) -> dict[str, str]:
        return {
            "ANSIBLE_CALLBACKS_ENABLED": "recorder,reshare.wms.report",
            "RESHARE_WMS_REPORT": str(path or self.path),
        }

    @property
    def data(self) -> dict[str, Any]:
        """The content of the JSON file, which conforms to its schema; neither it nor the page contains a secret."""
        text = self.path.with_suffix(".json").read_text(encoding="utf-8")
        assert not [secret for secret in SECRETS if secret in text + self.page]
        return conforming("report", json.loads(text))

    @property
    def page(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def of(self, library: Library) -> dict[str, Any]:
        """The report of a library."""
        return self.data["libraries"][library.name]

    def states(self, library: Library) -> dict[str, str]:
        return {kind: family["state"] for kind, family in self.of(library)["families"].items()}


@pytest.fixture
def reporter(controller: Controller) -> Reporter:
    return Reporter(controller)


@pytest.mark.long
def test_a_library_goes_from_drift_to_changed_to_in_place(make, reporter, tmp_path):
    libraries = [make(), make()]
    names = [library.name for library in libraries]

    assert reporter.playbook(ONBOARD, libraries, "--check").status == 0
    checked = reporter.data
    assert (checked["playbook"], checked["check_mode"], checked["sandbox"]) == (ONBOARD, True, True)
    assert checked["summary"]["drift"] == names
    assert "Check mode: nothing was changed in this run." in reporter.page
    assert "Rehearsal: this run used the sandbox, not OCLC or ReShare." in reporter.page
    drift = reporter.states(libraries[0])
    assert {drift[kind] for kind in ("loan_policy", "loan_policy_map", "patron_account", "reshare_setting")} == {
        "drift"
    }

    # Several playbooks of a run share one report.
    second = tmp_path / "second.yml"
    second.write_text(dump([{"hosts": "all", "gather_facts": False, "tasks": []}]), encoding="utf-8")
    done = reporter.playbook(ONBOARD, libraries, str(second))
    assert done.status == 0, done.output
    assert f"Report: {reporter.path}" in done.output
    assert (reporter.data["playbook"], reporter.data["check_mode"]) == (f"{ONBOARD}, second.yml", False)
    assert reporter.data["summary"]["changed"] == names
    changed = reporter.states(libraries[0])
    # enable_reshare runs the roles again in check mode, which does not reset the state changed.
    assert {kind for kind, state in changed.items() if state == "changed"} >= {
        kind for kind, state in drift.items() if state == "drift"
    }
    assert changed["ill_settings"] == "changed"
    family = reporter.of(libraries[0])["families"]["loan_policy"]
    assert [(one["name"], one["status"]) for one in family["changes"]] == [
        ("ReShare borrowing", "done"),
        ("ReShare lending", "done"),
    ]
    assert family["diff"][0]["before"] is None
    assert family["diff"][0]["after"]["loan_period"] == "112 days"
    assert {check["heading"] for check in reporter.of(libraries[0])["checks"]} <= {"Before going live"}
    assert 0 < reporter.of(libraries[0])["seconds"] < 60

    assert reporter.playbook(ONBOARD, libraries).status == 0
    assert reporter.data["summary"]["in_place"] == names
    assert set(reporter.states(libraries[0])) == set(changed)
    assert "All 2 libraries are in place" in reporter.page
    # A report replaces an older one and leaves no other file.
    assert sorted(path.name for path in reporter.path.parent.iterdir()) == ["run.html", "run.json"]


@pytest.mark.matrix
def test_a_library_that_fails_does_not_hide_the_others(make, reporter):
    good, bad = make(), make()
    wrong = {bad.name: {"wms_secret": "not-the-secret"}}
    done = reporter.playbook(ONBOARD, [good, bad], variables=wrong)
    assert done.status == 2
    assert reporter.data["summary"]["failed"] == [bad.name]
    assert reporter.of(good)["state"] == "changed"
    found = reporter.of(bad)
    assert found["families"]["wms"]["state"] == "failed"
    assert found["families"]["wms"]["message"] == done.failure(bad)
    assert [message["text"] for message in found["messages"]] == [done.failure(bad)]
    assert reporter.states(bad)["reshare_setting"] == "not_checkable"
    assert "1 of 2 libraries failed" in reporter.page
    assert "not-the-secret" not in reporter.page + json.dumps(found)


def test_manual_steps_are_pending_with_the_worksheet(library, reporter, tmp_path):
    record = Record(library, tmp_path / "record")
    variables = {library.name: record.variables}

    reporter.playbook(ONBOARD, library, "--check", variables=variables)
    assert reporter.of(library)["state"] == "drift"

    done = reporter.playbook(ONBOARD, library, variables=variables)
    assert done.status == 0, done.output
    found = reporter.of(library)
    assert (found["state"], found["worksheet"]) == ("pending", str(record.worksheet()))
    family = found["families"]["loan_policy"]
    assert family["state"] == "pending"
    assert [step["identity"] for step in family["pending_steps"]] == [
        {"name": "ReShare borrowing"},
        {"name": "ReShare lending"},
    ]
    assert {change["status"] for change in family["changes"]} == {"asked"}
    assert found["families"]["reshare_setting"]["state"] == "changed"
    # Every pending step is reported under its kind.
    assert "wms" not in found["families"]
    steps = [step for line in done.lines if line["task"] for step in line["result"].get("pending_steps", [])]
    titles = {step["title"] for one in found["families"].values() for step in one["pending_steps"]}
    assert titles == {step["title"] for step in steps}
    assert str(record.worksheet()) in reporter.page


@pytest.mark.long
def test_a_module_in_a_process_of_its_own_is_reported_alike(library, reporter):
    reporter.play([POLICY], library, "-e", "reshare_wms_inline=false")
    found = reporter.of(library)
    assert (found["state"], reporter.data["sandbox"]) == ("changed", True)
    assert [message for message in found["messages"] if "sandbox" in message["text"]] == []


# One run, in which each library is another case

CASES: dict[str, list[dict[str, Any]]] = {
    "away": [POLICY],
    "loop": [
        {
            "reshare.wms.loan_policy": {"name": "{{ item }}", "loan_period": "28 days"},
            "loop": ["One", "Two", "No unit"],
            "loop_control": {"label": "{{ item }}"},
            "vars": {"period": "28 days"},
        }
    ],
    "not logged": [{"reshare.wms.loan_policy": {"name": "Silent", "loan_period": "29 days"}, "no_log": True}],
    "telling": [
        POLICY,
        {"name": "Ask {{ wms_secret }}", "ansible.builtin.fail": {"msg": "Nobody knows {{ reshare_password }}"}},
    ],
    "rescued": [{"block": [{"ansible.builtin.fail": {"msg": "it is not so"}}], "rescue": [POLICY]}],
    "left": [{**POLICY, "check_mode": True}],
    "mended": [{**POLICY, "check_mode": True}, POLICY],
}


@dataclass
class ManyCases:
    """A run of all cases, with its report."""

    libraries: dict[str, Library]
    run: Run
    data: dict[str, Any]
    page: str

    def of(self, case: str) -> dict[str, Any]:
        """The report of a case's library."""
        return self.data["libraries"][self.libraries[case].name]

    def failures(self, case: str) -> int:
        return self.run.stats(self.libraries[case])["failures"]

    @property
    def text(self) -> str:
        return self.page + json.dumps(self.data)


@pytest.fixture(scope="module")
def cases(sandbox: str, tmp_path_factory: pytest.TempPathFactory) -> ManyCases:
    directory = tmp_path_factory.mktemp("cases")
    libraries = {case: Library(sandbox, directory / "state") for case in CASES}
    variables: dict[str, dict[str, Any]] = {library.name: {"case": case} for case, library in libraries.items()}
    nowhere = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 9}
    variables[libraries["away"].name].update(nowhere)
    reporter = Reporter(Controller(directory))
    tasks = [{"block": block, "when": f"case == '{case}'"} for case, block in CASES.items()]
    run = reporter.play(tasks, libraries.values(), variables=variables)
    return ManyCases(libraries, run, reporter.data, reporter.page)


def test_a_library_that_can_not_be_reached_is_not_checkable(cases):
    assert cases.data["summary"]["not_checkable"] == [cases.libraries["away"].name]
    assert (cases.of("away")["unreachable"], cases.of("mended")["state"]) == (True, "changed")


def test_a_loop_over_objects_is_one_family(cases):
    assert cases.failures("loop") == 0
    changes = cases.of("loop")["families"]["loan_policy"]["changes"]
    assert [one["name"] for one in changes] == ["One", "Two", "No unit"]


def test_tasks_with_no_log_show_only_their_status(cases):
    families = cases.of("not logged")["families"]
    assert {kind: family["state"] for kind, family in families.items()} == {"loan_policy": "changed"}
    assert "29 days" not in cases.text


def test_secrets_in_results_of_other_tasks_are_masked(cases):
    (message,) = cases.of("telling")["messages"]
    # Ansible itself masks it from core 2.22 on.
    assert re.fullmatch(r"Nobody knows (\*{8}|\$REDACTED\$)", message["text"])
    options = cases.libraries["telling"].options
    assert [name for name in ("wms_secret", "reshare_password") if options[name] in cases.text] == []


def test_a_rescued_failure_does_not_change_the_state_of_a_library(cases):
    assert cases.failures("rescued") == 0
    assert (cases.of("rescued")["state"], cases.of("rescued")["messages"]) == ("changed", [])


def test_differences_found_in_check_mode_are_drift_until_they_are_changed(cases):
    assert cases.data["check_mode"] is False
    assert (cases.of("left")["state"], cases.of("mended")["state"]) == ("drift", "changed")


# The files


def test_an_unwritable_report_is_only_a_warning(library, reporter, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    path = tmp_path / "file/report.html"
    done = reporter.play([POLICY], library, path=path)
    assert done.status == 0
    # Older releases wrap long lines anywhere.
    output = "".join(done.output.split())
    warning = f"[WARNING]: The report {path} was not written: {path.with_suffix('.json')} cannot be written"
    assert "".join(warning.split()) in output
    assert "Traceback" not in output
    assert library.find_object("loan_policies", "ReShare borrowing")


def test_a_page_never_replaces_the_data_file(library, reporter, tmp_path):
    reporter.play([POLICY], library, path=tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["version"] == 1
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_run_without_our_modules_writes_nothing(library, reporter):
    done = reporter.play([{"ansible.builtin.debug": {"msg": "hello"}}, {"ansible.builtin.fail": {}}], library)
    assert (done.stats(library)["ok"], done.stats(library)["failures"]) == (1, 1)
    assert "report" not in done.output
    assert not reporter.path.parent.exists()


def test_nothing_is_written_where_the_callback_is_not_enabled(library, controller, tmp_path):
    controller.play([POLICY], library, RESHARE_WMS_REPORT=str(tmp_path / "report.html"))
    assert not (tmp_path / "report.html").exists()


def test_the_settings_can_be_in_a_file(library, controller, tmp_path):
    config = tmp_path / "ansible.cfg"
    config.write_text(
        "[defaults]\n"
        f"collections_path = {ROOT}/.build/collections\n"
        f"home = {tmp_path}/home\n"
        "callbacks_enabled = reshare.wms.report\n"
        "[reshare_wms_report]\n"
        "path = reports/latest\n"
        "title = Example Consortium\n",
        encoding="utf-8",
    )
    done = controller.play(
        [POLICY], library, ANSIBLE_CONFIG=str(config), ANSIBLE_CALLBACKS_ENABLED="reshare.wms.report"
    )
    assert done.status == 0, done.output
    # A path without a suffix is that of a page.
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["latest.html", "latest.json"]
    assert "Example Consortium" in (tmp_path / "reports/latest.html").read_text(encoding="utf-8")
