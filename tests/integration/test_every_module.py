# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module works on this ansible-core, in the controller and in a process of its own, with the same result."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from reshare_wms_sandbox.testing import comparable

from support.controller import Controller
from support.environment import ROOT
from support.library import Library
from support.object_examples import ALL, OTHERS, TABLES

#: In make test: an object, a map, a setting and an export. A process takes a second of processor time, because Ansible packages it.
SAMPLE = ("loan_policy", "loan_policy_map", "reshare_setting", "circulation_configuration_info")

AGENCIES = {"from_agency": "9NN", "to_agency": "9NN"}
PLACE = {"holding_location": "TSTM", "shelving_location": "Stacks"}
POLICY = {"name": "Weeks", "loan_period": "4 weeks"}

TASKS: dict[str, dict[str, Any]] = {
    **{example.module: example.steps["create"] for example in ALL},
    "circulation_configuration": {"configuration": {"bill_reasons": [{"name": "Lost"}], "loan_policies": [POLICY]}},
    "circulation_configuration_info": {"kinds": ["bill_reasons", "loan_policy_map"]},
    "library_info": {},
    "library_variables": {"facts": {"holding_codes": [], "refused": {}}, "folder": "{{ received }}"},
    "first_contact": {"patron_barcode": "PATRON-1"},
    "fetch_answers": {
        "folder": "{{ runs }}/inbox",
        "libraries": ["{{ inventory_hostname }}"],
        "source": "{{ received }}",
    },
    "forget_person": {"person": "Jane Doe", "folders": ["{{ runs }}"]},
    "output_files": {"folder": "{{ runs }}", "files": {"new/text.txt": "text"}},
    "ncip_probe": {**AGENCIES, "barcode": "NO-SUCH-ITEM"},
    "ncip_verification": {
        **AGENCIES,
        "lending": {"item_barcode": "ITEM-1", "account_barcode": "LEND-NN", "patron_type": "Faculty", **PLACE},
    },
    "plan_info": {"circulation_configuration": {"loan_policies": [POLICY]}},
    "policy_resolution_info": {"patron_types": ["Faculty"], **PLACE},
    "preflight_info": {
        "circulation_configuration": {"loan_policies": [{"name": "Week"}]},
        "expected": {"holding_location": "TSTM"},
    },
    # Before there is a page, which would have to be sent.
    "worksheet_mail": {"smtp_host": "127.0.0.1", "sender": "office@example.org"},
    "record_info": {},
    "record_questions": {"configuration": {"loan_policies": [POLICY]}},
    "record_import": {"files": ["{{ received }}"], "by": "Jane", "lending_patron_type": "Faculty"},
    "reshare_configuration": {"configuration": {"settings": {"max_requests": 7}}},
    "reshare_configuration_info": {},
    "validate_inventory": {"libraries": ["{{ inventory_hostname }}"]},
    "validate_variables": {"roles": ["onboard"]},
    "withheld_info": {"libraries": ["{{ inventory_hostname }}"]},
}
#: These need a record instead of the configuration service.
WITH_RECORD = {"record_import", "record_info", "record_questions", "worksheet_mail"}
#: Values that depend on how and where a task was run.
OWN = {"invocation", "ansible_facts", "worksheet", "evidence", "path", "page", "json"}


def results(library: Library, directory: Path, modules: Collection[str], *arguments: str) -> dict[str, dict[str, Any]]:
    """The result of each of these modules. arguments: of ansible-playbook."""
    received = directory / "received"
    received.mkdir(parents=True)
    events = "Event Date;Event Loan Policy;Event Borrower Category\n2026-11-02;One year;Faculty\n"
    (received / "events.csv").write_text(events, encoding="utf-8")
    runs = directory / "runs"
    runs.mkdir()
    record = {"wms_record_dir": str(directory / "record"), "wms_configuration_url": None}
    tasks = [
        {
            "name": module,
            f"reshare.wms.{module}": {**library.numbered(given), **(record if module in WITH_RECORD else {})},
        }
        for module, given in TASKS.items()
        if module in modules
    ]
    variables = {library.name: {"received": str(received), "runs": str(runs)}}
    done = Controller(directory).play(tasks, library, *arguments, variables=variables)
    assert done.status == 0, done.output
    found = {module: done.result(module, library) for module in modules}
    # Only an ordinary module returns its invocation.
    assert ("invocation" in found["loan_policy"]) is bool(arguments)
    kept = {
        module: {name: one for name, one in result.items() if name not in OWN and not name.startswith("_ansible")}
        for module, result in found.items()
    }
    return library.unnumbered(json.loads(json.dumps(comparable(kept)).replace(str(directory), "FOLDER")))


def test_the_list_has_every_module():
    # The others need the variables of the roles, and the results of a playbook.
    assert {*TASKS, "declarations_info", "run_summary"} == {
        path.stem for path in (ROOT / "plugins/modules").glob("*.py")
    }


@pytest.mark.parametrize(
    "modules",
    [
        pytest.param(SAMPLE, marks=pytest.mark.matrix, id="sample"),
        pytest.param(tuple(TASKS), marks=pytest.mark.long, id="all"),
    ],
)
def test_every_module_gives_the_same_in_both_ways(make, tmp_path, modules):
    one, other = (make(configuration=OTHERS, reshare=TABLES) for _number in range(2))
    inline = results(one, tmp_path / "inline", modules)
    ordinary = results(other, tmp_path / "ordinary", modules, "-e", "reshare_wms_inline=false")
    assert [module for module in modules if inline[module] != ordinary[module]] == []
    assert inline == ordinary
    assert one.comparable() == other.comparable()
