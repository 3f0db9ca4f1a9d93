# SPDX-License-Identifier: GPL-3.0-or-later

"""The placement of rows: the properties stated in docs/design.md, "Rows of maps", over random tables and tasks."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Change, CurrentObject, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.order import in_order, independent
from ansible_collections.reshare.wms.plugins.module_utils._core.placement import (
    ambiguous,
    covers,
    hidden,
    key,
    precedence,
    with_rows,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.collection_types import COLLECTION_TYPE_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_LIMIT_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.notifications import NOTIFICATION_SETTINGS
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


# Changes that are written at the same time: each one after all those on which it depends


#: What enables the objects before it, without a reference to them.
PAGES = (NOTIFICATION_SETTINGS, ILL_SETTINGS)


def change(kind: Kind, action: str, object_id: int = 0) -> Change:
    stored = None if action == "created" else CurrentObject(str(object_id), None, {})
    return Change(kind, (str(object_id),), stored, None if action == "removed" else {}, (), None, None)


def rounds(changes: list[Change]) -> list[int]:
    """The number of the round in which each of the ordered changes is written."""
    left, found = list(range(len(changes))), [0] * len(changes)
    number = 0
    while left:
        number += 1
        together = independent([changes[one] for one in left], lambda _kind: 4)
        assert together[0] is changes[left[0]]
        for one in left:
            if any(changes[one] is other for other in together):
                found[one] = number
        left = [one for one in left if not found[one]]
    return found


@given(
    st.lists(
        st.builds(
            change, st.sampled_from(DECLARABLE), st.sampled_from(["created", "updated", "removed"]), st.integers(1, 9)
        ),
        max_size=12,
    )
)
def test_a_change_is_written_after_each_earlier_one_on_which_it_depends(changes):
    ordered = in_order(DECLARABLE, changes)
    for (first, earlier), (second, later) in combinations(zip(rounds(ordered), ordered), 2):
        kinds = (earlier.kind, later.kind)
        depends = (
            earlier.kind.name in later.kind.references
            or later.kind.name in earlier.kind.references
            or (earlier.kind is not later.kind and any(kind in PAGES for kind in kinds))
            or (earlier.kind is later.kind and (earlier.action != later.action or earlier.kind.exclusive))
            or (earlier.after is None) != (later.after is None)
            or (earlier.stored is not None and later.stored is not None and earlier.stored.id == later.stored.id)
        )
        assert first < second or not depends


def test_a_new_library_is_written_in_the_rounds_of_its_references():
    changes = [change(kind, "created") for kind in DECLARABLE]
    found = dict(zip((kind.name for kind in DECLARABLE), rounds(changes)))
    assert [found[name] for name in ("notification_policy", "bill_structure", "loan_policy", "loan_policy_map")] == [
        *(1, 2, 3, 4)
    ]
    assert found["loan_limit_policy"] == found["hold_limit_policy"] == 1
    assert found["collection_type_policy"] == found["bill_structure"] == 2
    assert found["ill_settings"] == max(found.values())


def test_an_object_is_not_written_before_an_earlier_change_of_it_that_waits():
    kinds = {kind.name: kind for kind in DECLARABLE}
    changes = [
        change(kinds[name], "removed", number)
        for name, number in (("patron_type_policy", 2), ("borrower_category", 1), ("shelving_location", 1))
    ]
    assert rounds(changes) == [1, 2, 3]


def test_nothing_is_written_before_an_earlier_kind_whose_writes_depend_on_each_other():
    changes = [change(LOAN_LIMIT_POLICY, "created", number) for number in (1, 2)]
    changes.insert(1, change(COLLECTION_TYPE_POLICY, "created"))
    together = independent(changes, lambda kind: 1 if kind is COLLECTION_TYPE_POLICY else 4)
    assert [one.identity for one in together] == [("1",)]
