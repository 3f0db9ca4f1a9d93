# SPDX-License-Identifier: GPL-3.0-or-later

"""Concurrent runs on the same libraries: no row is lost, no object is created twice, and no record is damaged."""

from __future__ import annotations

import pytest

from support.child_processes import run_in_parallel
from support.controller import Controller, Started
from support.library_operations import LibraryOperations
from support.library_record import Record

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
