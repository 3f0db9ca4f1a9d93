# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The validation of a whole inventory, offline."""

from __future__ import annotations

import json
import time
from pathlib import Path

from defusedxml import ElementTree

from support.controller import Controller
from support.large_inventory import LINES, write_inventory

VALIDATE = "reshare.wms.validate"
TODAY = "2026-11-26"
HOSTILE = "lib007-<&>'\"]]>\\u0007\\ufffe"

#: Lines of host_vars with a fault, by library.
PLANTED = {
    "lib003": "borrowing_loan_perod: 3 weeks",
    "lib020": 'lending_loan_period: "28"',
    "lib030": 'lending_account_expires: "2026-11-25"',
    "lib040": 'lending_account_expires: "2026-12-24"',
    "lib060": "lending_loan_period: 20 days",
    "lib070": 'borrowing_more: {loan_policies: [{name: Reserve, loan_perod: "3 days"}]}',
    "lib080": "borrowing_more:\n  loan_policy_map:\n    - {patron_policy: Student, loan_policy: ReShare borowing}",
    "lib090": "lending_more:\n  loan_policies: [{name: Old, state: absent}]\n"
    "  loan_policy_map:\n    - {patron_policy: Student, loan_policy: Old}",
    "lib100": 'borrowing_policy_name: "{{ nme }}"',
    "lib110": "verify_borrowing: {patron_barcode: RS-LIB009, patron_type: Student}\nlending_account_pattern: RS-{symbol}",
    "lib120": "borrowing_policy_name: yes",
    "lib130": "preflight_waivers: {legacy_notification: moving in May}",
}
#: What is found: severity, code, library, variable, and the line of the library's host_vars.
FOUND = [
    ("error", "unknown", "lib003", "borrowing_loan_perod", 1),
    ("error", "missing", "lib010", "wms_main_branch", None),
    ("error", "invalid", "lib020", "lending_loan_period", 1),
    ("error", "invalid", "lib030", "lending_account_expires", 1),
    ("warning", "expires", "lib040", "lending_account_expires", 1),
    ("error", "lending_too_short", "lib060", "lending_loan_period", 1),
    ("error", "declaration", "lib070", "borrowing_more", 1),
    ("warning", "similar_reference", "lib080", "borrowing_more", 1),
    ("error", "absent_reference", "lib090", "lending_more", 1),
    ("error", "invalid", "lib100", "borrowing_policy_name", 1),
    ("error", "account_taken", "lib110", "verify_borrowing", 1),
    ("error", "invalid", "lib120", "borrowing_policy_name", 1),
    ("error", "invalid", "lib130", "preflight_waivers", 1),
]


def test_every_planted_fault_among_200_libraries_is_found_and_nothing_else(
    controller: Controller, tmp_path: Path, capsys
):
    inventory = write_inventory(tmp_path / "inventory", 200, PLANTED, {"lib010": "wms_main_branch"})
    files = {"validate_json": tmp_path / "out/findings.json", "validate_junit": tmp_path / "out/findings.xml"}
    options = [part for name, path in files.items() for part in ("-e", f"{name}={path}")]
    started = time.monotonic()
    done = controller.playbook(VALIDATE, inventory, *options, "-e", f"validate_today={TODAY}")
    with capsys.disabled():
        print(f"\n200 libraries were validated in {time.monotonic() - started:.1f} s")
    assert done.status == 2
    told = json.loads(files["validate_json"].read_text(encoding="utf-8"))
    keys = ("severity", "code", "library", "variable", "line")
    expected = [(*one, None if line is None else LINES + line) for *one, line in FOUND]
    assert [tuple(one[key] for key in keys) for one in told["findings"]] == expected
    for one in told["findings"]:
        assert one["file"] == (None if one["line"] is None else str(inventory / f"host_vars/{one['library']}.yml"))
        # The table at the terminal has the finding in one line.
        assert f"{one['severity']:7}  " in done.output and one["message"] in done.output
    assert (told["errors"], told["warnings"], len(told["libraries"])) == (11, 2, 200)
    assert "11 errors and 2 warnings in 13 of 200 libraries." in done.output
    suite = ElementTree.parse(files["validate_junit"]).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("200", "11")
    failed = {case.get("name") for case in suite if case.find("failure") is not None}
    assert failed == {library for severity, _code, library, *_rest in FOUND if severity == "error"}
    assert "Traceback" not in done.output
