# SPDX-License-Identifier: GPL-3.0-or-later

"""Before its first write, a run proves that key, institution, branches, holding code, tenant and symbol are those of one library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._task.task import Call
from ansible_collections.reshare.wms.plugins.plugin_utils._action import run_memory
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory, SharedState
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import left_out
from support.controller import run
from support.library import Library
from support.library_record import Record
from support.reshare_tenant import user_with

#: A write to each system, by its module.
WMS: dict[str, dict[str, Any]] = {
    "loan_policy": {"name": "New", "circulates": "always"},
    "ill_settings": {
        "reshare": {"temporary_item_holding_location": "TSTM", "temporary_item_shelving_location": "Stacks"}
    },
    "patron_account": {
        "barcode": "RESHARE-1",
        "patron_type": "Student",
        "family_name": "ReShare",
        "expires": "2099-12-31",
    },
}
RESHARE: dict[str, dict[str, Any]] = {"reshare_setting": {"key": "max_requests", "value": "7"}}
WRITES = {**WMS, **RESHARE}
#: An account without the objects to which it refers.
ALONE = {"wms_record_dir": None, "wms_configuration_url": None}
DOWN = "http://127.0.0.1:9"


def arguments(module: str, library: Library) -> dict[str, Any]:
    branch = {"home_branch": library.branch} if module == "patron_account" else {}
    return {**WRITES[module], **branch}


def refused(library: Library, module: str, **options: Any) -> dict[str, Any]:
    """The result of a task that fails in the same way with and without check mode, and writes nothing."""
    before = library.settled()
    library.reset()
    results = [run(module, library, check, **arguments(module, library), **options) for check in (True, False)]
    assert results[0] == results[1]
    assert results[0]["failed"] is True
    assert results[0]["changed"] is False
    assert not library.writes()
    assert library.settled() == before
    return results[0]


@pytest.fixture(params=["service", "record"])
def mode(request, tmp_path):
    """The options of a library with a configuration service, or with a record."""
    return {} if request.param == "service" else in_record(tmp_path)


def in_record(folder: Path) -> dict[str, Any]:
    return {"wms_record_dir": str(folder), "wms_configuration_url": None}


#: Options of a library that are those of another one, and words of the message. The other one is *other*.
FOREIGN = {
    "tenant": (lambda one, other: {"reshare_tenant": other["reshare_tenant"], **_user(other)}, "Tenant 'tenant-"),
    "symbol": (lambda one, other: {"reshare_symbol": other["reshare_symbol"]}, "not 'RESHARE:L"),
    "key": (lambda one, other: {name: other[name] for name in ("wms_key", "wms_secret")}, "/token returned HTTP 4"),
    "institution": (lambda one, other: {**_institution(other)}, "has the symbol"),
    "branch": (lambda one, other: {"wms_main_branch": f"91{other['wms_registry_id'][1:]}"}, "(wms_main_branch)"),
    "holding code": (lambda one, other: {"borrowing_holding_location": "OTHR"}, "no Holding Code 'OTHR'"),
    "pickup locations": (
        lambda one, other: {"reshare_settings_pickup_entries": {"us-main": f"91{other['wms_registry_id'][1:]}"}},
        "(reshare_settings_pickup_entries)",
    ),
}


def _user(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("reshare_username", "reshare_password")}


def _institution(options: dict[str, Any]) -> dict[str, Any]:
    """Everything of another library in WMS, and nothing of it in ReShare."""
    return {
        **{name: options[name] for name in ("wms_registry_id", "wms_key", "wms_secret")},
        "wms_main_branch": f"91{options['wms_registry_id'][1:]}",
        "borrowing_holding_location": "TSTM",
        "reshare_symbol": options["reshare_symbol"],
    }


@pytest.mark.parametrize(
    ("module", "recorded"),
    # A record does not know the patron type of the account.
    [*((module, False) for module in WRITES), *((module, True) for module in WRITES if module != "patron_account")],
)
@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_is_written_if_one_part_is_that_of_another_library(make, tmp_path, what, module, recorded):
    one, other, mode = make(), make(), in_record(tmp_path) if recorded else {}
    change, words = FOREIGN[what]
    before = other.settled()
    options = {"reshare_symbol": one.options["reshare_symbol"], **change(one.options, other.options), **mode}
    failed = refused(one, module, **options)
    assert words in failed["msg"]
    assert failed["failure"]["code"] in ("other_library", "refused", "unknown_reference")
    assert not other.writes()
    assert other.settled() == before


def test_the_institution_of_another_library_with_the_pickup_locations_of_this_one_is_not_written_to(make):
    """A tenant without a registry ID does not show the institution."""
    one, other = make(), make()
    theirs = {**_institution(other.options), "reshare_symbol": one.options["reshare_symbol"]}
    pickup = {"reshare_settings_pickup_entries": {"us-main": one.branch}}
    failed = run("loan_policy", one, **WMS["loan_policy"], **theirs, **pickup)
    assert (failed["failure"]["code"], failed["failure"].get("object")) == (
        "unknown_reference",
        f"Branch '{one.branch}'",
    )
    assert failed["msg"].endswith("Nothing was written")
    assert not other.writes()


def test_the_parts_of_one_library_are_written_to(library, mode):
    options = {
        "wms_main_branch": library.branch,
        "borrowing_holding_location": "TSTM",
        "reshare_settings_pickup_entries": {"us-main": library.branch, "us-annex": None},
        **mode,
    }
    for module in WRITES:
        if module == "patron_account":
            options |= ALONE
        done = run(module, library, **arguments(module, library), **options)
        assert (done.get("msg"), done["changed"]) == (None, True)


def test_a_module_without_the_options_of_the_other_system_proves_what_it_can_see(library):
    for module, system in (("loan_policy", "reshare_"), ("reshare_setting", "wms_")):
        library.reset()
        others = {name: None for name in library.options if name.startswith(system)}
        assert run(module, library, **WRITES[module], **others)["changed"] is True
    assert {system for system, _kind, _method in library.calls()} == {"gateway", "settings", "directory"}


# A tenant that does not show whose it is


def test_a_fresh_tenant_is_written_to_only_with_its_symbol(library):
    for module in WRITES:
        failed = refused(library, module, reshare_symbol=None)
        assert "reshare_symbol is not set. Set reshare_symbol to the symbol" in failed["msg"]
        assert failed["failure"]["code"] == "other_library"
    library.set_setting("wms_registry_id", library.id)
    assert run("reshare_setting", library, **RESHARE["reshare_setting"], reshare_symbol=None)["changed"] is True


def test_a_fresh_tenant_is_not_written_to_if_its_directory_cannot_be_read(make):
    library = make(reshare={"users": [user_with("rs.settings.write")]})
    for module in WRITES:
        failed = refused(library, module)
        assert "its directory cannot be read. Ask the hosting provider for the permission" in failed["msg"]
    library.set_setting("wms_registry_id", library.id)
    assert run("reshare_setting", library, **RESHARE["reshare_setting"])["changed"] is True


# Systems that cannot be reached


@pytest.mark.parametrize("module", WMS)
def test_without_reshare_nothing_is_written_to_wms_unless_the_run_leaves_it_out(library, mode, module):
    options = {**mode, "reshare_url": DOWN}
    if module == "patron_account":
        options |= ALONE
    failed = refused(library, module, **options)
    assert failed["failure"]["code"] == "unreachable"
    assert "leave ReShare out of the run (--tags circulation,enable_reshare)" in failed["msg"]
    written = run(module, library, **arguments(module, library), **options, left_out=["reshare"])
    assert (written.get("msg"), written["changed"]) == (None, True)
    assert any("this run writes nothing to ReShare" in text for text in written["warnings"])


def test_without_oclc_nothing_is_written_to_reshare_unless_the_run_leaves_it_out(library, mode):
    options = {**mode, "wms_token_url": f"{DOWN}/token"}
    failed = refused(library, "reshare_setting", **options)
    assert failed["failure"]["code"] == "unreachable"
    written = run("reshare_setting", library, **RESHARE["reshare_setting"], **options, left_out=["wms"])
    assert (written.get("msg"), written["changed"]) == (None, True)


def test_a_system_that_is_left_out_must_not_be_that_of_another_library(make):
    one, other = make(), make()
    theirs = {"reshare_tenant": other.options["reshare_tenant"], **_user(other.options)}
    assert refused(one, "loan_policy", **theirs, left_out=["reshare"])["failure"]["code"] == "other_library"


@pytest.mark.parametrize(
    ("tags", "skipped", "expected"),
    [
        (["all"], [], []),
        ([], [], []),
        (["circulation"], [], ["reshare"]),
        (["circulation", "always"], [], ["reshare"]),
        (["enable_reshare"], [], ["reshare"]),
        (["reshare_settings"], [], ["wms"]),
        (["circulation", "reshare_settings"], [], []),
        (["all"], ["reshare_settings"], ["reshare"]),
        (["all"], ["circulation"], []),
        (["all"], ["circulation", "enable_reshare"], ["wms"]),
        (["of_my_own"], [], []),
        (["of_my_own", "circulation"], [], []),
    ],
)
def test_the_tags_of_a_run_leave_systems_out(tags, skipped, expected):
    assert left_out(tags, skipped) == expected


# Once per run


def requests_of(library: Library, memory: RunMemory, **options: Any) -> int:
    """The number of requests of two tasks of a run, one for each system, of which the second one is counted."""
    number = requests_of.number = getattr(requests_of, "number", 0) + 1
    run("loan_policy", library, **{**WMS["loan_policy"], "name": f"New {number}"}, memory=memory)
    library.reset()
    value = {"key": "max_requests", "value": str(number)}
    assert run("reshare_setting", library, **value, **options, memory=memory)["changed"] is True
    return library.calls().total()


def test_a_run_proves_the_identity_once(library):
    once = requests_of(library, RunMemory())
    # Its login, the settings, the write, and the settings again.
    assert once == 4
    # Another connection proves nothing for this one.
    assert requests_of(library, RunMemory(), wms_main_branch=library.branch) > once


def test_a_task_that_changes_nothing_proves_nothing(library):
    same = {"key": "max_requests", "value": "8"}
    run("reshare_setting", library, **same)
    library.reset()
    assert run("reshare_setting", library, **same)["changed"] is False
    assert library.calls() == {("gateway", "login-with-expiry", "POST"): 1, ("settings", "appSettings", "GET"): 1}


def test_the_message_counts_the_writes_of_the_run(library):
    memory = RunMemory()
    run("loan_policy", library, **WMS["loan_policy"], memory=memory)
    failed = run("reshare_setting", library, **RESHARE["reshare_setting"], reshare_symbol="RESHARE:X", memory=memory)
    assert failed["msg"].endswith("This run has written once for this library")
    SharedState(memory, library.name).lose_writes()
    failed = run("reshare_setting", library, **RESHARE["reshare_setting"], reshare_symbol="RESHARE:X", memory=memory)
    assert failed["msg"].endswith("This task has written nothing for this library")


def test_a_change_of_the_record_alone_counts_as_a_write(library, tmp_path):
    memory = RunMemory()
    Record(library, tmp_path).run("loan_policy", **WMS["loan_policy"], memory=memory)
    assert SharedState(memory, library.name).writes == 1


def test_two_keys_in_one_slot_do_not_share_a_number(monkeypatch):
    monkeypatch.setattr(run_memory, "_SLOTS", 1)
    memory = RunMemory()
    assert (memory.get("a"), memory.get("b")) == (0, 0)
    memory.add("a")
    memory.add("b")
    memory.add("a")
    assert (memory.get("a"), memory.get("b")) == (2, None)


def test_a_task_that_is_a_process_of_its_own_speaks_only_for_itself():
    call = Call({}, {}, check_mode=False, redactor=None)
    assert call.written == "This task has written nothing for this library"
    call.count_write()
    assert call.written == "This task has written once for this library"


# Playbooks


def test_onboard_writes_nothing_before_the_proof_of_each_library(make, controller):
    one, two, taken, down = (make() for _number in range(4))
    pattern = {"lending_account_pattern": "RESHARE-{symbol}"}
    variables = {
        one.name: {"reshare_symbol": two.options["reshare_symbol"], **pattern},
        two.name: {"reshare_symbol": one.options["reshare_symbol"], **pattern},
        taken.name: {"lending_account_barcode": f"RESHARE-L{one.number}", **pattern},
        down.name: {"reshare_url": DOWN},
    }
    libraries = [one, two, taken, down]
    for library in libraries:
        library.reset()
    ended = controller.playbook("reshare.wms.onboard", libraries, variables=variables)
    assert ended.status == 2
    codes = [ended.failed(library)["failure"]["code"] for library in libraries]
    assert codes == ["other_library", "other_library", "invalid", "unreachable"]
    assert all("Nothing was written" in ended.failure(library) for library in (one, two, down))
    assert ended.failure(taken).endswith(
        f"The lending account 'RESHARE-L{one.number}' of '{one.options['reshare_symbol']}' is also that of lending_account_barcode. "
        "Change lending_account_barcode, or the account of the partner."
    )
    assert not any(library.writes() for library in libraries)
    assert not taken.calls()

    arguments_ = ("--tags", "circulation", "--limit", down.name)
    ended = controller.playbook("reshare.wms.onboard", libraries, *arguments_, variables=variables)
    assert ended.status == 0
    assert down.writes()
