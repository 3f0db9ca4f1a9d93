# SPDX-License-Identifier: GPL-3.0-or-later

"""The placement of rows: the properties stated in docs/design.md, "Rows of maps", over random tables and tasks."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.placement import (
    ambiguous,
    covers,
    hidden,
    key,
    precedence,
    with_rows,
)
from support import fuzzing

SELECTORS = ("patron_policy", "material_format", "holding_location", "shelving_location")

COLUMNS = {
    "patron_policy": st.sampled_from(["All", "Faculty", "Student"]),
    "material_format": st.sampled_from(["All", "Book"]),
    "holding_location": st.sampled_from(["All", "ADMM", "ADML"]),
    "shelving_location": st.sampled_from(["All", "Stacks", "ILL"]),
    "loan_policy": st.sampled_from(["A", "B", "C"]),
}
rows = st.fixed_dictionaries(COLUMNS).filter(
    lambda row: row["holding_location"] != "All" or row["shelving_location"] == "All"
)
tables = st.lists(rows, max_size=8, unique_by=lambda row: key(row, SELECTORS))


@st.composite
def tasks(draw: st.DrawFn) -> list[list[dict]]:
    """Three tasks that declare different rows; some state a precedence higher or lower than that of their rows."""
    declared = [{**row, "precedence": draw(st.one_of(st.none(), st.integers(-2, 20)))} for row in draw(tables)]
    shares = [draw(st.integers(0, 2)) for _row in declared]
    return [[row for row, mine in zip(declared, shares) if mine == share] for share in range(3)]


def apply(table, all_tasks):
    for declared in all_tasks:
        table = with_rows(table, declared, SELECTORS)
    return table


def keys(table):
    return [key(row, SELECTORS) for row in table]


@fuzzing.times(4)
@given(tables, tasks(), st.permutations(range(3)), st.permutations(range(3)))
def test_a_second_run_in_any_order_leaves_the_table_alone(table, all_tasks, first, second):
    once = apply(table, [all_tasks[i] for i in first])
    assert apply(once, [all_tasks[i] for i in second]) == once


@fuzzing.times(4)
@given(tables, tasks())
def test_rows_of_others_stay_in_their_order_and_none_is_lost(table, all_tasks):
    mine = {key(row, SELECTORS) for task in all_tasks for row in task}
    after = apply(table, all_tasks)
    assert [row for row in after if key(row, SELECTORS) not in mine] == [
        row for row in table if key(row, SELECTORS) not in mine
    ]
    assert set(keys(after)) == set(keys(table)) | mine and len(after) == len(set(keys(after)))


@fuzzing.times(4)
@given(tables, tasks())
def test_a_declared_row_decides_what_no_row_of_equal_or_higher_precedence_matches(table, all_tasks):
    after = apply(table, all_tasks)
    items = product(["Faculty", "Student"], ["Book", "Map"], ["ADMM", "ADML"], ["Stacks", "ILL"])

    declared = [row for task in all_tasks for row in task]
    for item in items:
        matching = [row for row in after if covers(row, dict(zip(SELECTORS, item)), SELECTORS)]
        for row in declared:
            rivals = [other for other in matching if key(other, SELECTORS) != key(row, SELECTORS)]
            if row in matching and all(precedence(other, SELECTORS) < precedence(row, SELECTORS) for other in rivals):
                assert matching[0] == row


def test_the_temporary_location_goes_above_faculty_everywhere():
    library = [
        {"patron_policy": "Faculty", "loan_policy": "one year"},
        {"holding_location": "ADMM", "shelving_location": "Reserve", "loan_policy": "two hours"},
        {"loan_policy": "three weeks"},
    ]
    borrowing = {"holding_location": "ADMM", "shelving_location": "ILL", "loan_policy": "ReShare borrowing"}
    lending = {"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"}
    after = with_rows(library, [lending, borrowing], SELECTORS)
    assert after == [borrowing, library[0], library[1], lending, library[2]]


def test_hidden_rows_name_what_hides_them():
    table = [{"patron_policy": "Faculty"}, {}, {"holding_location": "ADMM"}]
    assert hidden(table, SELECTORS) == [(2, 1)]


def test_overlapping_rows_of_equal_stated_precedence_are_ambiguous():
    one, other = {"patron_policy": "Faculty"}, {"material_format": "Book"}
    assert ambiguous([one, other], [one], SELECTORS) == []
    one, other = {**one, "precedence": 5}, {**other, "precedence": 5}
    assert ambiguous([one, other], [one], SELECTORS) == [(one, other)]
