# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup that selects the hosts of a playbook."""

from __future__ import annotations

import json
import os
import pwd
from typing import Any

import pytest
import yaml
from ansible import context
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import lookup_loader
from ansible.utils.context_objects import CLIArgs

from ansible_collections.reshare.wms.plugins.plugin_utils._account import closing
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory import inventory_sources
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import named_problem
from support.environment import ROOT

GROUPS = {"all": ["valley", "hill", "lake"], "ungrouped": [], "ring": ["valley", "hill"]}


@pytest.fixture
def select(monkeypatch):
    """Evaluate the lookup in a run with these arguments of ansible-playbook and variables."""

    def evaluate(
        *tags: str,
        args: tuple[str, ...] = ("reshare.wms.onboard",),
        left: Any = None,
        unread: Any = None,
        **variables: Any,
    ) -> list[str]:
        # Data that other tests of this process read are not part of this run.
        monkeypatch.setattr(inventory_sources, "unread", unread or {})
        monkeypatch.setattr(closing, "RUN", RunMemory())
        monkeypatch.setattr(context, "CLIARGS", CLIArgs({"args": args, **variables.pop("options", {})}))
        given = {"groups": GROUPS, "ansible_play_hosts_all": GROUPS["all"] if left is None else left}
        given |= {"playbook_dir": "/nowhere", **variables}
        return lookup_loader.get("reshare.wms.libraries", loader=DataLoader()).run(list(tags), given)

    return evaluate


@pytest.mark.parametrize("pattern", ["all", "ring", "valley,lake", "all:!ring", "ring:&valley", "v*"])
def test_a_pattern_that_matches_is_the_result(select, pattern):
    assert select(reshare_wms_libraries=pattern) == [pattern]


@pytest.mark.parametrize(
    ("variables", "part"),
    [
        (
            {"reshare_wms_libraries": "vallley"},
            "reshare_wms_libraries vallley: no such host or group. Similar: 'valley'",
        ),
        ({"reshare_wms_libraries": "valley,hil"}, "reshare_wms_libraries hil: no such host or group."),
        # An exclusion without effect would cause changes at a library.
        ({"reshare_wms_libraries": "all:!hil"}, "reshare_wms_libraries !hil: no such host or group."),
        ({"reshare_wms_libraries": "ring:!ring"}, "reshare_wms_libraries ring:!ring leaves no host."),
        ({"reshare_wms_libraries": "localhost"}, "reshare_wms_libraries localhost"),
        ({"ansible_limit": "valley,hil", "left": ["valley"]}, "--limit hil: no such host or group."),
        (
            {"ansible_limit": "lake", "left": ["lake"], "reshare_wms_libraries": "ring"},
            "ring with --limit lake leaves no host.",
        ),
        ({"groups": {"all": [], "ungrouped": []}}, "The inventory has no host; check -i and its file."),
        (
            {"ansible_inventory_sources": ["/nowhere/inventry"]},
            "The inventory /nowhere/inventry does not exist; check -i.",
        ),
        ({"unread": {"/a/directory.yml": "HTTP 422"}}, "The inventory /a/directory.yml could not be read: HTTP 422."),
        ({"ansible_run_tags": ["on"]}, "--tags on: the playbook has no such tag."),
        ({"ansible_skip_tags": ["on"]}, "--skip-tags on: the playbook has no such tag."),
        # Changes would be applied that nobody approved.
        ({"ansible_skip_tags": ["always"]}, "--skip-tags always skips the checks before the first write."),
        ({"options": {"start_at_task": "x"}}, "--start-at-task skips the checks before the first write."),
    ],
)
def test_an_invalid_selection_is_rejected(select, variables, part):
    with pytest.raises(AnsibleError) as caught:
        select("one", "two", **variables)
    assert part in str(caught.value)


def test_an_option_that_can_be_meant_for_other_plays_is_left_to_the_caller(select):
    # The tasks of this play have no tags; the playbook on the command line is the caller's.
    assert select(ansible_skip_tags=["always"]) == ["all"]
    assert select("one", options={"start_at_task": "x", "args": ["site.yml"]}) == ["all"]
    with pytest.raises(AnsibleError):
        select("one", plan="plan.json", options={"start_at_task": "x", "args": ["site.yml"]})


@pytest.mark.parametrize("playbook", ["onboard", "drift", "status"])
def test_the_reason_is_in_the_account_of_every_playbook(select, tmp_path, monkeypatch, playbook):
    """Below the current directory."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AnsibleError) as caught:
        select("one", args=(f"reshare.wms.{playbook}",), ansible_run_tags=["on"], run_file="run.json")
    account = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (account["state"], account["messages"]) == ("no_libraries", [str(caught.value)])


def test_an_account_that_cannot_be_written_hides_no_reason(select, tmp_path):
    (tmp_path / "run.json").write_text("mine", encoding="utf-8")
    with pytest.raises(AnsibleError) as caught:
        select("one", ansible_run_tags=["on"], run_file=str(tmp_path / "run.json"))
    assert "--tags on" in str(caught.value) and "is not the account of a run" in str(caught.value)


def test_a_list_of_hosts_is_no_missing_file(select):
    assert select(ansible_inventory_sources=["valley,hill"]) == ["all"]


@pytest.mark.parametrize("playbook", ["site.yml", str(ROOT / "site.yml")], ids=["relative", "absolute"])
def test_in_another_playbook_limit_and_tags_may_be_meant_for_its_other_plays(select, playbook):
    assert select(
        "one",
        args=(playbook,),
        ansible_limit="lake",
        left=["lake"],
        reshare_wms_libraries="ring",
        ansible_run_tags=["web"],
    )
    with pytest.raises(AnsibleError):
        select("one", args=(playbook,), reshare_wms_libraries="vallley")


@pytest.mark.parametrize("args", [("site.yml",), ("reshare.wms.onboard", "site.yml")])
def test_in_another_playbook_a_tag_that_is_almost_one_of_ours_is_rejected_unless_it_is_the_callers(
    select, args, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yml").write_text("- hosts: web\n  tags: [circulations]\n", encoding="utf-8")
    known = "circulation", "enable_reshare"
    for given in ({"ansible_run_tags": ["web", "circulations"]}, {"ansible_skip_tags": ["web", "circulation"]}):
        assert select(*known, args=("site.yml",), **given) == ["all"]
    for name, tag in (("run", "circulaton"), ("skip", "Enable-ReShare")):
        with pytest.raises(AnsibleError, match=f"tags {tag}: reshare.wms has no such tag. Similar: "):
            select(*known, args=args, **{f"ansible_{name}_tags": ["web", tag]})


def test_an_inventory_that_was_not_parsed_is_named_and_not_said_to_be_without_hosts(select, tmp_path):
    nothing = {"groups": {"all": [], "ungrouped": []}}
    for name, text, reason in (
        ("hosts.yml", 'all:\n  hosts:\n    adams:\n       a: "x"\n      b: 1\n', "hosts.yml:5:7: YAML parsing failed"),
        ("hosts", "[all]\nadams wms_secret\n", "hosts was not parsed."),
        ("aws.yml", "plugin: amazon.aws.aws_ec2\n", "A plugin found no host with "),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(AnsibleError) as caught:
            select(ansible_inventory_sources=[str(path)], **nothing)
        assert reason in str(caught.value) and "has no host" not in str(caught.value)
    # Others of a folder would be missing without a word.
    with pytest.raises(AnsibleError, match="hosts.yml:5:7"):
        select(ansible_inventory_sources=[str(tmp_path)])


def test_a_playbook_is_known_by_its_path_too(select):
    with pytest.raises(AnsibleError):
        select("one", args=(str(ROOT / "playbooks/onboard.yml"),), ansible_run_tags=["on"])


@pytest.mark.parametrize("option", ["syntax", "listtags", "listtasks"])
def test_commands_that_run_nothing_need_no_inventory(select, option):
    assert select(groups={"all": [], "ungrouped": []}, options={option: True}) == ["all"]


@pytest.mark.parametrize("waves", [[1], [1, 5, "25%"], ["100%"]])
def test_waves_are_numbers_and_percentages(select, waves):
    assert select(onboard_waves=waves) == ["all"]


@pytest.mark.parametrize("waves", [[], 1, "5", "[1, 5]", [0], [-1], ["x"], ["0%"], ["101%"], [1.5], [None], {"a": 1}])
def test_other_waves_are_rejected_because_ansible_would_take_all_libraries_at_once(select, waves):
    with pytest.raises(AnsibleError, match="onboard_waves must be a list"):
        select(onboard_waves=waves)


@pytest.mark.parametrize("number", [0, -1, "two", "", [1], True])
def test_the_number_of_failures_that_stops_the_waves_is_positive(select, number):
    assert select(onboard_stop_after="2") == ["all"]
    with pytest.raises(AnsibleError) as caught:
        select(onboard_stop_after=number)
    assert "onboard_stop_after must be a positive number" in str(caught.value)


# The person who runs Ansible, where no environment names one


VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")


@pytest.fixture
def person(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return lambda **variables: lookup_loader.get("reshare.wms.person").run([], variables)


def test_the_user_of_the_controller_comes_first(person, monkeypatch):
    monkeypatch.setenv("USER", "runner")
    assert person(tower_user_name="jane", awx_user_name="jane") == ["jane"]
    # Of a job that a schedule started.
    assert person(awx_user_name="") == ["runner"]


def test_without_the_variables_of_a_shell_it_is_the_user_of_the_process(person):
    assert person() == [pwd.getpwuid(os.getuid()).pw_name]


def test_a_user_without_a_name_is_the_number(person, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 1_000_660_000)
    assert person() == ["uid 1000660000"]


def test_each_role_has_the_same_default_and_nobody_approves_by_default():
    defaults = {
        name: value
        for path in (ROOT / "roles").glob("*/defaults/main.yml")
        for name, value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items()
        if name.endswith("_by")
    }
    assert defaults.pop("plan_approved_by") == ""
    assert {*defaults.values()} == {"{{ lookup('reshare.wms.person') }}"}


# The names of the libraries for which a run is meant that ends something


def problem(given: Any, *libraries: str) -> str | None:
    return named_problem("withdraw_libraries", given, libraries)


@pytest.mark.parametrize("given", ["adams,baker", " baker, adams ", ["adams", "baker", "adams"], "adams baker"])
def test_exactly_the_libraries_of_the_run_are_a_consent(given):
    assert problem(given, "adams", "baker") is None


@pytest.mark.parametrize(
    "given", [None, "", [], "adams", ["adams"], "adams,baker,curie", "all", "*", 2, "2", True, {"adams": 1}]
)
def test_anything_else_is_none(given):
    assert problem(given, "adams", "baker")


def test_a_library_that_looks_like_a_number_can_be_named():
    assert problem(100, "100") is None
