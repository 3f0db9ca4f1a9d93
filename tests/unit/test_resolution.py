# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that apply: over random maps, compared with the simplest implementation of each map's resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.checks import FAIL, PASS, UNKNOWN, WAIVED, Check, waived
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.matching import faults, match
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import ALL
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import CONFIGURATION
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import (
    HOLD_LIMIT_MATRIX,
    HOLD_PICKUP_LOCATIONS_MAP,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_LIMIT_MATRIX, LOAN_POLICY_MAP
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import Resolver

PLACES = [(ALL, ALL), ("M", ALL), ("M", "Stacks"), ("M", "ILL"), ("L", "Stacks")]
TYPES, FORMATS = ["Student", "Faculty"], ["Book", "Map"]


def row(patron: str, material: str, place: tuple[str, str], policy: str) -> dict[str, Any]:
    return {
        "patron_policy": patron,
        "material_format": material,
        "holding_location": place[0],
        "shelving_location": place[1],
        "loan_policy": policy,
    }


rows = st.lists(
    st.builds(
        row,
        st.sampled_from([ALL, *TYPES]),
        st.sampled_from([ALL, *FORMATS]),
        st.sampled_from(PLACES),
        st.sampled_from(["A", "B"]),
    ),
    max_size=6,
)
items = st.builds(
    lambda patron, material, place: {
        "patron_policy": patron,
        "material_format": material,
        "holding_location": place[0],
        "shelving_location": place[1],
    },
    st.sampled_from([*TYPES, "Visitor", None]),
    st.sampled_from([*FORMATS, None]),
    st.sampled_from([("M", "Stacks"), ("M", "ILL"), ("L", "Stacks"), (None, None)]),
)


def fits(one: dict[str, Any], item: dict[str, Any]) -> bool:
    return all(one[column] in (ALL, item[column]) for column in LOAN_POLICY_MAP.selectors)


@given(rows, items)
def test_the_first_row_that_matches_decides(table, item):
    found = match(LOAN_POLICY_MAP, table, item)
    fitting = [(number, one) for number, one in enumerate(table, start=1) if fits(one, item)]
    assert list(found.rows) == fitting[:1]
    assert {near.number for near in found.near if near.why.startswith("also matches")} == {n for n, _one in fitting[1:]}


@given(rows, items)
def test_every_row_of_a_matrix_counts(table, item):
    table = [{**one, "loan_limit_policy": one["loan_policy"]} for one in table]
    found = match(LOAN_LIMIT_MATRIX, table, item)
    assert [number for number, _one in found.rows] == [n for n, one in enumerate(table, start=1) if fits(one, item)]


@given(rows, items)
def test_a_row_that_is_called_near_differs_in_one_column(table, item):
    for near in match(LOAN_POLICY_MAP, table, item).near:
        if not near.why.startswith("also matches"):
            misses = [column for column in LOAN_POLICY_MAP.selectors if near.row[column] not in (ALL, item[column])]
            assert len(misses) == 1 and LOAN_POLICY_MAP.schema[misses[0]].label in near.why


@given(rows, st.lists(items, max_size=5))
def test_a_row_that_can_never_apply_never_does(table, looked_up):
    problems = [fault for fault in faults(LOAN_POLICY_MAP, table) if "can never apply" in fault]
    numbers = {int(fault.split("row ")[1].split(" ")[0]) for fault in problems}
    for item in looked_up:
        assert not {number for number, _one in match(LOAN_POLICY_MAP, table, item).rows} & numbers


@given(rows)
def test_a_map_without_a_row_for_everything_else_is_told(table):
    is_reported = any("no row matches everything else" in fault for fault in faults(LOAN_POLICY_MAP, table))
    assert is_reported == (
        bool(table) and not any(fits(one, dict.fromkeys(LOAN_POLICY_MAP.selectors)) for one in table)
    )


def test_a_row_applies_to_a_type_that_another_system_has_in_another_form():
    table = [row("B\u00fccher & Co", ALL, (ALL, ALL), "A"), row(ALL, ALL, (ALL, ALL), "B")]
    for patron, policy in {"Bu\u0308cher &amp; Co": "A", "B\u00dcCHER & CO": "B"}.items():
        item = {"patron_policy": patron, "material_format": "Book"}
        assert [one["loan_policy"] for _number, one in match(LOAN_POLICY_MAP, table, item).rows] == [policy]


#: From the least to the most specific column: one of them outweighs all before it.
COLUMNS = ("material_format", "patron_policy", "holding_location", "shelving_location")


@given(rows)
def test_a_row_that_takes_items_of_a_more_specific_row_below_it_is_told(table):
    expected = {
        (upper + 1, lower + 1)
        for lower, below in enumerate(table)
        for upper, above in enumerate(table[:lower])
        if all(above[column] == below[column] or ALL in (above[column], below[column]) for column in COLUMNS)
        if any(above[column] != ALL and below[column] == ALL for column in COLUMNS)
        if [above[column] != ALL for column in COLUMNS[::-1]] < [below[column] != ALL for column in COLUMNS[::-1]]
    }
    named = [fault for fault in faults(LOAN_POLICY_MAP, table) if fault.endswith("more specific, and wins by position")]
    assert {tuple(map(int, re.findall(r"row (\d+) \(", fault))) for fault in named} == expected


def test_a_stated_precedence_does_not_change_which_rows_almost_apply():
    table = [{**row("Faculty", ALL, (ALL, ALL), "A"), "precedence": 0}]
    (near,) = match(LOAN_POLICY_MAP, table, {**dict.fromkeys(COLUMNS), "patron_policy": "Student"}).near
    assert (near.number, near.why) == (1, "is for Patron Policy Faculty only")


def test_a_precedence_is_stated_only_where_the_first_row_decides():
    tables = [kind for kind in CONFIGURATION if kind.columns]
    assert {kind.name for kind in tables if "precedence" in kind.schema.names} == {
        one.name for one in tables if one.ordered
    }


def test_the_pickup_map_says_what_happens_without_a_matching_row():
    assert list(faults(HOLD_PICKUP_LOCATIONS_MAP, [])) == []
    (problem,) = faults(HOLD_PICKUP_LOCATIONS_MAP, [{"holding_location": "TSTM", "shelving_location": ALL}])
    assert problem.endswith("no row matches everything else; a hold cannot be placed if no row matches")


class Objects:
    """The objects by kind."""

    def __init__(self, **objects: Any):
        self._objects = objects

    def __call__(self, kind: Kind) -> Sequence[dict[str, Any]]:
        return self._objects.get(kind.plural, [])


def test_the_strictest_limit_of_all_matching_rows_counts():
    resolver = Resolver(
        Objects(
            hold_limit_matrix=[
                {"rows": [{"hold_limit_policy": "Ten"}, {"patron_policy": "Faculty", "hold_limit_policy": "None"}]}
            ],
            hold_limit_policies=[
                {"name": "Ten", "verified_hold_count_limit": 10},
                {"name": "None", "verified_hold_count_limit": "No Limit", "unverified_hold_count_limit": "No Limit"},
            ],
        )
    )
    for patron, limits in (
        ("Faculty", {"verified_hold_count_limit": 10, "unverified_hold_count_limit": "No Limit"}),
        ("Student", {"verified_hold_count_limit": 10}),
    ):
        item = {"patron_policy": patron, "material_format": None}
        assert resolver.limits(HOLD_LIMIT_MATRIX, "hold_limit_policy", item) == limits


@pytest.mark.parametrize(
    "item, rule",
    [
        (("M", "ILL", "Book"), "all three"),
        (("M", "ILL", "Map"), "place"),
        (("M", "Stacks", "Book"), "holding and format"),
        (("M", "Stacks", "Map"), "holding"),
        (("L", "Stacks", "Map"), "everything"),
    ],
)
def test_the_most_specific_collection_type_rule_applies(item, rule):
    locations = {
        "everything": {},
        "holding": {"holding_location": "M"},
        "holding and format": {"holding_location": "M", "material_format": "Book"},
        "place": {"holding_location": "M", "shelving_location": "ILL"},
        "all three": {"holding_location": "M", "shelving_location": "ILL", "material_format": "Book"},
    }
    rules = [{"name": name, "locations": [location]} for name, location in locations.items()]
    asked = dict(zip(("holding_location", "shelving_location", "material_format"), item))
    found = Resolver(Objects(collection_type_policies=rules)).rule(asked)
    assert found is not None and found[0]["name"] == rule


def test_a_check_is_waived_by_name_and_keeps_its_reason():
    checks = [Check("a", "A", FAIL, "broken"), Check("b", "B", UNKNOWN), Check("c", "C", PASS)]
    after = waived(checks, {"a": "agreed", "c": "never mind", "d": "made elsewhere"}, "abcd", "2026-11-26")
    assert [(check.status, check.reason) for check in after] == [(WAIVED, "agreed"), (UNKNOWN, None), (PASS, None)]
    assert [check.stops for check in after] == [False, True, False]


@pytest.mark.parametrize(("until", "status"), [("2026-11-26", WAIVED), ("2026-11-25", FAIL), (None, WAIVED)])
def test_a_waiver_counts_until_its_last_day(until, status):
    checks = [Check("a", "A", FAIL, "broken", "Correct it.")]
    (after,) = waived(checks, {"a": {"reason": "agreed", "until": until}}, "a", "2026-11-26")
    assert after.status == status
    assert after.remedy == (
        "Correct it." + (" The waiver of this check ended on 2026-11-25." if status == FAIL else "")
    )


@pytest.mark.parametrize(
    "waivers, fault",
    [
        ({"aa": "x"}, "there is no check 'aa'. Similar: 'aab'"),
        ({"aab": " "}, "needs a reason"),
        ({"aab": {"until": "2026-11-26"}}, "needs a reason"),
        ({"aab": {"reason": "x", "until": "May"}}, "until of the check 'aab' is 'May'; write a date"),
        (
            {"aab": {"reason": "x", "until": "2031-02-31"}},
            "until of the check 'aab' is '2031-02-31'; there is no such day",
        ),
        ({"aab": {"reason": "x", "til": "2026-11-26"}}, "accepts reason and until, not 'til'"),
    ],
)
def test_a_waiver_needs_a_check_and_a_reason(waivers, fault):
    with pytest.raises(ValidationError, match=fault):
        waived([Check("aab", "A", FAIL)], waivers, ["aab"], "2026-11-26")
