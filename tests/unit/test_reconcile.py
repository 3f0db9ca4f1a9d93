# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Properties of planning and applying, for random configurations and random initial states."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import (
    CallFailed,
    InUse,
    UnknownReference,
    ValidationError,
    WriteConflict,
)
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import (
    ATTEMPTS,
    Interrupted,
    Outcome,
    Reconciler,
)
from ansible_collections.reshare.wms.plugins.module_utils._jobs.declared import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, KINDS, PATRON_ACCOUNT
from support import fuzzing
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES


def store(*configs: dict[str, Any]) -> MemoryStore:
    """The objects after these configurations were applied."""
    made = MemoryStore({"holding_codes": HOLDING_CODES})
    for config in configs:
        run(made, config)
    made.disable_faults()
    return made


def run(on: MemoryStore, config: dict[str, Any], check_mode: bool = False, prune: tuple[str, ...] = ()) -> Outcome:
    return Reconciler(KINDS, on).run(declare_all(config, prune, DECLARABLE), check_mode)


def told(outcome: Outcome) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(change.kind.name, change.name, change.action, change.what) for change in outcome.changes]


@given(configurations(), configurations())
def test_apply_reaches_the_declared_state_and_a_second_run_does_nothing(first, second):
    there = store(first)
    run(there, second)
    there.writes.clear()
    again = run(there, second)
    note(told(again))
    assert told(again) == [] and there.writes == []
    assert again.diff() == {"before": {}, "after": {}}


@given(configurations(), configurations())
def test_check_mode_writes_nothing_and_tells_exactly_what_the_run_does(first, second):
    there = store(first)
    before = there.snapshot()
    pretended = run(there, second, check_mode=True)
    assert there.writes == [] and there.snapshot() == before
    done = run(there, second)
    assert told(done) == told(pretended)
    assert done.diff() == pretended.diff()
    assert done.after == pretended.after


@given(configurations(), configurations())
def test_what_is_not_declared_stays(first, second):
    there = store(first)
    before = there.snapshot()
    run(there, second)
    for kind in DECLARABLE:
        if kind.plural not in second and kind.name != "shelving_location":
            assert there.snapshot().get(kind.collection) == before.get(kind.collection)


@given(configurations(), configurations())
def test_an_export_applied_again_changes_nothing(first, second):
    there = store(first, second)
    reader = Reconciler(KINDS, there)
    exported = {kind.plural: kind.export(reader.current(kind)) for kind in DECLARABLE if kind is not PATRON_ACCOUNT}
    note(exported)
    assert told(run(there, {plural: found for plural, found in exported.items() if found})) == []


@given(configurations())
def test_each_collection_is_read_once(config):
    there = store()
    run(there, config)
    assert sorted(there.reads) == sorted(set(there.reads))


@given(configurations(), st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
@fuzzing.times(0.6)
def test_lost_answers_and_lost_races_are_mended(config, lost, raced):
    there = store()
    there.lose = lambda number: number in lost

    def race(number: int) -> None:
        if number in raced:
            for collection, objects in there.objects.items():
                for handle, (_version, fields) in list(objects.items()):
                    there.put(collection, fields, handle)

    there.before_write = race
    try:
        run(there, config)
    except Interrupted:
        # More faults in one run than the retries allow; the next run continues from there.
        there.disable_faults()
        run(there, config)
    there.disable_faults()
    assert told(run(there, config)) == []
    assert there.snapshot() == store(config).snapshot()


def test_a_lost_answer_does_not_upset_the_order_of_removals():
    config = {
        "bill_reasons": [{"name": "A"}],
        "bill_structures": [{"name": "A", "bill_reason": "A", "bill_type": "Fixed Bill"}],
        "hold_request_policies": [{"name": "A", "bill_for_placing_hold": "A"}],
    }
    there = store(config)
    there.lose = lambda number: number == 1
    gone = {plural: [{"name": "A", "state": "absent"}] for plural in config}
    order = [change.kind.name for change in run(there, gone).changes]
    assert order == ["hold_request_policy", "bill_structure", "bill_reason"]


def test_a_fault_in_the_middle_tells_what_was_done():
    there = store()

    def fail(number: int) -> None:
        if number == 2:
            raise CallFailed("no more")

    there.before_write = fail
    config = {"borrower_categories": [{"name": "A"}, {"name": "B"}]}
    with pytest.raises(Interrupted, match="no more") as stopped:
        run(there, config)
    assert told(stopped.value.outcome) == [("borrower_category", "A", "created", ("name",))]


def test_a_race_that_never_ends_is_given_up():
    there = store({"loan_policies": [{"name": "A"}]})

    def race(number: int) -> None:
        raise WriteConflict("again")

    there.before_write = race
    with pytest.raises(Interrupted, match="again"):
        run(there, {"loan_policies": [{"name": "A", "loan_period": "1 day"}]})
    assert there.reads.count("loan_policies") == ATTEMPTS


class Unchecked(MemoryStore):
    """A store whose writes are only checked by reading again. after_write: what happens directly after each write."""

    def __init__(self, content, after_write):
        super().__init__(content)
        self._after_write = after_write

    def reads_back(self, kind):
        return True

    def _write(self, what, kind, stored, do):
        super()._write(what, kind, stored, do)
        self._after_write(self, len(self.writes))


TWO = {"loan_policies": [{"name": name, "loan_period": {"value": 1, "unit": "days"}} for name in "AB"]}
WEEK = {"loan_policies": [{"name": name, "loan_period": "7 days"} for name in "AB"]}


def days(there, name, value):
    (handle,) = [id for id, (_version, one) in there.objects["loan_policies"].items() if one["name"] == name]
    there.put("loan_policies", {"name": name, "loan_period": {"value": value, "unit": "days"}}, handle)


def test_unchecked_writes_are_read_once_and_what_differs_is_written_again():
    there = Unchecked(TWO, lambda store, number: days(store, "B", 3) if number == 2 else None)
    outcome = run(there, WEEK)
    assert [change.name for change in outcome.changes] == ["A", "B"]
    assert there.writes == [("replace", "loan_policy")] * 3
    assert there.reads == ["loan_policies"] * 3
    assert run(there, WEEK).changes == []


def test_unchecked_writes_that_were_not_stored_are_an_error():
    there = Unchecked(TWO, lambda store, number: days(store, "B", 1) if number == 2 else None)
    with pytest.raises(Interrupted, match="Loan Policy 'B'") as stopped:
        run(there, WEEK)
    assert [change.name for change in stopped.value.outcome.changes] == ["A"]


def test_somebody_who_always_writes_other_values_ends_the_run():
    there = Unchecked(TWO, lambda store, number: days(store, "A", number + 10))
    with pytest.raises(Interrupted, match="someone else writes other values") as stopped:
        run(there, WEEK)
    assert stopped.value.fault.code == "conflict"
    assert [change.name for change in stopped.value.outcome.changes] == ["B"]


def test_somebody_who_makes_each_object_a_moment_sooner_is_no_race_that_never_ends():
    there, policies = store(), [{"name": name} for name in "ABCDEFGH"]

    def overtake(number):
        there.put("loan_policies", policies[number - 1])
        raise WriteConflict("exists already")

    there.before_write = overtake
    outcome = run(there, {"loan_policies": policies})
    assert (outcome.changes, there.writes) == ([], [])
    assert there.snapshot()["loan_policies"] == policies


def test_a_lost_race_for_a_map_keeps_the_row_of_the_other():
    there = store({"loan_policies": [{"name": "A"}]})
    other = {"patron_policy": "All", "loan_policy": "A"}
    there.before_write = lambda number: number == 1 and there.put("loan_policy_map", {"rows": [other]}, "page")
    run(there, {"loan_policy_map": [{"holding_location": "ADMM", "loan_policy": "A"}]})
    (table,) = there.snapshot()["loan_policy_map"]
    assert [row.get("holding_location", "All") for row in table["rows"]] == ["ADMM", "All"]


def test_a_missing_reference_says_what_is_similar():
    there = store({"loan_policies": [{"name": "ReShare borrowing"}]})
    config = {"loan_policy_map": [{"holding_location": "ADMN", "loan_policy": "Reshare borowing"}]}
    with pytest.raises(UnknownReference) as fault:
        run(there, config)
    assert "Holding Code 'ADMN', which does not exist. Similar: 'ADMM'" in str(fault.value)
    assert "Loan Policy 'Reshare borowing', which does not exist. Similar: 'ReShare borrowing'" in str(fault.value)
    assert there.writes == []
    assert any(
        "unless an earlier task creates it" in warning for warning in run(there, config, check_mode=True).warnings
    )


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_is_in_use_is_not_removed(check_mode):
    there = store({"loan_policies": [{"name": "A"}], "loan_policy_map": [{"loan_policy": "A"}]})
    with pytest.raises(InUse, match="Loan Policy 'A' cannot be removed: it is in use by Loan Policy Map"):
        run(there, {"loan_policies": [{"name": "A", "state": "absent"}]}, check_mode)
    run(
        there,
        {"loan_policies": [{"name": "A", "state": "absent"}], "loan_policy_map": [{"state": "absent"}]},
        check_mode,
    )
    assert check_mode or there.snapshot()["loan_policy_map"] == [{"rows": []}]


def test_a_shelving_location_in_use_is_not_removed():
    there = store(
        {
            "collection_type_policies": [
                {"name": "A", "locations": [{"holding_location": "ADMM", "shelving_location": "Stacks"}]}
            ]
        }
    )
    with pytest.raises(InUse, match="Collection Type Policy 'A'"):
        run(there, {"shelving_locations": [{"holding_code": "ADMM", "name": "Stacks", "state": "absent"}]})
    run(there, {"shelving_locations": [{"holding_code": "ADML", "name": "Stacks", "state": "absent"}]})


def test_prune_removes_what_is_not_declared_and_refuses_an_empty_list():
    there = store({"loan_policies": [{"name": "A"}, {"name": "B"}]})
    outcome = run(there, {"loan_policies": [{"name": "B"}]}, prune=("loan_policies",))
    assert told(outcome) == [("loan_policy", "A", "removed", ())]
    assert outcome.diff() == {"before": {"loan_policies": {"A": {"name": "A"}}}, "after": {}}
    with pytest.raises(ValidationError, match="prune with an empty list"):
        run(there, {"loan_policies": []}, prune=("loan_policies",))


def test_dependants_come_after_what_they_need_and_go_before_it():
    config = {
        "bill_structures": [{"name": "A", "bill_reason": "A", "bill_type": "Fixed Bill"}],
        "bill_reasons": [{"name": "A"}],
    }
    there = store()
    assert [change.kind.name for change in run(there, config).changes] == ["bill_reason", "bill_structure"]
    gone = {plural: [{**found, "state": "absent"} for found in items] for plural, items in config.items()}
    assert [change.kind.name for change in run(there, gone).changes] == ["bill_structure", "bill_reason"]


@pytest.mark.parametrize(
    "kind, declared, complaint",
    [
        ("bill_structures", [{"name": "A", "bill_reason": None}], "Bill Structure 'A' requires Bill Reason"),
        ("loan_policy_map", [{"loan_policy": None}], r"the row for everything requires Loan Policy \(loan_policy\)"),
        (
            "loan_policy_map",
            [{"shelving_location": "Stacks", "loan_policy": "A"}],
            "'Stacks' requires Holding Location",
        ),
        (
            "ill_settings",
            {"reshare": {"temporary_item_holding_location": None, "temporary_item_shelving_location": "Stacks"}},
            "requires Temp",
        ),
        (
            "ill_settings",
            {"reshare": {"temporary_item_shelving_location": "Stacks"}},
            "requires the field with its location",
        ),
        (
            "ill_settings",
            {"reshare": {"enable": True}},
            "cannot be enabled without Temporary Item Holding Location and",
        ),
        (
            "bill_structures",
            [{"name": "A", "bill_type": "Periodic Bill"}],
            "'Bill Type' can only be set on creation",
        ),
        ("bill_structures", [{"name": "A", "recurring_amounts": [{"amount": 1}]}], "a Fixed Bill has an Amount"),
        ("loan_policies", [{"name": "a"}], "There is 'A', which differs only in upper and lower case"),
        ("loan_policies", [{"name": "A"}, {"name": " A "}], "Loan Policy 'A' is declared 2 times in one task"),
        (
            "loan_policies",
            [{"name": "A", "loan_perod": "1 day"}],
            "'loan_perod' is not a known field. Similar: 'loan_period'",
        ),
        ("loan_policies", [{"loan_period": "1 day"}], "has no Policy Name"),
        ("loan_policies", [{"name": "A", "state": "gone"}], "state is 'gone'"),
        ("loan_policies", {"name": "A"}, "loan_policies must be a list of dictionaries"),
        (
            "loan_polices",
            [{"name": "A"}],
            "configuration contains 'loan_polices', which is not a kind of object. Similar: 'loan_policies'",
        ),
        (
            "loan_policy_map",
            [{"loan_policy": "A"}, {"patron_policy": "all", "loan_policy": "A"}],
            "is declared 2 times",
        ),
        ("loan_policy_map", {"exact": True, "rows": []}, "exact with no row would empty the table"),
        ("hold_limit_matrix", [{"hold_limit_policy": "A", "precedence": 3}], "'precedence' is not a known field"),
        (
            "shelving_locations",
            [{"holding_code": "ADMN", "name": "X"}],
            "there is no Holding Code 'ADMN'. Similar: 'ADMM'",
        ),
        ("shelving_locations", [{"holding_code": "ADMM", "name": "stacks"}], "There is 'Stacks', which differs only"),
        ("shelving_locations", [{"holding_code": "ADMM", "name": "A & B"}], "must not contain '&'"),
        ("patron_accounts", [{"barcode": 'a"b'}], "must not contain"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(kind, declared, complaint):
    there = store(
        {
            "loan_policies": [{"name": "A"}],
            "bill_reasons": [{"name": "A"}],
            "bill_structures": [{"name": "A", "bill_reason": "A", "bill_type": "Fixed Bill", "amount": 1}],
            "loan_policy_map": [{"loan_policy": "A"}],
        }
    )
    with pytest.raises((ValidationError, UnknownReference), match=complaint):
        run(there, {kind: declared})
    assert there.writes == []
