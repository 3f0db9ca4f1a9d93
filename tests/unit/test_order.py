# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes that are written at the same time: each one after all those on which it depends."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Change, CurrentObject, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.order import in_order, independent
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.collection_types import COLLECTION_TYPE_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_LIMIT_POLICY
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.notifications import NOTIFICATION_SETTINGS

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
            change,
            st.sampled_from(DECLARABLE),
            st.sampled_from(["created", "updated", "removed"]),
            st.integers(1, 9),
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
