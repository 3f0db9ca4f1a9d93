# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin, run by ansible-inventory."""

from __future__ import annotations

import json
import os

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible.plugins.loader import inventory_loader

from support.controller import Vaulted, run
from support.inventory_file import Inventory
from support.reshare_tenant import consortium_entry, directory_of, user_with

OWN = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN", "ISIL:US-LNN"]}
DIRECTORY = [
    consortium_entry(["us", "alpha", "beta"], "north-ring"),
    consortium_entry(["beta", "gamma"], "south"),
    OWN,
    {"slug": "us-main", "name": "Main", "type": "Branch", "status": "Managed", "parent": "us"},
    {"slug": "alpha", "name": "Alpha College", "symbols": ["RESHARE:ALF", "ISIL:US-ALF"]},
    {"slug": "beta", "name": "Beta University", "symbols": ["RESHARE:BET"]},
    {"slug": "gamma", "name": "Gamma"},
    {"slug": "stranger", "name": "Stranger", "symbols": ["RESHARE:STR"]},
]


@pytest.fixture
def inventory(make, tmp_path, monkeypatch) -> Inventory:
    return Inventory(make(reshare={"directory": DIRECTORY}), tmp_path / "inventory", monkeypatch)


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
    # A member without a symbol has no variable reshare_symbol, rather than an empty one.
    assert found.hosts["gamma"] == {
        **{"reshare_slug": "gamma", "reshare_name": "Gamma"},
        **{"reshare_symbols": [], "reshare_consortia": ["south"]},
    }
    assert set(found.groups["north_ring"]) == {"us", "alpha", "beta"}
    assert set(found.groups["south"]) == {"beta", "gamma"}
    assert inventory.library.logins() == 1
    assert not inventory.library.writes()


def test_only_the_selected_consortia_become_groups(inventory):
    found = inventory.read(consortia=["south"])
    assert set(found.hosts) == {"beta", "gamma"}
    assert found.hosts["beta"]["reshare_consortia"] == ["south"]
    assert "north_ring" not in found.groups


def test_missing_variables_are_joined_by_slug_and_by_symbol(inventory):
    members = {
        "us": {"library_system": "wms", "wms_registry_id": "901", "reshare_tenant": "us"},
        "ISIL:US-ALF": {"library_system": "wms", "wms_registry_id": "902"},
        "BET": {"library_system": "alma"},
    }
    inventory.write("members.yml", members)
    options = {
        "join": "members.yml",
        "keyed_groups": [{"key": "library_system", "prefix": "system"}],
        "groups": {"ours": "library_system | default('') == 'wms'"},
        "compose": {"ansible_connection": "'local'", "label": "reshare_name ~ ' ' ~ wms_registry_id | default('?')"},
    }
    for found in (inventory.read(**options), inventory.list("libraries.reshare_directory.yaml", **options)):
        assert found.status == 0
        assert found.hosts["us"]["wms_registry_id"] == "901"
        assert found.hosts["us"]["reshare_tenant"] == "us"
        assert found.hosts["alpha"]["wms_registry_id"] == "902"
        assert set(found.groups["system_wms"]) == set(found.groups["ours"]) == {"us", "alpha"}
        assert found.groups["system_alma"] == ["beta"]
        assert found.hosts["alpha"]["label"] == "Alpha College 902"
        assert found.hosts["gamma"]["ansible_connection"] == "local"
        # A member that is not in the file becomes a host, with a warning.
        assert "members.yml" in found.errors and "'gamma'" in found.errors


@pytest.mark.parametrize(
    ("members", "code", "about", "meant"),
    [
        ({"us": {}, "alhpa": {}}, "unknown_reference", "alhpa", ["alpha"]),
        ({"stranger": {}}, "unknown_reference", "stranger", []),
        ({"us": {}, "LNN": {}}, "invalid", "Library NN", []),
        (["us"], "invalid", None, []),
        ({"us": "wms"}, "invalid", None, []),
    ],
    ids=["misspelt", "no member", "one member twice", "list", "text"],
)
def test_an_invalid_join_is_refused(inventory, members, code, about, meant):
    inventory.write("members.yml", inventory.library.numbered(members))
    failure = inventory.failure(join="members.yml")
    assert (failure["code"], failure.get("object")) == (code, about and inventory.library.numbered(about))
    assert (failure.get("candidates", []), failure.get("fields", [])) == (meant, ["join"] if about is None else [])


def test_a_join_by_a_symbol_that_two_members_have_is_not_guessed_between(make, tmp_path, monkeypatch):
    directory = [
        consortium_entry(["us", "alpha"]),
        {**OWN, "symbols": ["ISIL:ALF"]},
        {"slug": "alpha", "name": "Alpha College", "symbols": ["RESHARE:ALF"]},
    ]
    inventory = Inventory(make(reshare={"directory": directory}), tmp_path, monkeypatch)
    inventory.write("members.yml", {"ALF": {"library_system": "wms"}})
    failure = inventory.failure(join="members.yml")
    assert (failure["code"], failure.get("object")) == ("invalid", "ALF")
    assert sorted(failure.get("candidates", [])) == ["ISIL:ALF", "RESHARE:ALF"]
    inventory.write("members.yml", {"RESHARE:ALF": {"library_system": "wms"}})
    found = inventory.read(join="members.yml")
    assert found.hosts["alpha"]["library_system"] == "wms"
    assert "library_system" not in found.hosts["us"]


def test_an_unknown_consortium_is_refused(inventory):
    failure = inventory.failure(consortia=["north-rink"])
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "north-rink")
    assert failure.get("candidates", []) == ["north-ring"]


def test_a_wrong_password_is_tried_once(inventory):
    assert inventory.list(reshare_password="canary-wrong").status != 0
    failure = inventory.failure(reshare_password="canary-wrong")
    assert (failure["code"], failure.get("status")) == ("refused", 422)
    # Modules share the note about the rejected login.
    failed = run("reshare_configuration_info", inventory.library, reshare_password="canary-wrong")
    assert (failed["failure"]["code"], failed["failure"].get("status")) == ("refused", 422)
    assert inventory.library.logins() == 1
    assert inventory.read().hosts


def test_a_missing_permission_to_read_the_directory_is_named(make, tmp_path, monkeypatch):
    library = make(reshare={"directory": DIRECTORY, "users": [user_with("rs.all")]})
    failure = Inventory(library, tmp_path, monkeypatch).failure()
    assert (failure.get("permission"), failure.get("status")) == ("directory.entry.collection.get", 403)
    library = make(reshare={"directory": DIRECTORY})
    library.fault("directory", "entry", times=-1, truncate_list=True)
    failure = Inventory(library, tmp_path, monkeypatch).failure()
    assert (failure.get("permission"), failure.get("status")) == ("directory.entry.collection.get", None)


def test_a_directory_without_a_consortium_has_no_inventory(make, tmp_path, monkeypatch):
    inventory = Inventory(make(reshare={"directory": [OWN]}), tmp_path, monkeypatch)
    assert inventory.failure()["code"] == "unknown_reference"


def test_warning_texts_name_members_that_are_not_in_the_directory(make, tmp_path, monkeypatch):
    """Otherwise every playbook would omit them silently."""
    directory = [
        *(consortium_entry(["us", "stranger", "far"], "north"), consortium_entry(["far"], "south")),
        *(consortium_entry([], "nobody"), consortium_entry(["us"], "whole"), OWN),
    ]
    inventory = Inventory(make(reshare={"directory": directory}), tmp_path / "inventory", monkeypatch)
    cache = {
        **{"cache": True, "cache_plugin": "ansible.builtin.jsonfile"},
        "cache_connection": str(inventory.folder / "cache"),
    }
    for _turn in ("asked", "from the cache"):
        found = inventory.list(**cache)
        assert set(found.hosts) == {"us"}
        warnings = " ".join(found.errors.split())
        for slug, names in (("north", "'stranger', 'far'"), ("south", "'far'")):
            without = "has members without an entry in the directory, so they are not in the inventory"
            assert f"Consortium '{slug}' {without}: {names}." in warnings
        assert "Consortium 'nobody' has no members in the directory" in warnings
        assert "'whole'" not in warnings
    assert "'north'" not in inventory.read(consortia=["whole"]).errors


def test_the_cache_serves_the_second_run_without_a_call(inventory):
    cache = {
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(inventory.folder / "cache"),
    }
    first = inventory.list(**cache)
    assert first.hosts
    inventory.library.reset()
    # Joined values are not cached, because they can change at any time.
    members = {name: {"library_system": "wms"} for name in ("us", "alpha", "beta", "gamma")}
    inventory.write("members.yml", members)
    second = inventory.list(**cache, join="members.yml")
    assert {**first.hosts["beta"], "library_system": "wms"} == second.hosts["beta"]
    assert not inventory.library.calls()
    # Another list of consortia is not the cached one.
    assert set(inventory.list(**cache, consortia=["south"]).hosts) == {"beta", "gamma"}


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("reshare_directory.yml", True),
        ("north.reshare_directory.yaml", True),
        ("reshare_directory.yml.bak", False),
        ("hosts.yml", False),
        ("xreshare_directory.yml", False),
        ("reshare_directory.json", False),
    ],
)
def test_only_files_of_its_name_are_read(inventory, name, ours):
    assert inventory_loader.get("reshare.wms.directory").verify_file(str(inventory.write_source(name, {}))) is ours


def test_a_hundred_members_are_read_in_pages(make, tmp_path, monkeypatch):
    inventory = Inventory(make(reshare={"directory": directory_of(150)}), tmp_path, monkeypatch)
    assert len(inventory.read().hosts) == 150
    assert inventory.library.calls()["directory", "entry", "GET"] == 2


@pytest.mark.matrix
def test_a_playbook_can_use_the_inventory(inventory, controller):
    """Joined values can be templated and encrypted, like any inventory variable."""
    library, secret = inventory.library, VaultSecret(b"open sesame")
    ours = {name: value for name, value in library.variables.items() if name != "library_options"}
    ours["reshare_username"] = "{{ lookup('ansible.builtin.env', 'RESHARE_USER') }}"
    ours["reshare_password"] = Vaulted(
        VaultLib([("default", secret)]).encrypt(ours["reshare_password"], secret).decode()
    )
    inventory.write("members.yml", {"us": {**ours, "ansible_connection": "local"}})
    path = inventory.write_source("reshare_directory.yml", {"join": "members.yml"})
    tasks = [{"name": "ask", "reshare.wms.reshare_configuration_info": {"kinds": ["directory_entries"]}}]
    playbook = inventory.write("play.yml", [{"hosts": "us", "gather_facts": False, "tasks": tasks}])
    vault = inventory.folder / "vault-password"
    vault.write_text("open sesame", encoding="utf-8")
    options = ("--vault-password-file", str(vault))
    done = controller.playbook(str(playbook), path, *options, RESHARE_USER=library.options["reshare_username"])
    assert done.status == 0, done.output
    (result,) = [line["result"] for line in done.lines if line["task"] == "ask" and line["status"] == "ok"]
    assert "us" in [one["slug"] for one in result["configuration"]["directory_entries"]]


def test_texts_of_the_directory_are_never_templated(make, tmp_path, monkeypatch, controller):
    """Texts in the directory are written by others."""
    name = "{{ lookup('ansible.builtin.env', 'HOME') }}"
    directory = [consortium_entry(["us", "alpha"]), OWN, {"slug": "alpha", "name": name, "symbols": ["RESHARE:ALF"]}]
    inventory = Inventory(make(reshare={"directory": directory}), tmp_path, monkeypatch)
    path = inventory.write_source("reshare_directory.yml", {"compose": {"called": "reshare_name"}})
    tasks = [{"name": "tell", "ansible.builtin.debug": {"msg": "{{ [reshare_name, called] | to_json }}"}}]
    playbook = inventory.write(
        "play.yml", [{"hosts": "alpha", "gather_facts": False, "connection": "local", "tasks": tasks}]
    )
    done = controller.playbook(str(playbook), path)
    (result,) = [line["result"] for line in done.lines if line["task"] == "tell" and line["status"] == "ok"]
    assert os.environ["HOME"] not in json.dumps(result)
    assert "lookup" in json.dumps(result)
