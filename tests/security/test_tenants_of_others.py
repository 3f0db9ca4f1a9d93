# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copied variables do not cause writes to another library's tenant."""

from __future__ import annotations

from typing import Any

import pytest

from support.check_results import check_named
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


@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
@pytest.mark.parametrize("module", WRITES)
def test_another_librarys_tenant_is_not_written_to(make, there, module, check):
    here = make()
    for part, told in (
        ({"reshare_symbol": None}, f"the ReShare setting 'wms_registry_id' of this tenant is '{there.id}'"),
        # The tenant may have no registry ID yet.
        ({"wms_registry_id": None}, f"has the symbol '{there.numbered('RESHARE:LNN')}'"),
        ({}, "seems to belong to another library"),
    ):
        arguments = {**from_here(there, here), **WRITES[module], **part}
        before = there.settled()
        failed = run(module, here, check, **arguments)
        assert failed["failed"] is True
        assert f"Tenant '{there.options['reshare_tenant']}'" in failed["msg"]
        assert failed["changed"] is False
        if module != "reshare_configuration":
            assert told in failed["msg"]
        assert there.settled() == before


def test_with_a_record_another_librarys_tenant_is_not_written_to(make, there, tmp_path):
    here = make()
    before = there.settled()
    failed = Record(here, tmp_path).run("reshare_setting", **from_here(there, here), **WRITES["reshare_setting"])
    assert "seems to belong to another library" in failed["msg"]
    assert there.settled() == before


def test_preflight_finds_another_librarys_tenant(make, there):
    here = make()
    found = Roles(here, **from_here(there, here)).preflight()
    check = check_named(found, "reshare_tenant")
    assert check["status"] == "fail"
    assert there.numbered("RESHARE:LNN") in check["detail"]
    assert there.id in check["detail"]


@pytest.mark.parametrize("symbol", ["RESHARE:LNN", "LNN", "reshare:lNN"])
def test_the_librarys_own_tenant_is_recognised(there, symbol):
    changed = run("reshare_setting", there, reshare_symbol=there.numbered(symbol), **WRITES["reshare_setting"])
    assert changed.get("msg") is None
    assert changed["changed"] is True


def test_a_registry_id_that_has_changed_is_replaced_where_the_old_one_is_named(there):
    there.set_setting("wms_registry_id", "555")
    new = {"key": "wms_registry_id", "value": there.id}
    assert "set reshare_replaced_registry_id to '555'" in run("reshare_setting", there, **new)["msg"]
    assert run("reshare_setting", there, **new, reshare_replaced_registry_id="556")["failed"] is True
    assert run("reshare_setting", there, **new, reshare_replaced_registry_id="555")["changed"] is True


@pytest.mark.parametrize(
    ("playbook", "name"),
    [
        ("onboard", "wms_registry_id"),
        ("onboard", "reshare_tenant"),
        ("withdraw", "reshare_tenant"),
        ("remove_library", "wms_registry_id"),
    ],
)
def test_a_run_with_copied_variables_ends_before_the_first_call(make, controller, playbook, name):
    here, there = make(), make()
    copied = {here.name: {name: there.options[name]}}
    run_ = controller.playbook(f"reshare.wms.{playbook}", [here, there], "--limit", here.name, variables=copied)
    assert run_.status != 0
    assert f"have the same {name} '{there.options[name]}'" in " ".join(run_.output.split())
    assert not here.calls() and not there.calls()
