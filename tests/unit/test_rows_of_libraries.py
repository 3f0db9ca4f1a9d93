# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows that a library has put into its maps itself: which ones a run takes over, and that all others stay where they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._core.placement import key
from ansible_collections.reshare.wms.plugins.module_utils._core.tables import TableKind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import ALL
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import removals
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import CONFIGURATION
from ansible_collections.reshare.wms.plugins.plugin_utils._roles.computed import (
    former,
    hold_limit_rows,
    hold_request_rows,
    pickup_rows,
)
from support import fuzzing

MAPS = {kind.plural: kind for kind in CONFIGURATION if isinstance(kind, TableKind)}
HERE = {"holding_location": "ADMM", "shelving_location": "ILL"}
FACULTY = {"patron_policy": "Faculty"}
PICKUP = "hold_pickup_locations_map"
LENDING = {"patron_policy": "ReShare lending"}


def onboard(name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows that the roles declare with policies of this name, with every list of the library filled."""
    return {
        "loan_policy_map": [{**HERE, "loan_policy": name}, {**LENDING, "loan_policy": "ReShare lending"}],
        "loan_limit_matrix": [{**HERE, "loan_limit_policy": name}, {**LENDING, "loan_limit_policy": name}],
        "hold_limit_matrix": [*hold_limit_rows({"Faculty": 3}, name), {**LENDING, "hold_limit_policy": name}],
        "hold_request_policy_map": hold_request_rows(["Faculty"], name),
        "hold_fulfillment_policy_map": [{**HERE, "hold_fulfillment_policy": name}],
        PICKUP: pickup_rows(["Main"], *HERE.values(), ["Annex"]),
    }


def former_type(_name: str) -> dict[str, list[dict[str, Any]]]:
    """What the role lending declares of a former patron type."""
    maps = ("loan_policy_map", "loan_limit_matrix", "hold_limit_matrix")
    return dict.fromkeys(maps, former(["Old lending"], "ReShare lending", "patron_policy"))


def remove(name: str) -> Any:
    """What remove_library declares."""
    return removals(onboard(name), CONFIGURATION)


FORMATS = st.sampled_from([ALL, "Book"])
PLACES = st.sampled_from([(ALL, ALL), ("ADMM", ALL), ("ADMM", "ILL")])
PATRONS = st.sampled_from([ALL, "Faculty", "Student", "ReShare lending", "Old lending"])


@st.composite
def library_rows(draw: st.DrawFn, kind: TableKind) -> dict[str, Any]:
    """A row with conditions of the roles or others, and a policy of the roles or another one."""
    chosen = dict(zip(HERE, draw(PLACES))) | {"patron_policy": draw(PATRONS), "material_format": draw(FORMATS)}
    column = next(name for name in kind.schema.names if name not in kind.selectors)
    policy = draw(st.sampled_from((["Main"], ["Far"]) if kind.plural == PICKUP else ("Own", "New")))
    return kind.schema.declare({**{name: chosen[name] for name in kind.selectors}, column: policy})


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableKind, list[dict[str, Any]]]:
    """A map that the roles manage, and the rows in it."""
    kind = draw(st.sampled_from([MAPS[name] for name in onboard("")]))
    rows = st.lists(library_rows(kind), max_size=7, unique_by=lambda row: key(row, kind.selectors))
    return kind, draw(rows)


def planned(kind: TableKind, rows: list[Any], declared: Any) -> list[Any]:
    """The changes of a map; none if the declaration is refused, because all other holds would be rejected."""
    try:
        return kind.plan([CurrentObject("", None, {"rows": rows})], kind.declare(declared)).changes
    except ValidationError:
        return []


@fuzzing.times(4)
@given(tables(), st.lists(st.sampled_from([onboard, remove, former_type]), min_size=1, max_size=4), st.data())
def test_rows_with_other_conditions_are_neither_changed_nor_moved_nor_removed_nor_put_back(table, runs, data):
    kind, rows = table
    for run in runs:
        declared = run(data.draw(st.sampled_from(["Old", "New"]))).get(kind.plural, [])
        mine = {item.identity for item in kind.declare(declared).items}
        for change in planned(kind, rows, declared):
            own = [row for row in rows if key(row, kind.selectors) not in mine]
            after = change.after["rows"]
            assert [row for row in after if key(row, kind.selectors) not in mine] == own
            # A person is not asked to touch them, and no way back declares them.
            step = kind.table_change({"rows": rows}, change.after)
            assert {one.identity for one in step.altered} <= mine
            assert {kind.declare([one]).items[0].identity for one in kind.earlier(change)} <= mine
            # The library has removed them since, and the step waits: they are not put back.
            left = [row for row in rows if key(row, kind.selectors) in mine]
            rebased = kind.rebased({"rows": rows}, change.after, {"rows": left})["rows"]
            assert {key(row, kind.selectors) for row in rebased} <= mine
            rows = after


LOANS = MAPS["loan_policy_map"]
ONES, OTHERS = ({**HERE, "loan_policy": name} for name in ("ReShare borrowing", "Own"))


@pytest.mark.parametrize(
    ("there", "declared", "after"),
    [
        # The library has given our row another policy since: it is the library's own now.
        ([OTHERS], {**ONES, "state": "absent"}, [OTHERS]),
        ([ONES], {**ONES, "state": "absent"}, []),
        # Another value beside the policy makes no other row of it.
        ([{**ONES, "long_overdue_policy": "Lost"}], {**ONES, "long_overdue_policy": "Own", "state": "absent"}, []),
        ([OTHERS], {**HERE, "state": "absent"}, []),
        # A row with the declared conditions is taken over.
        ([OTHERS], ONES, [ONES]),
    ],
)
def test_a_row_with_the_declared_conditions_is_removed_only_with_its_policy(there, declared, after):
    before = {"rows": [LOANS.schema.complete(row) for row in there]}
    plan = LOANS.plan([CurrentObject("", None, before)], LOANS.declare([declared]))
    left = plan.changes[0].after if plan.changes else before
    assert left == {"rows": [LOANS.schema.complete(row) for row in after]}
    assert [text.partition(" stays,")[0] for text in plan.warnings] == (
        ["Loan Policy Map: the row (Holding Location ADMM, Shelving Location ILL -> Loan Policy Own)"]
        if after == [OTHERS]
        else []
    )


def test_the_worksheet_says_where_a_row_of_the_library_goes_that_is_taken_over():
    faculty = LOANS.schema.complete({**FACULTY, "loan_policy": "One year"})
    before = {"rows": [faculty, LOANS.schema.complete(OTHERS)]}
    [change] = LOANS.plan([CurrentObject("", None, before)], LOANS.declare([ONES])).changes
    assert change.after["rows"][1] == faculty
    assert [(one.mark, one.where) for one in LOANS.table_change(before, change.after).altered] == [
        ("changed", "Directly above the row for Patron Policy Faculty.")
    ]


def test_without_pickup_locations_a_row_of_the_library_stays():
    assert pickup_rows([], *HERE.values(), []) == []
