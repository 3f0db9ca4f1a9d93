# SPDX-License-Identifier: GPL-3.0-or-later

"""The validation of an inventory, without starting Ansible."""

from __future__ import annotations

import json
import re
import runpy
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret, VaultSecretsContext
from defusedxml import ElementTree
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._reshare import tenant_catalogue
from ansible_collections.reshare.wms.plugins.module_utils._wms import catalogue
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.declarations import declaration_faults
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.findings import (
    Finding,
    findings_document,
    in_order,
    junit,
    summary,
    table,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._variables.variable_values import Values
from support.environment import ROOT
from support.first_request import results
from support.large_inventory import write_inventory
from support.offline_validation import loaded, validation


def found(inventory: Path, *selected: str, password: bytes | None = None) -> list[Finding]:
    """The errors and warnings."""
    return [one for one in validation(inventory, *selected, password=password).findings() if one.severity != "note"]


def summaries(findings: list[Finding]) -> list[tuple[str, str, str | None, str, int | None]]:
    return [(one.library, one.code, one.variable, Path(one.file or "").name, one.line) for one in findings]


def test_the_example_inventory_has_no_finding():
    checked = validation(ROOT / "examples/inventory")
    assert {(one.code, one.variable) for one in checked.findings()} == {("not_evaluated", "sandbox_url")}
    pairs = checked.consortium()["pairs"]
    assert len(pairs) == 30 and all(one["account"] and one["patron_id"] and one["lends_back"] for one in pairs)


def test_a_fault_in_the_variables_of_a_group_is_found_for_each_library(tmp_path):
    inventory = write_inventory(tmp_path / "inventory", 3, {"lib001": "borrowing_more: {}"}, {})
    shared = inventory / "group_vars/all.yml"
    lines = shared.read_text(encoding="utf-8").count("\n")
    fault = "borrowing_more: {loan_policies: [{name: Reserve, loan_perod: 3 days}]}\nlending_loan_period: 2 days\n"
    shared.write_text(shared.read_text(encoding="utf-8") + fault, encoding="utf-8")
    assert summaries(found(inventory)) == [
        ("lib000", "declaration", "borrowing_more", "all.yml", lines + 1),
        ("lib000", "lending_too_short", "lending_loan_period", "all.yml", lines + 2),
        ("lib001", "lending_too_short", "lending_loan_period", "all.yml", lines + 2),
        ("lib002", "declaration", "borrowing_more", "all.yml", lines + 1),
        ("lib002", "lending_too_short", "lending_loan_period", "all.yml", lines + 2),
    ]
    assert {one.library for one in found(inventory, "lib001")} == {"lib001"}
    assert {one.code for one in validation(inventory).consortium_findings} == {"lending_too_short"}


@pytest.mark.parametrize(
    ("state", "severity"), [("enabled", None), ("disabled", "warning"), ("removed", "warning"), ("remvoed", "error")]
)
def test_a_state_that_takes_live_libraries_out_of_what_is_compared_is_named_with_its_file(tmp_path, state, severity):
    inventory = write_inventory(tmp_path / "inventory", 2, {"lib001": "onboard_awaits_answers: true"}, {})
    shared = inventory / "group_vars/all.yml"
    text = re.sub(
        "(?m)^wms_record_dir:.*$",
        "wms_configuration_url: https://service.example.org",
        shared.read_text(encoding="utf-8"),
    )
    shared.write_text(f"{text}enable_reshare_state: {state}\n", encoding="utf-8")
    seen = [one for one in found(inventory) if one.variable == "enable_reshare_state"]
    expected = [] if severity is None else [("lib000", severity, "all.yml"), ("lib001", severity, "all.yml")]
    assert [(one.library, one.severity, Path(one.file or "").name) for one in seen] == expected
    # A variable that only a playbook sets.
    assert [one.library for one in found(inventory) if one.variable == "onboard_awaits_answers"] == ["lib001"]


def test_a_case_that_the_declared_rows_decide_otherwise_is_found_with_a_message_of_both_values(tmp_path):
    cases = """circulation_expectations:
- {patron_type: Student, location: temporary, loan_policy: ReShare borrowing, loan_period: 112 days, fine: null}
- {patron_type: Faculty, location: temporary, loan_period: 28 days}
- {patron_type: Faculty, loan_policy: One year}"""
    inventory = write_inventory(tmp_path / "inventory", 1, {"lib000": cases}, {})
    (finding,) = found(inventory)
    assert (finding.code, finding.variable) == ("expectation", "circulation_expectations")
    assert "case 2 (Faculty, temporary location): Regular Loan Period is '112 days', not '28 days'" in finding.message


def test_the_key_in_reshares_settings_is_not_that_of_the_environment(tmp_path, monkeypatch):
    inventory = write_inventory(tmp_path / "inventory", 1, {}, {})
    shared = inventory / "group_vars/all.yml"
    kept = [one for one in shared.read_text(encoding="utf-8").splitlines(True) if not one.startswith("wms_secret")]
    shared.write_text("".join(kept), encoding="utf-8")
    # A secret can be in the inventory of the run.
    assert found(inventory) == []
    assert "wms_secret" in {one.variable for one in validation(inventory).findings()}
    monkeypatch.setenv("RESHARE_WMS_SECRET", "s3cret")
    named = {one.variable for one in validation(inventory).findings()}
    assert "reshare_settings_wms_secret" in named and "wms_secret" not in named


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("borrowing_policy_name: false", None),
        ("wms_main_branch: {a: b}", 5),
        ("borrowing_pickup_notice:\n        - subject", 5),
    ],
)
def test_variables_in_an_inventory_file_have_its_lines_as_far_as_they_are_known(tmp_path, line, expected):
    inventory = write_inventory(tmp_path / "inventory", 1, {}, {"lib000": "wms_main_branch"})
    (inventory / "host_vars/lib000.yml").rename(inventory / "group_vars/ungrouped.yml")
    text = f'all:\n  hosts:\n    lib000:\n      wms_main_branch: "1"\n      {line}\n'
    if line.startswith("wms"):
        text = f"all:\n  hosts:\n    # A comment.\n    lib000:\n      {line}\n"
    (inventory / "hosts.yml").write_text(text, encoding="utf-8")
    (finding,) = found(inventory)
    assert finding.line == expected
    assert (finding.file or str(inventory / "hosts.yml")) == str(inventory / "hosts.yml")


def test_a_change_of_an_address_is_one_line_for_a_reviewer(tmp_path, capsys, monkeypatch):
    planted = {
        "lib001": "wms_token_url: https://evil.example/token?`x`",
        "lib002": "own_host: \"{{ lookup('env', 'HOST') }}\"\nwms_metadata_url: https://{{ own_host }}/metadata",
        "lib003": "reshare_wms_validate_certs: false",
    }
    files = [tmp_path / "before.json", tmp_path / "after.json"]
    for file, lines in zip(files, ({}, planted)):
        found = validation(write_inventory(tmp_path / file.stem, 4, lines, {}))
        file.write_text(findings_document([], [], {}, found.addresses()), encoding="utf-8")

    def line(*paths: Path) -> str:
        monkeypatch.setattr("sys.argv", ["addresses", *map(str, paths)])
        runpy.run_path(str(ROOT / "examples/consortium/ci/addresses"))
        return capsys.readouterr().out

    assert line(files[0], files[0]) == ""
    shown = line(*files)
    assert shown.startswith("**Secrets would be sent to other addresses**: ") and shown.count("\n") == 1
    assert "wms_token_url from `not set` to `https://evil.example/token` (1: `lib001` …)" in shown
    assert "own_host from `not set` to `{{ lookup('env', 'HOST') }}`" in shown and "reshare_wms_validate_certs" in shown


@pytest.mark.parametrize("rows", ["{rows: [{patron_policy: Student, loan_policy: Own}]}", "null"])
@pytest.mark.parametrize("kind", ["loan_policy_map", "patron_accounts"])
def test_rows_in_another_shape_than_those_of_the_roles_are_not_dropped(tmp_path, kind, rows):
    inventory = write_inventory(tmp_path / "inventory", 1, {"lib000": f"borrowing_more: {{{kind}: {rows}}}"}, {})
    (finding,) = found(inventory)
    assert f"{kind} is " in finding.message and "write it as in the roles" in finding.message
    assert finding.variable == "borrowing_more"


def test_a_period_of_more_than_a_year_and_an_account_that_expires_within_it_are_warnings(tmp_path):
    lines = 'consortium_loan_period: 1120 days\nlending_account_expires: "2028-01-01"'
    inventory = write_inventory(tmp_path / "inventory", 1, {"lib000": lines}, {})
    assert [(one.severity, one.code, one.variable) for one in found(inventory)] == [
        ("warning", "period_long", "consortium_loan_period"),
        ("warning", "expires", "lending_account_expires"),
    ]


def test_what_is_no_secret_and_encrypted_is_named(tmp_path, monkeypatch):
    """Ansible 2.22 masks all of it in what callbacks get."""
    inventory = write_inventory(tmp_path / "inventory", 2, {}, {"lib000": "borrowing_holding_location"})
    secrets = "vaulted_wms_key: canary\nown: {api_token: canary}\nborrowing_pickup_notice:\nreshare_wms_inline: true\n"
    secret = VaultSecret(b"password")
    for library, more in (("lib000", "borrowing_holding_location: L000\nown_codes: [L000]\n"), ("lib001", "")):
        path = inventory / f"host_vars/{library}.yml"
        folder = path.with_suffix("")
        folder.mkdir()
        path.rename(folder / "vars.yml")
        (folder / "vault.yml").write_bytes(VaultLib().encrypt(secrets + more, secret))
    alone = VaultLib().encrypt("Own lending", secret).decode().replace("\n", "\n  ")
    with (inventory / "host_vars/lib001/vars.yml").open("a", encoding="utf-8") as file:
        file.write(f"lending_policy_name: !vault |\n  {alone}\n")
    monkeypatch.setattr(VaultSecretsContext, "_current", VaultSecretsContext([("default", secret)]))
    whole, single = found(inventory, password=secret.bytes)
    assert (whole.severity, whole.code, whole.library) == ("warning", "encrypted_file", "lib000")
    assert whole.file == str(inventory / "host_vars/lib000/vault.yml")
    assert "no secrets by their names: borrowing_holding_location, own_codes." in whole.message
    assert (single.severity, single.code, single.variable) == ("warning", "encrypted", "lending_policy_name")


def test_each_expression_is_evaluated_once_for_a_library_and_what_the_roles_declare_without_ansible(
    tmp_path, monkeypatch
):
    """Ansible compiles an expression each time it evaluates it: that would be most of the time of a validation."""
    inventory = write_inventory(tmp_path / "inventory", 3, {}, {})
    shared = inventory / "group_vars/all.yml"
    partners = "reshare_settings_partner_accounts: \"{{ dict(lending_partner_symbols | product(['RS-1'])) }}\"\n"
    shared.write_text(shared.read_text(encoding="utf-8") + partners, encoding="utf-8")
    evaluated = Counter[str]()
    by_ansible = Values._by_ansible

    def counted(self: Values, expression: object) -> object:
        evaluated[str(expression)] += 1
        return by_ansible(self, expression)

    monkeypatch.setattr(Values, "_by_ansible", counted)
    assert found(inventory) == []
    assert [text for text in evaluated if "partner_symbols" in text] and set(evaluated.values()) == {3}
    assert not [text for text in evaluated if "role_configuration" in text]


# Findings of a validation as a table and as files, and faults of declarations


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
    written = json.loads(findings_document(FINDINGS, LIBRARIES, {"pairs": []}, {}))
    assert (written["format"], written["version"], written["errors"], written["warnings"]) == (
        "reshare.wms validation",
        1,
        1,
        2,
    )
    assert list(written["findings"][0]) == [
        *("severity", "code", "library", "variable", "message", "remedy", "file", "line")
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
        ({"loan_policies": [{"name": "Reserve", "state": "absent"}], "loan_policy_map": [ROW]}, ["absent_reference"]),
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


# What the validation of an inventory passes, onboard accepts: wrong inventories, made from the example inventory


EXAMPLES = ROOT / "examples/inventory"
MODES = {
    "record": {"wms_record_dir": "/nonexistent/record"},
    "service": {"wms_configuration_url": "https://wms.example.org/configuration/v1"},
}
#: The variables that onboard uses.
NAMES = sorted(specification().used_by(["onboard"], ()))
VALUES: tuple[Any, ...] = (
    *(None, "", " ", "x", "NO", "ADM", " padded ", "28", "28 days", "0 days", "-3 days", "no limit", "none"),
    *(
        "2020-01-01",
        "2031-02-31",
        "2999-01-01",
        "2031-12-31T10:20:00Z",
        "2020-01-01 10:20",
        date(2031, 12, 31),
        datetime(2999, 12, 31, 10, 20),
        datetime(2020, 12, 31, 10, 20, tzinfo=UTC),
        "1120 days",
        "9999999 days",
        {"value": 9999999, "unit": "days"},
        "http://",
        "https://example.org",
        "{{ nme }}",
        "{{ oops",
        "{{ wms_main_branch }}",
    ),
    *(
        0,
        1,
        -1,
        5,
        10**7,
        1.5,
        True,
        False,
        [],
        ["x"],
        [None],
        [{"a": "b"}],
        {},
        {"a": "b"},
        {"a": {"b": []}},
        {"name": "X"},
    ),
)


def example_variables() -> dict[str, Any]:
    """The variables of a library of the example inventory, with addresses as in production."""
    shared, own = (
        yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
        for name in ("group_vars/all.yml", "host_vars/adams.yml")
    )
    found = {name: value for name, value in {**shared, **own}.items() if not name.startswith(("ansible_", "sandbox_"))}
    return {
        name: value.replace("{{ sandbox_url }}", "https://example.org") if isinstance(value, str) else value
        for name, value in found.items()
        if name != "wms_configuration_url"
    } | {"lending_partner_symbols": ["RESHARE:BAK"]}


EXAMPLE = example_variables()
#: A variable whose value only a run knows.
UNREAD = ("wrong", "worksheet_sender", "{{ lookup('ansible.builtin.env', 'NOT_SET', default='ill@library.example') }}")
#: Additional objects, beside those that the roles declare, in their shape and in others.
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["ReShare borrowing", "X"]),
            "holding_location": st.sampled_from(["ADMM", "All", None]),
            "shelving_location": st.just("Interlibrary Loan"),
            "patron_policy": st.sampled_from(["Student", "ReShare lending"]),
            "loan_policy": st.just("ReShare borrowing"),
            "loan_period": st.sampled_from(VALUES),
            "state": st.sampled_from(["present", "absent"]),
        },
    ),
    max_size=2,
)
KINDS = [kind.plural for kind in (*catalogue.DECLARABLE, *tenant_catalogue.DECLARABLE)]
OBJECTS = st.dictionaries(
    st.sampled_from(KINDS),
    st.one_of(
        ROWS, ROWS.map(lambda rows: {"rows": rows}), st.just({"reshare": {"enable": True}}), st.sampled_from(VALUES)
    ),
    max_size=2,
)
MORE = ("borrowing_more", "lending_more", "reshare_settings_more")
mutations = st.one_of(
    st.tuples(st.just("wrong"), st.sampled_from(MORE), OBJECTS),
    st.tuples(st.just("missing"), st.sampled_from(sorted(EXAMPLE)), st.none()),
    st.tuples(st.just("misspelt"), st.sampled_from(sorted(EXAMPLE)), st.none()),
    st.tuples(st.just("wrong"), st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.tuples(st.just("wrong"), st.sampled_from(sorted(EXAMPLE)), st.sampled_from(VALUES)),
)


def mutated(mode: str, changes: list[tuple[str, str, Any]]) -> dict[str, Any]:
    variables = {**EXAMPLE, **MODES.get(mode, {})}
    if mode == "both":
        variables |= {**MODES["record"], **MODES["service"]}
    for what, name, value in changes:
        if what == "wrong":
            variables[name] = value
        elif name in variables:
            old = variables.pop(name)
            if what == "misspelt":
                variables[name[:-2] + name[-1]] = old
    return variables


def variables_of(inventory: Path, library: str) -> tuple[dict[str, Any], DataLoader]:
    """The variables of a task, without those of the roles."""
    _manager, hostvars, loader = loaded(inventory)
    return {**hostvars.raw_get(library), "hostvars": hostvars}, loader


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["record", "service", "both", "neither"]), st.lists(mutations, max_size=2))
@example("both", [])
@example("neither", [])
@example("record", [("wrong", "wms_record_dir", "")])
@example("record", [("wrong", "reshare_symbol", "RESHARE:ADM ")])
@example("record", [("wrong", "preflight_authorisation_form", "2999-01-01")])
@example("record", [])
@example("record", [("wrong", "lending_accounts", 5)])
@example("record", [("missing", "wms_secret", None)])
@example("record", [("wrong", "wms_key", "{{ oops")])
@example("record", [("wrong", "borrowing_holding_location", "{{ oops")])
@example("record", [("wrong", "reshare_settings_connector", "")])
@example("record", [("wrong", "borrowing_hold_shelf_period", "9999999 days")])
@example("record", [("wrong", "consortium_transit_days", 9999999)])
@example("record", [("wrong", "lending_account_expires", "2031-12-31 10:20")])
@example("record", [("wrong", "borrowing_more", {"ill_settings": {"reshare": {"enable": True}}})])
@example("record", [UNREAD, ("wrong", "borrowing_more", {"loan_policy_map": {"rows": []}})])
def test_what_the_validation_passes_onboard_accepts(mode, changes):
    variables = mutated(mode, changes)
    with tempfile.TemporaryDirectory() as folder:
        inventory = Path(folder, "hosts.yml")
        hosts = {"adams": variables, "baker": {"reshare_symbol": "RESHARE:BAK"}}
        inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}), encoding="utf-8")
        found = validation(inventory, "adams").findings()
        messages = [one.message.rstrip(".") for one in found]
        # A run names what a role makes of the variable, and the same cause.
        messages += [
            one.partition("cannot be evaluated: ")[2] for one in messages if "cannot be evaluated: Syntax error" in one
        ]
        event(f"{len(messages)} findings")
        doubted = {f"{one.message} {one.remedy}" for one in found if one.code == "period_long"}
        for result in results(*variables_of(inventory, "adams")):
            if not result.get("failed"):
                assert doubted.issuperset(result.get("warnings", ()))
                continue
            problems = [one["message"] for one in result.get("problems", [])] or [result["msg"]]
            for problem in problems:
                assert any(one in problem or problem.rstrip(".") in one for one in messages), (problem, messages)
