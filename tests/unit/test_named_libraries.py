# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of the libraries for which a run is meant that ends something."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import named_problem


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
