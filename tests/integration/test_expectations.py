# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth table of a library: judged in every stage, with a service and with a record, and written from the maps."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.plugin_utils._spreadsheets.expectations_table import read_file
from support.check_results import check_named
from support.controller import Controller, run
from support.library import Library
from support.library_record import Record
from support.messages import untidy_sentences
from support.roles import Roles, apply_roles

PLACE = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
#: A row of somebody else above the collection's row.
OTHER_ROW = {"loan_policy_map": [{**PLACE, "patron_policy": "Student", "loan_policy": "Four weeks"}]}
BORROWED = {
    "patron_type": "Student",
    "material_format": "Book",
    "location": "temporary",
    "loan_policy": "ReShare borrowing",
    "fine": None,
    "renewals": 0,
}
SHELVED = {
    "patron_type": "Faculty",
    "holding_location": "TSTM",
    "shelving_location": "Stacks",
    "loan_policy": "One year",
}


def expectations(result: dict[str, Any]) -> tuple[str, list[str]]:
    """The status of the check, and the state of each case."""
    check = check_named(result, "expectations")
    assert untidy_sentences(check["detail"]) == []
    return check["status"], [one["state"] for one in result["expectations"]]


def test_the_planned_state_is_judged_before_and_the_current_state_after_a_run(library):
    roles = Roles(library, circulation_expectations=[BORROWED, SHELVED])
    assert expectations(roles.preflight()) == ("pass", ["met", "met"])
    assert expectations(roles.preflight(stage="live")) == ("fail", ["differs", "met"])
    roles.declare()
    assert expectations(roles.gate()) == ("pass", ["met", "met"])


def test_a_row_of_somebody_else_is_named_with_every_row_that_matches_and_the_remedy(library):
    roles = apply_roles(library, circulation_expectations=[BORROWED, SHELVED])
    run("circulation_configuration", library, configuration=OTHER_ROW)
    result = roles.gate()
    assert expectations(result) == ("fail", ["differs", "met"])
    (loan,) = [one for one in result["expectations"][0]["differences"] if one["column"] == "loan_policy"]
    assert (loan["expected"], loan["found"]) == ("ReShare borrowing", "Four weeks")
    assert [(row["row"], row["applies"]) for row in loan["matched"]][:2] == [(1, True), (2, False)]
    text = roles.failure_text(result)
    for part in (
        "Case 1 (Student, Book, temporary location)",
        "Loan Policy is 'Four weeks', not 'ReShare borrowing'",
        "row 1 (Patron Policy Student, Holding Location TSTM, Shelving Location Interlibrary Loan -> Loan Policy Four weeks)",
        "matches too",
        "(circulation_expectations)",
    ):
        assert part in text


def test_a_record_leaves_what_it_does_not_contain_undecided(library, tmp_path):
    record = Record(library, tmp_path)
    roles = Roles(library, **record.options, circulation_expectations=[BORROWED, SHELVED])
    assert expectations(roles.preflight()) == ("unknown", ["met", "undecided"])
    roles.declare()
    record.confirm()
    roles.declare()
    assert expectations(roles.preflight(stage="live")) == ("unknown", ["met", "undecided"])
    table = record.run("policy_resolution_info", truth_table=True, **PLACE)["expectations"]
    assert (
        expectations(Roles(library, **record.options, circulation_expectations=table).preflight(stage="live"))[0]
        == "pass"
    )


def test_misspelt_names_are_found_with_similar_ones(library):
    cases = [
        {"patron_type": "Studnet", "fine": None},
        {"patron_type": "Student", "loan_policy": "Four weks"},
        {"holding_location": "TSTN", "fine": None},
        {"holding_location": "TSTM", "shelving_location": "Stack", "fine": None},
    ]
    result = run("preflight_info", library, expectations=cases)
    detail = check_named(result, "expectations")["detail"]
    assert "Patron Type 'Studnet' is not known. Similar: 'Student'" in detail
    assert "Holding Location 'TSTN' is not known. Similar: 'TSTM'" in detail
    assert "Shelving Location 'Stack' is not known. Similar: 'Stacks'" in detail
    assert "not 'Four weks' (which is not known. Similar: 'Four weeks')" in detail


@pytest.mark.long
@pytest.mark.matrix
def test_the_present_table_is_written_and_accepted_by_every_playbook(controller: Controller, make, tmp_path):
    rows = [
        {"material_format": "DVD", "loan_policy": "One year"},
        {"patron_policy": "Faculty", "holding_location": "TSTM", "loan_policy": "One year"},
        {"loan_policy": "Four weeks"},
    ]
    library: Library = make(configuration={"loan_policy_map": {"rows": rows}})
    apply_roles(library)
    written = controller.playbook("reshare.wms.truth_table", library, "-e", f"truth_table_dir={tmp_path}")
    assert written.status == 0, written.output
    folder = tmp_path / library.name
    table = yaml.safe_load((folder / "expectations.yml").read_text(encoding="utf-8"))["circulation_expectations"]
    for cases in (table, read_file(str(folder / "expectations.csv"))):
        result = Roles(library, circulation_expectations=cases).gate()
        assert expectations(result) == ("pass", ["met"] * len(table))
