# SPDX-License-Identifier: GPL-3.0-or-later

"""Copied variables do not cause writes to another library's tenant."""

from __future__ import annotations

from typing import Any

import pytest

from support.check_results import check_named, problems_of
from support.controller import run
from support.library import Library
from support.library_record import Record
from support.roles import Roles, apply_roles

WRITES: dict[str, dict[str, Any]] = {
    "reshare_setting": {"key": "max_requests", "value": "7"},
    "reshare_configuration": {"configuration": {"settings": {"wms_registry_id": "mine", "wms_api_key": "key-of-mine"}}},
    "reshare_location": {"code": "TSTM", "supply_preference": 1},
    "reshare_directory_entry": {"slug": "us-main", "loan_policy": "not_lending"},
    "reshare_institutional_patron_ids": {"partners": {"RESHARE:ALF": "B-1"}},
}


@pytest.fixture
def there(library):
    """Another library, whose link is configured."""
    apply_roles(library)
    return library


def from_here(there: Library, here: Library, **more: Any) -> dict[str, Any]:
    """The options of a library to which the tenant of another one was copied."""
    theirs = {name: there.options[name] for name in there.options if name.startswith("reshare_")}
    return {**theirs, "reshare_symbol": here.numbered("RESHARE:LNN"), **more}


def error(result: dict[str, Any]) -> tuple[str, str | None]:
    """The code and object of the error of a failed result."""
    return result["failure"]["code"], result["failure"].get("object")


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
@pytest.mark.parametrize("module", WRITES)
def test_another_librarys_tenant_is_not_written_to(make, there, module, check):
    here = make()
    # The tenant may have no registry ID yet, and the library no symbol.
    for part in ({"reshare_symbol": None}, {"wms_registry_id": None}, {}):
        arguments = {**from_here(there, here), **WRITES[module], **part}
        before = there.settled()
        failed = run(module, here, check, **arguments)
        assert error(failed) == ("other_library", f"Tenant '{there.options['reshare_tenant']}'")
        assert failed["changed"] is False
        assert there.settled() == before


def test_with_a_record_another_librarys_tenant_is_not_written_to(make, there, tmp_path):
    here = make()
    before = there.settled()
    failed = Record(here, tmp_path).run("reshare_setting", **from_here(there, here), **WRITES["reshare_setting"])
    assert error(failed) == ("other_library", f"Tenant '{there.options['reshare_tenant']}'")
    assert there.settled() == before


def test_preflight_finds_another_librarys_tenant(make, there):
    here = make()
    found = Roles(here, **from_here(there, here)).preflight()
    assert check_named(found, "reshare_tenant")["status"] == "fail"
    tenant = ("other_library", f"Tenant '{there.options['reshare_tenant']}'")
    # Both its registry ID and its symbol are those of another library.
    assert problems_of(found, "reshare_tenant") == [tenant, tenant]


@pytest.mark.parametrize("symbol", ["RESHARE:LNN", "LNN", "reshare:lNN"])
def test_the_librarys_own_tenant_is_recognised(there, symbol):
    changed = run("reshare_setting", there, reshare_symbol=there.numbered(symbol), **WRITES["reshare_setting"])
    assert changed.get("msg") is None
    assert changed["changed"] is True


def test_a_registry_id_that_has_changed_is_replaced_with_the_option_that_the_message_names(there):
    there.set_setting("wms_registry_id", "555")
    new = {"key": "wms_registry_id", "value": there.id}
    assert "set reshare_replaced_registry_id to '555'" in run("reshare_setting", there, **new)["msg"]
    assert run("reshare_setting", there, **new, reshare_replaced_registry_id="556")["failed"] is True
    assert run("reshare_setting", there, **new, reshare_replaced_registry_id="555")["changed"] is True


def test_a_run_with_copied_variables_ends_before_the_first_call(make, controller):
    """tests/unit/test_variables.py checks that every playbook that sends requests begins with this comparison."""
    here, there = make(), make()
    copied = {here.name: {"wms_registry_id": there.id}}
    run_ = controller.playbook("reshare.wms.onboard", [here, there], "--limit", here.name, variables=copied)
    assert run_.status != 0
    (failed,) = [line["result"] for line in run_.lines if line["status"] == "failed"]
    assert (failed["failure"]["code"], failed["failure"].get("fields", [])) == ("invalid", ["wms_registry_id"])
    assert not here.calls() and not there.calls()
