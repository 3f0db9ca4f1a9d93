# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that join, are renamed and leave, as in docs/libraries.md: accounts, patron IDs, records."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.check_results import check_named, problems_of, unpassed_checks
from support.controller import Controller, Run, run
from support.documentation import blocks
from support.library import Library, circulation
from support.library_record import Record, objects, titles
from support.roles import Roles

ONBOARD, REMOVE = "reshare.wms.onboard", "reshare.wms.remove_library"
PATRON_ID = "local_institutionalPatronId"
CIRCULATION = "Apply the circulation configuration for borrowed and lent items"
PATTERN = {"lending_account_pattern": "FOR-{symbol}"}
#: In the directory, the third library has its new symbol in addition to its old one.
SYMBOLS = {"one": ["RESHARE:ONE"], "two": ["RESHARE:TWO"], "three": ["RESHARE:THREE", "RESHARE:VALLEY"]}


def member(make: Callable[..., Library], own: str) -> Library:
    """A library of a consortium of three."""
    entries = [
        {"slug": slug, "name": slug, "symbols": symbols} | ({"status": "Managed"} if slug == own else {})
        for slug, symbols in SYMBOLS.items()
    ]
    return make(reshare={"directory": entries})


def accounts(library: Library) -> dict[str, bool]:
    """The accounts of partners, each with its blocked flag."""
    there = [circulation(record) for record in library.state()["patrons"]]
    return {
        one["barcode"]: bool(one.get("isCircBlocked")) for one in there if one.get("barcode", "").startswith("FOR-")
    }


def patron_ids(library: Library) -> dict[str, str]:
    found = run("reshare_configuration_info", library, kinds=["institutional_patron_ids"])["configuration"]
    return found.get("institutional_patron_ids", {}).get("partners", {})


def without_places(configuration: dict[str, Any]) -> dict[str, Any]:
    """The configuration without objects that remain after a library is removed."""
    return {plural: one for plural, one in configuration.items() if plural not in ("ill_settings", "holding_codes")}


@pytest.mark.long
def test_a_library_joins_gets_another_symbol_and_leaves(make, controller: Controller):
    one, two, three = (member(make, name) for name in SYMBOLS)
    symbols = {one.name: "RESHARE:ONE", two.name: "RESHARE:TWO", three.name: "RESHARE:THREE"}

    def play(playbook: str, *libraries: Library, more: tuple[str, ...] = (), **common: Any) -> Run:
        variables = {name: {"reshare_symbol": symbol, **PATTERN, **common} for name, symbol in symbols.items()}
        done = controller.playbook(playbook, libraries, *more, variables=variables)
        assert done.status == 0, done.output
        return done

    play(ONBOARD, one, two)
    assert (accounts(one), patron_ids(one)) == ({"FOR-TWO": False}, {"RESHARE:TWO": "FOR-TWO"})

    # A new host in the inventory, and a run for all libraries.
    one.reset()
    before = without_places(three.configuration)
    play(ONBOARD, one, two, three)
    assert accounts(one) == {"FOR-TWO": False, "FOR-THREE": False}
    assert patron_ids(one) == {"RESHARE:TWO": "FOR-TWO", "RESHARE:THREE": "FOR-THREE"}
    assert {call[:2] for call in one.writes()} == {("identity", "users"), ("directory", "entry")}
    assert accounts(three) == {"FOR-ONE": False, "FOR-TWO": False}
    assert three.live

    # Another symbol.
    symbols[three.name] = "RESHARE:VALLEY"
    former = {"lending_former_partner_symbols": ["RESHARE:THREE"]}
    renamed = play(ONBOARD, one, two, three, **former)
    assert accounts(one) == {"FOR-TWO": False, "FOR-THREE": True, "FOR-VALLEY": False}
    assert patron_ids(one) == {"RESHARE:TWO": "FOR-TWO", "RESHARE:THREE": "FOR-VALLEY"}
    assert titles(renamed.result(CIRCULATION, one)["left_over"]) == ["Patron Account 'FOR-THREE'"]

    # Leaving: first its own configuration, then its partners'.
    alone = ("--limit", three.name, "-e", f"withdraw_libraries={three.name}")
    play("reshare.wms.withdraw", one, two, three, more=alone, **former)
    removal: dict[str, Any] = {"lending_former_account_state": "absent", "enable_reshare_state": "removed", **former}
    alone = ("--limit", three.name, "-e", f"remove_library_libraries={three.name}")
    play(REMOVE, one, two, three, more=alone, **removal)
    assert (three.live, accounts(three), one.live) == (False, {}, True)
    assert without_places(three.configuration) == before
    del symbols[three.name]
    former = {"lending_former_partner_symbols": ["RESHARE:THREE", "RESHARE:VALLEY"]}
    left = play(ONBOARD, one, two, **former)
    assert accounts(one) == {"FOR-TWO": False, "FOR-THREE": True, "FOR-VALLEY": True}
    assert patron_ids(one) == {"RESHARE:TWO": "FOR-TWO"}
    assert titles(left.result(CIRCULATION, one)["changes"]) == ["Patron Account 'FOR-VALLEY'"]
    one.reset()
    again = play(ONBOARD, one, two, **former)
    assert (again.stats(one)["changed"], one.writes().total()) == (0, 0)
    assert (one.live, two.live) == (True, True)


@pytest.mark.parametrize("by_hand", [False, True], ids=["by API", "by hand"])
def test_with_a_record_a_library_joins_gets_another_symbol_and_leaves(make, tmp_path: Path, by_hand: bool):
    record = Record(member(make, "one"), tmp_path / "record")
    library = record.library

    def settle(partners: list[str], former: list[str], **more: Any) -> list[str]:
        """Run the playbook until nothing is pending. Returns the steps of the worksheets."""
        variables = {**PATTERN, "lending_partner_symbols": partners, "lending_former_partner_symbols": former, **more}
        asked: list[str] = []
        for _worksheet in range(3):
            roles = Roles(library, **record.options, wms_manual_accounts=by_hand, **variables)
            pretended, done = roles.declare(check=True), roles.declare()
            assert [one["changes"] for one in pretended] == [one["changes"] for one in done]
            if not any(one["pending"] for one in done):
                assert not any(one["changed"] for one in roles.declare())
                return asked
            asked += titles(record.steps)
            record.make_steps()
            taken = record.run("record_import", wms_manual_accounts=by_hand, **CONFIRMED)
            assert taken.get("msg") is None
        raise AssertionError(f"still pending: {titles(record.steps)}")

    settle(["RESHARE:TWO"], [])
    settle(["RESHARE:TWO", "RESHARE:THREE"], [])
    assert accounts(library) == {"FOR-TWO": False, "FOR-THREE": False}
    asked = settle(["RESHARE:TWO", "RESHARE:VALLEY"], ["RESHARE:THREE"])
    assert accounts(library) == {"FOR-TWO": False, "FOR-THREE": True, "FOR-VALLEY": False}
    assert patron_ids(library) == {"RESHARE:TWO": "FOR-TWO", "RESHARE:THREE": "FOR-VALLEY"}
    assert asked == (["Patron Account 'FOR-THREE'", "Patron Account 'FOR-VALLEY'"] if by_hand else [])
    former = ["RESHARE:THREE", "RESHARE:VALLEY"]
    asked = settle(["RESHARE:TWO"], former)
    assert accounts(library) == {"FOR-TWO": False, "FOR-THREE": True, "FOR-VALLEY": True}
    assert patron_ids(library) == {"RESHARE:TWO": "FOR-TWO"}
    assert asked == (["Patron Account 'FOR-VALLEY'"] if by_hand else [])
    if not by_hand:
        # When all items are returned.
        settle(["RESHARE:TWO"], former, lending_former_account_state="absent")
        assert accounts(library) == {"FOR-TWO": False}


CONFIRMED = {"by": "Jane Doe", "done": ["all"]}


def test_the_objects_of_a_leaving_library_are_removed_from_a_record_step_by_step(make, tmp_path: Path):
    record = Record(make(), tmp_path / "record")
    before = without_places(record.library.configuration)
    roles = Roles(record.library, **record.options)
    declared = roles["enable_reshare_circulation"]
    del declared["patron_accounts"]
    record.declare(**declared)
    record.confirm()
    for check in (True, False):
        done = record.run("circulation_configuration", check, configuration=declared, state="absent")
        assert (done.get("msg"), done["pending"], done["left_over"]) == (None, True, [])
    for step in record.steps:
        record.make_steps([step])
    record.confirm()
    assert without_places(record.library.configuration) == before
    again = record.run("circulation_configuration", configuration=declared, state="absent")
    assert (again["changed"], again["pending"]) == (False, False)


def test_a_former_partner_is_never_made_nor_anybody_elses_account_blocked(make):
    library = member(make, "one")
    variables = {**PATTERN, "lending_partner_symbols": ["RESHARE:TWO"]}
    roles = Roles(library, **variables, lending_former_partner_symbols=["RESHARE:THREE", "RESHARE:GONE"])
    done = roles.declare()
    assert accounts(library) == {"FOR-TWO": False}
    assert [one for one in done[2]["warnings"] if "'RESHARE:GONE'" in one]
    library.edit_patron("FOR-TWO", family_name="Ahlgren")
    left = {**PATTERN, "lending_partner_symbols": [], "lending_former_partner_symbols": ["RESHARE:TWO"]}
    result = Roles(library, **left).preflight()
    assert check_named(result, "circulation_plan")["status"] == "fail"
    assert problems_of(result, "circulation_plan") == [("not_owned", "Patron Account 'FOR-TWO'")]
    for state in ("blocked", "absent"):
        declared = Roles(library, **left, lending_former_account_state=state)["lending_declared"]
        refused = run("circulation_configuration", library, configuration=declared)
        failure = refused["failure"]
        assert (failure["code"], failure.get("object")) == ("not_owned", "Patron Account 'FOR-TWO'")
    assert accounts(library) == {"FOR-TWO": False}


@pytest.fixture(params=["service", "record"])
def left(make, request, tmp_path: Path) -> Roles:
    """A live library whose partner has left: the account of the partner is blocked, and has expired since."""
    library = member(make, "one")
    record = Record(library, tmp_path / "record")
    options = record.options if request.param == "record" else {}

    def settle(**partners: list[str]) -> Roles:
        roles = Roles(library, **options, **PATTERN, **partners, preflight_waivers={"patron_types": "One partner."})
        while any(one["pending"] for one in roles.declare()):
            record.confirm()
        return roles

    settle(lending_partner_symbols=["RESHARE:TWO", "RESHARE:THREE"])
    library.edit_patron("FOR-THREE", expires="2020-12-31")
    roles = settle(lending_partner_symbols=["RESHARE:TWO"], lending_former_partner_symbols=["RESHARE:THREE"])
    library.reset()
    return roles


def test_a_library_stays_live_and_goes_live_again_after_a_partner_has_left(left: Roles):
    assert accounts(left.library) == {"FOR-TWO": False, "FOR-THREE": True}
    assert unpassed_checks(left.preflight(stage="live", patron_check=True), "patron_types") == {}
    # mod-rs rejects blocked accounts, so it is asked about the others only.
    assert left.library.calls()["tables", "patron", "GET"] == 2
    assert left.gate()["ready"]
    assert not left.library.writes()


def test_a_former_account_that_is_not_blocked_is_a_difference(left: Roles):
    left.library.edit_patron("FOR-THREE", blocked=False)
    assert unpassed_checks(left.preflight(stage="live"), "patron_types") == {}
    assert unpassed_checks(left.gate())["nothing_differs"] == "fail"
    assert titles(left.declare(check=True)[1]["changes"]) == ["Patron Account 'FOR-THREE'"]


def test_an_account_that_oclc_does_not_remove_is_named_in_the_message_and_everything_else_is_done(make):
    library = member(make, "one")
    Roles(library, **PATTERN, lending_partner_symbols=["RESHARE:TWO"]).declare()
    left = {**PATTERN, "lending_partner_symbols": ["RESHARE:THREE"], "lending_former_partner_symbols": ["RESHARE:TWO"]}
    declared = Roles(library, **left, lending_former_account_state="absent")["lending_declared"]
    library.fault("identity", method="DELETE", status=409, body="The user has items on loan.")
    refused = run("circulation_configuration", library, configuration=declared)
    assert "An account with items on loan cannot be removed: remove it when they are returned." in refused["msg"]
    assert (refused["failure"].get("object"), refused["failure"].get("status")) == ("Patron Account 'FOR-TWO'", 409)
    assert objects(refused["changes"]) == [("patron_account", "FOR-THREE")]
    assert accounts(library) == {"FOR-TWO": False, "FOR-THREE": False}


def test_a_symbol_of_a_current_partner_is_not_a_former_one(make):
    library = member(make, "one")
    Roles(library, **PATTERN, lending_partner_symbols=["RESHARE:TWO"]).declare()
    library.reset()
    both = Roles(
        library, **PATTERN, lending_partner_symbols=["RESHARE:TWO"], lending_former_partner_symbols=["RESHARE:TWO"]
    )
    both.declare()
    assert not library.writes()


def test_a_renamed_library_keeps_its_record_as_the_message_says(make, tmp_path: Path):
    record = Record(make(), tmp_path / "record")
    policy = [{"name": "Weeks", "loan_period": "4 weeks"}]
    record.declare(loan_policies=policy)
    record.confirm()
    library = copy.copy(record.library)
    library.seed = {**library.seed, "name": "valley"}
    renamed = Record(library, record.directory)
    for module, arguments in (
        ("circulation_configuration", {"configuration": {"loan_policies": policy}}),
        ("record_questions", {"configuration": {"loan_policies": policy}}),
        ("record_import", {}),
    ):
        assert renamed.error(module, **arguments) == ("other_library", str(record.path), [])
        # The message has both ways out.
        assert renamed.failure(module, **arguments) == (
            f"valley: the record {renamed.path} does not exist, but {record.path} belongs to the same institution {library.id}. If valley is the new "
            f"name of {record.library.name}, rename the file to valley.yml and set 'library: valley' in it; otherwise correct "
            "wms_registry_id"
        )
    text = record.path.read_text(encoding="utf-8").replace(f"library: {record.library.name}\n", "library: valley\n")
    record.path.rename(renamed.path).write_text(text, encoding="utf-8")
    done = renamed.declare(loan_policies=policy)
    assert (done["changed"], done["pending"]) == (False, False)


@pytest.mark.parametrize("by", ["service", "record"])
def test_accounts_that_no_declared_partner_has_are_left_over(make, tmp_path: Path, by: str):
    library = member(make, "one")
    record = Record(library, tmp_path / "record")
    options = record.options if by == "record" else {}
    partners = {"lending_partner_symbols": ["RESHARE:TWO", "RESHARE:THREE"]}
    first = Roles(library, **options, **PATTERN, **partners)
    while any(one["pending"] for one in first.declare()):
        record.confirm()
    library.reset()
    # No search is necessary if every patron ID is declared.
    assert first.declare()[2]["left_over"] == []
    assert library.calls()["identity", "search", "POST"] == 3

    # A partner is removed from the inventory, and nobody lists it as a former one.
    gone = Roles(library, **options, **PATTERN, lending_partner_symbols=["RESHARE:TWO"])
    library.reset()
    for check in (True, False):
        result = gone.declare(check)[2]
        assert titles(result["left_over"]) == [
            "Patron Account 'FOR-THREE'",
            "Institutional patron ID of partner 'RESHARE:THREE'",
        ]
        assert any("lending_former_partner_symbols" in warning for warning in result["warnings"])
        assert result["changed"] is False
    assert (library.calls()["identity", "search", "POST"], library.writes()) == (2 * (2 + 1), {})

    # Another pattern: both accounts would be left behind, and nothing but the directory shows that they exist. So it stays as it is.
    pattern = {**partners, "lending_account_pattern": "ILL-{symbol}"}
    changed = Roles(library, **options, **pattern)
    both = {"configuration": changed["lending_declared"], "reshare_configuration": changed["reshare_settings_declared"]}
    library.reset()
    for check in (True, False):
        refused = run("circulation_configuration", library, check, **options, **both)
        assert (refused["failure"]["code"], refused["failure"].get("fields", [])) == ("invalid", ["former"])
    assert library.writes() == {}
    assert run("circulation_configuration", library, **options, **both, left_out=["reshare"]).get("msg") is None
    library.reset()
    for check in (True, False, False):
        refused = run(
            "reshare_configuration", library, check, **options, configuration=changed["reshare_settings_declared"]
        )
        assert (refused["failure"]["code"], refused["failure"].get("fields", [])) == ("invalid", ["former"])
        assert "lending_former_partner_accounts ({RESHARE:THREE: FOR-THREE, RESHARE:TWO: FOR-TWO})" in refused["msg"]
    assert library.writes() == {}
    plan = check_named(changed.preflight(), "reshare_plan")
    assert (plan["status"], "FOR-TWO" in plan["detail"]) == ("fail", True)
    done = Roles(library, **options, **pattern, **formerly("FOR-{symbol}")).declare()
    assert titles(done[1]["left_over"]) == ["Patron Account 'FOR-TWO'", "Patron Account 'FOR-THREE'"]
    assert done[2]["left_over"] == []
    assert accounts(library) == {"FOR-TWO": True, "FOR-THREE": True}

    # Back to one account.
    Roles(library, **options, **partners, **formerly("ILL-{symbol}")).declare()
    again = Roles(library, **options, **partners).declare()
    assert [(one["changed"], one["left_over"]) for one in again] == 3 * [(False, [])]


def formerly(pattern: str) -> dict[str, str]:
    """What roles/lending/README.md says to set in the run that leaves a pattern."""
    (text,) = (one for one in blocks("roles/lending/README.md", "yaml") if "account_barcodes" in one)
    (given,) = (line for line in text.splitlines() if line.startswith("lending_former_partner_accounts"))
    return yaml.safe_load(given.replace("RESHARE-{symbol}", pattern))


def test_a_patron_id_that_somebody_else_set_is_nobodys_left_over(make):
    library = member(make, "one")
    Roles(library, lending_partner_symbols=[]).declare()
    run("reshare_institutional_patron_ids", library, partners={"RESHARE:TWO": "SOMEBODY"})
    result = Roles(library, lending_partner_symbols=[]).declare()[2]
    assert (result["left_over"], [one for one in result["warnings"] if "left over" in one]) == ([], [])
