# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that are killed at any moment: nothing is lost, duplicated or enabled too early, and one complete run corrects
everything."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from support.child_processes import RANDOM_SEED, kill_after, random_moments, run_in_parallel
from support.controller import Controller, Started
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record

#: How often a run is killed, and less often for a playbook. In total, runs of a library are killed a hundred times.


@pytest.fixture
def chance() -> random.Random:
    print(f"RESHARE_WMS_SEED={RANDOM_SEED}")
    return random.Random(RANDOM_SEED)


def kill_in_its_course(
    kill: Callable[[float], bool], seconds: float, chance: random.Random, look: Callable[[], None], times: int
) -> int:
    """Kill a run, which needs that much processor time, at random moments, and inspect its effects. Returns the number
    of kills before its end, which a short run can reach first."""
    hits = 0
    for moment in random_moments(times, seconds, chance):
        hits += kill(moment)
        look()
    return hits


def rows(library: Library) -> dict[str, Any]:
    """The rows of each map."""
    return {plural: content["rows"] for plural, content in library.configuration.items() if "rows" in content}


def state_files(library: Library) -> int:
    return len(list(Path(library.state_dir).iterdir()))


@pytest.mark.parametrize(("rounds", "kills"), [(1, 3), pytest.param(5, 10, marks=pytest.mark.long)])
def test_a_library_with_a_service_is_as_if_no_run_had_been_killed(make, chance, rounds, kills):
    library, twin = make(), make()
    own, seconds = rows(library), run_in_parallel(LibraryOperations(twin).onboard)
    proven, known = twin.comparable(), state_files(twin)
    onboard = LibraryOperations(library).onboard

    def look() -> None:
        library.forget_killed_logins()
        assert not library.live or library.comparable() == proven
        assert {plural: [row for row in now if row in own[plural]] for plural, now in rows(library).items()} == own

    for _round in range(rounds):
        library.install()
        assert kill_in_its_course(partial(kill_after, onboard), seconds, chance, look, kills) > 0
        onboard()
        assert library.comparable() == proven
    library.reset()
    onboard()
    assert not library.writes()
    # Each library has files of its own, except for the salt.
    assert state_files(library) == 2 * known - 1


@pytest.mark.parametrize("kills", [2, pytest.param(10, marks=pytest.mark.long)])
def test_a_library_with_a_record_is_as_if_no_run_had_been_killed(make, chance, tmp_path, kills):
    one, twin = (LibraryOperations(library, Record(library, tmp_path / library.name)) for library in (make(), make()))
    record, hits = one.record, 0

    def look() -> None:
        one.library.forget_killed_logins()
        if record.path.exists():
            assert record.run("circulation_configuration_info").get("msg") is None
            pending = record.content["pending"]
            assert "ill_settings" not in pending or set(pending) == {"ill_settings"}

    for step in ("onboard", "receive", "onboard", "receive"):
        assert not one.library.live
        if step == "receive":
            one.make_steps()
            twin.make_steps()
        seconds = run_in_parallel(getattr(twin, step))
        hits += kill_in_its_course(partial(kill_after, getattr(one, step)), seconds, chance, look, kills)
        getattr(one, step)()
        assert record.comparable() == twin.record.comparable()
    assert hits > 0
    assert one.library.live
    assert one.comparable() == twin.comparable()


@pytest.mark.long
def test_killed_playbooks_leave_a_consistent_state(make, controller, chance, tmp_path):
    library, twin = make(), make()
    record, its_record = (Record(make(), tmp_path / name) for name in ("record", "twin"))

    def onboard(library: Library, record: Record) -> Started:
        variables = {record.library.name: record.variables}
        return controller.start("reshare.wms.onboard", [library, record.library], variables=variables)

    def kill(after: float) -> bool:
        started = onboard(library, record)
        started.use_processor(after)
        return started.kill()

    def look() -> None:
        assert not library.live or library.comparable() == proven

    undisturbed = onboard(twin, its_record)
    seconds = undisturbed.use_processor(math.inf)
    assert undisturbed.end().status == 0
    proven = twin.comparable()
    assert kill_in_its_course(kill, seconds, chance, look, 5) > 0
    assert onboard(library, record).end().status == 0
    assert library.comparable() == proven
    assert record.comparable() == its_record.comparable()
    assert record.library.comparable() == its_record.library.comparable()


# Concurrent runs on the same libraries: no row is lost, no object is created twice, and no record is damaged


#: A change of the inventory.
LONGER = {"borrowing_loan_period": "35 days", "lending_loan_period": "63 days"}

in_rounds = pytest.mark.parametrize("rounds", [1, pytest.param(3, marks=pytest.mark.long)])


@pytest.fixture(params=["service", "record"])
def members(request, make, tmp_path):
    """Reset a library and its twin."""

    def member() -> LibraryOperations:
        library = make()
        return LibraryOperations(
            library, Record(library, tmp_path / library.name) if request.param == "record" else None
        )

    return lambda: (member(), member())


@in_rounds
def test_two_concurrent_runs_configure_a_library_once(members, rounds):
    for _round in range(rounds):
        one, twin = members()
        twin.onboard()
        run_in_parallel(one.onboard, one.onboard)
        assert one.comparable() == twin.comparable()
        one.library.reset()
        one.onboard()
        assert not one.library.writes()


def test_a_concurrent_change_and_withdrawal_are_both_kept(make):
    one, twin = LibraryOperations(make()), LibraryOperations(make())
    one.onboard()
    changing = LibraryOperations(one.library, **LONGER)
    run_in_parallel(changing.onboard, one.withdraw)
    changing.onboard()
    LibraryOperations(twin.library, **LONGER).onboard()
    assert one.comparable() == twin.comparable()


@pytest.mark.parametrize("check", [True, False])
def test_an_operator_is_told_what_another_one_has_requested_in_the_meantime(make, tmp_path, check):
    """In either order. With a service, the write of the other one is a conflict (tests/unit/test_reconcile.py), or its value is in the diff."""
    record = Record(make(), tmp_path / "record")
    row = {"material_format": "Book", "loan_policy": "Loans"}

    def declare(period: str, check: bool = False, **more: str) -> list[str]:
        policies = [{"name": "Loans", "loan_period": period}, {"name": "Other", "loan_period": "7 days"}]
        configuration = {"loan_policies": policies, "loan_policy_map": [{**row, **more}]}
        done = record.run("circulation_configuration", check, configuration=configuration)
        assert done.get("msg") is None
        return [text for text in done.get("warnings", ()) if "another inventory" in text]

    assert declare("21 days") == declare("21 days") == []
    since = record.steps[0]["since"]
    for period, other in (("28 days", "21 days"), ("21 days", "28 days")):
        if check:
            assert len(declare(period, check=True)) == 1
        (warning,) = declare(period)
        assert warning.removeprefix(f"{record.library.name}: ").startswith(
            f"Loan Policy 'Loans': since {since}, the worksheet requests loan_period: {other}. "
        )
        assert declare(period) == []
    # A row that another task adds replaces nothing.
    (warning,) = declare("21 days", loan_policy="Other")
    assert warning.removeprefix(f"{record.library.name}: ").startswith(
        f"Loan Policy Map: since {since}, the worksheet requests Loan Policy Map "
    )
    record.confirm()
    assert declare("28 days") == []


@in_rounds
def test_concurrent_runs_withdrawal_and_confirmation_leave_a_valid_record(make, tmp_path, rounds):
    for _round in range(rounds):
        one, twin = (
            LibraryOperations(library, Record(library, tmp_path / library.name)) for library in (make(), make())
        )
        for member in (one, twin):
            member.onboard()
            member.make_steps()
        twin.receive()
        run_in_parallel(one.receive, one.onboard, one.withdraw, one.onboard)
        for member in (one, twin):
            member.onboard()
        assert one.comparable() == twin.comparable()


@pytest.mark.long
def test_concurrent_playbooks_configure_all_libraries_once(make, tmp_path):
    by_service, its_twin = LibraryOperations(make()), LibraryOperations(make())
    by_record, other_twin = (
        LibraryOperations(library, Record(library, tmp_path / library.name)) for library in (make(), make())
    )
    libraries, record = [by_service.library, by_record.library], by_record.record

    def onboard(name: str) -> Started:
        directory = tmp_path / name
        directory.mkdir()
        variables = {record.library.name: record.variables}
        return Controller(directory).start("reshare.wms.onboard", libraries, variables=variables)

    assert [started.end().status for started in [onboard("one"), onboard("other")]] == [0, 0]
    for member, twin in ((by_service, its_twin), (by_record, other_twin)):
        twin.onboard()
        assert member.comparable() == twin.comparable()
        member.library.reset()
    assert onboard("again").end().status == 0
    assert [library.writes() for library in libraries] == [{}, {}]
