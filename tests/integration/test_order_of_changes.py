# SPDX-License-Identifier: GPL-3.0-or-later

"""A loan period that changes at libraries that are live, with worksheets: in an order in which they fit at each moment, and in waves."""

from __future__ import annotations

import json

from support.controller import Run
from support.library_operations import LibraryOperations
from support.library_record import Record, titles

LENDING, BORROWING = "Loan Policy 'ReShare lending'", "Loan Policy 'ReShare borrowing'"


def live(record: Record) -> None:
    """Make a library live, with 112 days."""
    people = LibraryOperations(record.library, record)
    for _link in (False, True):
        people.onboard()
        people.make_steps()
        people.receive()


def test_the_borrower_shortens_first_and_each_wave_waits_for_the_one_before(make, controller, tmp_path):
    adams, baker = records = [Record(make(), tmp_path / "record") for _number in range(2)]
    for one in records:
        live(one)
    shared = {"consortium_loan_period": "84 days", "preflight_waivers": {"patron_types": "Nobody is left out."}}
    variables = {one.library.name: {**one.variables, **shared} for one in records}
    waves = ("-e", json.dumps({"onboard_waves": [1]}))

    def play(playbook: str) -> Run:
        libraries = [one.library for one in records]
        done = controller.playbook(f"reshare.wms.{playbook}", libraries, *waves, variables=variables)
        assert done.status == 0, done.output
        return done

    names = [one.library.name for one in records]
    waits = [f"{LENDING}, Regular Loan Period ({one}) waits for {other}: {BORROWING}, Regular Loan Period."
             for one, other in (names, reversed(names))]  # fmt: skip
    night = play("advance")
    assert (titles(adams.steps), baker.worksheet().exists()) == ([BORROWING], False)
    assert all(text in night.output for text in waits)
    assert f"Waiting for the steps of an earlier wave: {names[1]}." in night.output
    # What nobody may do yet is no drift.
    compared = play("drift").result("Summarise the run", adams.library)["libraries"]
    assert [(compared[name]["state"], compared[name]["reasons"][:2]) for name in names] == [
        ("pending", ["steps", "waits"]),
        ("pending", ["wave", "waits"]),
    ]
    rows = play("status").result("Summarise the run", adams.library)["libraries"]
    assert [rows[name]["waits_for"] for name in names] == [
        f"its contact (worksheet), {names[1]}",
        f"an earlier wave, {names[0]}",
    ]

    adams.confirm()
    night = play("advance")
    # The lender of the first wave waits for the borrower of the second one, which starts all the same.
    assert (adams.worksheet().exists(), titles(baker.steps)) == (False, [BORROWING, LENDING])
    assert waits[0] in night.output
    baker.confirm()
    play("advance")
    assert (titles(adams.steps), baker.worksheet().exists()) == ([LENDING], False)
