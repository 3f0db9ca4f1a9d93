# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin, as ansible-inventory runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from controller import ROOT, run
from libraries import Library
from tenants import consortium, institutions, user

OWN = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN", "ISIL:US-LNN"]}
DIRECTORY = [
    consortium(["us", "alpha", "beta"], "north-ring"),
    consortium(["beta", "gamma"], "south"),
    OWN,
    {"slug": "us-main", "name": "Main", "type": "Branch", "status": "Managed", "parent": "us"},
    {"slug": "alpha", "name": "Alpha College", "symbols": ["RESHARE:ALF", "ISIL:US-ALF"]},
    {"slug": "beta", "name": "Beta University", "symbols": ["RESHARE:BET"]},
    {"slug": "gamma", "name": "Gamma"},
    {"slug": "stranger", "name": "Stranger", "symbols": ["RESHARE:STR"]},
]


@dataclass
class Listing:
    """What ansible-inventory --list showed."""

    status: int
    output: str
    errors: str

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.output)

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        return self.content["_meta"]["hostvars"]

    def group(self, name: str) -> list[str]:
        return self.content.get(name, {}).get("hosts", [])


@dataclass
class Inventory:
    """A directory with an inventory file in it."""

    library: Library
    folder: Path

    def write(self, name: str, content: Any) -> Path:
        path = self.folder / name
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        return path

    def list(self, name: str = "reshare_directory.yml", **options: Any) -> Listing:
        """options: of the plugin; an ellipsis takes one away."""
        ours = self.library.options
        given = {
            "plugin": "reshare.wms.directory",
            **{option: ours[option] for option in ("reshare_url", "reshare_tenant", "reshare_username", "state_dir")},
            **options,
        }
        path = self.write(name, {option: value for option, value in given.items() if value is not ...})
        environment = {
            **os.environ,
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
            "RESHARE_WMS_RESHARE_PASSWORD": ours["reshare_password"],
        }
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "inventory", "-i", str(path), "--list"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "canary" not in done.stderr + done.stdout
        return Listing(done.returncode, done.stdout, " ".join(done.stderr.split()))


@pytest.fixture
def inventory(make, tmp_path) -> Inventory:
    library = make(reshare={"directory": DIRECTORY})
    folder = tmp_path / "inventory"
    folder.mkdir()
    library.reset()
    return Inventory(library, folder)


def test_members_become_hosts_and_consortia_groups(inventory):
    found = inventory.list()
    assert found.status == 0
    assert set(found.hosts) == {"us", "alpha", "beta", "gamma"}
    assert found.hosts["alpha"] == {
        "reshare_slug": "alpha",
        "reshare_name": "Alpha College",
        "reshare_symbol": "RESHARE:ALF",
        "reshare_symbols": ["RESHARE:ALF", "ISIL:US-ALF"],
        "reshare_consortia": ["north-ring"],
    }
    assert found.hosts["beta"]["reshare_consortia"] == ["north-ring", "south"]
    # A member without a symbol has none, rather than an empty one.
    assert found.hosts["gamma"] == {
        **{"reshare_slug": "gamma", "reshare_name": "Gamma"},
        **{"reshare_symbols": [], "reshare_consortia": ["south"]},
    }
    assert set(found.group("north_ring")) == {"us", "alpha", "beta"}
    assert set(found.group("south")) == {"beta", "gamma"}
    assert inventory.library.logins() == 1
    assert not inventory.library.writes()


def test_only_the_wanted_consortia(inventory):
    found = inventory.list("libraries.reshare_directory.yaml", consortia=["south"])
    assert set(found.hosts) == {"beta", "gamma"}
    assert found.hosts["beta"]["reshare_consortia"] == ["south"]
    assert not found.group("north_ring")


def test_what_the_directory_lacks_is_joined_by_slug_and_by_symbol(inventory):
    members = {
        "us": {"library_system": "wms", "wms_registry_id": "901", "reshare_tenant": "us"},
        "ISIL:US-ALF": {"library_system": "wms", "wms_registry_id": "902"},
        "BET": {"library_system": "alma"},
    }
    inventory.write("members.yml", members)
    found = inventory.list(
        join="members.yml",
        keyed_groups=[{"key": "library_system", "prefix": "system"}],
        groups={"ours": "library_system | default('') == 'wms'"},
        compose={"ansible_connection": "'local'", "label": "reshare_name ~ ' (' ~ wms_registry_id | default('?') ~ ')'"},
    )
    assert found.status == 0
    assert found.hosts["us"]["wms_registry_id"] == "901"
    assert found.hosts["us"]["reshare_tenant"] == "us"
    assert found.hosts["alpha"]["wms_registry_id"] == "902"
    assert set(found.group("system_wms")) == set(found.group("ours")) == {"us", "alpha"}
    assert found.group("system_alma") == ["beta"]
    assert found.hosts["alpha"]["label"] == "Alpha College (902)"
    assert found.hosts["gamma"]["ansible_connection"] == "local"
    # A member that the file says nothing of is there, with a warning.
    assert "says nothing of 'gamma'" in found.errors


@pytest.mark.parametrize(
    ("members", "parts"),
    [
        ({"us": {}, "alhpa": {}}, ["'alhpa' is no member of the consortium", "Similar: 'alpha'"]),
        ({"stranger": {}}, ["'stranger' is no member"]),
        ({"us": {}, "LNN": {}}, ["'us'", "'LNN'"]),
        (["us"], ["must be a dictionary of members"]),
        ({"us": "wms"}, ["must be a dictionary of members, each with a dictionary of variables"]),
    ],
    ids=["misspelt", "no member", "one member twice", "list", "text"],
)
def test_a_join_that_can_not_be_meant_is_explained(inventory, members, parts):
    if isinstance(members, dict):
        members = inventory.library.numbered(members)
    inventory.write("members.yml", members)
    found = inventory.list(join="members.yml")
    assert found.status != 0
    for part in parts:
        assert inventory.library.numbered(part) in found.errors
    assert "members.yml" in found.errors


def test_a_join_file_that_is_not_there_is_explained(inventory):
    found = inventory.list(join="nowhere.yml")
    assert found.status != 0
    assert "nowhere.yml" in found.errors


def test_a_consortium_that_is_not_there_is_explained(inventory):
    found = inventory.list(consortia=["north-rink"])
    assert found.status != 0
    assert "the directory has no consortium 'north-rink'. Similar: 'north-ring'" in found.errors


def test_a_wrong_password_is_tried_once(inventory):
    for _turn in range(2):
        found = inventory.list(reshare_password="canary-wrong")
        assert found.status != 0
        assert "HTTP 422" in found.errors
    assert inventory.library.logins() == 1
    # Modules know of it, too.
    run("reshare_info", inventory.library, reshare_password="canary-wrong")
    assert inventory.library.logins() == 1
    assert inventory.list().status == 0


def test_an_account_that_may_not_read_the_directory_is_told_the_permission(make, tmp_path):
    library = make(reshare={"directory": DIRECTORY, "users": [user("rs.all")]})
    found = Inventory(library, tmp_path).list()
    assert found.status != 0
    assert "requires permission: directory.entry.collection.get" in found.errors
    library = make(reshare={"directory": DIRECTORY})
    library.fault("directory", "entry", times=-1, truncate_list=True)
    found = Inventory(library, tmp_path).list()
    assert found.status != 0
    assert "the account seems to lack the permission directory.entry.collection.get" in found.errors


def test_a_tenant_without_mod_directory_is_explained(make, tmp_path):
    found = Inventory(make(reshare={"mod_directory": None}), tmp_path).list()
    assert found.status != 0
    assert "No suitable module found for path /directory/entry" in found.errors


def test_a_directory_without_a_consortium_is_told_of(make, tmp_path):
    found = Inventory(make(reshare={"directory": [OWN]}), tmp_path).list()
    assert not found.hosts
    assert "consorti" in found.errors


def test_the_cache_serves_the_second_run_without_a_call(inventory):
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(inventory.folder / "cache")}
    first = inventory.list(**cache)
    inventory.library.reset()
    second = inventory.list(**cache)
    assert first.content == second.content
    assert not inventory.library.calls()
    # What is joined is not kept: it may change at any time.
    inventory.write("members.yml", {name: {"library_system": "wms"} for name in ("us", "alpha", "beta", "gamma")})
    third = inventory.list(**cache, join="members.yml")
    assert third.hosts["beta"]["library_system"] == "wms"
    # Other consortia are another question.
    assert set(inventory.list(**cache, consortia=["south"]).hosts) == {"beta", "gamma"}


def test_a_file_of_another_name_is_left_to_others(inventory):
    found = inventory.list("hosts.yml")
    assert "alpha" not in found.output
    assert not inventory.library.calls()


@pytest.mark.parametrize(("option", "value"), [("reshare_url", ...), ("reshare_tenant", ...), ("timeout", "soon"), ("consortium", "x")])
def test_options_that_can_not_be_meant_are_explained(inventory, option, value):
    found = inventory.list(**{option: value})
    assert found.status != 0
    assert option in found.errors
    assert not inventory.library.calls()


def test_a_hundred_members_are_read_in_two_pages(make, tmp_path):
    library = make(reshare={"directory": institutions(150)})
    library.reset()
    found = Inventory(library, tmp_path).list()
    assert len(found.hosts) == 150
    assert library.calls()["directory", "entry", "GET"] == 2


def test_the_inventory_serves_a_playbook(inventory, controller):
    library = inventory.library
    options = {name: value for name, value in library.variables.items() if name != "library_options"}
    inventory.write("members.yml", {"us": {**options, "ansible_connection": "local"}})
    inventory.list(join="members.yml")
    playbook = inventory.write(
        "play.yml",
        [
            {
                "hosts": "us",
                "gather_facts": False,
                "tasks": [
                    {"ansible.builtin.import_role": {"name": "reshare.wms.connection"}},
                    {
                        "name": "ask",
                        "reshare.wms.reshare_info": {},
                        "module_defaults": {"group/reshare.wms.all": "{{ connection_options }}"},
                    },
                ],
            }
        ],
    )
    environment = {"RESHARE_WMS_RESHARE_PASSWORD": library.options["reshare_password"]}
    done = controller.playbook(str(playbook), inventory.folder / "reshare_directory.yml", **environment)
    assert done.status == 0, done.output
    (result,) = [line["result"] for line in done.lines if line["task"] == "ask" and line["host"] == "us"]
    assert result["modules"]["mod-rs"] == "2.18.8"
