# SPDX-License-Identifier: GPL-3.0-or-later

"""The Hold Pickup Locations Map: no row excludes the other holds of a library, and pickup locations exist."""

from __future__ import annotations

from typing import Any

import pytest

from support.check_results import check_named
from support.controller import run
from support.library_record import Record
from support.roles import Roles

MAP, TITLE = "hold_pickup_locations_map", "Hold Pickup Locations Map"
PAIR = {"holding_location": "TSTM", "shelving_location": "Reserves"}
ROW = {**PAIR, "default_pickup_locations": ["Main"]}
OTHER = {"holding_location": "TSTA", "default_pickup_locations": ["Annex"]}
ALL_ELSE = {"default_pickup_locations": ["Annex", "Main"]}


@pytest.fixture(params=["service", "record"])
def declare(request, make, tmp_path):
    """Return a function that declares rows for a library whose map already has these rows."""

    def of(rows: list[dict[str, Any]]) -> Any:
        library = make(configuration={MAP: {"rows": rows}})
        if request.param == "service":
            return lambda rows, check=False, **more: run(MAP, library, check, rows=rows, **more)
        record = Record(library, tmp_path)
        if rows:
            # As if they had been requested before.
            record.run(MAP, rows=rows, exact=True)
        return lambda rows, check=False, **more: record.run(MAP, check, rows=rows, **more)

    return of


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
@pytest.mark.parametrize(
    ("there", "declared"),
    [
        ([], [ROW]),
        ([], [ROW, OTHER]),
        ([ROW, ALL_ELSE], [{"state": "absent"}]),
        ([ALL_ELSE], [ROW, {"state": "absent"}]),
    ],
    ids=["first row", "first rows", "the row for all else is removed", "and replaced"],
)
def test_rows_that_exclude_all_other_holds_are_rejected(declare, there, declared, check):
    failure = declare(there)(declared, check)["failure"]
    assert (failure["code"], failure.get("object")) == ("invalid", TITLE)


@pytest.mark.parametrize(
    ("there", "declared"),
    [([], [ROW, ALL_ELSE]), ([ALL_ELSE], [ROW]), ([ROW, ALL_ELSE], [{**PAIR, "state": "absent"}])],
    ids=["with a row for all else", "there is one", "only it is left"],
)
def test_rows_that_exclude_nothing_are_kept(declare, there, declared):
    made = declare(there)(declared)
    assert made.get("msg") is None
    assert made["object"]["rows"][-1]["holding_location"] == "All"


def test_rows_of_an_existing_map_can_be_added_and_removed(make):
    library = make(configuration={MAP: {"rows": [OTHER]}})
    assert run(MAP, library, rows=[ROW])["changed"] is True
    assert run(MAP, library, rows=[{**PAIR, "state": "absent"}])["changed"] is True


def test_the_roles_rows_are_rejected_and_reported_by_preflight(make):
    library = make(configuration={MAP: {"rows": []}})
    unsafe = Roles(library, borrowing_pickup_locations=["Main"])
    found = check_named(unsafe.preflight(), "circulation_plan")
    failed = run("circulation_configuration", library, configuration=unsafe["borrowing_declared"])
    assert (found["status"], found["failure"]) == ("fail", failed["failure"])
    assert (failed["failure"]["code"], failed["failure"].get("object")) == ("invalid", TITLE)
    safe = Roles(library, borrowing_pickup_locations=["Main"], borrowing_other_pickup_locations=["Main", "Annex"])
    assert check_named(safe.preflight(), "circulation_plan")["status"] == "pass"
    assert run("circulation_configuration", library, configuration=safe["borrowing_declared"])["changed"] is True
    assert library.rows(MAP)[-1]["default_pickup_locations"] == ["Annex", "Main"]


# Names


def misspelt(failure: dict[str, Any]) -> None:
    assert (failure["code"], failure.get("object")) == ("unknown_reference", "branch 'Mian'")
    assert failure.get("candidates", []) == ["Main"]


@pytest.mark.parametrize("column", ["default_pickup_locations", "alternative_pickup_locations"])
def test_a_misspelt_pickup_location_is_not_written(library, tmp_path, column):
    before = library.settled()
    rows = [{**ROW, column: ["Mian"]}]
    misspelt(run(MAP, library, rows=rows)["failure"])
    misspelt(Record(library, tmp_path).run(MAP, rows=[*rows, ALL_ELSE])["failure"])
    assert library.settled() == before


def test_preflight_finds_a_misspelt_pickup_location(library):
    found = check_named(Roles(library, borrowing_pickup_locations=["Mian"]).preflight(), "circulation_plan")
    assert found["status"] == "fail"
    misspelt(found["failure"])


def test_a_branch_location_that_the_map_names_already_is_accepted(make):
    desk = {"default_pickup_locations": ["Main", "Main, second floor"]}
    library = make(configuration={MAP: {"rows": [desk]}})
    assert run(MAP, library, rows=[{**PAIR, **desk}])["changed"] is True
    roles = Roles(library, borrowing_pickup_locations=["Main, second floor"])
    assert check_named(roles.preflight(), "circulation_plan")["status"] == "pass"
