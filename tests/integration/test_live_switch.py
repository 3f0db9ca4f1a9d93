# SPDX-License-Identifier: GPL-3.0-or-later

"""The live switch: enabled last, rejected before everything is in place, and disabled cleanly."""

from __future__ import annotations

import pytest

from support.check_results import problems_of
from support.controller import dump, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record, objects, titles
from support.run_account import account

ONBOARD, WITHDRAW = "reshare.wms.onboard", "reshare.wms.withdraw"
COMPARE = "Compare or disable the ReShare section of ILL Settings"
CHECK = "Check the preconditions"


def named(*libraries: Library, variable: str = "withdraw_libraries") -> tuple[str, ...]:
    return ("-e", f"{variable}={','.join(one.name for one in libraries)}")


@pytest.fixture
def role(controller):
    """Run a play with roles, and with tasks before them."""

    def play(names, libraries, *arguments, before=(), **more):
        roles = [{"role": f"reshare.wms.{name}"} for name in names]
        path = controller.directory / "roles.yml"
        path.write_text(
            dump([{"hosts": "all", "gather_facts": False, "pre_tasks": list(before), "roles": roles}]), encoding="utf-8"
        )
        return controller.playbook(str(path), libraries, *arguments, **more)

    return play


def test_a_library_where_nothing_is_in_place_is_not_enabled_and_the_message_names_what_is_missing(library, role):
    before = library.settled()
    done = role(["enable_reshare"], library)
    assert done.status == 2
    missing = {
        ("not_applied", "Shelving Location 'TSTM'"),
        ("not_applied", "Loan Policy 'ReShare borrowing'"),
        ("not_applied", "Loan Policy Map"),
        ("not_applied", f"Patron Account 'RESHARE-{library.number}'"),
        ("not_applied", "ReShare setting 'borrower_check'"),
    }
    result = done.result(CHECK, library)
    assert missing <= {*problems_of(result, "nothing_differs")}
    text = done.failure(library)
    assert text.startswith(f"{library.name}: not enabled. The declared configuration is applied: no, ")
    assert [title for _code, title in missing if title not in text] == []
    assert "Run the roles borrowing, lending and reshare_settings first" in text
    assert library.settled() == before
    assert not library.writes()


def test_check_mode_passes_where_nothing_is_in_place_yet(library, role):
    done = role(["enable_reshare"], library, "--check", "--diff")
    assert done.status == 0
    assert done.result("Set the ReShare section of ILL Settings", library)["changed"] is True
    assert done.stats(library)["changed"] == 1
    assert not library.writes()


def test_a_foreign_change_is_named_and_nothing_is_enabled(library, role):
    LibraryOperations(library).onboard()
    run("loan_policy", library, name="ReShare borrowing", loan_period="3 days")
    run("reshare_setting", library, key="check_in_on_return", value="off")
    run("ill_settings", library, reshare={"enable": False})
    done = role(["enable_reshare"], library)
    assert done.status == 2
    assert problems_of(done.result(CHECK, library), "nothing_differs") == [
        ("not_applied", "Loan Policy 'ReShare borrowing'"),
        ("not_applied", "ReShare setting 'check_in_on_return'"),
    ]
    assert library.configuration["ill_settings"]["reshare"]["enable"] is False
    assert library.find_object("loan_policies", "ReShare borrowing")["loan_period"] == {"value": 3, "unit": "days"}


@pytest.mark.long
def test_a_library_with_a_record_stays_withdrawn_until_it_is_enabled_again(library, controller, tmp_path):
    record = Record(library, tmp_path / "record")
    operations = LibraryOperations(library, record)
    for _round in range(2):
        operations.onboard()
        record.confirm()
    assert library.live
    variables = {library.name: {**record.variables, "preflight_waivers": {"patron_types": "Nobody is left out."}}}
    who = ("-e", '{"enable_reshare_by": "Jane Doe", "enable_reshare_reason": "Merger."}')
    withdrawn = controller.playbook(WITHDRAW, library, *who, *named(library), variables=variables)
    assert (withdrawn.status, withdrawn.stats(library)["changed"]) == (0, 2)
    mark = record.content["withdrawn"]
    assert (mark["by"], mark["reason"]) == ("Jane Doe", "Merger.")
    assert titles(record.steps) == ["ILL Settings"]
    # The record stores it; the inventory needs no change.
    assert "host_vars" not in withdrawn.output
    record.confirm()
    assert not library.live

    # All other configuration is applied.
    variables[library.name]["borrowing_loan_period"] = "21 days"
    kept = controller.playbook(ONBOARD, library, variables=variables)
    assert (kept.status, titles(record.steps)) == (0, ["Loan Policy 'ReShare borrowing'"])
    record.confirm()
    kept = controller.playbook(ONBOARD, library, variables=variables)
    assert (kept.status, kept.stats(library)["changed"]) == (0, 0)
    result = kept.result("Apply the circulation configuration for borrowed and lent items", library)
    assert (result["withdrawn"], result["live"], result["ill_settings_in_place"]) == (mark, False, True)

    # As for a withdrawal, the libraries are named: a word is no consent to which.
    for wrong in ("true", f"{library.name},other"):
        refused = controller.playbook(ONBOARD, library, "-e", f"enable_reshare_again={wrong}", variables=variables)
        assert refused.status != 0 and "enable_reshare_again has to name the libraries of the run" in refused.output
    again = controller.playbook(ONBOARD, library, *named(library, variable="enable_reshare_again"), variables=variables)
    assert (again.status, again.stats(library)["changed"]) == (0, 2)
    assert titles(record.steps) == ["ILL Settings"]
    assert "withdrawn" not in record.content
    record.confirm()
    assert library.live


@pytest.mark.matrix
def test_withdrawing_requires_no_configuration(library, controller):
    section = {"enable": True, "temporary_item_holding_location": "TSTA", "temporary_item_shelving_location": "Stacks"}
    run("ill_settings", library, reshare=section)
    done = controller.playbook(WITHDRAW, library, *named(library))
    assert done.status == 0
    assert library.configuration["ill_settings"]["reshare"] == {**section, "enable": False}


def test_accounts_that_are_loaded_by_file_are_only_checked(make, controller):
    loaded = {
        "barcode": "RESHARE-NN",
        "borrowerCategory": "ReShare lending",
        "homeBranch": "91NN",
        "familyName": "ReShare lending",
        "expires": "2099-12-31",
    }
    there, missing = make(patrons=[loaded]), make()
    verified = {library.name: {"lending_account_state": "verified"} for library in (there, missing)}
    done = controller.playbook(ONBOARD, [there, missing], variables=verified)
    assert done.stats(there)["failures"] == 0
    assert there.configuration["ill_settings"]["reshare"]["enable"] is True
    problems = problems_of(done.result(CHECK, missing), "circulation_plan")
    assert problems == [("differs", f"Patron Account 'RESHARE-{missing.number}'")]
    assert not missing.configuration["ill_settings"]
    for library in (there, missing):
        assert not [call for call in library.writes() if call[0] == "identity"]


def test_a_library_keeps_its_own_rows_and_its_catch_all(make):
    rows = [
        {"patron_policy": "Faculty", "loan_policy": "One year"},
        {"holding_location": "TSTM", "shelving_location": "Reserves", "loan_policy": "Four weeks"},
        {"loan_policy": "Four weeks"},
    ]
    library = make(configuration={"loan_policy_map": {"rows": rows}})
    LibraryOperations(library).onboard()
    after = library.rows("loan_policy_map")
    own = [
        (row["patron_policy"], row["shelving_location"])
        for row in after
        if not row["loan_policy"].startswith("ReShare")
    ]
    assert own == [("Faculty", "All"), ("All", "Reserves"), ("All", "All")]
    # The row that gives faculty a year does not apply to borrowed items.
    assert [row["loan_policy"] for row in after][0] == "ReShare borrowing"


def test_a_manual_configuration_is_corrected(make):
    library = make(
        configuration={"ill_settings": {"reshare": {"temporary_item_holding_location": "TSTA"}}},
        reshare={"settings": {"host_lms_integration": "wms", "borrower_check": "NCIP", "wms_api_key": "old"}},
    )
    LibraryOperations(library).onboard()
    settings = library.settings()
    assert (settings["host_lms_integration"], settings["borrower_check"]) == ("wms2", "ncip")
    assert settings["wms_api_key"] == library.key
    assert library.configuration["ill_settings"]["reshare"]["temporary_item_holding_location"] == "TSTM"


def test_the_page_is_compared_together_with_the_configuration_and_not_changed(library):
    LibraryOperations(library).onboard()
    library.reset()
    given = {"configuration": {"loan_policies": [{"name": "ReShare borrowing", "circulates": "always"}]}}
    section = library.configuration["ill_settings"]["reshare"]
    in_place = run("circulation_configuration", library, **given, ill_settings={"reshare": section})
    assert (in_place["ill_settings_in_place"], in_place["live"], in_place["changed"]) == (True, True, False)
    assert in_place["declared"]["ill_settings"] == 1
    assert library.calls()["configuration", "configuration", "GET"] == library.calls().total() - library.logins() == 1

    differs = run("circulation_configuration", library, **given, ill_settings={"reshare": {"enable": False}})
    assert (differs["ill_settings_in_place"], differs["live"], differs["changed"]) == (False, True, False)
    assert "ill_settings" not in differs["declared"]
    twice = run(
        "circulation_configuration", library, configuration={"ill_settings": {"reshare": section}}, ill_settings=given
    )
    assert (twice["failure"]["code"], twice["failure"].get("fields", [])) == ("invalid", ["ill_settings"])
    assert not library.writes()


def test_a_page_that_cannot_be_declared_stops_the_task_before_its_first_write(library):
    failed = run(
        "circulation_configuration",
        library,
        configuration={"bill_reasons": [{"name": "Lost"}]},
        ill_settings={"reshare": {"enabled": True}},
    )
    assert failed["failure"]["code"] == "invalid"
    assert "enabled" in failed["msg"]
    assert not library.writes()


def test_onboard_compares_the_page_in_a_task_of_its_own_only_without_the_configuration(library, controller):
    LibraryOperations(library).onboard()
    library.reset()
    whole = controller.playbook(ONBOARD, library)
    assert (whole.status, whole.stats(library)["changed"]) == (0, 0)
    # Validation, WMS, ReShare; the tasks that compare libraries, find what they wait for, and summarise the run run once.
    assert whole.stats(library)["ok"] == 6
    alone = controller.playbook(ONBOARD, library, "--tags", "enable_reshare")
    assert (alone.status, alone.result(COMPARE, library)["changes"]) == (0, [])
    assert not library.writes()

    run("ill_settings", library, reshare={"enable": False})
    again = controller.playbook(ONBOARD, library, "--tags", "enable_reshare")
    assert (again.status, again.stats(library)["changed"]) == (0, 1)
    assert library.configuration["ill_settings"]["reshare"]["enable"] is True


def test_only_the_playbook_withdraw_disables_a_live_link_and_a_removal_needs_that_first(library):
    LibraryOperations(library).onboard()
    library.reset()
    mark = {"by": "Jane Doe", "state": "removed"}
    off = {"reshare": {"enable": False}}
    for check in (True, False):
        for withdrawal, field in (
            ({"by": "Jane Doe", "if_live": "fail"}, "enable_reshare_state"),
            (mark, "withdrawal.state"),
        ):
            refused = run("ill_settings", library, check, **off, withdrawal=withdrawal)
            assert (refused["failure"]["code"], refused["failure"].get("fields", [])) == ("invalid", [field])
    assert library.live
    assert not library.writes()
    run("ill_settings", library, **off, withdrawal={"by": "Jane Doe"})
    done = run("ill_settings", library, **off, withdrawal=mark)
    assert (done["changed"], done["live"]) == (False, False)


def test_a_removal_is_in_the_record_until_the_library_is_enabled_again(library, controller, tmp_path):
    record = Record(library, tmp_path / "record")
    operations = LibraryOperations(library, record)
    for _round in range(2):
        operations.onboard()
        record.confirm()
    variables = {library.name: {**record.variables, "preflight_waivers": {"patron_types": "Nobody is left out."}}}

    # Not withdrawn, withdrawn and not confirmed, and confirmed.
    remove = ("reshare.wms.remove_library", library, *named(library, variable="remove_library_libraries"))
    refused = controller.playbook(*remove, variables=variables)
    assert (refused.status, refused.failed(library)["failure"].get("fields", [])) == (2, ["withdrawal.state"])
    record.run("ill_settings", reshare={"enable": False}, withdrawal={"by": "Jane Doe"})
    assert record.error("ill_settings", withdrawal={"by": "Jane Doe", "state": "removed"})[0] == "invalid"
    record.confirm()
    library.reset()
    removed = controller.playbook(*remove, variables=variables)
    assert removed.status == 0
    assert record.content["withdrawn"]["removed"].keys() == {"by", "at"}
    assert "Loan Policy 'ReShare borrowing'" in titles(record.steps)
    record.confirm()
    assert controller.playbook(*remove, variables=variables).stats(library)["changed"] == 0

    # Nothing creates it again.
    library.reset()
    path = tmp_path / "drift.json"
    playbooks = (ONBOARD, "reshare.wms.preflight", "reshare.wms.drift")
    done = controller.playbook(*playbooks[:1], library, *playbooks[1:], "-e", f"run_file={path}", variables=variables)
    assert done.status == 0, done.output
    assert f"{library.name}: removed on " in done.output
    assert not library.calls()
    found, at = account(path)["libraries"][library.name], record.content["withdrawn"]["removed"]["at"]
    assert (found["state"], found["link"], found["withdrawn"]["removed"]) == (None, "removed", at)
    again = controller.playbook(ONBOARD, library, *named(library, variable="enable_reshare_again"), variables=variables)
    assert (again.status, "Loan Policy 'ReShare borrowing'" in titles(record.steps)) == (0, True)


def test_without_a_record_the_inventory_states_a_removal(library, controller, tmp_path):
    LibraryOperations(library).onboard()
    remove = ("reshare.wms.remove_library", library, *named(library, variable="remove_library_libraries"))
    refused = controller.playbook(*remove)
    assert 'Put this line into its host_vars: "enable_reshare_state: removed"' in " ".join(
        refused.failure(library).split()
    )
    run("ill_settings", library, reshare={"enable": False})
    stated = {library.name: {"enable_reshare_state": "removed"}}
    assert controller.playbook(*remove, variables=stated).status == 0
    assert library.find_object("loan_policies", "ReShare borrowing") is None
    library.reset()
    done = controller.playbook(ONBOARD, library, variables=stated)
    # Only the link is read.
    assert (done.status, library.calls()["configuration", "configuration", "GET"]) == (
        0,
        library.calls().total() - library.logins(),
    )
    assert f"{library.name}: removed (enable_reshare_state), link disabled. Nothing is done for it." in done.output

    # A link that cannot be read any more fails nothing.
    file = tmp_path / "drift.json"
    night = ("reshare.wms.drift", library, "-e", f"run_file={file}")
    library.fault("configuration", status=403, times=3)
    done = controller.playbook(*night, variables=stated)
    outcome = account(file)["libraries"][library.name]
    assert (done.status, outcome["state"], outcome["link"]) == (0, None, "removed_not_read")
    assert f"{library.name}: removed (enable_reshare_state), link not read" in done.output
    library.clear_faults()

    # Of a live link, the state counts nowhere.
    run("ill_settings", library, reshare={"enable": True})
    library.reset()
    done = controller.playbook(*night, variables=stated)
    outcome = account(file)["libraries"][library.name]
    assert (done.status, outcome["state"], outcome["link"]) == (2, "drift", "live")
    assert ("ill_settings", "") in objects(outcome["changes"])
    refused = controller.playbook(ONBOARD, library, variables=stated)
    assert (refused.status, library.writes()) == (2, {})
    assert "the link is live and declared as disabled or removed" in " ".join(refused.failure(library).split())
