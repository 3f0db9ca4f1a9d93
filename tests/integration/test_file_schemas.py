# SPDX-License-Identifier: GPL-3.0-or-later

"""The published JSON Schemas, compared with files as the collection writes and reads them.

Accounts of runs, and what the pages and the assistant make in a browser are compared in the tests of these files.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._answers import received
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.plugin_utils._account import alert, run_document
from ansible_collections.reshare.wms.plugins.plugin_utils._first_contact import assessment
from support.file_schemas import SCHEMAS, conforming, validator
from support.library_record import Record
from support.read_screens import Screens

NAMES = sorted(path.stem for path in SCHEMAS.glob("*.json"))
POLICIES = [{"name": "Weeks", "loan_period": "4 weeks"}, {"name": "Days", "loan_period": "3 days"}]


@pytest.fixture
def record(library, tmp_path) -> Record:
    return Record(library, tmp_path / "record")


def properties(name: str) -> dict[str, Any]:
    return validator(name).schema["properties"]


def test_the_versions_are_those_of_the_collection():
    versions = {name: properties(name)["version"]["const"] for name in NAMES if name != "screen"}
    modules = {"confirmation": received, "answers": received, "files": received, "record": document}
    known = {name: module.VERSION for name, module in modules.items()}
    formats = {"run": run_document.FILE, "alert": alert.FILE, "first-contact": assessment.FILE}
    assert versions == {**known, **{name: one.version for name, one in formats.items()}}


def test_a_record_conforms_from_its_first_change_to_the_withdrawal(record):
    record.declare(loan_policies=POLICIES)
    conforming("record", record.content)
    done, impossible = record.steps
    record.make_steps([done])
    parts = record.confirmation([done]), record.confirmation([impossible], "The screen is locked.")
    for number, sent in enumerate(parts):
        path = record.send_file(conforming("confirmation", sent), f"{number}.json")
        assert record.run("record_import", files=[path]).get("msg") is None
    record.run("ill_settings", reshare={"enable": False}, withdrawal={"by": "Jane Doe", "reason": "Merger."})
    content = conforming("record", record.content)
    assert content["pending"]["loan_policies"][0]["impossible"]
    assert (content["confirmed"], content["withdrawn"]["reason"]) != ({}, "")


def test_answers_conform_and_are_recorded(record):
    wanted = {"loan_policies": POLICIES, "loan_policy_map": [{"patron_policy": "Student", "loan_policy": "Weeks"}]}
    assert record.run("record_questions", configuration=wanted)["questions"]
    answers = {"loan_policies/Weeks": {"loan_period": "4 weeks"}, "loan_policies/Days": None, "loan_policy_map": []}
    sent = conforming("answers", record.questionnaire_answers(answers))
    assert record.run("record_import", configuration=wanted, files=[record.send_file(sent)]).get("msg") is None
    conforming("record", record.content)


def test_a_patch_of_a_known_screen_conforms(record):
    record.start()
    given = Screens(record.library.id, seen=False).show_all({"loan_policies": POLICIES[:1]})
    sent = conforming("confirmation", record.confirmation((), screens=given.member))
    assert record.run("record_import", files=[record.send_file(sent)]).get("msg") is None
    (path,) = record.directory.glob("screens/*/*.json")
    conforming("screen", json.loads(path.read_text(encoding="utf-8")))
    conforming("record", record.content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("record", {"version": 1, "library": "adams", "wms_registry_id": "1", "token": "t", "confirmed": {}}),
        ("confirmation", {"format": "reshare.wms answers"}),
        ("run", {"format": "reshare.wms run", "version": 1, "state": "fine"}),
    ],
)
def test_other_content_does_not_conform(name, content):
    assert not validator(name).is_valid(content)
