# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook withdraw in an emergency: what it stops at each system, what it keeps, and how that is declared and set back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from support.controller import Run, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record, titles
from support.run_account import account

WITHDRAW, ONBOARD, DRIFT = "reshare.wms.withdraw", "reshare.wms.onboard", "reshare.wms.drift"
TENANT = ("new_requests", "automatic_answers", "new_loans")
SHOW = "Show the variables that keep the library withdrawn"
ON = "on:_will_supply_only"
#: Nothing listens there.
DOWN = {"reshare": {"reshare_url": "http://127.0.0.1:9"}, "wms": {"wms_token_url": "http://127.0.0.1:9/token"}}
#: As tenant shows it.
STOPPED = (False, "off", ["not_lending"])


def stop(controller, library: Library, *arguments: str, partners: tuple[Library, ...] = (), **more: Any):
    """Withdraw a library of an inventory. Returns the run, and the state of each stop."""
    path = controller.directory / "stop.json"
    given = ("--limit", library.name, "-e", f"withdraw_libraries={library.name}", "-e", f"run_file={path}", *arguments)
    done = controller.playbook(WITHDRAW, [library, *partners], *given, **more)
    return done, {one["code"]: one["state"] for one in account(path)["libraries"][library.name]["stops"]}


def tenant(library: Library) -> tuple[Any, ...]:
    """What the stops set: can create requests, automatic answers, the policy of the own entry."""
    there = library.settled()["reshare"]
    profiles = {one["code"]: one.get("canCreateRequests") for one in there["patron_profiles"]}
    own = next(one for one in there["directory"] if one["status"] == "Managed" and one["symbols"])
    policy = own["custom_properties"].get("policy.ill.loan_policy")
    return profiles.get("STATUS"), library.settings()["auto_responder_status"], policy


@pytest.fixture
def lending(library):
    """A live library that answers automatically and lends everything."""
    section = {"enable": True, "temporary_item_holding_location": "TSTA", "temporary_item_shelving_location": "Stacks"}
    run("ill_settings", library, reshare=section)
    lend(library, "lending_all_types")
    return library


def lend(library: Library, policy: str) -> None:
    own = [{"slug": library.symbol, "loan_policy": policy}]
    configuration = {"settings": {"auto_responder_status": ON}, "directory_entries": own}
    assert run("reshare_configuration", library, configuration=configuration)["changed"]


def pasted(done: Run, library: Library) -> dict[str, Any]:
    """The lines for the host_vars."""
    return yaml.safe_load("\n".join(done.result(SHOW, library)["msg"][1:]))


def compared(controller, library: Library, **more: Any) -> dict[str, Any]:
    """The library in the account of drift."""
    path = controller.directory / "drift.json"
    controller.playbook(DRIFT, library, "-e", f"run_file={path}", **more)
    return account(path)["libraries"][library.name]


@pytest.mark.long
def test_without_a_record_the_inventory_keeps_what_was_stopped_until_it_is_set_back(make, controller):
    library, partner = make(), make()
    LibraryOperations(library).onboard()
    lend(library, "lending_all_types")
    before = library.settled()["configuration"]
    partner.reset()
    library.reset()
    pretended, states = stop(controller, library, "--check", partners=(partner,))
    assert (pretended.status, states) == (0, {**dict.fromkeys((*TENANT, "link"), "would"), "open_requests": "by_hand"})
    assert not library.writes()

    done, states = stop(controller, library, partners=(partner,))
    assert (done.status, states) == (0, {**dict.fromkeys((*TENANT, "link"), "stopped"), "open_requests": "by_hand"})
    assert (library.live, tenant(library), partner.calls()) == (False, STOPPED, {})
    page = {"reshare": {**before["ill_settings"]["reshare"], "enable": False}}
    assert library.settled()["configuration"] == {**before, "ill_settings": {**before["ill_settings"], **page}}
    lines = pasted(done, library)
    assert lines["enable_reshare_former"]["new_loans"] == {
        "directory_entries": [{"slug": library.symbol, "loan_policy": "lending_all_types"}]
    }
    stated = {library.name: lines}
    assert compared(controller, library, variables=stated)["reasons"] == []

    # A run without these lines finds the stops themselves: they are no former values.
    again, _states = stop(controller, library)
    assert not any(pasted(again, library)["enable_reshare_former"].values())
    again, _states = stop(controller, library, variables=stated)
    assert (again.stats(library)["changed"], "skip_reason" in again.result(SHOW, library)) == (0, True)

    run("reshare_patron_profile", library, code="STATUS", can_create_requests=True)
    found = compared(controller, library, variables=stated)
    assert (found["state"], [one["name"] for one in found["changes"]]) == ("drift", ["STATUS"])
    assert controller.playbook(ONBOARD, library, variables=stated).status == 0
    assert (library.live, tenant(library)) == (False, STOPPED)

    del lines["enable_reshare_state"]
    assert controller.playbook(ONBOARD, library, variables=stated).status == 0
    # The role declares the answers.
    assert (library.live, tenant(library)) == (True, (True, "off", ["lending_all_types"]))
    assert library.settled()["configuration"] == before


def test_each_system_is_stopped_while_the_other_one_is_down(lending, controller):
    library = lending
    done, states = stop(controller, library, variables={library.name: DOWN["reshare"]})
    assert (done.status, library.live, states["link"]) == (2, False, "stopped")
    assert {states[code] for code in TENANT} == {"not_stopped"}
    run("ill_settings", library, reshare={"enable": True})
    done, states = stop(controller, library, variables={library.name: DOWN["wms"]})
    assert (done.status, library.live, tenant(library)) == (2, True, STOPPED)
    assert states == {**dict.fromkeys(TENANT, "stopped"), "link": "not_stopped", "open_requests": "by_hand"}
    done, states = stop(controller, library, variables={library.name: {**DOWN["wms"], **DOWN["reshare"]}})
    assert (done.status, {*states.values()}) == (2, {"not_stopped", "by_hand"})


def test_a_system_of_another_library_is_left_alone_and_the_other_one_is_stopped(make, lending, controller):
    library, other = lending, make()
    done, states = stop(controller, library, variables={library.name: {"reshare_symbol": other.symbol}})
    assert (done.status, library.live, tenant(library)) == (2, False, (None, ON, ["lending_all_types"]))
    assert {states[code] for code in TENANT} == {"not_stopped"}
    run("ill_settings", library, reshare={"enable": True})
    wrong = {library.name: {"wms_key": other.key, "wms_secret": other.secret}}
    done, states = stop(controller, library, variables=wrong)
    assert (done.status, library.live, tenant(library), states["link"]) == (2, True, STOPPED, "not_stopped")


def test_a_stop_without_its_permission_leaves_the_others(lending, controller):
    lending.fault("directory", "entry", "PUT", times=-1, status=403, body="Access requires permission: directory")
    done, states = stop(controller, lending)
    assert (done.status, tenant(lending)) == (2, (False, "off", ["lending_all_types"]))
    assert [code for code, state in states.items() if state == "not_stopped"] == ["new_loans"]


def test_nothing_is_stopped_that_a_record_could_not_keep(lending, tmp_path):
    record = Record(lending, tmp_path / "record")
    record.start()
    off = {"settings": {"auto_responder_status": "off"}}
    assert record.error("reshare_configuration", configuration=off, stop="automatic_answers")[0] == "invalid"
    assert tenant(lending)[1] == ON
    record.run("ill_settings", withdrawal={"by": "Jane Doe"})
    record.run("reshare_configuration", configuration=off, stop="automatic_answers")
    former = {"settings": {"auto_responder_status": ON}}
    assert (tenant(lending)[1], record.content["withdrawn"]["former"]) == ("off", {"automatic_answers": former})


@pytest.mark.long
def test_with_a_record_the_step_needs_no_response_and_the_former_values_stay(library, controller, tmp_path):
    record = Record(library, tmp_path / "record")
    operations = LibraryOperations(library, record)
    for _round in range(2):
        operations.onboard()
        record.confirm()
    lend(library, "lending_physical_only")
    own = [{"slug": library.symbol, "loan_policy": "lending_physical_only"}]
    given = {**record.variables, "preflight_waivers": {"patron_types": "Nobody is left out."}}
    variables = {library.name: given}

    down = {library.name: {**given, **DOWN["wms"], **DOWN["reshare"]}}
    done, states = stop(controller, library, variables=down)
    assert (done.status, states["link"], states["new_loans"]) == (2, "asked", "not_stopped")
    assert titles(record.steps) == ["ILL Settings"]
    assert "former" not in record.content["withdrawn"]

    # One that responds slowly is waited for, and a second withdrawal finds only the stops.
    library.fault("directory", "entry", "GET", delay=1)
    for times in range(2):
        done, states = stop(controller, library, variables=variables)
        assert (done.status, tenant(library), states["new_loans"]) == (0, STOPPED, "stopped")
        assert record.content["withdrawn"]["former"]["new_loans"] == {"directory_entries": own}, times
    found = compared(controller, library, variables=variables)
    assert (found["state"], found["reasons"]) == ("pending", ["steps", "stated"])
    record.confirm()
    run("reshare_directory_entry", library, **own[0])
    found = compared(controller, library, variables=variables)
    assert (found["state"], [one["name"] for one in found["changes"]]) == ("drift", [library.symbol])

    again = ("-e", f"enable_reshare_again={library.name}")
    # While a step is pending, it stays withdrawn.
    variables[library.name]["borrowing_loan_period"] = "21 days"
    assert controller.playbook(ONBOARD, library, *again, variables=variables).status == 0
    assert (tenant(library), "withdrawn" in record.content) == (STOPPED, True)
    record.confirm()
    assert controller.playbook(ONBOARD, library, *again, variables=variables).status == 0
    assert (tenant(library), "withdrawn" in record.content) == ((True, "off", ["lending_physical_only"]), False)
    assert titles(record.steps) == ["ILL Settings"]
