# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as a comment of at most a screen."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import pytest
from ansible.errors import AnsibleFilterError
from markdown_it import MarkdownIt

from ansible_collections.reshare.wms.plugins.filter.report_summary import report_summary
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.findings import Finding
from support.report_examples import (
    CHECKED,
    CREATED,
    MAP,
    SHORTER,
    change,
    check_result,
    consortium_report,
    outcome,
    report_of,
    result,
)

HOSTILE = "</td><img src=x onerror=alert(1)> @everyone #1 [a](http://x) | ` **b**\n# heading\N{RIGHT-TO-LEFT OVERRIDE}"
LINES = 40


def summary(report) -> str:
    """As a user has it: from the JSON file."""
    return report_summary(json.loads(dump(report)))


def rows(text: str) -> list[list[str]]:
    """The cells of the tables, without their headings."""
    tables = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [row for row in tables if row[0] not in ("---", "Problem", "Change")]


def checked(**libraries):
    results = [result(name, check_mode=True, **outcome(*changes)) for name, changes in libraries.items()]
    return report_of(results, check_mode=True)


def test_equal_changes_of_several_libraries_are_one_row_with_both_values():
    many = checked(**{f"library{number}": [SHORTER] for number in range(50)}, adams=[CREATED, change(**MAP)])
    found = rows(summary(many))
    assert found[0] == [
        "`Loan Policy 'ReShare borrowing' would be updated: loan_period 21 days \u2192 28 days`",
        "`library0`, `library1`, `library10`, `library11` and 46 more",
    ]
    assert ["`Loan Policy 'ReShare borrowing' would be created`", "`adams`"] in found
    assert ["`Loan Policy Map would be updated: rows (+1 -0)`", "`adams`"] in found
    assert rows(summary(checked(adams=[SHORTER], baker=[SHORTER])))[0][1] == "all 2 libraries"


@pytest.mark.parametrize("count", [1, 6, 200])
def test_the_summary_fits_on_a_screen(count):
    text = summary(consortium_report(count))
    assert len(text.splitlines()) <= LINES
    assert max(map(len, text.splitlines())) < 1000


def test_failed_checks_and_findings_are_problems():
    failed = result("curie", **CHECKED, checks=[check_result("wms_key", "fail", "HTTP 401", "Correct it.")])
    finding = Finding("error", "unknown", "adams", None, "adams: unknown", "", "/home/jane/host_vars/adams.yml", 7)
    report = report_of([result("adams", **outcome()), failed])
    report["inventory"] = {"summary": "", "consortium": {}, "findings": [asdict(finding)]}
    assert [row[1] for row in rows(summary(report))] == ["`adams`", "`curie`"]
    assert rows(summary(report))[0][0] == "`error: adams.yml:7: unknown`"
    shared = [
        asdict(Finding("warning", "one_way", name, None, "lends to one", "", None)) for name in ("adams", "curie")
    ]
    report["inventory"]["findings"] = [
        *shared,
        asdict(Finding("note", "missing", "adams", None, "wms_key is missing.")),
    ]
    assert rows(summary(report))[0] == ["`warning: lends to one`", "all 2 libraries"]


def test_nothing_in_a_report_becomes_markup():
    bad = change("loan_policy", HOSTILE, {"loan_period": "1 day"}, {"loan_period": HOSTILE})
    failed = result("b" + HOSTILE, **CHECKED, checks=[check_result(HOSTILE, "fail", HOSTILE, HOSTILE)])
    report = report_of([result("a" + HOSTILE, **outcome({**bad, "title": HOSTILE})), failed])
    report["playbook"] = HOSTILE
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table").render(summary(report))
    tags = set(re.findall(r"<(\w+)", re.sub(r"<code>.*?</code>", "", shown, flags=re.S)))
    assert tags <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert "<img" not in shown
    assert "@everyone" not in re.sub(r"<code>.*?</code>", "", shown, flags=re.S)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown


@pytest.mark.parametrize("wrong", [{}, [], "text", {"format": "reshare.wms report", "version": 0}])
def test_another_file_is_rejected(wrong):
    with pytest.raises(AnsibleFilterError, match="not the JSON file of the callback"):
        report_summary(wrong)
