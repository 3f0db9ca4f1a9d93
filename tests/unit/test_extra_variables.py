# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of extra variables: a misspelt one, or one of another playbook, is an error that names the right one."""

from __future__ import annotations

from typing import Any

import pytest
from ansible import context
from ansible.parsing.dataloader import DataLoader
from ansible.utils.context_objects import CLIArgs
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.extra_variables import (
    caller_texts,
    extra_problems,
    near,
    playbooks_of_run,
    problems_of_run,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.received_places import Places
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from support.environment import ROOT

SPECIFICATION = specification()
OPTIONS = sorted(SPECIFICATION.options)


def codes(*names: str, playbooks: list[str] | None = None, texts: tuple[str, ...] = (), **variables: Any) -> list[Any]:
    found = extra_problems(names, variables, playbooks or ["onboard"], SPECIFICATION, texts)
    return [(one.variable, one.code) for one in found]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("runfile", ["run_file"]),
        ("run-file", ["run_file"]),
        ("plna", ["plan"]),
        ("Plan", ["plan"]),
        ("reviewed_plan", ["plan"]),
        ("received_files", ["receive_files"]),
        ("file_receive", ["receive_files"]),
        ("record_dir", ["wms_record_dir"]),
        ("approved_by", ["plan_approved_by", "receive_approved_by"]),
        ("enablereshareagain", ["enable_reshare_again"]),
        ("worksheets_file", ["worksheet_overview_file"]),
        *(
            (name, [])
            for name in ("env", "stage", "target", "job_id", "git_branch", "backup_dir", "customer", "mail_to")
        ),
    ],
)
def test_a_similar_name_is_found_and_a_foreign_one_is_not(name, meant):
    assert near(name, OPTIONS) == meant


@given(st.sampled_from(OPTIONS), st.data())
@settings(max_examples=60)
def test_a_name_with_one_typing_error_has_the_right_one_among_the_similar_ones(option, data):
    place = data.draw(st.integers(0, len(option) - 1))
    letter = data.draw(st.sampled_from("abxyz_"))
    wrong = data.draw(
        st.sampled_from(
            [
                option[:place] + option[place + 1 :],
                option[:place] + letter + option[place:],
                option[:place] + letter + option[place + 1 :],
                option[:place] + option[place + 1 : place + 2] + option[place] + option[place + 2 :],
                option.upper(),
                option.replace("_", ""),
            ]
        )
    )
    assert option in near(wrong, OPTIONS)


def test_a_misspelt_name_is_an_error_that_names_what_this_playbook_uses_first():
    (found,) = extra_problems(["files"], {}, ["onboard"], SPECIFICATION)
    assert found.sentence == (
        "files is not a variable of this collection, so it has no effect. Similar: 'first_contact_files', 'receive_files'. "
        "If it is yours, list it in reshare_wms_extra_variables."
    )


def test_names_of_the_caller_and_of_a_controller_are_none_of_this_collection():
    names = ("runfile", "awx_job_id", "tower_job_id", "ansible_host")
    assert codes(*names) == [("runfile", "resembles")]
    assert codes(*names, reshare_wms_extra_variables=["runf*"]) == []
    assert codes(*names, reshare_wms_own_variables=["runfile"]) == []
    assert codes(*names, texts=("reshare_url: https://{{ runfile }}.example.org",)) == []
    assert codes(*names, texts=("floor_runfile: 2",)) == [("runfile", "resembles")]


def test_a_variable_of_another_playbook_has_no_effect_and_is_refused():
    for playbooks, refused in (
        (["onboard"], False),
        (["drift", "onboard"], False),
        (["apply"], True),
        (["drift"], True),
    ):
        expected = [("plan", "no_effect")] if refused else []
        assert codes("plan", "wms_record_dir", "lending_loan_period", playbooks=playbooks) == expected
    # The caller's own playbook can import any of them.
    assert extra_problems(["plan"], {}, None, SPECIFICATION) == []
    assert codes("plan", playbooks=["apply"], reshare_wms_extra_variables=["plan"]) == []


def test_a_state_is_of_the_inventory_and_a_text_without_a_name_sets_nothing():
    assert codes("enable_reshare_state") == [("enable_reshare_state", "invalid")]
    # They would have precedence over what the tasks find out.
    own = ["drift_removed", "onboard_awaits_answers", "reshare_wms_validation"]
    assert codes(*own) == [(name, "invalid") for name in own]
    assert codes("_raw_params") == [("-e", "invalid")]
    # The variables of a plan's file, with a wrong @.
    found = codes("format", "version", "made", "by", "fingerprint", "libraries")
    assert [name for name, _code in found] == ["by", "libraries"]


def test_every_variable_of_a_playbook_can_be_set_for_it():
    for playbook, options in SPECIFICATION.of_runs.items():
        assert codes(*options, playbooks=[playbook]) == []


def test_the_playbooks_of_a_run_are_known_unless_one_is_the_callers():
    ours = str(ROOT / "playbooks/drift.yml")
    assert playbooks_of_run(["reshare.wms.onboard", ours]) == ["onboard", "drift"]
    assert playbooks_of_run(["reshare.wms.onboard", "site.yml"]) is None


def test_a_misspelt_tag_of_a_role_in_a_playbook_of_the_caller_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "site.yml").write_text(
        "- hosts: all\n  roles: [reshare.wms.onboard]\n  tags: [web]\n", encoding="utf-8"
    )
    monkeypatch.setattr(context, "CLIARGS", CLIArgs({"args": (str(tmp_path / "site.yml"),)}))
    task_vars = {"playbook_dir": str(tmp_path), "ansible_run_tags": ["circulaton", "web"]}
    (found,) = problems_of_run(task_vars, DataLoader(), SPECIFICATION)
    assert found.message.startswith("--tags circulaton: reshare.wms has no such tag. Similar: 'circulation'.")


def test_the_callers_files_are_read_without_comments(tmp_path):
    for path, text in {
        "inventory/hosts.yml": "one: 1  # with -e two=2",
        "inventory/host_vars/adams/vars.yml": "three: '{{ four }}'",
        "play/site.yml": "five",
        "play/roles/own/tasks/main.yml": "six",
        "play/other/notes.yml": "seven",
        "play/roles/own/files/data.bin": "eight",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    places = Places((str(tmp_path / "inventory"), str(tmp_path / "missing")), str(tmp_path))
    read = sorted(caller_texts(places, ["reshare.wms.drift", str(tmp_path / "play/site.yml")]))
    assert read == ["five", "one: 1 ", "six", "three: '{{ four }}'"]
