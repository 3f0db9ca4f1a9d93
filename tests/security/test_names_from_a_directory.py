# SPDX-License-Identifier: GPL-3.0-or-later

"""A ReShare directory with arbitrary content cannot decide which files Ansible reads."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.names import group_problems, slug_problems
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


# The names from a directory that become hosts and groups


REFUSED = {
    "path": "../../inbox/evil",
    "slash": "a/b",
    "backslash": "..\\evil",
    "parent": "..",
    "empty": "",
    "hidden": ".adams",
    "pattern": "!adams",
    "list": "adams,baker",
    "range": "adams[1:3]",
    "space": "adams baker",
    "line break": "adams\n",
    "letter outside ASCII": "\u0430dams",
    "bidi": "a\u202edams",
    "long": "a" * 101,
    "localhost": "localhost",
    "localhost in capitals": "LocalHost",
    "address of localhost": "127.0.0.1",
    "all": "all",
    "ungrouped": "Ungrouped",
    "file of another host": "adams.yml",
    "file in capitals": "adams.YAML",
    "JSON file": "adams.json",
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_slug_that_ansible_could_read_as_something_else_is_refused(case):
    (problem,) = slug_problems("host", [(REFUSED[case], "'Evil Library' ('RESHARE:EVL')")])
    assert problem.startswith("directory entry 'Evil Library' ('RESHARE:EVL'): ")
    assert problem.isascii()
    assert problem.isprintable()


@pytest.mark.parametrize("slug", ["adams", "Adams-1.main_library", "7", "a" * 100, "adams.yml.old", "wall"])
def test_an_ordinary_slug_is_a_name(slug):
    assert slug_problems("host", [(slug, "an entry")]) == []


@pytest.mark.parametrize("other", ["adams", "ADAMS"])
def test_two_entries_with_one_slug_are_both_named(other):
    (problem,) = slug_problems("host", [("adams", "'Adams'"), (other, "'Evil'"), ("baker", "'Baker'")])
    assert problem.startswith("directory entries 'Adams' and 'Evil' have the same slug")


def test_two_consortia_that_would_be_one_group_are_both_named():
    (problem,) = group_problems({"north-ring": "north_ring", "north.ring": "north_ring", "south": "south"})
    assert "'north-ring' and 'north.ring'" in problem


@given(st.text(max_size=12))
def test_whatever_is_not_refused_is_one_part_of_a_path(slug):
    if not slug_problems("host", [(slug, "an entry")]):
        assert PurePosixPath("host_vars", slug).parts == ("host_vars", slug)
        assert PurePosixPath(slug).suffix.lower() not in (".yml", ".yaml", ".json")
