# SPDX-License-Identifier: GPL-3.0-or-later

"""The names from a directory that become hosts and groups."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.names import group_problems, slug_problems

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
