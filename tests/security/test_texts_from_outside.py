# SPDX-License-Identifier: GPL-3.0-or-later

"""No text from outside is evaluated: from a directory, OCLC, ReShare, a record, a confirmation, answers, or an exported
file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.filter.variables_yaml import variables_yaml
from support.controller import Run, run
from support.inventory_file import Inventory
from support.library import Library
from support.library_record import Record
from support.reshare_tenant import consortium_entry

#: An expression that survives a system's conversion to upper case, and its value, which occurs nowhere else.
EXPRESSION, VALUE = "{{ 41991 * 3 }}", "125973"

pytestmark = pytest.mark.matrix


def untouched(*runs: Run, folder: Path) -> None:
    """The value occurs neither in outputs and results of the runs, nor in a file that they wrote."""
    texts = {f"run {number}": done.output + json.dumps(done.lines) for number, done in enumerate(runs)}
    texts |= {str(path): path.read_text(encoding="utf-8", errors="replace") for path in files(folder)}
    assert [name for name, text in texts.items() if VALUE in text] == []
    assert any(EXPRESSION in text for text in texts.values())


def files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.long
def test_no_text_of_a_directory_is_evaluated(make, controller, tmp_path, monkeypatch):
    """A partner's symbol and name are part of the configuration of all other libraries."""
    partner = {"slug": "alpha", "name": f"Alpha {EXPRESSION}", "symbols": [f"RESHARE:{EXPRESSION}"]}
    own = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]}
    entries = [consortium_entry(["us", "alpha"], "ring"), own, partner]
    inventory = Inventory(make(reshare={"directory": entries}), tmp_path / "inventory", monkeypatch)
    ours = {"ansible_connection": "local", "lending_account_pattern": "RS-{symbol}", **inventory.library.variables}
    inventory.write("members.yml", {"us": {name: value for name, value in ours.items() if name != "library_options"}})
    options = {"join": "members.yml", "compose": {"shown": "reshare_name ~ '!'"}}
    path = inventory.write_source("reshare_directory.yml", options)
    done = controller.playbook("reshare.wms.onboard", path, "--check", "--limit", "us")
    assert "RS-" in json.dumps(done.lines)
    untouched(done, folder=tmp_path)


@pytest.fixture
def hostile(make) -> Library:
    """A library in whose systems there are expressions."""
    return make(
        configuration={
            "loan_policies": [{"name": f"Weeks {EXPRESSION}", "loan_period": {"value": 28, "unit": "days"}}],
            "loan_policy_map": {"rows": [{"loan_policy": f"Weeks {EXPRESSION}"}]},
            "notification_templates": [{"name": f"{{% if 1 %}}{EXPRESSION}{{% endif %}}", "notification_type": "X"}],
            "ill_settings": {"reshare": {"temporary_item_holding_location": EXPRESSION}},
        },
        institution_name=f"Library {EXPRESSION}",
    )


@pytest.mark.long
def test_no_text_of_oclc_or_reshare_or_an_export_is_evaluated(hostile, controller, tmp_path):
    """An expression is exported unchanged, and applying it again changes nothing."""
    run("reshare_setting", hostile, key="wms_connector_address", value=f"https://{EXPRESSION}")
    exported = controller.playbook("reshare.wms.export", hostile, "-e", f"export_dir={tmp_path}/inventory/host_vars")
    assert exported.status == 0
    state = hostile.state()
    applied = controller.playbook("reshare.wms.apply", hostile, "--check", "--diff")
    assert (applied.status, applied.stats(hostile)["changed"], hostile.state()) == (0, 0, state)
    compared = controller.playbook("reshare.wms.drift", hostile, "-e", f"run_file={tmp_path}/drift.json")
    untouched(exported, applied, compared, folder=tmp_path)


@pytest.mark.long
def test_no_text_of_a_record_answers_or_a_confirmation_is_evaluated(library, controller, tmp_path):
    record = Record(library, tmp_path / "record")
    variables = {library.name: record.variables}

    def play(playbook: str, *options: str) -> Run:
        return controller.playbook(f"reshare.wms.{playbook}", library, *options, variables=variables)

    asked = play("ask")
    answers = {
        question["name"]: answer(question)
        for group in record.worksheet_data(".questionnaire")["groups"]
        for question in group["questions"]
    }
    path = record.send_file(
        record.questionnaire_answers(answers, by=f"Jane {EXPRESSION}", remark=EXPRESSION), "answers.json"
    )
    answered = play("receive", "-e", f"receive_files={path}")
    onboarded = play("onboard")
    letter = record.confirmation(
        record.steps, impossible=f"Not possible: {EXPRESSION}", by=f"Jane {EXPRESSION}", remark=EXPRESSION
    )
    confirmed = play("receive", "-e", f"receive_files={record.send_file(letter)}")
    assert (asked.status, answered.status, onboarded.status, confirmed.status) == (0, 0, 0, 0)
    assert EXPRESSION in record.path.read_text(encoding="utf-8")
    again, compared = play("onboard"), play("drift", "-e", f"run_file={tmp_path}/drift.json")
    untouched(asked, answered, onboarded, confirmed, again, compared, folder=tmp_path)


def answer(question: dict[str, Any]) -> Any:
    """The answers from the screens, with an expression in every text."""
    if question["name"] == "ill_settings":
        return {field["name"]: EXPRESSION if "location" in field["name"] else None for field in question["fields"]}
    return (
        [{"loan_policy": EXPRESSION}]
        if question["name"] == "loan_policy_map"
        else None
        if question["columns"] is None
        else []
    )


class _Loader(yaml.SafeLoader):
    """A YAML loader that reads Ansible's tag."""


_Loader.add_constructor("!unsafe", lambda loader, node: ("unsafe", loader.construct_scalar(node)))


@pytest.mark.parametrize("text", [EXPRESSION, "{% raw %}", "{# note", "a\n{{ b }}\u00e9 'c' \"d\"", "{{"])
def test_a_text_with_an_expression_is_written_as_one_that_ansible_does_not_evaluate(text):
    document = yaml.load(variables_yaml({"list": [text], "plain": "{ a }", text: 1}), Loader=_Loader)
    assert document == {"list": [("unsafe", text)], "plain": "{ a }", ("unsafe", text): 1}


@pytest.mark.parametrize("text", ["a\x85b: c", "a\u2028b: c", "a\u2029- b", "a\nb: c", "\ufeffa"])
def test_a_text_with_a_line_break_is_written_as_one_text(text):
    assert yaml.safe_load(variables_yaml({"list": [text], text: text})) == {"list": [text], text: text}
