# SPDX-License-Identifier: GPL-3.0-or-later

"""Loan periods that change in an order in which a lender and a borrower that are live fit at each moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Declaration, DesiredObject, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Duration
from ansible_collections.reshare.wms.plugins.module_utils._core.withheld import without
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.excepted import LibraryException
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import ANSWER, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import Step, steps
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.agreement import ComparedLibrary, short_days
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.waves import waiting
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.withheld_periods import (
    WithheldPeriods,
    ordered,
    withheld_periods,
)
from support.fuzzing import times

AT = "2026-11-26T09:30:00Z"
SOURCE = Source(ANSWER, Attribution("Jane Doe", AT))
NAMES = ("adams", "baker", "curie", "dewey")
KINDS = (LOAN_POLICY, ILL_SETTINGS)
BORROWING, LENDING = "ReShare borrowing", "ReShare lending"
TRANSIT = 14
ENABLED = {
    "reshare": {"enable": True, "temporary_item_holding_location": "TEMP", "temporary_item_shelving_location": "ILL"}
}


def period(days: int | None) -> Any:
    return None if days is None else Duration().normalise(f"{days} days")


def compared(name: str, borrowing: int | None, lending: int | None, excepted: Collection[str] = ()) -> ComparedLibrary:
    partners = [f"R:{other}" for other in NAMES if other != name]
    identities = {"reshare_symbol": f"R:{name}"}
    variables = {BORROWING: "borrowing_loan_period", LENDING: "lending_loan_period"}
    exceptions = {variables[policy]: LibraryException(name, "", "", "2027-01-01") for policy in excepted}
    return ComparedLibrary(
        name, identities, period(borrowing), period(lending), transit=TRANSIT, partners=partners, exceptions=exceptions
    )


class World:
    """Libraries with their records, and what is on their screens. declared: borrowing and lending, in days, by library."""

    def __init__(self, periods: dict[str, tuple[int, int]], live: set[str]):
        self.declared = dict(periods)
        self.records = {name: RecordData(name, name) for name in periods}
        self.screens: dict[str, dict[str, int]] = {}
        self.live = set(live)
        self.excepted: dict[str, set[str]] = {name: set() for name in periods}
        for name, both in periods.items():
            self.screens[name] = dict(zip((BORROWING, LENDING), both))
            for policy, days in self.screens[name].items():
                fields = {"name": policy, "loan_period": period(days)}
                self.records[name].confirm(LOAN_POLICY, (policy,), fields, SOURCE)
            if name in live:
                self.records[name].confirm(ILL_SETTINGS, (), ENABLED, SOURCE)

    def store(self, name: str) -> RecordStore:
        return RecordStore(self.records[name], KINDS, {}, AT)

    def steps(self, name: str) -> list[Step]:
        return steps(KINDS, self.store(name))

    def withheld(self) -> WithheldPeriods:
        return withheld_periods(
            [
                ordered(
                    compared(name, *self.declared[name], self.excepted[name]),
                    self.records[name],
                    True,
                    BORROWING,
                    LENDING,
                )
                for name in self.declared
            ]
        )

    def apply(self, name: str, found: WithheldPeriods) -> None:
        """What the tasks of a run do for a library: its policies, and without open steps its link."""
        policies = zip((BORROWING, LENDING), map(period, self.declared[name]))
        objects = [
            DesiredObject((policy,), {"name": policy, "loan_period": days})
            for policy, days in policies
            if policy not in self.excepted[name]
        ]
        self._run(name, LOAN_POLICY, Declaration(tuple(objects)), found)
        if not self.steps(name):
            self._run(name, ILL_SETTINGS, Declaration((DesiredObject((), ENABLED),)), found)

    def _run(self, name: str, kind: Kind, declaration: Declaration, found: WithheldPeriods) -> None:
        data = [one.data for one in found.withheld.get(name, ())]
        store = self.store(name)
        Reconciler(KINDS, lambda _kind: store).run({kind.name: without(data, kind.name, declaration)}, False)

    def run(self, names: Sequence[str], sizes: Sequence[int]) -> None:
        """A night. Each wave begins with what the records have then, as Ansible's serial does it."""
        left = [*names]
        for number in range(len(names)):
            size = sizes[min(number, len(sizes) - 1)] if sizes else len(names)
            wave, left = left[:size], left[size:]
            found = self.withheld()
            is_open = [name for name in names if self.records[name].is_pending]
            for name in wave:
                if name not in waiting(names, sizes, is_open):
                    self.apply(name, found)

    def open(self) -> list[tuple[str, Step]]:
        """The steps that a person can make: the link comes last."""
        found = [(name, step) for name in self.records for step in self.steps(name)]
        return [(name, step) for name, step in found if step.kind is not ILL_SETTINGS or len(self.steps(name)) == 1]

    def make(self, name: str, step: Step, confirmed: bool) -> None:
        """A person makes a step on the screen, and may confirm it."""
        if step.kind is ILL_SETTINGS:
            self.live.add(name)
        else:
            self.screens[name][step.identity[0]] = step.wanted["loan_period"]["value"]
        if confirmed:
            content = self.records[name]
            content.confirm(step.kind, step.identity, step.wanted, SOURCE, list(step.change.fields))
        self.check()

    def refuse(self, name: str, step: Step) -> None:
        """The library does not make a step, and it is excepted."""
        self.excepted[name].add(step.identity[0])
        self.store(name).leave_out(step.kind, step.identity, ["loan_period"])

    def check(self) -> None:
        """The lenders and borrowers that are live fit: on the screens, and so as confirmed."""
        seen = {name: compared(name, one[BORROWING], one[LENDING]) for name, one in self.screens.items()}
        apart = [
            (one, other)
            for one in self.live
            for other in self.live
            if one != other and short_days(seen[one], seen[other]) and not (self.excepted[one] or self.excepted[other])
        ]
        assert apart == []


def agreeing(random: Random, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Declared periods of libraries that fit."""
    borrowing = {name: random.choice((84, 112)) for name in names}
    return {name: (borrowing[name], max(borrowing.values()) + TRANSIT + random.choice((0, 0, 7))) for name in names}


@times(4)
@given(st.randoms(use_true_random=True), st.integers(2, 3), st.lists(st.integers(1, 2), max_size=2))
def test_in_no_order_of_confirmations_does_a_live_pair_disagree_and_each_order_ends(random, number, sizes):
    """People make steps on the screens when they like, and confirm them later or never; the inventory changes meanwhile; runs are for some libraries, or in
    waves. A step that a person made and did not confirm can have left the worksheet."""
    names = NAMES[:number]
    world = World(agreeing(random, names), {name for name in names if random.random() < 0.5})
    for _event in range(40):
        event = random.choice(("declare", "run", "make", "make", *["confirm"] * 4))
        if event in ("make", "confirm") and (found := world.open()):
            world.make(*random.choice(found), confirmed=event == "confirm")
            continue
        if event == "declare":
            world.declared = agreeing(random, names)
        world.run(random.choice((names, random.sample(names, random.randint(1, number)))), sizes)
    for _night in range(6 * number):
        world.run(names, sizes)
        found = world.open()
        random.shuffle(found)
        for name, step in found:
            if step.kind is LOAN_POLICY and random.random() < 0.1:
                world.refuse(name, step)
            else:
                world.make(name, step, confirmed=True)
    assert (world.open(), world.withheld().withheld, world.live) == ([], {}, {*names})
    for name, both in world.declared.items():
        wanted = dict(zip((BORROWING, LENDING), both))
        assert {policy for policy, days in wanted.items() if days != world.screens[name][policy]} <= world.excepted[
            name
        ]


def found(*worlds: tuple[tuple[int, int], tuple[int, int]], live: Sequence[str] = NAMES) -> WithheldPeriods:
    """What libraries withhold. worlds: by library, the periods in the record, and the declared ones."""
    world = World(dict(zip(NAMES, (before for before, _after in worlds))), {*live})
    world.declared = dict(zip(NAMES, (after for _before, after in worlds)))
    return world.withheld()


def waits(withheld: WithheldPeriods) -> dict[str, list[tuple[str, list[str]]]]:
    return {
        name: [(" ".join(one.identity.values()), sorted(chain(*one.waits_for.values()))) for one in several]
        for name, several in withheld.withheld.items()
    }


LONG, SHORT = (112, 126), (84, 98)


@pytest.mark.parametrize(
    ("worlds", "live", "expected"),
    [
        ([(LONG, LONG)] * 2, NAMES, {}),
        ([(LONG, SHORT)] * 2, NAMES, {"adams": [(LENDING, ["baker"])], "baker": [(LENDING, ["adams"])]}),
        ([(SHORT, LONG)] * 2, NAMES, {"adams": [(BORROWING, ["baker"])], "baker": [(BORROWING, ["adams"])]}),
        # Only the library that would break it waits, and only for those that are not there yet.
        ([((112, 126), (112, 98)), ((84, 126), (84, 126))], NAMES, {}),
        ([(LONG, (84, 98)), ((112, 126), (84, 126)), ((84, 126), (84, 126))], NAMES, {"adams": [(LENDING, ["baker"])]}),
        # A library that is not live goes live when it fits with those that are.
        ([(SHORT, SHORT), (LONG, SHORT)], ["baker"], {"adams": [("", ["baker"])]}),
        (
            [(SHORT, SHORT), (LONG, SHORT), (LONG, SHORT)],
            ["baker"],
            {"adams": [("", ["baker"])], "curie": [("", ["baker"])]},
        ),
        ([(SHORT, SHORT), (LONG, SHORT)], [], {}),
    ],
)
def test_a_field_waits_for_the_live_partners_with_which_it_would_not_fit_yet(worlds, live, expected):
    assert waits(found(*worlds, live=live)) == expected


def test_a_pair_that_does_not_agree_in_the_end_is_named_and_holds_nothing_back():
    made = found(((112, 126), (112, 90)), ((112, 126), (84, 126)))
    assert (made.apart, waits(made)) == ([("adams", "baker")], {})
    assert found(((112, 90), (112, 90)), (LONG, LONG)).apart == []


@pytest.mark.parametrize(
    ("requested", "partner", "asked", "waiting_for_it"),
    [((84, 98), (112, 126), (LENDING, 126), BORROWING), ((112, 126), (84, 98), (BORROWING, 84), LENDING)],
)
def test_a_request_that_is_replaced_is_asked_for_anew_although_the_earlier_value_is_declared_again(
    requested, partner, asked, waiting_for_it
):
    """A person can have made it: until somebody confirms the declared value, it is not known, and partners wait."""
    world = World({"adams": (84, 126), "baker": (84, 126)}, {"adams", "baker"})
    world.declared |= {"adams": requested}
    world.run(["adams"], [])
    world.declared = {"adams": (84, 126), "baker": partner}
    assert waits(world.withheld()) == {"baker": [(waiting_for_it, ["adams"])]}
    world.run(["adams"], [])
    (step,) = world.steps("adams")
    assert (step.identity[0], step.wanted["loan_period"]["value"]) == asked
    assert waits(world.withheld()) == {"baker": [(waiting_for_it, ["adams"])]}
    world.make("adams", step, confirmed=True)
    assert (world.steps("adams"), waits(world.withheld())) == ([], {})


def test_nobody_waits_for_what_is_excepted():
    world = World({"adams": LONG, "baker": LONG}, {"adams", "baker"})
    world.declared = {"adams": SHORT, "baker": SHORT}
    world.excepted["baker"].add(BORROWING)
    assert waits(world.withheld()) == {"baker": [(LENDING, ["adams"])]}


@pytest.mark.parametrize(
    ("sizes", "is_open", "expected"),
    [
        ([], "ad", ""),
        (["1"], "", ""),
        (["1"], "a", "bcd"),
        (["1"], "b", "cd"),
        (["2", "1"], "c", "d"),
        (["50%"], "d", ""),
        (["50%"], "b", "cd"),
        (["1%"], "a", "bcd"),
    ],
)
def test_a_wave_waits_until_nothing_is_open_in_those_before(sizes, is_open, expected):
    assert waiting("abcd", sizes, is_open) == [*expected]


def test_a_library_counts_as_live_as_soon_as_its_worksheet_makes_it_so():
    world = World({"adams": SHORT, "baker": SHORT}, {"baker"})
    world.run(["adams"], [])
    assert [step.kind for step in world.steps("adams")] == [ILL_SETTINGS]
    world.declared = {"adams": LONG, "baker": LONG}
    assert waits(world.withheld()) == {"adams": [(BORROWING, ["baker"])], "baker": [(BORROWING, ["adams"])]}
