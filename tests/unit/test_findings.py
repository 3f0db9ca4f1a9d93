# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings of a validation as a table and as files, and faults of declarations."""

from __future__ import annotations

import json

import pytest
from defusedxml import ElementTree

from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.declarations import declaration_faults
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.findings import (
    Finding,
    document,
    in_order,
    junit,
    summary,
    table,
)

HOSTILE = "]]><failure/>&amp;\"'\x00\x1b[31m\ud800\uffff\u202e\n"
FINDINGS = in_order(
    [
        Finding("warning", "rows", "lake", None, HOSTILE, HOSTILE),
        Finding("error", "invalid", HOSTILE, "x", HOSTILE, HOSTILE, HOSTILE, 3),
        Finding("warning", "rows", HOSTILE, "x", "A.", "B."),
        Finding("warning", "rows", HOSTILE, "x", "A.", "B."),
    ]
)
LIBRARIES = ["hill", "lake", HOSTILE]


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_hostile_texts_leave_a_junit_file_well_formed(strict, failures):
    suite = ElementTree.fromstring(junit(FINDINGS, LIBRARIES, strict).encode("utf-8"))
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("3", str(failures), 3)
    assert [case.tag for case in suite] == ["testcase"] * 3
    assert len(suite.findall("testcase/failure")) == failures
    assert len(suite.findall("testcase/system-out")) == (0 if strict else 2)


def test_a_finding_is_one_line_of_the_table_and_stated_once():
    lines = table(FINDINGS, LIBRARIES).split("\n")
    assert len(lines) == 2 + len(FINDINGS) + 1 == 6
    assert not any(sign in line for line in lines for sign in "\x00\x1b\u202e")
    assert lines[-1] == summary(FINDINGS, LIBRARIES) == "1 error and 2 warnings in 2 of 3 libraries."


def test_the_json_file_is_one_object():
    written = json.loads(document(FINDINGS, LIBRARIES, {"pairs": []}, {}))
    assert (written["format"], written["version"], written["errors"], written["warnings"]) == (
        "reshare.wms validation",
        1,
        1,
        2,
    )
    assert list(written["findings"][0]) == [
        *("severity", "code", "library", "variable", "message", "remedy", "file", "line"),
    ]


POLICY = {"name": "Reserve", "loan_period": "3 days", "circulates": "always"}
ROW = {"patron_policy": "Student", "loan_policy": "Reserve"}


@pytest.mark.parametrize(
    ("configuration", "codes"),
    [
        ({"loan_policies": [POLICY], "loan_policy_map": [ROW]}, []),
        # The library's own objects are not known offline.
        ({"loan_policies": [POLICY], "loan_policy_map": [{**ROW, "loan_policy": "Standard"}]}, []),
        ({"loan_policies": [POLICY], "loan_policy_map": [{**ROW, "loan_policy": "reserve"}]}, ["similar_reference"]),
        ({"loan_policies": [POLICY], "loan_policy_map": [{**ROW, "loan_policy": "Reserves"}]}, ["similar_reference"]),
        (
            {"loan_policies": [{"name": "Reserve", "state": "absent"}], "loan_policy_map": [ROW]},
            ["absent_reference"],
        ),
        (
            {
                "loan_policies": [{"name": "Reserve", "state": "absent"}],
                "loan_policy_map": [{**ROW, "state": "absent"}],
            },
            [],
        ),
        ({"loan_policy_map": [ROW, {"material_format": "Book", "loan_policy": "Own", "precedence": 2}]}, ["rows"]),
        ("no dictionary", ["declaration"]),
        # A fault in one kind does not hide those of others.
        (
            {"loan_polices": [], "loan_policies": [{**POLICY, "loan_period": "3"}], "hold_limit_policies": "none"},
            ["declaration"] * 3,
        ),
    ],
)
def test_faults_of_a_declaration_that_are_known_offline(configuration, codes):
    assert [one.code for one in declaration_faults(configuration, DECLARABLE, "2026-11-26")] == codes
