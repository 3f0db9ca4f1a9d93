# SPDX-License-Identifier: GPL-3.0-or-later

"""A run with nothing to do, or with other hosts or tags than intended, is an error."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.controller import Run, dump
from support.environment import ROOT
from support.inventory_file import Inventory
from support.run_account import account, states

#: Ansible's exit code for an error before the first task.
NOTHING_RUN = 4


def refused(done: Run, *parts: str) -> None:
    text = " ".join(done.output.split())
    assert done.status == NOTHING_RUN
    assert [part for part in ("Nothing was run.", *parts) if part not in text] == []
    assert not done.stats_by_host


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("playbook", "options", "part"),
    [
        ("drift", ["-e", "reshare_wms_libraries=vallley"], "reshare_wms_libraries vallley: no such host or group."),
        (
            "verify",
            ["-e", "reshare_wms_libraries=valley", "--limit", "hill"],
            "valley with --limit hill leaves no host.",
        ),
        (
            "onboard",
            ["--tags", "circulaton"],
            "--tags circulaton: the playbook has no such tag. Similar: 'circulation'.",
        ),
        ("withdraw", [], "It names none; the run has valley, hill (2)."),
        (
            "remove_library",
            ["--limit", "valley", "-e", "remove_library_libraries=vallley"],
            "Select the libraries with --limit and name each of them: --limit NAME -e remove_library_libraries=NAME",
        ),
    ],
)
def test_a_selection_of_nothing_is_an_error(controller, tmp_path, playbook, options, part):
    inventory = tmp_path / "libraries.yml"
    inventory.write_text(dump({"all": {"hosts": {"valley": None, "hill": None}}}), encoding="utf-8")
    file = tmp_path / "run.json"
    refused(controller.playbook(f"reshare.wms.{playbook}", inventory, *options, "-e", f"run_file={file}"), part)
    found = account(file)
    assert (found["playbook"], found["state"], found["libraries"]) == (f"reshare.wms.{playbook}", "no_libraries", {})
    assert part in found["messages"][0]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "inventry does not exist; check -i."),
        ({}, "The inventory has no host"),
        ({"hosts.yml": "all: [\n"}, "inventry/hosts.yml:2:1: YAML parsing failed"),
    ],
    ids=["misspelt", "empty", "broken"],
)
def test_an_inventory_that_gives_no_host_is_an_error(controller, tmp_path, content, part):
    folder = tmp_path / "inventry"
    if content is not None:
        folder.mkdir()
        for name, text in content.items():
            (folder / name).write_text(text, encoding="utf-8")
    refused(controller.playbook("reshare.wms.preflight", folder), part)


def test_a_directory_that_can_not_be_read_beside_other_inventories_is_an_error(make, controller, tmp_path, monkeypatch):
    """Otherwise its libraries would be missing silently."""
    library = make()
    inventory = Inventory(make(), tmp_path / "directory", monkeypatch)
    monkeypatch.delenv("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED")
    path = inventory.write_source("reshare_directory.yml", {"reshare_password": "canary-wrong"})
    done = controller.playbook("reshare.wms.drift", library, "-i", str(path))
    refused(done, f"The inventory {path} could not be read", "HTTP 422")
    assert "canary" not in done.output
    assert not library.calls()


def plays(path: Path) -> Iterator[dict[str, Any]]:
    """The plays of a playbook, with those that it imports."""
    for one in yaml.safe_load(path.read_text(encoding="utf-8")):
        imported = one.get("ansible.builtin.import_playbook")
        yield from plays(path.parent / imported) if imported else [one]


def test_the_playbooks_name_the_tags_that_their_tasks_have():
    playbooks = sorted((ROOT / "playbooks").glob("*.yml"))
    done = subprocess.run(
        [sys.executable, "-m", "ansible", "playbook", "--list-tags", *map(str, playbooks)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    listed = [set(found.split(", ")) - {"", "always"} for found in re.findall(r"TASK TAGS: \[(.*)\]", done.stdout)]
    named = []
    for path in playbooks:
        named += [set(re.findall(r"(?<!=)'(\w+)'", play["hosts"])) for play in plays(path)]
    assert listed == named


# Variables


@pytest.mark.matrix
def test_all_errors_of_all_libraries_are_reported_before_the_first_call(make, controller):
    libraries = [make(), make(), make()]
    wrong, empty, sound = libraries
    variables: dict[str, dict[str, Any]] = {
        wrong.name: {
            "borrowing_loan_perod": "3 weeks",
            "lending_account_pattern": "RS-{Symbol}",
            "reshare_username": ...,
        },
        empty.name: {"wms_main_branch": ..., "borrowing_loan_period": "{{ agreed }}"},
    }
    done = controller.playbook("reshare.wms.preflight", libraries, variables=variables)
    assert done.status == 2
    problems = {one.name: done.result("Validate the variables", one)["problems"] for one in libraries}
    by_library = {
        name: [(problem["variable"], problem["code"]) for problem in found] for name, found in problems.items()
    }
    assert by_library == {
        wrong.name: [
            ("borrowing_loan_perod", "unknown"),
            ("lending_account_pattern", "invalid"),
            ("reshare_username", "missing"),
        ],
        empty.name: [("borrowing_loan_period", "invalid"), ("wms_main_branch", "missing")],
        sound.name: [],
    }
    assert done.failure(wrong).startswith(f"{wrong.name}: borrowing_loan_perod is not a variable of this collection.")
    assert "'agreed' is undefined" in done.failure(empty)
    assert (wrong.calls(), empty.calls()) == ({}, {})
    assert sound.calls()
    assert not sound.writes()


@pytest.mark.parametrize(
    ("playbook", "given", "found"),
    [
        ("onboard", "planfile=plan.json plan_approved_by=jane stage=test", [("planfile", "resembles")]),
        ("onboard", "receive_files=received", [("receive_files", "no_effect")]),
        (
            "receive",
            "receive_don=all received_files=a",
            [("receive_don", "resembles"), ("received_files", "resembles")],
        ),
        ("validate", "planfile=plan.json", None),
    ],
)
def test_a_misspelt_extra_variable_is_an_error_before_the_first_request(library, controller, playbook, given, found):
    # The inventory uses the name, which is similar to one of ours.
    variables = {library.name: {"own_address": "{{ plans | default('') }}"}}
    done = controller.playbook(f"reshare.wms.{playbook}", library, "-e", given, "-e", "plans=a", variables=variables)
    assert done.status == 2
    if found:
        reported = [(one["variable"], one["code"]) for one in done.failed(library)["problems"]]
        assert reported == found
    assert done.failed(library)["failure"].get("fields", []) == [name for name, _code in found or [("planfile", "")]]
    assert not library.calls()


def test_a_playbook_without_libraries_refuses_a_misspelt_extra_variable(controller, tmp_path):
    given = {"restore_runs": str(tmp_path), "restore_since": "2026-11-27", "restore_dri": "other"}
    done = controller.playbook("reshare.wms.restore", [], "-e", json.dumps(given))
    assert done.status == 2
    text = " ".join(done.output.split())
    assert "restore_dri is not a variable of this collection, so it has no effect. Similar: 'restore_dir'" in text


@pytest.mark.parametrize(
    "mistake", [{"borrowing_loan_perod": "3 weeks", "consortium_loan_period": "112 daysz"}, {"reshare_url": ...}]
)
@pytest.mark.parametrize("playbook", ["onboard", "drift"])
def test_a_mistake_of_all_libraries_is_reported_once(make, controller, tmp_path, playbook, mistake):
    libraries = [make(), make(), make()]
    variables = {one.name: {**mistake, "preflight_authorisation_form": "tomorrow"} for one in libraries}
    # What only some have wrong comes later.
    del variables[libraries[1].name]["preflight_authorisation_form"]
    file = tmp_path / "run.json"
    done = controller.playbook(f"reshare.wms.{playbook}", libraries, "-e", f"run_file={file}", variables=variables)
    assert done.status == 2
    assert done.output.count("fatal: ") == (1 + 3 if playbook == "drift" else 1)
    assert done.output.count("Nothing was run. All 3 libraries: ")
    failed = done.failed(libraries[0])
    assert [one["variable"] for one in failed["problems"]] == [*mistake]
    assert not any(one.calls() for one in libraries)
    if playbook == "drift":
        assert {*states(account(file)).values()} == {"not_checkable"}


def test_a_nightly_job_with_two_hosts_for_a_library_ends_without_a_comparison(make, controller, tmp_path):
    libraries = [make(), make()]
    copied = {libraries[1].name: {"wms_registry_id": libraries[0].variables["wms_registry_id"]}}
    done = controller.playbook(
        "reshare.wms.drift", libraries, "-e", f"run_file={tmp_path}/drift.json", variables=copied
    )
    assert done.status == 2
    found = account(tmp_path / "drift.json")
    assert {*states(found).values()} == {"failed"}
    assert {*(one["reasons"][0] for one in found["libraries"].values())} == {"bad_input"}
    assert "is undefined" not in done.output


def test_received_files_beside_the_inventory_are_refused(library, controller, tmp_path):
    for name in ("inventory/inbox", "received"):
        Path(tmp_path, name).mkdir(parents=True)
    done = controller.playbook("reshare.wms.receive", library, "-e", f"receive_files={tmp_path}/inventory/inbox")
    assert done.status == 2
    assert "inside the inventory's folder" in done.failure(library)
    assert "move it" in done.failure(library)


def test_files_are_not_written_where_ansible_reads_an_inventory(library, controller, tmp_path):
    for path, reason in (("inventory/tables", "inside the inventory"), ("group_vars/tables", "below group_vars")):
        where = tmp_path / path
        done = controller.playbook(
            "reshare.wms.truth_table", library, "-i", f"{tmp_path}/inventory", "-e", f"truth_table_dir={where}"
        )
        assert done.status == 2
        assert f"truth_table_dir is {where}, " in done.failure(library) and reason in done.failure(library)
        assert not where.exists()


def test_a_service_that_is_down_for_all_is_explained_once(make, controller):
    libraries = [make(), make(), make()]
    down = {one.name: {"reshare_url": "http://127.0.0.1:9"} for one in libraries}
    done = controller.playbook("reshare.wms.onboard", libraries, variables=down)
    assert done.status == 2
    # Ansible's own lines about the place of the task, and then a line for each library.
    assert done.output.count("[ERROR]: Task failed: POST http") == 1
    assert [done.output.count(f"fatal: [{one.name}]") for one in libraries] == [1, 1, 1]
    assert all(done.failure(one).startswith(f"{one.name}: POST http") for one in libraries)
