# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run: made by the last task, or by the callback if a run does not get there, and never at the cost of the run."""

from __future__ import annotations

import json
import os
import re
import signal
from typing import Any

import pytest

from support.controller import Run, dump
from support.held_calls import holding
from support.library_record import Record, titles
from support.messages import secrets_of
from support.run_account import account, accounts, states
from support.waiting import wait_until

ONBOARD, DRIFT = "reshare.wms.onboard", "reshare.wms.drift"
CALLBACK = {"ANSIBLE_CALLBACKS_ENABLED": "recorder,reshare.wms.run"}
#: What two runs of the same have of their own.
OWN = ("started", "finished", "command", "next", "plan")


def last_lines(done: Run, playbook: str = ONBOARD) -> list[str]:
    """The last lines of a run, from its output."""
    found = re.findall(rf"^{re.escape(playbook)}:\n((?:  .*\n)+)", done.output, re.MULTILINE)
    assert len(found) == 1, done.output
    return [line.strip() for line in found[0].splitlines()]


def test_exit_code_account_and_lines_are_the_same_with_and_without_the_callback(make, controller, tmp_path):
    """Also of a library that failed. The lines have a heading of their own, whatever is not displayed."""
    fine, failing = make(), make()
    wrong: dict[str, dict[str, Any]] = {failing.name: {"wms_main_branch": ...}}
    quiet = {"ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}
    found, lines = [], []
    for number, more in enumerate(({}, {**CALLBACK, **quiet})):
        path = tmp_path / f"{number}/run.json"
        done = controller.playbook(
            ONBOARD, [fine, failing], "--check", "-e", f"run_file={path}", variables=wrong, **more
        )
        assert done.status == 2
        found.append({name: one for name, one in account(path).items() if name not in OWN})
        lines.append([line for line in last_lines(done) if str(tmp_path) not in line])
        # Without skipped tasks, Ansible shows the name of the task below them.
        assert done.output.rindex(f"\n{ONBOARD}:\n") > done.output.rindex("TASK [reshare")
        # Registered results have values that newer releases of Ansible report as deprecated if they are evaluated.
        assert "DEPRECATION" not in done.output
    assert found[0] == found[1]
    assert lines[0] == lines[1]
    assert states(found[0]) == {fine.name: "drift", failing.name: "not_checkable"}
    assert found[0]["libraries"][failing.name]["reasons"] == ["bad_input"]
    assert (found[0]["complete"], found[0]["sandbox"], found[0]["check_mode"]) == (True, "yes", True)


def test_a_run_says_what_came_of_it(make, controller, tmp_path):
    fine, failing = make(), make()
    wrong = {failing.name: {"reshare_password": "wrong password"}}
    path = tmp_path / "run.json"
    done = controller.playbook(ONBOARD, [fine, failing], "-e", f"run_file={path}", variables=wrong)
    assert done.status == 2
    assert (fine.live, failing.live) == (True, False)
    found = account(path)
    assert states(found) == {fine.name: "in_place", failing.name: "failed"}
    assert (found["libraries"][fine.name]["went_live"], found["libraries"][failing.name]["link"]) == (True, "not_read")
    # The changes were made at once: enable_reshare compares again in check mode, which does not reset them.
    changes = [one for one in found["libraries"][fine.name]["changes"] if one["status"] == "done"]
    assert len(changes) == found["libraries"][fine.name]["changed"] > 10
    (again,) = (one for one in found["next"] if one["playbook"] == "onboard")
    assert again["libraries"] == [failing.name]
    assert again["command"].endswith(f"--limit {failing.name}")
    assert f"Links: 1 live, 1 not read. Went live: {fine.name}." in done.output
    text = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("run.*"))
    assert [secret for library in (fine, failing) for secret in secrets_of(library) if secret in text] == []


@pytest.mark.parametrize("check", [False, True])
def test_the_account_of_a_run_in_which_all_libraries_fail_is_made_by_the_callback(make, controller, tmp_path, check):
    libraries = [make(), make()]
    wrong = {one.name: {"reshare_password": "wrong password"} for one in libraries}
    path = tmp_path / "run.json"
    more = ["--check"] if check else []
    statuses = []
    for given in ({}, CALLBACK):
        done = controller.playbook(ONBOARD, libraries, *more, "-e", f"run_file={path}", variables=wrong, **given)
        statuses.append(done.status)
        assert path.exists() == bool(given)
    assert statuses == [2, 2]
    found = account(path)
    assert (found["complete"], set(states(found).values())) == (False, {"not_checkable" if check else "failed"})
    assert last_lines(done)[0].startswith("2 libraries: 2 ")


def test_the_account_of_an_interrupted_run_has_what_was_done_until_then(make, controller, tmp_path):
    library, path = make(), tmp_path / "run.json"
    library.fault("configuration", "*", "GET", delay=60)
    with holding(library) as clock:
        started = controller.start(ONBOARD, library, "-e", f"run_file={path}", **CALLBACK)
        try:
            wait_until(lambda: sum(library.fault_hits()) > 0 or started.process.ended())
            os.kill(started.process.pid, signal.SIGINT)
        finally:
            clock.advance(60)
        done = started.end()
    assert done.status == 99, done.output
    found = account(path)
    assert (found["complete"], found["plan"]) == (False, None)
    one = found["libraries"][library.name]
    assert (one["state"], one["reasons"]) == ("not_checkable", ["stopped"])


def test_a_place_that_can_not_be_written_is_refused_before_the_first_request(library, controller, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    other = tmp_path / "record.json"
    other.write_text('{"format": "reshare.wms answers"}', encoding="utf-8")
    for playbook in (ONBOARD, "reshare.wms.status", "reshare.wms.validate"):
        for path, words in ((tmp_path / "file/run.json", "is not a folder"), (other, "is not the account of a run")):
            done = controller.playbook(playbook, library, "-e", f"run_file={path}")
            assert (playbook, done.status) == (playbook, 2)
            assert words in " ".join(done.output.split()), done.output
    assert not library.calls()
    assert other.read_text(encoding="utf-8") == '{"format": "reshare.wms answers"}'


def test_two_runs_at_once_into_one_folder_keep_both_accounts(make, controller, tmp_path):
    libraries, runs = [make(), make()], tmp_path / "new/runs/"
    started = []
    for number, library in enumerate(libraries):
        controller.directory = tmp_path / str(number)
        controller.directory.mkdir()
        started.append(controller.start(DRIFT, library, "-e", f"run_file={runs}/"))
    assert [one.end().status for one in started] == [2, 2]
    assert {name for one in accounts(runs) for name in one["libraries"]} == {one.name for one in libraries}
    assert len([*runs.iterdir()]) == 6


def test_manual_steps_are_pending_with_the_worksheet(library, controller, tmp_path):
    record = Record(library, tmp_path / "record")
    path, variables = tmp_path / "run.json", {library.name: record.variables}

    def onboard(*arguments: str) -> dict[str, Any]:
        done = controller.playbook(ONBOARD, library, *arguments, "-e", f"run_file={path}", variables=variables)
        assert done.status == 0, done.output
        return account(path)["libraries"][library.name]

    assert onboard("--check")["state"] == "drift"
    found = onboard()
    assert (found["state"], found["reasons"], found["worksheet"]) == ("pending", ["steps"], str(record.worksheet()))
    assert {one["status"] for one in found["changes"] if one["system"] == "wms"} >= {"asked"}
    assert {one["status"] for one in found["changes"] if one["system"] == "reshare"} == {"done"}
    assert set(titles(record.steps)) <= set(titles(found["pending"]))
    assert str(record.worksheet()) in path.with_suffix(".html").read_text(encoding="utf-8")
    # Nothing but questions and steps is left: the next run is that of advance, with one account for all its playbooks.
    runs = tmp_path / "runs"
    done = controller.playbook(
        "reshare.wms.advance",
        library,
        "-e",
        f"run_file={runs}/",
        "-e",
        f"receive_files={tmp_path}",
        variables=variables,
    )
    assert done.status in (0, 2), done.output
    (only,) = accounts(runs)
    assert (only["playbook"], states(only)) == ("reshare.wms.advance", {library.name: "pending"})
    assert len(last_lines(done, "reshare.wms.advance")) > 1


# All playbooks


def test_each_playbook_of_a_command_writes_an_account_of_its_own(library, controller, tmp_path):
    """Those that change nothing."""
    names = ("validate", "preflight", "declared", "export", "truth_table", "first_contact", "status", "drift")
    playbooks = [f"reshare.wms.{name}" for name in names]
    given = {"run_file": f"{tmp_path}/runs/", "export_dir": f"{tmp_path}/exported", "declared_dir": f"{tmp_path}/all"}
    given |= {"truth_table_dir": f"{tmp_path}/tables", "first_contact_dir": f"{tmp_path}/contact"}
    done = controller.playbook(playbooks[0], library, *playbooks[1:], "-e", json.dumps(given), **CALLBACK)
    found = accounts(tmp_path / "runs")
    # Names begin with the time in seconds.
    assert sorted(one["playbook"] for one in found) == sorted(playbooks), done.output
    assert all(one["complete"] and set(one["libraries"]) == {library.name} for one in found)


def test_a_playbook_of_its_own_that_uses_a_role_can_make_its_account(library, controller, tmp_path):
    site, path = tmp_path / "site.yml", tmp_path / "run.json"
    summary = {"reshare.wms.run_summary": {"playbook": "onboard"}, "run_once": True}
    play = {"hosts": "all", "gather_facts": False, "roles": ["reshare.wms.onboard"], "post_tasks": [summary]}
    site.write_text(dump([play]), encoding="utf-8")
    done = controller.playbook(str(site), library, "-e", f"run_file={path}")
    assert done.status == 0, done.output
    assert account(path)["libraries"][library.name]["state"] == "in_place"
