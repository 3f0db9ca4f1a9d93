# SPDX-License-Identifier: GPL-3.0-or-later

"""What the libraries of an inventory wait for, as read from their variables and records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.action.withheld_info import ActionModule
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Duration
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.file import RecordFile
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import ANSWER, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from support.controller_action import perform
from support.large_inventory import write_inventory
from support.offline_validation import loaded

SOURCE = Source(ANSWER, Attribution("Jane Doe", "2026-11-26T09:30:00Z"))
ENABLED = {"enable": True, "temporary_item_holding_location": "T", "temporary_item_shelving_location": "ILL"}
NAMES = ["lib000", "lib001", "lib002"]


def inventory(folder: Path, records: Path, number: int = 3, days: int = 112, without: str = "lib002") -> dict[str, Any]:
    """The variables of a task: libraries that are live with 112 days, of which one has no record, with the declared days."""
    written = write_inventory(folder, number, {without: "wms_record_dir: ''"}, {})
    shared = written / "group_vars/all.yml"
    text = shared.read_text(encoding="utf-8").replace("/nonexistent/record", str(records))
    shared.write_text(f"{text}consortium_loan_period: {days} days\n", encoding="utf-8")
    for at in range(number):
        name, registry_id = f"lib{at:03}", str(100000 + at)
        content = RecordData(name, registry_id)
        for policy, period in (("ReShare borrowing", "112 days"), ("ReShare lending", "126 days")):
            fields = {"name": policy, "loan_period": Duration().normalise(period)}
            content.confirm(LOAN_POLICY, (policy,), fields, SOURCE)
        content.confirm(ILL_SETTINGS, (), {"reshare": ENABLED}, SOURCE)
        if name != without:
            RecordFile(str(records), name, registry_id, DECLARABLE).save(content, {})
    manager, hostvars, _loader = loaded(written)
    return {"hostvars": hostvars, "groups": manager.get_groups_dict(), "ansible_inventory_sources": [str(written)]}


def test_who_has_no_record_or_one_that_cannot_be_read_holds_nobody_and_is_named(tmp_path):
    records = tmp_path / "record"
    variables = inventory(tmp_path / "inventory", records, days=84)
    result = perform(ActionModule, variables=variables, libraries=NAMES, waves=["1"])
    assert {name: one[0]["waits_for"] for name, one in result["withheld"].items()} == {
        name: {"Loan Policy 'ReShare borrowing', Regular Loan Period": [other]}
        for name, other in (("lib000", "lib001"), ("lib001", "lib000"))
    }
    assert result["waiting"] == []
    assert result["warnings"] == ["No library waits for lib002: no record shows what is in place there."]
    (records / "lib001.yml").write_text("library: [", encoding="utf-8")
    result = perform(ActionModule, variables=variables, libraries=NAMES)
    (damaged, without) = result["warnings"]
    assert damaged.startswith("lib001: its record cannot be read, so no library waits for it: ")
    assert (result["withheld"], without) == (
        {},
        "No library waits for lib001, lib002: no record shows what is in place there.",
    )


def test_nothing_is_named_where_no_period_changes(tmp_path):
    result = perform(ActionModule, variables=inventory(tmp_path / "inventory", tmp_path / "record"), libraries=NAMES)
    assert (result["withheld"], result["waiting"], result["warnings"]) == ({}, [], [])
