# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions that can read or run something outside the inventory are found, and never evaluated by the validation of an inventory."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible import constants
from ansible.plugins.loader import connection_loader, shell_loader

from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.expressions import outside
from support.environment import ROOT
from support.large_inventory import write_inventory
from support.offline_validation import validation

#: Expressions, with TOUCH in the place of one that runs a command, and of which no part may be evaluated.
HOSTILE = [
    "{{ lookup('pipe', 'TOUCH') }}",
    "{{ query('ansible.builtin.pipe', 'TOUCH') }}",
    "{{ q('pipe', 'TOUCH') | first }}",
    "{{ lookup('pi' ~ 'pe', 'TOUCH') }}",
    "{{ lookup(*['pipe', 'TOUCH']) }}",
    "{% set run = lookup %}{{ run('pipe', 'TOUCH') }}",
    "{% macro call(run) %}{{ run('pipe', 'TOUCH') }}{% endmacro %}{{ call(lookup) }}",
    "{{ [lookup][0]('pipe', 'TOUCH') }}",
    "{{ {'run': q}.run('pipe', 'TOUCH') }}",
    "{{ 'x' if lookup('pipe', 'TOUCH') else 'y' }}",
    "{{ \"{{ lookup('pipe', 'TOUCH') }}\" == 'x' }}",
    '{{ [\'{{ lookup("pipe", "TOUCH") }}\'] | first }}',
    "{{ lookup('vars', '{{ lookup(\"pipe\", \"TOUCH\") }}') }}",
    "{{ '/etc/*' | fileglob }}",
    "{{ ['/etc/*'] | map('fileglob') | list }}",
    "{{ ['/etc/*'] | map(some_name) | list }}",
    "{{ ['/etc/*'] | map(*['fileglob']) | list }}",
    "{{ ['/etc/passwd'] | select('file') | list }}",
    "{{ [{'path': '/etc/passwd'}] | selectattr('path', 'ansible.builtin.exists') | list }}",
    "{{ '/etc/passwd' is file }}",
    "{{ '$HOME' | expandvars }}",
    "{{ 'x' | ansible.builtin.password_hash }}",
    "{{ 'x' | someone.else.filter }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% filter fileglob %}/etc/*{% endfilter %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_can_read_or_run_something_is_found(text):
    assert outside(text)


@pytest.mark.parametrize(
    "text",
    [
        "plain {text}",
        "{{ inventory_dir }}/../record",
        "{{ lookup('vars', 'lending_' ~ 'patron_type') | default('x', true) | upper }}",
        "{{ groups['all'] | difference([inventory_hostname]) | map('extract', hostvars, 'reshare_symbol') | select('defined') | list }}",
        "{{ partners | selectattr('code', 'match', 'A.*') | map(attribute='code') | list }}",
        "{% for one in partners %}{{ one if one is not none }}{% endfor %}",
        # Ansible reports the error in its syntax, and evaluates nothing.
        "{{ lookup('pipe', ",
    ],
)
def test_what_only_computes_is_harmless(text):
    assert outside(text) == ()


def test_every_expression_of_the_roles_defaults_is_evaluated_or_named():
    """The defaults themselves are trusted."""
    used = {
        one
        for path in ROOT.glob("roles/*/defaults/main.yml")
        for value in yaml.safe_load(path.read_text(encoding="utf-8")).values()
        for one in outside(str(value))
    }
    assert used == {"lookup('reshare.wms.person')"}


def test_no_hostile_expression_is_evaluated_wherever_it_is(tmp_path: Path):
    done = tmp_path / "done"
    texts = [text.replace("TOUCH", f"touch {done}") for text in HOSTILE]
    names = [
        "borrowing_loan_period",
        "lending_partner_symbols",
        "wms_record_dir",
        "reshare_symbol",
        "wms_key",
        "wms_read_locations",
    ]
    names += [
        "reshare_wms_timeout",
        "borrowing_pickup_locations",
        "preflight_waivers",
        "circulation_expectations",
        "library_contact",
    ]
    planted = {}
    for number, text in enumerate(texts):
        # Directly, inside a structure, and by way of a variable of the consortium.
        values = {
            names[number % len(names)]: text,
            "own_name": text,
            "borrowing_policy_name": "{{ own_name }}",
            "borrowing_more": {"loan_policies": [{"name": "Reserve", "loan_period": text}]},
            "verify_borrowing": {"patron_barcode": text, "patron_type": "{{ hostvars.lib000.own_name }}"},
        }
        planted[f"lib{number:03}"] = yaml.safe_dump(values)
    checked = validation(write_inventory(tmp_path / "inventory", len(texts), planted, {}))
    named = {one.library for one in checked.findings() if one.code == "not_evaluated" and one.variable == "own_name"}
    assert named == set(planted)
    assert not done.exists()


def test_no_environment_variable_is_shown_and_no_other_file_is_read(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SOME_SECRET", "canary-secret")
    monkeypatch.setenv("canary-column", "canary-value")
    (tmp_path / "table.csv").symlink_to("/proc/self/environ")
    paths = ["$SOME_SECRET.csv", "/proc/self/environ", str(tmp_path / "table.csv")]
    planted = {f"lib{number:03}": f"circulation_expectations_file: {path}" for number, path in enumerate(paths)}
    planted["lib003"] = "receive_files: [$SOME_SECRET/group_vars]"
    found = validation(write_inventory(tmp_path / "inventory", 4, planted, {})).findings()
    assert "canary" not in str(found)
    reported = {(one.library, one.code) for one in found if one.code in ("not_evaluated", "invalid")}
    assert reported == {
        ("lib000", "not_evaluated"),
        ("lib001", "invalid"),
        ("lib002", "invalid"),
        ("lib003", "not_evaluated"),
    }


def test_ansible_evaluates_none_of_its_own_variables_in_the_playbook_validate():
    """Each has a fixed value, so that an expression in the inventory is not used: the variables of tasks, and of the only plugins that are used."""
    needed = {name for names in constants.MAGIC_VARIABLE_MAPPING.values() for name in names}
    for loader, kind, plugin in ((connection_loader, "connection", "local"), (shell_loader, "shell", "sh")):
        loader.get(plugin, class_only=True)
        for option in constants.config.get_configuration_definitions(kind, plugin).values():
            needed |= {one["name"] for one in option.get("vars") or ()}
    (play,) = yaml.safe_load((ROOT / "playbooks/validate.yml").read_text(encoding="utf-8"))
    (file,) = play["vars_files"]
    fixed = yaml.safe_load((ROOT / "playbooks" / file).read_text(encoding="utf-8"))
    assert needed <= fixed.keys()
    assert not [name for name, value in fixed.items() if outside(str(value)) or "{{" in str(value)]
    # Its own expressions refer to nothing that an inventory can set.
    for task in play["tasks"]:
        for module in ("reshare.wms.validate_inventory", "ansible.builtin.assert"):
            for value in (task.get(module) or {}).values():
                assert "{{" not in str(value) or any(
                    name in str(value) for name in ("ansible_play_hosts_all", "validate_result")
                )
