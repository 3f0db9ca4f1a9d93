# SPDX-License-Identifier: GPL-3.0-or-later

"""The validation of a whole inventory, offline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from defusedxml import ElementTree

from support.controller import Controller
from support.environment import ROOT
from support.large_inventory import LINES, write_inventory

VALIDATE = "reshare.wms.validate"
TODAY = "2026-11-26"

#: Lines of host_vars with a fault, by library.
PLANTED = {
    "lib001": "borrowing_loan_perod: 3 weeks",
    "lib003": 'lending_loan_period: "28"',
    "lib004": 'lending_account_expires: "2026-11-25"',
    "lib005": 'lending_account_expires: "2026-12-24"',
    "lib006": "lending_loan_period: 20 days",
    "lib008": 'borrowing_more: {loan_policies: [{name: Reserve, loan_perod: "3 days"}]}',
    "lib009": "borrowing_more:\n  loan_policy_map:\n    - {patron_policy: Student, loan_policy: ReShare borowing}",
    "lib010": "lending_more:\n  loan_policies: [{name: Old, state: absent}]\n"
    "  loan_policy_map:\n    - {patron_policy: Student, loan_policy: Old}",
    "lib011": 'borrowing_policy_name: "{{ nme }}"',
    "lib012": "verify_borrowing: {patron_barcode: RS-LIB000, patron_type: Student}\nlending_account_pattern: RS-{symbol}",
    "lib013": "borrowing_policy_name: yes",
    "lib014": "preflight_waivers: {legacy_notification: moving in May}",
    "lib015": 'preflight_waivers: {legacy_notifications: {reason: moving, until: "2026-11-25"}}',
    "lib016": 'preflight_waivers: {legacy_notifications: {reason: moving, until: "2026-12-01"}}',
    # A barcode with leading zeros is an octal number in YAML, and the name NO a boolean.
    "lib017": "verify_lending:\n  {holding_location: L017, item_barcode: 0012345, shelving_location: Stacks}",
    "lib018": "reshare_url: reshare.example.org",
    "lib019": "borrowing_more: {loan_policies: [{name: NO, loan_period: 3 days}]}",
}
#: What is found: severity, code, library, variable, and the line of the library's host_vars.
FOUND = [
    ("error", "unknown", "lib001", "borrowing_loan_perod", 1),
    ("error", "missing", "lib002", "wms_main_branch", None),
    ("error", "invalid", "lib003", "lending_loan_period", 1),
    ("error", "invalid", "lib004", "lending_account_expires", 1),
    ("warning", "expires", "lib005", "lending_account_expires", 1),
    ("error", "lending_too_short", "lib006", "lending_loan_period", 1),
    ("error", "declaration", "lib008", "borrowing_more", 1),
    ("warning", "similar_reference", "lib009", "borrowing_more", 1),
    ("error", "absent_reference", "lib010", "lending_more", 1),
    ("error", "invalid", "lib011", "borrowing_policy_name", 1),
    ("error", "account_taken", "lib012", "verify_borrowing", 1),
    ("error", "invalid", "lib013", "borrowing_policy_name", 1),
    ("error", "invalid", "lib014", "preflight_waivers", 1),
    ("error", "expired", "lib015", "preflight_waivers", 1),
    ("warning", "expires", "lib016", "preflight_waivers", 1),
    ("error", "invalid", "lib017", "verify_lending", 1),
    ("error", "invalid", "lib018", "reshare_url", 1),
    ("error", "declaration", "lib019", "borrowing_more", 1),
]


@pytest.mark.parametrize(
    "number", [pytest.param(20, marks=pytest.mark.matrix), pytest.param(200, marks=pytest.mark.long)]
)
def test_every_planted_fault_is_found_and_nothing_else(controller: Controller, tmp_path: Path, number):
    inventory = write_inventory(tmp_path / "inventory", number, PLANTED, {"lib002": "wms_main_branch"})
    files = {"validate_json": tmp_path / "out/findings.json", "validate_junit": tmp_path / "out/findings.xml"}
    options = [part for name, path in files.items() for part in ("-e", f"{name}={path}")]
    done = controller.playbook(VALIDATE, inventory, *options, "-e", f"validate_today={TODAY}")
    assert done.status == 2
    document = json.loads(files["validate_json"].read_text(encoding="utf-8"))
    keys = ("severity", "code", "library", "variable", "line")
    expected = [(*one, None if line is None else LINES + line) for *one, line in FOUND]
    found = [one for one in document["findings"] if one["severity"] != "note"]
    assert [tuple(one[key] for key in keys) for one in found] == expected
    # The secrets are in a vault that is not part of the inventory.
    assert (document["notes"], done.output.count("  note     ")) == (3 * number, 3)
    for one in found:
        assert one["file"] == (None if one["line"] is None else str(inventory / f"host_vars/{one['library']}.yml"))
        # The table at the terminal has the finding in one line.
        assert f"{one['severity']:7}  " in done.output and one["message"] in done.output
    assert (document["errors"], document["warnings"], len(document["libraries"])) == (15, 3, number)
    assert f"15 errors and 3 warnings in 18 of {number} libraries." in done.output
    suite = ElementTree.parse(files["validate_junit"]).getroot()
    assert (suite.get("tests"), suite.get("failures")) == (str(number), "15")
    failed = {case.get("name") for case in suite if case.find("failure") is not None}
    assert failed == {library for severity, _code, library, *_rest in FOUND if severity == "error"}
    assert "Traceback" not in done.output


#: Encrypted with a password that the run does not have.
VAULT = """!vault |
  $ANSIBLE_VAULT;1.1;AES256
  33363965326261303234373235363535643632643731343538303633333266653538626430643132
  6235646261336461383036346464653463326231646437320a383262653934363331343535363861
  35643965343235643061386561393538643434653730326539306164306563613533663831333865
  3938303539646234660a613930313262623536626230396364613061653666333130616330303733
  3566
"""
UNUSUAL = {
    # Literal secrets, and expressions that would need a vault.
    "lib000": "wms_secret: canary-secret-1\nreshare_password: {value: canary-secret-2}\nborrowing_loan_period: canary-secret-1\n"
    'reshare_settings_connector: {address: "https://x.example", password: "{{ vaulted_password }}"}\n'
    'reshare_settings_wms_key: "{{ vaulted_key }}"',
    "lib001": r'lending_loan_period: "]]><failure/>\x07\u202e & \\ "',
    "lib002": f"wms_secret: {VAULT}lending_policy_name: {VAULT}",
    "lib003": 'lending_policy_name: "{{ lending_policy_name }}"\nborrowing_policy_name: "{{ oops"',
    "lib004": "circulation_configuration: {loan_polices: []}",
    "lib005": 'lending_partner_symbols: "{{ hostvars.nobody.reshare_symbol }}"',
}


@pytest.mark.matrix
def test_secrets_and_what_cannot_be_evaluated(controller: Controller, tmp_path: Path):
    inventory = write_inventory(tmp_path / "inventory", 6, UNUSUAL, {})
    files = {"validate_json": tmp_path / "findings.json", "validate_junit": tmp_path / "findings.xml"}
    options = [part for name, path in files.items() for part in ("-e", f"{name}={path}")]
    # Variables that Ansible and the callback read themselves, each of which would run a command.
    evaluated = tmp_path / "evaluated"
    fixed = yaml.safe_load((ROOT / "playbooks/vars/offline.yml").read_text(encoding="utf-8"))
    names = (*fixed, "omit", "validate_today", "validate_strict", "ansible_python_interpreter", "vaulted_password")
    lines = [f"{name}: \"{{{{ lookup('pipe', 'echo {name} >> {evaluated}') }}}}\"\n" for name in names]
    with (inventory / "group_vars/all.yml").open("a", encoding="utf-8") as file:
        file.writelines(lines)
    account = ("-e", f"run_file={tmp_path}/run.json")
    done = controller.playbook(VALIDATE, inventory, *options, *account, ANSIBLE_CALLBACKS_ENABLED="reshare.wms.run")
    assert done.status == 2
    assert not evaluated.exists(), evaluated.read_text(encoding="utf-8")
    texts = [done.output, *(path.read_text(encoding="utf-8") for path in (*files.values(), tmp_path / "run.json"))]
    assert not [text for text in texts if "canary" in text or "Traceback" in text]
    ElementTree.fromstring(texts[2].encode("utf-8"))
    found = {
        (one["library"], one["code"], one["variable"])
        for one in json.loads(texts[1])["findings"]
        if one["severity"] != "note" and one["code"] != "no_effect"
    }
    assert found == {
        ("lib000", "invalid", "borrowing_loan_period"),
        ("lib000", "invalid", "reshare_password"),
        ("lib001", "invalid", "lending_loan_period"),
        ("lib002", "encrypted", "lending_policy_name"),
        ("lib003", "invalid", "borrowing_policy_name"),
        ("lib003", "invalid", "lending_policy_name"),
        ("lib004", "declaration", "circulation_configuration"),
        ("lib005", "invalid", "lending_partner_symbols"),
    }


def test_a_file_of_variables_that_is_not_read_is_reported(controller: Controller, tmp_path: Path):
    inventory = write_inventory(tmp_path / "inventory", 2, {}, {})
    (inventory / "group_vars/al.yml").write_text("consortium_loan_period: 12 weeks\n", encoding="utf-8")
    findings = tmp_path / "findings.json"
    done = controller.playbook(VALIDATE, inventory, "-e", f"validate_json={findings}", "-e", "validate_strict=true")
    assert done.status == 2
    serious = [one for one in json.loads(findings.read_text(encoding="utf-8"))["findings"] if one["severity"] != "note"]
    assert [(one["code"], one["library"], one["file"]) for one in serious] == [
        ("unused_file", library, str(inventory / "group_vars/al.yml")) for library in ("lib000", "lib001")
    ]
    # A run does not compare the files with each library, so it says it once.
    done = controller.playbook("reshare.wms.preflight", inventory)
    assert " ".join(done.output.split()).count("group_vars/al.yml is not read: the inventory has no group 'al'") == 1
