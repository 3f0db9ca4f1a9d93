# SPDX-License-Identifier: GPL-3.0-or-later

"""A ReShare directory with arbitrary content cannot decide which files Ansible reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.inventory_file import Inventory
from support.reshare_tenant import consortium_entry

OWN = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]}
EVIL = {"name": "Evil Library", "symbols": ["RESHARE:EVL"]}


@pytest.fixture
def inventory(make, tmp_path, monkeypatch):
    """Create the inventory of a directory with these entries, in consortia with these slugs."""

    def of(*entries: dict[str, Any], consortia: tuple[str, ...] = ("ring",)) -> Inventory:
        slugs = ["us", *(entry["slug"] for entry in entries)]
        directory = [*(consortium_entry(slugs, slug) for slug in consortia), OWN, *entries]
        return Inventory(make(reshare={"directory": directory}), tmp_path / "inventory", monkeypatch)

    return of


@pytest.mark.matrix
@pytest.mark.parametrize("where", ["inbox/evil", "inventory/host_vars/us.yml"])
def test_a_slug_does_not_lead_ansible_to_a_file_and_the_message_names_its_entry(inventory, controller, tmp_path, where):
    """Such as a file that was received by mail, or the variables of another library."""
    slug = {"inbox/evil": "../../inbox/evil", "inventory/host_vars/us.yml": "us.yml"}[where]
    attacked = inventory({**EVIL, "slug": slug})
    touched = tmp_path / "touched"
    path = Path(tmp_path, where).with_suffix(".json" if "inbox" in where else ".yml")
    path.parent.mkdir(parents=True)
    (tmp_path / "inventory/host_vars").mkdir(exist_ok=True)
    expression = f"{{{{ lookup('ansible.builtin.pipe', 'touch {touched}') }}}}"
    path.write_text(json.dumps({"wms_registry_id": expression, "ansible_connection": "local"}), encoding="utf-8")
    source = attacked.write_source("reshare_directory.yml", {})
    done = controller.playbook("reshare.wms.receive", source)
    assert done.status != 0
    assert not touched.exists()
    assert f"'Evil Library' ('RESHARE:EVL'): slug '{slug}' cannot be a host name" in " ".join(done.output.split())
    assert not done.stats_by_host


@pytest.mark.parametrize("slug", ["localhost", "All", "a/b", "us.yml", ""])
def test_a_slug_that_is_no_name_is_refused(inventory, slug):
    assert inventory({**EVIL, "slug": slug}).failure()["code"] == "invalid"


def test_two_entries_with_one_slug_are_not_merged(inventory):
    """They are the same on file systems that ignore case."""
    assert inventory({**EVIL, "slug": "US"}).failure()["code"] == "invalid"


@pytest.mark.parametrize("slug", ["../../inbox/evil", "all", "ungrouped"])
def test_the_slug_of_a_consortium_is_a_name_too(inventory, slug):
    assert inventory(consortia=("ring", slug)).failure()["code"] == "invalid"


def test_two_consortia_do_not_become_one_group(inventory):
    assert inventory(consortia=("north-ring", "north.ring")).failure()["code"] == "invalid"


def test_a_group_by_a_text_of_the_directory_is_no_path(inventory):
    attacked = inventory({"slug": "evil", "name": "../../inbox/evil", "symbols": ["RESHARE:EVL"]})
    found = attacked.read(
        keyed_groups=[{"key": "reshare_name", "prefix": "", "separator": ""}], groups={"../x": "true"}
    )
    assert [name for name in found.groups if not name.isidentifier()] == []


def test_a_wrong_name_in_the_cache_is_refused_as_one_in_the_directory(inventory):
    attacked = inventory({**EVIL, "slug": "evil"})
    cache = attacked.folder / "cache"
    options = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(cache)}
    assert "evil" in attacked.list(**options).hosts
    (file,) = cache.iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("evil", "../../inbox/evil"), encoding="utf-8")
    found = attacked.list(**options)
    assert (found.status != 0, found.hosts) == (True, {})
