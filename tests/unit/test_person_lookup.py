# SPDX-License-Identifier: GPL-3.0-or-later

"""The person who runs Ansible, where no environment names one."""

from __future__ import annotations

import os
import pwd

import pytest
import yaml
from ansible.plugins.loader import lookup_loader

from support.environment import ROOT

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
