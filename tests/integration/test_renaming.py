# SPDX-License-Identifier: GPL-3.0-or-later

"""Renamed policies and patron types: in one run, in check mode and on worksheets, and the objects that are left over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.check_results import errors_of
from support.controller import run
from support.library import Library
from support.library_record import Record, titles
from support.roles import Roles, apply_roles

#: The changes of the inventory by renamed object, with the variable that lists the former name.
RENAMED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "borrowing": (
        {"borrowing_policy_name": "Valley borrowing"},
        {"borrowing_former_policy_names": ["ReShare borrowing"]},
    ),
    "lending": ({"lending_policy_name": "Valley lending"}, {"lending_former_policy_names": ["ReShare lending"]}),
    "patron type": ({"lending_patron_type": "Valley partner"}, {"lending_former_patron_types": ["ReShare lending"]}),
}
RULE, NEW_RULE = "Collection Type Policy 'ReShare borrowing'", "Collection Type Policy 'Valley borrowing'"
renamed = pytest.mark.parametrize("renaming", RENAMED.values(), ids=RENAMED)


def circulate(library: Library, roles: Roles, check: bool = False, **options: Any) -> dict[str, Any]:
    """Run the WMS part of the playbook."""
    declared = roles["enable_reshare_circulation"]
    return run("circulation_configuration", library, check, **options, configuration=declared)


def assert_in_order(changes: list[tuple[str, str]]) -> None:
    """The location leaves the old rule directly before the new rule gets it; the object with the old name is deleted
    last."""
    if (RULE, "removed") in changes:
        assert changes.index((RULE, "removed")) + 1 == changes.index((NEW_RULE, "created"))
    actions = [action for title, action in changes if title != RULE]
    assert "removed" in actions
    assert set(actions[actions.index("removed") :]) == {"removed"}


@renamed
def test_a_renamed_library_ends_as_one_that_always_had_the_name(make, renaming):
    change, former = renaming
    library, twin = make(), make()
    apply_roles(library)
    apply_roles(twin, **change)
    roles = Roles(library, **change, **former)

    assert roles.preflight()["failed_checks"] == 0
    pretended = circulate(library, roles, check=True)
    assert not library.writes()
    made = circulate(library, roles)
    assert (made.get("msg"), made["changed"], made["left_over"]) == (None, True, [])
    assert {**made, "warnings": pretended["warnings"]} == pretended
    assert_in_order([(one["title"], one["action"]) for one in made["changes"]])
    assert library.comparable()["configuration"] == twin.comparable()["configuration"]
    library.reset()
    again = circulate(library, roles)
    assert (again.get("msg"), again["changed"]) == (None, False)
    assert not library.writes()


@renamed
def test_worksheets_ask_for_the_same_in_an_order_that_works(make, tmp_path: Path, renaming):
    change, former = renaming
    record, twin = Record(make(), tmp_path / "record"), make()
    library = record.library
    for roles in (Roles(library), Roles(library, **change, **former)):
        asked = {}
        for _worksheet in range(3):
            pretended = circulate(library, roles, check=True, **record.options)
            done = circulate(library, roles, **record.options)
            assert done.get("msg") is None
            for one in ("changed", "changes", "pending_steps", "left_over"):
                assert (one, done[one]) == (one, pretended[one])
            if not done["pending"]:
                break
            asked |= {(step["title"], step["action"]): None for step in record.steps}
            # One step after the other; the screens reject none of them.
            for step in record.steps:
                record.make_steps([step])
            record.confirm()
        assert done["pending"] is False
    assert_in_order(list(asked))
    apply_roles(twin, **change)
    assert library.comparable()["configuration"] == twin.comparable()["configuration"]


def error(result: dict[str, Any]) -> tuple[str, str | None, list[str]]:
    """The code, object and fields of the error of a failed result."""
    failure = result["failure"]
    return failure["code"], failure.get("object"), failure.get("fields", [])


def test_without_the_former_name_a_renamed_rule_is_refused_and_the_message_names_the_variable(make, tmp_path: Path):
    record = Record(make(), tmp_path / "record")
    library = record.library
    apply_roles(library)
    record.start()
    circulate(library, Roles(library), **record.options)
    record.confirm()
    library.reset()
    roles = Roles(library, borrowing_policy_name="Valley borrowing")
    for options in ({}, record.options):
        for check in (True, False):
            refused = circulate(library, roles, check, **options)
            assert error(refused) == ("invalid", NEW_RULE, ["locations"])
    assert not library.writes()
    # The message names the variable of the role.
    assert refused["msg"] == (
        f"{library.name}: {NEW_RULE}: TSTM, Interlibrary Loan, All is already in {RULE}. If the other rule is the one of a "
        "former name, list that name in borrowing_former_policy_names (role borrowing). Otherwise also declare the other rule: "
        "without the location, or with state absent"
    )


def test_a_foreign_rule_keeps_its_location_whatever_the_former_name_is(make):
    rule = {"name": "Reserves", "locations": [{"holding_location": "TSTM", "shelving_location": "Stacks"}]}
    library = make(configuration={"collection_type_policies": [rule]})
    apply_roles(library)
    library.reset()
    change, former = RENAMED["borrowing"]
    refused = circulate(library, Roles(library, **change, **former, borrowing_shelving_location="Stacks"))
    expected = {"code": "invalid", "object": NEW_RULE, "fields": ["locations"], "candidates": []}
    assert expected in errors_of(refused)
    assert not library.writes()


def test_left_over_objects_are_reported_and_a_warning_text_names_the_variable(make, tmp_path: Path):
    record = Record(make(), tmp_path / "record")
    library = record.library
    apply_roles(library)
    record.start()
    circulate(library, Roles(library), **record.options)
    record.confirm()
    roles = Roles(library, lending_policy_name="Valley lending")
    for options in (record.options, {}):
        pretended, made = (circulate(library, roles, check, **options) for check in (True, False))
        assert made["left_over"] == pretended["left_over"]
        assert sorted(titles(made["left_over"])) == [
            "Hold Limit Policy 'ReShare lending'",
            "Loan Limit Policy 'ReShare lending'",
            "Loan Policy 'ReShare lending'",
            "Notification Policy 'ReShare lending bill'",
            "Notification Policy 'ReShare lending overdue'",
            "Notification Policy 'ReShare lending recall'",
        ]
        (warned,) = [warning for warning in made["warnings"] if "lending_former_policy_names" in warning]
        assert "Loan Policy 'ReShare lending'" in warned


def test_a_policy_that_the_library_uses_elsewhere_is_neither_left_over_nor_removed(make):
    library = make()
    apply_roles(library)
    library.add_row("loan_policy_map", {"patron_policy": "Student", "loan_policy": "ReShare lending"})
    library.reset()
    change, former = RENAMED["lending"]
    refused = circulate(library, Roles(library, **change, **former))
    assert error(refused) == ("in_use", "Loan Policy 'ReShare lending'", [])
    assert not library.writes()
    left = titles(circulate(library, Roles(library, **change))["left_over"])
    assert sorted(left) == [
        *("Hold Limit Policy 'ReShare lending'", "Loan Limit Policy 'ReShare lending'"),
        "Notification Policy 'ReShare lending bill'",
    ]


def test_an_account_that_became_a_persons_is_not_changed_by_a_rename(make):
    library = make()
    apply_roles(library)
    barcode = library.variables["lending_account_barcode"]
    library.edit_patron(barcode, family_name="Ahlgren")
    library.reset()
    change, former = RENAMED["patron type"]
    refused = circulate(library, Roles(library, **change, **former))
    assert ("not_owned", f"Patron Account '{barcode}'") in [(one["code"], one["object"]) for one in errors_of(refused)]
    assert not library.writes()
    assert library.patrons(barcode)[0]["name"]["familyName"] == "Ahlgren"


def test_two_rules_that_swap_a_location_are_refused_before_anything_is_written(make):
    places = [{"holding_location": "TSTM", "shelving_location": place} for place in ("Stacks", "Reserves")]
    rules = [{"name": name, "locations": [place]} for name, place in zip("AB", places)]
    library = make(configuration={"collection_type_policies": rules})
    swapped = [{"name": name, "locations": [place]} for name, place in zip("AB", reversed(places))]
    library.reset()
    for check in (True, False):
        refused = run("circulation_configuration", library, check, configuration={"collection_type_policies": swapped})
        assert error(refused)[:2] == ("invalid", "Collection Type Policy 'B'")
    assert not library.writes()
