# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of planning and applying, for random configurations and random initial states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import (
    CallFailed,
    InUse,
    TaskError,
    UnknownReference,
    ValidationError,
    WriteConflict,
    similar,
)
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject, Identity, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import (
    ATTEMPTS,
    Interrupted,
    Outcome,
    Reconciler,
)
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, KINDS, PATRON_ACCOUNT
from support import fuzzing
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES


def store(*configs: dict[str, Any], several: int = 1) -> MemoryStore:
    """The objects after these configurations were applied."""
    made = MemoryStore({"holding_codes": HOLDING_CODES}, several)
    for config in configs:
        run(made, config)
    made.disable_faults()
    return made


def run(on: MemoryStore, config: dict[str, Any], check_mode: bool = False, prune: tuple[str, ...] = ()) -> Outcome:
    return Reconciler(KINDS, lambda _kind: on).run(declare_all(config, prune, DECLARABLE), check_mode)


def summary(outcome: Outcome) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(change.kind.name, change.name, change.action, change.what) for change in outcome.changes]


@fuzzing.costly()
@given(configurations(), configurations())
def test_apply_reaches_the_declared_state_and_a_second_run_does_nothing(first, second):
    there = store(first)
    run(there, second)
    there.writes.clear()
    again = run(there, second)
    note(summary(again))
    assert summary(again) == [] and there.writes == []
    assert again.diff() == {"before": {}, "after": {}}


@fuzzing.costly()
@given(configurations(), configurations())
def test_check_mode_writes_nothing_and_tells_exactly_what_the_run_does(first, second):
    there = store(first)
    before = there.snapshot()
    pretended = run(there, second, check_mode=True)
    assert there.writes == [] and there.snapshot() == before
    done = run(there, second)
    assert summary(done) == summary(pretended)
    assert done.diff() == pretended.diff()
    assert done.after == pretended.after


class Meeting(MemoryStore):
    """A store that is read only while another one is."""

    def __init__(self, met: Barrier):
        super().__init__({"holding_codes": HOLDING_CODES})
        self._met = met

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        if not self.reads:
            self._met.wait()
        return super().read(kind, identities)


def test_two_stores_are_read_at_the_same_time():
    met = Barrier(2, timeout=60)
    accounts, others = Meeting(met), Meeting(met)
    account = {"barcode": "LEND", "family_name": "Lending", "expires": "2099-12-31", "home_branch": "91001"}
    wanted = declare_all({"patron_accounts": [account], "loan_policies": [{"name": "A"}]}, (), DECLARABLE)
    stores = {True: accounts, False: others}
    Reconciler(KINDS, lambda kind: stores[kind is PATRON_ACCOUNT], at_once=2).read_ahead(wanted)
    assert (accounts.reads, others.reads) == ([PATRON_ACCOUNT.collection], ["loan_policies"])


def test_an_error_of_a_store_is_raised_and_no_other_one_is_read_after_it():
    class Broken(MemoryStore):
        def prefetch(self, kinds: Sequence[Kind]) -> None:
            raise CallFailed("no response")

    broken, others = Broken(), MemoryStore()
    wanted = declare_all({"loan_policies": [{"name": "A"}], "patron_accounts": [{"barcode": "LEND"}]}, (), DECLARABLE)
    found = Reconciler(KINDS, lambda kind: others if kind is PATRON_ACCOUNT else broken)
    with pytest.raises(CallFailed, match="no response"):
        found.run(wanted, check_mode=True)
    assert others.reads == []


@fuzzing.costly()
@given(configurations(), configurations())
def test_what_is_not_declared_stays(first, second):
    there = store(first)
    before = there.snapshot()
    run(there, second)
    for kind in DECLARABLE:
        if kind.plural not in second and kind.name != "shelving_location":
            assert there.snapshot().get(kind.collection) == before.get(kind.collection)


@fuzzing.costly()
@given(configurations(), configurations())
def test_an_export_applied_again_changes_nothing(first, second):
    there = store(first, second)
    reader = Reconciler(KINDS, lambda _kind: there)
    exported = {kind.plural: kind.export(reader.current(kind)) for kind in DECLARABLE if kind is not PATRON_ACCOUNT}
    note(exported)
    assert summary(run(there, {plural: found for plural, found in exported.items() if found})) == []


@fuzzing.costly()
@given(configurations())
def test_each_collection_is_read_once(config):
    there = store()
    run(there, config)
    assert sorted(there.reads) == sorted(set(there.reads))


def in_any_order(there: MemoryStore) -> dict[str, list[str]]:
    """Writes that are in flight at the same time arrive in any order."""
    return {collection: sorted(map(repr, objects)) for collection, objects in there.snapshot().items()}


@fuzzing.costly()
@given(configurations(), st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.sampled_from([1, 4]))
def test_lost_answers_and_lost_races_are_mended(config, lost, raced, several):
    there = store(several=several)
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
    assert summary(run(there, config)) == []
    assert in_any_order(there) == in_any_order(store(config))


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
    fault = CallFailed("no more")

    def fail(number: int) -> None:
        if number == 2:
            raise fault

    there.before_write = fail
    config = {"borrower_categories": [{"name": "A"}, {"name": "B"}]}
    with pytest.raises(Interrupted) as stopped:
        run(there, config)
    assert stopped.value.fault is fault
    assert summary(stopped.value.outcome) == [("borrower_category", "A", "created", ("name",))]


def test_after_a_fault_among_writes_in_flight_each_that_was_done_is_told_in_its_order_and_none_begins():
    names, together, begun = "ABCDEFGH", Barrier(3), []

    class Held(MemoryStore):
        """The first three writes are in flight at the same time: the second fails, and the response to the third is lost."""

        def create(self, kind, fields):
            begun.append(fields["name"])
            if fields["name"] in "ABC":
                together.wait()
            if fields["name"] == "B":
                raise CallFailed("no more")
            super().create(kind, fields)
            if fields["name"] == "C":
                raise WriteConflict("the answer got lost", uncertain=True)

    there = Held({"holding_codes": HOLDING_CODES}, several=3)
    with pytest.raises(Interrupted, match="no more") as stopped:
        run(there, {"borrower_categories": [{"name": name} for name in names]})
    stored = {fields["name"] for fields in there.snapshot()["borrower_categories"]}
    assert {"A", "C"} <= stored == set(begun) - {"B"}
    assert set(begun) == set(names[: len(begun)])
    told_names = [change.name for change in stopped.value.outcome.changes]
    assert sorted(told_names) == sorted(stored) and told_names == [*sorted(stored - {"C"}), "C"]


def test_a_race_that_never_ends_is_given_up():
    there = store({"loan_policies": [{"name": "A"}]})

    def race(number: int) -> None:
        raise WriteConflict("again")

    there.before_write = race
    with pytest.raises(Interrupted) as stopped:
        run(there, {"loan_policies": [{"name": "A", "loan_period": "1 day"}]})
    assert stopped.value.fault.code == "conflict"
    assert there.reads.count("loan_policies") == ATTEMPTS


class Changing(MemoryStore):
    """A store in which something happens directly after each write."""

    def __init__(self, content, after_write):
        super().__init__(content)
        self._after_write = after_write

    def _write(self, what, kind, stored, do):
        made = super()._write(what, kind, stored, do)
        self._after_write(self, len(self.writes))
        return made


class Behind(MemoryStore):
    """A store that shows each write only after some seconds."""

    def __init__(self, content, clock, seconds):
        super().__init__(content)
        self._clock, self._seconds = clock, seconds
        self._former: dict[str, tuple[float, Any]] = {}

    def _write(self, what, kind, stored, do):
        made = super()._write(what, kind, stored, do)
        self._former[made if stored is None else stored.id] = (self._clock.now + self._seconds, stored)
        return made

    def by_id(self, kind, id):
        until, former = self._former.get(id, (0.0, None))
        return former if self._clock.now < until else super().by_id(kind, id)


TWO = {"loan_policies": [{"name": name, "loan_period": {"value": 1, "unit": "days"}} for name in "AB"]}
WEEK = {"loan_policies": [{"name": name, "loan_period": "7 days"} for name in "AB"]}


def days(there, name, value):
    (handle,) = [id for id, (_version, one) in there.objects["loan_policies"].items() if one["name"] == name]
    there.put("loan_policies", {"name": name, "loan_period": {"value": value, "unit": "days"}}, handle)


CHANGES: dict[str, dict[str, Any]] = {
    "created": {"loan_policies": [{"name": "C", "loan_period": "1 day"}]},
    "updated": {"loan_policies": [{"name": "A", "loan_period": "7 days"}]},
    "removed": {"loan_policies": [{"name": "A", "state": "absent"}]},
}


@pytest.mark.parametrize("action", CHANGES)
def test_each_change_is_read_by_its_id_until_the_system_shows_it(waiting_clock, action):
    for seconds in (0, 4):
        there = Behind(TWO, waiting_clock, seconds)
        waiting_clock.now = 0.0
        outcome = run(there, CHANGES[action])
        assert [change.action for change in outcome.changes] == [action] and outcome.unseen == []
        assert (there.reads.count("loan_policies"), seconds <= waiting_clock.now <= seconds + 2) == (1, True)


@pytest.mark.parametrize("action", CHANGES)
def test_what_a_system_does_not_show_after_ten_seconds_is_written_and_not_seen_yet(waiting_clock, action):
    there = Behind(TWO, waiting_clock, 60)
    with pytest.raises(Interrupted, match="written, not seen yet") as stopped:
        run(there, CHANGES[action])
    (change,) = stopped.value.outcome.unseen
    assert (change.action, stopped.value.outcome.changes, waiting_clock.now) == (action, [], 10.0)
    assert (stopped.value.fault.code, stopped.value.fault.object) == ("not_seen", change.title)


def test_a_change_that_is_not_seen_hides_none_that_is():
    """As before: not seen. With another value: refused, as it cannot be a delay."""
    for value, code in ((1, "not_seen"), (3, "unexpected_response")):
        there = Changing(TWO, lambda store, number, value=value: days(store, "B", value) if number == 2 else None)
        with pytest.raises(Interrupted, match=f"'B' .Regular Loan Period is '{value} day") as stopped:
            run(there, WEEK)
        outcome, fault = stopped.value.outcome, stopped.value.fault
        assert [[change.name for change in changes] for changes in (outcome.changes, outcome.unseen)] == [["A"], ["B"]]
        assert (fault.code, fault.fields) == (code, ("loan_period",))
        assert there.writes == [("replace", "loan_policy")] * 2


def test_one_dropped_field_among_stored_ones_is_refused_and_its_object_is_no_change():
    def drop(there, _number):
        ((handle, (_version, fields)),) = there.objects["loan_policies"].items()
        there.put("loan_policies", {name: one for name, one in fields.items() if name != "loan_period"}, handle)

    policy = {"name": "A", "loan_period": "7 days", "circulates": "always"}
    for content in ({}, {"loan_policies": [{"name": "A"}]}):
        with pytest.raises(Interrupted, match="did not store it as sent") as stopped:
            run(Changing(content, drop), {"loan_policies": [policy]})
        assert (stopped.value.fault.code, stopped.value.fault.fields) == ("unexpected_response", ("loan_period",))
        assert stopped.value.outcome.changes == []


def test_a_name_that_is_stored_in_other_letters_is_refused_and_of_its_object_only():
    def capitals(there, number):
        handle, (_version, fields) = [*there.objects["loan_policies"].items()][-1]
        if number == 2:
            there.put("loan_policies", {**fields, "name": fields["name"].upper()}, handle)

    config = {"hold_limit_policies": [{"name": "Ten"}], "loan_policies": [{"name": "Weeks"}]}
    there = Changing({}, capitals)
    there.objects["loan_policies"] = {}
    with pytest.raises(Interrupted, match="'WEEKS', which differs only in upper and lower case") as stopped:
        run(there, dict(reversed(config.items())))
    assert {change.name for change in stopped.value.outcome.unseen} < {"Ten", "Weeks"}


def test_an_object_is_gone_although_another_one_differs_from_it_only_in_upper_and_lower_case():
    there = store({"loan_policies": [{"name": "Weeks"}, {"name": "weeks"}]})
    wanted = {"loan_policies": [{"name": "Weeks", "state": "absent"}, {"name": "Days"}]}
    assert [change.action for change in run(there, wanted).changes] == ["created", "removed"]


def test_a_change_that_cannot_be_read_is_not_seen_with_the_reason(waiting_clock):
    class Unreadable(MemoryStore):
        def by_id(self, kind, id):
            raise CallFailed("GET /loan-policies/1 returned HTTP 403", 403)

    with pytest.raises(Interrupted, match="could not be read afterwards.* HTTP 403") as stopped:
        run(Unreadable(TWO), WEEK)
    outcome = stopped.value.outcome
    assert ([*map(str, (one.name for one in outcome.unseen))], outcome.changes, waiting_clock.now) == (
        ["A", "B"],
        [],
        0,
    )
    assert [part.object for part in stopped.value.fault.parts] == ["Loan Policy 'A'", "Loan Policy 'B'"]


def test_nothing_refers_to_an_object_that_is_not_seen(waiting_clock):
    """A row with a policy that is not there would apply to loans at once."""
    config = {"loan_policies": [{"name": "A"}], "loan_policy_map": [{"holding_location": "ADMM", "loan_policy": "A"}]}
    there = Behind({"holding_codes": HOLDING_CODES}, waiting_clock, 60)
    with pytest.raises(Interrupted, match="written, not seen yet") as stopped:
        run(there, config)
    assert ([one.name for one in stopped.value.outcome.unseen], there.writes) == (["A"], [("create", "loan_policy")])
    there = Behind({"holding_codes": HOLDING_CODES}, waiting_clock, 4)
    assert [change.kind.name for change in run(there, config).changes] == ["loan_policy", "loan_policy_map"]


def test_after_an_error_only_what_is_seen_counts_as_done(waiting_clock):
    def fail(number):
        if number == 2:
            raise CallFailed("no more")

    there = Behind(TWO, waiting_clock, 60)
    there.before_write = fail
    with pytest.raises(Interrupted, match="no more") as stopped:
        run(there, WEEK)
    assert ([one.name for one in stopped.value.outcome.unseen], stopped.value.outcome.changes) == (["A"], [])


def test_a_run_says_that_another_one_writes_other_values():
    """Both would succeed, and neither would know that the other one declares something else."""
    there = store(TWO)
    there.before_write = lambda number: days(there, "B", 3) if number == 2 else None
    outcome = run(there, WEEK)
    (warning,) = outcome.warnings
    assert warning.startswith(
        "Loan Policy 'B': somebody else has written other values during this run (loan_period: 3 days)."
    )
    assert run(there, WEEK).warnings == []
    # The same values, written by another run at the same time, are no news.
    there = store(TWO)
    there.before_write = lambda number: days(there, "B", 7) if number == 2 else None
    assert run(there, WEEK).warnings == []


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


def test_a_missing_reference_has_the_object_and_similar_names():
    there = store({"loan_policies": [{"name": "ReShare borrowing"}]})
    config = {"loan_policy_map": [{"loan_policy": "Reshare borowing"}]}
    with pytest.raises(UnknownReference) as fault:
        run(there, config)
    assert fault.value.object == "Loan Policy 'Reshare borowing'"
    assert fault.value.candidates == ("ReShare borrowing",)
    assert there.writes == []
    assert len(run(there, config, check_mode=True).warnings) == 1


#: A name that looks like another one, that one, and the sentence about the difference.
FORM = "which differs only in the form of its characters (composed characters, spaces, HTML entities, case)."
LOOK_ALIKES = {
    "Cyrillic": ("\u0410DMM", "ADMM", "Similar: 'ADMM'. Character 1 of '\u0410DMM' is CYRILLIC CAPITAL LETTER A."),
    "space": (
        "Four\u00a0weeks",
        "Four weeks",
        f"There is 'Four weeks', {FORM} Character 5 of 'Four\u00a0weeks' is NO-BREAK SPACE.",
    ),
    "dash": ("28\u2013day", "28-day", "Similar: '28-day'. Character 3 of '28\u2013day' is EN DASH."),
    "stored": (
        "Four weeks",
        "Four\u2009weeks",
        f"There is 'Four\u2009weeks', {FORM} Character 5 of 'Four\u2009weeks' is THIN SPACE.",
    ),
    "composed": (
        "B\u00fccher",
        "Bu\u0308cher",
        f"There is 'Bu\u0308cher', {FORM} Character 3 of 'Bu\u0308cher' is COMBINING DIAERESIS.",
    ),
    "entity": ("A & B", "A &amp; B", f"There is 'A &amp; B', {FORM}"),
    "none": ("ADMN", "ADMM", "Similar: 'ADMM'."),
    "accent": ("B\u00fccher", "Bucher", "Similar: 'Bucher'."),
}


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_a_character_that_looks_like_another_one_is_named(case):
    wanted, known, sentence = LOOK_ALIKES[case]
    assert similar(wanted, [known, "Other"]) == sentence


def test_a_change_that_also_applies_to_what_is_not_declared_is_a_warning():
    """The name of a role's policy is by mistake that of the library's own policy."""
    own = {
        "loan_policies": [{"name": "Four weeks", "loan_period": "4 weeks"}],
        "loan_policy_map": [{"holding_location": "ADMM", "loan_policy": "Four weeks"}],
    }
    there = store(own)
    row = {"holding_location": "ADML", "loan_policy": "Four weeks"}
    declared = {"loan_policies": [{"name": "Four weeks", "loan_period": "16 weeks"}], "loan_policy_map": [row]}
    for check_mode in (True, False):
        (warning,) = run(there, declared, check_mode).warnings
        assert warning.startswith(
            "Loan Policy 'Four weeks' exists and changes, and the row of the Loan Policy Map for Holding Location ADMM uses it, too"
        )
    assert run(there, declared).warnings == []
    # Nothing of it is new to the library, or only that is declared which it has.
    for config in (
        {"loan_policies": [{"name": "Four weeks", "loan_period": "5 weeks"}]},
        {
            **own,
            "loan_policies": [{"name": "Four weeks", "loan_period": "6 weeks"}],
            "loan_policy_map": [*own["loan_policy_map"], row],
        },
    ):
        assert run(there, config).warnings == []


@pytest.mark.parametrize(("own", "part"), [([], "are the first to refer to it"), (["Student"], "exists and changes")])
def test_a_patron_type_of_the_library_is_a_warning_with_and_without_rows_of_its_own(own, part):
    """The accounts of partners get by mistake a patron type that the library's patrons have."""
    types = ["Student", "Partners"]
    there = store(
        {
            "borrower_categories": [{"name": "Student"}],
            "patron_type_policies": [{"name": "Student", "max_claimed_lost": 3}],
        },
        {
            "loan_policies": [{"name": "A"}],
            "loan_policy_map": [{"patron_policy": one, "loan_policy": "A"} for one in own],
        },
    )
    for name, warnings in zip(types, (1, 0)):
        declared = {
            "borrower_categories": [{"name": name}],
            "patron_type_policies": [{"name": name, "max_claimed_lost": "No Limit"}],
            "loan_policy_map": [{"patron_policy": name, "holding_location": "ADMM", "loan_policy": "A"}],
        }
        texts = run(there, declared).warnings
        assert [part in text and f"Patron Type Policy '{name}'" in text for text in texts] == [True] * warnings
        assert run(there, declared).warnings == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Four\u00a0weeks", "Loan Policy 'Four\u00a0weeks': Policy Name contains NO-BREAK SPACE (character 5)"),
        ("Week\u200bs", "contains ZERO WIDTH SPACE (character 5)"),
        ("Four\nweeks", "contains a control character (character 5)"),
        ("Four  weeks", "contains two spaces (character 5)"),
    ],
)
def test_a_new_name_that_looks_like_another_one_is_refused_and_an_existing_one_is_not(name, reason):
    policies = {"loan_policies": [{"name": name, "loan_period": "4 weeks"}]}
    there = store({})
    for check_mode in (True, False):
        with pytest.raises(ValidationError, match=re.escape(reason)):
            run(there, policies, check_mode)
    assert there.writes == []
    there.put("loan_policies", {"name": name})
    assert len(run(there, policies).changes) == 1


def test_a_new_shelving_location_or_format_that_looks_like_another_one_is_refused():
    there = store({"loan_policies": [{"name": "A"}]})
    location = {"shelving_locations": [{"holding_code": "ADMM", "name": "Interlibrary\u00a0Loan"}]}
    row = {"loan_policy_map": [{"material_format": "Sound\u00a0recording", "loan_policy": "A"}]}
    for config in (location, row):
        with pytest.raises(ValidationError, match="NO-BREAK SPACE"):
            run(there, config)
    assert there.writes == []


def test_the_message_about_missing_references_has_each_of_them():
    there = store({"loan_policies": [{"name": "ReShare borrowing"}]})
    config = {"loan_policy_map": [{"holding_location": "ADMN", "loan_policy": "Reshare borowing"}]}
    with pytest.raises(UnknownReference) as fault:
        run(there, config)
    assert fault.value.object is None
    assert "Holding Code 'ADMN', which does not exist. Similar: 'ADMM'" in str(fault.value)
    assert "Loan Policy 'Reshare borowing', which does not exist. Similar: 'ReShare borrowing'" in str(fault.value)
    # No task creates a holding code, so check mode refuses it too. An earlier task may create the policy.
    with pytest.raises(UnknownReference) as fault:
        run(there, config, check_mode=True)
    assert fault.value.object == "Holding Code 'ADMN'"
    assert str(fault.value).endswith("OCLC issues these codes (profiling@oclc.org).")
    (warning,) = run(there, {"loan_policy_map": [{"loan_policy": "Reshare borowing"}]}, check_mode=True).warnings
    assert warning.endswith("unless an earlier task creates it.")


@pytest.mark.parametrize("check_mode", [True, False])
def test_what_is_in_use_is_not_removed(check_mode):
    there = store({"loan_policies": [{"name": "A"}], "loan_policy_map": [{"loan_policy": "A"}]})
    with pytest.raises(InUse) as refused:
        run(there, {"loan_policies": [{"name": "A", "state": "absent"}]}, check_mode)
    assert refused.value.object == "Loan Policy 'A'"
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
    with pytest.raises(InUse, match="in use by Collection Type Policy 'A'"):
        run(there, {"shelving_locations": [{"holding_code": "ADMM", "name": "Stacks", "state": "absent"}]})
    run(there, {"shelving_locations": [{"holding_code": "ADML", "name": "Stacks", "state": "absent"}]})


def test_prune_removes_what_is_not_declared_and_refuses_an_empty_list():
    there = store({"loan_policies": [{"name": "A"}, {"name": "B"}]})
    outcome = run(there, {"loan_policies": [{"name": "B"}]}, prune=("loan_policies",))
    assert summary(outcome) == [("loan_policy", "A", "removed", ())]
    assert outcome.diff() == {"before": {"loan_policies": {"A": {"name": "A"}}}, "after": {}}
    with pytest.raises(ValidationError) as refused:
        run(there, {"loan_policies": []}, prune=("loan_policies",))
    assert refused.value.fields == ("prune",)


@pytest.mark.parametrize("map_name", ["loan_policy_map", "loan_limit_matrix"])
def test_the_absence_of_a_row_of_an_empty_map_is_no_change(map_name):
    outcome = run(store(), {map_name: [{"material_format": "All", "state": "absent"}]})
    assert summary(outcome) == []


def test_dependants_come_after_what_they_need_and_go_before_it():
    config = {
        "bill_structures": [{"name": "A", "bill_reason": "A", "bill_type": "Fixed Bill"}],
        "bill_reasons": [{"name": "A"}],
    }
    there = store()
    assert [change.kind.name for change in run(there, config).changes] == ["bill_reason", "bill_structure"]
    gone = {plural: [{**found, "state": "absent"} for found in items] for plural, items in config.items()}
    assert [change.kind.name for change in run(there, gone).changes] == ["bill_structure", "bill_reason"]


def refused_input(kind: str, declared: Any) -> TaskError:
    """The error about a declaration that has to be refused before anything is written."""
    there = store(
        {
            "loan_policies": [{"name": "A"}],
            "bill_reasons": [{"name": "A"}],
            "bill_structures": [{"name": "A", "bill_reason": "A", "bill_type": "Fixed Bill", "amount": 1}],
            "loan_policy_map": [{"loan_policy": "A"}],
        }
    )
    with pytest.raises((ValidationError, UnknownReference)) as refused:
        run(there, {kind: declared})
    assert there.writes == []
    return refused.value


TEMPORARY = ("temporary_item_holding_location", "temporary_item_shelving_location")
BILL = "Bill Structure 'A'"


@pytest.mark.parametrize(
    "kind, declared, about, fields, meant",
    [
        ("bill_structures", [{"name": "A", "bill_reason": None}], BILL, ["bill_reason"], []),
        ("loan_policy_map", [{"loan_policy": None}], "Loan Policy Map", ["loan_policy"], []),
        (
            "loan_policy_map",
            [{"shelving_location": "Stacks", "loan_policy": "A"}],
            "Loan Policy Map, row 1",
            ["holding_location"],
            [],
        ),
        (
            "ill_settings",
            {"reshare": dict(zip(TEMPORARY, (None, "Stacks"), strict=True))},
            "ILL Settings",
            [f"reshare.{TEMPORARY[0]}"],
            [],
        ),
        ("ill_settings", {"reshare": {TEMPORARY[1]: "Stacks"}}, "Shelving Location 'Stacks'", [], []),
        ("ill_settings", {"reshare": {"enable": True}}, "ILL Settings", [], []),
        ("bill_structures", [{"name": "A", "bill_type": "Periodic Bill"}], BILL, ["bill_type"], []),
        ("bill_structures", [{"name": "A", "recurring_amounts": [{"amount": 1}]}], BILL, [], []),
        ("loan_policies", [{"name": "a"}], "Loan Policy 'a'", [], ["A"]),
        ("loan_policies", [{"name": "A"}, {"name": " A "}], "Loan Policy 'A'", [], []),
        ("loan_policies", [{"name": "A", "loan_perod": "1 day"}], "Loan Policy 'A'", ["loan_perod"], ["loan_period"]),
        ("loan_policies", [{"loan_period": "1 day"}], "Loan Policy", ["name"], []),
        ("loan_policies", [{"name": "A", "state": "gone"}], "Loan Policy 'A'", ["state"], []),
        ("loan_policies", {"name": "A"}, None, ["loan_policies"], []),
        ("loan_polices", [{"name": "A"}], None, ["loan_polices"], ["loan_policies"]),
        (
            "loan_policy_map",
            [{"loan_policy": "A"}, {"patron_policy": "all", "loan_policy": "A"}],
            "Loan Policy Map 'All / All / All / All'",
            [],
            [],
        ),
        ("loan_policy_map", {"exact": True, "rows": []}, "Loan Policy Map", ["exact"], []),
        (
            "hold_limit_matrix",
            [{"hold_limit_policy": "A", "precedence": 3}],
            "Hold Limit Matrix, row 1",
            ["precedence"],
            [],
        ),
        ("shelving_locations", [{"holding_code": "ADMN", "name": "X"}], "Holding Code 'ADMN'", [], ["ADMM", "ADML"]),
        (
            "shelving_locations",
            [{"holding_code": "ADMM", "name": "stacks"}],
            "Shelving Location 'stacks'",
            ["name"],
            ["Stacks"],
        ),
        ("shelving_locations", [{"holding_code": "ADMM", "name": "A & B"}], "Shelving Location 'A & B'", ["name"], []),
        ("patron_accounts", [{"barcode": 'a"b'}], "Patron Account 'a\"b'", ["barcode"], []),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(kind, declared, about, fields, meant):
    fault = refused_input(kind, declared)
    assert (fault.object, list(fault.fields), list(fault.candidates[: len(meant)])) == (about, fields, meant)


def test_a_reference_to_what_a_system_lists_in_another_form_is_valid():
    codes = [{"holding_code": "ADMM", "shelving_locations": "Bu\u0308cher; Stacks"}]
    there = MemoryStore(
        {"holding_codes": codes, "loan_policies": [{"name": "A", "loan_period": {"value": 1, "unit": "days"}}]}
    )
    rows = [
        {"holding_location": "ADMM", "shelving_location": name, "loan_policy": "A"}
        for name in ("B\u00fccher", "Stacks")
    ]
    assert summary(run(there, {"loan_policy_map": rows})) != []
    with pytest.raises(UnknownReference, match="which differs only in upper and lower case"):
        run(there, {"loan_policy_map": [{**rows[0], "shelving_location": "stacks"}]})


def test_an_integration_can_be_disabled_but_not_enabled_while_its_locations_do_not_exist():
    pair = dict(zip(TEMPORARY, ("GONE", "Stacks"), strict=True))
    there = MemoryStore({"holding_codes": HOLDING_CODES, "ill_settings": [{"reshare": {"enable": True, **pair}}]})
    off = {"ill_settings": {"reshare": {"enable": False}}}
    assert summary(run(there, off)) == [("ill_settings", "", "updated", ("reshare",))]
    assert there.snapshot()["ill_settings"] == [{"reshare": {"enable": False, **pair}}]
    with pytest.raises(TaskError, match="'GONE', which does not exist"):
        run(there, {"ill_settings": {"reshare": {"enable": True}}})
    moved = {"reshare": {"enable": False, TEMPORARY[0]: "LOST"}}
    with pytest.raises(TaskError, match="'LOST', which does not exist"):
        run(there, {"ill_settings": moved})


@pytest.mark.parametrize(
    ("there", "declared", "differs"),
    [
        ("16 weeks", "112 days", False),
        ("15 days", "2 weeks", True),
        ("30 days", "1 month", True),
        ("1 hour", "60 minutes", True),
    ],
)
def test_a_period_of_weeks_is_that_of_its_days(there, declared, differs):
    store = MemoryStore({"loan_policies": [{"name": "A", "loan_period": there}]})
    assert bool(summary(run(store, {"loan_policies": [{"name": "A", "loan_period": declared}]}))) is differs


def test_what_a_service_sent_beside_the_known_fields_survives_a_change():
    theirs = {"loan_period": "28 Days", "renew_period": "7 DAYS", "colour": "red"}
    there = MemoryStore({"loan_policies": [{"name": "ReShare borrowing", **theirs}]})
    run(there, {"loan_policies": [{"name": "ReShare borrowing", "circulates": "always"}]})
    (after,) = there.snapshot()["loan_policies"]
    assert after == {"name": "ReShare borrowing", **theirs, "circulates": "always"}
